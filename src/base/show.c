#include "base/show.h"

bool show_is_unsafe(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

/* ---- widths ---- */

struct range {
    uint32_t first, last;
};

/* Sorted. The marks and letters that names and titles are likely to have, not all of Unicode. */
static const struct range no_columns[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A}, {0x064B, 0x065F},
    {0x0900, 0x0902}, {0x093C, 0x093C}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200D},
    {0x2060, 0x2064}, {0x20D0, 0x20F0}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xE0100, 0xE01EF},
};
static const struct range two_columns[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},   {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

static bool is_within(const struct range *ranges, size_t count, uint32_t c)
{
    size_t from = 0, to = count;
    while (from < to) {
        size_t middle = (from + to) / 2;
        if (c > ranges[middle].last)
            from = middle + 1;
        else
            to = middle;
    }
    return from < count && c >= ranges[from].first;
}

#define IS_WITHIN(ranges, c) is_within(ranges, sizeof(ranges) / sizeof *(ranges), c)

static int rune_width(uint32_t c)
{
    return c < 0x300 ? 1 : IS_WITHIN(no_columns, c) ? 0 : IS_WITHIN(two_columns, c) ? 2 : 1;
}

/* ---- one code point ---- */

/* The longest: four bytes as \xNN. */
#define SHOWN_SIZE 17

struct shown {
    const char *p; /* in the text itself, or in `escaped` */
    size_t n;
    int columns;
    char escaped[SHOWN_SIZE];
};

/* A code point as people see it; steps over it. What is malformed is a single byte. */
static void shown_rune(struct shown *shown, str s, size_t *at)
{
    size_t from = *at;
    uint32_t c = utf8_next(s, at);
    shown->p = s.p + from;
    shown->n = *at - from;
    shown->columns = rune_width(c);
    if (!show_is_unsafe(c) && (c != 0xFFFD || shown->n > 1))
        return;
    shown->p = shown->escaped;
    shown->n = 0;
    for (size_t i = from; i < *at; i++, shown->n += 4)
        snprintf(shown->escaped + shown->n, 5, "\\x%02X", (unsigned)(unsigned char)s.p[i]);
    shown->columns = (int)shown->n;
}

/* The same as it stands within a JSON string. */
static void json_rune(struct shown *shown, str s, size_t *at)
{
    size_t from = *at;
    uint32_t c = utf8_next(s, at);
    shown->p = shown->escaped;
    if (c == '"' || c == '\\') {
        shown->n = (size_t)snprintf(shown->escaped, SHOWN_SIZE, "\\%c", (char)c);
    } else if (show_is_unsafe(c) || c == 0xFFFD) {
        shown->n = (size_t)snprintf(shown->escaped, SHOWN_SIZE, "\\u%04x", (unsigned)c);
    } else {
        shown->p = s.p + from;
        shown->n = *at - from;
    }
}

/* ---- whole texts ---- */

int show_rune(FILE *out, str s, size_t *at)
{
    struct shown shown;
    shown_rune(&shown, s, at);
    fwrite(shown.p, 1, shown.n, out);
    return shown.columns;
}

void show_print(FILE *out, str s)
{
    for (size_t at = 0; at < s.n;)
        show_rune(out, s, &at);
}

void show_add(struct buf *b, str s)
{
    struct shown shown;
    for (size_t at = 0; at < s.n;) {
        shown_rune(&shown, s, &at);
        buf_add(b, (str){shown.p, shown.n});
    }
}

size_t show_width(str s)
{
    size_t columns = 0;
    struct shown shown;
    for (size_t at = 0; at < s.n;) {
        shown_rune(&shown, s, &at);
        columns += (size_t)shown.columns;
    }
    return columns;
}

/* How much of the front of s fits into so many columns, in bytes. */
static size_t front_within(str s, size_t columns)
{
    struct shown shown;
    for (size_t at = 0, next = 0;; at = next) {
        if (at == s.n)
            return at;
        shown_rune(&shown, s, &next);
        if ((size_t)shown.columns > columns)
            return at;
        columns -= (size_t)shown.columns;
    }
}

/* Where the end of s begins that fits: what comes before it takes the columns that are too many. */
static size_t end_within(str s, size_t columns)
{
    size_t width = show_width(s), at = 0;
    struct shown shown;
    while (width > columns) {
        shown_rune(&shown, s, &at);
        width -= (size_t)shown.columns;
    }
    return at;
}

void show_add_cut(struct buf *b, str s, size_t columns)
{
    if (show_width(s) <= columns) {
        show_add(b, s);
        return;
    }
    size_t end = columns / 2, front = columns - 1 - end; /* the end mostly says more */
    show_add(b, str_sub(s, 0, front_within(s, front)));
    buf_addz(b, "…");
    show_add(b, str_sub(s, end_within(s, end), s.n));
}

void show_print_json(FILE *out, str s)
{
    struct shown shown;
    putc('"', out);
    for (size_t at = 0; at < s.n;) {
        json_rune(&shown, s, &at);
        fwrite(shown.p, 1, shown.n, out);
    }
    putc('"', out);
}

void show_add_json(struct buf *b, str s)
{
    struct shown shown;
    buf_byte(b, '"');
    for (size_t at = 0; at < s.n;) {
        json_rune(&shown, s, &at);
        buf_add(b, (str){shown.p, shown.n});
    }
    buf_byte(b, '"');
}
