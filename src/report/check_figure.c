/*
 * check_figure: the figures of a KPI, and its commentaries. The published status is checked
 * against the target, never overruled.
 */
#include "report/read.h"

static const char *const rating_words[] = {"", "green", "amber", "red"};
static const char *const direction_words[] = {"", "up", "down", "the same"};

/* A figure as findings quote it. */
static str quote(struct arena *a, const struct value *v)
{
    str digits = dec_format(a, v->figure, STR(","), STR("."));
    switch (v->unit) {
    case UNIT_PERCENT: return str_format(a, "%.*s%%", STR_ARG(digits));
    case UNIT_MONEY: return str_format(a, "£%.*s", STR_ARG(digits));
    default: return digits;
    }
}

static void check_status(struct arena *a, struct diag *d, const struct measure *m)
{
    if (!m->rating || !m->better || !value_has_figure(&m->value) || !value_has_figure(&m->target))
        return;
    int order = dec_cmp(m->value.figure, m->target.figure);
    bool is_met = m->better == BETTER_HIGHER ? order >= 0 : order <= 0;
    if (is_met == (m->rating == RATING_GREEN))
        return;
    const char *verb = is_met ? (order ? "is better than" : "meets")
                              : (m->better == BETTER_HIGHER ? "is below" : "is above");
    struct finding *f = diag_add(
        d, Q321, m->value.pos, "the status says %s, but %.*s %s the target of %.*s",
        rating_words[m->rating], STR_ARG(quote(a, &m->value)), verb, STR_ARG(quote(a, &m->target)));
    diag_hint(d, f, "check status=\"%s\", the figures and better=\"%s\"", rating_words[m->rating],
              m->better == BETTER_HIGHER ? "higher" : "lower");
}

static void check_direction(struct arena *a, struct diag *d, const struct measure *m)
{
    if (!m->direction || !value_has_figure(&m->value) || !value_has_figure(&m->previous))
        return;
    int order = dec_cmp(m->value.figure, m->previous.figure);
    enum direction found = order > 0 ? DIRECTION_UP : order < 0 ? DIRECTION_DOWN : DIRECTION_SAME;
    if (found == m->direction)
        return;
    struct finding *f = diag_add(d, Q322, m->value.pos,
                                 "the direction says %s, but it was %.*s before and is %.*s now",
                                 direction_words[m->direction], STR_ARG(quote(a, &m->previous)),
                                 STR_ARG(quote(a, &m->value)));
    diag_hint(d, f, "leave direction=\"…\" out to have it worked out");
}

/* ---- units and states ------------------------------------------------------------------- */

static void check_percentage(struct arena *a, struct diag *d, const struct value *v)
{
    if (!value_has_figure(v) || v->unit != UNIT_PERCENT)
        return;
    struct dec none = {0}, all = {.digits = 100};
    if (dec_cmp(v->figure, none) >= 0 && dec_cmp(v->figure, all) <= 0)
        return;
    diag_add(d, Q324, v->pos, "%.*s is outside 0%% to 100%%", STR_ARG(quote(a, v)));
}

/* The unit against the measure's name, and words that are a figure after all. */
static void check_unit(struct diag *d, const struct measure *m)
{
    struct dec figure;
    bool is_plain = value_has_figure(&m->value) && m->value.unit != UNIT_PERCENT;
    if (is_plain && str_starts(m->name_text, STR("%")))
        diag_hint(d,
                  diag_add(d, Q323, m->value.pos,
                           "the measure's name begins with %%, but its unit is another"),
                  "write <value unit=\"percent\">");
    if (m->value.is_given && m->value.unit == UNIT_TEXT && dec_parse(m->value.text, &figure))
        diag_hint(d, diag_add(d, Q323, m->value.pos, "the value is a figure, but its unit is text"),
                  "leave unit=\"text\" out, or name the unit: percent, money, hours, days");
}

/* A state that says there is no figure, beside something that says there is. */
static void check_absent(struct diag *d, const struct value *v)
{
    struct dec figure;
    if (!v->is_given || v->state <= STATE_RESTATED || !dec_parse(v->text, &figure))
        return;
    struct finding *f =
        diag_add(d, Q325, v->pos, "the state says that there is no figure, but one is written");
    diag_hint(d, f, "change the state to provisional or restated, or write the reason instead");
}

static void check_value(struct diag *d, const struct measure *m, bool is_partial)
{
    if (!m->value.is_given) {
        if (!is_partial)
            diag_hint(
                d,
                diag_add(d, Q325, m->pos, "the measure “%.*s” has no value", STR_ARG(m->name_text)),
                "it will read as not collected; say why: <value "
                "state=\"not-collected\">reason</value>");
        return;
    }
    if (m->value.state > STATE_RESTATED && (m->rating || m->direction))
        diag_hint(d,
                  diag_add(d, Q325, m->value.pos, "there is no figure, but a %s",
                           m->rating ? "status" : "direction"),
                  "leave status and direction out where there is no figure");
}

static void check_measure(struct arena *a, struct diag *d, const struct measure *m, bool is_partial)
{
    const struct value *all[] = {&m->value, &m->target, &m->previous, &m->last_year};
    check_value(d, m, is_partial);
    check_unit(d, m);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        check_percentage(a, d, all[i]);
        check_absent(d, all[i]);
    }
    check_status(a, d, m);
    check_direction(a, d, m);
}

/* ---- commentaries ----------------------------------------------------------------------- */

static bool is_hollow(const struct commentary *c)
{
    for (const struct block *b = c->blocks; b; b = b->next)
        if (b->kind != BLOCK_PARA || b->words)
            return false;
    return true;
}

/* They are sorted by their first measure: only neighbours can overlap. */
static void check_overlap(struct diag *d, const struct kpi *k, size_t i)
{
    const struct commentary *c = &k->commentaries[i], *before = c - 1;
    if (i == 0 || c->first > before->last)
        return;
    struct finding *f = diag_add(d, Q303, c->pos, "the measure “%.*s” has two commentaries",
                                 STR_ARG(k->measures[c->first].name_text));
    diag_hint(d, f, "the other one is in line %u; name in on=\"…\" which measures each is for",
              (unsigned)before->pos.line);
}

void check_kpi(struct arena *a, struct diag *d, const struct kpi *k, bool is_partial)
{
    for (size_t i = 0; i < k->measure_count; i++)
        check_measure(a, d, &k->measures[i], is_partial);
    for (size_t i = 0; i < k->commentary_count; i++) {
        check_overlap(d, k, i);
        if (!is_partial && is_hollow(&k->commentaries[i]))
            diag_hint(d, diag_add(d, Q330, k->commentaries[i].pos, "this commentary is empty"),
                      "write something, or remove it");
    }
}
