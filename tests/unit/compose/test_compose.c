/* compose, paper, cover, contents, refs: the parts of a document and what leads where. */
#include "composing.h"

#define PAPER                                                                                      \
    "<paper committee='Police and Crime Panel' meeting='2020-11-25T14:05'>"                        \
    "<author>Analyst</author><author>Manager</author>"                                             \
    "<topic title='Purpose'><para>To tell.</para></topic>"                                         \
    "<topic title='Background'><para id='p2'>See <ref to='A'/>, <ref to='B'/>, <ref to='k'/>, "    \
    "<ref to='p2'/>, <ref to='m'/>.</para>"                                                        \
    "<list kind='letter'><item><para>one</para></item><item><para>two</para></item></list>"        \
    "</topic>"                                                                                     \
    "<implications><implication label='Legal'>None</implication></implications>"                   \
    "<background/>"                                                                                \
    "<contact role='Analyst' phone='01632 960101' email='a@example.org'/></paper>"
#define KPI "<kpi ref='1.1' id='k'><measure id='m' name='Post'><value>1</value></measure></kpi>"

static void open_whole(struct composing *c, const char *layout, const char *part)
{
    composing_open(c, layout, part, HEAD PAPER SECTION(KPI) GLOSSARY TAIL);
}

static void expect_in(const char *text, const char *piece)
{
    if (!strstr(text, piece))
        fail_msg("\"%s\" does not hold \"%s\"", text, piece);
}

static void parts_in_order(void **state)
{
    (void)state;
    struct composing c;
    char message[256];
    open_whole(&c, "opcc", "all");
    assert_true(c.is_composed);
    if (!box_check(&c.document, message, sizeof message))
        fail_msg("%s", message);
    expect_in(box_text(&c, sequence_at(&c, 0)->content), "Report of ");
    expect_in(box_text(&c, sequence_at(&c, 1)->content), "1. Support");
    expect_in(box_text(&c, sequence_at(&c, 2)->content), "Appendix B: Glossary");
    assert_null(sequence_at(&c, 2)->next);
    assert_true(str_is(c.document.title, "OPCC Performance Report, Q2 2020/21"));
    composing_close(&c);
}

static void paper_as_printed(void **state)
{
    (void)state;
    struct composing c;
    open_whole(&c, "opcc", "all");
    const char *text = box_text(&c, sequence_at(&c, 0)->content);
    expect_in(text, "Office of the Commissioner for Exampleshire/Police and Crime Panel|");
    expect_in(text,
              "Subject ; OPCC Performance Report: Quarter 2 (1 July 2020 – 30 September 2020)");
    expect_in(text, "Date ; Wednesday 25 November 2020, 2:05 pm");
    expect_in(text, "Author ; Analyst and Manager");
    expect_in(text, "Purpose|1. >To tell.|Background|2. >See ");
    expect_in(text, "|a.>one|b.>two|");
    expect_in(text, "Legal ; None");
    expect_in(text, "[Appendix A – Figures]|[Appendix B – Glossary]");
    expect_in(text, "Background Papers|None|Person to Contact|Analyst/Tel: 01632 960101 · Email: "
                    "[a@example.org]");
    composing_close(&c);
}

static void a_paper_has_a_heading(void **state)
{
    (void)state;
    struct composing c;
    open_whole(&c, "opcc", "paper");
    struct layout bare = *c.layout;
    bare.masthead_count = 0;
    assert_true(compose_document(c.arena, &c.diag, c.report, &bare, &c.options, &c.document));
    const struct box *head = sequence_at(&c, 0)->content->u.stack.children;
    assert_string_equal(box_text(&c, head), "Covering paper");
    assert_int_equal(head->role, ROLE_H1);
    assert_int_equal(head->outline_level, 1);
    assert_true(str_is(head->outline, "Covering paper"));
    assert_true(str_is(head->anchor, "part:paper"));
    composing_close(&c);
}

static void references_read_and_lead(void **state)
{
    (void)state;
    struct composing c;
    open_whole(&c, "opcc", "all");
    expect_in(box_text(&c, sequence_at(&c, 0)->content),
              "See [Appendix A], [Appendix B], [KPI 1.1], [paragraph 2], [Post].");
    composing_close(&c);
    /* What is not composed is named and not linked. */
    open_whole(&c, "opcc", "paper");
    expect_in(box_text(&c, sequence_at(&c, 0)->content),
              "See Appendix A, Appendix B, KPI 1.1, [paragraph 2], Post.");
    assert_null(sequence_at(&c, 0)->next);
    composing_close(&c);
}

