/* A page has one print however its file is written, and another as soon as anything shows. */
#include "unit/base/base_test.h"

#include <stdio.h>

#include "pack/pageprint.h"
#include "pack/stampcut.h"
#include "quoin.h"

/* ---- documents ----------------------------------------------------------------------------- */

struct paper {
    struct arena *arena;
    qpdf_data q;
    qpdf_oh *pages;
    size_t count;
    struct printer *printer;
};

static void close_pdf(void *handle)
{
    qpdf_data q = handle;
    qpdf_cleanup(&q);
}

static void look_at_pages(struct paper *p)
{
    p->count = (size_t)qpdf_get_num_pages(p->q);
    p->pages = ARENA_ARRAY(p->arena, p->count, qpdf_oh);
    for (size_t i = 0; i < p->count; i++)
        p->pages[i] = qpdf_get_page_n(p->q, i);
    p->printer = pageprint_open(p->arena, p->q, p->pages, p->count);
}

static struct paper read_paper(struct arena *a, str bytes)
{
    struct paper p = {.arena = a, .q = qpdf_init()};
    arena_defer(a, close_pdf, p.q);
    qpdf_silence_errors(p.q);
    qpdf_set_suppress_warnings(p.q, QPDF_TRUE);
    assert_int_equal(qpdf_read_memory(p.q, "test", bytes.p, bytes.n, NULL) & QPDF_ERRORS, 0);
    look_at_pages(&p);
    return p;
}

static str write_paper(struct paper *p)
{
    qpdf_set_static_ID(p->q, QPDF_TRUE);
    assert_int_equal(qpdf_write(p->q) & QPDF_ERRORS, 0);
    return str_copy(p->arena,
                    (str){(const char *)qpdf_get_buffer(p->q), qpdf_get_buffer_length(p->q)});
}

static str print_of(struct paper *p, size_t page)
{
    uint8_t bytes[DIGEST_SIZE];
    char *hex = arena_alloc(p->arena, DIGEST_HEX + 1);
    assert_true(pageprint_take(p->printer, p->pages[page], NULL, bytes));
    digest_put_hex(hex, bytes, DIGEST_SIZE);
    return (str){hex, DIGEST_HEX};
}

/* The first page from `from` on that has another print in b; SIZE_MAX: none. */
static size_t first_different(struct paper *a, struct paper *b)
{
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++)
        if (!str_eq(print_of(a, i), print_of(b, i)))
            return i;
    return SIZE_MAX;
}

/* The sample with pictures, links and every kind of content; rendered once. */
static str sample;

static int render_sample(void **state)
{
    (void)state;
    static struct arena *arena;
    quoin_kit *kit = quoin_kit_open();
    quoin_report *report = quoin_report_open(kit, "samples/everything.xml", NULL);
    const void *bytes;
    size_t size;
    arena = arena_new();
    if (quoin_render(report, &bytes, &size) > QUOIN_WARNINGS)
        return -1;
    sample = str_copy(arena, (str){bytes, size});
    quoin_report_close(report);
    quoin_kit_close(kit);
    return 0;
}

/* ---- the same ------------------------------------------------------------------------------ */

static void disable_object_streams(qpdf_data q)
{
    qpdf_set_object_stream_mode(q, qpdf_o_disable);
}

static void generate_object_streams(qpdf_data q)
{
    qpdf_set_object_stream_mode(q, qpdf_o_generate);
}

static void uncompress(qpdf_data q)
{
    qpdf_set_stream_data_mode(q, qpdf_s_uncompress);
}

static void keep_packed(qpdf_data q)
{
    qpdf_set_decode_level(q, qpdf_dl_none);
}

static void as_text(qpdf_data q)
{
    qpdf_set_qdf_mode(q, QPDF_TRUE);
    qpdf_set_content_normalization(q, QPDF_FALSE);
}

static void as_normal_text(qpdf_data q)
{
    qpdf_set_qdf_mode(q, QPDF_TRUE);
    qpdf_set_content_normalization(q, QPDF_TRUE);
}

static void linearize(qpdf_data q)
{
    qpdf_set_linearization(q, QPDF_TRUE);
}

