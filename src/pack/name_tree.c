#include "pack/name_tree.h"

#include <stdlib.h>

#include "pack/tree.h"

/* ---- reading ------------------------------------------------------------------------------- */

void name_tree_add(struct name_list *list, str key, qpdf_oh value)
{
    size_t rank = list->count;
    *ARENA_PUSH(list->arena, list->names, list->count, list->capacity) =
        (struct named){key, value, rank};
}

static void add_entry(void *list, const struct tree_entry *entry)
{
    name_tree_add(list, entry->name, entry->value);
}

void name_tree_read(struct name_list *list, qpdf_oh root)
{
    if (!tree_read(list->arena, list->q, TREE_NAMES, root, add_entry, list))
        list->is_damaged = true;
}

/* ---- order --------------------------------------------------------------------------------- */

static int compare_names(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = str_cmp(x->key, y->key);
    return order ? order : (x->rank > y->rank) - (x->rank < y->rank);
}

void name_tree_sort(struct name_list *list)
{
    size_t kept = 0;
    if (list->count == 0)
        return;
    qsort(list->names, list->count, sizeof *list->names, compare_names);
    for (size_t i = 0; i < list->count; i++)
        if (kept == 0 || !str_eq(list->names[kept - 1].key, list->names[i].key))
            list->names[kept++] = list->names[i];
    list->count = kept;
}

static int compare_key(const void *key, const void *name)
{
    return str_cmp(*(const str *)key, ((const struct named *)name)->key);
}

const struct named *name_tree_find(const struct name_list *list, str key)
{
    if (list->count == 0)
        return NULL;
    return bsearch(&key, list->names, list->count, sizeof *list->names, compare_key);
}

/* ---- writing ------------------------------------------------------------------------------- */

qpdf_oh name_tree_write(const struct name_list *list)
{
    struct tree_writer w = tree_begin(list->arena, list->q, TREE_NAMES);
    if (list->count == 0)
        return qpdf_oh_new_null(list->q);
    for (size_t i = 0; i < list->count; i++)
        tree_add(&w,
                 &(struct tree_entry){.name = list->names[i].key, .value = list->names[i].value});
    return tree_end(&w);
}

str name_tree_prefix(struct arena *a, str prefix, str key)
{
    struct buf out = {.arena = a};
    bool is_utf16 = str_starts(key, STR("\xFE\xFF"));
    if (is_utf16)
        buf_add(&out, str_sub(key, 0, 2));
    for (size_t i = 0; i < prefix.n; i++) {
        if (is_utf16)
            buf_byte(&out, 0);
        buf_byte(&out, prefix.p[i]);
    }
    buf_add(&out, str_sub(key, is_utf16 ? 2 : 0, key.n));
    return str_copy(a, buf_str(&out));
}
