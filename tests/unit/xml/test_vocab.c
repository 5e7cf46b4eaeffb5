#include "unit/xml/xml_test.h"

#include "xml/content.h"
#include "xml/value.h"

#define END                                                                                        \
    {                                                                                              \
        0                                                                                          \
    }

/* vocab_check() of one root element `content`, beside plain elements a, b and c. */
static void assert_content(const char *content, const char *expected, const char *file, int line)
{
    const struct vocab_element elements[] = {
        {.name = "root", .content = content, .help = "x"},
        {.name = "all", .content = "a? b? c? root? all?", .help = "x"},
        {.name = "a", .content = "text", .help = "x"},
        {.name = "b", .content = "", .help = "x"},
        {.name = "c", .content = "mixed a b", .help = "x"},
        END};
    const struct vocab vocab = {.root = "root", .elements = elements};
    char message[100] = "";
    bool is_good = vocab_check(&vocab, message, sizeof message);
    assert_slice(str_z(message), expected, file, line);
    assert_int_equal(is_good, !expected[0]);
}

#define CONTENT(content, expected) assert_content(content, expected, __FILE__, __LINE__)

static void contents_are_checked(void **state)
{
    (void)state;
    CONTENT("a b? c", "");
    CONTENT("a a?", "");
    CONTENT("(a | b)+ c", "");
    CONTENT("", "");
    CONTENT("a? a", "<root>: the content is ambiguous at a");
    CONTENT("a+ b? a", "<root>: the content is ambiguous at a");
    CONTENT("a+ b a", "");
    CONTENT("(a | b)* c? (b | c)", "<root>: the content is ambiguous at b");
    CONTENT("(a | a)", "<root>: named twice in one group: a");
    CONTENT("d", "<root>: holds an element that does not exist: d");
    CONTENT("(a | b", "<root>: the content is malformed: (a | b");
    CONTENT("a,b", "<root>: the content is malformed: a,b");
    CONTENT("mixed a | b", "<root>: the content is malformed: mixed a | b");
}

/* vocab_check() of one element with one attribute. */
static void assert_attr(struct vocab_attr attr, const char *expected, const char *file, int line)
{
    const struct vocab_attr attrs[] = {attr, END};
    const struct vocab_element elements[] = {
        {.name = "root", .content = "", .attrs = attrs, .help = "x"}, END};
    const struct vocab vocab = {.root = "root", .elements = elements};
    char message[100] = "";
    vocab_check(&vocab, message, sizeof message);
    assert_slice(str_z(message), expected, file, line);
}

#define ATTR(expected, ...)                                                                        \
    assert_attr((struct vocab_attr){__VA_ARGS__}, expected, __FILE__, __LINE__)

static void attributes_are_checked(void **state)
{
    (void)state;
    ATTR("", "x", TYPE_CHOICE, false, "a b", "b", "Help.");
    ATTR("<root>: no help for the attribute x", "x", TYPE_TEXT, false, NULL, NULL, "");
    ATTR("<root>: a choice needs values, and only a choice: x", "x", TYPE_CHOICE, false, NULL, NULL,
         "Help.");
    ATTR("<root>: a choice needs values, and only a choice: x", "x", TYPE_TEXT, false, "a", NULL,
         "Help.");
    ATTR("<root>: required, so never the fallback: x", "x", TYPE_TEXT, true, NULL, "a", "Help.");
    ATTR("<root>: the fallback is not of the type: x", "x", TYPE_CHOICE, false, "a b", "c",
         "Help.");
    ATTR("<root>: the fallback is not of the type: x", "x", TYPE_LENGTH, false, NULL, "12",
         "Help.");
}

