#include "typeset/par_text.h"

#include "text/unicode.h"

#include <string.h>

#define SPACE_ZERO     0x200B
#define WORD_JOINER    0x2060
#define SOFT_HYPHEN    0xAD
#define NEXT_LINE      0x85
#define LINE_SEPARATOR 0x2028
#define MARKS_MOST     30 /* on one letter: UAX #15, Stream-Safe Text Format */

/* Stands for a drawing in the text: behaves like a letter where lines are broken. */
#define DRAWING_MARK "\xE2\x96\xA0" /* U+25A0 */

/* The bytes of the text that come from one run. */
struct stretch {
    uint32_t run, from, to;
};

struct collector {
    struct par_text *t;
    struct arena *scratch;
    struct buf text;
    struct stretch *stretches;
    size_t count, capacity;
    size_t *softs; /* offsets of soft hyphens taken out */
    size_t soft_count, soft_capacity;
    size_t shift_capacity;
    size_t marks; /* accents and invisible characters since the last letter */
    uint8_t *breaks;
    size_t piece_capacity;
};

str par_text_lang(const struct par_text *t, const struct run *run)
{
    return run->lang.n > 0 ? run->lang : t->par->lang;
}

const struct shaped *par_text_shape(const struct par_text *t, const struct run *run, size_t from,
                                    size_t to)
{
    return shape_word(t->setter->shaper, run->style->face, par_text_lang(t, run),
                      str_sub(t->text, from, to));
}

uint16_t par_text_hyphen(const struct face *face)
{
    uint16_t glyph = face_glyph(face, 0x2010);
    return glyph ? glyph : face_glyph(face, '-');
}

/* ---- findings ---------------------------------------------------------------------------- */

/* Notes where the text from now on comes from, unless it goes on as it did. */
static void note_shift(struct collector *c, uint32_t run, size_t said)
{
    struct par_text *t = c->t;
    const struct shift *last = t->shift_count ? &t->shifts[t->shift_count - 1] : NULL;
    if (!last || last->run != run || said - last->said != c->text.n - last->from)
        *ARENA_PUSH(c->scratch, t->shifts, t->shift_count, c->shift_capacity) =
            (struct shift){run, (uint32_t)c->text.n, (uint32_t)said};
}

struct said_at par_text_said(const struct par_text *t, size_t at)
{
    size_t low = 0, high = t->shift_count; /* the first shift beyond `at` lies in low..high */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (t->shifts[middle].from <= at)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return (struct said_at){0};
    const struct shift *s = &t->shifts[low - 1];
    return (struct said_at){&t->par->runs[s->run], s->said + (at - s->from)};
}

static struct pos pos_of(struct said_at said)
{
    const struct run *run = said.run;
    if (!run)
        return (struct pos){0};
    if (run->kind == RUN_TEXT && run->pos_at && said.at < run->text.n) {
        struct pos pos = run->pos_at(run, said.at);
        if (pos.line > 0)
            return pos;
    }
    return run->pos;
}

void par_text_report(const struct par_text *t, enum code code, struct said_at said,
                     const char *hint, const char *format, ...)
{
    if (t->telling == TELL_NOTHING)
        return;
    struct diag *d = t->setter->tools->diag;
    va_list args;
    va_start(args, format);
    str text = str_vformat(t->setter->tools->scratch, format, args);
    va_end(args);
    for (size_t i = 0; i < d->count; i++) {
        struct finding *known = &d->findings[i];
        if (known->code != code || !str_eq(known->text, text))
            continue;
        known->count += t->telling == TELL_ALL;
        if (known->pos.line == 0)
            known->pos = pos_of(said);
        return;
    }
    /* Beyond the cap a finding is only counted: nobody will see where. */
    struct pos pos = d->count < DIAG_CAP ? pos_of(said) : (struct pos){0};
    struct finding *f = diag_add(d, code, pos, "%.*s", STR_ARG(text));
    if (f)
        f->count = 1;
    diag_hint(d, f, "%s", hint);
}

/* ---- what a run says --------------------------------------------------------------------- */

/* "00" holds the place of a number that is not known yet. */
static str page_of(const struct fields *fields, str dest, struct arena *a)
{
    if (!fields || !fields->places)
        return STR("00");
    const struct anchor *anchor = page_find_anchor(fields->places, dest);
    if (!anchor)
        return STR("00");
    str number = fields->places->pages[anchor->page]->number;
    return number.n > 0 ? number : str_format(a, "%u", (unsigned)anchor->page + 1);
}

static str or_placeholder(str known)
{
    return known.n > 0 ? known : STR("00");
}

