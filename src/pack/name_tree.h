/*
 * name_tree: a tree of names (tree.h) as a list that can be added to, put in order and searched. It
 * is flattened, sorted and built anew from its leaves up, so order, limits and shape of what was
 * read do not matter: keys are then in order of their bytes, once each.
 */
#ifndef QUOIN_PACK_NAME_TREE_H
#define QUOIN_PACK_NAME_TREE_H

#include "pack/handle.h"

struct named {
    str key; /* bytes */
    qpdf_oh value;
    size_t rank; /* in order of adding: of equal keys the first one counts */
};

struct name_list {
    struct arena *arena;
    qpdf_data q;
    struct named *names;
    size_t count, capacity;
    bool is_damaged; /* something was left out in reading */
};

/* Adds a tree's entries; a null `root` has none. */
void name_tree_read(struct name_list *list, qpdf_oh root);
void name_tree_add(struct name_list *list, str key, qpdf_oh value);
/* By keys; of equal ones the first added stays. */
void name_tree_sort(struct name_list *list);
/* In a sorted list; NULL: there is none. */
const struct named *name_tree_find(const struct name_list *list, str key);
/* A sorted list as a tree, an indirect object; null when it is empty. */
qpdf_oh name_tree_write(const struct name_list *list);

/* A byte string with `prefix`, plain ASCII, before it; in UTF-16 where the string is. */
str name_tree_prefix(struct arena *a, str prefix, str key);

#endif
