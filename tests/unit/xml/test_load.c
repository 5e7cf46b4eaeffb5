#include "unit/xml/xml_test.h"

#include <libxml/tree.h>
#include <libxml/parser.h>
#include <stdlib.h>
#include <time.h>

#include "base/file.h"

/* ---- what is refused before the parser sees it ------------------------------------------ */

static void not_xml_at_all_is_refused(void **state)
{
    (void)state;
    REFUSED("", "Q102 1:1+1 empty file");
    REFUSED(" \n\t", "Q102 1:1+1 nothing in the file but white space");
    REFUSED("\xEF\xBB\xBF", "Q102 1:1+1 nothing in the file but white space");
    REFUSED("\x1F\x8B\x08rest", "Q104 1:1+1 this is not XML but compressed (gzip)");
    REFUSED("PK\x03\x04rest", "Q104 1:1+1 this is not XML but a zip archive, perhaps a Word or "
                              "Excel document");
    REFUSED("%PDF-1.7", "Q104 1:1+1 this is not XML but a PDF");
    REFUSED("hello", "Q101 1:1+1 an element should begin here");
}

static void other_encodings_are_refused(void **state)
{
    (void)state;
    REFUSED("\xFF\xFE<\0a\0/\0>\0",
            "Q103 1:1+1 the file is in UTF-16 or UTF-32; only UTF-8 is read");
    REFUSED("\0<\0a", "Q103 1:1+1 the file is in UTF-16 or UTF-32; only UTF-8 is read");
    REFUSED("<?xml version='1.0' encoding='UTF-7'?><a/>",
            "Q103 1:31+5 the file says that it is in UTF-7; only UTF-8 is read");
    REFUSED("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<a/>",
            "Q103 1:31+10 the file says that it is in ISO-8859-1; only UTF-8 is read");
    REFUSED("<a>\n \xFF\xFE</a>", "Q103 2:2+1 the byte 0xFF here is not UTF-8");
    REFUSED("<a>\xC3\xA9\xE9</a>", "Q103 1:5+1 the byte 0xE9 here is not UTF-8");
    REFUSED("<?xml version='1.0' encoding='US-ASCII'?><a>\xC3\xA9</a>",
            "Q103 1:45+1 the file says that it is in US-ASCII, but this character is not; only "
            "UTF-8 is read");
}

static void encodings_that_are_utf8_are_read(void **state)
{
    static const char *const texts[] = {
        "<?xml version='1.0' encoding='utf-8'?><a>\xC3\xA9</a>",
        "<?xml version='1.0' encoding='UTF-8' standalone='yes'?><a>\xC3\xA9</a>",
        "<?xml version='1.0' encoding='us-ascii'?><a>&#233;</a>",
        "\xEF\xBB\xBF<a>\xC3\xA9</a>",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct reading r;
        reading_open(&r, str_z(texts[i]));
        assert_non_null(r.doc);
        assert_int_equal(r.diag.count, 0);
        assert_str(xml_content(r.arena, r.doc->root), "\xC3\xA9");
        reading_close(&r);
    }
}

static void characters_outside_xml_are_refused(void **state)
{
    (void)state;
    REFUSED("<a>\n\0</a>", "Q106 2:1+1 the character U+0000 is not allowed in XML");
    REFUSED("<a>x\x08</a>", "Q106 1:5+1 the character U+0008 is not allowed in XML");
    REFUSED("<a>\xEF\xBF\xBE</a>", "Q106 1:4+1 the character U+FFFE is not allowed in XML");
    REFUSED("<a>\xED\xA0\x80</a>", "Q103 1:4+1 the byte 0xED here is not UTF-8");
}

static void doctypes_are_refused(void **state)
{
    (void)state;
    const char *text = "Q105 1:1+9 a document type declaration (DOCTYPE) is not allowed";
    REFUSED("<!DOCTYPE a [<!ENTITY x \"&x;&x;\">]><a>&x;</a>", text);
    REFUSED("<!DOCTYPE a SYSTEM \"http://example.org/a.dtd\"><a/>", text);
    REFUSED("<!doctype a><a/>", text);
    REFUSED("<?xml version='1.0'?>\n<!-- c -->\n <!DOCTYPE a><a/>",
            "Q105 3:2+9 a document type declaration (DOCTYPE) is not allowed");
}

