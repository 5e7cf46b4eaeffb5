/*
 * source: the report that a PDF of ours carries, and the pictures it uses, taken out again. A pack
 * may carry many: record_items.h tells which is whose.
 *
 * A PDF is hostile input. libqpdf reads it in memory, without its attempts at recovery; what it
 * hands over is checked here: of the files associated with the document only such as quoin writes
 * are taken, inflated by us up to a limit, and their sizes and checksums must be right. Names are
 * plain relative paths none of whose parts begins with a dot. Facts are printed and pasted, so they
 * hold nothing but letters, digits, spaces and ._+- or they are left out.
 *
 * What libqpdf allocates for object streams is beyond our reach: the caller limits the process.
 */
#ifndef QUOIN_PACK_SOURCE_H
#define QUOIN_PACK_SOURCE_H

#include "base/file.h"
#include "pack/handle.h"

#define SOURCE_CAP_PDF ((size_t)256 << 20)

/* How the PDF was made, as it says itself; empty where it does not. */
struct source_facts {
    str version;
    str layout;      /* one that quoin carries ("opcc"), or a file ("ours.xml") */
    str layout_hash; /* SHA-256 of the layout's file and those it is based on, in hex */
    str variant;
    str part;
    str epoch;                   /* SOURCE_DATE_EPOCH */
    str agenda_item, first_page; /* as they are stamped on it */
};

/* The facts of the XMP metadata that quoin writes. */
struct source_facts source_facts_in(struct arena *a, str xmp);

struct recovered {
    str xml;                    /* byte for byte as it was */
    struct kept_files pictures; /* under plain names; where they were asked for */
    size_t picture_count;       /* always */
    struct source_facts facts;
};

/* A PDF with one report. Everything lives in `a`. False after findings (Q710 to Q712). */
bool source_read(struct arena *a, struct diag *d, const struct source *pdf, bool with_pictures,
                 struct recovered *out);

/* The XML of a front sheet, which is an agenda, is embedded as a report's is. */
bool source_is_agenda(str xml);

/* ---- the same in steps --------------------------------------------------------------------- */

/* Opens the PDF, mending nothing; closed with the arena. False after a finding. */
bool source_open(struct arena *a, struct diag *d, const struct source *pdf, qpdf_data *out);

/* A PDF with one report that is open already. */
bool source_read_open(struct arena *a, struct diag *d, const struct source *pdf, qpdf_data q,
                      bool with_pictures, struct recovered *out);

/* File specifications: of a report, and of the pictures it uses. */
struct source_files {
    qpdf_oh report;
    qpdf_oh *pictures;
    size_t picture_count;
};

/* Among associated files (/AF), the first that is a report or an agenda. False: none is. */
bool source_find(struct arena *a, qpdf_data q, qpdf_oh list, struct source_files *out);
/* Of an open PDF, whose facts the caller has found. False after findings (Q711, Q712). */
bool source_take(struct arena *a, struct diag *d, const struct source *pdf, qpdf_data q,
                 const struct source_files *files, const struct source_facts *facts,
                 bool with_pictures, struct recovered *out);

#endif
