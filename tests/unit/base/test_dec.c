#include "unit/base/base_test.h"

#include "base/dec.h"

static struct dec dec(const char *text)
{
    struct dec d;
    if (!dec_parse(str_z(text), &d))
        fail_msg("%s is not read", text);
    return d;
}

static void figures_keep_their_places(void **state)
{
    (void)state;
    assert_int_equal(dec("10.50").digits, 1050);
    assert_int_equal(dec("10.50").places, 2);
    assert_int_equal(dec("-0.5").digits, -5);
    assert_int_equal(dec("+7").digits, 7);
    assert_int_equal(dec("0007").digits, 7);
    assert_int_equal(dec("999999999999999999").digits, 999999999999999999);
    assert_int_equal(dec("0.123456789").places, 9);
}

static void other_texts_are_not_figures(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "-",
        "5.",
        ".5",
        "1,000",
        "1e3",
        "inf",
        " 1",
        "1 ",
        "--1",
        "1.2.3",
        "0x1",
        "+-1",
        "1.0.",
        "1234567890123456789",
        "9999999999999999999",
        "99999999999999999990",
        "0.1234567890",
        "12345678901.12345678",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct dec d = {77, 7};
        assert_false(dec_parse(str_z(wrong[i]), &d));
        assert_int_equal(d.digits, 77);
    }
}

static void figures_compare_by_value(void **state)
{
    (void)state;
    assert_int_equal(dec_cmp(dec("1.0"), dec("1.000")), 0);
    assert_int_equal(dec_cmp(dec("-1"), dec("0.5")), -1);
    assert_int_equal(dec_cmp(dec("999999999999999999"), dec("0.000000001")), 1);
    assert_true(dec_is_zero(dec("-0.00")));
    assert_int_equal(dec_abs(dec("-2.5")).digits, 25);
}

static void sums_are_exact(void **state)
{
    struct dec d;
    assert_true(dec_add(dec("0.1"), dec("0.20"), &d));
    assert_str(dec_format(*state, d, STR(","), STR(".")), "0.30");
    assert_true(dec_sub(dec("1"), dec("1.5"), &d));
    assert_str(dec_format(*state, d, STR(","), STR(".")), "−0.5");
    assert_false(dec_add(dec("999999999999999999"), dec("0.000000001"), &d));
    assert_false(dec_sub((struct dec){INT64_MIN, 0}, dec("1"), &d));
}

static void change(struct arena *a, const char *now, const char *before, int places,
                   const char *expected)
{
    struct dec d;
    bool ok = dec_percent_change(dec(now), dec(before), places, &d);
    assert_str(ok ? dec_format(a, d, STR(","), STR(".")) : STR("none"), expected);
}

static void change_is_rounded_half_away_from_zero(void **state)
{
    change(*state, "110", "100", 1, "10.0");
    change(*state, "2", "3", 1, "−33.3");
    change(*state, "1", "3", 0, "−67");
    change(*state, "2.01", "2", 0, "1"); /* 0.5 % */
    change(*state, "1.99", "2.0", 0, "−1");
    change(*state, "5", "-10", 0, "−150");
    change(*state, "-5", "-10", 0, "−50");
    change(*state, "1", "0.00", 0, "none");
    change(*state, "999999999999999999", "0.000000001", 9, "none");
    change(*state, "7", "7", 2, "0.00");
}

static void rounding_never_adds_places(void **state)
{
    (void)state;
    assert_int_equal(dec_round(dec("2.45"), 1).digits, 25);
    assert_int_equal(dec_round(dec("-2.45"), 1).digits, -25);
    assert_int_equal(dec_round(dec("2.449"), 1).digits, 24);
    assert_int_equal(dec_round(dec("9.99"), 0).digits, 10);
    assert_int_equal(dec_round(dec("9.99"), 0).places, 0);
    assert_int_equal(dec_round(dec("9"), 2).places, 0);
}

static void figures_are_written_as_people_do(void **state)
{
    static const char *const pairs[][2] = {
        {"0", "0"},          {"999", "999"},    {"1000", "1,000"}, {"1234567.80", "1,234,567.80"},
        {"-1814", "−1,814"}, {"-0.00", "0.00"}, {"0.05", "0.05"},  {"100000", "100,000"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_str(dec_format(*state, dec(pairs[i][0]), STR(","), STR(".")), pairs[i][1]);
    assert_str(dec_format(*state, dec("12345.5"), STR(""), STR(",")), "12345,5");
    assert_str(dec_format(*state, (struct dec){INT64_MIN, 9}, STR(","), STR(".")),
               "−9,223,372,036.854775808");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_keep_their_places),
        cmocka_unit_test(other_texts_are_not_figures),
        cmocka_unit_test(figures_compare_by_value),
        ARENA_TEST(sums_are_exact),
        ARENA_TEST(change_is_rounded_half_away_from_zero),
        cmocka_unit_test(rounding_never_adds_places),
        ARENA_TEST(figures_are_written_as_people_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
