/*
 * pairs: rows of a label and its words: the grid at the head of a paper, implications, the meeting
 * of an agenda. They look like tables but are paragraphs: a screen reader reads "Date", "Monday …"
 * in turn, one paragraph a row.
 */
#ifndef QUOIN_COMPOSE_PAIRS_H
#define QUOIN_COMPOSE_PAIRS_H

#include "compose/composer.h"

struct pairs {
    struct composer *composer;
    struct table_box *table; /* for the rules around it */
    size_t row_capacity, cell_capacity;
};

/* The box, and *p to fill it with. */
struct box *pairs_begin(struct composer *c, struct pairs *p, len label_width, len pad);
/* `words` is a paragraph without an element of its own; `rule` stands above all rows but the first;
 * NULL: none. */
void pairs_add(struct pairs *p, str label, struct box *words, const struct rule_design *rule);
/* Once all rows are there. */
void pairs_tie(struct pairs *p);

#endif
