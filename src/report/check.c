/*
 * check: does the report agree with itself? What a vocabulary cannot see. An error is what cannot
 * be printed as it stands; all else is a warning, since the analyst may know better. Figures are
 * looked at in check_figure.c.
 */
#include "report/agenda.h"
#include "report/read.h"
#include "report/walk.h"

struct check {
    struct arena *arena;
    struct diag *diag;
    struct report *report;
    struct idmap *terms;    /* the glossary's terms and abbreviations */
    struct idmap *acronyms; /* those met so far, with their expansion as name */
    bool is_partial, is_agenda;
};

/* ---- words ------------------------------------------------------------------------------ */

/* An acronym takes its expansion from itself, an earlier use, or the glossary. */
static void check_acronym(struct check *c, struct inl *one)
{
    str word = str_collapse(c->arena, narrative_plain(c->arena, one->children));
    const struct target *seen = idmap_find(c->acronyms, word);
    const struct target *term = idmap_find(c->terms, word);
    if (one->expansion.n) {
        idmap_add(c->acronyms, (struct target){.id = word, .name = one->expansion});
        return;
    }
    if (!seen && term) {
        const struct entry *e = term->entry;
        str spelt = str_eq(e->abbreviation, word) ? e->term : narrative_plain(c->arena, e->meaning);
        one->expansion = e->expansion.n ? e->expansion : spelt;
        return;
    }
    if (seen) {
        one->expansion = seen->name;
        return;
    }
    idmap_add(c->acronyms, (struct target){.id = word});
    struct finding *f =
        diag_add(c->diag, Q329, one->pos, "nothing tells what “%.*s” stands for", STR_ARG(word));
    diag_hint(c->diag, f, "add expansion=\"…\"%s",
              c->is_agenda ? "" : ", or an entry with that term to the glossary");
}

/* An empty reference reads as the name of what it points to: there must be one. */
static void check_ref(struct check *c, const struct inl *one)
{
    const struct target *t = idmap_find(c->report->ids, one->target);
    if (!t || one->children || t->name.n || t->words || t->is_numbered || t->kind == TARGET_PART)
        return;
    struct finding *f = diag_add(c->diag, Q305, one->pos,
                                 "“%.*s” has no name that could be put here", STR_ARG(t->id));
    diag_hint(c->diag, f, "write the words of the reference: <ref to=\"%.*s\">see above</ref>",
              STR_ARG(t->id));
}

static void check_inlines(struct check *c, struct inl *words, const struct inl *link)
{
    for (struct inl *i = words; i; i = i->next) {
        bool is_link = i->kind == INLINE_LINK || i->kind == INLINE_REF;
        if (is_link && link)
            diag_hint(c->diag, diag_add(c->diag, Q309, i->pos, "this link stands inside another"),
                      "end the outer one before it");
        if (i->kind == INLINE_ACRONYM)
            check_acronym(c, i);
        if (i->kind == INLINE_REF)
            check_ref(c, i);
        check_inlines(c, i->children, is_link ? i : link);
    }
}

static void check_words(void *context, struct inl *words)
{
    check_inlines(context, words, NULL);
}

/* ---- blocks ----------------------------------------------------------------------------- */

static void warn_empty(struct check *c, struct pos pos, const char *what)
{
    if (!c->is_partial)
        diag_hint(c->diag, diag_add(c->diag, Q330, pos, "this %s is empty", what),
                  "write something, or remove it");
}

static void check_block(void *context, struct block *b)
{
    struct check *c = context;
    if (b->kind == BLOCK_PARA && !b->words)
        warn_empty(c, b->pos, "paragraph");
    if (b->kind == BLOCK_HEADING && !b->words)
        diag_add(c->diag, Q310, b->pos, "this heading is empty");
    if (b->kind == BLOCK_IMAGE && b->is_decorative && b->alt.n) {
        struct finding *f = diag_add(
            c->diag, Q331, b->pos, "the image is decorative, so nobody will be read its alt text");
        diag_hint(c->diag, f, "remove decorative=\"yes\" or alt=\"…\"");
    }
}

/* ---- the paper -------------------------------------------------------------------------- */

static long quarter_end(const struct report *r)
{
    return date_days(quarter_last_day(r->quarter));
}

static void warn_early(struct check *c, struct pos pos, const char *what, struct date d)
{
    struct date end = quarter_last_day(c->report->quarter);
    struct finding *f =
        diag_add(c->diag, Q326, pos, "%s %04d-%02d-%02d, before the quarter ends on %04d-%02d-%02d",
                 what, d.year, d.month, d.day, end.year, end.month, end.day);
    diag_hint(c->diag, f, "check the date, and year=\"…\" and quarter=\"…\" of the report");
}

static void check_dates(struct check *c)
{
    const struct xml_node *root = c->report->doc->root, *paper = xml_child(root, "paper");
    const struct xml_attr *published = xml_attr(root, "published");
    const struct xml_attr *meeting = paper ? xml_attr(paper, "meeting") : NULL;
    struct date d;
    if (!xml_attr(root, "year") || !xml_attr(root, "quarter") || c->is_partial)
        return;
    if (published && date_parse(str_trim(published->value), &d) &&
        date_days(d) < quarter_end(c->report))
        warn_early(c, xml_value_pos(c->report->doc, published), "this is published on", d);
    if (meeting && date_parse(str_trim(meeting->value), &d) &&
        date_days(d) < quarter_end(c->report))
        warn_early(c, xml_value_pos(c->report->doc, meeting), "the meeting is on", d);
}

static void need_title(struct check *c, str title, struct pos pos, const char *what)
{
    if (title.n || c->is_partial)
        return;
    diag_hint(c->diag, diag_add(c->diag, Q310, pos, "the title of this %s is empty", what),
              "write at least a word");
}

