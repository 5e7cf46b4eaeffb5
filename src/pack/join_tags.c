/*
 * join_tags: the steps; tagging.h says which file takes which. Each graft is walked by itself, the
 * pack's own first; then the items' Parts find their places among the pack's own elements in the
 * order of their pages.
 */
#include "pack/join.h"

#include "pack/tagging.h"

/* ---- the root ------------------------------------------------------------------------------- */

static bool has_tree(const struct joint *j, size_t graft)
{
    return qpdf_oh_is_dictionary(j->q, j->grafts[graft].tree);
}

static bool is_any_tagged(const struct joint *j)
{
    for (size_t i = 0; i < j->graft_count; i++)
        if (has_tree(j, i))
            return true;
    return false;
}

/* The pack's own root goes on; RoleMap and the like are taken from it before they are set anew. */
static void open_root(struct tagging *t)
{
    struct joint *j = t->joint;
    t->root = j->grafts[0].tree;
    if (!has_tree(j, 0))
        t->root = qpdf_make_indirect_object(t->q, qpdf_oh_new_dictionary(t->q));
    handle_put(t->q, t->root, "/Type", qpdf_oh_new_name(t->q, "/StructTreeRoot"));
    handle_set(t->q, qpdf_get_root(t->q), "/StructTreeRoot", t->root);
}

/* Lists of the root (PDF 2.0): what the parts have in them, each once. */
static void join_list(struct tagging *t, const char *key)
{
    struct id_map seen = {.arena = t->arena};
    qpdf_oh list = qpdf_oh_new_array(t->q);
    for (size_t i = 0; i < t->joint->graft_count; i++) {
        qpdf_oh part = handle_get(t->q, t->joint->grafts[i].tree, key);
        int count = handle_count(t->q, part);
        for (int k = 0; k < count; k++) {
            qpdf_oh item = handle_at(t->q, part, k);
            if (handle_is_new(t->q, &seen, item))
                qpdf_oh_append_item(t->q, list, item);
        }
    }
    if (handle_count(t->q, list) > 0)
        handle_set(t->q, t->root, key, list);
}

/* ---- parts ---------------------------------------------------------------------------------- */

static void tell_endless(struct tagging *t, size_t graft, size_t count)
{
    if (count)
        joint_tell(t->joint, graft, Q723,
                   "types of tags lead back to themselves: what they stand for is lost",
                   "have the PDF made again if a screen reader does not read it as it should");
}

static void join_part(struct tagging *t, size_t graft, qpdf_oh top)
{
    if (!has_tree(t->joint, graft))
        return;
    tell_endless(t, graft, tag_roles_join(t, graft));
    t->joint->grafts[graft].element_count = tag_walk_part(t, graft, top);
    tag_parents_fill(t, graft);
    tag_ids_join(t, graft);
}

/* Items in the order of their pages. */
static void place_parts(struct tagging *t, const qpdf_oh *parts)
{
    const struct leaves *leaves = t->joint->leaves;
    for (size_t i = 0; i < leaves->count; i++)
        if (leaves->leaves[i].is_first && leaves->leaves[i].graft > 0)
            tag_place_put(t, leaves->leaves[i].graft, parts[leaves->leaves[i].graft]);
}

static void join_parts(struct tagging *t)
{
    struct joint *j = t->joint;
    qpdf_oh *parts = ARENA_ARRAY(t->arena, j->graft_count, qpdf_oh);
    join_part(t, 0, t->root);
    for (size_t i = 1; i < j->graft_count; i++) {
        parts[i] = tag_place_new(t, i);
        j->grafts[i].part_element = handle_id(t->q, parts[i]);
        join_part(t, i, parts[i]);
    }
    place_parts(t, parts);
}

bool join_tags(struct joint *j)
{
    struct tagging t = {.joint = j, .arena = j->arena, .q = j->q};
    t.holder_ids.arena = t.replaced.arena = t.element_ids.arena = j->arena;
    t.ids_used.arena = t.roles.names.arena = j->arena;
    if (!is_any_tagged(j))
        return true;
    t.classes = qpdf_oh_new_dictionary(j->q);
    open_root(&t);
    tag_holders_collect(&t);
    join_parts(&t);
    tag_parents_write(&t);
    tag_ids_write(&t);
    tag_roles_write(&t);
    join_list(&t, "/Namespaces");
    join_list(&t, "/PronunciationLexicon");
    join_list(&t, "/AF");
    if (!qpdf_has_error(j->q))
        return true;
    handle_take_faults(j->arena, j->q);
    diag_add(j->diag, Q901, (struct pos){0}, "the parts' tags cannot be put together");
    return false;
}
