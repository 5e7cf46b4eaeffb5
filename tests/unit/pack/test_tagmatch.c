/* Trees that are read out alike are the same however they are written; of others the first
 * difference is told; and hostile ones do no harm. */
#include "unit/pack/tagged.h"

#include "pack/tagmatch.h"
#include "pack/tagwords.h"

/* ---- papers -------------------------------------------------------------------------------- */

#define TREE     "/K 7 0 R/ParentTree<</Nums[0[8 0 R]1[9 0 R]2[10 0 R 11 0 R]]>>"
#define IDS      "/IDTree<</Names[(n)10 0 R]>>"
#define DOCUMENT "<</S/Document/P 6 0 R/K[8 0 R 9 0 R 10 0 R]>>"
#define TITLE    "<</S/H1/P 7 0 R/Pg 3 0 R/K 0>>"
#define PICTURE  "<</S/Figure/P 7 0 R/Pg 4 0 R/K[0]/Alt(A chart)/A<</O/Layout/BBox[0 0 9 9.5]>>>>"
#define TABLE                                                                                      \
    "<</S/TH/P 7 0 R/Pg 5 0 R/K[0 11 0 R]/ID(n)/A<</O/Table/Scope/Row>>>>",                        \
        "<</S/TD/P 10 0 R/Pg 5 0 R/K[1]/A<</O/Table/Headers[(n)]>>>>"

static struct source *paper(struct bench *b)
{
    return tagged_paper(b, "paper", "/Lang(en)", TREE IDS,
                        ELEMENTS(DOCUMENT, TITLE, PICTURE, TABLE));
}

/* ---- comparing ----------------------------------------------------------------------------- */

static const struct taglist *list_of(struct bench *b, const struct source *source,
                                     struct tagwords *words)
{
    struct part part;
    assert_true(part_open(b->arena, &b->diag, source, &part));
    return taglist_read(b->arena, part.q, words);
}

/* What is told of all pages but `skipped`, which is another item's (3: none is): "" of the same. */
static const char *compare_but(struct bench *b, const struct source *pack,
                               const struct source *made, size_t skipped)
{
    struct tagwords words = {.map.arena = b->arena};
    const struct taglist *there = list_of(b, pack, &words);
    const struct taglist *here = list_of(b, made, &words);
    size_t places[3];
    bool is_taken[4] = {true, true, true, true};
    struct tagmatch_item item = {places, 0, is_taken};
    struct tagmatch_fault fault = {0};
    for (size_t i = 0; i < 3; i++)
        if (i != skipped)
            places[item.page_count++] = i;
    if (tagmatch_compare(b->arena, there, tagback_open(there), &item, here, &fault))
        return "";
    return str_format(b->arena, "%zu: %.*s", fault.page, STR_ARG(fault.words)).p;
}

static const char *compare(struct bench *b, const struct source *pack)
{
    return compare_but(b, pack, paper(b), 3);
}

/* ---- the same ------------------------------------------------------------------------------ */

static void test_same(void **state)
{
    assert_string_equal(compare(*state, paper(*state)), "");
}

static void test_written_otherwise(void **state)
{
    struct bench *b = *state;
    struct source *pack = tagged_paper(
        b, "pack", "",
        "/K[7 0 R]/RoleMap<</Head/Big/Big/H1>>/ClassMap<</R<</O/Table/Scope/Row>>>>"
        "/ParentTree<</Nums[0 15 0 R 1[9 0 R]2[10 0 R 11 0 R]]>>/IDTree<</Names[(x/n)10 0 R]>>",
        ELEMENTS("<</S/Document/P 6 0 R/K 12 0 R/Lang(en)/Type/StructElem>>",
                 "<</S/Head/P 7 0 R/K<</Type/MCR/MCID 0/Pg 3 0 R>>/R 1>>",
                 "<</S/Figure/P 7 0 R/Pg 3 0 R/K[<</Type/MCR/Pg 4 0 R/MCID 0>>]"
                 "/Alt<FEFF0041002000630068006100720074>/A 13 0 R>>",
                 "<</S/TH/P 7 0 R/Pg 5 0 R/K[null 0 11 0 R]/ID(x/n)/C/R>>",
                 "<</S/TD/P 10 0 R/Pg 5 0 R/K 1/A[<</O/Table/Headers[14 0 R]>>0]>>",
                 "[8 0 R 9 0 R 10 0 R]", "<</BBox[0.0 0 9.00 9.50]/O/Layout>>", "(x/n)",
                 "[8 0 R]"));
    assert_string_equal(compare(b, pack), "");
}

