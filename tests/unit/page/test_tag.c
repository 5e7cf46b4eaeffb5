/* tag: building the tree, and each invariant refused when it is broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "page/tag.h"

static int setup(void **state)
{
    struct arena *a = arena_new();
    struct tag_tree *t = ARENA_NEW(a, struct tag_tree);
    tag_tree_init(t, a, NULL);
    *state = t;
    return 0;
}

static int teardown(void **state)
{
    arena_close(((struct tag_tree *)*state)->arena);
    return 0;
}

static void assert_sound(const struct tag_tree *t)
{
    char message[200];
    if (!tag_check(t, message, sizeof message))
        fail_msg("%s", message);
}

static void assert_refused(const struct tag_tree *t, const char *words)
{
    char message[200];
    assert_false(tag_check(t, message, sizeof message));
    if (!strstr(message, words))
        fail_msg("\"%s\" does not say \"%s\"", message, words);
}

static const struct tag_props WIDE = {.column_span = 2}, TALL = {.row_span = 2};

static tag_id add_cell(struct tag_tree *t, tag_id row, const struct tag_props *p)
{
    tag_id cell = tag_add(t, row, ROLE_TD, p);
    tag_leaf(t, cell);
    return cell;
}

static void empty_tree_is_sound(void **state)
{
    struct tag_tree *t = *state;
    assert_sound(t);
    assert_int_equal(t->tags[TAG_ROOT].role, ROLE_DOCUMENT);
    assert_int_equal(t->count, 2);
}

static void children_stand_in_order(void **state)
{
    struct tag_tree *t = *state;
    tag_id p = tag_add(t, TAG_ROOT, ROLE_P, NULL), leaf = tag_leaf(t, p);
    tag_id span = tag_add(t, p, ROLE_SPAN, NULL), after = tag_leaf(t, p);
    assert_int_equal(t->tags[p].first, leaf);
    assert_int_equal(t->tags[leaf].next, span);
    assert_int_equal(t->tags[span].next, after);
    assert_int_equal(t->tags[p].last, after);
    assert_sound(t);
}

static void adjacent_leaves_are_one(void **state)
{
    struct tag_tree *t = *state;
    tag_id p = tag_add(t, TAG_ROOT, ROLE_P, NULL), leaf = tag_leaf(t, p);
    assert_int_equal(tag_leaf(t, p), leaf);
    tag_add(t, p, ROLE_EM, NULL);
    assert_int_not_equal(tag_leaf(t, p), leaf);
}

static void artifacts_have_no_tags(void **state)
{
    struct tag_tree *t = *state;
    assert_int_equal(tag_add(t, TAG_ARTIFACT, ROLE_P, NULL), TAG_ARTIFACT);
    assert_int_equal(tag_leaf(t, TAG_ARTIFACT), TAG_ARTIFACT);
    assert_int_equal(t->count, 2);
}

static void headings_skip_no_level(void **state)
{
    struct tag_tree *t = *state;
    tag_add(t, TAG_ROOT, ROLE_H1, NULL);
    tag_add(t, TAG_ROOT, ROLE_H2, NULL);
    tag_add(t, TAG_ROOT, ROLE_H1, NULL);
    assert_sound(t);
    tag_add(t, TAG_ROOT, ROLE_H3, NULL);
    assert_refused(t, "level 1");
}

static void headings_are_counted_in_document_order(void **state)
{
    struct tag_tree *t = *state;
    tag_id first = tag_add(t, TAG_ROOT, ROLE_SECT, NULL);
    tag_id second = tag_add(t, TAG_ROOT, ROLE_SECT, NULL);
    tag_add(t, second, ROLE_H2, NULL); /* has the lower id, but stands after the H1 */
    tag_add(t, first, ROLE_H1, NULL);
    assert_sound(t);
}

static void lists_hold_items(void **state)
{
    struct tag_tree *t = *state;
    tag_id list = tag_add(t, TAG_ROOT, ROLE_L, NULL), item = tag_add(t, list, ROLE_LI, NULL);
    tag_add(t, item, ROLE_LBL, NULL);
    tag_id body = tag_add(t, item, ROLE_LBODY, NULL);
    tag_add(t, body, ROLE_P, NULL);
    assert_sound(t);
    tag_add(t, list, ROLE_P, NULL);
    assert_refused(t, "may not stand in L");
}

static void leaf_directly_in_a_row_is_refused(void **state)
{
    struct tag_tree *t = *state;
    tag_id table = tag_add(t, TAG_ROOT, ROLE_TABLE, NULL), row = tag_add(t, table, ROLE_TR, NULL);
    tag_leaf(t, row);
    assert_refused(t, "may not stand in TR");
}

