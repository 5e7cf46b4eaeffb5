/* Many structure trees become one, and content still leads to its element. */
#include "unit/pack/tagged.h"

static void join(struct bench *b, const struct source *pack, const struct source *one,
                 const struct source *two)
{
    join_up(b, pack, one, two);
    assert_true(join_tags(&b->joint));
    assert_false(qpdf_has_error(b->q));
}

/* A Document with a paragraph on each page, and its own ParentTree. */
#define PLAIN_TREE "/K 7 0 R/ParentTree<</Nums[0[8 0 R]1[9 0 R]2[10 0 R]]>>/ParentTreeNextKey 3"
#define PLAIN_ELEMENTS                                                                             \
    ELEMENTS("<</S/Document/P 6 0 R/K[8 0 R 9 0 R 10 0 R]>>", "<</S/P/P 7 0 R/Pg 3 0 R/K 0>>",     \
             "<</S/H1/P 7 0 R/Pg 4 0 R/K[0]>>",                                                    \
             "<</S/Note/P 7 0 R/K<</Type/MCR/Pg 5 0 R/MCID 0>>>>")

static struct source *plain_paper(struct bench *b, const char *name, const char *catalog)
{
    return tagged_paper(b, name, catalog, PLAIN_TREE, PLAIN_ELEMENTS);
}

/* ---- where things stand -----------------------------------------------------------------------
 */

static void test_item_at_end(void **state)
{
    struct bench *b = *state;
    join(b, plain_paper(b, "pack", "/Lang(en)"), plain_paper(b, "item", "/Lang(cy)"), NULL);
    assert_string_equal(tree_text(b), "Document(P(0.0) H1(1.0) Note(2.0) "
                                      "Part[Item 7: Report](Document(P(3.0) H1(4.0) Note(5.0))))");
    assert_int_equal(b->grafts[0].element_count, 4);
    assert_int_equal(b->grafts[1].element_count, 4);
    assert_value(b, "/StructTreeRoot /K 0 /K 3 /Lang", "(cy)");
    assert_int_equal(b->grafts[1].part_element,
                     handle_id(b->q, value_at(b, "/StructTreeRoot /K 0 /K 3")));
    assert_int_equal(b->diag.count, 0);
}

static void test_same_language(void **state)
{
    struct bench *b = *state;
    join(b, plain_paper(b, "pack", "/Lang(en)"), plain_paper(b, "item", "/Lang(en)"), NULL);
    assert_value(b, "/StructTreeRoot /K 0 /K 3 /Lang", "null");
}

/* Every element's parent is who has it as a kid. */
static void check_parents(struct bench *b, qpdf_oh element)
{
    qpdf_oh kids = handle_get(b->q, element, "/K");
    for (int i = 0; i < handle_count(b->q, kids); i++) {
        qpdf_oh kid = handle_at(b->q, kids, i);
        if (!handle_has(b->q, kid, "/S"))
            continue;
        assert_int_equal(handle_id(b->q, handle_get(b->q, kid, "/P")), handle_id(b->q, element));
        check_parents(b, kid);
    }
}

static void test_parents_set_right(void **state)
{
    struct bench *b = *state;
    const char *const *wrong = ELEMENTS("<</S/Document/P 9 0 R/K[8 0 R]>>", "<</S/Sect/K[9 0 R]>>",
                                        "<</S/P/P 7 0 R/Pg 3 0 R/K 0>>");
    join(b, plain_paper(b, "pack", ""), tagged_paper(b, "item", "", "/K[7 0 R]", wrong), NULL);
    check_parents(b, value_at(b, "/StructTreeRoot"));
}

/* Between the elements of the pages between which it is. */
static void test_item_in_the_middle(void **state)
{
    struct bench *b = *state;
    b->items[0] = (struct pack_item){.place = PACK_BEFORE, .page = 2};
    join(b, plain_paper(b, "pack", ""), plain_paper(b, "item", ""), NULL);
    assert_string_equal(tree_text(b), "Document(P(0.0) "
                                      "Part[Item 7: Report](Document(P(1.0) H1(2.0) Note(3.0))) "
                                      "H1(4.0) Note(5.0))");
}

/* Items come in the order of their pages, whatever the order they were given in. */
static void test_items_in_page_order(void **state)
{
    struct bench *b = *state;
    b->items[0] = (struct pack_item){.place = PACK_BEFORE, .page = 3};
    b->items[1] = (struct pack_item){.place = PACK_BEFORE, .page = 1};
    join(b, plain_paper(b, "pack", ""), untagged_paper(b, "one"), untagged_paper(b, "two"));
    assert_string_equal(tree_text(b), "Document(Part[Item 8: Report] P(1.0) H1(2.0) "
                                      "Part[Item 7: Report] Note(4.0))");
}

