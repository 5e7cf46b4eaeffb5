/*
 * page: the display list. Typeset builds it, back ends read it: dump.c as text, pdf/ as PDF.
 *
 * The origin is the page's top left corner, y runs downwards, lengths are `len`. Items are in
 * drawing order, which within a page is reading order. A closed set of kinds; every consumer has
 * one switch over them.
 */
#ifndef QUOIN_PAGE_PAGE_H
#define QUOIN_PAGE_PAGE_H

#include "base/date.h"
#include "image/image.h"
#include "page/tag.h"
#include "text/face.h"

/* A glyph where it is to be drawn. */
struct page_glyph {
    uint16_t id;
    uint8_t text_n;   /* bytes of the item's text it stands for; 0: shares the glyph before's */
    uint32_t text_at; /* where in the item's text they begin */
    len x;            /* from the item's x */
    len y;            /* from the baseline, downwards */
};

/*
 * A stretch of one line in one face, size and colour. Its text is what is extracted: words are
 * followed by their space, a hyphen added at a line's end is U+00AD.
 */
struct page_text {
    const struct face *face;
    len size;
    colour colour;
    len x, y; /* of the baseline's start */
    len width;
    str text; /* UTF-8 */
    struct page_glyph *glyphs;
    uint32_t glyph_count;
};

/* Shapes: drawing placed with its top left corner at x, y. */
struct page_drawing {
    const struct drawing *drawing;
    len x, y;
};

/* A bitmap, scaled to width by height. */
struct page_bitmap {
    const struct bitmap *bitmap;
    len x, y, width, height;
};

/* A plain filled rectangle: bands and rules. */
struct page_rect {
    len x, y, width, height;
    colour colour;
};

/* The active area of a link. One item for each line that it runs over; `tag` is the Link element.
 */
struct page_link {
    len x, y, width, height;
    str uri;         /* or */
    str dest;        /* the name of an anchor */
    bool is_outside; /* of one in the document that this will be part of: a pack */
    str contents;    /* what it leads to, in words (/Contents) */
};

/* A character that no face has: a drawn box of one size, with its text. */
struct page_missing {
    len x, y; /* baseline start */
    len width, height;
    colour colour;
    str text;
};

enum item_kind { ITEM_TEXT, ITEM_DRAWING, ITEM_BITMAP, ITEM_RECT, ITEM_LINK, ITEM_MISSING };

struct item {
    enum item_kind kind;
    tag_id tag;             /* a leaf, or TAG_ARTIFACT; for ITEM_LINK the Link element */
    bool is_pagination;     /* artifact: running heads, feet, repeated headers (else Layout) */
    enum tag_margin margin; /* pagination */
    union {
        struct page_text text;
        struct page_drawing drawing;
        struct page_bitmap bitmap;
        struct page_rect rect;
        struct page_link link;
        struct page_missing missing;
    } u;
};

struct page {
    len width, height;
    struct item *items;
    size_t count, capacity;
    str number; /* in the document: "1" of "12"; its head and foot say so */
    str label;  /* what the page calls itself: "71" of a pack (PDF page label) */
};

/* A named place: where links, the outline and the contents page lead. */
struct anchor {
    str name;
    uint32_t page; /* index */
    len x, y;
    tag_id tag; /* the element that stands there; 0: none */
};

struct outline_entry {
    str title;
    int level; /* from 1 */
    str dest;  /* an anchor's name */
};

/* Document-level facts that the back end writes down. */
struct page_meta {
    str title, author, subject, keywords;
    str lang;         /* "en-GB" */
    struct date date; /* creation and modification; from the report or SOURCE_DATE_EPOCH */
    str source_hash;  /* 32 bytes: SHA-256 over the inputs, from which /ID is made */
};

struct page_list {
    struct arena *arena;
    struct page **pages;
    size_t count, capacity;
    struct tag_tree tags;
    struct anchor *anchors; /* sorted by name once finished */
    size_t anchor_count, anchor_capacity;
    struct outline_entry *outline; /* in document order */
    size_t outline_count, outline_capacity;
    struct page_meta meta;
};

void page_list_init(struct page_list *l, struct arena *a, const struct page_meta *meta);
struct page *page_add(struct page_list *l, len width, len height);
struct item *page_item(struct page_list *l, struct page *p, enum item_kind kind, tag_id tag);
void page_anchor(struct page_list *l, str name, uint32_t page, len x, len y, tag_id tag);
void page_outline(struct page_list *l, int level, str title, str dest);
/* Sorts the anchors; call once, when every page is there. */
void page_finish(struct page_list *l);
const struct anchor *page_find_anchor(const struct page_list *l, str name); /* after finish */
/* Items lie on their page, tags are leaves, anchors that links name exist. */
bool page_check(const struct page_list *l, char *message, size_t size);

/* ---- dump.c: both as text, for people and for golden tests -------------------------------- */

/* Pages as lines "x y text…" in points, one item a line; glyphs only as their text. */
void dump_pages(const struct page_list *l, struct buf *out);
/* The structure tree as a person reads it, indented, with the text of its content. */
void dump_tags(const struct page_list *l, struct buf *out);

#endif
