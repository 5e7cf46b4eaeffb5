/* glyph_outline: the shipped fonts' letters as lines and curves. */
#include "text/glyph_outline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <hb.h>

#include "base/asset.h"

#define SANS "fonts/LiberationSans-Regular.ttf"

struct tracing {
    struct arena *arena;
    struct diag diag;
    struct glyph_tracer *tracer;
};

static int set_up(void **state)
{
    struct arena *a = arena_new();
    struct tracing *t = ARENA_NEW(a, struct tracing);
    t->arena = a;
    diag_init(&t->diag, a);
    t->tracer = glyph_outline_open(a);
    *state = t;
    return 0;
}

static int tear_down(void **state)
{
    arena_close(((struct tracing *)*state)->arena);
    return 0;
}

static const struct face *open_face(struct tracing *t, const char *name, uint32_t index)
{
    struct face *f =
        face_open(t->arena, &t->diag, str_z(name), asset_find(str_z(name)), (struct pos){0}, index);
    assert_non_null(f);
    return f;
}

static int points_of(enum glyph_op op)
{
    return op == GLYPH_QUADRATIC ? 2 : op == GLYPH_CURVE ? 3 : 1;
}

struct reach {
    int32_t left, bottom, right, top;
};

/* Of the ends of all segments. */
static struct reach reach_of(const struct glyph_outline *o)
{
    struct reach r = {INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN};
    for (size_t i = 0; i < o->count; i++) {
        int last = points_of(o->segments[i].op) - 1;
        int32_t x = o->segments[i].x[last], y = o->segments[i].y[last];
        r.left = x < r.left ? x : r.left;
        r.right = x > r.right ? x : r.right;
        r.bottom = y < r.bottom ? y : r.bottom;
        r.top = y > r.top ? y : r.top;
    }
    return r;
}

/* An I is a rectangle of four lines, as wide and high as the font says. */
static void a_plain_letter(void **state)
{
    struct tracing *t = *state;
    const struct face *f = open_face(t, SANS, 0);
    const struct glyph_outline *o = glyph_outline_trace(t->tracer, f, face_glyph(f, 'I'));
    struct reach r = reach_of(o);
    assert_true(o->count == 4 || o->count == 5);
    assert_int_equal(o->segments[0].op, GLYPH_MOVE);
    assert_int_equal(r.bottom, 0);
    assert_int_equal(r.top, f->cap_height * GLYPH_GRID);
    assert_true(r.left > 0 && r.right > r.left);
    assert_true(r.right < face_advance(f, face_glyph(f, 'I')) * GLYPH_GRID);
}

static size_t contours_of(const struct glyph_outline *o)
{
    size_t count = 0;
    for (size_t i = 0; i < o->count; i++)
        count += o->segments[i].op == GLYPH_MOVE;
    return count;
}

/* ŵ is made of two glyphs of the font: w's outline and the accent's. */
static void a_letter_of_parts(void **state)
{
    struct tracing *t = *state;
    const struct face *f = open_face(t, SANS, 0);
    const struct glyph_outline *w = glyph_outline_trace(t->tracer, f, face_glyph(f, 'w'));
    const struct glyph_outline *both = glyph_outline_trace(t->tracer, f, face_glyph(f, 0x175));
    assert_int_equal(contours_of(w), 1);
    assert_int_equal(contours_of(both), 2);
    assert_true(reach_of(both).top > reach_of(w).top);
    assert_int_equal(contours_of(glyph_outline_trace(t->tracer, f, face_glyph(f, 'B'))), 3);
}

static void a_space_has_nothing_to_see(void **state)
{
    struct tracing *t = *state;
    const struct face *f = open_face(t, SANS, 0);
    assert_int_equal(glyph_outline_trace(t->tracer, f, face_glyph(f, ' '))->count, 0);
    assert_int_equal(glyph_outline_trace(t->tracer, f, UINT16_MAX)->count, 0);
}

static void an_outline_is_traced_once(void **state)
{
    struct tracing *t = *state;
    const struct face *f = open_face(t, SANS, 0);
    const struct face *bold = open_face(t, "fonts/LiberationSans-Bold.ttf", 1);
    const struct glyph_outline *o = glyph_outline_trace(t->tracer, f, 40);
    size_t count = o->count;
    for (uint16_t i = 0; i < 300; i++)
        glyph_outline_trace(t->tracer, f, i);
    const struct glyph_outline *again = glyph_outline_trace(t->tracer, f, 40);
    assert_ptr_equal(again->segments, o->segments);
    assert_int_equal(o->count, count);
    assert_ptr_not_equal(glyph_outline_trace(t->tracer, bold, 40)->segments, o->segments);
}

static uint32_t table_size(const struct face *f, hb_tag_t tag)
{
    hb_blob_t *blob = hb_face_reference_table(f->hb_face, tag);
    uint32_t size = hb_blob_get_length(blob);
    hb_blob_destroy(blob);
    return size;
}

/*
 * Every glyph of every shipped font: contours begin with a move, and reach as far as the font says
 * of the glyph (its extents are of the outline itself; of ends alone, up to two units less).
 */
static void judge_face(struct tracing *t, const struct face *f)
{
    assert_true(table_size(f, HB_TAG('g', 'l', 'y', 'f')) > 0);
    for (uint32_t id = 0; id < f->glyph_count; id++) {
        const struct glyph_outline *o = glyph_outline_trace(t->tracer, f, (uint16_t)id);
        hb_glyph_extents_t e;
        assert_true(hb_font_get_glyph_extents(f->hb_font, id, &e));
        if (o->count == 0) {
            assert_int_equal(e.width, 0);
            continue;
        }
        assert_int_equal(o->segments[0].op, GLYPH_MOVE);
        struct reach r = reach_of(o);
        const int32_t near = 2 * GLYPH_GRID + f->units_per_em / 20;
        assert_in_range(r.left - e.x_bearing * GLYPH_GRID + near, 0, 2 * near);
        assert_in_range(r.right - (e.x_bearing + e.width) * GLYPH_GRID + near, 0, 2 * near);
        assert_in_range(r.top - e.y_bearing * GLYPH_GRID + near, 0, 2 * near);
        assert_in_range(r.bottom - (e.y_bearing + e.height) * GLYPH_GRID + near, 0, 2 * near);
    }
}

static void every_shipped_glyph(void **state)
{
    struct tracing *t = *state;
    size_t faces = 0;
    for (size_t i = 0; i < asset_count; i++)
        if (str_ends(str_z(asset_table[i].name), STR(".ttf"))) {
            judge_face(t, open_face(t, asset_table[i].name, (uint32_t)i));
            faces++;
        }
    assert_true(faces >= 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_plain_letter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_letter_of_parts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_space_has_nothing_to_see, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_outline_is_traced_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_shipped_glyph, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
