/*
 * The items are a table, as their pages stand in a column; its row heads are their numbers. Large
 * type (a layout without tables of measures) has no room for columns beside it: there the pages
 * stand beneath an item's title, and members one below the other.
 *
 * The pages of an item are a link to a place that only the pack has ("item-7").
 */
#include "compose/front_sheet.h"

#include "compose/blocks.h"
#include "compose/cover.h"
#include "compose/pairs.h"
#include "compose/paper.h"
#include "compose/running.h"
#include "compose/style.h"

#define MEMBER_WIDTH LEN_MM(78) /* a post or a council's name in one line */

static const struct named_style *style_of(const struct composer *c, enum style_name s)
{
    return layout_style(c->layout, s);
}

static bool is_large(const struct composer *c)
{
    return c->layout->kpi_form == FORM_BLOCKS;
}

/* ---- masthead ------------------------------------------------------------------------------- */

/* Lines with the cover's logo beside them; where the layout has none it is that of a paper. */
static void masthead(struct composer *c, str outline, struct box_list *list)
{
    const struct layout *l = c->layout;
    struct box_list lines = {0};
    size_t heading = l->agenda_count;
    if (l->agenda_count == 0) {
        paper_masthead(c, outline, list);
        return;
    }
    while (heading > 0 && !l->agenda[heading - 1].is_heading)
        heading--;
    heading -= heading > 0; /* without any it is the first */
    for (size_t i = 0; i < l->agenda_count; i++)
        box_list_add(&lines, paper_line(c, &l->agenda[i], i == heading ? ROLE_H1 : ROLE_P,
                                        i == heading ? outline : STR("")));
    struct box *words = style_stack(c, ROLE_NONE, lines), *box = NULL;
    if (l->agenda_logo)
        box = cover_logo_beside(c, l->agenda_logo, l->agenda_gap, words);
    box = box ? box : words;
    box->space_after = l->agenda[l->agenda_count - 1].after;
    box->is_kept_with_next = true;
    box_list_add(list, box);
}

/* ---- when, where, whom to ask --------------------------------------------------------------- */

static void add_row(struct pairs *p, enum word label, struct box *words)
{
    pairs_add(p, p->composer->layout->words[label], words, &p->composer->layout->grid_row);
}

/* One below the other, parted by a little more than their lines are. */
static struct box *contacts(struct composer *c, const struct agenda *g)
{
    struct box_list list = {0};
    for (size_t i = 0; i < g->contact_count; i++) {
        struct box *box = style_in_cell(paper_contact(c, &g->contacts[i], ROLE_NONE));
        box->space_before = LEN_PT(4);
        box_list_add(&list, box);
    }
    return style_stack(c, ROLE_NONE, list);
}

static struct box *meeting(struct composer *c, const struct agenda *g)
{
    const struct layout *l = c->layout;
    const struct named_style *text = style_of(c, STYLE_TEXT);
    struct pairs p;
    struct box *box = pairs_begin(c, &p, l->grid_label, l->grid_pad);
    p.table->rule_top = p.table->rule_bottom = l->grid_edge.thickness;
    p.table->rule_colour = l->grid_edge.colour;
    str when = pattern_text(c->arena, STR("{meeting}"), c->scope);
    add_row(&p, WORD_DATE, style_par_text(c, text, ROLE_NONE, when));
    if (g->place)
        add_row(&p, WORD_PLACE, style_par_words(c, text, ROLE_NONE, g->place));
    if (g->contact_count)
        add_row(&p, WORD_AGENDA_CONTACT, contacts(c, g));
    pairs_tie(&p);
    box->space_after = style_of(c, STYLE_TOPIC)->before;
    return box;
}

/* ---- members -------------------------------------------------------------------------------- */

/* The name, or the role where there is none; beneath it whom the member comes from. */
static struct box *member_box(struct composer *c, const struct member *m)
{
    struct field fields[] = {{"name", m->name.n ? m->name : m->role},
                             {"role", m->name.n ? m->role : (str){0}},
                             {NULL, {0}}};
    struct sentence s = style_begin(c, style_of(c, STYLE_TEXT));
    style_add_text(&s, composer_word(c, WORD_MEMBER, &(struct scope){fields, c->scope}));
    if (m->organisation.n) {
        style_add_break(&s);
        style_add_other(&s, style_of(c, STYLE_AIM), m->organisation);
    }
    struct box_list body = {0};
    struct box *words = style_end(&s, ROLE_LBODY);
    words->space_before = 0;
    words->space_after = 2 * c->layout->item_gap;
    words->is_kept_together = true;
    box_list_add(&body, words);
    return style_stack(c, ROLE_LI, body);
}

