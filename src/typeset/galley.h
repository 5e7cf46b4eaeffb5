/*
 * galley: a box laid out to a width as one column of atoms, which pages and cells then part.
 *
 * An atom is what is never parted by pages: a line, a picture, a rule. The one exception is a
 * BAND: a group of table rows tied together by spanned cells, which rowspan.c parts. Atoms carry
 * the space before them (dropped at the top of a page or cell) and whether a page may break there.
 */
#ifndef QUOIN_TYPESET_GALLEY_H
#define QUOIN_TYPESET_GALLEY_H

#include "typeset/par.h"

enum atom_kind { ATOM_LINE, ATOM_IMAGE, ATOM_RULE, ATOM_BAND, ATOM_PAGE, ATOM_FILL, ATOM_FRAME_END };

/* May the page end before this atom? */
enum parting {
    PART_OK,
    PART_AVOID, /* kept together, widows: only when there is no other way */
    PART_NEVER
};

struct band;   /* table.h */
struct layout_table;

/* The frame (fill, bar, padding) of a stack: drawn behind the atoms that lie in it. */
struct frame {
    const struct box *box;
    len x, width;
    const struct frame *outer;
};

struct atom {
    enum atom_kind kind;
    enum parting parting;
    len space_before; /* gap to the atom above */
    len height;
    len x;            /* from the galley's left edge */
    const struct box *box; /* the box it comes from: anchor and outline are its first atom's */
    const struct box *const *marks; /* boxes whose anchor or outline begins here, outermost first */
    uint32_t mark_count;
    tag_id tag;       /* the element or leaf of images and rules; the element of the first mark */
    const struct frame *frame; /* the innermost frame it lies in; NULL: none */
    union {
        const struct line *line;
        struct {
            len width, height;
        } image;
        struct band *band;
    } u;
    /* A label (Lbl) hangs beside the first line of an item: */
    const struct line *label;
    len label_x;
    len label_drop; /* from the atom's top, so that the baselines meet */
};

struct galley {
    struct atom *atoms;
    size_t count, capacity;
    len width;
};

/* Lays out `box` to width; tags are made below `parent`. */
struct galley *galley_make(struct setter *s, const struct box *box, len width, tag_id parent);

/* Atoms first..last-1, without the space before the first; bands at their full height. */
len galley_height(const struct galley *g, size_t first, size_t last);

#endif
