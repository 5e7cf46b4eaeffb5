#include "pack/bookmarks.h"

/* Of one document: what is beyond is left out. */
#define BOOKMARKS_MAX 100000
#define DEPTH_MAX     64

size_t bookmarks_add(struct bookmarks *list, qpdf_oh item, size_t parent, bool is_open)
{
    *ARENA_PUSH(list->arena, list->items, list->count, list->capacity) =
        (struct bookmark){item, parent, is_open};
    return list->count;
}

/* ---- reading ------------------------------------------------------------------------------- */

struct reading {
    struct bookmarks *list;
    struct id_map seen;
    size_t room; /* entries that may still be added */
};

static bool is_entry(struct reading *r, qpdf_oh item)
{
    return r->room > 0 && qpdf_oh_is_dictionary(r->list->q, item) &&
           handle_is_new(r->list->q, &r->seen, item);
}

static void read_kids(struct reading *r, qpdf_oh above, size_t parent, int depth)
{
    qpdf_data q = r->list->q;
    qpdf_oh item = handle_get(q, above, "/First");
    for (; !qpdf_oh_is_null(q, item); item = handle_get(q, item, "/Next")) {
        long long count = 0;
        if (depth > DEPTH_MAX || !is_entry(r, item)) {
            r->list->is_damaged = true;
            return;
        }
        item = handle_indirect(q, item);
        handle_is_new(q, &r->seen, item);
        handle_integer(q, handle_get(q, item, "/Count"), &count);
        r->room--;
        read_kids(r, item, bookmarks_add(r->list, item, parent, count > 0), depth + 1);
    }
}

void bookmarks_read(struct bookmarks *list, qpdf_oh above, size_t parent)
{
    struct reading r = {list, {.arena = list->arena}, BOOKMARKS_MAX};
    handle_is_new(list->q, &r.seen, above);
    read_kids(&r, above, parent, 0);
}

/* ---- writing ------------------------------------------------------------------------------- */

/* An entry's place among the others, by number; [0] is the outline. */
struct place {
    size_t before, next, first, last;
    size_t shown; /* entries beneath it that show when it is open */
};

static void find_neighbours(const struct bookmarks *list, struct place *places)
{
    for (size_t i = 1; i <= list->count; i++) {
        struct place *above = &places[list->items[i - 1].parent];
        places[i].before = above->last;
        if (above->last)
            places[above->last].next = i;
        else
            above->first = i;
        above->last = i;
    }
}

static void count_shown(const struct bookmarks *list, struct place *places)
{
    for (size_t i = list->count; i > 0; i--) {
        const struct bookmark *b = &list->items[i - 1];
        places[b->parent].shown += 1 + (b->is_open ? places[i].shown : 0);
    }
}

static void set_link(const struct bookmarks *list, qpdf_oh item, const char *key, size_t number)
{
    handle_set(list->q, item, key,
               number ? list->items[number - 1].item : qpdf_oh_new_null(list->q));
}

static void write_kids(const struct bookmarks *list, qpdf_oh item, const struct place *p,
                       bool is_open)
{
    long long count = is_open ? (long long)p->shown : -(long long)p->shown;
    set_link(list, item, "/First", p->first);
    set_link(list, item, "/Last", p->last);
    handle_set(list->q, item, "/Count",
               p->first ? qpdf_oh_new_integer(list->q, count) : qpdf_oh_new_null(list->q));
}

void bookmarks_write(const struct bookmarks *list, qpdf_oh root)
{
    struct place *places = ARENA_ARRAY(list->arena, list->count + 1, struct place);
    find_neighbours(list, places);
    count_shown(list, places);
    handle_set(list->q, root, "/Type", qpdf_oh_new_name(list->q, "/Outlines"));
    write_kids(list, root, &places[0], true);
    for (size_t i = 1; i <= list->count; i++) {
        const struct bookmark *b = &list->items[i - 1];
        handle_set(list->q, b->item, "/Parent", b->parent ? list->items[b->parent - 1].item : root);
        set_link(list, b->item, "/Prev", places[i].before);
        set_link(list, b->item, "/Next", places[i].next);
        write_kids(list, b->item, &places[i], b->is_open);
    }
}
