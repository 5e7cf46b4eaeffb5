/*
 * hyphen: where a word may be parted, by libhyphen with the patterns that quoin carries.
 * Dictionaries live in the kit, are built once at the first need, and are only read after:
 * threads may share them.
 */
#ifndef QUOIN_TEXT_HYPHEN_H
#define QUOIN_TEXT_HYPHEN_H

#include "base/diag.h"

struct hyphen; /* the dictionaries of all languages carried */

struct hyphen *hyphen_open(struct arena *kit, struct diag *d);

/* True when there are patterns for the language ("en-GB"; "en" and other kinds of English too). */
bool hyphen_has(const struct hyphen *h, str lang);

/*
 * Builds the language's dictionary now instead of at the first word that is asked for (about 8 ms
 * of CPU): for a process that is going to fork.
 */
void hyphen_warm(const struct hyphen *h, str lang);
void hyphen_warm_all(const struct hyphen *h); /* of every language there is */

/*
 * points[i] = 1 where a hyphen may stand before byte i of the word; word.n places, zeroed by the
 * callee. The word may carry punctuation; each stretch of letters is looked at by itself, so that
 * never fewer than two letters stand before a point and three after it, counted to the nearest
 * hyphen or end. No points in words of over 100 characters, with digits, a soft hyphen, @, / or
 * _, or with a capital after their first letter (OPCC, McDonald).
 */
void hyphen_points(const struct hyphen *h, str lang, str word, uint8_t *points);

#endif
