/*
 * dump: pages and tags as text. Layout tests compare this, so its form changes only for a reason:
 * one item a line, nothing that a change elsewhere in the document would move (no ids, no counts).
 */
#include "page/page.h"

/* ---- small pieces -------------------------------------------------------------------------- */

static void add_len(struct buf *out, len value)
{
    char digits[24];
    buf_add(out, (str){digits, (size_t)len_print(digits, value)});
}

static void add_place(struct buf *out, len x, len y)
{
    buf_addz(out, "  ");
    add_len(out, x);
    buf_byte(out, ' ');
    add_len(out, y);
    buf_byte(out, ' ');
}

static void add_size(struct buf *out, len width, len height)
{
    add_len(out, width);
    buf_addz(out, " x ");
    add_len(out, height);
}

static void add_colour(struct buf *out, colour c)
{
    if (c == COLOUR_NONE)
        buf_addz(out, " none");
    else
        buf_format(out, " #%06x", (unsigned)c & 0xffffff);
}

/* Quoted; what a person could not see (soft hyphens, controls) is written out. */
static void add_quoted(struct buf *out, str s)
{
    buf_byte(out, '"');
    for (size_t at = 0; at < s.n;) {
        uint32_t c = utf8_next(s, &at);
        if (c == '"' || c == '\\')
            buf_byte(out, '\\');
        if (c == 0xAD)
            buf_addz(out, "\\-");
        else if (c == 0xA0)
            buf_addz(out, "\\~");
        else if (c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F))
            buf_format(out, "\\u{%X}", (unsigned)c);
        else
            buf_rune(out, c);
    }
    buf_byte(out, '"');
}

/* ---- pages --------------------------------------------------------------------------------- */

static void add_tag(struct buf *out, const struct page_list *l, const struct item *item)
{
    if (item->tag == TAG_ARTIFACT) {
        buf_addz(out, item->is_pagination ? " [pagination]" : " [artifact]");
        return;
    }
    const struct tag *tag = &l->tags.tags[item->tag];
    enum tag_role role = tag->role == ROLE_CONTENT ? l->tags.tags[tag->parent].role : tag->role;
    buf_format(out, " [%s]", tag_role_name(role));
}

static void add_text(struct buf *out, const struct page_text *t)
{
    add_place(out, t->x, t->y);
    add_quoted(out, t->text);
    buf_addz(out, " w ");
    add_len(out, t->width);
    buf_format(out, " %.*s ", STR_ARG(t->face ? t->face->name : STR("?")));
    add_len(out, t->size);
    add_colour(out, t->colour);
}

static void add_drawing(struct buf *out, const struct page_drawing *d)
{
    add_place(out, d->x, d->y);
    buf_format(out, "drawing of %zu, ", d->drawing->count);
    add_size(out, d->drawing->width, d->drawing->height);
    if (d->drawing->count)
        add_colour(out, d->drawing->paths[0].fill != COLOUR_NONE ? d->drawing->paths[0].fill
                                                                 : d->drawing->paths[0].stroke);
}

static void add_bitmap(struct buf *out, const struct page_bitmap *b)
{
    add_place(out, b->x, b->y);
    buf_format(out, "bitmap %u by %u, ", (unsigned)b->bitmap->width, (unsigned)b->bitmap->height);
    add_size(out, b->width, b->height);
}

static void add_link(struct buf *out, const struct page_link *k)
{
    add_place(out, k->x, k->y);
    buf_addz(out, "link ");
    add_size(out, k->width, k->height);
    buf_format(out, " to %s%.*s ", k->uri.n ? "" : "#", STR_ARG(k->uri.n ? k->uri : k->dest));
    add_quoted(out, k->contents);
}

static void add_rect(struct buf *out, const struct page_rect *r)
{
    add_place(out, r->x, r->y);
    buf_addz(out, "rect ");
    add_size(out, r->width, r->height);
    add_colour(out, r->colour);
}

static void add_missing(struct buf *out, const struct page_missing *m)
{
    add_place(out, m->x, m->y);
    buf_addz(out, "missing ");
    add_quoted(out, m->text);
    buf_byte(out, ' ');
    add_size(out, m->width, m->height);
    add_colour(out, m->colour);
}

static void add_item(struct buf *out, const struct page_list *l, const struct item *item)
{
    switch (item->kind) {
    case ITEM_TEXT: add_text(out, &item->u.text); break;
    case ITEM_DRAWING: add_drawing(out, &item->u.drawing); break;
    case ITEM_BITMAP: add_bitmap(out, &item->u.bitmap); break;
    case ITEM_RECT: add_rect(out, &item->u.rect); break;
    case ITEM_LINK: add_link(out, &item->u.link); break;
    case ITEM_MISSING: add_missing(out, &item->u.missing); break;
    }
    add_tag(out, l, item);
    buf_byte(out, '\n');
}

