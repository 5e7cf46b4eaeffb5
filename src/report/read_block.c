/*
 * read_block: paragraphs, lists, notes, actions, images and tables.
 */
#include "report/read.h"

#include "base/len.h"

#define SPAN_MAX 100 /* columns of a table; a page has room for a dozen or two */

static void read_items(struct reader *r, const struct xml_node *node, struct block *out)
{
    int kind = read_choice(node, "kind", "bullet number letter");
    out->list = kind < 0 ? LIST_BULLET : (enum list_kind)kind;
    struct block_item **end = &out->items;
    for (const struct xml_node *n = node->children; n; n = n->next) {
        if (!xml_is(n, "item") && !xml_is(n, "point")) /* of reports; of agendas */
            continue;
        struct block_item *item = ARENA_NEW(r->arena, struct block_item);
        item->blocks = read_blocks(r, n);
        *end = item;
        end = &item->next;
    }
}

static void read_image(struct reader *r, const struct xml_node *node, struct block *out)
{
    len width = 0;
    out->file = read_attr(r, node, "file");
    out->alt = read_attr(r, node, "alt");
    out->is_decorative = read_flag(node, "decorative");
    if (xml_attr(node, "width") && len_parse(xml_value(node, "width"), &width))
        out->width = width;
    if (!out->is_decorative && !out->alt.n) {
        struct finding *f = diag_add(r->diag, Q306, out->pos,
                                     "this image has no words for readers who cannot see it");
        diag_hint(r->diag, f,
                  "add alt=\"…\" that says what it shows, or decorative=\"yes\" if it says "
                  "nothing that the text does not");
    }
}

static void read_action(struct reader *r, const struct xml_node *node, struct block *out)
{
    out->owner = read_attr(r, node, "owner");
    if (!date_parse(xml_value(node, "due"), &out->due))
        out->due = (struct date){.hour = -1, .minute = -1};
    out->blocks = read_blocks(r, node);
}

