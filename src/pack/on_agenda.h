/*
 * on_agenda: the items that the agenda inside a pack names. A front sheet of quoin's carries the
 * agenda that it was made of.
 */
#ifndef QUOIN_PACK_ON_AGENDA_H
#define QUOIN_PACK_ON_AGENDA_H

#include "pack/record_items.h"
#include "quoin.h"

struct agenda_line {
    str number, title;
};

/* In their order; count 0: there is no agenda, or it cannot be read. */
struct agenda_lines {
    struct agenda_line *lines;
    size_t count;
};

/* Of the front sheet, an item of the pack that is open as `q`. */
void on_agenda_read(struct arena *a, const quoin_kit *kit, const struct source *pack, qpdf_data q,
                    const struct packed_item *front, struct agenda_lines *out);

/* NULL: no item has that number. */
const struct agenda_line *on_agenda_find(const struct agenda_lines *lines, str number);

#endif
