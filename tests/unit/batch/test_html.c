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

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(words_cannot_become_markup),
        ARENA_TEST(addresses_are_relative_and_encoded),
        ARENA_TEST(base64_is_that_of_the_standard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
