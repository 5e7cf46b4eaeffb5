/*
 * stroke: the outline of a line of some width along a contour, added to a coverage.
 *
 * As in PDF: butt caps and mitred joins up to ten times the width (ISO 32000-1, 8.4.3.5), beyond
 * that bevels; or both round.
 */
#ifndef QUOIN_RASTER_STROKE_H
#define QUOIN_RASTER_STROKE_H

#include "raster/coverage.h"

struct stroke {
    int32_t half; /* of the width, > 0, in 1/256 pixel */
    bool is_round;
    bool is_closed;      /* the last point is joined to the first */
    struct contour edge; /* room for the outline; needs its arena */
};

void stroke_add(struct coverage *c, struct stroke *s, const struct contour *along);

#endif
