/* What a reader sees at the top right, on pages turned, cropped, shifted and scaled. */
#include "unit/base/base_test.h"

#include "pack/corner.h"

static void close_pdf(void *handle)
{
    qpdf_data q = handle;
    qpdf_cleanup(&q);
}

static qpdf_data new_pdf(struct arena *a)
{
    qpdf_data q = qpdf_init();
    arena_defer(a, close_pdf, q);
    qpdf_silence_errors(q);
    qpdf_empty_pdf(q);
    return q;
}

struct page {
    const char *entries;
    long long x, y;     /* the corner, in units */
    const char *matrix; /* of what is drawn from its own corner at 600, 800 */
    struct band band;   /* 20 from the right, 10 from the top, 100 wide, 30 high; in units */
};

static const struct page pages[] = {
    {"/MediaBox [0 0 595 842]", 595, 842, "1 0 0 1 -5 42", {475, 802, 575, 832}},
    {"/MediaBox [0 0 595 842] /Rotate 90", 0, 842, "0 1 -1 0 800 242", {10, 722, 40, 822}},
    {"/MediaBox [0 0 595 842] /Rotate 180", 0, 0, "-1 0 0 -1 600 800", {20, 10, 120, 40}},
    {"/MediaBox [0 0 595 842] /Rotate 270", 595, 0, "0 -1 1 0 -205 600", {555, 20, 585, 120}},
    {"/MediaBox [0 0 595 842] /Rotate -90", 595, 0, "0 -1 1 0 -205 600", {555, 20, 585, 120}},
    {"/MediaBox [0 0 595 842] /Rotate 450", 0, 842, "0 1 -1 0 800 242", {10, 722, 40, 822}},
    {"/MediaBox [0 0 595 842] /Rotate 45", 595, 842, "1 0 0 1 -5 42", {475, 802, 575, 832}},
    /* boxes */
    {"/MediaBox [-100 50 495 892]", 495, 892, "1 0 0 1 -105 92", {375, 852, 475, 882}},
    {"/MediaBox [595 842 0 0]", 595, 842, "1 0 0 1 -5 42", {475, 802, 575, 832}},
    {"/MediaBox [0 0 595 842] /CropBox [50 50 545 792]",
     545,
     792,
     "1 0 0 1 -55 -8",
     {425, 752, 525, 782}},
    {"/MediaBox [0 0 595 842] /CropBox [50 50 545 792] /Rotate 90",
     50,
     792,
     "0 1 -1 0 850 192",
     {60, 672, 90, 772}},
    {"/MediaBox [0 0 595 842] /CropBox [-9 -9 9999 9999]",
     595,
     842,
     "1 0 0 1 -5 42",
     {475, 802, 575, 832}},
    {"/MediaBox [0 0 595 842] /CropBox [700 900 800 1000]",
     595,
     842,
     "1 0 0 1 -5 42",
     {475, 802, 575, 832}},
    {"/MediaBox [0 0 595 842] /CropBox [0 0 0 0]", 595, 842, "1 0 0 1 -5 42", {475, 802, 575, 832}},
    {"/MediaBox (none)", 612, 792, "1 0 0 1 12 -8", {492, 752, 592, 782}},
    {"", 612, 792, "1 0 0 1 12 -8", {492, 752, 592, 782}},
    /* a unit of two points: half as many units to all */
    {"/MediaBox [0 0 595 842] /UserUnit 2", 595, 842, "0.5 0 0 0.5 295 442", {535, 822, 585, 837}},
    {"/MediaBox [0 0 595 842] /UserUnit 2 /Rotate 90",
     0,
     842,
     "0 0.5 -0.5 0 400 542",
     {5, 782, 20, 832}},
    {"/MediaBox [0 0 595 842] /UserUnit 0.5", 595, 842, "2 0 0 2 -605 -758", {355, 762, 555, 822}},
    {"/MediaBox [0 0 595 842] /UserUnit 0", 595, 842, "1 0 0 1 -5 42", {475, 802, 575, 832}},
    {"/MediaBox [0 0 595 842] /UserUnit -3", 595, 842, "1 0 0 1 -5 42", {475, 802, 575, 832}},
    {"/MediaBox [0 0 595 842] /UserUnit 99999999999",
     595,
     842,
     "1 0 0 1 -5 42",
     {475, 802, 575, 832}},
};

static void the_corner_is_where_a_reader_sees_it(void **state)
{
    struct arena *a = *state;
    qpdf_data q = new_pdf(a);
    const quoin_band band = {20000, 10000, 100000, 30000};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        const struct page *p = &pages[i];
        struct corner c = corner_find(q, handle_parse(a, q, "<</Type /Page %s>>", p->entries));
        str matrix = corner_matrix(a, &c, 600000, 800000);
        struct band b = corner_band(&c, &band);
        bool is_right = c.x == p->x * 1000 && c.y == p->y * 1000 && str_is(matrix, p->matrix) &&
                        b.left == p->band.left * 1000 && b.bottom == p->band.bottom * 1000 &&
                        b.right == p->band.right * 1000 && b.top == p->band.top * 1000;
        if (!is_right)
            fail_msg("%s: %lld %lld, %.*s, [%lld %lld %lld %lld]", p->entries, c.x, c.y,
                     STR_ARG(matrix), b.left, b.bottom, b.right, b.top);
    }
}

static void what_is_inherited_counts(void **state)
{
    struct arena *a = *state;
    qpdf_data q = new_pdf(a);
    qpdf_oh node = qpdf_make_indirect_object(
        q, handle_parse(a, q, "<</Type /Pages /MediaBox [0 0 300 400] /Rotate 180>>"));
    qpdf_oh page = handle_parse(a, q, "<</Type /Page /CropBox [10 10 290 390]>>");
    handle_set(q, page, "/Parent", node);
    struct corner c = corner_find(q, page);
    assert_int_equal(c.x, 10000);
    assert_int_equal(c.y, 10000);
    assert_int_equal(c.up_y, -1);
}

/* A third of a point has no end as a decimal; what is placed is still within a thousandth. */
static void fractions_are_rounded(void **state)
{
    struct arena *a = *state;
    qpdf_data q = new_pdf(a);
    struct corner c =
        corner_find(q, handle_parse(a, q, "<</MediaBox [0 0 595.276 841.89] /UserUnit 3>>"));
    assert_str(corner_matrix(a, &c, 595276, 841890), "0.333333 0 0 0.333333 396.851 561.26");
}

static void numbers_are_written_as_decimals(void **state)
{
    const struct {
        long long value;
        int places;
        const char *text;
    } numbers[] = {{0, 3, "0"},          {1, 3, "0.001"},   {-1, 3, "-0.001"},      {1000, 3, "1"},
                   {-12500, 3, "-12.5"}, {100, 3, "0.1"},   {123456, 3, "123.456"}, {70, 0, "70"},
                   {1000000, 6, "1"},    {5, 6, "0.000005"}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct buf out = {.arena = *state};
        corner_put_number(&out, numbers[i].value, numbers[i].places);
        assert_str(buf_str(&out), numbers[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(the_corner_is_where_a_reader_sees_it),
        ARENA_TEST(what_is_inherited_counts),
        ARENA_TEST(fractions_are_rounded),
        ARENA_TEST(numbers_are_written_as_decimals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
