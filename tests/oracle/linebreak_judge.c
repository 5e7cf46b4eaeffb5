/*
 * linebreak_judge: random paragraphs, as text for TeX, and TeX's answers compared with ours.
 *
 *   linebreak_judge items COUNT             writes COUNT paragraphs
 *   linebreak_judge compare COUNT < ANSWERS breaks them and compares
 *
 * The paragraphs come from a fixed seed, so both runs make the same ones. What is compared, for
 * equality: demerits, number of lines, where each line ends; and the glue ratio of each line within
 * one part in 65,536. TeX's demerits end at 2^30 - 1, and what is beyond it counts as no way at
 * all, for which it gives a line away free. So a paragraph whose best is above half of that (ours
 * count on) is left out and reported as such.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "typeset/linebreak.h"

#define ITEMS_MOST  400
#define WIDTHS_MOST 4
#define TEX_MOST    (1 << 29)

struct paragraph {
    struct break_parameters parameters;
    struct break_item items[ITEMS_MOST];
    size_t count;
    len widths[WIDTHS_MOST];
    size_t width_count;
};

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static int pick(uint64_t *state, int from, int to)
{
    return from + (int)(next_random(state) % (uint64_t)(to - from + 1));
}

static bool chance(uint64_t *state, int percent)
{
    return pick(state, 1, 100) <= percent;
}

static void add(struct paragraph *p, struct break_item item)
{
    p->items[p->count++] = item;
}

static void make_parameters(struct paragraph *p, uint64_t *r)
{
    bool is_ragged = chance(r, 40);
    p->parameters = (struct break_parameters){
        .pretolerance = chance(r, 50) ? -1 : pick(r, 0, 300),
        .tolerance = chance(r, 20) ? 10000 : pick(r, 50, 2000),
        .line_penalty = pick(r, 0, 50),
        .hyphen_double_demerits = pick(r, 0, 20000),
        .hyphen_final_demerits = pick(r, 0, 20000),
        .adjacent_demerits = chance(r, 20) ? 0 : pick(r, 0, 20000),
        .emergency_stretch = chance(r, 40) ? 0 : pick(r, 1, 2000000),
        .left_skip = chance(r, 20) ? pick(r, -100000, 900000) : 0,
        .right_skip = chance(r, 20) ? pick(r, -100000, 900000) : 0,
        .right_stretch = is_ragged ? pick(r, 100000, 2000000) : 0,
        .right_fill = is_ragged && chance(r, 10),
    };
    p->width_count = chance(r, 60) ? 1 : (size_t)pick(r, 2, WIDTHS_MOST);
    int typical = pick(r, 3000000, 22000000);
    for (size_t i = 0; i < p->width_count; i++)
        p->widths[i] = pick(r, typical * 2 / 3, typical);
}

static void make_word(struct paragraph *p, uint64_t *r)
{
    int fragments = chance(r, 35) ? pick(r, 2, 4) : 1;
    for (int i = 0; i < fragments; i++) {
        if (i > 0)
            add(p, (struct break_item){.kind = BI_HYPHEN,
                                       .width = chance(r, 10) ? pick(r, 1, 200000) : 0,
                                       .stretch = chance(r, 85) ? 218453 : 0,
                                       .shrink = chance(r, 10) ? pick(r, 1, 200000) : 0,
                                       .penalty = pick(r, 0, 200)}); /* TeX's are >= 0 */
        if (i == 0 || chance(r, 90)) /* else a space, or the end, comes right after a hyphen */
            add(p, (struct break_item){.kind = BI_BOX, .width = pick(r, 100000, 2400000)});
    }
}

static void make_space(struct paragraph *p, uint64_t *r, bool is_fixed)
{
    if (chance(r, 12))
        add(p, (struct break_item){.kind = BI_PENALTY,
                                   .penalty = chance(r, 30) ? PENALTY_NEVER : pick(r, -300, 600)});
    int width = pick(r, 180000, 260000);
    add(p, (struct break_item){.kind = BI_GLUE,
                               .width = width,
                               .stretch = is_fixed ? 0 : width / 2,
                               .shrink = is_fixed ? 0 : width / 3});
    if (chance(r, 3)) { /* a forced break: TeX's \hfil\break */
        add(p, (struct break_item){.kind = BI_PENALTY, .penalty = PENALTY_NEVER});
        add(p, (struct break_item){.kind = BI_GLUE, .fill = 1});
        add(p, (struct break_item){.kind = BI_PENALTY, .penalty = PENALTY_MUST});
    }
}

static void make_paragraph(struct paragraph *p, uint64_t *r)
{
    p->count = 0;
    make_parameters(p, r);
    bool is_fixed = p->parameters.right_stretch > 0 && chance(r, 60);
    int words = chance(r, 15) ? pick(r, 1, 6) : pick(r, 7, 40);
    for (int i = 0; i < words; i++) {
        if (i > 0)
            make_space(p, r, is_fixed);
        make_word(p, r);
    }
    add(p, (struct break_item){.kind = BI_PENALTY, .penalty = PENALTY_NEVER});
    add(p, (struct break_item){.kind = BI_GLUE, .fill = 1});
    add(p, (struct break_item){.kind = BI_PENALTY, .penalty = PENALTY_MUST});
}

