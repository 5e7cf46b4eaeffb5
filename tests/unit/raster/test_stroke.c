#include "raster/stroke.h"
#include "unit/raster/raster_test.h"

#define POINTS(...)                                                                                \
    (const struct spot[]){__VA_ARGS__},                                                            \
        sizeof((const struct spot[]){__VA_ARGS__}) / sizeof(struct spot)

static void draw(struct arena *a, struct canvas *c, struct stroke s, const struct spot *spots,
                 size_t count)
{
    struct contour along = {.arena = a};
    s.edge.arena = a;
    for (size_t i = 0; i < count; i++)
        contour_line(&along, spots[i]);
    stroke_add(c->coverage, &s, &along);
    canvas_paint(c, false);
}

static void a_line_ends_where_it_ends(void **state)
{
    struct canvas c = canvas_open(*state, 10, 6);
    draw(*state, &c, (struct stroke){.half = PX}, POINTS({2 * PX, 3 * PX}, {7 * PX, 3 * PX}));
    for (int y = 0; y < 6; y++)
        for (int x = 0; x < 10; x++)
            assert_int_equal(cover_at(&c, x, y), x >= 2 && x < 7 && (y == 2 || y == 3) ? 255 : 0);
}

static void round_caps_reach_half_the_width_further(void **state)
{
    struct canvas c = canvas_open(*state, 20, 10);
    draw(*state, &c, (struct stroke){.half = 3 * PX, .is_round = true},
         POINTS({5 * PX, 5 * PX}, {15 * PX, 5 * PX}));
    int64_t area = canvas_sum(&c) * 100 / 255; /* 60 and a circle of 28.27 */
    assert_in_range(area, 8770, 8870);
    assert_in_range(cover_at(&c, 2, 5), 200, 255);
    assert_int_equal(cover_at(&c, 1, 5), 0);
    assert_in_range(cover_at(&c, 2, 2), 0, 20);
}

static void a_point_is_a_dot_only_with_round_caps(void **state)
{
    struct canvas c = canvas_open(*state, 10, 10);
    draw(*state, &c, (struct stroke){.half = 3 * PX, .is_round = true},
         POINTS({5 * PX, 5 * PX}, {5 * PX, 5 * PX}));
    assert_in_range(canvas_sum(&c) * 100 / 255, 2780, 2860);
    draw(*state, &c, (struct stroke){.half = 3 * PX}, POINTS({5 * PX, 5 * PX}));
    assert_int_equal(canvas_sum(&c), 0);
    draw(*state, &c, (struct stroke){.half = 3 * PX, .is_closed = true}, NULL, 0);
    assert_int_equal(canvas_sum(&c), 0);
}

/* A frame: mitred corners, a hole; the same whichever way round. */
static void a_closed_square_is_a_frame(void **state)
{
    struct canvas c = canvas_open(*state, 12, 12);
    struct stroke s = {.half = PX, .is_closed = true};
    for (int way = 0; way < 2; way++) {
        if (way)
            draw(
                *state, &c, s,
                POINTS({2 * PX, 2 * PX}, {2 * PX, 10 * PX}, {10 * PX, 10 * PX}, {10 * PX, 2 * PX}));
        else
            draw(*state, &c, s,
                 POINTS({2 * PX, 2 * PX}, {10 * PX, 2 * PX}, {10 * PX, 10 * PX}, {2 * PX, 10 * PX},
                        {2 * PX, 2 * PX}));
        for (int y = 0; y < 12; y++)
            for (int x = 0; x < 12; x++) {
                bool is_frame =
                    x >= 1 && x < 11 && y >= 1 && y < 11 && !(x >= 3 && x < 9 && y >= 3 && y < 9);
                assert_int_equal(cover_at(&c, x, y), is_frame ? 255 : 0);
            }
    }
}

static void an_open_corner_is_mitred_or_round(void **state)
{
    struct canvas c = canvas_open(*state, 12, 12);
    struct stroke s = {.half = 2 * PX};
    draw(*state, &c, s, POINTS({0, 9 * PX}, {9 * PX, 9 * PX}, {9 * PX, 0}));
    assert_int_equal(cover_at(&c, 10, 10), 255);
    s.is_round = true;
    draw(*state, &c, s, POINTS({0, 9 * PX}, {9 * PX, 9 * PX}, {9 * PX, 0}));
    assert_in_range(cover_at(&c, 10, 10), 20, 160); /* the circle leaves most of it */
    assert_int_equal(cover_at(&c, 9, 9), 255);
}

