/*
 * libhyphen reads its patterns from a FILE, so the asset is opened with fmemopen(). Building its
 * automaton takes about 8 ms of CPU (measured; 17,000 states), a third of what a whole report may
 * take, and many reports never ask: so it is built at the first question, behind a lock, and never
 * changed after. The kit looks frozen from outside. A batch asks once before it forks.
 *
 * What libhyphen needs to be kept from (2.8.8, read in its source): capitals and digits, which it
 * takes for word ends; words over 100 characters; a vector shorter than the word's bytes + 5. Its
 * replacements (rep, pos, cut: "Schiffahrt" to "Schiff-fahrt") are freed; points that need one are
 * not used. It answers per character, not per byte.
 */
#include "text/hyphen.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <hyphen.h>

#include "base/asset.h"
#include "text/unicode.h"

#define WORD_MOST   100 /* characters */
#define LEFT_LEAST  2   /* letters before a hyphen */
#define RIGHT_LEAST 3   /* and after it */

/* Languages by their primary subtag. Another one is a line here and a file in fonts/. */
static const struct language {
    const char *tag, *asset;
} languages[] = {
    {"en", "fonts/hyph_en_GB.dic"},
    {"cy", "fonts/hyph_cy_GB.dic"},
};

#define LANGUAGES (sizeof languages / sizeof *languages)

struct hyphen {
    pthread_mutex_t lock; /* held while a dictionary is built */
    struct dictionary {
        str patterns;
        _Atomic(HyphenDict *) dict; /* NULL: not asked for yet */
    } dictionaries[LANGUAGES];
};

static void close_hyphen(void *handle)
{
    struct hyphen *h = handle;
    for (size_t i = 0; i < LANGUAGES; i++) {
        HyphenDict *dict = atomic_load(&h->dictionaries[i].dict);
        if (dict)
            hnj_hyphen_free(dict);
    }
    pthread_mutex_destroy(&h->lock);
}

struct hyphen *hyphen_open(struct arena *kit, struct diag *d)
{
    struct hyphen *h = ARENA_NEW(kit, struct hyphen);
    pthread_mutex_init(&h->lock, NULL);
    for (size_t i = 0; i < LANGUAGES; i++) {
        h->dictionaries[i].patterns = asset_find(str_z(languages[i].asset));
        if (h->dictionaries[i].patterns.n == 0)
            diag_add(d, Q901, (struct pos){0}, "the program lacks its file %s", languages[i].asset);
    }
    arena_defer(kit, close_hyphen, h);
    return h;
}

static HyphenDict *build(str patterns)
{
    FILE *file = patterns.n > 0 ? fmemopen((void *)(uintptr_t)patterns.p, patterns.n, "r") : NULL;
    if (!file)
        return NULL;
    HyphenDict *dict = hnj_hyphen_load_file(file);
    fclose(file);
    if (dict && !dict->utf8) { /* we speak UTF-8 only */
        hnj_hyphen_free(dict);
        return NULL;
    }
    return dict;
}

/* The dictionary, built now if nobody has asked before; NULL when that fails. */
static HyphenDict *dictionary(const struct hyphen *frozen, int i)
{
    struct hyphen *h = (struct hyphen *)(uintptr_t)frozen;
    struct dictionary *d = &h->dictionaries[i];
    HyphenDict *dict = atomic_load_explicit(&d->dict, memory_order_acquire);
    if (dict)
        return dict;
    pthread_mutex_lock(&h->lock);
    dict = atomic_load_explicit(&d->dict, memory_order_relaxed);
    if (!dict) {
        dict = build(d->patterns);
        atomic_store_explicit(&d->dict, dict, memory_order_release);
    }
    pthread_mutex_unlock(&h->lock);
    return dict;
}

/* The number of the language whose primary subtag begins `lang`; -1 for none. */
static int find_language(str lang)
{
    for (size_t i = 0; i < LANGUAGES; i++) {
        size_t n = strlen(languages[i].tag);
        if (lang.n >= n && strncasecmp(lang.p, languages[i].tag, n) == 0 &&
            (lang.n == n || lang.p[n] == '-'))
            return (int)i;
    }
    return -1;
}

bool hyphen_has(const struct hyphen *h, str lang)
{
    int i = find_language(lang);
    return i >= 0 && h->dictionaries[i].patterns.n > 0;
}

void hyphen_warm(const struct hyphen *h, str lang)
{
    int i = find_language(lang);
    if (i >= 0)
        (void)dictionary(h, i);
}

void hyphen_warm_all(const struct hyphen *h)
{
    for (size_t i = 0; i < LANGUAGES; i++)
        hyphen_warm(h, str_z(languages[i].tag));
}

