/*
 * contents: the contents page: parts and their sections with the pages they begin on.
 */
#ifndef QUOIN_COMPOSE_CONTENTS_H
#define QUOIN_COMPOSE_CONTENTS_H

#include "compose/composer.h"

/* Head and entries, to stand on pages of their own. */
struct box *contents_compose(struct composer *c, enum tag_role heading_role);

#endif
