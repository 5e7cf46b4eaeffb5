/* Which pages of a pack get which stamp, and what is told. */
#include "unit/base/base_test.h"
#include "unit/pack/joining.h"

#include "pack/overlay.h"
#include "pack/stamp.h"
#include "pack/stampform.h"

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

/* ---- PDFs ----------------------------------------------------------------------------------- */

#define PAGE(contents)                                                                             \
    "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents " contents " 0 R>>"

static const char *const pack[] = {
    "<</Type /Catalog /Pages 2 0 R>>",
    "<</Type /Pages /Count 2 /Kids [3 0 R 4 0 R]>>",
    PAGE("5"),
    PAGE("5"),
    "<</Length 18>>\nstream\n50 400 99 99 re f \nendstream",
    NULL,
};

/* Three pages: the second and the third have something at the top right. */
static const char *const paper[] = {
    "<</Type /Catalog /Pages 2 0 R>>",
    "<</Type /Pages /Count 3 /Kids [3 0 R 4 0 R 5 0 R]>>",
    PAGE("6"),
    PAGE("7"),
    PAGE("7"),
    "<</Length 18>>\nstream\n50 400 99 99 re f \nendstream",
    "<</Length 18>>\nstream\n500 800 9 9 re f   \nendstream",
    NULL,
};

/* A report that says it was rendered as that item, beginning with that page. */
static const struct source *report(struct bench *b, const char *item, const char *page)
{
    str facts =
        str_format(b->arena, "<quoin:version>0.1.0</quoin:version>%s%s%s%s%s%s",
                   *item ? "<quoin:agendaItem>" : "", item, *item ? "</quoin:agendaItem>" : "",
                   *page ? "<quoin:firstPage>" : "", page, *page ? "</quoin:firstPage>" : "");
    const char *objects[] = {
        "<</Type /Catalog /Pages 2 0 R /Metadata 5 0 R>>",
        "<</Type /Pages /Count 2 /Kids [3 0 R 4 0 R]>>",
        "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>>",
        "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>>",
        stream_text(b->arena, "", facts.p),
        NULL,
    };
    return write_pdf(b->arena, "report.pdf", objects);
}

static void stamp(struct bench *b)
{
    assert_true(stamp_pages(&b->joint, kit, &b->order));
}

/* What the stamps of all leaves say, parted by "|": "7,71" for an item and a page, "-" for none. */
static str read_stamps(struct bench *b)
{
    struct buf out = {.arena = b->arena};
    for (size_t i = 0; i < b->leaves.count; i++) {
        struct overlay found;
        str item, page;
        if (i)
            buf_byte(&out, '|');
        if (!overlay_find(b->arena, b->q, b->leaves.leaves[i].page, &found)) {
            buf_byte(&out, '-');
            continue;
        }
        stampform_read(b->arena, b->q, found.form, &item, &page);
        buf_format(&out, "%.*s,%.*s", STR_ARG(item), STR_ARG(page));
    }
    return buf_str(&out);
}

#define assert_stamps(b, expected) assert_str(read_stamps(b), (expected))

/* ---- which pages ---------------------------------------------------------------------------- */

static void items_are_stamped(void **state)
{
    struct bench *b = *state;
    join_up(b, write_pdf(b->arena, "pack.pdf", pack), write_pdf(b->arena, "a.pdf", pack),
            write_pdf(b->arena, "b.pdf", pack));
    stamp(b);
    assert_stamps(b, "-|-|7,3|,4|8,5|,6");
    assert_int_equal(b->diag.count, 0);
}

static void all_pages_if_wanted(void **state)
{
    struct bench *b = *state;
    b->order.stamps = PACK_STAMP_ALL;
    join_up(b, write_pdf(b->arena, "pack.pdf", pack), write_pdf(b->arena, "a.pdf", pack), NULL);
    stamp(b);
    assert_stamps(b, ",1|,2|7,3|,4");
}

static void blank_pages_say_so(void **state)
{
    struct bench *b = *state;
    b->order.stamps = PACK_STAMP_ALL;
    b->order.is_duplex = true;
    join_up(b, write_pdf(b->arena, "pack.pdf", pack), write_pdf(b->arena, "a.pdf", paper),
            write_pdf(b->arena, "b.pdf", pack));
    stamp(b);
    assert_stamps(b, ",1|,2|7,3|,4|,5|*,6|8,7|,8");
}

