/*
 * par_place: from a line's pieces to what is drawn: fragments with every glyph at its place.
 *
 * A fragment is all that one run has on one line in one face. Inside it positions are exact: design
 * units are summed and rounded once for each glyph. Text is what is extracted: the space at a
 * line's end is there, beyond the visible width; a hyphen that was added reads U+00AD.
 */
#ifndef QUOIN_TYPESET_PAR_PLACE_H
#define QUOIN_TYPESET_PAR_PLACE_H

#include "typeset/par.h"
#include "typeset/par_break.h"

enum fragment_kind { FRAGMENT_TEXT, FRAGMENT_DRAWING, FRAGMENT_MISSING };

struct fragment {
    enum fragment_kind kind;
    tag_id tag;
    len x, width; /* from the line's left; what is visible */
    const struct run *run;
    const struct face *face; /* TEXT: of the glyphs; MISSING: the one asked for */
    str text;
    struct page_glyph *glyphs; /* TEXT */
    uint32_t glyph_count;
    const struct span *link; /* the link it lies in; NULL: none */
    tag_id link_tag;
};

/* Where the content of each run belongs in the tag tree. */
struct run_tag {
    tag_id leaf, link_tag;
    const struct span *link;
};

/* Makes the elements and leaves of all runs, in order, below `parent`; in the scratch arena. */
struct run_tag *par_place_tags(const struct par_text *t, tag_id parent);

/* Places one line in the job's arena, its baseline as the paragraph's. */
void par_place_line(const struct par_text *t, const struct span_of_line *span,
                    const struct run_tag *tags, len width, struct line *out);

#endif
