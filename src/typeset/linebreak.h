/*
 * linebreak: best line breaks by total fit; a pure function over widths.
 *
 * D. E. Knuth and M. F. Plass, "Breaking Paragraphs into Lines", Software: Practice and Experience
 * 11 (1981) 1119-1184, in the integer form of TeX: The Program, parts 38 and 39 (badness of
 * section 108, demerits of section 859, fitness classes of section 817). Same breaks and demerits
 * as TeX for the same items; tests/unit and `make check-tex` hold it to that.
 */
#ifndef QUOIN_TYPESET_LINEBREAK_H
#define QUOIN_TYPESET_LINEBREAK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/len.h"

enum break_item_kind { BI_BOX, BI_GLUE, BI_PENALTY, BI_HYPHEN };

#define PENALTY_NEVER 10000
#define PENALTY_MUST  (-10000)

struct break_item {
    enum break_item_kind kind;
    len width;   /* BOX, GLUE natural; HYPHEN: of what is not broken (usually 0) */
    len stretch; /* GLUE; HYPHEN: width added before the break (the hyphen) */
    len shrink;  /* GLUE; HYPHEN: width added after the break */
    int fill;    /* GLUE: the stretch is infinite (order 1) */
    int penalty; /* PENALTY, HYPHEN */
};

struct break_parameters {
    int pretolerance; /* -1: no first pass */
    int tolerance;
    int line_penalty, hyphen_double_demerits, hyphen_final_demerits, adjacent_demerits;
    len emergency_stretch;     /* third pass; 0: none */
    len left_skip, right_skip; /* natural */
    len right_stretch;         /* of the right skip: ragged right when positive */
    bool right_fill;           /* its stretch is infinite */
};

extern const struct break_parameters break_justified, break_ragged;

struct chosen_break {
    size_t item;   /* the line ends at this item */
    int32_t ratio; /* glue set ratio times 65,536; negative: shrunk */
    bool is_overfull;
};

/*
 * Items end with a PENALTY_MUST. first_indent is a box at the start. Widths: width[i] for line i,
 * the last one for all others. Returns the number of lines; *out in the arena. Always succeeds:
 * where no line fits, one is overfull. *demerits (may be NULL) is the total of the last pass.
 */
size_t linebreak_best(struct arena *a, const struct break_item *items, size_t count,
                      const len *widths, size_t width_count,
                      const struct break_parameters *parameters, struct chosen_break **out,
                      int64_t *demerits);

#endif
