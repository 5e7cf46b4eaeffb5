/*
 * glyph_outline: what a glyph looks like, as lines and curves.
 *
 * Coordinates are integers in GLYPH_GRID parts of a design unit: TrueType's points lie on whole
 * units and those implied between two of them on halves, so that nothing is rounded. Only a glyph
 * made of scaled parts of others is: by a quarter of a unit at most. y runs upwards, as in fonts;
 * every contour begins with a move and is closed.
 */
#ifndef QUOIN_TEXT_GLYPH_OUTLINE_H
#define QUOIN_TEXT_GLYPH_OUTLINE_H

#include "text/face.h"

#define GLYPH_GRID 2
/* No coordinate is beyond ± this, whatever a font says. */
#define GLYPH_REACH (1 << 20)

enum glyph_op { GLYPH_MOVE, GLYPH_LINE, GLYPH_QUADRATIC, GLYPH_CURVE };

struct glyph_segment {
    enum glyph_op op;
    int32_t x[3], y[3]; /* MOVE, LINE: [0]; QUADRATIC: control, end; CURVE: two controls, end */
};

struct glyph_outline {
    const struct glyph_segment *segments;
    size_t count; /* 0: nothing to see, as of a space */
};

/* One user's: what it has traced it knows. Lives in the arena given. */
struct glyph_tracer;

struct glyph_tracer *glyph_outline_open(struct arena *a);
/* Lives as long as the tracer. */
const struct glyph_outline *glyph_outline_trace(struct glyph_tracer *t, const struct face *face,
                                                uint16_t glyph);

#endif