/* A division that goes on behind the item takes it in; a paragraph does not. */
static void test_divisions_and_paragraphs(void **state)
{
    struct bench *b = *state;
    const char *const *elements =
        ELEMENTS("<</S/Chapter/P 6 0 R/K[8 0 R 9 0 R]>>", "<</S/P/P 7 0 R/Pg 3 0 R/K 0>>",
                 "<</S/P/P 7 0 R/K[<</Type/MCR/Pg 4 0 R/MCID 0>><</Type/MCR/Pg 5 0 R/MCID 0>>]>>");
    const struct source *pack =
        tagged_paper(b, "pack", "", "/K 7 0 R/RoleMap<</Chapter/Section/Section/Sect>>", elements);
    b->items[0] = (struct pack_item){.place = PACK_BEFORE, .page = 2};
    b->items[1] = (struct pack_item){.place = PACK_BEFORE, .page = 3};
    join(b, pack, untagged_paper(b, "one"), untagged_paper(b, "two"));
    assert_string_equal(tree_text(b), "Chapter(P(0.0) Part[Item 7: Report] P(2.0 4.0) "
                                      "Part[Item 8: Report])");
}

/* ---- papers without tags -----------------------------------------------------------------------
 */

static void test_untagged_item(void **state)
{
    struct bench *b = *state;
    join(b, plain_paper(b, "pack", ""), untagged_paper(b, "item"), NULL);
    assert_string_equal(tree_text(b), "Document(P(0.0) H1(1.0) Note(2.0) Part[Item 7: Report])");
    assert_int_equal(b->grafts[1].element_count, 0);
    /* a number that it had would be the pack's first page's */
    assert_string_equal(page_parents(b, 3), "none");
}

static void test_untagged_pack(void **state)
{
    struct bench *b = *state;
    join(b, untagged_paper(b, "pack"), plain_paper(b, "item", ""), NULL);
    assert_string_equal(tree_text(b), "Part[Item 7: Report](Document(P(1.0) H1(2.0) Note(3.0)))");
    assert_int_equal(b->grafts[0].element_count, 0);
    assert_string_equal(page_parents(b, 0), "none");
    assert_string_equal(page_parents(b, 1), "P");
}

static void test_nobody_tagged(void **state)
{
    struct bench *b = *state;
    join(b, untagged_paper(b, "pack"), untagged_paper(b, "item"), NULL);
    assert_value(b, "/StructTreeRoot", "null");
}

/* ---- from content to elements ------------------------------------------------------------------
 */

static void test_pages_have_numbers_anew(void **state)
{
    struct bench *b = *state;
    join(b, plain_paper(b, "pack", ""), plain_paper(b, "item", ""), NULL);
    static const char *const expected[] = {"P", "H1", "Note", "P", "H1", "Note"};
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(page_parents(b, i), expected[i]);
        assert_int_equal(qpdf_oh_get_int_value(
                             b->q, handle_get(b->q, b->leaves.leaves[i].page, "/StructParents")),
                         i);
    }
    assert_value(b, "/StructTreeRoot /ParentTreeNextKey", "6");
    assert_value(b, "/StructTreeRoot /ParentTree /Kids 0 /Limits", "[ 0 5 ]");
}

/* K has mark 0 of the first page, the ParentTree says the same of 2; 1 is nobody's. */
static void test_gaps_are_filled(void **state)
{
    struct bench *b = *state;
    const char *const *elements =
        ELEMENTS("<</S/Document/P 6 0 R/K[8 0 R 9 0 R]>>", "<</S/P/P 7 0 R/Pg 3 0 R/K 0>>",
                 "<</S/Code/P 7 0 R>>", "<</S/Formula/P 7 0 R>>");
    /* object 10 is in no K: what leads to it would lead out of the tree */
    const char *root = "/K 7 0 R/ParentTree<</Kids[<</Limits[0 0]"
                       "/Nums[0[9 0 R 10 0 R 9 0 R]]>>]>>";
    join(b, plain_paper(b, "pack", ""), tagged_paper(b, "item", "", root, elements), NULL);
    assert_string_equal(page_parents(b, 3), "P - Code");
    assert_string_equal(page_parents(b, 4), "none");
}

