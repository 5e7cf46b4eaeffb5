/*
 * Drawing a line: underlines first, so that text which shares a leaf stays together; then its
 * fragments in reading order; then the link areas, one for each stretch of a link on the line.
 */
#include "typeset/par_place.h"

/* Where a line goes. */
struct spot {
    struct setter *setter;
    struct page *page;
    len x, baseline;
    bool is_pagination;
};

static struct item *new_item(const struct spot *at, enum item_kind kind, tag_id tag)
{
    struct item *i =
        page_item(at->setter->list, at->page, kind, at->is_pagination ? TAG_ARTIFACT : tag);
    i->is_pagination = at->is_pagination;
    return i;
}

static len baseline_of(const struct spot *at, const struct fragment *f)
{
    return at->baseline - (f->run->style ? f->run->style->rise : 0);
}

static void draw_underline(const struct spot *at, const struct fragment *f)
{
    const struct text_style *style = f->run->style;
    if (f->kind == FRAGMENT_DRAWING || !style->is_underlined || f->width <= 0)
        return;
    const struct face *face = f->face;
    len thickness = face_len(face, face->underline_thickness, style->size);
    struct item *i = new_item(at, ITEM_RECT, TAG_ARTIFACT);
    i->u.rect = (struct page_rect){
        .x = at->x + f->x,
        .y = baseline_of(at, f) - face_len(face, face->underline_position, style->size),
        .width = f->width,
        .height = style->underline ? style->underline : len_max(thickness, LEN_UNIT / 4),
        .colour = style->underline ? style->underline_colour : style->colour};
}

static void draw_text(const struct spot *at, const struct fragment *f)
{
    if (f->glyph_count == 0)
        return;
    struct item *i = new_item(at, ITEM_TEXT, f->tag);
    i->u.text = (struct page_text){.face = f->face,
                                   .size = f->run->style->size,
                                   .colour = f->run->style->colour,
                                   .x = at->x + f->x,
                                   .y = baseline_of(at, f),
                                   .width = f->width,
                                   .text = f->text,
                                   .glyphs = f->glyphs,
                                   .glyph_count = f->glyph_count};
}

static void draw_drawing(const struct spot *at, const struct fragment *f)
{
    struct item *i = new_item(at, ITEM_DRAWING, f->tag);
    i->u.drawing = (struct page_drawing){.drawing = f->run->drawing,
                                         .x = at->x + f->x,
                                         .y = baseline_of(at, f) - f->run->drawing->height};
}

/* The box leaves a tenth of its width free on both sides. */
static void draw_missing(const struct spot *at, const struct fragment *f)
{
    const struct text_style *style = f->run->style;
    struct item *i = new_item(at, ITEM_MISSING, f->tag);
    i->u.missing =
        (struct page_missing){.x = at->x + f->x + f->width / 10,
                              .y = baseline_of(at, f),
                              .width = f->width - f->width / 5,
                              .height = face_len(f->face, f->face->cap_height, style->size),
                              .colour = style->colour,
                              .text = f->text};
}

static void draw_fragment(const struct spot *at, const struct fragment *f)
{
    switch (f->kind) {
    case FRAGMENT_TEXT: draw_text(at, f); break;
    case FRAGMENT_DRAWING: draw_drawing(at, f); break;
    case FRAGMENT_MISSING: draw_missing(at, f); break;
    }
}

/* What a fragment covers above and below the line's baseline, both positive. */
static void fragment_reach(const struct fragment *f, len *above, len *below)
{
    if (f->kind == FRAGMENT_DRAWING) {
        *above = f->run->drawing->height;
        *below = 0;
        return;
    }
    const struct text_style *style = f->run->style;
    *above = face_len(f->face, f->face->ascent, style->size) + style->rise;
    *below = -face_len(f->face, f->face->descent, style->size) - style->rise;
}

/* Draws the area of the link that fragment i begins; returns the index after its fragments. */
static uint32_t draw_link(const struct spot *at, const struct line *line, uint32_t i)
{
    const struct fragment *first = &line->fragments[i];
    len right = first->x, above = 0, below = 0;
    for (; i < line->count && line->fragments[i].link == first->link; i++) {
        const struct fragment *f = &line->fragments[i];
        len up, down;
        fragment_reach(f, &up, &down);
        above = len_max(above, up);
        below = len_max(below, down);
        right = len_max(right, f->x + f->width);
    }
    if (right > first->x) {
        struct item *item = new_item(at, ITEM_LINK, first->link_tag);
        item->u.link = (struct page_link){.x = at->x + first->x,
                                          .y = at->baseline - above,
                                          .width = right - first->x,
                                          .height = above + below,
                                          .uri = first->link->uri,
                                          .dest = first->link->dest,
                                          .is_outside = first->link->is_outside,
                                          .contents = first->link->contents};
    }
    return i;
}

void par_draw(struct setter *s, struct page *page, const struct line *line, len x, len y,
              bool is_pagination)
{
    struct spot at = {s, page, x + line->x, y + line->baseline, is_pagination};
    for (uint32_t i = 0; i < line->count; i++)
        draw_underline(&at, &line->fragments[i]);
    for (uint32_t i = 0; i < line->count; i++)
        draw_fragment(&at, &line->fragments[i]);
    for (uint32_t i = 0; i < line->count && !is_pagination;) {
        const struct fragment *f = &line->fragments[i];
        if (f->link && f->link_tag != TAG_ARTIFACT)
            i = draw_link(&at, line, i);
        else
            i++;
    }
}
