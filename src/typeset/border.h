/*
 * border: rules and fills, the lines that hold a table together. All are artifacts.
 */
#ifndef QUOIN_TYPESET_BORDER_H
#define QUOIN_TYPESET_BORDER_H

#include "typeset/galley.h"

struct band;
struct band_piece;

/* A filled rectangle; nothing in marking mode or where it has no area. */
void border_rect(const struct pen *pen, len x, len y, len width, len height, colour colour);

/* Fills of the piece's cells: drawn before their text. */
void border_fills(const struct pen *pen, const struct band *band, const struct band_piece *piece,
                  len x, len y);

/*
 * The rules of a piece: above each row but the first on its page, where cells begin; before cells
 * that ask for one. `has_rows_above`: rows (not a header) stand directly above on this page.
 */
void border_rules(const struct pen *pen, const struct band *band, const struct band_piece *piece,
                  bool has_rows_above, len x, len y);

/*
 * The rule beneath a band that ends at y: the table's last one, or, where the page ends within the
 * table, the one that says "overleaf".
 */
void border_close(const struct pen *pen, const struct band *band, bool is_end, bool is_page_foot,
                  len x, len y);

#endif
