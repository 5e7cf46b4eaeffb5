/*
 * edition: which of a report's PDFs one is. A report may be rendered as it is, in a variant of its
 * layout (large print), in one part; each is a PDF of its own, of one report.
 */
#ifndef QUOIN_BATCH_EDITION_H
#define QUOIN_BATCH_EDITION_H

#include "base/str.h"

struct edition {
    str variant; /* "large-print"; "": the layout as it is */
    str part;    /* "paper", "A"; "": the whole report */
};

/* From what was asked for, as fresh_options() writes it. Points into it. */
struct edition edition_of(str options);

/* The whole report as it is comes first. 0: they are the same. */
int edition_compare(struct edition x, struct edition y);

/* "large print", "covering paper", "part A, mono"; nothing for the whole report as it is. */
void edition_add_label(struct buf *b, struct edition e);

#endif
