/*
 * tree: PDF's dictionaries of many entries, whose keys are strings or numbers (ISO 32000-1, 7.9.6,
 * 7.9.7). Read however damaged: in any order, whatever the limits say, each node once, so that a
 * tree that leads back to itself ends. Written well formed: no node too large, each with its
 * limits.
 */
#ifndef QUOIN_PACK_TREE_H
#define QUOIN_PACK_TREE_H

#include "pack/handle.h"

enum tree_kind { TREE_NAMES, TREE_NUMBERS };

struct tree_entry {
    str name;         /* TREE_NAMES: the key's bytes, in the arena */
    long long number; /* TREE_NUMBERS: the key */
    qpdf_oh value;    /* never null when read */
};

typedef void tree_visit(void *state, const struct tree_entry *entry);

/*
 * Visits every entry; keys may come twice and in any order. The values' handles are the caller's. A
 * null `root` has none. False: something was left out, since it is damaged or too much.
 */
bool tree_read(struct arena *a, qpdf_data q, enum tree_kind kind, qpdf_oh root, tree_visit *visit,
               void *state);

/* A node that is written, and the first and last entry beneath it. */
struct tree_node {
    qpdf_oh object;
    struct tree_entry first, last;
};

/* A tree in writing. */
struct tree_writer {
    struct arena *arena;
    qpdf_data q;
    enum tree_kind kind;
    struct tree_node *nodes; /* leaves; the last one is still open */
    size_t count, capacity;
    qpdf_oh entries; /* of the open leaf */
    int room;        /* in it */
};

struct tree_writer tree_begin(struct arena *a, qpdf_data q, enum tree_kind kind);
/* In ascending order of the keys, none twice. */
void tree_add(struct tree_writer *w, const struct tree_entry *entry);
/* The root, an indirect object. */
qpdf_oh tree_end(struct tree_writer *w);

#endif
