/*
 * Each entry is a row: the title at the left, the page's label at the right, both one link. The
 * page numbers are filled in by typesetting.
 */
#include "compose/contents.h"

#include "compose/paper.h"
#include "compose/refs.h"
#include "compose/section.h"
#include "compose/style.h"

struct list {
    struct composer *composer;
    struct table_box *table;
    size_t row_capacity, cell_capacity;
};

/* A link in words, or in the page's number. */
static struct box *link_box(struct list *l, const struct named_style *style, enum run_kind kind,
                            str title, str dest)
{
    struct composer *c = l->composer;
    struct span *span = ARENA_NEW(c->arena, struct span);
    *span = (struct span){.role = ROLE_LINK, .dest = dest, .contents = title};
    struct sentence s = style_begin(c, style);
    if (kind == RUN_TEXT)
        style_add_text(&s, title);
    else
        style_add_page_of(&s, dest);
    for (size_t i = 0; i < s.count; i++)
        s.runs[i].span = span;
    return style_in_cell(style_end(&s, ROLE_NONE));
}

static void add_cell(struct list *l, uint32_t column, struct box *box, len indent)
{
    struct table_box *t = l->table;
    struct table_cell *cell =
        ARENA_PUSH(l->composer->arena, t->cells, t->cell_count, l->cell_capacity);
    box->indent = indent;
    *cell = (struct table_cell){.row = t->row_count,
                                .column = column,
                                .row_span = 1,
                                .column_span = 1,
                                .box = box,
                                .valign = VALIGN_BOTTOM,
                                .fill = COLOUR_NONE};
}

static void add_entry(struct list *l, int level, str title, str dest)
{
    struct composer *c = l->composer;
    const struct named_style *style =
        layout_style(c->layout, level == 1 ? STYLE_CONTENTS_1 : STYLE_CONTENTS_2);
    struct box *words = link_box(l, style, RUN_TEXT, title, dest);
    struct box *page = link_box(l, style, RUN_PAGE_OF, title, dest);
    style_align(c, page, ALIGN_RIGHT);
    add_cell(l, 0, words, level == 1 ? 0 : c->layout->list_gutter);
    add_cell(l, 1, page, 0);
    size_t rows = l->table->row_count;
    struct table_row *row = ARENA_PUSH(c->arena, l->table->rows, rows, l->row_capacity);
    *row = (struct table_row){.role = ROLE_TOCI, .is_unsplittable = true};
    if (level == 1 && rows > 1) {
        row->rule_above = c->layout->glossary_table.row.thickness;
        row->rule_colour = c->layout->glossary_table.row.colour;
    }
    l->table->row_count = (uint32_t)rows;
}

static void add_part(struct list *l, str letter, str title)
{
    struct composer *c = l->composer;
    struct field fields[] = {{"letter", letter},
                             {"appendix", refs_part_name(c, letter)},
                             {"appendix-title", title},
                             {NULL, {0}}};
    add_entry(l, 1, composer_word(c, WORD_APPENDIX_HEAD, &(struct scope){fields, c->scope}),
              refs_part_anchor(c, letter));
}

static void add_entries(struct list *l)
{
    struct composer *c = l->composer;
    const struct report *r = c->report;
    if (r->paper && composer_takes(c, STR("paper")))
        add_entry(l, 1, c->layout->words[WORD_PAPER], STR(PAPER_ANCHOR));
    for (size_t i = 0; i < r->appendix_count; i++) {
        const struct appendix *a = &r->appendices[i];
        if (!composer_takes(c, a->letter))
            continue;
        add_part(l, a->letter, a->title);
        for (size_t k = 0; k < a->section_count; k++)
            add_entry(l, 2, section_head(c, &a->sections[k]),
                      refs_section_anchor(c, a, &a->sections[k]));
    }
    if (r->glossary && composer_takes(c, r->glossary->letter))
        add_part(l, r->glossary->letter, refs_glossary_title(c));
}

struct box *contents_compose(struct composer *c, enum tag_role heading_role)
{
    struct box *box = ARENA_NEW(c->arena, struct box);
    *box = (struct box){.kind = BOX_TABLE, .role = ROLE_TOC};
    struct list l = {.composer = c, .table = &box->u.table};
    l.table->is_grid = l.table->is_flush = true;
    l.table->pad_top = l.table->pad_bottom = LEN_PT(3);
    l.table->column_count = 2;
    l.table->tracks = ARENA_ARRAY(c->arena, 2, struct track);
    l.table->tracks[0] = (struct track){.kind = TRACK_SHARE, .weight = 1};
    l.table->tracks[1] = (struct track){.kind = TRACK_FIXED, .width = c->layout->contents_number};
    add_entries(&l);
    struct box_list list = {0};
    str title = c->layout->words[WORD_CONTENTS];
    struct box *head = style_par_text(c, layout_style(c->layout, STYLE_TITLE), heading_role, title);
    head->is_kept_with_next = true;
    head->anchor = STR("part:contents");
    head->outline = title;
    head->outline_level = heading_role == ROLE_H1 ? 1 : 2;
    box_list_add(&list, head);
    box_list_add(&list, box);
    return style_stack(c, ROLE_NONE, list);
}
