/*
 * dest: explicit destinations (ISO 32000-1, 12.3.2.2): [page /XYZ left top zoom], or a dictionary
 * that holds one as /D.
 */
#ifndef QUOIN_PACK_DEST_H
#define QUOIN_PACK_DEST_H

#include "pack/joint.h"

/* The page a destination leads to; null when it names none. */
qpdf_oh dest_page(qpdf_data q, qpdf_oh dest);
/* [page /XYZ left top null]: the corner that a reader sees at the top left, whatever /Rotate is. */
qpdf_oh dest_to_top(struct arena *a, qpdf_data q, qpdf_oh page);

/* The pages of the pack that items have replaced, by object id, and the items' grafts. */
struct id_map dest_replaced(const struct joint *j);
/*
 * A destination of a part as it is right in the pack: a page given by its number becomes the page
 * itself, one that an item has replaced that item's first. Changed in place; may be done twice.
 */
void dest_mend(const struct joint *j, const struct id_map *replaced, size_t graft, qpdf_oh dest);

#endif
