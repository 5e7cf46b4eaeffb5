/*
 * intrusion: what putting items into a pack of quoin's does to the items that are in it already.
 */
#ifndef QUOIN_PACK_INTRUSION_H
#define QUOIN_PACK_INTRUSION_H

#include "pack/pack.h"
#include "pack/part.h"

/*
 * Warnings (Q733): an item that takes the place of another's page, one that stands between
 * another's pages, and a front sheet that does not know of what is put in. Nothing about packs of
 * others.
 */
void intrusion_tell(struct arena *a, struct diag *d, const struct pack_order *order,
                    const struct part *pack);

#endif
