/*
 * Filling pages. A page takes atoms until one does not fit. If that is a band of table rows, the
 * part of it that fits is taken; else the page ends before the last atom that may begin a page, so
 * a heading goes with what follows it. Rules are given up one after the other where a page could
 * otherwise not be filled at all: first PART_AVOID, then PART_NEVER, then the page's height.
 *
 * A band that would fit a page of its own is not parted to fill a mere rest of this one: less than
 * a fifth of the page (KEEP_WHOLE) stays white sooner than a KPI is torn in two. But where that
 * leaves a last page with little on it (LONELY), the pages since the last forced break are filled
 * again without that rule, and kept if they are fewer.
 */
#include "typeset/plan.h"

#include <string.h>

#define KEEP_WHOLE 5
/* A last page is lonely when less than a third of it is used. */
#define LONELY 3
/* ISO 32000 has no limit; the PDF library addresses no more. */
#define PAGE_LIMIT 32767

/* Where the next page begins. */
struct cursor {
    size_t atom;
    struct band_rest rest; /* of that atom, when it is a band that was parted */
    bool is_in_band;
};

struct filling {
    struct setter *s;
    struct planned_page *page;
    const struct galley *galley;
    len y, top, bottom;
    struct cursor next;
    bool is_full;
    bool is_tight; /* bands are parted wherever they can be */
};

static const struct atom *atom_at(const struct filling *f, size_t i)
{
    return &f->galley->atoms[i];
}

static len gap_before(const struct filling *f, size_t i)
{
    return f->page->count ? atom_at(f, i)->space_before : 0;
}

static struct slot *add_slot(struct filling *f, size_t atom, len y)
{
    struct planned_page *page = f->page;
    struct slot *slot = ARENA_PUSH(f->s->tools->job, page->slots, page->count, page->capacity);
    *slot = (struct slot){.atom = atom, .y = y};
    return slot;
}

/* The next page begins with atom i, which has not been parted. */
static void end_page(struct filling *f, size_t i)
{
    f->next = (struct cursor){.atom = i};
    f->is_full = true;
}

/*
 * Ends the page before the last atom, up to and including `failing`, that may begin a page. False
 * when none may and the page would end before its own first atom.
 */
static bool break_before(struct filling *f, size_t failing, enum parting limit)
{
    if (f->page->count && atom_at(f, failing)->parting <= limit) {
        end_page(f, failing);
        return true;
    }
    for (size_t k = f->page->count; k-- > 1;) {
        size_t atom = f->page->slots[k].atom;
        if (atom_at(f, atom)->parting <= limit) {
            f->page->count = k;
            end_page(f, atom);
            return true;
        }
    }
    return false;
}

static struct pos box_pos(const struct box *box)
{
    for (; box; box = box->next) {
        if (box->kind == BOX_PAR && box->u.par.count)
            return box->u.par.runs[0].pos;
        struct pos pos = {0};
        if (box->kind == BOX_STACK)
            pos = box_pos(box->u.stack.children);
        else if (box->kind == BOX_LABEL)
            pos = box_pos(box->u.label.children);
        if (pos.source)
            return pos;
    }
    return (struct pos){0};
}

static struct pos band_pos(const struct band *band)
{
    for (size_t i = 0; i < band->cell_count; i++) {
        struct pos pos = box_pos(band->cells[i].cell->box);
        if (pos.source)
            return pos;
    }
    return (struct pos){0};
}

static void warn_tall(struct filling *f, struct pos pos, len excess)
{
    struct finding *finding =
        diag_add(f->s->tools->diag, Q620, pos, "something is %d pt taller than its page",
                 (int)(excess / LEN_UNIT) + 1);
    diag_hint(f->s->tools->diag, finding,
              "make the picture smaller, or give the layout smaller margins");
}

static void place(struct filling *f, size_t i)
{
    f->y += gap_before(f, i);
    add_slot(f, i, f->y);
    f->y += atom_at(f, i)->height;
}

/* ---- bands ------------------------------------------------------------------------------------
 */

