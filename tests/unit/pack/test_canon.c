/* What draws the same by the same operators is one; whatever may be read in two ways is not. */
#include "unit/base/base_test.h"

#include "pack/canon.h"

static str canon(struct arena *a, const char *content)
{
    str out;
    assert_true(canon_content(a, str_z(content), &out));
    return out;
}

static void assert_same(struct arena *a, const char *x, const char *y)
{
    assert_true(str_eq(canon(a, x), canon(a, y)));
}

static void assert_other(struct arena *a, const char *x, const char *y)
{
    assert_false(str_eq(canon(a, x), canon(a, y)));
}

static void white_space_says_nothing(void **state)
{
    assert_same(*state, "q\n1 0 0 rg\nQ", "q 1\t0\r\n0   rg Q\n");
    assert_same(*state, "[(a)-20(b)]TJ", "[ (a) -20 (b) ] TJ");
    assert_same(*state, "/Artifact <</Type /Layout>> BDC", "/Artifact<</Type/Layout>>BDC");
}

static void a_string_is_what_it_says(void **state)
{
    assert_same(*state, "(ab)Tj", "<6162>Tj");
    assert_same(*state, "(ab)Tj", "<6 1\n62>Tj");
    assert_same(*state, "(\\n\\(\\)\\\\)Tj", "(\\012\\50\\51\\134)Tj");
    assert_same(*state, "((a))Tj", "(\\(a\\))Tj");
    assert_same(*state, "(\n)Tj", "(\\n)Tj");
}

static void what_is_drawn_counts(void **state)
{
    static const char *const pairs[][2] = {
        {"1 0 0 rg", "1 0 1 rg"},   {"1 0 0 rg", "10 0 rg"},
        {"1 0 0 rg", "1 0 0rg"},    {"q Q", "qQ"},
        {"(a)Tj", "(b)Tj"},         {"(a b)Tj", "(ab)Tj"},
        {"(a )Tj", "(a)Tj"},        {"(ab)Tj", "(a)(b)Tj"},
        {"/F1 12 Tf", "/F 112 Tf"}, {"/F1 12 Tf", "/F2 12 Tf"},
        {"[(a)]TJ", "(a)TJ"},       {"<<>>", "<> >"},
        {"(t)Tj", "t Tj"},          {"<61>Tj", "<61 >> Tj"},
        {"1 0 0 RG", "1 0 0 rg"},   {"(\\0001)Tj", "(\\1)Tj"},
        {"0.5 w", "5 w"},           {"-5 w", "5 w"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_other(*state, pairs[i][0], pairs[i][1]);
}

/* Viewers make a line feed of a bare CR, or keep it; pass over what is no digit, or stop there. */
static void what_is_read_in_two_ways_stays_as_written(void **state)
{
    assert_other(*state, "(\r)Tj", "(\\r)Tj");
    assert_other(*state, "(\r)Tj", "(\n)Tj");
    assert_other(*state, "(a\\\nb)Tj", "(ab)Tj");
    assert_other(*state, "(\\ab)Tj", "(ab)Tj");
    assert_other(*state, "(\\501)Tj", "(A)Tj");
    assert_other(*state, "<6x1>Tj", "<61>Tj");
    assert_other(*state, "<6>Tj", "<60>Tj");
    assert_other(*state, "/F#31 9 Tf", "/F1 9 Tf");
    assert_other(*state, "1.0 w", "1 w");
}

static void what_quoin_never_writes_has_no_such_form(void **state)
{
    static const char *const contents[] = {"q % a comment\nQ", "BI /W 1 ID x EI", "q\fQ", "(a",
                                           "ID"};
    str out;
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++)
        assert_false(canon_content(*state, str_z(contents[i]), &out));
    assert_false(canon_content(*state, STR("q\0Q"), &out));
    assert_false(canon_content(*state, STR("q Q %"), &out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(white_space_says_nothing),
        ARENA_TEST(a_string_is_what_it_says),
        ARENA_TEST(what_is_drawn_counts),
        ARENA_TEST(what_is_read_in_two_ways_stays_as_written),
        ARENA_TEST(what_quoin_never_writes_has_no_such_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
