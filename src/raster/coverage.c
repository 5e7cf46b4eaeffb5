/*
 * The shape is painted in bands of rows, so many as its width leaves room for in a field of fixed
 * size. An edge finds its place in a row by its own two ends, whatever band it is clipped to, and
 * rounds x only: heights, which are what sums up along a row, stay exact, and a row of a closed
 * polygon ends at 0.
 *
 * Sums are unsigned, so that a hostile shape of 2^14 windings wraps round and nothing worse.
 */
#include "raster/coverage.h"

#include <string.h>

#define FIELD 32768 /* 128 KiB: stays in a cache */
#define PIXEL CONTOUR_PIXEL
#define FULL  (2 * PIXEL * PIXEL) /* the sum of a pixel that is covered once */

struct edge {
    struct spot from, to;
};

struct coverage {
    struct arena *arena;
    int32_t width, height;
    struct edge *edges;
    size_t count, capacity;
    struct spot low, high; /* around all edges */
    /* while painting: pixels from left, top up to right, bottom */
    int32_t left, top, right, bottom;
    size_t stride; /* two more than the pixels: what an edge at the right side adds */
    uint32_t *field;
    uint8_t *cover; /* one row's */
};

struct coverage *coverage_open(struct arena *a, int32_t width, int32_t height)
{
    struct coverage *c = ARENA_NEW(a, struct coverage);
    c->arena = a;
    c->width = width;
    c->height = height;
    c->field = ARENA_ARRAY(a, FIELD, uint32_t);
    c->cover = ARENA_ARRAY(a, (size_t)width, uint8_t);
    return c;
}

/* ---- adding -------------------------------------------------------------------------------- */

static void include(struct coverage *c, struct spot p)
{
    c->low.x = p.x < c->low.x ? p.x : c->low.x;
    c->low.y = p.y < c->low.y ? p.y : c->low.y;
    c->high.x = p.x > c->high.x ? p.x : c->high.x;
    c->high.y = p.y > c->high.y ? p.y : c->high.y;
}

static void add_edge(struct coverage *c, struct spot from, struct spot to)
{
    if (from.y == to.y)
        return;
    if (c->count == 0)
        c->low = c->high = from;
    include(c, from);
    include(c, to);
    *ARENA_PUSH(c->arena, c->edges, c->count, c->capacity) = (struct edge){from, to};
}

void coverage_add(struct coverage *c, const struct spot *spots, size_t count)
{
    if (count > COVERAGE_EDGES_MAX - c->count)
        return;
    for (size_t i = 0; i < count; i++)
        add_edge(c, spots[i], spots[i + 1 < count ? i + 1 : 0]);
}

void coverage_add_rect(struct coverage *c, int32_t left, int32_t top, int32_t right, int32_t bottom)
{
    if (2 > COVERAGE_EDGES_MAX - c->count)
        return;
    add_edge(c, (struct spot){right, top}, (struct spot){right, bottom});
    add_edge(c, (struct spot){left, bottom}, (struct spot){left, top});
}

/* ---- edges to sums ------------------------------------------------------------------------- */

/* An edge within one pixel, `height` of it downwards; twice its mean distance from the left. */
static void put_piece(uint32_t *pixel, int32_t height, int32_t twice_x)
{
    pixel[0] += (uint32_t)(height * (2 * PIXEL - twice_x));
    pixel[1] += (uint32_t)(height * twice_x);
}

/* How far along b a is, of a length c: a * b / c. */
static int32_t part(int32_t a, int32_t b, int32_t c)
{
    return (int32_t)((int64_t)a * b / c);
}

/* A piece of an edge within one row, x from the band's left; rightwards, so height may be < 0. */
static void put_across(uint32_t *row, int32_t x0, int32_t x1, int32_t height)
{
    int32_t first = x0 / PIXEL, last = x1 / PIXEL, done = 0;
    int32_t at = x0 - first * PIXEL;
    for (int32_t i = first; i < last; i++) {
        int32_t reached = part((i + 1) * PIXEL - x0, height, x1 - x0);
        put_piece(row + i, reached - done, at + PIXEL);
        done = reached;
        at = 0;
    }
    put_piece(row + last, height - done, at + x1 - last * PIXEL);
}