/* A page that has no number, in a part without a ParentTree. */
static void test_no_parent_tree(void **state)
{
    struct bench *b = *state;
    const char *const *elements =
        ELEMENTS("<</S/Document/P 6 0 R/K[8 0 R 9 0 R]>>", "<</S/P/P 7 0 R/Pg 3 0 R/K[1 0]>>",
                 "<</S/Span/P 7 0 R/Pg 4 0 R/K[<</Type/MCR/MCID 3>>]>>");
    join(b, plain_paper(b, "pack", ""), tagged_paper(b, "item", "", "/K 7 0 R", elements), NULL);
    assert_string_equal(page_parents(b, 3), "P P");
    assert_string_equal(page_parents(b, 4), "- - - Span");
}

/* A tree that leads into itself, has odd keys, and arrays where none should be. */
static void test_damaged_parent_tree(void **state)
{
    struct bench *b = *state;
    const char *root = "/K 7 0 R/ParentTree 11 0 R";
    const char *const *elements =
        ELEMENTS("<</S/Document/P 6 0 R/K[8 0 R 9 0 R 10 0 R]>>", "<</S/P/P 7 0 R/Pg 3 0 R/K 0>>",
                 "<</S/H1/P 7 0 R/Pg 4 0 R/K[0]>>", "<</S/Note/P 7 0 R/Pg 5 0 R/K[0]>>",
                 "<</Kids[11 0 R 12 0 R 3 0 R null 7]/Nums[0 1 /x(y) 2]>>",
                 "<</Kids 11 0 R/Nums[99999999999 8 0 R -1[8 0 R] 2[null 5 [] 10 0 R 77 0 R]]>>");
    join(b, plain_paper(b, "pack", ""), tagged_paper(b, "item", "", root, elements), NULL);
    assert_string_equal(page_parents(b, 3), "P");
    assert_string_equal(page_parents(b, 5), "Note - - Note");
}

/* Links by number and without, one written within its page, a form in a form, an appearance. */
static void test_annotations_and_forms(void **state)
{
    struct bench *b = *state;
    const char *objects[] = {
        "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R/MarkInfo<</Marked true>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 9 9]>>",
        "<</Type/Page/Parent 2 0 R/StructParents 0"
        "/Annots[9 0 R 10 0 R<</Type/Annot/Subtype/Link/StructParent 3>>]"
        "/Resources<</XObject<</a 11 0 R>>/Font<</f<</Type/Font/Subtype/Type3"
        "/Resources<</XObject<</c 13 0 R>>>>>>>>/ExtGState<</g<</SMask<</G 14 0 R>>>>>>>>>>",
        "<</Type/StructTreeRoot/K 5 0 R/ParentTree<</Nums[3 8 0 R]>>>>",
        "<</S/Document/P 4 0 R/K[6 0 R 7 0 R 8 0 R]>>",
        "<</S/Link/P 5 0 R/Pg 3 0 R/K[0<</Type/OBJR/Obj 9 0 R>><</Type/OBJR/Obj 13 0 R>>]>>",
        "<</S/Form/P 5 0 R/Pg 3 0 R/K[<</Type/MCR/Stm 12 0 R/MCID 1>>]>>",
        "<</S/Annot/P 5 0 R>>",
        "<</Type/Annot/Subtype/Link/StructParent 7>>",
        "<</Type/Annot/Subtype/Widget/StructParent 40/AP<</N<</On 15 0 R>>>>>>",
        stream_text(b->arena, "/Subtype/Form/Resources<</XObject<</b 12 0 R>>>>", "/b Do"),
        stream_text(b->arena, "/Subtype/Form/StructParents 8/Resources<</XObject<</a 11 0 R>>>>",
                    ""),
        stream_text(b->arena, "/Subtype/Image/StructParent 77", ""),
        stream_text(b->arena, "/Subtype/Form/StructParents 1", ""),
        stream_text(b->arena, "/Subtype/Form/StructParents 2", ""),
        NULL};
    join(b, plain_paper(b, "pack", ""), write_pdf(b->arena, "item", objects), NULL);
    qpdf_oh page = b->leaves.leaves[3].page;
    assert_string_equal(page_parents(b, 3), "Link");
    assert_string_equal(parents_of(b, value_under(b, page, "/Annots 0"), "/StructParent"), "Link");
    assert_string_equal(parents_of(b, value_under(b, page, "/Annots 2"), "/StructParent"), "Annot");
    qpdf_oh form = value_under(b, page, "/Resources /XObject /a /Resources /XObject /b");
    assert_string_equal(parents_of(b, form, "/StructParents"), "- Form");
    qpdf_oh picture = value_under(b, page, "/Resources /Font /f /Resources /XObject /c");
    assert_string_equal(parents_of(b, picture, "/StructParent"), "Link");
    /* without tags: old numbers are gone */
    qpdf_oh mask = value_under(b, page, "/Resources /ExtGState /g /SMask /G");
    assert_string_equal(parents_of(b, mask, "/StructParents"), "none");
    assert_string_equal(parents_of(b, value_under(b, page, "/Annots 1"), "/StructParent"), "none");
    qpdf_oh appearance = value_under(b, page, "/Annots 1 /AP /N /On");
    assert_string_equal(parents_of(b, appearance, "/StructParents"), "none");
}

