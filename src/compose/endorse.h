/*
 * endorse: what a committee stamps on the pages of its papers: "Agenda Item 7" on the first page,
 * "Page 71" on each. Furniture at the place that the layout keeps for it (layout_stamp.c).
 *
 * A report that is rendered for a pack gets them here; for other people's pages they are composed
 * on sheets of their own (compose_stamps), the same words in the same place.
 */
#ifndef QUOIN_COMPOSE_ENDORSE_H
#define QUOIN_COMPOSE_ENDORSE_H

#include "compose/composer.h"

/* Adds the stamps that the options ask for to every page; says where page labels begin. */
void endorse_document(struct composer *c, struct document *doc);

#endif
