/*
 * narrative: figures, changes and periods in words. What is worked out here is exact decimal
 * arithmetic on what the analyst typed; how it reads comes from the layout's wording, so that a
 * Welsh layout needs no other code.
 *
 *     <figure of="emails"/>    1,814                           95%        £99,945     267 hours
 *     <change of="emails"/>    299 more                        5 percentage points higher
 *                              £5,000 lower                    49.5 hours fewer       no change
 *     <period of="previous"/>  Quarter 1; with its year where that is not the report's
 */
#include "report/idmap.h"
#include "report/read.h"
#include "report/walk.h"

/* ---- how things read -------------------------------------------------------------------- */

static bool is_one(struct dec d)
{
    return dec_cmp(dec_abs(d), (struct dec){.digits = 1}) == 0;
}

static str format_figure(struct arena *a, struct dec figure, enum unit unit,
                         const struct wording *w)
{
    str digits = dec_format(a, figure, w->group, w->point);
    str words = {0};
    switch (unit) {
    case UNIT_PERCENT: return str_format(a, "%.*s%%", STR_ARG(digits));
    case UNIT_MONEY: {
        str minus = STR("\u2212");
        if (!str_starts(digits, minus))
            return str_format(a, "%.*s%.*s", STR_ARG(w->currency), STR_ARG(digits));
        str rest = str_sub(digits, minus.n, digits.n);
        return str_format(a, "%.*s%.*s%.*s", STR_ARG(minus), STR_ARG(w->currency), STR_ARG(rest));
    }
    case UNIT_HOURS: words = is_one(figure) ? w->hour : w->hours; break;
    case UNIT_DAYS: words = is_one(figure) ? w->day : w->days; break;
    default: break;
    }
    if (!words.n)
        return digits;
    return str_format(a, "%.*s %.*s", STR_ARG(digits), STR_ARG(words));
}

str narrative_value(struct arena *a, const struct value *v, const struct wording *w)
{
    if (value_has_figure(v))
        return format_figure(a, v->figure, v->unit, w);
    return v->is_given && v->state <= STATE_RESTATED ? v->text : (str){0};
}

str narrative_quarter_short(struct arena *a, struct quarter q, const struct wording *w)
{
    return str_format(a, "%.*s%d %d/%02d", STR_ARG(w->quarter_short), q.number, q.year,
                      (q.year + 1) % 100);
}

str narrative_quarter_name(struct arena *a, struct quarter q, const struct wording *w)
{
    return str_format(a, "%.*s %d", STR_ARG(w->quarter), q.number);
}

str narrative_date(struct arena *a, struct date d, const struct wording *w)
{
    return str_format(a, "%d %.*s %d", d.day, STR_ARG(w->months[d.month - 1]), d.year);
}

static str format_period(struct arena *a, const struct inl *one, struct quarter current,
                         const struct wording *w)
{
    static const int steps[] = {0, -1, -4};
    struct quarter q = quarter_step(current, steps[one->period]);
    switch (one->period_form) {
    case PERIOD_SHORT: return narrative_quarter_short(a, q, w);
    case PERIOD_DATES:
        return str_format(a, "%.*s %.*s %.*s", STR_ARG(narrative_date(a, quarter_first_day(q), w)),
                          STR_ARG(w->to), STR_ARG(narrative_date(a, quarter_last_day(q), w)));
    case PERIOD_NAME: break;
    }
    str name = narrative_quarter_name(a, q, w);
    if (q.year == current.year)
        return name;
    return str_format(a, "%.*s %d/%02d", STR_ARG(name), q.year, (q.year + 1) % 100);
}

static str format_change(struct arena *a, struct dec change, enum unit unit,
                         const struct wording *w)
{
    bool is_up = change.digits > 0, is_points = unit == UNIT_PERCENT;
    bool is_level = is_points || unit == UNIT_MONEY; /* higher, lower; else more, fewer */
    if (dec_is_zero(change))
        return w->no_change;
    str points =
        is_one(change) && w->percentage_point.n ? w->percentage_point : w->percentage_points;
    str amount = format_figure(a, dec_abs(change), is_points ? UNIT_NUMBER : unit, w);
    str way = is_level ? (is_up ? w->higher : w->lower) : is_up ? w->more : w->fewer;
    if (is_points)
        amount = str_format(a, "%.*s %.*s", STR_ARG(amount), STR_ARG(points));
    return str_format(a, "%.*s %.*s", STR_ARG(amount), STR_ARG(way));
}

/* ---- plain text ------------------------------------------------------------------------- */

static void add_plain(struct buf *b, const struct inl *words)
{
    for (const struct inl *i = words; i; i = i->next) {
        if (i->kind == INLINE_BREAK)
            buf_byte(b, ' ');
        else if (i->children)
            add_plain(b, i->children);
        else
            buf_add(b, i->text);
    }
}

str narrative_plain(struct arena *a, const struct inl *words)
{
    struct buf b = {.arena = a};
    add_plain(&b, words);
    return buf_str(&b);
}

