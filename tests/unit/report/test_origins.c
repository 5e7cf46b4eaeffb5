/* origins: from a text of the model back to the character in the file. */
#include "reading.h"

#include "report/origins.h"

static void expect(const struct reading *r, const char *p, uint32_t line, uint32_t column)
{
    struct pos pos = origins_find(r->report->origins, p);
    assert_int_equal(pos.line, line);
    assert_int_equal(pos.column, column);
    if (line)
        assert_ptr_equal(pos.source, &r->source);
}

static void test_attribute(void **state)
{
    (void)state;
    struct reading r;
    reading_open(&r, HEAD "\n<appendix id='A' title='  Use   of &amp;\n   force'>"
                          "<section title='S'><para>x</para></section></appendix>" TAIL);
    assert_non_null(r.report);
    str title = r.report->appendices[0].title;
    assert_string_equal(title.p, "Use of & force");
    expect(&r, title.p, 2, 27);
    expect(&r, title.p + 7, 2, 36);
    expect(&r, title.p + 9, 3, 4);
    reading_close(&r);
}

static void test_content(void **state)
{
    (void)state;
    struct reading r;
    reading_open(&r, KPI("\n<measure name='n'><value unit='text'>\n  one <!-- - -->\n two"
                         "<![CDATA[ three]]></value></measure>"));
    const struct value *v = &reading_kpi(&r)->measures[0].value;
    assert_true(str_is(v->text, "one two three"));
    expect(&r, v->text.p, 3, 3);
    expect(&r, v->text.p + 5, 4, 3);
    expect(&r, v->text.p + 8, 4, 15);
    struct origins *o = origins_new(r.arena, NULL);
    static const char made[] = "1-2-3";
    origins_add_made(o, str_z(made), r.report->doc, v->node);
    struct pos pos = origins_find(o, made + 4);
    assert_int_equal(pos.line, 3);
    assert_int_equal(pos.column, 3);
    reading_close(&r);
}

static void test_unknown(void **state)
{
    (void)state;
    struct reading r;
    reading_open(&r, PARA("x"));
    expect(&r, "elsewhere", 0, 0);
    str title = reading_section(&r)->title;
    expect(&r, title.p + title.n, 0, 0);
    assert_int_equal(origins_find(NULL, title.p).line, 0);
    reading_close(&r);
}

/* A sentence with a title in it, and one with that in it. */
static void test_copies(void **state)
{
    (void)state;
    struct reading r;
    reading_open(&r, PARA("x"));
    str title = r.report->title; /* "Report" */
    static const char first_words[] = "the Report", second_words[] = "of the Report";
    str first = str_z(first_words), second = str_z(second_words);
    struct origins *inner = origins_new(r.arena, r.report->origins);
    origins_add_copy(inner, str_sub(first, 4, 10), title);
    origins_add_copy(inner, str_sub(second, 3, 13), first);
    struct pos known = origins_find(r.report->origins, title.p + 2);
    assert_true(known.line > 0);
    struct pos found = origins_find(inner, second.p + 9);
    assert_int_equal(found.line, known.line);
    assert_int_equal(found.column, known.column);
    assert_int_equal(origins_find(inner, second.p + 4).line, 0); /* the word is nobody's */
    assert_int_equal(origins_find(inner, second.p).line, 0);
    reading_close(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_attribute),
        cmocka_unit_test(test_content),
        cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_copies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
