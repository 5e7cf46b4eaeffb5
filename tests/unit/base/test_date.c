#include "unit/base/base_test.h"

#include <limits.h>
#include <stdio.h>

#include "base/date.h"

#define assert_date(d, expected) assert_string_equal(written(d), expected)

static const char *written(struct date d)
{
    static char out[64];
    snprintf(out, sizeof out, d.hour < 0 ? "%04d-%02d-%02d" : "%04d-%02d-%02dT%02d:%02d", d.year,
             d.month, d.day, d.hour, d.minute);
    return out;
}

static void days_are_read(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"2020-11-25", "2020-11-25"},
        {"2020-11-25T10:00", "2020-11-25T10:00"},
        {"2020-11-25T10:00Z", "2020-11-25T10:00"},
        {"2020-11-25T23:59:59Z", "2020-11-25T23:59"},
        {"2020-02-29", "2020-02-29"},
        {"2000-02-29", "2000-02-29"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct date d;
        assert_true(date_parse(str_z(pairs[i][0]), &d));
        assert_date(d, pairs[i][1]);
    }
}

static void other_texts_are_not_days(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "2020",
        "2020-11",
        "2020-11-31",
        "2021-02-29",
        "1900-02-29",
        "2020-00-01",
        "2020-13-01",
        "2020-01-00",
        "20-11-25",
        "2020-1-25",
        "2020/11/25",
        "2020-11-25 10:00",
        "2020-11-25T24:00",
        "2020-11-25T10:60",
        "2020-11-25T10",
        "2020-11-25T10:00:60",
        "2020-11-25T10:00+01:00",
        "2020-11-25x",
        "0000-01-01",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct date d;
        assert_false(date_parse(str_z(wrong[i]), &d));
    }
}

static void days_compare(void **state)
{
    (void)state;
    struct date a, b;
    date_parse(STR("2020-11-25"), &a);
    date_parse(STR("2020-11-25T00:00"), &b);
    assert_int_equal(date_cmp(a, a), 0);
    assert_int_equal(date_cmp(a, b), -1);
    date_parse(STR("2019-12-31"), &b);
    assert_int_equal(date_cmp(a, b), 1);
}

static void days_are_counted(void **state)
{
    (void)state;
    struct date d;
    date_parse(STR("1970-01-01"), &d);
    assert_int_equal(date_days(d), 0);
    assert_int_equal(date_weekday(d), 3);
    date_parse(STR("1969-12-31"), &d);
    assert_int_equal(date_days(d), -1);
    date_parse(STR("2020-11-25"), &d);
    assert_int_equal(date_days(d), 18591);
    assert_int_equal(date_weekday(d), 2); /* a Wednesday */
    date_parse(STR("0001-01-01"), &d);
    assert_int_equal(date_weekday(d), 0);
}

static void every_day_makes_the_round_trip(void **state)
{
    (void)state;
    struct date first;
    date_parse(STR("0001-01-01"), &first);
    for (long day = date_days(first); day < 2932897; day++) { /* 10000-01-01 */
        struct date d = date_from_epoch(day * 86400LL);
        if (date_days(d) != day || d.hour || d.minute)
            fail_msg("day %ld gives %s", day, written(d));
    }
}

static void moments_become_days(void **state)
{
    (void)state;
    assert_date(date_from_epoch(0), "1970-01-01T00:00");
    assert_date(date_from_epoch(-1), "1969-12-31T23:59");
    assert_date(date_from_epoch(1606298400), "2020-11-25T10:00");
    assert_date(date_from_epoch(LLONG_MAX), "9999-12-31T23:59");
    assert_date(date_from_epoch(LLONG_MIN), "0001-01-01T00:00");
}

static void financial_years_are_read(void **state)
{
    (void)state;
    int year = 0;
    assert_true(quarter_parse_year(STR("2020/21"), &year));
    assert_int_equal(year, 2020);
    assert_true(quarter_parse_year(STR("1999/00"), &year));
    assert_true(quarter_parse_year(STR("1999/2000"), &year));
    assert_int_equal(year, 1999);
    static const char *const wrong[] = {"2020/22", "2020/2022", "2020-21",   "20/21",
                                        "2020",    "2020/2",    "2020/021",  "1899/00",
                                        "2200/01", "2020/21 ",  "2020/20211"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(quarter_parse_year(str_z(wrong[i]), &year));
}

static void quarters_have_their_days(void **state)
{
    (void)state;
    static const char *const days[][2] = {
        {"2019-04-01", "2019-06-30"},
        {"2019-07-01", "2019-09-30"},
        {"2019-10-01", "2019-12-31"},
        {"2020-01-01", "2020-03-31"},
    };
    for (int i = 0; i < 4; i++) {
        assert_date(quarter_first_day((struct quarter){2019, i + 1}), days[i][0]);
        assert_date(quarter_last_day((struct quarter){2019, i + 1}), days[i][1]);
    }
}

static void quarters_are_stepped(void **state)
{
    (void)state;
    struct quarter q = {2020, 1};
    assert_int_equal(quarter_step(q, -1).year, 2019);
    assert_int_equal(quarter_step(q, -1).number, 4);
    assert_int_equal(quarter_step(q, 7).year, 2021);
    assert_int_equal(quarter_step(q, 7).number, 4);
    assert_int_equal(quarter_step(q, -9000).number, 1);
    assert_int_equal(quarter_cmp(q, quarter_step(q, 3)), -1);
    assert_int_equal(quarter_cmp(q, q), 0);
    assert_int_equal(quarter_cmp(q, quarter_step(q, -5)), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_read),
        cmocka_unit_test(other_texts_are_not_days),
        cmocka_unit_test(days_compare),
        cmocka_unit_test(days_are_counted),
        cmocka_unit_test(every_day_makes_the_round_trip),
        cmocka_unit_test(moments_become_days),
        cmocka_unit_test(financial_years_are_read),
        cmocka_unit_test(quarters_have_their_days),
        cmocka_unit_test(quarters_are_stepped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
