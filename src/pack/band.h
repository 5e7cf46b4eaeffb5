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

bool band_has_content(struct arena *scratch, qpdf_data q, qpdf_oh page, const struct band *band);

#endif
