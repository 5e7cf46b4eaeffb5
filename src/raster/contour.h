/*
 * contour: one run of points, curves already flattened. What is filled and what is stroked is made
 * of these. Places are in 1/256 of a pixel, y downwards; whoever makes them keeps them within
 * ±CONTOUR_REACH, so that nothing later overflows.
 */
#ifndef QUOIN_RASTER_CONTOUR_H
#define QUOIN_RASTER_CONTOUR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

#define CONTOUR_PIXEL 256
#define CONTOUR_REACH (1 << 26)
/* What comes after so many points is left out: a drawing made to be slow. */
#define CONTOUR_SPOTS_MAX (1 << 20)

struct spot {
    int32_t x, y;
};

struct contour {
    struct arena *arena;
    struct spot *spots;
    size_t count, capacity;
};

/* Forgets the points and begins again at p. */
void contour_move(struct contour *c, struct spot p);
void contour_line(struct contour *c, struct spot p);
/* From the last point; never further than 1/32 of a pixel from the true curve. */
void contour_quadratic(struct contour *c, struct spot control, struct spot end);
void contour_curve(struct contour *c, struct spot control1, struct spot control2, struct spot end);

/* The root of v, rounded down. */
uint32_t contour_root(uint64_t v);

/* Brings v within ±CONTOUR_REACH. */
static inline int32_t contour_clamp(int64_t v)
{
    return (int32_t)(v > CONTOUR_REACH ? CONTOUR_REACH : v < -CONTOUR_REACH ? -CONTOUR_REACH : v);
}

#endif
