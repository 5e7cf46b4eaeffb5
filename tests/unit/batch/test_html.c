#include "unit/base/base_test.h"

#include "batch/html.h"

typedef void adder(struct buf *, str);

static str added(struct arena *a, adder *add, str s)
{
    struct buf b = {.arena = a};
    add(&b, s);
    return buf_str(&b);
}

static void words_cannot_become_markup(void **state)
{
    assert_str(added(*state, html_add_text, STR("<b a=\"'\">&amp;")),
               "&lt;b a=&quot;&apos;&quot;&gt;&amp;amp;");
    assert_str(added(*state, html_add_text, STR("a\xE2\x80\xAE\x1B\xFFz\n")),
               "a\\xE2\\x80\\xAE\\x1B\\xFFz\\x0A");
    assert_str(added(*state, html_add_text, STR("Ŵyr “q”")), "Ŵyr “q”");
}

static void addresses_are_relative_and_encoded(void **state)
{
    assert_str(added(*state, html_add_address, STR("north/opcc-2020-21-q2.pdf")),
               "north/opcc-2020-21-q2.pdf");
    assert_str(added(*state, html_add_address, STR("javascript:x\"<é %#?\\.pdf")),
               "javascript%3Ax%22%3C%C3%A9%20%25%23%3F%5C.pdf");
    assert_str(added(*state, html_add_address, STR("a\0\xFF")), "a%00%FF");
}

/* RFC 4648, 10, and across the piece in which it is written. */
static void base64_is_that_of_the_standard(void **state)
{
    assert_str(added(*state, html_add_base64, STR("")), "");
    assert_str(added(*state, html_add_base64, STR("f")), "Zg==");
    assert_str(added(*state, html_add_base64, STR("fo")), "Zm8=");
    assert_str(added(*state, html_add_base64, STR("foo")), "Zm9v");
    assert_str(added(*state, html_add_base64, STR("foob")), "Zm9vYg==");
    assert_str(added(*state, html_add_base64, STR("\xFB\xFF\xFE")), "+//+");
    for (size_t n = 3060; n < 3080; n++) {
        char *zeros = arena_alloc(*state, n);
        str s = added(*state, html_add_base64, (str){zeros, n});
        assert_int_equal(s.n, (n + 2) / 3 * 4);
        assert_int_equal(s.n - str_find(s, '='), n % 3 ? 3 - n % 3 : 0);
    }
}

static str size_of(struct arena *a, size_t bytes)
{
    struct buf b = {.arena = a};
    html_add_size(&b, bytes);
    return buf_str(&b);
}

static void sizes_are_rounded_up(void **state)
{
    assert_str(size_of(*state, 0), "0 KB");
    assert_str(size_of(*state, 1), "1 KB");
    assert_str(size_of(*state, 61000), "61 KB");
    assert_str(size_of(*state, 999000), "999 KB");
    assert_str(size_of(*state, 999001), "1.0 MB");
    assert_str(size_of(*state, 2350000), "2.4 MB");
    assert_str(size_of(*state, 1100000000), "1.1 GB");
}

static void numbers_are_grouped(void **state)
{
    struct buf b = {.arena = *state};
    html_add_count(&b, 1, "page");
    html_add_count(&b, 1000, "page");
    html_add_number(&b, 12034056);
    assert_str(buf_str(&b), "1 page1,000 pages12,034,056");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(words_cannot_become_markup),
        ARENA_TEST(addresses_are_relative_and_encoded),
        ARENA_TEST(base64_is_that_of_the_standard),
        ARENA_TEST(sizes_are_rounded_up),
        ARENA_TEST(numbers_are_grouped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
