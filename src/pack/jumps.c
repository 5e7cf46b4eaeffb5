#include "pack/jumps.h"

#include "pack/bookmarks.h"

/* Actions within actions: direct objects, so there is no end to be found by their numbers. */
#define DEPTH_MAX 100

struct walk {
    const struct joint *joint;
    const struct graft *graft;
    qpdf_data q;
    jump_visit *visit;
    void *state;
    struct id_map seen;
};

static bool is_new(struct walk *w, qpdf_oh dict)
{
    return qpdf_oh_is_dictionary(w->q, dict) && handle_is_new(w->q, &w->seen, dict);
}

static void visit_value(struct walk *w, enum jump kind, qpdf_oh holder, const char *key)
{
    if (handle_has(w->q, holder, key))
        w->visit(w->state, kind, holder, key);
}

/* A way into a file that is embedded in this document, and from there on. */
static void visit_target(struct walk *w, qpdf_oh action)
{
    qpdf_oh target = handle_get(w->q, action, "/T");
    bool is_within = !handle_has(w->q, action, "/F");
    if (is_within && handle_is_name(w->q, handle_get(w->q, target, "/R"), "/C") &&
        is_new(w, target))
        visit_value(w, JUMP_FILE, target, "/N");
}

static void visit_action(struct walk *w, qpdf_oh action, int depth)
{
    qpdf_data q = w->q;
    if (depth > DEPTH_MAX || !is_new(w, action))
        return;
    qpdf_oh kind = handle_get(q, action, "/S"), next = handle_get(q, action, "/Next");
    if (handle_is_name(q, kind, "/GoTo"))
        visit_value(w, JUMP_DEST, action, "/D");
    if (handle_is_name(q, kind, "/GoToE"))
        visit_target(w, action);
    visit_action(w, next, depth + 1);
    if (!qpdf_oh_is_array(q, next) || !handle_is_new(q, &w->seen, next))
        return; /* an action may be written within an array that it leads back to */
    for (int i = 0; i < handle_count(q, next); i++)
        visit_action(w, handle_at(q, next, i), depth + 1);
}

/* What happens at events (12.6.3). */
static void visit_events(struct walk *w, qpdf_oh holder)
{
    size_t count = 0;
    qpdf_oh events = handle_get(w->q, holder, "/AA");
    str *keys = handle_keys(w->joint->arena, w->q, events, &count);
    for (size_t i = 0; i < count; i++)
        visit_action(w, handle_get(w->q, events, keys[i].p), 0);
}

static void visit_annotation(struct walk *w, qpdf_oh annotation)
{
    if (!is_new(w, annotation))
        return;
    visit_value(w, JUMP_DEST, annotation, "/Dest");
    visit_action(w, handle_get(w->q, annotation, "/A"), 0);
    visit_events(w, annotation);
}

static void visit_page(struct walk *w, qpdf_oh page)
{
    qpdf_oh mark = handle_mark(w->q), annotations = handle_get(w->q, page, "/Annots");
    visit_events(w, page);
    for (int i = 0; i < handle_count(w->q, annotations); i++)
        visit_annotation(w, handle_at(w->q, annotations, i));
    handle_rewind(w->q, mark);
}

static void visit_outline(struct walk *w)
{
    struct bookmarks list = {.arena = w->joint->arena, .q = w->q};
    qpdf_oh mark = handle_mark(w->q);
    bookmarks_read(&list, w->graft->outlines, 0);
    for (size_t i = 0; i < list.count; i++) {
        visit_value(w, JUMP_DEST, list.items[i].item, "/Dest");
        visit_action(w, handle_get(w->q, list.items[i].item, "/A"), 0);
    }
    handle_rewind(w->q, mark);
}

/* The pack's own; those of items are not carried. */
static void visit_catalog(struct walk *w)
{
    qpdf_oh root = qpdf_get_root(w->q), opening = handle_get(w->q, root, "/OpenAction");
    if (qpdf_oh_is_dictionary(w->q, opening))
        visit_action(w, opening, 0);
    else
        visit_value(w, JUMP_DEST, root, "/OpenAction");
    visit_events(w, root);
}

void jumps_visit(const struct joint *j, size_t graft, jump_visit *visit, void *state)
{
    struct walk w = {j, &j->grafts[graft], j->q, visit, state, {.arena = j->arena}};
    for (size_t i = 0; i < w.graft->page_count; i++)
        if (joint_is_leaf(j, graft, i))
            visit_page(&w, w.graft->pages[i]);
    visit_outline(&w);
    if (graft == 0)
        visit_catalog(&w);
}
