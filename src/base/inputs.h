/*
 * inputs: the files from the disk that an output is made of, each once, in the order they were
 * first read. What was read is kept, not read again: it may have changed meanwhile.
 */
#ifndef QUOIN_BASE_INPUTS_H
#define QUOIN_BASE_INPUTS_H

#include "base/str.h"

struct input {
    str path;  /* as it can be opened from the working directory */
    str bytes; /* borrowed */
};

/* Zero-initialise with the arena: struct inputs in = {.arena = a}; */
struct inputs {
    struct arena *arena;
    struct input *items;
    size_t count, capacity;
};

/*
 * The path of `name` beneath `root` (empty or ".": the working directory), without "." and double
 * slashes. ".." is kept: what it leads to only the disk can tell.
 */
str inputs_path(struct arena *a, str root, str name);

/* Adds root/name unless it is there. `in` may be NULL: then nobody asks. */
void inputs_add(struct inputs *in, str root, str name, str bytes);

#endif
