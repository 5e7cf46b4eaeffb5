/*
 * layout_stamp: where a committee's stamps stand, and whether everything else stays out of there.
 *
 * A layout that says nothing of stamps, itself or through the one it is based on, can be stamped
 * all the same, in a usual place, but is not told to keep it free.
 */
#include "compose/layout_read.h"

#define WORDS  STR("[Agenda Item {item}]\n[Page {page}]")
#define RIGHT  LEN_MM(20)
#define TOP    LEN_MM(8)
#define WIDTH  LEN_MM(60)
#define HEIGHT LEN_MM(11)

struct area {
    int64_t left, top, right, bottom; /* from the page's top left corner */
};

void layout_read_stamp(struct layout_reader *r)
{
    const struct sheets *s = &r->sheets;
    struct stamp_design *d = &r->layout->stamp;
    struct place words = sheet_find_filled(s, "stamp");
    *d = (struct stamp_design){
        .pattern = WORDS, .right = RIGHT, .top = TOP, .width = WIDTH, .height = HEIGHT};
    if (words.node)
        d->pattern = sheet_words(s, words);
    d->style = layout_read_style(r, sheet_attr(s, "stamp", "style"), STYLE_STAMP);
    sheet_len(s, sheet_attr(s, "stamp", "right"), &d->right);
    sheet_len(s, sheet_attr(s, "stamp", "top"), &d->top);
    sheet_len(s, sheet_attr(s, "stamp", "width"), &d->width);
    sheet_len(s, sheet_attr(s, "stamp", "height"), &d->height);
}

/* ---- is it free? ---------------------------------------------------------------------------- */

static struct area band_area(const struct layout *l)
{
    const struct stamp_design *d = &l->stamp;
    int64_t right = (int64_t)l->page_width - d->right;
    return (struct area){right - d->width, d->top, right, (int64_t)d->top + d->height};
}

static bool overlaps(const struct area *a, const struct area *b)
{
    return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

static void tell(struct layout_reader *r, struct pos pos, const char *what)
{
    const struct stamp_design *d = &r->layout->stamp;
    struct diag *diag = r->sheets.diag;
    char top[24], bottom[24];
    len_print(top, d->top);
    len_print(bottom, d->top + d->height);
    diag_hint(
        diag,
        diag_add(diag, Q515, pos, "%s into the place that <stamp> keeps for a committee", what),
        "that place is from %s pt to %s pt below the page's top, at the right", top, bottom);
}

/* The element <running> that these pages have. */
static struct pos running_pos(const struct sheets *s, const char *kind)
{
    struct place place = sheet_find_item(s, 0, NULL, "running", "of", str_z(kind));
    if (!place.node)
        place = sheet_find_item(s, 0, NULL, "running", "of", STR("all"));
    if (!place.node)
        place = sheet_find(s, "page");
    return place.node ? sheet_node_pos(s, place) : (struct pos){.source = s->docs[0]->source};
}

static void check_pages(struct layout_reader *r, const char *kind, const struct page_design *page)
{
    const struct layout *l = r->layout;
    const struct area band = band_area(l);
    const int64_t left = l->left, right = (int64_t)l->page_width - l->right;
    const int64_t words_end = (int64_t)page->head.at + layout_style(l, STYLE_RUNNING)->par.leading;
    const struct area text = {left, page->top, right, l->page_height};
    const struct area words = {left, page->head.at, right, words_end};
    const struct area rule = {left, page->head.rule_at, right,
                              (int64_t)page->head.rule_at + page->head.rule.thickness};
    struct pos pos = running_pos(&r->sheets, kind);
    if (overlaps(&band, &text))
        tell(r, pos, "the text of these pages reaches");
    if ((page->head.left.n || page->head.right.n) && overlaps(&band, &words))
        tell(r, pos, "the running head reaches");
    if (overlaps(&band, &rule))
        tell(r, pos, "the running head's line reaches");
}

static const struct xml_node *next_band(const struct xml_node *n)
{
    while (n && !xml_is(n, "band"))
        n = n->next;
    return n;
}

static void check_cover(struct layout_reader *r)
{
    const struct layout *l = r->layout;
    const struct cover_design *c = &l->cover;
    const struct area band = band_area(l);
    struct place cover = sheet_find_filled(&r->sheets, "cover");
    const struct area text = {c->left, c->top, (int64_t)l->page_width - c->right,
                              (int64_t)l->page_height - c->bottom};
    if (!cover.node)
        return;
    if (c->count && overlaps(&band, &text))
        tell(r, sheet_node_pos(&r->sheets, cover), "what stands on the cover reaches");
    const struct xml_node *node = next_band(cover.node->children);
    for (size_t i = 0; i < c->band_count && node; i++, node = next_band(node->next)) {
        const struct band *b = &c->bands[i];
        int64_t x = b->x < 0 ? (int64_t)l->page_width + b->x : b->x;
        int64_t y = b->y < 0 ? (int64_t)l->page_height + b->y : b->y;
        const struct area area = {x, y, x + b->width, y + b->height};
        if (overlaps(&band, &area))
            tell(r, sheet_node_pos(&r->sheets, (struct place){node, cover.sheet}),
                 "this band reaches");
    }
}

/* ---- do its own words fit? ------------------------------------------------------------------ */

static void check_size(struct layout_reader *r)
{
    const struct layout *l = r->layout;
    const struct stamp_design *d = &l->stamp;
    const struct area band = band_area(l);
    struct diag *diag = r->sheets.diag;
    struct pos pos = sheet_node_pos(&r->sheets, sheet_find(&r->sheets, "stamp"));
    int64_t lines = 1;
    char needed[24];
    for (size_t i = 0; i < d->pattern.n; i++)
        lines += d->pattern.p[i] == '\n';
    if (band.left < 0 || band.right <= band.left || band.bottom > l->page_height)
        diag_add(diag, Q515, pos, "the place for stamps is not on the page");
    if (lines * d->style->par.leading <= d->height || lines > 100)
        return;
    len_print(needed, (len)lines * d->style->par.leading);
    diag_hint(
        diag,
        diag_add(diag, Q515, pos, "the words of a stamp need %s pt, more than its height", needed),
        "give it more height, or its style less leading");
}

void layout_check_stamp(struct layout_reader *r)
{
    static const char *const kinds[PAGE_KIND_COUNT] = {"paper", "appendix", "glossary", "contents"};
    if (!sheet_find(&r->sheets, "stamp").node)
        return;
    for (int i = 0; i < PAGE_KIND_COUNT; i++)
        check_pages(r, kinds[i], &r->layout->pages[i]);
    check_cover(r);
    check_size(r);
}
