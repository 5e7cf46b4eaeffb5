/*
 * Constants, and why:
 *   ragged lines: TeX's own \raggedright lets the right skip stretch by 2 em; lines as even as that
 *   gives need hyphens only where one would be left short by a fifth of the measure (4 em at
 *   least), and then a hyphen weighs as much as a line 3.8 em short.
 *   penalties: 50 for a hyphen or after a dash is plain TeX's; 100 after a slash and the like,
 *   because an address parted there is harder to read; a last line of one short word costs 150.
 */
#include "typeset/par_break.h"

#include "text/hyphen.h"
#include "typeset/linebreak.h"

#include <inttypes.h>

#define PENALTY_HYPHEN        50
#define PENALTY_RAGGED_HYPHEN 700
#define PENALTY_DASH          50
#define PENALTY_JOINT         100
#define PENALTY_SHORT_LAST    400
#define PENALTY_TIED          5000 /* a tie inside what is wider than the measure */
#define PENALTY_CLUSTER       9000
#define LETTERS_TIED          3 /* a last word of so few is not left alone */
#define LETTERS_LEAST         5 /* shorter words are not hyphenated */
#define TOLERANCE_WORDS       200
#define WORD_SHOWN            40 /* characters of a word in a finding */

enum level { LEVEL_WORDS, LEVEL_HYPHENS, LEVEL_CLUSTERS };

/* Where the line ends that is broken at an item. */
struct origin {
    struct place end;
    bool has_hyphen, is_forced;
};

struct builder {
    const struct par_text *t;
    struct arena *scratch;
    enum level level;
    bool is_justified;
    struct break_item *items;
    struct origin *origins;
    size_t count, item_capacity, origin_capacity;
    size_t last_space; /* the piece of the last space where a line may end; t->count: none */
    int last_penalty;  /* for breaking there */
    uint8_t *is_tight; /* per piece: lies in a chain wider than the measure */
};

static void add(struct builder *b, struct break_item item, struct origin origin)
{
    *ARENA_PUSH(b->scratch, b->items, b->count, b->item_capacity) = item;
    b->count--;
    *ARENA_PUSH(b->scratch, b->origins, b->count, b->origin_capacity) = origin;
}

static void add_box(struct builder *b, len width)
{
    add(b, (struct break_item){.kind = BI_BOX, .width = width}, (struct origin){0});
}

static void add_penalty(struct builder *b, int penalty, struct origin origin)
{
    add(b, (struct break_item){.kind = BI_PENALTY, .penalty = penalty}, origin);
}

/* The line ends before piece `next`, its last part filled with space. */
static void add_forced(struct builder *b, size_t next)
{
    struct origin origin = {.end = {(uint32_t)next, 0}, .is_forced = true};
    add_penalty(b, PENALTY_NEVER, origin);
    add(b, (struct break_item){.kind = BI_GLUE, .fill = 1}, origin);
    add_penalty(b, PENALTY_MUST, origin);
}

/* ---- chains: pieces between which no line may end ---------------------------------------- */

static bool may_end_after(const struct par_text *t, size_t piece)
{
    return piece + 1 == t->count || t->pieces[piece].kind == PIECE_BREAK ||
           t->pieces[piece].after != BREAK_NEVER;
}

/* The index after the chain that begins at `first`; *width without spaces at its end. */
static size_t chain_end(const struct par_text *t, size_t first, int64_t *width)
{
    int64_t all = 0;
    size_t i = first;
    *width = 0;
    for (;; i++) {
        const struct piece *p = &t->pieces[i];
        all += p->width;
        if (p->kind == PIECE_WORD || p->kind == PIECE_DRAWING)
            *width = all;
        if (may_end_after(t, i))
            return i + 1;
    }
}

