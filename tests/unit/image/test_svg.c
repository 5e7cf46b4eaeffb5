#include "unit/image/image_test.h"

#include <stdlib.h>

#include "image/svg.h"

#define NS "xmlns='http://www.w3.org/2000/svg'"
/* One unit of these is 1/1024 pt, so that what comes out can be read off: 1000 units are
 * 1000/768 px. */
#define OPEN "<svg " NS " viewBox='0 0 7680 7680' width='10px' height='10px'>"

/* All paths as text: "M1,2 L3,4 C… Z fill/stroke/width". */
static str drawing_text(struct arena *a, const struct drawing *d)
{
    static const char letters[] = "MLCZ";
    struct buf b = {.arena = a};
    for (size_t i = 0; i < d->count; i++) {
        const struct path *p = &d->paths[i];
        buf_addz(&b, i ? "; " : "");
        for (size_t k = 0; k < p->count; k++) {
            const struct path_segment *s = &p->segments[k];
            buf_format(&b, "%s%c", k ? " " : "", letters[s->op]);
            for (int n = 0; n < (s->op == PATH_CURVE ? 3 : s->op == PATH_CLOSE ? 0 : 1); n++)
                buf_format(&b, "%s%d,%d", n ? " " : "", (int)s->x[n], (int)s->y[n]);
        }
        buf_format(&b, " %X/%X/%d%s%s", (unsigned)p->fill, (unsigned)p->stroke,
                   (int)p->stroke_width, p->is_even_odd ? " eo" : "",
                   p->has_round_joins ? " round" : "");
    }
    return buf_str(&b);
}

static void assert_drawn(const char *inside, const char *expected, const char *file, int line)
{
    struct viewing v;
    struct arena *a = arena_new();
    viewing_open(&v, str_format(a, OPEN "%s</svg>", inside));
    if (!v.image)
        print_error("%s\n", viewing_finding(&v).p);
    assert_non_null(v.image);
    assert_int_equal(v.diag.count, 0);
    assert_int_equal(v.image->width, 7680);
    assert_slice(drawing_text(v.arena, v.image->drawing), expected, file, line);
    viewing_close(&v);
    arena_close(a);
}

#define DRAWN(inside, expected) assert_drawn(inside, expected, __FILE__, __LINE__)

static void assert_not_drawn(const char *text, const char *expected, const char *file, int line)
{
    struct viewing v;
    viewing_open(&v, str_z(text));
    assert_slice(viewing_finding(&v), expected, file, line);
    assert_null(v.image);
    viewing_close(&v);
}

#define NOT_DRAWN(text, expected) assert_not_drawn(text, expected, __FILE__, __LINE__)

static void vocabulary_is_sound(void **state)
{
    char message[200] = "";
    (void)state;
    vocab_check(&svg_vocab, message, sizeof message);
    assert_string_equal(message, "");
}

static void straight_shapes_are_drawn(void **state)
{
    (void)state;
    DRAWN("<rect x='10' y='20' width='300' height='400' fill='#004b87'/>",
          "M10,20 L310,20 L310,420 L10,420 L10,20 Z 4B87/FF000000/1");
    DRAWN("<line x1='1' y1='2' x2='30' y2='40' stroke='#f80' stroke-width='5'/>",
          "M1,2 L30,40 0/FF8800/5");
    DRAWN("<polyline points='1,2 3,4,5-6' fill='none' stroke='red'/>",
          "M1,2 L3,4 L5,-6 FF000000/FF0000/1");
    DRAWN("<polygon points='1 2 3 4 5 6' fill='rgb(1, 2,255)' fill-rule='evenodd'/>",
          "M1,2 L3,4 L5,6 Z 102FF/FF000000/1 eo");
    DRAWN("<rect width='0' height='5'/><rect width='5' height='5' fill='none'/>", "");
}

static void round_shapes_are_drawn(void **state)
{
    (void)state;
    /* 1000 * 0.5523 = 552 */
    DRAWN("<circle cx='1000' cy='2000' r='1000'/>",
          "M2000,2000 C2000,2552 1552,3000 1000,3000 C448,3000 0,2552 0,2000 "
          "C0,1448 448,1000 1000,1000 C1552,1000 2000,1448 2000,2000 Z 0/FF000000/1");
    DRAWN("<ellipse rx='100' ry='0'/>", "");
    DRAWN("<rect width='100' height='100' rx='500'/>",
          "M50,0 L50,0 C78,0 100,22 100,50 L100,50 C100,78 78,100 50,100 L50,100 "
          "C22,100 0,78 0,50 L0,50 C0,22 22,0 50,0 Z 0/FF000000/1");
}