/* The header is repeated when the page's table part begins with this band. */
static bool needs_header(const struct filling *f, const struct band *band)
{
    if (band->is_header || !band->table->header)
        return false;
    if (!f->page->count)
        return true;
    const struct slot *above = &f->page->slots[f->page->count - 1];
    const struct atom *atom = atom_at(f, above->atom);
    return atom->kind != ATOM_BAND || atom->u.band->table != band->table;
}

static bool has_rows_above(const struct filling *f, const struct band *band)
{
    if (!f->page->count)
        return false;
    const struct atom *atom = atom_at(f, f->page->slots[f->page->count - 1].atom);
    return atom->kind == ATOM_BAND && atom->u.band->table == band->table &&
           !atom->u.band->is_header;
}

static void place_piece(struct filling *f, size_t i, len y, const struct band_piece *piece,
                        bool has_header)
{
    struct arena *job = f->s->tools->job;
    bool rows_above = has_rows_above(f, atom_at(f, i)->u.band);
    struct slot *slot = add_slot(f, i, y);
    slot->piece = ARENA_NEW(job, struct band_piece);
    *slot->piece = *piece;
    slot->has_header = has_header;
    slot->has_rows_above = rows_above;
    f->y = y + piece->height;
    if (!piece->is_end) {
        f->next = (struct cursor){.atom = i, .rest = piece->to, .is_in_band = true};
        f->is_full = true;
    }
}

/* A fifth of a page stays white sooner than a band is parted that a page could hold. */
static bool is_better_whole(const struct filling *f, const struct band *band,
                            const struct band_rest *from, const struct band_piece *piece,
                            len available)
{
    if (f->is_tight || piece->is_end || from->is_parted || !f->page->count)
        return false;
    len header = band->table->header ? band->table->header->height : 0;
    len page = f->bottom - f->top;
    return band->height + header <= page && available < page / KEEP_WHOLE;
}

static void place_band(struct filling *f, size_t i, const struct band_rest *from)
{
    const struct band *band = atom_at(f, i)->u.band;
    struct arena *job = f->s->tools->job;
    bool has_header = needs_header(f, band);
    len y = f->y + gap_before(f, i) + (has_header ? band->table->header->height : 0);
    struct band_piece piece;
    bool fits = band_part(job, band, from, f->bottom - y, PART_STRICT, &piece);
    /* A header is never parted from its rows, and never parted itself. */
    if (fits && band->is_header && !piece.is_end)
        fits = false;
    bool is_unwanted = fits && is_better_whole(f, band, from, &piece, f->bottom - y);
    if (fits && !is_unwanted) {
        place_piece(f, i, y, &piece, has_header);
        return;
    }
    if (!from->is_parted && break_before(f, i, PART_OK))
        return;
    if (is_unwanted) {
        place_piece(f, i, y, &piece, has_header);
        return;
    }
    if (!from->is_parted && break_before(f, i, PART_AVOID))
        return;
    if (!band_part(job, band, from, f->bottom - y, PART_LOOSE, &piece))
        band_part(job, band, from, f->bottom - y, PART_ANYHOW, &piece);
    if (y + piece.height > f->bottom)
        warn_tall(f, band_pos(band), y + piece.height - f->bottom);
    place_piece(f, i, y, &piece, has_header);
}

/* ---- pages ------------------------------------------------------------------------------------
 */

static void place_atom(struct filling *f, size_t i)
{
    const struct atom *atom = atom_at(f, i);
    if (atom->kind == ATOM_PAGE) {
        if (f->page->count) /* else this is a new page already */
            end_page(f, i + 1);
        return;
    }
    if (atom->kind == ATOM_BAND) {
        struct band_rest all = band_begin(f->s->tools->job, atom->u.band);
        place_band(f, i, &all);
        return;
    }
    bool fits = f->y + gap_before(f, i) + atom->height <= f->bottom;
    if (!fits && (break_before(f, i, PART_OK) || break_before(f, i, PART_AVOID) ||
                  break_before(f, i, PART_NEVER)))
        return;
    if (!fits)
        warn_tall(f, atom->box ? box_pos(atom->box) : (struct pos){0},
                  f->y + atom->height - f->bottom);
    place(f, i);
}