void par_break_measure(const struct par_text *t, len *narrow, len *wide)
{
    int64_t indent = t->par->style->indent, line = indent, most = 0, widest = 0;
    for (size_t i = 0; i < t->count;) {
        int64_t width;
        size_t first = i;
        i = chain_end(t, i, &width);
        widest = widest > width + indent ? widest : width + indent;
        most = most > line + width ? most : line + width;
        for (size_t k = first; k < i; k++)
            line += t->pieces[k].width;
        indent = 0;
        if (t->pieces[i - 1].kind == PIECE_BREAK)
            line = 0;
    }
    *narrow = (len)(widest < LEN_MAX_PAGE ? widest : LEN_MAX_PAGE);
    *wide = (len)(most < LEN_MAX_PAGE ? most : LEN_MAX_PAGE);
}

/* ---- where words may be parted ----------------------------------------------------------- */

static bool is_alphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/*
 * Addresses, file names and codes are not hyphenated: a reader could not tell our hyphen from
 * theirs. They show by a letter or digit right after one of these signs.
 */
static bool is_address(str token)
{
    for (size_t i = 0; i + 1 < token.n; i++) {
        char c = token.p[i], next = token.p[i + 1];
        bool goes_on = is_alphanumeric(next);
        if (c == '@' || c == '\\' || c == '_' || (c == '/' && next == '/'))
            return true;
        if ((c == '.' || c == ':') && goes_on)
            return true;
    }
    return false;
}

static str token_at(str text, size_t from, size_t to)
{
    while (from > 0 && text.p[from - 1] != ' ' && text.p[from - 1] != '\n')
        from--;
    while (to < text.n && text.p[to] != ' ' && text.p[to] != '\n')
        to++;
    return str_sub(text, from, to);
}

static bool has_soft(const struct par_text *t, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (t->parts[i] & PART_SOFT)
            return true;
    return false;
}

/* A half of "co-operation": it has its hyphen already. */
static bool is_compound(str text, const struct piece *p)
{
    return text.p[p->to - 1] == '-' || (p->from > 0 && text.p[p->from - 1] == '-');
}

/* Marks where the patterns part a word; the author's own soft hyphens rule out others. */
static void mark_hyphens(const struct builder *b, const struct piece *p, bool is_tight)
{
    const struct par_text *t = b->t;
    const struct run *run = &t->par->runs[p->run];
    size_t n = p->to - p->from;
    if (!t->setter->tools->hyphen || run->has_no_break || n < LETTERS_LEAST ||
        has_soft(t, p->from, p->to) || is_address(token_at(t->text, p->from, p->to)) ||
        (!is_tight && is_compound(t->text, p)))
        return;
    struct arena_mark mark = arena_mark(b->scratch);
    uint8_t *points = ARENA_ARRAY(b->scratch, n, uint8_t);
    hyphen_points(t->setter->tools->hyphen, par_text_lang(t, run), str_sub(t->text, p->from, p->to),
                  points);
    for (size_t i = 1; i < n; i++)
        if (points[i])
            t->parts[p->from + i] |= PART_HYPHEN;
    arena_rewind(b->scratch, mark);
}

static void mark_clusters(const struct builder *b, const struct piece *p)
{
    str word = str_sub(b->t->text, p->from, p->to);
    struct arena_mark mark = arena_mark(b->scratch);
    uint8_t *begins = ARENA_ARRAY(b->scratch, word.n + 1, uint8_t);
    graphemes_find(word, begins);
    for (size_t i = 0; i < word.n; i++)
        if (begins[i])
            b->t->parts[p->from + i] |= PART_CLUSTER;
    arena_rewind(b->scratch, mark);
}

/* Finds the points where the words of a level may be parted. */
static void mark_parts(struct builder *b, len width)
{
    const struct par_text *t = b->t;
    b->is_tight = ARENA_ARRAY(b->scratch, t->count + 1, uint8_t);
    for (size_t first = 0, end; first < t->count; first = end) {
        int64_t chain;
        end = chain_end(t, first, &chain);
        bool is_tight = b->level == LEVEL_CLUSTERS && chain > width;
        for (size_t i = first; i < end; i++) {
            const struct piece *p = &t->pieces[i];
            b->is_tight[i] = is_tight;
            if (p->kind != PIECE_WORD)
                continue;
            if (is_tight || (b->level >= LEVEL_HYPHENS && t->par->style->is_hyphenated))
                mark_hyphens(b, p, is_tight);
            if (is_tight)
                mark_clusters(b, p);
            if (i == first)
                t->parts[p->from] = 0; /* a line may begin there anyway */
        }
    }
}

