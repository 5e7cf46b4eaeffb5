/*
 * layout_table: the tables and their columns, marks, lists, asides, the paper's measures.
 */
#include "compose/layout_read.h"

#include "compose/mark.h"

static void read_rule_design(const struct sheets *s, const char *element, const char *thickness,
                             const char *hue, struct rule_design *out)
{
    sheet_len(s, sheet_attr(s, element, thickness), &out->thickness);
    sheet_colour(s, sheet_attr(s, element, hue), &out->colour);
}

static void read_table(const struct sheets *s, const char *element, struct table_design *t)
{
    *t = (struct table_design){.head_fill = COLOUR_NONE,
                               .pad_x = LEN_MM(2),
                               .pad_top = LEN_PT(4),
                               .pad_bottom = LEN_PT(4)};
    sheet_colour(s, sheet_attr(s, element, "head-fill"), &t->head_fill);
    sheet_len(s, sheet_attr(s, element, "pad-x"), &t->pad_x);
    sheet_len(s, sheet_attr(s, element, "pad-top"), &t->pad_top);
    sheet_len(s, sheet_attr(s, element, "pad-bottom"), &t->pad_bottom);
    read_rule_design(s, element, "top", "top-colour", &t->top);
    read_rule_design(s, element, "row", "row-colour", &t->row);
    t->group = t->row;
    read_rule_design(s, element, "group", "group-colour", &t->group);
    t->bottom = t->group;
    read_rule_design(s, element, "bottom", "bottom-colour", &t->bottom);
    t->rule_break = t->row.thickness;
    sheet_len(s, sheet_attr(s, element, "break"), &t->rule_break);
    sheet_flag(sheet_attr(s, element, "flush"), &t->is_flush);
    sheet_len(s, sheet_attr(s, element, "term-width"), &t->term_width);
}

/* ---- columns ------------------------------------------------------------------------------ */

static void read_track(const struct sheets *s, struct place place, struct track *track)
{
    size_t share = 0;
    sheet_len(s, sheet_at(place, "width"), &track->width);
    sheet_len(s, sheet_at(place, "min"), &track->min);
    sheet_len(s, sheet_at(place, "max"), &track->max);
    sheet_count(sheet_at(place, "share"), &share);
    track->weight = share < 1000 ? (int)share : 1000;
    track->kind = track->width ? TRACK_FIXED : track->weight ? TRACK_SHARE : TRACK_AUTO;
}

static void read_column(const struct sheets *s, struct place place, struct column *c)
{
    static const char *const kinds[] = {"kpi",    "measure",  "performance", "commentary",
                                        "target", "previous", "last-year",   "change",
                                        "status", NULL};
    int kind = 0;
    sheet_choice(sheet_at(place, "of"), kinds, &kind);
    c->kind = (enum column_kind)kind;
    c->has_mark = true;
    sheet_flag(sheet_at(place, "mark"), &c->has_mark);
    read_track(s, place, &c->track);
    layout_read_align(sheet_at(place, "align"), &c->align);
    sheet_len(s, sheet_at(place, "rule"), &c->rule.thickness);
    sheet_colour(s, sheet_at(place, "rule-colour"), &c->rule.colour);
    c->title = sheet_words(s, place);
    if (c->title.n == 0) {
        struct finding *f = diag_add(s->diag, Q512, sheet_node_pos(s, place),
                                     "the column “%s” has no head", kinds[kind]);
        diag_hint(s->diag, f, "<column of=\"%s\">its head</column>", kinds[kind]);
    }
}

/* The columns of the topmost sheet that has any. */
static void read_columns(struct layout_reader *r)
{
    const struct sheets *s = &r->sheets;
    struct layout *l = r->layout;
    size_t capacity = 0;
    for (size_t i = 0; i < s->count && l->column_count == 0; i++) {
        const struct xml_node *n = xml_child(s->tops[i], "kpi-table");
        for (n = n ? xml_child(n, "column") : NULL; n; n = xml_next(n, "column")) {
            struct column *column = ARENA_PUSH(s->kit, l->columns, l->column_count, capacity);
            *column = (struct column){.rule = {0, 0}};
            read_column(s, (struct place){n, i}, column);
        }
    }
}

