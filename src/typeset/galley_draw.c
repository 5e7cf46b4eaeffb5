/*
 * Atoms to page items. Frames go first, outermost first, so that text stands on their fill; then
 * the atoms in order. In marking mode the same walk only notes anchors and outline entries: links
 * and contents pages can then name places on pages that are not drawn yet.
 */
#include "typeset/galley.h"

#include "typeset/border.h"
#include "typeset/table.h"

static bool lies_in(const struct atom *atom, const struct frame *frame)
{
    for (const struct frame *f = atom->frame; f; f = f->outer)
        if (f == frame)
            return true;
    return false;
}

static len advance(const struct atom *atom, bool is_first, len fill)
{
    return (is_first ? 0 : atom->space_before) + atom->height +
           (atom->kind == ATOM_FILL ? fill : 0);
}

/* From where the frame's first atom here begins to where its last one ends. */
static void draw_frame(const struct pen *pen, const struct galley *g, size_t first, size_t last,
                       size_t at, const struct frame *frame, len x, len y)
{
    len height = galley_height(g, at, at + 1);
    for (size_t i = at + 1; i < last && lies_in(&g->atoms[i], frame); i++)
        height += advance(&g->atoms[i], false, 0);
    if (at > first)
        y += g->atoms[at].space_before;
    if (frame->box->has_fill)
        border_rect(pen, x + frame->x, y, frame->width, height, frame->box->fill);
    if (frame->box->bar)
        border_rect(pen, x + frame->x, y, frame->box->bar, height, frame->box->bar_colour);
}

static void draw_new_frames(const struct pen *pen, const struct galley *g, size_t first,
                            size_t last, size_t at, const struct frame *frame, len x, len y)
{
    if (!frame || (at > first && lies_in(&g->atoms[at - 1], frame)))
        return;
    draw_new_frames(pen, g, first, last, at, frame->outer, x, y);
    draw_frame(pen, g, first, last, at, frame, x, y);
}

static void draw_image(const struct pen *pen, const struct atom *atom, len x, len y)
{
    const struct image *image = atom->box->u.image.image;
    struct page_list *list = pen->setter->list;
    if (image->drawing) {
        struct item *item = page_item(list, pen->page, ITEM_DRAWING, atom->tag);
        item->u.drawing.drawing =
            drawing_scale(list->arena, image->drawing, atom->u.width, atom->height);
        item->u.drawing.x = x;
        item->u.drawing.y = y;
        item->is_pagination = pen->is_pagination;
        return;
    }
    struct item *item = page_item(list, pen->page, ITEM_BITMAP, atom->tag);
    item->u.bitmap = (struct page_bitmap){
        .bitmap = image->bitmap, .x = x, .y = y, .width = atom->u.width, .height = atom->height};
    item->is_pagination = pen->is_pagination;
}

static void draw_line(const struct pen *pen, const struct line *line, len x, len y)
{
    par_draw(pen->setter, pen->page, line, x, y, pen->is_pagination);
}

static void draw_field(const struct pen *pen, const struct atom *atom, len x, len y)
{
    struct field_par *par = atom->u.field.par;
    if (!par->is_set)
        par->lines = par_set(pen->setter, par->box, par->width, par->tag);
    par->is_set = true;
    if (atom->u.field.line < par->lines.count)
        draw_line(pen, &par->lines.lines[atom->u.field.line], x, y);
}

static void draw_label(const struct pen *pen, const struct atom *atom, len x, len y)
{
    len drop = 0;
    if (atom->kind == ATOM_LINE)
        drop = atom->u.line->baseline - atom->label->line->baseline;
    draw_line(pen, atom->label->line, x + atom->label->x, y + drop);
}

void galley_draw_marks(const struct pen *pen, const struct galley *g, size_t atom, len x, len y)
{
    if (!pen->is_marking)
        return;
    for (const struct mark *mark = g->atoms[atom].marks; mark; mark = mark->next) {
        const struct box *box = mark->box;
        if (box->anchor.n)
            page_anchor(pen->setter->list, box->anchor, pen->page_index, x, y, mark->tag);
        if (box->outline.n)
            page_outline(pen->setter->list, box->outline_level, box->outline, box->anchor);
    }
}

static void draw_atom(const struct pen *pen, const struct atom *atom, len x, len y)
{
    if (atom->kind == ATOM_BAND) {
        band_draw_whole(pen, atom->u.band, x, y);
        return;
    }
    if (pen->is_marking)
        return;
    if (atom->label)
        draw_label(pen, atom, x - atom->x, y);
    switch (atom->kind) {
    case ATOM_LINE: draw_line(pen, atom->u.line, x, y); break;
    case ATOM_FIELD: draw_field(pen, atom, x, y); break;
    case ATOM_IMAGE: draw_image(pen, atom, x, y); break;
    case ATOM_RULE:
        border_rect(pen, x, y, atom->u.width, atom->height, atom->box->u.rule.colour);
        break;
    case ATOM_BAND:
    case ATOM_GAP:
    case ATOM_PAGE:
    case ATOM_FILL: break;
    }
}

void galley_draw(const struct pen *pen, const struct galley *g, size_t first, size_t last, len x,
                 len y, len fill)
{
    for (size_t i = first; i < last; i++) {
        const struct atom *atom = &g->atoms[i];
        if (!pen->is_marking)
            draw_new_frames(pen, g, first, last, i, atom->frame, x, y);
        len top = y + (i > first ? atom->space_before : 0);
        galley_draw_marks(pen, g, i, x + atom->x, top);
        draw_atom(pen, atom, x + atom->x, top);
        y += advance(atom, i == first, fill);
    }
}
