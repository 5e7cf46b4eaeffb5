/*
 * tag_walk: a part's elements from the top down. The stack is our own, since a hostile tree may be
 * as deep as the file is long. An element that is reached a second time, by a cycle or from two
 * parents, is left out there: a tree has each once.
 *
 * Content on pages that are not in the pack any more goes, and with it the elements that had
 * nothing else; elements that were empty before stay as they are. Of a table's row the cells stay
 * as long as one of them has content, so that the others keep their columns.
 */
#include "pack/tagging.h"

enum kid {
    KID_KEPT,
    KID_LEFT_OUT, /* it was no content */
    KID_LOST,     /* an item has replaced its page */
    KID_ELEMENT,  /* to be walked */
    KID_UNTYPED   /* the same, but it does not say what it is */
};

/* An element whose kids are being looked at. Its handle is the first that was made for it: behind
 * it all are released. */
struct frame {
    qpdf_oh element, kids; /* kids: /K as it stands */
    size_t index;          /* in tagging.elements; NO_ELEMENT: the top */
    uint64_t id, page;     /* page: /Pg, its own or from above; 0: none */
    int count, at;         /* of kids; an element may have one that is in no array */
    bool is_array;
    qpdf_oh fresh;       /* the kids anew, once one has been left out; 0: not yet */
    size_t kept, hollow; /* hollow: of those kept, cells without content */
    bool has_lost;
    size_t first, last;     /* leaves of its content */
    qpdf_oh gone, gone_end; /* of the handles made for it, the most that a kid has released */
};

#define NO_ELEMENT SIZE_MAX

struct walk {
    struct tagging *t;
    qpdf_data q;
    size_t graft;
    struct frame *frames;
    size_t depth, capacity;
    size_t count;
    size_t repeated, strange, astray; /* left out: reached twice; no tags; on no page of the PDF */
    size_t untyped;
};

/* ---- content ------------------------------------------------------------------------------- */

static void reach(struct frame *f, size_t first, size_t last)
{
    if (first == NO_LEAF)
        return;
    if (f->first == NO_LEAF || first < f->first)
        f->first = first;
    if (f->last < last)
        f->last = last;
}

static bool find_page(const struct walk *w, uint64_t id, size_t *holder)
{
    return id_map_find(&w->t->holder_ids, id, holder) && w->t->holders[*holder].is_page;
}

static bool is_page(const struct walk *w, uint64_t id)
{
    size_t unused;
    return find_page(w, id, &unused);
}

/* Content of a page that is not in the pack (0: nobody says of which). If an item has replaced that
 * page its content is gone; else the part was damaged before, and its elements stay as they are. */
static enum kid lose(struct walk *w, uint64_t page)
{
    if (id_map_has(&w->t->replaced, page))
        return KID_LOST;
    w->astray++;
    return KID_LEFT_OUT;
}

/* A piece of content: on a page, or in a form (`stream`; 0: none) that the page shows. */
static enum kid take_mark(struct walk *w, struct frame *f, uint64_t page, qpdf_oh stream,
                          long long mcid)
{
    size_t holder = SIZE_MAX;
    if ((page || !stream) && !find_page(w, page, &holder))
        return lose(w, page);
    size_t leaf = page ? w->t->holders[holder].leaf : NO_LEAF;
    reach(f, leaf, leaf);
    if (stream)
        holder = tag_holders_find(w->t, stream, w->graft, leaf);
    if (holder != SIZE_MAX && f->id)
        tag_parents_mark(w->t, holder, mcid, f->id);
    return KID_KEPT;
}

static enum kid take_reference(struct walk *w, struct frame *f, qpdf_oh kid)
{
    long long mcid = -1;
    uint64_t page = handle_id(w->q, handle_get(w->q, kid, "/Pg"));
    qpdf_oh stream = handle_get(w->q, kid, "/Stm");
    enum kid kind = KID_LEFT_OUT;
    if (handle_integer(w->q, handle_get(w->q, kid, "/MCID"), &mcid))
        kind = take_mark(w, f, page ? page : f->page, qpdf_oh_is_stream(w->q, stream) ? stream : 0,
                         mcid);
    else
        w->strange++;
    return kind;
}