static void read_forms(const struct sheets *s, struct layout *l)
{
    static const char *const forms[] = {"table", "blocks", NULL};
    int kpis = FORM_TABLE, glossary = FORM_TABLE;
    sheet_choice(sheet_attr(s, "tables", "kpis"), forms, &kpis);
    sheet_choice(sheet_attr(s, "tables", "glossary"), forms, &glossary);
    l->kpi_form = (enum table_form)kpis;
    l->glossary_form = (enum table_form)glossary;
    l->has_spans = true;
    sheet_flag(sheet_attr(s, "tables", "spans"), &l->has_spans);
    sheet_flag(sheet_attr(s, "tables", "status-words"), &l->has_status_words);
}

void layout_read_tables(struct layout_reader *r)
{
    read_forms(&r->sheets, r->layout);
    read_table(&r->sheets, "kpi-table", &r->layout->kpi_table);
    read_table(&r->sheets, "glossary-table", &r->layout->glossary_table);
    read_table(&r->sheets, "free-table", &r->layout->free_table);
    read_columns(r);
}

/* ---- marks -------------------------------------------------------------------------------- */

static struct found mark_attr(const struct sheets *s, str of, const char *name)
{
    return sheet_item_attr(s, "marks", "mark", "of", of, name);
}

/* Centred on the capitals of the values beside it. */
static len mark_drop(const struct layout *l, len size)
{
    const struct text_style *text = &layout_style(l, STYLE_VALUE)->text[INK_PLAIN][WEIGHT_BOLD];
    return (size - face_len(text->face, text->face->cap_height, text->size)) / 2;
}

static void read_status(struct layout_reader *r, enum rating rating, const char *name,
                        struct mark_design design)
{
    static const char *const shapes[] = {"circle", "triangle", "octagon",
                                         "square", "diamond",  NULL};
    static const char *const signs[] = {"tick", "bang", "cross", "bar", "none", NULL};
    const struct sheets *s = &r->sheets;
    str of = str_z(name);
    design.fill = sheet_shade(s, design.fill);
    int shape = design.shape, sign = design.sign;
    sheet_choice(mark_attr(s, of, "shape"), shapes, &shape);
    sheet_choice(mark_attr(s, of, "sign"), signs, &sign);
    design.shape = (enum mark_shape)shape;
    design.sign = (enum mark_sign)sign;
    sheet_len(s, mark_attr(s, of, "size"), &design.size);
    sheet_colour(s, mark_attr(s, of, "colour"), &design.fill);
    sheet_colour(s, mark_attr(s, of, "sign-colour"), &design.sign_fill);
    layout_check_mark(r, of, "colour", design.fill, 0xffffff);
    if (design.sign != SIGN_NONE)
        layout_check_mark(r, of, "sign-colour", design.sign_fill, design.fill);
    r->layout->marks[rating] =
        mark_draw_status(s->kit, &design, mark_drop(r->layout, design.size), design.size * 3 / 10);
}

static void read_arrow(struct layout_reader *r, enum direction direction, const char *name,
                       enum mark_arrow arrow)
{
    const struct sheets *s = &r->sheets;
    const struct text_style *small = &layout_style(r->layout, STYLE_SMALL)->text[0][0];
    colour fill = small->colour;
    len size = small->size * 6 / 10;
    sheet_len(s, mark_attr(s, str_z(name), "size"), &size);
    sheet_colour(s, mark_attr(s, str_z(name), "colour"), &fill);
    layout_check_mark(r, str_z(name), "colour", fill, 0xffffff);
    r->layout->arrows[direction] = mark_draw_arrow(s->kit, arrow, fill, size, size / 2);
}

