#include "pack/token.h"

#include <string.h>

static bool is_space(int c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

static bool is_delimiter(int c)
{
    return c != '\0' && strchr("()<>[]{}/%", c) != NULL;
}

static bool is_regular(int c)
{
    return !is_space(c) && !is_delimiter(c);
}

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

/* The byte so many places on; -1: the end. */
static int look(const struct tokens *t, size_t ahead)
{
    return t->text.n - t->at > ahead ? (unsigned char)t->text.p[t->at + ahead] : -1;
}

/* ---- stepping over ------------------------------------------------------------------------- */

static void skip_space(struct tokens *t)
{
    for (int c = look(t, 0); c >= 0 && (is_space(c) || c == '%'); c = look(t, 0)) {
        if (c == '%')
            while (look(t, 0) >= 0 && look(t, 0) != '\n' && look(t, 0) != '\r')
                t->at++;
        else
            t->at++;
    }
}

static void skip_regular(struct tokens *t)
{
    while (look(t, 0) >= 0 && is_regular(look(t, 0)))
        t->at++;
}

/* From the opening bracket past the closing one. */
static bool skip_literal(struct tokens *t)
{
    int depth = 0;
    for (int c = look(t, 0); c >= 0; c = look(t, 0)) {
        t->at++;
        if (c == '\\' && look(t, 0) >= 0)
            t->at++;
        depth += (c == '(') - (c == ')');
        if (depth == 0)
            return true;
    }
    return false;
}

static bool skip_hex(struct tokens *t)
{
    while (look(t, 0) >= 0)
        if (t->text.p[t->at++] == '>')
            return true;
    return false;
}

/* ---- numbers ------------------------------------------------------------------------------- */

/* A sign, digits, a point, digits: what looks like none of that is an operator. */
static bool read_number(str s, long long *out)
{
    size_t i = 0;
    long long value = 0, unit = 1000000;
    bool has_digit = false;
    while (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
        i++;
    for (; i < s.n && is_digit(s.p[i]); i++, has_digit = true)
        value = value > TOKEN_MOST / 10 ? TOKEN_MOST : value * 10 + (s.p[i] - '0') * 1000000LL;
    for (i += i < s.n && s.p[i] == '.'; i < s.n && is_digit(s.p[i]); i++, has_digit = true)
        value += (s.p[i] - '0') * (unit /= 10);
    if (value > TOKEN_MOST)
        value = TOKEN_MOST;
    *out = s.n && s.p[0] == '-' ? -value : value;
    return has_digit;
}

/* ---- tokens -------------------------------------------------------------------------------- */

static struct token finish(struct tokens *t, size_t from, enum token_kind kind)
{
    return (struct token){.kind = kind, .text = str_sub(t->text, from, t->at)};
}

static struct token read_angle(struct tokens *t, size_t from)
{
    if (look(t, 1) == look(t, 0)) {
        enum token_kind kind = look(t, 0) == '<' ? TOKEN_OPEN : TOKEN_CLOSE;
        t->at += 2;
        return finish(t, from, kind);
    }
    if (look(t, 0) == '<') {
        bool is_whole = skip_hex(t);
        return finish(t, from, is_whole ? TOKEN_STRING : TOKEN_FAULT);
    }
    t->at++;
    return finish(t, from, TOKEN_OPERATOR);
}

static struct token read_word(struct tokens *t, size_t from)
{
    skip_regular(t);
    struct token token = finish(t, from, TOKEN_OPERATOR);
    if (read_number(token.text, &token.value))
        token.kind = TOKEN_NUMBER;
    return token;
}

struct token token_next(struct tokens *t)
{
    skip_space(t);
    size_t from = t->at;
    bool is_whole;
    switch (look(t, 0)) {
    case -1: return finish(t, from, TOKEN_END);
    case '(':
        is_whole = skip_literal(t);
        return finish(t, from, is_whole ? TOKEN_STRING : TOKEN_FAULT);
    case '<':
    case '>': return read_angle(t, from);
    case '[': t->at++; return finish(t, from, TOKEN_OPEN);
    case ']': t->at++; return finish(t, from, TOKEN_CLOSE);
    case '/':
        t->at++;
        skip_regular(t);
        return finish(t, from, TOKEN_NAME);
    case ')':
    case '{':
    case '}': t->at++; return finish(t, from, TOKEN_OPERATOR);
    default: return read_word(t, from);
    }
}

/* ---- what they say ------------------------------------------------------------------------- */

static int hex_value(int c)
{
    if (is_digit(c))
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void add_hex(struct buf *out, str s)
{
    int high = -1;
    for (size_t i = 0; i < s.n; i++) {
        int value = hex_value((unsigned char)s.p[i]);
        if (value < 0)
            continue;
        if (high >= 0)
            buf_byte(out, high << 4 | value);
        high = high >= 0 ? -1 : value;
    }
    if (high >= 0)
        buf_byte(out, high << 4);
}

/* Up to three octal digits at *i. */
static int read_octal(str s, size_t *i)
{
    int value = 0;
    for (int n = 0; n < 3 && *i < s.n && s.p[*i] >= '0' && s.p[*i] <= '7'; n++)
        value = value * 8 + (s.p[(*i)++] - '0');
    return value & 0xFF;
}

/* What stands behind a backslash at *i. */
static void add_escape(struct buf *out, str s, size_t *i)
{
    static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
    char c = s.p[*i];
    const char *plain = c ? strchr(from, c) : NULL;
    if (c >= '0' && c <= '7') {
        buf_byte(out, read_octal(s, i));
        return;
    }
    ++*i;
    if (c == '\r' && *i < s.n && s.p[*i] == '\n')
        ++*i;
    if (c != '\n' && c != '\r')
        buf_byte(out, plain ? to[plain - from] : c);
}

static void add_literal(struct buf *out, str s)
{
    for (size_t i = 0; i < s.n;) {
        char c = s.p[i++];
        if (c == '\\' && i < s.n)
            add_escape(out, s, &i);
        else
            buf_byte(out, (unsigned char)c);
    }
}

/* "F#31" is F1 (7.3.5). */
static void add_name(struct buf *out, str s)
{
    for (size_t i = 0; i < s.n; i++) {
        int high = s.p[i] == '#' && s.n - i > 2 ? hex_value((unsigned char)s.p[i + 1]) : -1;
        int low = high >= 0 ? hex_value((unsigned char)s.p[i + 2]) : -1;
        buf_byte(out, low >= 0 ? high << 4 | low : (unsigned char)s.p[i]);
        i += low >= 0 ? 2 : 0;
    }
}

str token_bytes(struct arena *a, struct token token)
{
    struct buf out = {.arena = a};
    str s = token.text;
    if (token.kind == TOKEN_NAME)
        add_name(&out, str_sub(s, 1, s.n));
    else if (token.kind == TOKEN_STRING && s.p[0] == '<')
        add_hex(&out, str_sub(s, 1, s.n - 1));
    else if (token.kind == TOKEN_STRING)
        add_literal(&out, str_sub(s, 1, s.n - 1));
    return buf_str(&out);
}

/* ---- inline images ------------------------------------------------------------------------- */

/* Content goes on with text: within pixels EI may stand between white space too. */
static bool is_text(const struct tokens *t, size_t from)
{
    for (size_t i = from; i < from + 12; i++) {
        int c = look(t, i);
        if (c >= 0x7F || (c >= 0 && c < 0x20 && !is_space(c)) || c == 0)
            return false;
    }
    return true;
}

bool token_skip_image(struct tokens *t)
{
    for (t->at += look(t, 0) >= 0; look(t, 1) >= 0; t->at++) {
        int after = look(t, 2);
        bool is_word = look(t, 0) == 'E' && look(t, 1) == 'I' && (after < 0 || is_space(after));
        if (is_word && is_space((unsigned char)t->text.p[t->at - 1]) && is_text(t, 2)) {
            t->at += 2;
            return true;
        }
    }
    return false;
}
