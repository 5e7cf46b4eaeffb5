/* The head of a document: xml_load_head(), and where scan_head_end() ends it. */
#include "unit/xml/xml_test.h"

#include <stdlib.h>

#include "xml/scan.h"

static const char *const names[] = {"a", "b", NULL};

/* The children found, as "name=content" parted by spaces; NULL: not even the outermost element. */
static const char *children(struct arena *arena, str text)
{
    struct buf out = {.arena = arena};
    struct xml_doc *doc = xml_load_head(arena, text, names);
    if (!doc)
        return NULL;
    for (const struct xml_node *n = doc->root->children; n; n = n->next)
        if (n->name.n)
            buf_format(&out, "%s%.*s=%.*s", out.n ? " " : "", STR_ARG(n->name),
                       STR_ARG(xml_content(arena, n)));
    buf_byte(&out, '\0');
    return buf_str(&out).p;
}

#define HEAD(literal, expected) assert_string_equal(children(*state, STR(literal)), expected)

static void ends_before_the_first_stranger(void **state)
{
    HEAD("<r><a>1</a> <b>2</b> <c>3</c> <a>4</a></r>", "a=1 b=2");
    HEAD("<r><c/><a>1</a></r>", "");
    HEAD("<r><a>1</a></r>", "a=1");
    HEAD("<r/>", "");
    HEAD("<r><p:a xmlns:p='u'>1</p:a><p:c xmlns:p='u'/></r>", "a=1");
    HEAD("<r><!-- <c> --><?x <c> ?><a><![CDATA[<c>]]></a><c/></r>", "a=<c>");
}

static void children_of_children_do_not_count(void **state)
{
    HEAD("<r><a>1<c>2<d/>3</c>4</a><b/></r>", "a=1234 b=");
    HEAD("<r><a x='>'/><b y=\"/>\">2</b><c/></r>", "a= b=2");
}

static void words_are_those_of_the_whole(void **state)
{
    HEAD("\xEF\xBB\xBF<?xml version='1.0'?>\n<r><a>\n Po&#108;ice &amp;\r\n\t<i>Crime</i> "
         "</a><c/></r>",
         "a=Police & Crime");
}

/* What comes behind the head is not looked at, whatever it is. */
static void the_rest_may_be_anything(void **state)
{
    HEAD("<r><a>1</a><c>\xFF\x01<!DOCTYPE x></d>", "a=1");
    HEAD("<r><a>1</a><c", "a=1");
    HEAD("<r><a>1</a>", "a=1");
}

static void what_is_damaged_is_left_out(void **state)
{
    HEAD("<r><a>1</a><b>2 &c; 3</b><c/></r>", "a=1");
    HEAD("<r><a>1</a><b>2", "a=1");
    HEAD("<r><a>1</a><b>2</a></b><c/>", "a=1");
    HEAD("<r><a>1</a>&nbsp;<b>2</b>", "a=1");
    HEAD("<r><a><i>1</i><i>2</a>", "");
}

static void without_a_root_there_is_nothing(void **state)
{
    static const char *const texts[] = {
        "",
        "hello",
        "<r x='1' x='2'><a>1</a></r>",
        "<r x='<c>'/>",
        "<!DOCTYPE r [<!ENTITY e 'e'>]><r><a>&e;</a></r>",
        "<r><a>\xFF</a></r>",
        "<?xml version='1.0' encoding='ISO-8859-1'?><r/>",
        "%PDF-1.7 <r/>",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (children(*state, str_z(texts[i])))
            fail_msg("%s", texts[i]);
}

static void limits_hold(void **state)
{
    struct buf deep = {.arena = *state}, wide = {.arena = *state};
    buf_addz(&deep, "<r><a>1</a><b>");
    for (int i = 0; i < 300; i++)
        buf_addz(&deep, "<i>");
    assert_string_equal(children(*state, buf_str(&deep)), "a=1");
    buf_addz(&wide, "<r><a x='");
    for (size_t i = 0; i <= SCAN_TAG_MAX; i++)
        buf_byte(&wide, 'x');
    buf_addz(&wide, "'>1</a></r>");
    assert_null(children(*state, buf_str(&wide)));
}

/* 64 MiB of elements would be 2 GB of nodes. */
static void a_long_head_is_not_read(void **state)
{
    struct buf text = {.arena = *state};
    buf_addz(&text, "<r><a>1</a>");
    while (text.n < (size_t)1 << 20)
        buf_addz(&text, "<b/>");
    size_t before = arena_used(*state);
    assert_null(children(*state, buf_str(&text)));
    assert_true(arena_used(*state) - before < 65536);
    assert_string_equal(children(*state, STR("<r><a>1</a><b/><c/></r>")), "a=1 b=");
}

/* Cut anywhere, the head of a sound document gives a beginning of what it gives whole. */
static void any_beginning_gives_less(void **state)
{
    const str text =
        STR("<?xml version='1.0'?><r y='1'><!-- x --><a>1<i/>2</a><b>&lt;</b><c/></r>");
    const char *whole = children(*state, text);
    assert_string_equal(whole, "a=12 b=<");
    for (size_t n = 0; n < text.n; n++) {
        char *copy = malloc(n + 1); /* so that a read beyond is seen */
        memcpy(copy, text.p, n);
        const char *part = children(*state, (str){copy, n});
        assert_true(!part || strncmp(whole, part, strlen(part)) == 0);
        free(copy);
    }
}

static void root_names(void **state)
{
    (void)state;
    assert_str(xml_root_name(STR("<r/>")), "r");
    assert_str(xml_root_name(STR("\xEF\xBB\xBF<?xml?> <!-- --> <p:r x='1'>")), "r");
    assert_str(xml_root_name(STR("<!DOCTYPE html SYSTEM 'x'><r/>")), "html");
    assert_str(xml_root_name(STR("<!DOCTYPE\n r [")), "r");
    assert_str(xml_root_name(STR("<!DOCTYPE")), "");
    assert_str(xml_root_name(STR("hello <r/>")), "");
    assert_str(xml_root_name(STR("")), "");
    assert_str(xml_root_name(STR("<")), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(ends_before_the_first_stranger),
        ARENA_TEST(children_of_children_do_not_count),
        ARENA_TEST(words_are_those_of_the_whole),
        ARENA_TEST(the_rest_may_be_anything),
        ARENA_TEST(what_is_damaged_is_left_out),
        ARENA_TEST(without_a_root_there_is_nothing),
        ARENA_TEST(limits_hold),
        ARENA_TEST(a_long_head_is_not_read),
        ARENA_TEST(any_beginning_gives_less),
        cmocka_unit_test(root_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
