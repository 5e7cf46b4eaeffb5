/*
 * paper: the covering paper: masthead, grid, numbered topics, implications, the list of
 * appendices, background papers, contacts.
 */
#ifndef QUOIN_COMPOSE_PAPER_H
#define QUOIN_COMPOSE_PAPER_H

#include "compose/composer.h"

struct sequence *paper_compose(struct composer *c);
#define PAPER_ANCHOR "part:paper"

#endif
