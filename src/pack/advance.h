/*
 * advance: how far a font's glyphs go and reach, from what the PDF says of them (ISO
 * 32000-1, 9.2.4, 9.7.4.3): nothing is read from font programs. What is not said is taken for an
 * em.
 */
#ifndef QUOIN_PACK_ADVANCE_H
#define QUOIN_PACK_ADVANCE_H

#include "pack/handle.h"

/* A range of character identifiers of one width. */
struct advance_range {
    long long first, last, width;
};

/* In millionths of the font's size. */
struct advance {
    bool is_wide;     /* codes have two bytes and are the identifiers themselves */
    bool is_vertical; /* or may be: glyphs go down as well as on */
    long long widths[256];
    struct advance_range *ranges; /* is_wide: sorted */
    size_t range_count;
    long long other;       /* where none of these says */
    long long bottom, top; /* how far glyphs reach below and above their line */
};

void advance_read(struct arena *a, qpdf_data q, qpdf_oh font, struct advance *out);

/* Steps over the next code of a text; its width. */
long long advance_next(const struct advance *f, str text, size_t *at, bool *is_blank);

#endif
