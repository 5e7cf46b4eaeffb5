#include "reading.h"

static void test_values_keep_what_was_typed(void **state)
{
    (void)state;
    struct reading r;
    reading_open(&r, KPI("<measure id='m' name='M' better='lower'>"
                         "<value unit='money' status='amber' state='provisional'> 10.50 </value>"
                         "<target>10</target><previous state='restated'>11</previous>"
                         "<last-year state='not-collected'>new  in 2020</last-year>"
                         "<remark>8 of 8</remark></measure>"));
    const struct measure *m = &reading_kpi(&r)->measures[0];
    assert_int_equal(m->value.figure.digits, 1050);
    assert_int_equal(m->value.figure.places, 2);
    assert_int_equal(m->value.unit, UNIT_MONEY);
    assert_int_equal(m->value.state, STATE_PROVISIONAL);
    assert_int_equal(m->rating, RATING_AMBER);
    assert_int_equal(m->better, BETTER_LOWER);
    assert_int_equal(m->target.unit, UNIT_MONEY);
    assert_int_equal(m->previous.state, STATE_RESTATED);
    assert_int_equal(m->last_year.state, STATE_NOT_COLLECTED);
    assert_str(m->last_year.text, "new in 2020");
    assert_false(value_has_figure(&m->last_year));
    assert_str(m->remark, "8 of 8");
    assert_int_equal(m->direction, DIRECTION_DOWN);
    assert_ptr_equal(m->kpi, reading_kpi(&r));
    reading_close(&r);
}

static void test_no_value_is_not_collected(void **state)
{
    (void)state;
    struct reading r;
    reading_open(&r, KPI("<measure name='M'/>"));
    const struct measure *m = &reading_kpi(&r)->measures[0];
    assert_false(m->value.is_given);
    assert_int_equal(m->value.state, STATE_NOT_COLLECTED);
    assert_int_equal(m->direction, DIRECTION_NONE);
    assert_int_equal(reading_count(&r, Q325), 1);
    reading_close(&r);
}

static void test_words_need_their_unit(void **state)
{
    (void)state;
    struct reading r;
    reading_open(&r, KPI("<measure name='M'><value unit='text'>on course</value></measure>"));
    assert_str(reading_kpi(&r)->measures[0].value.text, "on course");
    reading_close(&r);
    reading_expect(KPI("<measure name='M'><value>on course</value></measure>"), Q301, 1);
}

/* The finding for a value, and the hint that goes with it. */
static void expect_hint(const char *xml, const char *needle)
{
    struct reading r;
    reading_open(&r, xml);
    assert_int_equal(r.diag.count, 1);
    assert_int_equal(r.diag.findings[0].code, Q301);
    str hint = r.diag.findings[0].hint;
    if (str_search(hint, str_z(needle), 0) == hint.n)
        fail_msg("no \"%s\" in \"%.*s\"", needle, STR_ARG(hint));
    reading_close(&r);
}

#define VALUE(text) KPI("<measure name='M'><value>" text "</value></measure>")

static void test_what_is_no_figure_gets_advice(void **state)
{
    (void)state;
    expect_hint(VALUE("95%"), "write 95 and unit=\"percent\"");
    expect_hint(VALUE("£99,945"), "write 99945 and unit=\"money\"");
    expect_hint(VALUE("1,000.00"), "write 1000.00;");
    expect_hint(VALUE("267 hours"), "write 267 and unit=\"hours\"");
    expect_hint(VALUE("n/a"), "state=\"not-collected\"");
    expect_hint(VALUE(""), "state=\"not-collected\"");
    expect_hint(VALUE("1e308"), "at most one point");
    expect_hint(VALUE("NaN"), "at most one point");
    expect_hint(VALUE("12345678901234567890"), "18 digits");
}

