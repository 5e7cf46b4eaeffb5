#include "compose/paper.h"

#include "compose/blocks.h"
#include "compose/pairs.h"
#include "compose/refs.h"
#include "compose/running.h"
#include "compose/style.h"
#include "compose/terms.h"

static const struct named_style *style_of(const struct composer *c, enum style_name s)
{
    return layout_style(c->layout, s);
}

/* Two headings may read the same. */
static str name_topic(struct composer *c, str text)
{
    struct target t = {.id = str_format(c->arena, "topic:%.*s", STR_ARG(text)),
                       .kind = TARGET_TOPIC};
    for (size_t n = 2; idmap_add(c->targets, t); n++)
        t.id = str_format(c->arena, "topic:%.*s-%zu", STR_ARG(text), n);
    return t.id;
}

struct box *paper_head(struct composer *c, str text, str id)
{
    struct box *box = style_par_text(c, style_of(c, STYLE_TOPIC), ROLE_H2, text);
    box->is_kept_with_next = true;
    box->anchor = id.n ? id : name_topic(c, text);
    box->outline = text;
    box->outline_level = 2;
    return box;
}

/* ---- masthead ----------------------------------------------------------------------------- */

static struct box *make_heading(struct box *box, str outline)
{
    box->anchor = STR(PAPER_ANCHOR);
    box->outline = outline;
    box->outline_level = 1;
    box->is_kept_with_next = true;
    return box;
}

struct box *paper_line(struct composer *c, const struct cover_item *line, enum tag_role role,
                       str outline)
{
    struct box *box = style_par_pattern(c, line->style, role, line->pattern, c->scope);
    box->space_before = line->before;
    box->space_after = line->after;
    return outline.n ? make_heading(box, outline) : box;
}

/*
 * Lines in the first one's style are the heading; those in others are paragraphs beneath it.
 * Without any the paper is headed by what the outline calls it, as it must have a heading.
 */
void paper_masthead(struct composer *c, str outline, struct box_list *list)
{
    const struct layout *l = c->layout;
    struct sentence heading = {0};
    size_t i = 0;
    for (; i < l->masthead_count && l->masthead[i].style == l->masthead[0].style; i++) {
        if (i == 0)
            heading = style_begin(c, l->masthead[0].style);
        else
            style_add_break(&heading);
        style_add_text(&heading,
                       pattern_trace(c->arena, l->masthead[i].pattern, c->scope, c->origins));
    }
    if (i > 0) {
        struct box *box = style_end(&heading, ROLE_H1);
        box->space_before = l->masthead[0].before;
        box->space_after = l->masthead[i - 1].after;
        box_list_add(list, make_heading(box, outline));
    } else {
        struct box *box = style_par_text(c, style_of(c, STYLE_TITLE), ROLE_H1, outline);
        box_list_add(list, make_heading(box, outline));
    }
    for (; i < l->masthead_count; i++)
        box_list_add(list, paper_line(c, &l->masthead[i], ROLE_P, STR("")));
}

/* ---- the grid ----------------------------------------------------------------------------- */

static str join_authors(struct composer *c, const struct paper *paper)
{
    struct buf out = {.arena = c->arena};
    for (size_t i = 0; i < paper->author_count; i++) {
        if (i > 0 && i + 1 == paper->author_count)
            buf_format(&out, " %.*s ", STR_ARG(c->layout->words[WORD_AND]));
        else if (i > 0)
            buf_addz(&out, ", ");
        buf_add(&out, paper->authors[i]);
    }
    str all = buf_str(&out);
    for (size_t i = 0, at = 0; i < paper->author_count; i++) {
        str author = paper->authors[i];
        at = str_search(all, author, at);
        origins_add_copy(c->origins, str_sub(all, at, at + author.n), author);
        at += author.n;
    }
    return all;
}

