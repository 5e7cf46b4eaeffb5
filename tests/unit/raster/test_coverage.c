#include "unit/raster/raster_test.h"

#include <stdlib.h>

#define ADD(c, ...)                                                                                \
    do {                                                                                           \
        const struct spot spots_[] = {__VA_ARGS__};                                                \
        coverage_add((c)->coverage, spots_, sizeof spots_ / sizeof *spots_);                       \
    } while (0)

/* A quarter, a half and all of a pixel, to the bit. */
static void rectangles_between_pixels_are_exact(void **state)
{
    struct canvas c = canvas_open(*state, 6, 5);
    coverage_add_rect(c.coverage, PX / 2, PX / 2, 4 * PX + PX / 4, 3 * PX);
    canvas_paint(&c, false);
    static const uint8_t expected[5][6] = {
        {64, 128, 128, 128, 32, 0}, {128, 255, 255, 255, 64, 0}, {128, 255, 255, 255, 64, 0}};
    assert_memory_equal(c.cover, expected, sizeof expected);
}

static void a_shape_within_one_pixel(void **state)
{
    struct canvas c = canvas_open(*state, 3, 3);
    ADD(&c, {PX + 64, PX + 64}, {PX + 192, PX + 64}, {PX + 192, PX + 192}, {PX + 64, PX + 192});
    canvas_paint(&c, false);
    assert_int_equal(cover_at(&c, 1, 1), 64);
    assert_int_equal(canvas_sum(&c), 64);
}

static void a_diagonal_halves_its_pixels(void **state)
{
    struct canvas c = canvas_open(*state, 8, 8);
    ADD(&c, {0, 0}, {8 * PX, 0}, {0, 8 * PX});
    canvas_paint(&c, false);
    for (int y = 0; y < 8; y++)
        for (int x = 0; x < 8; x++)
            assert_int_equal(cover_at(&c, x, y), x + y < 7 ? 255 : x + y == 7 ? 128 : 0);
}

static void the_way_round_does_not_matter(void **state)
{
    struct canvas a = canvas_open(*state, 20, 20), b = canvas_open(*state, 20, 20);
    ADD(&a, {300, 100}, {4500, 2000}, {1000, 4800});
    ADD(&b, {1000, 4800}, {4500, 2000}, {300, 100});
    canvas_paint(&a, false);
    canvas_paint(&b, false);
    assert_memory_equal(a.cover, b.cover, 400);
}

static void even_odd_leaves_a_hole_and_nonzero_none(void **state)
{
    struct canvas c = canvas_open(*state, 8, 8);
    for (int is_even_odd = 0; is_even_odd < 2; is_even_odd++) {
        coverage_add_rect(c.coverage, PX, PX, 7 * PX, 7 * PX);
        coverage_add_rect(c.coverage, 2 * PX, 2 * PX, 5 * PX + PX / 2, 6 * PX);
        canvas_paint(&c, is_even_odd);
        assert_int_equal(cover_at(&c, 1, 1), 255);
        assert_int_equal(cover_at(&c, 3, 3), is_even_odd ? 0 : 255);
        assert_int_equal(cover_at(&c, 5, 3), is_even_odd ? 128 : 255);
        assert_int_equal(cover_at(&c, 7, 7), 0);
    }
}

/* Turned against each other, nonzero leaves the hole as well: letters are made so. */
static void a_counter_turned_the_other_way_is_a_hole(void **state)
{
    struct canvas c = canvas_open(*state, 8, 8);
    coverage_add_rect(c.coverage, PX, PX, 7 * PX, 7 * PX);
    coverage_add_rect(c.coverage, 5 * PX, 2 * PX, 2 * PX, 6 * PX);
    canvas_paint(&c, false);
    assert_int_equal(cover_at(&c, 3, 3), 0);
    assert_int_equal(cover_at(&c, 6, 3), 255);
}