static void labels_are_stamped_as_they_are(void **state)
{
    struct bench *b = *state;
    const char *objects[sizeof pack / sizeof *pack];
    memcpy(objects, pack, sizeof pack);
    objects[0] = "<</Type /Catalog /Pages 2 0 R /PageLabels <</Nums [0 <</S /r /P (A-)>>]>>>>";
    b->order.stamps = PACK_STAMP_ALL;
    join_up(b, write_pdf(b->arena, "pack.pdf", objects), write_pdf(b->arena, "a.pdf", pack), NULL);
    stamp(b);
    assert_stamps(b, ",A-i|,A-ii|7,A-iii|,A-iv");
}

static void a_label_that_is_no_text_is_told(void **state)
{
    struct bench *b = *state;
    const char *objects[sizeof pack / sizeof *pack];
    memcpy(objects, pack, sizeof pack);
    objects[0] = "<</Type /Catalog /Pages 2 0 R "
                 "/PageLabels <</Nums [0 <</S /D /P <FEFF05D0>>>]>>>>";
    const struct source *source = write_pdf(b->arena, "pack.pdf", objects);
    join_up(b, source, write_pdf(b->arena, "a.pdf", pack), NULL);
    stamp(b);
    assert_stamps(b, "-|-|7,|-");
    assert_int_equal(count_findings(b, Q731, b->order.items[0].pdf), 0);
    assert_int_equal(b->diag.count, 2);
    assert_int_equal(b->diag.findings[0].code, Q731);
}

/* ---- what is under them --------------------------------------------------------------------- */

static void what_is_stamped_over_is_told_once_a_part(void **state)
{
    struct bench *b = *state;
    const struct source *other = write_pdf(b->arena, "paper.pdf", paper);
    join_up(b, write_pdf(b->arena, "pack.pdf", pack), other, NULL);
    stamp(b);
    assert_stamps(b, "-|-|7,3|,4|,5");
    assert_int_equal(count_findings(b, Q725, other), 1);
    assert_str(b->diag.findings[0].text,
               "2 pages have something where their stamps are put, page 2 the first");
}

/* ---- reports with stamps of their own ------------------------------------------------------- */

static void a_report_made_for_the_place_is_left_alone(void **state)
{
    struct bench *b = *state;
    join_up(b, write_pdf(b->arena, "pack.pdf", pack), report(b, "7", "3"), NULL);
    stamp(b);
    assert_stamps(b, "-|-|-|-");
    assert_int_equal(b->diag.count, 0);
}

static void what_a_report_lacks_is_stamped(void **state)
{
    struct bench *b = *state;
    join_up(b, write_pdf(b->arena, "pack.pdf", pack), report(b, "7", ""), report(b, "", "5"));
    stamp(b);
    assert_stamps(b, "-|-|,3|,4|8,|-");
    assert_int_equal(b->diag.count, 0);
}

static void a_report_made_for_another_place_is_told(void **state)
{
    struct bench *b = *state;
    const struct source *one = report(b, "6", "3"), *two = report(b, "8", "71");
    join_up(b, write_pdf(b->arena, "pack.pdf", pack), one, two);
    stamp(b);
    assert_stamps(b, "-|-|-|-|-|-");
    assert_int_equal(count_findings(b, Q731, one), 1);
    assert_int_equal(count_findings(b, Q731, two), 1);
    assert_str(b->diag.findings[0].text, "it was rendered as item 6, and here it is item 7");
    assert_str(b->diag.findings[1].text, "it was rendered as page 71, and here it is page 5");
    assert_str(b->diag.findings[1].hint, "its own stamps stay: render it with --agenda-item 8 "
                                         "--first-page 5, or without both, and attach that");
}

static void one_with_both_stamps_wrong_is_told_once(void **state)
{
    struct bench *b = *state;
    join_up(b, write_pdf(b->arena, "pack.pdf", pack), report(b, "6", "71"), NULL);
    stamp(b);
    assert_int_equal(b->diag.count, 1);
    assert_str(b->diag.findings[0].text,
               "it was rendered as item 6, page 71, and here it is item 7, page 3");
}

static void other_facts_are_no_stamps(void **state)
{
    struct bench *b = *state;
    join_up(b, write_pdf(b->arena, "pack.pdf", pack), report(b, "", ""), NULL);
    stamp(b);
    assert_stamps(b, "-|-|7,3|,4");
}

/* ---- packs that were stamped before --------------------------------------------------------- */