/* ---- a page that is replaced --------------------------------------------------------------------
 */

static void test_replaced_page(void **state)
{
    struct bench *b = *state;
    b->items[0] = (struct pack_item){.place = PACK_REPLACE, .page = 2};
    const char *const *elements = ELEMENTS(
        "<</S/Document/P 6 0 R/K[8 0 R 9 0 R 10 0 R 12 0 R]>>", "<</S/P/P 7 0 R/Pg 3 0 R/K 0>>",
        "<</S/P/P 7 0 R/Pg 4 0 R/K[0<</Type/MCR/Pg 5 0 R/MCID 1>>]>>",
        "<</S/Sect/P 7 0 R/K[11 0 R]>>", "<</S/P/P 10 0 R/Pg 4 0 R/K[1 2]>>", "<</S/Div/P 7 0 R>>");
    /* 11 goes: it is nobody's element any more */
    const char *root = "/K[7 0 R]/ParentTree<</Nums[2[11 0 R 9 0 R 11 0 R]]>>";
    join(b, tagged_paper(b, "pack", "", root, elements), untagged_paper(b, "item"), NULL);
    assert_string_equal(page_parents(b, 2), "- P");
    /* what was empty before stays */
    assert_string_equal(tree_text(b), "Document(P(0.0) Part[Item 7: Report] P(2.1) Div)");
    assert_int_equal(b->grafts[0].element_count, 4);
    assert_int_equal(b->diag.count, 0);
    assert_value(b, "/StructTreeRoot /K 0 /K 2 /Pg", "null");
    assert_false(handle_has(b->q, b->grafts[0].pages[1], "/StructParents"));
}

/* The link says no page, but stood on the one that is gone. */
static void test_replaced_link(void **state)
{
    struct bench *b = *state;
    const char *objects[] = {
        "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 5 0 R/MarkInfo<</Marked true>>>>",
        "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 9 9]>>",
        "<</Type/Page/Parent 2 0 R/Annots[7 0 R]>>",
        "<</Type/Page/Parent 2 0 R>>",
        "<</Type/StructTreeRoot/K[6 0 R 8 0 R]>>",
        "<</S/Link/P 5 0 R/K<</Type/OBJR/Obj 7 0 R>>>>",
        "<</Type/Annot/Subtype/Link/StructParent 0>>",
        "<</S/P/P 5 0 R/Pg 4 0 R/K 0>>",
        NULL};
    b->items[0] = (struct pack_item){.place = PACK_REPLACE, .page = 1};
    join(b, write_pdf(b->arena, "pack", objects), untagged_paper(b, "item"), NULL);
    assert_string_equal(tree_text(b), "Part[Item 7: Report] P(1.0)");
    assert_false(
        handle_has(b->q, value_under(b, b->grafts[0].pages[0], "/Annots 0"), "/StructParent"));
}

/* Cells stay while one of their row has content; then their names are still right. */
static void test_replaced_page_of_a_table(void **state)
{
    struct bench *b = *state;
    b->items[0] = (struct pack_item){.place = PACK_REPLACE, .page = 2};
    const char *const *elements =
        ELEMENTS("<</S/Table/P 6 0 R/K[8 0 R 11 0 R]>>", "<</S/TR/P 7 0 R/K[9 0 R 10 0 R]>>",
                 "<</S/TH/P 8 0 R/ID(a)/Pg 4 0 R/K 0>>", "<</S/TH/P 8 0 R/ID(b)/Pg 4 0 R/K 1>>",
                 "<</S/TR/P 7 0 R/K[12 0 R 13 0 R]>>", "<</S/TH/P 11 0 R/ID(c)/Pg 4 0 R/K 2>>",
                 "<</S/TD/P 11 0 R/Pg 5 0 R/K 0/A[<</O/Table/Headers[(a)(c)(b)]>>]>>");
    join(b, tagged_paper(b, "pack", "", "/K 7 0 R", elements), untagged_paper(b, "item"), NULL);
    assert_string_equal(tree_text(b), "Part[Item 7: Report] Table(TR(TH TD(2.0)))");
    assert_int_equal(b->grafts[0].element_count, 4);
    assert_value(b, "/StructTreeRoot /K 1 /K 0 /K 1 /A 0 /Headers", "[ (c) ]");
    assert_value(b, "/StructTreeRoot /IDTree /Names 0", "(c)");
    assert_value(b, "/StructTreeRoot /IDTree /Names 2", "null");
}

