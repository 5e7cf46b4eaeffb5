#include "pack/tagfacts.h"

#include <stdlib.h>

/* Entries of an element, of its attributes and of lists in them. */
#define FACTS_MAX  10000
#define VALUES_MAX 100000
#define DEPTH_MAX  8

struct telling {
    struct arena *arena;
    const struct taglist *list;
    qpdf_data q;
    uint32_t node;
    const uint32_t *places;
    struct tagfact *facts;
    size_t count, capacity;
    size_t value_count;
};

static void add_fact(struct telling *t, str key, str value, char kind)
{
    if (t->count < FACTS_MAX)
        *ARENA_PUSH(t->arena, t->facts, t->count, t->capacity) = (struct tagfact){key, value, kind};
}

/* Without its slash. */
static str bare(str name)
{
    return str_sub(name, str_starts(name, STR("/")), name.n);
}

/* ---- values -------------------------------------------------------------------------------- */

static void put_value(struct telling *t, struct buf *out, qpdf_oh value, int depth);

static void put_array(struct telling *t, struct buf *out, qpdf_oh array, int depth)
{
    int count = handle_count(t->q, array);
    buf_byte(out, '[');
    for (int i = 0; i < count && t->value_count < VALUES_MAX; i++) {
        qpdf_oh item = qpdf_oh_get_array_item(t->q, array, i);
        buf_addz(out, i ? " " : "");
        put_value(t, out, item, depth + 1);
    }
    buf_byte(out, ']');
}

static void put_dict(struct telling *t, struct buf *out, qpdf_oh dict, int depth)
{
    size_t count;
    str *keys = handle_keys(t->arena, t->q, dict, &count);
    buf_addz(out, "<<");
    for (size_t i = 0; i < count && t->value_count < VALUES_MAX; i++) {
        qpdf_oh value = handle_get(t->q, dict, keys[i].p);
        buf_format(out, "%.*s ", STR_ARG(keys[i]));
        put_value(t, out, value, depth + 1);
    }
    buf_addz(out, ">>");
}

/* "2", "-9.500" */
static void put_thousandths(struct buf *out, long long number)
{
    unsigned long long size =
        number < 0 ? 0ULL - (unsigned long long)number : (unsigned long long)number;
    buf_format(out, "%s%llu", number < 0 ? "-" : "", size / 1000);
    if (size % 1000)
        buf_format(out, ".%03llu", size % 1000);
}

/* Of a stream, and of what lies deeper than attributes do, that it is there. */
static void put_value(struct telling *t, struct buf *out, qpdf_oh value, int depth)
{
    long long number;
    t->value_count++;
    if (depth > DEPTH_MAX)
        buf_byte(out, '?');
    else if (qpdf_oh_is_string(t->q, value))
        buf_format(out, "(%.*s)", STR_ARG(handle_text(t->arena, t->q, value)));
    else if (qpdf_oh_is_name(t->q, value))
        buf_add(out, handle_name(t->arena, t->q, value));
    else if (handle_thousandths(t->q, value, &number))
        put_thousandths(out, number);
    else if (qpdf_oh_is_array(t->q, value))
        put_array(t, out, value, depth);
    else if (qpdf_oh_is_dictionary(t->q, value))
        put_dict(t, out, value, depth);
    else if (qpdf_oh_is_stream(t->q, value))
        buf_addz(out, "stream");
    else
        buf_addz(out, qpdf_oh_unparse_resolved(t->q, value));
}

/* Texts and names for people; others so that they can be compared. */
static void add_value(struct telling *t, str key, qpdf_oh value)
{
    struct buf out = {.arena = t->arena};
    if (qpdf_oh_is_string(t->q, value)) {
        add_fact(t, key, handle_text(t->arena, t->q, value), 's');
    } else if (qpdf_oh_is_name(t->q, value)) {
        add_fact(t, key, bare(handle_name(t->arena, t->q, value)), 'n');
    } else {
        put_value(t, &out, value, 0);
        add_fact(t, key, buf_str(&out), 'v');
    }
}

/* ---- IDs ----------------------------------------------------------------------------------- */

/* Is it the one element of this ID, and is it found by it? */
static str tell_id(struct telling *t, qpdf_oh value)
{
    size_t first, named;
    str id = handle_bytes(t->arena, t->q, value);
    bool is_own = name_map_find(&t->list->ids, id, &first) && first == t->node &&
                  name_map_find(&t->list->id_tree, id, &named) &&
                  named == (size_t)t->list->nodes[t->node].id;
    return is_own ? STR("its own") : STR("not its own");
}

