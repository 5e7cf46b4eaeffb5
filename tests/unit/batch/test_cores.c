#include "unit/base/base_test.h"

#include <sched.h>
#include <unistd.h>

#include "batch/cores.h"
#include "batch/pool.h"

static void a_quota_is_rounded_up(void **state)
{
    (void)state;
    assert_int_equal(cores_of_quota(STR("200000 100000\n")), 2);
    assert_int_equal(cores_of_quota(STR("150000 100000\n")), 2);
    assert_int_equal(cores_of_quota(STR("50000 100000\n")), 1);
    assert_int_equal(cores_of_quota(STR("999999999999 1\n")), 4096);
}

static void no_quota_is_no_limit(void **state)
{
    (void)state;
    static const char *const texts[] = {"max 100000\n", "",         "\n",
                                        "100000",       "0 100000", "100000 0",
                                        "-1 100000",    "1x 2",     "9999999999999 100000"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(cores_of_quota(str_z(texts[i])), 0);
}

static void one_may_be_kept_to_fewer(void **state)
{
    (void)state;
    cpu_set_t before, one;
    unsigned all = cores_available();
    assert_true(all >= 1);
    assert_true(all <= (unsigned)sysconf(_SC_NPROCESSORS_CONF));
    assert_int_equal(sched_getaffinity(0, sizeof before, &before), 0);
    CPU_ZERO(&one);
    for (int i = 0; i < CPU_SETSIZE && CPU_COUNT(&one) == 0; i++)
        if (CPU_ISSET(i, &before))
            CPU_SET(i, &one);
    assert_int_equal(sched_setaffinity(0, sizeof one, &one), 0);
    assert_int_equal(cores_available(), 1);
    assert_int_equal(pool_cores(), 1);
    assert_int_equal(sched_setaffinity(0, sizeof before, &before), 0);
    assert_int_equal(pool_cores(), all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_quota_is_rounded_up),
        cmocka_unit_test(no_quota_is_no_limit),
        cmocka_unit_test(one_may_be_kept_to_fewer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