static void rewriting_changes_nothing(void **state)
{
    void (*const ways[])(qpdf_data) = {disable_object_streams,
                                       generate_object_streams,
                                       uncompress,
                                       keep_packed,
                                       as_text,
                                       as_normal_text,
                                       linearize};
    struct paper before = read_paper(*state, sample);
    assert_true(before.count > 5);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct paper again = read_paper(*state, sample);
        qpdf_init_write_memory(again.q);
        ways[i](again.q);
        struct paper after = read_paper(*state, write_paper(&again));
        size_t page = first_different(&before, &after);
        if (page != SIZE_MAX)
            fail_msg("way %zu, page %zu", i, page);
    }
}

static void pages_differ_from_one_another(void **state)
{
    struct paper p = read_paper(*state, sample);
    for (size_t i = 1; i < p.count; i++)
        for (size_t k = 0; k < i; k++)
            assert_false(str_eq(print_of(&p, i), print_of(&p, k)));
}

/* A content parted in the middle of a line is the same for a viewer. */
static void streams_count_together(void **state)
{
    struct paper before = read_paper(*state, sample), after = read_paper(*state, sample);
    qpdf_data q = after.q;
    qpdf_oh list = qpdf_oh_new_array(q);
    str content;
    assert_true(handle_decoded(*state, q, handle_get(q, after.pages[2], "/Contents"), &content));
    size_t at = str_search(content, STR("\n"), content.n / 2);
    qpdf_oh_append_item(q, list, handle_new_stream(q, str_sub(content, 0, at)));
    qpdf_oh_append_item(q, list, handle_new_stream(q, str_sub(content, at + 1, content.n)));
    handle_set(q, after.pages[2], "/Contents", list);
    assert_int_equal(first_different(&before, &after), SIZE_MAX);
}

/* A direct dictionary with the same entries. */
static qpdf_oh copy_of(struct paper *p, qpdf_oh dict)
{
    size_t count;
    str *keys = handle_keys(p->arena, p->q, dict, &count);
    qpdf_oh copy = qpdf_oh_new_dictionary(p->q);
    for (size_t i = 0; i < count; i++)
        handle_set(p->q, copy, keys[i].p, handle_get(p->q, dict, keys[i].p));
    return copy;
}

static void what_merging_changes_does_not_count(void **state)
{
    struct paper before = read_paper(*state, sample), after = read_paper(*state, sample);
    qpdf_data q = after.q;
    for (size_t i = 0; i < after.count; i++) {
        qpdf_oh page = after.pages[i], links = handle_get(q, page, "/Annots");
        qpdf_oh resources = copy_of(&after, handle_get(q, page, "/Resources"));
        qpdf_oh fonts = copy_of(&after, handle_get(q, resources, "/Font"));
        handle_set(q, page, "/StructParents", qpdf_oh_new_integer(q, 1234));
        handle_set(q, page, "/CropBox", handle_get(q, page, "/MediaBox"));
        handle_set(q, page, "/Rotate", qpdf_oh_new_integer(q, 360));
        handle_set(q, fonts, "/Unused", handle_parse(*state, q, "<</A 1>>"));
        handle_set(q, resources, "/Font", fonts);
        handle_set(q, page, "/Resources", resources);
        for (int k = 0; k < handle_count(q, links); k++)
            handle_set(q, handle_at(q, links, k), "/StructParent", qpdf_oh_new_integer(q, 77));
    }
    assert_int_equal(first_different(&before, &after), SIZE_MAX);
}

/* ---- something changed --------------------------------------------------------------------- */

static qpdf_oh resource(struct paper *p, size_t page, const char *kind, const char *name)
{
    qpdf_oh resources = handle_get(p->q, p->pages[page], "/Resources");
    return handle_get(p->q, handle_get(p->q, resources, kind), name);
}

/* One byte of a stream becomes another. */
static void change_byte(struct paper *p, qpdf_oh stream, size_t at)
{
    str bytes;
    qpdf_oh none = qpdf_oh_new_null(p->q);
    assert_true(handle_decoded(p->arena, p->q, stream, &bytes));
    assert_true(at < bytes.n);
    char *copy = arena_alloc(p->arena, bytes.n);
    memcpy(copy, bytes.p, bytes.n);
    copy[at] ^= 1;
    qpdf_oh_replace_stream_data(p->q, stream, (const unsigned char *)copy, bytes.n, none, none);
}

