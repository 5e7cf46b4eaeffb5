/* Doubles are good enough to judge by: they have 20 places more than is asked. */
#include "unit/raster/raster_test.h"

#include <math.h>

static double along(const struct spot *p, int degree, double t, bool is_x)
{
    double v[4];
    for (int i = 0; i <= degree; i++)
        v[i] = is_x ? p[i].x : p[i].y;
    for (int n = degree; n > 0; n--)
        for (int i = 0; i < n; i++)
            v[i] += (v[i + 1] - v[i]) * t;
    return v[0];
}

static double distance(double x, double y, struct spot a, struct spot b)
{
    double dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
    double t = length > 0 ? ((x - a.x) * dx + (y - a.y) * dy) / length : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return hypot(x - a.x - t * dx, y - a.y - t * dy);
}

/* No point of the curve is further from the lines than the tolerance and a rounding. */
static void judge(const struct contour *c, const struct spot *p, int degree)
{
    for (int i = 0; i <= 200; i++) {
        double t = i / 200.0, nearest = INFINITY;
        double x = along(p, degree, t, true), y = along(p, degree, t, false);
        for (size_t k = 1; k < c->count; k++)
            nearest = fmin(nearest, distance(x, y, c->spots[k - 1], c->spots[k]));
        if (c->count == 1)
            nearest = hypot(x - c->spots[0].x, y - c->spots[0].y);
        if (nearest > PX / 32 + 1)
            fail_msg("%g off at %g, %zu points", nearest, t, c->count);
    }
}

static void curves_are_followed(void **state)
{
    uint32_t seed = 5;
    struct contour c = {.arena = *state};
    for (int n = 0; n < 600; n++) {
        struct spot p[4];
        int32_t reach = n % 3 == 0 ? 30 : n % 3 == 1 ? 20 * PX : 400 * PX;
        for (int i = 0; i < 4; i++)
            p[i] = (struct spot){chance_between(&seed, -reach, reach),
                                 chance_between(&seed, -reach, reach)};
        contour_move(&c, p[0]);
        contour_quadratic(&c, p[1], p[2]);
        judge(&c, p, 2);
        contour_move(&c, p[0]);
        contour_curve(&c, p[1], p[2], p[3]);
        judge(&c, p, 3);
        assert_true(c.spots[c.count - 1].x == p[3].x && c.spots[c.count - 1].y == p[3].y);
    }
}

static void what_is_straight_is_one_line(void **state)
{
    struct contour c = {.arena = *state};
    contour_move(&c, (struct spot){0, 0});
    contour_curve(&c, (struct spot){1000, 1000}, (struct spot){2000, 2000},
                  (struct spot){3000, 3000});
    assert_int_equal(c.count, 2);
    contour_quadratic(&c, (struct spot){4000, 2000}, (struct spot){5000, 1000});
    assert_int_equal(c.count, 3);
    contour_line(&c, (struct spot){5000, 1000});
    assert_int_equal(c.count, 3); /* nothing new */
}

static void curves_of_the_whole_reach_do_no_harm(void **state)
{
    const int32_t r = CONTOUR_REACH;
    struct contour c = {.arena = *state};
    contour_move(&c, (struct spot){-r, -r});
    contour_curve(&c, (struct spot){r, r}, (struct spot){-r, r}, (struct spot){r, -r});
    contour_quadratic(&c, (struct spot){-r, r}, (struct spot){r, r});
    for (size_t i = 0; i < c.count; i++)
        assert_true(c.spots[i].x >= -r && c.spots[i].x <= r && c.spots[i].y >= -r &&
                    c.spots[i].y <= r);
    assert_in_range(c.count, 1000, 2100);
}

static void there_is_an_end_to_points(void **state)
{
    struct contour c = {.arena = *state};
    contour_move(&c, (struct spot){0, 0});
    for (int i = 0; i < 2000; i++)
        contour_curve(&c, (struct spot){CONTOUR_REACH, 0}, (struct spot){0, CONTOUR_REACH},
                      (struct spot){i, i});
    assert_int_equal(c.count, CONTOUR_SPOTS_MAX);
}

static void roots_are_rounded_down(void **state)
{
    (void)state;
    assert_int_equal(contour_root(0), 0);
    assert_int_equal(contour_root(1), 1);
    assert_int_equal(contour_root(3), 1);
    assert_int_equal(contour_root(UINT64_MAX), UINT32_MAX);
    for (uint64_t v = 2; v < 4000000000; v = v * 3 / 2 + 1) {
        assert_int_equal(contour_root(v * v), v);
        assert_int_equal(contour_root(v * v - 1), v - 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(curves_are_followed),
        ARENA_TEST(what_is_straight_is_one_line),
        ARENA_TEST(curves_of_the_whole_reach_do_no_harm),
        ARENA_TEST(there_is_an_end_to_points),
        ARENA_TEST(roots_are_rounded_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
