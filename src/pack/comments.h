/*
 * comments: what reviewers have written onto the pages of a PDF (ISO 32000-1, 12.5.6.2): notes,
 * marked words, text between the lines. A pack is published, and they with it.
 */
#ifndef QUOIN_PACK_COMMENTS_H
#define QUOIN_PACK_COMMENTS_H

#include "pack/part.h"

/* A note (Q734) if a part that is to be put in has any; before it is grafted. */
void comments_tell(struct diag *d, const struct part *part);

#endif
