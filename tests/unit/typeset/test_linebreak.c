/*
 * linebreak: demerits against every possible choice of breaks, on paragraphs small enough to try
 * them all; known paragraphs; linear time. `make check-tex` compares with TeX itself.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "typeset/linebreak.h"

#define ITEMS_MOST 64
#define NONE       INT64_MAX

static struct arena *arena;
static uint64_t state;

static int pick(int from, int to)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return from + (int)(state % (uint64_t)(to - from + 1));
}

struct paragraph {
    struct break_item items[ITEMS_MOST];
    size_t count;
    len widths[3];
    size_t width_count;
    struct break_parameters parameters;
};

static void add(struct paragraph *p, enum break_item_kind kind, len width, len stretch, len shrink,
                int penalty)
{
    p->items[p->count++] = (struct break_item){
        .kind = kind, .width = width, .stretch = stretch, .shrink = shrink, .penalty = penalty};
}

static void finish(struct paragraph *p)
{
    add(p, BI_PENALTY, 0, 0, 0, PENALTY_NEVER);
    p->items[p->count++] = (struct break_item){.kind = BI_GLUE, .fill = 1};
    add(p, BI_PENALTY, 0, 0, 0, PENALTY_MUST);
}

/* ---- every choice of breaks, by a second reading of the rules ------------------------------ */

static int64_t bad(int64_t t, int64_t s)
{
    if (t == 0)
        return 0;
    if (s <= 0 || t * 297 / s > 1290)
        return 10000;
    int64_t r = t * 297 / s;
    return (r * r * r + (1 << 17)) >> 18;
}

static bool is_break(const struct paragraph *p, size_t i)
{
    const struct break_item *item = &p->items[i];
    switch (item->kind) {
    case BI_BOX: return false;
    case BI_GLUE: return i > 0 && (item[-1].kind == BI_BOX || item[-1].kind == BI_HYPHEN);
    default: return item->penalty < PENALTY_NEVER;
    }
}

/* The line that begins after the break at `from` (-1: the start) and ends at `to`. */
struct judged {
    int64_t badness;
    int fitness;
};

static struct judged judge(const struct paragraph *p, int from, int to, len measure)
{
    int64_t width = 0, stretch = p->parameters.right_stretch, shrink = 0;
    bool fills = p->parameters.right_fill;
    int i = from + 1;
    bool is_post = from >= 0 && p->items[from].kind == BI_HYPHEN && p->items[from].shrink != 0;
    if (is_post)
        width += p->items[from].shrink;
    else if (from >= 0)
        for (i = p->items[from].kind == BI_HYPHEN ? from + 1 : from;
             i < to && (p->items[i].kind == BI_GLUE || p->items[i].kind == BI_PENALTY);)
            i++;
    for (; i < to; i++) {
        const struct break_item *item = &p->items[i];
        width += item->kind == BI_PENALTY ? 0 : item->width;
        if (item->kind == BI_GLUE) {
            stretch += item->stretch;
            shrink += item->shrink;
            fills |= item->fill != 0;
        }
    }
    if (p->items[to].kind == BI_HYPHEN)
        width += p->items[to].stretch;
    int64_t gap = measure - width;
    struct judged j = {0, 2};
    if (gap > 0) {
        j.badness = fills ? 0 : bad(gap, stretch);
        j.fitness = j.badness > 99 ? 0 : j.badness > 12 ? 1 : 2;
    } else {
        j.badness = -gap > shrink ? 10001 : bad(-gap, shrink);
        j.fitness = j.badness > 12 ? 3 : 2;
    }
    return j;
}

static int64_t cost_of(const struct paragraph *p, struct judged j, int to, int fitness_before,
                       bool is_hyphen_before)
{
    const struct break_parameters *q = &p->parameters;
    bool is_last = to == (int)p->count - 1;
    int64_t d = q->line_penalty + j.badness, penalty = 0;
    d = d >= 10000 ? 100000000 : d * d;
    if (p->items[to].kind == BI_PENALTY || p->items[to].kind == BI_HYPHEN)
        penalty = p->items[to].penalty;
    if (penalty > PENALTY_MUST)
        d += penalty > 0 ? penalty * penalty : -penalty * penalty;
    if (is_hyphen_before && is_last)
        d += q->hyphen_final_demerits;
    else if (is_hyphen_before && p->items[to].kind == BI_HYPHEN)
        d += q->hyphen_double_demerits;
    if (j.fitness - fitness_before > 1 || fitness_before - j.fitness > 1)
        d += q->adjacent_demerits;
    return d;
}

