#include "batch/html.h"

#include <string.h>

#include "base/show.h"

static bool is_plain(str s)
{
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        uint32_t c = utf8_next(s, &at);
        if (show_is_unsafe(c) || (c == 0xFFFD && at - from == 1))
            return false;
    }
    return true;
}

void html_add_text(struct buf *b, str s)
{
    if (!is_plain(s)) {
        struct buf shown = {.arena = b->arena};
        show_add(&shown, s);
        s = buf_str(&shown);
    }
    buf_escape(b, s);
}

/* Letters, digits and hyphens, as RFC 5646 has it; 35 are more than any language needs (4.4.1). */
static bool is_language(str lang)
{
    for (size_t i = 0; i < lang.n; i++) {
        char c = lang.p[i];
        bool is_letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        bool is_further = i > 0 && (c == '-' || (c >= '0' && c <= '9'));
        if (!is_letter && !is_further)
            return false;
    }
    return lang.n >= 2 && lang.n <= 35;
}

bool html_open_language(struct buf *b, str lang)
{
    bool is_english = str_is(lang, "en") || str_starts(lang, STR("en-"));
    if (is_english || !is_language(lang))
        return false;
    buf_format(b, "<span lang=\"%.*s\">", STR_ARG(lang));
    return true;
}

void html_add_address(struct buf *b, str name)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] && strchr(plain, name.p[i]))
            buf_byte(b, name.p[i]);
        else
            buf_format(b, "%%%02X", (unsigned)(unsigned char)name.p[i]);
}

/* RFC 4648, 4. */
static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void put_four(char out[4], const unsigned char in[3])
{
    out[0] = base64_digits[in[0] >> 2];
    out[1] = base64_digits[(in[0] & 3) << 4 | in[1] >> 4];
    out[2] = base64_digits[(in[1] & 15) << 2 | in[2] >> 6];
    out[3] = base64_digits[in[2] & 63];
}

void html_add_base64(struct buf *b, str bytes)
{
    const unsigned char *in = (const unsigned char *)bytes.p;
    unsigned char last[3] = {0};
    char out[4096];
    size_t n = 0, i = 0, rest = bytes.n % 3;
    for (; i + 2 < bytes.n; i += 3, n += 4) {
        if (n == sizeof out) {
            buf_add(b, (str){out, n});
            n = 0;
        }
        put_four(out + n, in + i);
    }
    buf_add(b, (str){out, n});
    if (rest == 0)
        return;
    memcpy(last, in + i, rest);
    put_four(out, last);
    buf_add(b, (str){out, rest + 1});
    buf_addz(b, rest == 1 ? "==" : "=");
}
