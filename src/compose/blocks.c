/*
 * One function a kind of block. A block's id is its anchor, its language its element's /Lang.
 */
#include "compose/blocks.h"

#include "base/file.h"
#include "base/inputs.h"
#include "compose/contrast.h"
#include "compose/running.h"
#include "compose/style.h"

static struct box *new_box(struct composer *c, enum box_kind kind, enum tag_role role)
{
    struct box *box = ARENA_NEW(c->arena, struct box);
    *box = (struct box){.kind = kind, .role = role};
    return box;
}

/* ---- labels ------------------------------------------------------------------------------- */

/* "3.", "c.", "•"; letters go on with aa, ab … */
static str label_text(struct composer *c, enum list_kind kind, size_t index)
{
    if (kind == LIST_BULLET)
        return c->layout->bullet;
    if (kind == LIST_NUMBER)
        return str_format(c->arena, "%zu.", index + 1);
    char letters[16];
    size_t at = sizeof letters;
    letters[--at] = '.';
    for (size_t rest = index + 1; rest > 0 && at > 0; rest = (rest - 1) / 26)
        letters[--at] = (char)('a' + (rest - 1) % 26);
    return str_copy(c->arena, (str){letters + at, sizeof letters - at});
}

static struct box *labelled(struct composer *c, const struct named_style *style, str label,
                            len width, struct box_list body)
{
    struct box *box = new_box(c, BOX_LABEL, ROLE_NONE);
    box->u.label.label = style_in_cell(style_par_text(c, style, ROLE_NONE, label));
    box->u.label.width = width;
    box->u.label.children = body.first;
    return box;
}

/* ---- kinds of blocks ---------------------------------------------------------------------- */

static struct box *numbered_para(struct composer *c, const struct block *b,
                                 const struct block_place *place)
{
    struct box_list body = {0};
    str label = str_format(c->arena, "%zu. ", ++*place->number); /* the space is for extraction */
    box_list_add(&body, style_in_cell(style_par_words(c, place->text, ROLE_NONE, b->words)));
    struct box *box = labelled(c, place->text, label, place->indent, body);
    box->role = ROLE_P;
    box->space_before = place->text->before;
    box->space_after = place->text->after;
    return box;
}

static struct box *para(struct composer *c, const struct block *b, const struct block_place *place)
{
    if (place->number)
        return numbered_para(c, b, place);
    struct box *box = style_par_words(c, place->text, ROLE_P, b->words);
    box->indent = place->indent;
    return box;
}

static struct box *heading(struct composer *c, const struct block *b,
                           const struct block_place *place)
{
    struct box *box = style_par_words(c, place->heading, place->heading_role, b->words);
    box->is_kept_with_next = true;
    return box;
}

/* The place inside a list, note or action: nothing is numbered there, indents begin anew. */
static struct block_place inner_place(const struct composer *c, const struct block_place *place,
                                      len taken)
{
    struct block_place inner = *place;
    inner.number = NULL;
    inner.indent = 0;
    inner.gutter = len_min(place->gutter, c->layout->list_gutter);
    inner.width = len_max(place->width - taken, LEN_PT(1));
    return inner;
}

static struct box *list_item(struct composer *c, const struct block *list,
                             const struct block_item *item, size_t index,
                             const struct block_place *place)
{
    struct block_place inner = inner_place(c, place, place->gutter + place->indent);
    struct box_list body = {0};
    blocks_compose(c, item->blocks, &inner, &body);
    struct box *box =
        labelled(c, place->text, label_text(c, list->list, index), place->gutter, body);
    box->role = ROLE_LI;
    box->u.label.label_role = ROLE_LBL;
    box->u.label.body_role = ROLE_LBODY;
    box->space_before = box->space_after = c->layout->item_gap;
    return box;
}

static struct box *list(struct composer *c, const struct block *b, const struct block_place *place)
{
    static const struct tag_props props[] = {
        [LIST_BULLET] = {.list = LIST_LABEL_DISC},
        [LIST_NUMBER] = {.list = LIST_LABEL_DECIMAL},
        [LIST_LETTER] = {.list = LIST_LABEL_ALPHA},
    };
    struct box_list items = {0};
    size_t index = 0;
    for (const struct block_item *i = b->items; i; i = i->next)
        box_list_add(&items, list_item(c, b, i, index++, place));
    struct box *box = style_stack(c, ROLE_L, items);
    box->props = &props[b->list];
    box->indent = place->indent;
    box->space_before = place->text->before;
    box->space_after = place->text->after;
    return box;
}

static struct box *aside(struct composer *c, const struct block *b, const struct block_place *place,
                         const struct aside_design *design, struct box *head)
{
    struct block_place inner = inner_place(c, place, place->indent + 2 * design->pad + design->bar);
    struct box_list children = {0};
    inner.text = layout_style(c->layout, STYLE_ASIDE);
    if (head)
        head->is_kept_with_next = true;
    box_list_add(&children, head);
    blocks_compose(c, b->blocks, &inner, &children);
    struct box *box = style_stack(c, ROLE_ASIDE, children);
    box->indent = place->indent;
    box->has_fill = design->has_fill;
    box->fill = design->fill;
    box->bar = design->bar;
    box->bar_colour = design->bar_colour;
    box->pad = design->pad;
    box->is_kept_together = !place->is_cell;
    box->space_before = design->before;
    box->space_after = design->after;
    return box;
}

