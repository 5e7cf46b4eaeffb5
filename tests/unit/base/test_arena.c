#include "unit/base/base_test.h"

#include <stdalign.h>

#include "base/arena.h"

static void memory_is_zeroed_and_aligned(void **state)
{
    for (size_t size = 0; size < 3000; size += 7) {
        char *p = arena_alloc(*state, size);
        assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xAA, size);
    }
}

static void memory_is_zeroed_again_after_a_rewind(void **state)
{
    struct arena_mark mark = arena_mark(*state);
    for (int round = 0; round < 5; round++) {
        for (int i = 0; i < 100; i++) {
            unsigned char *p = arena_alloc(*state, 5000);
            assert_int_equal(p[0] | p[2500] | p[4999], 0);
            memset(p, 0xFF, 5000);
        }
        arena_rewind(*state, mark);
    }
}

static void used_returns_to_the_mark(void **state)
{
    arena_alloc(*state, 100);
    size_t used = arena_used(*state);
    struct arena_mark mark = arena_mark(*state);
    for (int i = 0; i < 1000; i++)
        arena_alloc(*state, 1000);
    arena_alloc(*state, 1 << 20);
    assert_true(arena_used(*state) >= used + 1000 * 1000 + (1 << 20));
    arena_rewind(*state, mark);
    assert_int_equal(arena_used(*state), used);
}

static void rewinding_touches_no_limit(void **state)
{
    arena_set_limit(*state, 1 << 20);
    struct arena_mark mark = arena_mark(*state);
    for (int round = 0; round < 100; round++) {
        for (int i = 0; i < 10; i++)
            assert_non_null(arena_try(*state, 40000));
        for (int i = 0; i < 100; i++)
            assert_non_null(arena_try(*state, 4000));
        arena_rewind(*state, mark);
    }
}

static void note(void *handle)
{
    *(char *)handle = 'x';
}

static char *log_end;

static void log_digit(void *handle)
{
    *log_end++ = *(char *)handle;
}

static void closers_run_last_first_past_the_mark(void **state)
{
    char log[8] = "", names[] = "0123";
    log_end = log;
    arena_defer(*state, log_digit, &names[0]);
    struct arena_mark mark = arena_mark(*state);
    arena_defer(*state, log_digit, &names[1]);
    arena_alloc(*state, 1 << 20);
    arena_defer(*state, log_digit, &names[2]);
    arena_rewind(*state, mark);
    assert_string_equal(log, "21");
    arena_defer(*state, log_digit, &names[3]);
    arena_close(*state);
    *state = arena_new();
    assert_string_equal(log, "2130");
}

static void running_out_jumps(void **state)
{
    jmp_buf out;
    arena_set_limit(*state, 1 << 20);
    if (setjmp(out) == 0) {
        arena_set_oom(*state, &out);
        arena_alloc(*state, 2 << 20);
        fail();
    }
    if (setjmp(out) == 0) {
        for (int i = 0; i < 2000; i++)
            arena_alloc(*state, 1000);
        fail();
    }
    if (setjmp(out) == 0) {
        arena_array(*state, SIZE_MAX / 2, 3);
        fail();
    }
}

struct guarded {
    struct arena *arena;
    size_t size;
    int reached;
};

static void take(void *state)
{
    struct guarded *g = state;
    g->reached++;
    arena_alloc(g->arena, g->size);
    g->reached++;
}

static void guarded_work_ends_where_memory_does(void **state)
{
    struct arena *const arenas[] = {NULL, *state};
    struct guarded small = {*state, 100, 0}, large = {*state, 2 << 20, 0};
    arena_set_limit(*state, 1 << 20);
    assert_true(arena_guard(arenas, 2, take, &small));
    assert_int_equal(small.reached, 2);
    assert_false(arena_guard(arenas, 2, take, &large));
    assert_int_equal(large.reached, 1);
    assert_true(arena_guard(arenas, 2, take, &small));
}

static void trying_gives_null(void **state)
{
    arena_set_limit(*state, 1 << 20);
    assert_null(arena_try(*state, SIZE_MAX));
    assert_null(arena_try(*state, 2 << 20));
    assert_non_null(arena_try(*state, 1 << 19));
}

static void spare_chunks_make_room_for_a_large_block(void **state)
{
    arena_set_limit(*state, 1 << 20);
    struct arena_mark mark = arena_mark(*state);
    for (int i = 0; i < 900; i++)
        arena_alloc(*state, 1000);
    arena_rewind(*state, mark);
    assert_non_null(arena_try(*state, 900000));
}

static void a_handle_is_closed_even_when_its_closer_finds_no_room(void **state)
{
    jmp_buf out;
    static char closed = ' '; /* static: it must survive the jump */
    arena_set_limit(*state, 1);
    while (arena_try(*state, 1))
        ;
    if (setjmp(out) == 0) {
        arena_set_oom(*state, &out);
        arena_defer(*state, note, &closed);
        fail();
    }
    assert_int_equal(closed, 'x');
}

static void pushing_keeps_the_items(void **state)
{
    int *items = NULL;
    size_t count = 0, capacity = 0;
    for (int i = 0; i < 10000; i++)
        *ARENA_PUSH(*state, items, count, capacity) = i;
    assert_int_equal(count, 10000);
    assert_true(capacity >= count);
    for (int i = 0; i < 10000; i++)
        assert_int_equal(items[i], i);
}

static void closing_nothing_is_allowed(void **state)
{
    (void)state;
    arena_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(memory_is_zeroed_and_aligned),
        ARENA_TEST(memory_is_zeroed_again_after_a_rewind),
        ARENA_TEST(used_returns_to_the_mark),
        ARENA_TEST(rewinding_touches_no_limit),
        ARENA_TEST(closers_run_last_first_past_the_mark),
        ARENA_TEST(running_out_jumps),
        ARENA_TEST(guarded_work_ends_where_memory_does),
        ARENA_TEST(trying_gives_null),
        ARENA_TEST(spare_chunks_make_room_for_a_large_block),
        ARENA_TEST(a_handle_is_closed_even_when_its_closer_finds_no_room),
        ARENA_TEST(pushing_keeps_the_items),
        cmocka_unit_test(closing_nothing_is_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
