/* What every test of base/ needs: cmocka with the headers it asks for, and slices compared. */
#ifndef QUOIN_TESTS_BASE_TEST_H
#define QUOIN_TESTS_BASE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"

#define assert_str(actual, expected) assert_slice((actual), (expected), __FILE__, __LINE__)

static inline void assert_slice(str actual, const char *expected, const char *file, int line)
{
    if (!str_is(actual, expected)) {
        print_error("\"%.*s\" is not \"%s\"\n", STR_ARG(actual), expected);
        _fail(file, line);
    }
}

/* A fresh arena as the test's state. */
static inline int open_arena(void **state)
{
    *state = arena_new();
    return *state ? 0 : -1;
}

static inline int close_arena(void **state)
{
    arena_close(*state);
    return 0;
}

#define ARENA_TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

#endif
