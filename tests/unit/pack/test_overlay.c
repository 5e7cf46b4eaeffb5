/* Forms put over pages, found and taken off; what was there before stays as it was. */
#include "unit/base/base_test.h"
#include "unit/pack/joining.h"

#include "pack/overlay.h"
#include "pack/page_parts.h"

#define MATRIX "1 0 0 1 -5.25 42"

static const char *const pack[] = {
    "<</Type /Catalog /Pages 2 0 R>>",
    "<</Type /Pages /Count 4 /Kids [3 0 R 4 0 R 5 0 R 6 0 R]>>",
    "<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources 7 0 R /Contents 8 0 R>>",
    "<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources 7 0 R /Contents 9 0 R>>",
    "<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources 7 0 R /Contents 9 0 R>>",
    "<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800]>>",
    "<</Font <<>> /XObject <</Im 8 0 R /QuoinStamp 8 0 R>>>>",
    "<</Length 12>>\nstream\n0 0 9 9 re f\nendstream",
    "[8 0 R null 8 0 R]",
    NULL,
};

static qpdf_oh new_form(struct bench *b)
{
    qpdf_oh form = handle_new_stream(b->q, STR("0 0 1 1 re f"));
    handle_set(b->q, form, OVERLAY_NAME, handle_parse(b->arena, b->q, "<</Item (7)>>"));
    return form;
}

static str content_of(struct bench *b, qpdf_oh page)
{
    str all;
    assert_true(page_parts_content(b->arena, b->q, page, &all));
    return all;
}

/* The pack with a form over every page. */
static void put_all(struct bench *b)
{
    join_up(b, write_pdf(b->arena, "pack.pdf", pack), NULL, NULL);
    struct overlays overlays = {.arena = b->arena, .q = b->q};
    for (size_t i = 0; i < b->leaves.count; i++)
        overlay_put(&overlays, b->leaves.leaves[i].page, new_form(b), STR(MATRIX));
}

static void contents_stand_in_between(void **state)
{
    struct bench *b = *state;
    put_all(b);
    assert_str(content_of(b, b->leaves.leaves[0].page),
               "q\n0 0 9 9 re f\n\nQ\n" OVERLAY_BEGIN "q " MATRIX " cm /QuoinStamp1 Do Q\nEMC\n");
    assert_str(content_of(b, b->leaves.leaves[3].page),
               "q\n\nQ\n" OVERLAY_BEGIN "q " MATRIX " cm /QuoinStamp Do Q\nEMC\n");
    /* the streams as they were, by reference */
    qpdf_oh contents = handle_get(b->q, b->leaves.leaves[1].page, "/Contents");
    assert_int_equal(handle_count(b->q, contents), 5);
    assert_int_equal(handle_id(b->q, handle_at(b->q, contents, 1)) >> 16, 8);
}

static void what_pages_share_is_not_touched(void **state)
{
    struct bench *b = *state;
    put_all(b);
    qpdf_oh shared = qpdf_get_object_by_id(b->q, 7, 0);
    assert_int_equal(handle_count(b->q, qpdf_get_object_by_id(b->q, 9, 0)), 3);
    assert_false(handle_has(b->q, handle_get(b->q, shared, "/XObject"), "/QuoinStamp1"));
    for (size_t i = 0; i < 4; i++) {
        qpdf_oh resources = handle_get(b->q, b->leaves.leaves[i].page, "/Resources");
        assert_int_equal(handle_id(b->q, resources), 0);
        assert_int_equal(handle_has(b->q, resources, "/Font"), i < 3);
        assert_int_equal(handle_has(b->q, handle_get(b->q, resources, "/XObject"), "/Im"), i < 3);
    }
}

static void pages_share_the_streams_around(void **state)
{
    struct bench *b = *state;
    put_all(b);
    qpdf_oh one = handle_get(b->q, b->leaves.leaves[1].page, "/Contents");
    qpdf_oh two = handle_get(b->q, b->leaves.leaves[2].page, "/Contents");
    assert_int_equal(handle_id(b->q, handle_at(b->q, one, 0)),
                     handle_id(b->q, handle_at(b->q, two, 0)));
    assert_int_equal(handle_id(b->q, handle_at(b->q, one, 4)),
                     handle_id(b->q, handle_at(b->q, two, 4)));
}

static void found_and_taken_off(void **state)
{
    struct bench *b = *state;
    struct overlay found;
    put_all(b);
    for (size_t i = 0; i < 4; i++) {
        qpdf_oh page = b->leaves.leaves[i].page;
        assert_true(overlay_find(b->arena, b->q, page, &found));
        assert_str(found.name, i < 3 ? "/QuoinStamp1" : "/QuoinStamp");
        assert_str(found.matrix, MATRIX);
        assert_true(handle_has(b->q, found.form, OVERLAY_NAME));
        overlay_remove(b->arena, b->q, page, &found);
        assert_false(overlay_find(b->arena, b->q, page, &found));
        assert_str(content_of(b, page), i == 0  ? "0 0 9 9 re f"
                                        : i < 3 ? "0 0 9 9 re f\n0 0 9 9 re f"
                                                : "");
        qpdf_oh objects = handle_get(b->q, handle_get(b->q, page, "/Resources"), "/XObject");
        assert_false(handle_has(b->q, objects, "/QuoinStamp1"));
        assert_int_equal(handle_has(b->q, objects, "/QuoinStamp"), i < 3); /* somebody's own */
    }
}