/* An annotation or XObject that no page was seen to show belongs to the page that it or the
 * reference names; if that is gone, so is the object. */
static enum kid take_unseen(struct walk *w, struct frame *f, qpdf_oh kid, qpdf_oh object)
{
    size_t page = SIZE_MAX;
    uint64_t named = handle_id(w->q, handle_get(w->q, kid, "/Pg")), own = 0;
    if (id_map_has(&w->t->replaced, handle_id(w->q, object)))
        return KID_LOST;
    named = named ? named : f->page;
    if (qpdf_oh_is_dictionary(w->q, object))
        own = handle_id(w->q, handle_get(w->q, object, "/P"));
    if (named && !find_page(w, named, &page))
        return lose(w, named);
    if (own && !find_page(w, own, &page))
        return lose(w, own);
    size_t leaf = page == SIZE_MAX ? NO_LEAF : w->t->holders[page].leaf;
    size_t holder = tag_holders_find(w->t, object, w->graft, leaf);
    if (holder == SIZE_MAX) {
        w->strange++;
        return KID_LEFT_OUT;
    }
    reach(f, leaf, leaf);
    if (!w->t->holders[holder].owner)
        w->t->holders[holder].owner = f->id;
    return KID_KEPT;
}

static enum kid take_object(struct walk *w, struct frame *f, qpdf_oh kid)
{
    size_t index;
    enum kid kind = KID_KEPT;
    qpdf_oh object = handle_get(w->q, kid, "/Obj");
    uint64_t page = handle_id(w->q, handle_get(w->q, kid, "/Pg"));
    if (id_map_find(&w->t->holder_ids, handle_id(w->q, object), &index)) {
        struct holder *holder = &w->t->holders[index];
        if (!holder->owner)
            holder->owner = f->id;
        reach(f, holder->leaf, holder->leaf);
        if (page && !is_page(w, page))
            handle_remove(w->q, kid, "/Pg");
    } else {
        kind = take_unseen(w, f, kid, object);
    }
    return kind;
}

/* ---- kids ---------------------------------------------------------------------------------- */

static enum kid take_dictionary(struct walk *w, struct frame *f, qpdf_oh kid)
{
    if (qpdf_oh_is_name(w->q, handle_get(w->q, kid, "/S")))
        return KID_ELEMENT;
    if (handle_is_name(w->q, handle_get(w->q, kid, "/Type"), "/OBJR") ||
        handle_has(w->q, kid, "/Obj"))
        return take_object(w, f, kid);
    if (handle_is_name(w->q, handle_get(w->q, kid, "/Type"), "/MCR") ||
        handle_has(w->q, kid, "/MCID"))
        return take_reference(w, f, kid);
    if (handle_has(w->q, kid, "/K"))
        return KID_UNTYPED;
    w->strange++;
    return KID_LEFT_OUT;
}

static enum kid take_kid(struct walk *w, struct frame *f, qpdf_oh kid)
{
    switch (qpdf_oh_get_type_code(w->q, kid)) {
    case ot_integer: return take_mark(w, f, f->page, 0, qpdf_oh_get_int_value(w->q, kid));
    case ot_dictionary: return take_dictionary(w, f, kid);
    case ot_null: return KID_LEFT_OUT;
    default: w->strange++; return KID_LEFT_OUT;
    }
}

/* A handle of its own, in either case. */
static qpdf_oh kid_at(const struct walk *w, const struct frame *f, int index)
{
    return f->is_array ? handle_at(w->q, f->kids, index) : qpdf_oh_new_object(w->q, f->kids);
}

/* Takes the handle. */
static void keep_kid(struct walk *w, struct frame *f, qpdf_oh kid)
{
    f->kept++;
    if (f->fresh)
        qpdf_oh_append_item(w->q, f->fresh, kid);
    qpdf_oh_release(w->q, kid);
}

/* The kid before `at`; all before it were kept, if it is the first. */
static void leave_out(struct walk *w, struct frame *f)
{
    if (f->fresh)
        return;
    f->fresh = qpdf_oh_new_array(w->q);
    for (int i = 0; i + 1 < f->at; i++)
        handle_push(w->q, f->fresh, kid_at(w, f, i));
}

