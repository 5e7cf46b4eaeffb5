/*
 * page_parts: a page's resources, boxes and content, wherever they stand: in the page or in the
 * nodes above it (ISO 32000-1, 7.7.3.4), in one stream or in many.
 */
#ifndef QUOIN_PACK_PAGE_PARTS_H
#define QUOIN_PACK_PAGE_PARTS_H

#include "pack/handle.h"

/* A value of a page that may be inherited; null: there is none. */
qpdf_oh page_parts_inherit(qpdf_data q, qpdf_oh page, const char *key);
/* How often the page is turned clockwise by a right angle, 0 to 3; 0 for what is none (/Rotate). */
int page_parts_turns(qpdf_data q, qpdf_oh page);

/*
 * All that its content streams say, with filters undone; they are parted by a line feed where one
 * does not end in it. False: one cannot be read, or all are more than UNPACK_STREAM_MAX. In the
 * arena, as are libqpdf's buffers.
 */
bool page_parts_content(struct arena *a, qpdf_data q, qpdf_oh page, str *out);

#endif
