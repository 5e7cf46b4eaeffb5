#include "unit/batch/storing.h"

#include "batch/thumbnail.h"

static void thumbnails_are_kept_by_content(void **state)
{
    struct place *p = *state;
    struct store s = open_alone(p);
    str name, again;
    struct stat before, after;
    char path[128];
    assert_true(thumbnail_keep(&s, &p->diag, STR("abc"), &name));
    assert_str(name, "ba7816bf8f01cfea414140de5dae2223.png"); /* FIPS 180-4's example */
    assert_true(thumbnail_is_name(name));
    snprintf(path, sizeof path, "out/.quoin/thumbnails/%.*s", STR_ARG(name));
    assert_int_equal(stat(path, &before), 0);
    assert_true(thumbnail_keep(&s, &p->diag, STR("abc"), &again));
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    assert_str(thumbnail_read(p->arena, &s, name), "abc");
    put(path, "cut"); /* the same size is taken to be the same */
    put(path, "ab");
    assert_true(thumbnail_keep(&s, &p->diag, STR("abc"), &again));
    assert_str(content(p, path), "abc");
    assert_true(thumbnail_keep(&s, &p->diag, STR(""), &name));
    assert_int_equal(name.n, 0);
    assert_int_equal(thumbnail_read(p->arena, &s, STR("../../secret")).n, 0);
    assert_false(thumbnail_is_name(STR("../816bf8f01cfea414140de5dae2223.png")));
    store_close(&s);
}

static void thumbnails_of_no_record_go(void **state)
{
    struct place *p = *state;
    struct store s = open_alone(p);
    str name, other;
    struct manifest m = {.arena = p->arena};
    assert_true(thumbnail_keep(&s, &p->diag, STR("abc"), &name));
    assert_true(thumbnail_keep(&s, &p->diag, STR("abd"), &other));
    put("out/.quoin/thumbnails/notes.png", "");
    manifest_put(&m, &(struct record){.output = STR("a.pdf"), .thumbnail = name});
    thumbnail_sweep(&s, &m);
    assert_str(thumbnail_read(p->arena, &s, name), "abc");
    assert_int_equal(thumbnail_read(p->arena, &s, other).n, 0);
    assert_true(is_there("out/.quoin/thumbnails/notes.png"));
    store_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(thumbnails_are_kept_by_content),
        PLACE_TEST(thumbnails_of_no_record_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
