/*
 * stampcut: the stamp that quoin drew last over a page's content, told from it by its form:
 *
 *     q
 *     … what was there before …
 *     Q
 *     /Artifact <</Type /Pagination /Subtype /Header /Attached [/Top]>> BDC
 *     q 1 0 0 1 400 780 cm /QuoinStamp1 Do Q
 *     EMC
 *
 * with any white space between operators, and nothing else.
 */
#ifndef QUOIN_PACK_STAMPCUT_H
#define QUOIN_PACK_STAMPCUT_H

#include "base/str.h"
#include "pack/matrix.h"

/* What the stamp's form XObject is called begins so. */
#define STAMPCUT_NAME "QuoinStamp"

struct stamp_call {
    str name; /* of the form, without a slash */
    struct matrix place;
};

/* Takes the stamp off: *content becomes what was there before. False: there is none. */
bool stampcut_take(struct arena *a, str *content, struct stamp_call *out);

#endif
