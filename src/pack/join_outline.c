/*
 * The pack's own entries are kept in their order. An item stands after the last of them, at the
 * top, that leads to a page before the item's or to the item itself (an entry for the placeholder
 * that it replaced); one that leads nowhere goes with the one before it. Done after join_names:
 * destinations are those of the finished pack.
 */
#include "pack/joint.h"

#include <stdlib.h>

#include "pack/bookmarks.h"
#include "pack/dest.h"
#include "pack/name_tree.h"

#define NOWHERE SIZE_MAX

/* An item and where it goes: before the own top entry of this rank. */
struct slot {
    size_t graft, leaf, rank;
};

struct outlining {
    struct joint *joint;
    qpdf_data q;
    struct name_list dests; /* of the pack as it is now */
    struct id_map leaves;   /* by the page's id */
    struct bookmarks own, all;
    struct slot *slots; /* in order of the pages */
    size_t slot_count;
};

/* ---- where entries lead ---------------------------------------------------------------------- */

static size_t leaf_of(struct outlining *o, qpdf_oh item)
{
    qpdf_data q = o->q;
    qpdf_oh mark = handle_mark(q);
    qpdf_oh action = handle_get(q, item, "/A"), dest = handle_get(q, item, "/Dest");
    size_t leaf = NOWHERE;
    if (qpdf_oh_is_null(q, dest) && handle_is_name(q, handle_get(q, action, "/S"), "/GoTo"))
        dest = handle_get(q, action, "/D");
    if (qpdf_oh_is_string(q, dest)) {
        const struct named *named =
            name_tree_find(&o->dests, handle_bytes(o->joint->arena, q, dest));
        dest = named ? named->value : qpdf_oh_new_null(q);
    }
    id_map_find(&o->leaves, handle_id(q, dest_page(q, dest)), &leaf);
    handle_rewind(q, mark);
    return leaf;
}

/* The leaf of an own top entry, or of the first beneath it that leads anywhere; *at is behind. */
static size_t leaf_of_top(struct outlining *o, size_t *at)
{
    size_t leaf = leaf_of(o, o->own.items[*at].item);
    for (++*at; *at < o->own.count && o->own.items[*at].parent != 0; ++*at)
        if (leaf == NOWHERE)
            leaf = leaf_of(o, o->own.items[*at].item);
    return leaf;
}

static void index_pages(struct outlining *o)
{
    const struct leaves *leaves = o->joint->leaves;
    qpdf_oh names = handle_get(o->q, qpdf_get_root(o->q), "/Names");
    o->leaves = (struct id_map){.arena = o->joint->arena};
    for (size_t i = 0; i < leaves->count; i++)
        id_map_add(&o->leaves, handle_id(o->q, leaves->leaves[i].page), i);
    o->dests = (struct name_list){.arena = o->joint->arena, .q = o->q};
    name_tree_read(&o->dests, handle_get(o->q, names, "/Dests"));
    name_tree_sort(&o->dests);
}

/* ---- where items stand ----------------------------------------------------------------------- */

static int compare_slots(const void *a, const void *b)
{
    const struct slot *x = a, *y = b;
    return (x->leaf > y->leaf) - (x->leaf < y->leaf);
}

static void find_slots(struct outlining *o)
{
    struct joint *j = o->joint;
    o->slot_count = j->graft_count - 1;
    o->slots = ARENA_ARRAY(j->arena, j->graft_count, struct slot);
    for (size_t i = 0; i < o->slot_count; i++)
        o->slots[i] = (struct slot){i + 1, joint_first_leaf(j, i + 1), 0};
    qsort(o->slots, o->slot_count, sizeof *o->slots, compare_slots);
    for (size_t at = 0, rank = 1, before = 0; at < o->own.count; rank++) {
        size_t leaf = leaf_of_top(o, &at);
        before = leaf == NOWHERE ? before : leaf;
        for (size_t i = 0; i < o->slot_count; i++)
            if (before <= o->slots[i].leaf)
                o->slots[i].rank = rank;
    }
}

