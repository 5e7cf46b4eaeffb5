/* Elements with IDs, and the cells that name them, when several papers use the same. */
#include "unit/pack/tagged.h"

static void join(struct bench *b, const struct source *pack, const struct source *one,
                 const struct source *two)
{
    join_up(b, pack, one, two);
    assert_true(join_tags(&b->joint));
}

/* A header, and two cells that name it: in an attribute of their own, and after a revision number.
 */
#define TABLE_ELEMENTS                                                                             \
    ELEMENTS("<</S/Table/P 6 0 R/K[8 0 R 9 0 R 10 0 R]>>", "<</S/TH/P 7 0 R/ID(a)/Pg 3 0 R/K 0>>", \
             "<</S/TD/P 7 0 R/Pg 3 0 R/K 1/A<</O/Table/Headers[(a)(other)]>>>>",                   \
             "<</S/TD/P 7 0 R/Pg 3 0 R/K 2/A[<</O/Layout>> 0 11 0 R 1]>>",                         \
             "<</O/Table/Headers 12 0 R>>", "[(a)]")

static struct source *table_paper(struct bench *b, const char *name)
{
    return tagged_paper(b, name, "", "/K 7 0 R", TABLE_ELEMENTS);
}

static void test_same_ids(void **state)
{
    struct bench *b = *state;
    join(b, table_paper(b, "pack"), table_paper(b, "one"), table_paper(b, "two"));
    assert_value(b, "/StructTreeRoot /K 0 /K 0 /ID", "(a)");
    assert_value(b, "/StructTreeRoot /K 0 /K 1 /A /Headers", "[ (a) (other) ]");
    assert_value(b, "/StructTreeRoot /K 1 /K /K 0 /ID", "(item-7/a)");
    assert_value(b, "/StructTreeRoot /K 1 /K /K 1 /A /Headers", "[ (item-7/a) (other) ]");
    assert_value(b, "/StructTreeRoot /K 1 /K /K 2 /A 2 /Headers", "[ (item-7/a) ]");
    assert_value(b, "/StructTreeRoot /K 2 /K /K 0 /ID", "(item-8/a)");
    assert_value(b, "/StructTreeRoot /K 2 /K /K 2 /A 2 /Headers", "[ (item-8/a) ]");
}

static void test_id_tree(void **state)
{
    struct bench *b = *state;
    join(b, table_paper(b, "pack"), table_paper(b, "one"), table_paper(b, "two"));
    assert_value(b, "/StructTreeRoot /IDTree /Names 0", "(a)");
    assert_value(b, "/StructTreeRoot /IDTree /Names 2", "(item-7/a)");
    assert_value(b, "/StructTreeRoot /IDTree /Names 4", "(item-8/a)");
    assert_value(b, "/StructTreeRoot /IDTree /Names 6", "null");
    assert_int_equal(handle_id(b->q, value_at(b, "/StructTreeRoot /IDTree /Names 3")),
                     handle_id(b->q, value_at(b, "/StructTreeRoot /K 1 /K /K 0")));
}

/* An ID that nobody else has stays as it is. */
static void test_own_ids_stay(void **state)
{
    struct bench *b = *state;
    const char *const *elements =
        ELEMENTS("<</S/TR/P 6 0 R/K[8 0 R 9 0 R]>>", "<</S/TH/P 7 0 R/ID(a)>>",
                 "<</S/TH/P 7 0 R/ID(b)/A<</O/Table/Headers[(a)(b)]>>>>");
    join(b, table_paper(b, "pack"), tagged_paper(b, "item", "", "/K 7 0 R", elements), NULL);
    assert_value(b, "/StructTreeRoot /K 1 /K /K 0 /ID", "(item-7/a)");
    assert_value(b, "/StructTreeRoot /K 1 /K /K 1 /ID", "(b)");
    assert_value(b, "/StructTreeRoot /K 1 /K /K 1 /A /Headers", "[ (item-7/a) (b) ]");
}