void layout_read_marks(struct layout_reader *r)
{
    len size = layout_style(r->layout, STYLE_VALUE)->text[0][0].size;
    read_status(r, RATING_GREEN, "green",
                (struct mark_design){SHAPE_CIRCLE, SIGN_TICK, 0x1a7a43, 0xffffff, size});
    read_status(r, RATING_AMBER, "amber",
                (struct mark_design){SHAPE_TRIANGLE, SIGN_BANG, 0xa85b0a, 0xffffff, size});
    read_status(r, RATING_RED, "red",
                (struct mark_design){SHAPE_OCTAGON, SIGN_CROSS, 0xb3261e, 0xffffff, size});
    read_arrow(r, DIRECTION_UP, "up", ARROW_UP);
    read_arrow(r, DIRECTION_DOWN, "down", ARROW_DOWN);
    read_arrow(r, DIRECTION_SAME, "same", ARROW_SAME);
}

/* ---- the rest ----------------------------------------------------------------------------- */

static void read_paper(const struct sheets *s, struct layout *l)
{
    l->paper_gutter = LEN_MM(9);
    l->grid_label = LEN_MM(30);
    l->pair_label = LEN_MM(60);
    l->grid_pad = LEN_PT(4);
    sheet_len(s, sheet_attr(s, "paper", "gutter"), &l->paper_gutter);
    sheet_len(s, sheet_attr(s, "paper", "label-width"), &l->grid_label);
    sheet_len(s, sheet_attr(s, "paper", "pair-width"), &l->pair_label);
    sheet_len(s, sheet_attr(s, "paper", "grid-pad"), &l->grid_pad);
    read_rule_design(s, "paper", "grid-edge", "grid-edge-colour", &l->grid_edge);
    read_rule_design(s, "paper", "grid-row", "grid-row-colour", &l->grid_row);
}

static void read_aside(const struct sheets *s, const char *name, struct aside_design *out)
{
    str of = str_z(name);
    struct found fill = sheet_item_attr(s, NULL, "aside", "of", of, "fill");
    out->has_fill = fill.attr != NULL;
    sheet_colour(s, fill, &out->fill);
    sheet_len(s, sheet_item_attr(s, NULL, "aside", "of", of, "bar"), &out->bar);
    sheet_colour(s, sheet_item_attr(s, NULL, "aside", "of", of, "bar-colour"), &out->bar_colour);
    sheet_len(s, sheet_item_attr(s, NULL, "aside", "of", of, "pad"), &out->pad);
    sheet_len(s, sheet_item_attr(s, NULL, "aside", "of", of, "before"), &out->before);
    sheet_len(s, sheet_item_attr(s, NULL, "aside", "of", of, "after"), &out->after);
}

static void read_lists(const struct sheets *s, struct layout *l)
{
    l->list_gutter = LEN_MM(7);
    l->cell_gutter = LEN_MM(5);
    l->item_gap = LEN_PT(3);
    l->bullet = STR("•");
    sheet_len(s, sheet_attr(s, "lists", "gutter"), &l->list_gutter);
    sheet_len(s, sheet_attr(s, "lists", "cell-gutter"), &l->cell_gutter);
    sheet_len(s, sheet_attr(s, "lists", "gap"), &l->item_gap);
    sheet_str(sheet_attr(s, "lists", "bullet"), &l->bullet);
}

void layout_read_details(struct layout_reader *r)
{
    static const char *const whens[] = {"never", "long", "always", NULL};
    const struct sheets *s = &r->sheets;
    struct layout *l = r->layout;
    int when = CONTENTS_LONG;
    read_paper(s, l);
    read_lists(s, l);
    read_aside(s, "note", &l->note);
    read_aside(s, "action", &l->action);
    l->has_section_pages = true;
    sheet_flag(sheet_attr(s, "sections", "new-page"), &l->has_section_pages);
    sheet_flag(sheet_attr(s, "sections", "kpi-outline"), &l->has_kpi_outline);
    l->contents_pages = 20;
    l->contents_number = LEN_MM(15);
    sheet_choice(sheet_attr(s, "contents", "when"), whens, &when);
    l->contents = (enum contents_when)when;
    sheet_count(sheet_attr(s, "contents", "pages"), &l->contents_pages);
    sheet_len(s, sheet_attr(s, "contents", "number-width"), &l->contents_number);
}
