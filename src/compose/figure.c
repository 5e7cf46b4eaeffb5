/*
 * Beneath a value stand grey lines: its state, the remark, the change on the previous quarter, the
 * target, the same quarter last year: all that is given, so that no layout loses any of it. Left
 * out is what the remark says already and what a column of the layout shows. Colour is never
 * alone: marks have a shape and say a word.
 */
#include "compose/figure.h"

#include "compose/style.h"

static const struct named_style *style_of(const struct composer *c, enum style_name s)
{
    return layout_style(c->layout, s);
}

static str printed(struct composer *c, const struct value *v)
{
    if (v->unit == UNIT_TEXT)
        return v->text;
    str text = narrative_value(c->arena, v, &c->layout->wording);
    origins_add_made(c->origins, text, c->report->doc, v->node);
    return text;
}

/* "not yet due" for a value without a figure; empty when it has one. */
static str absence(const struct composer *c, const struct value *v)
{
    switch (v->state) {
    case STATE_NOT_DUE: return c->layout->words[WORD_NOT_DUE];
    case STATE_WITHHELD: return c->layout->words[WORD_WITHHELD];
    case STATE_NOT_COLLECTED: return c->layout->words[WORD_NOT_COLLECTED];
    case STATE_FINAL:
    case STATE_PROVISIONAL:
    case STATE_RESTATED: break;
    }
    return v->is_given ? (str){0} : c->layout->words[WORD_NOT_COLLECTED];
}

static str rating_word(const struct composer *c, enum rating rating)
{
    static const enum word words[] = {
        [RATING_GREEN] = WORD_GREEN, [RATING_AMBER] = WORD_AMBER, [RATING_RED] = WORD_RED};
    return rating == RATING_NONE ? (str){0} : c->layout->words[words[rating]];
}

static str direction_word(const struct composer *c, enum direction direction)
{
    static const enum word words[] = {
        [DIRECTION_UP] = WORD_UP, [DIRECTION_DOWN] = WORD_DOWN, [DIRECTION_SAME] = WORD_SAME};
    return direction == DIRECTION_NONE ? (str){0} : c->layout->words[words[direction]];
}

/* ---- the change --------------------------------------------------------------------------- */

/* How far the value is from another, without sign, in its unit: "299", "5 points". */
static bool change_words(struct composer *c, const struct measure *m, const struct value *other,
                         str *out)
{
    struct value change = m->value;
    if (!value_has_figure(&m->value) || !value_has_figure(other) ||
        !dec_sub(m->value.figure, other->figure, &change.figure))
        return false;
    change.figure = dec_abs(change.figure);
    if (dec_is_zero(change.figure)) {
        *out = (str){0};
        return true;
    }
    if (m->value.unit != UNIT_PERCENT) {
        *out = printed(c, &change);
        return true;
    }
    change.unit = UNIT_NUMBER;
    struct field fields[] = {{"change", printed(c, &change)}, {NULL, {0}}};
    *out = composer_word(c, WORD_POINTS, &(struct scope){fields, c->scope});
    return true;
}

static enum direction direction_from(const struct measure *m, const struct value *other)
{
    if (!value_has_figure(&m->value) || !value_has_figure(other))
        return DIRECTION_NONE;
    int sign = dec_cmp(m->value.figure, other->figure);
    return sign > 0 ? DIRECTION_UP : sign < 0 ? DIRECTION_DOWN : DIRECTION_SAME;
}

static void add_arrow(struct sentence *s, enum direction direction)
{
    struct composer *c = s->composer;
    if (direction != DIRECTION_NONE)
        style_add_drawing(s, c->layout->arrows[direction], direction_word(c, direction));
}

/* "provisional" or "restated"; empty for a final figure and where there is none. */
static str state_word(const struct composer *c, const struct value *v)
{
    switch (v->state) {
    case STATE_PROVISIONAL: return c->layout->words[WORD_PROVISIONAL];
    case STATE_RESTATED: return c->layout->words[WORD_RESTATED];
    default: return (str){0};
    }
}

/* Why there is no figure; empty when there is one, or no reason. */
static str reason(const struct value *v)
{
    return v->state > STATE_RESTATED ? v->text : (str){0};
}

/* ---- what need not be said ---------------------------------------------------------------- */

