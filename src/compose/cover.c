/*
 * A cover is a stack like any other: what the layout lists, from top to foot. Bands are furniture.
 * A sequence is set in one width, that of its pages; so the cover's own margins are indents.
 */
#include "compose/cover.h"

#include "compose/style.h"

const struct master *cover_master(struct composer *c)
{
    const struct layout *l = c->layout;
    const struct cover_design *design = &l->cover;
    struct master *m = ARENA_NEW(c->arena, struct master);
    *m = (struct master){.page_width = l->page_width,
                         .page_height = l->page_height,
                         .left = l->left,
                         .right = l->right,
                         .top = design->top,
                         .bottom = design->bottom,
                         .count = design->band_count};
    m->furniture = ARENA_ARRAY(c->arena, m->count, struct furniture);
    for (size_t i = 0; i < m->count; i++) {
        const struct band *b = &design->bands[i];
        m->furniture[i] = (struct furniture){.has_fill = true,
                                             .fill = b->colour,
                                             .x = b->x < 0 ? l->page_width + b->x : b->x,
                                             .y = b->y < 0 ? l->page_height + b->y : b->y,
                                             .width = b->width,
                                             .height = b->height};
    }
    return m;
}

static struct box *new_box(struct composer *c, enum box_kind kind, const struct cover_item *item)
{
    struct box *box = ARENA_NEW(c->arena, struct box);
    *box = (struct box){.kind = kind, .space_before = item->before, .space_after = item->after};
    return box;
}

static struct box *line_box(struct composer *c, const struct cover_item *item,
                            const struct scope *scope)
{
    struct box *box = style_par_pattern(c, item->style, item->is_heading ? ROLE_H1 : ROLE_P,
                                        item->pattern, scope);
    box->space_before = item->before;
    box->space_after = item->after;
    return box;
}

static struct box *rule_box(struct composer *c, const struct cover_item *item)
{
    struct box *box = new_box(c, BOX_RULE, item);
    box->is_artifact = true;
    box->u.rule.thickness = item->rule.thickness;
    box->u.rule.colour = item->rule.colour;
    box->u.rule.width = item->width;
    box->u.rule.align = item->align;
    return box;
}

static struct box *picture_box(struct composer *c, const struct cover_item *item)
{
    struct box *box = ARENA_NEW(c->arena, struct box);
    bool is_figure = item->alt.n > 0;
    *box = (struct box){.kind = BOX_IMAGE, .role = is_figure ? ROLE_FIGURE : ROLE_NONE};
    struct tag_props *props = ARENA_NEW(c->arena, struct tag_props);
    props->alt = item->alt;
    box->props = is_figure ? props : NULL;
    box->is_artifact = !is_figure;
    box->u.image.image = item->image;
    box->u.image.width = item->width;
    box->u.image.height = len_scale(item->image->height, item->width, item->image->width);
    box->u.image.alt = item->alt;
    return box;
}

static struct table_cell logo_cell(uint32_t column, const struct box *box)
{
    return (struct table_cell){.column = column,
                               .row_span = 1,
                               .column_span = 1,
                               .box = box,
                               .valign = VALIGN_MIDDLE,
                               .fill = COLOUR_NONE};
}

/* The picture, and beside it the words: a grid of one row. */
static struct box *logo_beside(struct composer *c, const struct cover_item *item, struct box *words)
{
    struct box *box = new_box(c, BOX_TABLE, item);
    struct table_box *t = &box->u.table;
    t->is_grid = t->is_flush = true;
    t->column_count = 2;
    t->tracks = ARENA_ARRAY(c->arena, 2, struct track);
    t->tracks[0] = (struct track){.kind = TRACK_FIXED, .width = item->width + item->gap};
    t->tracks[1] = (struct track){.kind = TRACK_SHARE, .weight = 1};
    t->row_count = 1;
    t->rows = ARENA_NEW(c->arena, struct table_row);
    t->rows[0].is_unsplittable = true;
    t->cells = ARENA_ARRAY(c->arena, 2, struct table_cell);
    t->cell_count = 2;
    t->cells[0] = logo_cell(0, picture_box(c, item));
    t->cells[1] = logo_cell(1, words);
    return box;
}

static struct box *logo_box(struct composer *c, const struct cover_item *item,
                            const struct scope *scope)
{
    struct box_list lines = {0};
    for (size_t i = 0; i < item->line_count; i++)
        box_list_add(&lines, line_box(c, &item->lines[i], scope));
    return logo_beside(c, item, style_stack(c, ROLE_NONE, lines));
}

struct box *cover_logo_beside(struct composer *c, len width, len gap, struct box *words)
{
    const struct cover_design *design = &c->layout->cover;
    for (size_t i = 0; i < design->count; i++) {
        struct cover_item logo = design->items[i];
        if (logo.kind != COVER_LOGO || !logo.image)
            continue;
        logo.width = width;
        logo.gap = gap;
        logo.before = logo.after = 0;
        return logo_beside(c, &logo, words);
    }
    return NULL;
}

static struct box *item_box(struct composer *c, const struct cover_item *item,
                            const struct scope *scope)
{
    switch (item->kind) {
    case COVER_LINE: return line_box(c, item, scope);
    case COVER_RULE: return rule_box(c, item);
    case COVER_FILL: return new_box(c, BOX_FILL, item);
    case COVER_LOGO: return logo_box(c, item, scope);
    }
    return NULL;
}

struct box *cover_compose(struct composer *c, const struct scope *scope, str anchor, str outline)
{
    const struct cover_design *design = &c->layout->cover;
    struct box_list list = {0};
    struct box *marked = NULL;
    for (size_t i = 0; i < design->count; i++) {
        const struct cover_item *item = &design->items[i];
        struct box *box = item_box(c, item, scope);
        box_list_add(&list, box);
        if (item->kind == COVER_LINE && item->is_heading && !marked)
            marked = box;
    }
    struct box *stack = style_stack(c, ROLE_NONE, list);
    stack->indent = design->left - c->layout->left;
    stack->outdent = design->right - c->layout->right;
    if (!marked)
        marked = stack;
    marked->anchor = anchor;
    marked->outline = outline;
    marked->outline_level = 1;
    return stack;
}
