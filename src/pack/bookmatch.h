/*
 * bookmatch: do a pack's bookmarks lead into an item as those that its source renders? An outline
 * is read as a list in reading order: titles, and the places that they lead to. Each of the
 * source's must be in the pack's list, in the same order. Others may stand between them, for the
 * pack has its own, also to the item's pages; how deep they stand is the pack's affair as well.
 */
#ifndef QUOIN_PACK_BOOKMATCH_H
#define QUOIN_PACK_BOOKMATCH_H

#include "pack/handle.h"

struct booklist;
/* A document's outline. */
const struct booklist *bookmatch_read(struct arena *a, qpdf_data q);

/*
 * `places`: of the item's pages in the pack. False: *title is the first that is not there, *page
 * the page of the item that it should lead to, from 0.
 */
bool bookmatch_compare(const struct booklist *pack, const size_t *places, size_t page_count,
                       const struct booklist *made, size_t *page, str *title);

#endif
