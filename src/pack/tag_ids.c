/*
 * tag_ids: elements' IDs (14.7.2) and those who name them: table cells that name their headers, in
 * their own attributes or in those of a class. Programs number IDs from the start in each document,
 * so two reports of one program have the same ones: the later part's then begin with "item-8/".
 */
#include "pack/name_tree.h"
#include "pack/tagging.h"

/* Other prefixes that are tried when a pack within the pack has used the first. */
#define PREFIX_TRIES 1000

/* ---- noted on the walk ---------------------------------------------------------------------- */

void tag_ids_note(struct tagging *t, qpdf_oh element, size_t index, size_t graft)
{
    qpdf_oh id = handle_get(t->q, element, "/ID");
    if (qpdf_oh_is_string(t->q, id))
        *ARENA_PUSH(t->arena, t->ids, t->id_count, t->id_capacity) = (struct id_note){
            .id = handle_bytes(t->arena, t->q, id), .element = index, .graft = graft};
    qpdf_oh_release(t->q, id);
    if (handle_has(t->q, element, "/A"))
        *ARENA_PUSH(t->arena, t->attributed, t->attributed_count, t->attributed_capacity) =
            t->elements[index].id;
}

/* ---- new IDs -------------------------------------------------------------------------------- */

static bool is_gone(const struct tagging *t, const struct id_note *note)
{
    return t->elements[note->element].is_gone;
}

/* The part's IDs, from `from` on: which are taken? */
static size_t find_taken(struct tagging *t, size_t from)
{
    size_t count = 0, other;
    for (size_t i = from; i < t->id_count; i++) {
        struct id_note *note = &t->ids[i];
        if (is_gone(t, note) || name_map_add(&t->ids_used, note->id, i))
            continue;
        name_map_find(&t->ids_used, note->id, &other);
        note->is_taken = other < from;
        note->is_double = !note->is_taken;
        count += note->is_taken;
    }
    return count;
}

static bool is_free(struct tagging *t, size_t from, str prefix)
{
    for (size_t i = from; i < t->id_count; i++)
        if (t->ids[i].is_taken &&
            name_map_has(&t->ids_used, name_tree_prefix(t->arena, prefix, t->ids[i].id)))
            return false;
    return true;
}

static str choose_prefix(struct tagging *t, size_t graft, size_t from)
{
    str owner = joint_prefix(t->joint, graft);
    str prefix = str_format(t->arena, "%.*s/", STR_ARG(owner));
    for (int i = 2; i < PREFIX_TRIES && !is_free(t, from, prefix); i++)
        prefix = str_format(t->arena, "%.*s-%d/", STR_ARG(owner), i);
    return prefix;
}

/* `renames`: from the old ID to its note. */
static void change_ids(struct tagging *t, size_t graft, size_t from, struct name_map *renames)
{
    str prefix = choose_prefix(t, graft, from);
    for (size_t i = from; i < t->id_count; i++) {
        struct id_note *note = &t->ids[i];
        if (!note->is_taken)
            continue;
        note->is_double = !name_map_add(renames, note->id, i);
        note->id = name_tree_prefix(t->arena, prefix, note->id);
        name_map_add(&t->ids_used, note->id, i);
        qpdf_oh element = handle_object(t->q, t->elements[note->element].id);
        handle_put(t->q, element, "/ID", handle_new_bytes(t->q, note->id));
        qpdf_oh_release(t->q, element);
    }
}

/* ---- who names them ------------------------------------------------------------------------- */

struct naming {
    struct tagging *t;
    struct name_map renames; /* from an old ID to its note */
    struct name_map gone;    /* IDs of elements that are not there any more */
    struct id_map seen;      /* attributes that several elements share */
};

/* The name of one header as it is now; false: there is no such header any more. */
static bool change_name(struct naming *n, qpdf_oh headers, int index)
{
    size_t note;
    str id = handle_bytes(n->t->arena, n->t->q, handle_at(n->t->q, headers, index));
    if (name_map_find(&n->renames, id, &note)) {
        qpdf_oh_set_array_item(n->t->q, headers, index,
                               handle_new_bytes(n->t->q, n->t->ids[note].id));
        return true;
    }
    return !name_map_find(&n->gone, id, &note);
}

static void change_headers(struct naming *n, qpdf_oh attributes)
{
    qpdf_oh headers = handle_get(n->t->q, attributes, "/Headers");
    if (handle_is_new(n->t->q, &n->seen, headers))
        for (int i = handle_count(n->t->q, headers) - 1; i >= 0; i--)
            if (!change_name(n, headers, i))
                qpdf_oh_erase_item(n->t->q, headers, i);
}

/* One set of attributes, or several with revision numbers between them. */
static void change_attributes(struct naming *n, qpdf_oh value)
{
    qpdf_data q = n->t->q;
    qpdf_oh mark = handle_mark(q);
    int count = handle_count(q, value);
    if (!handle_is_new(q, &n->seen, value))
        return;
    change_headers(n, value);
    for (int i = 0; i < count; i++) {
        qpdf_oh item = handle_at(q, value, i);
        if (handle_is_new(q, &n->seen, item))
            change_headers(n, item);
    }
    handle_rewind(q, mark);
}

static void change_elements(struct naming *n)
{
    qpdf_data q = n->t->q;
    for (size_t i = 0; i < n->t->attributed_count; i++) {
        qpdf_oh mark = handle_mark(q), element = handle_object(q, n->t->attributed[i]);
        change_attributes(n, handle_get(q, element, "/A"));
        handle_rewind(q, mark);
    }
}

static void change_classes(struct naming *n, qpdf_oh tree)
{
    qpdf_data q = n->t->q;
    size_t count = 0;
    qpdf_oh mark = handle_mark(q), classes = handle_get(q, tree, "/ClassMap");
    str *keys = handle_keys(n->t->arena, q, classes, &count);
    for (size_t i = 0; i < count; i++)
        change_attributes(n, handle_get(q, classes, keys[i].p));
    handle_rewind(q, mark);
}

/* One that another element of the part has as well is still there. */
static void find_gone(struct naming *n, size_t from)
{
    for (size_t i = from; i < n->t->id_count; i++) {
        const struct id_note *note = &n->t->ids[i];
        if (is_gone(n->t, note) && !name_map_has(&n->renames, note->id) &&
            !name_map_has(&n->t->ids_used, note->id))
            name_map_add(&n->gone, note->id, i);
    }
}

void tag_ids_join(struct tagging *t, size_t graft)
{
    struct naming n = {.t = t};
    size_t from = t->id_count;
    n.renames.arena = n.gone.arena = n.seen.arena = t->arena;
    while (from > 0 && t->ids[from - 1].graft == graft)
        from--;
    if (find_taken(t, from) > 0)
        change_ids(t, graft, from, &n.renames);
    find_gone(&n, from);
    if (n.renames.count || n.gone.count) {
        change_elements(&n);
        change_classes(&n, t->joint->grafts[graft].tree);
    }
    t->attributed_count = 0;
}

/* ---- the IDTree ----------------------------------------------------------------------------- */

void tag_ids_write(struct tagging *t)
{
    struct name_list list = {.arena = t->arena, .q = t->q};
    for (size_t i = 0; i < t->id_count; i++)
        if (!t->ids[i].is_double && !is_gone(t, &t->ids[i]))
            name_tree_add(&list, t->ids[i].id,
                          handle_object(t->q, t->elements[t->ids[i].element].id));
    name_tree_sort(&list);
    handle_put(t->q, t->root, "/IDTree", name_tree_write(&list));
}
