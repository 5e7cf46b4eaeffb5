#include "unit/xml/xml_test.h"

/* A small vocabulary with every kind of content and type. */
#define END                                                                                        \
    {                                                                                              \
        0                                                                                          \
    }

static const struct vocab_attr report_attrs[] = {
    {"year", TYPE_YEAR, true, NULL, NULL, "The year."},
    {"quarter", TYPE_CHOICE, false, "one two three", "one", "The quarter."},
    {"draft", TYPE_FLAG, false, NULL, "no", "Is it one?"},
    END};
static const struct vocab_attr item_attrs[] = {{"id", TYPE_ID, false, NULL, NULL, "A name."},
                                               {"to", TYPE_REF, false, NULL, NULL, "Another."},
                                               {"on", TYPE_REFS, false, NULL, NULL, "Others."},
                                               END};

static const struct vocab_element elements[] = {
    {.name = "report",
     .content = "title date? (item | note)+ entry* end",
     .attrs = report_attrs,
     .help = "All."},
    {.name = "title", .content = "text", .help = "The title."},
    {.name = "date", .content = "text", .type = TYPE_DATE, .help = "The day."},
    {.name = "item", .content = "mixed em", .attrs = item_attrs, .help = "An item."},
    {.name = "note", .content = "item?", .help = "A note."},
    {.name = "entry", .content = "text", .type = TYPE_CHOICE, .values = "a b", .help = "One."},
    {.name = "em", .content = "text", .help = "Stressed."},
    {.name = "end", .content = "", .help = "The end."},
    END};

static const struct vocab vocab = {.ns = "urn:t",
                                   .root = "report",
                                   .help = "A test.",
                                   .is_lang_global = true,
                                   .elements = elements};

#define HEAD "<report xmlns='urn:t' year='2020/21'>"
#define GOOD HEAD "<title>T</title><item/><end/></report>"

/* Everything found in `text`, a line each, with the hint behind " | ". */
static void assert_found(const char *text, const char *expected, const char *file, int line)
{
    struct reading r;
    reading_open(&r, str_z(text));
    assert_non_null(r.doc);
    bool is_good = valid_check(r.arena, &r.diag, &vocab, r.doc);
    struct buf b = {.arena = r.arena};
    diag_sort(&r.diag);
    for (size_t i = 0; i < r.diag.count; i++) {
        buf_addz(&b, i ? "\n" : "");
        buf_add(&b, reading_finding(&r, i));
        if (r.diag.findings[i].hint.n)
            buf_format(&b, " | %.*s", STR_ARG(r.diag.findings[i].hint));
    }
    assert_slice(buf_str(&b), expected, file, line);
    assert_int_equal(is_good, !expected[0]);
    reading_close(&r);
}

#define FOUND(text, expected) assert_found(text, expected, __FILE__, __LINE__)

static void good_documents_pass(void **state)
{
    (void)state;
    FOUND(GOOD, "");
    FOUND("<q:report xmlns:q='urn:t' year='2020/21' quarter=' two ' xml:lang='cy'>\n"
          "<q:title xml:lang='en'>T</q:title><q:date> 2020-11-25\n</q:date>"
          "<q:note/><q:item id='x1' to='x2'>Some <q:em>text</q:em></q:item>"
          "<q:item id='x2' on='x1 x2'/><q:entry>b</q:entry><q:entry>a</q:entry><q:end/></q:report>",
          "");
}

static void declarations_and_fallbacks_are_set(void **state)
{
    struct reading r;
    (void)state;
    reading_open(&r, STR("<report xmlns='urn:t' year=' 2020/21 '><title>T</title><item id='i'/>"
                         "<end/></report>"));
    assert_true(valid_check(r.arena, &r.diag, &vocab, r.doc));
    const struct xml_node *item = xml_child(r.doc->root, "item");
    assert_ptr_equal(r.doc->root->decl, &elements[0]);
    assert_ptr_equal(item->decl, &elements[3]);
    assert_null(xml_child(r.doc->root, "title")->children->decl);
    assert_str(xml_value(r.doc->root, "year"), "2020/21");
    assert_str(xml_value_or_fallback(r.doc->root, "quarter"), "one");
    assert_str(xml_value_or_fallback(r.doc->root, "year"), "2020/21");
    assert_str(xml_value_or_fallback(item, "to"), "");
    assert_ptr_equal(valid_find_id(r.doc, STR("i")), item);
    assert_null(valid_find_id(r.doc, STR("j")));
    reading_close(&r);
}

static void elements_that_do_not_exist_are_found(void **state)
{
    (void)state;
    FOUND(HEAD "<title>T</title>\n<itme/><end/></report>",
          "Q201 2:2+4 there is no element <itme> | did you mean <item>?");
    FOUND(HEAD "<Title>T</Title><item/><end/></report>",
          "Q201 1:39+5 there is no element <Title> | did you mean <title>?");
    FOUND(HEAD "<title>T</title><item/><figure><x/></figure><end/></report>",
          "Q201 1:62+6 there is no element <figure> | here may stand <item>, <note>, <entry> or "
          "<end>");
    FOUND(HEAD "<title>T</title><item/><include xmlns='urn:x'/><end/></report>",
          "Q201 1:62+7 <include> of the namespace \xE2\x80\x9Curn:x\xE2\x80\x9D has no place here");
}

