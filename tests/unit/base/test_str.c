#include "unit/base/base_test.h"

#include <stdlib.h>

static void slices_compare(void **state)
{
    (void)state;
    str none = {NULL, 0};
    assert_true(str_eq(none, STR("")));
    assert_true(str_eq(str_z(NULL), none));
    assert_true(str_is(STR("abc"), "abc"));
    assert_false(str_is(STR("abc"), "abcd"));
    assert_true(str_starts(STR("abc"), STR("ab")) && str_starts(none, none));
    assert_false(str_starts(STR("a"), STR("ab")));
    assert_true(str_ends(STR("abc"), STR("bc")));
    assert_false(str_ends(STR("c"), STR("bc")));
    assert_true(str_cmp(STR("a"), STR("ab")) < 0);
    assert_true(str_cmp(STR("b"), STR("ab")) > 0);
    assert_true(str_cmp(STR("\xC3"), STR("a")) > 0);
    assert_int_equal(str_cmp(none, STR("")), 0);
}

static void slices_are_cut(void **state)
{
    (void)state;
    str rest = STR("  one\ttwo \n");
    assert_str(str_trim(rest), "one\ttwo");
    assert_str(str_trim(STR(" \r\n\t")), "");
    assert_str(str_word(&rest), "one");
    assert_str(str_word(&rest), "two");
    assert_str(str_word(&rest), "");
    assert_str(str_word(&rest), "");
    assert_str(str_sub(STR("abcdef"), 2, 4), "cd");
    assert_str(str_sub(STR("abcdef"), 4, 99), "ef");
    assert_str(str_sub(STR("abcdef"), 9, 4), "");
}

static void texts_are_searched(void **state)
{
    (void)state;
    assert_int_equal(str_find(STR("a=b"), '='), 1);
    assert_int_equal(str_find(STR("ab"), '='), 2);
    assert_int_equal(str_search(STR("banana"), STR("ana"), 0), 1);
    assert_int_equal(str_search(STR("banana"), STR("ana"), 2), 3);
    assert_int_equal(str_search(STR("banana"), STR("ana"), 4), 6);
    assert_int_equal(str_search(STR("banana"), STR(""), 2), 2);
    assert_int_equal(str_search(STR("banana"), STR("a"), 99), 6);
}

static void texts_are_made(void **state)
{
    str copy = str_copy(*state, str_sub(STR("abcdef"), 0, 3));
    assert_string_equal(copy.p, "abc");
    assert_string_equal(str_copy(*state, (str){NULL, 0}).p, "");
    assert_str(str_format(*state, "%d-%.*s", 7, STR_ARG(copy)), "7-abc");
    assert_str(str_format(*state, "%s", ""), "");
    assert_str(str_collapse(*state, STR(" a \n\t b  c ")), "a b c");
    assert_str(str_collapse(*state, STR(" ")), "");
}

static void letters_become_capitals(void **state)
{
    static const char *const pairs[][2] = {
        {"section 3b, 10%", "SECTION 3B, 10%"},
        {"àéîöøþÿ÷ß", "ÀÉÎÖØÞŸ÷ß"},
        {"āđęğĩıĳķĸĺłňŉŋœŵŷźżžſ", "ĀĐĘĞĨIĲĶĸĹŁŇŉŊŒŴŶŹŻŽS"},
        {"ẁẃẅỳ țș", "ẀẂẄỲ ȚȘ"},
        {"άέήίαβγσςωϊόύώΐ", "ΆΈΉΊΑΒΓΣΣΩΪΌΎΏΐ"},
        {"абвяёђџѝґӂӏәԯ", "АБВЯЁЂЏЍҐӁӀӘԮ"},
        {"ĀŴŹƏ中µ", "ĀŴŹƏ中µ"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_str(str_upper(*state, str_z(pairs[i][0])), pairs[i][1]);
}

static void hash_is_fnv1a(void **state)
{
    (void)state;
    assert_true(str_hash(STR("")) == 0xcbf29ce484222325u);
    assert_true(str_hash(STR("a")) == 0xaf63dc4c8601ec8cu);
    assert_true(str_hash(STR("foobar")) == 0x85944171f73967e8u);
}

static void every_code_point_makes_the_round_trip(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char out[4];
        str s = {out, utf8_put(out, c)};
        size_t at = 0;
        bool is_surrogate = c >= 0xD800 && c <= 0xDFFF;
        uint32_t expected = is_surrogate ? 0xFFFD : c;
        assert_int_equal(utf8_next(s, &at), expected);
        assert_int_equal(at, s.n);
        assert_int_equal(utf8_prev(s, &at), expected);
        assert_int_equal(at, 0);
        assert_int_equal(utf8_check(s), s.n);
    }
}

static void malformed_bytes_are_found(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "ok\x80",         "ok\xC0\x80",         "ok\xC1\xBF",         "ok\xE0\x80\x80",
        "ok\xED\xA0\x80", "ok\xF0\x80\x80\x80", "ok\xF4\x90\x80\x80", "ok\xF5\x80\x80\x80",
        "ok\xFF",         "ok\xE2\x82",         "ok\xE2(x",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        str s = str_z(wrong[i]);
        size_t at = 2;
        assert_int_equal(utf8_check(s), 2);
        assert_int_equal(utf8_next(s, &at), 0xFFFD);
        assert_int_equal(at, 3);
    }
    assert_int_equal(utf8_count(STR("a\xE2\x82z")), 4);
    assert_int_equal(utf8_count(STR("a€z")), 3);
}

