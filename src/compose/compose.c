/*
 * The stage in order: what fields say, what references lead to, then part by part.
 */
#include "compose/compose.h"

#include "compose/contents.h"
#include "compose/cover.h"
#include "compose/endorse.h"
#include "compose/front_sheet.h"
#include "compose/glossary.h"
#include "compose/paper.h"
#include "compose/refs.h"
#include "compose/running.h"
#include "compose/section.h"
#include "compose/style.h"
#include "compose/terms.h"

/* ---- fields ------------------------------------------------------------------------------- */

/* "OPCC Performance Report" with the organisation's name in full. */
static str full_title(struct composer *c)
{
    const struct report *r = c->report;
    str initials = r->organisation_short;
    if (initials.n == 0 || !str_starts(r->title, initials))
        return r->title;
    struct field fields[] = {{"organisation", r->organisation},
                             {"title", str_sub(r->title, initials.n, r->title.n)},
                             {NULL, {0}}};
    return pattern_trace(c->arena, STR("{organisation}{title}"), &(struct scope){fields, NULL},
                         c->origins);
}

static str date_words(struct composer *c, struct date d)
{
    return narrative_date(c->arena, d, &c->layout->wording);
}

static str time_words(struct composer *c, struct date d)
{
    if (d.hour < 0)
        return (str){0};
    const str *words = c->layout->words;
    int hour = d.hour % 12 == 0 ? 12 : d.hour % 12;
    struct field fields[] = {{"hour", str_format(c->arena, "%d", hour)},
                             {"hour24", str_format(c->arena, "%d", d.hour)},
                             {"minute", str_format(c->arena, "%02d", d.minute)},
                             {"half", words[d.hour < 12 ? WORD_AM : WORD_PM]},
                             {NULL, {0}}};
    return pattern_text(c->arena, words[WORD_TIME], &(struct scope){fields, NULL});
}

static str meeting_words(struct composer *c, struct date d)
{
    struct field fields[] = {{"weekday", c->layout->weekdays[date_weekday(d)]},
                             {"date", date_words(c, d)},
                             {"time", time_words(c, d)},
                             {NULL, {0}}};
    return pattern_text(c->arena, c->layout->words[WORD_MEETING], &(struct scope){fields, NULL});
}

/* "Q1" of "Q1 2020/21". */
static str bare_quarter(struct composer *c, struct quarter q)
{
    str whole = narrative_quarter_short(c->arena, q, &c->layout->wording);
    return str_sub(whole, 0, str_find(whole, ' '));
}

static str period_words(struct composer *c, struct quarter q)
{
    struct field fields[] = {{"first", date_words(c, quarter_first_day(q))},
                             {"last", date_words(c, quarter_last_day(q))},
                             {NULL, {0}}};
    return pattern_text(c->arena, c->layout->words[WORD_PERIOD], &(struct scope){fields, NULL});
}

static const struct scope *keep_scope(struct arena *a, const struct field *fields, size_t count)
{
    struct field *kept = ARENA_ARRAY(a, count, struct field);
    for (size_t i = 0; i < count; i++)
        kept[i] = fields[i];
    struct scope *scope = ARENA_NEW(a, struct scope);
    *scope = (struct scope){kept, NULL};
    return scope;
}

static const struct scope *document_scope(struct composer *c)
{
    const struct report *r = c->report;
    struct arena *a = c->arena;
    struct quarter q = r->quarter;
    const struct wording *w = &c->layout->wording;
    const struct paper *paper = r->paper;
    str year = str_format(a, "%d/%02d", q.year, (q.year + 1) % 100);
    const struct field fields[] = {
        {"organisation", r->organisation},
        {"short", r->organisation_short},
        {"area", r->area},
        {"title", r->title},
        {"full-title", full_title(c)},
        {"quarter", str_format(a, "%.*s %d", STR_ARG(c->layout->words[WORD_QUARTER]), q.number)},
        {"quarter-short", narrative_quarter_short(a, q, w)},
        {"previous-short", bare_quarter(c, quarter_step(q, -1))},
        {"last-year-short", narrative_quarter_short(a, quarter_step(q, -4), w)},
        {"year", year},
        {"period", period_words(c, q)},
        {"first", date_words(c, quarter_first_day(q))},
        {"last", date_words(c, quarter_last_day(q))},
        {"date", date_words(c, r->date)},
        {"committee", paper ? paper->committee : (str){0}},
        {"from", paper ? paper->from : r->organisation},
        {"meeting", paper ? meeting_words(c, paper->meeting) : (str){0}},
        {"meeting-date", paper ? date_words(c, paper->meeting) : (str){0}},
        {NULL, {0}},
    };
    return keep_scope(a, fields, sizeof fields / sizeof *fields);
}

