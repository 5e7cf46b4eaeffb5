/*
 * graft: all of a part carried into the pack's document in one piece.
 *
 * libqpdf copies an object with everything it leads to, but stops at pages and drops what leads to
 * them: links, destinations and structure elements would lose their targets. So the part's pages
 * are for a moment no pages: their /Type is changed and they are cut off from their page tree.
 * Then one dictionary that holds pages, structure tree, outline, names … is copied, and every
 * reference within arrives. In the pack they become pages again, not yet in its page tree.
 *
 * The part is of no use after that but to be closed. What the pages inherit is written into them
 * before.
 */
#ifndef QUOIN_PACK_GRAFT_H
#define QUOIN_PACK_GRAFT_H

#include "pack/handle.h"
#include "pack/part.h"

/* A part's things, all in the pack's document; null where it has none. */
struct graft {
    const struct part *part;
    str number; /* of its agenda item; empty: the pack itself */
    str title;  /* for the outline and the structure: "Performance Report" */
    qpdf_oh *pages;
    size_t page_count;
    /* of its catalog */
    qpdf_oh tree; /* StructTreeRoot */
    qpdf_oh outlines, names, dests, labels, layers /* OCProperties */, forms /* AcroForm */;
    qpdf_oh files /* AF */, intents /* OutputIntents */, threads, pieces /* PieceInfo */;
    /* of join_tags */
    uint64_t part_element; /* the id of an item's Part in the pack's structure tree; 0: none */
    size_t element_count;  /* that the part brought */
};

/* False after a finding. */
bool graft_part(struct arena *a, struct diag *d, qpdf_data pack, const struct part *part,
                struct graft *out);
/* The pack as a graft of its own: nothing is copied. */
void graft_own(struct arena *a, const struct part *pack, struct graft *out);

#endif
