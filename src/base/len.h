/*
 * len: lengths, int32 in 1/1024 of a PDF point (1/72 inch). The page and everything on it is
 * measured in them; no floating point anywhere between the XML and the bytes of the PDF.
 * The largest page PDF allows without UserUnit, 14,400 pt, is 14,745,600: far from the edge.
 */
#ifndef QUOIN_BASE_LEN_H
#define QUOIN_BASE_LEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

typedef int32_t len;

#define LEN_UNIT     1024
#define LEN_PT(n)    ((len)((n)*LEN_UNIT))               /* integer points */
#define LEN_MM(n)    ((len)(((n)*737280LL + 127) / 254)) /* whole millimetres >= 0, as len_parse */
#define LEN_MAX_PAGE LEN_PT(14400)                       /* ISO 32000-1 Annex C.2 */

/*
 * Reads "12mm", "3.5pt", "1in", "2cm", "0". A unit is needed except for zero; a sign is allowed.
 * False when it is not such a length or is beyond ±14,400 pt; *out is then untouched. Exact:
 * rounds half away from zero once.
 */
bool len_parse(str s, len *out);

static inline len len_min(len a, len b)
{
    return a < b ? a : b;
}

static inline len len_max(len a, len b)
{
    return a > b ? a : b;
}

/* value * numerator / denominator, rounded half away from zero; denominator > 0. */
static inline len len_scale(len value, int32_t numerator, int32_t denominator)
{
    int64_t product = (int64_t)value * numerator;
    int64_t half = denominator / 2;
    return (len)((product >= 0 ? product + half : product - half) / denominator);
}

/*
 * Prints in points with at most three decimals, no trailing zeros, never an exponent ("12.5").
 * Returns the characters written (out holds a zero byte after them).
 */
int len_print(char out[24], len value);

#endif
