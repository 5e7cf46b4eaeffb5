/* section, figure: the KPI table's cells, spans, repeats and what stands in them. */
#include <stdio.h>

#include "composing.h"

#define TIE                   "\u00a0"
#define MEASURE(name, inside) "<measure name='" name "'>" inside "</measure>"

static const char *cell_text(struct composing *c, const struct table_box *t, uint32_t row,
                             uint32_t column)
{
    const struct table_cell *cell = cell_at(t, row, column);
    assert_non_null(cell);
    return box_text(c, cell->box);
}

static void spans_and_gaps(void **state)
{
    (void)state;
    struct composing c;
    composing_open(&c, "opcc", "all",
                   HEAD SECTION("<kpi ref='1.1'>"
                                "<measure id='a' name='First'><value>1</value></measure>"
                                "<measure id='b' name='Second'><value>2</value></measure>"
                                "<measure id='c' name='Third'><value>3</value></measure>"
                                "<measure id='d' name='Fourth'><value>4</value></measure>"
                                "<commentary on='b c'><para>Both.</para></commentary></kpi>"
                                "<kpi ref='1.2'><measure name='Alone'><value>5</value></measure>"
                                "</kpi>") TAIL);
    const struct table_box *t = first_table(&c, 0);
    char message[256];
    assert_true(c.is_composed);
    if (!box_check(&c.document, message, sizeof message))
        fail_msg("%s", message);
    assert_int_equal(t->row_count, 6);
    assert_int_equal(t->header_rows, 1);
    assert_string_equal(cell_text(&c, t, 0, 2), "Performance/Q2 2020/21");
    const struct table_cell *kpi = cell_at(t, 1, 0);
    assert_int_equal(kpi->row_span, 4);
    assert_int_equal(kpi->props->row_span, 4);
    assert_int_equal(kpi->props->scope, SCOPE_ROW);
    assert_string_equal(box_text(&c, kpi->continued), "1.1|cont.");
    assert_true(kpi->continued->is_artifact);
    assert_string_equal(box_text(&c, cell_at(t, 2, 1)->continued), "Second (continued)");
    assert_int_equal(cell_at(t, 1, 3)->row_span, 1); /* before the commentary */
    assert_null(cell_at(t, 1, 3)->box);
    assert_int_equal(cell_at(t, 2, 3)->row_span, 2);
    assert_string_equal(cell_text(&c, t, 2, 3), "Both.");
    assert_null(cell_at(t, 3, 3));
    assert_int_equal(cell_at(t, 4, 3)->row_span, 1); /* after it */
    assert_int_equal(cell_at(t, 5, 3)->row_span, 1); /* a KPI without any */
    assert_true(t->rows[5].rule_above > t->rows[4].rule_above);
    assert_int_equal(t->rows[1].rule_above, 0);
    composing_close(&c);
}

/* Composes one measure and compares the value's cell. */
static void expect_cell(const char *layout, uint32_t column, const char *measure,
                        const char *expected)
{
    struct composing c;
    char xml[2048];
    snprintf(xml, sizeof xml, HEAD SECTION("<kpi ref='1.1'>%s</kpi>") TAIL, measure);
    composing_open(&c, layout, "A", xml);
    assert_string_equal(cell_text(&c, first_table(&c, 0), 1, column), expected);
    composing_close(&c);
}

static void notes_beneath_values(void **state)
{
    (void)state;
    expect_cell("opcc", 2, MEASURE("M", "<value>1814</value><previous>1515</previous>"),
                "1,814|<up>299 on" TIE "Q1 (1,515)");
    expect_cell("opcc", 2, MEASURE("M", "<value>6</value><previous>6</previous>"),
                "6|<unchanged>same as" TIE "Q1 (6)");
    expect_cell("opcc", 2,
                MEASURE("M", "<value unit='percent' status='green'>95</value><target>90</target>"),
                "<on target: >95%|on target (90%)");
    expect_cell("opcc", 2, MEASURE("M", "<value status='amber'>112</value><target>120</target>"),
                "<close to target: >112|below target (120)");
    expect_cell("opcc", 2, MEASURE("M", "<value>8</value><target>9</target>"), "8|target 9");
    expect_cell("opcc", 2,
                MEASURE("M", "<value>8</value><target>9</target><remark>8 of 9 made</remark>"),
                "8|8 of 9 made");
    expect_cell("opcc", 2,
                MEASURE("M", "<value unit='percent'>40</value><previous>45.5</previous>"),
                "40%|<down>5.5 points on" TIE "Q1 (45.5%)");
    expect_cell("opcc", 2, MEASURE("M", "<value unit='money'>99945</value>"), "£99,945");
    expect_cell("opcc", 2, MEASURE("M", "<value>0</value>"), "0");
    expect_cell("opcc", 2, MEASURE("M", "<value unit='text'>Done</value>"), "Done");
}

