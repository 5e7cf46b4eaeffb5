/*
 * check_figure: the figures of a KPI, and its commentaries. The published status is checked
 * against the target, never overruled.
 */
#include "report/read.h"

struct context {
    struct arena *arena;
    struct diag *diag;
    const struct xml_doc *doc;
    bool is_partial;
};

static const char *const rating_words[] = {"", "green", "amber", "red"};
static const char *const direction_words[] = {"", "up", "down", "the same"};

/* A figure as findings quote it. */
static str quote(const struct context *x, const struct value *v)
{
    str digits = dec_format(x->arena, v->figure, STR(","), STR("."));
    switch (v->unit) {
    case UNIT_PERCENT: return str_format(x->arena, "%.*s%%", STR_ARG(digits));
    case UNIT_MONEY: return str_format(x->arena, "£%.*s", STR_ARG(digits));
    default: return digits;
    }
}

/* Where the value's attribute is written; the value itself when it is not. */
static struct pos attr_pos(const struct context *x, const struct value *v, const char *name)
{
    const struct xml_attr *attr = v->node ? xml_attr(v->node, name) : NULL;
    return attr ? xml_value_pos(x->doc, attr) : v->pos;
}

static void check_status(const struct context *x, const struct measure *m)
{
    if (!m->rating || !m->better || !value_has_figure(&m->value) || !value_has_figure(&m->target))
        return;
    int order = dec_cmp(m->value.figure, m->target.figure);
    bool is_met = m->better == BETTER_HIGHER ? order >= 0 : order <= 0;
    if (is_met == (m->rating == RATING_GREEN))
        return;
    const char *verb = is_met ? (order ? "is better than" : "meets")
                              : (m->better == BETTER_HIGHER ? "is below" : "is above");
    struct finding *f =
        diag_add(x->diag, Q321, attr_pos(x, &m->value, "status"),
                 "the status says %s, but %.*s %s the target of %.*s", rating_words[m->rating],
                 STR_ARG(quote(x, &m->value)), verb, STR_ARG(quote(x, &m->target)));
    diag_hint(x->diag, f,
              "check the status, the figures and better=\"%s\"; it is printed as written",
              m->better == BETTER_HIGHER ? "higher" : "lower");
}

static void check_direction(const struct context *x, const struct measure *m)
{
    if (!m->direction || !value_has_figure(&m->value) || !value_has_figure(&m->previous))
        return;
    int order = dec_cmp(m->value.figure, m->previous.figure);
    enum direction found = order > 0 ? DIRECTION_UP : order < 0 ? DIRECTION_DOWN : DIRECTION_SAME;
    if (found == m->direction)
        return;
    struct finding *f = diag_add(x->diag, Q322, attr_pos(x, &m->value, "direction"),
                                 "the direction says %s, but it was %.*s before and is %.*s now",
                                 direction_words[m->direction], STR_ARG(quote(x, &m->previous)),
                                 STR_ARG(quote(x, &m->value)));
    diag_hint(x->diag, f, "leave direction=\"…\" out to have it worked out");
}

/* ---- units and states ------------------------------------------------------------------- */

static void check_percentage(const struct context *x, const struct value *v)
{
    struct dec none = {0}, all = {.digits = 100};
    if (!value_has_figure(v) || v->unit != UNIT_PERCENT)
        return;
    if (dec_cmp(v->figure, none) >= 0 && dec_cmp(v->figure, all) <= 0)
        return;
    struct finding *f =
        diag_add(x->diag, Q324, v->pos, "%.*s is outside 0%% to 100%%", STR_ARG(quote(x, v)));
    diag_hint(x->diag, f, "check the figure, and whether unit=\"percent\" is right");
}

/* The unit against the measure's name, and words that are a figure after all. */
static void check_unit(const struct context *x, const struct measure *m)
{
    const struct value *v = &m->value;
    struct dec figure;
    struct pos pos = attr_pos(x, v, "unit");
    if (value_has_figure(v) && v->unit != UNIT_PERCENT && str_starts(m->name_text, STR("%")))
        diag_hint(x->diag,
                  diag_add(x->diag, Q323, pos,
                           "the measure's name begins with %%, but its unit is another"),
                  "write <value unit=\"percent\">");
    if (v->is_given && v->unit == UNIT_TEXT && dec_parse(v->text, &figure))
        diag_hint(x->diag, diag_add(x->diag, Q323, pos, "the value is a figure, its unit is text"),
                  "leave unit=\"text\" out, or name the unit: percent, money, hours, days");
}

/* A state that says there is no figure, beside something that says there is. */
static void check_absent(const struct context *x, const struct value *v)
{
    struct dec figure;
    if (!v->is_given || v->state <= STATE_RESTATED || !dec_parse(v->text, &figure))
        return;
    struct finding *f = diag_add(x->diag, Q325, attr_pos(x, v, "state"),
                                 "the state says that there is no figure, but one is written");
    diag_hint(x->diag, f,
              "change the state to provisional or restated, or write the reason instead");
}

static void check_value(const struct context *x, const struct measure *m)
{
    const struct value *v = &m->value;
    if (!v->is_given && !x->is_partial) {
        struct finding *f = diag_add(x->diag, Q325, m->pos, "the measure “%.*s” has no value",
                                     STR_ARG(m->name_text));
        diag_hint(x->diag, f,
                  "it will read as not collected; say why: <value "
                  "state=\"not-collected\">reason</value>");
    }
    if (!v->is_given || v->state <= STATE_RESTATED || (!m->rating && !m->direction))
        return;
    const char *what = m->rating ? "status" : "direction";
    diag_hint(x->diag,
              diag_add(x->diag, Q325, attr_pos(x, v, what), "there is no figure, but a %s", what),
              "leave status and direction out where there is no figure");
}

static void check_measure(const struct context *x, const struct measure *m)
{
    const struct value *all[] = {&m->value, &m->target, &m->previous, &m->last_year};
    check_value(x, m);
    check_unit(x, m);
    for (size_t i = 0; i < 4; i++) {
        check_percentage(x, all[i]);
        check_absent(x, all[i]);
    }
    check_status(x, m);
    check_direction(x, m);
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
static void check_overlap(const struct context *x, const struct kpi *k, size_t i)
{
    const struct commentary *c = &k->commentaries[i], *before = c - 1;
    if (i == 0 || !k->measure_count || c->first > before->last)
        return;
    struct finding *f = diag_add(x->diag, Q303, c->pos, "the measure “%.*s” has two commentaries",
                                 STR_ARG(k->measures[c->first].name_text));
    diag_hint(x->diag, f,
              "the other one is in line %u; name in on=\"…\" which measures each is for",
              (unsigned)before->pos.line);
}

void check_kpi(struct arena *a, struct diag *d, const struct xml_doc *doc, const struct kpi *k,
               bool is_partial)
{
    const struct context x = {a, d, doc, is_partial};
    for (size_t i = 0; i < k->measure_count; i++)
        check_measure(&x, &k->measures[i]);
    for (size_t i = 0; i < k->commentary_count; i++) {
        check_overlap(&x, k, i);
        if (!is_partial && is_hollow(&k->commentaries[i]))
            diag_hint(d, diag_add(d, Q330, k->commentaries[i].pos, "this commentary is empty"),
                      "write something, or remove it");
    }
}