/* ---- strange trees ------------------------------------------------------------------------------
 */

static void test_cycle_is_cut(void **state)
{
    struct bench *b = *state;
    const char *const *elements =
        ELEMENTS("<</S/Document/P 6 0 R/K[8 0 R 9 0 R]>>",
                 "<</S/Sect/P 7 0 R/K[7 0 R 8 0 R 9 0 R]>>", "<</S/P/P 7 0 R/Pg 3 0 R/K 0>>");
    const struct source *item = tagged_paper(b, "item", "", "/K 7 0 R", elements);
    join(b, plain_paper(b, "pack", ""), item, NULL);
    assert_string_equal(tree_text(b), "Document(P(0.0) H1(1.0) Note(2.0) "
                                      "Part[Item 7: Report](Document(Sect(P(3.0)))))");
    assert_int_equal(b->grafts[1].element_count, 3);
    assert_int_equal(count_findings(b, Q723, item), 1);
}

/* In the pack and in an item alike. */
static void test_root_as_a_kid(void **state)
{
    struct bench *b = *state;
    const char *const *elements =
        ELEMENTS("<</S/Document/P 6 0 R/K[6 0 R 8 0 R]>>", "<</S/P/P 7 0 R/Pg 3 0 R/K[0 6 0 R]>>");
    const struct source *pack = tagged_paper(b, "pack", "", "/K 7 0 R", elements);
    const struct source *item = tagged_paper(b, "item", "", "/K 7 0 R", elements);
    join(b, pack, item, NULL);
    assert_string_equal(tree_text(b), "Document(P(0.0) Part[Item 7: Report](Document(P(3.0))))");
    assert_int_equal(b->grafts[0].element_count, 2);
    assert_int_equal(b->grafts[1].element_count, 2);
    assert_value(b, "/StructTreeRoot /P", "null");
    assert_int_equal(count_findings(b, Q723, pack), 1);
    assert_int_equal(count_findings(b, Q723, item), 1);
}

static void test_what_is_no_tag(void **state)
{
    struct bench *b = *state;
    const char *const *elements = ELEMENTS(
        "<</S/Document/P 6 0 R/K[/Name(string)null<<>>9 9 0 R<</S/P/Pg 3 0 R/K[0]>>8 0 R 77 0 R]>>",
        "<</K<</S/Span/K<</Type/MCR/Pg 3 0 R/MCID 1>>>>>>", "[]");
    const struct source *item = tagged_paper(b, "item", "", "/K 7 0 R", elements);
    join(b, plain_paper(b, "pack", ""), item, NULL);
    assert_string_equal(tree_text(b),
                        "Document(P(0.0) H1(1.0) Note(2.0) "
                        "Part[Item 7: Report](Document(P(3.0) NonStruct(Span(3.1)))))");
    assert_int_equal(count_findings(b, Q723, item), 3);
    /* elements that were written within others are objects now */
    assert_string_equal(page_parents(b, 3), "P Span");
}

/* Content that says it is on a page which the PDF does not have. */
static void test_content_on_no_page(void **state)
{
    struct bench *b = *state;
    const char *const *elements =
        ELEMENTS("<</S/Document/P 6 0 R/K[8 0 R 9 0 R]>>", "<</S/P/P 7 0 R/Pg 10 0 R/K[0 1]>>",
                 "<</S/P/P 7 0 R/Pg 3 0 R/K 0>>", "<</Type/Page>>");
    const struct source *item = tagged_paper(b, "item", "", "/K 7 0 R", elements);
    join(b, plain_paper(b, "pack", ""), item, NULL);
    assert_string_equal(tree_text(b), "Document(P(0.0) H1(1.0) Note(2.0) "
                                      "Part[Item 7: Report](Document(P P(3.0))))");
    assert_int_equal(count_findings(b, Q723, item), 1);
}

