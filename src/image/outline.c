#include "image/outline.h"

/* Control points of a quarter circle: 4/3 (sqrt 2 - 1), times 2^32. */
#define QUARTER ((fix)2372044939)

const struct affine affine_identity = {FIX_ONE, 0, 0, FIX_ONE, 0, 0};

struct affine affine_join(struct affine o, struct affine i)
{
    return (struct affine){
        fix_add(fix_mul(o.a, i.a), fix_mul(o.c, i.b)),
        fix_add(fix_mul(o.b, i.a), fix_mul(o.d, i.b)),
        fix_add(fix_mul(o.a, i.c), fix_mul(o.c, i.d)),
        fix_add(fix_mul(o.b, i.c), fix_mul(o.d, i.d)),
        fix_add(fix_add(fix_mul(o.a, i.e), fix_mul(o.c, i.f)), o.e),
        fix_add(fix_add(fix_mul(o.b, i.e), fix_mul(o.d, i.f)), o.f),
    };
}

struct point affine_apply(struct affine t, struct point p)
{
    return (struct point){
        fix_add(fix_add(fix_mul(t.a, p.x), fix_mul(t.c, p.y)), t.e),
        fix_add(fix_add(fix_mul(t.b, p.x), fix_mul(t.d, p.y)), t.f),
    };
}

fix affine_scale(struct affine t)
{
    fix area = fix_sub(fix_mul(t.a, t.d), fix_mul(t.b, t.c));
    return fix_sqrt(area < 0 ? -area : area);
}

/* ---- building --------------------------------------------------------------------------- */

static void add(struct outline *o, enum path_op op, struct point p1, struct point p2,
                struct point p3)
{
    *ARENA_PUSH(o->arena, o->segments, o->count, o->room) =
        (struct outline_segment){op, {p1, p2, p3}};
    o->now = op == PATH_CURVE ? p3 : p1;
}

void outline_move(struct outline *o, struct point p)
{
    add(o, PATH_MOVE, p, p, p);
    o->start = p;
}

void outline_line(struct outline *o, struct point p)
{
    add(o, PATH_LINE, p, p, p);
}

void outline_curve(struct outline *o, struct point c1, struct point c2, struct point p)
{
    add(o, PATH_CURVE, c1, c2, p);
}

/* Two thirds of the way from p to c. */
static fix two_thirds(fix p, fix c)
{
    return fix_add(p, fix_sub(c, p) / 3 * 2);
}

void outline_quadratic(struct outline *o, struct point c, struct point p)
{
    struct point q = o->now;
    outline_curve(o, (struct point){two_thirds(q.x, c.x), two_thirds(q.y, c.y)},
                  (struct point){two_thirds(p.x, c.x), two_thirds(p.y, c.y)}, p);
}

void outline_close(struct outline *o)
{
    add(o, PATH_CLOSE, o->start, o->start, o->start);
}

/* ---- arcs ------------------------------------------------------------------------------- */

/* `along` before the turn by `turn` (its cosine and sine). */
static struct point rotate(struct point along, struct point turn)
{
    return (struct point){fix_sub(fix_mul(along.x, turn.x), fix_mul(along.y, turn.y)),
                          fix_add(fix_mul(along.x, turn.y), fix_mul(along.y, turn.x))};
}

/* A point of the unit circle on the ellipse. */
struct ellipse {
    struct point centre, turn; /* turn: cosine and sine of its slant */
    fix rx, ry;
};

static struct point on_ellipse(const struct ellipse *e, struct point unit)
{
    struct point p =
        rotate((struct point){fix_mul(unit.x, e->rx), fix_mul(unit.y, e->ry)}, e->turn);
    return (struct point){fix_add(p.x, e->centre.x), fix_add(p.y, e->centre.y)};
}

static fix dot(struct point a, struct point b)
{
    return fix_add(fix_mul(a.x, b.x), fix_mul(a.y, b.y));
}

static fix cross(struct point a, struct point b)
{
    return fix_sub(fix_mul(a.x, b.y), fix_mul(a.y, b.x));
}

/*
 * The curve from u to v, a quarter turn apart at most, both on the unit circle; sign is +1 for a
 * turn from x to y. The controls lie 4/3 tan(angle/4) along the tangents, and
 * tan(x/2) = sin x / (1 + cos x) gives that without an angle.
 */
static void add_piece(struct outline *o, const struct ellipse *e, struct point u, struct point v,
                      int sign)
{
    fix half = fix_div(cross(u, v) * sign, FIX_ONE + dot(u, v));
    fix tangent = fix_div(half, FIX_ONE + fix_sqrt(FIX_ONE + fix_mul(half, half)));
    fix k = tangent / 3 * 4 * sign;
    struct point c1 = {fix_sub(u.x, fix_mul(k, u.y)), fix_add(u.y, fix_mul(k, u.x))};
    struct point c2 = {fix_add(v.x, fix_mul(k, v.y)), fix_sub(v.y, fix_mul(k, v.x))};
    outline_curve(o, on_ellipse(e, c1), on_ellipse(e, c2), on_ellipse(e, v));
}

/*
 * From u to v in quarter turns and a rest. A turn is over a quarter when v lies behind u or on the
 * far side; the tolerance keeps rounding from adding a full turn to one of 0, 90 or 180 degrees.
 */
