/*
 * The grid and the pairs of labels and words look like tables but are paragraphs: a screen reader
 * reads "Date", "Monday …" in turn, one paragraph a row.
 */
#include "compose/paper.h"

#include "compose/blocks.h"
#include "compose/glossary.h"
#include "compose/refs.h"
#include "compose/running.h"
#include "compose/style.h"

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

static struct box *head(struct composer *c, str text, str id)
{
    struct box *box = style_par_text(c, style_of(c, STYLE_TOPIC), ROLE_H2, text);
    box->is_kept_with_next = true;
    box->anchor = id.n ? id : name_topic(c, text);
    box->outline = text;
    box->outline_level = 2;
    return box;
}

/* ---- masthead ----------------------------------------------------------------------------- */

static void add_heading(struct composer *c, struct box *box, struct box_list *list)
{
    box->anchor = STR(PAPER_ANCHOR);
    box->outline = c->layout->words[WORD_PAPER];
    box->outline_level = 1;
    box->is_kept_with_next = true;
    box_list_add(list, box);
}

/*
 * Lines in the first one's style are the heading; those in others are paragraphs beneath it.
 * Without any the paper is headed by its name, as it must have a heading.
 */
static void add_masthead(struct composer *c, struct box_list *list)
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
        add_heading(c, box, list);
    } else
        add_heading(c, style_par_text(c, style_of(c, STYLE_TITLE), ROLE_H1, l->words[WORD_PAPER]),
                    list);
    for (; i < l->masthead_count; i++) {
        const struct cover_item *line = &l->masthead[i];
        struct box *box = style_par_pattern(c, line->style, ROLE_P, line->pattern, c->scope);
        box->space_before = line->before;
        box->space_after = line->after;
        box_list_add(list, box);
    }
}

/* ---- rows of a label and its words -------------------------------------------------------- */

struct pairs {
    struct composer *composer;
    struct table_box *table;
    size_t row_capacity, cell_capacity;
};

static struct box *begin_pairs(struct composer *c, struct pairs *p, len label_width, len pad)
{
    struct box *box = ARENA_NEW(c->arena, struct box);
    *box = (struct box){.kind = BOX_TABLE};
    *p = (struct pairs){.composer = c, .table = &box->u.table};
    p->table->is_grid = true;
    p->table->is_flush = true;
    p->table->pad_x = LEN_MM(1);
    p->table->pad_top = p->table->pad_bottom = pad;
    p->table->column_count = 2;
    p->table->tracks = ARENA_ARRAY(c->arena, 2, struct track);
    p->table->tracks[0] = (struct track){.kind = TRACK_FIXED, .width = label_width};
    p->table->tracks[1] = (struct track){.kind = TRACK_SHARE, .weight = 1};
    return box;
}

static void add_pair_cell(struct pairs *p, uint32_t column, struct box *box)
{
    struct table_box *t = p->table;
    struct table_cell *cell =
        ARENA_PUSH(p->composer->arena, t->cells, t->cell_count, p->cell_capacity);
    *cell = (struct table_cell){.row = t->row_count,
                                .column = column,
                                .row_span = 1,
                                .column_span = 1,
                                .box = style_in_cell(box),
                                .fill = COLOUR_NONE};
}

/* `words` is a paragraph without an element of its own. */
static void add_pair(struct pairs *p, str label, struct box *words, const struct rule_design *rule)
{
    struct composer *c = p->composer;
    struct table_box *t = p->table;
    size_t rows = t->row_count;
    /* the space parts label and words for those who hear or copy them */
    str spaced = str_format(c->arena, "%.*s ", STR_ARG(label));
    origins_add_copy(c->origins, str_sub(spaced, 0, label.n), label);
    add_pair_cell(p, 0, style_par_text(c, style_of(c, STYLE_LABEL), ROLE_NONE, spaced));
    add_pair_cell(p, 1, words);
    struct table_row *row = ARENA_PUSH(c->arena, t->rows, rows, p->row_capacity);
    *row = (struct table_row){.role = ROLE_P, .is_unsplittable = true};
    if (rule && rows > 1) {
        row->rule_above = rule->thickness;
        row->rule_colour = rule->colour;
    }
    t->row_count = (uint32_t)rows;
}

