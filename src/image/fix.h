/*
 * fix: fixed-point numbers for drawings: int64 with 32 binary places, so that the same SVG gives
 * the same bytes with every compiler and machine, which sin() of a libm does not promise.
 *
 * Range ±2^31 with 2.3e-10 between neighbours. What would leave the range sticks at its edge, and
 * fix_to_len() refuses anything far off a page, so that overflow is found there and needs no checks
 * in between.
 */
#ifndef QUOIN_IMAGE_FIX_H
#define QUOIN_IMAGE_FIX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/len.h"
#include "base/str.h"

typedef int64_t fix;

#define FIX_ONE      ((fix)1 << 32)
#define FIX_INT(n)   ((fix)(n)*FIX_ONE)
#define FIX_MAX_READ 1000000 /* the largest number that fix_read() takes */

fix fix_add(fix a, fix b);
fix fix_sub(fix a, fix b);
fix fix_mul(fix a, fix b); /* rounded half away from zero */
fix fix_div(fix a, fix b); /* b not 0 */
fix fix_sqrt(fix a);       /* of the positive; 0 for the rest */
/* The sine and cosine of an angle in degrees; exact at multiples of 90. Error below 1e-9. */
void fix_turn(fix degrees, fix *sine, fix *cosine);

/*
 * Reads an SVG number ("-1.5", ".5", "1e-3") at *at and steps over it. False when none stands
 * there or it is beyond ±FIX_MAX_READ; *at then stays.
 */
bool fix_read(str s, size_t *at, fix *out);

/* A number of 1/1024 pt, rounded; false beyond ±LEN_MAX_PAGE. */
bool fix_to_len(fix value, len *out);

#endif
