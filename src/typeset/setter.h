/*
 * setter: what the files of typeset/ share while one document is being set. Not seen outside.
 */
#ifndef QUOIN_TYPESET_SETTER_H
#define QUOIN_TYPESET_SETTER_H

#include "text/shape.h"
#include "typeset/typeset.h"

/* What RUN_PAGE, RUN_PAGES, RUN_PAGE_OF and RUN_LABEL say; known only when all pages are there. */
struct fields {
    str page, pages, label;
    const struct page_list *places; /* anchors and numbers; NULL while they are not known */
};

struct setter {
    const struct typeset_tools *tools;
    struct shaper *shaper;
    struct page_list *list; /* pages and tags under construction */
    const struct fields *fields;
    bool is_measuring; /* no tags are made, no findings added: for auto tracks */
};

#endif
