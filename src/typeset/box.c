/*
 * box: the invariants of what typesetting is given. Compose is trusted, tests and fuzzers are not:
 * they call box_check() on every document that compose makes.
 */
#include "typeset/box.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct complaint {
    char *message;
    size_t size;
};

__attribute__((format(printf, 2, 3))) static bool fault(const struct complaint *c,
                                                        const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(c->message, c->size, format, args);
    va_end(args);
    return false;
}

static bool check_box(const struct complaint *c, const struct box *box);

static bool check_boxes(const struct complaint *c, const struct box *box)
{
    for (; box; box = box->next)
        if (!check_box(c, box))
            return false;
    return true;
}

static bool check_par(const struct complaint *c, const struct par *par)
{
    if (!par->style)
        return fault(c, "a paragraph has no style");
    for (size_t i = 0; i < par->count; i++) {
        const struct run *run = &par->runs[i];
        if (run->kind == RUN_TEXT && (!run->style || !run->style->face || run->style->size <= 0))
            return fault(c, "a run has no face or size: \"%.*s\"", STR_ARG(run->text));
        if (run->kind == RUN_DRAWING && !run->drawing)
            return fault(c, "a drawing run has no drawing");
        if (utf8_check(run->text) != run->text.n)
            return fault(c, "a run is not UTF-8");
    }
    return true;
}

/* Marks the places a cell covers; false when it leaves the table or meets another cell. */
static bool cover(const struct complaint *c, const struct table_box *t,
                  const struct table_cell *cell, uint8_t *covered)
{
    if (!cell->row_span || !cell->column_span || cell->row + cell->row_span > t->row_count ||
        cell->column + cell->column_span > t->column_count)
        return fault(c, "cell %u,%u leaves its table", cell->row, cell->column);
    for (uint32_t r = cell->row; r < cell->row + cell->row_span; r++)
        for (uint32_t k = cell->column; k < cell->column + cell->column_span; k++) {
            if (covered[(size_t)r * t->column_count + k]++)
                return fault(c, "place %u,%u is covered twice", r, k);
        }
    return true;
}

static bool check_cells(const struct complaint *c, const struct table_box *t, uint8_t *covered)
{
    for (size_t i = 0; i < t->cell_count; i++) {
        const struct table_cell *cell = &t->cells[i], *before = i ? cell - 1 : NULL;
        if (before && (before->row > cell->row ||
                       (before->row == cell->row && before->column >= cell->column)))
            return fault(c, "cell %u,%u is out of order", cell->row, cell->column);
        if (cell->row < t->header_rows && cell->row + cell->row_span > t->header_rows)
            return fault(c, "header cell %u,%u reaches into the body", cell->row, cell->column);
        if (!cover(c, t, cell, covered) || !check_boxes(c, cell->box) ||
            !check_boxes(c, cell->continued))
            return false;
    }
    return true;
}

static bool check_table(const struct complaint *c, const struct table_box *t)
{
    if (!t->column_count || !t->row_count)
        return fault(c, "a table without rows or columns");
    size_t places = (size_t)t->row_count * t->column_count;
    uint8_t *covered = calloc(places, 1);
    if (!covered)
        return fault(c, "out of memory");
    bool is_good = check_cells(c, t, covered);
    for (size_t i = 0; is_good && !t->is_grid && i < places; i++)
        if (!covered[i])
            is_good =
                fault(c, "place %zu,%zu has no cell", i / t->column_count, i % t->column_count);
    free(covered);
    return is_good;
}

static bool check_box(const struct complaint *c, const struct box *box)
{
    if (box->indent < 0 || box->outdent < 0 || box->pad < 0)
        return fault(c, "a box has a negative indent or padding");
    switch (box->kind) {
    case BOX_PAR: return check_par(c, &box->u.par);
    case BOX_STACK: return check_boxes(c, box->u.stack.children);
    case BOX_LABEL:
        return check_box(c, box->u.label.label) && check_boxes(c, box->u.label.children);
    case BOX_TABLE: return check_table(c, &box->u.table);
    case BOX_IMAGE:
        if (!box->u.image.image || box->u.image.width <= 0 || box->u.image.height <= 0)
            return fault(c, "a picture has no area");
        return true;
    case BOX_RULE:
    case BOX_PAGE:
    case BOX_FILL: return true;
    }
    return fault(c, "a box of no kind");
}

static len flow_width(const struct master *m)
{
    return m->page_width - m->left - m->right;
}

static bool check_master(const struct complaint *c, const struct master *m)
{
    if (flow_width(m) <= 0 || m->page_height - m->top - m->bottom <= 0)
        return fault(c, "a page has no room between its margins");
    for (size_t i = 0; i < m->count; i++)
        if (m->furniture[i].box && !check_boxes(c, m->furniture[i].box))
            return false;
    return true;
}

bool box_check(const struct document *doc, char *message, size_t size)
{
    const struct complaint c = {message, size};
    for (const struct sequence *q = doc->sequences; q; q = q->next) {
        if (!check_master(&c, q->first) || (q->rest && !check_master(&c, q->rest)))
            return false;
        /* Lines are broken once, to the first page's width. */
        if (q->rest && flow_width(q->rest) != flow_width(q->first))
            return fault(&c, "a sequence's first and other pages differ in width");
        if (!check_boxes(&c, q->content))
            return false;
    }
    return true;
}
