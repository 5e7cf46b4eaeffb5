/* Content streams cut into tokens. */
#include "unit/base/base_test.h"

#include "pack/token.h"

/* Kinds as letters: n number, N name, s string, [ open, ] close, o operator, ! fault. */
static const char *kinds(struct arena *a, const char *text)
{
    static const char letters[] = ".nNs[]o!";
    struct tokens tokens = {.text = str_z(text)};
    struct buf out = {.arena = a};
    for (;;) {
        struct token token = token_next(&tokens);
        buf_byte(&out, letters[token.kind]);
        if (token.kind == TOKEN_END || token.kind == TOKEN_FAULT)
            break;
        assert_true(token.text.n > 0);
    }
    return str_copy(a, buf_str(&out)).p;
}

static void kinds_of_tokens(void **state)
{
    static const struct {
        const char *text, *kinds;
    } cases[] = {
        {"", "."},
        {" \t\r\n\f%x\n%", "."},
        {"1 0 0 1 10.5 -3 cm", "nnnnnno."},
        {"/F1 12 Tf(a)Tj", "Nnoso."},
        {"[(a)-20<41>]TJ", "[sns]o."},
        {"/P<</MCID 3/A[1]>>BDC", "N[NnN[n]]o."},
        {"<</A<41>>>", "[Ns]."},
        {"(a(b)c)(\\()(\\\\)", "sss."},
        {"(a", "!"},
        {"(a\\", "!"},
        {"<41", "!"},
        {"1(", "n!"},
        {"> ) { }", "oooo."},
        {"T* ' \" b* 'x", "ooooo."},
        {"/ /", "NN."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(kinds(*state, cases[i].text), cases[i].kinds);
}

static long long number(const char *text)
{
    struct tokens tokens = {.text = str_z(text)};
    struct token token = token_next(&tokens);
    assert_int_equal(token.kind, TOKEN_NUMBER);
    return token.value;
}

static void numbers_in_millionths(void **state)
{
    (void)state;
    assert_int_equal(number("1"), 1000000);
    assert_int_equal(number("-1.5"), -1500000);
    assert_int_equal(number("+.25"), 250000);
    assert_int_equal(number("4."), 4000000);
    assert_int_equal(number("-.002"), -2000);
    assert_int_equal(number("0.0000019"), 1);
    assert_int_equal(number("--5"), -5000000);
    assert_int_equal(number("0.5-3"), 500000); /* as viewers do */
    assert_int_equal(number("1000000000"), TOKEN_MOST);
    assert_int_equal(number("99999999999999999999999999"), TOKEN_MOST);
    assert_int_equal(number("-99999999999999999999999999.9"), -TOKEN_MOST);
}

static void what_is_no_number(void **state)
{
    assert_string_equal(kinds(*state, "- . +. -"), "oooo.");
}

static void assert_says(struct arena *a, const char *text, const char *says)
{
    struct tokens tokens = {.text = str_z(text)};
    assert_str(token_bytes(a, token_next(&tokens)), says);
}

static void what_tokens_say(void **state)
{
    assert_says(*state, "(a\\(b\\)\\\\)", "a(b)\\");
    assert_says(*state, "(\\101\\12x\\7)", "A\nx\a");
    assert_says(*state, "(\\n\\r\\t\\b\\f\\q)", "\n\r\t\b\fq");
    assert_says(*state, "(a\\\nb\\\r\nc)", "abc");
    assert_says(*state, "<41 4\n2 4>", "AB@");
    assert_says(*state, "<>", "");
    assert_says(*state, "/A#42#4", "AB#4");
    assert_says(*state, "/", "");
    assert_says(*state, "12", "");
}

static void inline_images_are_stepped_over(void **state)
{
    struct tokens tokens = {.text = STR("BI /W 1 ID \x01 EI \x02\x03 EIEI EI\nQ")};
    (void)state;
    for (int i = 0; i < 4; i++)
        token_next(&tokens);
    assert_true(token_skip_image(&tokens));
    assert_str(token_next(&tokens).text, "Q");

    tokens = (struct tokens){.text = STR("ID xxEI")};
    token_next(&tokens);
    assert_false(token_skip_image(&tokens));

    tokens = (struct tokens){.text = STR("ID")};
    token_next(&tokens);
    assert_false(token_skip_image(&tokens));

    tokens = (struct tokens){.text = STR("ID x EI")};
    token_next(&tokens);
    assert_true(token_skip_image(&tokens));
    assert_int_equal(token_next(&tokens).kind, TOKEN_END);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(kinds_of_tokens),
        ARENA_TEST(numbers_in_millionths),
        ARENA_TEST(what_is_no_number),
        ARENA_TEST(what_tokens_say),
        ARENA_TEST(inline_images_are_stepped_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
