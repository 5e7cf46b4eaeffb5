/*
 * Shapes are written on a grid of 1,000 by 1,000 and scaled to the size asked for.
 */
#include "compose/mark.h"

/* A circle by four Bézier curves: 4/3 (sqrt 2 - 1) = 0.5523 of the radius. */
#define CIRCLE(radius) ((radius)*5523 / 10000)

/* A drawing under way: a pen on the grid. */
struct pen {
    struct arena *arena;
    struct drawing *drawing;
    size_t path_capacity, segment_capacity;
    len size, top;
};

static len scaled(const struct pen *p, int v)
{
    return len_scale(p->size, v, 1000);
}

static struct path *begin_path(struct pen *p, colour fill)
{
    p->segment_capacity = 0;
    struct path *path =
        ARENA_PUSH(p->arena, p->drawing->paths, p->drawing->count, p->path_capacity);
    *path = (struct path){.fill = fill, .stroke = COLOUR_NONE};
    return path;
}

static struct path_segment *add_segment(struct pen *p, struct path *path, enum path_op op)
{
    struct path_segment *s = ARENA_PUSH(p->arena, path->segments, path->count, p->segment_capacity);
    *s = (struct path_segment){.op = op};
    return s;
}

static void add_point(struct pen *p, struct path *path, enum path_op op, int x, int y)
{
    struct path_segment *s = add_segment(p, path, op);
    s->x[0] = scaled(p, x);
    s->y[0] = p->top + scaled(p, y);
}

static void add_curve(struct pen *p, struct path *path, const int points[6])
{
    struct path_segment *s = add_segment(p, path, PATH_CURVE);
    for (int i = 0; i < 3; i++) {
        s->x[i] = scaled(p, points[2 * i]);
        s->y[i] = p->top + scaled(p, points[2 * i + 1]);
    }
}

/* points: x, y pairs; the outline is closed. */
static struct path *add_polygon(struct pen *p, colour fill, const int *points, int count)
{
    struct path *path = begin_path(p, fill);
    for (int i = 0; i < count; i++)
        add_point(p, path, i ? PATH_LINE : PATH_MOVE, points[2 * i], points[2 * i + 1]);
    add_segment(p, path, PATH_CLOSE);
    return path;
}

static void add_circle(struct pen *p, colour fill, int x, int y, int r)
{
    int k = CIRCLE(r);
    struct path *path = begin_path(p, fill);
    add_point(p, path, PATH_MOVE, x + r, y);
    add_curve(p, path, (int[]){x + r, y + k, x + k, y + r, x, y + r});
    add_curve(p, path, (int[]){x - k, y + r, x - r, y + k, x - r, y});
    add_curve(p, path, (int[]){x - r, y - k, x - k, y - r, x, y - r});
    add_curve(p, path, (int[]){x + k, y - r, x + r, y - k, x + r, y});
    add_segment(p, path, PATH_CLOSE);
}

/* An open line of `count` points. */
static void add_stroke(struct pen *p, colour stroke, int width, const int *points, int count)
{
    struct path *path = begin_path(p, COLOUR_NONE);
    path->stroke = stroke;
    path->stroke_width = scaled(p, width);
    path->has_round_joins = true;
    for (int i = 0; i < count; i++)
        add_point(p, path, i ? PATH_LINE : PATH_MOVE, points[2 * i], points[2 * i + 1]);
}

static void draw_shape(struct pen *p, enum mark_shape shape, colour fill)
{
    struct path *path = NULL;
    switch (shape) {
    case SHAPE_CIRCLE: add_circle(p, fill, 500, 500, 490); return;
    case SHAPE_TRIANGLE:
        path = add_polygon(p, fill, (int[]){520, 100, 980, 890, 60, 890}, 3);
        break;
    case SHAPE_OCTAGON:
        path = add_polygon(
            p, fill,
            (int[]){318, 60, 682, 60, 940, 318, 940, 682, 682, 940, 318, 940, 60, 682, 60, 318}, 8);
        break;
    case SHAPE_SQUARE:
        path = add_polygon(p, fill, (int[]){90, 90, 910, 90, 910, 910, 90, 910}, 4);
        break;
    case SHAPE_DIAMOND:
        path = add_polygon(p, fill, (int[]){500, 40, 960, 500, 500, 960, 40, 500}, 4);
        break;
    }
    path->stroke = fill; /* rounds the corners */
    path->stroke_width = scaled(p, 80);
    path->has_round_joins = true;
}

static void draw_sign(struct pen *p, enum mark_sign sign, colour ink, int lower)
{
    switch (sign) {
    case SIGN_TICK: add_stroke(p, ink, 130, (int[]){280, 520, 440, 675, 725, 345}, 3); return;
    case SIGN_CROSS:
        add_stroke(p, ink, 130, (int[]){330, 330, 670, 670}, 2);
        add_stroke(p, ink, 130, (int[]){670, 330, 330, 670}, 2);
        return;
    case SIGN_BANG: {
        int x = lower ? 520 : 500;
        add_stroke(p, ink, 110, (int[]){x, 270 + lower, x, 510 + lower}, 2);
        add_circle(p, ink, x, 690 + lower, 70);
        return;
    }
    case SIGN_BAR: add_stroke(p, ink, 130, (int[]){290, 500, 710, 500}, 2); return;
    case SIGN_NONE: return;
    }
}

static struct pen new_pen(struct arena *a, len size, len drop, int width, len gap)
{
    struct pen p = {.arena = a, .drawing = ARENA_NEW(a, struct drawing), .size = size};
    p.top = drop;
    p.drawing->height = size;
    p.drawing->width = scaled(&p, width) + gap;
    return p;
}

/* The box stays on the baseline and as high as the mark; the shapes are moved down in it. */
const struct drawing *mark_draw_status(struct arena *a, const struct mark_design *design, len drop,
                                       len gap)
{
    bool is_triangle = design->shape == SHAPE_TRIANGLE;
    struct pen p = new_pen(a, design->size, drop, is_triangle ? 1040 : 1000, gap);
    draw_shape(&p, design->shape, design->fill);
    draw_sign(&p, design->sign, design->sign_fill, is_triangle ? 80 : 0);
    return p.drawing;
}

const struct drawing *mark_draw_arrow(struct arena *a, enum mark_arrow arrow, colour fill, len size,
                                      len gap)
{
    struct pen p = new_pen(a, size, 0, 1100, gap);
    if (arrow == ARROW_UP)
        add_polygon(&p, fill, (int[]){550, 120, 1050, 950, 50, 950}, 3);
    else if (arrow == ARROW_DOWN)
        add_polygon(&p, fill, (int[]){50, 100, 1050, 100, 550, 930}, 3);
    else {
        add_polygon(&p, fill, (int[]){50, 230, 1050, 230, 1050, 430, 50, 430}, 4);
        add_polygon(&p, fill, (int[]){50, 640, 1050, 640, 1050, 840, 50, 840}, 4);
    }
    return p.drawing;
}
