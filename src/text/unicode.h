/*
 * unicode: what the Unicode Character Database 15.0 says of a code point, as far as setting type
 * needs it. The tables (unicode_tables.h) are generated from Debian's unicode-data by
 * `make unicode-tables`; private to this room except through breaks.h.
 */
#ifndef QUOIN_TEXT_UNICODE_H
#define QUOIN_TEXT_UNICODE_H

#include <stdbool.h>
#include <stdint.h>

/* lb: enum lb, the line breaking class after rule LB1; gcb: enum gcb; flags: UNI_… */
struct uni_record {
    uint8_t lb, gcb;
    uint16_t flags;
};

/* The code points first..last by `step` have their lower case at +delta. */
struct uni_lower {
    uint32_t first, last;
    int32_t step, delta;
};

#include "text/unicode_tables.h"

/* Beyond U+10FFFF: as U+FFFD. Never NULL. */
const struct uni_record *unicode_of(uint32_t code_point);
static inline bool unicode_is(uint32_t code_point, unsigned flags)
{
    return (unicode_of(code_point)->flags & flags) != 0;
}

/* Simple lower case; the code point itself when it has none. */
uint32_t unicode_lower(uint32_t code_point);

#endif