static void misspelt_elements_are_looked_into(void **state)
{
    (void)state;
    FOUND(HEAD "<title>T</title>\n<itme colour='x'/><end/></report>",
          "Q201 2:2+4 there is no element <itme> | did you mean <item>?\n"
          "Q202 2:7+6 <item> has no attribute colour | it may have id, to or on");
}

static void places_are_checked(void **state)
{
    (void)state;
    FOUND(HEAD "<title>T</title><title>U</title><item/><end/></report>",
          "Q203 1:55+5 <report> may have only one <title> | here may stand <date>, <item> or "
          "<note>");
    FOUND(HEAD "<item/><title>T</title><end/></report>",
          "Q203 1:46+5 <title> stands too late in <report> | it belongs before <item>");
    FOUND(HEAD "<title>T</title><em>x</em><item/><end/></report>",
          "Q203 1:55+2 <em> may not stand in <report> | here may stand <date>, <item> or <note>");
    FOUND(HEAD "<title>T<em/></title><item/><end/></report>",
          "Q203 1:47+2 <em> may not stand in <title> | <title> holds text only");
    FOUND(HEAD "<title>T</title><item/><end><em/></end></report>",
          "Q203 1:67+2 <em> may not stand in <end> | <end> holds nothing at all");
    FOUND(HEAD "<title>T</title><item/><end/><entry>a</entry></report>",
          "Q203 1:68+5 <entry> stands too late in <report> | it belongs before <end>");
}

static void missing_elements_are_told(void **state)
{
    (void)state;
    FOUND(HEAD "<item/><end/></report>", "Q204 1:2+6 <report> lacks <title> | <title>: The title.");
    FOUND(HEAD "<title/><end/></report>", "Q204 1:2+6 <report> lacks <item> or <note>");
    FOUND(HEAD "<title/><item/></report>", "Q204 1:2+6 <report> lacks <end> | <end>: The end.");
    FOUND(HEAD "</report>", "Q204 1:2+6 <report> lacks <title> | <title>: The title.\n"
                            "Q204 1:2+6 <report> lacks <item> or <note>\n"
                            "Q204 1:2+6 <report> lacks <end> | <end>: The end.");
}

static void attributes_are_checked(void **state)
{
    (void)state;
    FOUND("<report xmlns='urn:t'><title/><item/><end/></report>",
          "Q205 1:2+6 <report> lacks the attribute year | year: The year.");
    FOUND("<report xmlns='urn:t' yaer='1' year='2020/21'><title/><item/><end/></report>",
          "Q202 1:23+4 <report> has no attribute yaer | did you mean year?");
    FOUND(HEAD "<title x='1'/><item/><end/></report>",
          "Q202 1:45+1 <title> has no attribute x | it has no attributes");
    FOUND(HEAD "<title/><item y:id='1' xmlns:y='urn:y'/><end/></report>",
          "Q202 1:52+4 the attribute id of the namespace \xE2\x80\x9Curn:y\xE2\x80\x9D has no "
          "place here");
    FOUND(HEAD "<title/><item xml:space='preserve'/><end/></report>",
          "Q202 1:52+9 <item> has no attribute xml:space | it may have id, to or on");
}

static void values_are_checked(void **state)
{
    (void)state;
    FOUND("<report xmlns='urn:t' year=' 2020'><title/><item/><end/></report>",
          "Q206 1:30+4 the attribute year of <report> must be a financial year such as 2020/21, "
          "not \xE2\x80\x9C"
          "2020\xE2\x80\x9D");
    FOUND("<report xmlns='urn:t' year=''><title/><item/><end/></report>",
          "Q206 1:29+0 the attribute year of <report> must be a financial year such as 2020/21, "
          "but it is empty");
    FOUND("<report xmlns='urn:t' year='2020/21' quarter='tow'><title/><item/><end/></report>",
          "Q207 1:47+3 the attribute quarter of <report> cannot be \xE2\x80\x9Ctow\xE2\x80\x9D | "
          "did you mean two? It may be one, two or three");
    FOUND("<report xmlns='urn:t' year='2020/21' draft='true'><title/><item/><end/></report>",
          "Q207 1:45+4 the attribute draft of <report> cannot be \xE2\x80\x9Ctrue\xE2\x80\x9D | "
          "it may be yes or no");
    FOUND(HEAD "<title xml:lang='english language'/><item/><end/></report>",
          "Q206 1:55+16 the attribute xml:lang of <title> must be a language such as en-GB or cy, "
          "not \xE2\x80\x9C"
          "english language\xE2\x80\x9D");
}

