/*
 * A run of KPIs is one table: a row a measure, the KPI's number spanning its measures, a commentary
 * spanning those it belongs to. Cells are made row by row, so they are in order as they come.
 *
 * Without spans every row is complete: it has the KPI's number; a shared commentary stands in the
 * first of its rows, and the others name the measure where it is. A reader who hears one row at a
 * time hears either the words or where they are, and nothing twice.
 */
#include "compose/section.h"

#include "compose/blocks.h"
#include "compose/figure.h"
#include "compose/terms.h"
#include "compose/kpi_block.h"
#include "compose/refs.h"
#include "compose/running.h"
#include "compose/style.h"

/* A table under construction. */
struct builder {
    struct composer *composer;
    const struct appendix *appendix;
    struct table_box *table;
    size_t cell_capacity;
    uint32_t row;
};

/* ---- cells -------------------------------------------------------------------------------- */

static struct table_cell *add_cell(struct builder *b, uint32_t column, size_t rows,
                                   enum tag_role role, enum tag_scope scope)
{
    struct composer *c = b->composer;
    const struct column *design = &c->layout->columns[column];
    struct tag_props *props = ARENA_NEW(c->arena, struct tag_props);
    props->scope = scope;
    props->row_span = (uint16_t)rows;
    struct table_cell *cell =
        ARENA_PUSH(c->arena, b->table->cells, b->table->cell_count, b->cell_capacity);
    *cell = (struct table_cell){.row = b->row,
                                .column = column,
                                .row_span = (uint16_t)rows,
                                .column_span = 1,
                                .role = role,
                                .props = props,
                                .fill = COLOUR_NONE,
                                .rule_before = design->rule.thickness,
                                .rule_colour = design->rule.colour};
    return cell;
}

static void add_head(struct builder *b)
{
    struct composer *c = b->composer;
    const struct layout *l = c->layout;
    for (uint32_t i = 0; i < l->column_count; i++) {
        const struct column *column = &l->columns[i];
        struct table_cell *cell = add_cell(b, i, 1, ROLE_TH, SCOPE_COLUMN);
        struct box *box = style_par_pattern(c, layout_style(l, STYLE_TABLE_HEAD), ROLE_P,
                                            column->title, c->scope);
        style_set_own(c, box);
        style_align(c, box, column->align);
        cell->box = style_in_cell(box);
        cell->valign = VALIGN_BOTTOM;
        cell->fill = l->kpi_table.head_fill;
        cell->rule_before = 0;
    }
    b->table->rows[b->row++] = (struct table_row){.role = ROLE_TR};
}

/* "1.4", and overleaf "1.4 / cont.". */
static void add_kpi_cell(struct builder *b, uint32_t column, const struct kpi *kpi, bool is_first)
{
    struct composer *c = b->composer;
    const struct named_style *style = layout_style(c->layout, STYLE_KPI);
    const struct named_style *small = layout_style(c->layout, STYLE_SMALL);
    size_t rows = c->layout->has_spans ? kpi->measure_count : 1;
    struct table_cell *cell = add_cell(b, column, rows, ROLE_TH, SCOPE_ROW);
    struct box *box = style_in_cell(style_par_text(c, style, ROLE_P, kpi->ref));
    if (is_first)
        box->anchor = refs_kpi_anchor(c, b->appendix, kpi);
    if (is_first && c->layout->has_kpi_outline) {
        box->outline = str_format(c->arena, "%.*s %.*s", STR_ARG(kpi->ref),
                                  STR_ARG(kpi->measures[0].name_text));
        box->outline_level = 3;
    }
    style_align(c, box, c->layout->columns[column].align);
    cell->box = box;
    struct box_list again = {0};
    str cont = c->layout->words[WORD_CONT];
    box_list_add(&again, style_in_cell(style_par_text(c, style, ROLE_NONE, kpi->ref)));
    box_list_add(&again, style_in_cell(style_par_text(c, small, ROLE_NONE, cont)));
    struct box *continued = style_stack(c, ROLE_NONE, again);
    continued->is_artifact = true;
    cell->continued = continued;
}

static struct box *measure_name(struct builder *b, const struct measure *m, bool is_continued)
{
    struct composer *c = b->composer;
    struct sentence s = style_begin(c, layout_style(c->layout, STYLE_MEASURE));
    s.is_bare = is_continued;
    s.has_terms = true;
    style_add_words(&s, m->name);
    if (is_continued)
        style_add_other(&s, layout_style(c->layout, STYLE_SMALL),
                        str_format(c->arena, " %.*s", STR_ARG(c->layout->words[WORD_CONTINUED])));
    struct box *box = style_in_cell(style_end(&s, is_continued ? ROLE_NONE : ROLE_P));
    box->is_artifact = is_continued;
    return box;
}

