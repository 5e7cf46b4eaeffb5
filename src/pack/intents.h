/*
 * intents: what a document's colours are meant for (output intents, ISO 32000-1, 14.11.5). PDF/A
 * allows one profile in a file, so a pack can have one only where its parts agree; they do when the
 * profiles are the same byte for byte. A part without one agrees with any.
 */
#ifndef QUOIN_PACK_INTENTS_H
#define QUOIN_PACK_INTENTS_H

#include "pack/joint.h"

/*
 * The part whose intents the pack takes: the pack itself; where it has none and is PDF/A (so that
 * none of its colours need one) the first that has some.
 */
size_t intents_choose(const struct joint *j);
/* Does the part agree with that one? */
bool intents_agree(const struct joint *j, size_t chosen, size_t graft);

#endif
