/* mark: marks differ in shape, not only in colour; they stay near their box. */
#include "composing.h"

#include "compose/mark.h"

static void bounds(const struct drawing *d, len *left, len *top, len *right, len *bottom)
{
    *left = *top = INT32_MAX;
    *right = *bottom = INT32_MIN;
    for (size_t i = 0; i < d->count; i++)
        for (size_t k = 0; k < d->paths[i].count; k++) {
            const struct path_segment *s = &d->paths[i].segments[k];
            int points = s->op == PATH_CURVE ? 3 : s->op == PATH_CLOSE ? 0 : 1;
            for (int p = 0; p < points; p++) {
                *left = len_min(*left, s->x[p]);
                *right = len_max(*right, s->x[p]);
                *top = len_min(*top, s->y[p]);
                *bottom = len_max(*bottom, s->y[p]);
            }
        }
}

static void shapes_stay_in_their_box(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    for (int shape = SHAPE_CIRCLE; shape <= SHAPE_DIAMOND; shape++) {
        struct mark_design design = {(enum mark_shape)shape, SIGN_TICK, 1, 2, LEN_PT(10)};
        len drop = LEN_PT(2), gap = LEN_PT(3), left, top, right, bottom;
        const struct drawing *d = mark_draw_status(a, &design, drop, gap);
        bounds(d, &left, &top, &right, &bottom);
        assert_int_equal(d->height, LEN_PT(10));
        assert_true(left >= 0 && right <= d->width - gap);
        assert_true(top >= drop && bottom <= drop + LEN_PT(10));
        assert_true(bottom - top > LEN_PT(7));
    }
    arena_close(a);
}

/* Do two drawings begin with the same outline, size apart? */
static bool is_same_outline(const struct drawing *a, const struct drawing *b)
{
    const struct path *p = &a->paths[0], *q = &b->paths[0];
    if (p->count != q->count)
        return false;
    for (size_t i = 0; i < p->count; i++) {
        len expected = len_scale(p->segments[i].x[0], b->height, a->height);
        if (p->segments[i].op != q->segments[i].op || abs(expected - q->segments[i].x[0]) > 64)
            return false;
    }
    return true;
}

static void shipped_marks_differ_in_shape(void **state)
{
    (void)state;
    const char *const names[] = {"opcc", "civic"};
    for (int i = 0; i < 2; i++) {
        struct composing c;
        composing_begin(&c);
        const struct layout *l = layout_load(&c.shelf, &c.diag, str_z(names[i]), (struct pos){0});
        for (int r = RATING_GREEN; r <= RATING_RED; r++)
            for (int other = RATING_GREEN; other < r; other++)
                assert_false(is_same_outline(l->marks[r], l->marks[other]));
        assert_true(is_same_outline(l->marks[RATING_RED], l->marks[RATING_RED]));
        composing_close(&c);
    }
}

static void arrows_point(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    const struct drawing *up = mark_draw_arrow(a, ARROW_UP, 0, LEN_PT(6), 0);
    const struct drawing *down = mark_draw_arrow(a, ARROW_DOWN, 0, LEN_PT(6), 0);
    const struct drawing *same = mark_draw_arrow(a, ARROW_SAME, 0, LEN_PT(6), 0);
    assert_true(up->paths[0].segments[0].y[0] < up->paths[0].segments[1].y[0]);
    assert_true(down->paths[0].segments[0].y[0] < down->paths[0].segments[2].y[0]);
    assert_int_equal(same->count, 2);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes_stay_in_their_box),
        cmocka_unit_test(shipped_marks_differ_in_shape),
        cmocka_unit_test(arrows_point),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
