/* breaks, graphemes: Unicode's own test files, every line; then our promises about odd input. */
#include "text/breaks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FOLDER "/usr/share/unicode/auxiliary/"

/* A line "÷ 0023 × 0020 ÷" as text and as expected breaks at its bytes. */
struct example {
    char text[512];
    size_t n;
    uint8_t expected[513];
};

static bool read_example(char *line, struct example *e)
{
    bool is_break = false;
    memset(e, 0, sizeof *e);
    line[strcspn(line, "#")] = 0;
    for (char *word = strtok(line, " \t\n"); word; word = strtok(NULL, " \t\n")) {
        if (strcmp(word, "÷") == 0 || strcmp(word, "×") == 0) {
            is_break = word[1] == "÷"[1];
            e->expected[e->n] = is_break;
        } else {
            e->n += utf8_put(e->text + e->n, (uint32_t)strtoul(word, NULL, 16));
        }
    }
    return e->n > 0;
}

/* Runs a file through `find`; prints and returns how many lines went right, *total of how many. */
static size_t run_file(const char *name, void (*find)(str, uint8_t *), size_t *total)
{
    FILE *file = fopen(name, "r");
    char line[4096];
    size_t pass = 0;
    *total = 0;
    assert_non_null(file); /* the package unicode-data is missing */
    while (fgets(line, sizeof line, file)) {
        struct example e;
        uint8_t got[513];
        if (!read_example(line, &e))
            continue;
        ++*total;
        find((str){e.text, e.n}, got);
        for (size_t i = 0; i <= e.n; i++)
            got[i] = got[i] != 0;
        if (memcmp(got, e.expected, e.n + 1) == 0)
            pass++;
        else if (*total - pass < 10)
            printf("fails: %s: %s\n", name, line);
    }
    fclose(file);
    printf("pass %zu/%zu %s\n", pass, *total, strrchr(name, '/') + 1);
    return pass;
}

static void test_line_break_test(void **state)
{
    (void)state;
    size_t total;
    size_t pass = run_file(FOLDER "LineBreakTest.txt", breaks_find, &total);
    assert_int_equal(total, 7654);
    assert_int_equal(pass, total);
}

static void test_grapheme_break_test(void **state)
{
    (void)state;
    size_t total;
    size_t pass = run_file(FOLDER "GraphemeBreakTest.txt", graphemes_find, &total);
    assert_int_equal(total, 602);
    assert_int_equal(pass, total);
}

/* "a|b" to the text "ab" and a check that breaks stand at the bars alone. */
static void expect_breaks(const char *marked)
{
    char text[256];
    uint8_t expected[257] = {0}, got[257];
    size_t n = 0;
    for (const char *p = marked; *p; p++) {
        if (*p == '|')
            expected[n] = BREAK_ALLOWED;
        else
            text[n++] = *p;
    }
    expected[n] = BREAK_FORCED;
    breaks_find((str){text, n}, got);
    if (memcmp(got, expected, n + 1) != 0)
        fail_msg("wrong breaks in %s", marked);
}

static void test_words_of_a_report(void **state)
{
    (void)state;
    expect_breaks("The |inbox |received |1,814 |emails.");
    expect_breaks("£370k |(£99,945)");
    expect_breaks("2020/21");
    expect_breaks("on-|time");
    expect_breaks("95% |of |them");
    expect_breaks("“quoted |words”");
    expect_breaks("no\xC2\xA0"
                  "break |here");
    expect_breaks("and/|or");
}

static void test_forced(void **state)
{
    (void)state;
    uint8_t out[16];
    breaks_find(STR("a\nb\r\nc"), out);
    assert_int_equal(out[0], BREAK_NEVER);
    assert_int_equal(out[1], BREAK_NEVER);
    assert_int_equal(out[2], BREAK_FORCED);
    assert_int_equal(out[4], BREAK_NEVER);
    assert_int_equal(out[5], BREAK_FORCED);
    assert_int_equal(out[6], BREAK_FORCED);
    breaks_find(STR("a\xE2\x80\xA8"
                    "b"),
                out);
    assert_int_equal(out[4], BREAK_FORCED);
}

static void test_odd_bytes(void **state)
{
    (void)state;
    uint8_t out[8];
    breaks_find((str){NULL, 0}, out);
    assert_int_equal(out[0], BREAK_FORCED);
    graphemes_find((str){NULL, 0}, out);
    assert_int_equal(out[0], 1);
    breaks_find(STR("\xFF\xC3"), out);
    assert_int_equal(out[2], BREAK_FORCED);
    breaks_find(STR("é é"), out); /* bytes inside a character are never places to break */
    assert_int_equal(out[1], BREAK_NEVER);
    assert_int_equal(out[3], BREAK_ALLOWED);
    assert_int_equal(out[4], BREAK_NEVER);
}

/* Linear: a prefix before each of many openings, each followed by many marks. */
static void test_long_text(void **state)
{
    (void)state;
    size_t n = 4000000;
    char *text = test_malloc(n);
    uint8_t *out = test_malloc(n + 1);
    for (size_t i = 0; i + 2 <= n; i += 2)
        memcpy(text + i, i % 200 == 0 ? "$(" : "\xCC\x81", 2);
    breaks_find((str){text, n}, out);
    assert_int_equal(out[n], BREAK_FORCED);
    test_free(text);
    test_free(out);
}

static void test_rtl(void **state)
{
    (void)state;
    assert_int_equal(text_find_rtl(STR("plain é – ά")), strlen("plain é – ά"));
    assert_int_equal(text_find_rtl(STR("ab \xD7\xA9")), 3); /* Hebrew */
    assert_int_equal(text_find_rtl(STR("\xD9\xA1")), 0);    /* Arabic digit, AN */
    assert_int_equal(text_find_rtl((str){NULL, 0}), 0);
}

static void test_unfit(void **state)
{
    (void)state;
    static const uint32_t good[] = {'a',    ' ',    '\n',   '\t',  0xA0,    0xAD,   0x2013,
                                    0x200B, 0x200D, 0x2028, 0x301, 0x1F600, 0x20AC, 0xFE0F};
    static const uint32_t bad[] = {0,      7,        0x7F,     0x85,   0x200E,  0x202E,
                                   0x2066, 0xD800,   0xE000,   0xFFFE, 0xFDD0,  0xFEFF,
                                   0xFFFD, 0x10FFFF, 0x110000, 0x378,  0xE0041, 0xFFF9};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (text_unfit(good[i]))
            fail_msg("U+%04X is called %s", (unsigned)good[i], text_unfit(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (!text_unfit(bad[i]))
            fail_msg("U+%04X is let through", (unsigned)bad[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_line_break_test),
        cmocka_unit_test(test_grapheme_break_test),
        cmocka_unit_test(test_words_of_a_report),
        cmocka_unit_test(test_forced),
        cmocka_unit_test(test_odd_bytes),
        cmocka_unit_test(test_long_text),
        cmocka_unit_test(test_rtl),
        cmocka_unit_test(test_unfit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