/* ---- one word ------------------------------------------------------------------------------- */

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019;
}

/* A stretch of letters (and apostrophes and accents among them) of a word, in lower case. */
struct letters {
    char text[4 * WORD_MOST + 1];
    size_t n;             /* bytes */
    size_t at[WORD_MOST]; /* where in the word each character begins */
    size_t count;         /* characters */
    bool is_fit;          /* may be hyphenated */
};

/*
 * Reads letters from *at on. A capital after the first letter makes the stretch unfit: OPCC, eBay
 * and McDonald are not to be parted. So does a letter whose lower case has another length in
 * bytes, because places in the copy must be places in the word.
 */
static void read_letters(str word, size_t *at, struct letters *l)
{
    l->n = l->count = 0;
    l->is_fit = true;
    while (*at < word.n) {
        size_t here = *at, next = *at;
        uint32_t c = utf8_next(word, &next), lower = unicode_lower(c);
        if (!unicode_is(c, UNI_LETTER | UNI_MARK) && !(l->count > 0 && is_apostrophe(c)))
            return;
        *at = next;
        if (l->count == WORD_MOST || !l->is_fit) {
            l->is_fit = false;
            continue;
        }
        size_t n = utf8_put(l->text + l->n, lower);
        l->is_fit = n == next - here && !(l->count > 0 && unicode_is(c, UNI_UPPER));
        l->n += n;
        l->at[l->count++] = here;
    }
}

/* "the dogs'": an apostrophe at the end is a quotation mark to the patterns. */
static void trim_apostrophes(struct letters *l)
{
    while (l->count > 0) {
        char last = l->text[l->n - 1];
        bool is_curly = l->n >= 3 && memcmp(l->text + l->n - 3, "\xE2\x80\x99", 3) == 0;
        if (last != '\'' && !is_curly)
            return;
        l->n -= is_curly ? 3 : 1;
        l->count--;
    }
}

static bool is_letter_at(const struct letters *l, size_t i)
{
    size_t at = l->at[i] - l->at[0];
    return unicode_is(utf8_next((str){l->text, l->n}, &at), UNI_LETTER);
}

/* Libhyphen counts apostrophes and accents as letters; the two and three asked for are real. */
static bool has_room(const struct letters *l, size_t i)
{
    int before = 0, after = 0;
    for (size_t k = 0; k < l->count; k++)
        *(k < i ? &before : &after) += is_letter_at(l, k);
    return before >= LEFT_LEAST && after >= RIGHT_LEAST && is_letter_at(l, i);
}

static void free_replacements(char **rep, int *pos, int *cut, size_t n)
{
    for (size_t i = 0; rep && i < n; i++)
        free(rep[i]);
    free(rep);
    free(pos);
    free(cut);
}

static void hyphenate(HyphenDict *dict, struct letters *l, uint8_t *points)
{
    char hyphens[sizeof l->text + 5] = {0};
    char **rep = NULL;
    int *pos = NULL, *cut = NULL;
    l->text[l->n] = 0;
    if (hnj_hyphen_hyphenate3(dict, l->text, (int)l->n, hyphens, NULL, &rep, &pos, &cut, LEFT_LEAST,
                              RIGHT_LEAST, LEFT_LEAST, RIGHT_LEAST) == 0)
        for (size_t i = 1; i < l->count; i++)
            if ((hyphens[i - 1] & 1) && !(rep && rep[i - 1]) && has_room(l, i))
                points[l->at[i]] = 1;
    free_replacements(rep, pos, cut, l->n);
}

/* Addresses, references and words that say themselves where they part are left alone. */
static bool is_untouchable(str word)
{
    for (size_t at = 0; at < word.n;) {
        uint32_t c = utf8_next(word, &at);
        if (c == '@' || c == '/' || c == '\\' || c == '_' || c == 0xAD || unicode_is(c, UNI_DIGIT))
            return true;
    }
    return false;
}

void hyphen_points(const struct hyphen *h, str lang, str word, uint8_t *points)
{
    int i = find_language(lang);
    memset(points, 0, word.n);
    if (i < 0 || word.n < LEFT_LEAST + RIGHT_LEAST || is_untouchable(word))
        return;
    HyphenDict *dict = dictionary(h, i);
    for (size_t at = 0; dict && at < word.n;) {
        struct letters l;
        size_t from = at;
        read_letters(word, &at, &l);
        trim_apostrophes(&l);
        if (l.is_fit && l.count >= LEFT_LEAST + RIGHT_LEAST)
            hyphenate(dict, &l, points);
        if (at == from)
            utf8_next(word, &at);
    }
}
