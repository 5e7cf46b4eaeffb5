/*
 * tagmatch: are the tags of an item's pages those that its source renders? Both trees are given as
 * lists (taglist.h). Of the pack's, the item's part is what is beneath the Document that its first
 * content stands in; it is compared with the other one entry by entry: what it is, in which entry
 * it stands, which content of which of the item's pages it holds, its language, and all that it
 * says of itself (tagfacts.h). Since both are in reading order, equal lists are equal trees read
 * out alike.
 *
 * What the pack has around that part only holds it: divisions without a text to be read in their
 * place. No other part of the tree may have content of the item's pages, and this part none of
 * other pages, but for the Parts of other items where their pages stand among its own.
 */
#ifndef QUOIN_PACK_TAGMATCH_H
#define QUOIN_PACK_TAGMATCH_H

#include "pack/tagback.h"

struct tagmatch_item {
    const size_t *places; /* of its pages in the pack: as many as the source renders */
    size_t page_count;
    const bool *is_taken; /* of the pack's pages: some item has it */
};

/* The first difference. */
struct tagmatch_fault {
    size_t page; /* of the item, from 0 */
    str words;   /* "a table row stands where its source makes a table cell" */
};

/* True: there is none. */
bool tagmatch_compare(struct arena *a, const struct taglist *pack, struct tagback *back,
                      const struct tagmatch_item *item, const struct taglist *made,
                      struct tagmatch_fault *out);

#endif