static const struct tag_props member_props = {.list = LIST_LABEL_NONE};

/* None stands on a page of its own. */
static bool is_tied(size_t index, size_t count)
{
    return index + 1 < count && (index == 0 || index + 2 == count);
}

static struct box *member_column(struct composer *c, const struct agenda *g)
{
    struct box_list list = {0};
    for (size_t i = 0; i < g->member_count; i++) {
        struct box *box = member_box(c, &g->members[i]);
        box->is_kept_with_next = is_tied(i, g->member_count);
        box_list_add(&list, box);
    }
    struct box *box = style_stack(c, ROLE_L, list);
    box->props = &member_props;
    return box;
}

/* Read across, so that it can go on overleaf. */
static struct box *member_columns(struct composer *c, const struct agenda *g, uint32_t columns)
{
    struct box *box = ARENA_NEW(c->arena, struct box);
    *box = (struct box){.kind = BOX_TABLE, .role = ROLE_L, .props = &member_props};
    struct table_box *t = &box->u.table;
    t->is_grid = t->is_flush = true;
    t->pad_x = LEN_MM(2);
    t->pad_bottom = 2 * c->layout->item_gap;
    t->column_count = columns;
    t->tracks = ARENA_ARRAY(c->arena, columns, struct track);
    for (uint32_t i = 0; i < columns; i++)
        t->tracks[i] = (struct track){.kind = TRACK_SHARE, .weight = 1};
    t->row_count = (uint32_t)((g->member_count + columns - 1) / columns);
    t->rows = ARENA_ARRAY(c->arena, t->row_count, struct table_row);
    for (uint32_t i = 0; i < t->row_count; i++)
        t->rows[i] =
            (struct table_row){.is_unsplittable = true, .is_kept = is_tied(i, t->row_count)};
    t->cells = ARENA_ARRAY(c->arena, g->member_count, struct table_cell);
    for (size_t i = 0; i < g->member_count; i++)
        t->cells[t->cell_count++] = (struct table_cell){.row = (uint32_t)i / columns,
                                                        .column = (uint32_t)i % columns,
                                                        .row_span = 1,
                                                        .column_span = 1,
                                                        .box = member_box(c, &g->members[i]),
                                                        .fill = COLOUR_NONE};
    return box;
}

/* Two columns or more, where they have room, with two members or more in each. */
static uint32_t count_columns(const struct composer *c, const struct agenda *g)
{
    const struct layout *l = c->layout;
    len room = (l->page_width - l->left - l->right) / MEMBER_WIDTH;
    len columns = is_large(c) ? 1 : room > 2 ? room : 2;
    while (columns > 1 && g->member_count < 2 * (size_t)columns)
        columns--;
    return columns > 1 ? (uint32_t)columns : 1;
}

static struct box *member_list(struct composer *c, const struct agenda *g)
{
    uint32_t columns = count_columns(c, g);
    return columns > 1 ? member_columns(c, g, columns) : member_column(c, g);
}

static void add_members(struct composer *c, const struct agenda *g, struct box_list *list)
{
    if (g->member_count == 0)
        return;
    box_list_add(list, style_set_own(c, paper_head(c, c->layout->words[WORD_MEMBERS], (str){0})));
    box_list_add(list, member_list(c, g));
}

/* ---- notices -------------------------------------------------------------------------------- */

static struct block_place words_place(const struct composer *c)
{
    const struct layout *l = c->layout;
    return (struct block_place){.text = style_of(c, STYLE_TEXT),
                                .heading = style_of(c, STYLE_HEADING),
                                .heading_role = ROLE_H3,
                                .gutter = l->list_gutter,
                                .width = l->page_width - l->left - l->right};
}

