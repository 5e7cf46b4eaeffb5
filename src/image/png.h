/*
 * png: PNG by libpng, into plain samples (png.c) and out of them (png_save.c).
 */
#ifndef QUOIN_IMAGE_PNG_H
#define QUOIN_IMAGE_PNG_H

#include "image/image.h"

#define PNG_SIDE_MAX   10000
#define PNG_PIXELS_MAX 40000000

/* Findings are at `pos`, where the picture was asked for. NULL after them. */
const struct bitmap *png_load(struct arena *a, struct diag *d, str name, str bytes, struct pos pos);

/* Libpng's version, as it runs. */
const char *png_library(void);

/* A bitmap without alpha as PNG; what was needed on the way stays in the arena too. */
str png_save_bitmap(struct arena *a, const struct bitmap *b);

#endif