static void typed_texts_are_checked(void **state)
{
    (void)state;
    FOUND(HEAD "<title/><date>\n 2023-02-29 </date><item/><end/></report>",
          "Q206 2:2+10 the text of <date> is a day that does not exist: "
          "\xE2\x80\x9C"
          "2023-02-29\xE2\x80\x9D | April, June, September and November have 30 days, February "
          "has 28, or 29 in leap years");
    FOUND(HEAD "<title/><item/><entry>c</entry><entry/><end/></report>",
          "Q207 1:60+1 the text of <entry> cannot be \xE2\x80\x9C"
          "c\xE2\x80\x9D | it may be a or b\n"
          "Q207 1:70+5 the text of <entry> cannot be empty | it may be a or b");
}

static void text_is_only_where_it_may_be(void **state)
{
    (void)state;
    FOUND(HEAD "<title/>\n <!-- x -->  lost &amp; found<item/><end>x</end></report>",
          "Q210 2:14+1 text is not allowed in <report> | here may stand <date>, <item> or <note>\n"
          "Q210 2:42+1 text is not allowed in <end> | <end> holds nothing at all");
}

static void ids_and_references_are_checked(void **state)
{
    (void)state;
    FOUND(HEAD "<title/><item id='one'/>\n<item id='one'/><end/></report>",
          "Q208 2:11+3 the id \xE2\x80\x9Cone\xE2\x80\x9D is used twice | it stands in line 1 "
          "already");
    FOUND(HEAD "<title/><item id='emails'/><item to='email'/><item on='emails  nowhere'/>"
               "<end/></report>",
          "Q209 1:75+5 no element has the id \xE2\x80\x9C"
          "email\xE2\x80\x9D | did you mean "
          "\xE2\x80\x9C"
          "emails\xE2\x80\x9D?\n"
          "Q209 1:101+7 no element has the id \xE2\x80\x9Cnowhere\xE2\x80\x9D | write the id of an "
          "element of this file, or give the one meant this id");
    FOUND(HEAD "<title/><item to='x'/><picture id='x'/><end/></report>",
          "Q201 1:61+7 there is no element <picture> | here may stand <item>, <note>, <entry> or "
          "<end>");
}

static void other_documents_are_told_apart(void **state)
{
    (void)state;
    FOUND("<layout xmlns='urn:t'><x/></layout>",
          "Q211 1:2+6 the outermost element is <layout>, not <report> | it should be <report "
          "xmlns=\"urn:t\">");
    FOUND("<report year='2020/21'><title/><itme/><end/></report>",
          "Q211 1:2+6 <report> is in no namespace | write <report xmlns=\"urn:t\">\n"
          "Q201 1:33+4 there is no element <itme> | did you mean <item>?");
    FOUND("<report xmlns='urn:x' year='2020/21'><title/><item/><end/></report>",
          "Q211 1:2+6 <report> is in the namespace \xE2\x80\x9Curn:x\xE2\x80\x9D | write <report "
          "xmlns=\"urn:t\">");
}

static void two_hundred_findings_are_enough(void **state)
{
    struct reading r;
    struct buf b = {.arena = *state};
    buf_addz(&b, HEAD "<title/>");
    for (int i = 0; i < 1000; i++)
        buf_addz(&b, "<zzzzzz/>");
    buf_addz(&b, "</report>");
    reading_open(&r, buf_str(&b));
    assert_false(valid_check(r.arena, &r.diag, &vocab, r.doc));
    assert_int_equal(r.diag.count, 201);
    assert_int_equal(r.diag.findings[200].code, Q212);
    reading_close(&r);
}

static void many_references_take_linear_time(void **state)
{
    struct reading r;
    struct buf b = {.arena = *state};
    buf_addz(&b, HEAD "<title/>");
    for (int i = 0; i < 50000; i++)
        buf_format(&b, "<item id='i%d' to='i%d'/>", i, 49999 - i);
    buf_addz(&b, "<end/></report>");
    reading_open(&r, buf_str(&b));
    assert_true(valid_check(r.arena, &r.diag, &vocab, r.doc));
    reading_close(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_documents_pass),
        cmocka_unit_test(declarations_and_fallbacks_are_set),
        cmocka_unit_test(elements_that_do_not_exist_are_found),
        cmocka_unit_test(misspelt_elements_are_looked_into),
        cmocka_unit_test(places_are_checked),
        cmocka_unit_test(missing_elements_are_told),
        cmocka_unit_test(attributes_are_checked),
        cmocka_unit_test(values_are_checked),
        cmocka_unit_test(typed_texts_are_checked),
        cmocka_unit_test(text_is_only_where_it_may_be),
        cmocka_unit_test(ids_and_references_are_checked),
        cmocka_unit_test(other_documents_are_told_apart),
        ARENA_TEST(two_hundred_findings_are_enough),
        ARENA_TEST(many_references_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
