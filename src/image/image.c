#include "image/image.h"

#include "image/png.h"
#include "image/svg.h"

/* A picture's dots at its own resolution, in 1/1024 pt; a side of 10,000 dots at 10 dpi is the
 * most. */
static len natural(uint32_t dots, uint32_t dpi)
{
    int64_t size = ((int64_t)dots * 72 * LEN_UNIT + dpi / 2) / dpi;
    return size > LEN_MAX_PAGE ? LEN_MAX_PAGE : (len)size;
}

static bool is_markup(str bytes)
{
    str text = str_starts(bytes, STR("\xEF\xBB\xBF")) ? str_sub(bytes, 3, bytes.n) : bytes;
    return str_starts(str_trim(text), STR("<"));
}

static const char *kind_of(str bytes)
{
    if (str_starts(bytes, STR("\xFF\xD8")))
        return "a JPEG";
    if (str_starts(bytes, STR("GIF8")))
        return "a GIF";
    if (str_starts(bytes, STR("BM")))
        return "a BMP";
    if (str_starts(bytes, STR("%PDF")))
        return "a PDF";
    return bytes.n ? "neither PNG nor SVG" : "empty";
}

const struct image *image_read(struct arena *a, struct diag *d, str path, str bytes, struct pos pos)
{
    struct image *image = ARENA_NEW(a, struct image);
    if (str_starts(bytes, STR("\x89PNG\r\n\x1A\n"))) {
        image->bitmap = png_load(a, d, path, bytes, pos);
        if (!image->bitmap)
            return NULL;
        image->width = natural(image->bitmap->width, image->bitmap->dpi);
        image->height = natural(image->bitmap->height, image->bitmap->dpi);
        return image;
    }
    if (is_markup(bytes)) {
        image->drawing = svg_read(a, d, path, bytes, &image->description);
        if (!image->drawing)
            return NULL;
        image->width = image->drawing->width;
        image->height = image->drawing->height;
        return image;
    }
    struct finding *f =
        diag_add(d, Q540, pos, "the picture %.*s is %s", STR_ARG(path), kind_of(bytes));
    diag_hint(d, f, "save it as PNG, or as SVG if it is a plain drawing");
    return NULL;
}

/* ---- scaling ---------------------------------------------------------------------------- */

static struct path scale_path(struct arena *a, const struct path *from, len numerator,
                              len denominator)
{
    struct path to = *from;
    to.stroke_width = len_scale(from->stroke_width, numerator, denominator);
    to.segments = ARENA_ARRAY(a, from->count, struct path_segment);
    for (size_t i = 0; i < from->count; i++) {
        to.segments[i].op = from->segments[i].op;
        for (int k = 0; k < 3; k++) {
            to.segments[i].x[k] = len_scale(from->segments[i].x[k], numerator, denominator);
            to.segments[i].y[k] = len_scale(from->segments[i].y[k], numerator, denominator);
        }
    }
    return to;
}

const struct drawing *drawing_scale(struct arena *a, const struct drawing *d, len width, len height)
{
    len numerator = width ? width : height, denominator = width ? d->width : d->height;
    struct drawing *scaled = ARENA_NEW(a, struct drawing);
    scaled->width = len_scale(d->width, numerator, denominator);
    scaled->height = len_scale(d->height, numerator, denominator);
    scaled->count = d->count;
    scaled->paths = ARENA_ARRAY(a, d->count, struct path);
    for (size_t i = 0; i < d->count; i++)
        scaled->paths[i] = scale_path(a, &d->paths[i], numerator, denominator);
    return scaled;
}

/* ---- other colours ------------------------------------------------------------------------ */

static const struct drawing *recolour_drawing(struct arena *a, const struct drawing *d,
                                              colour (*to)(colour))
{
    struct drawing *other = ARENA_NEW(a, struct drawing);
    *other = *d;
    other->paths = ARENA_ARRAY(a, d->count, struct path);
    for (size_t i = 0; i < d->count; i++) {
        struct path *path = &other->paths[i];
        *path = d->paths[i];
        path->fill = path->fill == COLOUR_NONE ? COLOUR_NONE : to(path->fill);
        path->stroke = path->stroke == COLOUR_NONE ? COLOUR_NONE : to(path->stroke);
    }
    return other;
}

static const struct bitmap *recolour_bitmap(struct arena *a, const struct bitmap *b,
                                            colour (*to)(colour))
{
    struct bitmap *other = ARENA_NEW(a, struct bitmap);
    size_t pixels = (size_t)b->width * b->height, step = (size_t)b->channels;
    uint8_t *samples = ARENA_ARRAY(a, pixels * step, uint8_t);
    for (size_t i = 0; i < pixels * step; i += step) {
        const uint8_t *from = b->samples + i;
        colour c = step == 1 ? from[0] * 0x010101u
                             : (colour)from[0] << 16 | (colour)from[1] << 8 | from[2];
        c = to(c);
        for (size_t k = 0; k < step; k++)
            samples[i + k] = (uint8_t)(c >> (16 - 8 * k));
    }
    *other = *b;
    other->samples = samples;
    other->hash ^= str_hash((str){(const char *)samples, pixels * step});
    return other;
}

const struct image *image_recolour(struct arena *a, const struct image *image, colour (*to)(colour))
{
    struct image *other = ARENA_NEW(a, struct image);
    *other = *image;
    if (image->drawing)
        other->drawing = recolour_drawing(a, image->drawing, to);
    if (image->bitmap)
        other->bitmap = recolour_bitmap(a, image->bitmap, to);
    return other;
}
