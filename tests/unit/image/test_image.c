/* image: other colours for drawings and for bitmaps of one channel and of three. */
#include "image_test.h"

static colour turned(colour c)
{
    return c == 0x777777 ? 0x333333 : c >> 8 | (c & 255) << 16;
}

static void test_drawing(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct path paths[] = {{.fill = 0x112233, .stroke = COLOUR_NONE, .stroke_width = 5},
                           {.fill = COLOUR_NONE, .stroke = 0x445566}};
    struct drawing drawing = {.width = 10, .height = 20, .paths = paths, .count = 2};
    struct image image = {.drawing = &drawing, .width = 10, .height = 20};
    const struct image *other = image_recolour(a, &image, turned);
    assert_int_equal(other->drawing->paths[0].fill, 0x331122);
    assert_int_equal(other->drawing->paths[0].stroke, COLOUR_NONE);
    assert_int_equal(other->drawing->paths[0].stroke_width, 5);
    assert_int_equal(other->drawing->paths[1].fill, COLOUR_NONE);
    assert_int_equal(other->drawing->paths[1].stroke, 0x664455);
    assert_int_equal(other->drawing->height, 20);
    assert_int_equal(paths[0].fill, 0x112233); /* left alone */
    arena_close(a);
}

static void test_bitmap(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    static const uint8_t samples[] = {1, 2, 3, 4, 5, 6}, greys[] = {0x77, 0x77};
    static const uint8_t alpha[] = {9, 8};
    struct bitmap rgb = {2, 1, 3, samples, alpha, 96, 42}, grey = {2, 1, 1, greys, NULL, 96, 42};
    struct image image = {.bitmap = &rgb}, plain = {.bitmap = &grey};
    const struct bitmap *other = image_recolour(a, &image, turned)->bitmap;
    assert_memory_equal(other->samples, ((uint8_t[]){3, 1, 2, 6, 4, 5}), 6);
    assert_ptr_equal(other->alpha, alpha);
    assert_true(other->hash != rgb.hash); /* another picture in the file */
    other = image_recolour(a, &plain, turned)->bitmap;
    assert_memory_equal(other->samples, ((uint8_t[]){0x33, 0x33}), 2);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_drawing),
                                       cmocka_unit_test(test_bitmap)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
