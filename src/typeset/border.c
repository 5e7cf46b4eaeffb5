/*
 * Rules stand above the rows that ask for them, over the cells that begin in the row: a spanning
 * cell is never struck through. The first row on a page needs none: the header's edge or the
 * table's top is there already.
 */
#include "typeset/border.h"

#include "typeset/table.h"

void border_rect(const struct pen *pen, len x, len y, len width, len height, colour colour)
{
    if (pen->is_marking || width <= 0 || height <= 0 || colour == COLOUR_NONE)
        return;
    struct item *item = page_item(pen->setter->list, pen->page, ITEM_RECT, TAG_ARTIFACT);
    item->u.rect = (struct page_rect){x, y, width, height, colour};
    item->is_pagination = pen->is_pagination;
}

/* Where the cell stands in this piece; false when it does not. */
static bool cell_extent(const struct set_cell *cell, const struct band_piece *piece, len *top,
                        len *bottom)
{
    if (cell->row >= piece->row_end || cell->row_end <= piece->from.row)
        return false;
    uint32_t row = cell->row > piece->from.row ? cell->row : piece->from.row;
    bool ends_here = cell->row_end < piece->row_end || piece->is_end;
    *top = piece->row_y[row];
    *bottom = ends_here ? piece->row_y[cell->row_end] : piece->height;
    return *bottom > *top;
}

void border_fills(const struct pen *pen, const struct band *band, const struct band_piece *piece,
                  len x, len y)
{
    for (size_t i = 0; i < band->cell_count; i++) {
        const struct set_cell *cell = &band->cells[i];
        len top, bottom;
        if (cell_extent(cell, piece, &top, &bottom))
            border_rect(pen, x + cell->x, y + top, cell->width, bottom - top, cell->cell->fill);
    }
}

/* One rectangle for cells that begin side by side. */
static void draw_row_rule(const struct pen *pen, const struct band *band,
                          const struct band_piece *piece, uint32_t r, len x, len y)
{
    const struct table_row *row = &band->table->box->rows[band->first_row + r];
    len from = 0, to = -1;
    for (size_t i = 0; i < band->cell_count; i++) {
        const struct set_cell *cell = &band->cells[i];
        if (cell->row != r)
            continue;
        if (to == cell->x) {
            to += cell->width;
            continue;
        }
        border_rect(pen, x + from, y + piece->row_y[r] - row->rule_above / 2, to - from,
                    row->rule_above, row->rule_colour);
        from = cell->x;
        to = cell->x + cell->width;
    }
    border_rect(pen, x + from, y + piece->row_y[r] - row->rule_above / 2, to - from,
                row->rule_above, row->rule_colour);
}

void border_rules(const struct pen *pen, const struct band *band, const struct band_piece *piece,
                  bool has_rows_above, len x, len y)
{
    const struct table_box *t = band->table->box;
    for (uint32_t r = piece->from.row; r < piece->row_end; r++) {
        bool is_top = r == piece->from.row && (piece->from.is_parted || !has_rows_above);
        if (!is_top)
            draw_row_rule(pen, band, piece, r, x, y);
        else if (band->first_row + r == 0 && !piece->from.is_parted)
            border_rect(pen, x, y + piece->row_y[r] - t->rule_top / 2, band->table->width,
                        t->rule_top, t->rule_colour);
    }
    for (size_t i = 0; i < band->cell_count; i++) {
        const struct set_cell *cell = &band->cells[i];
        len top, bottom;
        if (cell->cell->rule_before && cell_extent(cell, piece, &top, &bottom))
            border_rect(pen, x + cell->x, y + top, cell->cell->rule_before, bottom - top,
                        cell->cell->rule_colour);
    }
}

void border_close(const struct pen *pen, const struct band *band, bool is_end, bool is_page_foot,
                  len x, len y)
{
    const struct table_box *t = band->table->box;
    len rule = is_end && band->is_last ? t->rule_bottom : is_page_foot ? t->rule_break : 0;
    border_rect(pen, x, y - rule / 2, band->table->width, rule, t->rule_colour);
}
