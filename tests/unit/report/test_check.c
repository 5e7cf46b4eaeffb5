#include "reading.h"

#define MEASURE(attrs, inside) KPI("<measure name='M' " attrs ">" inside "</measure>")

static void test_status_against_target(void **state)
{
    (void)state;
    static const struct {
        const char *better, *rating, *value;
        size_t findings;
    } cases[] = {
        {"higher", "green", "95", 1}, {"higher", "green", "97", 0},  {"higher", "green", "97.0", 0},
        {"higher", "red", "95", 0},   {"higher", "red", "98", 1},    {"higher", "amber", "97", 1},
        {"lower", "green", "97", 0},  {"lower", "green", "97.1", 1}, {"lower", "red", "96", 1},
        {"lower", "amber", "98", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char xml[1024];
        snprintf(xml, sizeof xml,
                 KPI("<measure name='M' better='%s'><value status='%s'>%s</value>"
                     "<target>97</target></measure>"),
                 cases[i].better, cases[i].rating, cases[i].value);
        reading_expect(xml, Q321, cases[i].findings);
    }
    /* without better=, or without a target, nobody can tell */
    reading_expect(MEASURE("", "<value status='green'>1</value><target>97</target>"), Q321, 0);
    reading_expect(MEASURE("better='higher'", "<value status='green'>1</value>"), Q321, 0);
}

static void test_direction_against_previous(void **state)
{
    (void)state;
    reading_expect(MEASURE("", "<value direction='up'>1</value><previous>2</previous>"), Q322, 1);
    reading_expect(MEASURE("", "<value direction='same'>1</value><previous>2</previous>"), Q322, 1);
    reading_expect(MEASURE("", "<value direction='down'>1</value><previous>2</previous>"), Q322, 0);
}

static void test_units(void **state)
{
    (void)state;
    reading_expect(KPI("<measure name='% answered'><value>95</value></measure>"), Q323, 1);
    reading_expect(KPI("<measure name='% answered'><value unit='percent'>95</value></measure>"),
                   Q323, 0);
    reading_expect(MEASURE("", "<value unit='text'>95</value>"), Q323, 1);
    reading_expect(MEASURE("", "<value unit='percent'>100.1</value>"), Q324, 1);
    reading_expect(MEASURE("", "<value unit='percent'>100.0</value><target>-1</target>"), Q324, 1);
}

static void test_states(void **state)
{
    (void)state;
    reading_expect(MEASURE("", ""), Q325, 1);
    reading_expect(MEASURE("", "<value state='not-due'>in June</value>"), Q325, 0);
    reading_expect(MEASURE("", "<value state='not-due'>12</value>"), Q325, 1);
    reading_expect(MEASURE("", "<value state='not-due' status='red'>in June</value>"), Q325, 1);
    reading_expect(MEASURE("", "<value state='provisional'>12</value>"), Q325, 0);
    reading_expect(MEASURE("", "<value state='provisional'/>"), Q301, 1);
}

#define REPORT(attrs, inside)                                                                      \
    "<report xmlns='urn:quoin:report:1' year='2020/21' quarter='2' " attrs                         \
    "><organisation>O</organisation><title>T</title>" inside "</report>"
#define PAPER(meeting)                                                                             \
    REPORT("", "<paper committee='C' meeting='" meeting "'><author>A</author>"                     \
               "<topic title='T'><para>x</para></topic></paper>")

#define APPENDIX(id)                                                                               \
    "<appendix id='" id "' title='T'><section title='S'><para>x</para></section></appendix>"

static void test_dates(void **state)
{
    (void)state;
    reading_expect(PAPER("2020-09-29T10:00"), Q326, 1);
    reading_expect(PAPER("2020-09-30"), Q326, 0);
    reading_expect(REPORT("published='2020-09-01'", APPENDIX("A")), Q326, 1);
    reading_expect(REPORT("published='2020-10-01'", APPENDIX("A")), Q326, 0);
}

#define GLOSSARY(id, entries) "<glossary id='" id "'>" entries "</glossary>"

static void test_letters(void **state)
{
    (void)state;
    reading_expect(REPORT("", APPENDIX("A") APPENDIX("B")), Q327, 0);
    reading_expect(REPORT("", APPENDIX("A") APPENDIX("C")), Q327, 1);
    reading_expect(REPORT("", APPENDIX("B") APPENDIX("A")), Q327, 2);
    reading_expect(REPORT("", APPENDIX("A") GLOSSARY("C", "<entry term='X'>y</entry>")), Q327, 1);
    reading_expect(REPORT("", APPENDIX("A") APPENDIX("A")), Q208, 1);
    reading_expect(REPORT("", APPENDIX("a")), Q308, 1);
    reading_expect(REPORT("", APPENDIX("A1")), Q308, 1);
}

#define M1 "<measure name='M'><value>1</value></measure>"

static void test_kpi_numbers(void **state)
{
    (void)state;
    reading_expect(SECTION("<kpi ref='1.1'>" M1 "</kpi><kpi ref='1.2'>" M1 "</kpi>"), Q328, 0);
    reading_expect(SECTION("<kpi ref='1.1'>" M1 "</kpi><kpi ref='1.1'>" M1 "</kpi>"), Q312, 1);
    reading_expect(SECTION("<kpi ref='2.1'>" M1 "</kpi>"), Q328, 1);
    reading_expect(SECTION("<kpi ref='11.1'>" M1 "</kpi>"), Q328, 1);
}

static void test_acronyms(void **state)
{
    (void)state;
    reading_expect(PARA("<acronym>FOI</acronym>"), Q329, 1);
    reading_expect(PARA("<acronym>FOI</acronym> <acronym>FOI</acronym>"), Q329, 1); /* told once */
    reading_expect(PARA("<acronym expansion='x'>FOI</acronym> <acronym>FOI</acronym>"), Q329, 0);
    struct reading r;
    reading_open(&r,
                 HEAD "<appendix id='A' title='T'><section title='S'><para><acronym>ICV</acronym>"
                      "</para></section></appendix>"
                      "<glossary id='B'><entry term='Independent Custody Visitor' "
                      "abbreviation='ICV'>meaning</entry></glossary>" TAIL);
    assert_int_equal(r.diag.count, 0);
    assert_str(reading_words(&r)->expansion, "Independent Custody Visitor");
    reading_close(&r);
}

static void test_images(void **state)
{
    (void)state;
    reading_expect(SECTION("<image file='a.png'/>"), Q306, 1);
    reading_expect(SECTION("<image file='a.png' alt=' '/>"), Q306, 1);
    reading_expect(SECTION("<image file='a.png' alt='x'/>"), Q306, 0);
    reading_expect(SECTION("<image file='a.png' decorative='yes'/>"), Q306, 0);
    reading_expect(SECTION("<image file='a.png' alt='x' decorative='yes'/>"), Q331, 1);
}

static void test_tables(void **state)
{
    (void)state;
    reading_expect(SECTION("<table><row><cell/><cell/></row><row><cell/></row></table>"), Q307, 1);
    reading_expect(SECTION("<table><head><row><header span='2'>x</header></row></head>"
                           "<row><cell/><cell/></row></table>"),
                   Q307, 0);
    reading_expect(SECTION("<table><row><cell span='0'/></row></table>"), Q307, 1);
    reading_expect(SECTION("<table><row><cell span='1000000'/></row></table>"), Q307, 1);
    reading_expect(SECTION("<table><row><cell>a</cell><cell>b</cell></row></table>"), Q313, 1);
    reading_expect(SECTION("<table><row><header>a</header><cell>b</cell></row></table>"), Q313, 0);
    reading_expect(SECTION("<table><head><row><cell>a</cell></row></head>"
                           "<row><cell>b</cell></row></table>"),
                   Q313, 0);
}

static void test_what_is_empty(void **state)
{
    (void)state;
    reading_expect(SECTION("<para> </para>"), Q330, 1);
    reading_expect(KPI(M1 "<commentary><para/></commentary>"), Q330, 2);
    reading_expect(SECTION("<heading/>"), Q310, 1);
    reading_expect(REPORT("",
                          "<appendix id='A' title=' '><section title=''><para>x</para></section>"
                          "</appendix>"),
                   Q310, 2);
}

static void test_links(void **state)
{
    (void)state;
    reading_expect(PARA("<link href='https://example.org/'><em><link href='https://example.org/'>"
                        "x</link></em></link>"),
                   Q309, 1);
    reading_expect(SECTION("<para id='p'>x</para><para><ref to='p'/></para>"), Q305, 1);
    reading_expect(SECTION("<para id='p'>x</para><para><ref to='p'>above</ref></para>"), Q305, 0);
}

static void test_terms(void **state)
{
    (void)state;
    reading_expect(REPORT("", GLOSSARY("A", "<entry term='X'>y</entry><entry term='X'>z</entry>")),
                   Q332, 1);
    struct reading r;
    reading_open(&r,
                 REPORT("", GLOSSARY("A", "<entry term='A-B'>y</entry><entry term='a b'>z</entry>"
                                          "<entry term='Q' id='term-a-b'>z</entry>")));
    const struct entry *e = r.report->glossary->entries;
    assert_str(e[0].id, "term-a-b-1");
    assert_str(e[1].id, "term-a-b-2");
    assert_str(e[2].id, "term-a-b");
    reading_close(&r);
}

static void test_numbered_paragraphs_have_a_name(void **state)
{
    (void)state;
#define TOPIC(inside)                                                                              \
    REPORT("",                                                                                     \
           "<paper committee='C' meeting='2020-11-01'><author>A</author><topic title='T'>" inside  \
           "</topic></paper>")
    reading_expect(TOPIC("<para id='p'>x</para><para><ref to='p'/></para>"), Q305, 0);
    reading_expect(TOPIC("<note><para id='p'>x</para></note><para><ref to='p'/></para>"), Q305, 1);
    reading_expect(
        TOPIC("<list><item><para id='p'>x</para></item></list><para><ref to='p'/></para>"), Q305,
        1);
}

static void test_nothing_to_print(void **state)
{
    (void)state;
    reading_expect(REPORT("", ""), Q311, 1);
}

/* The four mistakes of the issue: each is found, none begets another. */
static void test_all_in_one_run(void **state)
{
    (void)state;
    struct reading r;
    reading_open(&r, "<report xmlns='urn:quoin:report:1' year='2020/21' quarter='2'\n"
                     " published='2020-11-31'>\n<organisation>O</organisation><title>T</title>\n"
                     "<appendix id='A' title='T'><section title='S'><kpi>\n"
                     "<measure id='m' name='M'><valeu>1</valeu></measure>\n"
                     "<commentary><para>See <ref to='nn'/>.</para></commentary>\n"
                     "</kpi></section></appendix></report>");
    static const unsigned lines[] = {2, 4, 5, 6};
    assert_null(r.report);
    assert_int_equal(r.diag.count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(r.diag.findings[i].pos.line, lines[i]);
    reading_close(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_status_against_target),
        cmocka_unit_test(test_direction_against_previous),
        cmocka_unit_test(test_units),
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_letters),
        cmocka_unit_test(test_kpi_numbers),
        cmocka_unit_test(test_acronyms),
        cmocka_unit_test(test_images),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_what_is_empty),
        cmocka_unit_test(test_links),
        cmocka_unit_test(test_terms),
        cmocka_unit_test(test_numbered_paragraphs_have_a_name),
        cmocka_unit_test(test_nothing_to_print),
        cmocka_unit_test(test_all_in_one_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
