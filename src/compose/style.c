/*
 * Inlines nest; runs are flat. The walk carries what the nesting says: weight, ink, the innermost
 * element, the language.
 */
#include "compose/style.h"

#include "compose/terms.h"
#include "compose/refs.h"

/* Bytes: about a third of a line of commentary, so that no line is left too ragged. */
#define UNBROKEN_MAX 24

/* What the nesting says at one place. */
struct setting {
    int weight; /* enum weight */
    enum ink ink;
    const struct span *span;
    str lang;
    bool is_linked; /* inside a link: no link in it */
};

struct sentence style_begin(struct composer *c, const struct named_style *style)
{
    return (struct sentence){.composer = c, .style = style};
}

/* ---- where the words stand ---------------------------------------------------------------- */

/* For runs whose text is an attribute, a content, or a sentence of the layout with such in it. */
static struct pos text_pos(const struct run *run, size_t at)
{
    return origins_find(run->origin, run->text.p + at);
}

/* The inline that a run's text is, or is a part of. */
struct inline_origin {
    const struct xml_doc *doc;
    const struct inl *words;
};

static struct pos words_pos(const struct run *run, size_t at)
{
    const struct inline_origin *o = run->origin;
    return inline_pos(o->doc, o->words, (size_t)(run->text.p + at - o->words->text.p));
}

static void note_text(struct composer *c, struct run *run)
{
    run->pos_at = text_pos;
    run->origin = c->origins;
}

static void note_words(struct composer *c, struct run *run, const struct inl *words)
{
    struct inline_origin *o = ARENA_NEW(c->arena, struct inline_origin);
    *o = (struct inline_origin){c->report->doc, words};
    run->pos_at = words_pos;
    run->origin = o;
}

/* ---- runs --------------------------------------------------------------------------------- */

static struct run *add_run(struct sentence *s, enum run_kind kind, const struct text_style *style)
{
    struct run *run = ARENA_PUSH(s->composer->arena, s->runs, s->count, s->capacity);
    *run = (struct run){.kind = kind, .style = style};
    return run;
}

static const struct text_style *plain(const struct named_style *style)
{
    return &style->text[INK_PLAIN][style->weight];
}

void style_add_text(struct sentence *s, str text)
{
    style_add_other(s, s->style, text);
}

void style_add_other(struct sentence *s, const struct named_style *style, str text)
{
    if (text.n == 0)
        return;
    struct run *run = add_run(s, RUN_TEXT, plain(style));
    run->text = text;
    note_text(s->composer, run);
}

void style_add_page_of(struct sentence *s, str dest)
{
    add_run(s, RUN_PAGE_OF, plain(s->style))->dest = dest;
}

void style_add_break(struct sentence *s)
{
    add_run(s, RUN_BREAK, plain(s->style));
}

void style_add_drawing(struct sentence *s, const struct drawing *drawing, str alt)
{
    struct run *run = add_run(s, RUN_DRAWING, plain(s->style));
    run->drawing = drawing;
    run->alt = alt;
}

/* ---- inlines ------------------------------------------------------------------------------ */

static void add_inlines(struct sentence *s, const struct inl *words, struct setting at);

static const struct span *new_span(struct sentence *s, const struct setting *at, enum tag_role role,
                                   const struct tag_props *props)
{
    if (s->is_bare)
        return NULL;
    struct span *span = ARENA_NEW(s->composer->arena, struct span);
    *span = (struct span){.parent = at->span, .role = role, .props = props};
    return span;
}

static struct run *add_set_text(struct sentence *s, const struct inl *from, str text,
                                const struct setting *at)
{
    struct run *run = add_run(s, RUN_TEXT, &s->style->text[at->ink][at->weight]);
    run->text = text;
    run->span = at->span;
    run->lang = at->lang;
    run->pos = from->pos;
    if (from->kind == INLINE_TEXT && from->node)
        note_words(s->composer, run, from);
    else
        note_text(s->composer, run);
    return run;
}

static const struct tag_props *expansion_props(struct sentence *s, str expansion)
{
    struct tag_props *props = ARENA_NEW(s->composer->arena, struct tag_props);
    props->expansion = expansion;
    return props;
}

/* Sends what follows to a named place; returns the setting inside the link. */
static struct setting link_to(struct sentence *s, struct setting at, str dest, str uri,
                              str contents, enum ink ink)
{
    if (s->is_bare || at.is_linked)
        return at;
    struct span *span = ARENA_NEW(s->composer->arena, struct span);
    *span = (struct span){
        .parent = at.span, .role = ROLE_LINK, .dest = dest, .uri = uri, .contents = contents};
    at.span = span;
    at.ink = ink;
    at.is_linked = true;
    return at;
}

