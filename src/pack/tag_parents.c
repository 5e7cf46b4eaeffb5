/*
 * tag_parents: from content to its element (14.7.4.4). What can be tagged is found on the pages:
 * they themselves, annotations, and all forms and pictures that they, their annotations, patterns,
 * soft masks and Type 3 glyphs show. Each is seen once. Numbers are given anew in that order; what
 * has no tags loses its old number, which would now be somebody else's.
 */
#include <stdlib.h>

#include "pack/tagging.h"

/* A number tree deeper than this is no tree. */
#define DEPTH_MAX 40

/* Programs count marks from 0 on each page; the ParentTree has a place for each up to the last. */
#define MCID_MAX (1 << 17)

/* Of old ParentTrees: more is looked at only where many pages say that they share one place. */
#define LOOKED_MAX (1 << 22)

#define LEAF_COUNT 256

/* ---- holders ------------------------------------------------------------------------------- */

static long long read_key(qpdf_data q, qpdf_oh object, const char *key, bool *is_there)
{
    long long number = -1;
    *is_there = peek_has(q, object, key);
    return *is_there && peek_integer(q, object, key, &number) && number >= 0 ? number : -1;
}

static size_t add_holder(struct tagging *t, qpdf_oh object, struct holder holder)
{
    bool is_stream = qpdf_oh_is_stream(t->q, object);
    holder.dict = is_stream ? qpdf_oh_get_dict(t->q, object) : qpdf_oh_new_object(t->q, object);
    holder.old_marks = read_key(t->q, holder.dict, "/StructParents", &holder.has_marks_key);
    holder.old_whole = read_key(t->q, holder.dict, "/StructParent", &holder.has_whole_key);
    *ARENA_PUSH(t->arena, t->holders, t->holder_count, t->holder_capacity) = holder;
    return t->holder_count - 1;
}

size_t tag_parents_hold(struct tagging *t, qpdf_oh object, size_t graft, size_t leaf)
{
    size_t index = SIZE_MAX;
    uint64_t id = handle_id(t->q, object);
    if (id_map_find(&t->holder_ids, id, &index))
        return index;
    if (!id || (!qpdf_oh_is_dictionary(t->q, object) && !qpdf_oh_is_stream(t->q, object)))
        return SIZE_MAX;
    id_map_add(&t->holder_ids, id, t->holder_count);
    return add_holder(t, object, (struct holder){.graft = graft, .leaf = leaf});
}

/* ---- what a page shows ----------------------------------------------------------------------- */

/* Resources still to be looked through. */
struct search {
    struct tagging *t;
    size_t graft, leaf;
    qpdf_oh *todo; /* dictionaries of resources */
    size_t count, capacity;
    struct id_map seen; /* resources, fonts, states, appearances */
};

/* Takes the handle. */
static void search_later(struct search *s, qpdf_oh resources)
{
    uint64_t id = handle_id(s->t->q, resources);
    if (qpdf_oh_is_dictionary(s->t->q, resources) && id_map_add(&s->seen, id, 0))
        *ARENA_PUSH(s->t->arena, s->todo, s->count, s->capacity) = resources;
    else
        qpdf_oh_release(s->t->q, resources);
}

/* A form, picture or pattern. */
static void see_stream(struct search *s, qpdf_oh stream)
{
    size_t before = s->t->holder_count;
    if (!qpdf_oh_is_stream(s->t->q, stream))
        return;
    tag_parents_hold(s->t, stream, s->graft, s->leaf);
    if (s->t->holder_count > before)
        search_later(s, handle_get(s->t->q, stream, "/Resources"));
}

static void see_font(struct search *s, qpdf_oh font)
{
    if (qpdf_oh_is_dictionary(s->t->q, font) && peek_is(s->t->q, font, "/Subtype", "/Type3"))
        search_later(s, handle_get(s->t->q, font, "/Resources"));
}

