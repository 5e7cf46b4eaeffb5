/*
 * corner: the corner of a page that a reader sees at the top right, and how what is upright there
 * lies in the page's own space. Allows for /Rotate, for a CropBox within the MediaBox, for boxes
 * whose origin is elsewhere, and for UserUnit. Whole numbers only: thousandths of a unit.
 */
#ifndef QUOIN_PACK_CORNER_H
#define QUOIN_PACK_CORNER_H

#include "pack/band.h"
#include "quoin.h"

struct corner {
    long long x, y;       /* thousandths of a unit of the page's own space */
    int right_x, right_y; /* one step to the reader's right: each -1, 0 or 1 */
    int up_x, up_y;       /* one step upwards */
    long long scale;      /* of a point: millionths of a unit; 1,000,000 without UserUnit */
};

struct corner corner_find(qpdf_data q, qpdf_oh page);
/* The rectangle in the page's own space. */
struct band corner_band(const struct corner *c, const quoin_band *band);
/*
 * Six numbers for `cm`, so that the point x, y (in thousandths) of what is drawn comes to lie on
 * the corner, upright and in its size.
 */
str corner_matrix(struct arena *a, const struct corner *c, long long x, long long y);

/* "12.5": a number of thousandths (or other 10^places) as PDF writes it. */
void corner_put_number(struct buf *out, long long value, int places);

#endif
