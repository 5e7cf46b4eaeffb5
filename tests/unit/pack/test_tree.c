#include "joining.h"

#include "pack/tree.h"

/* What a tree says: "1=a 2=b", in the order in which it is read. */
struct heard {
    struct buf text;
    qpdf_data q;
};

static void hear(void *state, const struct tree_entry *entry)
{
    struct heard *h = state;
    const char *value = qpdf_oh_unparse_resolved(h->q, entry->value);
    if (entry->name.n)
        buf_format(&h->text, "%.*s=%s ", STR_ARG(entry->name), value);
    else
        buf_format(&h->text, "%lld=%s ", entry->number, value);
}

static qpdf_data empty_pdf(struct bench *b)
{
    b->q = qpdf_init();
    qpdf_empty_pdf(b->q);
    qpdf_silence_errors(b->q);
    return b->q;
}

static const char *read_tree(struct bench *b, enum tree_kind kind, qpdf_oh root, bool *is_whole)
{
    struct heard h = {.text.arena = b->arena, .q = b->q};
    *is_whole = tree_read(b->arena, b->q, kind, root, hear, &h);
    return str_copy(b->arena, buf_str(&h.text)).p;
}

static void test_each_kind_reads_its_own_keys(void **state)
{
    static const struct {
        enum tree_kind kind;
        const char *root, *heard;
        bool is_whole;
    } cases[] = {
        {TREE_NUMBERS, "<</Nums [3 /c 1 /a] /Names [(n) 1]>>", "3=/c 1=/a ", true},
        {TREE_NAMES, "<</Nums [3 /c] /Names [(n) 1]>>", "n=1 ", true},
        {TREE_NUMBERS, "<</Kids [<</Nums [1 /a]>> <</Kids [<</Nums [2 /b]>>]>>]>>", "1=/a 2=/b ",
         true},
        {TREE_NUMBERS, "<</Nums [(x) /a 2 /b]>>", "2=/b ", false},
        {TREE_NUMBERS, "<</Nums [1 null 2 /b]>>", "2=/b ", false},
        {TREE_NUMBERS, "<</Nums [2 /b 3]>>", "2=/b ", false},
        {TREE_NUMBERS, "<</Kids [7 <</Nums [2 /b]>>]>>", "2=/b ", false},
        {TREE_NUMBERS, "null", "", true},
        {TREE_NUMBERS, "<<>>", "", true},
        {TREE_NUMBERS, "42", "", false},
    };
    struct bench *b = *state;
    qpdf_data q = empty_pdf(b);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool is_whole;
        qpdf_oh root = handle_parse(b->arena, q, "%s", cases[i].root);
        assert_string_equal(read_tree(b, cases[i].kind, root, &is_whole), cases[i].heard);
        assert_int_equal(is_whole, cases[i].is_whole);
    }
    qpdf_cleanup(&b->q);
}

static void test_what_leads_back_ends(void **state)
{
    struct bench *b = *state;
    bool is_whole;
    qpdf_data q = empty_pdf(b);
    qpdf_oh kids = handle_indirect(q, qpdf_oh_new_array(q));
    qpdf_oh root = handle_indirect(q, handle_parse(b->arena, q, "<</Nums [1 /a]>>"));
    handle_set(q, root, "/Kids", kids);
    qpdf_oh_append_item(q, kids, root);
    qpdf_oh within = handle_parse(b->arena, q, "<</Nums [2 /b]>>"); /* direct: it has no id */
    handle_set(q, within, "/Kids", kids);
    qpdf_oh_append_item(q, kids, within);
    assert_string_equal(read_tree(b, TREE_NUMBERS, root, &is_whole), "1=/a 2=/b ");
    assert_false(is_whole);
    qpdf_cleanup(&b->q);
}

static void test_depth_has_an_end(void **state)
{
    struct bench *b = *state;
    bool is_whole;
    qpdf_data q = empty_pdf(b);
    qpdf_oh node = handle_parse(b->arena, q, "<</Nums [1 /deep]>>");
    for (int depth = 0; depth < 60; depth++) {
        qpdf_oh above = handle_parse(b->arena, q, "<</Kids []>>");
        qpdf_oh_append_item(q, handle_get(q, above, "/Kids"), handle_indirect(q, node));
        if (depth == 40) { /* as deep as is read */
            assert_string_equal(read_tree(b, TREE_NUMBERS, node, &is_whole), "1=/deep ");
            assert_true(is_whole);
        }
        node = above;
    }
    assert_string_equal(read_tree(b, TREE_NUMBERS, node, &is_whole), "");
    assert_false(is_whole);
    qpdf_cleanup(&b->q);
}

static qpdf_oh write_numbers(struct bench *b, long long count)
{
    struct tree_writer w = tree_begin(b->arena, b->q, TREE_NUMBERS);
    for (long long i = 0; i < count; i++)
        tree_add(&w, &(struct tree_entry){.number = 2 * i, .value = qpdf_oh_new_bool(b->q, 1)});
    return tree_end(&w);
}

static const char *text_under(struct bench *b, qpdf_oh root, const char *path)
{
    return str_copy(b->arena, str_z(qpdf_oh_unparse_resolved(b->q, value_under(b, root, path)))).p;
}

static void test_number_trees_are_parted(void **state)
{
    struct bench *b = *state;
    qpdf_data q = empty_pdf(b);
    qpdf_oh root = write_numbers(b, 257);
    assert_true(qpdf_oh_is_indirect(q, root));
    assert_false(handle_has(q, root, "/Limits"));
    assert_int_equal(handle_count(q, handle_get(q, root, "/Kids")), 2);
    assert_int_equal(handle_count(q, value_under(b, root, "/Kids 0 /Nums")), 512);
    assert_string_equal(text_under(b, root, "/Kids 0 /Limits"), "[ 0 510 ]");
    assert_string_equal(text_under(b, root, "/Kids 1 /Limits"), "[ 512 512 ]");
    assert_string_equal(text_under(b, root, "/Kids 1 /Nums"), "[ 512 true ]");
    root = write_numbers(b, 256 * 256 + 1);
    assert_int_equal(handle_count(q, handle_get(q, root, "/Kids")), 2);
    assert_string_equal(text_under(b, root, "/Kids 0 /Limits"), "[ 0 131070 ]");
    assert_string_equal(text_under(b, root, "/Kids 1 /Kids 0 /Nums"), "[ 131072 true ]");
    assert_string_equal(text_under(b, write_numbers(b, 0), ""), "<< /Nums [ ] >>");
    qpdf_cleanup(&b->q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_each_kind_reads_its_own_keys),
        BENCH_TEST(test_what_leads_back_ends),
        BENCH_TEST(test_depth_has_an_end),
        BENCH_TEST(test_number_trees_are_parted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
