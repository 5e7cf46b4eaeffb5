#include "pack/intrusion.h"

#include "pack/numbering.h"

#define MOVES_MAX 6 /* are listed; more make no line that anybody reads */

struct watching {
    struct arena *arena;
    struct diag *diag;
    struct pos pos; /* the pack */
    const struct pack_order *order;
    const struct packed_before *before;
    const struct page_number *own;
    const struct leaves *leaves;
};

void intrusion_read(struct arena *a, const quoin_kit *kit, const struct part *pack,
                    struct packed_before *out)
{
    struct packed_item *items;
    struct diag unheard;
    qpdf_oh mark = handle_mark(pack->q);
    *out = (struct packed_before){0};
    diag_init(&unheard, a);
    if (record_items_are_there(pack->q) &&
        record_items_read(a, &unheard, pack->source, pack->q, &items, &out->count))
        out->items = items;
    for (size_t i = 0; i < out->count && out->agenda.count == 0; i++)
        if (str_is(items[i].number, RECORD_ITEMS_FRONT) && items[i].has_source)
            on_agenda_read(a, kit, pack->source, pack->q, &items[i], &out->agenda);
    handle_rewind(pack->q, mark);
}

/* ---- among the pages of others --------------------------------------------------------------- */

/* The item that has a page of the pack as it was; NULL: none has. `page` counts from 1. */
static const struct packed_item *owner(const struct watching *w, size_t page)
{
    for (size_t i = 0; i < w->before->count; i++)
        for (size_t k = 0; k < w->before->items[i].page_count; k++)
            if (w->before->items[i].places[k] == page - 1)
                return &w->before->items[i];
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
                           "item %.*s takes the place of sheet %zu, a page of %s%.*s",
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
              "its pages are sheets %zu to %zu", after->first + 1, after->last + 1);
}

/* ---- the agenda ----------------------------------------------------------------------------- */

/* One finding for all that are put in. */
static void tell_unknown(struct watching *w)
{
    const struct agenda_lines *agenda = &w->before->agenda;
    struct buf numbers = {.arena = w->arena};
    size_t count = 0;
    for (size_t i = 0; i < w->order->item_count; i++) {
        str number = w->order->items[i].number;
        if (agenda->count && !on_agenda_find(agenda, number))
            buf_format(&numbers, "%s%.*s", count++ ? ", " : "", STR_ARG(number));
    }
    if (count == 0)
        return;
    diag_hint(w->diag,
              diag_add(w->diag, Q733, w->pos, "the agenda has no item%s %.*s: it has %.*s to %.*s",
                       count == 1 ? "" : "s", STR_ARG(buf_str(&numbers)),
                       STR_ARG(agenda->lines[0].number),
                       STR_ARG(agenda->lines[agenda->count - 1].number)),
              "--item takes a number of the agenda; or add to the agenda what is new, and make the "
              "pack anew with quoin pack");
}

/* What a page of the pack as it was calls itself now; empty: it is replaced. */
static str label_now(const struct watching *w, size_t place)
{
    for (size_t i = 0; i < w->leaves->count; i++) {
        const struct leaf *leaf = &w->leaves->leaves[i];
        if (leaf->graft == 0 && leaf->index == place && !leaf->is_blank)
            return leaf->label;
    }
    return STR("");
}

static void add_range(struct buf *out, str first, str last)
{
    buf_format(out, str_eq(first, last) ? "page %.*s" : "pages %.*s - %.*s", STR_ARG(first),
               STR_ARG(last));
}

/* "item 2 moves from pages 8 - 16 to pages 10 - 18"; false where it does not. */
static bool add_move(struct watching *w, const struct packed_item *item, struct buf *out)
{
    if (item->first == SIZE_MAX || !on_agenda_find(&w->before->agenda, item->number))
        return false;
    str first = label_now(w, item->first), last = label_now(w, item->last);
    str was_first = numbering_text(w->arena, w->own[item->first]);
    str was_last = numbering_text(w->arena, w->own[item->last]);
    if (first.n == 0 || last.n == 0 || (str_eq(first, was_first) && str_eq(last, was_last)))
        return false;
    buf_format(out, "item %.*s moves from ", STR_ARG(item->number));
    add_range(out, was_first, was_last);
    buf_addz(out, " to ");
    add_range(out, first, last);
    return true;
}

static void add_arrivals(struct watching *w, struct buf *out)
{
    for (size_t i = 0; i < w->order->item_count; i++) {
        str number = w->order->items[i].number;
        if (on_agenda_find(&w->before->agenda, number))
            buf_format(out, "%sitem %.*s has no pages there", out->n ? ", " : "", STR_ARG(number));
    }
}

static void add_moves(struct watching *w, struct buf *out)
{
    size_t count = 0;
    for (size_t i = 0; i < w->before->count; i++) {
        struct buf move = {.arena = w->arena};
        if (!add_move(w, &w->before->items[i], &move) || ++count > MOVES_MAX)
            continue;
        buf_addz(out, out->n ? ", " : "");
        buf_add(out, buf_str(&move));
    }
    if (count > MOVES_MAX)
        buf_format(out, ", and %zu more move", count - MOVES_MAX);
}

static void tell_front(struct watching *w)
{
    struct buf wrong = {.arena = w->arena};
    add_arrivals(w, &wrong);
    add_moves(w, &wrong);
    if (wrong.n)
        diag_hint(w->diag,
                  diag_add(w->diag, Q733, w->pos, "the front sheet stays as it was: %.*s",
                           STR_ARG(buf_str(&wrong))),
                  "put all items into the agenda, and make the pack anew with quoin pack");
}

void intrusion_tell(struct arena *a, struct diag *d, const struct pack_order *order,
                    const struct packed_before *before, const struct page_number *own,
                    const struct leaves *leaves)
{
    struct watching w = {a, d, {.source = order->pack}, order, before, own, leaves};
    for (size_t i = 0; i < order->item_count; i++) {
        if (order->items[i].place == PACK_REPLACE)
            tell_replaced(&w, &order->items[i]);
        else if (order->items[i].place == PACK_BEFORE)
            tell_between(&w, &order->items[i]);
    }
    tell_unknown(&w);
    tell_front(&w);
}
