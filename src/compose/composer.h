/*
 * composer: what the files of compose/ share while one document is being composed. Not seen
 * outside.
 */
#ifndef QUOIN_COMPOSE_COMPOSER_H
#define QUOIN_COMPOSE_COMPOSER_H

#include "compose/layout.h"
#include "compose/pattern.h"
#include "report/idmap.h"
#include "report/origins.h"

struct terms;   /* terms.c */
struct picture; /* blocks.c */

struct composer {
    struct arena *arena;
    struct diag *diag;
    const struct report *report;
    const struct layout *layout;
    const struct compose_options *options;
    const struct scope *scope; /* fields: the document's, or those of the part being composed */
    struct idmap *targets;     /* what references can name, in all parts */
    struct idmap *reachable;   /* what they can lead to: only parts that are composed */
    struct origins *origins;   /* where texts stand, those put together here too */
    struct terms *terms;       /* NULL: the glossary is not composed */
    struct picture *pictures;  /* read so far */
    str lang;                  /* of the words at hand; empty: the document's */
};

/* Is this part ("paper", or a letter) composed? */
static inline bool composer_takes(const struct composer *c, str part)
{
    return c->options->part.n == 0 || str_is(c->options->part, "all") ||
           str_eq(c->options->part, part);
}

/* A word of the layout with the fields in scope. */
static inline str composer_word(struct composer *c, enum word word, const struct scope *scope)
{
    return pattern_trace(c->arena, c->layout->words[word], scope, c->origins);
}

/* Boxes one below the other. */
struct box_list {
    struct box *first, *last;
};

/* Appends; NULL is allowed and adds nothing. */
static inline void box_list_add(struct box_list *list, struct box *box)
{
    if (!box)
        return;
    if (list->last)
        list->last->next = box;
    else
        list->first = box;
    while (box->next)
        box = box->next;
    list->last = box;
}

#endif
