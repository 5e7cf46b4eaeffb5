/*
 * svg: the plain shapes of SVG (image.h lists them) as a drawing, read with the same loader and
 * validator as reports, against a vocabulary of its own.
 */
#ifndef QUOIN_IMAGE_SVG_H
#define QUOIN_IMAGE_SVG_H

#include "image/image.h"
#include "image/outline.h"
#include "xml/vocab.h"

#define SVG_SEGMENTS_MAX 100000

extern const struct vocab svg_vocab; /* svg_vocab.c */

/* NULL after findings. *description gets the <title>, or is left. */
const struct drawing *svg_read(struct arena *a, struct diag *d, str name, str bytes,
                               str *description);

/* svg_path.c: the value of `d`; false at *at, the byte that cannot be read. */
bool svg_path_read(struct outline *o, str data, size_t *at);

/* svg_value.c. White space and at most one comma; moves *at past them. */
void svg_skip(str s, size_t *at);
/* Numbers up to `count`, from *at; returns how many there are. */
size_t svg_numbers(str s, size_t *at, fix *out, size_t count);
/* Above 0, with or without a unit; in px, 1/96 inch. */
bool svg_length(str s, fix *out);
bool svg_colour(str s, colour *out);
/* False at *at. */
bool svg_transform(str s, size_t *at, struct affine *out);

#endif
