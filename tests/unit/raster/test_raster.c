#include "raster/raster.h"

#include "base/asset.h"
#include "unit/raster/raster_test.h"

/* A page of `size` points each way, drawn at one pixel a point unless a test says otherwise. */
struct drawing_board {
    struct arena *arena;
    struct page_list list;
    struct page *page;
    const struct bitmap *picture;
};

static struct drawing_board board_open(struct arena *a, int width, int height)
{
    struct drawing_board b = {.arena = a};
    static const struct page_meta meta;
    page_list_init(&b.list, a, &meta);
    b.page = page_add(&b.list, LEN_PT(width), LEN_PT(height));
    return b;
}

static struct item *add(struct drawing_board *b, enum item_kind kind)
{
    return page_item(&b->list, b->page, kind, TAG_ARTIFACT);
}

static void add_rect(struct drawing_board *b, len x, len y, len width, len height, colour c)
{
    add(b, ITEM_RECT)->u.rect = (struct page_rect){x, y, width, height, c};
}

static colour pixel(const struct bitmap *p, uint32_t x, uint32_t y)
{
    assert_true(x < p->width && y < p->height);
    const uint8_t *s = p->samples + 3 * ((size_t)y * p->width + x);
    return (colour)s[0] << 16 | (colour)s[1] << 8 | s[2];
}

static size_t count_pixels(const struct bitmap *p, colour c)
{
    size_t count = 0;
    for (uint32_t y = 0; y < p->height; y++)
        for (uint32_t x = 0; x < p->width; x++)
            count += pixel(p, x, y) == c;
    return count;
}

/* ---- one kind each ------------------------------------------------------------------------- */

static void paper_is_white(void **state)
{
    struct drawing_board b = board_open(*state, 20, 30);
    const struct bitmap *p = raster_draw_page(*state, b.page, 20);
    assert_true(p->width == 20 && p->height == 30 && p->channels == 3 && !p->alpha);
    assert_int_equal(count_pixels(p, 0xFFFFFF), 600);
}

static void rectangles(void **state)
{
    struct drawing_board b = board_open(*state, 20, 20);
    add_rect(&b, LEN_PT(2), LEN_PT(3), LEN_PT(5), LEN_PT(4), 0x123456);
    add_rect(&b, LEN_PT(10), LEN_PT(10) + LEN_UNIT / 2, LEN_PT(4), LEN_PT(1), 0x000000);
    const struct bitmap *p = raster_draw_page(*state, b.page, 20);
    assert_int_equal(count_pixels(p, 0x123456), 20);
    assert_int_equal(pixel(p, 2, 3), 0x123456);
    assert_int_equal(pixel(p, 6, 6), 0x123456);
    assert_int_equal(pixel(p, 10, 10), 0x7F7F7F);
    assert_int_equal(pixel(p, 13, 11), 0x7F7F7F);
}

/* Cells of a table, each filled for itself, at a scale where their sides fall within pixels. */
static void no_seams_between_cells(void **state)
{
    struct drawing_board b = board_open(*state, 100, 100);
    for (int y = 0; y < 10; y++)
        for (int x = 0; x < 10; x++)
            add_rect(&b, LEN_PT(10 * x), LEN_PT(10 * y), LEN_PT(10), LEN_PT(10), 0x204060);
    const struct bitmap *p = raster_draw_page(*state, b.page, 37);
    assert_int_equal(count_pixels(p, 0x204060), 37 * 37);
}

static const struct face *open_face(struct arena *a)
{
    const str name = STR("fonts/LiberationSans-Bold.ttf");
    struct diag d;
    diag_init(&d, a);
    const struct face *face = face_open(a, &d, name, asset_find(name), (struct pos){0}, 0);
    assert_non_null(face);
    return face;
}

static struct page_text *add_letter(struct drawing_board *b, uint32_t letter, int size)
{
    struct page_text *t = &add(b, ITEM_TEXT)->u.text;
    t->face = open_face(b->arena);
    t->size = LEN_PT(size);
    t->x = LEN_PT(4);
    t->y = LEN_PT(20);
    t->colour = 0x800000;
    t->glyphs = ARENA_ARRAY(b->arena, 1, struct page_glyph);
    t->glyphs[0] = (struct page_glyph){.id = face_glyph(t->face, letter)};
    t->glyph_count = 1;
    return t;
}

