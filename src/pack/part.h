/*
 * part: a PDF that is to be part of a pack, opened and judged before anything is done: old or new
 * cross-references, object streams, damaged ones that libqpdf can mend (a warning says so), locked
 * ones if the empty password opens them (what its owner forbids is told, not enforced: the office
 * publishes its own papers).
 */
#ifndef QUOIN_PACK_PART_H
#define QUOIN_PACK_PART_H

#include <qpdf/qpdf-c.h>

#include "base/diag.h"

/* What a document says of itself, which holds for the pack only if it holds for every part. */
struct part_claims {
    bool is_ua;      /* pdfuaid:part 1 */
    int pdfa;        /* pdfaid:part: 0 none, 1 to 4 */
    char pdfa_level; /* 'A', 'B', 'U'; 0 none */
};

struct part {
    qpdf_data q; /* closed with the arena */
    const struct source *source;
    qpdf_oh root;
    size_t page_count;
    bool is_tagged; /* marked, and with a structure tree */
    struct part_claims claims;
    str title, lang;
    str xmp; /* the metadata as it stands; may be empty */
    bool was_locked, was_mended;
};

/* False after a finding with the source's name: Q710 (no PDF, damaged, password), Q801. */
bool part_open(struct arena *a, struct diag *d, const struct source *source, struct part *out);

#endif