static void neighbours_that_share_a_pixel_fill_it(void **state)
{
    struct canvas c = canvas_open(*state, 8, 2);
    coverage_add_rect(c.coverage, 0, 0, 3 * PX + 77, 2 * PX);
    coverage_add_rect(c.coverage, 3 * PX + 77, 0, 8 * PX, 2 * PX);
    canvas_paint(&c, false);
    assert_int_equal(canvas_sum(&c), 8 * 2 * 255);
}

static void a_shape_is_forgotten_once_painted(void **state)
{
    struct canvas c = canvas_open(*state, 8, 8);
    coverage_add_rect(c.coverage, 0, 0, 8 * PX, 8 * PX);
    canvas_paint(&c, false);
    canvas_paint(&c, false);
    assert_int_equal(canvas_sum(&c), 0);
}

/* ---- against a count of points ------------------------------------------------------------- */

static int64_t side(struct spot a, struct spot b, int64_t x, int64_t y)
{
    return ((int64_t)b.x - a.x) * (y - a.y) - ((int64_t)b.y - a.y) * (x - a.x);
}

static bool is_inside(const struct spot t[3], int64_t x, int64_t y)
{
    int64_t a = side(t[0], t[1], x, y), b = side(t[1], t[2], x, y), c = side(t[2], t[0], x, y);
    return (a > 0 && b > 0 && c > 0) || (a < 0 && b < 0 && c < 0);
}

/* Of 32 by 32 points, those inside; in 255ths. */
static int count_points(const struct spot t[3], int32_t px, int32_t py)
{
    int count = 0;
    for (int j = 0; j < 32; j++)
        for (int i = 0; i < 32; i++)
            count += is_inside(t, px * PX + 8 * i + 4, py * PX + 8 * j + 4);
    return count * 255 / 1024;
}

static void triangles_are_what_their_points_say(void **state)
{
    uint32_t seed = 1;
    struct canvas c = canvas_open(*state, 12, 10);
    for (int n = 0; n < 300; n++) {
        struct spot t[3];
        for (int i = 0; i < 3; i++)
            t[i] = (struct spot){chance_between(&seed, -8 * PX, 20 * PX),
                                 chance_between(&seed, -8 * PX, 18 * PX)};
        coverage_add(c.coverage, t, 3);
        canvas_paint(&c, n % 2);
        for (int y = 0; y < 10; y++)
            for (int x = 0; x < 12; x++)
                if (abs(cover_at(&c, x, y) - count_points(t, x, y)) > 16)
                    fail_msg("triangle %d, pixel %d, %d: %d, not %d", n, x, y, cover_at(&c, x, y),
                             count_points(t, x, y));
    }
}

/* ---- clipping ------------------------------------------------------------------------------ */

static void shift(struct spot *to, const struct spot *from, size_t count, int32_t x, int32_t y)
{
    for (size_t i = 0; i < count; i++)
        to[i] = (struct spot){from[i].x + x * PX, from[i].y + y * PX};
}

/* A window on a shape shows what the whole picture shows there: windings outside count. */
static void a_window_shows_the_same(void **state)
{
    uint32_t seed = 2;
    struct canvas whole = canvas_open(*state, 60, 60), part = canvas_open(*state, 20, 20);
    for (int n = 0; n < 200; n++) {
        struct spot p[7], shifted[7];
        for (int i = 0; i < 7; i++)
            p[i] =
                (struct spot){chance_between(&seed, 0, 60 * PX), chance_between(&seed, 0, 60 * PX)};
        int32_t left = chance_between(&seed, 0, 40), top = chance_between(&seed, 0, 40);
        shift(shifted, p, 7, -left, -top);
        coverage_add(whole.coverage, p, 7);
        coverage_add(part.coverage, shifted, 7);
        canvas_paint(&whole, n % 2);
        canvas_paint(&part, n % 2);
        for (int y = 0; y < 20; y++)
            for (int x = 0; x < 20; x++)
                assert_in_range(cover_at(&part, x, y) - cover_at(&whole, left + x, top + y) + 2, 0,
                                4);
    }
}

