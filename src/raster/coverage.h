/*
 * coverage: how much of each pixel a shape covers, exactly for its polygon, in integers.
 *
 * Polygons are added, then painted all at once: the shape is their union (nonzero) or, with
 * is_even_odd, what an odd number of them covers.
 *
 * Method: FreeType's smooth rasteriser (ftgrays.c, which has it from LibArt). Every edge adds to
 * the pixels it crosses the signed area between it and their right sides, and to all pixels right
 * of them its signed height; summed along the row that is each pixel's winding number, averaged
 * over its area. As in font-rs the sums stand in a dense field, not in lists of cells, as shapes
 * are small. Where within one pixel windings differ, their average is taken for their union: an
 * error at crossings only, and the same that FreeType makes.
 */
#ifndef QUOIN_RASTER_COVERAGE_H
#define QUOIN_RASTER_COVERAGE_H

#include "raster/contour.h"

/* Takes `count` pixels of row y from x on; cover is 0 to 255. */
typedef void coverage_row(void *state, int32_t y, int32_t x, const uint8_t *cover, int32_t count);

struct coverage;

/* Of a picture of width by height pixels (width up to COVERAGE_WIDTH_MAX); lives in the arena. */
#define COVERAGE_WIDTH_MAX 4096
struct coverage *coverage_open(struct arena *a, int32_t width, int32_t height);

/* The polygon through the points, closed. One too many (of a drawing made to be slow) is left out.
 */
#define COVERAGE_EDGES_MAX (2 * CONTOUR_SPOTS_MAX)
void coverage_add(struct coverage *c, const struct spot *spots, size_t count);
/* A rectangle; turned the other way when left > right or top > bottom. */
void coverage_add_rect(struct coverage *c, int32_t left, int32_t top, int32_t right,
                       int32_t bottom);
/* Hands the rows out from the top, and forgets the shape. */
void coverage_paint(struct coverage *c, bool is_even_odd, coverage_row *row, void *state);

#endif
