/*
 * What is said again overleaf: the table's header, and in cells whose content stands on an earlier
 * page while their rows go on, the short form that compose gave them ("1.4 cont."). Both are
 * artifacts: a screen reader hears each cell once.
 */
#include "typeset/table.h"

#include "typeset/border.h"

const struct galley *repeat_due(const struct band *band, const struct band_rest *from, size_t i)
{
    const struct set_cell *cell = &band->cells[i];
    bool has_begun = from->is_parted && cell->row <= from->row && cell->row_end > from->row;
    bool is_placed = cell->galley && from->next[i] >= cell->galley->count;
    return has_begun && is_placed ? cell->continued : NULL;
}

struct cell_view repeat_view(const struct band *band, const struct band_piece *piece, size_t i)
{
    const struct set_cell *cell = &band->cells[i];
    const struct galley *repeat = repeat_due(band, &piece->from, i);
    if (repeat)
        return (struct cell_view){repeat, 0, repeat->count, true};
    if (!cell->galley || piece->from.next[i] >= piece->to.next[i])
        return (struct cell_view){0};
    return (struct cell_view){cell->galley, piece->from.next[i], piece->to.next[i], false};
}

/* Middle and bottom need the cell whole and on one page; parted cells stand at the top. */
static len valign_shift(const struct band *band, const struct band_piece *piece,
                        const struct set_cell *cell, const struct cell_view *view)
{
    const struct table_box *t = band->table->box;
    bool is_whole = view->first == 0 && view->last == view->galley->count;
    if (cell->cell->valign == VALIGN_TOP || !is_whole || !piece->is_end)
        return 0;
    len room = piece->row_y[cell->row_end] - piece->row_y[cell->row] - t->pad_top - t->pad_bottom;
    len slack = len_max(0, room - galley_height(view->galley, view->first, view->last));
    return cell->cell->valign == VALIGN_MIDDLE ? slack / 2 : slack;
}

static void draw_cell(const struct pen *pen, const struct band *band,
                      const struct band_piece *piece, size_t i, len x, len y)
{
    const struct set_cell *cell = &band->cells[i];
    struct cell_view view = repeat_view(band, piece, i);
    if (!view.galley || cell->row >= piece->row_end || (view.is_repeat && pen->is_marking))
        return;
    struct pen own = *pen;
    own.is_pagination |= view.is_repeat;
    uint32_t row = cell->row > piece->from.row ? cell->row : piece->from.row;
    len top = piece->row_y[row] + band->table->box->pad_top;
    top += valign_shift(band, piece, cell, &view);
    galley_draw(&own, view.galley, view.first, view.last, x + cell->content_x, y + top, 0);
}

void band_draw(const struct pen *pen, const struct band *band, const struct band_piece *piece,
               bool has_rows_above, len x, len y)
{
    border_fills(pen, band, piece, x, y);
    for (size_t i = 0; i < band->cell_count; i++)
        draw_cell(pen, band, piece, i, x, y);
    border_rules(pen, band, piece, has_rows_above, x, y);
}

static struct band_piece whole_piece(struct arena *a, const struct band *band)
{
    struct band_rest all = band_begin(a, band);
    struct band_piece piece;
    band_part(a, band, &all, INT32_MAX, PART_ANYHOW, &piece);
    return piece;
}

void band_draw_whole(const struct pen *pen, const struct band *band, len x, len y)
{
    struct band_piece piece = whole_piece(pen->setter->tools->job, band);
    band_draw(pen, band, &piece, band->first_row > band->table->box->header_rows, x, y);
    border_close(pen, band, true, false, x, y + piece.height);
}

/* The header's own items belong to its cells: their copies belong to nobody, and lead nowhere. */
len repeat_header(const struct pen *pen, const struct band *header, len x, len y)
{
    if (pen->is_marking)
        return header->height;
    struct page *page = pen->page;
    size_t first = page->count;
    band_draw_whole(pen, header, x, y);
    size_t kept = first;
    for (size_t i = first; i < page->count; i++) {
        if (page->items[i].kind == ITEM_LINK)
            continue;
        page->items[kept] = page->items[i];
        page->items[kept].tag = TAG_ARTIFACT;
        page->items[kept++].is_pagination = true;
    }
    page->count = kept;
    return header->height;
}
