/* The pictures are made here, by libpng's writer, and then damaged. */
#include "unit/image/image_test.h"

#include <png.h>
#include <stdlib.h>

#include "image/png.h"

struct recipe {
    uint32_t width, height;
    int depth, type; /* PNG_COLOR_TYPE_… */
    bool is_interlaced, has_trns;
    uint32_t per_metre; /* 0: no pHYs */
};

static void on_write(png_structp png, png_bytep bytes, png_size_t count)
{
    buf_add(png_get_io_ptr(png), (str){(const char *)bytes, count});
}

static void on_flush(png_structp png)
{
    (void)png;
}

static void write_chunks(png_structp png, png_infop info, const struct recipe *r)
{
    png_color palette[2] = {{10, 20, 30}, {200, 100, 50}};
    png_byte alphas[2] = {0, 128};
    png_color_16 key = {0, 5, 6, 7, 3};
    if (r->type == PNG_COLOR_TYPE_PALETTE)
        png_set_PLTE(png, info, palette, 2);
    if (r->has_trns)
        png_set_tRNS(png, info, alphas, r->type == PNG_COLOR_TYPE_PALETTE ? 2 : 0, &key);
    if (r->per_metre)
        png_set_pHYs(png, info, r->per_metre, r->per_metre, PNG_RESOLUTION_METER);
}