/* May terms be linked here? */
static bool is_open(const struct sentence *s, const struct setting *at)
{
    return s->has_terms && !s->is_bare && !at->is_linked;
}

/* The s of "<acronym>ICV</acronym>s" belongs to the link before it. Returns its bytes. */
static size_t add_ending(struct sentence *s, const struct inl *from, struct setting at)
{
    size_t end = s->open_link ? terms_word_end(from->text, 0) : 0;
    at.span = s->open_link;
    at.ink = INK_TERM;
    s->open_link = NULL;
    if (end > 0)
        add_set_text(s, from, str_sub(from->text, 0, end), &at);
    return end;
}

/* Text, with glossary terms linked at their first use in the section. */
static void add_plain_text(struct sentence *s, const struct inl *from, struct setting at)
{
    str text = from->text;
    size_t done;
    struct term_match match;
    done = add_ending(s, from, at);
    while (is_open(s, &at) && terms_find(s->composer, text, done, &match)) {
        if (match.from > done)
            add_set_text(s, from, str_sub(text, done, match.from), &at);
        struct setting inside = link_to(s, at, match.dest, (str){0}, match.contents, INK_TERM);
        done = match.from;
        if (match.expansion.n) { /* which does not stand for a plural's s */
            struct setting term = inside;
            term.span = new_span(s, &inside, ROLE_SPAN, expansion_props(s, match.expansion));
            add_set_text(s, from, str_sub(text, match.from, match.stem), &term);
            done = match.stem;
        }
        if (match.to > done)
            add_set_text(s, from, str_sub(text, done, match.to), &inside);
        done = match.to;
    }
    if (done < text.n)
        add_set_text(s, from, str_sub(text, done, text.n), &at);
}

static void add_reference(struct sentence *s, const struct inl *ref, struct setting at)
{
    struct composer *c = s->composer;
    const struct target *target = refs_find(c, ref->target);
    str name = target ? refs_name(c, target) : (str){0};
    if (name.n == 0)
        name = ref->text;
    if (target && refs_is_reachable(c, target->id))
        at = link_to(s, at, refs_anchor(c, target), (str){0}, name, INK_LINK);
    if (ref->children)
        add_inlines(s, ref->children, at);
    else
        add_set_text(s, ref, name, &at);
}

static void add_linked(struct sentence *s, const struct setting *at, str text)
{
    struct run *run = add_run(s, RUN_TEXT, &s->style->text[at->ink][at->weight]);
    run->text = text;
    run->span = at->span;
    note_text(s->composer, run);
}

void style_add_link(struct sentence *s, str dest, str text)
{
    struct setting at = {.weight = s->style->weight};
    at = link_to(s, at, dest, (str){0}, text, INK_LINK);
    add_linked(s, &at, text);
}

void style_add_outside_link(struct sentence *s, str dest, str text, str to)
{
    struct span *span = ARENA_NEW(s->composer->arena, struct span);
    *span = (struct span){.role = ROLE_LINK, .dest = dest, .is_outside = true, .contents = to};
    add_linked(s, &(struct setting){.weight = s->style->weight, .ink = INK_LINK, .span = span},
               text);
}

static void add_link(struct sentence *s, const struct inl *link, struct setting at)
{
    str contents = narrative_plain(s->composer->arena, link->children);
    at = link_to(s, at, (str){0}, link->target, contents.n ? contents : link->target, INK_LINK);
    if (link->children)
        add_inlines(s, link->children, at);
    else
        add_set_text(s, link, link->target, &at);
}

static void add_marked(struct sentence *s, const struct inl *from, struct setting at,
                       enum tag_role role, const struct tag_props *props)
{
    at.span = new_span(s, &at, role, props);
    add_inlines(s, from->children, at);
}

/* "1,814", "18 fewer", "Quarter 4 2019/20": not parted, as dates and what is long may be. */
static void add_made_text(struct sentence *s, const struct inl *w, const struct setting *at)
{
    bool is_dates = w->kind == INLINE_PERIOD && w->period_form == PERIOD_DATES;
    add_set_text(s, w, w->text, at)->has_no_break = w->text.n < UNBROKEN_MAX && !is_dates;
}

/* One with a term in it is the link to it as a whole. */
static void add_acronym(struct sentence *s, const struct inl *w, struct setting at)
{
    str text = narrative_plain(s->composer->arena, w->children);
    struct term_match match;
    const struct span *link = NULL;
    if (is_open(s, &at) && terms_find(s->composer, text, 0, &match)) {
        at = link_to(s, at, match.dest, (str){0}, match.contents, INK_TERM);
        link = at.span;
    }
    add_marked(s, w, at, ROLE_SPAN, expansion_props(s, w->expansion));
    s->open_link = link;
}