static void add_measure_cell(struct builder *b, uint32_t column, const struct measure *m)
{
    struct composer *c = b->composer;
    struct table_cell *cell = add_cell(b, column, 1, ROLE_TH, SCOPE_ROW);
    struct box *box = measure_name(b, m, false);
    box->anchor = c->layout->has_spans ? m->id : refs_measure_anchor(c, b->appendix, m);
    style_set_lang(c, box, m->lang);
    cell->box = box;
    cell->continued = measure_name(b, m, true);
}

/* ---- commentary --------------------------------------------------------------------------- */

/* The commentary that this measure has, alone or with others; NULL when there is none. */
static const struct commentary *commentary_of(const struct kpi *kpi, size_t measure)
{
    for (size_t i = 0; i < kpi->commentary_count; i++)
        if (kpi->commentaries[i].first <= measure && measure <= kpi->commentaries[i].last)
            return &kpi->commentaries[i];
    return NULL;
}

static len column_room(const struct layout *l, uint32_t column)
{
    const struct track *t = &l->columns[column].track;
    len room = t->kind == TRACK_FIXED ? t->width : (l->page_width - l->left - l->right) / 2;
    return room - 2 * l->kpi_table.pad_x;
}

static const struct box *commentary_box(struct composer *c, uint32_t column,
                                        const struct commentary *commentary)
{
    struct block_place place = {.text = layout_style(c->layout, STYLE_CELL),
                                .heading = layout_style(c->layout, STYLE_TERM),
                                .heading_role = ROLE_P,
                                .gutter = c->layout->cell_gutter,
                                .width = column_room(c->layout, column),
                                .is_cell = true};
    struct box_list list = {0};
    str before = c->lang;
    if (commentary->lang.n)
        c->lang = commentary->lang;
    blocks_compose(c, commentary->blocks, &place, &list);
    c->lang = before;
    return style_stack(c, ROLE_NONE, list);
}

static void fill_commentary(struct builder *b, struct table_cell *cell,
                            const struct commentary *commentary)
{
    struct tag_props *props = ARENA_NEW(b->composer->arena, struct tag_props);
    cell->box = commentary_box(b->composer, cell->column, commentary);
    *props = *cell->props;
    props->lang = commentary->lang;
    cell->props = props;
}

/* A commentary's cell, or an empty one down to where the next commentary begins. */
static void add_spanning_cell(struct builder *b, uint32_t column, const struct kpi *kpi,
                              size_t measure)
{
    const struct commentary *commentary = commentary_of(kpi, measure);
    size_t end = measure + 1;
    if (commentary ? commentary->first != measure : measure > 0 && !commentary_of(kpi, measure - 1))
        return;
    if (commentary)
        end = commentary->last + 1;
    else
        while (end < kpi->measure_count && !commentary_of(kpi, end))
            end++;
    struct table_cell *cell = add_cell(b, column, end - measure, ROLE_TD, SCOPE_NONE);
    if (commentary)
        fill_commentary(b, cell, commentary);
}

/* "See the commentary on “Visits made”", which leads to that measure. */
static struct box *see_commentary(struct builder *b, const struct measure *m)
{
    struct composer *c = b->composer;
    struct field fields[] = {{"measure", m->name_text}, {NULL, {0}}};
    struct sentence s = style_begin(c, layout_style(c->layout, STYLE_CELL));
    style_add_link(&s, refs_measure_anchor(c, b->appendix, m),
                   composer_word(c, WORD_COMMENTARY_SEE, &(struct scope){fields, c->scope}));
    return style_set_own(c, style_in_cell(style_end(&s, ROLE_P)));
}

/* One row's: the commentary, where it stands, or a word that there is none. */
static void add_row_cell(struct builder *b, uint32_t column, const struct kpi *kpi, size_t measure)
{
    struct composer *c = b->composer;
    const struct commentary *commentary = commentary_of(kpi, measure);
    struct table_cell *cell = add_cell(b, column, 1, ROLE_TD, SCOPE_NONE);
    if (commentary && commentary->first == measure)
        fill_commentary(b, cell, commentary);
    else if (commentary)
        cell->box = see_commentary(b, &kpi->measures[commentary->first]);
    else
        cell->box = style_in_cell(style_par_text(c, layout_style(c->layout, STYLE_CELL), ROLE_P,
                                                 c->layout->words[WORD_NOTHING]));
}

static void add_commentary_cell(struct builder *b, uint32_t column, const struct kpi *kpi,
                                size_t measure)
{
    (b->composer->layout->has_spans ? add_spanning_cell : add_row_cell)(b, column, kpi, measure);
}

/* ---- rows --------------------------------------------------------------------------------- */

