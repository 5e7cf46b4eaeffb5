#include "unit/base/base_test.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/diag.h"

/* The state: findings, and the arena they live in. */
static int open_diag(void **state)
{
    struct arena *a = arena_new();
    struct diag *d = ARENA_NEW(a, struct diag);
    diag_init(d, a);
    *state = d;
    return 0;
}

static int close_diag(void **state)
{
    arena_close(((struct diag *)*state)->arena);
    return 0;
}

#define DIAG_TEST(name) cmocka_unit_test_setup_teardown(name, open_diag, close_diag)

static str printed(struct diag *d, struct diag_style style, bool is_json)
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    if (is_json)
        diag_print_json(d, out);
    else
        diag_print(d, out, style);
    fclose(out);
    str copy = str_copy(d->arena, (str){text, n});
    free(text);
    return copy;
}

static str plain(struct diag *d)
{
    return printed(d, (struct diag_style){false, 0}, false);
}

static struct pos at(const struct source *source, uint32_t line, uint32_t column, uint32_t width)
{
    return (struct pos){source, line, column, width};
}

static void a_finding_points_at_its_place(void **state)
{
    struct source s = {STR("report.xml"), STR("<report>\n\t<commentry on=\"x\">\r\n</report>\n")};
    struct finding *f = diag_add(*state, Q101, at(&s, 2, 3, 9), "there is no <%s>", "commentry");
    diag_hint(*state, f, "did you mean <%s>?", "commentary");
    assert_str(plain(*state), "report.xml:2:3: error[Q101]: there is no <commentry>\n"
                              "    2 |  <commentry on=\"x\">\n"
                              "      |   ^~~~~~~~~\n"
                              "  help: did you mean <commentary>?\n");
}

static void a_whole_file_or_none_has_no_line(void **state)
{
    struct source s = {STR("r.xml"), STR("")};
    diag_add(*state, Q701, at(&s, 0, 0, 0), "cannot read");
    diag_add(*state, Q901, at(NULL, 0, 0, 0), "oh");
    assert_str(plain(*state), "r.xml: error[Q701]: cannot read\nquoin: error[Q901]: oh\n");
}

static void a_place_beyond_the_text_is_survived(void **state)
{
    struct source s = {STR("r"), STR("ab\nc")};
    diag_add(*state, Q101, at(&s, 1, 9, 4), "x");
    diag_add(*state, Q101, at(&s, 2, 2, 0), "x");
    diag_add(*state, Q101, at(&s, 7, 1, 0), "x");
    diag_add(*state, Q101, at(&s, 1, 0, 0), "x");
    assert_str(plain(*state), "r:1:9: error[Q101]: x\n    1 | ab\n      |   ^\n"
                              "r:2:2: error[Q101]: x\n    2 | c\n      |  ^\n"
                              "r:7:1: error[Q101]: x\n"
                              "r:1: error[Q101]: x\n    1 | ab\n");
}

static void input_cannot_drive_the_terminal(void **state)
{
    struct source s = {STR("a\033[2J.xml"), STR("\xEF\xBB\xBF<\x1B\xE2\x80\xAE\xFFx>")};
    struct finding *f = diag_add(*state, Q101, at(&s, 1, 5, 1), "a\nb\xC2\x9B\xC3");
    diag_hint(*state, f, "\x7F");
    assert_str(plain(*state), "a\\x1B[2J.xml:1:5: error[Q101]: a\\x0Ab\\xC2\\x9B\\xC3\n"
                              "    1 | <\\x1B\\xE2\\x80\\xAE\\xFFx>\n"
                              "      |                      ^\n"
                              "  help: \\x7F\n");
}

static str line_of(str text, int number)
{
    for (; number > 1; number--)
        text = str_sub(text, str_find(text, '\n') + 1, text.n);
    return str_sub(text, 0, str_find(text, '\n'));
}

static void a_long_line_is_windowed(void **state)
{
    struct diag *d = *state;
    struct buf b = {.arena = d->arena};
    for (int i = 0; i < 1000; i++)
        buf_rune(&b, i == 499 ? '!' : 0xE9);
    buf_byte(&b, '\n');
    struct source s = {STR("r"), buf_str(&b)};
    diag_add(d, Q101, at(&s, 1, 500, 1), "x");
    diag_add(d, Q101, at(&s, 1, 501, 1), "x");
    diag_add(d, Q101, at(&s, 1, 2, 1), "x");
    diag_add(d, Q101, at(&s, 1, 1000, 1), "x");
    str text = plain(d);
    str shown = line_of(text, 2), caret = line_of(text, 3);
    assert_true(str_starts(shown, STR("    1 | …é")) && str_ends(shown, STR("é…")));
    assert_int_equal(utf8_count(shown), 8 + 1 + 160 + 1);
    assert_int_equal(utf8_count(str_sub(shown, 0, str_find(shown, '!'))), str_find(caret, '^'));
    assert_int_equal(str_find(line_of(text, 6), '^'), str_find(caret, '^'));
    assert_true(str_starts(line_of(text, 8), STR("    1 | éé")));
    assert_int_equal(str_find(line_of(text, 9), '^'), 9);
    assert_true(str_ends(line_of(text, 11), STR("éé")));
}

static void a_line_of_160_columns_is_shown_whole(void **state)
{
    struct diag *d = *state;
    struct buf b = {.arena = d->arena};
    for (int i = 0; i < 160; i++)
        buf_byte(&b, 'a');
    struct source s = {STR("r"), buf_str(&b)};
    diag_add(d, Q101, at(&s, 1, 160, 1), "x");
    assert_int_equal(line_of(plain(d), 2).n, 8 + 160);
}

