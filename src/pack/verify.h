/*
 * verify: are the pages of a pack's items still those that their sources render?
 *
 * The source of an item is taken out of the pack and rendered as its facts say; of each page, there
 * and in the pack, a print is taken (pageprint.h) that covers all that shows: content, fonts,
 * pictures, sizes, links. Then the tags behind the pages are compared (tagmatch.h): what a screen
 * reader says, and in which order. The pack's stamps are known by their form and compared with
 * those that layouts make of the same words. An item that quoin did not make has no source: it is
 * told as such. Of a PDF that is no pack all pages are one item. Pages that belong to no item are
 * told, but for those that a pack by others had itself, and the blank ones before items that begin
 * on a right-hand page.
 *
 * A front sheet is rendered with the pages that its items had when it was made; where quoin has put
 * in others since, it is told as out of date.
 *
 * Source and pages stand in the same file, which anybody can write: this shows that nobody has
 * changed one and not the other. What is not compared: page labels, titles and other metadata, and
 * bookmarks beyond those that the source renders (bookmatch.h), which are the pack's.
 */
#ifndef QUOIN_PACK_VERIFY_H
#define QUOIN_PACK_VERIFY_H

#include "pack/record_items.h"
#include "quoin.h"

enum verdict {
    VERDICT_SAME,     /* every page as rendered */
    VERDICT_ALTERED,  /* pages differ, are missing or in another order; the source is missing */
    VERDICT_OUTDATED, /* a front sheet as rendered when it was made; quoin has moved items since */
    VERDICT_OTHER,    /* not made by quoin, or without its source: nothing to compare with */
    VERDICT_STRAY,    /* pages that belong to no item: quoin did not put them in */
    VERDICT_UNKNOWN   /* made by another quoin, or with a layout that is not at hand */
};

struct verified {
    str number, title; /* number empty: of a PDF that is no pack, or of no item */
    enum verdict verdict;
    size_t first, last; /* pages in the pack, from 1; 0: none is there */
    size_t differs;     /* VERDICT_ALTERED: the first page that does, from 1; 0: none by itself */
    str reason;         /* "page 73 shows other content", "page 73: the full form of … is …" */
};

/*
 * Of every item, and behind them of pages that belong to none; `layout` (NULL: none) is a file to
 * be used where an item names one. False after a finding: the PDF cannot be read (Q710), or is
 * neither pack nor report of quoin's (Q711).
 */
bool verify_pack(struct arena *a, struct diag *d, const quoin_kit *kit, const struct source *pack,
                 const char *layout, struct verified **items, size_t *count);

#endif
