#include "pack/joint.h"

void joint_tell(struct joint *j, size_t graft, enum code code, const char *text, const char *hint)
{
    struct pos pos = {.source = j->grafts[graft].part->source};
    struct finding *f = diag_add(j->diag, code, pos, "%s", text);
    if (*hint)
        diag_hint(j->diag, f, "%s", hint);
}

str joint_prefix(const struct joint *j, size_t graft)
{
    if (graft == 0)
        return STR("");
    return str_format(j->arena, "item-%.*s", STR_ARG(j->grafts[graft].number));
}

str joint_title(const struct joint *j, size_t graft)
{
    const struct graft *g = &j->grafts[graft];
    return str_format(j->arena, g->title.n ? "Item %.*s: %.*s" : "Item %.*s", STR_ARG(g->number),
                      STR_ARG(g->title));
}

size_t joint_first_leaf(const struct joint *j, size_t graft)
{
    size_t i = 0;
    for (; i < j->leaves->count; i++)
        if (j->leaves->leaves[i].graft == graft && !j->leaves->leaves[i].is_blank)
            break;
    return i;
}

size_t joint_replacing(const struct joint *j, size_t index)
{
    for (size_t i = 0; j->order && i < j->order->item_count; i++)
        if (j->order->items[i].place == PACK_REPLACE && j->order->items[i].page == index + 1)
            return i + 1;
    return 0;
}

bool joint_is_leaf(const struct joint *j, size_t graft, size_t index)
{
    return graft != 0 || joint_replacing(j, index) == 0;
}