/* Wider than the field has room for in one go: painted in bands, and no seam between them. */
static void bands_leave_no_seams(void **state)
{
    struct canvas c = canvas_open(*state, 3000, 40);
    ADD(&c, {0, 0}, {3000 * PX, 0}, {3000 * PX, 40 * PX}, {0, 40 * PX});
    ADD(&c, {-9, -9}, {100 * PX, 50 * PX}, {0, 60 * PX});
    canvas_paint(&c, false);
    assert_int_equal(canvas_sum(&c), 3000 * 40 * 255);
}

/* ---- hostile ------------------------------------------------------------------------------- */

static int32_t chance_far(uint32_t *seed)
{
    switch (chance(seed) % 4) {
    case 0: return chance_between(seed, -CONTOUR_REACH, CONTOUR_REACH);
    case 1: return chance(seed) % 2 ? CONTOUR_REACH : -CONTOUR_REACH;
    case 2: return chance_between(seed, -1, 17) * PX;
    default: return chance_between(seed, -PX, 17 * PX);
    }
}

static void outlines_at_random_stay_within_bounds(void **state)
{
    uint32_t seed = 3;
    struct canvas c = canvas_open(*state, 16, 16);
    for (int n = 0; n < 3000; n++) {
        struct spot p[30];
        for (int contours = 0; contours < 3; contours++) {
            size_t count = chance(&seed) % 31;
            for (size_t i = 0; i < count; i++)
                p[i] = (struct spot){chance_far(&seed), chance_far(&seed)};
            coverage_add(c.coverage, p, count);
        }
        canvas_paint(&c, n % 2);
    }
}

static void windings_beyond_counting_do_no_harm(void **state)
{
    struct canvas c = canvas_open(*state, 4, 4);
    for (int i = 0; i < 40000; i++)
        coverage_add_rect(c.coverage, 0, 0, 4 * PX, 4 * PX);
    canvas_paint(&c, false);
    coverage_add_rect(c.coverage, 0, 0, 4 * PX, 4 * PX);
    canvas_paint(&c, false);
    assert_int_equal(canvas_sum(&c), 16 * 255);
}

/* A drawing of millions of edges is cut short, not the memory. */
static void there_is_an_end_to_edges(void **state)
{
    struct canvas c = canvas_open(*state, 4, 4);
    for (int i = 0; i < COVERAGE_EDGES_MAX / 2 + 10; i++)
        coverage_add_rect(c.coverage, i % 4 * PX, 0, (i % 4 + 1) * PX, PX);
    coverage_add(c.coverage, (const struct spot[]){{0, PX}, {PX, PX}, {0, 4 * PX}}, 3);
    assert_in_range(arena_used(*state), 0, (size_t)COVERAGE_EDGES_MAX * 40);
    canvas_paint(&c, false);
    assert_int_equal(cover_at(&c, 0, 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(rectangles_between_pixels_are_exact),
        ARENA_TEST(a_shape_within_one_pixel),
        ARENA_TEST(a_diagonal_halves_its_pixels),
        ARENA_TEST(the_way_round_does_not_matter),
        ARENA_TEST(even_odd_leaves_a_hole_and_nonzero_none),
        ARENA_TEST(a_counter_turned_the_other_way_is_a_hole),
        ARENA_TEST(neighbours_that_share_a_pixel_fill_it),
        ARENA_TEST(a_shape_is_forgotten_once_painted),
        ARENA_TEST(triangles_are_what_their_points_say),
        ARENA_TEST(a_window_shows_the_same),
        ARENA_TEST(bands_leave_no_seams),
        ARENA_TEST(outlines_at_random_stay_within_bounds),
        ARENA_TEST(windings_beyond_counting_do_no_harm),
        ARENA_TEST(there_is_an_end_to_edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
