/*
 * A tree is flattened, sorted and built anew from its leaves up. So order, limits and shape of what
 * was read do not matter.
 */
#include "pack/name_tree.h"

#include <stdlib.h>

#define NODE_MAX  200     /* entries or kids of one node */
#define DEPTH_MAX 40      /* a tree that is deeper is none */
#define NAMES_MAX 1000000 /* more than any paper has */

/* ---- reading ------------------------------------------------------------------------------- */

void name_tree_add(struct name_list *list, str key, qpdf_oh value)
{
    size_t rank = list->count;
    *ARENA_PUSH(list->arena, list->names, list->count, list->capacity) =
        (struct named){key, value, rank};
}

static void read_leaf(struct name_list *list, qpdf_oh names)
{
    int count = handle_count(list->q, names);
    list->is_damaged = list->is_damaged || count % 2 == 1;
    for (int i = 0; i + 1 < count; i += 2) {
        qpdf_oh key = handle_at(list->q, names, i), value = handle_at(list->q, names, i + 1);
        bool is_right = qpdf_oh_is_string(list->q, key) && !qpdf_oh_is_null(list->q, value);
        if (is_right && list->count < NAMES_MAX)
            name_tree_add(list, handle_bytes(list->arena, list->q, key), value);
        else
            list->is_damaged = true;
    }
}

/* Nodes and arrays alike: a node may be written within an array that it leads back to. */
static bool is_new(const struct name_list *list, struct id_map *seen, qpdf_oh value)
{
    return id_map_add(seen, handle_id(list->q, value), 0);
}

static void read_node(struct name_list *list, struct id_map *seen, qpdf_oh node, int depth)
{
    qpdf_data q = list->q;
    if (depth > DEPTH_MAX || !qpdf_oh_is_dictionary(q, node) || !is_new(list, seen, node)) {
        list->is_damaged = true;
        return;
    }
    qpdf_oh names = handle_get(q, node, "/Names"), kids = handle_get(q, node, "/Kids");
    bool has_names = is_new(list, seen, names), has_kids = is_new(list, seen, kids);
    int count = has_kids ? handle_count(q, kids) : 0;
    list->is_damaged = list->is_damaged || !has_names || !has_kids;
    if (has_names)
        read_leaf(list, names);
    for (int i = 0; i < count && list->count < NAMES_MAX; i++)
        read_node(list, seen, handle_at(q, kids, i), depth + 1);
}

void name_tree_read(struct name_list *list, qpdf_oh root)
{
    struct id_map seen = {.arena = list->arena};
    if (!qpdf_oh_is_null(list->q, root))
        read_node(list, &seen, root, 0);
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

/* A node under construction and the first and last name beneath it, by index. */
struct node {
    qpdf_oh object;
    size_t first, last;
};

static qpdf_oh make_leaf(const struct name_list *list, size_t from, size_t to)
{
    qpdf_oh leaf = qpdf_oh_new_dictionary(list->q), names = qpdf_oh_new_array(list->q);
    for (size_t i = from; i < to; i++) {
        qpdf_oh_append_item(list->q, names, handle_new_bytes(list->q, list->names[i].key));
        qpdf_oh_append_item(list->q, names, list->names[i].value);
    }
    handle_set(list->q, leaf, "/Names", names);
    return leaf;
}

/* Every node but the root says what it holds. */
static void set_limits(const struct name_list *list, const struct node *n)
{
    qpdf_oh limits = qpdf_oh_new_array(list->q);
    qpdf_oh_append_item(list->q, limits, handle_new_bytes(list->q, list->names[n->first].key));
    qpdf_oh_append_item(list->q, limits, handle_new_bytes(list->q, list->names[n->last].key));
    handle_set(list->q, n->object, "/Limits", limits);
}

static size_t pieces(size_t count)
{
    return (count + NODE_MAX - 1) / NODE_MAX;
}

static struct node *make_leaves(const struct name_list *list, size_t *count)
{
    *count = pieces(list->count);
    struct node *nodes = ARENA_ARRAY(list->arena, *count, struct node);
    for (size_t i = 0; i < *count; i++) {
        size_t from = i * NODE_MAX, to = from + NODE_MAX;
        to = to < list->count ? to : list->count;
        nodes[i] = (struct node){make_leaf(list, from, to), from, to - 1};
    }
    return nodes;
}

/* The node above some that stand side by side. */
static struct node gather(const struct name_list *list, const struct node *kids, size_t count)
{
    qpdf_oh array = qpdf_oh_new_array(list->q);
    struct node above = {qpdf_oh_new_dictionary(list->q), kids[0].first, kids[count - 1].last};
    for (size_t i = 0; i < count; i++) {
        set_limits(list, &kids[i]);
        qpdf_oh_append_item(list->q, array, handle_indirect(list->q, kids[i].object));
    }
    handle_set(list->q, above.object, "/Kids", array);
    return above;
}

qpdf_oh name_tree_write(const struct name_list *list)
{
    size_t count = 0;
    if (list->count == 0)
        return qpdf_oh_new_null(list->q);
    struct node *nodes = make_leaves(list, &count);
    while (count > 1) {
        size_t above = pieces(count);
        for (size_t i = 0; i < above; i++) {
            size_t from = i * NODE_MAX, n = count - from < NODE_MAX ? count - from : NODE_MAX;
            nodes[i] = gather(list, nodes + from, n);
        }
        count = above;
    }
    return handle_indirect(list->q, nodes[0].object);
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