static struct box *note(struct composer *c, const struct block *b, const struct block_place *place)
{
    struct box *head = NULL;
    if (b->title.n)
        head = style_par_text(c, layout_style(c->layout, STYLE_ASIDE_HEAD), ROLE_P, b->title);
    return aside(c, b, place, &c->layout->note, head);
}

/* "Action · Performance Manager, due 31 December 2020". */
static struct box *action(struct composer *c, const struct block *b,
                          const struct block_place *place)
{
    const struct named_style *style = layout_style(c->layout, STYLE_ASIDE_HEAD);
    struct field fields[] = {{"action", c->layout->words[WORD_ACTION]},
                             {"owner", b->owner},
                             {"date", (str){0}},
                             {NULL, {0}}};
    struct scope scope = {fields, c->scope};
    str head = b->owner.n ? composer_word(c, WORD_OWNER, &scope) : fields[0].value;
    if (b->due.day) {
        fields[2].value = narrative_date(c->arena, b->due, &c->layout->wording);
        head = str_format(c->arena, "%.*s, %.*s", STR_ARG(head),
                          STR_ARG(composer_word(c, WORD_DUE, &scope)));
    }
    return aside(c, b, place, &c->layout->action, style_par_text(c, style, ROLE_P, head));
}

/* ---- pictures ----------------------------------------------------------------------------- */

/* A file is decoded, and told off, once however often it is shown. */
struct picture {
    str path;
    const struct image *image; /* NULL: it is faulty */
    struct picture *next;
};

static const struct image *decode(struct composer *c, str path, str bytes, struct pos pos)
{
    for (const struct picture *p = c->pictures; p; p = p->next)
        if (str_eq(p->path, path))
            return p->image;
    const struct image *image = image_read(c->arena, c->diag, path, bytes, pos);
    if (image && c->layout->is_grey)
        image = image_recolour(c->arena, image, contrast_grey);
    struct picture *picture = ARENA_NEW(c->arena, struct picture);
    *picture = (struct picture){path, image, c->pictures};
    c->pictures = picture;
    return image;
}

static const struct image *read_image(struct composer *c, const struct block *b)
{
    str bytes, root = c->options->image_root;
    enum file_under result = root.n ? file_read_kept(c->arena, c->options->pictures, root, b->file,
                                                     FILE_CAP_IMAGE, &bytes)
                                    : FILE_MISSING;
    if (result == FILE_OK)
        return decode(c, inputs_path(c->arena, root, b->file), bytes, b->pos);
    struct finding *f = diag_add(c->diag, Q510, b->pos, "the picture “%.*s” %s", STR_ARG(b->file),
                                 file_under_text(result));
    if (root.n && result == FILE_MISSING)
        diag_hint(c->diag, f,
                  "pictures are looked for in the folder of the file that names them, and beneath "
                  "it");
    else if (file_under_hint(result))
        diag_hint(c->diag, f, "%s", file_under_hint(result));
    return NULL;
}

static struct box *image(struct composer *c, const struct block *b, const struct block_place *place)
{
    const struct image *picture = read_image(c, b);
    if (!picture || picture->width <= 0 || picture->height <= 0)
        return NULL;
    struct box *box = new_box(c, BOX_IMAGE, b->is_decorative ? ROLE_NONE : ROLE_FIGURE);
    struct tag_props *props = ARENA_NEW(c->arena, struct tag_props);
    len width = b->width ? b->width : picture->width;
    width = len_min(width, place->width - place->indent);
    props->alt = b->alt;
    box->props = b->is_decorative ? NULL : props;
    box->is_artifact = b->is_decorative;
    box->indent = place->indent;
    box->space_before = box->space_after = len_max(place->text->after, LEN_PT(4));
    box->u.image.image = picture;
    box->u.image.width = width;
    box->u.image.height = len_scale(picture->height, width, picture->width);
    box->u.image.alt = b->alt;
    return box;
}

/* ---- free tables -------------------------------------------------------------------------- */

/* Do figures stand in this column? The first row below the head tells. */
static bool is_number_column(const struct table *t, uint32_t column)
{
    for (size_t i = 0; i < t->row_count; i++) {
        const struct row *row = &t->rows[i];
        uint32_t at = 0;
        for (size_t k = 0; !row->is_header && k < row->cell_count; k++) {
            if (at == column)
                return row->cells[k].is_number;
            at += (uint32_t)row->cells[k].span;
        }
    }
    return false;
}

