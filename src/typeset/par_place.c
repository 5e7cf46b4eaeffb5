#include "typeset/par_place.h"

#include <string.h>

/* ---- tags -------------------------------------------------------------------------------- */

/* The element made for a span, and the link it lies in. */
struct opened {
    const struct span *span;
    tag_id element, link_tag;
    const struct span *link;
};

struct tagger {
    const struct par_text *t;
    struct tag_tree *tree;
    tag_id parent;
    struct opened *opened;
    size_t count, capacity;
};

static bool leads_somewhere(const struct span *s)
{
    return (s->role == ROLE_LINK || s->role == ROLE_REFERENCE) && (s->uri.n > 0 || s->dest.n > 0);
}

static struct opened open_span(struct tagger *g, const struct span *span)
{
    if (!span)
        return (struct opened){.element = g->parent};
    for (size_t i = g->count; i > 0; i--)
        if (g->opened[i - 1].span == span)
            return g->opened[i - 1];
    struct opened o = open_span(g, span->parent);
    o.span = span;
    if (span->role != ROLE_NONE)
        o.element = tag_add(g->tree, o.element, span->role, span->props);
    if (leads_somewhere(span)) {
        /* PDF/UA-1 7.18.5: the annotation belongs to a Link, within a Reference too */
        if (span->role == ROLE_REFERENCE)
            o.element = tag_add(g->tree, o.element, ROLE_LINK, NULL);
        o.link = span;
        o.link_tag = o.element;
    }
    *ARENA_PUSH(g->t->setter->tools->scratch, g->opened, g->count, g->capacity) = o;
    return o;
}

static tag_id drawing_leaf(struct tagger *g, const struct run *run, tag_id parent)
{
    if (run->alt.n == 0)
        return TAG_ARTIFACT;
    struct tag_props *props = ARENA_NEW(g->t->setter->tools->job, struct tag_props);
    props->actual = run->alt;
    return tag_leaf(g->tree, tag_add(g->tree, parent, ROLE_SPAN, props));
}

/* Does the run show anything of its own? Only then does its span make an element. */
static bool has_content(const struct par_text *t, const struct run *run)
{
    return run->kind != RUN_BREAK && (run->kind != RUN_TEXT || run->text.n > 0) && t->text.n > 0;
}

struct run_tag *par_place_tags(const struct par_text *t, tag_id parent)
{
    struct setter *s = t->setter;
    struct run_tag *tags = ARENA_ARRAY(s->tools->scratch, t->par->count, struct run_tag);
    if (s->is_measuring || parent == TAG_ARTIFACT)
        return tags;
    struct tagger g = {.t = t, .tree = &s->list->tags, .parent = parent};
    for (size_t i = 0; i < t->par->count; i++) {
        const struct run *run = &t->par->runs[i];
        if (!has_content(t, run))
            continue;
        if (run->kind == RUN_DRAWING && run->alt.n == 0 && !run->span)
            continue;
        struct opened o = open_span(&g, run->span);
        tags[i].link = o.link;
        tags[i].link_tag = o.link_tag;
        tags[i].leaf = run->kind == RUN_DRAWING ? drawing_leaf(&g, run, o.element)
                                                : tag_leaf(g.tree, o.element);
    }
    return tags;
}

/* ---- placing ----------------------------------------------------------------------------- */

struct placer {
    const struct par_text *t;
    const struct run_tag *tags;
    struct arena *scratch;
    struct fragment *fragments;
    size_t count, capacity;
    /* The fragment that is growing: its text and glyphs, and how far it has come. */
    struct buf text;
    struct page_glyph *glyphs;
    size_t glyph_count, glyph_capacity;
    bool is_open;
    uint32_t run;   /* index */
    int64_t units;  /* design units since its x */
    int64_t spread; /* and what justification added */
    int64_t x;      /* of what is closed, times 65,536 */
    len visible;    /* where what is visible ends */
};

static len size_of(const struct placer *p, const struct fragment *f)
{
    (void)p;
    return f->run->style ? f->run->style->size : 0;
}

/* Where the pen is within the open fragment, in lengths from the line's left. */
static len pen_x(const struct placer *p)
{
    if (!p->is_open)
        return (len)((p->x + 32768) >> 16);
    const struct fragment *f = &p->fragments[p->count - 1];
    return f->x + (len)p->spread + face_len(f->face, (int32_t)p->units, size_of(p, f));
}

