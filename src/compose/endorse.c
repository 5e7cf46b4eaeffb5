#include "compose/endorse.h"

#include "compose/style.h"

/* The pattern names both; an empty field takes its brackets with it. The words are the layout's,
 * whatever the report's language: on a sheet, where there is no report, they are set the same. */
static struct furniture make_stamp(struct composer *c, struct stamp_words words)
{
    const struct layout *l = c->layout;
    const struct stamp_design *d = &l->stamp;
    const struct field fields[] = {{"item", words.item}, {"page", words.page}, {NULL, {0}}};
    str pattern = d->pattern, lang = c->lang;
    len left = l->page_width - d->right - d->width;
    if (words.is_blank) { /* all the page is free */
        pattern = str_format(c->arena, "%.*s\n%.*s", STR_ARG(pattern),
                             STR_ARG(l->words[WORD_BLANK_PAGE]));
        left = 0;
    }
    c->lang = l->lang.n ? l->lang : STR("en-GB");
    struct box *box = style_in_cell(
        style_par_pattern(c, d->style, ROLE_NONE, pattern, &(struct scope){fields, NULL}));
    c->lang = lang;
    style_align(c, box, ALIGN_RIGHT);
    box->is_artifact = true;
    return (struct furniture){.box = box,
                              .x = left,
                              .y = d->top,
                              .width = l->page_width - d->right - left,
                              .margin = MARGIN_HEAD};
}

static const struct master *stamped(struct composer *c, const struct master *plain,
                                    struct stamp_words words)
{
    struct master *m = ARENA_NEW(c->arena, struct master);
    *m = *plain;
    m->furniture = ARENA_ARRAY(c->arena, plain->count + 1, struct furniture);
    for (size_t i = 0; i < plain->count; i++)
        m->furniture[i] = plain->furniture[i];
    m->furniture[m->count++] = make_stamp(c, words);
    return m;
}

/* The item stands on the first page of all, so that page needs a design of its own. */
void endorse_document(struct composer *c, struct document *doc)
{
    const struct compose_options *o = c->options;
    struct stamp_words first = {.item = o->agenda_item,
                                .page = o->first_page ? STR(PATTERN_LABEL) : STR("")};
    struct stamp_words others = {.page = first.page};
    doc->first_page = o->first_page;
    if (first.item.n == 0 && first.page.n == 0)
        return;
    for (struct sequence *s = doc->sequences; s; s = s->next) {
        bool is_first = s == doc->sequences;
        const struct master *rest = s->rest ? s->rest : s->first;
        s->first = stamped(c, s->first, is_first ? first : others);
        s->rest = others.page.n ? stamped(c, rest, others) : rest;
        if (others.page.n == 0)
            return;
    }
}

/* ---- sheets --------------------------------------------------------------------------------- */

static struct sequence *make_sheet(struct composer *c, struct stamp_words words)
{
    const struct layout *l = c->layout;
    const struct master plain = {.page_width = l->page_width, .page_height = l->page_height};
    struct sequence *s = ARENA_NEW(c->arena, struct sequence);
    *s = (struct sequence){.first = stamped(c, &plain, words),
                           .content = style_stack(c, ROLE_NONE, (struct box_list){0})};
    return s;
}

void compose_stamps(struct arena *a, const struct layout *layout, const struct stamp_words *stamps,
                    size_t count, struct document *out)
{
    struct composer c = {.arena = a, .layout = layout};
    struct sequence **next = &out->sequences;
    *out = (struct document){.lang = layout->lang, .title = STR("Stamps")};
    for (size_t i = 0; i < count; i++) {
        *next = make_sheet(&c, stamps[i]);
        next = &(*next)->next;
    }
}

struct stamp_band layout_stamp_band(const struct layout *l)
{
    const struct stamp_design *d = &l->stamp;
    return (struct stamp_band){d->right, d->top, d->width, d->height};
}
