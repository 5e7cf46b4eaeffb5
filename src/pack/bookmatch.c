#include "pack/bookmatch.h"

#include "pack/bookmarks.h"
#include "pack/dest.h"
#include "pack/name_tree.h"

/* Numbers behind a destination's page and kind: a rectangle has four. */
#define NUMBERS_MAX 4

#define NOWHERE SIZE_MAX

struct entry {
    str title;
    size_t page; /* in the document; NOWHERE: it leads to none, or does something else */
    str kind;    /* "/XYZ" */
    long long numbers[NUMBERS_MAX]; /* in thousandths */
};

struct booklist {
    struct entry *entries;
    size_t count;
};

struct reading {
    struct arena *arena;
    qpdf_data q;
    struct name_list names;
    struct id_map pages;
};

static qpdf_oh resolve(struct reading *r, qpdf_oh dest)
{
    if (!qpdf_oh_is_string(r->q, dest))
        return dest;
    const struct named *named = name_tree_find(&r->names, handle_bytes(r->arena, r->q, dest));
    return named ? named->value : qpdf_oh_new_null(r->q);
}

/* One that has an action as well may do something else. */
static struct entry read_entry(struct reading *r, qpdf_oh item)
{
    struct entry out = {.page = NOWHERE};
    qpdf_oh dest = resolve(r, handle_get(r->q, item, "/Dest"));
    uint64_t page = handle_id(r->q, dest_page(r->q, dest));
    out.title = handle_text(r->arena, r->q, handle_get(r->q, item, "/Title"));
    if (!handle_has(r->q, item, "/A"))
        id_map_find(&r->pages, page, &out.page);
    if (qpdf_oh_is_dictionary(r->q, dest))
        dest = handle_get(r->q, dest, "/D");
    out.kind = handle_name(r->arena, r->q, handle_at(r->q, dest, 1));
    for (int i = 0; i < NUMBERS_MAX; i++)
        handle_thousandths(r->q, handle_at(r->q, dest, 2 + i), &out.numbers[i]);
    return out;
}

static void index_names(struct reading *r)
{
    int count = qpdf_get_num_pages(r->q);
    qpdf_oh names = handle_get(r->q, qpdf_get_root(r->q), "/Names");
    r->names = (struct name_list){.arena = r->arena, .q = r->q};
    name_tree_read(&r->names, handle_get(r->q, names, "/Dests"));
    name_tree_sort(&r->names);
    r->pages.arena = r->arena;
    for (int i = 0; i < count; i++)
        id_map_add(&r->pages, handle_id(r->q, qpdf_get_page_n(r->q, (size_t)i)), (size_t)i);
}

const struct booklist *bookmatch_read(struct arena *a, qpdf_data q)
{
    struct reading r = {.arena = a, .q = q};
    struct bookmarks marks = {.arena = a, .q = q};
    struct booklist *out = ARENA_NEW(a, struct booklist);
    qpdf_oh mark = handle_mark(q);
    index_names(&r);
    bookmarks_read(&marks, handle_get(q, qpdf_get_root(q), "/Outlines"), 0);
    out->entries = ARENA_ARRAY(a, marks.count, struct entry);
    for (; out->count < marks.count; out->count++)
        out->entries[out->count] = read_entry(&r, marks.items[out->count].item);
    handle_rewind(q, mark);
    return out;
}

static bool is_same(const struct entry *x, const struct entry *y)
{
    for (int i = 0; i < NUMBERS_MAX; i++)
        if (x->numbers[i] != y->numbers[i])
            return false;
    return str_eq(x->title, y->title) && str_eq(x->kind, y->kind);
}

bool bookmatch_compare(const struct booklist *pack, const size_t *places, size_t page_count,
                       const struct booklist *made, size_t *page, str *title)
{
    size_t at = 0;
    for (size_t i = 0; i < made->count; i++) {
        const struct entry *wanted = &made->entries[i];
        if (wanted->page >= page_count)
            continue; /* those of a front sheet to its items lead nowhere without them */
        while (at < pack->count && !(pack->entries[at].page == places[wanted->page] &&
                                     is_same(&pack->entries[at], wanted)))
            at++;
        *page = wanted->page;
        *title = wanted->title;
        if (at++ >= pack->count)
            return false;
    }
    return true;
}
