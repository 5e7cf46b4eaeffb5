/*
 * overlay: a form XObject drawn over a page by content streams of its own; found again, and taken
 * off, so that the page is what it was.
 *
 *     /Contents [ before  original …  after ]
 *
 *     before   "q\n", as often as needed                  the page's own graphics state is kept
 *     after    "\n", what the original left open (ET, EMC, Q), then
 *              OVERLAY_BEGIN "q A B C D E F cm /NAME Do Q\nEMC\n"
 *
 * The original streams stay untouched, be they shared with other pages; so do resources that
 * pages share: the page gets a shallow copy of its own, whose /XObject has the form under a name
 * that begins with OVERLAY_NAME. The form's dictionary has a key of that name too; its value is
 * the caller's.
 *
 * A page that another program has put its contents together on has no overlay any more: what was
 * one is content.
 */
#ifndef QUOIN_PACK_OVERLAY_H
#define QUOIN_PACK_OVERLAY_H

#include "pack/handle.h"

#define OVERLAY_NAME  "/QuoinStamp"
#define OVERLAY_BEGIN "/Artifact <</Type /Pagination /Subtype /Header /Attached [/Top]>> BDC\n"

/* For many pages of one document: what they can share. Zeroed but for the first two. */
struct overlays {
    struct arena *arena;
    qpdf_data q;
    uint64_t before, after;      /* the ids of the streams last made, */
    str before_text, after_text; /* and what they say */
    size_t read_size;            /* bytes of content that were looked at */
    struct id_map known;         /* by the contents of pages: what they leave open */
    struct balance *balances;
    size_t balance_count, balance_capacity;
};

/*
 * Where read_size is more than this, overlay_put() has not done its work: the pages put themselves
 * together from large parts that they share. Of papers all pages' contents are within it
 * (unpack.h).
 */
#define OVERLAY_READ_MAX ((size_t)2 << 30)

/* `matrix` is six numbers as PDF writes them. */
void overlay_put(struct overlays *o, qpdf_oh page, qpdf_oh form, str matrix);

/* What overlay_put() did to a page. */
struct overlay {
    str name;   /* of the form among the page's XObjects, with its slash */
    str matrix; /* "1 0 0 1 0 0" */
    qpdf_oh form;
    size_t stream_count; /* of the original: those from 1 of the array /Contents */
};

/* False when the page has none, or anything else in the streams before and after. */
bool overlay_find(struct arena *a, qpdf_data q, qpdf_oh page, struct overlay *out);
/* Takes it off. Empty dictionaries that it left among the resources stay. */
void overlay_remove(struct arena *a, qpdf_data q, qpdf_oh page, const struct overlay *overlay);

#endif
