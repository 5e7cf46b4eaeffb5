/*
 * front_places: which pages of the pack a front sheet names, and whether they are still right. It
 * was rendered once; items that are put in later move others, and the front sheet stays as it is.
 * So the record (record_items.h) has for every item where it stood when it was put in, by sheets
 * and by page numbers, and where quoin left it last. Rendered with the numbers, the front sheet is
 * as it was made; an item that is no more where quoin left it was moved by another program.
 *
 * Pages are counted from the front sheet's first on. Where the record does not have the numbers,
 * the sheets on which the items stand now are taken.
 */
#ifndef QUOIN_PACK_FRONT_PLACES_H
#define QUOIN_PACK_FRONT_PLACES_H

#include "pack/record_items.h"
#include "quoin.h"

struct front_places;
/* `first_page` is what the front sheet calls its own first page. Arrays are borrowed. */
struct front_places *front_places_open(struct arena *a, const struct packed_item *items,
                                       size_t count, const struct packed_item *front,
                                       size_t first_page);
/* Tells the agenda where its items stood when its front sheet was made. Allocates nothing. */
void front_places_tell(struct front_places *p, quoin_report *agenda);
/* Of the agenda that was told: "items 6 and 6a have moved since"; empty: all is as it says.
 * `by_others`: "items 5 and 6 have been moved by another program", which is told alone. */
str front_places_changes(struct arena *a, const struct front_places *p, bool *by_others);

#endif