static void add_notice(struct composer *c, const struct notice *n, struct box_list *list)
{
    struct block_place place = words_place(c);
    struct box_list inside = {0};
    str before = c->lang;
    if (n->lang.n)
        c->lang = n->lang;
    if (n->title.n)
        box_list_add(&inside, paper_head(c, n->title, (str){0}));
    blocks_compose(c, n->blocks, &place, &inside);
    struct box *box = style_stack(c, n->lang.n ? ROLE_DIV : ROLE_NONE, inside);
    style_set_lang(c, box, n->lang);
    box_list_add(list, box);
    c->lang = before;
}

/* ---- items ---------------------------------------------------------------------------------- */

struct items {
    struct composer *composer;
    const struct agenda *agenda;
    const struct page_range *ranges; /* may be NULL */
    struct table_box *table;
    size_t cell_capacity;
};

static struct table_cell *add_cell(struct items *t, uint32_t row, struct box *box)
{
    uint32_t column = (uint32_t)(t->table->cell_count % t->table->column_count);
    struct table_cell *cell =
        ARENA_PUSH(t->composer->arena, t->table->cells, t->table->cell_count, t->cell_capacity);
    *cell = (struct table_cell){.row = row,
                                .column = column,
                                .row_span = 1,
                                .column_span = 1,
                                .box = box,
                                .role = ROLE_TD,
                                .fill = COLOUR_NONE};
    return cell;
}

static void add_head(struct items *t)
{
    static const struct tag_props column_head = {.scope = SCOPE_COLUMN};
    static const enum word words[] = {WORD_ITEM, WORD_BUSINESS, WORD_ITEM_PAGES};
    struct composer *c = t->composer;
    for (uint32_t i = 0; i < t->table->column_count; i++) {
        struct box *box =
            style_par_text(c, style_of(c, STYLE_TABLE_HEAD), ROLE_P, c->layout->words[words[i]]);
        if (i == 2)
            style_align(c, box, ALIGN_RIGHT);
        struct table_cell *cell = add_cell(t, 0, style_set_own(c, style_in_cell(box)));
        cell->role = ROLE_TH;
        cell->props = &column_head;
        cell->fill = c->layout->glossary_table.head_fill;
    }
}

/* "For noting · Performance Manager": what is to be done, and whose item it is. */
static struct box *aim_line(struct composer *c, const struct agenda_item *item)
{
    static const enum word aims[] = {
        [AIM_DECISION] = WORD_FOR_DECISION,       [AIM_SCRUTINY] = WORD_FOR_SCRUTINY,
        [AIM_DISCUSSION] = WORD_FOR_DISCUSSION,   [AIM_NOTING] = WORD_FOR_NOTING,
        [AIM_INFORMATION] = WORD_FOR_INFORMATION,
    };
    struct sentence s = style_begin(c, style_of(c, STYLE_AIM));
    if (item->aim == AIM_NONE && item->by.n == 0)
        return NULL;
    if (item->aim != AIM_NONE)
        style_add_text(&s, c->layout->words[aims[item->aim]]);
    if (item->aim != AIM_NONE && item->by.n)
        style_add_text(&s, STR(" · "));
    style_add_text(&s, item->by);
    return style_end(&s, ROLE_P);
}

/* Part 1 of the Schedule has England's paragraphs, 1 to 7, and Part 4 those of Wales from 12 on. */
static struct box *exempt_line(struct composer *c, const struct agenda_item *item)
{
    struct field fields[] = {{"number", str_format(c->arena, "%u", item->exempt)},
                             {"part", item->exempt < 12 ? STR("1") : STR("4")},
                             {NULL, {0}}};
    if (item->exempt == 0)
        return NULL;
    struct sentence s = style_begin(c, style_of(c, STYLE_AIM));
    style_add_text(&s, composer_word(c, WORD_EXEMPT_BY, &(struct scope){fields, c->scope}));
    struct box *box = style_end(&s, ROLE_P);
    box->is_kept_together = true;
    return style_set_own(c, box);
}

