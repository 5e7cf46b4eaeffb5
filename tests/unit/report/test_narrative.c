#include "reading.h"

#include "base/date.h"

static str value(struct arena *a, const char *digits, enum unit unit)
{
    struct value v = {.is_given = true, .unit = unit};
    assert_true(dec_parse(str_z(digits), &v.figure));
    return narrative_value(a, &v, &reading_wording);
}

static void test_values(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    assert_str(value(a, "1814", UNIT_NUMBER), "1,814");
    assert_str(value(a, "95", UNIT_PERCENT), "95%");
    assert_str(value(a, "-0.5", UNIT_PERCENT), "−0.5%");
    assert_str(value(a, "99945", UNIT_MONEY), "£99,945");
    assert_str(value(a, "-500", UNIT_MONEY), "−£500");
    assert_str(value(a, "267", UNIT_HOURS), "267 hours");
    assert_str(value(a, "1", UNIT_HOURS), "1 hour");
    assert_str(value(a, "1.0", UNIT_DAYS), "1.0 day");
    assert_str(value(a, "1.5", UNIT_DAYS), "1.5 days");
    struct value words = {.is_given = true, .unit = UNIT_TEXT, .text = STR("on course")};
    assert_str(narrative_value(a, &words, &reading_wording), "on course");
    struct value none = {.is_given = true, .state = STATE_WITHHELD, .text = STR("why")};
    assert_str(narrative_value(a, &none, &reading_wording), "");
    arena_close(a);
}

static void test_quarters_and_dates(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct quarter q = {2020, 2};
    assert_str(narrative_quarter_short(a, q, &reading_wording), "Q2 2020/21");
    assert_str(narrative_quarter_short(a, (struct quarter){1999, 4}, &reading_wording),
               "Q4 1999/00");
    assert_str(narrative_quarter_name(a, q, &reading_wording), "Quarter 2");
    assert_str(narrative_date(a, quarter_first_day(q), &reading_wording), "1 July 2020");
    arena_close(a);
}

/* What a figure, change or period in the words of a report reads as. */
static void expect_words(const char *xml, const char *expected)
{
    struct reading r;
    reading_open(&r, xml);
    if (!r.report)
        diag_print(&r.diag, stderr, (struct diag_style){0});
    struct section *s = reading_section(&r);
    assert_true(narrative_fill(r.arena, &r.diag, r.report, &reading_wording));
    const struct inl *words = s->pieces[s->piece_count - 1].blocks->words;
    assert_str(narrative_plain(r.arena, words), expected);
    reading_close(&r);
}

#define TWO(unit, value, before, words)                                                            \
    SECTION("<kpi ref='1.1'><measure id='m' name='M'><value unit='" unit "'>" value                \
            "</value><target>7</target><previous>" before "</previous></measure></kpi>"            \
            "<para>" words "</para>")

static void test_changes(void **state)
{
    (void)state;
    expect_words(TWO("number", "1814", "1515", "<change of='m'/>"), "299 more");
    expect_words(TWO("number", "271", "351", "<change of='m'/>"), "80 fewer");
    expect_words(TWO("number", "6", "6.0", "<change of='m'/>"), "no change");
    expect_words(TWO("percent", "95", "90", "<change of='m'/>"), "5 percentage points higher");
    expect_words(TWO("percent", "95", "96", "<change of='m'/>"), "1 percentage point lower");
    expect_words(TWO("money", "99945", "104945", "<change of='m'/>"), "£5,000 lower");
    expect_words(TWO("hours", "10.5", "60", "<change of='m'/>"), "49.5 hours fewer");
    expect_words(TWO("days", "112", "111", "<change of='m'/>"), "1 day more");
    expect_words(TWO("number", "0.3", "0.1", "<change of='m'/>"), "0.2 more"); /* never a double */
}

static void test_figures(void **state)
{
    (void)state;
    expect_words(TWO("hours", "267", "1", "<figure of='m'/>"), "267 hours");
    expect_words(TWO("money", "1", "2", "<figure of='m' form='target'/>"), "£7");
    expect_words(TWO("days", "3", "1", "<figure of='m' form='previous'/>"), "1 day");
    expect_words(SECTION("<kpi ref='1.1'><measure id='m' name='M'><value unit='text'>done</value>"
                         "</measure></kpi><para>is <figure of='m'/></para>"),
                 "is done");
}

static void test_periods(void **state)
{
    (void)state;
    expect_words(PARA("<period/>"), "Quarter 2");
    expect_words(PARA("<period of='previous'/>"), "Quarter 1");
    expect_words(PARA("<period of='last-year'/>"), "Quarter 2 2019/20");
    expect_words(PARA("<period of='previous' form='short'/>"), "Q1 2020/21");
    expect_words(PARA("<period form='dates'/>"), "1 July 2020 to 30 September 2020");
    expect_words(PARA("<period of='last-year' form='dates'/>"), "1 July 2019 to 30 September 2019");
}

static void test_references_read_as_names(void **state)
{
    (void)state;
    const char *table =
        "<table id='t'><caption>In <period/></caption><row><header>x</header></row></table>";
    struct reading r;
    (void)table;
    reading_open(&r, SECTION("<heading id='h'>In <period/></heading>"
                             "<para><ref to='h'/>, <ref to='A'/>, <ref to='h'>there</ref></para>"));
    assert_true(narrative_fill(r.arena, &r.diag, r.report, &reading_wording));
    assert_str(narrative_plain(r.arena, reading_section(&r)->pieces[0].blocks->next->words),
               "In Quarter 2, T, there");
    reading_close(&r);
}

static void test_what_cannot_be_worked_out(void **state)
{
    (void)state;
#define ONE(value, words)                                                                          \
    SECTION("<kpi ref='1.1'><measure id='m' name='M'>" value "</measure></kpi><para>" words        \
            "</para>")
    reading_expect(ONE("<value>1</value>", "<figure of='m' form='target'/>"), Q401, 1);
    reading_expect(ONE("<value state='withheld'/>", "<figure of='m'/>"), Q401, 1);
    reading_expect(ONE("<value>1</value>", "<change of='m'/>"), Q402, 1);
    reading_expect(ONE("<value unit='text'>x</value>", "<change of='m'/>"), Q402, 1);
    reading_expect(ONE("<value>-999999999999999999</value><previous>0.999999999</previous>",
                       "<change of='m'/>"),
                   Q402, 1);
    reading_expect(PARA("<figure of='A'/>"), Q305, 1);
    reading_expect(PARA("<figure of='nowhere'/>"), Q209, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_quarters_and_dates),
        cmocka_unit_test(test_changes),
        cmocka_unit_test(test_figures),
        cmocka_unit_test(test_periods),
        cmocka_unit_test(test_references_read_as_names),
        cmocka_unit_test(test_what_cannot_be_worked_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