static void doctype_in_text_is_text(void **state)
{
    struct reading r;
    (void)state;
    reading_open(&r, STR("<a><!-- <!DOCTYPE b> --><![CDATA[<!DOCTYPE c>]]></a>"));
    assert_non_null(r.doc);
    assert_str(xml_content(r.arena, r.doc->root), "<!DOCTYPE c>");
    reading_close(&r);
}

/* ---- limits ----------------------------------------------------------------------------- */

/* count copies of `part`, between `head` and `tail`. */
static str repeated(struct arena *a, const char *head, const char *part, int count,
                    const char *tail)
{
    struct buf b = {.arena = a};
    buf_addz(&b, head);
    for (int i = 0; i < count; i++)
        buf_addz(&b, part);
    buf_addz(&b, tail);
    return buf_str(&b);
}

static void nesting_ends_at_256(void **state)
{
    str good = repeated(*state, repeated(*state, "", "<a>", 256, "").p, "</a>", 256, "");
    struct reading r;
    reading_open(&r, good);
    assert_non_null(r.doc);
    reading_close(&r);
    assert_refused(repeated(*state, "", "<a>", 257, ""),
                   "Q107 1:770+1 elements are nested more than 256 deep", __FILE__, __LINE__);
    assert_refused(repeated(*state, "", "<a>", 200000, ""),
                   "Q107 1:770+1 elements are nested more than 256 deep", __FILE__, __LINE__);
}

static void tags_end_at_64_kibibytes(void **state)
{
    struct reading r;
    reading_open(&r, repeated(*state, "<a b='", "x", 65000, "'/>"));
    assert_non_null(r.doc);
    assert_int_equal(xml_value(r.doc->root, "b").n, 65000);
    reading_close(&r);
    assert_refused(repeated(*state, "<a>\n<b c='", "x", 65600, "'/></a>"),
                   "Q107 2:1+1 this tag is 65609 bytes long; at most 65536 are read", __FILE__,
                   __LINE__);
    /* A comment or a text may be as long as it likes; so may a tag with a quote missing seem. */
    reading_open(&r, repeated(*state, "<a><!--", "x", 70000, "--></a>"));
    assert_non_null(r.doc);
    reading_close(&r);
    assert_refused(repeated(*state, "<a b=\"1>\n", "<c>text</c>\n", 70000, "</a>"),
                   "Q101 1:4+1 the value of this attribute has no closing quote", __FILE__,
                   __LINE__);
}

static void names_end_at_a_thousand(void **state)
{
    struct buf b = {.arena = *state};
    buf_addz(&b, "<a>");
    for (int i = 0; i < 300000; i++)
        buf_format(&b, "<n%d/>", i);
    buf_addz(&b, "</a>");
    clock_t start = clock();
    assert_refused(buf_str(&b),
                   "Q107 1:6888+1 more than 1,000 different names of elements and attributes",
                   __FILE__, __LINE__);
    assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
}

static void long_texts_are_read(void **state)
{
    struct reading r;
    reading_open(&r, repeated(*state, "<a>&lt;", "0123456789", 1200000, "</a>"));
    assert_non_null(r.doc);
    assert_int_equal(r.doc->root->children->text.n, 12000001);
    assert_null(r.doc->root->children->next);
    reading_close(&r);
}

static void too_large_files_are_refused(void **state)
{
    struct reading r = {.arena = *state};
    diag_init(&r.diag, r.arena);
    r.source = (struct source){STR("t.xml"), {"<a/>", FILE_CAP_XML + 1}};
    assert_null(xml_load(r.arena, &r.diag, &r.source));
    assert_int_equal(r.diag.findings[0].code, Q801);
    assert_int_equal(r.diag.status, STATUS_LIMIT);
}

/* ---- well-formedness -------------------------------------------------------------------- */

