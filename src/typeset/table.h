/*
 * table: a table box as bands. A band is a group of rows tied together by cells that span them;
 * most tables part between bands, and rowspan.c parts a band that is taller than what is left.
 *
 * table.c    column widths, cells set to them, bands, tags and their header cells
 * rowspan.c  how much of a band fits a space, and what is left of it
 * repeat.c   the header overleaf, and "(continued)" in cells that were finished before
 * border.c   rules and fills
 */
#ifndef QUOIN_TYPESET_TABLE_H
#define QUOIN_TYPESET_TABLE_H

#include "typeset/galley.h"

/* A table set to a width; shared by its bands. */
struct set_table {
    const struct table_box *box;
    len *column_x; /* column_count + 1 edges from the table's left */
    len width;
    struct band *header; /* NULL: none */
};

/* A cell set to its width. */
struct set_cell {
    const struct table_cell *cell;
    uint32_t row, row_end; /* within the band; row_end is one past */
    len x, width;          /* of the cell, from the table's left */
    len content_x;
    struct galley *galley;    /* NULL: empty */
    struct galley *continued; /* what stands there overleaf; NULL: nothing */
};

struct band {
    const struct set_table *table;
    uint32_t first_row, row_count;
    struct set_cell *cells; /* by row, then column */
    size_t cell_count;
    len height; /* of the whole band */
    bool is_header, is_kept, is_last;
};

struct band_list {
    struct band **bands;
    size_t count;
};

/* Sets the table; its rows' tags are made below `tag`, the table's own element. */
struct band_list table_make(struct setter *s, const struct box *box, len width, tag_id tag);

void table_measure(struct setter *s, const struct box *box, len *narrow, len *wide);

/* ---- rowspan.c ----------------------------------------------------------------------------- */

/* What of a band is still to be placed: rows from `row` on, and of each cell the atoms from next[i]
 * on. `has_begun`: `row` itself began on an earlier page, so its finished cells are continued. */
struct band_rest {
    uint32_t row;
    bool is_parted; /* some of the band stands on an earlier page */
    size_t *next;   /* an atom index for each cell */
};

/* A piece of a band on one page: from `from` up to `to`. */
struct band_piece {
    struct band_rest from, to;
    len *row_y;       /* row_count + 1 places; rows from.row .. last_row are on this page */
    uint32_t row_end; /* one past the last row that begins on this page */
    len height;
    bool is_end; /* nothing is left */
};

/* The whole of a band, not begun yet. */
struct band_rest band_begin(struct arena *a, const struct band *band);

/* How strictly a piece must keep its rules; each level gives up one more of them. */
enum part_level {
    PART_STRICT, /* two lines at least on each side */
    PART_LOOSE,  /* any line boundary */
    PART_ANYHOW  /* at least one atom, even if it does not fit */
};

/*
 * The largest piece of what is left that fits into `available`. False: not even the smallest one
 * does. With PART_ANYHOW there is always one.
 */
bool band_part(struct arena *a, const struct band *band, const struct band_rest *from,
               len available, enum part_level level, struct band_piece *piece);

/* The height of all that is left. */
len band_rest_height(struct arena *a, const struct band *band, const struct band_rest *from);

/* ---- repeat.c ------------------------------------------------------------------------------ */

/* The atoms that a cell shows in a piece: its own, or its continued galley's. */
struct cell_view {
    const struct galley *galley; /* NULL: nothing */
    size_t first, last;
    bool is_repeat; /* drawn as an artifact */
};

struct cell_view repeat_view(const struct band *band, const struct band_piece *piece, size_t cell);
/* The continued galley of a cell whose content is finished; NULL: none is due. */
const struct galley *repeat_due(const struct band *band, const struct band_rest *from, size_t cell);
/* The header again at the top of a page, as a pagination artifact; returns its height. */
len repeat_header(const struct pen *pen, const struct band *header, len x, len y);

/* Draws a piece with its top left corner at x, y. */
void band_draw(const struct pen *pen, const struct band *band, const struct band_piece *piece,
               bool has_rows_above, len x, len y);
/* The whole band at once: headers, and tables inside cells. */
void band_draw_whole(const struct pen *pen, const struct band *band, len x, len y);

#endif
