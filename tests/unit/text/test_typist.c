/* typist: what a typist ties, written with a bar at each place where a line may begin. */
#include "text/breaks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static void expect(const char *lang, const char *marked)
{
    char text[256], got[512];
    uint8_t breaks[257];
    size_t n = 0, out = 0;
    for (const char *p = marked; *p; p++)
        if (*p != '|')
            text[n++] = *p;
    breaks_find((str){text, n}, breaks);
    typist_tie((str){text, n}, str_z(lang), breaks);
    for (size_t i = 0; i < n; i++) {
        if (breaks[i])
            got[out++] = '|';
        got[out++] = text[i];
    }
    got[out] = 0;
    assert_string_equal(got, marked);
}

static void test_dates(void **state)
{
    (void)state;
    expect("en-GB", "on |1 July |2020 |and |30th September, |then");
    expect("en", "July 1 |or |July |2020 |(25 November)");
    expect("en", "from |1 July – |30 September");
    expect("cy", "ar |1 Gorffennaf |2020");
    expect("en", "ar |1 |Gorffennaf |2020");
    expect("en", "we |may |1 |person"); /* a month has its capital */
    expect("en", "32 |July |0 |July");
}

static void test_quarters_and_references(void **state)
{
    (void)state;
    expect("en-GB", "in |Q2 2020/21 |and |Q1 2020-21.");
    expect("en-GB", "Quarter 2 |was |better");
    expect("en-GB", "see |Appendix A, |Section 3.1 |(Page 71)");
    expect("en-GB", "see |Appendix |Alpha |and |section |headings");
    expect("en-GB", "No. 5 |and |pp. 71–|80");
    expect("en-GB", "(page 5) |page |(5)");
    expect("en-GB", "in |Appendix A. |There |it |is");
    expect("en-GB", "QUARTER 1 |(24 AUGUST |2020, |10 AM)");
    expect("en-GB", "QUARTERS |1");
    expect("cy", "Atodiad B, |tudalen 7 |yn |Ch2 2020/21");
}

static void test_numbers_and_units(void **state)
{
    (void)state;
    expect("en", "267 hours |at |10 am |on |5 days.");
    expect("en", "95 % |of |£1.2 million; |£370k |saved");
    expect("en", "on |page 5, |10 |people");
    expect("en", "1,814 |emails |in |10.5 hours");
    expect("en", "9.30 a.m. |sharp");
    expect("cy", "267 awr |a |5 diwrnod");
}

static void test_names(void **state)
{
    (void)state;
    expect("en", "Cllr Smith |and |J. R. Jones |spoke");
    expect("en", "a |Mr |of |note");
}

static void test_dashes(void **state)
{
    (void)state;
    expect("en", "good – |better — |best - |so");
    expect("en", "good—|better");
    expect("en", "word —|and |so");
    expect("en", "e-mail, |c/o |and/|or |on-|time |X-ray |n/a |w/c |5 May");
}

static void test_ties_only_take_away(void **state)
{
    (void)state;
    static const char text[] = "1 July\n2 July\xE2\x80\xA8 3 – Q2 2020/21 – \xFF Dr A. B-c";
    uint8_t before[sizeof text], after[sizeof text];
    str s = {text, sizeof text - 1};
    breaks_find(s, before);
    breaks_find(s, after);
    typist_tie(s, STR("en"), after);
    for (size_t i = 0; i <= s.n; i++)
        assert_true(after[i] == before[i] ||
                    (after[i] == BREAK_NEVER && before[i] == BREAK_ALLOWED));
    uint8_t none[1] = {BREAK_FORCED};
    typist_tie((str){NULL, 0}, (str){NULL, 0}, none);
    assert_int_equal(none[0], BREAK_FORCED);
}

/* A report has some ten thousand words. Linear, this is moments; quadratic, hours: nothing between.
 */
static void test_quick(void **state)
{
    (void)state;
    static char text[1200000];
    static uint8_t breaks[sizeof text + 1];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = "page 12 of the May report 5 hours Dr "[i % 37];
    str s = {text, sizeof text};
    breaks_find(s, breaks);
    struct timespec t[2];
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t[0]);
    typist_tie(s, STR("en-GB"), breaks);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t[1]);
    double ms =
        (double)(t[1].tv_sec - t[0].tv_sec) * 1e3 + (double)(t[1].tv_nsec - t[0].tv_nsec) / 1e6;
    print_message("%zu bytes in %.1f ms\n", sizeof text, ms);
    assert_true(ms < 60000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_quarters_and_references),
        cmocka_unit_test(test_numbers_and_units),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_dashes),
        cmocka_unit_test(test_ties_only_take_away),
        cmocka_unit_test(test_quick),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