static void see_state(struct search *s, qpdf_oh state)
{
    qpdf_oh mask = handle_get(s->t->q, state, "/SMask");
    qpdf_oh group = handle_get(s->t->q, mask, "/G");
    see_stream(s, group);
    qpdf_oh_release(s->t->q, group);
    qpdf_oh_release(s->t->q, mask);
}

/* Every value of a dictionary. */
static void see_each(struct search *s, qpdf_oh dict, void (*see)(struct search *, qpdf_oh))
{
    qpdf_data q = s->t->q;
    size_t count = 0;
    str *keys = handle_keys(s->t->arena, q, dict, &count);
    for (size_t i = 0; i < count; i++) {
        qpdf_oh value = handle_get(q, dict, keys[i].p);
        if (id_map_add(&s->seen, qpdf_oh_is_stream(q, value) ? 0 : handle_id(q, value), 0))
            see(s, value);
        qpdf_oh_release(q, value);
    }
}

static void see_resources(struct search *s, qpdf_oh resources)
{
    static const struct {
        const char *key;
        void (*see)(struct search *, qpdf_oh);
    } kinds[] = {{"/XObject", see_stream},
                 {"/Pattern", see_stream},
                 {"/Font", see_font},
                 {"/ExtGState", see_state}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        qpdf_oh dict = handle_get(s->t->q, resources, kinds[i].key);
        if (id_map_add(&s->seen, handle_id(s->t->q, dict), 0))
            see_each(s, dict, kinds[i].see);
        qpdf_oh_release(s->t->q, dict);
    }
}

/* An appearance is a form, or a dictionary of forms for each state. */
static void see_appearance(struct search *s, qpdf_oh appearance)
{
    if (qpdf_oh_is_stream(s->t->q, appearance))
        see_stream(s, appearance);
    else
        see_each(s, appearance, see_stream);
}

/* One that is written within its page can have an element too, by number. Takes the handle. */
static void see_annotation(struct search *s, qpdf_oh annotation)
{
    struct tagging *t = s->t;
    size_t before = t->holder_count;
    if (qpdf_oh_is_indirect(t->q, annotation))
        tag_parents_hold(t, annotation, s->graft, s->leaf);
    else if (qpdf_oh_is_dictionary(t->q, annotation))
        add_holder(t, annotation, (struct holder){.graft = s->graft, .leaf = s->leaf});
    if (t->holder_count > before) {
        qpdf_oh appearances = handle_get(t->q, annotation, "/AP");
        see_each(s, appearances, see_appearance);
        qpdf_oh_release(t->q, appearances);
    }
    qpdf_oh_release(t->q, annotation);
}

static void see_page(struct search *s, qpdf_oh page)
{
    qpdf_data q = s->t->q;
    qpdf_oh annotations = handle_get(q, page, "/Annots");
    int count = handle_count(q, annotations);
    for (int i = 0; i < count; i++)
        see_annotation(s, qpdf_oh_get_array_item(q, annotations, i));
    qpdf_oh_release(q, annotations);
    search_later(s, handle_get(q, page, "/Resources"));
    while (s->count > 0) {
        qpdf_oh resources = s->todo[--s->count];
        see_resources(s, resources);
        qpdf_oh_release(q, resources);
    }
}

/* A link elsewhere may still lead to the page; its numbers are somebody else's now. */
static void note_replaced_page(struct tagging *t, qpdf_oh page)
{
    size_t unused;
    qpdf_oh annotations = handle_get(t->q, page, "/Annots");
    int count = handle_count(t->q, annotations);
    id_map_add(&t->replaced, handle_id(t->q, page), 0);
    handle_set(t->q, page, "/StructParents", qpdf_oh_new_null(t->q));
    for (int i = 0; i < count; i++) {
        qpdf_oh annotation = qpdf_oh_get_array_item(t->q, annotations, i);
        if (qpdf_oh_is_dictionary(t->q, annotation) &&
            !id_map_find(&t->holder_ids, handle_id(t->q, annotation), &unused)) {
            peek_put(t->q, annotation, "/StructParent", qpdf_oh_new_null(t->q));
            id_map_add(&t->replaced, handle_id(t->q, annotation), 0);
        }
        qpdf_oh_release(t->q, annotation);
    }
    qpdf_oh_release(t->q, annotations);
}

