/*
 * content: vocab.h's notation of what an element may hold, taken apart.
 */
#ifndef QUOIN_XML_CONTENT_H
#define QUOIN_XML_CONTENT_H

#include "base/str.h"

enum content_kind { CONTENT_EMPTY, CONTENT_TEXT, CONTENT_MIXED, CONTENT_CHILDREN };

/* One name or a group, with ? * or + behind it. */
struct particle {
    const char **names; /* ends with NULL */
    size_t count;
    bool is_optional; /* ? or * */
    bool is_repeated; /* + or * */
};

/* MIXED has one particle, optional and repeated, of all its names; TEXT and EMPTY have none. */
struct content {
    enum content_kind kind;
    struct particle *particles;
    size_t count;
};

/* False when the notation is malformed. */
bool content_parse(struct arena *a, const char *notation, struct content *out);

bool particle_holds(const struct particle *p, str name);
/* The index of the first particle at or after `from` that holds the name; content->count if none.
 */
size_t content_find(const struct content *c, str name, size_t from);

#endif
