#include "pack/canon.h"

#include <string.h>

#include "pack/token.h"

static bool is_any_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

static bool is_octal(char c)
{
    return c >= '0' && c <= '7';
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/* ---- strings ------------------------------------------------------------------------------- */

/* An octal escape of three digits beyond 255 is none. */
static bool is_plain_escape(str s, size_t at)
{
    if (is_octal(s.p[at]))
        return s.p[at] < '4' || s.n - at < 3 || !is_octal(s.p[at + 1]) || !is_octal(s.p[at + 2]);
    return is_any_of(s.p[at], "nrtbf()\\");
}

static bool is_plain_literal(str s)
{
    for (size_t i = 1; i < s.n; i++) {
        if (s.p[i] == '\r' || (s.p[i] == '\\' && !is_plain_escape(s, i + 1)))
            return false;
        i += s.p[i] == '\\';
    }
    return true;
}

static bool is_plain_hex(str s)
{
    size_t count = 0;
    for (size_t i = 1; i + 1 < s.n; i++) {
        if (!is_hex(s.p[i]) && !is_any_of(s.p[i], " \n\r\t"))
            return false;
        count += is_hex(s.p[i]);
    }
    return count % 2 == 0;
}

/* ---- tokens -------------------------------------------------------------------------------- */

static void add_part(struct buf *out, char mark, str text)
{
    uint64_t size = text.n;
    buf_byte(out, mark);
    for (int i = 0; i < 8; i++)
        buf_byte(out, (int)(size >> 8 * i & 0xFF));
    buf_add(out, text);
}

static void add_token(struct buf *out, struct token token)
{
    bool is_string = token.kind == TOKEN_STRING;
    if (is_string && (token.text.p[0] == '<' ? is_plain_hex : is_plain_literal)(token.text))
        add_part(out, 's', token_bytes(out->arena, token));
    else
        add_part(out, 't', token.text);
}

/* From where the last token ended to where this one begins. */
static bool is_plain_gap(str content, size_t from, struct token token)
{
    for (size_t i = from; i < (size_t)(token.text.p - content.p); i++)
        if (!is_any_of(content.p[i], " \n\r\t"))
            return false;
    return true;
}

static bool begins_image(struct token token)
{
    return token.kind == TOKEN_OPERATOR &&
           (str_is(token.text, "BI") || str_is(token.text, "ID") || str_is(token.text, "EI"));
}

bool canon_content(struct arena *a, str content, str *out)
{
    struct buf all = {.arena = a};
    struct tokens tokens = {.text = content};
    for (;;) {
        size_t from = tokens.at;
        struct token token = token_next(&tokens);
        if (token.kind == TOKEN_FAULT || begins_image(token) || !is_plain_gap(content, from, token))
            return false;
        if (token.kind == TOKEN_END)
            break;
        add_token(&all, token);
    }
    *out = buf_str(&all);
    return true;
}
