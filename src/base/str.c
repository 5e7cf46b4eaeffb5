#include "base/str.h"

#include <stdio.h>
#include <string.h>

#define REPLACEMENT 0xFFFDu

/* ---- slices ---- */

str str_z(const char *zero_terminated)
{
    return (str){zero_terminated, zero_terminated ? strlen(zero_terminated) : 0};
}

bool str_eq(str a, str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_is(str a, const char *zero_terminated)
{
    return str_eq(a, str_z(zero_terminated));
}

bool str_starts(str s, str prefix)
{
    return s.n >= prefix.n && str_eq(str_sub(s, 0, prefix.n), prefix);
}

bool str_ends(str s, str suffix)
{
    return s.n >= suffix.n && str_eq(str_sub(s, s.n - suffix.n, s.n), suffix);
}

int str_cmp(str a, str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

/* XML 1.0, production 3. */
static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

int str_order(const void *a, const void *b)
{
    return str_cmp(*(const str *)a, *(const str *)b);
}

bool str_is_made_of(str s, const char *bytes)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '\0' || !strchr(bytes, s.p[i]))
            return false;
    return s.n > 0;
}

str str_trim(str s)
{
    while (s.n && is_space(s.p[0]))
        s = str_sub(s, 1, s.n);
    while (s.n && is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

str str_sub(str s, size_t from, size_t to)
{
    if (to > s.n)
        to = s.n;
    if (from > to)
        from = to;
    return (str){s.p ? s.p + from : NULL, to - from};
}

size_t str_find(str s, char c)
{
    const char *at = s.n ? memchr(s.p, c, s.n) : NULL;
    return at ? (size_t)(at - s.p) : s.n;
}

size_t str_search(str s, str needle, size_t from)
{
    if (from >= s.n)
        return s.n;
    if (needle.n == 0)
        return from;
    const char *at = memmem(s.p + from, s.n - from, needle.p, needle.n);
    return at ? (size_t)(at - s.p) : s.n;
}

str str_word(str *s)
{
    size_t from = 0;
    while (from < s->n && is_space(s->p[from]))
        from++;
    size_t to = from;
    while (to < s->n && !is_space(s->p[to]))
        to++;
    str word = str_sub(*s, from, to);
    *s = str_sub(*s, to, s->n);
    return word;
}

str str_copy(struct arena *a, str s)
{
    char *p = arena_alloc(a, s.n + 1);
    if (s.n)
        memcpy(p, s.p, s.n);
    return (str){p, s.n};
}

str str_format(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    str s = str_vformat(a, format, args);
    va_end(args);
    return s;
}

str str_vformat(struct arena *a, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    size_t size = n > 0 ? (size_t)n : 0;
    char *p = arena_alloc(a, size + 1);
    if (size)
        vsnprintf(p, size + 1, format, again);
    va_end(again);
    return (str){p, size};
}

str str_collapse(struct arena *a, str s)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (str word = str_word(&s); word.n; word = str_word(&s)) {
        if (n)
            p[n++] = ' ';
        memcpy(p + n, word.p, word.n);
        n += word.n;
    }
    return (str){p, n};
}

/*
 * Lower-case letters with a simple upper case: first, first + stride, … last. From UnicodeData's
 * field 12 for the scripts the shipped faces set. ß, ŉ, ΐ and ΰ have no single upper-case letter
 * and stay; so does µ (the micro sign), whose capital would read as an M.
 */
static const struct {
    uint16_t first, last, stride;
    int16_t shift;
} lower_case[] = {
    {0x0061, 0x007A, 1, -0x20},                            /* a-z */
    {0x00E0, 0x00F6, 1, -0x20},                            /* Latin-1, without the division sign */
    {0x00F8, 0x00FE, 1, -0x20}, {0x00FF, 0x00FF, 1, 0x79}, /* ÿ */
    {0x0101, 0x012F, 2, -1},                               /* Latin Extended-A */
    {0x0131, 0x0131, 1, -0xE8},                            /* dotless i */
    {0x0133, 0x0137, 2, -1},    {0x013A, 0x0148, 2, -1},
    {0x014B, 0x0177, 2, -1},                                 /* with ŵ and ŷ */
    {0x017A, 0x017E, 2, -1},    {0x017F, 0x017F, 1, -0x12C}, /* long s */
    {0x0201, 0x021F, 2, -1},                                 /* with Romanian ș and ț */
    {0x03AC, 0x03AC, 1, -0x26},                              /* Greek with tonos */
    {0x03AD, 0x03AF, 1, -0x25}, {0x03B1, 0x03C1, 1, -0x20},
    {0x03C2, 0x03C2, 1, -0x1F}, /* final sigma */
    {0x03C3, 0x03CB, 1, -0x20}, {0x03CC, 0x03CC, 1, -0x40},
    {0x03CD, 0x03CE, 1, -0x3F}, {0x0430, 0x044F, 1, -0x20}, /* Cyrillic */
    {0x0450, 0x045F, 1, -0x50}, {0x0461, 0x0481, 2, -1},
    {0x048B, 0x04BF, 2, -1},    {0x04C2, 0x04CE, 2, -1},
    {0x04CF, 0x04CF, 1, -0xF},  {0x04D1, 0x052F, 2, -1},
    {0x1E01, 0x1E95, 2, -1}, /* Latin Extended Additional, with Welsh ẁ ẃ ẅ */
    {0x1EA1, 0x1EFF, 2, -1}, /* with ỳ */
};

static uint32_t upper_case(uint32_t c)
{
    for (size_t i = 0; i < sizeof lower_case / sizeof *lower_case; i++)
        if (c >= lower_case[i].first && c <= lower_case[i].last)
            return (c - lower_case[i].first) % lower_case[i].stride
                       ? c
                       : (uint32_t)((int32_t)c + lower_case[i].shift);
    return c;
}

str str_upper(struct arena *a, str s)
{
    struct buf b = {.arena = a};
    for (size_t at = 0; at < s.n;)
        buf_rune(&b, upper_case(utf8_next(s, &at)));
    return buf_str(&b);
}

uint64_t str_hash(str s)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < s.n; i++)
        hash = (hash ^ (unsigned char)s.p[i]) * 1099511628211u;
    return hash;
}

