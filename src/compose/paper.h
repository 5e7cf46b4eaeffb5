/*
 * paper: the covering paper: masthead, grid, numbered topics, implications, the list of
 * appendices, background papers, contacts.
 */
#ifndef QUOIN_COMPOSE_PAPER_H
#define QUOIN_COMPOSE_PAPER_H

#include "compose/composer.h"

struct sequence *paper_compose(struct composer *c);
#define PAPER_ANCHOR "part:paper"

/* ---- for an agenda's front sheet, which looks like a paper ---------------------------------- */

/* The layout's masthead; `outline` is what the outline calls the paper. */
void paper_masthead(struct composer *c, str outline, struct box_list *list);
/* A line of a masthead; with an outline it is the heading. */
struct box *paper_line(struct composer *c, const struct cover_item *line, enum tag_role role,
                       str outline);
/* A heading, anchored by the id or, without one, by its words. */
struct box *paper_head(struct composer *c, str text, str id);
/* Post, telephone and e-mail address. */
struct box *paper_contact(struct composer *c, const struct contact *contact, enum tag_role role);

#endif
