#include "joining.h"

#include "pack/name_tree.h"

static qpdf_data empty_pdf(struct bench *b)
{
    b->q = qpdf_init();
    qpdf_empty_pdf(b->q);
    qpdf_silence_errors(b->q);
    return b->q;
}

static struct name_list read_tree(struct bench *b, qpdf_oh root)
{
    struct name_list list = {.arena = b->arena, .q = b->q};
    name_tree_read(&list, root);
    name_tree_sort(&list);
    return list;
}

static void test_sorts_and_keeps_the_first(void **state)
{
    struct bench *b = *state;
    qpdf_data q = empty_pdf(b);
    struct name_list list = read_tree(
        b, handle_parse(b->arena, q, "<</Names [(b) 1 (a) 2 (b) 3 (ab) 4 (B) 5 <6200> 6]>>"));
    const char *expected[] = {"B", "a", "ab", "b"};
    assert_int_equal(list.count, 5);
    assert_false(list.is_damaged);
    for (int i = 0; i < 4; i++)
        assert_true(str_is(list.names[i].key, expected[i]));
    assert_int_equal(list.names[4].key.n, 2); /* b and a zero byte: bytes, not C strings */
    assert_int_equal(qpdf_oh_get_int_value(q, name_tree_find(&list, STR("b"))->value), 1);
    assert_null(name_tree_find(&list, STR("c")));
    qpdf_cleanup(&b->q);
}

static void test_damage_is_told(void **state)
{
    static const char *const damaged[] = {
        "[]",
        "42",
        "<</Names [(a)]>>",
        "<</Names [/a 1]>>",
        "<</Names [(a) null]>>",
        "<</Kids [null]>>",
        "<</Kids [3]>>",
    };
    struct bench *b = *state;
    qpdf_data q = empty_pdf(b);
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        struct name_list list = read_tree(b, handle_parse(b->arena, q, "%s", damaged[i]));
        assert_true(list.is_damaged);
        assert_int_equal(list.count, 0);
        assert_null(name_tree_find(&list, STR("a")));
    }
    assert_false(read_tree(b, qpdf_oh_new_null(q)).is_damaged);
    assert_false(read_tree(b, handle_parse(b->arena, q, "<<>>")).is_damaged);
    qpdf_cleanup(&b->q);
}

static void test_circles_end(void **state)
{
    struct bench *b = *state;
    qpdf_data q = empty_pdf(b);
    qpdf_oh root = handle_indirect(q, handle_parse(b->arena, q, "<</Names [(a) 1] /Kids []>>"));
    qpdf_oh_append_item(q, handle_get(q, root, "/Kids"), root);
    qpdf_oh_append_item(q, handle_get(q, root, "/Kids"), root);
    struct name_list list = read_tree(b, root);
    assert_true(list.is_damaged);
    assert_int_equal(list.count, 1);
    qpdf_cleanup(&b->q);
}

/* The rules of 7.9.6: limits everywhere but at the root, in order, no node too large. */
static int check_node(struct bench *b, qpdf_oh node, bool is_root, str *last)
{
    qpdf_data q = b->q;
    qpdf_oh names = handle_get(q, node, "/Names"), kids = handle_get(q, node, "/Kids");
    qpdf_oh limits = handle_get(q, node, "/Limits");
    int count = handle_count(q, names) / 2;
    assert_int_equal(handle_count(q, limits), is_root ? 0 : 2);
    assert_true(is_root || str_cmp(*last, handle_bytes(b->arena, q, handle_at(q, limits, 0))) < 0);
    assert_true(count <= 200 && handle_count(q, kids) <= 200);
    assert_true((count > 0) != (handle_count(q, kids) > 0));
    for (int i = 0; i < count; i++) {
        str key = handle_bytes(b->arena, q, handle_at(q, names, 2 * i));
        assert_true(str_cmp(*last, key) < 0);
        *last = key;
    }
    for (int i = 0; i < handle_count(q, kids); i++) {
        assert_true(qpdf_oh_is_indirect(q, handle_at(q, kids, i)));
        count += check_node(b, handle_at(q, kids, i), false, last);
    }
    assert_true(is_root || str_eq(*last, handle_bytes(b->arena, q, handle_at(q, limits, 1))));
    return count;
}

static void test_writes_trees_of_any_size(void **state)
{
    static const int sizes[] = {1, 199, 200, 201, 400, 40000, 40001, 41000};
    struct bench *b = *state;
    qpdf_data q = empty_pdf(b);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct name_list list = {.arena = b->arena, .q = q};
        for (int k = 0; k < sizes[i]; k++)
            name_tree_add(&list, str_format(b->arena, "n%d", (k * 7919) % sizes[i]),
                          qpdf_oh_new_integer(q, k));
        name_tree_sort(&list);
        qpdf_oh root = name_tree_write(&list);
        str last = STR("");
        assert_int_equal(check_node(b, root, true, &last), list.count);
        struct name_list again = read_tree(b, root);
        assert_int_equal(again.count, list.count);
        assert_false(again.is_damaged);
    }
    struct name_list none = {.arena = b->arena, .q = q};
    assert_true(qpdf_oh_is_null(q, name_tree_write(&none)));
    qpdf_cleanup(&b->q);
}

static void test_prefixes(void **state)
{
    struct bench *b = *state;
    str wide = name_tree_prefix(b->arena, STR("i/"), (str){"\xFE\xFF\0A", 4});
    assert_true(str_is(name_tree_prefix(b->arena, STR("item-7/"), STR("a")), "item-7/a"));
    assert_int_equal(wide.n, 8);
    assert_memory_equal(wide.p, "\xFE\xFF\0i\0/\0A", 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_sorts_and_keeps_the_first),
        BENCH_TEST(test_damage_is_told),
        BENCH_TEST(test_circles_end),
        BENCH_TEST(test_writes_trees_of_any_size),
        BENCH_TEST(test_prefixes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
