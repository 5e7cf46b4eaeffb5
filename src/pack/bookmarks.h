/*
 * bookmarks: an outline (ISO 32000-1, 12.3.3) as a list in reading order, and back. Outlines in the
 * wild run in circles, count wrongly and lose their way back: only /First and /Next are believed,
 * each entry counts once, and everything else is written anew.
 */
#ifndef QUOIN_PACK_BOOKMARKS_H
#define QUOIN_PACK_BOOKMARKS_H

#include "pack/handle.h"

struct bookmark {
    qpdf_oh item;  /* an indirect dictionary */
    size_t parent; /* entries are counted from 1; 0: the outline itself */
    bool is_open;
};

struct bookmarks {
    struct arena *arena;
    qpdf_data q;
    struct bookmark *items; /* parents before their kids, kids in order */
    size_t count, capacity;
    bool is_damaged; /* something was left out in reading */
};

/* Adds an entry, and returns its number. */
size_t bookmarks_add(struct bookmarks *list, qpdf_oh item, size_t parent, bool is_open);
/* Adds what is beneath `above`, an outline or an entry of one, as kids of `parent`. */
void bookmarks_read(struct bookmarks *list, qpdf_oh above, size_t parent);
/* Makes the list the outline `root`, an indirect dictionary. */
void bookmarks_write(const struct bookmarks *list, qpdf_oh root);

#endif
