/*
 * refs: where cross-references lead and what they read as in the layout's words. Only what is in
 * the parts composed can be led to; a reference to anything else reads the same but is no link.
 */
#ifndef QUOIN_COMPOSE_REFS_H
#define QUOIN_COMPOSE_REFS_H

#include "compose/composer.h"

/* Walks the report and fills c->targets and c->reachable. */
void refs_collect(struct composer *c);

const struct target *refs_find(const struct composer *c, str id); /* NULL: none */
bool refs_is_reachable(const struct composer *c, str id);
/* The name of the place in the PDF. */
str refs_anchor(struct composer *c, const struct target *target);
/* "Appendix A", "KPI 1.1", "paragraph 3"; empty when the layout has no word for it. */
str refs_name(struct composer *c, const struct target *target);

/* Anchors of things that need no id. */
str refs_part_anchor(struct composer *c, str letter);
str refs_section_anchor(struct composer *c, const struct appendix *appendix,
                        const struct section *section);
str refs_measure_anchor(struct composer *c, const struct appendix *appendix,
                        const struct measure *measure);
str refs_kpi_anchor(struct composer *c, const struct appendix *appendix, const struct kpi *kpi);
str refs_entry_anchor(struct composer *c, const struct entry *entry);

/* A part's name: "Appendix A". */
str refs_part_name(struct composer *c, str letter);
/* The glossary's title: the report's or the layout's word. */
str refs_glossary_title(const struct composer *c);

#endif