static void add_grid_row(struct pairs *p, enum word label, str words)
{
    struct composer *c = p->composer;
    struct box *box = style_par_text(c, style_of(c, STYLE_TEXT), ROLE_NONE, words);
    pairs_add(p, c->layout->words[label], box, &c->layout->grid_row);
}

static struct box *grid(struct composer *c, const struct paper *paper)
{
    const struct layout *l = c->layout;
    struct pairs p;
    struct box *box = pairs_begin(c, &p, l->grid_label, l->grid_pad);
    struct field fields[] = {{"authors", join_authors(c, paper)}, {NULL, {0}}};
    struct scope scope = {fields, c->scope};
    str subject = paper->subject.n ? paper->subject : composer_word(c, WORD_SUBJECT_LINE, &scope);
    p.table->rule_top = p.table->rule_bottom = l->grid_edge.thickness;
    p.table->rule_colour = l->grid_edge.colour;
    add_grid_row(&p, WORD_REPORT_OF, paper->from);
    add_grid_row(&p, WORD_SUBJECT, subject);
    add_grid_row(&p, WORD_DATE, pattern_text(c->arena, STR("{meeting}"), &scope));
    add_grid_row(&p, WORD_AUTHOR, composer_word(c, WORD_AUTHORS, &scope));
    pairs_tie(&p);
    box->space_after = style_of(c, STYLE_TOPIC)->before;
    return box;
}

/* ---- the rest ----------------------------------------------------------------------------- */

static void add_topics(struct composer *c, const struct paper *paper, struct box_list *list)
{
    const struct layout *l = c->layout;
    size_t number = 0;
    struct block_place place = {.text = style_of(c, STYLE_TEXT),
                                .heading = style_of(c, STYLE_HEADING),
                                .heading_role = ROLE_H3,
                                .gutter = l->paper_gutter,
                                .indent = l->paper_gutter,
                                .number = &number,
                                .width = l->page_width - l->left - l->right};
    for (size_t i = 0; i < paper->topic_count; i++) {
        box_list_add(list, paper_head(c, paper->topics[i].title, paper->topics[i].id));
        blocks_compose(c, paper->topics[i].blocks, &place, list);
    }
}

static void add_implications(struct composer *c, const struct paper *paper, struct box_list *list)
{
    struct pairs p;
    if (paper->implication_count == 0)
        return;
    box_list_add(list, paper_head(c, c->layout->words[WORD_IMPLICATIONS], (str){0}));
    struct box *box = pairs_begin(c, &p, c->layout->pair_label, LEN_PT(2));
    for (size_t i = 0; i < paper->implication_count; i++) {
        const struct implication *one = &paper->implications[i];
        pairs_add(&p, one->label,
                  style_par_words(c, style_of(c, STYLE_TEXT), ROLE_NONE, one->words), NULL);
    }
    pairs_tie(&p);
    box_list_add(list, box);
}

/* "Appendix A – OPCC Performance Report", leading there when it is composed. */
static struct box *appendix_line(struct composer *c, str letter, str title)
{
    struct field fields[] = {{"letter", letter},
                             {"appendix", refs_part_name(c, letter)},
                             {"appendix-title", title},
                             {NULL, {0}}};
    str text = composer_word(c, WORD_APPENDIX_LINE, &(struct scope){fields, c->scope});
    bool is_link = refs_is_reachable(c, letter);
    struct inl line = {.kind = is_link ? INLINE_REF : INLINE_TEXT,
                       .text = text,
                       .target = letter,
                       .children = NULL};
    struct inl child = {.kind = INLINE_TEXT, .text = text};
    line.children = is_link ? &child : NULL;
    struct sentence s = style_begin(c, style_of(c, STYLE_TEXT));
    style_add_words(&s, &line);
    struct box *box = style_end(&s, ROLE_P);
    box->space_after = LEN_PT(2);
    return box;
}