static void stepping_back_over_malformed_bytes_ends(void **state)
{
    (void)state;
    str s = STR("a\x80\x80\x80\x80\x80z");
    size_t at = s.n;
    assert_int_equal(utf8_prev(s, &at), 'z');
    for (int i = 0; i < 5; i++)
        assert_int_equal(utf8_prev(s, &at), 0xFFFD);
    assert_int_equal(utf8_prev(s, &at), 'a');
    assert_int_equal(at, 0);
}

static void utf16_has_a_mark_and_pairs(void **state)
{
    str s = str_utf16be(*state, STR("Aé€\xF0\x9F\x98\x80"));
    static const char expected[] = "\xFE\xFF\0A\0\xE9\x20\xAC\xD8\x3D\xDE\x00";
    assert_int_equal(s.n, sizeof expected - 1);
    assert_memory_equal(s.p, expected, s.n);
    assert_int_equal(str_utf16be(*state, STR("")).n, 2);
}

static void distance_counts_edits_and_swaps(void **state)
{
    (void)state;
    assert_int_equal(str_distance(STR("kitten"), STR("sitting"), 9), 3);
    assert_int_equal(str_distance(STR("commentry"), STR("commentary"), 3), 1);
    assert_int_equal(str_distance(STR("ab"), STR("ba"), 3), 1);
    assert_int_equal(str_distance(STR("ca"), STR("abc"), 9), 3); /* not 2: a swap is final */
    assert_int_equal(str_distance(STR(""), STR("abc"), 9), 3);
    assert_int_equal(str_distance(STR("naïve"), STR("naive"), 9), 1);
    assert_int_equal(str_distance(STR("abcdef"), STR("uvwxyz"), 2), 3);
    assert_int_equal(str_distance(STR("same"), STR("same"), 0), 0);
}

/* Words made by three letters give every case of the cut-off a turn. */
static void cutting_off_never_changes_a_small_distance(void **state)
{
    (void)state;
    srand(1);
    for (int round = 0; round < 20000; round++) {
        char a[8], b[8];
        size_t m = (size_t)rand() % 8, n = (size_t)rand() % 8;
        for (size_t i = 0; i < m; i++)
            a[i] = (char)('a' + rand() % 3);
        for (size_t i = 0; i < n; i++)
            b[i] = (char)('a' + rand() % 3);
        int exact = str_distance((str){a, m}, (str){b, n}, 99), limit = rand() % 6;
        assert_int_equal(str_distance((str){a, m}, (str){b, n}, limit),
                         exact <= limit ? exact : limit + 1);
    }
}

static void long_texts_are_far_apart(void **state)
{
    struct buf b = {.arena = *state};
    for (int i = 0; i < 300; i++)
        buf_byte(&b, 'a');
    assert_int_equal(str_distance(buf_str(&b), STR("a"), 2), 3);
}

static void the_nearest_name_is_offered(void **state)
{
    (void)state;
    static const char *const names[] = {"section", "commentary", "measure", "kpi", NULL};
    assert_string_equal(str_nearest(STR("commentry"), names), "commentary");
    assert_string_equal(str_nearest(STR("mesaure"), names), "measure");
    assert_string_equal(str_nearest(STR("KPI"), names), "kpi");
    assert_string_equal(str_nearest(STR("kip"), names), "kpi");
    assert_null(str_nearest(STR("figure"), names));
    assert_null(str_nearest(STR(""), names));
}

static void a_builder_grows(void **state)
{
    struct buf b = {.arena = *state};
    assert_str(buf_str(&b), "");
    buf_add(&b, STR("a"));
    buf_addz(&b, "b");
    buf_byte(&b, 'c');
    buf_rune(&b, 0x20AC);
    buf_format(&b, "%s%d", "n", 5);
    buf_add(&b, (str){NULL, 0});
    assert_str(buf_str(&b), "abc€n5");
    for (int i = 0; i < 5000; i++)
        buf_format(&b, "%d,", i);
    str s = buf_str(&b);
    assert_true(str_ends(s, STR("4998,4999,")));
    assert_int_equal(s.p[s.n], 0);
}

static void a_builder_escapes_xml(void **state)
{
    struct buf b = {.arena = *state};
    buf_escape(&b, STR("a<b & \"c\" > 'd'"));
    assert_str(buf_str(&b), "a&lt;b &amp; &quot;c&quot; &gt; &apos;d&apos;");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slices_compare),
        cmocka_unit_test(slices_are_cut),
        cmocka_unit_test(texts_are_searched),
        ARENA_TEST(texts_are_made),
        ARENA_TEST(letters_become_capitals),
        cmocka_unit_test(hash_is_fnv1a),
        cmocka_unit_test(every_code_point_makes_the_round_trip),
        cmocka_unit_test(malformed_bytes_are_found),
        cmocka_unit_test(stepping_back_over_malformed_bytes_ends),
        ARENA_TEST(utf16_has_a_mark_and_pairs),
        cmocka_unit_test(distance_counts_edits_and_swaps),
        cmocka_unit_test(cutting_off_never_changes_a_small_distance),
        ARENA_TEST(long_texts_are_far_apart),
        cmocka_unit_test(the_nearest_name_is_offered),
        ARENA_TEST(a_builder_grows),
        ARENA_TEST(a_builder_escapes_xml),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
