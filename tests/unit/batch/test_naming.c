#include "unit/base/base_test.h"

#include <stdlib.h>

#include "batch/naming.h"

struct place {
    struct arena *arena;
    struct diag diag;
};

static int open_place(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    p->arena = arena_new();
    diag_init(&p->diag, p->arena);
    *state = p;
    return 0;
}

static int close_place(void **state)
{
    struct place *p = *state;
    arena_close(p->arena);
    free(p);
    return 0;
}

#define NAMING_TEST(name) cmocka_unit_test_setup_teardown(name, open_place, close_place)

static const struct naming_facts opcc = {
    .organisation = {"Office of the Police and Crime Commissioner", 43},
    .short_name = {"OPCC", 4},
    .area = {"Exampleshire", 12},
    .year = {"2020/21", 7},
    .title = {"Performance Report", 18},
    .lang = {"en-GB", 5},
    .stem = {"q2_final (2)", 12},
    .quarter = 2,
};

/* The name; "?FIELD" where that field is missing. */
static const char *fill(struct place *p, const char *pattern, const struct naming_facts *facts)
{
    str out, missing;
    assert_true(naming_check(&p->diag, str_z(pattern)));
    if (naming_fill(p->arena, str_z(pattern), facts, &out, &missing))
        return str_copy(p->arena, out).p;
    return str_format(p->arena, "?%.*s", STR_ARG(missing)).p;
}

static void plain(struct place *p, const char *value, const char *expected)
{
    assert_string_equal(str_copy(p->arena, naming_plain(p->arena, str_z(value))).p, expected);
}

static void values_become_plain_letters(void **state)
{
    struct place *p = *state;
    plain(p, "OPCC", "opcc");
    plain(p, "2020/21", "2020-21");
    plain(p, "Swyddfa’r Môr, Tŷ 4", "swyddfar-mor-ty-4");
    plain(p, "Chief's Café", "chiefs-cafe");
    plain(p, "ŴŷẂẁÉß", "wywwess");
    plain(p, "Łódź Øst Þór Œuvre Đakovo", "lodz-ost-thor-oeuvre-dakovo");
    plain(p, "e\xCC\x81tat", "etat"); /* a combining accent */
    plain(p, "  --a__b..c//  ", "a-b-c");
    plain(p, "a × b", "a-b");
    plain(p, "../../etc/passwd", "etc-passwd");
    plain(p, "Полиция", "");
    plain(p, "Полиция 7", "7");
    plain(p,
          "a\xFF\xFE"
          "b\x1B[31m",
          "a-b-31m");
    plain(p, "", "");
}

static void long_values_end_with_a_word(void **state)
{
    struct place *p = *state;
    char words[401], one[401];
    memset(one, 'x', 400);
    for (int i = 0; i < 400; i++)
        words[i] = i % 7 == 6 ? ' ' : 'w';
    words[400] = one[400] = '\0';
    str cut = naming_plain(p->arena, str_z(words));
    assert_int_equal(cut.n, 76); /* eleven words of six, with their hyphens */
    assert_int_equal(cut.p[75], 'w');
    assert_int_equal(naming_plain(p->arena, str_z(one)).n, 80);
}

static void fields_are_filled(void **state)
{
    struct place *p = *state;
    assert_string_equal(fill(p, NAMING_DEFAULT, &opcc), "opcc-exampleshire-2020-21-q2");
    assert_string_equal(fill(p, "{stem}", &opcc), "q2-final-2");
    assert_string_equal(fill(p, "{year}/{lang}/Q{quarter}_{title}", &opcc),
                        "2020-21/en-gb/Q2_performance-report");
    assert_string_equal(fill(p, "{organisation}", &opcc),
                        "office-of-the-police-and-crime-commissioner");
    struct naming_facts facts = opcc;
    facts.variant = STR("large-print");
    facts.part = STR("A");
    assert_string_equal(fill(p, "{stem}-{variant}-{part}", &facts), "q2-final-2-large-print-a");
}

static void empty_fields_go_with_their_brackets(void **state)
{
    struct place *p = *state;
    struct naming_facts facts = opcc;
    facts.area = STR("");
    facts.short_name = STR("");
    assert_string_equal(fill(p, NAMING_DEFAULT, &facts),
                        "office-of-the-police-and-crime-commissioner-2020-21-q2");
    assert_string_equal(fill(p, "[{year}-{area}/][{area}-{year}/]{stem}[-{lang}]", &facts),
                        "q2-final-2-en-gb");
    assert_string_equal(fill(p, "{stem}-{area}", &facts), "?area");
    facts.quarter = 0;
    assert_string_equal(fill(p, NAMING_DEFAULT, &facts), "?quarter");
    facts.organisation = STR("Полиция");
    assert_string_equal(fill(p, "{short}", &facts), "?short");
}

