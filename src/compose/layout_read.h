/*
 * layout_read: what the files that read a layout share; not seen by those that use one. Each
 * function reads its part into the layout, adds findings and goes on.
 */
#ifndef QUOIN_COMPOSE_LAYOUT_READ_H
#define QUOIN_COMPOSE_LAYOUT_READ_H

#include "compose/layout.h"
#include "compose/sheet.h"

struct layout_reader {
    struct sheets sheets;
    struct layout_shelf *shelf;
    struct layout *layout;
};

/* layout_type.c */
void layout_read_faces(struct layout_reader *r);
void layout_read_styles(struct layout_reader *r);
/* The style an attribute names, `standard` when it is not written; never NULL. */
const struct named_style *layout_read_style(struct layout_reader *r, struct found f,
                                            enum style_name standard);
/* An attribute of a style or of those it comes from. */
struct found layout_style_attr(const struct sheets *s, str style, const char *attr);
/* layout_page.c */
void layout_read_page(struct layout_reader *r);
void layout_read_cover(struct layout_reader *r);
void layout_read_mastheads(struct layout_reader *r);
/* layout_stamp.c */
void layout_read_stamp(struct layout_reader *r);
void layout_check_stamp(struct layout_reader *r); /* is its band free? */
/* layout_table.c */
void layout_read_tables(struct layout_reader *r);
void layout_read_marks(struct layout_reader *r);
void layout_read_details(struct layout_reader *r); /* paper, lists, asides, sections, contents */
/* layout_words.c */
void layout_read_words(struct layout_reader *r);
/* layout_check.c: lengths that do not fit. */
void layout_check(struct layout_reader *r);
/* layout_access.c: words that are too like what is behind them, or too small. */
void layout_check_access(struct layout_reader *r);
/* A mark's colour, which the attribute gives, on what is behind it. */
void layout_check_mark(struct layout_reader *r, str of, const char *attr, colour ink,
                       colour ground);

/* "left right centre justify" to enum align. */
void layout_read_align(struct found f, enum align *out);

#endif
