/*
 * scripts: of other people's documents none runs by itself in a pack, be it when a document is
 * opened or when a page or field is shown, left or closed (ISO 32000-1, 12.6.3). What is clicked
 * may.
 */
#ifndef QUOIN_PACK_SCRIPTS_H
#define QUOIN_PACK_SCRIPTS_H

#include "pack/joint.h"

/* Of an item; Q728, a warning, where there are any. */
void scripts_leave_out(struct joint *j, size_t graft);

#endif
