/*
 * Boxes to pages, in four steps: lay every sequence out as a galley (which makes the tags), plan
 * its pages, note the anchors and the outline, and draw. Only then are page numbers asked for, so
 * one pass is enough however many cross-references there are.
 */
#include "typeset/border.h"
#include "typeset/plan.h"

/* A cover's logo and the like: content that stands before the flow, on a sequence's first page. */
struct standing {
    const struct furniture *furniture;
    struct galley *galley;
    struct standing *next;
};

struct set_sequence {
    const struct sequence *sequence;
    struct standing *standing;
    struct galley *galley;
};

static struct standing *make_standing(struct setter *s, const struct master *m, tag_id tag)
{
    struct standing *first = NULL, **last = &first;
    for (size_t i = 0; i < m->count; i++) {
        const struct furniture *f = &m->furniture[i];
        if (!f->is_content || !f->box)
            continue;
        struct standing *standing = ARENA_NEW(s->tools->job, struct standing);
        standing->furniture = f;
        standing->galley = galley_make(s, f->box, f->width, tag);
        *last = standing;
        last = &standing->next;
    }
    return first;
}

static struct set_sequence lay_out(struct setter *s, const struct sequence *sequence)
{
    const struct master *m = sequence->first;
    tag_id tag = TAG_ROOT;
    if (sequence->role != ROLE_NONE)
        tag = tag_add(&s->list->tags, tag, sequence->role, sequence->props);
    struct set_sequence set = {.sequence = sequence};
    set.standing = make_standing(s, m, tag);
    set.galley = galley_make(s, sequence->content, m->page_width - m->left - m->right, tag);
    return set;
}

/* ---- drawing ----------------------------------------------------------------------------------
 */

static void draw_background(const struct pen *pen, const struct furniture *f)
{
    if (f->has_fill)
        border_rect(pen, f->x, f->y, f->width, f->height, f->fill);
    if (!f->drawing || pen->is_marking)
        return;
    struct item *item = page_item(pen->setter->list, pen->page, ITEM_DRAWING, TAG_ARTIFACT);
    item->u.drawing = (struct page_drawing){f->drawing, f->x, f->y};
    item->is_pagination = pen->is_pagination;
}

static void draw_standing(const struct pen *pen, const struct furniture *f, const struct galley *g)
{
    len height = galley_height(g, 0, g->count);
    galley_draw(pen, g, 0, g->count, f->x, f->is_bottom_aligned ? f->y - height : f->y, 0);
}

static void draw_running(const struct pen *pen, const struct furniture *f)
{
    if (!f->box || f->is_content || pen->is_marking)
        return;
    draw_standing(pen, f, galley_make(pen->setter, f->box, f->width, TAG_ARTIFACT));
}

/* What has been drawn since item `first` stands in that margin. */
static void set_margin(struct page *page, size_t first, enum tag_margin margin)
{
    for (size_t i = first; i < page->count; i++)
        page->items[i].margin = margin;
}

static void draw_band_slot(const struct pen *pen, const struct planned_page *page, size_t k, len x)
{
    const struct slot *slot = &page->slots[k];
    const struct atom *atom = &page->galley->atoms[slot->atom];
    const struct band *band = atom->u.band;
    x += atom->x;
    if (slot->has_header)
        repeat_header(pen, band->table->header, x, slot->y - band->table->header->height);
    if (!slot->piece->from.is_parted)
        galley_draw_marks(pen, page->galley, slot->atom, x, slot->y);
    band_draw(pen, band, slot->piece, slot->has_rows_above, x, slot->y);
    border_close(pen, band, slot->piece->is_end, k + 1 == page->count, x,
                 slot->y + slot->piece->height);
}

static len fill_share(const struct planned_page *page)
{
    int fills = 0;
    for (size_t k = 0; k < page->count; k++)
        fills += page->galley->atoms[page->slots[k].atom].kind == ATOM_FILL;
    return fills ? page->spare / fills : 0;
}

