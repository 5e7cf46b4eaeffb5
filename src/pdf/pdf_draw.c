/*
 * pdf_draw: one page's items to its content stream.
 *
 * Consecutive items of one leaf make one marked content sequence with one MCID; those of no leaf
 * make an artifact. Nothing is drawn outside of the two. The graphics state is remembered, so that
 * an operator is written only where it changes something; q and Q stand round pictures alone.
 * Coordinates turn here from "downwards from the top" to PDF's "upwards from the bottom".
 */
#include "pdf/pdf_internal.h"

static int64_t draw_x(len x)
{
    return pdf_milli(x);
}

int64_t pdf_draw_y(const struct draw *d, len y)
{
    return pdf_milli(d->page->height) - pdf_milli(y);
}

static void put_pair(struct buf *out, int64_t x, int64_t y)
{
    pdf_put_milli(out, x);
    buf_byte(out, ' ');
    pdf_put_milli(out, y);
}

/* ---- state --------------------------------------------------------------------------------- */

void pdf_draw_end_text(struct draw *d)
{
    if (d->is_in_text)
        buf_addz(d->out, "ET\n");
    d->is_in_text = false;
}

static int64_t component(colour c, int shift)
{
    return ((int64_t)(c >> shift & 0xFF) * 1000 + 127) / 255;
}

/* Equal components are a grey: black text stays black ink where the page is printed. */
static void put_colour(struct buf *out, colour c, const char *grey, const char *rgb)
{
    int64_t red = component(c, 16), green = component(c, 8), blue = component(c, 0);
    pdf_put_milli(out, red);
    buf_byte(out, ' ');
    if (red == green && green == blue) {
        buf_addz(out, grey);
    } else {
        put_pair(out, green, blue);
        buf_byte(out, ' ');
        buf_addz(out, rgb);
    }
    buf_byte(out, '\n');
}

void pdf_draw_fill(struct draw *d, colour c)
{
    if (d->fill != c)
        put_colour(d->out, c, "g", "rg");
    d->fill = c;
}

static void set_stroke(struct draw *d, colour c, len width, bool has_round_joins)
{
    if (d->stroke != c)
        put_colour(d->out, c, "G", "RG");
    d->stroke = c;
    int64_t milli = pdf_milli(width);
    if (d->line_width != milli) {
        pdf_put_milli(d->out, milli);
        buf_addz(d->out, " w\n");
    }
    d->line_width = milli;
    if (d->has_round_joins != has_round_joins)
        buf_addz(d->out, has_round_joins ? "1 J 1 j\n" : "0 J 0 j\n");
    d->has_round_joins = has_round_joins;
}

/* ---- rectangles ---------------------------------------------------------------------------- */

static void put_rect(struct draw *d, const struct page_rect *r)
{
    int64_t left = draw_x(r->x), right = draw_x(r->x + r->width);
    int64_t top = pdf_draw_y(d, r->y), bottom = pdf_draw_y(d, r->y + r->height);
    put_pair(d->out, left, bottom);
    buf_byte(d->out, ' ');
    put_pair(d->out, right - left, top - bottom);
    buf_addz(d->out, " re\n");
}

/* Grows *r by a neighbour with which it makes one rectangle: rules and fills drawn cell by cell. */
static bool join_rect(struct page_rect *r, const struct page_rect *next)
{
    if (r->colour != next->colour)
        return false;
    if (r->y == next->y && r->height == next->height && next->x == r->x + r->width) {
        r->width += next->width;
        return true;
    }
    if (r->x == next->x && r->width == next->width && next->y == r->y + r->height) {
        r->height += next->height;
        return true;
    }
    return false;
}

/* The rectangles from item `at` on that have one colour are one path; returns how many. */
static size_t draw_rects(struct draw *d, size_t at, size_t end)
{
    struct page_rect r = d->page->items[at].u.rect;
    size_t next = at + 1;
    pdf_draw_fill(d, r.colour);
    for (; next < end; next++) {
        const struct item *item = &d->page->items[next];
        if (item->kind != ITEM_RECT || item->u.rect.colour != r.colour)
            break;
        if (join_rect(&r, &item->u.rect))
            continue;
        put_rect(d, &r);
        r = item->u.rect;
    }
    put_rect(d, &r);
    buf_addz(d->out, "f\n");
    return next - at;
}

/* ---- shapes -------------------------------------------------------------------------------- */

static void put_segment(struct draw *d, const struct path_segment *s, len x, len y)
{
    static const char *const OPERATORS[] = {" m\n", " l\n", " c\n", "h\n"};
    int points = s->op == PATH_CLOSE ? 0 : s->op == PATH_CURVE ? 3 : 1;
    for (int i = 0; i < points; i++) {
        if (i)
            buf_byte(d->out, ' ');
        put_pair(d->out, draw_x(x + s->x[i]), pdf_draw_y(d, y + s->y[i]));
    }
    buf_addz(d->out, OPERATORS[s->op]);
}

