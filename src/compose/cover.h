/*
 * cover: an appendix's cover page as the layout designs it.
 */
#ifndef QUOIN_COMPOSE_COVER_H
#define QUOIN_COMPOSE_COVER_H

#include "compose/composer.h"

/* The page itself, with its bands. */
const struct master *cover_master(struct composer *c);
/* What stands on it. The line marked as heading becomes the H1 with this anchor and outline. */
struct box *cover_compose(struct composer *c, const struct scope *scope, str anchor, str outline);
/* The first logo on the cover, so wide, and the words beside it; NULL where there is none. */
struct box *cover_logo_beside(struct composer *c, len width, len gap, struct box *words);

#endif