/* "Pages 71 - 82", "Page 71", "To follow"; empty where there is nothing to say. */
static str page_words(struct composer *c, const struct agenda_item *item,
                      const struct page_range *range)
{
    const str *words = c->layout->words;
    if (range && range->first) {
        struct field fields[] = {{"first", str_format(c->arena, "%u", range->first)},
                                 {"last", str_format(c->arena, "%u", range->last)},
                                 {NULL, {0}}};
        enum word word = range->first == range->last ? WORD_ONE_PAGE : WORD_PAGE_RANGE;
        return composer_word(c, word, &(struct scope){fields, c->scope});
    }
    if (item->exempt && item->state == AGENDA_AS_FILED)
        return words[WORD_EXEMPT]; /* it may be in another pack, that of the members */
    if (item->report.n || item->pdf.n)
        return words[WORD_ATTACHED];
    switch (item->state) {
    case AGENDA_TO_FOLLOW: return words[WORD_TO_FOLLOW];
    case AGENDA_ORAL: return words[WORD_ORAL];
    case AGENDA_AS_FILED: break;
    }
    return (str){0};
}

/* NULL where there is nothing to say. */
static struct box *pages_box(struct items *t, size_t index)
{
    struct composer *c = t->composer;
    const struct agenda_item *item = &t->agenda->items[index];
    const struct page_range *range = t->ranges ? &t->ranges[index] : NULL;
    str words = page_words(c, item, range);
    struct sentence s = style_begin(c, style_of(c, STYLE_TEXT));
    if (words.n == 0)
        return NULL;
    if (range && range->first) {
        struct field fields[] = {{"number", item->number}, {"title", item->title}, {NULL, {0}}};
        str to = composer_word(c, WORD_ITEM_LINK, &(struct scope){fields, c->scope});
        style_add_outside_link(&s, str_format(c->arena, "item-%.*s", STR_ARG(item->number)), words,
                               to);
    } else
        style_add_text(&s, words);
    for (size_t i = 0; i < s.count; i++)
        s.runs[i].has_no_break = true;
    return style_set_own(c, style_in_cell(style_end(&s, ROLE_P)));
}

/* Beneath the title; all of them stand on its page. */
static void add_small_lines(struct composer *c, const struct agenda_item *item, struct box *pages,
                            struct box_list *list)
{
    struct box *lines[] = {pages, aim_line(c, item), exempt_line(c, item)}, *last = NULL;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        if (!lines[i])
            continue;
        lines[i]->is_kept_with_next = true;
        last = lines[i];
        box_list_add(list, last);
    }
    if (!last)
        return;
    last->is_kept_with_next = item->blocks != NULL;
    if (last != pages)
        last->space_after = LEN_PT(3);
}

/* Title, what is to be done, words; in large type the pages beneath the title. */
static struct box *business(struct items *t, size_t index, struct box *pages)
{
    struct composer *c = t->composer;
    const struct agenda_item *item = &t->agenda->items[index];
    struct block_place place = words_place(c);
    struct box_list list = {0};
    place.text = style_of(c, is_large(c) ? STYLE_TEXT : STYLE_CELL);
    place.gutter = c->layout->cell_gutter;
    place.is_cell = true;
    struct box *title = style_par_text(c, style_of(c, STYLE_LABEL), ROLE_P, item->title);
    title->space_before = 0;
    title->space_after = LEN_PT(1);
    title->is_kept_with_next = title->is_kept_together = true;
    box_list_add(&list, title);
    add_small_lines(c, item, pages, &list);
    blocks_compose(c, item->blocks, &place, &list);
    return style_stack(c, ROLE_NONE, list);
}

/* Where the item goes on overleaf; the column is as wide as the numbers. */
static struct box *continued_box(struct composer *c, str number)
{
    struct sentence s = style_begin(c, style_of(c, STYLE_LABEL));
    s.is_bare = true;
    style_add_text(&s, number);
    s.runs[0].has_no_break = true;
    return style_in_cell(style_end(&s, ROLE_NONE));
}

/* How many items above this one it belongs to: 5.1 to 5, if that is on the agenda. */
static unsigned depth_of(const struct agenda *g, size_t index)
{
    str number = g->items[index].number;
    unsigned depth = 0;
    for (size_t i = 0; i < index; i++) {
        str above = g->items[i].number;
        depth += str_starts(number, above) && number.n > above.n && number.p[above.n] == '.';
    }
    return depth;
}

