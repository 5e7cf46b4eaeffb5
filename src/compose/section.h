/*
 * section: an appendix's sections: heads, KPI tables, blocks between them.
 */
#ifndef QUOIN_COMPOSE_SECTION_H
#define QUOIN_COMPOSE_SECTION_H

#include "compose/composer.h"

/* A section's boxes as one, tagged Sect; heading_role is its head's (H2). */
struct box *section_compose(struct composer *c, const struct appendix *appendix,
                            const struct section *section, enum tag_role heading_role);
/* "1. Executive Support". */
str section_head(struct composer *c, const struct section *section);

#endif