static void findings_are_sorted_and_repeats_dropped(void **state)
{
    struct diag *d = *state;
    struct source s = {STR("s"), STR("")}, t = {STR("t"), STR("")};
    diag_add(d, Q101, at(&t, 2, 1, 0), "1");
    diag_add(d, Q101, at(&s, 1, 1, 0), "2");
    diag_add(d, Q101, at(&t, 1, 9, 0), "3");
    diag_add(d, Q701, at(&t, 1, 9, 0), "3");
    diag_add(d, Q101, at(&t, 1, 9, 0), "4");
    diag_add(d, Q101, at(&t, 1, 9, 0), "3");
    diag_add(d, Q101, at(NULL, 0, 0, 0), "5");
    diag_add(d, Q101, at(&t, 1, 2, 0), "6");
    assert_int_equal(d->errors, 8);
    diag_sort(d);
    assert_str(plain(d), "t:1:2: error[Q101]: 6\nt:1:9: error[Q101]: 3\nt:1:9: error[Q701]: 3\n"
                         "t:1:9: error[Q101]: 4\nt:2:1: error[Q101]: 1\ns:1:1: error[Q101]: 2\n"
                         "quoin: error[Q101]: 5\n");
    assert_int_equal(d->errors, 7);
}

static void the_status_is_the_largest(void **state)
{
    struct diag *d = *state;
    assert_false(diag_failed(d));
    diag_add(d, Q801, at(NULL, 0, 0, 0), "x");
    diag_add(d, Q101, at(NULL, 0, 0, 0), "x");
    assert_int_equal(d->status, STATUS_LIMIT);
    assert_true(diag_failed(d));
}

static void beyond_the_cap_findings_are_counted(void **state)
{
    struct diag *d = *state;
    for (int i = 0; i < DIAG_CAP; i++)
        assert_non_null(diag_add(d, Q101, at(NULL, 0, 0, 0), "%d", i));
    for (int i = 0; i < 5; i++)
        assert_null(diag_add(d, Q101, at(NULL, 0, 0, 0), "x"));
    diag_hint(d, NULL, "nothing");
    assert_int_equal(d->errors, DIAG_CAP + 5);
    assert_str(printed(d, (struct diag_style){false, 1}, false),
               "quoin: error[Q101]: 0\n… and 1004 more\n");
    diag_sort(d);
    assert_int_equal(d->count, DIAG_CAP);
}

static void several_alike_say_how_many(void **state)
{
    diag_add(*state, Q101, at(NULL, 0, 0, 0), "x")->count = 12;
    assert_str(plain(*state), "quoin: error[Q101]: x (12 times)\n");
}

static void colour_is_only_added(void **state)
{
    struct source s = {STR("r"), STR("ab")};
    diag_add(*state, Q101, at(&s, 1, 1, 1), "x");
    str text = printed(*state, (struct diag_style){true, 0}, false);
    assert_int_equal(str_find(plain(*state), '\033'), plain(*state).n);
    assert_true(str_search(text, STR("\033[1;31merror[Q101]\033[0m"), 0) < text.n);
}

static void programs_read_json(void **state)
{
    struct diag *d = *state;
    assert_str(printed(d, (struct diag_style){0}, true), "[]\n");
    struct source s = {STR("a\"b.xml"), STR("")};
    struct finding *f = diag_add(d, Q101, at(&s, 3, 4, 1), "tab\t\\ \xFF é");
    diag_hint(d, f, "do");
    diag_add(d, Q701, at(NULL, 0, 0, 0), "x");
    assert_str(printed(d, (struct diag_style){0}, true),
               "[\n"
               "  {\"file\": \"a\\\"b.xml\", \"line\": 3, \"column\": 4, \"severity\": \"error\", "
               "\"code\": \"Q101\", \"message\": \"tab\\u0009\\\\ \\ufffd é\", \"hint\": \"do\", "
               "\"count\": 1},\n"
               "  {\"file\": null, \"line\": 0, \"column\": 0, \"severity\": \"error\", "
               "\"code\": \"Q701\", \"message\": \"x\", \"hint\": \"\", \"count\": 1}\n"
               "]\n");
}

static void every_code_can_be_explained(void **state)
{
    (void)state;
    for (int i = 0; i < CODE_COUNT; i++) {
        enum code code = (enum code)i, found;
        const char *name = diag_code_name(code);
        assert_int_equal(strlen(name), 4);
        assert_true(diag_code_find(str_z(name), &found));
        assert_int_equal(found, code);
        assert_true(strlen(diag_code_title(code)) > 5 && strlen(diag_code_text(code)) > 20);
        assert_in_range(diag_code_severity(code), SEV_NOTE, SEV_ERROR);
    }
    enum code found;
    assert_true(diag_code_find(STR("q101"), &found));
    assert_int_equal(found, Q101);
    assert_false(diag_code_find(STR("Q1"), &found));
    assert_false(diag_code_find(STR("Q1011"), &found));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DIAG_TEST(a_finding_points_at_its_place),
        DIAG_TEST(a_whole_file_or_none_has_no_line),
        DIAG_TEST(a_place_beyond_the_text_is_survived),
        DIAG_TEST(input_cannot_drive_the_terminal),
        DIAG_TEST(a_long_line_is_windowed),
        DIAG_TEST(a_line_of_160_columns_is_shown_whole),
        DIAG_TEST(findings_are_sorted_and_repeats_dropped),
        DIAG_TEST(the_status_is_the_largest),
        DIAG_TEST(beyond_the_cap_findings_are_counted),
        DIAG_TEST(several_alike_say_how_many),
        DIAG_TEST(colour_is_only_added),
        DIAG_TEST(programs_read_json),
        cmocka_unit_test(every_code_can_be_explained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
