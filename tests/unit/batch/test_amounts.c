#include "unit/base/base_test.h"

#include "batch/amounts.h"

static str size_of(struct arena *a, size_t bytes)
{
    struct buf b = {.arena = a};
    amounts_add_size(&b, bytes);
    return buf_str(&b);
}

static void sizes_are_rounded_up(void **state)
{
    assert_str(size_of(*state, 0), "0 KB");
    assert_str(size_of(*state, 1), "1 KB");
    assert_str(size_of(*state, 61000), "61 KB");
    assert_str(size_of(*state, 999000), "999 KB");
    assert_str(size_of(*state, 999001), "1.0 MB");
    assert_str(size_of(*state, 2350000), "2.4 MB");
    assert_str(size_of(*state, 1100000000), "1.1 GB");
}

static void numbers_are_grouped(void **state)
{
    struct buf b = {.arena = *state};
    amounts_add_count(&b, 1, "page");
    amounts_add_count(&b, 1000, "page");
    amounts_add_number(&b, 12034056);
    assert_str(buf_str(&b), "1 page1,000 pages12,034,056");
}

static str time_of(struct arena *a, long long ms)
{
    struct buf b = {.arena = a};
    amounts_add_time(&b, ms);
    return buf_str(&b);
}

static void times_are_rounded(void **state)
{
    assert_str(time_of(*state, 0), "0 ms");
    assert_str(time_of(*state, 999), "999 ms");
    assert_str(time_of(*state, 1000), "1.0 s");
    assert_str(time_of(*state, 5149), "5.1 s");
    assert_str(time_of(*state, 59949), "59.9 s");
    assert_str(time_of(*state, 59951), "1 min 0 s");
    assert_str(time_of(*state, 123400), "2 min 3 s");
    assert_str(time_of(*state, 3840000), "1 h 4 min");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(sizes_are_rounded_up),
        ARENA_TEST(numbers_are_grouped),
        ARENA_TEST(times_are_rounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