/* ---- parts -------------------------------------------------------------------------------- */

static bool has_part(const struct report *r, str part)
{
    if (part.n == 0 || str_is(part, "all"))
        return true;
    if (str_is(part, "paper"))
        return r->paper != NULL;
    for (size_t i = 0; i < r->appendix_count; i++)
        if (str_eq(r->appendices[i].letter, part))
            return true;
    return r->glossary && str_eq(r->glossary->letter, part);
}

static void refuse_part(struct composer *c)
{
    const struct report *r = c->report;
    struct buf parts = {.arena = c->arena};
    buf_addz(&parts, r->paper ? "all, paper" : "all");
    for (size_t i = 0; i < r->appendix_count; i++)
        buf_format(&parts, ", %.*s", STR_ARG(r->appendices[i].letter));
    if (r->glossary)
        buf_format(&parts, ", %.*s", STR_ARG(r->glossary->letter));
    struct pos pos = {.source = r->doc ? r->doc->source : NULL};
    str name = STR("the report"); /* which one need not be said where the finding names its file */
    if (c->options->asked.source) {
        name = pos.source ? pos.source->path : name;
        pos = c->options->asked;
    }
    struct finding *f = diag_add(c->diag, Q304, pos, "%.*s has no part “%.*s”", STR_ARG(name),
                                 STR_ARG(c->options->part));
    diag_hint(c->diag, f, "it has %.*s", STR_ARG(buf_str(&parts)));
}

static struct box *new_page(struct composer *c)
{
    struct box *box = ARENA_NEW(c->arena, struct box);
    *box = (struct box){.kind = BOX_PAGE};
    return box;
}

/* An appendix without cover begins with its head. */
static struct box *appendix_head(struct composer *c, const struct appendix *a, str head)
{
    struct box *box = style_par_text(c, layout_style(c->layout, STYLE_TITLE), ROLE_H1, head);
    box->anchor = refs_part_anchor(c, a->letter);
    box->outline = head;
    box->outline_level = 1;
    box->is_kept_with_next = true;
    return box;
}

static void add_sections(struct composer *c, const struct appendix *a, struct box_list *list)
{
    for (size_t i = 0; i < a->section_count; i++) {
        if (i > 0 && c->layout->has_section_pages)
            box_list_add(list, new_page(c));
        box_list_add(list, section_compose(c, a, &a->sections[i], ROLE_H2));
    }
}

static struct sequence *compose_appendix(struct composer *c, const struct appendix *a,
                                         bool has_contents)
{
    struct field fields[] = {{"letter", a->letter},
                             {"appendix", refs_part_name(c, a->letter)},
                             {"appendix-title", a->title},
                             {NULL, {0}}};
    const struct scope *outer = c->scope;
    struct scope scope = {fields, outer};
    struct box_list list = {0};
    bool has_cover = a->has_cover && c->layout->cover.count > 0;
    str head = composer_word(c, WORD_APPENDIX_HEAD, &scope);
    c->scope = &scope;
    if (has_cover) {
        box_list_add(&list, cover_compose(c, &scope, refs_part_anchor(c, a->letter), head));
        box_list_add(&list, new_page(c));
    } else
        box_list_add(&list, appendix_head(c, a, head));
    if (has_contents) {
        box_list_add(&list, contents_compose(c, ROLE_H2));
        box_list_add(&list, new_page(c));
    }
    add_sections(c, a, &list);
    struct sequence *s =
        running_sequence(c, PAGE_APPENDIX, &scope, style_stack(c, ROLE_NONE, list));
    s->props = style_lang_props(c, a->lang);
    if (has_cover) {
        s->rest = s->first;
        s->first = cover_master(c);
    }
    c->scope = outer;
    return s;
}

/* ---- the document ------------------------------------------------------------------------- */

