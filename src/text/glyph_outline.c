/*
 * HarfBuzz hands an outline over piece by piece, in floats. Their 24 bits hold TrueType's points as
 * they are and, in fonts of 1,000 units to the em, the products with a part's scale too: nothing is
 * rounded that another machine might round otherwise. The functions that take the pieces are its
 * callbacks, so memory is taken by arena_try() in them: after a failure the rest is passed over,
 * and arena_oom() is called when HarfBuzz has returned.
 *
 * A page shows the same letters again and again: outlines are kept by face and glyph, in a table
 * with open addressing that doubles when it is half full.
 */
#include "text/glyph_outline.h"

#include <string.h>

#include <hb.h>

struct kept {
    const struct face *face; /* NULL: the place is free */
    uint16_t glyph;
    struct glyph_outline outline;
};

struct glyph_tracer {
    struct arena *arena;
    hb_draw_funcs_t *functions;
    struct kept *kept;
    size_t kept_count, kept_room; /* room: a power of two */
    /* the outline being traced */
    struct glyph_segment *segments;
    size_t count, room;
    bool is_out_of_memory;
};

#define FIRST_ROOM 64 /* segments, and outlines kept */

/* ---- HarfBuzz's callbacks ------------------------------------------------------------------ */

static struct glyph_segment *add(struct glyph_tracer *t, enum glyph_op op)
{
    if (t->count == t->room) {
        size_t room = t->room ? 2 * t->room : FIRST_ROOM;
        struct glyph_segment *more = arena_try(t->arena, room * sizeof *more);
        t->is_out_of_memory |= !more;
        if (!more)
            return NULL;
        if (t->count)
            memcpy(more, t->segments, t->count * sizeof *more);
        t->segments = more;
        t->room = room;
    }
    struct glyph_segment *segment = &t->segments[t->count++];
    segment->op = op;
    return segment;
}

/* Rounded half up, which is exact: the sum of a float of this size and a half has room for all. */
static int32_t to_grid(float units)
{
    float value = units * GLYPH_GRID;
    if (!(value > -GLYPH_REACH)) /* not a number, too */
        return -GLYPH_REACH;
    if (value > GLYPH_REACH)
        return GLYPH_REACH;
    int32_t below = (int32_t)value;
    below -= (float)below > value;
    return below + (value - (float)below >= 0.5f);
}

static void set_point(struct glyph_segment *segment, int i, float x, float y)
{
    if (!segment)
        return;
    segment->x[i] = to_grid(x);
    segment->y[i] = to_grid(y);
}

static void on_move(hb_draw_funcs_t *f, void *tracer, hb_draw_state_t *s, float x, float y,
                    void *data)
{
    (void)f, (void)s, (void)data;
    set_point(add(tracer, GLYPH_MOVE), 0, x, y);
}

static void on_line(hb_draw_funcs_t *f, void *tracer, hb_draw_state_t *s, float x, float y,
                    void *data)
{
    (void)f, (void)s, (void)data;
    set_point(add(tracer, GLYPH_LINE), 0, x, y);
}

static void on_quadratic(hb_draw_funcs_t *f, void *tracer, hb_draw_state_t *s, float cx, float cy,
                         float x, float y, void *data)
{
    (void)f, (void)s, (void)data;
    struct glyph_segment *segment = add(tracer, GLYPH_QUADRATIC);
    set_point(segment, 0, cx, cy);
    set_point(segment, 1, x, y);
}

static void on_curve(hb_draw_funcs_t *f, void *tracer, hb_draw_state_t *s, float c1x, float c1y,
                     float c2x, float c2y, float x, float y, void *data)
{
    (void)f, (void)s, (void)data;
    struct glyph_segment *segment = add(tracer, GLYPH_CURVE);
    set_point(segment, 0, c1x, c1y);
    set_point(segment, 1, c2x, c2y);
    set_point(segment, 2, x, y);
}

/* ---- tracing ------------------------------------------------------------------------------- */

static void close_functions(void *functions)
{
    hb_draw_funcs_destroy(functions);
}

struct glyph_tracer *glyph_outline_open(struct arena *a)
{
    struct glyph_tracer *t = ARENA_NEW(a, struct glyph_tracer);
    t->arena = a;
    t->functions = hb_draw_funcs_create();
    arena_defer(a, close_functions, t->functions);
    if (hb_draw_funcs_is_immutable(t->functions)) /* the empty singleton: there is no memory */
        arena_oom(a);
    hb_draw_funcs_set_move_to_func(t->functions, on_move, NULL, NULL);
    hb_draw_funcs_set_line_to_func(t->functions, on_line, NULL, NULL);
    hb_draw_funcs_set_quadratic_to_func(t->functions, on_quadratic, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(t->functions, on_curve, NULL, NULL);
    hb_draw_funcs_make_immutable(t->functions);
    t->kept_room = FIRST_ROOM;
    t->kept = ARENA_ARRAY(a, t->kept_room, struct kept);
    return t;
}

static struct glyph_outline trace(struct glyph_tracer *t, const struct face *face, uint16_t glyph)
{
    t->count = 0;
#if HB_VERSION_ATLEAST(7, 0, 0)
    hb_font_draw_glyph(face->hb_font, glyph, t->functions, t);
#else
    hb_font_get_glyph_shape(face->hb_font, glyph, t->functions, t);
#endif
    if (t->is_out_of_memory)
        arena_oom(t->arena);
    struct glyph_segment *copy = ARENA_ARRAY(t->arena, t->count, struct glyph_segment);
    if (t->count)
        memcpy(copy, t->segments, t->count * sizeof *copy);
    return (struct glyph_outline){copy, t->count};
}

/* ---- keeping ------------------------------------------------------------------------------- */

static struct kept *find(struct glyph_tracer *t, const struct face *face, uint16_t glyph)
{
    size_t at = (face->index * 2654435761u + glyph * 40503u) & (t->kept_room - 1);
    while (t->kept[at].face && (t->kept[at].face != face || t->kept[at].glyph != glyph))
        at = (at + 1) & (t->kept_room - 1);
    return &t->kept[at];
}

static void make_room(struct glyph_tracer *t)
{
    struct kept *before = t->kept;
    size_t room = t->kept_room;
    t->kept_room = 2 * room;
    t->kept = ARENA_ARRAY(t->arena, t->kept_room, struct kept);
    for (size_t i = 0; i < room; i++)
        if (before[i].face)
            *find(t, before[i].face, before[i].glyph) = before[i];
}

const struct glyph_outline *glyph_outline_trace(struct glyph_tracer *t, const struct face *face,
                                                uint16_t glyph)
{
    struct kept *kept = find(t, face, glyph);
    if (kept->face)
        return &kept->outline;
    if (2 * t->kept_count >= t->kept_room) {
        make_room(t);
        kept = find(t, face, glyph);
    }
    kept->outline = trace(t, face, glyph);
    kept->face = face;
    kept->glyph = glyph;
    t->kept_count++;
    return &kept->outline;
}
