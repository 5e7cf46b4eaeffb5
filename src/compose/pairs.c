#include "compose/pairs.h"

#include "compose/style.h"

struct box *pairs_begin(struct composer *c, struct pairs *p, len label_width, len pad)
{
    struct box *box = ARENA_NEW(c->arena, struct box);
    *box = (struct box){.kind = BOX_TABLE};
    *p = (struct pairs){.composer = c, .table = &box->u.table};
    p->table->is_grid = true;
    p->table->is_flush = true;
    p->table->pad_x = LEN_MM(1);
    p->table->pad_top = p->table->pad_bottom = pad;
    p->table->column_count = 2;
    p->table->tracks = ARENA_ARRAY(c->arena, 2, struct track);
    p->table->tracks[0] = (struct track){.kind = TRACK_FIXED, .width = label_width};
    p->table->tracks[1] = (struct track){.kind = TRACK_SHARE, .weight = 1};
    return box;
}

static void add_cell(struct pairs *p, uint32_t column, struct box *box)
{
    struct table_box *t = p->table;
    struct table_cell *cell =
        ARENA_PUSH(p->composer->arena, t->cells, t->cell_count, p->cell_capacity);
    *cell = (struct table_cell){.row = t->row_count,
                                .column = column,
                                .row_span = 1,
                                .column_span = 1,
                                .box = style_in_cell(box),
                                .fill = COLOUR_NONE};
}

void pairs_add(struct pairs *p, str label, struct box *words, const struct rule_design *rule)
{
    struct composer *c = p->composer;
    struct table_box *t = p->table;
    size_t rows = t->row_count;
    /* the space parts label and words for those who hear or copy them */
    str spaced = str_format(c->arena, "%.*s ", STR_ARG(label));
    origins_add_copy(c->origins, str_sub(spaced, 0, label.n), label);
    add_cell(p, 0, style_par_text(c, layout_style(c->layout, STYLE_LABEL), ROLE_NONE, spaced));
    add_cell(p, 1, words);
    struct table_row *row = ARENA_PUSH(c->arena, t->rows, rows, p->row_capacity);
    *row = (struct table_row){.role = ROLE_P, .is_unsplittable = true};
    if (rule && rows > 1) {
        row->rule_above = rule->thickness;
        row->rule_colour = rule->colour;
    }
    t->row_count = (uint32_t)rows;
}

/* A row alone at the foot of a page, or overleaf, looks lost: first and last have company. */
void pairs_tie(struct pairs *p)
{
    struct table_box *t = p->table;
    if (t->row_count > 1)
        t->rows[0].is_kept = t->rows[t->row_count - 2].is_kept = true;
}
