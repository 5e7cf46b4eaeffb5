/*
 * pdf_image: bitmaps as image XObjects, each picture once however often it is shown.
 *
 * Rows are filtered as in PNG (7.4.4.4): for each row the one of five predictors whose output has
 * the smallest sum of absolute values, libpng's own rule of thumb, which suits photographs and
 * logos alike.
 */
#include "pdf/pdf_internal.h"

#include <stdlib.h>
#include <string.h>

static int paeth(int left, int above, int corner)
{
    int guess = left + above - corner;
    int by_left = abs(guess - left), by_above = abs(guess - above), by_corner = abs(guess - corner);
    if (by_left <= by_above && by_left <= by_corner)
        return left;
    return by_above <= by_corner ? above : corner;
}

static int predict(int filter, const uint8_t *row, const uint8_t *above, size_t i, size_t step)
{
    int left = i >= step ? row[i - step] : 0, up = above[i];
    int corner = i >= step ? above[i - step] : 0;
    switch (filter) {
    case 1: return left;
    case 2: return up;
    case 3: return (left + up) / 2;
    case 4: return paeth(left, up, corner);
    default: return 0;
    }
}

static uint64_t filter_row(int filter, const uint8_t *row, const uint8_t *above, size_t n,
                           size_t step, uint8_t *out)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        out[i] = (uint8_t)(row[i] - predict(filter, row, above, i, step));
        sum += out[i] < 128 ? out[i] : 256u - out[i];
    }
    return sum;
}

struct raster {
    const uint8_t *samples;
    uint32_t width, height;
    int channels;
};

static str filter_rows(struct pdf *p, const struct raster *r)
{
    size_t n = (size_t)r->width * (size_t)r->channels;
    uint8_t *out = arena_alloc(p->arena, (n + 1) * r->height);
    uint8_t *trial = arena_alloc(p->arena, n);
    const uint8_t *above = arena_alloc(p->arena, n);
    for (uint32_t y = 0; y < r->height; y++) {
        const uint8_t *row = r->samples + y * n;
        uint8_t *best = out + y * (n + 1);
        uint64_t least = UINT64_MAX;
        for (int filter = 0; filter < 5; filter++) {
            uint64_t sum = filter_row(filter, row, above, n, (size_t)r->channels, trial);
            if (sum >= least)
                continue;
            least = sum;
            best[0] = (uint8_t)filter;
            memcpy(best + 1, trial, n);
        }
        above = row;
    }
    return (str){(const char *)out, (n + 1) * r->height};
}

/* mask: the number of the soft mask; 0: none. */
static obj save_raster(struct pdf *p, const struct raster *r, obj mask)
{
    struct buf entries = {.arena = p->arena};
    buf_format(
        &entries, "/Type/XObject/Subtype/Image/Width %u/Height %u/BitsPerComponent 8/ColorSpace/%s",
        (unsigned)r->width, (unsigned)r->height, r->channels == 3 ? "DeviceRGB" : "DeviceGray");
    if (mask)
        buf_format(&entries, "/SMask %u 0 R", (unsigned)mask);
    size_t n = (size_t)r->width * (size_t)r->channels * r->height;
    str bytes = {(const char *)r->samples, n};
    if (!p->options->is_plain) {
        buf_format(&entries, "/DecodeParms<</Predictor 15/Colors %d/Columns %u>>", r->channels,
                   (unsigned)r->width);
        bytes = filter_rows(p, r);
    }
    obj number = pdf_object_reserve(p, 1);
    pdf_save_stream(p, number, buf_str(&entries).p, bytes, true);
    return number;
}

static obj save_bitmap(struct pdf *p, const struct bitmap *b)
{
    struct raster colours = {b->samples, b->width, b->height, b->channels};
    struct raster alpha = {b->alpha, b->width, b->height, 1};
    return save_raster(p, &colours, b->alpha ? save_raster(p, &alpha, 0) : 0);
}

static bool is_same(const struct bitmap *a, const struct bitmap *b)
{
    return a == b || (a->hash == b->hash && a->width == b->width && a->height == b->height &&
                      a->channels == b->channels && !a->alpha == !b->alpha);
}

const struct picture *pdf_image_use(struct pdf *p, const struct bitmap *bitmap)
{
    uint32_t number = 1;
    for (const struct picture *i = p->pictures; i; i = i->next, number++)
        if (is_same(i->bitmap, bitmap))
            return i;
    struct picture *picture = ARENA_NEW(p->arena, struct picture);
    picture->bitmap = bitmap;
    picture->number = number;
    picture->object = save_bitmap(p, bitmap);
    *(p->pictures ? p->pictures_end : &p->pictures) = picture;
    p->pictures_end = &picture->next;
    return picture;
}

void pdf_image_finish(struct pdf *p)
{
    if (!p->pictures)
        return;
    struct buf names = {.arena = p->arena};
    buf_addz(&names, "/XObject<<");
    for (const struct picture *i = p->pictures; i; i = i->next)
        buf_format(&names, "/I%u %u 0 R", (unsigned)i->number, (unsigned)i->object);
    buf_addz(&names, ">>");
    pdf_dict_tail(p, p->resources, &names);
}
