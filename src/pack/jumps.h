/*
 * jumps: every place of a part that says where to go: link annotations, actions and what they set
 * off next, outline entries, what happens when a document is opened. Each once, however often it is
 * referred to, and in whatever circles.
 */
#ifndef QUOIN_PACK_JUMPS_H
#define QUOIN_PACK_JUMPS_H

#include "pack/joint.h"

enum jump {
    JUMP_DEST, /* holder[key] is a destination of this document, by name or explicit (12.3.2) */
    JUMP_FILE  /* holder[key] is the name of an embedded file (12.6.4.4) */
};

/* It keeps none of the handles. */
typedef void jump_visit(void *state, enum jump kind, qpdf_oh holder, const char *key);

void jumps_visit(const struct joint *j, size_t graft, jump_visit *visit, void *state);

#endif
