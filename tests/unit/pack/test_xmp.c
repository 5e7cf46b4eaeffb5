#include "unit/base/base_test.h"

#include <stdlib.h>

#include "pack/xmp.h"

static void test_reads_properties_in_any_form(void **state)
{
    static const struct {
        const char *xmp, *value;
    } cases[] = {
        {"<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">A &amp; "
         "B</rdf:li></rdf:Alt></dc:title>",
         "A & B"},
        {"<dc:title><rdf:Alt><rdf:li xml:lang='cy'>Un</rdf:li><rdf:li xml:lang='x-default'>One"
         "</rdf:li></rdf:Alt></dc:title>",
         "One"},
        {"<dc:title>plain</dc:title>", "plain"},
        {"<dc:title\n>\n two\n words </dc:title>", "two words"},
        {"<rdf:Description dc:title=\"an &quot;attribute&#x22;&#33;\"/>", "an \"attribute\"!"},
        {"<rdf:Description x='1' dc:title = 'single'>", "single"},
        {"<dc:titles>no</dc:titles><dc:title>yes</dc:title>", "yes"},
        {"<dc:title /><dc:creator><rdf:li>other</rdf:li></dc:creator>", ""},
        {"<dc:title></dc:title>", ""},
        {"<xdc:title>no</xdc:title>", ""},
        {"<dc:title>cut o", "cut o"},
        {"<dc:title", ""},
        {"<dc:title><rdf:li>", ""},
        {"dc:title=", ""},
        {" dc:title=\"", ""},
        {"<dc:title>a&nbsp;&#0;&#xD800;&#99999999;&amp b</dc:title>",
         "a\xEF\xBF\xBD \xEF\xBF\xBD&amp b"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(xmp_value(*state, str_z(cases[i].xmp), "dc:title"), cases[i].value);
}

static void test_reads_lists(void **state)
{
    struct words words =
        xmp_values(*state,
                   STR("<dc:creator><rdf:Seq><rdf:li>One</rdf:li><rdf:li/><rdf:li> </rdf:li>"
                       "<rdf:li>Two</rdf:li></rdf:Seq></dc:creator><rdf:li>no</rdf:li>"),
                   "dc:creator");
    assert_int_equal(words.count, 2);
    assert_str(words.list[0], "One");
    assert_str(words.list[1], "Two");
}

static void test_cleans(void **state)
{
    struct buf long_text = {.arena = *state};
    for (int i = 0; i < 20000; i++)
        buf_byte(&long_text, 'x');
    assert_str(xmp_clean(*state, STR(" a\x01\tb\xE2\x80\xAE"
                                     "c\xFF"
                                     "d\xEF\xBF\xBF ")),
               "a b c\xEF\xBF\xBD"
               "d");
    assert_int_equal(xmp_clean(*state, buf_str(&long_text)).n, 10000);
}

static void test_writes_what_it_reads(void **state)
{
    struct buf out = {.arena = *state};
    str list[] = {STR("<One>"), STR(""), STR("Two & \"three\"")};
    xmp_begin(&out);
    xmp_add(&out, "pdf:Producer", STR("a < b"));
    xmp_add(&out, "pdf:Keywords", STR(" \n "));
    xmp_add_list(&out, "dc:title", XMP_ALTERNATIVES, (struct words){list, 3, 3});
    xmp_add_list(&out, "dc:creator", XMP_ORDERED, (struct words){list, 3, 3});
    xmp_add_list(&out, "dc:subject", XMP_UNORDERED, (struct words){list + 1, 1, 1});
    xmp_add_claims(&out, true, 3, 'U');
    xmp_end(&out);
    str xmp = buf_str(&out);
    assert_str(xmp_value(*state, xmp, "pdf:Producer"), "a < b");
    assert_str(xmp_value(*state, xmp, "dc:title"), "<One>");
    struct words creators = xmp_values(*state, xmp, "dc:creator");
    assert_int_equal(creators.count, 2);
    assert_str(creators.list[1], "Two & \"three\"");
    assert_str(xmp_value(*state, xmp, "pdfaid:part"), "3");
    assert_str(xmp_value(*state, xmp, "pdfaid:conformance"), "U");
    assert_int_equal(str_search(xmp, STR("dc:subject"), 0), xmp.n);
    assert_int_equal(str_search(xmp, STR("pdf:Keywords"), 0), xmp.n);
    assert_true(str_search(xmp, STR("<pdfaSchema:prefix>pdfuaid<"), 0) < xmp.n);
}

static void test_claims_alone(void **state)
{
    struct buf ua = {.arena = *state}, pdfa = {.arena = *state}, none = {.arena = *state};
    xmp_add_claims(&ua, true, 0, 0);
    xmp_add_claims(&pdfa, false, 2, 'B');
    xmp_add_claims(&none, false, 0, 0);
    assert_str(buf_str(&ua), "<pdfuaid:part>1</pdfuaid:part>\n");
    assert_str(buf_str(&pdfa),
               "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n");
    assert_int_equal(none.n, 0);
}

/* Every cut of a packet, and every byte of it changed, reads as something. */
static void test_damaged_packets(void **state)
{
    str whole = STR("<x dc:creator='a'><dc:title><rdf:Alt><rdf:li xml:lang='x-default'>A&#x41;&amp;"
                    "</rdf:li><rdf:li/></rdf:Alt></dc:title><dc:creator/>");
    for (size_t i = 0; i < whole.n; i++) {
        char *changed = malloc(whole.n); /* of exactly this size: reading beyond is noticed */
        memcpy(changed, whole.p, whole.n);
        for (int c = 0; c < 256; c += 5) {
            changed[i] = (char)c;
            xmp_value(*state, (str){changed, whole.n}, "dc:title");
            xmp_value(*state, (str){changed, i}, "dc:title");
            xmp_value(*state, (str){changed, whole.n}, "dc:creator");
        }
        free(changed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(test_reads_properties_in_any_form),
        ARENA_TEST(test_reads_lists),
        ARENA_TEST(test_cleans),
        ARENA_TEST(test_writes_what_it_reads),
        ARENA_TEST(test_claims_alone),
        ARENA_TEST(test_damaged_packets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