/* A PNG whose rows hold `row`, the same each, moved on by the row's number in its first byte. */
static str make(struct arena *a, struct recipe r, const uint8_t *row, size_t size)
{
    struct buf out = {.arena = a};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    uint8_t **rows = ARENA_ARRAY(a, r.height, uint8_t *);
    for (uint32_t y = 0; y < r.height; y++) {
        rows[y] = arena_alloc(a, size);
        memcpy(rows[y], row, size);
        rows[y][0] = (uint8_t)(row[0] + y);
    }
    png_set_write_fn(png, &out, on_write, on_flush);
    png_set_IHDR(png, info, r.width, r.height, r.depth, r.type,
                 r.is_interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
    write_chunks(png, info, &r);
    png_set_rows(png, info, rows);
    png_write_png(png, info, PNG_TRANSFORM_IDENTITY, NULL);
    png_destroy_write_struct(&png, &info);
    return buf_str(&out);
}

/* Samples and alpha in hexadecimal: "010203 040506 / ff 80". */
static str bitmap_text(struct arena *a, const struct bitmap *b)
{
    struct buf out = {.arena = a};
    size_t pixels = (size_t)b->width * b->height;
    for (size_t i = 0; i < pixels; i++) {
        buf_addz(&out, i ? " " : "");
        for (int k = 0; k < b->channels; k++)
            buf_format(&out, "%02x", b->samples[i * (size_t)b->channels + (size_t)k]);
    }
    for (size_t i = 0; i < pixels && b->alpha; i++)
        buf_format(&out, "%s%02x", i ? " " : " / ", b->alpha[i]);
    return buf_str(&out);
}

static void assert_decoded(struct recipe r, const char *row, size_t size, const char *expected,
                           const char *file, int line)
{
    struct viewing v;
    struct arena *a = arena_new();
    viewing_open(&v, make(a, r, (const uint8_t *)row, size));
    if (!v.image)
        print_error("%s\n", viewing_finding(&v).p);
    assert_non_null(v.image);
    assert_int_equal(v.diag.count, 0);
    assert_slice(bitmap_text(v.arena, v.image->bitmap), expected, file, line);
    viewing_close(&v);
    arena_close(a);
}

#define DECODED(row, expected, ...)                                                                \
    assert_decoded((struct recipe){__VA_ARGS__}, row, sizeof(row) - 1, expected, __FILE__, __LINE__)

static void every_kind_is_decoded(void **state)
{
    (void)state;
    DECODED("\x07\x50", "07 50 08 50", 2, 2, 8, PNG_COLOR_TYPE_GRAY, .per_metre = 0);
    DECODED("\x01\x02\x03", "010203 020203", 1, 2, 8, PNG_COLOR_TYPE_RGB, .per_metre = 0);
    DECODED("\x01\x02\x03\x80", "010203 / 80", 1, 1, 8, PNG_COLOR_TYPE_RGB_ALPHA, .per_metre = 0);
    DECODED("\x01\x80\x02\xff", "01 02 / 80 ff", 2, 1, 8, PNG_COLOR_TYPE_GRAY_ALPHA,
            .per_metre = 0);
    DECODED("\x01\x80", "00 00 00 00 00 00 00 ff ff", 9, 1, 1, PNG_COLOR_TYPE_GRAY, .per_metre = 0);
    DECODED("\x1b", "00 55 aa ff", 4, 1, 2, PNG_COLOR_TYPE_GRAY, .per_metre = 0);
    DECODED("\x40", "0a141e c86432", 2, 1, 1, PNG_COLOR_TYPE_PALETTE, .per_metre = 0);
}

static void sixteen_bits_are_rounded(void **state)
{
    (void)state;
    DECODED("\x01\x00\xff\xff\x7f\xff", "01 ff 7f", 3, 1, 16, PNG_COLOR_TYPE_GRAY, .per_metre = 0);
    DECODED("\x01\x00\x80\x00", "01 / 80", 1, 1, 16, PNG_COLOR_TYPE_GRAY_ALPHA, .per_metre = 0);
}

/* A one-bit palette with tRNS is what libharu's own reader reads beyond the end of. */
static void transparency_by_key_becomes_alpha(void **state)
{
    (void)state;
    DECODED("\x40\x00",
            "0a141e c86432 0a141e 0a141e 0a141e 0a141e 0a141e 0a141e 0a141e / 00 80 00 "
            "00 00 00 00 00 00",
            9, 1, 1, PNG_COLOR_TYPE_PALETTE, .has_trns = true);
    DECODED("\x05\x06\x07\x05\x06\x08", "050607 050608 / 00 ff", 2, 1, 8, PNG_COLOR_TYPE_RGB,
            .has_trns = true);
    DECODED("\x03\x04", "03 04 / 00 ff", 2, 1, 8, PNG_COLOR_TYPE_GRAY, .has_trns = true);
}

static void alpha_without_effect_is_left_out(void **state)
{
    (void)state;
    DECODED("\x01\xff\x02\xff", "01 02", 2, 1, 8, PNG_COLOR_TYPE_GRAY_ALPHA, .per_metre = 0);
}

static void interlaced_is_the_same(void **state)
{
    uint8_t row[3 * 37];
    struct recipe plain = {37, 23, 8, PNG_COLOR_TYPE_RGB, false, false, 0}, laced = plain;
    laced.is_interlaced = true;
    for (size_t i = 0; i < sizeof row; i++)
        row[i] = (uint8_t)(i * 7);
    struct viewing one, two;
    viewing_open(&one, make(*state, plain, row, sizeof row));
    viewing_open(&two, make(*state, laced, row, sizeof row));
    assert_memory_equal(one.image->bitmap->samples, two.image->bitmap->samples, 37 * 23 * 3);
    assert_true(one.image->bitmap->hash == two.image->bitmap->hash);
    viewing_close(&one);
    viewing_close(&two);
}

static void hashes_differ_where_pictures_do(void **state)
{
    struct viewing one, two;
    viewing_open(&one, make(*state, (struct recipe){2, 1, 8, 0, false, false, 0},
                            (const uint8_t *)"\x01\x02", 2));
    viewing_open(&two, make(*state, (struct recipe){1, 2, 8, 0, false, false, 0},
                            (const uint8_t *)"\x01", 1));
    assert_memory_equal(one.image->bitmap->samples, two.image->bitmap->samples, 2);
    assert_true(one.image->bitmap->hash != two.image->bitmap->hash);
    viewing_close(&one);
    viewing_close(&two);
}

static void resolution_gives_the_natural_size(void **state)
{
    static const struct {
        uint32_t per_metre, dpi;
        len width;
    } cases[] = {{0, 96, LEN_PT(75)},     {11811, 300, LEN_PT(24)}, {2835, 72, LEN_PT(100)},
                 {5906, 150, LEN_PT(48)}, {1, 96, LEN_PT(75)},      {4000000, 96, LEN_PT(75)}};
    uint8_t row[100] = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct recipe r = {100, 1, 8, PNG_COLOR_TYPE_GRAY, false, false, cases[i].per_metre};
        struct viewing v;
        viewing_open(&v, make(*state, r, row, sizeof row));
        assert_int_equal(v.image->bitmap->dpi, cases[i].dpi);
        assert_int_equal(v.image->width, cases[i].width);
        viewing_close(&v);
    }
}

/* ---- damage ----------------------------------------------------------------------------- */

static str palette_picture(struct arena *a)
{
    uint8_t row[7] = {1, 2, 3};
    return make(a, (struct recipe){50, 40, 1, PNG_COLOR_TYPE_PALETTE, false, true, 2835}, row,
                sizeof row);
}

static void assert_damaged(str bytes, const char *expected, const char *file, int line)
{
    struct viewing v;
    viewing_open(&v, bytes);
    assert_null(v.image);
    assert_slice(viewing_finding(&v), expected, file, line);
    assert_int_equal(v.diag.count, 1);
    viewing_close(&v);
}

#define DAMAGED(bytes, expected) assert_damaged(bytes, expected, __FILE__, __LINE__)