/* The least demerits from the break at `from` on; NONE when no choice is within the tolerance. */
static int64_t least(const struct paragraph *p, int from, int fitness, size_t line)
{
    if (from == (int)p->count - 1)
        return 0;
    len measure = p->widths[line < p->width_count ? line : p->width_count - 1];
    bool is_hyphen = from >= 0 && p->items[from].kind == BI_HYPHEN;
    int64_t best = NONE;
    for (int to = from + 1; to < (int)p->count; to++) {
        if (!is_break(p, (size_t)to))
            continue;
        struct judged j = judge(p, from, to, measure);
        if (j.badness <= p->parameters.tolerance) {
            int64_t rest = least(p, to, j.fitness, line + 1);
            int64_t all = cost_of(p, j, to, fitness, is_hyphen);
            if (rest != NONE && all + rest < best)
                best = all + rest;
        }
        if (p->items[to].kind == BI_PENALTY && p->items[to].penalty == PENALTY_MUST)
            break;
    }
    return best;
}

static void make_random(struct paragraph *p)
{
    memset(p, 0, sizeof *p);
    bool is_ragged = pick(1, 3) == 1;
    p->parameters = (struct break_parameters){
        .pretolerance = -1,
        .tolerance = pick(1, 4) == 1 ? 10000 : pick(100, 3000),
        .line_penalty = pick(0, 20),
        .hyphen_double_demerits = pick(0, 10000),
        .hyphen_final_demerits = pick(0, 10000),
        .adjacent_demerits = pick(0, 10000),
        .emergency_stretch = 1, /* a third pass: so that the second gives nothing away for free */
        .right_stretch = is_ragged ? pick(1000, 20000) : 0,
    };
    p->width_count = (size_t)pick(1, 3);
    for (size_t i = 0; i < p->width_count; i++)
        p->widths[i] = pick(60000, 90000);
    int words = pick(3, 11);
    for (int i = 0; i < words; i++) {
        if (i > 0 && pick(1, 8) == 1)
            add(p, BI_PENALTY, 0, 0, 0, pick(-100, 200));
        if (i > 0)
            add(p, BI_GLUE, 3000, is_ragged ? 0 : 2500, is_ragged ? 0 : 1000, 0);
        add(p, BI_BOX, pick(4000, 30000), 0, 0, 0);
        if (pick(1, 5) == 1) {
            add(p, BI_HYPHEN, pick(1, 4) == 1 ? 500 : 0, 3300, pick(1, 4) == 1 ? 700 : 0, 50);
            add(p, BI_BOX, pick(4000, 20000), 0, 0, 0);
        }
    }
    finish(p);
}

static void test_no_choice_is_better(void **unused)
{
    (void)unused;
    int feasible = 0;
    state = 2021;
    for (int i = 0; i < 3000; i++) {
        struct paragraph p;
        make_random(&p);
        int64_t expected = least(&p, -1, 2, 0), demerits;
        if (expected == NONE)
            continue;
        struct chosen_break *lines;
        linebreak_best(arena, p.items, p.count, p.widths, p.width_count, &p.parameters, &lines,
                       &demerits);
        assert_int_equal(demerits, expected);
        feasible++;
    }
    assert_in_range(feasible, 1000, 3000); /* else nothing was shown */
}

/* ---- known paragraphs ---------------------------------------------------------------------- */

static size_t break_it(const struct paragraph *p, struct chosen_break **lines)
{
    return linebreak_best(arena, p->items, p->count, p->widths, p->width_count, &p->parameters,
                          lines, NULL);
}

static struct paragraph of_words(const char *lengths, len measure,
                                 const struct break_parameters *parameters)
{
    struct paragraph p = {.widths = {measure}, .width_count = 1, .parameters = *parameters};
    for (const char *c = lengths; *c; c++) {
        if (c != lengths)
            add(&p, BI_GLUE, 10, 5, 3, 0);
        add(&p, BI_BOX, (*c - '0') * 10, 0, 0, 0);
    }
    finish(&p);
    return p;
}

static void test_one_line(void **unused)
{
    (void)unused;
    struct paragraph p = of_words("432", 1000, &break_justified);
    struct chosen_break *lines;
    assert_int_equal(break_it(&p, &lines), 1);
    assert_int_equal(lines[0].item, p.count - 1);
    assert_int_equal(lines[0].ratio, 0);
    assert_false(lines[0].is_overfull);
}

