#include "image/palette.h"

#include <stdlib.h>

#include "unit/base/base_test.h"

#define WIDTH  100
#define PIXELS (WIDTH * WIDTH)

struct sheet {
    uint8_t samples[3 * PIXELS];
    struct bitmap bitmap;
    struct palette palette;
};

static struct sheet *new_sheet(struct arena *a)
{
    struct sheet *s = ARENA_NEW(a, struct sheet);
    memset(s->samples, 0xFF, sizeof s->samples);
    s->bitmap = (struct bitmap){
        .width = WIDTH, .height = WIDTH, .channels = 3, .samples = s->samples, .dpi = 96};
    return s;
}

static void put(struct sheet *s, size_t i, colour c)
{
    s->samples[3 * i] = (uint8_t)(c >> 16);
    s->samples[3 * i + 1] = (uint8_t)(c >> 8);
    s->samples[3 * i + 2] = (uint8_t)c;
}

static colour shown(const struct sheet *s, size_t i)
{
    assert_true(s->palette.indices[i] < s->palette.count);
    return s->palette.colours[s->palette.indices[i]];
}

/* Red, green and blue together, squared. */
static int64_t error_at(const struct sheet *s, size_t i)
{
    int64_t sum = 0;
    for (int k = 0; k < 3; k++) {
        int64_t off = s->samples[3 * i + (size_t)k] - (int64_t)(shown(s, i) >> (16 - 8 * k) & 0xFF);
        sum += off * off;
    }
    return sum;
}

static void few_colours_stay_what_they_are(void **state)
{
    struct sheet *s = new_sheet(*state);
    for (size_t i = 0; i < 5000; i++)
        put(s, i, 0x102030 + 0x030507 * (colour)(i % 15));
    assert_true(palette_find(*state, &s->bitmap, &s->palette));
    assert_int_equal(s->palette.count, 16);
    for (size_t i = 0; i < PIXELS; i++)
        assert_int_equal(error_at(s, i), 0);
}

static void one_colour(void **state)
{
    struct sheet *s = new_sheet(*state);
    assert_true(palette_find(*state, &s->bitmap, &s->palette));
    assert_int_equal(s->palette.count, 1);
    assert_int_equal(s->palette.colours[0], 0xFFFFFF);
}

/* Text in two colours on white: 600 shades, of which few are kept; white is white. */
static void the_shades_of_letters_become_few(void **state)
{
    struct sheet *s = new_sheet(*state);
    uint32_t level = 7;
    for (size_t i = 0; i < 4000; i++) {
        level = level * 1103515245 + 12345;
        colour grey = level >> 16 & 0xFF, blue = 0xFF0000 * 0 + 0xFF;
        put(s, i, i % 3 ? grey * 0x010101 : grey << 16 | (grey / 2 + 127) << 8 | blue);
    }
    assert_true(palette_find(*state, &s->bitmap, &s->palette));
    assert_in_range(s->palette.count, 8, PALETTE_MAX);
    assert_int_equal(shown(s, PIXELS - 1), 0xFFFFFF);
    int64_t sum = 0;
    for (size_t i = 0; i < PIXELS; i++) {
        assert_in_range(error_at(s, i), 0, 3675);
        sum += error_at(s, i);
    }
    assert_in_range(sum, 1, 6 * PIXELS);
}

/* A mark of nine pixels among all the greys is still red. */
static void a_small_mark_keeps_its_colour(void **state)
{
    struct sheet *s = new_sheet(*state);
    for (size_t i = 0; i < 9000; i++)
        put(s, i, (colour)(i % 256) * 0x010101);
    for (size_t i = 0; i < 9; i++)
        put(s, 9500 + i, 0xC02020);
    assert_true(palette_find(*state, &s->bitmap, &s->palette));
    assert_in_range(error_at(s, 9500), 0, 300);
}

static void photographs_are_refused(void **state)
{
    struct sheet *s = new_sheet(*state);
    for (size_t i = 0; i < PIXELS; i++) /* a gradient of 10,000 colours */
        put(s, i, (colour)(i % 100 * 2) << 16 | (colour)(i / 100 * 2) << 8 | 0x40);
    assert_false(palette_find(*state, &s->bitmap, &s->palette));
    for (size_t i = 0; i < PIXELS; i++) /* one of 4,000 */
        put(s, i, (colour)(i % 64 * 4) << 16 | (colour)(i / 160 * 4) << 8 | 0x40);
    assert_false(palette_find(*state, &s->bitmap, &s->palette));
}

static void others_are_not_for_it(void **state)
{
    struct sheet *s = new_sheet(*state);
    s->bitmap.channels = 1;
    assert_false(palette_find(*state, &s->bitmap, &s->palette));
    s->bitmap.channels = 3;
    s->bitmap.alpha = s->samples;
    assert_false(palette_find(*state, &s->bitmap, &s->palette));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(few_colours_stay_what_they_are),   ARENA_TEST(one_colour),
        ARENA_TEST(the_shades_of_letters_become_few), ARENA_TEST(a_small_mark_keeps_its_colour),
        ARENA_TEST(photographs_are_refused),          ARENA_TEST(others_are_not_for_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