/* Bands by their pieces, all between them as stretches of the galley. */
static void draw_slots(const struct pen *pen, const struct planned_page *page)
{
    len x = page->master->left, fill = fill_share(page), sunk = 0;
    for (size_t k = 0; k < page->count;) {
        const struct slot *slot = &page->slots[k];
        if (slot->piece) {
            draw_band_slot(pen, page, k++, x);
            continue;
        }
        size_t end = k;
        int fills = 0;
        while (end < page->count && !page->slots[end].piece)
            fills += page->galley->atoms[page->slots[end++].atom].kind == ATOM_FILL;
        galley_draw(pen, page->galley, slot->atom, page->slots[end - 1].atom + 1, x, slot->y + sunk,
                    fill);
        sunk += fills * fill;
        k = end;
    }
}

static void draw_page(const struct pen *pen, const struct planned_page *page,
                      const struct set_sequence *set)
{
    struct pen running = *pen;
    running.is_pagination = true;
    for (size_t i = 0; i < page->master->count; i++) {
        size_t first = pen->page->count;
        draw_background(&running, &page->master->furniture[i]);
        set_margin(pen->page, first, page->master->furniture[i].margin);
    }
    if (page->is_first)
        for (const struct standing *st = set->standing; st; st = st->next)
            draw_standing(pen, st->furniture, st->galley);
    draw_slots(pen, page);
    for (size_t i = 0; i < page->master->count; i++) {
        size_t first = pen->page->count;
        draw_running(&running, &page->master->furniture[i]);
        set_margin(pen->page, first, page->master->furniture[i].margin);
    }
}

static void draw_pages(struct setter *s, const struct plan *plan, const struct set_sequence *sets,
                       bool is_marking)
{
    struct page_list *list = s->list;
    struct fields fields = {.places = list};
    if (!is_marking)
        s->fields = &fields;
    const struct set_sequence *set = sets;
    for (size_t i = 0; i < plan->count; i++) {
        const struct planned_page *page = &plan->pages[i];
        while (set->sequence != page->sequence)
            set++;
        fields.page = list->pages[i]->number;
        fields.pages = list->pages[plan->count - 1]->number;
        fields.label = list->pages[i]->label;
        struct pen pen = {.setter = s,
                          .page = list->pages[i],
                          .page_index = (uint32_t)i,
                          .is_marking = is_marking};
        draw_page(&pen, page, set);
    }
    s->fields = NULL;
}

/* ---- the stage --------------------------------------------------------------------------------
 */

static bool plan_all(struct setter *s, const struct document *doc, struct set_sequence *sets,
                     struct plan *plan)
{
    size_t n = 0;
    for (const struct sequence *q = doc->sequences; q; q = q->next) {
        sets[n] = lay_out(s, q);
        if (!plan_sequence(s, q, sets[n].galley, plan))
            return false;
        n++;
    }
    return true;
}

static void add_pages(struct page_list *list, const struct plan *plan, size_t first_page)
{
    size_t first = first_page ? first_page : 1;
    for (size_t i = 0; i < plan->count; i++) {
        const struct master *m = plan->pages[i].master;
        struct page *page = page_add(list, m->page_width, m->page_height);
        page->number = str_format(list->arena, "%zu", i + 1);
        page->label = str_format(list->arena, "%zu", i + first);
    }
}

bool typeset_document(const struct typeset_tools *tools, const struct document *doc,
                      const struct page_meta *meta, struct page_list *out)
{
    page_list_init(out, tools->job, meta);
    struct setter s = {.tools = tools, .shaper = shaper_new(tools->job), .list = out};
    size_t count = 0;
    for (const struct sequence *q = doc->sequences; q; q = q->next)
        count++;
    struct set_sequence *sets = ARENA_ARRAY(tools->job, count, struct set_sequence);
    struct plan plan = {0};
    if (!plan_all(&s, doc, sets, &plan))
        return false;
    add_pages(out, &plan, doc->first_page);
    draw_pages(&s, &plan, sets, true);
    page_finish(out);
    draw_pages(&s, &plan, sets, false);
    return true;
}
