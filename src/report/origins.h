/*
 * origins: where the texts of a report stand in its file, for findings made long after it was read.
 * A text is known by its address: attributes and contents are noted when they are read, and what
 * is put together from them (compose/pattern.c) is noted as a copy. Words with inline elements
 * have inline_pos() instead.
 *
 * Noting is an entry in an array, for it is done for every text; finding walks all of it, for it is
 * done for a finding. Texts must outlive the origins.
 */
#ifndef QUOIN_REPORT_ORIGINS_H
#define QUOIN_REPORT_ORIGINS_H

#include "report/report.h"

struct origins;

/* `outer` is asked where nothing was found; may be NULL. */
struct origins *origins_new(struct arena *a, const struct origins *outer);

/* `text` is the attribute's value, or all text below the node, white space collapsed. */
void origins_add_attr(struct origins *o, str text, const struct xml_doc *doc,
                      const struct xml_attr *attr);
void origins_add_content(struct origins *o, str text, const struct xml_doc *doc,
                         const struct xml_node *node);
/* `text` is made of what the node says, such as a figure: all of it stands where that begins. */
void origins_add_made(struct origins *o, str text, const struct xml_doc *doc,
                      const struct xml_node *node);
/* `text` has the bytes of `from`, whose own origin, if any, is noted already. */
void origins_add_copy(struct origins *o, str text, str from);

/* Where the character at `p` stands; line 0: nothing was noted for it. o may be NULL. */
struct pos origins_find(const struct origins *o, const char *p);

/*
 * The byte of `raw` that became byte `at` of `text`, the same with its white space collapsed;
 * raw.n where `text` has more characters.
 */
size_t origins_written_at(str raw, str text, size_t at);

#endif
