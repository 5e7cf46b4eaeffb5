/* shape: kerning, ligatures, clusters, fallback, missing characters, the cache, hostile lengths. */
#include "text/shape.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/asset.h"

struct fixture {
    struct arena *arena;
    struct face *sans, *noto;
    struct shaper *shaper;
};

static struct face *open_face(struct arena *a, const char *name, uint32_t index)
{
    struct diag d;
    diag_init(&d, a);
    struct face *f = face_open(a, &d, str_z(name), asset_find(str_z(name)), (struct pos){0}, index);
    assert_non_null(f);
    assert_int_equal(d.count, 0);
    return f;
}

static int set_up(void **state)
{
    static struct fixture f;
    f.arena = arena_new();
    f.sans = open_face(f.arena, "fonts/LiberationSans-Regular.ttf", 0);
    f.noto = open_face(f.arena, "fonts/NotoSans-Regular.ttf", 1);
    f.shaper = shaper_new(f.arena);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    arena_close(((struct fixture *)*state)->arena);
    return 0;
}

static const struct shaped *shape(struct fixture *f, const char *text)
{
    return shape_word(f->shaper, f->sans, STR("en-GB"), str_z(text));
}

/* What every result must be: parts tile the glyphs, widths add up, clusters ascend in the text. */
static void check_shaped(const struct shaped *s)
{
    uint32_t at = 0, cluster = 0;
    assert_true(s->part_count > 0);
    for (uint32_t i = 0; i < s->part_count; i++) {
        const struct shaped_part *part = &s->parts[i];
        int64_t width = 0;
        assert_int_equal(part->first, at);
        assert_true(part->count > 0);
        for (uint32_t k = 0; k < part->count; k++, at++) {
            const struct glyph *g = &s->glyphs[at];
            width += g->advance;
            assert_true(g->cluster >= cluster && g->cluster < s->text.n);
            assert_true(!part->face || g->id < part->face->glyph_count);
            cluster = g->cluster;
        }
        assert_int_equal(width, part->width);
        assert_true(i == 0 || part->face != s->parts[i - 1].face);
    }
    assert_int_equal(at, s->glyph_count);
}

static void test_plain_word(void **state)
{
    struct fixture *f = *state;
    const struct shaped *s = shape(f, "inbox ");
    check_shaped(s);
    assert_int_equal(s->glyph_count, 6);
    assert_int_equal(s->part_count, 1);
    assert_ptr_equal(s->parts[0].face, f->sans);
    int sum = 0;
    for (const char *p = "inbox "; *p; p++)
        sum += face_advance(f->sans, face_glyph(f->sans, (uint32_t)*p));
    assert_int_equal(s->parts[0].width, sum);
    /* Arial's metrics: i 455, n 1139, b 1139, o 1139, x 1024, space 569 of 2048 */
    assert_int_equal(sum, 455 + 1139 + 1139 + 1139 + 1024 + 569);
    assert_int_equal(shaped_width(s, LEN_PT(2048)), LEN_PT(sum));
    assert_int_equal(shaped_width(s, LEN_PT(11)), face_len(f->sans, sum, LEN_PT(11)));
    assert_false(s->has_missing);
}

static void test_kerning(void **state)
{
    struct fixture *f = *state;
    const struct shaped *s = shape(f, "AV");
    check_shaped(s);
    int apart = face_advance(f->sans, face_glyph(f->sans, 'A')) +
                face_advance(f->sans, face_glyph(f->sans, 'V'));
    assert_int_equal(s->glyph_count, 2);
    assert_true(s->parts[0].width < apart);
    assert_true(s->parts[0].width > apart - 400);
}

/* Liberation Sans has no standard ligatures (its fi is discretionary); Noto Sans has. */
static void test_ligature_is_one_cluster(void **state)
{
    struct fixture *f = *state;
    const struct shaped *s = shape_word(f->shaper, f->noto, STR("en"), STR("office"));
    check_shaped(s);
    assert_true(s->glyph_count < 6);
    bool has_joined = false;
    for (uint32_t i = 0; i < s->glyph_count; i++) {
        uint32_t end = i + 1 < s->glyph_count ? s->glyphs[i + 1].cluster : (uint32_t)s->text.n;
        has_joined = has_joined || end - s->glyphs[i].cluster > 1;
    }
    assert_true(has_joined);
}

