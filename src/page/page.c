/*
 * page: the display list's storage and its invariants.
 */
#include "page/page.h"

#include <stdio.h>
#include <stdlib.h>

void page_list_init(struct page_list *l, struct arena *a, const struct page_meta *meta)
{
    *l = (struct page_list){.arena = a, .meta = *meta};
    tag_tree_init(&l->tags, a, NULL);
}

struct page *page_add(struct page_list *l, len width, len height)
{
    struct page *p = ARENA_NEW(l->arena, struct page);
    p->width = width;
    p->height = height;
    *ARENA_PUSH(l->arena, l->pages, l->count, l->capacity) = p;
    return p;
}

struct item *page_item(struct page_list *l, struct page *p, enum item_kind kind, tag_id tag)
{
    struct item *item = ARENA_PUSH(l->arena, p->items, p->count, p->capacity);
    *item = (struct item){.kind = kind, .tag = tag};
    return item;
}

void page_anchor(struct page_list *l, str name, uint32_t page, len x, len y, tag_id tag)
{
    *ARENA_PUSH(l->arena, l->anchors, l->anchor_count, l->anchor_capacity) =
        (struct anchor){.name = name, .page = page, .x = x, .y = y, .tag = tag};
}

void page_outline(struct page_list *l, int level, str title, str dest)
{
    *ARENA_PUSH(l->arena, l->outline, l->outline_count, l->outline_capacity) =
        (struct outline_entry){.title = title, .level = level, .dest = dest};
}

/* Of one name the place that comes first in the document stands first, and is the one found. */
static int compare_anchors(const void *left, const void *right)
{
    const struct anchor *a = left, *b = right;
    int order = str_cmp(a->name, b->name);
    if (order)
        return order;
    if (a->page != b->page)
        return a->page < b->page ? -1 : 1;
    if (a->y != b->y)
        return a->y < b->y ? -1 : 1;
    return a->x < b->x ? -1 : a->x > b->x;
}

void page_finish(struct page_list *l)
{
    if (l->anchor_count)
        qsort(l->anchors, l->anchor_count, sizeof *l->anchors, compare_anchors);
}

