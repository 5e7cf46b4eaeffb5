/*
 * The printed schema, compiled by libxml2's own XML Schema processor, judges documents as
 * valid_check() does; where it cannot, xsd.c's head says so, and `is_looser` marks the case here.
 */
#include "unit/xml/xml_test.h"

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#define END                                                                                        \
    {                                                                                              \
        0                                                                                          \
    }

static const struct vocab_attr report_attrs[] = {
    {"year", TYPE_YEAR, true, NULL, NULL, "The year, such as <2020/21> & so on."},
    {"quarter", TYPE_CHOICE, false, "one two", "one", "The quarter."},
    {"draft", TYPE_FLAG, false, NULL, "no", "Is it one?"},
    END};
static const struct vocab_attr item_attrs[] = {{"id", TYPE_ID, false, NULL, NULL, "A name."},
                                               {"to", TYPE_REF, false, NULL, NULL, "Another."},
                                               {"on", TYPE_REFS, false, NULL, NULL, "Others."},
                                               END};
static const struct vocab_attr value_attrs[] = {{"name", TYPE_NAME, false, NULL, NULL, "x"},
                                                {"count", TYPE_COUNT, false, NULL, NULL, "x"},
                                                {"decimal", TYPE_DECIMAL, false, NULL, NULL, "x"},
                                                {"date", TYPE_DATE, false, NULL, NULL, "x"},
                                                {"moment", TYPE_MOMENT, false, NULL, NULL, "x"},
                                                {"lang", TYPE_LANG, false, NULL, NULL, "x"},
                                                {"uri", TYPE_URI, false, NULL, NULL, "x"},
                                                {"length", TYPE_LENGTH, false, NULL, NULL, "x"},
                                                {"signed", TYPE_SIGNED, false, NULL, NULL, "x"},
                                                {"colour", TYPE_COLOUR, false, NULL, NULL, "x"},
                                                {"file", TYPE_FILE, false, NULL, NULL, "x"},
                                                {"numbers", TYPE_NUMBERS, false, NULL, NULL, "x"},
                                                {"text", TYPE_TEXT, false, NULL, NULL, "x"},
                                                END};

static const struct vocab_element elements[] = {
    {.name = "value", .content = "", .attrs = value_attrs, .help = "Every type."},
    {.name = "report",
     .content = "title date? (item | note)+ entry* value?",
     .attrs = report_attrs,
     .help = "All."},
    {.name = "title", .content = "text", .help = "The title."},
    {.name = "date", .content = "text", .type = TYPE_DATE, .help = "The day."},
    {.name = "item", .content = "mixed em", .attrs = item_attrs, .help = "An item."},
    {.name = "note", .content = "item?", .help = "A note."},
    {.name = "entry", .content = "text", .type = TYPE_CHOICE, .values = "a b", .help = "One."},
    {.name = "em", .content = "text", .help = "Stressed."},
    END};

static const struct vocab vocab = {.ns = "urn:t",
                                   .root = "report",
                                   .help = "A test.",
                                   .is_lang_global = true,
                                   .elements = elements};

static void on_error(void *state, const char *format, ...)
{
    (void)state, (void)format;
}

static xmlSchema *compile(str xsd)
{
    xmlSchemaParserCtxt *parser = xmlSchemaNewMemParserCtxt(xsd.p, (int)xsd.n);
    assert_non_null(parser);
    xmlSchema *schema = xmlSchemaParse(parser);
    xmlSchemaFreeParserCtxt(parser);
    return schema;
}

static bool is_valid_by_schema(xmlSchema *schema, str text)
{
    xmlDoc *doc = xmlReadMemory(text.p, (int)text.n, NULL, NULL, XML_PARSE_NONET);
    xmlSchemaValidCtxt *valid = xmlSchemaNewValidCtxt(schema);
    assert_true(doc && valid);
    xmlSchemaSetValidErrors(valid, on_error, on_error, NULL);
    int result = xmlSchemaValidateDoc(valid, doc);
    assert_true(result >= 0);
    xmlSchemaFreeValidCtxt(valid);
    xmlFreeDoc(doc);
    return result == 0;
}

