#include "joining.h"

#define PAGE "/MediaBox [0 0 595 842]"

/* Three pages; an old-style and a new-style name; links of all kinds on the first page. */
static const char *const named[] = {
    /* 1 */ "<</Type /Catalog /Pages 2 0 R /Dests <</Old [4 0 R /Fit] /Both [4 0 R /Fit]>> "
            "/Names <</Dests <</Names [(Both) [5 0 R /Fit] (New) 6 0 R]>> "
            "/JavaScript <</Names [(x) <</S /JavaScript /JS (1)>>]>>>> /Outlines 12 0 R>>",
    /* 2 */ "<</Type /Pages /Count 3 /Kids [3 0 R 4 0 R 5 0 R] " PAGE ">>",
    /* 3 */ "<</Type /Page /Parent 2 0 R /Annots [7 0 R 8 0 R 9 0 R 10 0 R 11 0 R 14 0 R 7 0 R]>>",
    /* 4 */ "<</Type /Page /Parent 2 0 R>>",
    /* 5 */ "<</Type /Page /Parent 2 0 R>>",
    /* 6 */ "<</D [5 0 R /XYZ 1 2 3]>>",
    /* 7 */ "<</Subtype /Link /Dest (New)>>",
    /* 8 */ "<</Subtype /Link /Dest /Old>>",
    /* 9 */
    "<</Subtype /Link /A <</S /URI /URI (x) /Next [<</S /GoTo /D /Both>> "
    "<</S /GoToR /F (o.pdf) /D (New)>>]>>>>",
    /* 10 */ "<</Subtype /Link /Dest [2 /Fit]>>",
    /* 11 */ "<</Subtype /Widget /AA <</D <</S /GoTo /D (Gone) /Next 15 0 R>>>>>>",
    /* 12 */ "<</First 13 0 R /Last 13 0 R>>",
    /* 13 */ "<</Title (Entry) /Parent 12 0 R /A <</S /GoTo /D /New>> /Next 13 0 R>>",
    /* 14 */ "<</Subtype /Link /A <</S /GoToE /D (Inside) /T <</R /C /N (file)>>>>>>",
    /* 15 */ "<</S /GoTo /D (New) /Next 15 0 R>>",
    NULL,
};

static struct source *plain_pack(struct bench *b, const char *catalog)
{
    const char *objects[] = {
        str_format(b->arena, "<</Type /Catalog /Pages 2 0 R %s>>", catalog).p,
        "<</Type /Pages /Count 2 /Kids [3 0 R 4 0 R] " PAGE ">>",
        "<</Type /Page /Parent 2 0 R /Annots [5 0 R]>>",
        "<</Type /Page /Parent 2 0 R>>",
        "<</Subtype /Link /Dest [4 0 R /XYZ 10 20 0]>>",
        NULL,
    };
    return write_pdf(b->arena, "pack.pdf", objects);
}

static void test_names_and_their_uses_get_the_prefix(void **state)
{
    struct bench *b = *state;
    join_up(b, plain_pack(b, "/Dests <</Old [3 0 R /Fit]>>"),
            write_pdf(b->arena, "item.pdf", named), NULL);
    assert_true(join_names(&b->joint));
    assert_value(b, "/Dests", "null");
    assert_value(b, "/Names /Dests /Names 0", "(Old)");
    assert_value(b, "/Names /Dests /Names 2", "(item-7/Both)");
    assert_value(b, "/Names /Dests /Names 4", "(item-7/Both~)");
    assert_value(b, "/Names /Dests /Names 6", "(item-7/New)");
    assert_value(b, "/Names /Dests /Names 8", "(item-7/Old)");
    assert_int_equal(leaf_at(b, "/Names /Dests /Names 3 0"), 4);
    assert_int_equal(leaf_at(b, "/Names /Dests /Names 5 0"), 3);
    assert_int_equal(leaf_at(b, "/Names /Dests /Names 7 /D 0"), 4);
    assert_value(b, "/Pages /Kids 2 /Annots 0 /Dest",
                 "(item-7/New)"); /* once, though listed twice */
    assert_value(b, "/Pages /Kids 2 /Annots 1 /Dest", "(item-7/Old)");
    assert_value(b, "/Pages /Kids 2 /Annots 2 /A /Next 0 /D", "(item-7/Both~)");
    assert_value(b, "/Pages /Kids 2 /Annots 2 /A /Next 1 /D", "(New)"); /* another file's */
    assert_int_equal(leaf_at(b, "/Pages /Kids 2 /Annots 3 /Dest 0"), 4);
    assert_value(b, "/Pages /Kids 2 /Annots 4 /AA /D /D", "(item-7/Gone)");
    assert_value(b, "/Pages /Kids 2 /Annots 4 /AA /D /Next /D", "(item-7/New)");
    assert_value(b, "/Pages /Kids 2 /Annots 5 /A /T /N", "(item-7/file)");
    assert_value(b, "/Pages /Kids 2 /Annots 5 /A /D", "(Inside)");
    qpdf_oh entry = value_under(b, b->grafts[1].outlines, "/First /A /D");
    assert_string_equal(qpdf_oh_unparse(b->q, entry), "(item-7/New)");
    assert_value(b, "/Pages /Kids 0 /Annots 0 /Dest 1", "/XYZ");
}

