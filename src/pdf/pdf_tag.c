/*
 * pdf_tag: the structure tree (14.7). Elements are printed straight from our own tree, under
 * numbers set aside before the first page is drawn, so that pages and annotations can name them.
 * Leaves are no objects: they are the marked content references of their element.
 */
#include "pdf/pdf_internal.h"

static const struct tag *tag_at(const struct pdf *p, tag_id id)
{
    return &p->list->tags.tags[id];
}

void pdf_tag_number(struct pdf *p)
{
    const struct tag_tree *t = &p->list->tags;
    p->placed = ARENA_ARRAY(p->arena, t->count, struct placed);
    p->pages = ARENA_ARRAY(p->arena, p->list->count, obj);
    p->next_parent = (uint32_t)p->list->count;
    uint32_t elements = 0;
    for (tag_id id = TAG_ROOT; id < t->count; id++)
        elements += t->tags[id].role != ROLE_CONTENT;
    obj next = pdf_object_reserve(p, elements);
    for (tag_id id = TAG_ROOT; id < t->count; id++) {
        if (t->tags[id].role != ROLE_CONTENT)
            p->placed[id].object = next++;
        for (const tag_id *h = t->tags[id].headers; h && *h; h++)
            p->placed[*h].is_referred = true;
    }
}

obj pdf_tag_element(const struct pdf *p, tag_id tag)
{
    return p->placed[tag_at(p, tag)->role == ROLE_CONTENT ? tag_at(p, tag)->parent : tag].object;
}

void pdf_tag_mark(struct pdf *p, tag_id leaf, uint32_t page, uint32_t mcid)
{
    struct mark *mark = ARENA_NEW(p->arena, struct mark);
    *mark = (struct mark){.page = page, .mcid = mcid};
    struct placed *at = &p->placed[leaf];
    *(at->last ? &at->last->next : &at->first) = mark;
    at->last = mark;
}

void pdf_tag_link(struct pdf *p, tag_id link, struct annotation *a)
{
    struct placed *at = &p->placed[link];
    *(at->last_link ? &at->last_link->next : &at->links) = a;
    at->last_link = a;
}

/* ---- kids ---------------------------------------------------------------------------------- */

/* Marks of the page named by the element's /Pg are plain numbers; those elsewhere name theirs. */
static void put_marks(struct pdf *p, struct buf *out, tag_id leaf, uint32_t page)
{
    for (const struct mark *m = p->placed[leaf].first; m; m = m->next) {
        if (m->page == page)
            buf_format(out, " %u", (unsigned)m->mcid);
        else
            buf_format(out, "<</Type/MCR/Pg %u 0 R/MCID %u>>", (unsigned)p->pages[m->page],
                       (unsigned)m->mcid);
    }
}

static void put_kids(struct pdf *p, struct buf *out, tag_id id, uint32_t page)
{
    buf_addz(out, "/K[");
    for (tag_id kid = tag_at(p, id)->first; kid; kid = tag_at(p, kid)->next) {
        if (tag_at(p, kid)->role == ROLE_CONTENT)
            put_marks(p, out, kid, page);
        else
            buf_format(out, " %u 0 R", (unsigned)p->placed[kid].object);
    }
    for (const struct annotation *a = p->placed[id].links; a; a = a->next)
        buf_format(out, "<</Type/OBJR/Pg %u 0 R/Obj %u 0 R>>", (unsigned)p->pages[a->page],
                   (unsigned)a->object);
    buf_byte(out, ']');
}

#define NO_PAGE UINT32_MAX

/* The page on which the element's own content begins. */
static uint32_t first_page(const struct pdf *p, tag_id id)
{
    for (tag_id kid = tag_at(p, id)->first; kid; kid = tag_at(p, kid)->next)
        if (tag_at(p, kid)->role == ROLE_CONTENT && p->placed[kid].first)
            return p->placed[kid].first->page;
    return p->placed[id].links ? p->placed[id].links->page : NO_PAGE;
}

/* ---- what an element says about itself ------------------------------------------------------ */

static void put_text(struct buf *out, const char *key, str value)
{
    if (value.n == 0)
        return;
    buf_format(out, "/%s", key);
    pdf_put_text(out, value);
}

/* Header cells that are referred to, and notes (PDF/UA 7.9), have names of their own. */
static bool has_id(const struct pdf *p, tag_id id)
{
    return p->placed[id].is_referred || tag_at(p, id)->role == ROLE_NOTE;
}

/* Of one length, so that the order of names is that of numbers. */
static void put_id(struct buf *out, tag_id id)
{
    buf_format(out, "(e%08u)", (unsigned)id);
}