static void add_item(struct items *t, uint32_t row, size_t index)
{
    static const struct tag_props row_head = {.scope = SCOPE_ROW};
    struct composer *c = t->composer;
    const struct agenda_item *item = &t->agenda->items[index];
    struct box *pages = pages_box(t, index);
    str before = c->lang;
    unsigned depth = depth_of(t->agenda, index);
    struct box *number = style_par_text(c, style_of(c, STYLE_LABEL), ROLE_P, item->number);
    number->indent = (len)depth * c->layout->cell_gutter / 2;
    number->u.par.runs[0].has_no_break = true;
    struct table_cell *head = add_cell(t, row, style_in_cell(number));
    head->role = ROLE_TH;
    head->props = &row_head;
    head->continued = continued_box(c, item->number);
    if (item->lang.n)
        c->lang = item->lang;
    struct table_cell *words = add_cell(t, row, business(t, index, is_large(c) ? pages : NULL));
    words->props = style_lang_props(c, item->lang);
    c->lang = before;
    if (depth)
        t->table->rows[row].rule_above = 0; /* it stands together with the item above */
    if (is_large(c))
        return;
    if (pages)
        style_align(c, pages, ALIGN_RIGHT);
    add_cell(t, row, pages);
}

static void begin_table(struct items *t, const struct table_design *design)
{
    struct composer *c = t->composer;
    struct table_box *table = t->table;
    running_table(table, design);
    table->column_count = is_large(c) ? 2 : 3;
    table->tracks = ARENA_ARRAY(c->arena, 3, struct track);
    table->tracks[0].kind = TRACK_AUTO;
    table->tracks[1] = (struct track){.kind = TRACK_SHARE, .weight = 1};
    table->tracks[2].kind = TRACK_AUTO;
    table->header_rows = 1;
    table->row_count = (uint32_t)t->agenda->item_count + 1;
    table->rows = ARENA_ARRAY(c->arena, table->row_count, struct table_row);
    for (uint32_t i = 0; i < table->row_count; i++)
        table->rows[i] =
            (struct table_row){.role = ROLE_TR,
                               .rule_above = i > 1 ? design->row.thickness : 0,
                               .rule_colour = design->row.colour,
                               .is_unsplittable = i == 0 || !t->agenda->items[i - 1].blocks};
    if (table->row_count > 2)
        table->rows[1].is_kept = true; /* the first item does not stand alone below the head */
}

static void add_items(struct composer *c, const struct agenda *g, const struct page_range *ranges,
                      struct box_list *list)
{
    str title = c->layout->words[c->layout->agenda_count ? WORD_AGENDA_ITEMS : WORD_AGENDA];
    struct box *box = ARENA_NEW(c->arena, struct box);
    *box = (struct box){.kind = BOX_TABLE, .role = ROLE_TABLE};
    struct items t = {.composer = c, .agenda = g, .ranges = ranges, .table = &box->u.table};
    begin_table(&t, &c->layout->glossary_table);
    add_head(&t);
    for (size_t i = 0; i < g->item_count; i++)
        add_item(&t, (uint32_t)i + 1, i);
    struct box *head = style_par_text(c, style_of(c, STYLE_SECTION), ROLE_H2, title);
    head->is_kept_with_next = true;
    head->anchor = STR("part:agenda");
    head->outline = title;
    head->outline_level = 2;
    box_list_add(list, style_set_own(c, head));
    box_list_add(list, box);
}

/* ---- the sheet ------------------------------------------------------------------------------ */

struct sequence *front_sheet_compose(struct composer *c, const struct agenda *agenda,
                                     const struct page_range *ranges)
{
    struct box_list list = {0};
    masthead(c, composer_word(c, WORD_AGENDA_TITLE, c->scope), &list);
    box_list_add(&list, meeting(c, agenda));
    add_members(c, agenda, &list);
    for (size_t i = 0; i < agenda->opening_count; i++)
        add_notice(c, &agenda->opening[i], &list);
    add_items(c, agenda, ranges, &list);
    for (size_t i = 0; i < agenda->closing_count; i++)
        add_notice(c, &agenda->closing[i], &list);
    return running_sequence(c, PAGE_PAPER, c->scope, style_stack(c, ROLE_NONE, list));
}
