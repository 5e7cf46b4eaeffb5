/*
 * galley: a box laid out to a width as one column of atoms, which pages and cells then part.
 *
 * An atom is what a page never parts: a line, a picture, a rule. The one exception is a BAND: a
 * group of table rows tied together by spanned cells, which rowspan.c parts. Atoms carry the space
 * before them (dropped at the top of a page or cell) and whether a page may end before them.
 *
 * Laying out makes the tags, in document order; drawing happens later, when every page is known,
 * and only adds items to pages. A galley is never changed by being parted or drawn.
 */
#ifndef QUOIN_TYPESET_GALLEY_H
#define QUOIN_TYPESET_GALLEY_H

#include "typeset/par.h"

enum atom_kind {
    ATOM_LINE,
    ATOM_FIELD, /* a line with page numbers in it: set when it is drawn */
    ATOM_IMAGE,
    ATOM_RULE,
    ATOM_BAND,
    ATOM_GAP,  /* a frame's padding */
    ATOM_PAGE, /* a new page begins after it */
    ATOM_FILL  /* takes what is left of the page */
};

/* May the page end before this atom? The larger is the stronger. */
enum parting {
    PART_OK,
    PART_AVOID, /* kept together: only when there is no other way */
    PART_NEVER  /* widows, orphans, headings: only when not even that helps */
};

/* A stack's fill and bar, drawn behind the atoms that lie in it. */
struct frame {
    const struct box *box;
    len x, width; /* from the galley's left edge */
    const struct frame *outer;
};

/* A box with an anchor or an outline entry, and the element it made. */
struct mark {
    const struct box *box;
    tag_id tag;
    struct mark *next;
};

/* A label (Lbl) that hangs beside an atom, so that the baselines of their first lines meet. */
struct hanging_label {
    const struct line *line;
    len x;
};

/* A paragraph with page numbers in it: set once, when its first line is drawn. */
struct field_par {
    const struct box *box;
    len width;
    tag_id tag; /* the paragraph's element */
    struct par_lines lines;
    bool is_set;
};

struct band;

struct atom {
    enum atom_kind kind;
    enum parting parting;
    len space_before;
    len height;
    len x;                     /* from the galley's left edge */
    tag_id tag;                /* IMAGE, RULE: the leaf */
    const struct box *box;     /* IMAGE, RULE */
    const struct frame *frame; /* the innermost it lies in */
    struct mark *marks;        /* of boxes whose first atom this is, outermost first */
    const struct hanging_label *label;
    union {
        const struct line *line;
        struct {
            struct field_par *par;
            uint32_t line; /* index within the paragraph */
        } field;
        len width; /* IMAGE, RULE */
        struct band *band;
    } u;
};

struct galley {
    struct atom *atoms;
    size_t count, capacity;
    len width;
};

/* Lays out `box` to width; its tags are made below `parent`. */
struct galley *galley_make(struct setter *s, const struct box *box, len width, tag_id parent);

/* The narrowest width that parts no word, and the width that needs no line break at all. */
void galley_measure(struct setter *s, const struct box *box, len *narrow, len *wide);

/* The height of atoms [first, last), without the space before the first. */
len galley_height(const struct galley *g, size_t first, size_t last);

/* Where drawing goes. */
struct pen {
    struct setter *setter;
    struct page *page;
    uint32_t page_index;
    bool is_marking;    /* only anchors and the outline are noted; nothing is drawn */
    bool is_pagination; /* running heads, repeated headers */
};

/* Draws atoms [first, last) with their top left corner at x, y; fills stretch by `fill` each. */
void galley_draw(const struct pen *pen, const struct galley *g, size_t first, size_t last, len x,
                 len y, len fill);

/* In marking mode: the anchors and outline entries that wait at one atom; else nothing. */
void galley_draw_marks(const struct pen *pen, const struct galley *g, size_t atom, len x, len y);

#endif