static void nesting_faults_are_told_once(void **state)
{
    struct reading r;
    (void)state;
    REFUSED("<a>\n<b>hello", "Q101 2:9+1 the file ends while <b> of line 2 is still open");
    REFUSED("<a>\n<b>hello\n\n", "Q101 2:9+1 the file ends while <b> of line 2 is still open");
    REFUSED("<a/>\n<b/>", "Q101 2:1+1 there is more after the end of the outermost element");
    REFUSED("<a>\n<b c=\"1\"", "Q101 2:9+1 the file ends in the middle of a tag");
    reading_open(&r, STR("<a>\n<b>\n<c>\n</b>\n<d/>\n</a>\n"));
    assert_str(reading_finding(&r, 0), "Q101 4:3+1 </b> where <c> of line 3 is still open");
    assert_int_equal(r.diag.count, 1);
    reading_close(&r);
}

static void references_are_explained(void **state)
{
    (void)state;
    REFUSED("<a>caf&eacute;</a>", "Q101 1:7+8 &eacute; is not known in XML");
    REFUSED("<a b='caf&eacute;'/>", "Q101 1:10+8 &eacute; is not known in XML");
    REFUSED("<a>R&D</a>", "Q101 1:5+1 an & that no ; follows");
    REFUSED("<a>a & b</a>", "Q101 1:6+1 an & on its own");
    REFUSED("<a b='a & b'/>", "Q101 1:9+1 an & on its own");
    REFUSED("<a>\n&#0;</a>", "Q101 2:1+2 this is not the number of a character that XML allows");
}

static void tags_are_explained(void **state)
{
    (void)state;
    REFUSED("<a>\n<b c=d/></a>", "Q101 2:6+1 the value of an attribute does not stand in quotes");
    REFUSED("<a>\n<b d='' c=\"x>\n<d/></a>",
            "Q101 2:9+1 the value of this attribute has no closing quote");
    REFUSED("<a b='1'\n c='2' b='3'/>", "Q101 2:8+1 the attribute b is given twice");
    REFUSED("<a b/>", "Q101 1:5+1 an attribute without a value");
    REFUSED("<a b='1'c='2'/>", "Q101 1:9+1 a space is missing here");
    REFUSED("<a>3 < 4</a>", "Q101 1:7+1 no name of an element or attribute begins here");
}

static void asides_are_explained(void **state)
{
    (void)state;
    REFUSED("<a>\n <!-- x", "Q101 2:2+4 a comment that does not end");
    REFUSED("<a><!-- x -- y --></a>", "Q101 1:11+1 two hyphens inside a comment");
    REFUSED("<a>\n<![CDATA[ x", "Q101 2:1+9 a CDATA section that does not end");
    REFUSED("<a>\n ]]> </a>", "Q101 2:2+1 ]]> in the text");
    REFUSED("\n<?xml version='1.0'?><a/>",
            "Q101 2:1+2 <?xml \xE2\x80\xA6?> may stand at the very beginning only");
}

static void prefixes_need_a_namespace(void **state)
{
    (void)state;
    REFUSED("<a><x:b/></a>", "Q109 1:4+4 the prefix x: has no namespace");
    REFUSED("<a xmlns:p='u' xmlns:q='u' p:a='1' q:a='2'/>",
            "Q109 1:1+2 two attributes have the same name and namespace");
}

static void twenty_faults_are_enough(void **state)
{
    struct reading r;
    reading_open(&r, repeated(*state, "<a>\n", "<b c=1/>\n", 50, "</a>"));
    assert_null(r.doc);
    assert_int_equal(r.diag.count, 20);
    assert_int_equal(r.diag.findings[19].pos.line, 21);
    reading_close(&r);
}

static void names_are_cut_between_characters(void **state)
{
    struct reading r;
    str name = repeated(*state, "", "\xC3\xA9", 100, "");
    reading_open(&r, str_format(*state, "<x%s></y>", name.p));
    assert_null(r.doc);
    assert_int_equal(utf8_check(r.diag.findings[0].text), r.diag.findings[0].text.n);
    reading_close(&r);
}

