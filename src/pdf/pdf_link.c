/*
 * pdf_link: link annotations. A link that runs over lines has one annotation for each, all
 * belonging to the one Link element (PDF/UA 7.18.5: each has /Contents, and its element an OBJR).
 *
 * Addresses: only https, http and mailto are written, without control characters or spaces, other
 * bytes percent-encoded; a link to anything else is left out with a warning.
 */
#include "pdf/pdf_internal.h"

#include <ctype.h>

#define ADDRESS_MAX 2048

static bool has_scheme(str uri)
{
    static const char *const SCHEMES[] = {"https://", "http://", "mailto:"};
    for (int i = 0; i < 3; i++) {
        str scheme = str_z(SCHEMES[i]);
        size_t n = 0;
        while (n < scheme.n && n < uri.n && (uri.p[n] | 0x20) == (scheme.p[n] | 0x20))
            n++;
        if (n == scheme.n)
            return true;
    }
    return false;
}

/* What may stand in an address as it is (RFC 3986): unreserved, reserved, and "%". */
static bool is_address_byte(unsigned char c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
        return true;
    static const char MARKS[] = "-._~:/?#[]@!$&'()*+,;=%";
    for (const char *m = MARKS; *m; m++)
        if (c == (unsigned char)*m)
            return true;
    return false;
}

/* False when the address is not one that we write. */
static bool encode_address(str uri, struct buf *out)
{
    if (!has_scheme(uri) || uri.n > ADDRESS_MAX)
        return false;
    for (size_t i = 0; i < uri.n; i++) {
        unsigned char c = (unsigned char)uri.p[i];
        if (c <= 0x20 || c == 0x7F)
            return false;
        if (is_address_byte(c))
            buf_byte(out, c);
        else
            buf_format(out, "%%%02X", c);
    }
    return true;
}

/* The target's entry; false when the link is left out. */
static bool put_target(struct pdf *p, struct buf *out, const struct page_link *k)
{
    if (k->dest.n) {
        buf_addz(out, "/Dest");
        pdf_put_bytes(out, k->dest);
        return true;
    }
    struct buf address = {.arena = p->arena};
    if (!encode_address(k->uri, &address)) {
        struct finding *f = diag_add(p->diag, Q903, (struct pos){0},
                                     "the link to “%.*s” is left out", STR_ARG(k->uri));
        diag_hint(p->diag, f, "write an address that begins with https://, http:// or mailto:");
        return false;
    }
    buf_addz(out, "/A<</S/URI/URI");
    pdf_put_bytes(out, buf_str(&address));
    buf_addz(out, ">>");
    return true;
}

static void put_rect(struct buf *out, const struct page *page, const struct page_link *k)
{
    int64_t top = pdf_milli(page->height) - pdf_milli(k->y);
    int64_t bottom = pdf_milli(page->height) - pdf_milli(k->y + k->height);
    buf_addz(out, "/Rect[");
    pdf_put_len(out, k->x);
    buf_byte(out, ' ');
    pdf_put_milli(out, bottom);
    buf_byte(out, ' ');
    pdf_put_len(out, k->x + k->width);
    buf_byte(out, ' ');
    pdf_put_milli(out, top);
    buf_byte(out, ']');
}

/* The parent tree's key for it, and its place in the Link element. */
static uint32_t join_element(struct pdf *p, const struct item *item, uint32_t page, obj number)
{
    struct annotation *a = ARENA_NEW(p->arena, struct annotation);
    *a = (struct annotation){
        .page = page, .object = number, .key = p->next_parent++, .tag = item->tag};
    pdf_tag_link(p, item->tag, a);
    return a->key;
}

/* Returns the annotation's number; 0 when the link is left out. */
static obj save_link(struct pdf *p, const struct item *item, uint32_t page)
{
    const struct page_link *k = &item->u.link;
    struct buf out = {.arena = p->arena};
    buf_addz(&out, "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]");
    put_rect(&out, p->list->pages[page], k);
    if (!put_target(p, &out, k))
        return 0;
    buf_addz(&out, "/Contents");
    pdf_put_text(&out, k->contents);
    obj number = pdf_object_reserve(p, 1);
    buf_format(&out, "/StructParent %u/P %u 0 R>>", (unsigned)join_element(p, item, page, number),
               (unsigned)p->pages[page]);
    pdf_save_object(p, number, buf_str(&out));
    return number;
}

void pdf_link_save(struct pdf *p, uint32_t page, struct buf *annots)
{
    const struct page *pg = p->list->pages[page];
    bool has_links = false;
    for (size_t i = 0; i < pg->count; i++) {
        if (pg->items[i].kind != ITEM_LINK)
            continue;
        obj number = save_link(p, &pg->items[i], page);
        if (!number)
            continue;
        buf_addz(annots, has_links ? " " : "/Annots[");
        pdf_put_ref(annots, number);
        has_links = true;
    }
    if (has_links)
        buf_byte(annots, ']');
}
