/*
 * shrink: a bitmap at another size, by a box filter: what a pixel shows is the mean of what lies
 * beneath it, weighted by area and alpha, in integers.
 */
#ifndef QUOIN_RASTER_SHRINK_H
#define QUOIN_RASTER_SHRINK_H

#include "image/image.h"

#define SHRINK_DOT 256 /* a place in a bitmap is in 1/256 of its dots */

/* A part of a bitmap, not empty and within it. */
struct shrink_box {
    int64_t left, top, right, bottom;
};

/* Its mean colour; *alpha gets its mean opacity, 0 to 255 (at 0 the colour means nothing). */
colour shrink_mean(const struct bitmap *b, struct shrink_box box, uint8_t *alpha);

#endif