/* The page that `change` is told to change, and that alone, differs. */
static void assert_changed(struct arena *a, size_t page, void (*change)(struct paper *, size_t))
{
    struct paper before = read_paper(a, sample), after = read_paper(a, sample);
    change(&after, page);
    assert_int_equal(first_different(&before, &after), page);
}

static void change_content(struct paper *p, size_t page)
{
    change_byte(p, handle_get(p->q, p->pages[page], "/Contents"), 100);
}

static void change_last_byte(struct paper *p, size_t page)
{
    str bytes;
    qpdf_oh contents = handle_get(p->q, p->pages[page], "/Contents");
    assert_true(handle_decoded(p->arena, p->q, contents, &bytes));
    change_byte(p, contents, str_trim(bytes).n - 1);
}

static void change_size(struct paper *p, size_t page)
{
    handle_set(p->q, p->pages[page], "/MediaBox", handle_parse(p->arena, p->q, "[0 0 595 841]"));
}

static void change_crop(struct paper *p, size_t page)
{
    handle_set(p->q, p->pages[page], "/CropBox", handle_parse(p->arena, p->q, "[0 0 595 841]"));
}

static void change_rotation(struct paper *p, size_t page)
{
    handle_set(p->q, p->pages[page], "/Rotate", qpdf_oh_new_integer(p->q, 90));
}

static void change_unit(struct paper *p, size_t page)
{
    handle_set(p->q, p->pages[page], "/UserUnit", qpdf_oh_new_integer(p->q, 2));
}

static void add_action(struct paper *p, size_t page)
{
    handle_set(p->q, p->pages[page], "/AA", handle_parse(p->arena, p->q, "<</O <</S /Named>>>>"));
}

static void add_annotation(struct paper *p, size_t page)
{
    qpdf_oh_append_item(p->q, handle_array(p->q, p->pages[page], "/Annots"),
                        handle_parse(p->arena, p->q, "<</Subtype /FreeText /Contents (no)>>"));
}

static void changes_of_a_page(void **state)
{
    void (*const changes[])(struct paper *, size_t) = {
        change_content,  change_last_byte, change_size, change_crop,
        change_rotation, change_unit,      add_action,  add_annotation};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        assert_changed(*state, 0, changes[i]);
        assert_changed(*state, 3, changes[i]);
    }
}

/* A font's program and ToUnicode, wherever it is used first. */
static void changes_of_a_font(void **state)
{
    struct paper before = read_paper(*state, sample), map = read_paper(*state, sample);
    struct paper program = read_paper(*state, sample), width = read_paper(*state, sample);
    size_t count;
    qpdf_oh fonts = handle_get(map.q, handle_get(map.q, map.pages[0], "/Resources"), "/Font");
    const char *name = handle_keys(*state, map.q, fonts, &count)[0].p;
    qpdf_oh font = resource(&map, 0, "/Font", name);
    change_byte(&map, handle_get(map.q, font, "/ToUnicode"), 200);
    assert_true(first_different(&before, &map) < before.count);

    font = handle_at(
        program.q, handle_get(program.q, resource(&program, 0, "/Font", name), "/DescendantFonts"),
        0);
    change_byte(&program,
                handle_get(program.q, handle_get(program.q, font, "/FontDescriptor"), "/FontFile2"),
                500);
    assert_true(first_different(&before, &program) < before.count);

    font = handle_at(
        width.q, handle_get(width.q, resource(&width, 0, "/Font", name), "/DescendantFonts"), 0);
    handle_set(width.q, font, "/DW", qpdf_oh_new_integer(width.q, 7));
    assert_true(first_different(&before, &width) < before.count);
}

static void changes_of_a_picture(void **state)
{
    struct paper before = read_paper(*state, sample), after = read_paper(*state, sample);
    size_t count, pictures = 0;
    qpdf_oh objects =
        handle_get(after.q, handle_get(after.q, after.pages[0], "/Resources"), "/XObject");
    str *names = handle_keys(*state, after.q, objects, &count);
    for (size_t i = 0; i < count; i++) {
        qpdf_oh object = handle_get(after.q, objects, names[i].p);
        if (!handle_is_name(after.q, handle_get(after.q, object, "/Subtype"), "/Image"))
            continue;
        change_byte(&after, object, 10);
        pictures++;
    }
    assert_true(pictures > 0);
    assert_true(first_different(&before, &after) < before.count);
}

