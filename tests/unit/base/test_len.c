#include "unit/base/base_test.h"

#include <stdio.h>

#include "base/len.h"

static void lengths_are_read_exactly(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        len value;
    } cases[] = {
        {"0", 0},
        {"0.00", 0},
        {"-0", 0},
        {"1pt", 1024},
        {"3.5pt", 3584},
        {"1in", 73728},
        {"2.54cm", 73728},
        {"25.4mm", 73728},
        {"12mm", 34832},
        {"-12mm", -34832},
        {"+1pt", 1024},
        {"0mm", 0},
        {"210mm", 609562},
        {"297mm", 862095},
        {"0.0004pt", 0},
        {"14400pt", LEN_MAX_PAGE},
        {"-14400pt", -LEN_MAX_PAGE},
        {"0.0004883pt", 1}, /* just over half a unit */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        len value = -1;
        assert_true(len_parse(str_z(cases[i].text), &value));
        assert_int_equal(value, cases[i].value);
    }
}

static void other_texts_are_not_lengths(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "12",
                                        "mm",
                                        "1 mm",
                                        "1em",
                                        "1pc",
                                        "1.mm",
                                        ".5mm",
                                        "1e3pt",
                                        "14400.001pt",
                                        "1mm ",
                                        "--1pt",
                                        "99999999999999999999pt",
                                        "201in"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        len value = 77;
        assert_false(len_parse(str_z(wrong[i]), &value));
        assert_int_equal(value, 77);
    }
}

static void lengths_are_printed_in_points(void **state)
{
    (void)state;
    static const struct {
        len value;
        const char *text;
    } cases[] = {
        {0, "0"},
        {1024, "1"},
        {12800, "12.5"},
        {-512, "-0.5"},
        {1, "0.001"},
        {-1, "-0.001"},
        {34832, "34.016"},
        {10240, "10"},
        {INT32_MIN, "-2097152"},
        {INT32_MAX, "2097151.999"},
        {LEN_MAX_PAGE, "14400"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[24];
        int n = len_print(out, cases[i].value);
        assert_string_equal(out, cases[i].text);
        assert_int_equal(n, strlen(out));
    }
}

static void the_macro_agrees_with_the_reader(void **state)
{
    (void)state;
    for (int mm = 0; mm <= 5080; mm++) {
        char text[16];
        len value;
        snprintf(text, sizeof text, "%dmm", mm);
        assert_true(len_parse(str_z(text), &value));
        assert_int_equal(LEN_MM(mm), value);
    }
}

static void scaling_rounds_half_away_from_zero(void **state)
{
    (void)state;
    assert_int_equal(len_scale(5, 1, 2), 3);
    assert_int_equal(len_scale(-5, 1, 2), -3);
    assert_int_equal(len_scale(LEN_MAX_PAGE, 1000, 1000), LEN_MAX_PAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_are_read_exactly),
        cmocka_unit_test(other_texts_are_not_lengths),
        cmocka_unit_test(lengths_are_printed_in_points),
        cmocka_unit_test(the_macro_agrees_with_the_reader),
        cmocka_unit_test(scaling_rounds_half_away_from_zero),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