const struct anchor *page_find_anchor(const struct page_list *l, str name)
{
    size_t low = 0, high = l->anchor_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(l->anchors[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < l->anchor_count && str_eq(l->anchors[low].name, name) ? &l->anchors[low] : NULL;
}

/* ---- invariants ---------------------------------------------------------------------------- */

/* Rounding may put the sum of many widths a little over the edge. */
#define EDGE_TOLERANCE LEN_UNIT

static bool lies_on(const struct page *p, len x, len y, len width, len height)
{
    int64_t right = (int64_t)x + width, bottom = (int64_t)y + height;
    return width >= 0 && height >= 0 && x >= -EDGE_TOLERANCE && y >= -EDGE_TOLERANCE &&
           right <= (int64_t)p->width + EDGE_TOLERANCE &&
           bottom <= (int64_t)p->height + EDGE_TOLERANCE;
}

static const char *check_text(const struct page *p, const struct page_text *t)
{
    if (!t->face || t->size <= 0)
        return "text without face or size";
    if (!lies_on(p, t->x, t->y, 0, 0))
        return "text off the page";
    size_t told = 0;
    for (uint32_t i = 0; i < t->glyph_count; i++) {
        const struct page_glyph *g = &t->glyphs[i];
        int64_t x = (int64_t)t->x + g->x, y = (int64_t)t->y + g->y;
        if (x < INT32_MIN || x > INT32_MAX || y < INT32_MIN || y > INT32_MAX ||
            !lies_on(p, (len)x, (len)y, 0, 0))
            return "glyph off the page";
        if (g->id == 0 || g->id >= t->face->glyph_count)
            return "glyph that the face does not have";
        if (g->text_n && g->text_at != told)
            return "glyphs do not cover the text in order";
        told += g->text_n;
    }
    return told == t->text.n ? NULL : "glyphs do not cover all of the text";
}

static const char *check_link(const struct page_list *l, const struct page_link *k)
{
    if ((k->uri.n == 0) == (k->dest.n == 0))
        return "link with neither or both of address and anchor";
    if (k->contents.n == 0)
        return "link that does not say where it leads";
    if (k->dest.n && !k->is_outside && !page_find_anchor(l, k->dest))
        return "link to an anchor that does not exist";
    return NULL;
}

static const char *check_bitmap(const struct page *p, const struct page_bitmap *b)
{
    if (!b->bitmap || b->width <= 0 || b->height <= 0)
        return "bitmap without samples or size";
    return lies_on(p, b->x, b->y, b->width, b->height) ? NULL : "bitmap off the page";
}

static const char *check_item(const struct page_list *l, const struct page *p,
                              const struct item *item)
{
    if (item->tag >= l->tags.count)
        return "tag that does not exist";
    enum tag_role role = l->tags.tags[item->tag].role;
    if (item->kind == ITEM_LINK ? role != ROLE_LINK : role != ROLE_CONTENT)
        return item->kind == ITEM_LINK ? "link whose tag is not a Link" : "tag that is not a leaf";
    switch (item->kind) {
    case ITEM_TEXT: return check_text(p, &item->u.text);
    case ITEM_DRAWING: {
        const struct page_drawing *d = &item->u.drawing;
        return d->drawing && lies_on(p, d->x, d->y, d->drawing->width, d->drawing->height)
                   ? NULL
                   : "drawing missing or off the page";
    }
    case ITEM_BITMAP: return check_bitmap(p, &item->u.bitmap);
    case ITEM_RECT: {
        const struct page_rect *r = &item->u.rect;
        return lies_on(p, r->x, r->y, r->width, r->height) ? NULL : "rectangle off the page";
    }
    case ITEM_LINK: {
        const struct page_link *k = &item->u.link;
        return lies_on(p, k->x, k->y, k->width, k->height) ? check_link(l, k) : "link off the page";
    }
    case ITEM_MISSING: {
        const struct page_missing *m = &item->u.missing;
        return lies_on(p, m->x, m->y, m->width, 0) ? NULL : "box off the page";
    }
    }
    return "item of no kind";
}

static bool check_pages(const struct page_list *l, char *message, size_t size)
{
    for (size_t i = 0; i < l->count; i++) {
        const struct page *p = l->pages[i];
        if (p->width <= 0 || p->width > LEN_MAX_PAGE || p->height <= 0 || p->height > LEN_MAX_PAGE)
            return snprintf(message, size, "page %zu: not a size a page can have", i + 1), false;
        for (size_t k = 0; k < p->count; k++) {
            const char *fault = check_item(l, p, &p->items[k]);
            if (fault)
                return snprintf(message, size, "page %zu, item %zu: %s", i + 1, k + 1, fault),
                       false;
        }
    }
    return true;
}

static bool check_anchors(const struct page_list *l, char *message, size_t size)
{
    for (size_t i = 0; i < l->anchor_count; i++) {
        const struct anchor *a = &l->anchors[i];
        if (a->page >= l->count || a->tag >= l->tags.count || a->name.n == 0)
            return snprintf(message, size, "anchor %.*s: is nowhere", STR_ARG(a->name)), false;
        if (i && str_cmp(l->anchors[i - 1].name, a->name) >= 0)
            return snprintf(message, size, "anchor %.*s: not sorted, or there twice",
                            STR_ARG(a->name)),
                   false;
    }
    return true;
}

static bool check_outline(const struct page_list *l, char *message, size_t size)
{
    int before = 0;
    for (size_t i = 0; i < l->outline_count; i++) {
        const struct outline_entry *e = &l->outline[i];
        if (e->level < 1 || e->level > before + 1 || e->title.n == 0 ||
            !page_find_anchor(l, e->dest))
            return snprintf(message, size, "outline entry %zu: level, title or anchor is wrong",
                            i + 1),
                   false;
        before = e->level;
    }
    return true;
}

bool page_check(const struct page_list *l, char *message, size_t size)
{
    if (size)
        message[0] = '\0';
    return check_anchors(l, message, size) && check_pages(l, message, size) &&
           check_outline(l, message, size);
}