static void note_replaced(struct tagging *t)
{
    size_t unused;
    const struct graft *own = &t->joint->grafts[0];
    for (size_t i = 0; i < own->page_count; i++) {
        if (!id_map_find(&t->holder_ids, handle_id(t->q, own->pages[i]), &unused))
            note_replaced_page(t, own->pages[i]);
    }
}

/* Pages first: an object that calls itself an annotation may be one of them. */
void tag_parents_collect(struct tagging *t)
{
    const struct leaves *leaves = t->joint->leaves;
    struct search s = {.t = t, .seen.arena = t->arena};
    for (size_t i = 0; i < leaves->count; i++) {
        size_t holder = tag_parents_hold(t, leaves->leaves[i].page, leaves->leaves[i].graft, i);
        if (holder != SIZE_MAX)
            t->holders[holder].is_page = true;
    }
    for (size_t i = 0; i < leaves->count; i++) {
        s.leaf = i;
        s.graft = leaves->leaves[i].graft;
        see_page(&s, leaves->leaves[i].page);
    }
    note_replaced(t);
}

void tag_parents_mark(struct tagging *t, size_t holder, long long mcid, uint64_t element)
{
    if (mcid < 0 || mcid > MCID_MAX)
        return;
    uint32_t order = (uint32_t)t->mark_count;
    t->holders[holder].mark_count++;
    *ARENA_PUSH(t->arena, t->marks, t->mark_count, t->mark_capacity) =
        (struct mark){element, (uint32_t)holder, (uint32_t)mcid, order};
}

/* ---- gaps, from a part's own ParentTree -------------------------------------------------------
 */

struct entry {
    long long number;
    qpdf_oh value;
};

struct old_tree {
    struct tagging *t;
    struct entry *entries;
    size_t count, capacity;
    struct id_map seen;
};

/* Nodes and arrays alike: a node may be written within an array that it leads back to. */
static bool is_new(struct old_tree *o, qpdf_oh value)
{
    return id_map_add(&o->seen, handle_id(o->t->q, value), 0);
}

static void read_numbers(struct old_tree *o, qpdf_oh numbers)
{
    qpdf_data q = o->t->q;
    int count = handle_count(q, numbers);
    for (int i = 0; i + 1 < count; i += 2) {
        long long number = -1;
        qpdf_oh key = qpdf_oh_get_array_item(q, numbers, i);
        if (handle_integer(q, key, &number))
            *ARENA_PUSH(o->t->arena, o->entries, o->count, o->capacity) =
                (struct entry){number, qpdf_oh_get_array_item(q, numbers, i + 1)};
        qpdf_oh_release(q, key);
    }
}

/* Takes the handle. */
static void read_node(struct old_tree *o, qpdf_oh node, int depth)
{
    qpdf_data q = o->t->q;
    qpdf_oh numbers = handle_get(q, node, "/Nums"), kids = handle_get(q, node, "/Kids");
    int count = handle_count(q, kids);
    if (is_new(o, node)) {
        if (is_new(o, numbers))
            read_numbers(o, numbers);
        count = is_new(o, kids) ? count : 0;
        for (int i = 0; i < count && depth < DEPTH_MAX; i++)
            read_node(o, qpdf_oh_get_array_item(q, kids, i), depth + 1);
    }
    qpdf_oh_release(q, numbers);
    qpdf_oh_release(q, kids);
    qpdf_oh_release(q, node);
}

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

/* 0: there is none. */
static qpdf_oh find_entry(const struct old_tree *o, long long number)
{
    struct entry wanted = {number, 0};
    const struct entry *found =
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
        qpdf_oh item = qpdf_oh_get_array_item(t->q, array, i);
        uint64_t element = living_element(t, handle_id(t->q, item));
        if (element)
            tag_parents_mark(t, index, i, element);
        qpdf_oh_release(t->q, item);
    }
}