static void test_accents(void **state)
{
    struct fixture *f = *state;
    const struct shaped *one = shape(f, "caf\xC3\xA9");
    const struct shaped *two = shape(f, "cafe\xCC\x81");
    check_shaped(one);
    check_shaped(two);
    assert_int_equal(shaped_width(one, LEN_PT(10)), shaped_width(two, LEN_PT(10)));
    assert_int_equal(two->part_count, 1);
}

static void test_cache_gives_the_same_pointer(void **state)
{
    struct fixture *f = *state;
    char text[] = "inbox";
    const struct shaped *s = shape(f, text);
    assert_ptr_equal(s, shape(f, "inbox"));
    assert_ptr_not_equal(s, shape(f, "inboxes"));
    assert_ptr_not_equal(s, shape_word(f->shaper, f->sans, STR("cy"), STR("inbox")));
    assert_ptr_not_equal(s, shape_word(f->shaper, f->noto, STR("en-GB"), STR("inbox")));
    memset(text, 'x', 5); /* the cache holds its own copy */
    assert_ptr_equal(s, shape(f, "inbox"));
}

/* Past every doubling of the table, each word keeps its own answer. */
static void test_cache_grows(void **state)
{
    struct fixture *f = *state;
    static const struct shaped *kept[3000];
    char text[16];
    for (int i = 0; i < 3000; i++) {
        snprintf(text, sizeof text, "w%d", i);
        kept[i] = shape(f, text);
    }
    for (int i = 0; i < 3000; i++) {
        snprintf(text, sizeof text, "w%d", i);
        assert_ptr_equal(kept[i], shape(f, text));
        assert_true(str_is(kept[i]->text, text));
    }
}

/* A letter of one face that the other lacks. */
static uint32_t find_letter(const struct face *has, const struct face *lacks)
{
    for (uint32_t c = 0x1E00; c < 0x2C00; c++)
        if (face_glyph(has, c) && !face_glyph(lacks, c))
            return c;
    fail_msg("no letter sets the faces apart");
    return 0;
}

static void test_fallback_takes_only_its_characters(void **state)
{
    struct fixture *f = *state;
    char text[16] = "ab";
    size_t n = 2;
    n += utf8_put(text + n, find_letter(f->noto, f->sans));
    text[n++] = 'c';
    text[n++] = ' ';
    f->sans->fallback = f->noto;
    const struct shaped *s = shape_word(f->shaper, f->sans, STR("en"), (str){text, n});
    check_shaped(s);
    f->sans->fallback = NULL;
    assert_int_equal(s->part_count, 3);
    assert_ptr_equal(s->parts[0].face, f->sans);
    assert_ptr_equal(s->parts[1].face, f->noto);
    assert_ptr_equal(s->parts[2].face, f->sans);
    assert_int_equal(s->parts[0].count, 2);
    assert_int_equal(s->parts[1].count, 1);
    /* 1,000 units to the em against 2,048: each part is scaled by its own face */
    assert_int_equal(shaped_width(s, LEN_PT(10)),
                     face_len(f->sans, s->parts[0].width, LEN_PT(10)) +
                         face_len(f->noto, s->parts[1].width, LEN_PT(10)) +
                         face_len(f->sans, s->parts[2].width, LEN_PT(10)));
}

static void test_missing_is_half_an_em_each(void **state)
{
    struct fixture *f = *state;
    const struct shaped *s = shape(f, "a\xF0\x9F\x98\x80\xF0\x9F\x98\x81z");
    check_shaped(s);
    assert_true(s->has_missing);
    assert_int_equal(s->part_count, 3);
    assert_null(s->parts[1].face);
    assert_int_equal(s->parts[1].count, 2);
    assert_int_equal(s->parts[1].width, 2048);
    assert_int_equal(s->glyphs[1].cluster, 1);
    assert_int_equal(s->glyphs[2].cluster, 5);
    assert_int_equal(shaped_width(shape(f, "\xF0\x9F\x98\x80"), LEN_PT(10)), LEN_PT(5));
}