static void bad_checksums_are_damage(void **state)
{
    static const struct {
        const char *chunk, *finding;
    } cases[] = {{"PLTE", "Q541 7:8 the picture t is damaged: PLTE: CRC error"},
                 {"tRNS", "Q541 7:8 the picture t is damaged: tRNS: CRC error"},
                 {"pHYs", "Q541 7:8 the picture t is damaged: pHYs: CRC error"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str bytes = str_copy(*state, palette_picture(*state));
        size_t at = str_search(bytes, str_z(cases[i].chunk), 0);
        assert_true(at < bytes.n);
        ((char *)bytes.p)[at + 4] ^= 1;
        DAMAGED(bytes, cases[i].finding);
    }
}

/* Wherever it is cut, it is damaged; and no byte changed crashes the decoder. */
static void cut_files_are_damaged(void **state)
{
    str whole = palette_picture(*state);
    for (size_t n = 8; n < whole.n; n++) {
        struct viewing v;
        char *bytes = malloc(n); /* on its own, for the sanitizer to guard its end */
        memcpy(bytes, whole.p, n);
        viewing_open(&v, (str){bytes, n});
        assert_null(v.image);
        assert_int_equal(v.diag.findings[0].code, Q541);
        viewing_close(&v);
        free(bytes);
    }
}

static void changed_bytes_do_no_harm(void **state)
{
    str whole = palette_picture(*state);
    for (size_t n = 8; n < whole.n; n++)
        for (int bit = 0; bit < 8; bit++) {
            struct viewing v;
            str bytes = str_copy(*state, whole);
            ((char *)bytes.p)[n] ^= (char)(1 << bit);
            viewing_open(&v, bytes);
            assert_true(v.image || v.diag.errors == 1);
            viewing_close(&v);
        }
}

static void put_big_endian(char *p, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        p[i] = (char)(value >> (24 - 8 * i));
}

/* The header alone is enough to refuse: no memory is taken for what it promises. */
static void too_large_pictures_are_refused(void **state)
{
    static const struct {
        uint32_t width, height;
        const char *finding;
    } cases[] = {{30000, 30000, "Q542 7:8 the picture t is too large: 30000 by 30000 dots"},
                 {10001, 1, "Q542 7:8 the picture t is too large: 10001 by 1 dots"},
                 {7000, 7000, "Q542 7:8 the picture t is too large: 7000 by 7000 dots"},
                 {0xFFFFFFFF, 0xFFFFFFFF,
                  "Q542 7:8 the picture t is too large: 4294967295 by 4294967295 dots"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str bytes = str_copy(*state, palette_picture(*state));
        put_big_endian((char *)bytes.p + 16, cases[i].width);
        put_big_endian((char *)bytes.p + 20, cases[i].height);
        DAMAGED(bytes, cases[i].finding);
    }
}

static void other_kinds_are_refused(void **state)
{
    (void)state;
    DAMAGED(STR(""), "Q540 7:8 the picture t is empty");
    DAMAGED(STR("root:x:0:0"), "Q540 7:8 the picture t is neither PNG nor SVG");
    DAMAGED(STR("\xFF\xD8\xFF\xE0"), "Q540 7:8 the picture t is a JPEG");
    DAMAGED(STR("GIF89a"), "Q540 7:8 the picture t is a GIF");
    DAMAGED(STR("\x89PNG\r\n\x1A\n"), "Q541 7:8 the picture t is damaged: the file ends too early");
}

static void running_out_of_memory_is_clean(void **state)
{
    uint8_t row[3 * 400] = {0};
    str bytes = make(*state, (struct recipe){400, 400, 8, PNG_COLOR_TYPE_RGB, true, false, 0}, row,
                     sizeof row);
    for (size_t limit = 1 << 16; limit < 900000; limit += 100000) {
        struct arena *a = arena_new();
        struct diag d;
        jmp_buf on_oom;
        diag_init(&d, a);
        if (setjmp(on_oom) == 0) {
            arena_set_oom(a, &on_oom);
            arena_set_limit(a, limit);
            image_read(a, &d, STR("t"), bytes, (struct pos){0});
            fail_msg("%zu bytes were enough", limit);
        }
        arena_close(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_is_decoded),
        cmocka_unit_test(sixteen_bits_are_rounded),
        cmocka_unit_test(transparency_by_key_becomes_alpha),
        cmocka_unit_test(alpha_without_effect_is_left_out),
        ARENA_TEST(interlaced_is_the_same),
        ARENA_TEST(hashes_differ_where_pictures_do),
        ARENA_TEST(resolution_gives_the_natural_size),
        ARENA_TEST(bad_checksums_are_damage),
        ARENA_TEST(cut_files_are_damaged),
        ARENA_TEST(changed_bytes_do_no_harm),
        ARENA_TEST(too_large_pictures_are_refused),
        cmocka_unit_test(other_kinds_are_refused),
        ARENA_TEST(running_out_of_memory_is_clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
