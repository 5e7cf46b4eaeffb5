/*
 * outline: a path under construction, in the drawing's own coordinates, and its way through a
 * transformation into a struct path in 1/1024 pt. Curves of every kind become cubic ones here.
 */
#ifndef QUOIN_IMAGE_OUTLINE_H
#define QUOIN_IMAGE_OUTLINE_H

#include "base/arena.h"
#include "image/fix.h"
#include "image/image.h"

struct point {
    fix x, y;
};

/* x' = a x + c y + e, y' = b x + d y + f: SVG's matrix(a b c d e f). */
struct affine {
    fix a, b, c, d, e, f;
};

extern const struct affine affine_identity;
/* First `inner`, then `outer`. */
struct affine affine_join(struct affine outer, struct affine inner);
struct point affine_apply(struct affine t, struct point p);
/* How much it widens a stroke: the root of the determinant's size. */
fix affine_scale(struct affine t);

struct outline_segment {
    enum path_op op;
    struct point p[3]; /* as path_segment's */
};

struct outline {
    struct arena *arena;
    struct outline_segment *segments;
    size_t count, room;
    struct point start, now; /* of the part begun last, and where the pen is */
};

void outline_move(struct outline *o, struct point p);
void outline_line(struct outline *o, struct point p);
void outline_curve(struct outline *o, struct point c1, struct point c2, struct point p);
void outline_quadratic(struct outline *o, struct point c, struct point p);
/* SVG's elliptical arc (SVG 1.1, F.6); radii are taken as they are given, scaled up if too small.
 */
void outline_arc(struct outline *o, fix rx, fix ry, fix degrees, bool is_large, bool is_sweep,
                 struct point p);
void outline_close(struct outline *o);
void outline_ellipse(struct outline *o, struct point centre, fix rx, fix ry);
/* Corners rounded by rx, ry, where these are above 0. */
void outline_rect(struct outline *o, struct point corner, fix width, fix height, fix rx, fix ry);

/* The segments through t; false when a point is beyond ±LEN_MAX_PAGE. */
bool outline_finish(const struct outline *o, struct affine t, struct path *out);

#endif