static void add_row(struct builder *b, const struct kpi *kpi, size_t index)
{
    struct composer *c = b->composer;
    const struct layout *l = c->layout;
    const struct measure *m = &kpi->measures[index];
    const struct rule_design *rule = index ? &l->kpi_table.row : &l->kpi_table.group;
    str before = c->lang;
    if (m->lang.n)
        c->lang = m->lang;
    for (uint32_t i = 0; i < l->column_count; i++) {
        enum column_kind kind = l->columns[i].kind;
        if (kind == COLUMN_KPI && (index == 0 || !l->has_spans))
            add_kpi_cell(b, i, kpi, index == 0);
        else if (kind == COLUMN_MEASURE)
            add_measure_cell(b, i, m);
        else if (kind == COLUMN_COMMENTARY)
            add_commentary_cell(b, i, kpi, index);
        else if (kind != COLUMN_KPI)
            add_cell(b, i, 1, ROLE_TD, SCOPE_NONE)->box = figure_cell(c, &l->columns[i], m);
    }
    c->lang = before;
    b->table->rows[b->row] = (struct table_row){
        .role = ROLE_TR,
        .rule_above = b->row > 1 ? rule->thickness : 0,
        .rule_colour = rule->colour,
    };
    b->row++;
}

static struct box *kpi_table(struct composer *c, const struct appendix *appendix,
                             const struct piece *piece)
{
    const struct layout *l = c->layout;
    struct box *box = ARENA_NEW(c->arena, struct box);
    *box = (struct box){.kind = BOX_TABLE, .role = ROLE_TABLE};
    struct builder b = {.composer = c, .appendix = appendix, .table = &box->u.table};
    size_t rows = 1;
    for (size_t i = 0; i < piece->kpi_count; i++)
        rows += piece->kpis[i].measure_count;
    running_table(b.table, &l->kpi_table);
    b.table->column_count = (uint32_t)l->column_count;
    b.table->tracks = ARENA_ARRAY(c->arena, l->column_count, struct track);
    for (size_t i = 0; i < l->column_count; i++)
        b.table->tracks[i] = l->columns[i].track;
    b.table->row_count = (uint32_t)rows;
    b.table->header_rows = 1;
    b.table->rows = ARENA_ARRAY(c->arena, rows, struct table_row);
    add_head(&b);
    for (size_t i = 0; i < piece->kpi_count; i++)
        for (size_t k = 0; k < piece->kpis[i].measure_count; k++)
            add_row(&b, &piece->kpis[i], k);
    box->space_before = box->space_after = layout_style(l, STYLE_TEXT)->par.leading;
    return box;
}

/* ---- sections ----------------------------------------------------------------------------- */

static struct scope section_scope(struct composer *c, const struct section *section,
                                  struct field fields[3])
{
    fields[0] = (struct field){"number", str_format(c->arena, "%zu", section->number)};
    fields[1] = (struct field){"section", section->title};
    fields[2] = (struct field){NULL, {0}};
    return (struct scope){fields, c->scope};
}

str section_head(struct composer *c, const struct section *section)
{
    struct field fields[3];
    struct scope scope = section_scope(c, section, fields);
    return composer_word(c, WORD_SECTION_HEAD, &scope);
}

static struct box *head_box(struct composer *c, const struct appendix *appendix,
                            const struct section *section, enum tag_role role)
{
    str head = section_head(c, section);
    struct box *box = style_par_text(c, layout_style(c->layout, STYLE_SECTION), role, head);
    box->is_kept_with_next = true;
    box->anchor = refs_section_anchor(c, appendix, section);
    box->outline = head;
    box->outline_level = 2;
    return box;
}

struct box *section_compose(struct composer *c, const struct appendix *appendix,
                            const struct section *section, enum tag_role heading_role)
{
    const struct layout *l = c->layout;
    struct block_place place = {.text = layout_style(l, STYLE_TEXT),
                                .heading = layout_style(l, STYLE_HEADING),
                                .heading_role = (enum tag_role)(heading_role + 1),
                                .gutter = l->list_gutter,
                                .width = l->page_width - l->left - l->right};
    struct box_list list = {0};
    str before = c->lang;
    if (section->lang.n)
        c->lang = section->lang;
    terms_begin_section(c);
    box_list_add(&list, head_box(c, appendix, section, heading_role));
    for (size_t i = 0; i < section->piece_count; i++) {
        const struct piece *piece = &section->pieces[i];
        if (piece->kind == SECTION_KPI && l->kpi_form == FORM_BLOCKS)
            kpi_block_add(c, appendix, piece, &place, &list);
        else if (piece->kind == SECTION_KPI)
            box_list_add(&list, kpi_table(c, appendix, piece));
        else
            blocks_compose(c, piece->blocks, &place, &list);
    }
    c->lang = before;
    struct box *box = style_stack(c, ROLE_SECT, list);
    box->props = style_lang_props(c, section->lang);
    return box;
}
