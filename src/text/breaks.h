/*
 * breaks: where a line may end. Unicode's line breaking algorithm (UAX #14, revision 50, Unicode
 * 15.0) over tables generated from Debian's unicode-data; then the rules a good typist keeps
 * (typist.c): no break inside "1 July", "Q2 2020/21", "£370k", before a dash, after "Appendix" …
 */
#ifndef QUOIN_TEXT_BREAKS_H
#define QUOIN_TEXT_BREAKS_H

#include "base/str.h"

enum line_break {
    BREAK_NEVER,
    BREAK_ALLOWED,
    BREAK_FORCED /* after U+000A, U+2028 and the like */
};

/*
 * out has text.n + 1 places: out[i] says whether a line may begin at byte i. out[0] is NEVER,
 * out[text.n] FORCED; bytes inside a character are NEVER. Passes every line of LineBreakTest.txt.
 */
void breaks_find(str text, uint8_t *out);

/* Takes away breaks that no typist would make; lang chooses month names ("en", "cy"). */
void typist_tie(str text, str lang, uint8_t *breaks);

/* Grapheme cluster boundaries (UAX #29): out[i] = 1 where a cluster begins; text.n + 1 places. */
void graphemes_find(str text, uint8_t *out);

/* The strong right-to-left characters that we do not set (R, AL, AN): offset of the first, or n. */
size_t text_find_rtl(str text);

/* What an unsupported character is: control, bidi override, private use … NULL when it is fine. */
const char *text_unfit(uint32_t code_point);

#endif