static void add_anchors(struct buf *out, const struct page_list *l, size_t page)
{
    for (size_t i = 0; i < l->anchor_count; i++) {
        const struct anchor *a = &l->anchors[i];
        if (a->page != page)
            continue;
        add_place(out, a->x, a->y);
        buf_format(out, "anchor #%.*s\n", STR_ARG(a->name));
    }
}

void dump_pages(const struct page_list *l, struct buf *out)
{
    for (size_t i = 0; i < l->count; i++) {
        const struct page *p = l->pages[i];
        buf_format(out, "page %zu ", i + 1);
        add_quoted(out, p->label);
        buf_byte(out, ' ');
        add_size(out, p->width, p->height);
        buf_byte(out, '\n');
        for (size_t k = 0; k < p->count; k++)
            add_item(out, l, &p->items[k]);
        add_anchors(out, l, i);
    }
}

/* ---- tags ---------------------------------------------------------------------------------- */

/* The items of each leaf as lists, so that the tree is printed in one walk over the pages. */
struct use {
    const struct item *item;
    size_t page;
    struct use *next;
};

struct uses {
    struct use *first, *last;
};

struct printer {
    const struct page_list *list;
    struct buf *out;
    struct uses *uses; /* by tag */
    size_t page;       /* where the last printed content stands; counts from 1 */
};

static struct uses *collect(const struct page_list *l, struct arena *a)
{
    struct uses *uses = ARENA_ARRAY(a, l->tags.count, struct uses);
    for (size_t i = 0; i < l->count; i++)
        for (size_t k = 0; k < l->pages[i]->count; k++) {
            const struct item *item = &l->pages[i]->items[k];
            if (item->tag == TAG_ARTIFACT || item->kind == ITEM_LINK)
                continue;
            struct use *use = ARENA_NEW(a, struct use);
            *use = (struct use){.item = item, .page = i + 1};
            struct uses *of = &uses[item->tag];
            *(of->last ? &of->last->next : &of->first) = use;
            of->last = use;
        }
    return uses;
}

static void indent(struct printer *p, int depth)
{
    for (int i = 0; i < depth; i++)
        buf_addz(p->out, "  ");
}

static void add_prop(struct buf *out, const char *name, str value)
{
    if (value.n == 0)
        return;
    buf_format(out, " %s=", name);
    add_quoted(out, value);
}

static void add_props(struct buf *out, const struct tag_props *p)
{
    static const char *const SCOPES[] = {"", "Row", "Column", "Both"};
    static const char *const LISTS[] = {"", "Decimal", "Alpha", "Disc"};
    add_prop(out, "alt", p->alt);
    add_prop(out, "actual", p->actual);
    add_prop(out, "e", p->expansion);
    add_prop(out, "lang", p->lang);
    add_prop(out, "title", p->title);
    if (p->scope)
        buf_format(out, " scope=%s", SCOPES[p->scope]);
    if (p->list)
        buf_format(out, " list=%s", LISTS[p->list]);
    if (p->row_span > 1)
        buf_format(out, " rows=%d", p->row_span);
    if (p->column_span > 1)
        buf_format(out, " columns=%d", p->column_span);
}

static str item_text(const struct item *item)
{
    switch (item->kind) {
    case ITEM_TEXT: return item->u.text.text;
    case ITEM_MISSING: return item->u.missing.text;
    case ITEM_DRAWING: return STR("<drawing>");
    case ITEM_BITMAP: return STR("<bitmap>");
    default: return STR("<rect>");
    }
}

/* The leaf's text, a line for each page it stands on. */
static void add_leaf(struct printer *p, tag_id id, int depth)
{
    struct buf text = {.arena = p->out->arena};
    for (struct use *use = p->uses[id].first; use;) {
        size_t page = use->page;
        text.n = 0;
        for (; use && use->page == page; use = use->next)
            buf_add(&text, item_text(use->item));
        indent(p, depth);
        if (page != p->page)
            buf_format(p->out, "@%zu ", page);
        p->page = page;
        add_quoted(p->out, buf_str(&text));
        buf_byte(p->out, '\n');
    }
}

static void add_element(struct printer *p, tag_id id, int depth)
{
    const struct tag *tag = &p->list->tags.tags[id];
    if (tag->role == ROLE_CONTENT) {
        add_leaf(p, id, depth);
        return;
    }
    indent(p, depth);
    buf_addz(p->out, tag_role_name(tag->role));
    if (tag->props)
        add_props(p->out, tag->props);
    buf_byte(p->out, '\n');
}

void dump_tags(const struct page_list *l, struct buf *out)
{
    struct printer p = {.list = l, .out = out, .uses = collect(l, out->arena)};
    const struct tag *tags = l->tags.tags;
    int depth = 0;
    for (tag_id id = TAG_ROOT; id;) {
        add_element(&p, id, depth);
        if (tags[id].first) {
            id = tags[id].first;
            depth++;
            continue;
        }
        while (id && !tags[id].next) {
            id = tags[id].parent;
            depth--;
        }
        id = id ? tags[id].next : 0;
    }
}