static void add_appendices(struct composer *c, struct box_list *list)
{
    const struct report *r = c->report;
    if (r->appendix_count == 0 && !r->glossary)
        return;
    box_list_add(list, paper_head(c, c->layout->words[WORD_APPENDICES], (str){0}));
    for (size_t i = 0; i < r->appendix_count; i++)
        box_list_add(list, appendix_line(c, r->appendices[i].letter, r->appendices[i].title));
    if (r->glossary)
        box_list_add(list, appendix_line(c, r->glossary->letter, refs_glossary_title(c)));
}

static void add_background(struct composer *c, const struct paper *paper, struct box_list *list)
{
    const struct named_style *style = style_of(c, STYLE_TEXT);
    if (!paper->has_background)
        return;
    box_list_add(list, paper_head(c, c->layout->words[WORD_BACKGROUND], (str){0}));
    for (size_t i = 0; i < paper->background_count; i++)
        box_list_add(list, style_par_words(c, style, ROLE_P, paper->background[i]));
    if (paper->background_count == 0)
        box_list_add(list, style_par_text(c, style, ROLE_P, c->layout->words[WORD_NONE]));
}

/* "Email: analyst@example.org": what leads there is the address alone. */
static void add_email(struct sentence *s, str email)
{
    struct composer *c = s->composer;
    str pattern = c->layout->words[WORD_EMAIL], field = STR("{email}");
    size_t at = str_search(pattern, field, 0);
    struct inl address = {.kind = INLINE_TEXT, .text = email};
    struct inl link = {.kind = INLINE_LINK,
                       .target = str_format(c->arena, "mailto:%.*s", STR_ARG(email)),
                       .children = &address};
    style_add_text(s, str_sub(pattern, 0, at));
    style_add_words(s, &link);
    if (at < pattern.n)
        style_add_text(s, str_sub(pattern, at + field.n, pattern.n));
}

struct box *paper_contact(struct composer *c, const struct contact *contact, enum tag_role role)
{
    struct field fields[] = {{"phone", contact->phone}, {NULL, {0}}};
    struct sentence s = style_begin(c, style_of(c, STYLE_TEXT));
    style_add_text(&s, contact->role);
    if (contact->phone.n || contact->email.n)
        style_add_break(&s);
    if (contact->phone.n)
        style_add_text(&s, composer_word(c, WORD_TEL, &(struct scope){fields, c->scope}));
    if (contact->phone.n && contact->email.n && c->layout->kpi_form == FORM_BLOCKS)
        style_add_break(&s); /* large type has no room for both */
    else if (contact->phone.n && contact->email.n)
        style_add_text(&s, STR(" · "));
    if (contact->email.n)
        add_email(&s, contact->email);
    return style_end(&s, role);
}

static void add_contacts(struct composer *c, const struct paper *paper, struct box_list *list)
{
    if (paper->contact_count == 0)
        return;
    enum word word = paper->contact_count > 1 ? WORD_CONTACTS : WORD_CONTACT;
    box_list_add(list, paper_head(c, c->layout->words[word], (str){0}));
    for (size_t i = 0; i < paper->contact_count; i++) {
        struct box *box = paper_contact(c, &paper->contacts[i], ROLE_P);
        box->is_kept_together = true;
        box_list_add(list, box);
    }
}

struct sequence *paper_compose(struct composer *c)
{
    const struct paper *paper = c->report->paper;
    struct box_list list = {0};
    str before = c->lang;
    if (paper->lang.n)
        c->lang = paper->lang;
    terms_begin_section(c);
    paper_masthead(c, c->layout->words[WORD_PAPER], &list);
    box_list_add(&list, grid(c, paper));
    add_topics(c, paper, &list);
    add_implications(c, paper, &list);
    add_appendices(c, &list);
    add_background(c, paper, &list);
    add_contacts(c, paper, &list);
    c->lang = before;
    struct sequence *s = running_sequence(c, PAGE_PAPER, c->scope, style_stack(c, ROLE_NONE, list));
    s->props = style_lang_props(c, paper->lang);
    return s;
}
