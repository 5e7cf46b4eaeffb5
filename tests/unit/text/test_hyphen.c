/* hyphen: known words of British English and Welsh, invariants over many words, threads, odd input.
 */
#include "text/hyphen.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/asset.h"

static struct arena *arena;
static struct hyphen *hyphen;

static int set_up(void **state)
{
    struct diag d;
    (void)state;
    arena = arena_new();
    diag_init(&d, arena);
    hyphen = hyphen_open(arena, &d);
    return d.count == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

/* "con-sta-ble" with a | for each point, so that real hyphens can be in the word. */
static void mark(const char *lang, str word, char *got)
{
    uint8_t points[512];
    memset(points, 7, sizeof points);
    hyphen_points(hyphen, str_z(lang), word, points);
    for (size_t i = 0; i < word.n; i++) {
        if (points[i])
            *got++ = '|';
        *got++ = word.p[i];
    }
    *got = 0;
    assert_int_equal(points[word.n], 7);
}

static void expect_in(const char *lang, const char *marked)
{
    char word[256], got[512];
    size_t n = 0;
    for (const char *p = marked; *p; p++)
        if (*p != '|')
            word[n++] = *p;
    mark(lang, (str){word, n}, got);
    assert_string_equal(got, marked);
}

static void expect(const char *marked)
{
    expect_in("en-GB", marked);
}

static void test_known_words(void **state)
{
    (void)state;
    expect("hy|phen|a|tion");
    expect("com|mis|sioner");
    expect("per|form|ance");
    expect("cor|res|pond|ence");
    expect("in|ter|na|tional");
    expect("com|munity");
    expect("pre|ven|tion");
    expect("re|spons|ib|il|ity");
    expect("po|lice");
    expect("the");
}

/* As TeX parts them with the same patterns, two letters and three being the least. */
static void test_welsh(void **state)
{
    static const char *const words[] = {
        "com|isiyn|ydd", "per|ff|orm|iad",  "gwir|fodd|olwyr", "cyf|ar|fod|ydd",  "chwar|ter",
        "go|heb|iaeth",  "ym|gyng|hor|iad", "gwybod|aeth",     "cyd|radd|ol|deb", "plis|mona",
        "di|oddef|wyr",  "ab|sen|ol|deb",   "heddlu",          "llŵyn",           "tŷ"};
    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        expect_in("cy-GB", words[i]);
}

static void test_capitals(void **state)
{
    (void)state;
    expect("Com|mis|sioner");
    expect("INTERNATIONAL");
    expect("OPCC");
    expect("McDonaldson");
    expect("Élec|tri|fic|a|tion");
}

static void test_punctuation_and_compounds(void **state)
{
    (void)state;
    expect("(com|mis|sioner),");
    expect("“per|form|ance”");
    expect("com|mis|sioner’s");
    expect("com|mis|sion|ers'");
    expect("well-be|ing");
    expect("per|form|ance-com|munity");
    expect("re-open");
}

static void test_left_alone(void **state)
{
    (void)state;
    expect("performance@example.org");
    expect("https://example.org/performance");
    expect("performance2020");
    expect("perform\xC2\xAD"
           "ance");
    expect("file_performance");
    expect("12,345");
    expect("");
}

static void test_languages(void **state)
{
    (void)state;
    char got[64];
    assert_true(hyphen_has(hyphen, STR("en-GB")));
    assert_true(hyphen_has(hyphen, STR("en")));
    assert_true(hyphen_has(hyphen, STR("EN-us")));
    assert_true(hyphen_has(hyphen, STR("cy")));
    assert_false(hyphen_has(hyphen, STR("de")));
    assert_false(hyphen_has(hyphen, STR("eng")));
    assert_false(hyphen_has(hyphen, STR("e")));
    assert_false(hyphen_has(hyphen, (str){NULL, 0}));
    mark("de", STR("performance"), got);
    assert_string_equal(got, "performance");
    mark("en", STR("performance"), got);
    assert_string_equal(got, "per|form|ance");
}

static void test_long_words(void **state)
{
    (void)state;
    char word[130], got[300];
    for (size_t i = 0; i < sizeof word; i++)
        word[i] = "performance"[i % 11];
    mark("en", (str){word, 99}, got);
    assert_true(strlen(got) > 99);
    mark("en", (str){word, 100}, got);
    assert_true(strlen(got) > 100);
    mark("en", (str){word, 101}, got);
    assert_int_equal(strlen(got), 101);
    for (size_t i = 0; i + 2 <= sizeof word; i += 2)
        memcpy(word + i, "é", 2); /* at most four bytes a character, all through */
    mark("en", (str){word, 130}, got);
}

/* A letter whose lower case has another length: U+0130 (2 bytes) to i (1), U+2C6F likewise. */
static void test_lengths_that_change(void **state)
{
    (void)state;
    expect("\xC4\xB0nternational");
    expect("\xE2\xB1\xAFnternational");
}

/*
 * All words that the pattern file itself suggests, joined in pairs: never fewer than two letters
 * before a point and three after, never inside a character.
 */
static void test_invariants(void **state)
{
    (void)state;
    str dic = asset_find(STR("fonts/hyph_en_GB.dic"));
    size_t points_seen = 0, at = 0;
    for (int line = 0; at < dic.n && line < 6000; line++) {
        char word[200];
        size_t n = 0, letters = 0;
        for (; at < dic.n && dic.p[at] != '\n'; at++)
            if (dic.p[at] != '.' && (dic.p[at] < '0' || dic.p[at] > '9') && n < 90)
                word[n++] = dic.p[at];
        at++;
        memcpy(word + n, word, n);
        n *= 2;
        uint8_t points[200];
        hyphen_points(hyphen, STR("en"), (str){word, n}, points);
        for (size_t i = 0; i < n; i++) {
            letters += ((uint8_t)word[i] & 0xC0) != 0x80;
            if (!points[i])
                continue;
            points_seen++;
            assert_true(((uint8_t)word[i] & 0xC0) != 0x80);
            assert_true(letters > 2 && utf8_count((str){word + i, n - i}) >= 3);
        }
    }
    assert_true(points_seen > 1000);
}

static void test_odd_bytes(void **state)
{
    (void)state;
    char got[64];
    mark("en",
         STR("perform\xFF"
             "ance\xC3"),
         got);
    mark("en", STR("\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81"), got);
    mark("en", STR("''''''''"), got);
    assert_string_equal(got, "''''''''");
}

static void *ask(void *out)
{
    mark("en-GB", STR("performance"), out);
    return NULL;
}

/* Many threads ask for the first time at once. */
static void test_threads(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct diag d;
    diag_init(&d, a);
    struct hyphen *shared = hyphen, *fresh = hyphen_open(a, &d);
    pthread_t threads[8];
    char got[8][64];
    hyphen = fresh;
    for (int i = 0; i < 8; i++)
        pthread_create(&threads[i], NULL, ask, got[i]);
    for (int i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
        assert_string_equal(got[i], "per|form|ance");
    }
    hyphen = shared;
    arena_close(a);
}

static void test_load_time(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct diag d;
    struct timespec t[2];
    diag_init(&d, a);
    struct hyphen *fresh = hyphen_open(a, &d);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t[0]);
    hyphen_warm(fresh, STR("en"));
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t[1]);
    double ms =
        (double)(t[1].tv_sec - t[0].tv_sec) * 1e3 + (double)(t[1].tv_nsec - t[0].tv_nsec) / 1e6;
    print_message("dictionary built in %.1f ms\n", ms);
    assert_true(ms < 60000); /* a guard against quadratic time, not a measurement */
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_words), cmocka_unit_test(test_welsh),
        cmocka_unit_test(test_capitals),    cmocka_unit_test(test_punctuation_and_compounds),
        cmocka_unit_test(test_left_alone),  cmocka_unit_test(test_languages),
        cmocka_unit_test(test_long_words),  cmocka_unit_test(test_lengths_that_change),
        cmocka_unit_test(test_invariants),  cmocka_unit_test(test_odd_bytes),
        cmocka_unit_test(test_threads),     cmocka_unit_test(test_load_time),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
