/*
 * tagwords: what tags are called by people who have never seen one: a heading of level 2, the
 * alternative text.
 */
#ifndef QUOIN_PACK_TAGWORDS_H
#define QUOIN_PACK_TAGWORDS_H

#include "base/str.h"

/* "a table cell"; of a type that we do not know "a tag “Foo”". */
str tagwords_element(struct arena *a, str role);

/* What a fact (tagfacts.h) is called: "alternative text". `is_shown`: its value says something to
 * people as it stands. */
str tagwords_fact(struct arena *a, str key, bool *is_shown);

/*
 * A text in quotes; of a long one, what stands round the place where it differs from another:
 * “…fell by 12 per cent in…”.
 */
str tagwords_quote(struct arena *a, str text, str other);

#endif
