/*
 * blocks: paragraphs, lists, notes, actions, pictures and free tables to boxes.
 */
#ifndef QUOIN_COMPOSE_BLOCKS_H
#define QUOIN_COMPOSE_BLOCKS_H

#include "compose/composer.h"

/* Where blocks stand. */
struct block_place {
    const struct named_style *text;
    const struct named_style *heading;
    enum tag_role heading_role;
    len gutter;     /* of list labels */
    len indent;     /* of everything but numbered paragraphs and headings */
    size_t *number; /* paragraphs are numbered, this being the last number given; NULL: not */
    len width;      /* the widest a picture may be */
    bool is_cell;   /* of a table: room is scarce there, notes and actions may be parted */
};

/*
 * The boxes of a list of blocks, added to *list. Pictures that cannot be read are findings and left
 * out.
 */
void blocks_compose(struct composer *c, const struct block *blocks, const struct block_place *place,
                    struct box_list *list);

#endif