/* ---- elements ------------------------------------------------------------------------------ */

static struct frame *push_frame(struct walk *w, qpdf_oh element, uint64_t page)
{
    struct frame f = {.element = element, .index = NO_ELEMENT, .page = page, .first = NO_LEAF};
    f.kids = handle_get(w->q, element, "/K");
    f.is_array = qpdf_oh_is_array(w->q, f.kids);
    f.count = f.is_array ? handle_count(w->q, f.kids) : !qpdf_oh_is_null(w->q, f.kids);
    *ARENA_PUSH(w->t->arena, w->frames, w->depth, w->capacity) = f;
    return &w->frames[w->depth - 1];
}

/* The page of the element's plain marks. One that is not in the pack would be carried along. */
static uint64_t take_page(struct walk *w, qpdf_oh element, uint64_t above)
{
    uint64_t page = handle_id(w->q, handle_get(w->q, element, "/Pg"));
    if (!is_page(w, page))
        handle_remove(w->q, element, "/Pg");
    return page ? page : above;
}

/* Elements are objects of their own; one that is written within its parent becomes one. */
static qpdf_oh lift(struct walk *w, struct frame *parent, qpdf_oh kid)
{
    qpdf_oh lifted = qpdf_make_indirect_object(w->q, kid);
    if (parent->is_array)
        qpdf_oh_set_array_item(w->q, parent->kids, parent->at - 1, lifted);
    else
        handle_set(w->q, parent->element, "/K", lifted);
    qpdf_oh_release(w->q, kid);
    return lifted;
}

/* False: it has been reached before. Parents may be moved by it. */
static bool open_element(struct walk *w, qpdf_oh element, bool is_untyped)
{
    struct tagging *t = w->t;
    const struct frame parent = w->frames[w->depth - 1];
    uint64_t id = handle_id(w->q, element);
    if (!id_map_add(&t->element_ids, id, t->element_count))
        return false;
    size_t index = t->element_count;
    *ARENA_PUSH(t->arena, t->elements, t->element_count, t->element_capacity) =
        (struct element){.id = id, .first = NO_LEAF};
    handle_set(w->q, element, "/P", parent.element);
    if (is_untyped)
        handle_put(w->q, element, "/S", qpdf_oh_new_name(w->q, "/NonStruct"));
    w->untyped += is_untyped;
    tag_roles_rename(t, element);
    tag_ids_note(t, element, index, w->graft);
    struct frame *f = push_frame(w, element, take_page(w, element, parent.page));
    f->index = index;
    f->id = id;
    w->count++;
    return true;
}

static bool is_cell(const struct walk *w, qpdf_oh element)
{
    str type =
        tag_roles_standard(w->t, handle_name(w->t->arena, w->q, handle_get(w->q, element, "/S")));
    return str_is(type, "/TD") || str_is(type, "/TH");
}

/* The element goes, and with it the bare cells that it still had. */
static void take_out(struct walk *w, const struct frame *f)
{
    size_t index;
    w->t->elements[f->index].is_gone = true;
    w->count--;
    int count = f->kept == 0 ? 0 : f->fresh ? handle_count(w->q, f->fresh) : f->count;
    for (int i = 0; i < count; i++) {
        qpdf_oh kid = f->fresh ? handle_at(w->q, f->fresh, i) : kid_at(w, f, i);
        if (id_map_find(&w->t->element_ids, handle_id(w->q, kid), &index) &&
            !w->t->elements[index].is_gone) {
            w->t->elements[index].is_gone = true;
            w->count--;
        }
        qpdf_oh_release(w->q, kid);
    }
}

/* What its parent has to know of an element that has been walked. False: it goes. */
static bool end_element(struct walk *w, const struct frame *f)
{
    struct frame *parent = &w->frames[w->depth - 1];
    struct element *element = &w->t->elements[f->index];
    bool is_bare = f->kept == f->hollow, is_bare_cell = f->kept == 0 && is_cell(w, f->element);
    element->first = f->first;
    element->last = f->last;
    reach(parent, f->first, f->last);
    parent->has_lost |= is_bare && f->has_lost;
    if (is_bare && f->has_lost && !is_bare_cell) {
        take_out(w, f);
        return false;
    }
    parent->hollow += is_bare_cell;
    return true;
}

