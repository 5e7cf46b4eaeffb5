/* Names of bytes to numbers, as many as there are. */
#include "unit/base/base_test.h"

#include "pack/name_map.h"

static void test_first_stays(void **state)
{
    struct name_map m = {.arena = *state};
    size_t value = 9;
    assert_false(name_map_find(&m, STR("a"), &value));
    assert_true(name_map_add(&m, STR("a"), 1));
    assert_false(name_map_add(&m, STR("a"), 2));
    assert_true(name_map_find(&m, STR("a"), &value));
    assert_int_equal(value, 1);
}

/* Zero bytes and the empty name are names like any other. */
static void test_any_bytes(void **state)
{
    struct name_map m = {.arena = *state};
    size_t value;
    assert_true(name_map_add(&m, STR(""), 1));
    assert_true(name_map_add(&m, STR("a\0b"), 2));
    assert_true(name_map_add(&m, STR("a\0c"), 3));
    assert_true(name_map_find(&m, STR(""), &value));
    assert_int_equal(value, 1);
    assert_true(name_map_find(&m, STR("a\0b"), &value));
    assert_int_equal(value, 2);
    assert_false(name_map_find(&m, STR("a"), &value));
}

static void test_many(void **state)
{
    struct name_map m = {.arena = *state};
    for (size_t i = 0; i < 5000; i++)
        assert_true(name_map_add(&m, str_format(*state, "e%08zu", i), i));
    for (size_t i = 0; i < 5000; i++) {
        size_t value;
        assert_true(name_map_find(&m, str_format(*state, "e%08zu", i), &value));
        assert_int_equal(value, i);
    }
    assert_int_equal(m.count, 5000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(test_first_stays),
        ARENA_TEST(test_any_bytes),
        ARENA_TEST(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