/* ---- UTF-8 (RFC 3629) and UTF-16 ---- */

/* The bytes of the well-formed code point at `at` < s.n; 0 when there is none. */
static size_t decode(str s, size_t at, uint32_t *code_point)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *p = (const unsigned char *)s.p + at;
    if (p[0] < 0x80) {
        *code_point = p[0];
        return 1;
    }
    size_t size = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    if (p[0] < 0xC2 || p[0] > 0xF4 || s.n - at < size)
        return 0;
    uint32_t c = p[0] & (0x7Fu >> size);
    for (size_t i = 1; i < size; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (p[i] & 0x3Fu);
    }
    if (c < smallest[size] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 0;
    *code_point = c;
    return size;
}

uint32_t utf8_next(str s, size_t *at)
{
    uint32_t c = REPLACEMENT;
    size_t size = decode(s, *at, &c);
    *at += size ? size : 1;
    return c;
}

uint32_t utf8_prev(str s, size_t *at)
{
    str before = str_sub(s, 0, *at);
    uint32_t c = REPLACEMENT;
    for (size_t back = 1; back <= 4 && back <= *at; back++)
        if (decode(before, *at - back, &c) == back) {
            *at -= back;
            return c;
        }
    *at -= 1;
    return REPLACEMENT;
}

size_t utf8_put(char out[4], uint32_t c)
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = REPLACEMENT;
    size_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    if (size == 1) {
        out[0] = (char)c;
        return 1;
    }
    for (size_t i = size - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)((0xF00u >> size & 0xF0) | c);
    return size;
}

size_t utf8_count(str s)
{
    size_t count = 0;
    for (size_t at = 0; at < s.n; count++)
        utf8_next(s, &at);
    return count;
}

size_t utf8_check(str s)
{
    uint32_t c;
    for (size_t at = 0, size; at < s.n; at += size) {
        size = decode(s, at, &c);
        if (size == 0)
            return at;
    }
    return s.n;
}

static char *put_unit(char *p, uint32_t unit)
{
    *p++ = (char)(unit >> 8);
    *p++ = (char)unit;
    return p;
}

str str_utf16be(struct arena *a, str s)
{
    /* One byte of UTF-8 gives at most one unit; the mark and the zero byte come on top. */
    char *begin = arena_alloc(a, 2 * s.n + 3);
    char *p = put_unit(begin, 0xFEFF);
    for (size_t at = 0; at < s.n;) {
        uint32_t c = utf8_next(s, &at);
        if (c >= 0x10000) {
            p = put_unit(p, 0xD800 + ((c - 0x10000) >> 10));
            c = 0xDC00 + (c & 0x3FF);
        }
        p = put_unit(p, c);
    }
    return (str){begin, (size_t)(p - begin)};
}

