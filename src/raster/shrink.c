#include "raster/shrink.h"

/* Sums stay below 2^60: 2^27 dots, two weights of 2^8, alpha and sample of 2^8. */
struct sums {
    uint64_t red, green, blue, alpha, area;
};

/* How much of dot i lies between from and to. */
static uint64_t weight(int64_t i, int64_t from, int64_t to)
{
    int64_t low = i * SHRINK_DOT, high = low + SHRINK_DOT;
    low = low > from ? low : from;
    high = high < to ? high : to;
    return (uint64_t)(high - low);
}

static void add_row(const struct bitmap *b, const struct shrink_box *box, int64_t y, uint64_t down,
                    struct sums *s)
{
    size_t step = (size_t)b->channels, from = (size_t)(box->left / SHRINK_DOT);
    size_t at = (size_t)y * b->width + from;
    const uint8_t *sample = b->samples + at * step;
    for (int64_t x = (int64_t)from; x * SHRINK_DOT < box->right; x++, at++, sample += step) {
        uint64_t area = down * weight(x, box->left, box->right);
        uint64_t opaque = area * (b->alpha ? b->alpha[at] : 255);
        s->area += area;
        s->alpha += opaque;
        s->red += opaque * sample[0];
        s->green += opaque * sample[step == 1 ? 0 : 1];
        s->blue += opaque * sample[step == 1 ? 0 : 2];
    }
}

static colour mean(uint64_t sum, uint64_t weight)
{
    return (colour)((sum + weight / 2) / weight);
}

colour shrink_mean(const struct bitmap *b, struct shrink_box box, uint8_t *alpha)
{
    struct sums s = {0};
    for (int64_t y = box.top / SHRINK_DOT; y * SHRINK_DOT < box.bottom; y++)
        add_row(b, &box, y, weight(y, box.top, box.bottom), &s);
    *alpha = s.area ? (uint8_t)mean(s.alpha, s.area) : 0;
    if (s.alpha == 0)
        return 0;
    return mean(s.red, s.alpha) << 16 | mean(s.green, s.alpha) << 8 | mean(s.blue, s.alpha);
}
