/*
 * verify: are the pages of a pack's items still those that their sources render?
 *
 * The source of an item is taken out of the pack and rendered as its facts say; of each page, there
 * and in the pack, a print is taken (pageprint.h) that covers all that shows: content, fonts,
 * pictures, sizes, links. The pack's stamps are known by their form and compared with those that
 * would be made. An item that quoin did not make has no source: it is told as such.
 */
#ifndef QUOIN_PACK_VERIFY_H
#define QUOIN_PACK_VERIFY_H

#include "pack/record_items.h"

enum verdict {
    VERDICT_SAME,    /* every page as rendered */
    VERDICT_ALTERED, /* pages differ, are missing or in another order */
    VERDICT_OTHER,   /* not made by quoin, or without its source: nothing to compare with */
    VERDICT_UNKNOWN  /* made by another quoin, or with a layout that is not at hand */
};

struct verified {
    str number, title;
    enum verdict verdict;
    size_t first, last; /* pages in the pack, from 1 */
    size_t differs;     /* VERDICT_ALTERED: the first page that does, from 1 */
    str reason;         /* a line: "page 73 shows other content" */
};

/* Of every item; `layout` (NULL: none) is a file to be used where an item names one. */
bool verify_pack(struct arena *a, struct diag *d, const quoin_kit *kit, const struct source *pack,
                 const char *layout, struct verified **items, size_t *count);

#endif
