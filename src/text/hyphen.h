/*
 * hyphen: where a word may be parted, by libhyphen with the patterns that quoin carries.
 * Dictionaries live in the kit and are only read while hyphenating: threads may share them.
 */
#ifndef QUOIN_TEXT_HYPHEN_H
#define QUOIN_TEXT_HYPHEN_H

#include "base/diag.h"

struct hyphen; /* the dictionaries of all languages carried */

struct hyphen *hyphen_open(struct arena *kit, struct diag *d);

/* True when there are patterns for the language ("en-GB"; "en" and other kinds of English too). */
bool hyphen_has(const struct hyphen *h, str lang);

/*
 * points[i] = 1 where a hyphen may stand before byte i of the word; word.n places, zeroed by the
 * callee. Words of over 100 characters, without letters, or whose length changes in lower case
 * have no points. Never fewer than two letters before and three after; no point in a word all of
 * capitals, or within an existing hyphen's two neighbours.
 */
void hyphen_points(const struct hyphen *h, str lang, str word, uint8_t *points);

#endif