/* Left of the band everything counts as at its side; right of it nothing counts. */
static void put_in_row(uint32_t *row, int32_t limit, int32_t x0, int32_t x1, int32_t height)
{
    if (x0 > x1) {
        int32_t x = x0;
        x0 = x1;
        x1 = x;
    }
    if (x0 >= limit)
        return;
    if (x1 > limit) {
        height = part(limit - x0, height, x1 - x0);
        x1 = limit;
    }
    if (x1 <= 0) {
        put_piece(row, height, 0);
        return;
    }
    if (x0 < 0) {
        int32_t outside = part(-x0, height, x1 - x0);
        put_piece(row, outside, 0);
        height -= outside;
        x0 = 0;
    }
    put_across(row, x0, x1, height);
}

static int32_t x_at(const struct edge *e, int32_t y)
{
    return e->from.x +
           (int32_t)((int64_t)(y - e->from.y) * (e->to.x - e->from.x) / (e->to.y - e->from.y));
}

static void put_edge(struct coverage *c, const struct edge *edge)
{
    bool is_upwards = edge->from.y > edge->to.y;
    struct edge e = is_upwards ? (struct edge){edge->to, edge->from} : *edge;
    int32_t y = e.from.y > c->top * PIXEL ? e.from.y : c->top * PIXEL;
    int32_t end = e.to.y < c->bottom * PIXEL ? e.to.y : c->bottom * PIXEL;
    int32_t left = c->left * PIXEL, limit = (c->right - c->left) * PIXEL;
    if (y >= end)
        return;
    uint32_t *row = c->field + (size_t)(y / PIXEL - c->top) * c->stride;
    int32_t x = x_at(&e, y) - left;
    while (y < end) {
        int32_t next_y = (y / PIXEL + 1) * PIXEL;
        if (next_y > end)
            next_y = end;
        int32_t next_x = x_at(&e, next_y) - left;
        put_in_row(row, limit, x, next_x, is_upwards ? y - next_y : next_y - y);
        x = next_x;
        y = next_y;
        row += c->stride;
    }
}

/* ---- sums to coverage ---------------------------------------------------------------------- */

static uint8_t to_cover(uint32_t sum, bool is_even_odd)
{
    uint32_t size = sum >> 31 ? 0 - sum : sum;
    if (is_even_odd) {
        size &= 2 * FULL - 1;
        size = size > FULL ? 2 * FULL - size : size;
    }
    if (size > FULL)
        size = FULL;
    return (uint8_t)((size * 255 + FULL / 2) / FULL);
}

static void hand_out(struct coverage *c, int32_t y, bool is_even_odd, coverage_row *row,
                     void *state)
{
    uint32_t *sums = c->field + (size_t)(y - c->top) * c->stride, sum = 0;
    int32_t count = c->right - c->left;
    for (int32_t x = 0; x < count; x++) {
        sum += sums[x];
        c->cover[x] = sum ? to_cover(sum, is_even_odd) : 0;
    }
    row(state, y, c->left, c->cover, count);
}

static int32_t limit_to(int32_t v, int32_t most)
{
    return v < 0 ? 0 : v > most ? most : v;
}

/* The pixel that v is in, and the one after it; of what is left of or above 0, none. */
static int32_t pixel_of(int32_t v, int32_t most)
{
    return v < 0 ? 0 : limit_to(v / PIXEL, most);
}

static int32_t pixel_after(int32_t v, int32_t most)
{
    return v <= 0 ? 0 : limit_to((v + PIXEL - 1) / PIXEL, most);
}

static void paint_band(struct coverage *c, bool is_even_odd, coverage_row *row, void *state)
{
    memset(c->field, 0, (size_t)(c->bottom - c->top) * c->stride * sizeof *c->field);
    for (size_t i = 0; i < c->count; i++)
        put_edge(c, &c->edges[i]);
    for (int32_t y = c->top; y < c->bottom; y++)
        hand_out(c, y, is_even_odd, row, state);
}

void coverage_paint(struct coverage *c, bool is_even_odd, coverage_row *row, void *state)
{
    int32_t top = pixel_of(c->low.y, c->height), bottom = pixel_after(c->high.y, c->height);
    c->left = pixel_of(c->low.x, c->width);
    c->right = pixel_after(c->high.x, c->width);
    c->stride = (size_t)(c->right - c->left) + 2;
    if (c->count > 0 && c->left < c->right)
        for (int32_t y = top; y < bottom; y = c->bottom) {
            c->top = y;
            c->bottom = limit_to(y + (int32_t)(FIELD / c->stride), bottom);
            paint_band(c, is_even_odd, row, state);
        }
    c->count = 0;
}
