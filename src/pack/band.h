/*
 * band: does a page show something in a rectangle? Its content streams are read as a viewer does,
 * but for drawing: how far text runs, paths, pictures, shadings and forms (to a depth), under the
 * current transformation; and what lies on the page: annotations with an appearance. Pagination
 * artifacts count too. Errs on the side of yes: shapes count as the boxes round them, streams that
 * cannot be read to their end as content everywhere. Clipping counts as the box round it; white
 * paint and invisible text show nothing.
 */
#ifndef QUOIN_PACK_BAND_H
#define QUOIN_PACK_BAND_H

#include "pack/handle.h"

/* In thousandths of a unit of the page's own space. */
struct band {
    long long left, bottom, right, top;
};

/*
 * What may still be done for all pages of a document together. Reading a million operators takes a
 * second or less; papers have thousands a page, maps a hundred times that. What is drawn once and
 * used on every page is read on every page: hence these limits, beyond which all counts as content.
 */
struct band_effort {
    size_t tokens, bytes;
};
#define BAND_EFFORT ((struct band_effort){20000000, (size_t)512 << 20})

bool band_has_content(struct arena *scratch, qpdf_data q, qpdf_oh page, const struct band *band,
                      struct band_effort *left);

#endif
