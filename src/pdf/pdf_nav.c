/*
 * pdf_nav: finding one's way: named destinations, the outline, page labels.
 */
#include "pdf/pdf_internal.h"

/* ---- destinations --------------------------------------------------------------------------- */

static obj save_destinations(struct pdf *p)
{
    struct tree names = {0};
    const struct anchor *before = NULL;
    for (size_t i = 0; i < p->list->anchor_count; i++) {
        const struct anchor *a = &p->list->anchors[i];
        if (before && str_eq(before->name, a->name))
            continue;
        before = a;
        struct buf key = {.arena = p->arena}, value = {.arena = p->arena};
        pdf_put_bytes(&key, a->name);
        buf_format(&value, "[%u 0 R/XYZ ", (unsigned)p->pages[a->page]);
        pdf_put_len(&value, a->x);
        buf_byte(&value, ' ');
        pdf_put_milli(&value, pdf_milli(p->list->pages[a->page]->height) - pdf_milli(a->y));
        buf_addz(&value, " null]");
        pdf_tree_add(p, &names, buf_str(&key), buf_str(&value));
    }
    return pdf_tree_save(p, &names, "Names");
}

/* ---- outline -------------------------------------------------------------------------------- */

/* An outline item's place among the others; entry i is node i + 1, node 0 the root. */
struct node {
    size_t parent, before, next, first, last;
    size_t kids; /* direct */
};

static struct node *link_nodes(struct pdf *p)
{
    size_t count = p->list->outline_count;
    struct node *nodes = ARENA_ARRAY(p->arena, count + 1, struct node);
    for (size_t i = 1; i <= count; i++) {
        int level = p->list->outline[i - 1].level;
        size_t parent = i - 1;
        while (parent && p->list->outline[parent - 1].level >= level)
            parent = nodes[parent].parent;
        struct node *above = &nodes[parent];
        nodes[i].parent = parent;
        nodes[i].before = above->last;
        if (above->last)
            nodes[above->last].next = i;
        else
            above->first = i;
        above->last = i;
        above->kids++;
    }
    return nodes;
}

static void put_link(struct buf *out, const char *key, obj base, size_t node)
{
    if (node)
        buf_format(out, "/%s %u 0 R", key, (unsigned)(base + node));
}

/* Items are closed (a negative count): the reader opens what is wanted. */
static void put_item(struct pdf *p, struct buf *out, const struct node *n, obj base, size_t i)
{
    const struct outline_entry *e = &p->list->outline[i - 1];
    const struct anchor *a = page_find_anchor(p->list, e->dest);
    buf_addz(out, "<</Title");
    pdf_put_text(out, e->title);
    buf_format(out, "/Parent %u 0 R", (unsigned)(base + n->parent));
    put_link(out, "Prev", base, n->before);
    put_link(out, "Next", base, n->next);
    put_link(out, "First", base, n->first);
    put_link(out, "Last", base, n->last);
    if (n->kids)
        buf_format(out, "/Count -%zu", n->kids);
    buf_addz(out, "/Dest");
    pdf_put_bytes(out, e->dest);
    if (a && a->tag)
        buf_format(out, "/SE %u 0 R", (unsigned)pdf_tag_element(p, a->tag));
    buf_addz(out, ">>");
}

static obj save_outline(struct pdf *p)
{
    size_t count = p->list->outline_count;
    if (count == 0)
        return 0;
    struct node *nodes = link_nodes(p);
    obj base = pdf_object_reserve(p, (uint32_t)count + 1);
    struct buf out = {.arena = p->arena};
    buf_format(&out, "<</Type/Outlines/Count %zu", nodes[0].kids);
    put_link(&out, "First", base, nodes[0].first);
    put_link(&out, "Last", base, nodes[0].last);
    buf_addz(&out, ">>");
    pdf_save_object(p, base, buf_str(&out));
    for (size_t i = 1; i <= count; i++) {
        out.n = 0;
        put_item(p, &out, &nodes[i], base, i);
        pdf_save_object(p, base + (obj)i, buf_str(&out));
    }
    return base;
}

/* ---- page labels ---------------------------------------------------------------------------- */

