/*
 * pdf_page: page objects and the page tree. All pages share one resource dictionary: the names of
 * fonts and pictures mean the same everywhere, and a page costs no more at the end of a long
 * document than at its beginning.
 */
#include "pdf/pdf_internal.h"

/* Pages in one node of the tree, which has two levels (32,767 pages: 256 nodes). */
#define NODE_COUNT 128

static void put_kids(struct buf *out, const obj *kids, size_t count)
{
    buf_addz(out, "/Kids[");
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_byte(out, ' ');
        pdf_put_ref(out, kids[i]);
    }
    buf_byte(out, ']');
}

/* The elements of the page's marked content, by MCID. */
static void save_parents(struct pdf *p, const struct draw *d)
{
    struct buf out = {.arena = p->arena}, key = {.arena = p->arena}, value = {.arena = p->arena};
    buf_byte(&out, '[');
    for (size_t i = 0; i < d->marked_count; i++) {
        if (i)
            buf_byte(&out, ' ');
        pdf_put_ref(&out, pdf_tag_element(p, d->marked[i]));
    }
    buf_byte(&out, ']');
    obj number = pdf_object_reserve(p, 1);
    pdf_save_object(p, number, buf_str(&out));
    buf_format(&key, "%u", (unsigned)d->page_index);
    pdf_put_ref(&value, number);
    pdf_tree_add(p, &p->parents, buf_str(&key), buf_str(&value));
}

static void put_page(struct buf *out, const struct pdf *p, const struct draw *d, obj parent,
                     obj contents)
{
    buf_format(out, "<</Type/Page/Parent %u 0 R/MediaBox[0 0 ", (unsigned)parent);
    pdf_put_len(out, d->page->width);
    buf_byte(out, ' ');
    pdf_put_len(out, d->page->height);
    buf_addz(out, "]/Resources ");
    pdf_put_ref(out, pdf_object_number(p->resources));
    buf_addz(out, "/Contents ");
    pdf_put_ref(out, contents);
    buf_addz(out, "/Tabs/S");
    if (d->marked_count)
        buf_format(out, "/StructParents %u", (unsigned)d->page_index);
    if (d->has_transparency)
        buf_addz(out, "/Group<</S/Transparency/CS/DeviceRGB>>");
}

static void save_page(struct pdf *p, uint32_t index, obj parent, struct draw *d)
{
    *d = (struct draw){.pdf = p,
                       .page = p->list->pages[index],
                       .page_index = index,
                       .out = d->out,
                       .marked = d->marked,
                       .marked_capacity = d->marked_capacity,
                       .line_width = 1000};
    d->out->n = 0;
    pdf_draw_page(d);
    obj contents = pdf_object_reserve(p, 1);
    pdf_save_stream(p, contents, "", buf_str(d->out), true);
    if (d->marked_count)
        save_parents(p, d);
    d->out->n = 0;
    put_page(d->out, p, d, parent, contents);
    pdf_link_save(p, index, d->out);
    buf_addz(d->out, ">>");
    pdf_save_object(p, p->pages[index], buf_str(d->out));
}

static void save_node(struct pdf *p, obj node, obj root, size_t from, size_t count)
{
    struct buf out = {.arena = p->arena};
    buf_format(&out, "<</Type/Pages/Parent %u 0 R/Count %zu", (unsigned)root, count);
    put_kids(&out, p->pages + from, count);
    buf_addz(&out, ">>");
    pdf_save_object(p, node, buf_str(&out));
}

static void save_root(struct pdf *p, obj root, const obj *kids, size_t kid_count)
{
    struct buf out = {.arena = p->arena};
    buf_format(&out, "<</Type/Pages/Count %zu", p->list->count);
    put_kids(&out, kids, kid_count);
    buf_addz(&out, ">>");
    pdf_save_object(p, root, buf_str(&out));
}

void pdf_page_save_all(struct pdf *p)
{
    size_t count = p->list->count, nodes = (count + NODE_COUNT - 1) / NODE_COUNT;
    obj root = pdf_object_reserve(p, 1), first = pdf_object_reserve(p, (uint32_t)count);
    obj *node = ARENA_ARRAY(p->arena, nodes, obj);
    for (size_t i = 0; i < count; i++)
        p->pages[i] = first + (obj)i;
    struct buf out = {.arena = p->arena};
    struct draw d = {.out = &out};
    for (size_t i = 0; i < count && !p->is_failed; i++) {
        if (i % NODE_COUNT == 0)
            node[i / NODE_COUNT] = nodes > 1 ? pdf_object_reserve(p, 1) : root;
        save_page(p, (uint32_t)i, node[i / NODE_COUNT], &d);
    }
    for (size_t i = 0; i < nodes && nodes > 1; i++) {
        size_t from = i * NODE_COUNT, left = count - from;
        save_node(p, node[i], root, from, left < NODE_COUNT ? left : NODE_COUNT);
    }
    save_root(p, root, nodes > 1 ? node : p->pages, nodes > 1 ? nodes : count);
    pdf_catalog_ref(p, "Pages", root);
}
