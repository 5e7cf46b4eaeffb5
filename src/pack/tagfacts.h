/*
 * tagfacts: what an element says of itself beside its type, language and place: all of its entries,
 * known to us or not, and the attributes of its own (/A) and of its classes (/C), each as a key and
 * a text, sorted:
 *
 *     Alt               Burglaries by month
 *     Table/Headers     #12 #17
 *     Table/Scope       Column
 *
 * Texts are as they are read out, numbers in thousandths, elements that are named by an ID are the
 * places that the caller gives them: so how a file is written, and prefixes of IDs, do not matter.
 */
#ifndef QUOIN_PACK_TAGFACTS_H
#define QUOIN_PACK_TAGFACTS_H

#include "pack/taglist.h"

struct tagfact {
    str key;   /* "Alt", "Table/Scope"; attributes that do not say whose they are: "?/Scope" */
    str value; /* UTF-8, or what the PDF has in its stead */
    char kind; /* of the value: 's' a text, 'n' a name, 'v' anything else */
};

/*
 * `places`: of each of the list's entries. NULL: ID and Headers are of no interest. What is more
 * than any element of quoin's has to say is cut, far behind where it differs from all of them.
 */
struct tagfact *tagfacts_read(struct arena *a, const struct taglist *l, uint32_t node,
                              const uint32_t *places, size_t *count);

#endif