static void check_paper(struct check *c, const struct paper *p)
{
    for (size_t i = 0; i < p->topic_count; i++)
        need_title(c, p->topics[i].title, p->topics[i].pos, "topic");
    for (size_t i = 0; i < p->implication_count; i++)
        if (!p->implications[i].words)
            warn_empty(c, p->implications[i].pos, "implication");
    for (size_t i = 0; i < p->author_count; i++)
        if (!p->authors[i].n)
            warn_empty(c, p->pos, "paper's author");
}

/* ---- sections --------------------------------------------------------------------------- */

static void check_number(struct check *c, const struct section *s, const struct kpi *k,
                         struct idmap *refs)
{
    const struct target *twin =
        k->ref.n ? idmap_add(refs, (struct target){.id = k->ref, .pos = k->pos}) : NULL;
    if (twin)
        diag_hint(c->diag,
                  diag_add(c->diag, Q312, k->pos, "there are two KPIs %.*s", STR_ARG(k->ref)),
                  "the other one stands in line %u", (unsigned)twin->pos.line);
    str start = str_format(c->arena, "%zu.", s->number);
    if (!k->ref.n || str_starts(k->ref, start))
        return;
    struct finding *f = diag_add(c->diag, Q328, k->pos, "KPI %.*s stands in section %zu",
                                 STR_ARG(k->ref), s->number);
    diag_hint(c->diag, f, "its number would begin with %.*s", STR_ARG(start));
}

static void check_section(struct check *c, const struct section *s, struct idmap *refs)
{
    need_title(c, s->title, s->pos, "section");
    for (size_t i = 0; i < s->piece_count; i++)
        for (size_t n = 0; n < s->pieces[i].kpi_count; n++) {
            const struct kpi *k = &s->pieces[i].kpis[n];
            check_number(c, s, k, refs);
            check_kpi(c->arena, c->diag, c->report->doc, k, c->is_partial);
        }
}

/* ---- parts ------------------------------------------------------------------------------ */

static void check_letter(struct check *c, str letter, struct pos pos, size_t index)
{
    if (c->is_partial || letter.n != 1 || index > 25 || letter.p[0] == (char)('A' + index))
        return;
    if (letter.p[0] < 'A' || letter.p[0] > 'Z')
        return;
    struct finding *f = diag_add(c->diag, Q327, pos, "appendix %.*s stands at place %zu",
                                 STR_ARG(letter), index + 1);
    diag_hint(c->diag, f, "by its place it would be %c; references to it need the same letter",
              (int)('A' + index));
}

static void add_term(struct check *c, str term, struct entry *e)
{
    struct target t = {.id = term, .kind = TARGET_ENTRY, .entry = e, .pos = e->pos};
    const struct target *twin = term.n ? idmap_add(c->terms, t) : NULL;
    if (twin && twin->entry != e)
        diag_hint(c->diag,
                  diag_add(c->diag, Q332, e->pos, "“%.*s” is explained twice", STR_ARG(term)),
                  "the first entry stands in line %u", (unsigned)twin->pos.line);
}

static void collect_terms(struct check *c, const struct glossary *g)
{
    for (size_t i = 0; g && i < g->entry_count; i++) {
        struct entry *e = &g->entries[i];
        add_term(c, e->term, e);
        add_term(c, e->abbreviation, e);
        need_title(c, e->term, e->pos, "entry");
        if (!e->meaning)
            warn_empty(c, e->pos, "glossary entry");
    }
}

/* A PDF needs a page. */
static void check_parts(struct check *c)
{
    const struct report *r = c->report;
    if (r->paper || r->appendix_count || r->glossary || c->is_partial)
        return;
    struct finding *f = diag_add(c->diag, Q311, xml_pos(r->doc, r->doc->root),
                                 "there is nothing in this report to print");
    diag_hint(c->diag, f, "add a <paper>, an <appendix> or a <glossary>");
}

static struct check begin(struct arena *a, struct diag *d, struct report *r, bool is_partial)
{
    struct check c = {.arena = a, .diag = d, .report = r, .is_partial = is_partial};
    c.terms = idmap_new(a);
    c.acronyms = idmap_new(a);
    return c;
}

void check_agenda_words(struct arena *a, struct diag *d, struct agenda *g, bool is_partial)
{
    struct check c = begin(a, d, &g->head, is_partial);
    c.is_agenda = true;
    struct walk walk = {.context = &c, .words = check_words, .block = check_block};
    walk_agenda(g, &walk);
}

void check_report(struct arena *a, struct diag *d, struct report *r, bool is_partial)
{
    struct check c = begin(a, d, r, is_partial);
    const struct xml_node *title = xml_child(r->doc->root, "title");
    if (title)
        need_title(&c, r->title, xml_pos(r->doc, title), "report");
    check_dates(&c);
    if (r->paper)
        check_paper(&c, r->paper);
    collect_terms(&c, r->glossary);
    for (size_t i = 0; i < r->appendix_count; i++) {
        const struct appendix *p = &r->appendices[i];
        check_letter(&c, p->letter, p->pos, i);
        need_title(&c, p->title, p->pos, "appendix");
        struct idmap *refs = idmap_new(a);
        for (size_t k = 0; k < p->section_count; k++)
            check_section(&c, &p->sections[k], refs);
    }
    if (r->glossary)
        check_letter(&c, r->glossary->letter, r->glossary->pos, r->appendix_count);
    check_parts(&c);
    struct walk walk = {.context = &c, .words = check_words, .block = check_block};
    walk_report(r, &walk);
}
