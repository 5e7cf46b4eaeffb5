/*
 * walk: every word of a report or agenda, in document order. For what must look at all of them:
 * checks, and the figures to be filled in.
 */
#ifndef QUOIN_REPORT_WALK_H
#define QUOIN_REPORT_WALK_H

#include "report/report.h"

struct agenda;

struct walk {
    void *context;
    /* The words of one paragraph, name, cell …; never empty. NULL: not wanted. */
    void (*words)(void *context, struct inl *words);
    /* A block, before what is inside it. NULL: not wanted. */
    void (*block)(void *context, struct block *block);
};

void walk_report(struct report *r, const struct walk *w);
void walk_agenda(struct agenda *g, const struct walk *w);
void walk_blocks(struct block *blocks, const struct walk *w);

#endif