static bool has_column(const struct composer *c, enum column_kind kind)
{
    if (c->layout->kpi_form == FORM_BLOCKS)
        return false;
    for (size_t i = 0; i < c->layout->column_count; i++)
        if (c->layout->columns[i].kind == kind)
            return true;
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Not inside a longer number ("1.5", "1,515", "-5") or a word ("Q1", "370k"). */
static bool stands_alone(str text, size_t from, size_t to)
{
    char before = from > 0 ? text.p[from - 1] : ' ', after = to < text.n ? text.p[to] : ' ';
    bool is_joined = from > 1 && (before == '.' || before == ',') && is_digit(text.p[from - 2]);
    bool goes_on = to + 1 < text.n && (after == '.' || after == ',') && is_digit(text.p[to + 1]);
    bool is_minus = before == '-' || str_ends(str_sub(text, 0, from), STR("\u2212"));
    return !is_joined && !goes_on && !is_minus && !is_word(before) && !is_word(after);
}

static bool has_number(str text, str number)
{
    for (size_t at = 0; (at = str_search(text, number, at)) < text.n; at++)
        if (stands_alone(text, at, at + number.n))
            return true;
    return false;
}

/* "over the cap (225)" says a target of 225 hours; only "90%" says 90%. */
static bool remark_says(struct composer *c, const struct measure *m, const struct value *v)
{
    struct value bare = *v;
    if (!value_has_figure(v))
        return false;
    if (v->unit == UNIT_HOURS || v->unit == UNIT_DAYS)
        bare.unit = UNIT_NUMBER;
    return has_number(m->remark, printed(c, &bare));
}

static bool is_said(struct composer *c, const struct measure *m, const struct value *v,
                    enum column_kind column)
{
    return has_column(c, column) || remark_says(c, m, v);
}

/* ---- the lines beneath -------------------------------------------------------------------- */

static const struct named_style *note_style(const struct composer *c)
{
    return style_of(c, c->layout->kpi_form == FORM_BLOCKS ? STYLE_BLOCK_LINE : STYLE_SMALL);
}

/* The report's words. */
static struct box *small_line(struct composer *c, str text)
{
    return text.n ? style_par_text(c, note_style(c), ROLE_P, text) : NULL;
}

/* The layout's. */
static struct box *own_line(struct composer *c, str text)
{
    return style_set_own(c, small_line(c, text));
}

/* "Q1: 1,515, provisional"; "Q1: not collected – reason". NULL when nothing is given. */
static struct box *earlier_note(struct composer *c, const struct value *v, str before)
{
    str missing = absence(c, v);
    if (!v->is_given)
        return NULL;
    struct field fields[] = {{"before", before},
                             {"value", missing.n ? missing : printed(c, v)},
                             {"state", state_word(c, v)},
                             {"reason", reason(v)},
                             {NULL, {0}}};
    return own_line(c, composer_word(c, WORD_EARLIER, &(struct scope){fields, c->scope}));
}

/* "▲ 299 on Q1 (1,515)"; without two figures to compare as above. */
static struct box *change_note(struct composer *c, const struct measure *m,
                               const struct value *other, str before)
{
    str change;
    if (!change_words(c, m, other, &change))
        return earlier_note(c, other, before);
    struct field fields[] = {{"change", change},
                             {"before", before},
                             {"value", printed(c, other)},
                             {"state", state_word(c, other)},
                             {NULL, {0}}};
    struct scope scope = {fields, c->scope};
    struct sentence s = style_begin(c, note_style(c));
    add_arrow(&s, direction_from(m, other));
    style_add_text(&s, composer_word(c, change.n ? WORD_CHANGE_NOTE : WORD_SAME_NOTE, &scope));
    return style_set_own(c, style_end(&s, ROLE_P));
}

/* "▲ up", where the analyst says so and no figures do. */
static struct box *direction_note(struct composer *c, const struct measure *m)
{
    bool is_compared = value_has_figure(&m->value) && value_has_figure(&m->previous);
    if (m->direction == DIRECTION_NONE || is_compared || has_column(c, COLUMN_CHANGE))
        return NULL;
    struct sentence s = style_begin(c, note_style(c));
    style_add_drawing(&s, c->layout->arrows[m->direction], (str){0});
    style_add_text(&s, direction_word(c, m->direction));
    return style_set_own(c, style_end(&s, ROLE_P));
}

static struct box *target_note(struct composer *c, const struct measure *m)
{
    const struct value *target = &m->target;
    enum word word = WORD_TARGET;
    if (!target->is_given)
        return NULL;
    if (c->layout->kpi_form == FORM_BLOCKS)
        word = WORD_TARGET_LINE;
    else if (c->layout->has_status_words)
        word = WORD_TARGET;
    else if (m->rating == RATING_GREEN)
        word = WORD_ON_TARGET;
    else if (m->rating != RATING_NONE && value_has_figure(&m->value) && value_has_figure(target)) {
        int sign = dec_cmp(m->value.figure, target->figure);
        word = sign > 0 ? WORD_ABOVE_TARGET : sign < 0 ? WORD_BELOW_TARGET : WORD_TARGET;
    }
    struct field fields[] = {{"target", printed(c, target)}, {NULL, {0}}};
    return own_line(c, composer_word(c, word, &(struct scope){fields, c->scope}));
}

/* Everything that is given and that neither the remark nor a column says. */
static void add_notes(struct composer *c, const struct measure *m, struct box_list *list)
{
    str previous = pattern_text(c->arena, STR("{previous-short}"), c->scope);
    str last_year = pattern_text(c->arena, STR("{last-year-short}"), c->scope);
    box_list_add(list, small_line(c, m->remark));
    if (!is_said(c, m, &m->previous, COLUMN_PREVIOUS))
        box_list_add(list, change_note(c, m, &m->previous, previous));
    box_list_add(list, direction_note(c, m));
    if (!is_said(c, m, &m->target, COLUMN_TARGET))
        box_list_add(list, target_note(c, m));
    if (!is_said(c, m, &m->last_year, COLUMN_LAST_YEAR))
        box_list_add(list, earlier_note(c, &m->last_year, last_year));
}

/* "provisional", or the reason why there is no figure. */
static struct box *state_note(struct composer *c, const struct value *v)
{
    str word = state_word(c, v);
    return word.n ? own_line(c, word) : small_line(c, reason(v));
}

/* ---- cells -------------------------------------------------------------------------------- */

/* Units and status are the layout's words; a value in words is the report's. */
static struct box *end_value(struct sentence *s, const struct measure *m)
{
    struct box *box = style_end(s, ROLE_P);
    return m->value.unit == UNIT_TEXT ? box : style_set_own(s->composer, box);
}

/* Is the status beneath the value in words? */
static bool has_status_line(const struct composer *c, const struct column *column,
                            const struct measure *m)
{
    return c->layout->has_status_words && column->has_mark && m->rating != RATING_NONE;
}

static struct box *value_line(struct composer *c, const struct column *column,
                              const struct measure *m)
{
    str missing = absence(c, &m->value);
    if (missing.n)
        return style_set_own(c, style_par_text(c, style_of(c, STYLE_ABSENT), ROLE_P, missing));
    struct sentence s = style_begin(c, style_of(c, STYLE_VALUE));
    bool is_said = has_status_line(c, column, m); /* then the mark need not say it */
    if (column->has_mark && m->rating != RATING_NONE)
        style_add_drawing(&s, c->layout->marks[m->rating],
                          is_said
                              ? (str){0}
                              : str_format(c->arena, "%.*s: ", STR_ARG(rating_word(c, m->rating))));
    style_add_text(&s, printed(c, &m->value));
    return end_value(&s, m);
}

static struct box *earlier_cell(struct composer *c, const struct value *v, struct box_list *list)
{
    str missing = v->is_given || v->state > STATE_RESTATED ? absence(c, v) : (str){0};
    if (missing.n) {
        box_list_add(list, style_par_text(c, style_of(c, STYLE_ABSENT), ROLE_P, missing));
        return state_note(c, v);
    }
    str text = v->is_given ? printed(c, v) : c->layout->words[WORD_NOTHING];
    box_list_add(list, style_par_text(c, style_of(c, STYLE_FIGURE), ROLE_P, text));
    return v->is_given ? state_note(c, v) : NULL;
}

static struct box *change_cell(struct composer *c, const struct measure *m)
{
    struct sentence s = style_begin(c, style_of(c, STYLE_FIGURE));
    str change;
    if (change_words(c, m, &m->previous, &change)) {
        add_arrow(&s, direction_from(m, &m->previous));
        style_add_text(&s, change.n ? change : c->layout->words[WORD_NO_CHANGE]);
    } else if (m->direction != DIRECTION_NONE) {
        style_add_drawing(&s, c->layout->arrows[m->direction], (str){0});
        style_add_text(&s, direction_word(c, m->direction));
    } else
        style_add_text(&s, c->layout->words[WORD_NOTHING]);
    return style_set_own(c, style_end(&s, ROLE_P));
}

static struct box *status_cell(struct composer *c, const struct measure *m)
{
    struct sentence s = style_begin(c, style_of(c, STYLE_FIGURE));
    if (m->rating != RATING_NONE) {
        style_add_drawing(&s, c->layout->marks[m->rating], (str){0});
        style_add_text(&s, rating_word(c, m->rating));
    } else
        style_add_text(&s, c->layout->words[WORD_NOTHING]);
    return style_set_own(c, style_end(&s, ROLE_P));
}

static void fill_cell(struct composer *c, const struct column *column, const struct measure *m,
                      struct box_list *list)
{
    switch (column->kind) {
    case COLUMN_PERFORMANCE:
        box_list_add(list, value_line(c, column, m));
        if (has_status_line(c, column, m))
            box_list_add(list, own_line(c, rating_word(c, m->rating)));
        box_list_add(list, state_note(c, &m->value));
        add_notes(c, m, list);
        return;
    case COLUMN_TARGET: box_list_add(list, earlier_cell(c, &m->target, list)); return;
    case COLUMN_PREVIOUS: box_list_add(list, earlier_cell(c, &m->previous, list)); return;
    case COLUMN_LAST_YEAR: box_list_add(list, earlier_cell(c, &m->last_year, list)); return;
    case COLUMN_CHANGE: box_list_add(list, change_cell(c, m)); return;
    case COLUMN_STATUS: box_list_add(list, status_cell(c, m)); return;
    case COLUMN_KPI:
    case COLUMN_MEASURE:
    case COLUMN_COMMENTARY: return;
    }
}

/* On the line of the measure's name beside it, whatever its size, where the leading is the same. */
static void align_with_name(struct composer *c, struct box *box)
{
    const struct named_style *name = style_of(c, STYLE_MEASURE);
    struct par_style *style = ARENA_NEW(c->arena, struct par_style);
    *style = *box->u.par.style;
    style->strut = &name->text[INK_PLAIN][name->weight];
    box->u.par.style = style;
}

struct box *figure_cell(struct composer *c, const struct column *column, const struct measure *m)
{
    struct box_list list = {0};
    fill_cell(c, column, m, &list);
    align_with_name(c, list.first);
    for (struct box *box = list.first; box; box = box->next) {
        style_in_cell(box);
        style_align(c, box, column->align);
        box->is_kept_with_next = box->next != NULL;
    }
    return style_stack(c, ROLE_NONE, list);
}

/* ---- blocks ------------------------------------------------------------------------------- */

/* "[mark] 95% – on target". */
static struct box *block_value(struct composer *c, const struct measure *m)
{
    str missing = absence(c, &m->value);
    if (missing.n)
        return style_set_own(c, style_par_text(c, style_of(c, STYLE_ABSENT), ROLE_P, missing));
    struct sentence s = style_begin(c, style_of(c, STYLE_VALUE));
    if (m->rating != RATING_NONE)
        style_add_drawing(&s, c->layout->marks[m->rating], (str){0});
    style_add_text(&s, printed(c, &m->value));
    if (m->rating != RATING_NONE)
        style_add_other(&s, style_of(c, STYLE_BLOCK_LINE),
                        str_format(c->arena, " – %.*s", STR_ARG(rating_word(c, m->rating))));
    return end_value(&s, m);
}

void figure_block(struct composer *c, const struct measure *m, struct box_list *list)
{
    struct box_list lines = {0};
    box_list_add(&lines, block_value(c, m));
    box_list_add(&lines, state_note(c, &m->value));
    add_notes(c, m, &lines);
    for (struct box *box = lines.first; box && box->next; box = box->next)
        box->is_kept_with_next = true;
    if (lines.last)
        lines.last->space_after = style_of(c, STYLE_TEXT)->after;
    box_list_add(list, lines.first);
}