static struct table_cell free_cell(struct composer *c, const struct row *row,
                                   const struct cell *cell, int span, bool is_number)
{
    enum style_name style = row->is_header    ? STYLE_TABLE_HEAD
                            : cell->is_header ? STYLE_TERM
                                              : STYLE_FIGURE;
    struct sentence s = style_begin(c, layout_style(c->layout, style));
    s.has_terms = !row->is_header;
    style_add_words(&s, cell->words);
    struct box *box = style_end(&s, ROLE_P);
    style_align(c, box, is_number ? ALIGN_RIGHT : ALIGN_LEFT);
    struct tag_props *props = ARENA_NEW(c->arena, struct tag_props);
    bool is_head = row->is_header || cell->is_header;
    props->scope = row->is_header ? SCOPE_COLUMN : cell->is_header ? SCOPE_ROW : SCOPE_NONE;
    props->column_span = (uint16_t)span;
    return (struct table_cell){.row_span = 1,
                               .column_span = (uint16_t)span,
                               .box = style_in_cell(box),
                               .role = is_head ? ROLE_TH : ROLE_TD,
                               .props = props,
                               .valign = row->is_header ? VALIGN_BOTTOM : VALIGN_TOP,
                               .fill =
                                   row->is_header ? c->layout->free_table.head_fill : COLOUR_NONE};
}

/* Without spans a cell says what it says in each of its columns. */
static void free_row(struct composer *c, const struct table *from, uint32_t index,
                     struct table_box *t, size_t *capacity)
{
    const struct row *row = &from->rows[index];
    uint32_t column = 0;
    for (size_t k = 0; k < row->cell_count; k++) {
        const struct cell *cell = &row->cells[k];
        int span = c->layout->has_spans ? cell->span : 1;
        for (int left = cell->span; left > 0; left -= span, column += (uint32_t)span) {
            bool is_number =
                cell->is_number || (row->is_header && span == 1 && is_number_column(from, column));
            struct table_cell *out = ARENA_PUSH(c->arena, t->cells, t->cell_count, *capacity);
            *out = free_cell(c, row, cell, span, is_number);
            out->row = index;
            out->column = column;
        }
    }
}

static void free_rows(struct composer *c, const struct table *from, struct table_box *t)
{
    const struct rule_design *rule = &c->layout->free_table.row;
    size_t capacity = 0;
    for (uint32_t i = 0; i < from->row_count; i++) {
        t->header_rows += from->rows[i].is_header;
        t->rows[i] = (struct table_row){.role = ROLE_TR, .rule_colour = rule->colour};
        t->rows[i].rule_above = i > t->header_rows ? rule->thickness : 0;
        t->rows[i].is_unsplittable = true;
        free_row(c, from, i, t, &capacity);
    }
}

static struct box *table(struct composer *c, const struct block *b, const struct block_place *place)
{
    const struct table *from = b->table;
    struct box *box = new_box(c, BOX_TABLE, ROLE_NONE);
    struct table_box *t = &box->u.table;
    running_table(t, &c->layout->free_table);
    t->column_count = (uint32_t)from->column_count;
    t->tracks = ARENA_ARRAY(c->arena, from->column_count, struct track);
    for (size_t i = 0; i < from->column_count; i++)
        t->tracks[i].kind = TRACK_AUTO;
    t->row_count = (uint32_t)from->row_count;
    t->rows = ARENA_ARRAY(c->arena, from->row_count, struct table_row);
    free_rows(c, from, t);
    struct box_list list = {0};
    if (from->caption) {
        struct box *caption =
            style_par_words(c, layout_style(c->layout, STYLE_CAPTION), ROLE_CAPTION, from->caption);
        caption->is_kept_with_next = true;
        box_list_add(&list, caption);
    }
    box_list_add(&list, box);
    struct box *whole = style_stack(c, ROLE_TABLE, list); /* Table: Caption, then the rows */
    whole->indent = place->indent;
    whole->space_before = whole->space_after = len_max(place->text->after, LEN_PT(4));
    return whole;
}

/* ---- all of them -------------------------------------------------------------------------- */

static struct box *compose_block(struct composer *c, const struct block *b,
                                 const struct block_place *place)
{
    switch (b->kind) {
    case BLOCK_PARA: return para(c, b, place);
    case BLOCK_LIST: return list(c, b, place);
    case BLOCK_NOTE: return note(c, b, place);
    case BLOCK_ACTION: return action(c, b, place);
    case BLOCK_IMAGE: return image(c, b, place);
    case BLOCK_TABLE: return table(c, b, place);
    case BLOCK_HEADING: return heading(c, b, place);
    }
    return NULL;
}

/* Words that announce what follows: they end with a colon. */
static bool is_announcing(struct composer *c, const struct block *b)
{
    return b->kind == BLOCK_PARA && b->next &&
           str_ends(narrative_plain(c->arena, b->words), STR(":"));
}

void blocks_compose(struct composer *c, const struct block *blocks, const struct block_place *place,
                    struct box_list *out)
{
    str before = c->lang;
    for (const struct block *b = blocks; b; b = b->next) {
        if (b->lang.n)
            c->lang = b->lang;
        struct box *box = compose_block(c, b, place);
        if (box && b->lang.n)
            style_set_lang(c, box, b->lang);
        if (box) {
            box->anchor = b->id;
            box->is_kept_with_next |= is_announcing(c, b);
        }
        box_list_add(out, box);
        c->lang = before;
    }
}
