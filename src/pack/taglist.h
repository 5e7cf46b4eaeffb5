/*
 * taglist: a document's structure tree (ISO 32000-1, 14.7) as a flat list, read however damaged,
 * for comparing it with another's. One entry for each element and for each piece of content, in the
 * order in which they are read out; an element is followed by all that is within it:
 *
 *     0 (root)   1 Document   2 P   3 page 0, mark 0   4 Link   5 page 0, mark 1   6 page 0, note 0
 *
 * An entry has what is asked of all of them: its parent, where it ends, its type and language, its
 * place. What few elements say (tagfacts.h) stays in the PDF until it is compared. Types are those
 * that the RoleMap leads to, languages those that are inherited, pages and annotations their
 * places: so object numbers, prefixes and the names of types do not matter.
 *
 * A hostile tree may run in circles, be as deep as the file is long, and refer to one list of kids
 * a million times: an element has its kids where it is reached first, the stack is our own, and
 * there is an end to the list.
 */
#ifndef QUOIN_PACK_TAGLIST_H
#define QUOIN_PACK_TAGLIST_H

#include "pack/handle.h"
#include "pack/name_map.h"

enum tagnode_kind {
    NODE_ELEMENT,
    NODE_MARK,  /* marked content of a page */
    NODE_NOTE,  /* an annotation of a page */
    NODE_AGAIN, /* an element that has been reached before */
    NODE_STRAY  /* anything else: content of forms, of no page of the document, no tag at all */
};

struct tagnode {
    uint64_t id; /* of the element */
    enum tagnode_kind kind;
    uint32_t parent, end;  /* indices in the list; end: behind the last within it */
    uint32_t role, lang;   /* of an element: words; without a slash; lang may be empty */
    uint32_t page, number; /* of content: its page, and MCID or place among the page's annotations.
                              Of NODE_AGAIN: number is the index of the first */
    bool says_more;        /* the element says something that is not here */
    bool is_detached;      /* it names another parent than the one that has it */
};

/* Words by numbers: equal words of lists that share them have the same number. */
struct tagwords {
    struct name_map map;
    str *words;
    size_t count, capacity;
};

struct taglist {
    struct arena *arena;
    qpdf_data q;
    struct tagwords *words;
    struct tagnode *nodes; /* the first is the root; none: there is no tree */
    size_t count, capacity;
    size_t page_count;
    bool is_cut;             /* there is more than can be compared */
    struct name_map ids;     /* elements' IDs, to their indices */
    struct name_map id_tree; /* IDs, to elements' objects */
    qpdf_oh root, classes;   /* the tree's root and its ClassMap */
};

uint32_t tagwords_add(struct tagwords *w, str word);

/* A document's; `words` are shared with the lists that it is compared with. */
struct taglist *taglist_read(struct arena *a, qpdf_data q, struct tagwords *words);

/* The element itself; a new handle. */
qpdf_oh taglist_element(const struct taglist *l, uint32_t node);
str taglist_role(const struct taglist *l, uint32_t node);

#endif