static void paths_are_drawn(void **state)
{
    (void)state;
    DRAWN("<path d='M10,20 30 40H50V60h-10v-10l5,5zm1 1L9 9'/>",
          "M10,20 L30,40 L50,40 L50,60 L40,60 L40,50 L45,55 Z M11,21 L9,9 0/FF000000/1");
    DRAWN("<path d='M0 0c1 2,3 4,5 6s7 8 9 10S1 1 2 2'/>",
          "M0,0 C1,2 3,4 5,6 C7,8 12,14 14,16 C16,18 1,1 2,2 0/FF000000/1");
    DRAWN("<path d='M0 0q300 0 300 300t300 300T0 0'/>",
          "M0,0 C200,0 300,100 300,300 C300,500 400,600 600,600 C800,600 600,400 0,0 "
          "0/FF000000/1");
    DRAWN("<path d='M5 5zL9 9'/>", "M5,5 Z M5,5 L9,9 0/FF000000/1");
    DRAWN("<path d=''/>", "");
    DRAWN("<path d='M1.6.6-2.6e0-1'/>", "M2,1 L-3,-1 0/FF000000/1");
}

static void arcs_become_curves(void **state)
{
    (void)state;
    DRAWN("<path d='M1000 0A1000 1000 0 0 1 0 1000'/>",
          "M1000,0 C1000,552 552,1000 0,1000 0/FF000000/1");
    DRAWN("<path d='M1000 0A1000 1000 0 1 0 0 1000'/>",
          "M1000,0 C1000,-552 552,-1000 0,-1000 C-552,-1000 -1000,-552 -1000,0 "
          "C-1000,552 -552,1000 0,1000 0/FF000000/1");
    DRAWN("<path d='M0 0a500 500 0 011000 0'/>",
          "M0,0 C0,-276 224,-500 500,-500 C776,-500 1000,-276 1000,0 0/FF000000/1");
    DRAWN("<path d='M0 0a1 1 0 011000 0'/>", /* grown to span the ends */
          "M0,0 C0,-276 224,-500 500,-500 C776,-500 1000,-276 1000,0 0/FF000000/1");
    DRAWN("<path d='M0 0a0 5 0 0 1 7 0 5 5 0 0 1 0 0'/>", "M0,0 L7,0 0/FF000000/1");
    DRAWN("<path d='M0 0a1000 500 90 0 1 500 1000'/>", "M0,0 C276,0 500,448 500,1000 0/FF000000/1");
}

/* On every arc all points lie on the circle, to a unit in ten thousand. */
static void arcs_of_every_angle_stay_on_their_circle(void **state)
{
    const fix radius = FIX_INT(10000);
    for (int i = 1; i < 360; i++)
        for (int sweep = 0; sweep < 2; sweep++) {
            struct outline o = {.arena = *state};
            fix s, c;
            fix_turn(FIX_INT(i), &s, &c);
            bool is_large = sweep ? i > 180 : i < 180;
            outline_move(&o, (struct point){radius, 0});
            outline_arc(&o, radius, radius, FIX_INT(33), is_large, sweep,
                        (struct point){fix_mul(radius, c), fix_mul(radius, s)});
            int turned = sweep ? i : 360 - i;
            assert_in_range(o.count, 1 + (turned + 88) / 90, 1 + (turned + 92) / 90);
            for (size_t k = 1; k < o.count; k++) {
                struct point p = o.segments[k].p[2];
                fix far =
                    fix_sqrt(fix_add(fix_mul(p.x / 16, p.x / 16), fix_mul(p.y / 16, p.y / 16)));
                assert_true(llabs(far * 16 - radius) < FIX_ONE);
            }
        }
}

static void transformations_nest(void **state)
{
    (void)state;
    DRAWN("<g transform='translate(100 50)'><path transform='scale(2)' d='M1 2L3 4'/></g>",
          "M102,54 L106,58 0/FF000000/2");
    DRAWN("<path transform='rotate(90)' d='M100 0'/>", "M0,100 0/FF000000/1");
    DRAWN("<path transform='rotate(90, 10 10)' d='M20 10'/>", "M10,20 0/FF000000/1");
    DRAWN("<path transform=' skewX(45) , skewY(45)' d='M10 10'/>", "M30,20 0/FF000000/1");
    DRAWN("<path transform='matrix(1 0 0 -1 5 6),translate(1)' d='M1 1'/>", "M7,5 0/FF000000/1");
    DRAWN("<path transform='scale(3 12)' stroke='red' stroke-width='10' d='M1 1'/>",
          "M3,12 0/FF0000/60");
}

