/*
 * eye: what the steps of band leave for one another. A content stream is a list of operands and the
 * operators behind them (token.h); each operator belongs to one of these, and shows something in
 * the band, or moves on what the next ones build upon:
 *
 *     eye_state   the graphics state, and its colours
 *     eye_path    paths, and how they are painted
 *     eye_text    text
 *     band        pictures, forms and shadings; the streams and pages that all of them stand in
 *
 * Lengths and numbers are millionths (matrix.h).
 */
#ifndef QUOIN_PACK_EYE_H
#define QUOIN_PACK_EYE_H

#include "pack/advance.h"
#include "pack/band.h"
#include "pack/matrix.h"
#include "pack/token.h"

/* What no page needs: beyond, it counts as content. */
#define EYE_STATES_MAX 256

#define EYE_TOKENS_MAX 5000000

/* What a form that is drawn costs, or a font that is chosen, and each width in it: in operators. */
#define EYE_FORM_EFFORT  500
#define EYE_WIDTH_EFFORT 30

#define EYE_FONTS_KEPT 32

struct paint {
    bool is_white;
    bool is_additive; /* all ones are white in its colour space */
};

/* The graphics state (8.4.1), as far as it matters here. */
struct state {
    struct matrix ctm;
    struct extent clip; /* of the page's space, as all extents */
    struct paint fill, stroke;
    long long line_width;
    const struct advance *font;
    long long size, leading, rise, stretch, char_space, word_space;
    int mode;
};

struct known_font {
    uint64_t id;
    const struct advance *advance;
};

/* Looking at a page. */
struct eye {
    struct arena *arena;
    qpdf_data q;
    struct extent band;
    struct state *states; /* the last one counts */
    size_t depth;
    struct known_font fonts[EYE_FONTS_KEPT];
    size_t font_count;
    size_t token_count;       /* of this page */
    struct band_effort *left; /* for all pages */
    bool has_seen;
};

/* Reading one stream for it. */
struct reader {
    struct eye *eye;
    struct state *state;
    qpdf_oh resources;
    struct tokens tokens;
    struct token *operands;
    size_t count, capacity;
    int form_depth;
    size_t base;                    /* the state it began with: Q does not go back beyond */
    struct matrix line, text;       /* the text line matrix, the text matrix */
    long long x, y, from_x, from_y; /* the current point, and where its subpath began */
    struct extent path;
    bool is_crossed; /* a segment of the path lies in the band */
    bool is_clip;    /* the path will be one */
};

/* ---- eye: what shows, and operands ---------------------------------------------------------- */

/* So much is being done: tokens read, and bytes unpacked. Too much counts as content. */
void eye_spend(struct eye *e, size_t tokens, size_t bytes);

/* Does any of it show in the band? */
bool eye_has_in_band(const struct reader *r, const struct extent *x);
/* It is painted. */
void eye_see(struct reader *r, const struct extent *x);

/* Number i of the last n operands; 0 where there is none. */
long long eye_number(const struct reader *r, size_t i, size_t n);
/* The last six. */
struct matrix eye_matrix(const struct reader *r);
/* The resource of a kind that the operand before the last `skip` ones names. */
qpdf_oh eye_resource(struct reader *r, const char *kind, size_t skip);

/* ---- operators: false when it is none of theirs ---------------------------------------------- */

/* An operator's letters in a number. */
#define OP1(a)       ((unsigned)(a))
#define OP2(a, b)    (OP1(a) | (unsigned)(b) << 8)
#define OP3(a, b, c) (OP2(a, b) | (unsigned)(c) << 16)

bool eye_state_run(struct reader *r, unsigned code);
bool eye_path_run(struct reader *r, unsigned code);
bool eye_text_run(struct reader *r, unsigned code);

void eye_state_begin(struct eye *e);
void eye_state_save(struct reader *r);
/* Back to the state at that depth. */
void eye_state_restore(struct reader *r, size_t depth);

#endif
