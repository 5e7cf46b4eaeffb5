/*
 * raster: a page as pixels: the display list's third reader, for thumbnails.
 *
 * Glyphs are drawn from their outlines, unhinted, as on paper; edges are smoothed by exact coverage
 * and colours mixed in sRGB as they are. Integers only, so that a page gives the same pixels on
 * every machine. It is meant for small pictures: there is no guard against what no layout of ours
 * makes slow.
 */
#ifndef QUOIN_RASTER_RASTER_H
#define QUOIN_RASTER_RASTER_H

#include "page/page.h"

#define RASTER_WIDTH_MIN 16
#define RASTER_WIDTH_MAX 2000
/* What would be taller, in widths, is cut off at the bottom. */
#define RASTER_RATIO_MAX 4

/*
 * The page on white paper, so many pixels wide; RGB without alpha. The work is done in the same
 * arena and stays there: give one that is rewound afterwards.
 */
const struct bitmap *raster_draw_page(struct arena *a, const struct page *page, uint32_t width);

#endif
