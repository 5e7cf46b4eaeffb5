/* contrast: WCAG's own examples, and that order does not matter. */
#include "composing.h"

#include "compose/contrast.h"

static void known_ratios(void **state)
{
    (void)state;
    assert_int_equal(contrast_of(0x000000, 0xffffff), 2100);
    assert_int_equal(contrast_of(0x123456, 0x123456), 100);
    assert_in_range(contrast_of(0x777777, 0xffffff), 447, 448); /* the well-known near miss */
    assert_in_range(contrast_of(0x767676, 0xffffff), 454, 455);
    assert_in_range(contrast_of(0xff0000, 0xffffff), 399, 400);
}

static void order_does_not_matter(void **state)
{
    (void)state;
    assert_int_equal(contrast_of(0x14284b, 0xffffff), contrast_of(0xffffff, 0x14284b));
}

static void mended_by_little(void **state)
{
    (void)state;
    static const struct {
        colour ink, ground;
        int contrast;
    } cases[] = {{0x777777, 0xffffff, 450}, {0x777777, 0x888888, 450}, {0xffffff, 0xffffff, 300},
                 {0x000000, 0x000000, 300}, {0x14284b, 0x1f5fa8, 450}, {0x123456, 0xffffff, 450}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        colour mended = contrast_mend(cases[i].ink, cases[i].ground, cases[i].contrast);
        assert_true(contrast_of(mended, cases[i].ground) >= cases[i].contrast);
        assert_true(contrast_of(mended, cases[i].ground) < cases[i].contrast * 5 / 4 || i == 5);
    }
    assert_int_equal(contrast_mend(0x123456, 0xffffff, 450), 0x123456);  /* nothing to mend */
    assert_int_equal(contrast_mend(0x777777, 0x777777, 2100), 0x000000); /* as good as it gets */
}

static void greys_are_as_bright(void **state)
{
    (void)state;
    static const colour inks[] = {0x14284b, 0x1f5fa8, 0x5b1a4a, 0x1a7a43, 0xa85b0a,
                                  0xb3261e, 0xfdf5ea, 0xffff00, 0x0000ff};
    for (size_t i = 0; i < sizeof inks / sizeof *inks; i++) {
        colour grey = contrast_grey(inks[i]);
        assert_int_equal(grey >> 16, grey & 255);
        assert_int_equal(grey >> 8 & 255, grey & 255);
        int was = contrast_of(inks[i], 0xffffff), is = contrast_of(grey, 0xffffff);
        assert_in_range(is * 100 / was, 98, 102);
    }
    for (colour level = 0; level < 256; level++)
        assert_int_equal(contrast_grey(level * 0x010101), level * 0x010101);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_ratios), cmocka_unit_test(order_does_not_matter),
        cmocka_unit_test(mended_by_little), cmocka_unit_test(greys_are_as_bright)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
