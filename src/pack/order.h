/*
 * order: which page follows which in the finished pack, and what each calls itself.
 */
#ifndef QUOIN_PACK_ORDER_H
#define QUOIN_PACK_ORDER_H

#include "pack/graft.h"
#include "pack/pack.h"

/* A page of the pack that is made. */
struct leaf {
    qpdf_oh page;
    size_t graft;  /* whose: 0 the pack itself */
    size_t index;  /* in its graft */
    bool is_blank; /* a verso put in (--duplex): the graft and index are those of the page before */
    bool is_first; /* of its item */
    str label;     /* "71" */
};

struct leaves {
    struct leaf *leaves;
    size_t count;
};

/*
 * Grafts stand as in order->items, after the pack's own. Blank versos get the size of the page
 * before; they have no content but an artifact, and are no page of any item. False after a finding:
 * Q721 (there is no such page), Q722 (two items in place of one page).
 */
bool order_leaves(struct arena *a, struct diag *d, qpdf_data pack, const struct pack_order *order,
                  const struct graft *grafts, struct leaves *out);
/* Makes the page tree so. */
bool order_apply(struct diag *d, qpdf_data pack, const struct leaves *leaves);

#endif
