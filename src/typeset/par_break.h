/*
 * par_break: from pieces to lines. Tries without hyphens first; with them where that leaves lines
 * too loose or too ragged; and parts words between characters only where they are wider than the
 * measure. The choice among breaks is linebreak.c's.
 */
#ifndef QUOIN_TYPESET_PAR_BREAK_H
#define QUOIN_TYPESET_PAR_BREAK_H

#include "typeset/par_text.h"

/* A place in the pieces: piece `piece`, byte `at` of the text (0: the piece's begin). */
struct place {
    uint32_t piece, at;
};

/* One line: what is between two places. */
struct span_of_line {
    struct place begin, end;
    bool has_hyphen; /* one is added at its end */
    bool is_last;    /* of the paragraph, or before a forced break: not justified */
};

/*
 * The lines, in the scratch arena. At least one, unless the paragraph has no runs. Reports what
 * sticks out, and the words that had to be parted between two of their characters (Q601).
 */
size_t par_break_lines(const struct par_text *t, len width, struct span_of_line **out);

/* The widest piece that no line break parts, and the widest line when only forced breaks do. */
void par_break_measure(const struct par_text *t, len *narrow, len *wide);

#endif
