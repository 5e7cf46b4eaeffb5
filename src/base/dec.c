/*
 * Intermediate results are 128 bits wide: 19 digits brought to nine more places need 94. They are
 * multiplied as unsigned numbers, with the sign kept apart, so that nothing is left undefined.
 */
#include "base/dec.h"

#include <stdio.h>

typedef __int128 wide;
typedef unsigned __int128 uwide;

#define PLACES_MAX 9

static uint64_t power10(int n)
{
    uint64_t power = 1;
    while (n-- > 0)
        power *= 10;
    return power;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A run of digits at *at, added to *value; false beyond 18 significant ones. */
static bool read_digits(str s, size_t *at, int64_t *value)
{
    for (; *at < s.n && is_digit(s.p[*at]); ++*at) {
        if (*value >= 100000000000000000)
            return false;
        *value = *value * 10 + (s.p[*at] - '0');
    }
    return true;
}

bool dec_parse(str s, struct dec *out)
{
    size_t at = s.n && (s.p[0] == '-' || s.p[0] == '+');
    bool is_negative = at && s.p[0] == '-';
    int64_t value = 0;
    size_t first = at, places = 0;
    if (!read_digits(s, &at, &value) || at == first)
        return false;
    if (at < s.n && s.p[at] == '.') {
        first = ++at;
        if (!read_digits(s, &at, &value))
            return false;
        places = at - first;
        if (places < 1 || places > PLACES_MAX)
            return false;
    }
    if (at != s.n)
        return false;
    *out = (struct dec){is_negative ? -value : value, (uint8_t)places};
    return true;
}

static uwide magnitude(wide n)
{
    return n < 0 ? -(uwide)n : (uwide)n;
}

/* a's digits as they would be with `places`, which are not fewer than it has. */
static wide digits_at(struct dec a, int places)
{
    uwide digits = magnitude(a.digits) * power10(places - a.places);
    return a.digits < 0 ? -(wide)digits : (wide)digits;
}

static int more_places(struct dec a, struct dec b)
{
    return a.places > b.places ? a.places : b.places;
}

/* top / bottom rounded half away from zero, as a dec; false when it has too many digits. */
static bool divide(uwide top, uwide bottom, bool is_negative, int places, struct dec *out)
{
    uwide quotient = top / bottom, rest = top % bottom;
    if (rest >= bottom - rest)
        quotient++;
    if (quotient > INT64_MAX)
        return false;
    int64_t digits = (int64_t)quotient;
    *out = (struct dec){is_negative ? -digits : digits, (uint8_t)places};
    return true;
}

int dec_cmp(struct dec a, struct dec b)
{
    int places = more_places(a, b);
    wide x = digits_at(a, places), y = digits_at(b, places);
    return (x > y) - (x < y);
}

bool dec_add(struct dec a, struct dec b, struct dec *out)
{
    int places = more_places(a, b);
    wide sum = digits_at(a, places) + digits_at(b, places);
    return divide(magnitude(sum), 1, sum < 0, places, out);
}

bool dec_sub(struct dec a, struct dec b, struct dec *out)
{
    int places = more_places(a, b);
    wide difference = digits_at(a, places) - digits_at(b, places);
    return divide(magnitude(difference), 1, difference < 0, places, out);
}

struct dec dec_abs(struct dec a)
{
    if (a.digits < 0)
        a.digits = -a.digits;
    return a;
}

bool dec_is_zero(struct dec a)
{
    return a.digits == 0;
}

bool dec_percent_change(struct dec now, struct dec before, int places, struct dec *out)
{
    int common = more_places(now, before);
    wide difference = digits_at(now, common) - digits_at(before, common);
    uwide factor = 100 * power10(places);
    if (dec_is_zero(before) || magnitude(difference) > ~(uwide)0 / factor)
        return false;
    return divide(magnitude(difference) * factor, magnitude(digits_at(before, common)),
                  (difference < 0) != (before.digits < 0), places, out);
}

struct dec dec_round(struct dec a, int places)
{
    if (places < a.places)
        divide(magnitude(a.digits), power10(a.places - places), a.digits < 0, places, &a);
    return a;
}

str dec_format(struct arena *a, struct dec value, str group, str point)
{
    char digits[32];
    uint64_t size = (uint64_t)magnitude(value.digits);
    int n = snprintf(digits, sizeof digits, "%0*llu", value.places + 1, (unsigned long long)size);
    int whole = n - value.places;
    struct buf b = {.arena = a};
    if (value.digits < 0)
        buf_rune(&b, 0x2212);
    for (int i = 0; i < n; i++) {
        if (i == whole)
            buf_add(&b, point);
        else if (i > 0 && i < whole && (whole - i) % 3 == 0)
            buf_add(&b, group);
        buf_byte(&b, digits[i]);
    }
    return buf_str(&b);
}
