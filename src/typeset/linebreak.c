/*
 * The method is TeX's (The Program, parts 38 and 39), written anew over an array of items.
 *
 * A line is judged by the difference of two running totals: that of all items before its end, and
 * that kept in the active node at its start (items that vanish after a break already taken off).
 * TeX keeps the same differences in delta nodes; over integers both give the same numbers.
 *
 * The active list holds only starts that some line can still end after, so a paragraph costs its
 * items times the breaks in a line and a half. Totals and demerits are 64 bits wide: where TeX's
 * 30 bits hold the demerits of a paragraph ours are equal, and longer ones do not overflow.
 */
#include "typeset/linebreak.h"

#define BADNESS_MOST  10000
#define DEMERITS_MOST (INT64_MAX / 4)
#define PASSES_MOST   3
#define ACTIVE_MOST   4096 /* text of no width could keep every break active: n squared */
#define LINE_NONE     SIZE_MAX

const struct break_parameters break_justified = {
    .pretolerance = -1, /* par.c makes the first pass itself, without hyphens */
    .tolerance = 1000,
    .line_penalty = 10,
    .hyphen_double_demerits = 10000,
    .hyphen_final_demerits = 5000,
    .adjacent_demerits = 10000,
};

/* Spaces are fixed and the right skip gives; par.c sets right_stretch to 2 em, as plain TeX does.
 */
const struct break_parameters break_ragged = {
    .pretolerance = -1,
    .tolerance = BADNESS_MOST, /* a short line is never wrong, only less even */
    .line_penalty = 10,
    .hyphen_double_demerits = 1000000,
    .hyphen_final_demerits = 1000000,
    .adjacent_demerits = 0,
};

enum fitness { FIT_VERY_LOOSE, FIT_LOOSE, FIT_DECENT, FIT_TIGHT, FIT_COUNT };

struct totals {
    int64_t width, stretch, fill, shrink;
};

/* A break that may become part of the answer, and the one before it; never freed. */
struct passive {
    const struct passive *previous;
    size_t item;
};

struct active {
    struct active *next;
    const struct passive *passive; /* NULL: the paragraph's start */
    struct totals start;           /* of everything before the line that begins here */
    int64_t demerits;              /* of all lines before */
    size_t line;                   /* the number of the line that begins here, from 1 */
    enum fitness fitness;          /* of the line that ends here */
    bool is_hyphenated;
};

/* The best ways to reach the break under trial, one for each class of the line's fitness. */
struct candidates {
    int64_t demerits[FIT_COUNT], least;
    const struct passive *previous[FIT_COUNT];
    size_t line[FIT_COUNT];
};

struct trial {
    size_t item;
    int penalty;
    bool is_hyphenated, is_last;
    struct totals sum;   /* of all items before the break, with a hyphen's width */
    struct totals start; /* what a line that begins here starts from */
};

struct breaker {
    struct arena *arena;
    const struct break_item *items;
    size_t count;
    const len *widths;
    size_t width_count;
    const struct break_parameters *parameters;
    struct totals background, sum;
    struct active *first, *unused;
    size_t active_count;
    struct candidates best;
    int threshold;
    bool is_final;
};

/* ---- judging one line -------------------------------------------------------------------- */

/* About 100 (t/s)^3: The Program, section 108, whose approximation must be met to the unit. */
static int badness(int64_t t, int64_t s)
{
    if (t == 0)
        return 0;
    if (s <= 0)
        return BADNESS_MOST;
    int64_t ratio = t <= 7230584 ? t * 297 / s : s >= 1663497 ? t / (s / 297) : t;
    if (ratio > 1290)
        return BADNESS_MOST;
    return (int)((ratio * ratio * ratio + 131072) / 262144);
}

static struct totals totals_between(const struct breaker *k, struct totals from, struct totals to)
{
    return (struct totals){to.width - from.width + k->background.width,
                           to.stretch - from.stretch + k->background.stretch,
                           to.fill - from.fill + k->background.fill,
                           to.shrink - from.shrink + k->background.shrink};
}

