#include "joining.h"

#include "pack/bookmarks.h"

#define PAGE "/MediaBox [0 0 595 842]"

/* Four pages, 3 to 6, and as many entries as the test has, from object 8. */
static struct source *write_outlined(struct bench *b, const char *name, const char *catalog,
                                     const char *const *entries)
{
    const char *objects[40] = {
        str_format(b->arena, "<</Type /Catalog /Pages 2 0 R /Outlines 7 0 R %s>>", catalog).p,
        "<</Type /Pages /Count 4 /Kids [3 0 R 4 0 R 5 0 R 6 0 R] " PAGE ">>",
        "<</Type /Page /Parent 2 0 R>>",
        "<</Type /Page /Parent 2 0 R>>",
        "<</Type /Page /Parent 2 0 R>>",
        "<</Type /Page /Parent 2 0 R /Rotate 90 /CropBox [500 700 10 20]>>",
        "<</Type /Outlines /First 8 0 R /Count 77>>",
    };
    for (int i = 0; entries[i]; i++)
        objects[7 + i] = entries[i];
    return write_pdf(b->arena, name, objects);
}

static const char *const no_entries[] = {"null", NULL};

static const char *const three[] = {
    "<</Title (First) /Dest [3 0 R /Fit] /Next 9 0 R>>",
    "<</Title (Third) /First 11 0 R /Count 5 /Next 10 0 R>>",
    "<</Title (Last) /A <</S /GoTo /D (end)>>>>",
    "<</Title (Beneath) /Dest [5 0 R /Fit]>>",
    NULL,
};
#define THREE_NAMES "/Names <</Dests <</Names [(end) [6 0 R /Fit]]>>>>"

/* Titles as they are met by /First and /Next, with their depths: "First, >Beneath". */
static void add_titles(struct bench *b, qpdf_oh above, int depth, struct buf *out)
{
    qpdf_oh item = handle_get(b->q, above, "/First"), before = qpdf_oh_new_null(b->q);
    for (; !qpdf_oh_is_null(b->q, item); item = handle_get(b->q, item, "/Next")) {
        buf_addz(out, out->n ? ", " : "");
        for (int i = 0; i < depth; i++)
            buf_byte(out, '>');
        buf_add(out, handle_text(b->arena, b->q, handle_get(b->q, item, "/Title")));
        assert_int_equal(handle_id(b->q, handle_get(b->q, item, "/Parent")),
                         handle_id(b->q, above));
        assert_int_equal(handle_id(b->q, handle_get(b->q, item, "/Prev")), handle_id(b->q, before));
        add_titles(b, item, depth + 1, out);
        before = item;
    }
    assert_int_equal(handle_id(b->q, handle_get(b->q, above, "/Last")), handle_id(b->q, before));
}

static const char *titles(struct bench *b)
{
    struct buf out = {.arena = b->arena};
    add_titles(b, value_at(b, "/Outlines"), 0, &out);
    return buf_str(&out).p;
}

static void join(struct bench *b, const struct source *pack, const struct source *one,
                 const struct source *two)
{
    join_up(b, pack, one, two);
    assert_true(join_names(&b->joint));
    assert_true(join_outline(&b->joint));
    assert_false(qpdf_has_error(b->q));
}

static void test_items_stand_behind_what_leads_before_them(void **state)
{
    struct bench *b = *state;
    b->items[0] = (struct pack_item){.place = PACK_BEFORE, .page = 4};
    b->items[1] = (struct pack_item){.place = PACK_BEFORE, .page = 1};
    join(b, write_outlined(b, "pack.pdf", THREE_NAMES, three),
         write_outlined(b, "one.pdf", THREE_NAMES, three),
         write_outlined(b, "two.pdf", "", no_entries));
    assert_string_equal(titles(b),
                        "Item 8: Report, First, Third, >Beneath, Item 7: Report, >First, "
                        ">Third, >>Beneath, >Last, Last");
    assert_int_equal(leaf_at(b, "/Outlines /First /Dest 0"), 0);
    assert_value(b, "/Outlines /First /Dest 3", "842");
    assert_value(b, "/Outlines /First /Count", "null");
    assert_value(b, "/Outlines /First /Next /Next /Count", "1");        /* was open */
    assert_value(b, "/Outlines /First /Next /Next /Next /Count", "-4"); /* 3, and one is open */
    assert_value(b, "/Outlines /Count", "6");
    assert_value(b, "/PageMode", "null");
    assert_value(b, "/Outlines /Last /Prev /Last /A /D", "(item-7/end)");
}

