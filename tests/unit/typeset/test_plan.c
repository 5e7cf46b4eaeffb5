/*
 * plan: filling pages, on galleys made by hand. A page holds ten lines of 10.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "typeset/plan.h"

#define LINE 10

static struct arena *arena;
static struct diag diag;
static struct typeset_tools tools;
static struct setter setter;

static const struct master page_of_ten = {
    .page_width = 1000, .page_height = 120, .top = LINE, .bottom = LINE};
static const struct sequence sequence = {.first = &page_of_ten};

/* One atom a letter: l line, n a line that may not begin a page, a one that had better not, p page
 * break, f fill, t a line of eleven: taller than a page. */
static struct galley *galley_of(const char *kinds)
{
    struct galley *g = ARENA_NEW(arena, struct galley);
    for (; *kinds; kinds++) {
        struct atom *atom = ARENA_PUSH(arena, g->atoms, g->count, g->capacity);
        *atom = (struct atom){.kind = *kinds == 'p'   ? ATOM_PAGE
                                      : *kinds == 'f' ? ATOM_FILL
                                                      : ATOM_LINE,
                              .parting = *kinds == 'n'   ? PART_NEVER
                                         : *kinds == 'a' ? PART_AVOID
                                                         : PART_OK,
                              .height = *kinds == 't'                    ? 11 * LINE
                                        : *kinds == 'p' || *kinds == 'f' ? 0
                                                                         : LINE};
    }
    return g;
}

static struct plan plan_of(const struct galley *g)
{
    struct plan plan = {0};
    assert_true(plan_sequence(&setter, &sequence, g, &plan));
    return plan;
}

static void expect_counts(const struct plan *plan, size_t n, const size_t *counts)
{
    assert_int_equal(plan->count, n);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(plan->pages[i].count, counts[i]);
}

static void pages_fill_up(void **state)
{
    (void)state;
    struct plan plan = plan_of(galley_of("llllllllllllllllllllll"));
    expect_counts(&plan, 3, (size_t[]){10, 10, 2});
    assert_int_equal(plan.pages[1].slots[9].y, LINE + 9 * LINE);
}

static void space_before_is_dropped_at_the_top(void **state)
{
    (void)state;
    struct galley *g = galley_of("llllllllllll");
    for (size_t i = 0; i < g->count; i++)
        g->atoms[i].space_before = 2;
    struct plan plan = plan_of(g);
    expect_counts(&plan, 2, (size_t[]){8, 4});
    assert_int_equal(plan.pages[1].slots[0].y, LINE);
}

static void a_heading_goes_with_what_follows(void **state)
{
    (void)state;
    struct plan plan = plan_of(galley_of("llllllllllnnl"));
    expect_counts(&plan, 2, (size_t[]){9, 4});
}

static void keeps_are_given_up_weakest_first(void **state)
{
    (void)state;
    struct plan avoid = plan_of(galley_of("lnnnnannnnnnnn"));
    expect_counts(&avoid, 2, (size_t[]){5, 9});
    struct plan never = plan_of(galley_of("lnnnnnnnnnnnnn"));
    expect_counts(&never, 2, (size_t[]){10, 4});
}

static void a_page_break_makes_no_empty_page(void **state)
{
    (void)state;
    struct plan plan = plan_of(galley_of("pllllllllllpl"));
    expect_counts(&plan, 2, (size_t[]){10, 1});
}

static void a_fill_gets_what_is_left(void **state)
{
    (void)state;
    struct plan plan = plan_of(galley_of("lflll"));
    expect_counts(&plan, 1, (size_t[]){5});
    assert_int_equal(plan.pages[0].spare, 6 * LINE);
}

static void what_is_taller_than_a_page_stands_alone_with_a_warning(void **state)
{
    (void)state;
    struct plan plan = plan_of(galley_of("ltl"));
    expect_counts(&plan, 3, (size_t[]){1, 1, 1});
    assert_int_equal(diag.warnings, 1);
    assert_int_equal(diag.findings[0].code, Q620);
}

static void nothing_still_makes_a_page(void **state)
{
    (void)state;
    struct plan plan = plan_of(galley_of(""));
    expect_counts(&plan, 1, (size_t[]){0});
}

static void too_many_pages_are_an_error(void **state)
{
    (void)state;
    tools.page_limit = 2;
    struct plan plan = {0};
    assert_false(plan_sequence(&setter, &sequence, galley_of("lplpl"), &plan));
    assert_int_equal(diag.findings[0].code, Q803);
}

static int open_all(void **state)
{
    (void)state;
    arena = arena_new();
    diag_init(&diag, arena);
    tools = (struct typeset_tools){.job = arena, .diag = &diag};
    setter = (struct setter){.tools = &tools};
    return arena ? 0 : -1;
}

static int close_all(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_all, close_all)
    const struct CMUnitTest tests[] = {
        TEST(pages_fill_up),
        TEST(space_before_is_dropped_at_the_top),
        TEST(a_heading_goes_with_what_follows),
        TEST(keeps_are_given_up_weakest_first),
        TEST(a_page_break_makes_no_empty_page),
        TEST(a_fill_gets_what_is_left),
        TEST(what_is_taller_than_a_page_stands_alone_with_a_warning),
        TEST(nothing_still_makes_a_page),
        TEST(too_many_pages_are_an_error),
    };
    return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