/* ---- links --------------------------------------------------------------------------------- */

static const char two_pages[] =
    "%%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/Names<</Dests<</Names[(%sa)[%d 0 R /Fit]]>>>>"
    "/Dests<</b[4 0 R/Fit]>>>>\nendobj\n"
    "2 0 obj\n<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 10 10]>>\nendobj\n"
    "3 0 obj\n<</Type/Page/Parent 2 0 R/Annots[<</Subtype/Link/Dest %s>>"
    "<</Subtype/Link/A<</S/GoTo/D(%sa)>>>>]>>\nendobj\n"
    "4 0 obj\n<</Type/Page/Parent 2 0 R/Annots 5 0 R/AA 6 0 R>>\nendobj\n"
    "5 0 obj\n[<</Subtype/Text/P 4 0 R/Popup 7 0 R>>7 0 R]\nendobj\n"
    "6 0 obj\n<</Next 6 0 R/S/Named>>\nendobj\n"
    "7 0 obj\n<</Subtype/Popup/Other 5 0 R>>\nendobj\n"
    "trailer\n<</Root 1 0 R>>\n";

static struct paper linked(struct arena *a, const char *prefix, int target, const char *dest)
{
    return read_paper(a, str_format(a, two_pages, prefix, target, dest, prefix));
}

static void links_count_by_where_they_lead(void **state)
{
    struct paper p = linked(*state, "", 4, "[4 0 R/Fit]");
    struct paper prefixed = linked(*state, "item-7/", 4, "(item-7/a)");
    struct paper old = linked(*state, "x", 4, "/b");
    struct paper elsewhere = linked(*state, "", 3, "[4 0 R/Fit]");
    struct paper zoomed = linked(*state, "", 4, "[4 0 R/FitH 9]");
    struct paper nowhere = linked(*state, "", 4, "(z)");
    assert_int_equal(first_different(&p, &prefixed), SIZE_MAX);
    assert_int_equal(first_different(&p, &old), SIZE_MAX);
    assert_int_equal(first_different(&p, &elsewhere), 0);
    assert_int_equal(first_different(&p, &zoomed), 0);
    assert_int_equal(first_different(&p, &nowhere), 0);
    struct paper other_nowhere = linked(*state, "", 4, "(y)");
    struct paper nested_nowhere = linked(*state, "", 4, "(item-2/z)");
    assert_int_equal(first_different(&nowhere, &other_nowhere), 0);
    assert_int_equal(first_different(&nowhere, &nested_nowhere), SIZE_MAX);
}

/* ---- stamps -------------------------------------------------------------------------------- */

#define STAMP                                                                                      \
    "\nQ\n/Artifact <</Type /Pagination /Subtype /Header /Attached [/Top]>> BDC\n"                 \
    "q 1 0 0 1 4.5 780 cm /QuoinStamp1 Do Q\nEMC\n"

static void a_stamp_is_taken_off(void **state)
{
    str content = STR("q\n0 0 m" STAMP);
    struct stamp_call call;
    assert_true(stampcut_take(*state, &content, &call));
    assert_str(content, "0 0 m");
    assert_str(call.name, "QuoinStamp1");
    assert_int_equal(call.place.e, 4500000);
    assert_false(stampcut_take(*state, &content, &call));
}

static void two_stamps_are_taken_off(void **state)
{
    str content = STR("q\nq\n0 0 m" STAMP STAMP);
    struct stamp_call call;
    assert_true(stampcut_take(*state, &content, &call));
    assert_true(stampcut_take(*state, &content, &call));
    assert_str(content, "0 0 m");
}

static void what_deviates_is_no_stamp(void **state)
{
    static const char *const contents[] = {
        "",
        "q\n",
        STAMP,
        "0 0 m" STAMP,
        "q 0 0 m" STAMP,
        "q\n0 0 m" STAMP "0 0 m",
        "q\nx" STAMP "q",
        "q\n\nQ\n/Artifact <</Type /Pagination /Subtype /Footer /Attached [/Top]>> BDC q 1 0 0 1 4 "
        "7 "
        "cm /QuoinStamp Do Q EMC",
        "q\n\nQ\n/Artifact <</Type /Pagination /Subtype /Header /Attached [/Top]>> BDC q 1 0 0 1 4 "
        "cm /QuoinStamp Do Q EMC",
        "q\n\nQ\n/Artifact <</Type /Pagination /Subtype /Header /Attached [/Top]>> BDC q 1 0 0 1 4 "
        "7 "
        "cm /Other Do Q EMC",
        "q\n\nQ\n/Artifact <</Type /Pagination /Subtype /Header /Attached [/Top]>> BDC q 1 0 0 1 4 "
        "7 "
        "cm /QuoinStamp Do /Im Do Q EMC"};
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++) {
        str content = str_z(contents[i]);
        struct stamp_call call;
        if (stampcut_take(*state, &content, &call))
            fail_msg("%s", contents[i]);
    }
}

