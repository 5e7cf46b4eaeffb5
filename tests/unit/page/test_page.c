/* page: the display list, its invariants, and both dumps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "page/page.h"

/* Enough of a face for what page and dump read of it. */
static const struct face FACE = {.name = {"Test-Face", 9}, .units_per_em = 1000, .glyph_count = 9};

static struct page_glyph GLYPHS[] = {
    {.id = 3, .text_n = 1, .text_at = 0, .x = 0},
    {.id = 4, .text_n = 2, .text_at = 1, .x = LEN_PT(5)},
};

struct fixture {
    struct arena *arena;
    struct page_list list;
    struct page *page;
    tag_id p, leaf;
};

static int setup(void **state)
{
    struct arena *a = arena_new();
    struct fixture *f = ARENA_NEW(a, struct fixture);
    struct page_meta meta = {.title = STR("A title"), .lang = STR("en-GB")};
    f->arena = a;
    page_list_init(&f->list, a, &meta);
    f->page = page_add(&f->list, LEN_PT(200), LEN_PT(100));
    f->page->label = STR("i");
    f->p = tag_add(&f->list.tags, TAG_ROOT, ROLE_P, NULL);
    f->leaf = tag_leaf(&f->list.tags, f->p);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    arena_close(((struct fixture *)*state)->arena);
    return 0;
}

static struct item *add_text(struct fixture *f, len x, len y, str text)
{
    struct item *item = page_item(&f->list, f->page, ITEM_TEXT, f->leaf);
    item->u.text = (struct page_text){.face = &FACE,
                                      .size = LEN_PT(10),
                                      .colour = 0x102030,
                                      .x = x,
                                      .y = y,
                                      .width = LEN_PT(15),
                                      .text = text,
                                      .glyphs = GLYPHS,
                                      .glyph_count = 2};
    return item;
}

static struct item *add_link(struct fixture *f, str uri, str dest)
{
    tag_id link = tag_add(&f->list.tags, f->p, ROLE_LINK, NULL);
    struct item *item = page_item(&f->list, f->page, ITEM_LINK, link);
    item->u.link = (struct page_link){.width = LEN_PT(9),
                                      .height = LEN_PT(9),
                                      .uri = uri,
                                      .dest = dest,
                                      .contents = STR("over there")};
    return item;
}

static void assert_sound(const struct page_list *l)
{
    char message[200];
    if (!page_check(l, message, sizeof message))
        fail_msg("%s", message);
}

static void assert_refused(const struct page_list *l, const char *words)
{
    char message[200];
    assert_false(page_check(l, message, sizeof message));
    if (!strstr(message, words))
        fail_msg("\"%s\" does not say \"%s\"", message, words);
}

static void text_on_the_page_is_sound(void **state)
{
    struct fixture *f = *state;
    add_text(f, LEN_PT(10), LEN_PT(20), STR("abc"));
    assert_sound(&f->list);
}

static void items_off_the_page_are_refused(void **state)
{
    struct fixture *f = *state;
    struct item *item = add_text(f, LEN_PT(190), LEN_PT(20), STR("abc"));
    assert_sound(&f->list);
    item->u.text.x = LEN_PT(197); /* the second glyph is then at 202 */
    assert_refused(&f->list, "glyph off the page");
    item->u.text.x = INT32_MAX;
    assert_refused(&f->list, "text off the page");
    *item = (struct item){.kind = ITEM_RECT, .u.rect = {0, 0, LEN_PT(202), LEN_PT(1), 0}};
    assert_refused(&f->list, "rectangle off the page");
}

static void uncovered_text_is_refused(void **state)
{
    struct fixture *f = *state;
    add_text(f, 0, LEN_PT(20), STR("abcd"));
    assert_refused(&f->list, "do not cover all");
}

static void notdef_is_refused(void **state)
{
    struct fixture *f = *state;
    struct page_glyph glyph = {.id = 0, .text_n = 1};
    struct item *item = add_text(f, 0, LEN_PT(20), STR("a"));
    item->u.text.glyphs = &glyph;
    item->u.text.glyph_count = 1;
    assert_refused(&f->list, "does not have");
}

static void tags_of_items_are_leaves(void **state)
{
    struct fixture *f = *state;
    struct item *item = add_text(f, 0, LEN_PT(20), STR("abc"));
    item->tag = f->p;
    assert_refused(&f->list, "not a leaf");
    item->tag = 99;
    assert_refused(&f->list, "does not exist");
    item->tag = TAG_ARTIFACT;
    assert_sound(&f->list);
}

