/*
 * intrusion: what putting items into a pack of quoin's does to the items that are in it already,
 * and to its front sheet, whose agenda says which items there are and what they are called.
 */
#ifndef QUOIN_PACK_INTRUSION_H
#define QUOIN_PACK_INTRUSION_H

#include "pack/on_agenda.h"
#include "pack/order.h"

/* A pack of quoin's before anything is put in; nothing of one by others. */
struct packed_before {
    const struct packed_item *items; /* their handles are released */
    size_t count;
    struct agenda_lines agenda; /* of its front sheet */
};

void intrusion_read(struct arena *a, const quoin_kit *kit, const struct part *pack,
                    struct packed_before *out);

/*
 * Warnings (Q733) once all is in order: an item that takes the place of another's page, one that
 * stands between another's pages, one that the agenda does not have, and what is wrong on the front
 * sheet now. `own`: what the pack's pages called themselves before.
 */
void intrusion_tell(struct arena *a, struct diag *d, const struct pack_order *order,
                    const struct packed_before *before, const struct page_number *own,
                    const struct leaves *leaves);

#endif
