/* face: the shipped fonts open with their right figures; hostile ones give findings. */
#include "text/face.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/asset.h"
#include "text/shape.h"

#define SANS "fonts/LiberationSans-Regular.ttf"

static struct face *open_bytes(struct arena *a, struct diag *d, str bytes)
{
    diag_init(d, a);
    return face_open(a, d, STR("brand/Our Font.ttf"), bytes, (struct pos){0}, 0);
}

static void test_shipped_faces(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct diag d;
    size_t faces = 0;
    diag_init(&d, a);
    for (size_t i = 0; i < asset_count; i++) {
        str name = str_z(asset_table[i].name);
        if (!str_ends(name, STR(".ttf")))
            continue;
        struct face *f = face_open(a, &d, name, asset_find(name), (struct pos){0}, (uint32_t)i);
        assert_non_null(f);
        faces++;
        assert_true(str_search(name, f->name, 0) == 6); /* file name = PostScript name */
        assert_int_equal(f->is_bold, str_search(name, STR("Bold"), 0) < name.n);
        assert_int_equal(f->is_italic, str_search(name, STR("Italic"), 0) < name.n);
        assert_true(f->ascent > 0 && f->descent < 0 && f->cap_height > f->x_height);
        assert_true(f->x_height > 0 && f->bbox[2] > f->bbox[0] && f->bbox[3] > f->bbox[1]);
        assert_true(f->underline_position < 0 && f->underline_thickness > 0);
        assert_int_equal(f->italic_angle != 0, f->is_italic);
        assert_int_equal(f->index, i);
    }
    assert_true(faces >= 9);
    assert_int_equal(d.count, 0);
    arena_close(a);
}

/* The circumflexes, and the other accents that Welsh words take, small and capital. */
static void test_welsh_letters(void **state)
{
    (void)state;
    static const str letters = {"âêîôûŵŷÂÊÎÔÛŴŶáéíóúẃýÁÉÍÓÚẂÝàèìòùẁỳÀÈÌÒÙẀỲäëïöüẅÿÄËÏÖÜẄŸ’", 123};
    struct arena *a = arena_new();
    struct diag d;
    diag_init(&d, a);
    assert_int_equal(letters.p[letters.n], 0);
    for (size_t i = 0; i < asset_count; i++) {
        str name = str_z(asset_table[i].name);
        if (!str_ends(name, STR(".ttf")))
            continue;
        struct face *f = face_open(a, &d, name, asset_find(name), (struct pos){0}, (uint32_t)i);
        for (size_t at = 0; at < letters.n;)
            assert_int_not_equal(face_glyph(f, utf8_next(letters, &at)), 0);
    }
    arena_close(a);
}

static void test_figures(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct diag d;
    struct face *f = open_bytes(a, &d, asset_find(STR(SANS)));
    assert_non_null(f);
    assert_true(str_is(f->name, "LiberationSans"));
    assert_true(str_is(f->family, "Liberation Sans"));
    assert_int_equal(f->units_per_em, 2048);
    assert_int_equal(f->ascent, 1854);
    assert_int_equal(f->descent, -434);
    assert_in_range(f->cap_height, 1400, 1480);
    assert_in_range(f->x_height, 1060, 1090);
    assert_int_equal(face_advance(f, face_glyph(f, ' ')), 569);
    assert_int_equal(face_glyph(f, 0x1F600), 0);
    assert_false(f->is_fixed);
    arena_close(a);
}

/* ---- hostile fonts -------------------------------------------------------------------------- */

/* Where the table begins in bytes; *entry is its line of the directory. */
static size_t find_table(const uint8_t *p, const char *tag, size_t *entry)
{
    unsigned count = (unsigned)p[4] << 8 | p[5];
    for (size_t at = 12; at < 12 + 16 * (size_t)count; at += 16)
        if (memcmp(p + at, tag, 4) == 0) {
            *entry = at;
            return (size_t)p[at + 8] << 24 | (size_t)p[at + 9] << 16 | (size_t)p[at + 10] << 8 |
                   p[at + 11];
        }
    fail_msg("no table %s", tag);
    return 0;
}

struct patch {
    const char *table;
    int at; /* in the table; negative: the directory's length becomes `value` */
    uint32_t value;
    int size;       /* bytes written */
    enum code code; /* the finding expected */
};

static void put(uint8_t *p, uint32_t value, int size)
{
    for (int i = 0; i < size; i++)
        p[i] = (uint8_t)(value >> (8 * (size - 1 - i)));
}