/* ---- items ------------------------------------------------------------------------------- */

/* Walks along a shaped word: the width of what is before a byte of it. */
struct walk {
    const struct shaped *shaped;
    len size;
    uint32_t part, glyph;
    int64_t units; /* of the part so far */
    int64_t width; /* of the parts before */
};

static len walk_to(struct walk *w, size_t at)
{
    const struct shaped *s = w->shaped;
    while (w->part < s->part_count) {
        const struct shaped_part *part = &s->parts[w->part];
        const struct face *face = part->face ? part->face : s->asked;
        while (w->glyph < part->first + part->count && s->glyphs[w->glyph].cluster < at)
            w->units += s->glyphs[w->glyph++].advance;
        len so_far = face_len(face, (int32_t)w->units, w->size);
        if (w->glyph < part->first + part->count)
            return (len)(w->width + so_far);
        w->width += so_far;
        w->units = 0;
        w->part++;
    }
    return (len)w->width;
}

static void add_part_point(struct builder *b, size_t piece, size_t at, uint8_t flags)
{
    const struct run *run = &b->t->par->runs[b->t->pieces[piece].run];
    const struct face *face = run->style->face;
    struct origin origin = {.end = {(uint32_t)piece, (uint32_t)at}};
    struct break_item item = {.kind = BI_HYPHEN, .penalty = PENALTY_CLUSTER};
    if (flags & (PART_SOFT | PART_HYPHEN)) {
        origin.has_hyphen = true;
        item.penalty =
            b->is_justified || (flags & PART_SOFT) ? PENALTY_HYPHEN : PENALTY_RAGGED_HYPHEN;
        item.stretch = face_len(face, face_advance(face, par_text_hyphen(face)), run->style->size);
    }
    add(b, item, origin);
}

static uint8_t allowed_parts(const struct builder *b, size_t piece)
{
    if (b->is_tight[piece])
        return PART_SOFT | PART_HYPHEN | PART_CLUSTER;
    return b->level == LEVEL_WORDS ? PART_SOFT : PART_SOFT | PART_HYPHEN;
}

static void add_word(struct builder *b, size_t piece)
{
    const struct piece *p = &b->t->pieces[piece];
    struct walk walk = {.shaped = p->shaped, .size = b->t->par->runs[p->run].style->size};
    uint8_t allowed = allowed_parts(b, piece);
    len before = 0;
    for (size_t at = p->from; at < p->to; at++) {
        uint8_t flags = b->t->parts[at] & allowed;
        if (!flags)
            continue;
        len here = walk_to(&walk, at - p->from);
        if (here > before)
            add_box(b, here - before);
        before = here;
        add_part_point(b, piece, at, flags);
    }
    add_box(b, p->width - before);
}

/* Behind a word or drawing without a space: after a dash, a slash, between ideographs. */
static void add_joint(struct builder *b, size_t piece)
{
    const struct piece *p = &b->t->pieces[piece];
    if (p->after != BREAK_ALLOWED || piece + 1 == b->t->count ||
        b->t->pieces[piece + 1].kind == PIECE_BREAK)
        return;
    size_t at = p->to;
    uint32_t last = utf8_prev(b->t->text, &at);
    struct origin origin = {.end = {(uint32_t)piece + 1, 0}};
    if (last == '-' || (last >= 0x2010 && last <= 0x2014))
        add(b, (struct break_item){.kind = BI_HYPHEN, .penalty = PENALTY_DASH}, origin);
    else
        add_penalty(b, PENALTY_JOINT, origin);
}