/* ---- filling in ------------------------------------------------------------------------- */

struct filling {
    struct arena *arena;
    const struct report *report;
    const struct wording *wording;
    bool is_naming; /* second pass: references, whose targets' names may hold figures */
};

static const struct value *value_of(const struct measure *m, enum figure_form form)
{
    switch (form) {
    case FIGURE_TARGET: return &m->target;
    case FIGURE_PREVIOUS: return &m->previous;
    case FIGURE_LAST_YEAR: return &m->last_year;
    default: return &m->value;
    }
}

static const struct value *compared_with(const struct inl *one)
{
    return one->period == PERIOD_LAST_YEAR ? &one->measure->last_year : &one->measure->previous;
}

static bool find_change(const struct inl *one, struct dec *out)
{
    const struct value *now = &one->measure->value, *before = compared_with(one);
    return value_has_figure(now) && value_has_figure(before) &&
           dec_sub(now->figure, before->figure, out);
}

static void fill_figure(struct filling *f, struct inl *one)
{
    const struct value *v = value_of(one->measure, one->figure_form);
    one->text = narrative_value(f->arena, v, f->wording);
}

static void fill_change(struct filling *f, struct inl *one)
{
    struct dec change;
    if (find_change(one, &change))
        one->text = format_change(f->arena, change, one->measure->value.unit, f->wording);
}

/* What the target is called; where it has no name, the reference's own words serve. */
static void name_ref(struct filling *f, struct inl *one)
{
    const struct target *t = idmap_find(f->report->ids, one->target);
    if (!t)
        return;
    one->text = t->words ? narrative_plain(f->arena, t->words) : t->name;
    if (!one->text.n && one->children)
        one->text = narrative_plain(f->arena, one->children);
    else if (!one->text.n)
        one->text = t->kind == TARGET_PART ? f->wording->glossary : t->id;
}

static void fill_words(void *context, struct inl *words)
{
    struct filling *f = context;
    for (struct inl *i = words; i; i = i->next) {
        if (f->is_naming && i->kind == INLINE_REF)
            name_ref(f, i);
        else if (!f->is_naming && i->kind == INLINE_FIGURE && i->measure)
            fill_figure(f, i);
        else if (!f->is_naming && i->kind == INLINE_CHANGE && i->measure)
            fill_change(f, i);
        else if (!f->is_naming && i->kind == INLINE_PERIOD)
            i->text = format_period(f->arena, i, f->report->quarter, f->wording);
        fill_words(f, i->children);
    }
}

bool narrative_fill(struct arena *a, struct diag *d, struct report *r, const struct wording *w)
{
    struct filling f = {.arena = a, .report = r, .wording = w};
    struct walk walk = {.context = &f, .words = fill_words};
    size_t errors = d->errors;
    narrative_check(d, r);
    if (d->errors > errors)
        return false;
    walk_report(r, &walk);
    f.is_naming = true;
    walk_report(r, &walk);
    return true;
}

/* ---- can they be filled in? ------------------------------------------------------------- */

static void check_figure(struct diag *d, const struct inl *one)
{
    static const char *const names[] = {"value", "target", "previous value",
                                        "value of the year before"};
    const struct value *v = value_of(one->measure, one->figure_form);
    if (value_has_figure(v) || (v->is_given && v->state <= STATE_RESTATED && v->text.n))
        return;
    struct finding *f = diag_add(d, Q401, one->pos, "the measure “%.*s” has no %s to put here",
                                 STR_ARG(one->measure->name_text), names[one->figure_form]);
    diag_hint(d, f, "give the measure the figure, or write the words yourself");
}

static void check_change(struct diag *d, const struct inl *one)
{
    const struct value *now = &one->measure->value;
    struct dec change;
    if (find_change(one, &change))
        return;
    bool has_now = value_has_figure(now), has_before = value_has_figure(compared_with(one));
    struct finding *f = diag_add(d, Q402, one->pos, "the change of “%.*s” cannot be worked out: %s",
                                 STR_ARG(one->measure->name_text),
                                 now->is_given && now->unit == UNIT_TEXT ? "its value is a text"
                                 : !has_now    ? "it has no figure this quarter"
                                 : !has_before ? "there is no figure to compare it with"
                                               : "the figures are too large");
    if (has_now && !has_before)
        diag_hint(d, f, "add <%s> with the earlier figure to the measure",
                  one->period == PERIOD_LAST_YEAR ? "last-year" : "previous");
}

static void check_words(void *context, struct inl *words)
{
    for (struct inl *i = words; i; i = i->next) {
        if (i->kind == INLINE_FIGURE && i->measure)
            check_figure(context, i);
        else if (i->kind == INLINE_CHANGE && i->measure)
            check_change(context, i);
        check_words(context, i->children);
    }
}

void narrative_check(struct diag *d, struct report *r)
{
    struct walk walk = {.context = d, .words = check_words};
    walk_report(r, &walk);
}
