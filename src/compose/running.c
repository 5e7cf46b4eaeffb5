/*
 * Heads and feet are artifacts, set in the width between the margins; left and right words are two
 * boxes over the same width.
 */
#include "compose/running.h"

#include "compose/style.h"

#define FURNITURE_MAX 8 /* two lines of words and two rules, with room */

static struct furniture *add(struct master *m, bool is_foot)
{
    struct furniture *f = &m->furniture[m->count++];
    *f = (struct furniture){.x = m->left,
                            .width = m->page_width - m->left - m->right,
                            .margin = is_foot ? MARGIN_FOOT : MARGIN_HEAD};
    return f;
}

static void add_words(struct composer *c, struct master *m, str pattern, enum align align, len at,
                      bool is_foot, const struct scope *scope)
{
    if (pattern.n == 0)
        return;
    const struct named_style *style = layout_style(c->layout, STYLE_RUNNING);
    struct box *box = style_in_cell(style_par_pattern(c, style, ROLE_NONE, pattern, scope));
    style_align(c, box, align);
    box->is_artifact = true;
    struct furniture *f = add(m, is_foot);
    f->box = box;
    f->y = is_foot ? m->page_height - at : at;
    f->is_bottom_aligned = is_foot;
}

static void add_line(struct composer *c, struct master *m, const struct running_line *line,
                     bool is_foot, const struct scope *scope)
{
    add_words(c, m, line->left, ALIGN_LEFT, line->at, is_foot, scope);
    add_words(c, m, line->right, ALIGN_RIGHT, line->at, is_foot, scope);
    if (line->rule.thickness == 0)
        return;
    struct furniture *f = add(m, is_foot);
    f->y = is_foot ? m->page_height - line->rule_at : line->rule_at;
    f->height = line->rule.thickness;
    f->fill = line->rule.colour;
    f->has_fill = true;
}

const struct master *running_master(struct composer *c, enum page_kind kind,
                                    const struct scope *scope)
{
    const struct layout *l = c->layout;
    const struct page_design *page = &l->pages[kind];
    struct master *m = ARENA_NEW(c->arena, struct master);
    *m = (struct master){.page_width = l->page_width,
                         .page_height = l->page_height,
                         .left = l->left,
                         .right = l->right,
                         .top = page->top,
                         .bottom = page->bottom};
    m->furniture = ARENA_ARRAY(c->arena, FURNITURE_MAX, struct furniture);
    add_line(c, m, &page->head, false, scope);
    add_line(c, m, &page->foot, true, scope);
    return m;
}

struct sequence *running_sequence(struct composer *c, enum page_kind kind,
                                  const struct scope *scope, const struct box *content)
{
    struct sequence *s = ARENA_NEW(c->arena, struct sequence);
    *s = (struct sequence){
        .first = running_master(c, kind, scope), .role = ROLE_PART, .content = content};
    return s;
}

void running_table(struct table_box *t, const struct table_design *design)
{
    t->pad_x = design->pad_x;
    t->pad_top = design->pad_top;
    t->pad_bottom = design->pad_bottom;
    t->is_flush = design->is_flush;
    t->rule_top = design->top.thickness;
    t->rule_bottom = design->bottom.thickness;
    t->rule_break = design->rule_break;
    t->rule_colour = design->bottom.colour;
}