/* The badness of a line that should be `width` wide; more than BADNESS_MOST when it is overfull. */
static int line_badness(struct totals line, len width, enum fitness *fitness)
{
    int64_t shortfall = width - line.width;
    if (shortfall > 0) {
        int b = line.fill != 0 ? 0 : badness(shortfall, line.stretch);
        *fitness = b > 99 ? FIT_VERY_LOOSE : b > 12 ? FIT_LOOSE : FIT_DECENT;
        return b;
    }
    int b = -shortfall > line.shrink ? BADNESS_MOST + 1 : badness(-shortfall, line.shrink);
    *fitness = b > 12 ? FIT_TIGHT : FIT_DECENT;
    return b;
}

/* Section 859. */
static int64_t line_demerits(const struct break_parameters *p, const struct trial *t,
                             const struct active *from, int b, enum fitness fitness)
{
    int64_t d = p->line_penalty + b;
    int64_t penalty = t->penalty;
    d = d >= 10000 || d <= -10000 ? 100000000 : d * d;
    if (penalty > 0)
        d += penalty * penalty;
    else if (penalty > PENALTY_MUST)
        d -= penalty * penalty;
    if (t->is_hyphenated && from->is_hyphenated)
        d += t->is_last ? p->hyphen_final_demerits : p->hyphen_double_demerits;
    int apart = (int)fitness - (int)from->fitness;
    if (apart > 1 || apart < -1)
        d += p->adjacent_demerits;
    return d;
}

/* ---- the active list --------------------------------------------------------------------- */

static struct active *active_new(struct breaker *k)
{
    struct active *a = k->unused;
    if (a)
        k->unused = a->next;
    else
        a = ARENA_NEW(k->arena, struct active);
    k->active_count++;
    return a;
}

static void active_remove(struct breaker *k, struct active **link)
{
    struct active *a = *link;
    *link = a->next;
    a->next = k->unused;
    k->unused = a;
    k->active_count--;
}

static void candidates_clear(struct candidates *c)
{
    for (int fit = 0; fit < FIT_COUNT; fit++)
        c->demerits[fit] = DEMERITS_MOST;
    c->least = DEMERITS_MOST;
}

/* Makes the candidates worth keeping active, before *link; returns the link after them. */
static struct active **candidates_insert(struct breaker *k, struct active **link,
                                         const struct trial *t)
{
    struct candidates *c = &k->best;
    int64_t adjacent = k->parameters->adjacent_demerits;
    int64_t limit = c->least + (adjacent < 0 ? -adjacent : adjacent);
    for (int fit = 0; fit < FIT_COUNT; fit++) {
        if (c->demerits[fit] > limit || c->demerits[fit] == DEMERITS_MOST)
            continue;
        struct passive *p = ARENA_NEW(k->arena, struct passive);
        *p = (struct passive){c->previous[fit], t->item};
        struct active *a = active_new(k);
        *a = (struct active){.next = *link,
                             .passive = p,
                             .start = t->start,
                             .demerits = c->demerits[fit],
                             .line = c->line[fit] + 1,
                             .fitness = (enum fitness)fit,
                             .is_hyphenated = t->is_hyphenated};
        *link = a;
        link = &a->next;
    }
    candidates_clear(c);
    return link;
}

/* ---- trying one break -------------------------------------------------------------------- */

/*
 * Judges the line from *link to the trial and keeps it if it is the best of its class. True when
 * the node at *link stays active.
 */