/* An H of 20 pt: two stems from the baseline up, a bar between them, nothing else. */
static void a_letter_has_ink_where_it_stands(void **state)
{
    struct drawing_board b = board_open(*state, 30, 30);
    add_letter(&b, 'H', 20);
    const struct bitmap *p = raster_draw_page(*state, b.page, 30);
    assert_int_equal(pixel(p, 7, 19), 0x800000);
    assert_int_equal(pixel(p, 7, 8), 0x800000);
    assert_int_equal(pixel(p, 11, 8), 0xFFFFFF);
    assert_int_equal(pixel(p, 11, 18), 0xFFFFFF);
    assert_int_equal(pixel(p, 11, 13), 0x800000);
    for (uint32_t x = 0; x < 30; x++) {
        assert_int_equal(pixel(p, x, 20), 0xFFFFFF);
        assert_int_equal(pixel(p, x, 4), 0xFFFFFF);
    }
}

static void counters_are_paper(void **state)
{
    struct drawing_board b = board_open(*state, 30, 30);
    add_letter(&b, 'O', 20)->glyphs[0].y = LEN_PT(1);
    const struct bitmap *p = raster_draw_page(*state, b.page, 30);
    assert_int_equal(pixel(p, 12, 14), 0xFFFFFF);
    assert_in_range(pixel(p, 7, 14), 0x800000, 0xB06060);
}

/* A missing character is a box with nothing in it. */
static void a_missing_character(void **state)
{
    struct drawing_board b = board_open(*state, 40, 40);
    add(&b, ITEM_MISSING)->u.missing =
        (struct page_missing){LEN_PT(8), LEN_PT(36), LEN_PT(20), LEN_PT(32), 0, STR("?")};
    const struct bitmap *p = raster_draw_page(*state, b.page, 40);
    assert_int_equal(pixel(p, 9, 20), 0);
    assert_int_equal(pixel(p, 10, 20), 0);
    assert_int_equal(pixel(p, 25, 20), 0);
    assert_int_equal(pixel(p, 18, 3), 0);
    assert_int_equal(pixel(p, 18, 36), 0);
    assert_int_equal(pixel(p, 18, 20), 0xFFFFFF);
    assert_int_equal(pixel(p, 8, 20), 0xFFFFFF);
}

static void links_are_not_seen(void **state)
{
    struct drawing_board b = board_open(*state, 20, 20);
    add(&b, ITEM_LINK)->u.link =
        (struct page_link){.width = LEN_PT(20), .height = LEN_PT(20), .uri = STR("https:")};
    assert_int_equal(count_pixels(raster_draw_page(*state, b.page, 20), 0xFFFFFF), 400);
}

/* ---- drawings ------------------------------------------------------------------------------ */

/* A square from 2 to 10, and one within it from 4 to 8, turned the same way. */
static struct path squares(struct arena *a)
{
    static const int corners[][2] = {{2, 2}, {10, 2}, {10, 10}, {2, 10},
                                     {4, 4}, {8, 4},  {8, 8},   {4, 8}};
    struct path p = {.segments = ARENA_ARRAY(a, 10, struct path_segment),
                     .fill = COLOUR_NONE,
                     .stroke = COLOUR_NONE};
    for (int i = 0; i < 8; i++) {
        p.segments[p.count++] = (struct path_segment){
            i % 4 == 0 ? PATH_MOVE : PATH_LINE, {LEN_PT(corners[i][0])}, {LEN_PT(corners[i][1])}};
        if (i % 4 == 3)
            p.segments[p.count++] = (struct path_segment){PATH_CLOSE, {0}, {0}};
    }
    return p;
}

static const struct bitmap *draw_path(struct arena *a, struct path *path)
{
    struct drawing_board b = board_open(a, 20, 20);
    struct drawing *d = ARENA_NEW(a, struct drawing);
    *d = (struct drawing){LEN_PT(12), LEN_PT(12), path, 1};
    add(&b, ITEM_DRAWING)->u.drawing = (struct page_drawing){d, LEN_PT(5), LEN_PT(3)};
    return raster_draw_page(a, b.page, 20);
}

static void shapes_are_filled_by_their_rule(void **state)
{
    struct path path = squares(*state);
    path.fill = 0x00AA00;
    assert_int_equal(count_pixels(draw_path(*state, &path), 0x00AA00), 64);
    path.is_even_odd = true;
    const struct bitmap *p = draw_path(*state, &path);
    assert_int_equal(count_pixels(p, 0x00AA00), 48);
    assert_int_equal(pixel(p, 7, 5), 0x00AA00);
    assert_int_equal(pixel(p, 11, 9), 0xFFFFFF);
}