static str run_says(const struct collector *c, const struct run *run)
{
    const struct fields *fields = c->t->setter->fields;
    switch (run->kind) {
    case RUN_TEXT: return run->style->is_upper ? str_upper(c->scratch, run->text) : run->text;
    case RUN_BREAK: return STR("\n");
    case RUN_DRAWING: return STR(DRAWING_MARK);
    case RUN_PAGE: return or_placeholder(fields ? fields->page : (str){0});
    case RUN_PAGES: return or_placeholder(fields ? fields->pages : (str){0});
    case RUN_PAGE_OF: return page_of(fields, run->dest, c->scratch);
    case RUN_LABEL: return or_placeholder(fields ? fields->label : (str){0});
    }
    return (str){0};
}

/* ---- collecting -------------------------------------------------------------------------- */

static void add_space(struct collector *c)
{
    size_t n = c->text.n;
    if (n > 0 && c->text.p[n - 1] != ' ' && c->text.p[n - 1] != '\n')
        buf_byte(&c->text, ' ');
}

static void report_unfit(const struct collector *c, struct said_at said, uint32_t code_point,
                         const char *what)
{
    par_text_report(c->t, Q603, said,
                    "delete it, or write what it was meant to show as ordinary text",
                    "the character U+%04X is left out: it is %s", (unsigned)code_point, what);
}

/* Whether the character is one more accent on a letter that has its fill. */
static bool is_piled(struct collector *c, struct said_at said, uint32_t code_point)
{
    c->marks = unicode_is(code_point, UNI_MARK | UNI_IGNORABLE) ? c->marks + 1 : 0;
    if (c->marks == MARKS_MOST + 1)
        par_text_report(c->t, Q603, said, "delete them; no language needs so many",
                        "a letter carries more than %d accents; the rest are left out", MARKS_MOST);
    return c->marks > MARKS_MOST;
}

static void add_character(struct collector *c, struct said_at said, uint32_t code_point)
{
    const char *unfit;
    if (is_piled(c, said, code_point))
        return;
    if (code_point == ' ' || code_point == '\t' || code_point == '\n' || code_point == '\r' ||
        code_point == NEXT_LINE)
        add_space(c);
    else if (code_point == SOFT_HYPHEN)
        *ARENA_PUSH(c->scratch, c->softs, c->soft_count, c->soft_capacity) = c->text.n;
    else if ((unfit = text_unfit(code_point)) != NULL)
        report_unfit(c, said, code_point, unfit);
    else if (code_point == LINE_SEPARATOR || code_point == LINE_SEPARATOR + 1)
        buf_byte(&c->text, '\n');
    else
        buf_rune(&c->text, code_point);
}

/* Capitals may take more or fewer bytes than the letters the run was given, but are as many. */
static void collect_characters(struct collector *c, uint32_t index, str says)
{
    const struct run *run = &c->t->par->runs[index];
    bool is_changed = run->kind == RUN_TEXT && run->style->is_upper;
    for (size_t at = 0, said = 0; at < says.n;) {
        note_shift(c, index, said);
        add_character(c, (struct said_at){run, said}, utf8_next(says, &at));
        if (is_changed)
            utf8_next(run->text, &said);
        else
            said = at;
    }
}

static void collect_run(struct collector *c, uint32_t index)
{
    const struct run *run = &c->t->par->runs[index];
    str says = run_says(c, run);
    size_t from = c->text.n;
    if (run->kind == RUN_BREAK || run->kind == RUN_DRAWING) {
        note_shift(c, index, 0);
        buf_add(&c->text, says);
    } else {
        collect_characters(c, index, says);
    }
    if (c->text.n == from)
        return;
    *ARENA_PUSH(c->scratch, c->stretches, c->count, c->capacity) =
        (struct stretch){index, (uint32_t)from, (uint32_t)c->text.n};
    const struct text_style **tallest = &c->t->tallest;
    if (run->style && (!*tallest || run->style->size > (*tallest)->size))
        *tallest = run->style;
}

static void collect_text(struct collector *c)
{
    struct par_text *t = c->t;
    for (uint32_t i = 0; i < t->par->count; i++)
        collect_run(c, i);
    t->text = buf_str(&c->text);
    t->parts = ARENA_ARRAY(c->scratch, t->text.n + 1, uint8_t);
    for (size_t i = 0; i < c->soft_count; i++)
        t->parts[c->softs[i]] |= PART_SOFT;
}

static void refuse_rtl(const struct collector *c)
{
    size_t at = text_find_rtl(c->t->text);
    if (at < c->t->text.n)
        par_text_report(c->t, Q604, par_text_said(c->t, at),
                        "give these words in Latin letters, or as a picture with a description",
                        "text that runs from right to left cannot be set");
}

/* ---- where lines may break --------------------------------------------------------------- */