/* ---- for TeX ----------------------------------------------------------------------------- */

static void print_item(const struct break_item *i)
{
    switch (i->kind) {
    case BI_BOX: printf("B %d\n", i->width); break;
    case BI_GLUE: printf("G %d %d %d %d\n", i->width, i->stretch, i->shrink, i->fill); break;
    case BI_PENALTY: printf("P %d\n", i->penalty); break;
    case BI_HYPHEN: printf("H %d %d %d %d\n", i->penalty, i->width, i->stretch, i->shrink); break;
    }
}

/* Without the closing penalty, which TeX makes itself at the end of what it is given. */
static void print_paragraph(const struct paragraph *p)
{
    const struct break_parameters *q = &p->parameters;
    printf("p %d %d %d %d %d %d %d %d %d %d %d\nw", q->pretolerance, q->tolerance, q->line_penalty,
           q->hyphen_double_demerits, q->hyphen_final_demerits, q->adjacent_demerits,
           q->emergency_stretch, q->left_skip, q->right_skip, q->right_stretch, q->right_fill);
    for (size_t i = 0; i < p->width_count; i++)
        printf(" %d", p->widths[i]);
    putchar('\n');
    for (size_t i = 0; i + 1 < p->count; i++)
        print_item(&p->items[i]);
    puts("e");
}

/* ---- the comparison ---------------------------------------------------------------------- */

/* The last box or discretionary in the line of items from `begin` to `end`, from 1; 0: empty. */
static int last_of_line(const struct paragraph *p, size_t begin, size_t end)
{
    for (size_t i = end + 1; i > begin; i--)
        if (p->items[i - 1].kind == BI_BOX || p->items[i - 1].kind == BI_HYPHEN)
            return (int)i;
    return 0;
}

static bool line_differs(const struct paragraph *p, size_t begin, const struct chosen_break *ours)
{
    int last, sign, order, our_last = last_of_line(p, begin, ours->item);
    long ratio;
    if (scanf(" line %d %d %d %ld", &last, &sign, &order, &ratio) != 4)
        exit(2);
    if (order != 0)
        ratio = 0;
    if (sign != 1) /* shrunk; or overfull without anything that shrinks: sign 0, glue set 1 */
        ratio = -ratio;
    long gap = ratio - ours->ratio;
    bool differs = last != our_last || gap > 1 || gap < -1;
    if (differs)
        fprintf(stderr, "  TeX: to item %d, ratio %ld; ours: to item %d, ratio %d\n", last, ratio,
                our_last, ours->ratio);
    return differs;
}

enum verdict { EQUAL, DIFFERENT, BEYOND };

static enum verdict compare(const struct paragraph *p, struct arena *a, int number)
{
    struct chosen_break *lines;
    int64_t demerits;
    size_t count = linebreak_best(a, p->items, p->count, p->widths, p->width_count, &p->parameters,
                                  &lines, &demerits);
    int64_t their_demerits;
    size_t their_count;
    if (scanf(" par %" SCNd64 " %zu", &their_demerits, &their_count) != 2)
        exit(2);
    bool is_beyond = demerits + p->parameters.adjacent_demerits > TEX_MOST;
    bool differs = !is_beyond && (demerits != their_demerits || count != their_count);
    for (size_t i = 0; i < their_count; i++) {
        if (is_beyond || i >= count)
            (void)!scanf(" line %*d %*d %*d %*d");
        else
            differs |= line_differs(p, i > 0 ? lines[i - 1].item + 1 : 0, &lines[i]);
    }
    if (differs)
        fprintf(stderr, "paragraph %d: TeX %" PRId64 " in %zu lines, ours %" PRId64 " in %zu\n",
                number, their_demerits, their_count, demerits, count);
    return is_beyond ? BEYOND : differs ? DIFFERENT : EQUAL;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    bool is_comparing = strcmp(argv[1], "compare") == 0;
    int total = atoi(argv[2]), tally[3] = {0};
    uint64_t random = 0x2020210401;
    static struct paragraph p;
    struct arena *a = arena_new();
    for (int i = 0; i < total; i++) {
        struct arena_mark mark = arena_mark(a);
        make_paragraph(&p, &random);
        if (is_comparing)
            tally[compare(&p, a, i)]++;
        else
            print_paragraph(&p);
        arena_rewind(a, mark);
    }
    if (is_comparing)
        printf("linebreak against TeX: %d of %d equal, %d different, %d beyond TeX's numbers\n",
               tally[EQUAL], total, tally[DIFFERENT], tally[BEYOND]);
    arena_close(a);
    return tally[DIFFERENT] > 0;
}
