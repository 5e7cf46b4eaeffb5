/* What is deflated, up to a limit. */
#include "unit/base/base_test.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "pack/unpack.h"

static str pack(struct arena *a, str plain)
{
    uLongf n = compressBound(plain.n);
    char *bytes = arena_alloc(a, n);
    assert_int_equal(compress2((Bytef *)bytes, &n, (const Bytef *)plain.p, plain.n, 9), Z_OK);
    return (str){bytes, n};
}

static str blanks(struct arena *a, size_t n)
{
    char *bytes = arena_alloc(a, n);
    memset(bytes, ' ', n);
    return (str){bytes, n};
}

static void begins_as_packed(void **state)
{
    assert_true(unpack_is_packed(pack(*state, STR("words"))));
    assert_false(unpack_is_packed(STR("words")));
    assert_false(unpack_is_packed(STR("x")));
    assert_false(unpack_is_packed(STR("")));
}

static void measured_to_the_innermost(void **state)
{
    str once = pack(*state, blanks(*state, 3000000)), twice = pack(*state, once);
    assert_int_equal(unpack_measure(once, 5000000), 3000000);
    assert_int_equal(unpack_measure(twice, 5000000), 3000000);
    size_t seen = unpack_measure(twice, 1000);
    assert_true(seen > 1000 && seen < 100000); /* and no further */
    assert_int_equal(unpack_measure(STR("no such thing"), 1000), 0);
}

static void unpacked_once(void **state)
{
    str plain = blanks(*state, 100000), out;
    str once = pack(*state, plain), twice = pack(*state, once);
    assert_true(unpack_once(*state, once, &out));
    assert_true(str_eq(out, plain));
    assert_true(unpack_once(*state, twice, &out));
    assert_true(str_eq(out, once));
}

static void damaged_ends(void **state)
{
    str out, once = pack(*state, STR("some words, and some more of them"));
    char *bytes = arena_alloc(*state, once.n);
    memcpy(bytes, once.p, once.n);
    bytes[once.n - 1] ^= 1;
    assert_true(unpack_once(*state, (str){bytes, once.n}, &out)); /* its checksum is wrong */
    assert_true(str_eq(out, STR("some words, and some more of them")));
    assert_true(unpack_once(*state, str_sub(once, 0, once.n - 6), &out)); /* it is cut off */
    assert_true(str_starts(STR("some words, and some more of them"), out));
    bytes[2] = '\x07'; /* no kind of block */
    assert_false(unpack_once(*state, (str){bytes, once.n}, &out));
}

static str file_with(struct arena *a, const char *entries, str packed)
{
    struct buf file = {.arena = a};
    buf_format(&file, "%%PDF-1.7\n4 0 obj\n<<%s>>\nstream\r\n", entries);
    buf_add(&file, packed);
    buf_addz(&file, "\nendstream\nendobj\n");
    return buf_str(&file);
}

static void files_that_swell(void **state)
{
    str large = pack(*state, blanks(*state, UNPACK_STREAM_MAX + 1));
    assert_false(unpack_is_bounded(file_with(*state, "/Filter /FlateDecode", large)));
    assert_false(unpack_is_bounded(file_with(*state, "", pack(*state, large))));
    assert_true(unpack_is_bounded(file_with(*state, "/Subtype /Image", large)));
    assert_false(unpack_is_bounded(file_with(*state, "/Subtype /Image /First 4 /N 1", large)));
    assert_false(unpack_is_bounded(file_with(*state, "/Subtype /Image /#46irst 4", large)));
    assert_true(unpack_is_bounded(file_with(*state, "", pack(*state, blanks(*state, 1000000)))));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(begins_as_packed), ARENA_TEST(measured_to_the_innermost),
        ARENA_TEST(unpacked_once),    ARENA_TEST(damaged_ends),
        ARENA_TEST(files_that_swell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
