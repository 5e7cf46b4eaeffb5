#include "pack/eye.h"

#include <stdlib.h>

/* How far a stroke reaches to both sides of its line, at most. */
static void widen_stroke(const struct reader *r, struct extent *x)
{
    const struct matrix *m = &r->state->ctm;
    long long half = r->state->line_width / 2;
    extent_widen(x, matrix_scale(half, llabs(m->a) + llabs(m->c)),
                 matrix_scale(half, llabs(m->b) + llabs(m->d)));
}

static void add_segment(struct reader *r, struct extent box)
{
    struct extent there = extent_moved(&r->state->ctm, &box);
    extent_add(&r->path, &there);
    widen_stroke(r, &there);
    r->is_crossed = r->is_crossed || eye_has_in_band(r, &there);
}

static void move_to(struct reader *r, long long x, long long y)
{
    r->x = r->from_x = x;
    r->y = r->from_y = y;
}

static void line_to(struct reader *r, long long x, long long y)
{
    add_segment(r, extent_between(r->x, r->y, x, y));
    r->x = x;
    r->y = y;
}

/* A curve stays within the box of its ends and its `n` - 1 control points. */
static void do_curve(struct reader *r, size_t n)
{
    struct extent box = {r->x, r->y, r->x, r->y};
    for (size_t i = 0; i < n; i++) {
        r->x = eye_number(r, 2 * i, 2 * n);
        r->y = eye_number(r, 2 * i + 1, 2 * n);
        extent_add(&box, &(struct extent){r->x, r->y, r->x, r->y});
    }
    add_segment(r, box);
}

static void do_rectangle(struct reader *r)
{
    long long x = eye_number(r, 0, 4), y = eye_number(r, 1, 4);
    long long right = matrix_sum(x, eye_number(r, 2, 4)), top = matrix_sum(y, eye_number(r, 3, 4));
    move_to(r, x, y);
    line_to(r, right, y);
    line_to(r, right, top);
    line_to(r, x, top);
    line_to(r, x, y);
}

static void end_path(struct reader *r)
{
    if (r->is_clip && !extent_is_none(&r->path))
        r->state->clip = extent_common(&r->state->clip, &r->path);
    r->path = EXTENT_NONE;
    r->is_crossed = r->is_clip = false;
}

static void paint_path(struct reader *r, bool is_filled, bool is_stroked)
{
    if (is_filled && !r->state->fill.is_white)
        eye_see(r, &r->path);
    if (is_stroked && !r->state->stroke.is_white && r->is_crossed)
        r->eye->has_seen = true;
    end_path(r);
}

bool eye_path_run(struct reader *r, unsigned code)
{
    switch (code) {
    case OP1('m'): move_to(r, eye_number(r, 0, 2), eye_number(r, 1, 2)); break;
    case OP1('l'): line_to(r, eye_number(r, 0, 2), eye_number(r, 1, 2)); break;
    case OP1('c'): do_curve(r, 3); break;
    case OP1('v'):
    case OP1('y'): do_curve(r, 2); break;
    case OP1('h'): line_to(r, r->from_x, r->from_y); break;
    case OP2('r', 'e'): do_rectangle(r); break;
    case OP1('W'):
    case OP2('W', '*'): r->is_clip = true; break;
    case OP1('n'): end_path(r); break;
    case OP1('f'):
    case OP1('F'):
    case OP2('f', '*'): paint_path(r, true, false); break;
    case OP1('s'):
        line_to(r, r->from_x, r->from_y);
        paint_path(r, false, true);
        break;
    case OP1('S'): paint_path(r, false, true); break;
    case OP1('b'):
    case OP2('b', '*'):
        line_to(r, r->from_x, r->from_y);
        paint_path(r, true, true);
        break;
    case OP1('B'):
    case OP2('B', '*'): paint_path(r, true, true); break;
    default: return false;
    }
    return true;
}
