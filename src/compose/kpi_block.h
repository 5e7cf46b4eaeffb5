/*
 * kpi_block: KPIs without a table, for large type: each measure is a block of its own, one below
 * the other.
 */
#ifndef QUOIN_COMPOSE_KPI_BLOCK_H
#define QUOIN_COMPOSE_KPI_BLOCK_H

#include "compose/blocks.h"

/* The KPIs of a piece, added to *list; `place` is where the section's blocks stand. */
void kpi_block_add(struct composer *c, const struct appendix *appendix, const struct piece *piece,
                   const struct block_place *place, struct box_list *list);

#endif