static void add_space(struct builder *b, size_t piece)
{
    const struct piece *p = &b->t->pieces[piece];
    if (piece + 1 == b->t->count || b->t->pieces[piece + 1].kind == PIECE_BREAK)
        return; /* nothing follows it on its line */
    struct origin origin = {.end = {(uint32_t)piece + 1, 0}};
    struct break_item glue = {.kind = BI_GLUE, .width = p->width};
    if (b->is_justified) { /* as plain TeX's fonts have it, about */
        glue.stretch = p->width / 2;
        glue.shrink = p->width / 3;
    }
    if (p->after == BREAK_NEVER)
        add_penalty(b, b->is_tight[piece] ? PENALTY_TIED : PENALTY_NEVER, origin);
    else if (piece == b->last_space && b->last_penalty != 0)
        add_penalty(b, b->last_penalty, origin);
    add(b, glue, origin);
}

static size_t count_letters(const struct par_text *t, size_t first)
{
    size_t letters = 0;
    for (size_t i = first; i < t->count; i++)
        letters += utf8_count(str_sub(t->text, t->pieces[i].from, t->pieces[i].to));
    return letters;
}

/* A last line of one word looks forgotten: ties a short one, makes the break before others dear. */
static void spare_last_word(struct builder *b, len width)
{
    const struct par_text *t = b->t;
    size_t space = t->count;
    while (space > 0 && t->pieces[space - 1].kind != PIECE_BREAK &&
           !(t->pieces[space - 1].kind == PIECE_SPACE && space < t->count &&
             t->pieces[space - 1].after == BREAK_ALLOWED))
        space--;
    b->last_space = t->count;
    if (space == 0 || t->pieces[space - 1].kind == PIECE_BREAK)
        return;
    b->last_space = space - 1;
    size_t letters = count_letters(t, space);
    int64_t last = 0;
    for (size_t i = space; i < t->count; i++)
        last += t->pieces[i].width;
    int64_t pair = last;
    for (size_t i = space; i > 0 && (i == space || !may_end_after(t, i - 1)); i--)
        pair += t->pieces[i - 1].width;
    if (letters <= LETTERS_TIED && pair <= width / 2)
        b->last_penalty = PENALTY_NEVER;
    else if (last < width / 3)
        b->last_penalty = PENALTY_SHORT_LAST;
}

static void build_items(struct builder *b, len width)
{
    const struct par_text *t = b->t;
    b->count = 0;
    mark_parts(b, width);
    spare_last_word(b, width);
    add_box(b, t->par->style->indent);
    for (size_t i = 0; i < t->count; i++) {
        switch (t->pieces[i].kind) {
        case PIECE_WORD:
            add_word(b, i);
            add_joint(b, i);
            break;
        case PIECE_DRAWING:
            add_box(b, t->pieces[i].width);
            add_joint(b, i);
            break;
        case PIECE_SPACE: add_space(b, i); break;
        case PIECE_BREAK:
            add_forced(b, i + 1);
            add_box(b, 0); /* what follows does not vanish, be it empty */
            break;
        }
    }
    add_forced(b, t->count);
}

/* ---- levels ------------------------------------------------------------------------------ */

static struct break_parameters parameters_for(const struct builder *b, len em)
{
    struct break_parameters p = b->is_justified ? break_justified : break_ragged;
    if (!b->is_justified) {
        p.right_stretch = 2 * em;
        return p;
    }
    if (b->level == LEVEL_WORDS)
        p.tolerance = TOLERANCE_WORDS;
    else
        p.emergency_stretch = 2 * em;
    if (b->level == LEVEL_CLUSTERS)
        p.tolerance = PENALTY_NEVER;
    return p;
}

static bool any_overfull(const struct chosen_break *lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (lines[i].is_overfull)
            return true;
    return false;
}

/* Is a level's answer good enough, or is the next one to be tried? */
static bool is_good(const struct builder *b, const struct chosen_break *lines, size_t count,
                    const struct break_parameters *p, len width, len em)
{
    if (any_overfull(lines, count))
        return false;
    if (b->level != LEVEL_WORDS || (!b->t->par->style->is_hyphenated && !b->is_justified))
        return true;
    int64_t short_most = len_max(4 * em, width / 5);
    /* badness 200 is a ratio of the cube root of two */
    int64_t ratio_most =
        b->is_justified ? 65536 * 126 / 100 : short_most * 65536 / len_max(p->right_stretch, 1);
    for (size_t i = 0; i < count; i++)
        if (lines[i].ratio > ratio_most)
            return false;
    return true;
}

