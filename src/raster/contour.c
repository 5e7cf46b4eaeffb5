/*
 * A curve is parted into n pieces of equal parameter. A chord is off by an eighth of the piece's
 * second derivative at most (the error of linear interpolation), which for a Bézier curve of
 * degree d is d (d - 1) times the largest second difference D of its points, over n²: so
 * n² = D d (d - 1) / (8 tolerance) is enough. Each point is computed for itself, by Bernstein's
 * formula in integers, so that errors do not add up.
 */
#include "raster/contour.h"

#define TOLERANCE  (CONTOUR_PIXEL / 32)
#define PIECES_MAX 1024 /* a curve across the whole reach: its terms stay below 2^59 */

void contour_move(struct contour *c, struct spot p)
{
    c->count = 0;
    contour_line(c, p);
}

void contour_line(struct contour *c, struct spot p)
{
    if (c->count > 0 && c->spots[c->count - 1].x == p.x && c->spots[c->count - 1].y == p.y)
        return;
    if (c->count == CONTOUR_SPOTS_MAX)
        return;
    *ARENA_PUSH(c->arena, c->spots, c->count, c->capacity) = p;
}

uint32_t contour_root(uint64_t v)
{
    if (v == 0)
        return 0;
    uint64_t root = 0, bit = (uint64_t)1 << ((63 - __builtin_clzll(v)) & ~1); /* a power of 4 */
    for (; bit; bit >>= 2) {
        if (v >= root + bit) {
            v -= root + bit;
            root = (root >> 1) + bit;
        } else {
            root >>= 1;
        }
    }
    return (uint32_t)root;
}

static uint64_t distance(int64_t a, int64_t b)
{
    return (uint64_t)(a > b ? a - b : b - a);
}

/* How far b is from the middle of a and c, twice; no less than its length. */
static uint64_t bend(struct spot a, struct spot b, struct spot c)
{
    return distance((int64_t)a.x + c.x, 2 * (int64_t)b.x) +
           distance((int64_t)a.y + c.y, 2 * (int64_t)b.y);
}

static int64_t pieces(uint64_t square)
{
    uint64_t n = (uint64_t)contour_root(square) + 1;
    return (int64_t)(n < PIECES_MAX ? n : PIECES_MAX);
}

/* top / bottom rounded; bottom > 0. */
static int32_t divide(int64_t top, int64_t bottom)
{
    return (int32_t)((top >= 0 ? top + bottom / 2 : top - bottom / 2) / bottom);
}

void contour_quadratic(struct contour *c, struct spot b, struct spot d)
{
    struct spot a = c->spots[c->count - 1];
    int64_t n = pieces(bend(a, b, d) * 2 / (8 * TOLERANCE));
    for (int64_t i = 1; i < n && c->count < CONTOUR_SPOTS_MAX; i++) {
        int64_t j = n - i;
        contour_line(c, (struct spot){divide(j * j * a.x + 2 * j * i * b.x + i * i * d.x, n * n),
                                      divide(j * j * a.y + 2 * j * i * b.y + i * i * d.y, n * n)});
    }
    contour_line(c, d);
}

static int32_t cubic(int64_t n, int64_t i, int64_t p0, int64_t p1, int64_t p2, int64_t p3)
{
    int64_t j = n - i;
    return divide(j * j * j * p0 + 3 * j * j * i * p1 + 3 * j * i * i * p2 + i * i * i * p3,
                  n * n * n);
}

void contour_curve(struct contour *c, struct spot p1, struct spot p2, struct spot p3)
{
    struct spot p0 = c->spots[c->count - 1];
    uint64_t first = bend(p0, p1, p2), second = bend(p1, p2, p3);
    int64_t n = pieces((first > second ? first : second) * 6 / (8 * TOLERANCE));
    for (int64_t i = 1; i < n && c->count < CONTOUR_SPOTS_MAX; i++)
        contour_line(c, (struct spot){cubic(n, i, p0.x, p1.x, p2.x, p3.x),
                                      cubic(n, i, p0.y, p1.y, p2.y, p3.y)});
    contour_line(c, p3);
}
