/*
 * A measure's block is a heading of the KPI's number and the measure's name, the value, a line for
 * each other figure, and its commentary. A commentary on several measures comes after the last of
 * them under a heading of its own and says which they are: nothing must be kept in mind that stands
 * pages before.
 */
#include "compose/kpi_block.h"

#include "compose/figure.h"
#include "compose/refs.h"
#include "compose/style.h"

static struct box *head_of(struct composer *c, const struct kpi *kpi, const struct measure *m,
                           const struct block_place *place)
{
    struct sentence s = style_begin(c, layout_style(c->layout, STYLE_BLOCK_HEAD));
    s.has_terms = true;
    style_add_text(&s, str_format(c->arena, "%.*s ", STR_ARG(kpi->ref)));
    style_add_words(&s, m->name);
    struct box *box = style_end(&s, place->heading_role);
    box->is_kept_with_next = true;
    return box;
}

/* Does a commentary on this measure alone follow? Its first lines are not parted from the value. */
static bool begins_commentary(const struct kpi *kpi, const struct measure *m)
{
    for (size_t i = 0; i < kpi->commentary_count; i++)
        if (kpi->commentaries[i].first == m->index && kpi->commentaries[i].last == m->index)
            return true;
    return false;
}

static void add_measure(struct composer *c, const struct appendix *appendix, const struct kpi *kpi,
                        const struct measure *m, const struct block_place *place,
                        struct box_list *list)
{
    struct box *head = head_of(c, kpi, m, place);
    style_set_lang(c, head, m->lang);
    head->anchor = refs_measure_anchor(c, appendix, m);
    if (c->layout->has_kpi_outline) {
        head->outline = str_format(c->arena, "%.*s %.*s", STR_ARG(kpi->ref), STR_ARG(m->name_text));
        head->outline_level = 3;
    }
    box_list_add(list, head);
    figure_block(c, m, list);
    list->last->is_kept_with_next = begins_commentary(kpi, m);
}

/* ---- commentary --------------------------------------------------------------------------- */

static str names_of(struct composer *c, const struct kpi *kpi, const struct commentary *commentary)
{
    struct buf out = {.arena = c->arena};
    for (size_t i = commentary->first; i <= commentary->last; i++)
        buf_format(&out, "%s%.*s", out.n ? "; " : "", STR_ARG(kpi->measures[i].name_text));
    return buf_str(&out);
}

/* "1.4 Commentary", "On: Visits made; Hours volunteered". */
static void add_shared_head(struct composer *c, const struct kpi *kpi,
                            const struct commentary *commentary, const struct block_place *place,
                            struct box_list *list)
{
    const struct layout *l = c->layout;
    struct field fields[] = {
        {"number", kpi->ref}, {"measures", names_of(c, kpi, commentary)}, {NULL, {0}}};
    struct scope scope = {fields, c->scope};
    struct box *head = style_par_text(c, layout_style(l, STYLE_BLOCK_HEAD), place->heading_role,
                                      composer_word(c, WORD_COMMENTARY_HEAD, &scope));
    struct box *line = style_par_text(c, layout_style(l, STYLE_LABEL), ROLE_P,
                                      composer_word(c, WORD_COMMENTARY_ON, &scope));
    head->is_kept_with_next = line->is_kept_with_next = true;
    line->space_after = layout_style(l, STYLE_BLOCK_HEAD)->after;
    box_list_add(list, style_set_own(c, head));
    box_list_add(list, style_set_own(c, line));
}

static void add_commentary(struct composer *c, const struct kpi *kpi,
                           const struct commentary *commentary, const struct block_place *place,
                           struct box_list *list)
{
    struct block_place inner = *place;
    struct box_list words = {0};
    str before = c->lang;
    inner.heading_role = (enum tag_role)(place->heading_role + 1);
    if (commentary->first < commentary->last)
        add_shared_head(c, kpi, commentary, place, list);
    if (commentary->lang.n)
        c->lang = commentary->lang;
    blocks_compose(c, commentary->blocks, &inner, &words);
    c->lang = before;
    struct box *box = style_stack(c, commentary->lang.n ? ROLE_DIV : ROLE_NONE, words);
    style_set_lang(c, box, commentary->lang);
    box_list_add(list, box);
}

/* ---- all of them -------------------------------------------------------------------------- */

static struct box *compose_kpi(struct composer *c, const struct appendix *appendix,
                               const struct kpi *kpi, const struct block_place *place)
{
    struct box_list list = {0};
    for (size_t i = 0, next = 0; i < kpi->measure_count; i++) {
        const struct measure *m = &kpi->measures[i];
        str before = c->lang;
        if (m->lang.n)
            c->lang = m->lang;
        add_measure(c, appendix, kpi, m, place, &list);
        c->lang = before;
        for (; next < kpi->commentary_count && kpi->commentaries[next].last == i; next++)
            add_commentary(c, kpi, &kpi->commentaries[next], place, &list);
    }
    struct box *box = style_stack(c, ROLE_SECT, list);
    box->anchor = refs_kpi_anchor(c, appendix, kpi);
    box->space_before = layout_style(c->layout, STYLE_BLOCK_HEAD)->before * 3 / 2;
    return box;
}

void kpi_block_add(struct composer *c, const struct appendix *appendix, const struct piece *piece,
                   const struct block_place *place, struct box_list *list)
{
    for (size_t i = 0; i < piece->kpi_count; i++)
        box_list_add(list, compose_kpi(c, appendix, &piece->kpis[i], place));
}
