/*
 * image: pictures to place on a page. PNG is decoded by libpng (errors by its own return path,
 * limits on pixels and chunks) into plain samples; SVG's plain shapes become vector paths. What
 * comes out is ours: no back end ever hands a stranger's file on.
 *
 * Rules: PNG up to 10,000 by 10,000 and 40 megapixels. SVG: svg, g, path, rect, circle, ellipse,
 * line, polyline, polygon, with fill, stroke, stroke-width, fill-rule, transform, viewBox; title
 * and desc are read as descriptions. Anything else in it is a finding with its line.
 */
#ifndef QUOIN_IMAGE_IMAGE_H
#define QUOIN_IMAGE_IMAGE_H

#include "base/diag.h"
#include "base/len.h"

/* 0x00rrggbb; no colour at all is COLOUR_NONE. */
typedef uint32_t colour;
#define COLOUR_NONE 0xFF000000u

enum path_op { PATH_MOVE, PATH_LINE, PATH_CURVE, PATH_CLOSE };

struct path_segment {
    enum path_op op;
    len x[3], y[3]; /* MOVE, LINE: [0]; CURVE: two controls and the end */
};

/* One painted shape; y runs downwards. */
struct path {
    struct path_segment *segments;
    size_t count;
    colour fill, stroke;
    len stroke_width;
    bool is_even_odd;
    bool has_round_joins; /* and caps */
};

/* Vector shapes in a box of width by height. */
struct drawing {
    len width, height;
    struct path *paths;
    size_t count;
};

struct bitmap {
    uint32_t width, height; /* pixels */
    int channels;           /* 1 grey, 3 RGB; 8 bits each, rows without padding */
    const uint8_t *samples;
    const uint8_t *alpha; /* 8 bits a pixel; NULL when opaque */
    uint32_t dpi;         /* 96 when the file does not say */
    uint64_t hash;        /* of the samples: the same picture is embedded once */
};

/* A picture is one of the two. Immutable once loaded. */
struct image {
    const struct drawing *drawing; /* or */
    const struct bitmap *bitmap;
    len width, height; /* natural size */
    str description;   /* an SVG's <title>; empty when there is none */
};

/*
 * Reads a picture from its bytes, PNG or SVG by content. Findings (Q5xx) are at `pos`, where it was
 * asked for; those inside an SVG carry its own path, line and column. NULL after errors.
 */
const struct image *image_read(struct arena *a, struct diag *d, str path, str bytes,
                               struct pos pos);

/*
 * The picture with every colour put through a function, which gives greys for greys: for a variant
 * without colour.
 */
const struct image *image_recolour(struct arena *a, const struct image *image,
                                   colour (*to)(colour));

/* The drawing scaled to a width (or, with width 0, to a height), in the arena. */
const struct drawing *drawing_scale(struct arena *a, const struct drawing *d, len width,
                                    len height);

#endif
