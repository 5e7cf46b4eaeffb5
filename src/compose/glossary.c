#include "compose/glossary.h"

#include "compose/refs.h"
#include "compose/running.h"
#include "compose/style.h"

/* " (ICV)" */
static str in_brackets(struct composer *c, str abbreviation)
{
    str text = str_format(c->arena, " (%.*s)", STR_ARG(abbreviation));
    origins_add_copy(c->origins, str_sub(text, 2, 2 + abbreviation.n), abbreviation);
    return text;
}

static struct box *term_box(struct composer *c, const struct entry *e, enum tag_role role)
{
    struct sentence s = style_begin(c, layout_style(c->layout, STYLE_TERM));
    style_add_text(&s, e->term);
    if (e->abbreviation.n && str_search(e->term, e->abbreviation, 0) == e->term.n)
        style_add_text(&s, in_brackets(c, e->abbreviation));
    struct box *box = style_end(&s, role);
    box->anchor = refs_entry_anchor(c, e);
    style_set_lang(c, box, e->lang);
    return box;
}

static struct table_cell *add_cell(struct composer *c, struct table_box *t, size_t *capacity,
                                   uint32_t row, uint32_t column, const struct box *box)
{
    struct table_cell *cell = ARENA_PUSH(c->arena, t->cells, t->cell_count, *capacity);
    *cell = (struct table_cell){.row = row,
                                .column = column,
                                .row_span = 1,
                                .column_span = 1,
                                .box = box,
                                .role = ROLE_TD,
                                .fill = COLOUR_NONE};
    return cell;
}

static void add_head(struct composer *c, struct table_box *t, size_t *capacity)
{
    static const struct tag_props column_head = {.scope = SCOPE_COLUMN};
    const struct named_style *style = layout_style(c->layout, STYLE_TABLE_HEAD);
    enum word words[] = {WORD_TERM, WORD_MEANING};
    for (uint32_t i = 0; i < 2; i++) {
        struct box *box = style_par_text(c, style, ROLE_P, c->layout->words[words[i]]);
        struct table_cell *cell = add_cell(c, t, capacity, 0, i, style_in_cell(box));
        cell->role = ROLE_TH;
        cell->props = &column_head;
        cell->fill = c->layout->glossary_table.head_fill;
    }
}

static void add_entry(struct composer *c, struct table_box *t, size_t *capacity, uint32_t row,
                      const struct entry *e)
{
    static const struct tag_props row_head = {.scope = SCOPE_ROW};
    str before = c->lang;
    if (e->lang.n)
        c->lang = e->lang;
    struct table_cell *term =
        add_cell(c, t, capacity, row, 0, style_in_cell(term_box(c, e, ROLE_P)));
    term->role = ROLE_TH;
    term->props = &row_head;
    struct sentence s = style_begin(c, layout_style(c->layout, STYLE_CELL));
    style_add_words(&s, e->meaning);
    struct table_cell *meaning =
        add_cell(c, t, capacity, row, 1, style_in_cell(style_end(&s, ROLE_P)));
    meaning->props = style_lang_props(c, e->lang);
    c->lang = before;
}

static struct box *entries_table(struct composer *c)
{
    const struct glossary *g = c->report->glossary;
    const struct table_design *design = &c->layout->glossary_table;
    struct box *box = ARENA_NEW(c->arena, struct box);
    size_t capacity = 0;
    *box = (struct box){.kind = BOX_TABLE, .role = ROLE_TABLE};
    struct table_box *t = &box->u.table;
    running_table(t, design);
    t->column_count = 2;
    t->tracks = ARENA_ARRAY(c->arena, 2, struct track);
    t->tracks[0].kind = design->term_width ? TRACK_FIXED : TRACK_AUTO;
    t->tracks[0].width = design->term_width;
    t->tracks[1] = (struct track){.kind = TRACK_SHARE, .weight = 1};
    t->row_count = (uint32_t)g->entry_count + 1;
    t->header_rows = 1;
    t->rows = ARENA_ARRAY(c->arena, t->row_count, struct table_row);
    add_head(c, t, &capacity);
    for (uint32_t i = 0; i < t->row_count; i++) {
        t->rows[i] = (struct table_row){.role = ROLE_TR, .rule_colour = design->row.colour};
        t->rows[i].rule_above = i > 1 ? design->row.thickness : 0;
        if (i > 0)
            add_entry(c, t, &capacity, i, &g->entries[i - 1]);
    }
    return box;
}

/* Blocks: a list, of which the terms are the labels. */
static struct box *entries_list(struct composer *c)
{
    static const struct tag_props props = {.list = LIST_LABEL_NONE};
    const struct glossary *g = c->report->glossary;
    struct box_list items = {0};
    for (size_t i = 0; i < g->entry_count; i++) {
        const struct entry *e = &g->entries[i];
        struct box_list item = {0};
        str before = c->lang;
        if (e->lang.n)
            c->lang = e->lang;
        struct box *term = term_box(c, e, ROLE_LBL);
        term->is_kept_with_next = true;
        box_list_add(&item, term);
        struct sentence s = style_begin(c, layout_style(c->layout, STYLE_TEXT));
        style_add_words(&s, e->meaning);
        struct box *meaning = style_end(&s, ROLE_LBODY);
        style_set_lang(c, meaning, e->lang);
        box_list_add(&item, meaning);
        box_list_add(&items, style_stack(c, ROLE_LI, item));
        c->lang = before;
    }
    struct box *box = style_stack(c, ROLE_L, items);
    box->props = &props;
    return box;
}

struct sequence *glossary_compose(struct composer *c)
{
    const struct glossary *g = c->report->glossary;
    struct field fields[] = {{"letter", g->letter},
                             {"appendix", refs_part_name(c, g->letter)},
                             {"appendix-title", refs_glossary_title(c)},
                             {NULL, {0}}};
    struct scope scope = {fields, c->scope};
    struct box_list list = {0};
    str head = composer_word(c, WORD_APPENDIX_HEAD, &scope);
    struct box *title = style_par_text(c, layout_style(c->layout, STYLE_TITLE), ROLE_H1, head);
    title->anchor = refs_part_anchor(c, g->letter);
    title->outline = head;
    title->outline_level = 1;
    title->is_kept_with_next = true;
    box_list_add(&list, title);
    bool is_list = c->layout->glossary_form == FORM_BLOCKS;
    box_list_add(&list, is_list ? entries_list(c) : entries_table(c));
    return running_sequence(c, PAGE_GLOSSARY, &scope, style_stack(c, ROLE_NONE, list));
}