/* A label as a prefix, a style and a number; style 0: the prefix alone. */
struct label {
    str prefix;
    char style; /* 'D' decimal, 'r' small roman */
    uint32_t number;
};

static uint32_t roman_value(char c)
{
    switch (c) {
    case 'i': return 1;
    case 'v': return 5;
    case 'x': return 10;
    case 'l': return 50;
    case 'c': return 100;
    default: return 0;
    }
}

static void put_roman(struct buf *out, uint32_t n)
{
    static const struct {
        uint32_t value;
        const char *digits;
    } STEPS[] = {{100, "c"}, {90, "xc"}, {50, "l"}, {40, "xl"}, {10, "x"},
                 {9, "ix"},  {5, "v"},   {4, "iv"}, {1, "i"}};
    for (int i = 0; i < 9; i++)
        for (; n >= STEPS[i].value; n -= STEPS[i].value)
            buf_addz(out, STEPS[i].digits);
}

/* The number that a label in small roman numerals means; 0 when it is not one. */
static uint32_t read_roman(struct arena *a, str s)
{
    uint32_t sum = 0, after = 0;
    if (s.n == 0 || s.n > 12)
        return 0;
    for (size_t i = s.n; i-- > 0;) {
        uint32_t value = roman_value(s.p[i]);
        if (value == 0)
            return 0;
        sum = value < after ? sum - value : sum + value;
        after = value > after ? value : after;
    }
    struct buf again = {.arena = a};
    put_roman(&again, sum);
    return str_eq(buf_str(&again), s) ? sum : 0;
}

static struct label read_label(struct arena *a, str s)
{
    size_t at = s.n;
    while (at && s.n - at < 9 && s.p[at - 1] >= '0' && s.p[at - 1] <= '9')
        at--;
    while (at < s.n && s.p[at] == '0')
        at++; /* a leading zero belongs to the prefix */
    if (at < s.n) {
        struct label label = {.prefix = str_sub(s, 0, at), .style = 'D'};
        for (size_t i = at; i < s.n; i++)
            label.number = label.number * 10 + (uint32_t)(s.p[i] - '0');
        return label;
    }
    uint32_t number = read_roman(a, s);
    if (number)
        return (struct label){.style = 'r', .number = number};
    return (struct label){.prefix = s};
}

static void put_label(struct buf *out, struct label label)
{
    buf_addz(out, "<<");
    if (label.prefix.n) {
        buf_addz(out, "/P");
        pdf_put_text(out, label.prefix);
    }
    if (label.style)
        buf_format(out, "/S/%c", label.style);
    if (label.number > 1)
        buf_format(out, "/St %u", (unsigned)label.number);
    buf_addz(out, ">>");
}

/* An entry where the labels do not simply count on. */
static obj save_labels(struct pdf *p)
{
    struct tree labels = {0};
    struct label before = {0};
    for (size_t i = 0; i < p->list->count; i++) {
        struct label label = read_label(p->arena, p->list->pages[i]->label);
        bool goes_on = i && label.style && label.style == before.style &&
                       label.number == before.number + 1 && str_eq(label.prefix, before.prefix);
        before = label;
        if (goes_on)
            continue;
        struct buf key = {.arena = p->arena}, value = {.arena = p->arena};
        buf_format(&key, "%zu", i);
        put_label(&value, label);
        pdf_tree_add(p, &labels, buf_str(&key), buf_str(&value));
    }
    return pdf_tree_save(p, &labels, "Nums");
}

void pdf_nav_save(struct pdf *p)
{
    obj destinations = save_destinations(p), outline = save_outline(p);
    pdf_catalog_ref(p, "PageLabels", save_labels(p));
    if (destinations || p->embedded) {
        struct buf tail = {.arena = p->arena};
        if (destinations)
            buf_format(&tail, "/Dests %u 0 R", (unsigned)destinations);
        if (p->embedded)
            buf_format(&tail, "/EmbeddedFiles %u 0 R", (unsigned)p->embedded);
        pdf_dict_tail(p, pdf_dict_new_in(p, p->catalog, "Names"), &tail);
    }
    if (outline) {
        pdf_catalog_ref(p, "Outlines", outline);
        pdf_dict_name(p, p->catalog, "PageMode", STR("UseOutlines"));
    }
}