static void spans_make_regular_rows(void **state)
{
    struct tag_tree *t = *state;
    tag_id table = tag_add(t, TAG_ROOT, ROLE_TABLE, NULL);
    tag_id head = tag_add(t, table, ROLE_THEAD, NULL), body = tag_add(t, table, ROLE_TBODY, NULL);
    tag_id row = tag_add(t, head, ROLE_TR, NULL);
    add_cell(t, row, &WIDE);
    add_cell(t, row, NULL);
    row = tag_add(t, body, ROLE_TR, NULL);
    add_cell(t, row, &TALL);
    add_cell(t, row, NULL);
    add_cell(t, row, &TALL);
    row = tag_add(t, body, ROLE_TR, NULL);
    add_cell(t, row, NULL);
    assert_sound(t);
    add_cell(t, row, NULL);
    assert_refused(t, "columns");
}

static void span_beyond_the_last_row_is_refused(void **state)
{
    struct tag_tree *t = *state;
    tag_id table = tag_add(t, TAG_ROOT, ROLE_TABLE, NULL);
    add_cell(t, tag_add(t, table, ROLE_TR, NULL), &TALL);
    assert_refused(t, "beyond the last row");
}

static void short_row_is_refused(void **state)
{
    struct tag_tree *t = *state;
    tag_id table = tag_add(t, TAG_ROOT, ROLE_TABLE, NULL);
    add_cell(t, tag_add(t, table, ROLE_TR, NULL), &WIDE);
    add_cell(t, tag_add(t, table, ROLE_TR, NULL), NULL);
    assert_refused(t, "covers 1 columns");
}

static void second_head_is_refused(void **state)
{
    struct tag_tree *t = *state;
    tag_id table = tag_add(t, TAG_ROOT, ROLE_TABLE, NULL);
    add_cell(t, tag_add(t, tag_add(t, table, ROLE_THEAD, NULL), ROLE_TR, NULL), NULL);
    add_cell(t, tag_add(t, tag_add(t, table, ROLE_THEAD, NULL), ROLE_TR, NULL), NULL);
    assert_refused(t, "2 THead");
}

static void figure_needs_a_text(void **state)
{
    struct tag_tree *t = *state;
    static const struct tag_props ALT = {.alt = {"A map", 5}};
    tag_leaf(t, tag_add(t, TAG_ROOT, ROLE_FIGURE, &ALT));
    assert_sound(t);
    tag_leaf(t, tag_add(t, TAG_ROOT, ROLE_FIGURE, NULL));
    assert_refused(t, "alternative text");
}

static void headers_are_header_cells(void **state)
{
    struct tag_tree *t = *state;
    tag_id table = tag_add(t, TAG_ROOT, ROLE_TABLE, NULL), row = tag_add(t, table, ROLE_TR, NULL);
    tag_id head = tag_add(t, row, ROLE_TH, NULL), cell = add_cell(t, row, NULL);
    tag_id headers[] = {head, 0};
    t->tags[cell].headers = headers;
    assert_sound(t);
    headers[0] = cell;
    assert_refused(t, "is not a TH");
}

static void broken_links_are_refused(void **state)
{
    struct tag_tree *t = *state;
    tag_id a = tag_add(t, TAG_ROOT, ROLE_P, NULL);
    tag_add(t, TAG_ROOT, ROLE_P, NULL);
    t->tags[a].next = 0;
    assert_refused(t, "last child");
}

static void roles_have_names(void **state)
{
    (void)state;
    for (int role = 0; role < ROLE_COUNT; role++) {
        assert_non_null(tag_role_name((enum tag_role)role));
        assert_non_null(tag_role_standard((enum tag_role)role));
    }
    assert_string_equal(tag_role_name(ROLE_STRONG), "Strong");
    assert_string_equal(tag_role_standard(ROLE_STRONG), "Span");
    assert_string_equal(tag_role_standard(ROLE_ASIDE), "Sect");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(empty_tree_is_sound),      CASE(children_stand_in_order),
        CASE(adjacent_leaves_are_one),  CASE(artifacts_have_no_tags),
        CASE(headings_skip_no_level),   CASE(headings_are_counted_in_document_order),
        CASE(lists_hold_items),         CASE(leaf_directly_in_a_row_is_refused),
        CASE(spans_make_regular_rows),  CASE(span_beyond_the_last_row_is_refused),
        CASE(short_row_is_refused),     CASE(second_head_is_refused),
        CASE(figure_needs_a_text),      CASE(headers_are_header_cells),
        CASE(broken_links_are_refused), CASE(roles_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