/* Over a page as stamp.c draws it, in streams of its own. */
static void a_stamped_page_is_the_same(void **state)
{
    struct paper before = read_paper(*state, sample), after = read_paper(*state, sample);
    qpdf_data q = after.q;
    qpdf_oh page = after.pages[1], list = qpdf_oh_new_array(q);
    qpdf_oh objects = handle_dict(q, handle_get(q, page, "/Resources"), "/XObject");
    struct page_stamps stamps;
    uint8_t plain[DIGEST_SIZE], print[DIGEST_SIZE];
    handle_set(q, objects, "/QuoinStamp1", handle_new_stream(q, STR("0 0 1 1 re f")));
    qpdf_oh_append_item(q, list, handle_new_stream(q, STR("q\n")));
    qpdf_oh_append_item(q, list, handle_get(q, page, "/Contents"));
    qpdf_oh_append_item(q, list, handle_new_stream(q, STR(STAMP)));
    handle_set(q, page, "/Contents", list);

    assert_true(pageprint_take(before.printer, before.pages[1], &stamps, plain));
    assert_int_equal(stamps.count, 0);
    assert_true(pageprint_take(after.printer, page, &stamps, print));
    assert_int_equal(stamps.count, 1);
    assert_true(qpdf_oh_is_stream(q, stamps.stamps[0].form));
    assert_memory_equal(plain, print, DIGEST_SIZE);
    assert_true(pageprint_take(after.printer, page, NULL, print));
    assert_memory_not_equal(plain, print, DIGEST_SIZE);
}

/* ---- damage -------------------------------------------------------------------------------- */

static void what_cannot_be_read_has_no_print(void **state)
{
    struct paper p = read_paper(*state, sample);
    uint8_t print[DIGEST_SIZE];
    handle_set(p.q, handle_get(p.q, p.pages[0], "/Contents"), "/Filter",
               qpdf_oh_new_name(p.q, "/Unknown"));
    assert_false(pageprint_take(p.printer, p.pages[0], NULL, print));
    assert_false(pageprint_take(p.printer, qpdf_oh_new_integer(p.q, 1), NULL, print));
    assert_true(pageprint_take(p.printer, p.pages[1], NULL, print));
}

/* A chain of arrays, one in the other. */
static void depth_has_an_end(void **state)
{
    struct paper p = read_paper(*state, sample);
    uint8_t print[DIGEST_SIZE];
    qpdf_oh chain = qpdf_oh_new_array(p.q);
    for (int i = 0; i < 400; i++) {
        qpdf_oh outer = qpdf_oh_new_array(p.q);
        qpdf_oh_append_item(p.q, outer, chain);
        chain = outer;
    }
    handle_set(p.q, p.pages[0], "/AA", chain);
    assert_false(pageprint_take(p.printer, p.pages[0], NULL, print));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(rewriting_changes_nothing),
        ARENA_TEST(pages_differ_from_one_another),
        ARENA_TEST(streams_count_together),
        ARENA_TEST(what_merging_changes_does_not_count),
        ARENA_TEST(changes_of_a_page),
        ARENA_TEST(changes_of_a_font),
        ARENA_TEST(changes_of_a_picture),
        ARENA_TEST(links_count_by_where_they_lead),
        ARENA_TEST(a_stamp_is_taken_off),
        ARENA_TEST(two_stamps_are_taken_off),
        ARENA_TEST(what_deviates_is_no_stamp),
        ARENA_TEST(a_stamped_page_is_the_same),
        ARENA_TEST(what_cannot_be_read_has_no_print),
        ARENA_TEST(depth_has_an_end),
    };
    return cmocka_run_group_tests(tests, render_sample, NULL);
}