static void test_scripts_of_items_are_left_out(void **state)
{
    struct bench *b = *state;
    struct source *item = write_pdf(b->arena, "item.pdf", named);
    join_up(b, plain_pack(b, "/Names <</JavaScript <</Names [(own) <<>>]>>>>"), item, NULL);
    assert_true(join_names(&b->joint));
    assert_int_equal(count_findings(b, Q728, item), 1);
    assert_int_equal(count_findings(b, Q728, b->order.pack), 0);
    assert_value(b, "/Names /JavaScript /Names 0", "(own)");
    assert_value(b, "/Names /JavaScript /Names 2", "null");
}

static void test_scripts_of_pages_are_left_out(void **state)
{
    static const char *const objects[] = {
        "<</Type /Catalog /Pages 2 0 R>>",
        "<</Type /Pages /Count 1 /Kids [3 0 R] " PAGE ">>",
        "<</Type /Page /Parent 2 0 R /AA <</O 4 0 R /C <</S /GoTo /D (x)>>>> /Annots [<</AA <</PV "
        "5 0 R /U 5 0 R>>>>]>>",
        "<</S /GoTo /D (x) /Next [5 0 R]>>",
        "<</S /JavaScript /JS (1) /Next 5 0 R>>",
        NULL,
    };
    struct bench *b = *state;
    struct source *item = write_pdf(b->arena, "item.pdf", objects);
    join_up(b, write_pdf(b->arena, "pack.pdf", objects), item, NULL);
    assert_true(join_names(&b->joint));
    assert_int_equal(b->diag.count, 1);
    assert_int_equal(count_findings(b, Q728, item), 1);
    assert_value(b, "/Pages /Kids 1 /AA /O", "null");
    assert_value(b, "/Pages /Kids 1 /AA /C /D", "(item-7/x)");
    assert_value(b, "/Pages /Kids 1 /Annots 0 /AA /PV", "null");
    assert_value(b, "/Pages /Kids 1 /Annots 0 /AA /U /S", "/JavaScript"); /* a click */
    assert_value(b, "/Pages /Kids 0 /AA /O /S", "/GoTo");                 /* the pack's own */
}

static void test_links_to_a_replaced_page_lead_to_the_item(void **state)
{
    struct bench *b = *state;
    b->items[0].place = PACK_REPLACE;
    b->items[0].page = 2;
    join_up(b,
            plain_pack(b, "/OpenAction [1 /Fit] /Names <</Dests <</Names [(n) [4 0 R /Fit]]>>>>"),
            write_pdf(b->arena, "item.pdf", named), NULL);
    assert_true(join_names(&b->joint));
    assert_int_equal(leaf_at(b, "/Pages /Kids 0 /Annots 0 /Dest 0"), 1);
    assert_value(b, "/Pages /Kids 0 /Annots 0 /Dest 3", "842");
    assert_int_equal(leaf_at(b, "/OpenAction 0"), 1);
    assert_value(b, "/OpenAction 1", "/XYZ");
    assert_value(b, "/Names /Dests /Names 8", "(n)");
    assert_int_equal(leaf_at(b, "/Names /Dests /Names 9 0"), 1);
}

/* A pack made by quoin before, to which another item 7 is added. */
static void test_a_prefix_that_is_taken(void **state)
{
    struct bench *b = *state;
    join_up(b, plain_pack(b, "/Names <</Dests <</Names [(item-7/New) [3 0 R /Fit]]>>>>"),
            write_pdf(b->arena, "item.pdf", named), NULL);
    assert_true(join_names(&b->joint));
    assert_value(b, "/Names /Dests /Names 0", "(item-7.2/Both)");
    assert_value(b, "/Names /Dests /Names 8", "(item-7/New)");
    assert_int_equal(leaf_at(b, "/Names /Dests /Names 9 0"), 0);
    assert_value(b, "/Pages /Kids 2 /Annots 0 /Dest", "(item-7.2/New)");
}

static const char *const with_file[] = {
    "<</Type /Catalog /Pages 2 0 R /AF [4 0 R] /Names <</EmbeddedFiles <</Names [(0) 4 0 R]>> "
    "/IDS <</Names [(id) 3 0 R]>>>>>>",
    "<</Type /Pages /Count 1 /Kids [3 0 R] " PAGE ">>",
    "<</Type /Page /Parent 2 0 R>>",
    "<</Type /Filespec /F (in/report.xml) /UF (report.xml) /EF <</F 5 0 R>>>>",
    "<</Length 1>>\nstream\nx\nendstream",
    NULL,
};