/* As handle_rewind(), but for what is gone: else tags a thousand deep took a million steps. */
static void release_frame(struct walk *w, const struct frame *f, qpdf_oh mark)
{
    struct frame *parent = w->depth > 0 ? &w->frames[w->depth - 1] : NULL;
    qpdf_oh end = handle_mark(w->q);
    for (qpdf_oh handle = mark; handle < end; handle++)
        if (handle == f->gone && f->gone_end > f->gone)
            handle = f->gone_end - 1;
        else
            qpdf_oh_release(w->q, handle);
    if (parent && end - mark > parent->gone_end - parent->gone) {
        parent->gone = mark;
        parent->gone_end = end;
    }
}

static void close_frame(struct walk *w)
{
    struct frame f = w->frames[--w->depth];
    bool is_top = f.index == NO_ELEMENT, is_kept = is_top || end_element(w, &f);
    if (f.fresh && f.kept)
        handle_set(w->q, f.element, "/K", f.fresh);
    else if (f.fresh)
        handle_remove(w->q, f.element, "/K");
    release_frame(w, &f, is_top ? f.kids : f.element);
    if (is_top)
        return;
    if (is_kept)
        keep_kid(w, &w->frames[w->depth - 1], handle_object(w->q, f.id));
    else
        leave_out(w, &w->frames[w->depth - 1]);
}

/* One that is written within its parent gets a frame as well. False: it has been reached before. */
static bool step_into(struct walk *w, struct frame *f, qpdf_oh kid, enum kid kind)
{
    if (!handle_id(w->q, kid))
        kid = lift(w, f, kid);
    bool is_new = open_element(w, kid, kind == KID_UNTYPED);
    w->repeated += !is_new;
    return is_new;
}

static void step(struct walk *w)
{
    struct frame *f = &w->frames[w->depth - 1];
    if (f->at == f->count) {
        close_frame(w);
        return;
    }
    qpdf_oh kid = kid_at(w, f, f->at++);
    enum kid kind = take_kid(w, f, kid);
    bool is_element = kind == KID_ELEMENT || kind == KID_UNTYPED;
    if (is_element && step_into(w, f, kid, kind))
        return; /* to go on with its own kids */
    f->has_lost |= kind == KID_LOST;
    if (kind == KID_KEPT)
        keep_kid(w, f, kid);
    handle_rewind(w->q, kid);
    if (kind != KID_KEPT)
        leave_out(w, f);
}

/* ---- a part -------------------------------------------------------------------------------- */

static void tell(const struct walk *w, size_t count, const char *what)
{
    struct joint *j = w->t->joint;
    struct pos pos = {.source = j->grafts[w->graft].part->source};
    if (count)
        diag_hint(j->diag, diag_add(j->diag, Q723, pos, "%s (%zu)", what, count),
                  "have the PDF made again if a screen reader does not read all of it");
}

/* An element that has its own root as a kid: the root has been reached before, and is none. */
static void note_root(struct tagging *t, uint64_t id)
{
    id_map_add(&t->element_ids, id, t->element_count);
    *ARENA_PUSH(t->arena, t->elements, t->element_count, t->element_capacity) =
        (struct element){.id = id, .first = NO_LEAF, .is_gone = true};
}

size_t tag_walk_part(struct tagging *t, size_t graft, qpdf_oh top)
{
    struct walk w = {.t = t, .q = t->q, .graft = graft};
    note_root(t, handle_id(t->q, t->joint->grafts[graft].tree));
    push_frame(&w, top, 0);
    while (w.depth > 0)
        step(&w);
    tell(&w, w.repeated, "tags that stand in two places, or within themselves, are left out");
    tell(&w, w.strange, "entries among the tags that are none are left out");
    tell(&w, w.untyped, "tags that do not say what they are have no meaning now");
    tell(&w, w.astray, "tags for content that is on none of its pages are left out");
    return w.count;
}
