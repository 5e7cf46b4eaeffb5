/* glossary: what counts as a term, what is linked, and when. */
#include "composing.h"

/* Composes paragraphs in sections and compares the appendix's text. */
static void expect(const char *part, const char *sections, const char *expected)
{
    struct composing c;
    char xml[4096];
    snprintf(xml, sizeof xml,
             HEAD "<appendix id='A' title='F' cover='no'>%s</appendix>" GLOSSARY TAIL, sections);
    composing_open(&c, "opcc", part, xml);
    assert_true(c.is_composed);
    const char *text = box_text(&c, sequence_at(&c, 0)->content);
    if (!strstr(text, expected))
        fail_msg("\"%s\" does not hold \"%s\"", text, expected);
    composing_close(&c);
}

#define ONE(text) "<section title='S'><para>" text "</para></section>"

static void first_use_in_each_section(void **state)
{
    (void)state;
    expect("all", ONE("FOI and FOI."), "[FOI] and FOI.");
    expect("all", ONE("FOI") ONE("FOI"), "1. S|[FOI]|(page)|2. S|[FOI]");
}

static void whole_words(void **state)
{
    (void)state;
    expect("all", ONE("FOIL, XFOI, (FOI)"), "FOIL, XFOI, ([FOI])");
    expect("all", ONE("FOI’s"), "[FOI][’s]");
    expect("all", ONE("éFOI FOIé"), "éFOI FOIé");
    expect("all", ONE("ICVs"), "[ICV][s]");
    expect("all", ONE("ICV's ICV"), "[ICV]['s] ICV");
    expect("all", ONE("ICVs’ views"), "[ICV][s]’ views");
    expect("all", ONE("FOIst FOI’st"), "FOIst [FOI]’st");
    expect("all", ONE("the custodys"), "the [custodys]");
}

static void acronyms_are_links_as_a_whole(void **state)
{
    (void)state;
#define ICV "<acronym>ICV</acronym>"
    expect("all", ONE(ICV "s and " ICV "s"), "[ICV][s] and ICVs");
    expect("all", ONE(ICV "’s view"), "[ICV][’s] view");
    expect("all", ONE(ICV "still"), "[ICV]still");
    expect("all", ONE(ICV "<em>s</em>"), "[ICV]s");
    expect("all", ONE("<em>" ICV "</em>s"), "[ICV][s]");
    expect("all", ONE("<acronym expansion='Independent Custody Visitors'>ICVs</acronym> s"),
           "[ICVs] s");
    expect("A", ONE(ICV "s"), "|ICVs");
}

static void case_of_abbreviations_counts(void **state)
{
    (void)state;
    expect("all", ONE("foi"), "|foi");
    expect("all", ONE("In custody"), "In [custody]");
}

static void longest_wins(void **state)
{
    (void)state;
    expect("all", ONE("An independent custody visitor in custody"),
           "An [independent custody visitor] in [custody]");
    expect("all", ONE("ICV, independent custody visitor, custody"),
           "[ICV], independent custody visitor, [custody]");
}

static void not_inside_links_nor_without_glossary(void **state)
{
    (void)state;
    expect("all", ONE("<link href='https://example.org/'>the FOI page</link> FOI"),
           "[the FOI page] [FOI]");
    expect("A", ONE("FOI"), "|FOI");
}

static void abbreviations_carry_their_expansion(void **state)
{
    (void)state;
    struct composing c;
    composing_open(&c, "opcc", "all",
                   HEAD
                   "<appendix id='A' title='F' cover='no'>" ONE("ICV") "</appendix>" GLOSSARY TAIL);
    const struct box *section = sequence_at(&c, 0)->content->u.stack.children->next;
    const struct run *run = &section->u.stack.children->next->u.par.runs[0];
    assert_int_equal(run->span->role, ROLE_SPAN);
    assert_true(str_is(run->span->props->expansion, "Independent Custody Visitor"));
    assert_int_equal(run->span->parent->role, ROLE_LINK);
    assert_true(str_starts(run->span->parent->dest, STR("gloss:")));
    composing_close(&c);
}

static void table_of_terms(void **state)
{
    (void)state;
    struct composing c;
    composing_open(&c, "opcc", "B", HEAD SECTION("<para>x</para>") GLOSSARY TAIL);
    const struct table_box *t = first_table(&c, 0);
    assert_int_equal(t->row_count, 4);
    assert_string_equal(box_text(&c, cell_at(t, 2, 0)->box), "Independent Custody Visitor (ICV)");
    assert_int_equal(cell_at(t, 2, 0)->role, ROLE_TH);
    assert_string_equal(box_text(&c, cell_at(t, 0, 1)->box), "Meaning");
    composing_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_use_in_each_section),
        cmocka_unit_test(whole_words),
        cmocka_unit_test(acronyms_are_links_as_a_whole),
        cmocka_unit_test(case_of_abbreviations_counts),
        cmocka_unit_test(longest_wins),
        cmocka_unit_test(not_inside_links_nor_without_glossary),
        cmocka_unit_test(abbreviations_carry_their_expansion),
        cmocka_unit_test(table_of_terms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