static void draw_path(struct draw *d, const struct path *path, len x, len y)
{
    bool is_filled = path->fill != COLOUR_NONE;
    bool is_stroked = path->stroke != COLOUR_NONE && path->stroke_width > 0;
    if ((!is_filled && !is_stroked) || path->count == 0 || path->segments[0].op != PATH_MOVE)
        return;
    if (is_filled)
        pdf_draw_fill(d, path->fill);
    if (is_stroked)
        set_stroke(d, path->stroke, path->stroke_width, path->has_round_joins);
    for (size_t i = 0; i < path->count; i++)
        put_segment(d, &path->segments[i], x, y);
    buf_addz(d->out, is_filled ? is_stroked ? "B" : "f" : "S");
    buf_addz(d->out, is_filled && path->is_even_odd ? "*\n" : "\n");
}

static void draw_drawing(struct draw *d, const struct page_drawing *g)
{
    for (size_t i = 0; i < g->drawing->count; i++)
        draw_path(d, &g->drawing->paths[i], g->x, g->y);
}

static void draw_bitmap(struct draw *d, const struct page_bitmap *b)
{
    const struct picture *picture = pdf_image_use(d->pdf, b->bitmap);
    d->has_transparency |= b->bitmap->alpha != NULL;
    buf_addz(d->out, "q ");
    pdf_put_len(d->out, b->width);
    buf_addz(d->out, " 0 0 ");
    pdf_put_len(d->out, b->height);
    buf_byte(d->out, ' ');
    put_pair(d->out, draw_x(b->x), pdf_draw_y(d, b->y + b->height));
    buf_format(d->out, " cm /I%u Do Q\n", (unsigned)picture->number);
}

/*
 * A box, its pen a sixteenth of its height, and for extraction a space that stands for the
 * character: text that is only drawn would be lost to a copy.
 */
static void draw_missing(struct draw *d, const struct page_missing *m)
{
    len thick = len_max(m->height / 16, LEN_UNIT / 8);
    set_stroke(d, m->colour, thick, false);
    put_pair(d->out, draw_x(m->x) + pdf_milli(thick), pdf_draw_y(d, m->y));
    buf_byte(d->out, ' ');
    put_pair(d->out, pdf_milli(len_max(m->width - 2 * thick, thick)), pdf_milli(m->height));
    buf_addz(d->out, " re S\n");
    pdf_text_draw_hidden(d, m->x, m->y, m->height, m->text);
}

/* ---- items --------------------------------------------------------------------------------- */

/* Draws item `at` and those that go with it; returns how many. */
static size_t draw_item(struct draw *d, size_t at, size_t end)
{
    const struct item *item = &d->page->items[at];
    if (item->kind != ITEM_TEXT)
        pdf_draw_end_text(d);
    switch (item->kind) {
    case ITEM_TEXT: pdf_text_draw(d, &item->u.text); break;
    case ITEM_DRAWING: draw_drawing(d, &item->u.drawing); break;
    case ITEM_BITMAP: draw_bitmap(d, &item->u.bitmap); break;
    case ITEM_RECT: return draw_rects(d, at, end);
    case ITEM_LINK: break; /* an annotation: pdf_link.c */
    case ITEM_MISSING: draw_missing(d, &item->u.missing); break;
    }
    return 1;
}

static void begin_marked(struct draw *d, const struct item *item)
{
    if (item->tag == TAG_ARTIFACT) {
        static const char *const margins[] = {"", "/Subtype/Header", "/Subtype/Footer"};
        buf_format(d->out, "/Artifact<</Type/%s%s>>BDC\n",
                   item->is_pagination ? "Pagination" : "Layout", margins[item->margin]);
        return;
    }
    const struct tag *tags = d->pdf->list->tags.tags;
    buf_format(d->out, "/%s<</MCID %u>>BDC\n", tag_role_standard(tags[tags[item->tag].parent].role),
               (unsigned)d->mcid_count);
    *ARENA_PUSH(d->pdf->arena, d->marked, d->marked_count, d->marked_capacity) = item->tag;
    pdf_tag_mark(d->pdf, item->tag, d->page_index, d->mcid_count++);
}

/* One past the items that go into the same marked content as item `at`; links draw nothing. */
static size_t find_end(const struct page *page, size_t at)
{
    const struct item *first = &page->items[at];
    size_t end = at + 1;
    for (; end < page->count; end++) {
        const struct item *item = &page->items[end];
        if (item->kind == ITEM_LINK)
            continue;
        if (item->tag != first->tag ||
            (item->tag == TAG_ARTIFACT &&
             (item->is_pagination != first->is_pagination || item->margin != first->margin)))
            break;
    }
    return end;
}

void pdf_draw_page(struct draw *d)
{
    for (size_t at = 0; at < d->page->count;) {
        if (d->page->items[at].kind == ITEM_LINK) {
            at++;
            continue;
        }
        size_t end = find_end(d->page, at);
        begin_marked(d, &d->page->items[at]);
        while (at < end)
            at += draw_item(d, at, end);
        pdf_draw_end_text(d);
        buf_addz(d->out, "EMC\n");
    }
}