/* ---- pages that leave things open ----------------------------------------------------------- */

struct open_page {
    const char *content, *before, *closers;
};

static const struct open_page open_pages[] = {
    {"q 1 0 0 1 0 0 cm Q", "q\n", "Q\n"},
    {"q q 0.1 0 0 0.1 0 0 cm", "q\n", "Q\nQ\nQ\n"},
    {"Q 1 g", "q\nq\n", "Q\n"},
    {"Q Q q", "q\nq\nq\n", "Q\nQ\n"},
    {"/P <</MCID 0>> BDC BT (q q q) Tj", "q\n", "ET\nEMC\nQ\n"},
    {"BT /F 1 Tf ET /A BMC EMC EMC", "q\n", "Q\n"},
    {"(a \\) q) Tj % q q\n<71 20 71> Tj /q gs", "q\n", "Q\n"},
    {"BI /W 1 /H 1 ID q q EI Q q", "q\nq\n", "Q\nQ\n"},
};

static void what_is_left_open_is_closed(void **state)
{
    struct bench *b = *state;
    put_all(b);
    for (size_t i = 0; i < sizeof open_pages / sizeof *open_pages; i++) {
        const struct open_page *o = &open_pages[i];
        struct overlays overlays = {.arena = b->arena, .q = b->q};
        struct overlay found;
        qpdf_oh page = handle_parse(b->arena, b->q, "<</Type /Page>>");
        handle_set(b->q, page, "/Contents", handle_new_stream(b->q, str_z(o->content)));
        overlay_put(&overlays, page, new_form(b), STR(MATRIX));
        str expected = str_format(b->arena, "%s%s\n\n%s" OVERLAY_BEGIN "q %s cm %s Do Q\nEMC\n",
                                  o->before, o->content, o->closers, MATRIX, OVERLAY_NAME);
        assert_str(content_of(b, page), expected.p);
        assert_true(overlay_find(b->arena, b->q, page, &found));
    }
}

static void a_flood_is_not_closed(void **state)
{
    struct bench *b = *state;
    put_all(b);
    struct buf flood = {.arena = b->arena};
    for (int i = 0; i < 100000; i++)
        buf_addz(&flood, "q ");
    struct overlays overlays = {.arena = b->arena, .q = b->q};
    qpdf_oh page = handle_parse(b->arena, b->q, "<</Type /Page>>");
    handle_set(b->q, page, "/Contents", handle_new_stream(b->q, buf_str(&flood)));
    overlay_put(&overlays, page, new_form(b), STR(MATRIX));
    assert_in_range(content_of(b, page).n, 200000, 201000);
}

/* ---- what is no overlay --------------------------------------------------------------------- */

static const char *const others[] = {
    "\nQ\n" OVERLAY_BEGIN "q " MATRIX " cm /QuoinStamp Do Q\nEMC\n0 0 1 1 re f",
    "\nQ\n0 0 1 1 re f\n" OVERLAY_BEGIN "q " MATRIX " cm /QuoinStamp Do Q\nEMC\n",
    "\nQ\n" OVERLAY_BEGIN "q " MATRIX " cm /QuoinStamp Do /Im Do Q\nEMC\n",
    "\nQ\n" OVERLAY_BEGIN "q 1 0 0 1 0 cm /QuoinStamp Do Q\nEMC\n",
    "\nQ\n" OVERLAY_BEGIN "q 1 0 0 1 0 0 0 1 1 re f cm /QuoinStamp Do Q\nEMC\n",
    "\nQ\n" OVERLAY_BEGIN "q " MATRIX " cm /Im Do Q\nEMC\n",
    "\nQ\n" OVERLAY_BEGIN "q " MATRIX " cm /QuoinStampX Do Q\nEMC\n",
    "\nQ\n" OVERLAY_BEGIN "q " MATRIX " cm /QuoinStamp Do Q\n",
    "\nQ\nq " MATRIX " cm /QuoinStamp Do Q\n",
    "",
};

static void anything_else_is_content(void **state)
{
    struct bench *b = *state;
    struct overlay found;
    put_all(b);
    qpdf_oh page = b->leaves.leaves[3].page, contents = handle_get(b->q, page, "/Contents");
    assert_true(overlay_find(b->arena, b->q, page, &found));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        qpdf_oh_set_array_item(b->q, contents, 1, handle_new_stream(b->q, str_z(others[i])));
        assert_false(overlay_find(b->arena, b->q, page, &found));
    }
}

static void the_form_is_marked_as_one(void **state)
{
    struct bench *b = *state;
    struct overlay found;
    put_all(b);
    qpdf_oh page = b->leaves.leaves[0].page;
    assert_true(overlay_find(b->arena, b->q, page, &found));
    qpdf_oh_remove_key(b->q, qpdf_oh_get_dict(b->q, found.form), OVERLAY_NAME);
    assert_false(overlay_find(b->arena, b->q, page, &found));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(contents_stand_in_between),      BENCH_TEST(what_pages_share_is_not_touched),
        BENCH_TEST(pages_share_the_streams_around), BENCH_TEST(found_and_taken_off),
        BENCH_TEST(what_is_left_open_is_closed),    BENCH_TEST(a_flood_is_not_closed),
        BENCH_TEST(anything_else_is_content),       BENCH_TEST(the_form_is_marked_as_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
