/*
 * numbering: page labels (ISO 32000-1, 12.4.2), read from a document and written for another.
 */
#ifndef QUOIN_PACK_NUMBERING_H
#define QUOIN_PACK_NUMBERING_H

#include "pack/order.h"

/* The numbers of a document's pages; plain 1, 2, 3 … where it says nothing. */
struct page_number *numbering_read(struct arena *a, qpdf_data q, qpdf_oh labels, size_t page_count);

/* Is b the number that follows a? */
bool numbering_follows(struct page_number a, struct page_number b);

/* "71", "xii", "A-3" */
str numbering_text(struct arena *a, struct page_number n);

/* The PageLabels of these leaves. */
qpdf_oh numbering_write(struct arena *a, qpdf_data q, const struct leaves *leaves);

#endif
