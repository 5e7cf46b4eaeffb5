/*
 * band: does a page show something in a rectangle? Its content streams are read as a viewer does,
 * but for drawing: where text begins and how far it may run, paths, pictures, shadings and forms
 * (to a depth), under the current transformation. Pagination artifacts count too. Errs on the side
 * of yes. White paint and clipping are not looked at.
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
