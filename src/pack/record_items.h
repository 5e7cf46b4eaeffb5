/*
 * record_items: what was put into a pack, written where the standard has a place for a program's
 * own data (the catalog's /PieceInfo, ISO 32000-1, 14.5): for each item its number, title, pages
 * (by reference, so that they are found when pages are moved), its report's embedded source, and
 * the facts that make the same pages again. verify.h and source.h read it.
 */
#ifndef QUOIN_PACK_RECORD_ITEMS_H
#define QUOIN_PACK_RECORD_ITEMS_H

#include "pack/join.h"
#include "pack/source.h"

/* An item as a pack says it holds it. */
struct packed_item {
    str number, title;
    qpdf_oh *pages; /* of the item, in order; null where one has been taken out */
    size_t page_count;
    size_t first;   /* index in the pack of the first one that is there; SIZE_MAX: none is */
    qpdf_oh source; /* file specification of the report's XML; null: not made by quoin */
    struct source_facts facts;
};

bool record_items_write(struct joint *j);
/* Items of packs within packs come too. False after a finding: it is no pack of quoin's (Q711). */
bool record_items_read(struct arena *a, struct diag *d, qpdf_data q, struct packed_item **items,
                       size_t *count);

#endif