/* A row alone at the foot of a page, or overleaf, looks lost: first and last have company. */
static void tie_ends(struct table_box *t)
{
    if (t->row_count > 1)
        t->rows[0].is_kept = t->rows[t->row_count - 2].is_kept = true;
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
    add_pair(p, c->layout->words[label], box, &c->layout->grid_row);
}

static struct box *grid(struct composer *c, const struct paper *paper)
{
    const struct layout *l = c->layout;
    struct pairs p;
    struct box *box = begin_pairs(c, &p, l->grid_label, l->grid_pad);
    struct field fields[] = {{"authors", join_authors(c, paper)}, {NULL, {0}}};
    struct scope scope = {fields, c->scope};
    str subject = paper->subject.n ? paper->subject : composer_word(c, WORD_SUBJECT_LINE, &scope);
    p.table->rule_top = p.table->rule_bottom = l->grid_edge.thickness;
    p.table->rule_colour = l->grid_edge.colour;
    add_grid_row(&p, WORD_REPORT_OF, paper->from);
    add_grid_row(&p, WORD_SUBJECT, subject);
    add_grid_row(&p, WORD_DATE, pattern_text(c->arena, STR("{meeting}"), &scope));
    add_grid_row(&p, WORD_AUTHOR, composer_word(c, WORD_AUTHORS, &scope));
    tie_ends(p.table);
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
        box_list_add(list, head(c, paper->topics[i].title, paper->topics[i].id));
        blocks_compose(c, paper->topics[i].blocks, &place, list);
    }
}

static void add_implications(struct composer *c, const struct paper *paper, struct box_list *list)
{
    struct pairs p;
    if (paper->implication_count == 0)
        return;
    box_list_add(list, head(c, c->layout->words[WORD_IMPLICATIONS], (str){0}));
    struct box *box = begin_pairs(c, &p, c->layout->pair_label, LEN_PT(2));
    for (size_t i = 0; i < paper->implication_count; i++) {
        const struct implication *one = &paper->implications[i];
        add_pair(&p, one->label, style_par_words(c, style_of(c, STYLE_TEXT), ROLE_NONE, one->words),
                 NULL);
    }
    tie_ends(p.table);
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
    box_list_add(list, head(c, c->layout->words[WORD_APPENDICES], (str){0}));
    for (size_t i = 0; i < r->appendix_count; i++)
        box_list_add(list, appendix_line(c, r->appendices[i].letter, r->appendices[i].title));
    if (r->glossary)
        box_list_add(list, appendix_line(c, r->glossary->letter, glossary_title(c)));
}

static void add_background(struct composer *c, const struct paper *paper, struct box_list *list)
{
    const struct named_style *style = style_of(c, STYLE_TEXT);
    if (!paper->has_background)
        return;
    box_list_add(list, head(c, c->layout->words[WORD_BACKGROUND], (str){0}));
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

static struct box *contact_box(struct composer *c, const struct contact *contact)
{
    struct field fields[] = {{"phone", contact->phone}, {NULL, {0}}};
    struct sentence s = style_begin(c, style_of(c, STYLE_TEXT));
    style_add_text(&s, contact->role);
    if (contact->phone.n || contact->email.n)
        style_add_break(&s);
    if (contact->phone.n)
        style_add_text(&s, composer_word(c, WORD_TEL, &(struct scope){fields, c->scope}));
    if (contact->phone.n && contact->email.n)
        style_add_text(&s, STR(" · "));
    if (contact->email.n)
        add_email(&s, contact->email);
    return style_end(&s, ROLE_P);
}

static void add_contacts(struct composer *c, const struct paper *paper, struct box_list *list)
{
    if (paper->contact_count == 0)
        return;
    enum word word = paper->contact_count > 1 ? WORD_CONTACTS : WORD_CONTACT;
    box_list_add(list, head(c, c->layout->words[word], (str){0}));
    for (size_t i = 0; i < paper->contact_count; i++) {
        struct box *box = contact_box(c, &paper->contacts[i]);
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
    glossary_begin_section(c);
    add_masthead(c, &list);
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