static void old_stamps_follow_the_pages(void **state)
{
    struct bench *b = *state;
    join_up(b, write_pdf(b->arena, "pack.pdf", pack), write_pdf(b->arena, "a.pdf", pack), NULL);
    stamp(b);
    assert_stamps(b, "-|-|7,3|,4");
    /* As if two pages had come before: what was the pack and item 7 is the pack now. */
    for (size_t i = 0; i < b->leaves.count; i++) {
        b->leaves.leaves[i].graft = 0;
        b->leaves.leaves[i].is_first = false;
        b->leaves.leaves[i].label = str_format(b->arena, "%zu", i + 3);
    }
    stamp(b);
    assert_stamps(b, "-|-|7,5|,6");
}

static void a_stamp_that_is_right_stays(void **state)
{
    struct bench *b = *state;
    struct overlay before, after;
    join_up(b, write_pdf(b->arena, "pack.pdf", pack), write_pdf(b->arena, "a.pdf", pack), NULL);
    stamp(b);
    assert_true(overlay_find(b->arena, b->q, b->leaves.leaves[2].page, &before));
    stamp(b);
    assert_true(overlay_find(b->arena, b->q, b->leaves.leaves[2].page, &after));
    assert_int_equal(handle_id(b->q, before.form), handle_id(b->q, after.form));
    assert_stamps(b, "-|-|7,3|,4");
    assert_int_equal(b->diag.count, 0);
}

/* ---- forms ---------------------------------------------------------------------------------- */

static qpdf_oh fonts_of(struct bench *b, size_t leaf)
{
    struct overlay found;
    assert_true(overlay_find(b->arena, b->q, b->leaves.leaves[leaf].page, &found));
    return handle_get(b->q, handle_get(b->q, found.form, "/Resources"), "/Font");
}

static void fonts_come_once(void **state)
{
    struct bench *b = *state;
    size_t count;
    join_up(b, write_pdf(b->arena, "pack.pdf", pack), write_pdf(b->arena, "a.pdf", pack),
            write_pdf(b->arena, "b.pdf", pack));
    stamp(b);
    str *names = handle_keys(b->arena, b->q, fonts_of(b, 2), &count);
    assert_int_equal(count, 1);
    uint64_t first = handle_id(b->q, handle_get(b->q, fonts_of(b, 2), names[0].p));
    assert_true(first > 0);
    for (size_t i = 3; i < 6; i++)
        assert_int_equal(handle_id(b->q, handle_get(b->q, fonts_of(b, i), names[0].p)), first);
}

/* opcc's place: 20 mm from the right, 8 mm from the top, 60 by 11 mm, on its own page, A4. */
static void the_form_is_cut_to_the_band(void **state)
{
    struct bench *b = *state;
    struct overlay found;
    b->order.layout = "opcc";
    join_up(b, write_pdf(b->arena, "pack.pdf", pack), write_pdf(b->arena, "a.pdf", pack), NULL);
    stamp(b);
    assert_true(overlay_find(b->arena, b->q, b->leaves.leaves[2].page, &found));
    qpdf_oh box = handle_get(b->q, found.form, "/BBox");
    assert_string_equal(qpdf_oh_unparse(b->q, box), "[ 368.503 788.032 538.582 819.213 ]");
    assert_true(handle_is_name(b->q, handle_get(b->q, found.form, "/Subtype"), "/Form"));
}

static void a_layout_that_is_none_is_told(void **state)
{
    struct bench *b = *state;
    b->order.layout = "no-such-layout";
    join_up(b, write_pdf(b->arena, "pack.pdf", pack), write_pdf(b->arena, "a.pdf", pack), NULL);
    assert_false(stamp_pages(&b->joint, kit, &b->order));
    assert_int_equal(b->diag.count, 1);
    assert_int_equal(b->diag.findings[0].code, Q501);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(items_are_stamped),
        BENCH_TEST(all_pages_if_wanted),
        BENCH_TEST(blank_pages_say_so),
        BENCH_TEST(labels_are_stamped_as_they_are),
        BENCH_TEST(a_label_that_is_no_text_is_told),
        BENCH_TEST(what_is_stamped_over_is_told_once_a_part),
        BENCH_TEST(a_report_made_for_the_place_is_left_alone),
        BENCH_TEST(what_a_report_lacks_is_stamped),
        BENCH_TEST(a_report_made_for_another_place_is_told),
        BENCH_TEST(one_with_both_stamps_wrong_is_told_once),
        BENCH_TEST(other_facts_are_no_stamps),
        BENCH_TEST(old_stamps_follow_the_pages),
        BENCH_TEST(a_stamp_that_is_right_stays),
        BENCH_TEST(fonts_come_once),
        BENCH_TEST(the_form_is_cut_to_the_band),
        BENCH_TEST(a_layout_that_is_none_is_told),
    };
    return cmocka_run_group_tests(tests, open_kit, close_kit);
}
