/*
 * One pass runs along the contour on one side, half the width away, a second one comes back on the
 * other: an open contour's outline is one polygon with two caps, a closed one's are two, turned
 * against each other, so that between them every point is wound round once.
 *
 * Where the pass turns away from its side there is a gap, which the join fills; where it turns
 * towards it, it goes in to the point itself and out again, which stays inside of the line. Gentle
 * turns, as those of a flattened curve, take the one point where both sides meet.
 */
#include "raster/stroke.h"

struct pass {
    struct stroke *s;
    const struct spot *spots;
    size_t count;
    bool is_back;
};

static struct spot spot_at(const struct pass *p, size_t i)
{
    return p->spots[p->is_back ? p->count - 1 - i : i];
}

static void put(struct pass *p, struct spot at, int64_t x, int64_t y)
{
    contour_line(&p->s->edge, (struct spot){contour_clamp(at.x + x), contour_clamp(at.y + y)});
}

static int64_t divide(int64_t top, int64_t bottom)
{
    return (top >= 0 ? top + bottom / 2 : top - bottom / 2) / bottom;
}

/* x, y at the length of half the width; 0, 0 stays. Short ones are drawn out for a finer root. */
static struct spot scale_to_half(const struct pass *p, int64_t x, int64_t y)
{
    const int64_t few = 1 << 20;
    if (x < few && x > -few && y < few && y > -few) {
        x *= 256;
        y *= 256;
    }
    int64_t length = contour_root((uint64_t)(x * x + y * y));
    if (length == 0)
        return (struct spot){0, 0};
    return (struct spot){(int32_t)divide(x * p->s->half, length),
                         (int32_t)divide(y * p->s->half, length)};
}

/* From a line's middle to its side: the direction a quarter turn back. */
static struct spot normal(const struct pass *p, struct spot a, struct spot b)
{
    return scale_to_half(p, (int64_t)b.y - a.y, -((int64_t)b.x - a.x));
}

static struct spot direction(struct spot n)
{
    return (struct spot){-n.y, n.x};
}

/* ---- joins and caps ------------------------------------------------------------------------ */

#define ARC_DEPTH     6
#define ARC_TOLERANCE (CONTOUR_PIXEL / 32)

/* The points of the arc between m and n, less than half a turn apart, ends left out. */
static void put_arc(struct pass *p, struct spot at, struct spot m, struct spot n, int depth)
{
    int64_t x = (int64_t)m.x + n.x, y = (int64_t)m.y + n.y;
    int64_t middle = contour_root((uint64_t)(x * x + y * y)) / 2;
    if (depth == 0 || p->s->half - middle <= ARC_TOLERANCE)
        return;
    struct spot half_way = scale_to_half(p, x, y);
    put_arc(p, at, m, half_way, depth - 1);
    put(p, at, half_way.x, half_way.y);
    put_arc(p, at, half_way, n, depth - 1);
}

/* Half a turn, from m round the end to its other side. */
static void put_cap(struct pass *p, struct spot at, struct spot m)
{
    struct spot ahead = direction(m);
    put(p, at, m.x, m.y);
    if (p->s->is_round) {
        put_arc(p, at, m, ahead, ARC_DEPTH);
        put(p, at, ahead.x, ahead.y);
        put_arc(p, at, ahead, (struct spot){-m.x, -m.y}, ARC_DEPTH);
    }
    put(p, at, -(int64_t)m.x, -(int64_t)m.y);
}

static void put_round(struct pass *p, struct spot at, struct spot m, struct spot n, bool is_sharp)
{
    struct spot ahead = direction(m);
    put(p, at, m.x, m.y);
    if (is_sharp) { /* by way of straight on, from which n is less than half a turn away too */
        put_arc(p, at, m, ahead, ARC_DEPTH);
        put(p, at, ahead.x, ahead.y);
        m = ahead;
    }
    put_arc(p, at, m, n, ARC_DEPTH);
    put(p, at, n.x, n.y);
}

