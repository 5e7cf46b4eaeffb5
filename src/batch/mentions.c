#include "batch/mentions.h"

#include "base/file.h"

#define NAME_MAX_BYTES 1024

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* ".png", ".jpeg", ".ttf": two to five characters, of which the first is a letter. */
static bool has_ending(str name)
{
    size_t dot = name.n;
    while (dot > 0 && name.p[dot - 1] != '.' && name.p[dot - 1] != '/')
        dot--;
    size_t n = name.n - dot;
    return dot > 1 && name.p[dot - 1] == '.' && n >= 2 && n <= 5 && is_letter(name.p[dot]);
}

static bool is_likely(str value)
{
    for (size_t i = 0; i < value.n; i++)
        if ((unsigned char)value.p[i] < 0x20)
            return false;
    return has_ending(value) && str_search(value, STR("://"), 0) == value.n;
}

/* "R&amp;D.png": of the five entities the one that names of files have. */
static str without_entities(struct arena *a, str value)
{
    const str ampersand = STR("&amp;");
    struct buf out = {.arena = a};
    size_t from = 0, at;
    while ((at = str_search(value, ampersand, from)) < value.n) {
        buf_add(&out, str_sub(value, from, at + 1));
        from = at + ampersand.n;
    }
    buf_add(&out, str_sub(value, from, value.n));
    return buf_str(&out);
}

/* The next value in quotes after an equals sign; false at the end. */
static bool next_value(str text, size_t *at, str *out)
{
    while (*at < text.n) {
        str rest = str_sub(text, *at, text.n);
        *at += str_find(rest, '=') + 1;
        while (*at < text.n && (text.p[*at] == ' ' || text.p[*at] == '\n'))
            ++*at;
        if (*at >= text.n || (text.p[*at] != '"' && text.p[*at] != '\''))
            continue;
        size_t end = *at + 1 + NAME_MAX_BYTES < text.n ? *at + 1 + NAME_MAX_BYTES : text.n;
        str value = str_sub(text, *at + 1, end);
        value = str_sub(value, 0, str_find(value, '<')); /* no value goes on behind one */
        size_t n = str_find(value, text.p[*at]);
        if (n == value.n)
            continue;
        *out = str_sub(value, 0, n);
        *at += n + 2;
        return true;
    }
    return false;
}

str *mentions_find(struct arena *a, str text, size_t *count)
{
    str *names = NULL, value;
    size_t capacity = 0, at = 0;
    *count = 0;
    while (*count < MENTIONS_MAX && next_value(text, &at, &value)) {
        str name;
        if (is_likely(value) && file_plain_name(a, without_entities(a, value), &name))
            *ARENA_PUSH(a, names, *count, capacity) = name;
    }
    return names;
}
