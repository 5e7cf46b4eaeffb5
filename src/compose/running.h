/*
 * running: what frames the content: masters with running heads and feet, sequences, and the looks
 * of tables.
 */
#ifndef QUOIN_COMPOSE_RUNNING_H
#define QUOIN_COMPOSE_RUNNING_H

#include "compose/composer.h"

/* The page design of a kind of pages, its fields filled in. */
const struct master *running_master(struct composer *c, enum page_kind kind,
                                    const struct scope *scope);
/* A part on such pages. */
struct sequence *running_sequence(struct composer *c, enum page_kind kind,
                                  const struct scope *scope, const struct box *content);
/* Rules and padding of a design; the rest of *t is left alone. */
void running_table(struct table_box *t, const struct table_design *design);

#endif