/*
 * Where both sides meet: along m + n, so far that its part along m is m. That is 2 half² / |m + n|²
 * times the sum; the square of the sum is taken from the sum as it is rounded, as a sharp mitre is
 * long and its sum short.
 */
static void put_mitre(struct pass *p, struct spot at, struct spot sum, int64_t square)
{
    __int128 twice = 2 * (__int128)p->s->half * p->s->half;
    put(p, at, (int64_t)(sum.x * twice / square), (int64_t)(sum.y * twice / square));
}

/*
 * With a turn of t between m and n a mitre is 1 / cos(t/2) times as long as the line is wide, and
 * |m + n| is 2 half cos(t/2): ten times at |m + n| = half / 5.
 */
static void put_join(struct pass *p, struct spot at, struct spot m, struct spot n)
{
    struct spot sum = {m.x + n.x, m.y + n.y};
    int64_t square = (int64_t)sum.x * sum.x + (int64_t)sum.y * sum.y;
    int64_t cross = (int64_t)m.x * n.y - (int64_t)m.y * n.x;
    int64_t half_square = (int64_t)p->s->half * p->s->half;
    bool is_sharp = square < 2 * half_square; /* over a quarter turn */
    bool is_outside = cross > 0 || (cross == 0 && is_sharp);
    if (4 * square > 15 * half_square) { /* less than 30 degrees */
        put_mitre(p, at, sum, square);
    } else if (!is_outside) {
        put(p, at, m.x, m.y);
        put(p, at, 0, 0);
        put(p, at, n.x, n.y);
    } else if (p->s->is_round) {
        put_round(p, at, m, n, is_sharp);
    } else if (square > 0 && square >= half_square / 25) {
        put_mitre(p, at, sum, square);
    } else {
        put(p, at, m.x, m.y);
        put(p, at, n.x, n.y);
    }
}

/* ---- passes -------------------------------------------------------------------------------- */

static void run_open(struct pass *p)
{
    struct spot n = normal(p, spot_at(p, 0), spot_at(p, 1));
    for (size_t i = 1; i + 1 < p->count; i++) {
        struct spot next = normal(p, spot_at(p, i), spot_at(p, i + 1));
        put_join(p, spot_at(p, i), n, next);
        n = next;
    }
    put_cap(p, spot_at(p, p->count - 1), n);
}

static void run_closed(struct pass *p)
{
    struct spot n = normal(p, spot_at(p, p->count - 1), spot_at(p, 0));
    for (size_t i = 0; i < p->count; i++) {
        struct spot next = normal(p, spot_at(p, i), spot_at(p, i + 1 < p->count ? i + 1 : 0));
        put_join(p, spot_at(p, i), n, next);
        n = next;
    }
}

static void finish(struct coverage *c, struct contour *edge)
{
    coverage_add(c, edge->spots, edge->count);
    edge->count = 0;
}

/* A point: a round cap's two halves. */
static void add_dot(struct coverage *c, struct pass *p)
{
    put_cap(p, p->spots[0], (struct spot){p->s->half, 0});
    put_cap(p, p->spots[0], (struct spot){-p->s->half, 0});
    finish(c, &p->s->edge);
}

void stroke_add(struct coverage *c, struct stroke *s, const struct contour *along)
{
    struct pass out = {s, along->spots, along->count, false};
    while (s->is_closed && out.count > 1 && out.spots[0].x == out.spots[out.count - 1].x &&
           out.spots[0].y == out.spots[out.count - 1].y)
        out.count--;
    s->edge.count = 0;
    if (out.count == 0 || s->half <= 0)
        return;
    if (out.count == 1) {
        if (s->is_round)
            add_dot(c, &out);
        return;
    }
    struct pass back = out;
    back.is_back = true;
    if (!s->is_closed) {
        run_open(&out);
        run_open(&back);
        finish(c, &s->edge);
        return;
    }
    run_closed(&out);
    finish(c, &s->edge);
    run_closed(&back);
    finish(c, &s->edge);
}
