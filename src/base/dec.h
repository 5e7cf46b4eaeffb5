/*
 * dec: exact decimal figures. A KPI's value is what the analyst typed, digit for digit: 0.1 stays
 * 0.1, and 10.50 keeps its second place. Never a double.
 */
#ifndef QUOIN_BASE_DEC_H
#define QUOIN_BASE_DEC_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct dec {
    int64_t digits; /* value = digits / 10^places */
    uint8_t places; /* 0..9 decimal places, as typed */
};

/*
 * Reads an optional sign, digits, optionally a point and 1 to 9 digits: "1814", "-0.5", "99945.00".
 * At most 18 significant digits. Not read: exponents, group separators, "inf", spaces, "5.".
 */
bool dec_parse(str s, struct dec *out);

/* The sign of a - b. */
int dec_cmp(struct dec a, struct dec b);
/* False on overflow; places is the larger of the two. */
bool dec_sub(struct dec a, struct dec b, struct dec *out);
bool dec_add(struct dec a, struct dec b, struct dec *out);
struct dec dec_abs(struct dec a);
bool dec_is_zero(struct dec a);
/*
 * 100 * (now - before) / before, rounded half away from zero to `places` (0..9); false if before is
 * 0 or the result does not fit.
 */
bool dec_percent_change(struct dec now, struct dec before, int places, struct dec *out);
/* Rounded half away from zero; a figure with no more places than that stays as it was typed. */
struct dec dec_round(struct dec a, int places);

/*
 * As people write it: groups of three digits from 1,000 upwards parted by `group` ("," in English,
 * "" for none), `point` before the places; a minus is U+2212; -0.00 prints as 0.00.
 */
str dec_format(struct arena *a, struct dec value, str group, str point);

#endif