static str tell_headers(struct telling *t, qpdf_oh headers)
{
    struct buf out = {.arena = t->arena};
    int count = handle_count(t->q, headers);
    for (int i = 0; i < count && t->value_count++ < VALUES_MAX; i++) {
        size_t node;
        qpdf_oh item = qpdf_oh_get_array_item(t->q, headers, i);
        str id = handle_bytes(t->arena, t->q, item);
        if (name_map_find(&t->list->ids, id, &node))
            buf_format(&out, " #%u", (unsigned)t->places[node]);
        else
            buf_addz(&out, " ?");
    }
    return buf_str(&out);
}

/* ---- attributes ------------------------------------------------------------------------------ */

static void add_attribute(struct telling *t, str owner, qpdf_oh attributes, str key)
{
    qpdf_oh value = handle_get(t->q, attributes, key.p);
    str name = str_format(t->arena, "%.*s/%.*s", STR_ARG(owner), STR_ARG(bare(key)));
    if (!str_is(name, "Table/Headers"))
        add_value(t, name, value);
    else if (t->places)
        add_fact(t, name, tell_headers(t, value), 'v');
}

/* What one owner, a standard or a program, says. */
static void add_owned(struct telling *t, qpdf_oh attributes)
{
    size_t count;
    qpdf_oh owner = handle_get(t->q, attributes, "/O");
    str name = bare(handle_name(t->arena, t->q, owner));
    str *keys = handle_keys(t->arena, t->q, attributes, &count);
    for (size_t i = 0; i < count; i++)
        if (!str_is(keys[i], "/O"))
            add_attribute(t, name.n ? name : STR("?"), attributes, keys[i]);
}

/* One, or several with revision numbers between them. `add` takes a dictionary or a name. */
static void add_each(struct telling *t, qpdf_oh value, void (*add)(struct telling *, qpdf_oh))
{
    int count = handle_count(t->q, value);
    if (!qpdf_oh_is_array(t->q, value))
        add(t, value);
    for (int i = 0; i < count && t->value_count++ < VALUES_MAX; i++) {
        qpdf_oh item = qpdf_oh_get_array_item(t->q, value, i);
        if (!qpdf_oh_is_integer(t->q, item))
            add(t, item);
    }
}

static void add_class(struct telling *t, qpdf_oh name)
{
    str key = handle_name(t->arena, t->q, name);
    qpdf_oh value = key.n ? handle_get(t->q, t->list->classes, key.p) : qpdf_oh_new_null(t->q);
    add_each(t, value, add_owned);
}

/* ---- elements ------------------------------------------------------------------------------ */

/* What stands in the list. */
static bool is_listed(str key)
{
    static const char *const keys[] = {"/S", "/K", "/P", "/Pg", "/Lang", "/R"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (str_is(key, keys[i]))
            return true;
    return false;
}

static void add_entry(struct telling *t, str key, qpdf_oh value)
{
    if (str_is(key, "/A"))
        add_each(t, value, add_owned);
    else if (str_is(key, "/C"))
        add_each(t, value, add_class);
    else if (str_is(key, "/Type") && handle_is_name(t->q, value, "/StructElem"))
        return;
    else if (!str_is(key, "/ID"))
        add_value(t, bare(key), value);
    else if (t->places)
        add_fact(t, STR("ID"), tell_id(t, value), 'v');
}

static int compare_facts(const void *a, const void *b)
{
    const struct tagfact *x = a, *y = b;
    int order = str_cmp(x->key, y->key);
    return order ? order : str_cmp(x->value, y->value);
}

struct tagfact *tagfacts_read(struct arena *a, const struct taglist *l, uint32_t node,
                              const uint32_t *places, size_t *count)
{
    struct telling t = {.arena = a, .list = l, .q = l->q, .node = node, .places = places};
    size_t key_count;
    qpdf_oh mark = handle_mark(l->q), element = taglist_element(l, node);
    str *keys = handle_keys(a, l->q, element, &key_count);
    for (size_t i = 0; i < key_count; i++) {
        if (is_listed(keys[i]))
            continue;
        qpdf_oh value = handle_get(l->q, element, keys[i].p);
        add_entry(&t, keys[i], value);
    }
    handle_rewind(l->q, mark);
    if (t.facts)
        qsort(t.facts, t.count, sizeof *t.facts, compare_facts);
    *count = t.count;
    return t.facts;
}
