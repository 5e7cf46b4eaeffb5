/*
 * canon: a content stream without what says nothing, so that two which draw the same by the same
 * operators are the same bytes, whoever wrote them: white space between tokens goes, and a string
 * is what it says, be it written with escapes, in hex or plainly. Numbers, names and operators stay
 * as they are written.
 *
 * No two streams that a viewer could take for different ones may come out as one. So whatever
 * viewers do not all read alike is left as it is written: a string with a bare CR or an escape that
 * is none. And a stream that has comments, inline images, or white space other than blanks, tabs
 * and ends of lines is not brought into this form at all: quoin writes no such thing.
 */
#ifndef QUOIN_PACK_CANON_H
#define QUOIN_PACK_CANON_H

#include "base/str.h"

/* Into the arena. False: it is of those that must be compared by their bytes. */
bool canon_content(struct arena *a, str content, str *out);

#endif
