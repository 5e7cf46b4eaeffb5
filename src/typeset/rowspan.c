/*
 * Parting a band: how much of a group of rows, tied by cells that span them, fits a space.
 *
 * Model. On a page, row r begins at y[r]; a cell of rows [a, b) stands from y[a] to y[b]. The rows
 * are as high as they must be: y[b] is the largest y[a] + height(cell) over the cells that end at
 * b, so what a long spanning cell needs more goes to its last row. Heights are those of what is
 * still to be placed, which makes a band's remainder overleaf a smaller band of the same shape.
 *
 * Method. A page shows the rows up to some row k. For every k from the largest that begins within
 * the space downwards: the cells that end before row k are complete; every other cell that has
 * begun shows as many atoms as fit below its row's y. The first k is taken where each of these
 * parts is legal: a cell shows at least one legal part (two lines, as its atoms' partings say)
 * unless it is finished. So beside a commentary that goes on overleaf, rows keep beginning as long
 * as they fit, and overleaf another measure's row begins beside the remainder.
 *
 * Rejected: distributing spare height over spanned rows in proportion (as CSS does): a measure's
 * row would begin lower than its neighbours' text for no reason that a reader can see.
 */
#include "typeset/table.h"

#include <string.h>

struct band_rest band_begin(struct arena *a, const struct band *band)
{
    return (struct band_rest){.next = ARENA_ARRAY(a, band->cell_count, size_t)};
}

static len pads(const struct band *band)
{
    return band->table->box->pad_top + band->table->box->pad_bottom;
}

static bool is_finished(const struct set_cell *cell, size_t next)
{
    return !cell->galley || next >= cell->galley->count;
}

/* The height a cell still needs, with its padding; 0 for nothing at all. */
static len rest_height(const struct band *band, const struct band_rest *from, size_t i)
{
    const struct set_cell *cell = &band->cells[i];
    if (!is_finished(cell, from->next[i]))
        return galley_height(cell->galley, from->next[i], cell->galley->count) + pads(band);
    const struct galley *repeat = repeat_due(band, from, i);
    if (repeat)
        return galley_height(repeat, 0, repeat->count) + pads(band);
    return from->is_parted ? 0 : pads(band);
}

static uint32_t begin_row(const struct set_cell *cell, const struct band_rest *from)
{
    return cell->row > from->row ? cell->row : from->row;
}

/*
 * y[r] for the rows still to come, relative to the piece's top. Cells are ordered by the row they
 * begin in, so one walk over them knows y of a cell's first row before it pushes its last.
 */
static void place_rows(const struct band *band, const struct band_rest *from, len *y)
{
    memset(y, 0, (band->row_count + 1) * sizeof *y);
    size_t i = 0;
    for (uint32_t r = from->row; r < band->row_count; r++) {
        y[r] = r > from->row ? len_max(y[r], y[r - 1]) : 0;
        for (; i < band->cell_count && band->cells[i].row <= r; i++) {
            uint32_t end = band->cells[i].row_end;
            if (end > r)
                y[end] = len_max(y[end], y[r] + rest_height(band, from, i));
        }
    }
    if (band->row_count > from->row)
        y[band->row_count] = len_max(y[band->row_count], y[band->row_count - 1]);
}

len band_rest_height(struct arena *a, const struct band *band, const struct band_rest *from)
{
    len *y = ARENA_ARRAY(a, band->row_count + 1, len);
    place_rows(band, from, y);
    return y[band->row_count];
}

/*
 * The end of the largest run of atoms from `first` that fits into `room` and may end there;
 * `first` when there is none. *height is what it takes.
 */
static size_t fitting_atoms(const struct galley *g, size_t first, len room, enum part_level level,
                            len *height)
{
    size_t best = first;
    len sum = 0;
    *height = 0;
    for (size_t i = first; i < g->count; i++) {
        sum += (i > first ? g->atoms[i].space_before : 0) + g->atoms[i].height;
        bool is_forced = level == PART_ANYHOW && i == first;
        if (sum > room && !is_forced)
            break;
        enum parting limit = level == PART_STRICT ? PART_OK : PART_NEVER;
        if (i + 1 == g->count || g->atoms[i + 1].parting <= limit) {
            best = i + 1;
            *height = sum;
        }
    }
    return best;
}

/*
 * The piece that shows rows up to `last_row`, if it is legal. Cells that end before that row are
 * complete, for y[last_row] is within the space.
 */
static bool try_rows(const struct band *band, const struct band_rest *from, len available,
                     enum part_level level, uint32_t last_row, struct band_piece *piece)
{
    bool is_row_done = true, has_new = false;
    piece->height = piece->row_y[last_row];
    for (size_t i = 0; i < band->cell_count; i++) {
        const struct set_cell *cell = &band->cells[i];
        size_t next = from->next[i];
        piece->to.next[i] = next;
        if (cell->row > last_row || is_finished(cell, next))
            continue;
        len top = piece->row_y[begin_row(cell, from)] + pads(band);
        len height;
        size_t end = fitting_atoms(cell->galley, next, available - top, level, &height);
        if (end == next)
            return false;
        has_new = true;
        bool is_whole = end == cell->galley->count;
        if (cell->row_end == last_row + 1 && !is_whole)
            is_row_done = false;
        if (cell->row_end <= last_row && !is_whole)
            return false;
        piece->to.next[i] = end;
        piece->height = len_max(piece->height, top + height);
    }
    const struct table_row *row = &band->table->box->rows[band->first_row + last_row];
    if (!has_new || (row->is_unsplittable && !is_row_done && level == PART_STRICT))
        return false;
    if (is_row_done)
        piece->height = len_max(piece->height, len_min(available, piece->row_y[last_row + 1]));
    piece->row_end = last_row + 1;
    piece->to.row = is_row_done ? last_row + 1 : last_row;
    piece->to.is_parted = true;
    piece->is_end = piece->to.row == band->row_count;
    return true;
}

/* Everything that is left, in one piece. */
static void take_all(const struct band *band, const struct band_rest *from,
                     struct band_piece *piece)
{
    for (size_t i = 0; i < band->cell_count; i++) {
        const struct galley *g = band->cells[i].galley;
        piece->to.next[i] = g && g->count > from->next[i] ? g->count : from->next[i];
    }
    piece->height = piece->row_y[band->row_count];
    piece->row_end = band->row_count;
    piece->to.row = band->row_count;
    piece->is_end = true;
}

bool band_part(struct arena *a, const struct band *band, const struct band_rest *from,
               len available, enum part_level level, struct band_piece *piece)
{
    *piece = (struct band_piece){.from = *from, .row_y = ARENA_ARRAY(a, band->row_count + 1, len)};
    piece->to.next = ARENA_ARRAY(a, band->cell_count, size_t);
    place_rows(band, from, piece->row_y);
    if (piece->row_y[band->row_count] <= available) {
        take_all(band, from, piece);
        return true;
    }
    for (uint32_t k = band->row_count; k-- > from->row;) {
        if (k > from->row && piece->row_y[k] >= available)
            continue;
        if (try_rows(band, from, available, level, k, piece))
            return true;
    }
    if (level == PART_ANYHOW) /* nothing that could be parted is left: it stands as it is */
        take_all(band, from, piece);
    return level == PART_ANYHOW;
}