/* First fit would set "4 4" and then "1" alone, because "9" does not fit beside it. */
static void test_total_fit_looks_ahead(void **unused)
{
    (void)unused;
    struct break_parameters even = break_ragged;
    even.right_stretch = 20;
    struct paragraph p = of_words("4419", 100, &even);
    struct chosen_break *lines;
    assert_int_equal(break_it(&p, &lines), 3);
    assert_int_equal(lines[0].item, 1); /* "4", "4 1", "9" */
    assert_int_equal(lines[1].item, 5);
}

static void test_ratio(void **unused)
{
    (void)unused;
    struct break_parameters loose = break_justified;
    loose.tolerance = 10000;
    struct paragraph p = of_words("4455", 95, &loose);
    struct chosen_break *lines;
    assert_int_equal(break_it(&p, &lines), 3);
    assert_int_equal(lines[0].ratio, 65536); /* 90 wide, 5 to stretch */
    p = of_words("445", 88, &loose);
    assert_int_equal(break_it(&p, &lines), 2);
    assert_int_equal(lines[0].ratio, -2 * 65536 / 3);
}

static void test_overfull_is_told(void **unused)
{
    (void)unused;
    struct paragraph p = of_words("3932", 60, &break_ragged);
    p.parameters.right_stretch = 20;
    struct chosen_break *lines;
    size_t count = break_it(&p, &lines);
    assert_int_equal(count, 3);
    assert_false(lines[0].is_overfull);
    assert_true(lines[1].is_overfull);
    assert_false(lines[2].is_overfull);
}

static void test_forced_breaks(void **unused)
{
    (void)unused;
    struct paragraph p = {.widths = {100}, .width_count = 1, .parameters = break_ragged};
    p.parameters.right_stretch = 20;
    for (int i = 0; i < 3; i++) {
        add(&p, BI_BOX, i == 1 ? 0 : 50, 0, 0, 0);
        finish(&p);
    }
    struct chosen_break *lines;
    assert_int_equal(break_it(&p, &lines), 3); /* the one in the middle is empty */
    assert_int_equal(lines[0].item, 3);
    assert_int_equal(lines[1].item, 7);
    assert_int_equal(lines[2].item, 11);
}

static void test_widths_by_line(void **unused)
{
    (void)unused;
    struct paragraph p = of_words("333333", 40, &break_ragged);
    p.parameters.right_stretch = 20;
    p.widths[1] = 110;
    p.width_count = 2;
    struct chosen_break *lines;
    assert_int_equal(break_it(&p, &lines), 3);
    assert_int_equal(lines[0].item, 1); /* one word, then three, then two */
    assert_int_equal(lines[1].item, 7);
}

/* ---- long ones ----------------------------------------------------------------------------- */

static double seconds_for(size_t words, len width)
{
    struct arena *a = arena_new();
    struct break_item *items = ARENA_ARRAY(a, 2 * words + 2, struct break_item);
    for (size_t i = 0; i < words; i++) {
        items[2 * i] = (struct break_item){.kind = BI_BOX, .width = width ? pick(5, 60) : 0};
        items[2 * i + 1] = (struct break_item){.kind = BI_GLUE, .width = width, .stretch = width};
    }
    items[2 * words - 1] = (struct break_item){.kind = BI_PENALTY, .penalty = PENALTY_MUST};
    struct break_parameters p = break_ragged;
    p.right_stretch = 100;
    len measure = 600;
    struct chosen_break *lines;
    clock_t begin = clock();
    size_t count = linebreak_best(a, items, 2 * words, &measure, 1, &p, &lines, NULL);
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    assert_true(count > 0);
    for (size_t i = 1; i < count; i++)
        assert_true(lines[i].item > lines[i - 1].item);
    arena_close(a);
    return seconds;
}

static void test_long_paragraphs(void **unused)
{
    (void)unused;
    state = 7;
    double seconds = seconds_for(200000, 3);
    print_message("200,000 words in %.2f s\n", seconds);
    assert_true(seconds < 20); /* quadratic time would be hours */
}

/* Every break stays possible when nothing has a width. */
static void test_text_without_width(void **unused)
{
    (void)unused;
    assert_true(seconds_for(20000, 0) < 60);
}

static int open_arena(void **unused)
{
    (void)unused;
    arena = arena_new();
    return arena ? 0 : -1;
}

static int close_arena(void **unused)
{
    (void)unused;
    arena_close(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_choice_is_better),   cmocka_unit_test(test_one_line),
        cmocka_unit_test(test_total_fit_looks_ahead), cmocka_unit_test(test_ratio),
        cmocka_unit_test(test_overfull_is_told),      cmocka_unit_test(test_forced_breaks),
        cmocka_unit_test(test_widths_by_line),        cmocka_unit_test(test_long_paragraphs),
        cmocka_unit_test(test_text_without_width),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