/* Several cells share one object of attributes: its names are changed once. */
static void test_shared_attributes(void **state)
{
    struct bench *b = *state;
    const char *const *elements =
        ELEMENTS("<</S/TR/P 6 0 R/K[8 0 R 9 0 R 10 0 R 12 0 R]>>", "<</S/TH/P 7 0 R/ID(a)>>",
                 "<</S/TD/P 7 0 R/A 11 0 R>>", "<</S/TD/P 7 0 R/A[11 0 R]>>",
                 "<</O/Table/Headers[(a)(item-7/a)]>>", "<</S/TH/P 7 0 R/ID(item-7/a)>>");
    join(b, table_paper(b, "pack"), tagged_paper(b, "item", "", "/K 7 0 R", elements), NULL);
    /* "item-7/a" is taken by the part itself */
    assert_value(b, "/StructTreeRoot /K 1 /K /K 0 /ID", "(item-7-2/a)");
    assert_value(b, "/StructTreeRoot /K 1 /K /K 3 /ID", "(item-7/a)");
    assert_value(b, "/StructTreeRoot /K 1 /K /K 1 /A /Headers", "[ (item-7-2/a) (item-7/a) ]");
}

/* Attributes of a class name headers too. */
static void test_headers_of_a_class(void **state)
{
    struct bench *b = *state;
    const char *const *elements = ELEMENTS("<</S/TR/P 6 0 R/K[8 0 R 9 0 R]>>",
                                           "<</S/TH/P 7 0 R/ID(a)>>", "<</S/TD/P 7 0 R/C/c>>");
    const char *root = "/K 7 0 R/ClassMap<</c[<</O/Table/Headers[(a)]>>]>>";
    join(b, table_paper(b, "pack"), tagged_paper(b, "item", "", root, elements), NULL);
    assert_value(b, "/StructTreeRoot /ClassMap /c 0 /Headers", "[ (item-7/a) ]");
}

/* Two elements of one paper with the same ID: the first is the one that is found. */
static void test_doubles_within_a_part(void **state)
{
    struct bench *b = *state;
    const char *const *elements = ELEMENTS("<</S/TR/P 6 0 R/K[8 0 R 9 0 R]>>",
                                           "<</S/TH/P 7 0 R/ID(a)>>", "<</S/TD/P 7 0 R/ID(a)>>");
    join(b, table_paper(b, "pack"), tagged_paper(b, "item", "", "/K 7 0 R", elements), NULL);
    assert_value(b, "/StructTreeRoot /IDTree /Names 2", "(item-7/a)");
    assert_value(b, "/StructTreeRoot /IDTree /Names 3 /S", "/TH");
    assert_value(b, "/StructTreeRoot /IDTree /Names 4", "null");
}

/* IDs and headers of any other type are left alone. */
static void test_strange_ids(void **state)
{
    struct bench *b = *state;
    const char *const *elements = ELEMENTS(
        "<</S/TR/P 6 0 R/K[8 0 R 9 0 R]>>", "<</S/TH/P 7 0 R/ID(a)/A[[<</Headers[(a)]>>] 1 /x]>>",
        "<</S/TD/P 7 0 R/ID/a/A<</O/Table/Headers[/a 1 null[(a)]]>>>>");
    join(b, table_paper(b, "pack"), tagged_paper(b, "item", "", "/K 7 0 R", elements), NULL);
    assert_false(qpdf_has_error(b->q));
    assert_value(b, "/StructTreeRoot /K 1 /K /K 0 /ID", "(item-7/a)");
    assert_value(b, "/StructTreeRoot /K 1 /K /K 1 /ID", "/a");
}

static void test_no_ids(void **state)
{
    struct bench *b = *state;
    const char *const *elements = ELEMENTS("<</S/P/P 6 0 R/Pg 3 0 R/K 0>>");
    /* the tree is there, but nobody has the ID */
    const char *root = "/K 7 0 R/IDTree<</Names[(x) 7 0 R]>>";
    join(b, tagged_paper(b, "pack", "", root, elements), table_paper(b, "item"), NULL);
    assert_value(b, "/StructTreeRoot /IDTree /Names 0", "(a)");
    assert_value(b, "/StructTreeRoot /IDTree /Names 2", "null");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_same_ids),           BENCH_TEST(test_id_tree),
        BENCH_TEST(test_own_ids_stay),       BENCH_TEST(test_shared_attributes),
        BENCH_TEST(test_headers_of_a_class), BENCH_TEST(test_doubles_within_a_part),
        BENCH_TEST(test_strange_ids),        BENCH_TEST(test_no_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
