/*
 * par: one paragraph, from runs to lines. Collect the text of all runs; find where lines may break
 * (breaks, typist, hyphens); shape the words; choose the best breaks (linebreak.c); place.
 *
 *   par_text.c   runs to one text and its pieces     par_break.c  pieces to lines
 *   par_place.c  lines to fragments, and their tags  par_draw.c   fragments to a page
 *
 * Lines know nothing of pages. Their tags are made here, in document order: a span of role Link
 * makes an element, the text between makes leaves (page/tag.h).
 */
#ifndef QUOIN_TYPESET_PAR_H
#define QUOIN_TYPESET_PAR_H

#include "typeset/setter.h"

struct fragment; /* a stretch of a line: what one run has on it; see par_place.h */

struct line {
    len height;   /* leading: the distance this line takes */
    len baseline; /* from the line's top */
    len width;    /* of what is visible */
    len x;        /* from the left of the space given: alignment and indent */
    struct fragment *fragments;
    uint32_t count;
};

struct par_lines {
    struct line *lines;
    size_t count; /* 0 only for a paragraph without runs */
};

/*
 * Sets box (a BOX_PAR) to `width`, whose content goes below the tag `parent` (the element of the
 * paragraph itself, already made by the caller; TAG_ARTIFACT for an artifact). Words wider
 * than it are parted, at grapheme clusters where they have no better place: with a warning (Q601).
 */
struct par_lines par_set(struct setter *s, const struct box *box, len width, tag_id parent);

/* The widest unbreakable piece and the widest line when nothing breaks it; for auto tracks. */
void par_measure(struct setter *s, const struct box *box, len *narrow, len *wide);

/* Draws a line with its top left corner at x, y. */
void par_draw(struct setter *s, struct page *page, const struct line *line, len x, len y,
              bool is_pagination);

#endif