/* Marks that nobody could have made: the pack does not grow by them. */
static void test_marks_beyond_measure(void **state)
{
    struct bench *b = *state;
    const char *const *elements =
        ELEMENTS("<</S/P/P 6 0 R/Pg 3 0 R/K[1 -5 2000000000 99999999999999 1.5 true]>>");
    const struct source *item = tagged_paper(b, "item", "", "/K 7 0 R", elements);
    join(b, plain_paper(b, "pack", ""), item, NULL);
    assert_string_equal(page_parents(b, 3), "- P");
}

#define DEEP 3000

/* A tree as deep as a file is long. */
static void test_deep_tree(void **state)
{
    struct bench *b = *state;
    const char **objects = ARENA_ARRAY(b->arena, DEEP + 5, const char *);
    objects[0] = "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R/MarkInfo<</Marked true>>>>";
    objects[1] = "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 9 9]>>";
    objects[2] = "<</Type/Page/Parent 2 0 R>>";
    objects[3] = "<</Type/StructTreeRoot/K 5 0 R>>";
    for (int i = 0; i < DEEP; i++)
        objects[4 + i] =
            str_format(b->arena, "<</S/Div/P %d 0 R/Pg 3 0 R/K[%d %d 0 R]>>", 4 + i, i, i + 6).p;
    join(b, plain_paper(b, "pack", ""), write_pdf(b->arena, "item", objects), NULL);
    assert_int_equal(b->grafts[1].element_count, DEEP);
}

/* More numbers than one node of the ParentTree takes. */
static void test_many_annotations(void **state)
{
    struct bench *b = *state;
    struct buf annotations = {.arena = b->arena}, kids = {.arena = b->arena};
    const char *objects[700] = {0};
    for (int i = 0; i < 600; i++) {
        objects[5 + i] = "<</Type/Annot/Subtype/Link>>";
        buf_format(&annotations, "%d 0 R ", 6 + i);
        buf_format(&kids, "<</Type/OBJR/Pg 3 0 R/Obj %d 0 R>>", 6 + i);
    }
    objects[0] = "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R/MarkInfo<</Marked true>>>>";
    objects[1] = "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 9 9]>>";
    objects[2] = str_format(b->arena, "<</Type/Page/Parent 2 0 R/Annots[%s]>>",
                            str_copy(b->arena, buf_str(&annotations)).p)
                     .p;
    objects[3] = "<</Type/StructTreeRoot/K 5 0 R>>";
    objects[4] =
        str_format(b->arena, "<</S/Link/P 4 0 R/K[%s]>>", str_copy(b->arena, buf_str(&kids)).p).p;
    join(b, write_pdf(b->arena, "pack", objects), plain_paper(b, "item", ""), NULL);
    assert_value(b, "/StructTreeRoot /ParentTree /Kids 1 /Limits", "[ 256 511 ]");
    assert_value(b, "/StructTreeRoot /ParentTree /Kids 2 /Limits", "[ 512 602 ]");
    assert_string_equal(page_parents(b, 3), "Note");
    for (int i = 0; i < 600; i += 37) {
        qpdf_oh link = handle_at(b->q, handle_get(b->q, b->leaves.leaves[0].page, "/Annots"), i);
        assert_string_equal(parents_of(b, link, "/StructParent"), "Link");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_item_at_end),
        BENCH_TEST(test_same_language),
        BENCH_TEST(test_parents_set_right),
        BENCH_TEST(test_item_in_the_middle),
        BENCH_TEST(test_items_in_page_order),
        BENCH_TEST(test_divisions_and_paragraphs),
        BENCH_TEST(test_untagged_item),
        BENCH_TEST(test_untagged_pack),
        BENCH_TEST(test_nobody_tagged),
        BENCH_TEST(test_pages_have_numbers_anew),
        BENCH_TEST(test_gaps_are_filled),
        BENCH_TEST(test_no_parent_tree),
        BENCH_TEST(test_damaged_parent_tree),
        BENCH_TEST(test_annotations_and_forms),
        BENCH_TEST(test_replaced_page),
        BENCH_TEST(test_replaced_link),
        BENCH_TEST(test_replaced_page_of_a_table),
        BENCH_TEST(test_cycle_is_cut),
        BENCH_TEST(test_root_as_a_kid),
        BENCH_TEST(test_what_is_no_tag),
        BENCH_TEST(test_content_on_no_page),
        BENCH_TEST(test_marks_beyond_measure),
        BENCH_TEST(test_deep_tree),
        BENCH_TEST(test_many_annotations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
