/*
 * pdf: pages and tags to the bytes of a PDF 1.7 file, through libharu's object API.
 *
 *   pdf.c        the stage's one function: names the steps in order
 *   pdf_page.c   page objects and their tree     pdf_link.c    link annotations
 *   pdf_draw.c   a page's content stream         pdf_text.c    glyphs in it
 *   pdf_font.c   CIDs, widths, ToUnicode         pdf_subset.c  the font file embedded
 *   pdf_image.c  bitmaps                         pdf_tag.c     structure tree, ParentTree
 *   pdf_meta.c   XMP, Info, output intent        pdf_nav.c     outline, labels, destinations
 *   pdf_tree.c   name and number trees           pdf_object.c  numbers, dictionaries, values
 *   pdf_save.c   object streams, xref stream     pdf_attach.c  the source inside
 *   PDF_UA1.md   the standard, clause by clause
 *
 * Same input, same bytes: nothing here reads a clock, a locale or an address.
 */
#ifndef QUOIN_PDF_PDF_H
#define QUOIN_PDF_PDF_H

#include "page/page.h"

/* A file that travels inside the PDF (ISO 32000-1 7.11.4). */
struct pdf_file {
    str name;        /* without folders: some viewers save none that has them */
    str description; /* a few words for who meets it in a viewer's list */
    str mime;        /* "application/xml" */
    bool is_source;  /* /AFRelationship /Source; else /Data, what the source draws on */
    str bytes;
};

#define PDF_FACT_URI "urn:quoin:source:1"

/* Something to know about the source, in the XMP metadata as quoin:NAME of that namespace. */
struct pdf_fact {
    const char *name, *description; /* the latter for PDF/A's extension schema */
    str value;                      /* empty: left out */
};

/* What the PDF was made from, for `quoin source`. */
struct pdf_source {
    const struct pdf_file *files;
    size_t file_count;
    const struct pdf_fact *facts;
    size_t fact_count;
};

struct pdf_options {
    str producer;                    /* "quoin 0.1.0" */
    str icc;                         /* the sRGB profile */
    bool is_plain;                   /* no compression: for tests that read content streams */
    const struct pdf_source *source; /* makes it PDF/A-3a; NULL: none, and PDF/A-2a */
};

/* The bytes live in `a`. False after findings (Q7xx to Q9xx). */
bool pdf_write(struct arena *a, struct diag *d, const struct page_list *pages,
               const struct pdf_options *options, str *out);

/* The versions of libharu and zlib, as they run. */
const char *pdf_library(void);
const char *pdf_packer(void);

#endif
