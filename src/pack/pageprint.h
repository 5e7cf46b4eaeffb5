/*
 * pageprint: SHA-256 of all that shows on a page: its content streams token by token (canon.h), the
 * resources that they name, all the way down (fonts with their programs and ToUnicode, pictures,
 * states), boxes, rotation, annotations and where links lead. What merging changes does not count:
 * object numbers, what is direct and what is not, the order of keys, /Parent, StructParent(s),
 * names of destinations, resources that nothing uses. Cycles are cut where they close.
 *
 * A page's own content is told from the stamps over it by the form in which stamp.h draws them,
 * to the letter; whatever deviates counts as content.
 */
#ifndef QUOIN_PACK_PAGEPRINT_H
#define QUOIN_PACK_PAGEPRINT_H

#include "base/digest.h"
#include "pack/matrix.h"
#include "pack/handle.h"

/* More stamps, one over the other, than packs within packs bring. */
#define PAGEPRINT_STAMPS 8

/* A stamp that quoin drew over a page, taken apart from its own content. */
struct page_stamp {
    qpdf_oh form; /* null: the page has none of that name */
    struct matrix place;
};

/* The topmost first. */
struct page_stamps {
    struct page_stamp stamps[PAGEPRINT_STAMPS];
    size_t count;
};

/*
 * Pages that belong together: links among them count by the page's place in them. What was
 * computed is kept for the next page. The arrays are borrowed.
 */
struct printer;
struct printer *pageprint_open(struct arena *a, qpdf_data q, const qpdf_oh *pages, size_t count);

/* False when the page cannot be read. `stamps` NULL: they are content like any other. */
bool pageprint_take(struct printer *p, qpdf_oh page, struct page_stamps *stamps,
                    uint8_t out[DIGEST_SIZE]);
/* The same for a form XObject: its drawing, box and resources. */
bool pageprint_take_form(struct printer *p, qpdf_oh form, uint8_t out[DIGEST_SIZE]);

#endif