static void cover_and_masters(void **state)
{
    (void)state;
    struct composing c;
    open_whole(&c, "opcc", "A");
    const struct sequence *s = sequence_at(&c, 0);
    const char *text = box_text(&c, s->content);
    expect_in(text,
              "Quarter 2 2020/21|1 July 2020 – 30 September 2020|(fill)|(rule)|Appendix A|(page)");
    assert_non_null(s->rest);
    assert_int_equal(s->first->left, s->rest->left); /* a sequence has one width */
    assert_int_equal(s->content->u.stack.children->indent, LEN_MM(30) - LEN_MM(20));
    const struct box *title = s->content->u.stack.children->u.stack.children;
    while (title && title->role != ROLE_H1)
        title = title->next;
    assert_non_null(title);
    assert_true(str_is(title->anchor, "app:A"));
    composing_close(&c);
}

static void contents_when_long(void **state)
{
    (void)state;
    struct composing c;
    open_whole(&c, "opcc", "all");
    c.options.page_estimate = 21;
    assert_true(compose_document(c.arena, &c.diag, c.report, c.layout, &c.options, &c.document));
    const char *text = box_text(&c, sequence_at(&c, 1)->content);
    assert_string_equal(text, "Contents|[Covering paper]; [##] || [Appendix A: Figures]; [##] || "
                              "[1. Support]; [##] || [Appendix B: Glossary]; [##]");
    /* Without a paper they stand behind the first cover. */
    c.options.part = STR("A");
    assert_true(compose_document(c.arena, &c.diag, c.report, c.layout, &c.options, &c.document));
    expect_in(box_text(&c, sequence_at(&c, 0)->content), "Appendix A|(page)|Contents|");
    composing_close(&c);
}

static void running_feet(void **state)
{
    (void)state;
    struct composing c;
    open_whole(&c, "opcc", "all");
    const struct master *m = sequence_at(&c, 1)->rest;
    bool has_left = false, has_right = false;
    for (size_t i = 0; i < m->count; i++) {
        const char *text = box_text(&c, m->furniture[i].box);
        has_left |= !strcmp(text, "OPCC Performance Report · Quarter 2 2020/21 · Appendix A");
        has_right |= !strcmp(text, "Page # of ##");
    }
    assert_true(has_left && has_right);
    composing_close(&c);
}

static void unknown_part(void **state)
{
    (void)state;
    struct composing c;
    open_whole(&c, "opcc", "Z");
    assert_false(c.is_composed);
    assert_int_equal(c.diag.findings[c.diag.count - 1].code, Q304);
    assert_non_null(strstr(c.diag.findings[c.diag.count - 1].hint.p, "all, paper, A, B"));
    composing_close(&c);
}

static void another_layout(void **state)
{
    (void)state;
    struct composing c;
    char message[256];
    open_whole(&c, "civic", "all");
    assert_true(c.is_composed);
    if (!box_check(&c.document, message, sizeof message))
        fail_msg("%s", message);
    expect_in(box_text(&c, sequence_at(&c, 1)->content), "1 · Support");
    composing_close(&c);
}

static void lists_go_on_past_z(void **state)
{
    (void)state;
    struct composing c;
    char items[4096] = "";
    for (int i = 0; i < 28; i++)
        strcat(items, "<item><para>x</para></item>");
    char xml[8192];
    snprintf(xml, sizeof xml, HEAD SECTION("<list kind='letter'>%s</list>") TAIL, items);
    composing_open(&c, "opcc", "A", xml);
    expect_in(box_text(&c, sequence_at(&c, 0)->content), "|z.>x|aa.>x|ab.>x");
    composing_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_in_order),        cmocka_unit_test(paper_as_printed),
        cmocka_unit_test(a_paper_has_a_heading), cmocka_unit_test(references_read_and_lead),
        cmocka_unit_test(cover_and_masters),     cmocka_unit_test(contents_when_long),
        cmocka_unit_test(running_feet),          cmocka_unit_test(unknown_part),
        cmocka_unit_test(another_layout),        cmocka_unit_test(lists_go_on_past_z),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