/* ---- did you mean …? ---- */

#define DISTANCE_MAX 256

static int min3(int a, int b, int c)
{
    int m = a < b ? a : b;
    return m < c ? m : c;
}

static int decode_all(str s, uint32_t out[DISTANCE_MAX])
{
    int n = 0;
    for (size_t at = 0; at < s.n;)
        out[n++] = utf8_next(s, &at);
    return n;
}

/* The usual table row by row; three rows are kept because a swap looks two rows back. */
int str_distance(str a, str b, int limit)
{
    uint32_t x[DISTANCE_MAX], y[DISTANCE_MAX];
    int rows[3][DISTANCE_MAX + 1];
    if (str_eq(a, b))
        return 0;
    if (utf8_count(a) > DISTANCE_MAX || utf8_count(b) > DISTANCE_MAX)
        return limit + 1;
    int m = decode_all(a, x), n = decode_all(b, y);
    for (int j = 0; j <= n; j++)
        rows[0][j] = j;
    for (int i = 1; i <= m; i++) {
        int *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = i;
        int best = i;
        for (int j = 1; j <= n; j++) {
            int cost = x[i - 1] != y[j - 1];
            row[j] = min3(above[j] + 1, row[j - 1] + 1, above[j - 1] + cost);
            bool is_swap = i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1];
            if (is_swap && two_above[j - 2] + 1 < row[j])
                row[j] = two_above[j - 2] + 1;
            if (row[j] < best)
                best = row[j];
        }
        /* Neighbouring rows' minima differ by one at most, so a swap cannot come back under. */
        if (best > limit)
            return limit + 1;
    }
    int distance = rows[m % 3][n];
    return distance <= limit ? distance : limit + 1;
}

static bool differs_in_case_only(str a, str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (upper_case((unsigned char)a.p[i]) != upper_case((unsigned char)b.p[i]))
            return false;
    return true;
}

const char *str_nearest(str word, const char *const *candidates)
{
    const char *nearest = NULL;
    int best = (int)(utf8_count(word) / 3) + 1;
    for (; *candidates; candidates++) {
        str candidate = str_z(*candidates);
        if (differs_in_case_only(word, candidate))
            return *candidates;
        int distance = str_distance(word, candidate, best);
        if (distance < best) {
            best = distance;
            nearest = *candidates;
        }
    }
    return nearest;
}

/* ---- the builder ---- */

/* Room for `extra` bytes and the zero byte after them. */
static void reserve(struct buf *b, size_t extra)
{
    if (b->p && extra < b->capacity - b->n)
        return;
    if (extra > SIZE_MAX / 4 || b->capacity > SIZE_MAX / 4)
        arena_oom(b->arena);
    size_t capacity = b->capacity ? 2 * b->capacity : 64;
    if (capacity < b->n + extra + 1)
        capacity = b->n + extra + 1;
    char *p = arena_alloc(b->arena, capacity);
    if (b->n)
        memcpy(p, b->p, b->n);
    b->p = p;
    b->capacity = capacity;
}

void buf_add(struct buf *b, str s)
{
    reserve(b, s.n);
    if (s.n)
        memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
}

void buf_addz(struct buf *b, const char *zero_terminated)
{
    buf_add(b, str_z(zero_terminated));
}

void buf_byte(struct buf *b, int byte)
{
    reserve(b, 1);
    b->p[b->n++] = (char)byte;
}

void buf_rune(struct buf *b, uint32_t code_point)
{
    reserve(b, 4);
    b->n += utf8_put(b->p + b->n, code_point);
}

void buf_format(struct buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    if (n > 0) {
        reserve(b, (size_t)n);
        vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
        b->n += (size_t)n;
    }
    va_end(again);
    va_end(args);
}

static const char *entity(char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&apos;";
    default: return NULL;
    }
}

void buf_escape(struct buf *b, str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (entity(s.p[i]))
            buf_addz(b, entity(s.p[i]));
        else
            buf_byte(b, s.p[i]);
}

str buf_str(struct buf *b)
{
    reserve(b, 0);
    b->p[b->n] = '\0';
    return (str){b->p, b->n};
}