static void states_are_told_from_zero(void **state)
{
    (void)state;
    expect_cell("opcc", 2, MEASURE("M", "<value state='not-due'>each June</value>"),
                "not yet due|each June");
    expect_cell("opcc", 2, MEASURE("M", "<value state='withheld'/>"), "withheld");
    expect_cell("opcc", 2, MEASURE("M", ""), "not collected");
    expect_cell("opcc", 2, MEASURE("M", "<value state='provisional'>27</value>"), "27|provisional");
    expect_cell("opcc", 2,
                MEASURE("M", "<value>5</value><previous state='not-collected'>lost</previous>"),
                "5|Q1: not collected – lost");
    expect_cell("opcc", 2,
                MEASURE("M", "<value>5</value><previous state='restated'>4</previous>"
                             "<last-year state='withheld'/>"),
                "5|<up>1 on" TIE "Q1 (4," TIE "restated)|Q2 2019/20: withheld");
    expect_cell("opcc", 2,
                MEASURE("M", "<value state='not-due'/><target>8</target><previous>7</previous>"
                             "<last-year state='provisional'>6</last-year>"),
                "not yet due|Q1: 7|target 8|Q2 2019/20: 6, provisional");
}

/* Nothing that is given is lost: a line is left out only where its figure is said already. */
static void notes_beside_a_remark(void **state)
{
    (void)state;
#define FOUR(remark)                                                                               \
    MEASURE("M",                                                                                   \
            "<value unit='hours' status='red'>267</value><target>225</target>"                     \
            "<previous>1250</previous><last-year>24.5</last-year><remark>" remark "</remark>")
#define CHANGE  "|<down>983 hours on" TIE "Q1 (1,250 hours)"
#define ABOVE   "|above target (225 hours)"
#define EARLIER "|Q2 2019/20: 24.5 hours"
    expect_cell("opcc", 2, FOUR("by hand"), "<off target: >267 hours|by hand" CHANGE ABOVE EARLIER);
    expect_cell("opcc", 2, FOUR("over the cap (225)"),
                "<off target: >267 hours|over the cap (225)" CHANGE EARLIER);
    expect_cell("opcc", 2, FOUR("225, 1,250. 24.5"), "<off target: >267 hours|225, 1,250. 24.5");
    expect_cell(
        "opcc", 2, FOUR("Q225 225k 225.5 1,225 -225 11,250 24"),
        "<off target: >267 hours|Q225 225k 225.5 1,225 -225 11,250 24" CHANGE ABOVE EARLIER);
    expect_cell("civic", 3, FOUR("by hand"), "267 hours|by hand" EARLIER);
#define PERCENT(remark)                                                                            \
    MEASURE("M", "<value unit='percent'>80</value><target>90</target><remark>" remark "</remark>")
    expect_cell("opcc", 2, PERCENT("72 of 90"), "80%|72 of 90|target 90%");
    expect_cell("opcc", 2, PERCENT("short of 90%"), "80%|short of 90%");
}

static void notes_without_figures(void **state)
{
    (void)state;
    expect_cell("opcc", 2, MEASURE("M", "<value direction='up'>5</value>"), "5|<>up");
    expect_cell("civic", 3, MEASURE("M", "<value direction='up'>5</value>"), "5");
    expect_cell("opcc", 2,
                MEASURE("M", "<value unit='text'>Done</value><target>Begun</target>"
                             "<previous>Planned</previous>"),
                "Done|Q1: Planned|target Begun");
    expect_cell("opcc", 2, MEASURE("M", "<previous>3</previous>"), "not collected|Q1: 3");
}

static void columns_of_their_own(void **state)
{
    (void)state;
    const char *measure = MEASURE("M", "<value unit='hours' status='red'>267</value>"
                                       "<target>225</target><previous>250</previous>"
                                       "<remark>over the cap</remark>");
    expect_cell("civic", 2, measure, "<>off target");
    expect_cell("civic", 3, measure, "267 hours|over the cap");
    expect_cell("civic", 4, measure, "225 hours");
    expect_cell("civic", 5, measure, "250 hours");
    expect_cell("civic", 6, measure, "<up>17 hours");
    expect_cell("civic", 5, MEASURE("M", "<value>1</value>"), "–");
    expect_cell("civic", 6, MEASURE("M", "<value>1</value>"), "–");
}

static void sections_begin_pages(void **state)
{
    (void)state;
    struct composing c;
    composing_open(&c, "opcc", "all",
                   HEAD "<appendix id='A' title='F' cover='no'><section title='One'><para>x</para>"
                        "</section><section title='Two' id='two'><para>y</para></section>"
                        "</appendix>" TAIL);
    const struct sequence *s = sequence_at(&c, 0);
    assert_string_equal(box_text(&c, s->content), "Appendix A: F|1. One|x|(page)|2. Two|y");
    const struct box *head = s->content->u.stack.children;
    assert_int_equal(head->role, ROLE_H1);
    assert_true(str_is(head->anchor, "app:A"));
    const struct box *section = head->next;
    assert_int_equal(section->role, ROLE_SECT);
    assert_int_equal(section->u.stack.children->role, ROLE_H2);
    assert_true(section->u.stack.children->is_kept_with_next);
    assert_true(str_is(section->u.stack.children->anchor, "sec:A-1"));
    assert_true(str_is(section->next->next->u.stack.children->anchor, "two"));
    composing_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spans_and_gaps),
        cmocka_unit_test(notes_beneath_values),
        cmocka_unit_test(states_are_told_from_zero),
        cmocka_unit_test(notes_beside_a_remark),
        cmocka_unit_test(notes_without_figures),
        cmocka_unit_test(columns_of_their_own),
        cmocka_unit_test(sections_begin_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