static void paint_is_inherited(void **state)
{
    (void)state;
    DRAWN("<g fill='navy' stroke='#010203' stroke-width='3' fill-rule='evenodd' "
          "stroke-linejoin='round'><path d='M1 1'/><path d='M2 2' fill='inherit' stroke='none' "
          "stroke-linejoin='miter' fill-rule='nonzero'/></g><path d='M3 3'/>",
          "M1,1 80/10203/3 eo round; M2,2 80/FF000000/3; M3,3 0/FF000000/1");
    DRAWN("<path d='M1 1' stroke='red' stroke-width='0'/>", "M1,1 0/FF000000/0");
}

static void sizes_come_from_the_root(void **state)
{
    static const struct {
        const char *attributes;
        len width, height;
    } cases[] = {{"width='1in' height='36pt'", LEN_PT(72), LEN_PT(36)},
                 {"width='96' height='48px'", LEN_PT(72), LEN_PT(36)},
                 {"width='25.4mm' height='2.54cm'", LEN_PT(72), LEN_PT(72)},
                 {"viewBox='0 0 96 48'", LEN_PT(72), LEN_PT(36)},
                 {"viewBox='0 0 2 1' width='1in'", LEN_PT(72), LEN_PT(36)},
                 {"viewBox='5,5,2,1' height='1in'", LEN_PT(144), LEN_PT(72)},
                 {"viewBox='0 0 96 48' width='100%' height='100%'", LEN_PT(72), LEN_PT(36)}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct viewing v;
        struct arena *a = arena_new();
        viewing_open(&v, str_format(a, "<svg " NS " %s/>", cases[i].attributes));
        assert_non_null(v.image);
        assert_int_equal(v.image->width, cases[i].width);
        assert_int_equal(v.image->height, cases[i].height);
        viewing_close(&v);
        arena_close(a);
    }
}

static void views_are_centred(void **state)
{
    struct viewing v;
    (void)state;
    viewing_open(&v, STR("<svg " NS " viewBox='10 20 100 50' width='100pt' height='100pt'>"
                         "<path d='M10 20L110 70'/></svg>"));
    assert_str(drawing_text(v.arena, v.image->drawing), "M0,25600 L102400,76800 0/FF000000/1024");
    viewing_close(&v);
}

static void titles_describe(void **state)
{
    struct viewing v;
    (void)state;
    viewing_open(&v, STR("<svg " NS " viewBox='0 0 1 1'><title>A\n blue &amp; white badge</title>"
                         "<desc>x</desc><g><title>y</title></g></svg>"));
    assert_str(v.image->description, "A blue & white badge");
    viewing_close(&v);
}

static void what_is_not_plain_is_a_finding(void **state)
{
    (void)state;
    NOT_DRAWN("<svg " NS " viewBox='0 0 1 1'>\n<text>x</text></svg>",
              "Q201 2:2 there is no element <text>");
    NOT_DRAWN("<svg " NS " viewBox='0 0 1 1'>\n<script>x</script></svg>",
              "Q201 2:2 there is no element <script>");
    NOT_DRAWN("<svg " NS " viewBox='0 0 1 1'>\n<path d='' onclick='x'/></svg>",
              "Q202 2:12 <path> has no attribute onclick");
    NOT_DRAWN("<svg " NS " viewBox='0 0 1 1'>\n<path/></svg>",
              "Q205 2:2 <path> lacks the attribute d");
    NOT_DRAWN("<svg viewBox='0 0 1 1'/>", "Q211 1:2 <svg> is in no namespace");
    NOT_DRAWN("<!DOCTYPE svg><svg " NS "/>",
              "Q105 1:1 a document type declaration (DOCTYPE) is not allowed");
}

#define BAD(attribute) "<svg " NS " viewBox='0 0 1 1'>\n<path " attribute "/></svg>"

