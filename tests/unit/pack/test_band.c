/* Little content streams, and whether they show something at the top right. */
#include "unit/base/base_test.h"

#include <stdio.h>

#include "pack/band.h"

/* The band of the tests: 100 wide, 20 high, of a page of 600 by 800. */
static const struct band BAND = {500000, 780000, 600000, 800000};

static bool has_content(struct arena *a, qpdf_data q, qpdf_oh page, const struct band *band)
{
    struct band_effort left = BAND_EFFORT;
    return band_has_content(a, q, page, band, &left);
}

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
    qpdf_set_suppress_warnings(q, QPDF_TRUE);
    qpdf_empty_pdf(q);
    return q;
}

/* A page with a font of half an em a glyph (F), one without widths (N), pictures and forms. */
static qpdf_oh new_page(struct arena *a, qpdf_data q, str content)
{
    qpdf_oh page =
        handle_parse(a, q,
                     "<</Type /Page /MediaBox [0 0 600 800] /Resources <<"
                     "/ColorSpace <</I [/ICCBased null] /C [/CalRGB <<>>]>>"
                     "/XObject <</Im <</Subtype /Image>>>> /Font <<"
                     "/N <</Subtype /Type1>> /F <</Subtype /TrueType /FirstChar 32 /Widths "
                     "[500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500]>>"
                     "/W <</Subtype /Type0 /Encoding /Identity-H /DescendantFonts [<</DW 1000 /W "
                     "[1 [100 200] 5 9 300]>>]>>"
                     "/V <</Subtype /Type0 /Encoding /Identity-V /DescendantFonts [<<>>]>>"
                     "/T <</Subtype /Type3 /FontMatrix [0.01 0 0 0.01 0 0] /FontBBox [0 -20 50 40] "
                     "/FirstChar 33 /Widths [50 50 50]>>>>>>>>");
    qpdf_oh form = handle_new_stream(q, STR("0 0 10 10 re f"));
    qpdf_oh objects = handle_get(q, handle_get(q, page, "/Resources"), "/XObject");
    handle_set(q, qpdf_oh_get_dict(q, form), "/Subtype", qpdf_oh_new_name(q, "/Form"));
    handle_set(q, qpdf_oh_get_dict(q, form), "/Matrix", handle_parse(a, q, "[1 0 0 1 500 0]"));
    handle_set(q, qpdf_oh_get_dict(q, form), "/BBox", handle_parse(a, q, "[0 0 5 5]"));
    handle_set(q, objects, "/Fm", form);
    handle_set(q, page, "/Contents", handle_new_stream(q, content));
    return qpdf_make_indirect_object(q, page);
}

struct stream {
    const char *content;
    bool is_seen;
};

static bool is_as_told(struct arena *a, const struct stream *s)
{
    qpdf_data q = new_pdf(a);
    bool is_seen = has_content(a, q, new_page(a, q, str_z(s->content)), &BAND);
    if (is_seen != s->is_seen)
        print_error("%s: %s\n", s->content, is_seen ? "seen" : "not seen");
    return is_seen == s->is_seen;
}

static void check_streams(void **state, const struct stream *streams, size_t count)
{
    bool is_right = true;
    for (size_t i = 0; i < count; i++)
        is_right = is_as_told(*state, &streams[i]) && is_right;
    assert_true(is_right);
}

#define CHECK(...)                                                                                 \
    const struct stream streams[] = {__VA_ARGS__};                                                 \
    check_streams(state, streams, sizeof streams / sizeof *streams)