static void shapes_are_stroked(void **state)
{
    struct path path = squares(*state);
    path.stroke = 0x0000AA;
    path.stroke_width = LEN_PT(2);
    const struct bitmap *p = draw_path(*state, &path);
    /* from 1 to 11 without 3 to 9, and from 3 to 9 without 5 to 7 */
    assert_int_equal(count_pixels(p, 0x0000AA), 100 - 36 + 36 - 4);
    path.fill = 0xFF0000;
    p = draw_path(*state, &path);
    assert_int_equal(count_pixels(p, 0xFF0000), 4); /* beneath the stroke */
}

static void a_path_goes_on_after_a_close(void **state)
{
    struct path path = squares(*state);
    path.count = 7;
    path.segments[5] = (struct path_segment){PATH_LINE, {LEN_PT(2)}, {LEN_PT(12)}};
    path.segments[6] = (struct path_segment){PATH_LINE, {LEN_PT(10)}, {LEN_PT(12)}};
    path.stroke = 0;
    path.stroke_width = LEN_PT(2);
    const struct bitmap *p = draw_path(*state, &path);
    assert_int_equal(pixel(p, 7, 14), 0); /* from the corner where it was closed */
    assert_int_equal(pixel(p, 11, 14), 0);
}

static void a_path_without_a_beginning_is_not_drawn(void **state)
{
    struct path path = squares(*state);
    path.fill = 0;
    path.segments[0].op = PATH_LINE;
    assert_int_equal(count_pixels(draw_path(*state, &path), 0xFFFFFF), 400);
}

/* ---- bitmaps ------------------------------------------------------------------------------- */

static void bitmaps_are_shrunk_and_mixed(void **state)
{
    static const uint8_t samples[] = {0, 255, 255, 0}, alpha[] = {255, 255, 255, 0};
    struct bitmap bitmap = {.width = 2, .height = 2, .channels = 1, .samples = samples};
    struct drawing_board b = board_open(*state, 20, 20);
    add(&b, ITEM_BITMAP)->u.bitmap =
        (struct page_bitmap){&bitmap, LEN_PT(1), LEN_PT(1), LEN_PT(1), LEN_PT(1)};
    add(&b, ITEM_BITMAP)->u.bitmap =
        (struct page_bitmap){&bitmap, LEN_PT(4), LEN_PT(4), LEN_PT(8), LEN_PT(8)};
    const struct bitmap *p = raster_draw_page(*state, b.page, 20);
    assert_int_equal(pixel(p, 1, 1), 0x808080);
    assert_int_equal(pixel(p, 4, 4), 0);
    assert_int_equal(pixel(p, 8, 4), 0xFFFFFF);
    assert_int_equal(count_pixels(p, 0), 32);
    bitmap.alpha = alpha;
    p = raster_draw_page(*state, b.page, 20);
    assert_int_equal(pixel(p, 1, 1), 0xBFBFBF); /* three quarters of 0xAA */
    assert_int_equal(count_pixels(p, 0), 16);
}

static void a_bitmap_over_the_edges(void **state)
{
    static const uint8_t samples[] = {10, 20, 30};
    struct bitmap bitmap = {.width = 1, .height = 1, .channels = 3, .samples = samples};
    struct drawing_board b = board_open(*state, 20, 20);
    add(&b, ITEM_BITMAP)->u.bitmap =
        (struct page_bitmap){&bitmap, -LEN_PT(5), -LEN_PT(5), LEN_PT(100), LEN_PT(7)};
    add(&b, ITEM_BITMAP)->u.bitmap =
        (struct page_bitmap){&bitmap, LEN_PT(50), LEN_PT(50), LEN_PT(100), LEN_PT(7)};
    add(&b, ITEM_BITMAP)->u.bitmap =
        (struct page_bitmap){&bitmap, -LEN_PT(50), LEN_PT(5), LEN_PT(10), LEN_PT(7)};
    assert_int_equal(count_pixels(raster_draw_page(*state, b.page, 20), 0x0A141E), 40);
}

/* ---- sizes --------------------------------------------------------------------------------- */

static void any_size(void **state)
{
    static const int pages[][2] = {{595, 842}, {842, 595}, {1, 14400}, {14400, 1}, {14400, 14400}};
    static const uint32_t widths[] = {16, 17, 239, 240, 2000};
    for (size_t i = 0; i < 5; i++)
        for (size_t k = 0; k < 5; k++) {
            struct arena_mark mark = arena_mark(*state);
            struct drawing_board b = board_open(*state, pages[i][0], pages[i][1]);
            add_rect(&b, 0, 0, b.page->width, b.page->height, 0x445566);
            const struct bitmap *p = raster_draw_page(*state, b.page, widths[k]);
            assert_int_equal(p->width, widths[k]);
            assert_in_range(p->height, 1, 4 * widths[k]);
            if (i < 2)
                assert_int_equal(count_pixels(p, 0x445566) / p->width, p->height - 1);
            arena_rewind(*state, mark);
        }
}

