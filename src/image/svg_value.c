/*
 * svg_value: numbers, lengths, colours and transformations, as SVG writes them in attributes.
 */
#include <string.h>

#include "image/svg.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

void svg_skip(str s, size_t *at)
{
    bool has_comma = false;
    while (*at < s.n && (is_space(s.p[*at]) || (s.p[*at] == ',' && !has_comma))) {
        has_comma |= s.p[*at] == ',';
        ++*at;
    }
}

size_t svg_numbers(str s, size_t *at, fix *out, size_t count)
{
    size_t n = 0;
    svg_skip(s, at);
    while (n < count && fix_read(s, at, &out[n])) {
        n++;
        svg_skip(s, at);
    }
    return n;
}

bool svg_length(str s, fix *out)
{
    /* px in one unit, as fractions: 96 to the inch (CSS 2.1, 4.3.2) */
    static const struct {
        const char *name;
        int numerator, denominator;
    } units[] = {{"", 1, 1},    {"px", 1, 1},      {"pt", 96, 72},  {"pc", 16, 1},
                 {"in", 96, 1}, {"cm", 9600, 254}, {"mm", 960, 254}};
    size_t at = 0;
    s = str_trim(s);
    if (!fix_read(s, &at, out) || *out <= 0)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (str_is(str_sub(s, at, s.n), units[i].name)) {
            *out = fix_mul(*out, FIX_INT(units[i].numerator)) / units[i].denominator;
            return true;
        }
    return false;
}

/* ---- colours ---------------------------------------------------------------------------- */

/* HTML 4's sixteen, with the two that drawings use most besides. */
static const struct {
    const char *name;
    colour value;
} names[] = {
    {"none", COLOUR_NONE}, {"black", 0x000000},  {"white", 0xFFFFFF},  {"red", 0xFF0000},
    {"green", 0x008000},   {"blue", 0x0000FF},   {"yellow", 0xFFFF00}, {"gray", 0x808080},
    {"grey", 0x808080},    {"silver", 0xC0C0C0}, {"maroon", 0x800000}, {"olive", 0x808000},
    {"lime", 0x00FF00},    {"aqua", 0x00FFFF},   {"teal", 0x008080},   {"navy", 0x000080},
    {"fuchsia", 0xFF00FF}, {"purple", 0x800080}, {"orange", 0xFFA500},
};

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* #rgb or #rrggbb */
static bool read_hex(str s, colour *out)
{
    colour value = 0;
    if (s.n != 4 && s.n != 7)
        return false;
    for (size_t i = 1; i < s.n; i++) {
        int digit = hex_digit(s.p[i]);
        if (digit < 0)
            return false;
        value = value << 4 | (colour)digit;
        if (s.n == 4)
            value = value << 4 | (colour)digit;
    }
    *out = value;
    return true;
}

/* rgb(12, 34, 56), each 0 to 255 */
static bool read_rgb(str s, colour *out)
{
    fix parts[3];
    size_t at = strlen("rgb(");
    if (svg_numbers(s, &at, parts, 3) != 3 || at + 1 != s.n || s.p[at] != ')')
        return false;
    *out = 0;
    for (int i = 0; i < 3; i++) {
        if (parts[i] < 0 || parts[i] > FIX_INT(255) || parts[i] % FIX_ONE)
            return false;
        *out = *out << 8 | (colour)(parts[i] / FIX_ONE);
    }
    return true;
}

bool svg_colour(str s, colour *out)
{
    s = str_trim(s);
    if (str_starts(s, STR("#")))
        return read_hex(s, out);
    if (str_starts(s, STR("rgb(")))
        return read_rgb(s, out);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(s, names[i].name)) {
            *out = names[i].value;
            return true;
        }
    return false;
}

/* ---- transformations -------------------------------------------------------------------- */

static struct affine translation(fix x, fix y)
{
    return (struct affine){FIX_ONE, 0, 0, FIX_ONE, x, y};
}

static struct affine rotation(fix degrees)
{
    fix s, c;
    fix_turn(degrees, &s, &c);
    return (struct affine){c, s, -s, c, 0, 0};
}

/* The tangent; false near 90 degrees, where there is none. */
static bool tangent(fix degrees, fix *out)
{
    fix s, c;
    fix_turn(degrees, &s, &c);
    if (c < FIX_ONE >> 16 && c > -(FIX_ONE >> 16))
        return false;
    *out = fix_div(s, c);
    return true;
}

/* One function by its name and arguments; false when there is none such. */
static bool function(str name, const fix *v, size_t n, struct affine *out)
{
    *out = affine_identity;
    if (str_is(name, "translate") && (n == 1 || n == 2))
        *out = translation(v[0], n == 2 ? v[1] : 0);
    else if (str_is(name, "scale") && (n == 1 || n == 2))
        *out = (struct affine){v[0], 0, 0, v[n - 1], 0, 0};
    else if (str_is(name, "rotate") && n == 1)
        *out = rotation(v[0]);
    else if (str_is(name, "rotate") && n == 3)
        *out = affine_join(affine_join(translation(v[1], v[2]), rotation(v[0])),
                           translation(-v[1], -v[2]));
    else if (str_is(name, "skewX") && n == 1)
        return tangent(v[0], &out->c);
    else if (str_is(name, "skewY") && n == 1)
        return tangent(v[0], &out->b);
    else if (str_is(name, "matrix") && n == 6)
        *out = (struct affine){v[0], v[1], v[2], v[3], v[4], v[5]};
    else
        return false;
    return true;
}

bool svg_transform(str s, size_t *at, struct affine *out)
{
    *out = affine_identity;
    for (svg_skip(s, at); *at < s.n; svg_skip(s, at)) {
        size_t start = *at, open = start;
        while (open < s.n && s.p[open] != '(')
            open++;
        str name = str_trim(str_sub(s, start, open));
        fix values[6];
        size_t end = open + 1 < s.n ? open + 1 : s.n;
        size_t n = svg_numbers(s, &end, values, 6);
        struct affine one;
        if (end >= s.n || s.p[end] != ')' || !function(name, values, n, &one))
            return false;
        *out = affine_join(*out, one);
        *at = end + 1;
    }
    return true;
}
