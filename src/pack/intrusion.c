#include "pack/intrusion.h"

#include "pack/record_items.h"

struct watching {
    struct diag *diag;
    struct pos pos; /* the pack */
    const struct packed_item *items;
    size_t count;
};

/* The item that has a page of the pack as it is; NULL: none has. `page` counts from 1. */
static const struct packed_item *owner(const struct watching *w, size_t page)
{
    for (size_t i = 0; i < w->count; i++)
        for (size_t k = 0; k < w->items[i].page_count; k++)
            if (w->items[i].places[k] == page - 1)
                return &w->items[i];
    return NULL;
}

static const char *what(const struct packed_item *item)
{
    return str_is(item->number, RECORD_ITEMS_FRONT) ? "the front sheet" : "item ";
}

static str which(const struct packed_item *item)
{
    return str_is(item->number, RECORD_ITEMS_FRONT) ? STR("") : item->number;
}

static void tell_replaced(struct watching *w, const struct pack_item *item)
{
    const struct packed_item *other = owner(w, item->page);
    if (other)
        diag_hint(w->diag,
                  diag_add(w->diag, Q733, w->pos,
                           "item %.*s takes the place of page %zu, a page of %s%.*s",
                           STR_ARG(item->number), item->page, what(other), STR_ARG(which(other))),
                  "--replace is for a page that holds the place; --at puts pages before another");
}

static void tell_between(struct watching *w, const struct pack_item *item)
{
    const struct packed_item *after = owner(w, item->page);
    if (!after || item->page < 2 || owner(w, item->page - 1) != after)
        return;
    diag_hint(w->diag,
              diag_add(w->diag, Q733, w->pos, "item %.*s stands between the pages of %s%.*s",
                       STR_ARG(item->number), what(after), STR_ARG(which(after))),
              "its pages are %zu to %zu", after->first + 1, after->last + 1);
}

/* Not every front is an agenda's: reports may have been put into another report's PDF. */
static bool is_front_sheet(struct arena *a, const struct watching *w, qpdf_data q,
                           const struct packed_item *item)
{
    struct diag unheard;
    struct recovered found;
    diag_init(&unheard, a);
    return str_is(item->number, RECORD_ITEMS_FRONT) && item->has_source &&
           source_take(a, &unheard, w->pos.source, q, &item->files, &item->facts, false, &found) &&
           source_is_agenda(found.xml);
}

static void tell_front(struct arena *a, struct watching *w, qpdf_data q)
{
    for (size_t i = 0; i < w->count; i++)
        if (is_front_sheet(a, w, q, &w->items[i])) {
            diag_hint(w->diag,
                      diag_add(w->diag, Q733, w->pos,
                               "the pack's front sheet does not know what is put in now"),
                      "add it to the agenda, and make the pack anew with quoin pack");
            return;
        }
}

void intrusion_tell(struct arena *a, struct diag *d, const struct pack_order *order,
                    const struct part *pack)
{
    struct watching w = {.diag = d, .pos = {.source = order->pack}};
    struct packed_item *items;
    struct diag unheard;
    diag_init(&unheard, a);
    if (!record_items_are_there(pack->q) ||
        !record_items_read(a, &unheard, order->pack, pack->q, &items, &w.count))
        return;
    w.items = items;
    for (size_t i = 0; i < order->item_count; i++) {
        if (order->items[i].place == PACK_REPLACE)
            tell_replaced(&w, &order->items[i]);
        else if (order->items[i].place == PACK_BEFORE)
            tell_between(&w, &order->items[i]);
    }
    tell_front(a, &w, pack->q);
}
