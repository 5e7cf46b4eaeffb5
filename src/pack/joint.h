/*
 * joint: what all joins say and ask alike: which part is meant, what an item is called, where it
 * begins.
 */
#ifndef QUOIN_PACK_JOINT_H
#define QUOIN_PACK_JOINT_H

#include "pack/join.h"

/* A finding about a part, on its file. `hint` may be empty. */
void joint_tell(struct joint *j, size_t graft, enum code code, const char *text, const char *hint);

/* "item-7"; empty for the pack itself. */
str joint_prefix(const struct joint *j, size_t graft);
/* "Item 7: Performance Report" */
str joint_title(const struct joint *j, size_t graft);
/* The leaf that the part begins with; leaves->count when it has none. */
size_t joint_first_leaf(const struct joint *j, size_t graft);

/* Is a page of this part among the leaves? One that an item has replaced is not. */
bool joint_is_leaf(const struct joint *j, size_t graft, size_t index);
/* The item that replaced the page of the pack; 0: none did. */
size_t joint_replacing(const struct joint *j, size_t index);

#endif