static void paths(void **state)
{
    CHECK({"", false}, {"0 0 100 100 re f", false}, {"510 785 5 5 re f", true},
          {"510 785 5 5 re n", false}, {"0 0 600 800 re f", true}, {"0 0 600 800 re S", true},
          {"20 20 560 740 re S", false}, {"20 20 540 800 re 700 0 m S", true},
          {"0 790 m 499.6 790 l 499 0 l S", true}, {"0 790 m 490 790 l S", false},
          {"0.2 w 0 790 m 499 790 l S", false}, {"30 w 0 770 m 600 770 l S", true},
          {"3 w 0 770 m 600 770 l S", false}, {"0 0 m 600 800 l S", true},
          {"400 700 m 480 700 480 900 580 790 c S", true}, {"0 0 m 10 10 20 20 30 30 c f", false},
          {"550 0 m 550 700 l s", false}, {"400 790 m 450 790 l 700 790 l h s", true},
          {"0 0 m 10 10 20 20 v 9 9 8 8 y b*", false}, {"0 790 m 700 790 l 0 795 l b", true},
          {"510 785 5 5 re f*", true}, {"510 785 5 5 re B", true}, {"510 785 -50 -50 re f", true},
          {"610 785 5 5 re f", false});
}

static void white_and_clips(void **state)
{
    CHECK({"1 g 0 0 600 800 re f", false}, {"1 1 1 rg 0 0 600 800 re f", false},
          {"0 0 0 0 k 0 0 600 800 re f", false}, {"1 1 0.9 rg 0 0 600 800 re f", true},
          {"0 0 0 1 k 0 0 600 800 re f", true}, {"1 g 0 0 600 800 re B", true},
          {"1 g 1 G 0 0 600 800 re B", false}, {"1 g q 0 g Q 0 0 600 800 re f", false},
          {"q 1 g Q 0 0 600 800 re f", true}, {"/DeviceRGB cs 1 1 1 sc 0 0 600 800 re f", false},
          {"/C cs 1 1 1 scn 0 0 600 800 re f", false}, {"/I cs 1 1 1 scn 0 0 600 800 re f", true},
          {"/DeviceCMYK cs 1 1 1 1 sc 0 0 600 800 re f", true},
          {"/Pattern cs /P0 scn 0 0 600 800 re f", true}, {"1 g /Im Do", false},
          {"0 0 400 800 re W n 0 0 600 800 re f", false},
          {"q 0 0 400 800 re W* n Q 0 0 600 800 re f", true}, {"0 0 400 800 re W n /Sh sh", false},
          {"/Sh sh", true}, {"W n /Sh sh", true});
}

static void transformations(void **state)
{
    CHECK({"2 0 0 2 0 0 cm 255 392 1 1 re f", true}, {"2 0 0 2 0 0 cm 510 785 5 5 re f", false},
          {"1 0 0 -1 0 800 cm 510 10 5 5 re f", true}, {"0 1 -1 0 600 0 cm 790 50 5 5 re f", true},
          {"q 1 0 0 1 500 700 cm Q 10 85 5 5 re f", false},
          {"1 0 0 1 500 0 cm 1 0 0 1 0 700 cm 10 85 5 5 re f", true},
          {"Q Q 1 0 0 1 500 785 cm 0 0 5 5 re f", true},
          {"99999999999999999999 0 0 1 0 0 cm 1 1 1 1 re f", false},
          {"99999999999999999999 0 0 99999999999999999999 0 0 cm 0 0 1 1 re f", true},
          {"50 0 0 50 520 770 cm /Im Do", true}, {"50 0 0 50 0 0 cm /Im Do", false},
          {"1 0 0 1 0 790 cm /Fm Do", true}, {"/Fm Do", false}, {"/Nothing Do", false},
          {"1 0 0 1 -6 790 cm /Fm Do", false},
          {"50 0 0 50 520 770 cm BI /W 1 /H 1 ID \x01 EI Q", true},
          {"BI /W 1 /H 1 ID \x01 EI 510 785 5 5 re f", true}, {"BI /W 1 /H 1 ID abc", true});
}