static void close_fragment(struct placer *p)
{
    if (!p->is_open)
        return;
    struct arena *job = p->t->setter->tools->job;
    struct fragment *f = &p->fragments[p->count - 1];
    f->text = str_copy(job, buf_str(&p->text));
    f->glyph_count = (uint32_t)p->glyph_count;
    f->glyphs = ARENA_ARRAY(job, p->glyph_count, struct page_glyph);
    if (p->glyph_count > 0)
        memcpy(f->glyphs, p->glyphs, p->glyph_count * sizeof *p->glyphs);
    f->width = len_max(p->visible - f->x, 0);
    p->x += p->spread * 65536 + p->units * size_of(p, f) * 65536 / f->face->units_per_em;
    p->is_open = false;
}

static struct fragment *new_fragment(struct placer *p, enum fragment_kind kind, uint32_t run)
{
    close_fragment(p);
    struct fragment *f = ARENA_PUSH(p->scratch, p->fragments, p->count, p->capacity);
    *f = (struct fragment){.kind = kind,
                           .tag = p->tags[run].leaf,
                           .x = pen_x(p),
                           .run = &p->t->par->runs[run],
                           .link = p->tags[run].link,
                           .link_tag = p->tags[run].link_tag};
    return f;
}

static void open_text(struct placer *p, uint32_t run, const struct face *face)
{
    if (p->is_open && p->run == run && p->fragments[p->count - 1].face == face)
        return;
    new_fragment(p, FRAGMENT_TEXT, run)->face = face;
    p->is_open = true;
    p->run = run;
    p->units = p->spread = 0;
    p->text.n = 0;
    p->glyph_count = 0;
}

/* A glyph at the pen, standing for the last text_n bytes of the text so far from text_at. */
static void put_glyph(struct placer *p, const struct glyph *g, size_t text_at, size_t text_n)
{
    const struct fragment *f = &p->fragments[p->count - 1];
    len size = size_of(p, f);
    *ARENA_PUSH(p->scratch, p->glyphs, p->glyph_count, p->glyph_capacity) = (struct page_glyph){
        .id = g->id,
        .text_n = (uint8_t)(text_n < UINT8_MAX ? text_n : UINT8_MAX),
        .text_at = (uint32_t)text_at,
        .x = (len)p->spread + face_len(f->face, (int32_t)(p->units + g->x_offset), size),
        .y = -face_len(f->face, g->y_offset, size)};
    p->units += g->advance;
}

/* The first byte after the cluster of glyph i. */
static size_t cluster_end(const struct shaped *s, uint32_t i)
{
    for (uint32_t k = i + 1; k < s->glyph_count; k++)
        if (s->glyphs[k].cluster > s->glyphs[i].cluster)
            return s->glyphs[k].cluster;
    return s->text.n;
}

static void put_part(struct placer *p, const struct shaped *s, const struct shaped_part *part)
{
    size_t shared = SIZE_MAX; /* the cluster of the glyph before */
    for (uint32_t i = part->first; i < part->first + part->count; i++) {
        const struct glyph *g = &s->glyphs[i];
        size_t at = p->text.n, n = 0;
        if (g->cluster != shared) {
            n = cluster_end(s, i) - g->cluster;
            buf_add(&p->text, str_sub(s->text, g->cluster, g->cluster + n));
        }
        shared = g->cluster;
        put_glyph(p, g, at, n);
    }
}

static void report_missing(const struct par_text *t, struct said_at said, str text)
{
    size_t at = 0;
    uint32_t c = utf8_next(text, &at);
    par_text_report(t, Q602, said, "write it in another way, or choose a font that has it",
                    "no font has the character %.*s (U+%04X)", (int)at, text.p, (unsigned)c);
}

/* Boxes for characters that no face has; `from` is where s begins in the paragraph's text. */
static void put_missing(struct placer *p, const struct shaped *s, const struct shaped_part *part,
                        uint32_t run, size_t from)
{
    for (uint32_t i = part->first; i < part->first + part->count; i++) {
        struct fragment *f = new_fragment(p, FRAGMENT_MISSING, run);
        len size = f->run->style->size;
        f->face = s->asked;
        f->width = face_len(s->asked, s->glyphs[i].advance, size);
        f->text = str_copy(p->t->setter->tools->job,
                           str_sub(s->text, s->glyphs[i].cluster, cluster_end(s, i)));
        p->x += (int64_t)f->width * 65536;
        report_missing(p->t, par_text_said(p->t, from + s->glyphs[i].cluster), f->text);
    }
}

