#include "base/len.h"

#include <stdio.h>

#include "base/dec.h"

/* 1/1024 pt in one unit, as a fraction: 72 pt to the inch, 25.4 mm to the inch. */
static const struct unit {
    const char *name;
    int64_t numerator, denominator;
} units[] = {
    {"pt", LEN_UNIT, 1},
    {"in", LEN_UNIT * 72, 1},
    {"cm", LEN_UNIT * 72 * 100, 254},
    {"mm", LEN_UNIT * 72 * 10, 254},
};

static const struct unit *find_unit(str s)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (str_ends(s, str_z(units[i].name)))
            return &units[i];
    return NULL;
}

/* digits * unit / 10^places in 128 bits (at most 10^18 * 7,372,800), rounded half away from zero.
 */
static bool convert(struct dec value, const struct unit *unit, len *out)
{
    bool is_negative = value.digits < 0;
    unsigned __int128 top = (uint64_t)dec_abs(value).digits;
    unsigned __int128 bottom = (uint64_t)unit->denominator;
    for (int i = 0; i < value.places; i++)
        bottom *= 10;
    top *= (uint64_t)unit->numerator;
    top = (top + bottom / 2) / bottom;
    if (top > LEN_MAX_PAGE)
        return false;
    *out = is_negative ? -(len)top : (len)top;
    return true;
}

bool len_parse(str s, len *out)
{
    const struct unit *unit = find_unit(s);
    str number = unit ? str_sub(s, 0, s.n - 2) : s;
    struct dec value;
    if (!dec_parse(number, &value) || (!unit && !dec_is_zero(value)))
        return false;
    return convert(value, unit ? unit : &units[0], out);
}

int len_print(char out[24], len value)
{
    int64_t size = value < 0 ? -(int64_t)value : value;
    int64_t thousandths = (size * 1000 + LEN_UNIT / 2) / LEN_UNIT;
    int n = snprintf(out, 24, "%s%d.%03d", value < 0 && thousandths ? "-" : "",
                     (int)(thousandths / 1000), (int)(thousandths % 1000));
    while (out[n - 1] == '0')
        n--;
    if (out[n - 1] == '.')
        n--;
    out[n] = '\0';
    return n;
}