static void fill_page(struct filling *f, const struct cursor *from)
{
    size_t i = from->atom;
    f->next = (struct cursor){.atom = f->galley->count};
    if (from->is_in_band) {
        place_band(f, i, &from->rest);
        i++;
    }
    for (; i < f->galley->count && !f->is_full; i++)
        place_atom(f, i);
    const struct planned_page *page = f->page;
    if (page->count) {
        const struct slot *last = &page->slots[page->count - 1];
        len height = last->piece ? last->piece->height : atom_at(f, last->atom)->height;
        f->page->spare = len_max(0, f->bottom - last->y - height);
    }
}

static bool has_more(const struct galley *g, const struct cursor *c)
{
    return c->is_in_band || c->atom < g->count;
}

static bool may_add_page(struct setter *s, const struct plan *plan)
{
    size_t limit = s->tools->page_limit ? s->tools->page_limit : PAGE_LIMIT;
    if (plan->count < limit)
        return true;
    struct finding *f = diag_add(s->tools->diag, Q803, (struct pos){0},
                                 "the report needs more than %zu pages", limit);
    diag_hint(s->tools->diag, f, "render its parts one by one with --part");
    return false;
}

/* One page from the cursor on, which then stands behind it. */
static bool plan_page(struct setter *s, const struct sequence *sequence,
                      const struct galley *galley, bool is_tight, struct cursor *cursor,
                      struct plan *plan)
{
    if (!may_add_page(s, plan))
        return false;
    bool is_first = cursor->atom == 0 && !cursor->is_in_band;
    const struct master *master = is_first || !sequence->rest ? sequence->first : sequence->rest;
    struct planned_page *page = ARENA_PUSH(s->tools->job, plan->pages, plan->count, plan->capacity);
    *page = (struct planned_page){
        .sequence = sequence, .master = master, .galley = galley, .is_first = is_first};
    struct filling f = {.s = s,
                        .page = page,
                        .galley = galley,
                        .top = master->top,
                        .y = master->top,
                        .bottom = master->page_height - master->bottom,
                        .is_tight = is_tight};
    fill_page(&f, cursor);
    *cursor = f.next;
    return true;
}

/* A stretch ends where a page break was asked for, or with the galley. */
static bool is_stretch_end(const struct galley *g, const struct cursor *c)
{
    return !has_more(g, c) ||
           (!c->is_in_band && c->atom > 0 && g->atoms[c->atom - 1].kind == ATOM_PAGE);
}

static bool plan_stretch(struct setter *s, const struct sequence *sequence,
                         const struct galley *galley, bool is_tight, struct cursor *cursor,
                         struct plan *plan)
{
    do {
        if (!plan_page(s, sequence, galley, is_tight, cursor, plan))
            return false;
    } while (!is_stretch_end(galley, cursor));
    return true;
}

static bool is_lonely(const struct planned_page *page)
{
    len height = page->master->page_height - page->master->top - page->master->bottom;
    return height - page->spare < height / LONELY;
}

/* Plans the stretch that is pages `first` and following again, tight; its findings are known. */
static void fill_again(struct setter *s, const struct sequence *sequence,
                       const struct galley *galley, struct cursor begin, size_t first,
                       struct plan *plan)
{
    struct diag known;
    diag_init(&known, s->tools->job);
    struct typeset_tools tools = *s->tools;
    tools.diag = &known;
    struct setter quiet = *s;
    quiet.tools = &tools;
    struct plan tight = {0};
    if (plan_stretch(&quiet, sequence, galley, true, &begin, &tight) &&
        tight.count < plan->count - first) {
        memcpy(&plan->pages[first], tight.pages, tight.count * sizeof *tight.pages);
        plan->count = first + tight.count;
    }
}

bool plan_sequence(struct setter *s, const struct sequence *sequence, const struct galley *galley,
                   struct plan *plan)
{
    struct cursor cursor = {0};
    do {
        struct cursor begin = cursor;
        size_t first = plan->count;
        if (!plan_stretch(s, sequence, galley, false, &cursor, plan))
            return false;
        if (plan->count - first < 2 || !is_lonely(&plan->pages[plan->count - 1]))
            continue;
        fill_again(s, sequence, galley, begin, first, plan);
    } while (has_more(galley, &cursor));
    return true;
}