/* What is said of it: the text and the hint hold these. */
static void refuse(struct place *p, const char *pattern, const char *text, const char *hint)
{
    diag_init(&p->diag, p->arena);
    assert_false(naming_check(&p->diag, str_z(pattern)));
    assert_int_equal(p->diag.count, 1);
    const struct finding *f = &p->diag.findings[0];
    assert_int_equal(f->code, Q752);
    assert_null(f->pos.source);
    assert_non_null(strstr(f->text.p, pattern));
    if (!strstr(f->text.p, text) || !strstr(f->hint.p, hint))
        fail_msg("%s / %s", f->text.p, f->hint.p);
}

static void bad_patterns_are_explained(void **state)
{
    struct place *p = *state;
    refuse(p, "{yaer}", "no field {yaer}", "did you mean {year}?");
    refuse(p, "{YEAR}", "no field {YEAR}", "did you mean {year}?");
    refuse(p, "{}", "no field {}", "{organisation}");
    refuse(p, "{committee}", "no field {committee}", "{organisation}");
    refuse(p, "{year", "not closed", "{year}");
    refuse(p, "year}", "not opened", "{year}");
    refuse(p, "{year}[-{area}", "[ is not closed", "[-{area}]");
    refuse(p, "{year}]", "no [ for this ]", "[-{area}]");
    refuse(p, "{year}[-[{area}]]", "brackets stand within brackets", "close");
    refuse(p, "{year}[-x]", "no field stands in the brackets", "[-{area}]");
    refuse(p, "{year} {stem}", "a name cannot have  ", "letters");
    refuse(p, "{year}é", "a name cannot have é", "letters");
    refuse(p, "{year}\\{stem}", "a name cannot have \\", "letters");
    refuse(p, "report", "no field, so that all PDFs would have one name", "{stem}");
    refuse(p, "", "no field", "{stem}");
}

static void patterns_stay_within_the_folder(void **state)
{
    struct place *p = *state;
    const char *const bad[] = {"../{stem}",        "/{stem}",    "{stem}/../x",    "{stem}/",
                               "a//{stem}",        "./{stem}",   ".{stem}",        "-{stem}",
                               "{year}/.{stem}",   "con/{stem}", "{year}/-{stem}", "{year}./{stem}",
                               "[../{year}]{stem}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refuse(p, bad[i], "within the output folder", "-o");
    assert_string_equal(fill(p, "_x/a..b/{stem}.v1", &opcc), "_x/a..b/q2-final-2.v1");
}

static void names_are_safe_or_not(void **state)
{
    (void)state;
    char name[256];
    const char *const bad[] = {"",      ".",     "..",  "/a",   "a/",   "a//b",        "-a",
                               "a/-b",  ".a",    "a\n", "a b",  "a:b",  "caf\xC3\xA9", "CON",
                               "nul.x", "x/aux", "a.",  "Com1", "lpt9", "a\\b",        "a\x7F"};
    const char *const good[] = {"a", "_a", "a-b.c_D/9", "console", "com", "com0", "com10", "nul1"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (naming_is_safe(str_z(bad[i])))
            fail_msg("safe: \"%s\"", bad[i]);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!naming_is_safe(str_z(good[i])))
            fail_msg("not safe: \"%s\"", good[i]);
    memset(name, 'a', sizeof name);
    assert_true(naming_is_safe((str){name, 200}));
    assert_false(naming_is_safe((str){name, 201}));
    assert_false(naming_is_safe((str){"a\0b", 3}));
}

static void outputs_stay_in_their_folder(void **state)
{
    (void)state;
    const char *const bad[] = {"",           ".pdf",     "a",      "/a.pdf",  "../a.pdf",
                               "a/../b.pdf", "a//b.pdf", "a/.pdf", "x y.pdf", ".quoin/a.pdf",
                               "a/.b/c.pdf", "-a.pdf",   "a.PDF",  "con.pdf", "a/"};
    const char *const good[] = {"a.pdf", "South Office/a.pdf", "-x/\xFF\n/a.pdf", "con/a.pdf"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (naming_is_output(str_z(bad[i])))
            fail_msg("an output: \"%s\"", bad[i]);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!naming_is_output(str_z(good[i])))
            fail_msg("no output: \"%s\"", good[i]);
    assert_false(naming_is_output((str){"a\0/b.pdf", 8}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        NAMING_TEST(values_become_plain_letters), NAMING_TEST(long_values_end_with_a_word),
        NAMING_TEST(fields_are_filled),           NAMING_TEST(empty_fields_go_with_their_brackets),
        NAMING_TEST(bad_patterns_are_explained),  NAMING_TEST(patterns_stay_within_the_folder),
        cmocka_unit_test(names_are_safe_or_not),  cmocka_unit_test(outputs_stay_in_their_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