/* Spaces and joiners of all sorts never need a fallback, controls never become boxes. */
static void test_invisible_characters(void **state)
{
    struct fixture *f = *state;
    static const char *const texts[] = {"a\xC2\xADz",     "a\xE2\x80\x8Bz", "a\xE2\x80\x8Dz",
                                        "a\xE2\x81\xA0z", "a\x01z",         "a\nz",
                                        "a\xE2\x80\xA8z", "a\xEF\xB8\x8Fz"};
    len plain = shaped_width(shape(f, "a"), LEN_PT(10)) + shaped_width(shape(f, "z"), LEN_PT(10));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct shaped *s = shape(f, texts[i]);
        check_shaped(s);
        assert_false(s->has_missing);
        assert_int_equal(s->part_count, 1);
        assert_in_range(shaped_width(s, LEN_PT(10)), plain - 2, plain + 2);
    }
    static const char *const spaces[] = {"\xE2\x80\xAF", "\xC2\xA0", "\t", "\xE2\x80\x89"};
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        const struct shaped *s = shape(f, spaces[i]);
        assert_false(s->has_missing);
        assert_true(shaped_width(s, LEN_PT(10)) > 0);
    }
}

static void test_language_may_be_empty_or_odd(void **state)
{
    struct fixture *f = *state;
    check_shaped(shape_word(f->shaper, f->sans, (str){NULL, 0}, STR("word")));
    check_shaped(shape_word(f->shaper, f->sans, STR("x-\xFF-!"), STR("word")));
    static char tag[500];
    memset(tag, 'a', sizeof tag);
    check_shaped(shape_word(f->shaper, f->sans, (str){tag, sizeof tag}, STR("word")));
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void test_combining_marks_are_capped(void **state)
{
    struct fixture *f = *state;
    size_t n = 1 + 2 * 100000;
    char *text = arena_alloc(f->arena, n);
    text[0] = 'a';
    for (size_t i = 1; i < n; i += 2)
        memcpy(text + i, "\xCC\x81", 2);
    double start = seconds();
    const struct shaped *s = shape_word(f->shaper, f->sans, STR("en"), (str){text, n});
    assert_true(seconds() - start < 1.0);
    assert_int_equal(s->text.n, n);
    assert_int_equal(s->dropped, 100000 - 30);
    assert_true(s->glyph_count <= 31);
    check_shaped(s);
    assert_int_equal(shape(f, "e\xCC\x81\xCC\x82")->dropped, 0);
}

static void test_endless_word(void **state)
{
    struct fixture *f = *state;
    size_t n = 1000000;
    char *text = arena_alloc(f->arena, n);
    memset(text, 'W', n);
    const struct shaped *s = shape_word(f->shaper, f->sans, STR("en"), (str){text, n});
    assert_int_equal(s->glyph_count, n);
    assert_int_equal(shaped_width(s, LEN_PT(600)), SHAPED_WIDTH_MOST);
    assert_int_equal(s->text.n, n);
}

static void test_malformed_bytes(void **state)
{
    struct fixture *f = *state;
    check_shaped(shape(f, "a\xFF\xC3"));
}

/* One face, a shaper for each thread: the same widths everywhere. */
static void *shape_in_thread(void *handle)
{
    const struct face *face = handle;
    struct arena *a = arena_new();
    struct shaper *s = shaper_new(a);
    intptr_t sum = 0;
    char text[32];
    for (int i = 0; i < 500; i++) {
        int n = snprintf(text, sizeof text, "AVAil%dfi", i);
        sum += shaped_width(shape_word(s, face, STR("en"), (str){text, (size_t)n}), LEN_PT(9));
    }
    arena_close(a);
    return (void *)sum;
}

static void test_threads_share_a_face(void **state)
{
    struct fixture *f = *state;
    pthread_t threads[4];
    void *expected = shape_in_thread(f->noto), *got;
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, shape_in_thread, f->noto);
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], &got);
        assert_ptr_equal(got, expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_word),
        cmocka_unit_test(test_kerning),
        cmocka_unit_test(test_ligature_is_one_cluster),
        cmocka_unit_test(test_accents),
        cmocka_unit_test(test_cache_gives_the_same_pointer),
        cmocka_unit_test(test_cache_grows),
        cmocka_unit_test(test_fallback_takes_only_its_characters),
        cmocka_unit_test(test_missing_is_half_an_em_each),
        cmocka_unit_test(test_invisible_characters),
        cmocka_unit_test(test_language_may_be_empty_or_odd),
        cmocka_unit_test(test_combining_marks_are_capped),
        cmocka_unit_test(test_endless_word),
        cmocka_unit_test(test_malformed_bytes),
        cmocka_unit_test(test_threads_share_a_face),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