static void instructions_are_a_warning(void **state)
{
    struct reading r;
    (void)state;
    reading_open(&r, STR("<?xml-stylesheet href='x'?>\n<a>x<?pi y?>z</a>\n<?end?>"));
    assert_non_null(r.doc);
    assert_str(xml_content(r.arena, r.doc->root), "xz");
    assert_str(reading_finding(&r, 0), "Q108 1:1+16 the instruction <?xml-stylesheet?> is ignored");
    assert_str(reading_finding(&r, 1), "Q108 2:5+4 the instruction <?pi?> is ignored");
    assert_str(reading_finding(&r, 2), "Q108 3:1+5 the instruction <?end?> is ignored");
    assert_false(diag_failed(&r.diag));
    reading_close(&r);
}

/* ---- the tree --------------------------------------------------------------------------- */

static void elements_and_attributes_have_places(void **state)
{
    struct reading r;
    (void)state;
    reading_open(&r, STR("\xEF\xBB\xBF<?xml version='1.0'?>\r\n"
                         "<r:\xC3\xBCx xmlns:r='u'\r\n  b = '\xC3\xA9 &amp;&#38;x\n'\tr:c=\"\"\r\n"
                         "xml:lang='cy'><!-- \n --><d/></r:\xC3\xBCx>"));
    const struct xml_node *root = r.doc->root;
    assert_str(root->name, "\xC3\xBCx");
    assert_str(root->ns, "u");
    assert_int_equal(root->line, 2);
    assert_int_equal(root->column, 2);
    assert_int_equal(root->width, 4);
    const struct xml_attr *b = xml_attr(root, "b");
    assert_str(b->value, "\xC3\xA9 &&x ");
    assert_int_equal(b->line * 100 + b->column, 303);
    assert_int_equal(b->value_line * 100 + b->value_column, 308);
    assert_int_equal(xml_value_pos_at(r.doc, b, 3).column, 10);
    assert_int_equal(xml_value_pos_at(r.doc, b, 4).column, 15);
    assert_int_equal(xml_value_pos_at(r.doc, b, 5).column, 20);
    assert_str(b->next->name, "c");
    assert_str(b->next->ns, "u");
    assert_int_equal(b->next->line * 100 + b->next->column, 403);
    assert_null(xml_attr(root, "c"));
    assert_str(xml_value(root, "xml:lang"), "cy");
    const struct xml_node *d = xml_child(root, "d");
    assert_int_equal(d->line * 100 + d->column, 606);
    assert_str(xml_lang(d), "cy");
    reading_close(&r);
}

static void text_places_follow_what_is_written(void **state)
{
    static const struct {
        size_t at;
        unsigned place; /* line * 100 + column */
    } places[] = {{0, 104}, {1, 105}, {3, 106}, {4, 111},  {5, 121},  {6, 122},
                  {7, 204}, {8, 205}, {9, 205}, {10, 211}, {11, 212}, {12, 301}};
    struct reading r;
    (void)state;
    reading_open(&r, STR("<a>x\xC3\xBC&amp;y<![CDATA[<&]]><!--\n--> &#xE9;z\r\nw</a>"));
    const struct xml_node *text = r.doc->root->children;
    assert_null(text->next);
    assert_str(text->text, "x\xC3\xBC&y<& \xC3\xA9z\nw");
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct pos p = xml_text_pos(r.doc, text, places[i].at);
        if (p.line * 100 + p.column != places[i].place)
            print_error("byte %zu: %u:%u\n", places[i].at, (unsigned)p.line, (unsigned)p.column);
        assert_int_equal(p.line * 100 + p.column, places[i].place);
    }
    reading_close(&r);
}

static void text_is_kept_as_written(void **state)
{
    struct reading r;
    (void)state;
    reading_open(&r, STR("<a> x  <b>y</b>\n<c/>&lt;<d/></a>"));
    const struct xml_node *n = r.doc->root->children;
    assert_str(n->text, " x  ");
    assert_ptr_equal(n->text.p, r.source.text.p + 3); /* a slice, not a copy */
    assert_true(xml_is(n->next, "b"));
    assert_str(n->next->next->text, "\n");
    assert_str(n->next->next->next->next->text, "<");
    assert_str(xml_content(r.arena, r.doc->root), "x y <");
    assert_ptr_equal(r.doc->root->last, xml_next(xml_child(r.doc->root, "b"), "d"));
    assert_null(xml_next(r.doc->root->last, "b"));
    reading_close(&r);
}

