#include "pack/tree.h"

#define DEPTH_MAX   40      /* a tree that is deeper is none */
#define ENTRIES_MAX 1000000 /* more than any paper has */

/* The two kinds, as they are written. */
static const struct form {
    const char *entries;
    int node_max; /* entries of a leaf, kids of a node */
    int levels;   /* at least */
} forms[] = {
    [TREE_NAMES] = {"/Names", 200, 1},
    [TREE_NUMBERS] = {"/Nums", 256, 2},
};

/* ---- reading ------------------------------------------------------------------------------- */

struct reading {
    struct arena *arena;
    qpdf_data q;
    enum tree_kind kind;
    tree_visit *visit;
    void *state;
    struct id_map seen; /* nodes and arrays: either may be written within the other */
    size_t count;
    bool is_damaged;
};

static bool read_key(struct reading *r, qpdf_oh key, struct tree_entry *out)
{
    if (r->kind == TREE_NUMBERS)
        return handle_integer(r->q, key, &out->number);
    if (!qpdf_oh_is_string(r->q, key))
        return false;
    out->name = handle_bytes(r->arena, r->q, key);
    return true;
}

/* False: it is none. */
static bool read_entry(struct reading *r, qpdf_oh entries, int index)
{
    qpdf_oh key = handle_at(r->q, entries, index);
    struct tree_entry entry = {.value = handle_at(r->q, entries, index + 1)};
    bool is_right =
        !qpdf_oh_is_null(r->q, entry.value) && r->count < ENTRIES_MAX && read_key(r, key, &entry);
    qpdf_oh_release(r->q, key);
    if (!is_right)
        return false;
    r->count++;
    r->visit(r->state, &entry);
    return true;
}

static void read_leaf(struct reading *r, qpdf_oh entries)
{
    int count = handle_count(r->q, entries);
    r->is_damaged |= count % 2 == 1;
    for (int i = 0; i + 1 < count; i += 2)
        r->is_damaged |= !read_entry(r, entries, i);
}

static void read_node(struct reading *r, qpdf_oh node, int depth);

static void read_kids(struct reading *r, qpdf_oh kids, int depth)
{
    int count = handle_count(r->q, kids);
    for (int i = 0; i < count && r->count < ENTRIES_MAX; i++) {
        qpdf_oh kid = handle_at(r->q, kids, i);
        read_node(r, kid, depth + 1);
        qpdf_oh_release(r->q, kid);
    }
}

static void read_node(struct reading *r, qpdf_oh node, int depth)
{
    qpdf_data q = r->q;
    if (depth > DEPTH_MAX || !qpdf_oh_is_dictionary(q, node) || !handle_is_new(q, &r->seen, node)) {
        r->is_damaged = true;
        return;
    }
    qpdf_oh entries = handle_get(q, node, forms[r->kind].entries);
    qpdf_oh kids = handle_get(q, node, "/Kids");
    bool has_entries = handle_is_new(q, &r->seen, entries);
    bool has_kids = handle_is_new(q, &r->seen, kids);
    r->is_damaged |= !has_entries || !has_kids;
    if (has_entries)
        read_leaf(r, entries);
    if (has_kids)
        read_kids(r, kids, depth);
    qpdf_oh_release(q, entries);
    qpdf_oh_release(q, kids);
}

bool tree_read(struct arena *a, qpdf_data q, enum tree_kind kind, qpdf_oh root, tree_visit *visit,
               void *state)
{
    struct reading r = {a, q, kind, visit, state, .seen.arena = a};
    if (!qpdf_oh_is_null(q, root))
        read_node(&r, root, 0);
    return !r.is_damaged;
}

/* ---- writing: leaves first, then level by level up to the root ------------------------------- */

struct tree_writer tree_begin(struct arena *a, qpdf_data q, enum tree_kind kind)
{
    return (struct tree_writer){.arena = a, .q = q, .kind = kind};
}

static void begin_leaf(struct tree_writer *w)
{
    const struct form *form = &forms[w->kind];
    struct tree_node *leaf = ARENA_PUSH(w->arena, w->nodes, w->count, w->capacity);
    *leaf = (struct tree_node){.object = qpdf_oh_new_dictionary(w->q)};
    w->entries = handle_array(w->q, leaf->object, form->entries);
    w->room = form->node_max;
}

static void append_key(const struct tree_writer *w, qpdf_oh array, const struct tree_entry *entry)
{
    handle_push(w->q, array,
                w->kind == TREE_NAMES ? handle_new_bytes(w->q, entry->name)
                                      : qpdf_oh_new_integer(w->q, entry->number));
}

void tree_add(struct tree_writer *w, const struct tree_entry *entry)
{
    bool is_first = w->room == 0;
    if (is_first)
        begin_leaf(w);
    append_key(w, w->entries, entry);
    qpdf_oh_append_item(w->q, w->entries, entry->value);
    w->nodes[w->count - 1].last = *entry;
    if (is_first)
        w->nodes[w->count - 1].first = *entry;
    w->room--;
}

/* Every node but the root says what it holds. */
static void set_limits(const struct tree_writer *w, const struct tree_node *n)
{
    qpdf_oh limits = qpdf_oh_new_array(w->q);
    append_key(w, limits, &n->first);
    append_key(w, limits, &n->last);
    handle_put(w->q, n->object, "/Limits", limits);
}

/* The node above some that stand side by side. */
static struct tree_node gather(const struct tree_writer *w, const struct tree_node *kids,
                               size_t count)
{
    qpdf_oh array = qpdf_oh_new_array(w->q);
    for (size_t i = 0; i < count; i++) {
        set_limits(w, &kids[i]);
        qpdf_oh_append_item(w->q, array, handle_indirect(w->q, kids[i].object));
    }
    struct tree_node above = {qpdf_oh_new_dictionary(w->q), kids[0].first, kids[count - 1].last};
    handle_set(w->q, above.object, "/Kids", array);
    return above;
}

static void add_level(struct tree_writer *w)
{
    size_t most = (size_t)forms[w->kind].node_max, above = 0;
    for (size_t from = 0; from < w->count; from += most) {
        size_t count = w->count - from < most ? w->count - from : most;
        w->nodes[above++] = gather(w, w->nodes + from, count);
    }
    w->count = above;
}

qpdf_oh tree_end(struct tree_writer *w)
{
    bool is_empty = w->count == 0;
    if (is_empty)
        begin_leaf(w);
    for (int level = 1; w->count > 1 || (level < forms[w->kind].levels && !is_empty); level++)
        add_level(w);
    return handle_indirect(w->q, w->nodes[0].object);
}
