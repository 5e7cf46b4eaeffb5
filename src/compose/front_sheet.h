/*
 * front_sheet: an agenda as the first pages of its pack: the masthead of a paper, when and where,
 * who is on the committee, the table of items with their pages, notices.
 */
#ifndef QUOIN_COMPOSE_FRONT_SHEET_H
#define QUOIN_COMPOSE_FRONT_SHEET_H

#include "compose/composer.h"
#include "report/agenda.h"

/* c->report is the agenda's head. `ranges`: of each item; NULL: not known yet. */
struct sequence *front_sheet_compose(struct composer *c, const struct agenda *agenda,
                                     const struct page_range *ranges);

#endif