/* ---- against libxml2's own tree --------------------------------------------------------- */

static void assert_same(struct arena *arena, const xmlNode *theirs, const struct xml_node *ours)
{
    for (; theirs; theirs = theirs->next) {
        if (theirs->type == XML_COMMENT_NODE || theirs->type == XML_PI_NODE)
            continue;
        assert_non_null(ours);
        assert_int_equal(theirs->line, ours->name.n ? ours->line : theirs->line);
        if (theirs->type == XML_ELEMENT_NODE) {
            assert_true(str_is(ours->name, (const char *)theirs->name));
            for (const struct xml_attr *a = ours->attrs; a; a = a->next) {
                xmlChar *value = xmlGetProp(theirs, BAD_CAST str_copy(arena, a->name).p);
                assert_true(str_is(a->value, (const char *)value));
                xmlFree(value);
            }
            assert_same(arena, theirs->children, ours->children);
        } else {
            assert_true(str_is(ours->text, (const char *)theirs->content));
        }
        ours = ours->next;
    }
    assert_null(ours);
}

static void trees_agree_with_the_library(void **state)
{
    (void)state;
    str text = STR("<a b='1 &lt;&#10;&quot;'>one &amp; two<c d=\"'\t'\">\r\n</c>"
                   "<e/>&#233;<f>x<g/>y</f>\n</a>");
    struct reading r;
    reading_open(&r, text);
    xmlDoc *doc = xmlReadMemory(text.p, (int)text.n, NULL, NULL, XML_PARSE_NOCDATA);
    assert_non_null(doc);
    assert_same(r.arena, xmlDocGetRootElement(doc), r.doc->root);
    xmlFreeDoc(doc);
    reading_close(&r);
}

/* ---- memory ----------------------------------------------------------------------------- */

/* However little there is, loading ends by the way out of memory, and nothing leaks. */
static void running_out_of_memory_is_clean(void **state)
{
    (void)state;
    static const char part[] = "<b c='&lt;d' xmlns='urn:x'>text &amp; more<e f='1'/></b>";
    for (volatile size_t limit = 1 << 16; limit < 1 << 20; limit += 1 << 15) {
        struct arena *a = arena_new(), *own = arena_new();
        str text = repeated(own, "<a>", part, 3000, "</a>");
        struct source source = {STR("t.xml"), text};
        struct diag d;
        jmp_buf on_oom;
        diag_init(&d, a);
        if (setjmp(on_oom) == 0) {
            arena_set_oom(a, &on_oom);
            arena_set_limit(a, limit);
            xml_load(a, &d, &source);
            fail_msg("%zu bytes were enough", limit);
        }
        arena_close(a);
        arena_close(own);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(not_xml_at_all_is_refused),
        cmocka_unit_test(other_encodings_are_refused),
        cmocka_unit_test(encodings_that_are_utf8_are_read),
        cmocka_unit_test(characters_outside_xml_are_refused),
        cmocka_unit_test(doctypes_are_refused),
        cmocka_unit_test(doctype_in_text_is_text),
        ARENA_TEST(nesting_ends_at_256),
        ARENA_TEST(tags_end_at_64_kibibytes),
        ARENA_TEST(names_end_at_a_thousand),
        ARENA_TEST(long_texts_are_read),
        ARENA_TEST(too_large_files_are_refused),
        cmocka_unit_test(nesting_faults_are_told_once),
        cmocka_unit_test(references_are_explained),
        cmocka_unit_test(tags_are_explained),
        cmocka_unit_test(asides_are_explained),
        cmocka_unit_test(prefixes_need_a_namespace),
        ARENA_TEST(twenty_faults_are_enough),
        ARENA_TEST(names_are_cut_between_characters),
        cmocka_unit_test(instructions_are_a_warning),
        cmocka_unit_test(elements_and_attributes_have_places),
        cmocka_unit_test(text_places_follow_what_is_written),
        cmocka_unit_test(text_is_kept_as_written),
        cmocka_unit_test(trees_agree_with_the_library),
        cmocka_unit_test(running_out_of_memory_is_clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
