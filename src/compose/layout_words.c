/*
 * layout_words: the words a layout prints, each its own or the English of words.def.
 */
#include "compose/layout_read.h"

const struct word_entry word_table[WORD_COUNT] = {
#define WORD(id, name, english, help) {name, english},
#include "compose/words.def"
#undef WORD
};

static struct place find_word(const struct sheets *s, enum word word)
{
    return sheet_find_item(s, 0, "words", "word", "name", str_z(word_table[word].name));
}

/* Splits a word such as the months into `count` names; the English stands in after a finding. */
static void split_names(struct layout_reader *r, enum word word, str *names, int count)
{
    str left = r->layout->words[word];
    int n = 0;
    for (str name = str_word(&left); name.n; name = str_word(&left), n++)
        if (n < count)
            names[n] = name;
    if (n == count)
        return;
    diag_add(r->sheets.diag, Q502, sheet_node_pos(&r->sheets, find_word(&r->sheets, word)),
             "%d names are needed here, and there are %d", count, n);
    left = str_z(word_table[word].english);
    for (n = 0; n < count; n++)
        names[n] = str_word(&left);
}

static void fill_wording(struct layout *l)
{
    struct wording *w = &l->wording;
    const str *words = l->words;
    w->group = words[WORD_GROUP];
    w->point = words[WORD_POINT];
    w->quarter = words[WORD_QUARTER];
    w->quarter_short = words[WORD_QUARTER_SHORT];
    w->more = words[WORD_MORE];
    w->fewer = words[WORD_FEWER];
    w->no_change = words[WORD_NO_CHANGE];
    w->higher = words[WORD_HIGHER];
    w->lower = words[WORD_LOWER];
    w->percentage_point = words[WORD_PERCENTAGE_POINT];
    w->percentage_points = words[WORD_PERCENTAGE_POINTS];
    w->hours = words[WORD_HOURS];
    w->hour = words[WORD_HOUR];
    w->days = words[WORD_DAYS];
    w->day = words[WORD_DAY];
    w->currency = words[WORD_CURRENCY];
    w->to = words[WORD_TO];
}

void layout_read_words(struct layout_reader *r)
{
    struct layout *l = r->layout;
    for (int i = 0; i < WORD_COUNT; i++) {
        struct place place = find_word(&r->sheets, (enum word)i);
        l->words[i] = str_z(word_table[i].english);
        if (place.node)
            l->words[i] = sheet_words(&r->sheets, place);
    }
    split_names(r, WORD_MONTHS, l->wording.months, 12);
    split_names(r, WORD_WEEKDAYS, l->weekdays, 7);
    fill_wording(l);
}
