/*
 * Grapheme clusters by UAX #29 revision 41 (Unicode 15.0), rules GB1 to GB999 for extended
 * clusters. Where a line must be parted inside a word, or a face be chosen, it is by these.
 */
#include "text/breaks.h"
#include "text/unicode.h"

struct cluster {
    int before;         /* class of the last character */
    unsigned regionals; /* in a row up to here */
    bool is_pictograph; /* Extended_Pictographic Extend* stands before */
    bool is_joined;     /* … and then a ZWJ */
};

static bool is_end(int c)
{
    return c == GCB_CR || c == GCB_LF || c == GCB_CONTROL;
}

/* GB6 to GB8 */
static bool is_hangul_pair(int b, int c)
{
    return (b == GCB_L && (c == GCB_L || c == GCB_V || c == GCB_LV || c == GCB_LVT)) ||
           ((b == GCB_LV || b == GCB_V) && (c == GCB_V || c == GCB_T)) ||
           ((b == GCB_LVT || b == GCB_T) && c == GCB_T);
}

static bool is_boundary(const struct cluster *k, int c)
{
    int b = k->before;
    if (b == GCB_CR && c == GCB_LF)
        return false; /* GB3 */
    if (is_end(b) || is_end(c))
        return true; /* GB4, GB5 */
    if (is_hangul_pair(b, c))
        return false;
    if (c == GCB_EXTEND || c == GCB_ZWJ || c == GCB_SPACINGMARK || b == GCB_PREPEND)
        return false; /* GB9, GB9a, GB9b */
    if (k->is_joined && c == GCB_EXTENDED_PICTOGRAPHIC)
        return false;                                                         /* GB11 */
    return !(b == GCB_REGIONAL_INDICATOR && c == b && k->regionals % 2 == 1); /* GB12, GB13 */
}

static void step(struct cluster *k, int c)
{
    k->is_joined = k->is_pictograph && c == GCB_ZWJ;
    k->is_pictograph = c == GCB_EXTENDED_PICTOGRAPHIC || (k->is_pictograph && c == GCB_EXTEND);
    k->regionals = c == GCB_REGIONAL_INDICATOR ? k->regionals + 1 : 0;
    k->before = c;
}

void graphemes_find(str text, uint8_t *out)
{
    struct cluster k = {.before = GCB_CONTROL}; /* GB1: a boundary at the start */
    for (size_t i = 0; i < text.n; i++)
        out[i] = 0;
    for (size_t at = 0; at < text.n;) {
        size_t here = at;
        int c = unicode_of(utf8_next(text, &at))->gcb;
        out[here] = is_boundary(&k, c);
        step(&k, c);
    }
    out[text.n] = 1; /* GB2 */
}
