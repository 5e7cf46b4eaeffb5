/*
 * tagback: the way from content back to its element (ISO 32000-1, 14.7.4.4). Some screen readers go
 * down the tree, others begin at the page: its number leads through the ParentTree to a list of
 * elements, one for each mark. A tree that is right the one way may be another the other way.
 */
#ifndef QUOIN_PACK_TAGBACK_H
#define QUOIN_PACK_TAGBACK_H

#include "pack/taglist.h"

struct tagback;
struct tagback *tagback_open(const struct taglist *l);

/* Does a piece of content (NODE_MARK, NODE_NOTE) lead back to the element that has it? Quick where
 * it is asked page by page. */
bool tagback_is_right(struct tagback *b, uint32_t node);

/* How many marks the page's list is for. */
size_t tagback_count(struct tagback *b, uint32_t page);

#endif
