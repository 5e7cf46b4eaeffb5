#include "pack/front_places.h"

/* What the agenda says of an item of the pack. */
enum listed {
    LISTED_NOT,
    LISTED_PAGES, /* has pages on the front sheet */
    LISTED_NONE   /* is "to follow", or has no paper */
};

struct front_places {
    const struct packed_item *items;
    enum listed *listed;
    size_t count;
    const struct packed_item *front;
    size_t first_page;
};

struct front_places *front_places_open(struct arena *a, const struct packed_item *items,
                                       size_t count, const struct packed_item *front,
                                       size_t first_page)
{
    struct front_places *p = ARENA_NEW(a, struct front_places);
    *p = (struct front_places){.items = items, .count = count, .front = front};
    p->first_page = first_page;
    p->listed = ARENA_ARRAY(a, count, enum listed);
    return p;
}

/* The item's index, of those of the same pack as the front sheet; count: it has none. */
static size_t find_sibling(const struct front_places *p, str number)
{
    size_t length = p->front->number.n - (sizeof RECORD_ITEMS_FRONT - 1);
    str outer = str_sub(p->front->number, 0, length);
    for (size_t i = 0; i < p->count; i++) {
        str other = p->items[i].number;
        if (str_starts(other, outer) && str_eq(str_sub(other, outer.n, other.n), number))
            return i;
    }
    return p->count;
}

static struct reach sheets_now(const struct packed_item *item)
{
    return (struct reach){item->first != SIZE_MAX, item->first, item->last};
}

/* Both known, and the front sheet before the item. */
static bool is_behind(struct reach front, struct reach item)
{
    return front.is_known && item.is_known && item.first > front.first;
}

static void place(const struct front_places *p, quoin_report *agenda, size_t index,
                  const struct packed_item *item)
{
    struct reach front = p->front->named, there = item->named;
    if (!front.is_known || !there.is_known) {
        front = sheets_now(p->front);
        there = sheets_now(item);
    }
    if (is_behind(front, there))
        quoin_agenda_place(agenda, index, (unsigned)(there.first - front.first + p->first_page),
                           (unsigned)(there.last - front.first + p->first_page));
}

void front_places_tell(struct front_places *p, quoin_report *agenda)
{
    for (size_t i = 0; i < quoin_agenda_item_count(agenda); i++) {
        quoin_agenda_item item = quoin_agenda_item_at(agenda, i);
        size_t there = find_sibling(p, str_z(item.number));
        if (there == p->count)
            continue;
        p->listed[there] = *item.file ? LISTED_PAGES : LISTED_NONE;
        if (*item.file)
            place(p, agenda, i, &p->items[there]);
    }
}

/* ---- what is right no more ------------------------------------------------------------------- */

/* Does the item stand elsewhere behind the front sheet than it did? Nothing known: no. */
static bool has_moved(struct reach front, struct reach item, struct reach front_then,
                      struct reach then)
{
    if (!front_then.is_known || !then.is_known)
        return false;
    return !front.is_known || !item.is_known ||
           item.first - front.first != then.first - front_then.first ||
           item.last - front.first != then.last - front_then.first;
}

/* By quoin: between when it was put in and when quoin put in anything last. */
static bool was_moved(const struct front_places *p, size_t i)
{
    const struct packed_item *front = p->front, *item = &p->items[i];
    return p->listed[i] == LISTED_PAGES &&
           has_moved(front->left, item->left, front->made, item->made);
}

static bool was_moved_by_others(const struct front_places *p, size_t i)
{
    const struct packed_item *front = p->front, *item = &p->items[i];
    return p->listed[i] == LISTED_PAGES &&
           has_moved(sheets_now(front), sheets_now(item), front->left, item->left);
}

static bool has_come(const struct front_places *p, size_t i)
{
    return p->listed[i] == LISTED_NONE && p->items[i].page_count > 0;
}

/* "items 6, 6a and 7 have moved", "item 4 has been put in"; nothing where there is none. */
static void add_items(const struct front_places *p,
                      bool (*is_meant)(const struct front_places *, size_t), const char *what,
                      struct buf *out)
{
    size_t count = 0, at = 0;
    for (size_t i = 0; i < p->count; i++)
        count += is_meant(p, i);
    if (count == 0)
        return;
    buf_format(out, "%sitem%s ", out->n ? " and " : "", count > 1 ? "s" : "");
    for (size_t i = 0; i < p->count; i++)
        if (is_meant(p, i)) {
            buf_addz(out, at == 0 ? "" : at + 1 == count ? " and " : ", ");
            buf_add(out, p->items[i].number);
            at++;
        }
    buf_format(out, " %s %s", count > 1 ? "have" : "has", what);
}

str front_places_changes(struct arena *a, const struct front_places *p, bool *by_others)
{
    struct buf out = {.arena = a};
    add_items(p, was_moved_by_others, "been moved by another program", &out);
    *by_others = out.n > 0;
    if (*by_others)
        return buf_str(&out);
    add_items(p, was_moved, "moved", &out);
    add_items(p, has_come, "been put in", &out);
    if (out.n)
        buf_addz(&out, " since");
    return buf_str(&out);
}