/* The second page is another item's: its Part stands among the others' tags. */
static const char *with_another(struct bench *b, const char *part)
{
    return compare_but(
        b,
        tagged_paper(b, "pack", "/Lang(en)", "/K 7 0 R/ParentTree<</Nums[0[8 0 R]2[10 0 R]]>>",
                     ELEMENTS("<</S/Document/P 6 0 R/K[8 0 R 9 0 R 10 0 R]>>",
                              "<</S/P/P 7 0 R/Pg 3 0 R/K 0>>", part,
                              "<</S/P/P 7 0 R/Pg 5 0 R/K 0>>")),
        tagged_paper(b, "paper", "/Lang(en)", "/K 7 0 R",
                     ELEMENTS("<</S/Document/P 6 0 R/K[8 0 R 9 0 R]>>",
                              "<</S/P/P 7 0 R/Pg 3 0 R/K 0>>", "<</S/P/P 7 0 R/Pg 4 0 R/K 0>>")),
        1);
}

static void test_items_among_others(void **state)
{
    struct bench *b = *state;
    assert_string_equal(with_another(b, "<</S/Part/P 7 0 R/T(Item 8)/Pg 4 0 R/K 0>>"), "");
    assert_string_equal(with_another(b, "<</S/Part/P 7 0 R/T(Item 8: untagged)>>"), "");
    assert_string_equal(with_another(b, "<</S/Part/P 7 0 R/Alt(No)/Pg 4 0 R/K 0>>"),
                        "1: for screen readers there is a part where its source makes a paragraph");
    assert_string_equal(
        with_another(b, "<</S/Sect/P 7 0 R/Pg 4 0 R/K 0>>"),
        "1: for screen readers there is a section where its source makes a paragraph");
    assert_string_equal(with_another(b, "<</S/Part/P 7 0 R/Pg 5 0 R/K 0>>"),
                        "1: for screen readers there is a part where its source makes a paragraph");
}

/* ---- other trees --------------------------------------------------------------------------- */

static const char *retold(struct bench *b, const char *title, const char *picture)
{
    return compare(b, tagged_paper(b, "pack", "/Lang(en)", TREE IDS,
                                   ELEMENTS(DOCUMENT, title, picture, TABLE)));
}

static void test_first_difference(void **state)
{
    struct bench *b = *state;
    assert_string_equal(retold(b, "<</S/P/P 7 0 R/Pg 3 0 R/K 0>>", PICTURE),
                        "0: for screen readers there is a paragraph where its source makes a "
                        "heading of level 1");
    assert_string_equal(retold(b, "<</S/H1/P 6 0 R/Pg 3 0 R/K 0>>", PICTURE),
                        "0: a heading of level 1 stands elsewhere for some screen readers");
    assert_string_equal(retold(b, "<</S/H1/P 7 0 R/K 0>>", PICTURE),
                        "0: for screen readers there is something that is on none of its pages "
                        "where its source makes something drawn");
    assert_string_equal(retold(b, "<</S/H1/P 7 0 R/Pg 3 0 R/K 1>>", PICTURE),
                        "0: it is read out in another order than its source makes");
    assert_string_equal(retold(b, TITLE, "<</S/Figure/P 7 0 R/Pg 4 0 R/K 0/A<</O/Layout>>>>"),
                        "1: a picture has lost its alternative text, and its source makes it "
                        "“A chart”");
    assert_string_equal(retold(b, "<</S/H1/P 7 0 R/Pg 3 0 R/K 0/Lang(cy)>>", PICTURE),
                        "0: the language of a heading of level 1 is “cy”, and its source makes it "
                        "“en”");
}

static const char *with_root(struct bench *b, const char *root, const char *document)
{
    return compare(
        b, tagged_paper(b, "pack", "/Lang(en)", root, ELEMENTS(document, TITLE, PICTURE, TABLE)));
}

static void test_ways_back(void **state)
{
    struct bench *b = *state;
    assert_string_equal(
        with_root(b, "/K 7 0 R/ParentTree<</Nums[0[9 0 R]1[9 0 R]2[10 0 R 11 0 R]]>>" IDS,
                  DOCUMENT),
        "0: some screen readers find other tags for what is on it");
    assert_string_equal(
        with_root(b, "/K 7 0 R/ParentTree<</Nums[0[8 0 R]1[9 0 R 8 0 R]2[10 0 R 11 0 R]]>>" IDS,
                  DOCUMENT),
        "1: some screen readers find tags of other pages on it");
    assert_string_equal(with_root(b, TREE "/IDTree<</Names[(n)9 0 R]>>", DOCUMENT),
                        "2: the identifier of a header cell is not the one that its source makes");
}

/* ---- hostile ones --------------------------------------------------------------------------- */

