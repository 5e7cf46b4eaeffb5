/*
 * matrix: PDF's transformations (ISO 32000-1, 8.3.3) and the boxes round what they move. Numbers
 * are millionths; what is too large is cut off at TOKEN_MOST, a thousand million units.
 */
#ifndef QUOIN_PACK_MATRIX_H
#define QUOIN_PACK_MATRIX_H

#include "pack/handle.h"

/* x' = a x + c y + e, y' = b x + d y + f */
struct matrix {
    long long a, b, c, d, e, f;
};

/* Nothing is in it while left > right. Edges belong to it. */
struct extent {
    long long left, bottom, right, top;
};

#define MATRIX_UNIT     1000000LL
#define MATRIX_IDENTITY ((struct matrix){MATRIX_UNIT, 0, 0, MATRIX_UNIT, 0, 0})
#define EXTENT_NONE     ((struct extent){1, 1, 0, 0})

long long matrix_scale(long long x, long long by); /* x * by */
long long matrix_sum(long long x, long long y);
/* An array of six numbers, or of four; of one that is none, what there is of it, and 0. */
bool matrix_read(qpdf_data q, qpdf_oh array, struct matrix *out);
bool extent_read(qpdf_data q, qpdf_oh array, struct extent *out);
/* First m, then n. */
struct matrix matrix_then(const struct matrix *m, const struct matrix *n);

/* The box whose opposite corners are these, whichever they are (7.9.5). */
struct extent extent_between(long long x, long long y, long long to_x, long long to_y);
bool extent_is_none(const struct extent *x);
bool extent_touches(const struct extent *x, const struct extent *y);
struct extent extent_common(const struct extent *x, const struct extent *y);
void extent_add(struct extent *x, const struct extent *more);
void extent_widen(struct extent *x, long long by_x, long long by_y);
/* The box round a box that is moved. */
struct extent extent_moved(const struct matrix *m, const struct extent *x);

#endif