static void values_that_cannot_be_read_are_found(void **state)
{
    const char *command = "a path command with its numbers";
    struct arena *a = *state;
#define CASE(attribute, place, name, expected)                                                     \
    NOT_DRAWN(BAD(attribute),                                                                      \
              str_format(a, "Q543 " place " the attribute " name " cannot be read: expected %s",   \
                         expected)                                                                 \
                  .p)
    CASE("d='M0 0 X'", "2:15", "d", command);
    CASE("d='L1 1'", "2:10", "d", command);
    CASE("d='M0 0\n L1 &#32;x'", "3:10", "d", command);
    CASE("d='M0 0 L1'", "2:17", "d", command);
    CASE("d='M0 0A1 1 0 2 0 1 1'", "2:21", "d", command);
    CASE("d='M0 0L1e9 1'", "2:15", "d", command);
    CASE("d='' fill='url(#g)'", "2:18", "fill", "a colour such as #004B87, or none");
    CASE("d='' fill='#12345'", "2:18", "fill", "a colour such as #004B87, or none");
    CASE("d='' stroke='rgb(1,2,256)'", "2:20", "stroke", "a colour such as #004B87, or none");
    CASE("d='' stroke-width='-1'", "2:26", "stroke-width", "a number of 0 or more");
    CASE("d='' stroke-width='1mm'", "2:27", "stroke-width", "a number up to a million");
    CASE("d='' transform='scale(2) turn(1)'", "2:32", "transform",
         "translate, scale, rotate, skewX, skewY or matrix");
    CASE("d='' transform='skewX(90)'", "2:23", "transform",
         "translate, scale, rotate, skewX, skewY or matrix");
    CASE("d='' transform='rotate(1 2)'", "2:23", "transform",
         "translate, scale, rotate, skewX, skewY or matrix");
    NOT_DRAWN(BAD("d='M1 1' transform='scale(9999) scale(9999) scale(9999)'"),
              "Q543 2:2 <path> reaches far off the page");
}

static void drawings_without_a_size_are_found(void **state)
{
    (void)state;
    NOT_DRAWN("<svg " NS " width='5px'/>",
              "Q543 1:2 the drawing has no size: give width and height, or a viewBox");
    NOT_DRAWN("<svg " NS " viewBox='0 0 0 5'/>",
              "Q543 1:50 the attribute viewBox cannot be read: expected four numbers: left, top, "
              "width, height");
    NOT_DRAWN("<svg " NS " viewBox='0 0 999999 5'/>",
              "Q542 1:2 the drawing is larger than any page");
}

static void endless_paths_are_cut_off(void **state)
{
    struct buf b = {.arena = *state};
    struct viewing v;
    buf_addz(&b, OPEN);
    for (int i = 0; i < 12; i++) {
        buf_addz(&b, "<path d='M0 0");
        for (int k = 0; k < 10000; k++)
            buf_addz(&b, "h1");
        buf_addz(&b, "'/>");
    }
    buf_addz(&b, "</svg>");
    viewing_open(&v, buf_str(&b));
    assert_null(v.image);
    assert_int_equal(v.diag.count, 1);
    assert_int_equal(v.diag.findings[0].code, Q542);
    viewing_close(&v);
}

static void drawings_scale(void **state)
{
    struct viewing v;
    (void)state;
    viewing_open(&v, STR(OPEN "<path d='M0 0L100 -50' stroke='red' stroke-width='10'/></svg>"));
    const struct drawing *wide = drawing_scale(v.arena, v.image->drawing, 15360, 0);
    assert_int_equal(wide->height, 15360);
    assert_str(drawing_text(v.arena, wide), "M0,0 L200,-100 0/FF0000/20");
    const struct drawing *low = drawing_scale(v.arena, v.image->drawing, 0, 768);
    assert_int_equal(low->width, 768);
    assert_str(drawing_text(v.arena, low), "M0,0 L10,-5 0/FF0000/1");
    viewing_close(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vocabulary_is_sound),
        cmocka_unit_test(straight_shapes_are_drawn),
        cmocka_unit_test(round_shapes_are_drawn),
        cmocka_unit_test(paths_are_drawn),
        cmocka_unit_test(arcs_become_curves),
        ARENA_TEST(arcs_of_every_angle_stay_on_their_circle),
        cmocka_unit_test(transformations_nest),
        cmocka_unit_test(paint_is_inherited),
        cmocka_unit_test(sizes_come_from_the_root),
        cmocka_unit_test(views_are_centred),
        cmocka_unit_test(titles_describe),
        cmocka_unit_test(what_is_not_plain_is_a_finding),
        ARENA_TEST(values_that_cannot_be_read_are_found),
        cmocka_unit_test(drawings_without_a_size_are_found),
        ARENA_TEST(endless_paths_are_cut_off),
        cmocka_unit_test(drawings_scale),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
