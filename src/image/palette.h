/*
 * palette: a picture in few colours, when nobody would see the difference.
 *
 * A page is a handful of colours and the shades between two of them at the edges of letters, which
 * the eye does not tell apart as numbers do. Photographs are another matter and stay as they are.
 */
#ifndef QUOIN_IMAGE_PALETTE_H
#define QUOIN_IMAGE_PALETTE_H

#include "image/image.h"

#define PALETTE_MAX 64

struct palette {
    colour colours[PALETTE_MAX];
    int count;
    const uint8_t *indices; /* one for each pixel, rows without padding */
};

/*
 * Fills *out for an RGB bitmap without alpha; false when it cannot be had without a visible loss.
 * The indices live in the arena.
 */
bool palette_find(struct arena *a, const struct bitmap *b, struct palette *out);

#endif
