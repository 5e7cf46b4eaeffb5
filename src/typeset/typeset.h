/*
 * typeset: boxes to pages and tags. The stage's one door.
 *
 *   par.c        one paragraph: collect, shape, find breaks, place      linebreak.c  best breaks
 *   galley.c     a box as a column of atoms: lines and table rows that may or may not be parted
 *   table.c      tracks, cells, row groups          rowspan.c   parting a group of spanned rows
 *   repeat.c     headers and "(continued)" overleaf border.c    rules and fills
 *   flow.c       galley to pages: keeps, anchors, furniture
 */
#ifndef QUOIN_TYPESET_TYPESET_H
#define QUOIN_TYPESET_TYPESET_H

#include "page/page.h"
#include "text/hyphen.h"
#include "typeset/box.h"

struct typeset_tools {
    struct arena *job, *scratch;
    struct diag *diag;
    const struct hyphen *hyphen;
    size_t page_limit; /* 0: 32,767 (what PDF libraries can address) */
};

/*
 * Sets the document. The pages live in the job's arena. False after a finding that ends the stage
 * (Q6xx, Q8xx); warnings such as an overfull line do not.
 */
bool typeset_document(const struct typeset_tools *tools, const struct document *doc,
                      const struct page_meta *meta, struct page_list *out);

#endif
