/*
 * Terms are looked up by the first byte of each word of a text, without regard to case; among
 * those that match there the longest wins, and what it covers is not looked at again.
 */
#include "compose/terms.h"

#include <string.h>

#include "compose/refs.h"

/* A spelling that leads to an entry: its term or its abbreviation. */
struct spelling {
    str text;
    const struct entry *entry;
    size_t index; /* of the entry: which flag says it was used */
    str expansion;
    bool is_exact; /* abbreviations: letter for letter */
    struct spelling *next;
};

struct terms {
    struct spelling *by_byte[256]; /* by the first byte in lower case */
    bool *used;                    /* in this section, by entry */
    size_t count;
};

/* ---- finding terms ------------------------------------------------------------------------ */

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

/* No lower-case letters, two capitals or digits at the least. */
static bool is_abbreviation(str s)
{
    size_t capitals = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] >= 'a' && s.p[i] <= 'z')
            return false;
        capitals += s.p[i] >= 'A' && s.p[i] <= 'Z';
    }
    return capitals >= 2;
}

/* Letters, digits and what joins them; dashes, quotes and spaces part words. */
static bool is_word_rune(uint32_t c)
{
    if (c < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return c >= 0xC0 && c != 0xD7 && c != 0xF7 && (c < 0x2000 || c > 0x206F);
}

static bool is_word_start(str text, size_t at)
{
    return at == 0 || !is_word_rune(utf8_prev(text, &at));
}

static bool is_word_end(str text, size_t at)
{
    return at == text.n || !is_word_rune(utf8_next(text, &at));
}

size_t terms_word_end(str text, size_t at)
{
    static const char *const endings[] = {"s", "’s", "'s"};
    str rest = str_sub(text, at, text.n);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        str ending = str_z(endings[i]);
        if (str_starts(rest, ending) && is_word_end(text, at + ending.n))
            return at + ending.n;
    }
    return is_word_end(text, at) ? at : 0;
}

static bool matches(const struct spelling *s, str text, size_t at)
{
    if (s->text.n > text.n - at)
        return false;
    for (size_t i = 0; i < s->text.n; i++) {
        char a = s->text.p[i], b = text.p[at + i];
        if (s->is_exact ? a != b : lower(a) != lower(b))
            return false;
    }
    return terms_word_end(text, at + s->text.n) > 0;
}

static const struct spelling *longest_at(const struct terms *t, str text, size_t at)
{
    const struct spelling *best = NULL;
    for (const struct spelling *s = t->by_byte[lower(text.p[at])]; s; s = s->next)
        if ((!best || s->text.n > best->text.n) && matches(s, text, at))
            best = s;
    return best;
}

bool terms_find(struct composer *c, str text, size_t from, struct term_match *out)
{
    struct terms *t = c->terms;
    for (size_t at = from; t && at < text.n; at++) {
        const struct spelling *s = longest_at(t, text, at);
        if (!s || !is_word_start(text, at))
            continue;
        if (t->used[s->index]) {
            at += s->text.n - 1;
            continue;
        }
        t->used[s->index] = true;
        *out = (struct term_match){
            .from = at,
            .stem = at + s->text.n,
            .to = terms_word_end(text, at + s->text.n),
            .dest = refs_entry_anchor(c, s->entry),
            .contents = str_format(c->arena, "%.*s: %.*s", STR_ARG(refs_glossary_title(c)),
                                   STR_ARG(s->entry->term)),
            .expansion = s->expansion,
        };
        return true;
    }
    return false;
}

/* ---- getting ready ------------------------------------------------------------------------ */

static void add_spelling(struct composer *c, size_t index, str text, str expansion)
{
    if (text.n == 0)
        return;
    struct spelling *s = ARENA_NEW(c->arena, struct spelling);
    struct spelling **bucket = &c->terms->by_byte[lower(text.p[0])];
    *s = (struct spelling){.text = text,
                           .entry = &c->report->glossary->entries[index],
                           .index = index,
                           .expansion = expansion,
                           .is_exact = is_abbreviation(text),
                           .next = *bucket};
    *bucket = s;
}

/* "Independent Custody Visitor (ICV)" with the abbreviation ICV is looked for without the rest. */
static str bare_term(struct composer *c, const struct entry *e)
{
    str tail = str_format(c->arena, " (%.*s)", STR_ARG(e->abbreviation));
    if (e->abbreviation.n && str_ends(e->term, tail))
        return str_sub(e->term, 0, e->term.n - tail.n);
    return e->term;
}

void terms_prepare(struct composer *c)
{
    const struct glossary *g = c->report->glossary;
    if (!g || !composer_takes(c, g->letter))
        return;
    c->terms = ARENA_NEW(c->arena, struct terms);
    c->terms->count = g->entry_count;
    c->terms->used = ARENA_ARRAY(c->arena, g->entry_count, bool);
    for (size_t i = 0; i < g->entry_count; i++) {
        const struct entry *e = &g->entries[i];
        str term = bare_term(c, e);
        add_spelling(c, i, term, is_abbreviation(term) ? e->expansion : (str){0});
        if (!str_eq(e->abbreviation, term))
            add_spelling(c, i, e->abbreviation, e->expansion.n ? e->expansion : term);
    }
}

void terms_begin_section(struct composer *c)
{
    if (c->terms)
        memset(c->terms->used, 0, c->terms->count * sizeof *c->terms->used);
}
