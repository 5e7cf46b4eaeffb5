#include "reading.h"

/* The words of PARA(inside), elements as brackets: "a [b] c"; a break is "/". */
static void flatten(struct buf *b, const struct inl *words)
{
    for (const struct inl *i = words; i; i = i->next) {
        if (i->kind == INLINE_TEXT)
            buf_add(b, i->text);
        else if (i->kind == INLINE_BREAK)
            buf_byte(b, '/');
        else {
            buf_byte(b, '[');
            flatten(b, i->children);
            buf_byte(b, ']');
        }
    }
}

static void expect_words(const char *xml, const char *expected)
{
    struct reading r;
    reading_open(&r, xml);
    struct buf b = {.arena = r.arena};
    flatten(&b, reading_words(&r));
    assert_str(buf_str(&b), expected);
    reading_close(&r);
}

static void test_white_space_is_one_space(void **state)
{
    (void)state;
    expect_words(PARA("\n   one\t two \r\n three  "), "one two three");
    expect_words(PARA("one <em> two </em> three"), "one [two ]three");
    expect_words(PARA(" <em> one</em><strong> two</strong> "), "[one][ two]");
    expect_words(PARA("one <em>two </em>"), "one [two]");
    expect_words(PARA("one<em> </em>two"), "one[ ]two");
    expect_words(PARA("one <em> </em> two"), "one two");
}

static void test_breaks_have_no_space_beside(void **state)
{
    (void)state;
    expect_words(PARA("one <br/> two"), "one/two");
    expect_words(PARA("one <em>two </em><br/>\n three"), "one [two]/three");
}

static void test_no_break_space_is_kept(void **state)
{
    (void)state;
    expect_words(PARA("\u00a0one\u00a0 two"), "\u00a0one\u00a0 two");
}

static void test_space_beside_a_period_is_kept(void **state)
{
    (void)state;
    expect_words(PARA("in <period/> we"), "in [] we");
    expect_words(PARA("in<period/>we"), "in[]we");
    expect_words(PARA("<period/> "), "[]");
}

static void test_empty_elements_go(void **state)
{
    (void)state;
    expect_words(PARA("a<em/><strong> </strong> b"), "a[ ]b");
    expect_words(PARA("a <em><span/></em>b"), "a b");
}

static void test_an_empty_link_reads_as_its_address(void **state)
{
    (void)state;
    expect_words(PARA("see <link href='https://example.org/'> </link> now"),
                 "see [https://example.org/] now");
}

static void test_character_data_is_text(void **state)
{
    (void)state;
    expect_words(PARA("a &amp; <![CDATA[<b> ]]> c"), "a & <b> c");
}

static void test_attributes_reach_the_model(void **state)
{
    (void)state;
    struct reading r;
    reading_open(&r, PARA("<acronym expansion=' Freedom  of information '>FOI</acronym>"
                          "<link href='https://example.org/a'>x</link>"
                          "<period of='last-year' form='dates'/>"
                          "<span xml:lang='cy'>bore da</span>"));
    const struct inl *i = reading_words(&r);
    assert_int_equal(i->kind, INLINE_ACRONYM);
    assert_str(i->expansion, "Freedom of information");
    i = i->next;
    assert_str(i->target, "https://example.org/a");
    i = i->next;
    assert_int_equal(i->period, PERIOD_LAST_YEAR);
    assert_int_equal(i->period_form, PERIOD_DATES);
    i = i->next;
    assert_str(i->lang, "cy");
    assert_null(i->next);
    reading_close(&r);
}

static void test_positions_survive_collapsing(void **state)
{
    (void)state;
    struct reading r;
    reading_open(&r, PARA("one\n\n  &amp; <em>x</em> two\n   end"));
    const struct inl *text = reading_words(&r);
    struct pos amp = inline_pos(r.report->doc, text, 4);
    assert_int_equal(amp.line, 3);
    assert_int_equal(amp.column, 3);
    const struct inl *last = text->next->next;
    struct pos end = inline_pos(r.report->doc, last, last->text.n - 1);
    assert_int_equal(end.line, 4);
    assert_int_equal(end.column, 6);
    reading_close(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_white_space_is_one_space),
        cmocka_unit_test(test_breaks_have_no_space_beside),
        cmocka_unit_test(test_no_break_space_is_kept),
        cmocka_unit_test(test_space_beside_a_period_is_kept),
        cmocka_unit_test(test_empty_elements_go),
        cmocka_unit_test(test_an_empty_link_reads_as_its_address),
        cmocka_unit_test(test_character_data_is_text),
        cmocka_unit_test(test_attributes_reach_the_model),
        cmocka_unit_test(test_positions_survive_collapsing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