/* Sequences one after the other. */
static void append(struct document *doc, struct sequence *s)
{
    struct sequence **at = &doc->sequences;
    while (*at)
        at = &(*at)->next;
    *at = s;
}

/*
 * The contents stand after the paper and before the first appendix: behind its cover, where that
 * is the document's first page.
 */
static void compose_parts(struct composer *c, struct document *doc)
{
    const struct report *r = c->report;
    bool has_paper = r->paper && composer_takes(c, STR("paper"));
    bool wants_contents = layout_has_contents(c->layout, c->options->page_estimate);
    if (has_paper)
        append(doc, paper_compose(c));
    if (has_paper && wants_contents) {
        append(doc, running_sequence(c, PAGE_CONTENTS, c->scope, contents_compose(c, ROLE_H1)));
        wants_contents = false;
    }
    for (size_t i = 0; i < r->appendix_count; i++) {
        if (!composer_takes(c, r->appendices[i].letter))
            continue;
        append(doc, compose_appendix(c, &r->appendices[i], wants_contents));
        wants_contents = false;
    }
    if (r->glossary && composer_takes(c, r->glossary->letter))
        append(doc, glossary_compose(c));
}

static str authors(struct composer *c)
{
    const struct paper *paper = c->report->paper;
    struct buf out = {.arena = c->arena};
    for (size_t i = 0; paper && i < paper->author_count; i++)
        buf_format(&out, "%s%.*s", i ? ", " : "", STR_ARG(paper->authors[i]));
    return out.n ? buf_str(&out) : c->report->organisation;
}

static void describe(struct composer *c, struct document *doc)
{
    const struct report *r = c->report;
    doc->lang = r->lang;
    doc->title = pattern_text(c->arena, STR("{title}, {quarter-short}"), c->scope);
    doc->author = authors(c);
    doc->subject = r->subject;
    doc->keywords = r->keywords;
}

bool compose_document(struct arena *a, struct diag *d, const struct report *report,
                      const struct layout *layout, const struct compose_options *options,
                      struct document *out)
{
    size_t errors = d->errors;
    struct composer c = {
        .arena = a, .diag = d, .report = report, .layout = layout, .options = options};
    *out = (struct document){0};
    if (!has_part(report, options->part)) {
        refuse_part(&c);
        return false;
    }
    c.origins = origins_new(a, report->origins);
    c.scope = document_scope(&c);
    refs_collect(&c);
    terms_prepare(&c);
    compose_parts(&c, out);
    endorse_document(&c, out);
    describe(&c, out);
    return d->errors == errors;
}

/* ---- an agenda ---------------------------------------------------------------------------- */

static const struct scope *agenda_scope(struct composer *c, const struct agenda *g)
{
    const struct report *head = &g->head;
    str name = head->organisation; /* a council's says what area it is for */
    bool has_area = str_search(name, head->area, 0) < name.n;
    const struct field fields[] = {
        {"organisation", head->organisation},
        {"short", head->organisation_short},
        {"area", has_area ? STR("") : head->area},
        {"title", c->layout->words[WORD_AGENDA]},
        {"full-title", c->layout->words[WORD_AGENDA]},
        {"date", date_words(c, g->meeting)},
        {"committee", g->committee},
        {"from", head->organisation},
        {"meeting", meeting_words(c, g->meeting)},
        {"meeting-date", date_words(c, g->meeting)},
        {NULL, {0}},
    };
    return keep_scope(c->arena, fields, sizeof fields / sizeof *fields);
}

bool compose_agenda(struct arena *a, struct diag *d, const struct agenda *agenda,
                    const struct page_range *ranges, const struct layout *layout,
                    const struct compose_options *options, struct document *out)
{
    size_t errors = d->errors;
    const struct report *head = &agenda->head;
    struct composer c = {
        .arena = a, .diag = d, .report = head, .layout = layout, .options = options};
    *out = (struct document){0};
    if (!has_part(head, options->part)) {
        refuse_part(&c);
        return false;
    }
    c.origins = origins_new(a, head->origins);
    c.scope = agenda_scope(&c, agenda);
    refs_collect(&c);
    append(out, front_sheet_compose(&c, agenda, ranges));
    endorse_document(&c, out);
    out->lang = head->lang;
    out->title = composer_word(&c, WORD_AGENDA_TITLE, c.scope);
    out->author = head->organisation;
    return d->errors == errors;
}