static bool try_line(struct breaker *k, const struct active *from, const struct trial *t, len width)
{
    enum fitness fitness;
    int b = line_badness(totals_between(k, from->start, t->sum), width, &fitness);
    bool is_ending = b > BADNESS_MOST || t->penalty == PENALTY_MUST;
    /* The last hope of the last pass: an overfull line rather than none (section 854). */
    bool is_last_hope = is_ending && k->is_final && k->best.least == DEMERITS_MOST &&
                        k->first == from && !from->next;
    if (b > k->threshold && !is_last_hope)
        return !is_ending;
    int64_t d = from->demerits;
    if (!is_last_hope)
        d += line_demerits(k->parameters, t, from, b, fitness);
    struct candidates *c = &k->best;
    if (d <= c->demerits[fitness]) {
        c->demerits[fitness] = d;
        c->previous[fitness] = from->passive;
        c->line[fitness] = from->line;
        if (d < c->least)
            c->least = d;
    }
    return !is_ending;
}

/* Section 829. Lines after the last special width are alike, so their starts compete together. */
static void try_break(struct breaker *k, const struct trial *t)
{
    size_t easy = k->width_count - 1, group = 0;
    struct active **link = &k->first;
    for (;;) {
        struct active *from = *link;
        size_t line = from ? from->line : LINE_NONE;
        if (line > group) {
            if (k->best.least < DEMERITS_MOST && (group != easy || !from))
                link = candidates_insert(k, link, t);
            if (!from)
                break;
            group = line > easy ? LINE_NONE - 1 : line;
        }
        len width = k->widths[line > easy ? easy : line - 1];
        if (try_line(k, from, t, width))
            link = &from->next;
        else
            active_remove(k, link);
    }
    while (k->active_count > ACTIVE_MOST)
        active_remove(k, &k->first);
}

/* ---- walking over the items -------------------------------------------------------------- */

static void totals_add_glue(struct totals *t, const struct break_item *glue)
{
    t->width += glue->width;
    t->shrink += glue->shrink;
    if (glue->fill)
        t->fill += 1;
    else
        t->stretch += glue->stretch;
}

/* Glue and penalties after a break vanish: the next line starts behind them (section 837). */
static struct totals start_after(const struct breaker *k, size_t item)
{
    struct totals start = k->sum;
    const struct break_item *at = &k->items[item];
    if (at->kind == BI_HYPHEN) {
        start.width += at->width - at->shrink;
        if (at->shrink != 0)
            return start;
        item++;
    }
    for (; item < k->count; item++) {
        if (k->items[item].kind == BI_GLUE)
            totals_add_glue(&start, &k->items[item]);
        else if (k->items[item].kind != BI_PENALTY)
            break;
    }
    return start;
}

static void visit_break(struct breaker *k, size_t item, int penalty, bool is_hyphenated)
{
    if (penalty >= PENALTY_NEVER)
        return;
    struct trial t = {.item = item, .penalty = penalty, .is_hyphenated = is_hyphenated};
    if (penalty < PENALTY_MUST)
        t.penalty = PENALTY_MUST;
    t.is_last = item == k->count - 1;
    if (t.is_last)
        t.is_hyphenated = true; /* so that final_hyphen_demerits can apply: section 873 */
    t.sum = k->sum;
    if (k->items[item].kind == BI_HYPHEN)
        t.sum.width += k->items[item].stretch;
    t.start = start_after(k, item);
    try_break(k, &t);
}

static void visit_item(struct breaker *k, size_t i)
{
    const struct break_item *item = &k->items[i];
    switch (item->kind) {
    case BI_BOX: k->sum.width += item->width; break;
    case BI_GLUE:
        if (i > 0 && (item[-1].kind == BI_BOX || item[-1].kind == BI_HYPHEN))
            visit_break(k, i, 0, false);
        totals_add_glue(&k->sum, item);
        break;
    case BI_PENALTY: visit_break(k, i, item->penalty, false); break;
    case BI_HYPHEN:
        visit_break(k, i, item->penalty, true);
        k->sum.width += item->width;
        break;
    }
}

static struct totals background_of(const struct break_parameters *p)
{
    struct totals t = {.width = (int64_t)p->left_skip + p->right_skip};
    if (p->right_fill)
        t.fill = 1;
    else
        t.stretch = p->right_stretch;
    return t;
}

