/*
 * read_figure: KPIs, their measures and values, and which commentary stands beside which measures.
 */
#include "report/read.h"

#include <stdlib.h>

/* ---- values ----------------------------------------------------------------------------- */

/* What is written without "%", "£", "," and a unit's word; true if a figure is left. */
static bool clean_figure(struct arena *a, str text, str *out)
{
    static const char *const noise[] = {"%", "£", ",", " ", "hours", "hrs", "days"};
    struct buf b = {.arena = a};
    for (size_t i = 0; i < text.n;) {
        size_t skip = 0;
        for (size_t k = 0; k < sizeof noise / sizeof *noise && !skip; k++)
            if (str_starts(str_sub(text, i, text.n), str_z(noise[k])))
                skip = str_z(noise[k]).n;
        if (!skip)
            buf_byte(&b, (unsigned char)text.p[i]);
        i += skip ? skip : 1;
    }
    *out = buf_str(&b);
    struct dec d;
    return dec_parse(*out, &d);
}

static const char *unit_meant(str text)
{
    if (str_search(text, STR("%"), 0) < text.n)
        return " and unit=\"percent\"";
    if (str_search(text, STR("£"), 0) < text.n)
        return " and unit=\"money\"";
    if (str_search(text, STR("h"), 0) < text.n)
        return " and unit=\"hours\"";
    if (str_search(text, STR("day"), 0) < text.n)
        return " and unit=\"days\"";
    return "";
}

static bool means_nothing(str text)
{
    static const char *const words[] = {"n/a", "N/A", "NA", "-", "–", "—", "tbc", "TBC", "none"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(text, words[i]))
            return true;
    return false;
}

static void report_figure(struct reader *r, const struct xml_node *node, str text, bool has_state)
{
    struct pos pos = xml_pos(r->doc, node);
    const char *no_figure = has_state ? "if there is no figure, say why: state=\"not-collected\", "
                                        "\"not-due\" or \"withheld\""
                                      : "without a target, leave the element out";
    for (const struct xml_node *n = node->children; n; n = n->next)
        if (!n->name.n && str_trim(n->text).n) {
            pos = xml_text_pos(r->doc, n, (size_t)(str_trim(n->text).p - n->text.p));
            pos.width = (uint32_t)utf8_count(str_trim(n->text));
            break;
        }
    if (!text.n) {
        diag_hint(r->diag, diag_add(r->diag, Q301, pos, "there is no figure here"), "%s",
                  no_figure);
        return;
    }
    struct finding *f = diag_add(r->diag, Q301, pos, "“%.*s” is not a plain figure", STR_ARG(text));
    str clean;
    if (means_nothing(text))
        diag_hint(r->diag, f, "%s", no_figure);
    else if (clean_figure(r->arena, text, &clean))
        diag_hint(r->diag, f, "write %.*s%s; the layout adds signs and commas", STR_ARG(clean),
                  unit_meant(text));
    else
        diag_hint(r->diag, f,
                  "digits with at most one point and 9 places, 18 digits in all; for words write "
                  "<value unit=\"text\">");
}

static void read_value(struct reader *r, const struct xml_node *node, enum unit unit,
                       struct value *out)
{
    out->unit = unit;
    if (!node)
        return;
    bool has_state = !xml_is(node, "target");
    int state = has_state ? read_choice(node, "state",
                                        "final provisional restated not-due not-collected withheld")
                          : 0;
    out->is_given = true;
    out->pos = xml_pos(r->doc, node);
    out->node = node;
    out->state = state < 0 ? STATE_FINAL : (enum state)state;
    str text = read_content(r, node);
    if (out->state > STATE_RESTATED || (unit == UNIT_TEXT && text.n))
        out->text = text;
    else if (!dec_parse(text, &out->figure))
        report_figure(r, node, text, has_state);
}

/* ---- measures --------------------------------------------------------------------------- */

static void read_name(struct reader *r, const struct xml_node *node, struct measure *m)
{
    const struct xml_node *name = xml_child(node, "name");
    str text = read_attr(r, node, "name");
    if (name) {
        m->name = read_words(r, name);
    } else if (text.n) {
        m->name = ARENA_NEW(r->arena, struct inl);
        m->name->text = text;
        m->name->pos = xml_value_pos(r->doc, xml_attr(node, "name"));
    }
    m->name_text = narrative_plain(r->arena, m->name);
    if (name && xml_attr(node, "name")) {
        struct finding *f = diag_add(r->diag, Q302, xml_attr_pos(r->doc, xml_attr(node, "name")),
                                     "the measure is named twice: name=\"…\" and <name>");
        diag_hint(r->diag, f, "keep one of the two");
    } else if (!m->name) {
        struct finding *f = diag_add(r->diag, Q302, m->pos, "this measure has no name");
        diag_hint(r->diag, f, "add name=\"…\", which says what is measured");
    }
}

static enum direction direction_between(const struct value *now, const struct value *before)
{
    if (!value_has_figure(now) || !value_has_figure(before))
        return DIRECTION_NONE;
    int order = dec_cmp(now->figure, before->figure);
    return order > 0 ? DIRECTION_UP : order < 0 ? DIRECTION_DOWN : DIRECTION_SAME;
}