static void add_turns(struct outline *o, const struct ellipse *e, struct point u, struct point v,
                      bool is_large, int sign)
{
    const fix tolerance = FIX_ONE >> 20;
    for (int i = 0; i < 3; i++) {
        bool is_over_quarter = cross(u, v) * sign < -tolerance || dot(u, v) < -tolerance;
        if (!is_over_quarter && !(i == 0 && is_large))
            break;
        struct point next = {-u.y * sign, u.x * sign};
        add_piece(o, e, u, next, sign);
        u = next;
    }
    add_piece(o, e, u, v, sign);
}

/*
 * The centre in the unit circle's coordinates, from the ends' halved distance `h` there (F.6.5);
 * radii that cannot span the ends are scaled so that they just do (F.6.6).
 */
static struct point unit_centre(struct point *h, struct ellipse *e, bool is_other_side)
{
    fix square = dot(*h, *h);
    if (square >= FIX_ONE) {
        fix grow = fix_sqrt(square);
        e->rx = fix_mul(e->rx, grow);
        e->ry = fix_mul(e->ry, grow);
        *h = (struct point){fix_div(h->x, grow), fix_div(h->y, grow)};
        return (struct point){0, 0};
    }
    if (square == 0)
        return (struct point){0, 0};
    fix far = fix_sqrt(fix_div(FIX_ONE - square, square));
    if (is_other_side)
        far = -far;
    return (struct point){fix_mul(far, h->y), -fix_mul(far, h->x)};
}

void outline_arc(struct outline *o, fix rx, fix ry, fix degrees, bool is_large, bool is_sweep,
                 struct point p)
{
    struct point from = o->now;
    struct ellipse e = {.rx = rx < 0 ? -rx : rx, .ry = ry < 0 ? -ry : ry};
    if (e.rx < 16 || e.ry < 16) { /* F.6.2: nothing round about it */
        outline_line(o, p);
        return;
    }
    if (from.x == p.x && from.y == p.y)
        return;
    fix_turn(degrees, &e.turn.y, &e.turn.x);
    struct point back = {e.turn.x, -e.turn.y};
    struct point half = {fix_sub(from.x, p.x) / 2, fix_sub(from.y, p.y) / 2};
    struct point h = rotate(half, back);
    h = (struct point){fix_div(h.x, e.rx), fix_div(h.y, e.ry)};
    struct point c = unit_centre(&h, &e, is_large == is_sweep);
    struct point middle = rotate((struct point){fix_mul(c.x, e.rx), fix_mul(c.y, e.ry)}, e.turn);
    e.centre = (struct point){fix_add(middle.x, fix_add(from.x, p.x) / 2),
                              fix_add(middle.y, fix_add(from.y, p.y) / 2)};
    struct point u = {fix_sub(h.x, c.x), fix_sub(h.y, c.y)};
    struct point v = {fix_sub(-h.x, c.x), fix_sub(-h.y, c.y)};
    add_turns(o, &e, u, v, is_large, is_sweep ? 1 : -1);
    o->segments[o->count - 1].p[2] = o->now = p; /* the end exactly */
}

/* ---- shapes ----------------------------------------------------------------------------- */

static struct point offset(struct point p, fix x, fix y)
{
    return (struct point){fix_add(p.x, x), fix_add(p.y, y)};
}

/* A quarter of an ellipse from where the pen is, leaving along (ax, ay) and arriving along (bx,
 * by). */
static void corner(struct outline *o, fix ax, fix ay, fix bx, fix by)
{
    struct point from = o->now, to = offset(from, fix_add(ax, bx), fix_add(ay, by));
    outline_curve(o, offset(from, fix_mul(ax, QUARTER), fix_mul(ay, QUARTER)),
                  offset(to, -fix_mul(bx, QUARTER), -fix_mul(by, QUARTER)), to);
}

void outline_ellipse(struct outline *o, struct point centre, fix rx, fix ry)
{
    outline_move(o, offset(centre, rx, 0));
    corner(o, 0, ry, -rx, 0);
    corner(o, -rx, 0, 0, -ry);
    corner(o, 0, -ry, rx, 0);
    corner(o, rx, 0, 0, ry);
    outline_close(o);
}

void outline_rect(struct outline *o, struct point p, fix width, fix height, fix rx, fix ry)
{
    rx = rx > width / 2 ? width / 2 : rx;
    ry = ry > height / 2 ? height / 2 : ry;
    bool is_round = rx > 0 && ry > 0;
    if (!is_round)
        rx = ry = 0;
    outline_move(o, offset(p, rx, 0));
    outline_line(o, offset(p, width - rx, 0));
    if (is_round)
        corner(o, rx, 0, 0, ry);
    outline_line(o, offset(p, width, height - ry));
    if (is_round)
        corner(o, 0, ry, -rx, 0);
    outline_line(o, offset(p, rx, height));
    if (is_round)
        corner(o, -rx, 0, 0, -ry);
    outline_line(o, offset(p, 0, ry));
    if (is_round)
        corner(o, 0, -ry, rx, 0);
    outline_close(o);
}

/* ---- finishing -------------------------------------------------------------------------- */

bool outline_finish(const struct outline *o, struct affine t, struct path *out)
{
    out->count = o->count;
    out->segments = ARENA_ARRAY(o->arena, o->count, struct path_segment);
    for (size_t i = 0; i < o->count; i++) {
        struct path_segment *segment = &out->segments[i];
        segment->op = o->segments[i].op;
        for (int k = 0; k < 3; k++) {
            struct point p = affine_apply(t, o->segments[i].p[k]);
            if (!fix_to_len(p.x, &segment->x[k]) || !fix_to_len(p.y, &segment->y[k]))
                return false;
        }
    }
    return true;
}
