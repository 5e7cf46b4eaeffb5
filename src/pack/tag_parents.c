/*
 * tag_parents: from content to its element (14.7.4.4). What K says is noted on the walk, as marks
 * and owners; gaps are filled from the part's own ParentTree. Then numbers are given anew in the
 * order of the holders; one that has no tags loses its old number, which would now be somebody
 * else's.
 */
#include <stdlib.h>

#include "pack/tagging.h"
#include "pack/tree.h"

/* Programs count marks from 0 on each page; the ParentTree has a place for each up to the last. */
#define MCID_MAX (1 << 17)

/* Of old ParentTrees: more is looked at only where many pages say that they share one place. */
#define LOOKED_MAX (1 << 22)

/* ---- what K says ----------------------------------------------------------------------------- */

void tag_parents_mark(struct tagging *t, size_t holder, long long mcid, uint64_t element)
{
    if (mcid < 0 || mcid > MCID_MAX)
        return;
    uint32_t order = (uint32_t)t->mark_count;
    t->holders[holder].mark_count++;
    *ARENA_PUSH(t->arena, t->marks, t->mark_count, t->mark_capacity) =
        (struct mark){element, (uint32_t)holder, (uint32_t)mcid, order};
}

/* ---- gaps, from a part's own ParentTree ----------------------------------------------------- */

struct old_tree {
    struct arena *arena;
    struct tree_entry *entries; /* by their numbers */
    size_t count, capacity;
};

static void add_old(void *state, const struct tree_entry *entry)
{
    struct old_tree *o = state;
    *ARENA_PUSH(o->arena, o->entries, o->count, o->capacity) = *entry;
}

static int compare_entries(const void *a, const void *b)
{
    const struct tree_entry *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

/* 0: there is none. */
static qpdf_oh find_entry(const struct old_tree *o, long long number)
{
    struct tree_entry wanted = {.number = number};
    const struct tree_entry *found =
        o->count ? bsearch(&wanted, o->entries, o->count, sizeof wanted, compare_entries) : NULL;
    return found ? found->value : 0;
}

/* An element that the walk has kept; 0: it is none. */
static uint64_t living_element(const struct tagging *t, uint64_t id)
{
    size_t index;
    return id_map_find(&t->element_ids, id, &index) && !t->elements[index].is_gone ? id : 0;
}

static void fill_marks(struct tagging *t, size_t index, qpdf_oh array)
{
    int count = handle_count(t->q, array);
    if (t->holders[index].mark_count >= (size_t)count || t->looked_count > LOOKED_MAX)
        return; /* K claims them all */
    t->looked_count += (size_t)count;
    for (int i = 0; i < count && i <= MCID_MAX; i++) {
        qpdf_oh item = handle_at(t->q, array, i);
        uint64_t element = living_element(t, handle_id(t->q, item));
        if (element)
            tag_parents_mark(t, index, i, element);
        qpdf_oh_release(t->q, item);
    }
}

void tag_parents_fill(struct tagging *t, size_t graft)
{
    struct old_tree o = {.arena = t->arena};
    qpdf_oh mark = handle_mark(t->q), tree = t->joint->grafts[graft].tree;
    tree_read(t->arena, t->q, TREE_NUMBERS, handle_get(t->q, tree, "/ParentTree"), add_old, &o);
    if (o.count)
        qsort(o.entries, o.count, sizeof *o.entries, compare_entries);
    for (size_t i = 0; i < t->holder_count; i++) {
        struct holder *holder = &t->holders[i];
        if (holder->graft != graft)
            continue;
        qpdf_oh marks = holder->old_marks < 0 ? 0 : find_entry(&o, holder->old_marks);
        qpdf_oh whole = holder->old_whole < 0 ? 0 : find_entry(&o, holder->old_whole);
        if (marks)
            fill_marks(t, i, marks);
        if (whole && !holder->owner)
            holder->owner = living_element(t, handle_id(t->q, whole));
    }
    handle_rewind(t->q, mark);
}

/* ---- the new ParentTree --------------------------------------------------------------------- */

/* The elements of a holder's marks, by their numbers; `marks` are sorted. */
static qpdf_oh write_marks(struct tagging *t, const struct mark *marks, size_t count)
{
    qpdf_data q = t->q;
    qpdf_oh array = qpdf_oh_new_array(q);
    uint32_t next = 0;
    for (size_t i = 0; i < count; i++) {
        if (marks[i].mcid < next)
            continue; /* two elements claim it: the first one has it */
        for (; next < marks[i].mcid; next++)
            handle_push(q, array, qpdf_oh_new_null(q));
        handle_push(q, array, handle_object(q, marks[i].element));
        next++;
    }
    qpdf_oh object = qpdf_make_indirect_object(q, array);
    qpdf_oh_release(q, array);
    return object;
}

struct new_tree {
    struct tagging *t;
    struct tree_writer writer;
    long long next; /* the key of the next entry */
};

/* Takes the value; the number that it has now. */
static long long add_new(struct new_tree *n, qpdf_oh value)
{
    tree_add(&n->writer, &(struct tree_entry){.number = n->next, .value = value});
    qpdf_oh_release(n->t->q, value);
    return n->next++;
}

/* Of a holder that has nothing to be numbered the old number goes. Takes the value; 0: none. */
static void set_number(struct new_tree *n, qpdf_oh object, const char *key, bool has_key,
                       qpdf_oh value)
{
    if (value)
        handle_put(n->t->q, object, key, qpdf_oh_new_integer(n->t->q, add_new(n, value)));
    else if (has_key)
        handle_remove(n->t->q, object, key);
}

static void write_holder(struct new_tree *n, const struct holder *holder, const struct mark *marks,
                         size_t count)
{
    struct tagging *t = n->t;
    qpdf_oh object = tag_holders_object(t, holder);
    set_number(n, object, "/StructParents", holder->has_marks_key,
               count ? write_marks(t, marks, count) : 0);
    set_number(n, object, "/StructParent", holder->has_whole_key,
               holder->owner ? handle_object(t->q, holder->owner) : 0);
    qpdf_oh_release(t->q, object);
}

/* By holder and number, then as they were added: what K says stands before what fills gaps. */
static int compare_marks(const void *a, const void *b)
{
    const struct mark *x = a, *y = b;
    if (x->holder != y->holder)
        return x->holder < y->holder ? -1 : 1;
    if (x->mcid != y->mcid)
        return x->mcid < y->mcid ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

void tag_parents_write(struct tagging *t)
{
    qpdf_data q = t->q;
    struct new_tree n = {.t = t, .writer = tree_begin(t->arena, q, TREE_NUMBERS)};
    size_t at = 0;
    if (t->mark_count)
        qsort(t->marks, t->mark_count, sizeof *t->marks, compare_marks);
    for (size_t i = 0; i < t->holder_count; i++) {
        size_t from = at;
        while (at < t->mark_count && t->marks[at].holder == i)
            at++;
        write_holder(&n, &t->holders[i], t->marks + from, at - from);
    }
    handle_put(q, t->root, "/ParentTree", tree_end(&n.writer));
    handle_put(q, t->root, "/ParentTreeNextKey", qpdf_oh_new_integer(q, n.next));
}
