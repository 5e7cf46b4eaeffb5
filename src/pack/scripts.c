#include "pack/scripts.h"

/* Of actions that set off another: more is a circle, or meant to do harm. */
#define CHAIN_MAX 50

/* An action that is a script, or sets one off next; each is looked at once. */
static bool is_script(qpdf_data q, struct id_map *seen, qpdf_oh action, int depth)
{
    qpdf_oh next = handle_get(q, action, "/Next");
    bool is_any = handle_is_name(q, handle_get(q, action, "/S"), "/JavaScript");
    if (depth > CHAIN_MAX)
        return true; /* whatever it is, nobody needs it */
    if (!handle_is_new(q, seen, action))
        return false;
    if (qpdf_oh_is_dictionary(q, next))
        is_any = is_any || is_script(q, seen, next, depth + 1);
    for (int i = 0; i < handle_count(q, next) && !is_any; i++)
        is_any = is_script(q, seen, handle_at(q, next, i), depth + 1);
    return is_any;
}

static bool begins_script(struct arena *a, qpdf_data q, qpdf_oh action)
{
    struct id_map seen = {.arena = a};
    return is_script(q, &seen, action, 0);
}

/* Takes the scripts out of what happens when a page is shown, closed and the like (12.6.3). */
static bool drop_events(struct joint *j, qpdf_oh holder)
{
    static const char *const shown[] = {"/O", "/C", "/PO", "/PC", "/PV", "/PI"};
    qpdf_oh events = handle_get(j->q, holder, "/AA");
    bool is_any = false;
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        if (!begins_script(j->arena, j->q, handle_get(j->q, events, shown[i])))
            continue;
        handle_remove(j->q, events, shown[i]);
        is_any = true;
    }
    return is_any;
}

static bool drop_scripts(struct joint *j, const struct graft *g)
{
    bool is_any = handle_has(j->q, g->names, "/JavaScript");
    for (size_t i = 0; i < g->page_count; i++) {
        qpdf_oh mark = handle_mark(j->q), annotations = handle_get(j->q, g->pages[i], "/Annots");
        is_any = drop_events(j, g->pages[i]) || is_any;
        for (int k = 0; k < handle_count(j->q, annotations); k++)
            is_any = drop_events(j, handle_at(j->q, annotations, k)) || is_any;
        handle_rewind(j->q, mark);
    }
    return is_any;
}

void scripts_leave_out(struct joint *j, size_t graft)
{
    const struct graft *g = &j->grafts[graft];
    const struct part *part = g->part;
    bool is_any = drop_scripts(j, g);
    if (part->q && part->q != j->q)
        is_any = is_any || handle_has(part->q, part->root, "/AA") ||
                 begins_script(j->arena, part->q, handle_get(part->q, part->root, "/OpenAction"));
    if (is_any)
        joint_tell(j, graft, Q728, "the PDF has scripts that run by themselves: they are left out",
                   "its pages show the same; what it computes as it is filled in may not work");
}
