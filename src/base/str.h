/*
 * str: slices of UTF-8 text, and a builder.
 *
 * A `str` is a pointer and a length; it owns nothing and need not end in a zero byte (those made
 * by str_copy(), str_format() and buf_str() do, one past the end, so that .p can be given to a C
 * library). Text inside quoin is valid UTF-8 from the moment the XML reader has seen it.
 */
#ifndef QUOIN_BASE_STR_H
#define QUOIN_BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

typedef struct {
    const char *p; /* NULL only when n is 0 */
    size_t n;      /* bytes */
} str;

#define STR(literal) ((str){"" literal, sizeof(literal) - 1})
/* For printf: "%.*s", STR_ARG(s) */
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""

str str_z(const char *zero_terminated); /* NULL gives the empty slice */
bool str_eq(str a, str b);
bool str_is(str a, const char *zero_terminated);
bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);
int str_cmp(str a, str b);                   /* by bytes, as memcmp; shorter first */
int str_order(const void *a, const void *b); /* the same of two `str *`, for qsort and bsearch */
/* One byte at least, and none that is not among these. */
bool str_is_made_of(str s, const char *bytes);
str str_trim(str s); /* without XML white space at both ends */
str str_sub(str s, size_t from, size_t to);
/* Index of the first c, or s.n. */
size_t str_find(str s, char c);
/* Index of the first needle at or after from, or s.n. */
size_t str_search(str s, str needle, size_t from);
/* Cuts the next word (run of non-white-space) off the front of *s; empty at the end. */
str str_word(str *s);
str str_copy(struct arena *a, str s);
str str_format(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
str str_vformat(struct arena *a, const char *format, va_list args);
/* White space runs become one space, ends trimmed. */
str str_collapse(struct arena *a, str s);
/* Upper case for the scripts we set (Latin, Greek, Cyrillic; simple mappings). */
str str_upper(struct arena *a, str s);
uint64_t str_hash(str s); /* FNV-1a, the same on every machine */

/* Decodes the code point at *at and steps over it. Malformed bytes give U+FFFD, one at a time. */
uint32_t utf8_next(str s, size_t *at);
/* Steps back over the code point that ends at *at and returns it; *at > 0. */
uint32_t utf8_prev(str s, size_t *at);
size_t utf8_put(char out[4], uint32_t code_point); /* bytes written, 1..4 */
size_t utf8_count(str s);                          /* code points */
/* The offset of the first malformed byte, or s.n when all is well (no surrogates, no overlongs). */
size_t utf8_check(str s);
/* The same text as UTF-16 big-endian with a byte order mark: PDF's text string (7.9.2.2). */
str str_utf16be(struct arena *a, str s);
/*
 * Optimal string alignment distance in code points, cut off at `limit` (then limit + 1). Texts of
 * more than 256 code points count as far apart.
 */
int str_distance(str a, str b, int limit);
/*
 * The candidate nearest to `word`, for "did you mean …?"; NULL when none is near (more than a
 * third of the word's length away, unless only in case). Candidates end with a NULL.
 */
const char *str_nearest(str word, const char *const *candidates);

/* A builder. Zero-initialise with the arena: struct buf b = {.arena = a}; */
struct buf {
    struct arena *arena;
    char *p;
    size_t n, capacity;
};

void buf_add(struct buf *b, str s);
void buf_addz(struct buf *b, const char *zero_terminated);
void buf_byte(struct buf *b, int byte);
void buf_rune(struct buf *b, uint32_t code_point);
void buf_format(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* XML-escapes & < > and both quotes. */
void buf_escape(struct buf *b, str s);
str buf_str(struct buf *b); /* valid until the next addition */

#endif