static void links_lead_somewhere(void **state)
{
    struct fixture *f = *state;
    struct item *item = add_link(f, STR(""), STR("there"));
    page_finish(&f->list);
    assert_refused(&f->list, "anchor that does not exist");
    page_anchor(&f->list, STR("there"), 0, 0, LEN_PT(4), f->p);
    page_finish(&f->list);
    assert_sound(&f->list);
    item->u.link.contents = STR("");
    assert_refused(&f->list, "does not say");
    item->u.link.contents = STR("there");
    item->u.link.uri = STR("https://example.org/");
    assert_refused(&f->list, "neither or both");
    item->u.link.dest = STR("");
    item->tag = f->leaf;
    assert_refused(&f->list, "not a Link");
}

static void anchors_are_sorted_and_found(void **state)
{
    struct fixture *f = *state;
    static const char *const NAMES[] = {"m", "b", "zz", "a", "bb", "z"};
    for (int i = 0; i < 6; i++)
        page_anchor(&f->list, str_z(NAMES[i]), 0, i, 0, 0);
    page_finish(&f->list);
    assert_sound(&f->list);
    for (int i = 0; i < 6; i++)
        assert_int_equal(page_find_anchor(&f->list, str_z(NAMES[i]))->x, i);
    assert_null(page_find_anchor(&f->list, STR("c")));
    assert_null(page_find_anchor(&f->list, STR("zzz")));
    page_anchor(&f->list, STR("m"), 0, 77, LEN_PT(3), 0);
    page_finish(&f->list);
    assert_int_equal(page_find_anchor(&f->list, STR("m"))->x, 0);
    assert_refused(&f->list, "twice");
}

static void outline_skips_no_level(void **state)
{
    struct fixture *f = *state;
    page_anchor(&f->list, STR("a"), 0, 0, 0, 0);
    page_finish(&f->list);
    page_outline(&f->list, 1, STR("One"), STR("a"));
    page_outline(&f->list, 2, STR("Two"), STR("a"));
    assert_sound(&f->list);
    page_outline(&f->list, 4, STR("Four"), STR("a"));
    assert_refused(&f->list, "outline entry 3");
}

static void pages_are_dumped(void **state)
{
    struct fixture *f = *state;
    add_text(f, LEN_PT(10), LEN_PT(20) + LEN_UNIT / 2, STR("a\"\xC2\xAD"));
    struct item *item = page_item(&f->list, f->page, ITEM_RECT, TAG_ARTIFACT);
    item->is_pagination = true;
    item->u.rect = (struct page_rect){0, LEN_PT(1), LEN_PT(2), LEN_PT(3), 0xFF0000};
    add_link(f, STR("https://example.org/"), STR(""));
    page_anchor(&f->list, STR("top"), 0, 0, 0, 0);
    page_finish(&f->list);
    struct buf out = {.arena = f->arena};
    dump_pages(&f->list, &out);
    assert_string_equal(buf_str(&out).p,
                        "page 1 \"i\" 200 x 100\n"
                        "  10 20.5 \"a\\\"\\-\" w 15 Test-Face 10 #102030 [P]\n"
                        "  0 1 rect 2 x 3 #ff0000 [pagination]\n"
                        "  0 0 link 9 x 9 to https://example.org/ \"over there\" [Link]\n"
                        "  0 0 anchor #top\n");
}

static void tags_are_dumped_in_document_order(void **state)
{
    struct fixture *f = *state;
    static const struct tag_props FIGURE = {.alt = {"A map", 5}, .lang = {"cy", 2}};
    add_text(f, 0, LEN_PT(20), STR("abc"));
    f->page = page_add(&f->list, LEN_PT(200), LEN_PT(100));
    tag_id figure = tag_add(&f->list.tags, TAG_ROOT, ROLE_FIGURE, &FIGURE);
    page_item(&f->list, f->page, ITEM_DRAWING, tag_leaf(&f->list.tags, figure));
    add_text(f, 0, LEN_PT(20), STR("def")); /* the same leaf, overleaf */
    struct buf out = {.arena = f->arena};
    dump_tags(&f->list, &out);
    assert_string_equal(buf_str(&out).p, "Document\n"
                                         "  P\n"
                                         "    @1 \"abc\"\n"
                                         "    @2 \"def\"\n"
                                         "  Figure alt=\"A map\" lang=\"cy\"\n"
                                         "    \"<drawing>\"\n");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(text_on_the_page_is_sound),
        CASE(items_off_the_page_are_refused),
        CASE(uncovered_text_is_refused),
        CASE(notdef_is_refused),
        CASE(tags_of_items_are_leaves),
        CASE(links_lead_somewhere),
        CASE(anchors_are_sorted_and_found),
        CASE(outline_skips_no_level),
        CASE(pages_are_dumped),
        CASE(tags_are_dumped_in_document_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