static bool is_valid_by_table(const struct vocab *v, str text)
{
    struct reading r;
    reading_open(&r, text);
    assert_non_null(r.doc);
    bool is_valid = valid_check(r.arena, &r.diag, v, r.doc);
    reading_close(&r);
    return is_valid;
}

struct judgement {
    const char *text;
    bool is_valid, is_looser;
};

static void assert_judged(xmlSchema *schema, const char *before, const struct judgement *j,
                          const char *after)
{
    struct arena *a = arena_new();
    str text = str_format(a, "%s%s%s", before, j->text, after);
    if (is_valid_by_table(&vocab, text) != j->is_valid)
        fail_msg("table: %s", text.p);
    if (is_valid_by_schema(schema, text) != (j->is_valid || j->is_looser))
        fail_msg("schema: %s", text.p);
    arena_close(a);
}

static void structure_is_judged_alike(void **state)
{
    static const struct judgement cases[] = {
        {"<title/><item/>", true, false},
        {"<title>T</title><date>\n2020-11-25 </date><note/><item/><entry>a</entry><value/>", true,
         false},
        {"<title xml:lang='cy'/><note><item>x<em>y</em>z</item></note>", true, false},
        {"<title/><item id='a' to='b'/><item id='b' on=' a  b '/>", true, false},
        {"", false, false},
        {"<title/>", false, false},
        {"<item/><title/>", false, false},
        {"<title/><title/><item/>", false, false},
        {"<title/><date>2020-11-25</date><date>2020-11-25</date><item/>", false, false},
        {"<title/><item/><value/><entry>a</entry>", false, false},
        {"<title/><item/><entry>c</entry>", false, false},
        {"<title/><date>2023-02-29</date><item/>", false, false},
        {"<title/><item/>text", false, false},
        {"<title><em/></title><item/>", false, false},
        {"<title/><item><note/></item>", false, false},
        {"<title/><itme/>", false, false},
        {"<title/><item colour='x'/>", false, false},
        {"<title/><item/><x:item xmlns:x='urn:x'/>", false, false},
        {"<title/><item id='a'/><note><item id='a'/></note>", false, false},
        {"<title/><item id='a' to='b'/>", false, false},
        {"<title/><item id='a' on='a b'/>", false, true},
        {"<title/><item xml:space='preserve'/>", false, true},
    };
    xmlSchema *schema = compile(xsd_print(*state, &vocab));
    assert_non_null(schema);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_judged(schema, "<report xmlns='urn:t' year='2020/21'>", &cases[i], "</report>");
    xmlSchemaFree(schema);
}

static void root_is_judged_alike(void **state)
{
    static const struct judgement cases[] = {
        {"xmlns='urn:t' year='2020/21' quarter=' two' draft='yes'", true, false},
        {"xmlns='urn:t' year='2020/2021'", true, false},
        {"xmlns='urn:t'", false, false},
        {"xmlns='urn:t' year='2020'", false, false},
        {"xmlns='urn:t' year='2020/22'", false, true},
        {"xmlns='urn:t' year='2020/21' quarter='three'", false, false},
        {"xmlns='urn:t' year='2020/21' draft='true'", false, false},
        {"xmlns='urn:x' year='2020/21'", false, false},
        {"year='2020/21'", false, false},
    };
    xmlSchema *schema = compile(xsd_print(*state, &vocab));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_judged(schema, "<report ", &cases[i], "><title/><item/></report>");
    xmlSchemaFree(schema);
}

