/* Shared by the tests of raster/: a small picture of coverage, and numbers that look random. */
#ifndef QUOIN_TESTS_RASTER_TEST_H
#define QUOIN_TESTS_RASTER_TEST_H

#include "raster/coverage.h"
#include "unit/base/base_test.h"

#define PX CONTOUR_PIXEL

struct canvas {
    int32_t width, height;
    uint8_t *cover;
    struct coverage *coverage;
};

static inline struct canvas canvas_open(struct arena *a, int32_t width, int32_t height)
{
    struct canvas c = {width, height, arena_alloc(a, (size_t)width * (size_t)height),
                       coverage_open(a, width, height)};
    return c;
}

static inline void canvas_row(void *state, int32_t y, int32_t x, const uint8_t *cover,
                              int32_t count)
{
    struct canvas *c = state;
    assert_true(y >= 0 && y < c->height && x >= 0 && count >= 0 && x + count <= c->width);
    memcpy(c->cover + y * c->width + x, cover, (size_t)count);
}

static inline void canvas_paint(struct canvas *c, bool is_even_odd)
{
    memset(c->cover, 0, (size_t)c->width * (size_t)c->height);
    coverage_paint(c->coverage, is_even_odd, canvas_row, c);
}

static inline int cover_at(const struct canvas *c, int32_t x, int32_t y)
{
    return c->cover[y * c->width + x];
}

/* All covered, in pixels times 255. */
static inline int64_t canvas_sum(const struct canvas *c)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < c->width * c->height; i++)
        sum += c->cover[i];
    return sum;
}

/* Marsaglia's xorshift: the same numbers in every run. */
static inline uint32_t chance(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static inline int32_t chance_between(uint32_t *state, int32_t low, int32_t high)
{
    return low + (int32_t)(chance(state) % (uint32_t)(high - low + 1));
}

#endif
