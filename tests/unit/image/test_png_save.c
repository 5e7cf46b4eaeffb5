/* What is written reads back as it was. */
#include "image/png.h"
#include "unit/image/image_test.h"

static struct bitmap make(struct arena *a, uint32_t width, uint32_t height, int channels,
                          uint32_t colours)
{
    size_t count = (size_t)width * height;
    uint8_t *samples = ARENA_ARRAY(a, count * (size_t)channels, uint8_t);
    for (size_t i = 0; i < count; i++) {
        uint32_t c = (uint32_t)(i * 7 % colours) * 2654435761u;
        for (int k = 0; k < channels; k++)
            samples[i * (size_t)channels + (size_t)k] = (uint8_t)(c >> (8 * k + 8));
    }
    return (struct bitmap){
        .width = width, .height = height, .channels = channels, .samples = samples};
}

/* The kind of colours and the depth, as the header says them. */
static void assert_kind(str png, int type, int depth)
{
    assert_true(png.n > 40);
    assert_int_equal(png.p[25], type);
    assert_int_equal(png.p[24], depth);
}

static void assert_reads_back(struct bitmap b, int type, int depth)
{
    struct arena *a = arena_new();
    struct viewing v;
    str png = png_save_bitmap(a, &b), again = png_save_bitmap(a, &b);
    assert_true(str_eq(png, again));
    assert_kind(png, type, depth);
    assert_true(str_search(png, STR("tIME"), 0) == png.n);
    viewing_open(&v, png);
    assert_non_null(v.image);
    const struct bitmap *got = v.image->bitmap;
    assert_true(got->width == b.width && got->height == b.height && !got->alpha);
    assert_int_equal(got->channels, b.channels);
    assert_memory_equal(got->samples, b.samples, (size_t)b.width * b.height * (size_t)b.channels);
    viewing_close(&v);
    arena_close(a);
}

static void pictures_read_back(void **state)
{
    static const struct {
        uint32_t width, height, colours;
        int channels, type, depth;
    } cases[] = {
        {16, 16, 1, 3, 3, 1},         {17, 3, 2, 3, 3, 1},    {1, 1, 1, 3, 3, 1},
        {33, 40, 4, 3, 3, 2},         {33, 40, 5, 3, 3, 4},   {240, 340, 16, 3, 3, 4},
        {240, 340, 17, 3, 3, 8},      {51, 9, 64, 3, 3, 8},   {240, 340, 65536, 3, 2, 8},
        {240, 340, 4096, 3, 2, 8},    {30, 30, 256, 1, 0, 8}, {2000, 10, 60000, 3, 2, 8},
        {10, 8000, 1000000, 3, 2, 8},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bitmap b =
            make(*state, cases[i].width, cases[i].height, cases[i].channels, cases[i].colours);
        assert_reads_back(b, cases[i].type, cases[i].depth);
    }
}

/* Noise, which grows rather than shrinks. */
static void save_noise(void *state)
{
    struct arena *a = state;
    struct bitmap b = make(a, 300, 300, 3, 90000);
    uint32_t noise = 1;
    for (size_t i = 0; i < 270000; i++) {
        noise = noise * 1664525 + 1013904223;
        ((uint8_t *)b.samples)[i] = (uint8_t)(noise >> 24);
    }
    png_save_bitmap(a, &b);
}

/* Wherever memory ends, libpng is left in good order (LeakSanitizer looks on). */
static void out_of_memory(void **state)
{
    (void)state;
    for (size_t limit = 100000; limit <= 1200000; limit += 50000) {
        struct arena *a = arena_new();
        arena_set_limit(a, limit);
        assert_false(arena_guard(&a, 1, save_noise, a));
        arena_close(a);
    }
    struct arena *a = arena_new();
    assert_true(arena_guard(&a, 1, save_noise, a));
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(pictures_read_back),
        cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
