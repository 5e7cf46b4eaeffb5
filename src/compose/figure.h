/*
 * figure: a measure's figures as cells or blocks show them: the value with its status mark and the
 * line beneath, the target, earlier values, the change, the status in words.
 */
#ifndef QUOIN_COMPOSE_FIGURE_H
#define QUOIN_COMPOSE_FIGURE_H

#include "compose/composer.h"

/* The content of a cell of a column of figures (not kpi, measure, commentary). */
struct box *figure_cell(struct composer *c, const struct column *column, const struct measure *m);

/* The same as lines below each other: the value with its status in words, and all that is given. */
void figure_block(struct composer *c, const struct measure *m, struct box_list *list);

#endif