/* One pass; the best way to the end, or NULL when there is none within the threshold. */
static const struct active *run_pass(struct breaker *k)
{
    while (k->first)
        active_remove(k, &k->first);
    k->sum = (struct totals){0};
    candidates_clear(&k->best);
    k->first = active_new(k);
    *k->first = (struct active){.line = 1, .fitness = FIT_DECENT};
    for (size_t i = 0; i < k->count && k->first; i++)
        visit_item(k, i);
    const struct active *best = k->first;
    for (const struct active *a = best; a; a = a->next)
        if (a->demerits < best->demerits)
            best = a;
    return best;
}

static const struct active *run_passes(struct breaker *k)
{
    const struct break_parameters *p = k->parameters;
    const struct active *best = NULL;
    k->background = background_of(p);
    for (int pass = p->pretolerance >= 0 ? 1 : 2; pass <= PASSES_MOST && !best; pass++) {
        k->threshold = pass == 1 ? p->pretolerance : p->tolerance;
        k->is_final = pass == 3 || (pass == 2 && p->emergency_stretch <= 0);
        if (pass == 3)
            k->background.stretch += p->emergency_stretch;
        best = run_pass(k);
    }
    return best;
}

/* ---- the answer -------------------------------------------------------------------------- */

/* What a line holds when it is made: from the item after `previous` to `end`. */
static struct totals line_totals(const struct breaker *k, const struct passive *previous,
                                 size_t end)
{
    struct totals t = background_of(k->parameters);
    size_t i = 0;
    if (previous) {
        i = previous->item;
        bool has_post = k->items[i].kind == BI_HYPHEN && k->items[i].shrink != 0;
        if (k->items[i].kind == BI_HYPHEN)
            t.width += k->items[i++].shrink;
        while (!has_post && i < end &&
               (k->items[i].kind == BI_GLUE || k->items[i].kind == BI_PENALTY))
            i++;
    }
    for (; i < end; i++) {
        if (k->items[i].kind == BI_GLUE)
            totals_add_glue(&t, &k->items[i]);
        else if (k->items[i].kind != BI_PENALTY)
            t.width += k->items[i].width;
    }
    if (k->items[end].kind == BI_HYPHEN)
        t.width += k->items[end].stretch;
    return t;
}

static struct chosen_break chosen_of(const struct breaker *k, const struct passive *p, size_t line)
{
    struct totals t = line_totals(k, p->previous, p->item);
    len width = k->widths[line < k->width_count ? line : k->width_count - 1];
    int64_t shortfall = width - t.width, ratio = 0;
    struct chosen_break chosen = {.item = p->item};
    if (shortfall > 0 && t.fill == 0 && t.stretch > 0)
        ratio = shortfall * 65536 / t.stretch;
    if (shortfall < 0) {
        chosen.is_overfull = -shortfall > t.shrink;
        ratio = chosen.is_overfull ? -65536 : shortfall * 65536 / t.shrink;
    }
    chosen.ratio = (int32_t)(ratio > INT32_MAX ? INT32_MAX : ratio);
    return chosen;
}

size_t linebreak_best(struct arena *a, const struct break_item *items, size_t count,
                      const len *widths, size_t width_count,
                      const struct break_parameters *parameters, struct chosen_break **out,
                      int64_t *demerits)
{
    struct breaker k = {.arena = a,
                        .items = items,
                        .count = count,
                        .widths = widths,
                        .width_count = width_count,
                        .parameters = parameters};
    const struct active *best = run_passes(&k);
    size_t line = best->line - 1; /* never NULL: the final pass keeps a last hope */
    *out = ARENA_ARRAY(a, line, struct chosen_break);
    for (const struct passive *p = best->passive; p; p = p->previous) {
        line--;
        (*out)[line] = chosen_of(&k, p, line);
    }
    if (demerits)
        *demerits = best->demerits;
    return best->line - 1;
}