/* One without a destination is where the first beneath it leads. */
static void test_a_heading_is_where_its_entries_are(void **state)
{
    struct bench *b = *state;
    b->items[0] = (struct pack_item){.place = PACK_BEFORE, .page = 2};
    join(b, write_outlined(b, "pack.pdf", THREE_NAMES, three),
         write_outlined(b, "one.pdf", "", no_entries), NULL);
    assert_string_equal(titles(b), "First, Item 7: Report, Third, >Beneath, Last");
}

static void test_an_entry_for_the_placeholder_stands_before_its_item(void **state)
{
    struct bench *b = *state;
    b->items[0] = (struct pack_item){.place = PACK_REPLACE, .page = 3};
    join(b, write_outlined(b, "pack.pdf", THREE_NAMES, three),
         write_outlined(b, "one.pdf", "", no_entries), NULL);
    assert_string_equal(titles(b), "First, Third, >Beneath, Item 7: Report, Last");
    assert_int_equal(leaf_at(b, "/Outlines /First /Next /First /Dest 0"), 2);
}

static void test_a_pack_without_an_outline_gets_one(void **state)
{
    struct bench *b = *state;
    b->items[0] = (struct pack_item){.place = PACK_BEFORE, .page = 2};
    struct source *item = write_outlined(b, "one.pdf", THREE_NAMES, three);
    join_up(b, write_outlined(b, "pack.pdf", "", no_entries), item, item);
    b->grafts[1].part_element =
        handle_id(b->q, handle_indirect(b->q, qpdf_oh_new_dictionary(b->q)));
    assert_true(join_names(&b->joint) && join_outline(&b->joint));
    assert_string_equal(titles(b), "Item 7: Report, >First, >Third, >>Beneath, >Last, "
                                   "Item 8: Report, >First, >Third, >>Beneath, >Last");
    assert_value(b, "/PageMode", "/UseOutlines");
    assert_true(
        qpdf_oh_is_indirect(b->q, handle_get(b->q, value_at(b, "/Outlines /First"), "/SE")));
    assert_value(b, "/Outlines /Last /SE", "null");
    assert_value(b, "/Outlines /Count", "2");
}

static void test_what_the_pack_shows_first_is_kept(void **state)
{
    struct bench *b = *state;
    join(b, write_outlined(b, "pack.pdf", "/PageMode /UseThumbs", no_entries),
         write_outlined(b, "one.pdf", "", no_entries), NULL);
    assert_value(b, "/PageMode", "/UseThumbs");
}

