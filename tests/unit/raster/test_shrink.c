#include "raster/shrink.h"
#include "unit/base/base_test.h"

#define DOT SHRINK_DOT

static void assert_mean(const struct bitmap *b, struct shrink_box box, colour c, int alpha)
{
    uint8_t found;
    assert_int_equal(shrink_mean(b, box, &found), c);
    assert_int_equal(found, alpha);
}

static void the_mean_of_what_lies_beneath(void **state)
{
    (void)state;
    static const uint8_t samples[] = {0, 0, 0, 255, 0, 0, 0, 255, 0, 255, 255, 255};
    const struct bitmap b = {.width = 2, .height = 2, .channels = 3, .samples = samples};
    assert_mean(&b, (struct shrink_box){0, 0, DOT, DOT}, 0x000000, 255);
    assert_mean(&b, (struct shrink_box){DOT, 0, 2 * DOT, DOT}, 0xFF0000, 255);
    assert_mean(&b, (struct shrink_box){0, 0, 2 * DOT, 2 * DOT}, 0x808040, 255);
    /* three quarters of the left column, one of the right */
    assert_mean(&b, (struct shrink_box){DOT / 4, 0, DOT + DOT / 4, DOT}, 0x400000, 255);
    assert_mean(&b, (struct shrink_box){7, 9, 8, 10}, 0x000000, 255);
}

static void greys_are_read_as_greys(void **state)
{
    (void)state;
    static const uint8_t samples[] = {10, 20, 30};
    const struct bitmap b = {.width = 3, .height = 1, .channels = 1, .samples = samples};
    assert_mean(&b, (struct shrink_box){0, 0, 3 * DOT, DOT}, 0x141414, 255);
}

/* What is not there has no colour: white outside of a logo does not make its edge pale. */
static void what_is_transparent_does_not_count(void **state)
{
    (void)state;
    static const uint8_t samples[] = {255, 255, 255, 100, 50, 0}, alpha[] = {0, 255};
    const struct bitmap b = {
        .width = 2, .height = 1, .channels = 3, .samples = samples, .alpha = alpha};
    assert_mean(&b, (struct shrink_box){0, 0, 2 * DOT, DOT}, 0x643200, 128);
    assert_mean(&b, (struct shrink_box){0, 0, DOT, DOT}, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mean_of_what_lies_beneath),
        cmocka_unit_test(greys_are_read_as_greys),
        cmocka_unit_test(what_is_transparent_does_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
