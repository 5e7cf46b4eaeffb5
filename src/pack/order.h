/*
 * order: which page follows which in the finished pack, and what each calls itself.
 */
#ifndef QUOIN_PACK_ORDER_H
#define QUOIN_PACK_ORDER_H

#include "pack/graft.h"
#include "pack/pack.h"

/* What a page calls itself (12.4.2): a prefix and a number in a style, or the prefix alone. */
struct page_number {
    char style; /* 'D' 1, 'R' I, 'r' i, 'A' A, 'a' a; 0: no number */
    str prefix;
    long long value;
};

/* A page of the pack that is made. */
struct leaf {
    qpdf_oh page;
    size_t graft;  /* whose: 0 the pack itself */
    size_t index;  /* in its graft */
    bool is_blank; /* a verso put in (--duplex): the graft and index are those of the page before */
    bool is_first; /* of its item */
    struct page_number number;
    str label; /* the same as text: "71" */
};

struct leaves {
    struct leaf *leaves;
    size_t count;
};

/*
 * The pack's numbering goes on through what is put in: an item's pages, and blank versos, count on
 * from the page before them, and so does the pack's own page behind them if it did before.
 *
 * Grafts stand as in order->items, after the pack's own. Blank versos get the size of the page
 * before; they have no content but an artifact, and are no page of any item. False after a finding:
 * Q721 (there is no such page), Q722 (two items in place of one page).
 */
bool order_leaves(struct arena *a, struct diag *d, qpdf_data pack, const struct pack_order *order,
                  const struct graft *grafts, struct leaves *out);
/* Makes the page tree so. */
bool order_apply(struct diag *d, qpdf_data pack, const struct leaves *leaves);

#endif