static void text(void **state)
{
    CHECK({"BT /N 10 Tf 510 785 Td (a) Tj ET", true}, {"BT /N 10 Tf 10 785 Td (a) Tj ET", false},
          {"BT /F 10 Tf 455 785 Td (!!!!!!!!) Tj ET", false},
          {"BT /F 10 Tf 455 785 Td (!!!!!!!!!!) Tj ET", true},
          {"BT /F 10 Tf 455 785 Td (!!        ) Tj ET", false},
          {"BT /F 10 Tf 455 785 Td (          !) Tj ET", true},
          {"BT /F 10 Tf 455 785 Td (          ) Tj (!) Tj ET", true},
          {"BT /F 10 Tf 455 785 Td [(!) -4500 (!)] TJ ET", true},
          {"BT /F 10 Tf 455 785 Td [(!) -3000 (!)] TJ ET", false},
          {"BT /F 10 Tf 455 785 Td 50 Tw (  !) Tj ET", true},
          {"BT /F 10 Tf 455 785 Td 10 Tc (!!!!) Tj ET", true},
          {"BT /F 10 Tf 455 785 Td 300 Tz (!!!!) Tj ET", true},
          {"BT /F 10 Tf 510 769 Td (!) Tj ET", false}, {"BT /F 10 Tf 510 771 Td (!) Tj ET", true},
          {"BT /F 10 Tf 510 760 Td 15 Ts (!) Tj ET", true},
          {"BT /F 10 Tf 12 TL 510 798 Td T* (!) Tj ET", true},
          {"BT /F 10 Tf 510 700 Td 0 90 TD (!) ' ET", false},
          {"BT /F 10 Tf 510 700 Td 0 -90 TD (!) ' ET", false},
          {"BT /F 10 Tf -90 TL 510 700 Td (!) ' ET", true},
          {"BT /F 10 Tf 455 785 Td 0 50 (!!) \" ET", true},
          {"BT /F 1 Tf 10 0 0 10 510 785 Tm (!) Tj ET", true},
          {"BT /F 10 Tf 510 785 Td ET BT (!) Tj ET", false},
          {"BT /F 10 Tf 3 Tr 510 785 Td (!) Tj ET", false},
          {"BT /F 10 Tf 1 g 510 785 Td (!) Tj ET", false},
          {"BT /F 10 Tf <2121> Tj 510 785 Td <21> Tj ET", true},
          {"BT /Missing 10 Tf 510 785 Td (!) Tj ET", true}, {"BT 510 785 Td (!) Tj ET", false});
}

static void fonts(void **state)
{
    CHECK({"BT /W 10 Tf 480 785 Td <0001000100010002> Tj ET", false},
          {"BT /W 10 Tf 480 785 Td <000100010001000200080008000800080008> Tj ET", true},
          {"BT /W 10 Tf 480 785 Td <00030003> Tj ET", true},
          {"BT /W 10 Tf 480 785 Td <000a00> Tj ET", true},
          {"BT /V 10 Tf 510 850 Td <0001000100010001> Tj ET", true},
          {"BT /V 10 Tf 510 700 Td <00010001> Tj ET", false},
          {"BT /T 10 Tf 480 785 Td <21212121> Tj ET", true},
          {"BT /T 10 Tf 480 785 Td <212121> Tj ET", false},
          {"BT /T 10 Tf 510 775 Td <21> Tj ET", false});
}

static void damage(void **state)
{
    CHECK({"(", true}, {"<41", true}, {"(\\", true}, {"BI ID", true}, {"(a) ) 1 1 1 1 re f", false},
          {"re f 1 re f", false}, {"Tj TJ ' \" Td Tm cm Tf gs Do sh0 cs scn", false},
          {"/ 1 Tf", false}, {"%510 785 5 5 re f\n1 1 1 1 re f", false},
          {"[1 [2 (3) << /A /B >> ] BDC ] 510 785 5 5 re f", true}, {"5-5 78--5 1e3 1 re f", false},
          {"+510 785.5. 5 .5 re f", true});
}

/* ---- what no table can hold ---------------------------------------------------------------- */