/* A turn of 170 degrees would be mitred to 11.5 times the width. */
static void a_needle_is_cut_off(void **state)
{
    struct canvas c = canvas_open(*state, 60, 10);
    struct stroke s = {.half = PX};
    draw(*state, &c, s, POINTS({0, 4 * PX}, {20 * PX, 5 * PX}, {0, 6 * PX}));
    assert_in_range(cover_at(&c, 19, 4), 240, 255);
    for (int x = 21; x < 60; x++)
        assert_int_equal(cover_at(&c, x, 4) + cover_at(&c, x, 5), 0);
    draw(*state, &c, s, POINTS({0, 2 * PX}, {20 * PX, 5 * PX}, {0, 8 * PX}));
    assert_in_range(cover_at(&c, 24, 4), 60, 110); /* 6.7 times: kept; a third of the pixel */
}

/* A polygon of many sides is a circle: its ring has the area that one has. */
static void a_flattened_circle_is_a_ring(void **state)
{
    struct arena *a = *state;
    struct canvas c = canvas_open(a, 60, 60);
    struct contour circle = {.arena = a};
    const int32_t r = 20 * PX, k = 11 * PX + 12, o = 30 * PX; /* k: r times 0.5523 */
    contour_move(&circle, (struct spot){o + r, o});
    contour_curve(&circle, (struct spot){o + r, o + k}, (struct spot){o + k, o + r},
                  (struct spot){o, o + r});
    contour_curve(&circle, (struct spot){o - k, o + r}, (struct spot){o - r, o + k},
                  (struct spot){o - r, o});
    contour_curve(&circle, (struct spot){o - r, o - k}, (struct spot){o - k, o - r},
                  (struct spot){o, o - r});
    contour_curve(&circle, (struct spot){o + k, o - r}, (struct spot){o + r, o - k},
                  (struct spot){o + r, o});
    struct stroke s = {.half = 2 * PX, .is_closed = true, .edge.arena = a};
    stroke_add(c.coverage, &s, &circle);
    canvas_paint(&c, false);
    assert_in_range(canvas_sum(&c) / 255, 497, 508); /* 2 pi 20 * 4 = 502.7 */
    assert_int_equal(cover_at(&c, 30, 30), 0);
    assert_int_equal(cover_at(&c, 50, 30), 255);
}

static int32_t chance_place(uint32_t *seed)
{
    uint32_t kind = chance(seed) % 8;
    if (kind == 0)
        return chance_between(seed, -CONTOUR_REACH, CONTOUR_REACH);
    return kind == 1 ? chance_between(seed, -3, 3) : chance_between(seed, -10 * PX, 40 * PX);
}

static void strokes_at_random_do_no_harm(void **state)
{
    uint32_t seed = 4;
    struct canvas c = canvas_open(*state, 32, 32);
    for (int n = 0; n < 3000; n++) {
        struct spot p[12];
        size_t count = chance(&seed) % 13;
        for (size_t i = 0; i < count; i++)
            p[i] = (struct spot){chance_place(&seed), chance_place(&seed)};
        struct stroke s = {.is_round = n & 1, .is_closed = n & 2};
        uint32_t kind = chance(&seed) % 3;
        s.half = kind == 0 ? 1 : kind == 1 ? chance_between(&seed, 1, 4 * PX) : CONTOUR_REACH;
        draw(*state, &c, s, p, count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(a_line_ends_where_it_ends),
        ARENA_TEST(round_caps_reach_half_the_width_further),
        ARENA_TEST(a_point_is_a_dot_only_with_round_caps),
        ARENA_TEST(a_closed_square_is_a_frame),
        ARENA_TEST(an_open_corner_is_mitred_or_round),
        ARENA_TEST(a_needle_is_cut_off),
        ARENA_TEST(a_flattened_circle_is_a_ring),
        ARENA_TEST(strokes_at_random_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