/* The top left as it is seen: of a page turned clockwise that is its lower left corner. */
static void test_tops_of_turned_pages(void **state)
{
    static const struct {
        int turn;
        const char *left, *top;
    } cases[] = {{0, "10", "700.5"},    {90, "10", "20"},      {180, "500", "20"},
                 {270, "500", "700.5"}, {-90, "500", "700.5"}, {-270, "10", "20"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench *b = *state;
        const char *const turned[] = {
            "<</Type /Catalog /Pages 2 0 R>>",
            "<</Type /Pages /Count 1 /Kids [3 0 R] " PAGE ">>",
            str_format(b->arena,
                       "<</Type /Page /Parent 2 0 R /Rotate %d /CropBox [500 700.5 10 20]>>",
                       cases[i].turn)
                .p,
            NULL,
        };
        join(b, write_outlined(b, "pack.pdf", "", no_entries),
             write_pdf(b->arena, "one.pdf", turned), NULL);
        assert_value(b, "/Outlines /First /Dest 2", cases[i].left);
        assert_value(b, "/Outlines /First /Dest 3", cases[i].top);
    }
}

static void test_circles_and_garbage(void **state)
{
    static const struct {
        const char *entries[5];
        const char *titles;
    } cases[] = {
        {{"<</Title (A) /Next 8 0 R>>"}, "A"},
        {{"<</Title (A) /First 8 0 R>>"}, "A"},
        {{"<</Title (A) /First 7 0 R>>"}, "A"},
        {{"<</Title (A) /Next 9 0 R>>", "<</Title (B) /First 10 0 R>>",
          "<</Title (C) /Next 8 0 R /Prev 5 0 R /Count -9>>"},
         "A, B, >C"},
        {{"<</Title (A) /Next (x)>>"}, "A"},
        {{"<</Title (A) /Next <</Title (direct) /First 5>>>>"}, "A, direct"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench *b = *state;
        struct source *pack = write_outlined(b, "pack.pdf", "", cases[i].entries);
        struct source *item = write_outlined(b, "one.pdf", "", no_entries);
        b->q = NULL;
        diag_init(&b->diag, b->arena);
        join(b, pack, item, NULL);
        assert_string_equal(titles(b),
                            str_format(b->arena, "%s, Item 7: Report", cases[i].titles).p);
        assert_int_equal(count_findings(b, Q723, pack), 1);
        assert_int_equal(count_findings(b, Q723, item), 0);
    }
}

static void test_entries_without_titles_get_one(void **state)
{
    static const char *const entries[] = {"<</Dest [3 0 R /Fit]>>", NULL};
    struct bench *b = *state;
    join(b, write_outlined(b, "pack.pdf", "", entries),
         write_outlined(b, "one.pdf", "", no_entries), NULL);
    assert_string_equal(titles(b), "(untitled), Item 7: Report");
}

static void test_outlines_that_are_none(void **state)
{
    static const char *const outlines[] = {"(x)", "5", "<<>>", "<</First []>>"};
    for (size_t i = 0; i < sizeof outlines / sizeof *outlines; i++) {
        struct bench *b = *state;
        const char *objects[] = {
            str_format(b->arena, "<</Type /Catalog /Pages 2 0 R /Outlines %s>>", outlines[i]).p,
            "<</Type /Pages /Count 1 /Kids [3 0 R] " PAGE ">>", "<</Type /Page /Parent 2 0 R>>",
            NULL};
        join(b, write_pdf(b->arena, "pack.pdf", objects), write_pdf(b->arena, "one.pdf", objects),
             NULL);
        assert_string_equal(titles(b), "Item 7: Report");
    }
}

/* A chain far deeper than anyone would open ends with a warning, not with the stack. */
static void test_depth_has_an_end(void **state)
{
    struct bench *b = *state;
    const char *objects[3004] = {"<</Type /Catalog /Pages 2 0 R /Outlines 4 0 R>>",
                                 "<</Type /Pages /Count 1 /Kids [3 0 R] " PAGE ">>",
                                 "<</Type /Page /Parent 2 0 R>>"};
    for (int i = 3; i < 3003; i++)
        objects[i] = str_format(b->arena, "<</Title (x) /First %d 0 R>>", i + 2).p;
    struct source *pack = write_pdf(b->arena, "pack.pdf", objects);
    join(b, pack, write_outlined(b, "one.pdf", "", no_entries), NULL);
    assert_int_equal(count_findings(b, Q723, pack), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_items_stand_behind_what_leads_before_them),
        BENCH_TEST(test_a_heading_is_where_its_entries_are),
        BENCH_TEST(test_an_entry_for_the_placeholder_stands_before_its_item),
        BENCH_TEST(test_a_pack_without_an_outline_gets_one),
        BENCH_TEST(test_what_the_pack_shows_first_is_kept),
        BENCH_TEST(test_tops_of_turned_pages),
        BENCH_TEST(test_circles_and_garbage),
        BENCH_TEST(test_entries_without_titles_get_one),
        BENCH_TEST(test_outlines_that_are_none),
        BENCH_TEST(test_depth_has_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
