#include "reading.h"

#define M1      "<measure name='M'><value>1</value></measure>"
#define K1(ref) "<kpi ref='" ref "'>" M1 "</kpi>"

static void test_kpis_in_a_row_are_one_table(void **state)
{
    (void)state;
    struct reading r;
    reading_open(&r, SECTION("<para>a</para><heading>b</heading>" K1("1.1")
                                 K1("1.2") "<para>c</para>" K1("1.3")));
    const struct section *s = reading_section(&r);
    assert_int_equal(s->piece_count, 4);
    assert_int_equal(s->pieces[0].kind, SECTION_BLOCKS);
    assert_int_equal(s->pieces[0].blocks->next->kind, BLOCK_HEADING);
    assert_null(s->pieces[0].blocks->next->next);
    assert_int_equal(s->pieces[1].kpi_count, 2);
    assert_str(s->pieces[1].kpis[1].ref, "1.2");
    assert_str(s->pieces[2].blocks->words->text, "c");
    assert_int_equal(s->pieces[3].kpi_count, 1);
    reading_close(&r);
}

static void test_head_of_the_report(void **state)
{
    (void)state;
    struct reading r;
    reading_open(&r, "<report xmlns='urn:quoin:report:1' year='2020/21' quarter='4' "
                     "published='2021-04-20'>\n<organisation short='OPCC'> Office  of X "
                     "</organisation><area>Exampleshire</area><title>T</title>"
                     "<glossary id='A'><entry term='X'>y</entry></glossary></report>");
    assert_non_null(r.report);
    assert_str(r.report->lang, "en-GB");
    assert_str(r.report->layout, "");
    assert_str(r.report->organisation, "Office of X");
    assert_str(r.report->organisation_short, "OPCC");
    assert_str(r.report->area, "Exampleshire");
    assert_int_equal(r.report->quarter.number, 4);
    assert_int_equal(r.report->date.month, 4);
    assert_int_equal(r.report->date.day, 20);
    reading_close(&r);
}

static void test_the_paper(void **state)
{
    (void)state;
    struct reading r;
    reading_open(&r, HEAD "<paper committee='C' meeting='2020-11-25T10:00'>"
                          "<author>A</author><author>B</author>"
                          "<topic title='T'><para>x</para></topic>"
                          "<implications><implication label='Legal'>None</implication>"
                          "</implications><background/>"
                          "<contact role='R' email='r@example.org'/></paper>" TAIL);
    const struct paper *p = r.report->paper;
    assert_str(p->from, "Office"); /* the organisation */
    assert_int_equal(p->author_count, 2);
    assert_int_equal(p->meeting.hour, 10);
    assert_str(p->implications[0].label, "Legal");
    assert_true(p->has_background);
    assert_int_equal(p->background_count, 0);
    assert_str(p->contacts[0].email, "r@example.org");
    assert_int_equal(r.report->date.month, 11); /* the meeting's */
    reading_close(&r);
}

static void test_tables(void **state)
{
    (void)state;
    struct reading r;
    reading_open(&r, SECTION("<table id='t'><caption>C</caption>"
                             "<head><row><cell>a</cell><header>b</header></row></head>"
                             "<row><header>c</header><cell number='yes'>1</cell></row>"
                             "<row><cell span='2'>d</cell></row></table>"));
    const struct table *t = reading_section(&r)->pieces[0].blocks->table;
    assert_int_equal(t->row_count, 3);
    assert_int_equal(t->column_count, 2);
    assert_true(t->rows[0].is_header);
    assert_true(t->rows[0].cells[0].is_header); /* any cell of a head row */
    assert_true(t->rows[1].cells[0].is_header);
    assert_true(t->rows[1].cells[1].is_number);
    assert_int_equal(t->rows[2].cells[0].span, 2);
    reading_close(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kpis_in_a_row_are_one_table),
        cmocka_unit_test(test_head_of_the_report),
        cmocka_unit_test(test_the_paper),
        cmocka_unit_test(test_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