static void test_a_bad_figure_is_pointed_at(void **state)
{
    (void)state;
    struct reading r;
    reading_open(&r, VALUE("\n   9,5 "));
    assert_int_equal(r.diag.findings[0].pos.line, 2);
    assert_int_equal(r.diag.findings[0].pos.column, 4);
    assert_int_equal(r.diag.findings[0].pos.width, 3);
    reading_close(&r);
}

#define M(id)  "<measure id='" id "' name='M" id "'><value>1</value></measure>"
#define ON(on) "<commentary on='" on "'><para>x</para></commentary>"

static void test_commentaries_find_their_measures(void **state)
{
    (void)state;
    struct reading r;
    reading_open(&r, KPI(M("a") M("b") M("c") M("d") ON("c d") ON("b")));
    const struct kpi *k = reading_kpi(&r);
    assert_int_equal(k->commentary_count, 2);
    assert_int_equal(k->commentaries[0].first, 1); /* sorted */
    assert_int_equal(k->commentaries[0].last, 1);
    assert_int_equal(k->commentaries[1].first, 2);
    assert_int_equal(k->commentaries[1].last, 3);
    assert_int_equal(r.diag.count, 0);
    reading_close(&r);
    reading_open(&r, KPI(M("a") M("b") "<commentary><para>x</para></commentary>"));
    assert_int_equal(reading_kpi(&r)->commentaries[0].last, 1);
    reading_close(&r);
}

static void test_commentaries_that_do_not_fit(void **state)
{
    (void)state;
    reading_expect(KPI(M("a") M("b") M("c") ON("a c")), Q303, 1);
    reading_expect(KPI(M("a") M("b") ON("a b") ON("b")), Q303, 1);
    reading_expect(KPI(M("a") ON("a") "<commentary><para>x</para></commentary>"), Q303, 1);
    reading_expect(
        SECTION("<kpi ref='1.1'>" M("a") "</kpi><kpi ref='1.2'>" M("b") ON("a") "</kpi>"), Q303, 1);
    /* of a later KPI, and of what is no measure at all */
    reading_expect(
        SECTION("<kpi ref='1.1'>" M("a") ON("b") "</kpi><kpi ref='1.2'>" M("b") "</kpi>"), Q303, 1);
    reading_expect(SECTION("<kpi ref='1.1'>" M("a") ON("p") "</kpi><para id='p'>x</para>"), Q303,
                   1);
    reading_expect(KPI(M("a") ON("nowhere")), Q209, 1);
}

static void test_names(void **state)
{
    (void)state;
    reading_expect(KPI("<measure><value>1</value></measure>"), Q302, 1);
    reading_expect(KPI("<measure name='M'><name>N</name><value>1</value></measure>"), Q302, 1);
    struct reading r;
    reading_open(&r, KPI("<measure><name>Requests <em>late</em></name><value>1</value></measure>"));
    assert_str(reading_kpi(&r)->measures[0].name_text, "Requests late");
    reading_close(&r);
}

static void test_direction(void **state)
{
    (void)state;
    static const struct {
        const char *xml;
        enum direction direction;
    } cases[] = {
        {KPI("<measure name='M'><value>2</value><previous>1.9</previous></measure>"), DIRECTION_UP},
        {KPI("<measure name='M'><value>2</value><previous>2.0</previous></measure>"),
         DIRECTION_SAME},
        {KPI("<measure name='M'><value>2</value></measure>"), DIRECTION_NONE},
        {KPI("<measure name='M'><value direction='down'>2</value></measure>"), DIRECTION_DOWN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading r;
        reading_open(&r, cases[i].xml);
        assert_int_equal(reading_kpi(&r)->measures[0].direction, cases[i].direction);
        reading_close(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_keep_what_was_typed),
        cmocka_unit_test(test_no_value_is_not_collected),
        cmocka_unit_test(test_words_need_their_unit),
        cmocka_unit_test(test_what_is_no_figure_gets_advice),
        cmocka_unit_test(test_a_bad_figure_is_pointed_at),
        cmocka_unit_test(test_commentaries_find_their_measures),
        cmocka_unit_test(test_commentaries_that_do_not_fit),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_direction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