static void put_shaped(struct placer *p, const struct shaped *s, uint32_t run, size_t from)
{
    for (uint32_t i = 0; i < s->part_count; i++) {
        const struct shaped_part *part = &s->parts[i];
        if (part->face) {
            open_text(p, run, part->face);
            put_part(p, s, part);
        } else {
            put_missing(p, s, part, run, from);
        }
    }
    p->visible = pen_x(p);
}

static void put_drawing(struct placer *p, const struct piece *piece)
{
    struct fragment *f = new_fragment(p, FRAGMENT_DRAWING, piece->run);
    f->width = piece->width;
    p->x += (int64_t)piece->width * 65536;
    p->visible = pen_x(p);
}

static void put_sign(struct placer *p, uint16_t id, str text)
{
    const struct face *face = p->fragments[p->count - 1].face;
    struct glyph g = {.id = id, .advance = (int16_t)face_advance(face, id)};
    size_t at = p->text.n;
    buf_add(&p->text, text);
    put_glyph(p, &g, at, text.n);
}

/* A space with `spread` more than its own width. */
static void put_space(struct placer *p, uint32_t run, len spread)
{
    const struct face *face = p->t->par->runs[run].style->face;
    open_text(p, run, face);
    put_sign(p, face_glyph(face, ' '), STR(" "));
    p->spread += spread;
}

/* ---- one line ---------------------------------------------------------------------------- */

/* The pieces [first, last) that are visible on the line: no spaces at its ends. */
struct extent {
    size_t first, last, end; /* end: also what follows on the line unseen */
};

static struct extent extent_of(const struct par_text *t, const struct span_of_line *s)
{
    struct extent e = {.first = s->begin.piece, .end = s->end.piece};
    if (s->end.at > 0)
        e.end++; /* a part of this piece, too */
    e.end = e.end < t->count ? e.end : t->count;
    e.last = e.end;
    while (e.last > e.first &&
           (t->pieces[e.last - 1].kind == PIECE_SPACE || t->pieces[e.last - 1].kind == PIECE_BREAK))
        e.last--;
    while (e.first < e.last && t->pieces[e.first].kind == PIECE_SPACE)
        e.first++;
    return e;
}

static const struct shaped *shaped_on_line(const struct par_text *t, const struct span_of_line *s,
                                           size_t piece)
{
    const struct piece *p = &t->pieces[piece];
    size_t from = p->from, to = p->to;
    if (piece == s->begin.piece && s->begin.at > from)
        from = s->begin.at;
    if (piece == s->end.piece && s->end.at > 0)
        to = s->end.at;
    if (from == p->from && to == p->to)
        return p->shaped;
    return from < to ? par_text_shape(t, &t->par->runs[p->run], from, to) : NULL;
}

static int64_t natural_width(const struct par_text *t, const struct span_of_line *s,
                             struct extent e, uint32_t *spaces)
{
    int64_t width = 0;
    *spaces = 0;
    for (size_t i = e.first; i < e.last; i++) {
        const struct piece *p = &t->pieces[i];
        const struct shaped *shaped;
        if (p->kind != PIECE_WORD)
            width += p->width;
        else if ((shaped = shaped_on_line(t, s, i)) != NULL)
            width += shaped_width(shaped, t->par->runs[p->run].style->size);
        *spaces += p->kind == PIECE_SPACE;
    }
    if (s->has_hyphen) {
        const struct text_style *style = t->par->runs[t->pieces[e.last - 1].run].style;
        width += face_len(style->face, face_advance(style->face, par_text_hyphen(style->face)),
                          style->size);
    }
    return width;
}

static void put_hyphen(struct placer *p, uint32_t run)
{
    const struct face *face = p->t->par->runs[run].style->face;
    open_text(p, run, face);
    put_sign(p, par_text_hyphen(face), STR("\xC2\xAD"));
    p->visible = pen_x(p);
}

