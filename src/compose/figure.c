/*
 * What stands beneath a value is one grey line: the remark if the analyst wrote one, else how it
 * stands to its target, else the change. Colour is never alone: marks have a shape and say a word.
 */
#include "compose/figure.h"

#include "compose/style.h"

static const struct named_style *style_of(const struct composer *c, enum style_name s)
{
    return layout_style(c->layout, s);
}

static str printed(struct composer *c, const struct value *v)
{
    return v->unit == UNIT_TEXT ? v->text : narrative_value(c->arena, v, &c->layout->wording);
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

/* "▲ 299 on Q1 (1,515)". */
static struct box *change_note(struct composer *c, const struct measure *m,
                               const struct value *other, str before)
{
    str change;
    if (!change_words(c, m, other, &change))
        return NULL;
    struct field fields[] = {
        {"change", change}, {"before", before}, {"value", printed(c, other)}, {NULL, {0}}};
    struct scope scope = {fields, c->scope};
    struct sentence s = style_begin(c, style_of(c, STYLE_SMALL));
    add_arrow(&s, direction_from(m, other));
    style_add_text(&s, composer_word(c, change.n ? WORD_CHANGE_NOTE : WORD_SAME_NOTE, &scope));
    return style_end(&s, ROLE_P);
}

static struct box *either_change(struct composer *c, const struct measure *m)
{
    struct scope scope = {(struct field[]){{NULL, {0}}}, c->scope};
    str before = pattern_text(c->arena, STR("{previous-short}"), &scope);
    struct box *box = change_note(c, m, &m->previous, before);
    if (box)
        return box;
    before = pattern_text(c->arena, STR("{last-year-short}"), &scope);
    box = change_note(c, m, &m->last_year, before);
    if (box || m->direction == DIRECTION_NONE)
        return box;
    struct sentence s = style_begin(c, style_of(c, STYLE_SMALL));
    s.is_bare = true;
    style_add_drawing(&s, c->layout->arrows[m->direction], (str){0});
    style_add_text(&s, direction_word(c, m->direction));
    return style_end(&s, ROLE_P);
}

/* ---- the line beneath --------------------------------------------------------------------- */

static struct box *target_note(struct composer *c, const struct measure *m)
{
    const struct value *target = &m->target;
    enum word word = WORD_TARGET;
    if (!target->is_given || absence(c, target).n)
        return NULL;
    if (m->rating == RATING_GREEN)
        word = WORD_ON_TARGET;
    else if (m->rating != RATING_NONE && value_has_figure(&m->value) && value_has_figure(target)) {
        int sign = dec_cmp(m->value.figure, target->figure);
        word = sign > 0 ? WORD_ABOVE_TARGET : sign < 0 ? WORD_BELOW_TARGET : WORD_TARGET;
    }
    struct field fields[] = {{"target", printed(c, target)}, {NULL, {0}}};
    str text = composer_word(c, word, &(struct scope){fields, c->scope});
    return style_par_text(c, style_of(c, STYLE_SMALL), ROLE_P, text);
}

static struct box *note_of(struct composer *c, const struct column *column, const struct measure *m)
{
    struct box *box = NULL;
    if (column->note == NOTE_NONE)
        return NULL;
    if (m->remark.n)
        return style_par_text(c, style_of(c, STYLE_SMALL), ROLE_P, m->remark);
    if (column->note == NOTE_AUTO && absence(c, &m->value).n == 0) {
        box = target_note(c, m);
        if (!box)
            box = either_change(c, m);
    }
    return box;
}

/* "provisional", or the reason why there is no figure. */
static struct box *state_note(struct composer *c, const struct value *v)
{
    str text = {0};
    if (v->state == STATE_PROVISIONAL)
        text = c->layout->words[WORD_PROVISIONAL];
    else if (v->state == STATE_RESTATED)
        text = c->layout->words[WORD_RESTATED];
    else if (v->state != STATE_FINAL)
        text = v->text;
    return text.n ? style_par_text(c, style_of(c, STYLE_SMALL), ROLE_P, text) : NULL;
}

/* ---- cells -------------------------------------------------------------------------------- */

static struct box *value_line(struct composer *c, const struct column *column,
                              const struct measure *m)
{
    str missing = absence(c, &m->value);
    if (missing.n)
        return style_par_text(c, style_of(c, STYLE_ABSENT), ROLE_P, missing);
    struct sentence s = style_begin(c, style_of(c, STYLE_VALUE));
    if (column->has_mark && m->rating != RATING_NONE)
        style_add_drawing(&s, c->layout->marks[m->rating],
                          str_format(c->arena, "%.*s: ", STR_ARG(rating_word(c, m->rating))));
    style_add_text(&s, printed(c, &m->value));
    return style_end(&s, ROLE_P);
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
    return style_end(&s, ROLE_P);
}

static struct box *status_cell(struct composer *c, const struct measure *m)
{
    struct sentence s = style_begin(c, style_of(c, STYLE_FIGURE));
    if (m->rating != RATING_NONE) {
        style_add_drawing(&s, c->layout->marks[m->rating], (str){0});
        style_add_text(&s, rating_word(c, m->rating));
    } else
        style_add_text(&s, c->layout->words[WORD_NOTHING]);
    return style_end(&s, ROLE_P);
}

static void fill_cell(struct composer *c, const struct column *column, const struct measure *m,
                      struct box_list *list)
{
    switch (column->kind) {
    case COLUMN_PERFORMANCE:
        box_list_add(list, value_line(c, column, m));
        box_list_add(list, state_note(c, &m->value));
        box_list_add(list, note_of(c, column, m));
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

struct box *figure_cell(struct composer *c, const struct column *column, const struct measure *m)
{
    struct box_list list = {0};
    fill_cell(c, column, m, &list);
    for (struct box *box = list.first; box; box = box->next) {
        style_in_cell(box);
        style_align(c, box, column->align);
        box->is_kept_with_next = box->next != NULL;
    }
    return style_stack(c, ROLE_NONE, list);
}