static void values_are_judged_alike(void **state)
{
    static const struct judgement cases[] = {
        {"name='1.1'", true, false},
        {"name='a b'", false, false},
        {"name=''", false, false},
        {"count='0'", true, false},
        {"count='1000000'", true, false},
        {"count='1000001'", false, false},
        {"count='01'", false, false},
        {"count='-1'", false, false},
        {"decimal='-99.5'", true, false},
        {"decimal='1e3'", false, false},
        {"decimal='1,814'", false, false},
        {"decimal='NaN'", false, false},
        {"decimal='1.1234567890'", false, false},
        {"decimal='12345678901234567890'", false, true},
        {"date='2024-02-29'", true, false},
        {"date='2024-02-30'", false, false},
        {"date='2024-2-3'", false, false},
        {"date='2024-02-03Z'", false, false},
        {"moment='2024-02-29'", true, false},
        {"moment='2024-02-29T10:00'", true, false},
        {"moment='2024-02-29T25:00'", false, true},
        {"moment='2024-02-29 10:00'", false, false},
        {"lang='en-GB'", true, false},
        {"lang='en_GB'", false, false},
        {"uri='https://example.org/x?y'", true, false},
        {"uri='mailto:a@example.org'", true, false},
        {"uri='javascript:alert(1)'", false, false},
        {"uri='https://a b'", false, false},
        {"length='12mm'", true, false},
        {"length='0'", true, false},
        {"length='-1mm'", false, false},
        {"length='12'", false, false},
        {"length='99999pt'", false, true},
        {"signed='-1.5mm'", true, false},
        {"signed='1.5em'", false, false},
        {"colour='#00aaFF'", true, false},
        {"colour='dark-blue'", true, false},
        {"colour='#00aaF'", false, false},
        {"file='pictures/a.png'", true, false},
        {"file='/etc/passwd'", false, false},
        {"file='../a.png'", false, false},
        {"file='a/../../b.png'", false, false},
        {"file='a//b.png'", false, false},
        {"numbers='anything'", true, false},
        {"text='  any  thing '", true, false},
    };
    xmlSchema *schema = compile(xsd_print(*state, &vocab));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_judged(schema, "<report xmlns='urn:t' year='2020/21'><title/><item/><value ",
                      &cases[i], "/></report>");
    xmlSchemaFree(schema);
}

static void schema_is_written_for_editors(void **state)
{
    str xsd = xsd_print(*state, &vocab);
    static const char *const parts[] = {
        "targetNamespace=\"urn:t\"",
        ">The year, such as &lt;2020/21&gt; &amp; so on.</xs:documentation>",
        "<xs:attribute name=\"draft\" type=\"q:flag\" default=\"no\">",
        "<xs:attribute name=\"year\" type=\"q:year\" use=\"required\">",
        "<xs:enumeration value=\"two\"/>",
        "<xs:choice maxOccurs=\"unbounded\">",
        "<xs:element ref=\"q:date\" minOccurs=\"0\"/>",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (str_search(xsd, str_z(parts[i]), 0) == xsd.n)
            fail_msg("not in the schema: %s", parts[i]);
    /* The document element comes first: some editors offer the first. */
    assert_true(str_search(xsd, STR("element name=\"report\""), 0) <
                str_search(xsd, STR("element name=\"value\""), 0));
}

static void schema_without_a_namespace_compiles(void **state)
{
    struct vocab plain = vocab;
    plain.ns = NULL;
    xmlSchema *schema = compile(xsd_print(*state, &plain));
    assert_non_null(schema);
    assert_true(is_valid_by_schema(schema, STR("<report year='2020/21'><title/><item/></report>")));
    assert_false(is_valid_by_schema(schema, STR("<report year='2020/21'><title/></report>")));
    assert_true(is_valid_by_table(&plain, STR("<report year='2020/21'><title/><item/></report>")));
    xmlSchemaFree(schema);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(structure_is_judged_alike),
        ARENA_TEST(root_is_judged_alike),
        ARENA_TEST(values_are_judged_alike),
        ARENA_TEST(schema_is_written_for_editors),
        ARENA_TEST(schema_without_a_namespace_compiles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