static void test_circles(void **state)
{
    struct bench *b = *state;
    assert_string_equal(
        with_root(b, TREE IDS, "<</S/Document/P 6 0 R/K[7 0 R 8 0 R 9 0 R 10 0 R]>>"),
        "0: for screen readers there is something that stands elsewhere as well where its source "
        "makes a heading of level 1");
    assert_string_equal(
        with_root(b, TREE IDS, "<</S/Document/P 6 0 R/K[8 0 R 9 0 R 10 0 R 8 0 R]>>"),
        "2: for screen readers there is something that stands elsewhere as well where its source "
        "makes nothing more");
    assert_string_equal(
        with_root(b, TREE IDS "/RoleMap<</H1/H2/H2/H1>>", DOCUMENT),
        "0: for screen readers there is a tag “” where its source makes a heading of level 1");
}

static void test_no_tree(void **state)
{
    struct bench *b = *state;
    const char *lost = "0: it has lost its tags: screen readers cannot tell what is on it";
    static const char *const untagged[] = {
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 3/MediaBox[0 0 9 9]>>",
        "<</Type/Page/Parent 2 0 R>>",
        "<</Type/Page/Parent 2 0 R>>",
        "<</Type/Page/Parent 2 0 R>>",
        NULL};
    assert_string_equal(compare(b, write_pdf(b->arena, "pack", untagged)), lost);
    assert_string_equal(with_root(b, "/K 6 0 R", DOCUMENT), lost);
    assert_string_equal(with_root(b, "/K[1 0 R 3 0 R (x) 7 /S]", DOCUMENT), lost);
}

/* Written within one another; the test of a whole pack goes deeper. */
static void test_deep_tree(void **state)
{
    struct bench *b = *state;
    struct buf deep = {.arena = b->arena};
    for (int i = 0; i < 100; i++)
        buf_addz(&deep, "<</S/Div/K[");
    for (int i = 0; i < 100; i++)
        buf_addz(&deep, "]>>");
    buf_byte(&deep, 0);
    const char *document = str_format(b->arena, "<</S/Document/P 6 0 R/K[%s 8 0 R]>>", deep.p).p;
    assert_string_equal(with_root(b, TREE, document),
                        "0: for screen readers there is a division where its source makes a "
                        "heading of level 1");
}

/* One list of kids that many elements have. */
static void test_wide_tree(void **state)
{
    struct bench *b = *state;
    struct tagwords words = {.map.arena = b->arena};
    struct buf kids = {.arena = b->arena}, wide = {.arena = b->arena};
    const char *objects[OBJECTS_MAX] = {0};
    for (int i = 0; i < 50000; i++)
        buf_addz(&kids, i ? " 0" : "[0");
    buf_add(&kids, STR("]\0"));
    for (int i = 0; i < 25; i++) {
        objects[i] = "<</S/P/P 6 0 R/Pg 3 0 R/K 32 0 R>>";
        buf_format(&wide, "%s%d 0 R", i ? " " : "/K[", 7 + i);
    }
    objects[25] = kids.p;
    buf_addz(&wide, "]");
    struct source *pack =
        tagged_paper(b, "pack", "", str_copy(b->arena, buf_str(&wide)).p, objects);
    assert_true(list_of(b, pack, &words)->is_cut);
    assert_false(list_of(b, paper(b), &words)->is_cut);
}

/* ---- words --------------------------------------------------------------------------------- */

static void assert_quote(struct bench *b, const char *text, const char *other, const char *expected)
{
    str quote = tagwords_quote(b->arena, str_z(text), str_z(other));
    assert_string_equal(str_copy(b->arena, quote).p, expected);
}

static void test_quotes(void **state)
{
    struct bench *b = *state;
    const char *text = "A chart of eighteen quarters, in which burglary fell by 12 per cent and "
                       "robbery rose by as much, ÀÈÌÒÙ, to its end";
    assert_quote(b, "", "", "“”");
    assert_quote(b, "All is well", text, "“All is well”");
    assert_quote(b, text, "",
                 "“A chart of eighteen quarters, in which burglary fell by 12 per cent "
                 "and …”");
    assert_quote(b, text, "A chart of eighteen quarters, in which burglary rose",
                 "“…quarters, in which burglary fell by 12 per cent and robbery rose by as …”");
    assert_quote(b, text, text, "“…much, ÀÈÌÒÙ, to its end”");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_same),
        BENCH_TEST(test_written_otherwise),
        BENCH_TEST(test_items_among_others),
        BENCH_TEST(test_first_difference),
        BENCH_TEST(test_ways_back),
        BENCH_TEST(test_circles),
        BENCH_TEST(test_no_tree),
        BENCH_TEST(test_deep_tree),
        BENCH_TEST(test_wide_tree),
        BENCH_TEST(test_quotes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