void tag_parents_fill(struct tagging *t, size_t graft)
{
    struct old_tree o = {.t = t, .seen.arena = t->arena};
    qpdf_oh tree = t->joint->grafts[graft].tree;
    if (!qpdf_oh_is_dictionary(t->q, tree))
        return;
    read_node(&o, handle_get(t->q, tree, "/ParentTree"), 0);
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
    for (size_t i = 0; i < o.count; i++)
        qpdf_oh_release(t->q, o.entries[i].value);
}

/* ---- the new ParentTree -----------------------------------------------------------------------
 */

/* A number tree of two levels at most, its keys counting from 0. */
struct new_tree {
    struct tagging *t;
    qpdf_oh kids, numbers; /* numbers: of the leaf at hand; 0: none yet */
    long long next;
};

static void end_leaf(struct new_tree *n)
{
    qpdf_data q = n->t->q;
    if (!n->numbers)
        return;
    long long last = n->next - 1, first = last / LEAF_COUNT * LEAF_COUNT;
    qpdf_oh leaf = handle_parse(n->t->arena, q, "<</Limits [%lld %lld]>>", first, last);
    peek_put(q, leaf, "/Nums", n->numbers);
    peek_append(q, n->kids, qpdf_make_indirect_object(q, leaf));
    qpdf_oh_release(q, leaf);
    n->numbers = 0;
}

/* Takes the value; the number that it has now. */
static long long add_entry(struct new_tree *n, qpdf_oh value)
{
    qpdf_data q = n->t->q;
    if (n->next % LEAF_COUNT == 0)
        end_leaf(n);
    if (!n->numbers)
        n->numbers = qpdf_oh_new_array(q);
    peek_append(q, n->numbers, qpdf_oh_new_integer(q, n->next));
    peek_append(q, n->numbers, value);
    return n->next++;
}

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
            peek_append(q, array, qpdf_oh_new_null(q));
        peek_append(q, array, peek_object(q, marks[i].element));
        next++;
    }
    qpdf_oh object = qpdf_make_indirect_object(q, array);
    qpdf_oh_release(q, array);
    return object;
}

static void write_holder(struct new_tree *n, const struct holder *holder, const struct mark *marks,
                         size_t count)
{
    qpdf_data q = n->t->q;
    long long number = count ? add_entry(n, write_marks(n->t, marks, count)) : -1;
    if (count)
        peek_put(q, holder->dict, "/StructParents", qpdf_oh_new_integer(q, number));
    else if (holder->has_marks_key)
        peek_put(q, holder->dict, "/StructParents", qpdf_oh_new_null(q));
    number = holder->owner ? add_entry(n, peek_object(q, holder->owner)) : -1;
    if (holder->owner)
        peek_put(q, holder->dict, "/StructParent", qpdf_oh_new_integer(q, number));
    else if (holder->has_whole_key)
        peek_put(q, holder->dict, "/StructParent", qpdf_oh_new_null(q));
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
    struct new_tree n = {.t = t, .kids = qpdf_oh_new_array(q)};
    size_t at = 0;
    if (t->mark_count)
        qsort(t->marks, t->mark_count, sizeof *t->marks, compare_marks);
    for (size_t i = 0; i < t->holder_count; i++) {
        size_t from = at;
        while (at < t->mark_count && t->marks[at].holder == i)
            at++;
        write_holder(&n, &t->holders[i], t->marks + from, at - from);
        qpdf_oh_release(q, t->holders[i].dict);
    }
    end_leaf(&n);
    qpdf_oh tree = qpdf_oh_new_dictionary(q);
    peek_put(q, tree, handle_count(q, n.kids) ? "/Kids" : "/Nums", n.kids);
    peek_put(q, t->root, "/ParentTree", qpdf_make_indirect_object(q, tree));
    peek_put(q, t->root, "/ParentTreeNextKey", qpdf_oh_new_integer(q, n.next));
    qpdf_oh_release(q, tree);
}