static void many_states_are_content(void **state)
{
    struct buf out = {.arena = *state};
    for (int i = 0; i < 200; i++)
        buf_addz(&out, "q ");
    struct stream few = {str_copy(*state, buf_str(&out)).p, false};
    for (int i = 0; i < 200; i++)
        buf_addz(&out, "q ");
    struct stream many = {str_copy(*state, buf_str(&out)).p, true};
    assert_true(is_as_told(*state, &few));
    assert_true(is_as_told(*state, &many));
}

static void a_form_within_itself_ends(void **state)
{
    qpdf_data q = new_pdf(*state);
    qpdf_oh page = new_page(*state, q, STR("/Fm Do"));
    qpdf_oh form =
        handle_get(q, handle_get(q, handle_get(q, page, "/Resources"), "/XObject"), "/Fm");
    qpdf_oh none = qpdf_oh_new_null(q);
    const char again[] = "/Fm Do /Fm Do";
    qpdf_oh_replace_stream_data(q, form, (const unsigned char *)again, sizeof again - 1, none,
                                none);
    assert_false(has_content(*state, q, page, &BAND)); /* it moves out to the right */
    handle_set(q, form, "/Matrix", none);
    handle_set(q, form, "/BBox", none);
    assert_true(has_content(*state, q, page, &BAND));
}

static void streams_are_one(void **state)
{
    qpdf_data q = new_pdf(*state);
    qpdf_oh page = new_page(*state, q, STR("")), list = qpdf_oh_new_array(q);
    qpdf_oh_append_item(q, list, handle_new_stream(q, STR("1 0 0 1 500 0 cm 10 785 5")));
    qpdf_oh_append_item(q, list, handle_new_stream(q, STR("5 re f")));
    handle_set(q, page, "/Contents", list);
    assert_true(has_content(*state, q, page, &BAND));
    qpdf_oh_append_item(q, list, qpdf_oh_new_integer(q, 1));
    assert_true(has_content(*state, q, page, &BAND));
}

static void what_cannot_be_read_is_content(void **state)
{
    qpdf_data q = new_pdf(*state);
    qpdf_oh page = new_page(*state, q, STR("0 0 1 1 re f"));
    assert_false(has_content(*state, q, page, &BAND));
    handle_set(q, handle_get(q, page, "/Contents"), "/Filter", qpdf_oh_new_name(q, "/Unknown"));
    assert_true(has_content(*state, q, page, &BAND));
    handle_set(q, page, "/Contents", qpdf_oh_new_integer(q, 1));
    assert_true(has_content(*state, q, page, &BAND));
    handle_set(q, page, "/Contents", qpdf_oh_new_null(q));
    assert_false(has_content(*state, q, page, &BAND));
}

static void annotations_with_an_appearance(void **state)
{
    qpdf_data q = new_pdf(*state);
    qpdf_oh page = new_page(*state, q, STR(""));
    handle_set(q, page, "/Annots", handle_parse(*state, q, "[<</Rect [510 785 590 790]>>]"));
    assert_false(has_content(*state, q, page, &BAND));
    handle_set(q, page, "/Annots",
               handle_parse(*state, q, "[<</Rect [590 790 510 785] /AP <<>>>>]"));
    assert_true(has_content(*state, q, page, &BAND));
    handle_set(q, page, "/Annots",
               handle_parse(*state, q, "[<</Rect [510 785 590 790] /AP <<>> /F 2>>]"));
    assert_false(has_content(*state, q, page, &BAND));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(paths),
        ARENA_TEST(white_and_clips),
        ARENA_TEST(transformations),
        ARENA_TEST(text),
        ARENA_TEST(fonts),
        ARENA_TEST(damage),
        ARENA_TEST(many_states_are_content),
        ARENA_TEST(a_form_within_itself_ends),
        ARENA_TEST(streams_are_one),
        ARENA_TEST(what_cannot_be_read_is_content),
        ARENA_TEST(annotations_with_an_appearance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
