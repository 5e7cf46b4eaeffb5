/*
 * par_text: a paragraph's runs as one text, cut into pieces: what is shaped as one and never parted
 * unless by a hyphen. White space is one space, at most, between two pieces; soft hyphens and other
 * invisible characters are taken out of the text and kept as places where it may be parted.
 *
 * Everything lives in the scratch arena, for as long as one paragraph is being set.
 */
#ifndef QUOIN_TYPESET_PAR_TEXT_H
#define QUOIN_TYPESET_PAR_TEXT_H

#include "text/breaks.h"
#include "typeset/setter.h"

enum piece_kind {
    PIECE_WORD,
    PIECE_SPACE, /* one U+0020 */
    PIECE_DRAWING,
    PIECE_BREAK /* a line ends here */
};

struct piece {
    enum piece_kind kind;
    enum line_break after; /* may a line end behind it? */
    uint32_t run;          /* index of its run */
    uint32_t from, to;     /* its bytes in the text */
    len width;
    const struct shaped *shaped; /* PIECE_WORD */
};

/* Where a word may be parted: flags for each byte of the text. */
enum {
    PART_SOFT = 1,   /* the author put a soft hyphen there */
    PART_HYPHEN = 2, /* the language's patterns allow a hyphen */
    PART_CLUSTER = 4 /* between two characters: words wider than the measure */
};

/* Where the text begins to be another stretch of what runs say: characters were left out. */
struct shift {
    uint32_t run, from; /* byte of the text */
    uint32_t said;      /* byte of the run's text */
};

/* A byte of a run's text, for findings; a NULL run is nowhere. */
struct said_at {
    const struct run *run;
    size_t at;
};

/* What becomes of findings. */
enum telling {
    TELL_ALL,
    TELL_NEW, /* of artifacts: what repeats words of the text is no second case */
    TELL_NOTHING
};

struct par_text {
    struct setter *setter;
    const struct par *par;
    str text;
    uint8_t *parts; /* PART_ flags, text.n + 1 places */
    struct piece *pieces;
    size_t count;
    struct shift *shifts; /* by `from`; of several alike the last counts */
    size_t shift_count;
    const struct text_style *tallest; /* the style of the largest size; NULL: none */
    enum telling telling;
};

/* Collects, cuts and shapes. */
void par_text_make(struct par_text *t, struct setter *s, const struct par *par,
                   enum telling telling);

/* The run's language, or the paragraph's. */
str par_text_lang(const struct par_text *t, const struct run *run);

/* The bytes of a piece from `from` to `to`, counted from the text's start. */
const struct shaped *par_text_shape(const struct par_text *t, const struct run *run, size_t from,
                                    size_t to);

/* The glyph of a hyphen: U+2010 where the face has it, else "-". */
uint16_t par_text_hyphen(const struct face *face);

/* Which run said byte `at` of the text. */
struct said_at par_text_said(const struct par_text *t, size_t at);

/* Reports once per text: a finding of this code and text counts the later ones. */
void par_text_report(const struct par_text *t, enum code code, struct said_at said,
                     const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

#endif