/* ---- entries ------------------------------------------------------------------------------- */

static qpdf_oh new_entry(struct joint *j, size_t graft)
{
    const struct graft *g = &j->grafts[graft];
    qpdf_oh item = qpdf_oh_new_dictionary(j->q);
    handle_set(j->q, item, "/Title", handle_new_text(j->arena, j->q, joint_title(j, graft)));
    handle_set(j->q, item, "/Dest", dest_to_top(j->arena, j->q, g->pages[0]));
    if (g->part_element)
        handle_put(j->q, item, "/SE", handle_object(j->q, g->part_element));
    return qpdf_make_indirect_object(j->q, item);
}

static void tell_damage(struct joint *j, size_t graft)
{
    joint_tell(j, graft, Q723, "some bookmarks of the PDF are damaged and left out",
               "the others are there; have the PDF made again if they are needed");
}

static void read_own(struct outlining *o)
{
    bookmarks_read(&o->own, o->joint->grafts[0].outlines, 0);
    if (o->own.is_damaged)
        tell_damage(o->joint, 0);
}

static void add_item(struct outlining *o, size_t graft)
{
    const struct graft *g = &o->joint->grafts[graft];
    if (g->page_count == 0)
        return;
    size_t entry = bookmarks_add(&o->all, new_entry(o->joint, graft), 0, false);
    o->all.is_damaged = false;
    bookmarks_read(&o->all, g->outlines, entry);
    if (o->all.is_damaged)
        tell_damage(o->joint, graft);
}

static void add_items_of(struct outlining *o, size_t rank)
{
    for (size_t i = 0; i < o->slot_count; i++)
        if (o->slots[i].rank == rank)
            add_item(o, o->slots[i].graft);
}

/* The own entries with the items between; `moved`: what became of an own entry's number. */
static void add_all(struct outlining *o)
{
    size_t *moved = ARENA_ARRAY(o->joint->arena, o->own.count + 1, size_t);
    size_t rank = 0;
    for (size_t i = 0; i < o->own.count; i++) {
        const struct bookmark *b = &o->own.items[i];
        if (b->parent == 0)
            add_items_of(o, rank++);
        moved[i + 1] = bookmarks_add(&o->all, b->item, moved[b->parent], b->is_open);
    }
    add_items_of(o, rank);
}

/* Every entry needs a title to be chosen by; one without is still a way to somewhere. */
static void mend_titles(struct outlining *o)
{
    for (size_t i = 0; i < o->all.count; i++) {
        qpdf_oh item = o->all.items[i].item;
        if (!qpdf_oh_is_string(o->q, handle_get(o->q, item, "/Title")))
            handle_set(o->q, item, "/Title", qpdf_oh_new_string(o->q, "(untitled)"));
    }
}

/* ---- the whole ------------------------------------------------------------------------------ */

/*
 * A pack that had no outline and says nothing about what to show beside its pages opens with the
 * one it gets: that is how one finds an item in 250 pages. What it says is kept.
 */
static void set_root(struct outlining *o)
{
    qpdf_oh root = qpdf_get_root(o->q), outline = o->joint->grafts[0].outlines;
    if (!qpdf_oh_is_dictionary(o->q, outline))
        outline = qpdf_oh_new_dictionary(o->q);
    outline = handle_indirect(o->q, outline);
    handle_set(o->q, root, "/Outlines", outline);
    bookmarks_write(&o->all, outline);
    if (o->own.count == 0 && !handle_has(o->q, root, "/PageMode"))
        handle_set(o->q, root, "/PageMode", qpdf_oh_new_name(o->q, "/UseOutlines"));
}

bool join_outline(struct joint *j)
{
    struct outlining o = {.joint = j, .q = j->q};
    o.own = (struct bookmarks){.arena = j->arena, .q = j->q};
    o.all = o.own;
    index_pages(&o);
    read_own(&o);
    find_slots(&o);
    add_all(&o);
    mend_titles(&o);
    if (o.all.count > 0)
        set_root(&o);
    return true;
}