static bool find_kind(const struct xml_node *node, enum block_kind *out)
{
    static const char *const names[] = {"para",  "list",  "note",   "action",
                                        "image", "table", "heading"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (xml_is(node, names[i])) {
            *out = (enum block_kind)i;
            return true;
        }
    return false;
}

struct block *read_block(struct reader *r, const struct xml_node *node)
{
    enum block_kind kind;
    if (!find_kind(node, &kind))
        return NULL;
    struct block *out = ARENA_NEW(r->arena, struct block);
    struct target target = {.kind = TARGET_BLOCK,
                            .is_numbered = r->is_numbering && kind == BLOCK_PARA};
    bool was_numbering = r->is_numbering;
    r->is_numbering = false;
    out->kind = kind;
    out->pos = xml_pos(r->doc, node);
    out->lang = read_attr(r, node, "xml:lang");
    switch (kind) {
    case BLOCK_PARA: out->words = read_words(r, node); break;
    case BLOCK_HEADING: target.words = out->words = read_words(r, node); break;
    case BLOCK_LIST: read_items(r, node, out); break;
    case BLOCK_NOTE:
        out->title = read_attr(r, node, "title");
        out->blocks = read_blocks(r, node);
        break;
    case BLOCK_ACTION: read_action(r, node, out); break;
    case BLOCK_IMAGE:
        read_image(r, node, out);
        target.name = out->alt;
        break;
    case BLOCK_TABLE:
        out->table = read_table(r, node);
        target.words = out->table->caption;
        break;
    }
    r->is_numbering = was_numbering;
    out->id = read_id(r, node, target);
    return out;
}

struct block *read_blocks(struct reader *r, const struct xml_node *node)
{
    struct block *first = NULL, **end = &first;
    for (const struct xml_node *n = node->children; n; n = n->next) {
        struct block *b = read_block(r, n);
        if (!b)
            continue;
        *end = b;
        end = &b->next;
    }
    return first;
}

/* ---- tables ----------------------------------------------------------------------------- */

static int read_span(struct reader *r, const struct xml_node *node)
{
    const struct xml_attr *attr = xml_attr(node, "span");
    struct dec n;
    if (!attr || !dec_parse(str_trim(attr->value), &n) || n.places)
        return 1;
    if (n.digits >= 1 && n.digits <= SPAN_MAX)
        return (int)n.digits;
    diag_add(r->diag, Q307, xml_value_pos(r->doc, attr), "a cell covers from 1 to %d columns",
             SPAN_MAX);
    return 1;
}

static void read_cells(struct reader *r, const struct xml_node *node, bool is_head, struct row *out)
{
    out->pos = xml_pos(r->doc, node);
    out->is_header = is_head;
    out->cells =
        ARENA_ARRAY(r->arena, read_count(node, "cell") + read_count(node, "header"), struct cell);
    for (const struct xml_node *n = node->children; n; n = n->next) {
        if (!xml_is(n, "cell") && !xml_is(n, "header"))
            continue;
        out->cells[out->cell_count++] = (struct cell){.words = read_words(r, n),
                                                      .span = read_span(r, n),
                                                      .is_header = is_head || xml_is(n, "header"),
                                                      .is_number = read_flag(n, "number"),
                                                      .pos = xml_pos(r->doc, n)};
    }
}

static size_t count_columns(const struct row *row)
{
    size_t n = 0;
    for (size_t i = 0; i < row->cell_count; i++)
        n += (size_t)row->cells[i].span;
    return n;
}

/* All rows must cover what the first one does. */
static void check_columns(struct reader *r, struct table *t)
{
    t->column_count = t->row_count ? count_columns(&t->rows[0]) : 0;
    if (t->column_count > SPAN_MAX)
        diag_add(r->diag, Q307, t->rows[0].pos, "the table has %zu columns; at most %d are set",
                 t->column_count, SPAN_MAX);
    for (size_t i = 1; i < t->row_count; i++) {
        size_t n = count_columns(&t->rows[i]);
        if (n == t->column_count)
            continue;
        struct finding *f =
            diag_add(r->diag, Q307, t->rows[i].pos, "this row covers %zu column%s, the first %zu",
                     n, n == 1 ? "" : "s", t->column_count);
        diag_hint(r->diag, f, "add empty cells (<cell/>), or let a cell cover several: span=\"2\"");
    }
}

/* Somebody who hears a table needs to be told what each figure is about. */
static void check_headers(struct reader *r, const struct xml_node *node, const struct table *t)
{
    for (size_t i = 0; i < t->row_count; i++)
        for (size_t k = 0; k < t->rows[i].cell_count; k++)
            if (t->rows[i].cells[k].is_header)
                return;
    struct finding *f =
        diag_add(r->diag, Q313, xml_pos(r->doc, node), "the table has no header cells");
    diag_hint(r->diag, f,
              "put the row that names the columns into <head>, or make the cells that name the "
              "rows <header>");
}

static void read_rows(struct reader *r, const struct xml_node *node, bool is_head, struct table *t)
{
    for (const struct xml_node *n = xml_child(node, "row"); n; n = xml_next(n, "row"))
        read_cells(r, n, is_head, &t->rows[t->row_count++]);
}

struct table *read_table(struct reader *r, const struct xml_node *node)
{
    struct table *t = ARENA_NEW(r->arena, struct table);
    size_t errors = r->diag->errors;
    const struct xml_node *caption = xml_child(node, "caption"), *head = xml_child(node, "head");
    if (caption)
        t->caption = read_words(r, caption);
    size_t rows = read_count(node, "row") + (head ? read_count(head, "row") : 0);
    t->rows = ARENA_ARRAY(r->arena, rows, struct row);
    if (head)
        read_rows(r, head, true, t);
    read_rows(r, node, false, t);
    check_columns(r, t);
    if (r->diag->errors == errors && t->row_count)
        check_headers(r, node, t);
    return t;
}
