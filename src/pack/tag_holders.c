/*
 * tag_holders: what is on the pages and can be tagged (14.7.4.4): they themselves, annotations, and
 * all forms and pictures that they, their annotations, patterns, soft masks and Type 3 glyphs show.
 * Each is found once, on the first page that shows it.
 */
#include "pack/tagging.h"

/* ---- holders ------------------------------------------------------------------------------- */

static long long read_key(qpdf_data q, qpdf_oh object, const char *key, bool *is_there)
{
    long long number = -1;
    *is_there = handle_has(q, object, key);
    return handle_integer(q, handle_get(q, object, key), &number) && number >= 0 ? number : -1;
}

static size_t add_holder(struct tagging *t, qpdf_oh object, struct holder holder)
{
    holder.old_marks = read_key(t->q, object, "/StructParents", &holder.has_marks_key);
    holder.old_whole = read_key(t->q, object, "/StructParent", &holder.has_whole_key);
    *ARENA_PUSH(t->arena, t->holders, t->holder_count, t->holder_capacity) = holder;
    return t->holder_count - 1;
}

size_t tag_holders_find(struct tagging *t, qpdf_oh object, size_t graft, size_t leaf)
{
    size_t index = SIZE_MAX;
    uint64_t id = handle_id(t->q, object);
    if (id_map_find(&t->holder_ids, id, &index))
        return index;
    if (!id || (!qpdf_oh_is_dictionary(t->q, object) && !qpdf_oh_is_stream(t->q, object)))
        return SIZE_MAX;
    id_map_add(&t->holder_ids, id, t->holder_count);
    return add_holder(t, object, (struct holder){.id = id, .graft = graft, .leaf = leaf});
}

qpdf_oh tag_holders_object(const struct tagging *t, const struct holder *holder)
{
    if (holder->id)
        return handle_object(t->q, holder->id);
    qpdf_oh page = handle_object(t->q, holder->page);
    return handle_at(t->q, handle_get(t->q, page, "/Annots"), holder->place);
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

static void search_later(struct search *s, qpdf_oh resources)
{
    if (qpdf_oh_is_dictionary(s->t->q, resources) && handle_is_new(s->t->q, &s->seen, resources))
        *ARENA_PUSH(s->t->arena, s->todo, s->count, s->capacity) = resources;
}

/* A form, picture or pattern. */
static void see_stream(struct search *s, qpdf_oh stream)
{
    size_t before = s->t->holder_count;
    if (!qpdf_oh_is_stream(s->t->q, stream))
        return;
    tag_holders_find(s->t, stream, s->graft, s->leaf);
    if (s->t->holder_count > before)
        search_later(s, handle_get(s->t->q, stream, "/Resources"));
}

static void see_font(struct search *s, qpdf_oh font)
{
    if (qpdf_oh_is_dictionary(s->t->q, font) &&
        handle_is_name(s->t->q, handle_get(s->t->q, font, "/Subtype"), "/Type3"))
        search_later(s, handle_get(s->t->q, font, "/Resources"));
}

static void see_state(struct search *s, qpdf_oh state)
{
    qpdf_oh mask = handle_get(s->t->q, state, "/SMask");
    see_stream(s, handle_get(s->t->q, mask, "/G"));
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
        if (handle_is_new(s->t->q, &s->seen, dict))
            see_each(s, dict, kinds[i].see);
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

/* One that is written within its page can have an element too, by number. */
static void see_annotation(struct search *s, qpdf_oh page, int place, qpdf_oh annotation)
{
    struct tagging *t = s->t;
    struct holder within = {
        .page = handle_id(t->q, page), .place = place, .graft = s->graft, .leaf = s->leaf};
    size_t before = t->holder_count;
    if (qpdf_oh_is_indirect(t->q, annotation))
        tag_holders_find(t, annotation, s->graft, s->leaf);
    else if (qpdf_oh_is_dictionary(t->q, annotation))
        add_holder(t, annotation, within);
    if (t->holder_count > before)
        see_each(s, handle_get(t->q, annotation, "/AP"), see_appearance);
}

static void see_page(struct search *s, qpdf_oh page)
{
    qpdf_data q = s->t->q;
    qpdf_oh mark = handle_mark(q), annotations = handle_get(q, page, "/Annots");
    int count = handle_count(q, annotations);
    for (int i = 0; i < count; i++)
        see_annotation(s, page, i, handle_at(q, annotations, i));
    search_later(s, handle_get(q, page, "/Resources"));
    while (s->count > 0)
        see_resources(s, s->todo[--s->count]);
    handle_rewind(q, mark);
}

/* A link elsewhere may still lead to the page; its numbers are somebody else's now. */
static void note_replaced_page(struct tagging *t, qpdf_oh page)
{
    qpdf_oh mark = handle_mark(t->q), annotations = handle_get(t->q, page, "/Annots");
    int count = handle_count(t->q, annotations);
    id_map_add(&t->replaced, handle_id(t->q, page), 0);
    handle_remove(t->q, page, "/StructParents");
    for (int i = 0; i < count; i++) {
        qpdf_oh annotation = handle_at(t->q, annotations, i);
        uint64_t id = handle_id(t->q, annotation);
        if (!qpdf_oh_is_dictionary(t->q, annotation) || id_map_has(&t->holder_ids, id))
            continue;
        handle_remove(t->q, annotation, "/StructParent");
        id_map_add(&t->replaced, id, 0);
    }
    handle_rewind(t->q, mark);
}

static void note_replaced(struct tagging *t)
{
    const struct graft *own = &t->joint->grafts[0];
    for (size_t i = 0; i < own->page_count; i++) {
        if (!id_map_has(&t->holder_ids, handle_id(t->q, own->pages[i])))
            note_replaced_page(t, own->pages[i]);
    }
}

/* Pages first: an object that calls itself an annotation may be one of them. */
void tag_holders_collect(struct tagging *t)
{
    const struct leaves *leaves = t->joint->leaves;
    struct search s = {.t = t, .seen.arena = t->arena};
    for (size_t i = 0; i < leaves->count; i++) {
        size_t holder = tag_holders_find(t, leaves->leaves[i].page, leaves->leaves[i].graft, i);
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