static void put_headers(struct buf *out, const tag_id *headers)
{
    buf_addz(out, "/Headers[");
    for (; *headers; headers++)
        put_id(out, *headers);
    buf_byte(out, ']');
}

static void put_cell(struct buf *out, const struct tag *tag)
{
    static const char *const SCOPES[] = {"", "Row", "Column", "Both"};
    static const struct tag_props NONE = {0};
    const struct tag_props *props = tag->props ? tag->props : &NONE;
    bool is_header = tag->role == ROLE_TH && props->scope != SCOPE_NONE;
    bool has_headers = tag->headers && tag->headers[0];
    if (!is_header && !has_headers && props->row_span <= 1 && props->column_span <= 1)
        return;
    buf_addz(out, "/A<</O/Table");
    if (is_header)
        buf_format(out, "/Scope/%s", SCOPES[props->scope]);
    if (props->row_span > 1)
        buf_format(out, "/RowSpan %d", props->row_span);
    if (props->column_span > 1)
        buf_format(out, "/ColSpan %d", props->column_span);
    if (has_headers)
        put_headers(out, tag->headers);
    buf_addz(out, ">>");
}

static void put_list(struct buf *out, const struct tag_props *props)
{
    static const char *const NAMES[] = {"None", "Decimal", "LowerAlpha", "Disc"};
    if (props && props->list != LIST_LABEL_NONE)
        buf_format(out, "/A<</O/List/ListNumbering/%s>>", NAMES[props->list]);
}

/* ---- figures -------------------------------------------------------------------------------- */

struct extent {
    int64_t left, top, right, bottom;
    bool is_empty;
};

static void extend(struct extent *e, int64_t x, int64_t y, int64_t width, int64_t height)
{
    if (e->is_empty)
        *e = (struct extent){x, y, x + width, y + height, false};
    e->left = x < e->left ? x : e->left;
    e->top = y < e->top ? y : e->top;
    e->right = x + width > e->right ? x + width : e->right;
    e->bottom = y + height > e->bottom ? y + height : e->bottom;
}

static void extend_by_item(struct extent *e, const struct item *item)
{
    switch (item->kind) {
    case ITEM_TEXT: {
        const struct page_text *t = &item->u.text;
        extend(e, t->x, t->y - t->size, t->width, t->size);
        break;
    }
    case ITEM_DRAWING: {
        const struct page_drawing *g = &item->u.drawing;
        extend(e, g->x, g->y, g->drawing->width, g->drawing->height);
        break;
    }
    case ITEM_BITMAP: {
        const struct page_bitmap *b = &item->u.bitmap;
        extend(e, b->x, b->y, b->width, b->height);
        break;
    }
    case ITEM_RECT: {
        const struct page_rect *r = &item->u.rect;
        extend(e, r->x, r->y, r->width, r->height);
        break;
    }
    case ITEM_MISSING: {
        const struct page_missing *m = &item->u.missing;
        extend(e, m->x, m->y - m->height, m->width, m->height);
        break;
    }
    case ITEM_LINK: break;
    }
}

static bool is_below(const struct pdf *p, tag_id tag, tag_id ancestor)
{
    while (tag > ancestor) /* parents come before children */
        tag = tag_at(p, tag)->parent;
    return tag == ancestor;
}

static void put_milli_pair(struct buf *out, int64_t x, int64_t y)
{
    pdf_put_milli(out, x);
    buf_byte(out, ' ');
    pdf_put_milli(out, y);
}

/* The box round the figure's drawing on its first page (14.8.5.4.3). */
static void put_figure(struct pdf *p, struct buf *out, tag_id id, uint32_t page)
{
    if (page == NO_PAGE)
        return;
    const struct page *pg = p->list->pages[page];
    struct extent e = {.is_empty = true};
    for (size_t i = 0; i < pg->count; i++)
        if (pg->items[i].tag && is_below(p, pg->items[i].tag, id))
            extend_by_item(&e, &pg->items[i]);
    if (e.is_empty)
        return;
    int64_t height = pdf_milli(pg->height);
    buf_addz(out, "/A<</O/Layout/BBox[");
    put_milli_pair(out, pdf_milli((len)e.left), height - pdf_milli((len)e.bottom));
    buf_byte(out, ' ');
    put_milli_pair(out, pdf_milli((len)e.right), height - pdf_milli((len)e.top));
    buf_addz(out, "]>>");
}

/* ---- elements ------------------------------------------------------------------------------- */