/* ---- at random ----------------------------------------------------------------------------- */

static len chance_len(uint32_t *seed)
{
    switch (chance(seed) % 5) {
    case 0: return chance_between(seed, -LEN_MAX_PAGE, LEN_MAX_PAGE);
    case 1: return chance(seed) % 2 ? INT32_MAX : INT32_MIN;
    case 2: return chance_between(seed, -2, 2);
    default: return chance_between(seed, 0, LEN_PT(100));
    }
}

static void random_path(struct arena *a, struct path *p, uint32_t *seed)
{
    p->count = chance(seed) % 12;
    p->segments = ARENA_ARRAY(a, p->count, struct path_segment);
    for (size_t i = 0; i < p->count; i++) {
        struct path_segment *s = &p->segments[i];
        s->op = i == 0 ? PATH_MOVE : (enum path_op)(chance(seed) % 4);
        for (int k = 0; k < 3; k++) {
            s->x[k] = chance_len(seed);
            s->y[k] = chance_len(seed);
        }
    }
    p->fill = chance(seed) % 2 ? COLOUR_NONE : chance(seed) & 0xFFFFFF;
    p->stroke = chance(seed) % 2 ? COLOUR_NONE : chance(seed) & 0xFFFFFF;
    p->stroke_width = chance_len(seed);
    p->is_even_odd = chance(seed) % 2;
    p->has_round_joins = chance(seed) % 2;
}

static void add_random(struct drawing_board *b, const struct bitmap *bitmap, uint32_t *seed)
{
    len x = chance_len(seed), y = chance_len(seed);
    len width = chance_len(seed), height = chance_len(seed);
    colour c = chance(seed) & 0xFFFFFF;
    struct drawing *d = ARENA_NEW(b->arena, struct drawing);
    switch (chance(seed) % 5) {
    case 0: add_rect(b, x, y, width, height, c); break;
    case 1:
        *add_letter(b, '!' + chance(seed) % 90, 1) =
            (struct page_text){open_face(b->arena),
                               width,
                               c,
                               x,
                               y,
                               0,
                               STR(""),
                               b->page->items[b->page->count - 1].u.text.glyphs,
                               1};
        break;
    case 2:
        d->paths = ARENA_NEW(b->arena, struct path);
        d->count = 1;
        random_path(b->arena, d->paths, seed);
        add(b, ITEM_DRAWING)->u.drawing = (struct page_drawing){d, x, y};
        break;
    case 3:
        add(b, ITEM_BITMAP)->u.bitmap = (struct page_bitmap){bitmap, x, y, width, height};
        break;
    default:
        add(b, ITEM_MISSING)->u.missing =
            (struct page_missing){x, y, width / 4, height / 4, c, STR("?")};
    }
}

static void pages_at_random_do_no_harm(void **state)
{
    static const uint8_t samples[] = {1, 2, 3, 4, 5, 6}, alpha[] = {0, 9, 99, 127, 200, 255};
    const struct bitmap bitmap = {
        .width = 3, .height = 2, .channels = 1, .samples = samples, .alpha = alpha};
    uint32_t seed = 6;
    for (int n = 0; n < 400; n++) {
        struct arena_mark mark = arena_mark(*state);
        struct drawing_board b =
            board_open(*state, chance_between(&seed, 1, 300), chance_between(&seed, 1, 300));
        for (int i = 0; i < 8; i++)
            add_random(&b, &bitmap, &seed);
        const struct bitmap *one = raster_draw_page(*state, b.page, 16 + n % 50);
        const struct bitmap *other = raster_draw_page(*state, b.page, 16 + n % 50);
        assert_memory_equal(one->samples, other->samples, 3 * (size_t)one->width * one->height);
        arena_rewind(*state, mark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(paper_is_white),
        ARENA_TEST(rectangles),
        ARENA_TEST(no_seams_between_cells),
        ARENA_TEST(a_letter_has_ink_where_it_stands),
        ARENA_TEST(counters_are_paper),
        ARENA_TEST(a_missing_character),
        ARENA_TEST(links_are_not_seen),
        ARENA_TEST(shapes_are_filled_by_their_rule),
        ARENA_TEST(shapes_are_stroked),
        ARENA_TEST(a_path_goes_on_after_a_close),
        ARENA_TEST(a_path_without_a_beginning_is_not_drawn),
        ARENA_TEST(bitmaps_are_shrunk_and_mixed),
        ARENA_TEST(a_bitmap_over_the_edges),
        ARENA_TEST(any_size),
        ARENA_TEST(pages_at_random_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
