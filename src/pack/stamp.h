/*
 * stamp: "Agenda Item 7" and "Page 71" at the top right, in the band that quoin's layouts keep
 * free.
 *
 * Words, face, size and place come from a layout (quoin_stamp_sheet): the library sets a sheet for
 * each page; here it becomes a form XObject and is drawn over the page by a content stream of its
 * own, as a pagination artifact, upright and at the same distance from the corner that a reader
 * sees: /Rotate, CropBox, UserUnit and other sizes are allowed for.
 */
#ifndef QUOIN_PACK_STAMP_H
#define QUOIN_PACK_STAMP_H

#include "pack/join.h"

/* Stamps the leaves that order says; Q725, a warning, for each part with content in the band. */
bool stamp_pages(struct joint *j, const quoin_kit *kit, const struct pack_order *order);

#endif
