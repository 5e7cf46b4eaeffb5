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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(known_ratios),
                                       cmocka_unit_test(order_does_not_matter)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
