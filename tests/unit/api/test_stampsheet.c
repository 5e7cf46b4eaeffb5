/* quoin_stamp_sheet() and quoin_report_part() as a program calls them. */
#include "unit/base/base_test.h"

#include <stdlib.h>

#include "quoin.h"

static quoin_kit *kit;

static int open_kit(void **state)
{
    (void)state;
    kit = quoin_kit_open();
    return kit ? 0 : -1;
}

static int close_kit(void **state)
{
    (void)state;
    quoin_kit_close(kit);
    return 0;
}

static const quoin_stamp stamps[] = {{"7", "71"}, {NULL, "72"}, {"8", ""}, {"", "xii"}};

static str make(struct arena *a, const char *layout, size_t count, quoin_band *band)
{
    void *bytes;
    size_t size;
    assert_int_equal(quoin_stamp_sheet(kit, layout, NULL, stamps, count, &bytes, &size, band),
                     QUOIN_DONE);
    str pdf = str_copy(a, (str){bytes, size});
    free(bytes);
    return pdf;
}

static bool holds(str pdf, const char *text)
{
    return str_search(pdf, str_z(text), 0) < pdf.n;
}

static void a_page_for_each(void **state)
{
    quoin_band band;
    str pdf = make(*state, "opcc", 4, &band);
    assert_true(str_starts(pdf, STR("%PDF-1.7")));
    assert_true(band.right > 56000 && band.right < 57000); /* 20 mm */
    assert_true(band.top > 22000 && band.top < 23000);     /* 8 mm */
    assert_true(band.width > 170000 && band.height > 31000);
    assert_true(pdf.n < 40000); /* a subset of one face */
    assert_false(holds(pdf, "/EmbeddedFile"));
}

static void the_same_bytes_each_time(void **state)
{
    str one = make(*state, "civic", 4, NULL), two = make(*state, "civic", 4, NULL);
    assert_true(str_eq(one, two));
    assert_false(str_eq(one, make(*state, "civic", 3, NULL)));
    assert_false(str_eq(one, make(*state, "opcc", 4, NULL)));
}

static void no_layout_is_the_default(void **state)
{
    assert_true(str_eq(make(*state, NULL, 4, NULL), make(*state, "opcc", 4, NULL)));
    assert_true(str_eq(make(*state, "", 4, NULL), make(*state, "opcc", 4, NULL)));
}

static void a_layout_may_be_a_file(void **state)
{
    quoin_band band;
    assert_true(make(*state, "tests/golden/small.xml", 4, &band).n > 0);
    assert_int_equal(band.right, 30000);
    assert_int_equal(band.height, 24000);
}

static void what_cannot_be(void **state)
{
    (void)state;
    void *bytes = kit;
    size_t size = 1;
    assert_int_equal(quoin_stamp_sheet(kit, "opc", NULL, stamps, 1, &bytes, &size, NULL),
                     QUOIN_INVALID);
    assert_null(bytes);
    assert_int_equal(size, 0);
    assert_int_equal(quoin_stamp_sheet(kit, "none/such.xml", NULL, stamps, 1, &bytes, &size, NULL),
                     QUOIN_IO);
    assert_int_equal(quoin_stamp_sheet(kit, "opcc", NULL, stamps, 0, &bytes, &size, NULL),
                     QUOIN_USAGE);
}

/* ---- at render time ------------------------------------------------------------------------- */

static quoin_status render(struct arena *a, const char *item, unsigned page, str *pdf)
{
    quoin_options options = QUOIN_OPTIONS_DEFAULT;
    const void *bytes;
    size_t size;
    options.agenda_item = item;
    options.first_page = page;
    quoin_report *report = quoin_report_open(kit, "tests/cli/small.xml", &options);
    quoin_status status = quoin_render(report, &bytes, &size);
    *pdf = str_copy(a, (str){bytes, size});
    quoin_report_close(report);
    return status;
}

static void the_pdf_says_how_it_was_stamped(void **state)
{
    str plain, stamped;
    assert_int_equal(render(*state, NULL, 0, &plain), QUOIN_DONE);
    assert_int_equal(render(*state, "7a", 71, &stamped), QUOIN_DONE);
    assert_false(holds(plain, "<quoin:agendaItem>") || holds(plain, "<quoin:firstPage>"));
    assert_true(holds(stamped, "<quoin:agendaItem>7a</quoin:agendaItem>"));
    assert_true(holds(stamped, "<quoin:firstPage>71</quoin:firstPage>"));
}

static void only_what_can_be_stamped_is_taken(void **state)
{
    static const char *const wrong[] = {"7 a", "-7", "12345678901234567", "<b>", "é", "7\n"};
    str pdf;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(render(*state, wrong[i], 0, &pdf), QUOIN_USAGE);
    assert_int_equal(render(*state, "1234567890.ABC-z", 100000, &pdf), QUOIN_DONE);
    assert_int_equal(render(*state, "", 100001, &pdf), QUOIN_USAGE);
}

/* ---- parts ---------------------------------------------------------------------------------- */

static void parts_have_names(void **state)
{
    (void)state;
    quoin_report *report = quoin_report_open(kit, "samples/everything.xml", NULL);
    static const char *const names[] = {"paper", "A", "B", "C"};
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(quoin_report_part(report, i), names[i]);
    assert_null(quoin_report_part(report, 4));
    assert_null(quoin_report_part(report, (size_t)-1));
    quoin_report_close(report);
}

static void a_report_without_a_paper(void **state)
{
    (void)state;
    quoin_report *report = quoin_report_open(kit, "samples/q2-2020-21.xml", NULL);
    assert_string_equal(quoin_report_part(report, 0), "A");
    assert_string_equal(quoin_report_part(report, 1), "B"); /* the glossary */
    assert_null(quoin_report_part(report, 2));
    quoin_report_close(report);
}

static void a_faulty_report_has_no_parts(void **state)
{
    (void)state;
    quoin_report *report = quoin_report_open_memory(kit, "x.xml", NULL, "<report", 7, NULL);
    assert_null(quoin_report_part(report, 0));
    quoin_report_close(report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(a_page_for_each),
        ARENA_TEST(the_same_bytes_each_time),
        ARENA_TEST(no_layout_is_the_default),
        ARENA_TEST(a_layout_may_be_a_file),
        ARENA_TEST(what_cannot_be),
        ARENA_TEST(the_pdf_says_how_it_was_stamped),
        ARENA_TEST(only_what_can_be_stamped_is_taken),
        ARENA_TEST(parts_have_names),
        ARENA_TEST(a_report_without_a_paper),
        ARENA_TEST(a_faulty_report_has_no_parts),
    };
    return cmocka_run_group_tests(tests, open_kit, close_kit);
}