static struct span_of_line *spans_of(const struct builder *b, const struct chosen_break *lines,
                                     size_t count)
{
    struct span_of_line *spans = ARENA_ARRAY(b->scratch, count, struct span_of_line);
    struct place begin = {0, 0};
    for (size_t i = 0; i < count; i++) {
        const struct origin *o = &b->origins[lines[i].item];
        spans[i] = (struct span_of_line){begin, o->end, o->has_hyphen, o->is_forced};
        begin = o->end;
    }
    return spans;
}

/* ---- findings ---------------------------------------------------------------------------- */

static struct said_at begin_of_piece(const struct par_text *t, size_t piece)
{
    return par_text_said(t, t->pieces[piece].from);
}

static void report_overfull(const struct par_text *t, const struct span_of_line *line)
{
    if (line->begin.piece < t->count)
        par_text_report(t, Q601, begin_of_piece(t, line->begin.piece),
                        "give the column more room in the layout, or use shorter words",
                        "these words do not fit into their column");
}

/* The beginning of a word, for a sentence: at most WORD_SHOWN characters. */
static str shown(const struct builder *b, str word)
{
    size_t at = 0;
    for (int i = 0; i < WORD_SHOWN && at < word.n; i++)
        utf8_next(word, &at);
    return at < word.n ? str_format(b->scratch, "%.*s…", (int)at, word.p) : word;
}

/* The chain from `first` up to `end`, which is `excess` wider than its line. */
static void report_parted(const struct builder *b, size_t first, size_t end, int64_t excess)
{
    const struct par_text *t = b->t;
    str word = str_trim(str_sub(t->text, t->pieces[first].from, t->pieces[end - 1].to));
    int64_t tenths = (excess * 10 + LEN_UNIT - 1) / LEN_UNIT; /* rounded up: never "0.0" */
    par_text_report(t, Q601, begin_of_piece(t, first),
                    "give the column more room in the layout, or write a soft hyphen (&#xAD;) "
                    "where the word may be parted",
                    "“%.*s” is %" PRId64 ".%d pt wider than its column and is parted between two "
                    "characters",
                    STR_ARG(shown(b, word)), tenths / 10, (int)(tenths % 10));
}

/* Tells of each word once, and once if even single letters stick out. */
static void report_lines(const struct builder *b, const struct chosen_break *lines,
                         const struct span_of_line *spans, size_t count, len measure)
{
    const struct par_text *t = b->t;
    bool is_told = false;
    for (size_t i = 0, next = 0; i < count; i++) { /* next: the piece after the last word told */
        const struct place *end = &spans[i].end;
        bool is_overfull = lines[i].is_overfull;
        if (is_overfull && !is_told)
            report_overfull(t, &spans[i]);
        is_told |= is_overfull;
        if (end->at == 0 || spans[i].has_hyphen || end->piece < next)
            continue;
        size_t first = end->piece;
        while (first > next && !may_end_after(t, first - 1))
            first--;
        int64_t chain;
        next = chain_end(t, first, &chain);
        if (!is_overfull)
            report_parted(b, first, next, chain - measure);
    }
}

size_t par_break_lines(const struct par_text *t, len width, struct span_of_line **out)
{
    struct builder b = {.t = t,
                        .scratch = t->setter->tools->scratch,
                        .is_justified = t->par->style->align == ALIGN_JUSTIFY};
    if (t->par->count == 0)
        return 0;
    len em = t->tallest ? t->tallest->size : LEN_PT(10);
    len measure = width - len_max(t->par->style->indent, 0);
    struct chosen_break *lines;
    size_t count;
    for (;; b.level++) {
        build_items(&b, measure);
        struct break_parameters p = parameters_for(&b, em);
        count = linebreak_best(b.scratch, b.items, b.count, &width, 1, &p, &lines, NULL);
        if (b.level == LEVEL_CLUSTERS || is_good(&b, lines, count, &p, width, em))
            break;
    }
    *out = spans_of(&b, lines, count);
    if (t->telling != TELL_NOTHING)
        report_lines(&b, lines, *out, count, measure);
    return count;
}
