#include "unit/base/base_test.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/show.h"

static str shown(struct arena *a, const char *text)
{
    struct buf b = {.arena = a};
    show_add(&b, str_z(text));
    return buf_str(&b);
}

static str cut(struct arena *a, const char *text, size_t columns)
{
    struct buf b = {.arena = a};
    show_add_cut(&b, str_z(text), columns);
    return buf_str(&b);
}

static str json(struct arena *a, str text)
{
    struct buf b = {.arena = a};
    show_add_json(&b, text);
    return buf_str(&b);
}

static str printed(struct arena *a, void (*print)(FILE *, str), str text)
{
    char *bytes = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&bytes, &n);
    print(out, text);
    fclose(out);
    str copy = str_copy(a, (str){bytes, n});
    free(bytes);
    return copy;
}

static void what_drives_a_terminal_is_spelt_out(void **state)
{
    assert_str(shown(*state, "\033]0;x\007"), "\\x1B]0;x\\x07");
    assert_str(shown(*state, "a\xE2\x80\xAE"
                             "b"),
               "a\\xE2\\x80\\xAEb");
    assert_str(shown(*state, "caf\xE9"), "caf\\xE9");
    assert_str(shown(*state, "Ŵŷ “q” 日本"), "Ŵŷ “q” 日本");
    assert_str(printed(*state, show_print, STR("a\nb\xC3\xA9\x80")), "a\\x0Ab\xC3\xA9\\x80");
}

static void a_genuine_replacement_character_is_a_character(void **state)
{
    assert_str(shown(*state, "\xEF\xBF\xBD"), "\xEF\xBF\xBD");
}

static void widths_are_columns(void **state)
{
    (void)state;
    assert_int_equal(show_width(STR("")), 0);
    assert_int_equal(show_width(STR("abc")), 3);
    assert_int_equal(show_width(STR("日本")), 4);
    assert_int_equal(show_width(STR("e\xCC\x81")), 1);
    assert_int_equal(show_width(STR("\n")), 4);
    assert_int_equal(show_width(STR("ŵ–")), 2);
}

static void long_names_are_cut_in_the_middle(void **state)
{
    assert_str(cut(*state, "north/opcc-q2.pdf", 17), "north/opcc-q2.pdf");
    assert_str(cut(*state, "north/opcc-q2.pdf", 10), "nort…2.pdf");
    assert_str(cut(*state, "north", 1), "…");
    assert_str(cut(*state, "north", 2), "…h");
    assert_str(cut(*state, "", 1), "");
}

/* Never more than asked for, whatever the letters. */
static void a_cut_name_fits(void **state)
{
    const char *text = "日本e\xCC\x81語\x01/ab\xFF日日.pdf";
    for (size_t columns = 1; columns < 30; columns++) {
        size_t width = 0;
        str s = cut(*state, text, columns);
        for (size_t at = 0; at < s.n;) {
            size_t from = at;
            utf8_next(s, &at);
            width += show_width(str_sub(s, from, at));
        }
        assert_true(width <= columns);
        assert_true(columns < 26 || width == 26);
    }
}

static void json_strings_are_json(void **state)
{
    str hostile = STR("\"\\\n\0\x1B\xFF ŵ \xE2\x80\xAE");
    const char *expected = "\"\\\"\\\\\\u000a\\u0000\\u001b\\ufffd ŵ \\u202e\"";
    assert_str(json(*state, hostile), expected);
    assert_str(printed(*state, show_print_json, hostile), expected);
    assert_str(json(*state, STR("")), "\"\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(what_drives_a_terminal_is_spelt_out),
        ARENA_TEST(a_genuine_replacement_character_is_a_character),
        cmocka_unit_test(widths_are_columns),
        ARENA_TEST(long_names_are_cut_in_the_middle),
        ARENA_TEST(a_cut_name_fits),
        ARENA_TEST(json_strings_are_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
