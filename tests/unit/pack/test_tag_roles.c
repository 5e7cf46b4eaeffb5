/* Types and classes of elements that several papers name alike. */
#include "unit/pack/tagged.h"

static void join(struct bench *b, const struct source *pack, const struct source *item)
{
    join_up(b, pack, item, NULL);
    assert_true(join_tags(&b->joint));
}

/* A paper with one element of each of two types. */
static struct source *paper(struct bench *b, const char *name, const char *root, const char *first,
                            const char *second)
{
    const char *elements[] = {"<</S/Document/P 6 0 R/K[8 0 R 9 0 R]>>",
                              str_format(b->arena, "<</P 7 0 R%s>>", first).p,
                              str_format(b->arena, "<</P 7 0 R%s>>", second).p, NULL};
    return tagged_paper(b, name, "", str_format(b->arena, "/K 7 0 R%s", root).p, elements);
}

#define OWN  "Document("
#define ITEM "Part[Item 7: Report]"

static void test_maps_are_one(void **state)
{
    struct bench *b = *state;
    join(b, paper(b, "pack", "/RoleMap<</Story/Sect>>", "/S/Story", "/S/P"),
         paper(b, "item", "/RoleMap<</Story/Sect/Lead/P>>", "/S/Story", "/S/Lead"));
    assert_string_equal(tree_text(b), OWN "Story P " ITEM "(Document(Story Lead)))");
    assert_value(b, "/StructTreeRoot /RoleMap", "<< /Lead /P /Story /Sect >>");
}

static void test_another_meaning(void **state)
{
    struct bench *b = *state;
    join(b, paper(b, "pack", "/RoleMap<</Story/Sect>>", "/S/Story", "/S/P"),
         paper(b, "item", "/RoleMap<</Story/Art/Tale/Story>>", "/S/Story", "/S/Tale"));
    assert_string_equal(tree_text(b), OWN "Story P " ITEM "(Document(Story-item-7 Tale)))");
    assert_value(b, "/StructTreeRoot /RoleMap",
                 "<< /Story /Sect /Story-item-7 /Art /Tale /Story-item-7 >>");
}

/* What counts is where a chain ends. */
static void test_same_meaning_another_way(void **state)
{
    struct bench *b = *state;
    join(b, paper(b, "pack", "/RoleMap<</Story/Sect>>", "/S/Story", "/S/P"),
         paper(b, "item", "/RoleMap<</Story/Tale/Tale/Sect>>", "/S/Story", "/S/Tale"));
    assert_string_equal(tree_text(b), OWN "Story P " ITEM "(Document(Story Tale)))");
    assert_value(b, "/StructTreeRoot /RoleMap", "<< /Story /Sect /Tale /Sect >>");
}

static void test_new_name_is_taken(void **state)
{
    struct bench *b = *state;
    join(b, paper(b, "pack", "/RoleMap<</Story/Sect/Story-item-7/Div>>", "/S/Story", "/S/P"),
         paper(b, "item", "/RoleMap<</Story/Art>>", "/S/Story", "/S/P"));
    assert_string_equal(tree_text(b), OWN "Story P " ITEM "(Document(Story-item-7-2 P)))");
}

/* Types of the standard are not mapped; who did so keeps the meaning under another name. */
static void test_standard_types(void **state)
{
    struct bench *b = *state;
    join(b, paper(b, "pack", "/RoleMap<</P/Span/H1/H1>>", "/S/P", "/S/H1"),
         paper(b, "item", "/RoleMap<</Lead/P/P/Note>>", "/S/P", "/S/Lead"));
    assert_string_equal(tree_text(b), OWN "P-pack H1 " ITEM "(Document(P-item-7 Lead)))");
    assert_value(b, "/StructTreeRoot /RoleMap",
                 "<< /Lead /P-item-7 /P-item-7 /Note /P-pack /Span >>");
}

static void test_circles(void **state)
{
    struct bench *b = *state;
    const struct source *item =
        paper(b, "item", "/RoleMap<</A/B/B/A/C/A/D/P/E 5/F(x)>>", "/S/A", "/S/D");
    join(b, paper(b, "pack", "", "/S/P", "/S/P"), item);
    assert_string_equal(tree_text(b), OWN "P P " ITEM "(Document(A D)))");
    assert_value(b, "/StructTreeRoot /RoleMap", "<< /D /P >>");
    assert_int_equal(count_findings(b, Q723, item), 1);
}

/* Each map has an end, both together would not. */
static void test_circle_of_two_parts(void **state)
{
    struct bench *b = *state;
    join(b, paper(b, "pack", "/RoleMap<</A/B>>", "/S/A", "/S/P"),
         paper(b, "item", "/RoleMap<</B/A>>", "/S/B", "/S/P"));
    assert_value(b, "/StructTreeRoot /RoleMap", "<< /A /B >>");
}

/* A type of a namespace is none of the RoleMap's. */
static void test_namespaces(void **state)
{
    struct bench *b = *state;
    join(b, paper(b, "pack", "/RoleMap<</Story/Sect>>/Namespaces[8 0 R]", "/S/Story", "/S/P"),
         paper(b, "item", "/RoleMap<</Story/Art>>/Namespaces[9 0 R 8 0 R 9 0 R]",
               "/S/Story/NS 9 0 R", "/S/P"));
    assert_string_equal(tree_text(b), OWN "Story P " ITEM "(Document(Story P)))");
    assert_int_equal(handle_count(b->q, value_at(b, "/StructTreeRoot /Namespaces")), 3);
}

static void test_classes(void **state)
{
    struct bench *b = *state;
    join(b, paper(b, "pack", "/ClassMap<</c<</O/Layout>>/same<</O/List>>>>", "/S/P/C/c", "/S/P"),
         paper(b, "item", "/ClassMap<</c<</O/Table>>/same<</O/List>>/new 5>>", "/S/P/C/c",
               "/S/P/C[/same 1/c 2/new]"));
    assert_value(b, "/StructTreeRoot /K 0 /K 0 /C", "/c");
    assert_value(b, "/StructTreeRoot /K 0 /K 2 /K /K 0 /C", "/c-item-7");
    assert_value(b, "/StructTreeRoot /K 0 /K 2 /K /K 1 /C", "[ /same 1 /c-item-7 2 /new ]");
    assert_value(b, "/StructTreeRoot /ClassMap",
                 "<< /c << /O /Layout >> /c-item-7 << /O /Table >> /new 5 /same << /O /List >> >>");
}

static void test_no_maps(void **state)
{
    struct bench *b = *state;
    join(b, paper(b, "pack", "/RoleMap 5/ClassMap[]", "/S/P", "/S/P"),
         paper(b, "item", "/RoleMap[]", "/S/P", "/S/P"));
    assert_value(b, "/StructTreeRoot /RoleMap", "null");
    assert_value(b, "/StructTreeRoot /ClassMap", "null");
    assert_false(qpdf_has_error(b->q));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_maps_are_one),
        BENCH_TEST(test_another_meaning),
        BENCH_TEST(test_same_meaning_another_way),
        BENCH_TEST(test_new_name_is_taken),
        BENCH_TEST(test_standard_types),
        BENCH_TEST(test_circles),
        BENCH_TEST(test_circle_of_two_parts),
        BENCH_TEST(test_namespaces),
        BENCH_TEST(test_classes),
        BENCH_TEST(test_no_maps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
