/*
 * pdf_text: a stretch of glyphs to text operators.
 *
 * A viewer moves on by the widths of /W; where a glyph is to stand elsewhere (kerning, justified
 * spaces) a number in the TJ array says so. The pen is followed exactly, in 1/1000 len divided by
 * the face's units per em, so that roundings do not add up along the line.
 *
 * A cluster of several glyphs cannot be told by ToUnicode, which knows single glyphs: it stands in
 * a /Span with its /ActualText.
 */
#include "pdf/pdf_internal.h"

struct pen {
    struct draw *draw;
    const struct page_text *text;
    struct font *font;
    struct buf *out;
    int64_t at; /* where the viewer's pen is, from the item's x */
    len rise;
    bool is_in_array;  /* inside [ … ]TJ */
    bool is_in_string; /* inside ( … ) */
};

/* Nearer than this a glyph is left where the viewer puts it: 4/1024 pt is a 6,400th of an inch. */
#define NEAR_ENOUGH 4

static int64_t pen_units(const struct pen *p, int64_t length)
{
    return length * 1000 * p->text->face->units_per_em;
}

static void close_string(struct pen *p)
{
    if (p->is_in_string)
        buf_byte(p->out, ')');
    p->is_in_string = false;
}

static void close_array(struct pen *p)
{
    close_string(p);
    if (p->is_in_array)
        buf_addz(p->out, "]TJ\n");
    p->is_in_array = false;
}

static void open_array(struct pen *p)
{
    if (!p->is_in_array)
        buf_byte(p->out, '[');
    p->is_in_array = true;
}

/* Moves the pen to the glyph's place by whole thousandths of the size. */
static void move_to(struct pen *p, const struct page_glyph *g)
{
    int64_t off = pen_units(p, g->x) - p->at;
    if (off <= pen_units(p, NEAR_ENOUGH) && off >= -pen_units(p, NEAR_ENOUGH))
        return;
    int64_t step = (int64_t)p->text->size * p->text->face->units_per_em;
    int64_t n = (off >= 0 ? off + step / 2 : off - step / 2) / step;
    if (n == 0)
        return;
    open_array(p);
    close_string(p);
    pdf_put_milli(p->out, -n * 1000);
    p->at += n * step;
}

static void set_rise(struct pen *p, len rise)
{
    if (p->rise == rise)
        return;
    close_array(p);
    pdf_put_len(p->out, rise);
    buf_addz(p->out, " Ts\n");
    p->rise = rise;
}

static void put_code_byte(struct buf *out, unsigned byte)
{
    if (byte == '(' || byte == ')' || byte == '\\')
        buf_byte(out, '\\');
    if (byte == '\r')
        buf_addz(out, "\\r");
    else
        buf_byte(out, (int)byte);
}

static void put_glyph(struct pen *p, const struct page_glyph *g, str text)
{
    uint32_t cid = pdf_font_cid(p->draw->pdf, p->font, g->id, text);
    set_rise(p, -g->y);
    move_to(p, g);
    open_array(p);
    if (!p->is_in_string)
        buf_byte(p->out, '(');
    p->is_in_string = true;
    put_code_byte(p->out, cid >> 8);
    put_code_byte(p->out, cid & 0xFF);
    p->at += (int64_t)face_advance(p->text->face, g->id) * 1000 * p->text->size;
}

static str glyph_text(const struct page_text *t, const struct page_glyph *g)
{
    return str_sub(t->text, g->text_at, (size_t)g->text_at + g->text_n);
}

/* Glyphs that share one text: the first has it, the ones after have none. */
static uint32_t cluster_end(const struct page_text *t, uint32_t at)
{
    uint32_t end = at + 1;
    while (end < t->glyph_count && t->glyphs[end].text_n == 0)
        end++;
    return end;
}

/* ToUnicode needs something for every glyph; the space of no width is never read out. */
#define NO_TEXT STR("\xE2\x80\x8B")

static void put_cluster(struct pen *p, uint32_t from, uint32_t to)
{
    const struct page_text *t = p->text;
    str text = glyph_text(t, &t->glyphs[from]);
    if (to - from == 1 && text.n) {
        put_glyph(p, &t->glyphs[from], text);
        return;
    }
    close_array(p);
    buf_addz(p->out, "/Span<</ActualText");
    pdf_put_text(p->out, text);
    buf_addz(p->out, ">>BDC\n");
    for (uint32_t i = from; i < to; i++)
        put_glyph(p, &t->glyphs[i], i == from && text.n ? text : NO_TEXT);
    close_array(p);
    buf_addz(p->out, "EMC\n");
}

static void set_font(struct draw *d, const struct font *f, len size)
{
    if (d->font == f && d->size == size)
        return;
    buf_format(d->out, "/F%u ", (unsigned)f->number);
    pdf_put_len(d->out, size);
    buf_addz(d->out, " Tf\n");
    d->font = f;
    d->size = size;
}

/* Lines are reached relative to the line before (Td), from printed places, so nothing drifts. */
static void begin_line(struct draw *d, const struct page_text *t)
{
    int64_t x = pdf_milli(t->x), y = pdf_draw_y(d, t->y);
    if (!d->is_in_text) {
        buf_addz(d->out, "BT\n");
        d->is_in_text = true;
        d->line_x = d->line_y = 0;
    }
    pdf_put_milli(d->out, x - d->line_x);
    buf_byte(d->out, ' ');
    pdf_put_milli(d->out, y - d->line_y);
    buf_addz(d->out, " Td\n");
    d->line_x = x;
    d->line_y = y;
}

void pdf_text_draw(struct draw *d, const struct page_text *t)
{
    if (t->glyph_count == 0)
        return;
    struct pen pen = {.draw = d, .text = t, .font = pdf_font_use(d->pdf, t->face), .out = d->out};
    pdf_draw_fill(d, t->colour);
    begin_line(d, t);
    set_font(d, pen.font, t->size);
    for (uint32_t at = 0; at < t->glyph_count;) {
        uint32_t end = cluster_end(t, at);
        put_cluster(&pen, at, end);
        at = end;
    }
    set_rise(&pen, 0);
    close_array(&pen);
}

/* A space of the font in use (or the document's first) under the character's name. */
void pdf_text_draw_hidden(struct draw *d, len x, len y, len size, str text)
{
    const struct face *face = d->font ? d->font->face : d->pdf->fonts ? d->pdf->fonts->face : NULL;
    uint16_t space = face ? face_glyph(face, ' ') : 0;
    if (!space || text.n == 0 || text.n > UINT8_MAX)
        return;
    struct page_glyph glyph = {.id = space, .text_n = (uint8_t)text.n};
    struct page_text hidden = {.face = face,
                               .size = size,
                               .colour = d->fill,
                               .x = x,
                               .y = y,
                               .text = text,
                               .glyphs = &glyph,
                               .glyph_count = 1};
    pdf_text_draw(d, &hidden);
    pdf_draw_end_text(d);
}