static void tables_are_checked(void **state)
{
    const struct vocab_element lonely[] = {{.name = "root", .content = "", .help = "x"},
                                           {.name = "b", .content = "", .help = "x"},
                                           END};
    const struct vocab_element twice[] = {{.name = "root", .content = "", .help = "x"},
                                          {.name = "root", .content = "", .help = "x"},
                                          END};
    const struct vocab_element typed[] = {
        {.name = "root", .content = "", .type = TYPE_DATE, .help = "x"}, END};
    const struct {
        struct vocab vocab;
        const char *message;
    } cases[] = {{{.root = "root", .elements = lonely}, "<b>: no element holds it"},
                 {{.root = "top", .elements = lonely}, "<top>: the root is not declared"},
                 {{.root = "root", .elements = twice}, "<root>: declared twice"},
                 {{.root = "root", .elements = typed}, "<root>: only text has a type"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char message[100] = "";
        assert_false(vocab_check(&cases[i].vocab, message, sizeof message));
        assert_string_equal(message, cases[i].message);
    }
}

/* ---- values ----------------------------------------------------------------------------- */

static void values_are_told_from_others(void **state)
{
    static const struct {
        enum vocab_type type;
        const char *good, *bad; /* parted by "|" */
    } cases[] = {
        {TYPE_NAME, "a|1.1|A_b-c", "|a b|\xC3\xA9|a/b"},
        {TYPE_REFS, "a|a b|a  1.1", "|a,b|\xC3\xA9"},
        {TYPE_FLAG, "yes|no", "|Yes|true"},
        {TYPE_COUNT, "0|7|1000000", "|-1|01|+1|1000001|99999999999999999999|1.0|x"},
        {TYPE_DECIMAL, "0|-0.5|1814|99945.00",
         "|1e3|1,000|5.|.5|NaN|1 |\xC2\xA3"
         "5"},
        {TYPE_DATE, "2020-11-25|2024-02-29", "|2023-02-29|25/11/2020|2020-11-25T10:00|2020-13-01"},
        {TYPE_MOMENT, "2020-11-25|2020-11-25T10:00", "|2020-11-25T25:00|2020-11-25 10:00"},
        {TYPE_YEAR, "2020/21|2020/2021|1999/00", "|2020|2020/22|20/21"},
        {TYPE_LANG,
         "en|en-GB|cy|zh-Hant-TW|zh-yue-HK|es-419|en-GB-oxendict|sl-1994|cy-u-co-trad-x-a|x-ours",
         "|e|e-|en_GB|english|englishlanguage|1a|en-|en--GB|en-GB-Latn|en-GBR-x|en-u|en-u-x-a|x|en-"
         "abcd-efgh"},
        {TYPE_URI, "https://example.org/a?b#c|http://x|mailto:a@example.org",
         "|javascript:alert(1)|file:///etc/passwd|https://|https://a b|//x|HTTPS"},
        {TYPE_LENGTH, "0|12mm|3.5pt|1in|2cm|14400pt", "|12|-1mm|NaNpt|1e3pt|14401pt|5em"},
        {TYPE_SIGNED, "0|-12mm|3pt", "|12|x"},
        {TYPE_COLOUR, "#0a1B2c|navy|dark-blue", "|#12345|#12345g|0navy|a.b"},
        {TYPE_FILE, "a.png|pictures/a.png|a..b", "|/etc/passwd|../x|a/../b|a//b|a/|c:\\x|.."},
        {TYPE_TEXT, "|anything at all", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int is_bad = 0; is_bad < 2; is_bad++) {
            str rest = str_z(is_bad ? cases[i].bad : cases[i].good);
            bool is_more = is_bad ? cases[i].bad != NULL : true;
            while (is_more) {
                size_t end = str_find(rest, '|');
                str value = str_sub(rest, 0, end);
                if (value_check(cases[i].type, NULL, value) == is_bad)
                    fail_msg("type %d: \"%.*s\"", cases[i].type, STR_ARG(value));
                is_more = end < rest.n;
                rest = str_sub(rest, end + 1, rest.n);
            }
        }
}

static void addresses_end_at_two_thousand_bytes(void **state)
{
    struct buf b = {.arena = *state};
    buf_addz(&b, "https://example.org/");
    while (b.n < 2048)
        buf_byte(&b, 'x');
    assert_true(value_check(TYPE_URI, NULL, buf_str(&b)));
    buf_byte(&b, 'x');
    assert_false(value_check(TYPE_URI, NULL, buf_str(&b)));
    assert_non_null(strstr(value_fault(TYPE_URI, buf_str(&b))->words, "longer than the 2,048"));
}

static void faults_of_addresses_are_told_apart(void **state)
{
    (void)state;
    assert_null(value_fault(TYPE_URI, STR("javascript:alert(1)")));
    assert_null(value_fault(TYPE_URI, STR("")));
    assert_null(value_fault(TYPE_DATE, STR("https://")));
    assert_non_null(strstr(value_fault(TYPE_URI, STR("mailto:"))->words, "only the beginning"));
    assert_non_null(strstr(value_fault(TYPE_URI, STR("http://a b"))->words, "a space"));
    assert_non_null(strstr(value_fault(TYPE_URI, STR("http://caf\xC3\xA9"))->words, "character"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contents_are_checked),
        cmocka_unit_test(attributes_are_checked),
        cmocka_unit_test(tables_are_checked),
        cmocka_unit_test(values_are_told_from_others),
        ARENA_TEST(addresses_end_at_two_thousand_bytes),
        cmocka_unit_test(faults_of_addresses_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