/* The stretches from `first` on that are in one language; the index after them. */
static size_t same_language(const struct collector *c, size_t first)
{
    const struct run *runs = c->t->par->runs;
    str lang = par_text_lang(c->t, &runs[c->stretches[first].run]);
    size_t i = first + 1;
    while (i < c->count && str_eq(lang, par_text_lang(c->t, &runs[c->stretches[i].run])))
        i++;
    return i;
}

static void find_breaks(struct collector *c)
{
    str text = c->t->text;
    c->breaks = ARENA_ARRAY(c->scratch, text.n + 1, uint8_t);
    breaks_find(text, c->breaks);
    for (size_t i = 0; i < c->count;) {
        size_t next = same_language(c, i), from = c->stretches[i].from;
        str lang = par_text_lang(c->t, &c->t->par->runs[c->stretches[i].run]);
        typist_tie(str_sub(text, from, c->stretches[next - 1].to), lang, c->breaks + from);
        i = next;
    }
    for (size_t i = 0; i < c->count; i++) {
        if (!c->t->par->runs[c->stretches[i].run].has_no_break)
            continue;
        for (size_t at = c->stretches[i].from + 1; at < c->stretches[i].to; at++) {
            if (c->breaks[at] == BREAK_ALLOWED)
                c->breaks[at] = BREAK_NEVER;
            c->t->parts[at] = 0;
        }
    }
}

/* ---- cutting ----------------------------------------------------------------------------- */

/* The bytes of an invisible character at `at` that is not shaped; 0: there is none. */
static size_t invisible_at(str text, size_t at)
{
    if (at + 3 > text.n || (unsigned char)text.p[at] != 0xE2)
        return 0;
    size_t next = at;
    uint32_t c = utf8_next(text, &next);
    return c == SPACE_ZERO || c == WORD_JOINER ? next - at : 0;
}

static size_t skip_invisible(struct collector *c, size_t at, size_t end)
{
    size_t n;
    while (at < end && (n = invisible_at(c->t->text, at)) > 0) {
        at += n;
        if (c->t->count > 0)
            c->t->pieces[c->t->count - 1].after = (enum line_break)c->breaks[at];
    }
    return at;
}

static struct piece *add_piece(struct collector *c, const struct stretch *s, enum piece_kind kind,
                               size_t from, size_t to)
{
    struct par_text *t = c->t;
    struct piece *p = ARENA_PUSH(c->scratch, t->pieces, t->count, c->piece_capacity);
    *p = (struct piece){.kind = kind,
                        .after = (enum line_break)c->breaks[to],
                        .run = s->run,
                        .from = (uint32_t)from,
                        .to = (uint32_t)to};
    return p;
}

static size_t word_end(const struct collector *c, size_t from, size_t end)
{
    str text = c->t->text;
    size_t at = from + 1;
    while (at < end && text.p[at] != ' ' && text.p[at] != '\n' && c->breaks[at] == BREAK_NEVER &&
           invisible_at(text, at) == 0)
        at++;
    return at;
}

static size_t cut_piece(struct collector *c, const struct stretch *s, size_t at)
{
    struct par_text *t = c->t;
    const struct run *run = &t->par->runs[s->run];
    if (run->kind == RUN_DRAWING) {
        add_piece(c, s, PIECE_DRAWING, at, s->to)->width = run->drawing->width;
        return s->to;
    }
    if (t->text.p[at] == '\n') {
        add_piece(c, s, PIECE_BREAK, at, at + 1);
        return at + 1;
    }
    if (t->text.p[at] == ' ') {
        const struct face *face = run->style->face;
        add_piece(c, s, PIECE_SPACE, at, at + 1)->width =
            face_len(face, face_advance(face, face_glyph(face, ' ')), run->style->size);
        return at + 1;
    }
    size_t end = word_end(c, at, s->to);
    struct piece *p = add_piece(c, s, PIECE_WORD, at, end);
    p->shaped = par_text_shape(t, run, at, end);
    p->width = shaped_width(p->shaped, run->style->size);
    return end;
}

static void cut_pieces(struct collector *c)
{
    for (size_t i = 0; i < c->count; i++) {
        const struct stretch *s = &c->stretches[i];
        size_t at = s->from;
        while ((at = skip_invisible(c, at, s->to)) < s->to)
            at = cut_piece(c, s, at);
    }
    struct par_text *t = c->t;
    while (t->count > 0 && t->pieces[t->count - 1].kind == PIECE_BREAK)
        t->count--; /* a break at the very end ends the last line, it does not begin another */
}

void par_text_make(struct par_text *t, struct setter *s, const struct par *par,
                   enum telling telling)
{
    struct arena *scratch = s->tools->scratch;
    *t = (struct par_text){.setter = s, .par = par, .telling = telling};
    struct collector c = {.t = t, .scratch = scratch, .text = {.arena = scratch}};
    collect_text(&c);
    refuse_rtl(&c);
    find_breaks(&c);
    cut_pieces(&c);
}
