#include "image/fix.h"
#include "unit/base/base_test.h"

#include <math.h>

/* Doubles are good enough to judge by: they have 20 places more than is asked. */
static double value_of(fix v)
{
    return (double)v / 4294967296.0;
}

static fix reading(const char *text)
{
    size_t at = 0;
    fix out;
    if (!fix_read(str_z(text), &at, &out) || text[at])
        fail_msg("cannot read \"%s\"", text);
    return out;
}

static void numbers_are_read(void **state)
{
    (void)state;
    assert_true(reading("0") == 0 && reading("-0") == 0);
    assert_true(reading("1.5") == FIX_ONE * 3 / 2);
    assert_true(reading("-.5") == -FIX_ONE / 2);
    assert_true(reading("+3.") == FIX_INT(3));
    assert_true(reading("25e-2") == FIX_ONE / 4);
    assert_true(reading("1E3") == FIX_INT(1000));
    assert_true(reading("1000000") == FIX_INT(1000000));
    assert_true(reading("0.00000000000000000000001") == 0);
    assert_true(reading("0.10000000000000000000000000001") == reading("0.1"));
    assert_true(reading("1e-99") == 0);
    assert_true(reading("123456.789") - FIX_INT(123456) < FIX_ONE * 79 / 100);
}

static void other_things_are_not_read(void **state)
{
    static const char *const texts[] = {
        "", "x", "-", ".", "+-1", "e3", "--1", "1000001", "1e99", "1e7", "99999999999999999999"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t at = 0;
        fix out;
        if (fix_read(str_z(texts[i]), &at, &out) || at)
            fail_msg("\"%s\" was read", texts[i]);
    }
}

static void reading_stops_where_the_number_ends(void **state)
{
    static const struct {
        const char *text;
        size_t end;
    } cases[] = {{"1.5.5", 3}, {"1-2", 1},  {"1em", 1}, {"1e", 1},
                 {"1e+", 1},   {"2e1x", 3}, {"0,1", 1}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t at = 0;
        fix out;
        assert_true(fix_read(str_z(cases[i].text), &at, &out));
        assert_int_equal(at, cases[i].end);
    }
}

static void arithmetic_rounds_and_sticks(void **state)
{
    (void)state;
    fix edge = (fix)1 << 62;
    assert_true(fix_mul(FIX_INT(3), FIX_ONE / 2) == FIX_ONE * 3 / 2);
    assert_true(fix_mul(1, FIX_ONE / 2) == 1 && fix_mul(-1, FIX_ONE / 2) == -1);
    assert_true(fix_mul(1, FIX_ONE / 2 - 1) == 0 && fix_mul(-1, FIX_ONE / 2 - 1) == 0);
    assert_true(fix_mul(edge, edge) == edge && fix_mul(edge, -edge) == -edge);
    assert_true(fix_add(edge, edge) == edge && fix_sub(-edge, edge) == -edge);
    assert_true(fix_div(FIX_INT(1), FIX_INT(3)) == FIX_ONE / 3);
    assert_true(fix_div(FIX_INT(-7), FIX_INT(2)) == -FIX_ONE * 7 / 2);
    assert_true(fix_div(edge, 1) == edge && fix_div(-edge, 1) == -edge);
}

static void roots_are_exact_to_the_last_place(void **state)
{
    (void)state;
    assert_true(fix_sqrt(FIX_INT(4)) == FIX_INT(2));
    assert_true(fix_sqrt(0) == 0 && fix_sqrt(-5) == 0);
    assert_true(fix_sqrt(FIX_INT(1000000)) == FIX_INT(1000));
    for (int i = 1; i < 1000; i++)
        assert_true(fabs(value_of(fix_sqrt(FIX_INT(i))) - sqrt(i)) < 3e-10);
    for (fix v = 1; v < (fix)1 << 61; v *= 3)
        assert_true(fabs(value_of(fix_sqrt(v)) - sqrt(value_of(v))) < 1e-9);
}

static void turns_are_near_the_truth(void **state)
{
    (void)state;
    const double degree = 3.14159265358979323846 / 180;
    for (int i = -7300; i <= 7300; i++) {
        fix s, c, angle = FIX_ONE / 10 * i;
        fix_turn(angle, &s, &c);
        assert_true(fabs(value_of(s) - sin(value_of(angle) * degree)) < 1e-9);
        assert_true(fabs(value_of(c) - cos(value_of(angle) * degree)) < 1e-9);
    }
}

static void right_angles_are_exact(void **state)
{
    static const fix sines[] = {0, FIX_ONE, 0, -FIX_ONE};
    (void)state;
    for (int i = -8; i <= 8; i++) {
        fix s, c;
        fix_turn(FIX_INT(90) * i, &s, &c);
        assert_true(s == sines[(i + 8) % 4] && c == sines[(i + 9) % 4]);
    }
}

static void lengths_stay_near_a_page(void **state)
{
    len out = 5;
    (void)state;
    assert_true(fix_to_len(FIX_ONE * 3 / 2, &out));
    assert_int_equal(out, 2);
    assert_true(fix_to_len(-FIX_ONE * 3 / 2, &out));
    assert_int_equal(out, -2);
    assert_true(fix_to_len(FIX_INT(LEN_MAX_PAGE), &out));
    assert_int_equal(out, LEN_MAX_PAGE);
    assert_false(fix_to_len(FIX_INT(LEN_MAX_PAGE) + FIX_ONE, &out));
    assert_false(fix_to_len(-((fix)1 << 62), &out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read),
        cmocka_unit_test(other_things_are_not_read),
        cmocka_unit_test(reading_stops_where_the_number_ends),
        cmocka_unit_test(arithmetic_rounds_and_sticks),
        cmocka_unit_test(roots_are_exact_to_the_last_place),
        cmocka_unit_test(turns_are_near_the_truth),
        cmocka_unit_test(right_angles_are_exact),
        cmocka_unit_test(lengths_stay_near_a_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
