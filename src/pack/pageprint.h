/*
 * pageprint: SHA-256 of all that shows on a page. Its content streams with their filters undone,
 * resources all the way down (fonts with their programs and ToUnicode, pictures, states), boxes,
 * rotation, annotations but for what merging changes: object numbers, /Parent, StructParent(s),
 * names of destinations. Cycles are cut where they close.
 */
#ifndef QUOIN_PACK_PAGEPRINT_H
#define QUOIN_PACK_PAGEPRINT_H

#include "base/digest.h"
#include "pack/handle.h"

/* The stamps that quoin draws over a page, taken apart from its own content. */
struct page_stamp {
    qpdf_oh form; /* null: none */
};

/* False when the page cannot be read. *stamp may be NULL: stamps are then content like any other.
 */
bool pageprint_take(struct arena *scratch, qpdf_data q, qpdf_oh page, struct page_stamp *stamp,
                    uint8_t out[DIGEST_SIZE]);

#endif