static void add_inline(struct sentence *s, const struct inl *w, struct setting at)
{
    if (w->kind != INLINE_TEXT)
        s->open_link = NULL;
    const struct tag_props *lang = style_lang_props(s->composer, w->lang);
    if (w->lang.n)
        at.lang = w->lang;
    switch (w->kind) {
    case INLINE_TEXT: add_plain_text(s, w, at); return;
    case INLINE_EM:
        at.weight ^= WEIGHT_ITALIC;
        add_marked(s, w, at, ROLE_EM, lang);
        return;
    case INLINE_STRONG:
        at.weight |= WEIGHT_BOLD;
        add_marked(s, w, at, ROLE_STRONG, lang);
        return;
    case INLINE_SPAN: add_marked(s, w, at, ROLE_SPAN, lang); return;
    case INLINE_ACRONYM: add_acronym(s, w, at); return;
    case INLINE_LINK: add_link(s, w, at); return;
    case INLINE_REF: add_reference(s, w, at); return;
    case INLINE_BREAK: add_run(s, RUN_BREAK, plain(s->style)); return;
    case INLINE_FIGURE:
    case INLINE_CHANGE:
    case INLINE_PERIOD: add_made_text(s, w, &at); return;
    }
}

static void add_inlines(struct sentence *s, const struct inl *words, struct setting at)
{
    for (; words; words = words->next)
        add_inline(s, words, at);
}

void style_add_words(struct sentence *s, const struct inl *words)
{
    add_inlines(s, words, (struct setting){.weight = s->style->weight});
}

/* ---- boxes -------------------------------------------------------------------------------- */

const struct tag_props *style_lang_props(struct composer *c, str lang)
{
    if (lang.n == 0)
        return NULL;
    struct tag_props *props = ARENA_NEW(c->arena, struct tag_props);
    props->lang = lang;
    return props;
}

void style_set_lang(struct composer *c, struct box *box, str lang)
{
    if (lang.n == 0)
        return;
    struct tag_props *props = ARENA_NEW(c->arena, struct tag_props);
    if (box->props)
        *props = *box->props;
    props->lang = lang;
    box->props = props;
}

static str primary(str lang)
{
    return str_sub(lang, 0, str_find(lang, '-'));
}

struct box *style_set_own(struct composer *c, struct box *box)
{
    str around = c->lang.n ? c->lang : c->report->lang, own = c->layout->lang;
    if (box && own.n && !str_eq(primary(around), primary(own))) {
        style_set_lang(c, box, own);
        if (box->kind == BOX_PAR)
            box->u.par.lang = own;
    }
    return box;
}

struct box *style_end(struct sentence *s, enum tag_role role)
{
    struct box *box = ARENA_NEW(s->composer->arena, struct box);
    *box = (struct box){.kind = BOX_PAR, .role = role};
    box->space_before = s->style->before;
    box->space_after = s->style->after;
    box->u.par.runs = s->runs;
    box->u.par.count = s->count;
    box->u.par.style = &s->style->par;
    /* Ties and hyphens go by the language, also where it is the document's. */
    str lang = s->composer->lang;
    box->u.par.lang = lang.n ? lang : s->composer->report->lang;
    return box;
}

struct box *style_par_text(struct composer *c, const struct named_style *style, enum tag_role role,
                           str text)
{
    struct sentence s = style_begin(c, style);
    style_add_text(&s, text);
    return style_end(&s, role);
}

struct box *style_par_words(struct composer *c, const struct named_style *style, enum tag_role role,
                            const struct inl *words)
{
    struct sentence s = style_begin(c, style);
    s.has_terms = true;
    style_add_words(&s, words);
    return style_end(&s, role);
}

struct box *style_par_pattern(struct composer *c, const struct named_style *style,
                              enum tag_role role, str pattern, const struct scope *scope)
{
    struct sentence s = style_begin(c, style);
    s.runs = pattern_runs(c->arena, pattern, scope, plain(style), c->origins, &s.count);
    for (size_t i = 0; i < s.count; i++)
        note_text(c, &s.runs[i]);
    return style_end(&s, role);
}

struct box *style_stack(struct composer *c, enum tag_role role, struct box_list list)
{
    struct box *box = ARENA_NEW(c->arena, struct box);
    *box = (struct box){.kind = BOX_STACK, .role = role};
    box->u.stack.children = list.first;
    return box;
}

void style_align(struct composer *c, struct box *par, enum align align)
{
    if (par->u.par.style->align == align)
        return;
    struct par_style *style = ARENA_NEW(c->arena, struct par_style);
    *style = *par->u.par.style;
    style->align = align;
    par->u.par.style = style;
}

struct box *style_in_cell(struct box *box)
{
    box->space_before = box->space_after = 0;
    return box;
}