static void put_props(struct buf *out, const struct tag_props *props)
{
    if (!props)
        return;
    put_text(out, "T", props->title);
    put_text(out, "Lang", props->lang);
    put_text(out, "Alt", props->alt);
    put_text(out, "ActualText", props->actual);
    put_text(out, "E", props->expansion);
}

static void put_attributes(struct pdf *p, struct buf *out, tag_id id, uint32_t page)
{
    const struct tag *tag = tag_at(p, id);
    switch (tag->role) {
    case ROLE_TH:
    case ROLE_TD: put_cell(out, tag); break;
    case ROLE_L: put_list(out, tag->props); break;
    case ROLE_FIGURE: put_figure(p, out, id, page); break;
    default: break;
    }
}

static void save_element(struct pdf *p, tag_id id, obj root, struct buf *out)
{
    const struct tag *tag = tag_at(p, id);
    uint32_t page = first_page(p, id);
    out->n = 0;
    buf_format(out, "<</S/%s/P %u 0 R", tag_role_name(tag->role),
               (unsigned)(id == TAG_ROOT ? root : p->placed[tag->parent].object));
    if (page != NO_PAGE)
        buf_format(out, "/Pg %u 0 R", (unsigned)p->pages[page]);
    if (has_id(p, id)) {
        buf_addz(out, "/ID");
        put_id(out, id);
    }
    put_props(out, tag->props);
    put_attributes(p, out, id, page);
    put_kids(p, out, id, page);
    buf_addz(out, ">>");
    pdf_save_object(p, p->placed[id].object, buf_str(out));
}

/* ---- trees ---------------------------------------------------------------------------------- */

/* In page order: the annotations' keys follow those of the pages. */
static void add_link_parents(struct pdf *p)
{
    uint32_t first = (uint32_t)p->list->count, count = p->next_parent - first;
    tag_id *owners = ARENA_ARRAY(p->arena, count, tag_id);
    for (tag_id id = TAG_ROOT; id < p->list->tags.count; id++)
        for (const struct annotation *a = p->placed[id].links; a; a = a->next)
            owners[a->key - first] = id;
    for (uint32_t i = 0; i < count; i++) {
        struct buf key = {.arena = p->arena}, value = {.arena = p->arena};
        buf_format(&key, "%u", (unsigned)(first + i));
        pdf_put_ref(&value, p->placed[owners[i]].object);
        pdf_tree_add(p, &p->parents, buf_str(&key), buf_str(&value));
    }
}

static obj save_ids(struct pdf *p)
{
    struct tree ids = {0};
    for (tag_id id = TAG_ROOT; id < p->list->tags.count; id++) {
        if (!has_id(p, id))
            continue;
        struct buf key = {.arena = p->arena}, value = {.arena = p->arena};
        put_id(&key, id);
        pdf_put_ref(&value, p->placed[id].object);
        pdf_tree_add(p, &ids, buf_str(&key), buf_str(&value));
    }
    return pdf_tree_save(p, &ids, "Names");
}

static void put_role_map(struct buf *out)
{
    buf_addz(out, "/RoleMap<<");
    for (int i = ROLE_DOCUMENT; i < ROLE_CONTENT; i++) {
        str name = str_z(tag_role_name((enum tag_role)i));
        if (!str_is(name, tag_role_standard((enum tag_role)i)))
            buf_format(out, "/%.*s/%s", STR_ARG(name), tag_role_standard((enum tag_role)i));
    }
    buf_addz(out, ">>");
}

static void save_root(struct pdf *p, obj root)
{
    struct buf out = {.arena = p->arena};
    add_link_parents(p);
    obj parents = pdf_tree_save(p, &p->parents, "Nums"), ids = save_ids(p);
    buf_format(&out, "<</Type/StructTreeRoot/K %u 0 R", (unsigned)p->placed[TAG_ROOT].object);
    if (parents)
        buf_format(&out, "/ParentTree %u 0 R/ParentTreeNextKey %u", (unsigned)parents,
                   (unsigned)p->next_parent);
    if (ids)
        buf_format(&out, "/IDTree %u 0 R", (unsigned)ids);
    put_role_map(&out);
    buf_addz(&out, ">>");
    pdf_save_object(p, root, buf_str(&out));
}

void pdf_tag_save(struct pdf *p)
{
    obj root = pdf_object_reserve(p, 1);
    struct buf out = {.arena = p->arena};
    for (tag_id id = TAG_ROOT; id < p->list->tags.count; id++)
        if (tag_at(p, id)->role != ROLE_CONTENT)
            save_element(p, id, root, &out);
    save_root(p, root);
    pdf_catalog_ref(p, "StructTreeRoot", root);
}