/* `slack`: what is to be shared among `spaces`, positive or negative. */
static void put_line(struct placer *p, const struct span_of_line *s, struct extent e, int64_t slack,
                     uint32_t spaces)
{
    const struct par_text *t = p->t;
    int64_t seen = 0;
    for (size_t i = e.first; i < e.last; i++) {
        const struct piece *piece = &t->pieces[i];
        const struct shaped *shaped;
        if (piece->kind == PIECE_DRAWING) {
            put_drawing(p, piece);
        } else if (piece->kind == PIECE_SPACE) {
            len share = 0;
            if (spaces > 0)
                share = (len)(slack * (seen + 1) / spaces - slack * seen / spaces);
            seen++;
            put_space(p, piece->run, share);
        } else if ((shaped = shaped_on_line(t, s, i)) != NULL) {
            size_t from = i == s->begin.piece && s->begin.at > 0 ? s->begin.at : piece->from;
            put_shaped(p, shaped, piece->run, from);
        }
    }
    if (s->has_hyphen)
        put_hyphen(p, t->pieces[e.last - 1].run);
}

/*
 * The space at the line's end, unseen. A forced break and the paragraph's end have none of their
 * own, but what they part are two words (ISO 32000-1 14.8.2.5): a label and its text, the
 * paragraphs of one heading. After a drawing there is no text for it to belong to.
 */
static void put_trailing(struct placer *p, const struct span_of_line *s, struct extent e)
{
    bool is_parted = e.last < e.end || s->is_last;
    if (!is_parted || p->count == 0)
        return;
    if (e.last < e.end && p->t->pieces[e.last].kind == PIECE_SPACE)
        put_space(p, p->t->pieces[e.last].run, 0);
    else if (p->is_open && p->fragments[p->count - 1].tag != TAG_ARTIFACT)
        put_space(p, p->run, 0);
}

static len line_x(const struct par_text *t, len indent, len width, int64_t natural)
{
    len room = width - indent - (len)natural;
    switch (t->par->style->align) {
    case ALIGN_RIGHT: return indent + len_max(room, 0);
    case ALIGN_CENTRE: return indent + len_max(room, 0) / 2;
    default: return indent;
    }
}

/*
 * Every line has the style's leading, with the half of what the tallest face leaves above it (as
 * CSS does), so that baselines are at even distances whatever a line holds. A strut makes those of
 * two paragraphs side by side meet.
 */
static void set_height(const struct par_text *t, struct line *out)
{
    const struct text_style *strut = t->par->style->strut;
    const struct text_style *style = strut ? strut : t->tallest;
    len size = style ? style->size : LEN_PT(10);
    out->height = t->par->style->leading;
    if (out->height == 0)
        out->height = len_scale(size, 12, 10);
    if (!style) {
        out->baseline = len_scale(out->height, 8, 10);
        return;
    }
    len ascent = face_len(style->face, style->face->ascent, size);
    len descent = face_len(style->face, style->face->descent, size);
    out->baseline = (out->height - (ascent - descent)) / 2 + ascent;
}

void par_place_line(const struct par_text *t, const struct span_of_line *span,
                    const struct run_tag *tags, len width, struct line *out)
{
    struct arena *scratch = t->setter->tools->scratch;
    struct arena_mark mark = arena_mark(scratch);
    struct placer p = {.t = t, .tags = tags, .scratch = scratch, .text = {.arena = scratch}};
    struct extent e = extent_of(t, span);
    uint32_t spaces;
    int64_t natural = natural_width(t, span, e, &spaces);
    len indent = span->begin.piece == 0 && span->begin.at == 0 ? t->par->style->indent : 0;
    int64_t slack = 0;
    if (t->par->style->align == ALIGN_JUSTIFY && spaces > 0) {
        slack = width - indent - natural;
        if (span->is_last && slack > 0)
            slack = 0;
    }
    put_line(&p, span, e, slack, spaces);
    put_trailing(&p, span, e);
    close_fragment(&p);
    *out = (struct line){.x = line_x(t, indent, width, natural + slack),
                         .width = p.visible,
                         .count = (uint32_t)p.count};
    set_height(t, out);
    out->fragments = ARENA_ARRAY(t->setter->tools->job, p.count, struct fragment);
    if (p.count > 0)
        memcpy(out->fragments, p.fragments, p.count * sizeof *p.fragments);
    arena_rewind(scratch, mark);
}
