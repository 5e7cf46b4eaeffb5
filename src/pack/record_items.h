/*
 * record_items: what was put into a pack, written where the standard has a place for a program's
 * own data (the catalog's /PieceInfo, ISO 32000-1, 14.5): for each item its number, title, pages
 * (by reference, so that they are found when pages are moved), its report's embedded source, and
 * the facts that make the same pages again. verify.h and source.h read it.
 *
 *     /PieceInfo << /Quoin << /LastModified … /Private << /Version 1 /Items [
 *       << /Number (7) /Title … /Pages [ … ] /Source filespec /Data [ … ] /Facts << … >>
 *          /Made [ 7 15 ] /Named [ 8 16 ] /Left [ 9 17 ] >>
 *     ] /Own [ … ] >> >> >>
 *
 * /Made and /Left are the first and the last of the sheets on which the item stood, from 0, when it
 * was put in, and when quoin put in anything last; /Named are the numbers of the former, where they
 * are plain: front_places.h says what for. /Own are the pages that a pack had before quoin put
 * anything in, where they are no item.
 *
 * What is read back is somebody else's until it is checked: types, numbers, facts, and that a page
 * is one of the document.
 */
#ifndef QUOIN_PACK_RECORD_ITEMS_H
#define QUOIN_PACK_RECORD_ITEMS_H

#include "pack/join.h"
#include "pack/source.h"

/* The pack's own pages, where they are a report of quoin's too, or an agenda's front sheet; but a
 * report that is stamped as an item is that item. */
#define RECORD_ITEMS_FRONT "front"

/* From where to where an item reaches. */
struct reach {
    bool is_known;
    size_t first, last;
};

/* An item as a pack says it holds it. */
struct packed_item {
    str number, title; /* "7"; "2/7": item 7 of a pack that is item 2 */
    qpdf_oh *pages;    /* of the item, in order; null where one has been taken out */
    size_t *places;    /* their indices in the pack; SIZE_MAX where one has been taken out */
    size_t page_count;
    size_t first; /* index in the pack of the first one that is there; SIZE_MAX: none is */
    size_t last;  /* and of the last */
    size_t rank;  /* in the order in which they were put in */
    /* The sheets, from 0, on which it stood when it was put in, and their page numbers; the sheets
     * on which quoin left it last. */
    struct reach made, named, left;
    bool has_source;
    struct source_files files; /* the report and its pictures; where has_source */
    struct source_facts facts;
};

/* False after a finding: the pack has an item of such a number already (Q720). */
bool record_items_write(struct joint *j);

/* Does the document say that it is a pack of quoin's? */
bool record_items_are_there(qpdf_data q);
/*
 * In the order of their pages. Items of packs within packs come too. False after a finding about
 * the file: it is no pack of quoin's (Q711).
 */
bool record_items_read(struct arena *a, struct diag *d, const struct source *pack, qpdf_data q,
                       struct packed_item **items, size_t *count);

/* One for each of the document's pages: the pack had it before quoin put anything in. */
bool *record_items_own(struct arena *a, qpdf_data q);

#endif
