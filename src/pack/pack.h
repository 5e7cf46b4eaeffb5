/*
 * pack: reports put into a committee's agenda pack, and nothing lost on either side.
 *
 *     part      a PDF opened, judged                          part.h
 *     graft     its whole graph carried into the pack's       graft.h
 *     order     which page follows which; blank versos        order.h
 *     join_*    structure, outline, names, labels, catalog,   join.h
 *               metadata: from many documents to one
 *     stamp     "Agenda Item 7", "Page 71" on the pages       stamp.h band
 *     record    what was put where, for the way back          record_items.h
 *
 * The pack is the document that is written; parts are carried into it. Nothing of a part's pages is
 * rewritten: content streams, fonts and pictures stay byte for byte as they were, so that verify.h
 * can tell later that nobody has altered them; what a stamp adds is a content stream of its own.
 *
 * Through libqpdf's C interface, which reports its exceptions as error codes but for running out of
 * memory, which ends the process. PDFs are hostile input: every value is asked for its type, every
 * tree walked with a limit, and the program works on them in a process apart (cli/memory.c).
 */
#ifndef QUOIN_PACK_PACK_H
#define QUOIN_PACK_PACK_H

#include "base/diag.h"
#include "quoin.h"

#define PACK_CAP_PDF ((size_t)512 << 20)

enum pack_place {
    PACK_AT_END,
    PACK_BEFORE, /* so that it begins at sheet `page` of the pack as it was */
    PACK_REPLACE /* in place of sheet `page` of the pack as it was, a placeholder */
};

/* A PDF to be put in. */
struct pack_item {
    str number; /* "7": of the agenda item; letters, digits, dots and hyphens, at most 16 */
    str title;  /* empty: the PDF's own */
    const struct source *pdf;
    enum pack_place place;
    size_t page;          /* from 1 at the front, whatever the page calls itself */
    unsigned page_number; /* of its first page, where some before it are left out; 0: counts on */
};

enum pack_stamps {
    PACK_STAMP_ITEMS, /* the pages of items */
    PACK_STAMP_ALL,   /* the page number on the pack's own pages too */
    PACK_STAMP_NONE
};

struct pack_order {
    const struct source *pack; /* the pack as it is */
    const struct pack_item *items;
    size_t item_count;
    enum pack_stamps stamps;
    const char *layout;  /* whose stamps: a shipped layout or a file; NULL: the default */
    const char *variant; /* of it; NULL: none */
    bool is_duplex;      /* each item begins on a right-hand page */
};

/*
 * The new pack as bytes, in `a`. Findings: Q720 and following. False after errors: then there is no
 * pack. The same order gives the same bytes. Libqpdf's own memory is beyond our reach: the caller
 * limits the process.
 */
bool pack_make(struct arena *a, struct diag *d, const quoin_kit *kit,
               const struct pack_order *order, str *out);

#endif