static void test_patched_fonts_are_refused(void **state)
{
    (void)state;
    static const struct patch patches[] = {
        {"head", 18, 0, 2, Q520}, /* units per em */
        {"head", 18, 15, 2, Q520},         {"head", 18, 16385, 2, Q520},
        {"head", 12, 0, 4, Q520}, /* magic */
        {"head", 50, 2, 2, Q520}, /* kind of loca */
        {"head", 50, 0, 2, Q520}, /* loca read as short: offsets descend */
        {"head", -1, 20, 4, Q520},         {"maxp", 4, 0, 2, Q520}, /* no glyphs */
        {"maxp", 4, 65535, 2, Q520},                                /* more than there are */
        {"hhea", 34, 0, 2, Q520},          {"hhea", 34, 65535, 2, Q520},
        {"hmtx", -1, 100, 4, Q520},        /* short hmtx */
        {"hmtx", 0, 0xFFFF, 2, Q520},      /* a width of 65,535 */
        {"hmtx", -1, 0x7FFFFFFF, 4, Q520}, /* beyond the file */
        {"loca", -1, 10, 4, Q520},         {"loca", 4, 0xFFFFFFF0, 4, Q520},
        {"glyf", -1, 10, 4, Q520},         {"cmap", -1, 0, 4, Q520}, /* no cmap */
        {"cmap", 2, 0, 2, Q520},                                     /* no encodings in it */
        {"OS/2", 8, 2, 2, Q522},                                     /* restricted licence */
        {"OS/2", 8, 0x100, 2, Q522},                                 /* no subsetting */
        {"OS/2", 8, 0x200, 2, Q522},                                 /* bitmaps only */
    };
    str good = asset_find(STR(SANS));
    uint8_t *copy = malloc(good.n);
    for (size_t i = 0; i < sizeof patches / sizeof *patches; i++) {
        const struct patch *p = &patches[i];
        struct arena *a = arena_new();
        struct diag d;
        size_t entry = 0;
        memcpy(copy, good.p, good.n);
        size_t table = find_table(copy, p->table, &entry);
        put(p->at < 0 ? copy + entry + 12 : copy + table + p->at, p->value, p->size);
        if (open_bytes(a, &d, (str){(char *)copy, good.n}))
            fail_msg("patch %zu of %s is let through", i, p->table);
        assert_int_equal(d.count, 1);
        if (d.findings[0].code != p->code)
            fail_msg("patch %zu of %s: %.*s", i, p->table, STR_ARG(d.findings[0].text));
        arena_close(a);
    }
    free(copy);
}

static void test_other_kinds_are_refused(void **state)
{
    (void)state;
    static const char *const kinds[] = {"OTTO", "ttcf", "wOFF", "wOF2", "", "abc", "%PDF-1.7 ..."};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct arena *a = arena_new();
        struct diag d;
        assert_null(open_bytes(a, &d, str_z(kinds[i])));
        assert_int_equal(d.findings[0].code, Q521);
        assert_true(d.findings[0].hint.n > 0);
        arena_close(a);
    }
}

/* Shapes a few words: whatever was let through must be safe to use. */
static void use(struct arena *a, const struct face *f)
{
    struct shaper *s = shaper_new(a);
    static const char *const words[] = {"office ", "AVAT", "e\xCC\x81", "£370k", "Ŵŷ"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        shape_word(s, f, STR("en"), str_z(words[i]));
}

/* Cut off at every fiftieth: refused each time, because a table reaches beyond the end. */
static void test_truncated_fonts_are_refused(void **state)
{
    (void)state;
    str good = asset_find(STR(SANS));
    for (size_t i = 0; i < 50; i++) {
        size_t n = good.n * i / 50;
        uint8_t *copy = malloc(n + 1); /* of the exact size, for the address sanitizer */
        struct arena *a = arena_new();
        struct diag d;
        memcpy(copy, good.p, n);
        assert_null(open_bytes(a, &d, (str){(char *)copy, n}));
        assert_int_equal(d.count, 1);
        arena_close(a);
        free(copy);
    }
}

/* Bytes changed at random in the tables that are read most: no crash, and a finding or a face. */
static void test_scrambled_fonts_do_no_harm(void **state)
{
    (void)state;
    static const char *const tables[] = {"head", "hhea", "maxp", "cmap", "GSUB", "GPOS",
                                         "GDEF", "name", "OS/2", "post", "hmtx", "loca"};
    str good = asset_find(STR(SANS));
    uint8_t *copy = malloc(good.n);
    uint32_t seed = 12345;
    int refused = 0;
    for (int round = 0; round < 120; round++) {
        struct arena *a = arena_new();
        struct diag d;
        size_t entry = 0;
        memcpy(copy, good.p, good.n);
        size_t table = find_table(copy, tables[round % 12], &entry);
        for (int k = 0; k < 6; k++) {
            seed = seed * 1103515245 + 12345;
            copy[table + (seed >> 8) % 64] = (uint8_t)(seed >> 16);
        }
        struct face *f = open_bytes(a, &d, (str){(char *)copy, good.n});
        assert_int_equal(f == NULL, d.count > 0);
        refused += f == NULL;
        if (f)
            use(a, f);
        arena_close(a);
    }
    assert_in_range(refused, 10, 110);
    free(copy);
}

/* A PostScript name that PDF could not take is replaced by what the file's name gives. */
static void test_name_from_the_file(void **state)
{
    (void)state;
    str good = asset_find(STR(SANS));
    char *copy = malloc(good.n);
    struct arena *a = arena_new();
    struct diag d;
    size_t entry = 0;
    memcpy(copy, good.p, good.n);
    size_t table = find_table((uint8_t *)copy, "name", &entry);
    put((uint8_t *)copy + table + 2, 0, 2); /* no names at all */
    struct face *f = open_bytes(a, &d, (str){copy, good.n});
    assert_non_null(f);
    assert_true(str_is(f->name, "OurFont"));
    assert_true(str_is(f->family, "OurFont"));
    arena_close(a);
    free(copy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shipped_faces),
        cmocka_unit_test(test_welsh_letters),
        cmocka_unit_test(test_figures),
        cmocka_unit_test(test_patched_fonts_are_refused),
        cmocka_unit_test(test_other_kinds_are_refused),
        cmocka_unit_test(test_truncated_fonts_are_refused),
        cmocka_unit_test(test_scrambled_fonts_do_no_harm),
        cmocka_unit_test(test_name_from_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