static void test_files(void **state)
{
    struct bench *b = *state;
    join_up(b, write_pdf(b->arena, "pack.pdf", with_file),
            write_pdf(b->arena, "one.pdf", with_file), write_pdf(b->arena, "two.pdf", with_file));
    b->grafts[1].part_element =
        handle_id(b->q, handle_indirect(b->q, qpdf_oh_new_dictionary(b->q)));
    assert_true(join_names(&b->joint));
    assert_value(b, "/Names /EmbeddedFiles /Names 0", "(0)");
    assert_value(b, "/Names /EmbeddedFiles /Names 1 /UF", "(report.xml)");
    assert_value(b, "/Names /EmbeddedFiles /Names 2", "(item-7/0)");
    assert_value(b, "/Names /EmbeddedFiles /Names 3 /UF", "(item-7-report.xml)");
    assert_value(b, "/Names /EmbeddedFiles /Names 3 /F", "(in/item-7-report.xml)");
    assert_value(b, "/Names /EmbeddedFiles /Names 5 /UF", "(item-8-report.xml)");
    assert_value(b, "/Names /IDS /Names 2", "(item-7/id)");
    assert_value(b, "/AF 2 /UF", "(item-8-report.xml)");
    assert_int_equal(handle_count(b->q, value_at(b, "/AF")), 3);
    qpdf_oh own = value_under(b, handle_object(b->q, b->grafts[1].part_element), "/AF 0");
    assert_int_equal(handle_id(b->q, own), handle_id(b->q, value_at(b, "/AF 1")));
}

/* Whatever stands where names should be: a finding, and the rest is there. */
static void test_garbage(void **state)
{
    static const char *const catalogs[] = {
        "/Names 7",
        "/Names [1 2]",
        "/Dests (x)",
        "/Dests <</A 5 /B (x)>>",
        "/Names <</Dests 5>>",
        "/Names <</Dests <</Kids [<</Kids 3>> 5]>>>>",
        "/Names <</Dests <</Names [(a) (b) /c]>>>>",
        "/Names <</EmbeddedFiles [1]>>",
        "/Names <</EmbeddedFiles <</Names [(a)]>>>>",
    };
    for (size_t i = 0; i < sizeof catalogs / sizeof *catalogs; i++) {
        struct bench *b = *state;
        struct source *item = plain_pack(b, catalogs[i]);
        memset(&b->diag, 0, sizeof b->diag);
        diag_init(&b->diag, b->arena);
        join_up(b, plain_pack(b, "/Dests <</a [3 0 R /Fit]>>"), item, NULL);
        assert_true(join_names(&b->joint));
        assert_int_equal(count_findings(b, Q723, item), 1);
        assert_value(b, "/Names /Dests /Names 0", "(a)");
        assert_false(qpdf_has_error(b->q));
    }
}

static void test_garbage_on_pages(void **state)
{
    static const char *const objects[] = {
        "<</Type /Catalog /Pages 2 0 R /AF 5 /OpenAction 7 /AA [1] /Outlines 3 0 R>>",
        "<</Type /Pages /Count 1 /Kids [3 0 R] " PAGE ">>",
        "<</Type /Page /Parent 2 0 R /AA 5 /First 3 0 R /Next 3 0 R /Annots [null 5 [1] <</Dest "
        "5>> "
        "<</Dest <</D []>>>> <</Dest []>> <</Dest [null]>> <</Dest [-1 /Fit]>> <</Dest "
        "[99999999999 "
        "/Fit]>> <</A [1]>> <</A <</S /GoTo>>>> <</A <</S /GoToE /T <</R /C /N 5>>>>>> <</AA <</X "
        "5 "
        "/Y <</S /GoTo /D ()>>>>>> 3 0 R <</Dest />>]>>",
        NULL,
    };
    struct bench *b = *state;
    join_up(b, write_pdf(b->arena, "pack.pdf", objects), write_pdf(b->arena, "item.pdf", objects),
            NULL);
    assert_true(join_names(&b->joint));
    assert_value(b, "/Pages /Kids 1 /Annots 12 /AA /Y /D", "(item-7/)");
    assert_value(b, "/Pages /Kids 1 /Annots 7 /Dest 0", "-1");
    assert_false(qpdf_has_error(b->q));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_names_and_their_uses_get_the_prefix),
        BENCH_TEST(test_scripts_of_items_are_left_out),
        BENCH_TEST(test_scripts_of_pages_are_left_out),
        BENCH_TEST(test_links_to_a_replaced_page_lead_to_the_item),
        BENCH_TEST(test_a_prefix_that_is_taken),
        BENCH_TEST(test_files),
        BENCH_TEST(test_garbage),
        BENCH_TEST(test_garbage_on_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