static void read_figures(struct reader *r, const struct xml_node *node, struct measure *m)
{
    const struct xml_node *value = xml_child(node, "value");
    int unit = value ? read_choice(value, "unit", "number percent money hours days text") : 0;
    enum unit u = unit < 0 ? UNIT_NUMBER : (enum unit)unit;
    read_value(r, value, u, &m->value);
    read_value(r, xml_child(node, "target"), u, &m->target);
    read_value(r, xml_child(node, "previous"), u, &m->previous);
    read_value(r, xml_child(node, "last-year"), u, &m->last_year);
    if (!value) {
        m->value.state = STATE_NOT_COLLECTED;
        m->value.pos = m->pos;
        return;
    }
    m->rating = (enum rating)(read_choice(value, "status", "green amber red") + 1);
    m->direction = (enum direction)(read_choice(value, "direction", "up down same") + 1);
    if (m->direction == DIRECTION_NONE)
        m->direction = direction_between(&m->value, &m->previous);
}

static void read_measure(struct reader *r, const struct xml_node *node, struct kpi *k, size_t index)
{
    struct measure *m = &k->measures[index];
    const struct xml_node *remark = xml_child(node, "remark");
    m->index = index;
    m->kpi = k;
    m->pos = xml_pos(r->doc, node);
    m->lang = read_attr(r, node, "xml:lang");
    m->better = (enum better)(read_choice(node, "better", "higher lower") + 1);
    read_name(r, node, m);
    read_figures(r, node, m);
    m->remark = read_content(r, remark);
    m->id = read_id(r, node,
                    (struct target){.kind = TARGET_MEASURE, .name = m->name_text, .measure = m});
}

/* ---- commentaries ----------------------------------------------------------------------- */

/* Marks the measure of this KPI that the id names; what is no id at all, valid.c has told. */
static void mark_measure(struct reader *r, const struct kpi *k, const struct xml_attr *on, str id,
                         bool *marks)
{
    const struct target *t = idmap_find(r->ids, id);
    if (t && t->measure && t->measure->kpi == k) {
        marks[t->measure->index] = true;
        return;
    }
    if (!t && !idmap_find(r->written, id))
        return;
    struct finding *f =
        diag_add(r->diag, Q303, xml_value_pos(r->doc, on), "“%.*s” is not a measure of KPI %.*s",
                 STR_ARG(id), STR_ARG(k->ref));
    diag_hint(r->diag, f,
              "a commentary stands beside measures of its own KPI; to speak of others "
              "in it, use <figure of=\"…\"/> or <ref to=\"…\"/>");
}

static void read_span_of(struct reader *r, const struct xml_node *node, const struct kpi *k,
                         struct commentary *c)
{
    const struct xml_attr *on = xml_attr(node, "on");
    c->last = k->measure_count ? k->measure_count - 1 : 0;
    if (!on || !k->measure_count)
        return;
    bool *marks = ARENA_ARRAY(r->arena, k->measure_count, bool);
    str rest = on->value;
    for (str id = str_word(&rest); id.n; id = str_word(&rest))
        mark_measure(r, k, on, id, marks);
    size_t first = 0, count = 0, last = c->last;
    for (size_t i = 0; i < k->measure_count; i++)
        count += marks[i];
    if (!count)
        return;
    while (!marks[first])
        first++;
    while (!marks[last])
        last--;
    c->first = first;
    c->last = last;
    if (last - first + 1 == count)
        return;
    struct finding *f = diag_add(r->diag, Q303, xml_value_pos(r->doc, on),
                                 "the measures of this commentary are not neighbours");
    diag_hint(r->diag, f,
              "name those in between as well, reorder the measures, or write two "
              "commentaries");
}

static int by_first(const void *a, const void *b)
{
    const struct commentary *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return (x->pos.line > y->pos.line) - (x->pos.line < y->pos.line);
}

static void read_commentaries(struct reader *r, const struct xml_node *node, struct kpi *k)
{
    k->commentaries = ARENA_ARRAY(r->arena, read_count(node, "commentary"), struct commentary);
    for (const struct xml_node *n = xml_child(node, "commentary"); n;
         n = xml_next(n, "commentary")) {
        struct commentary *c = &k->commentaries[k->commentary_count++];
        c->pos = xml_pos(r->doc, n);
        c->lang = read_attr(r, n, "xml:lang");
        read_span_of(r, n, k, c);
        c->blocks = read_blocks(r, n);
    }
    qsort(k->commentaries, k->commentary_count, sizeof *k->commentaries, by_first);
}

void read_kpi(struct reader *r, const struct xml_node *node, struct kpi *k)
{
    k->pos = xml_pos(r->doc, node);
    k->ref = read_attr(r, node, "ref");
    k->id = read_id(r, node, (struct target){.kind = TARGET_KPI, .name = k->ref});
    k->measures = ARENA_ARRAY(r->arena, read_count(node, "measure"), struct measure);
    for (const struct xml_node *n = xml_child(node, "measure"); n; n = xml_next(n, "measure"))
        read_measure(r, n, k, k->measure_count++);
    read_commentaries(r, node, k);
}
