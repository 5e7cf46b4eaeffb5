/*
 * read: what the files that read a report share while they do. Not seen outside report/.
 *
 *   read.c         the report, its appendices and sections, the glossary
 *   read_paper.c   the covering paper
 *   read_figure.c  KPIs, measures, values, commentaries
 *   read_block.c   paragraphs, lists, notes, actions, images, tables
 *   read_inline.c  words, white space
 *   read_agenda.c  an agenda, which is a document of its own
 *
 * Reading is lenient: valid.c has already told every fault of form, so a missing attribute reads as
 * empty and what has no declaration is passed over. What is found here is what a vocabulary cannot
 * say ("95%" where digits are due).
 */
#ifndef QUOIN_REPORT_READ_H
#define QUOIN_REPORT_READ_H

#include "report/idmap.h"
#include "report/origins.h"

struct agenda;
struct kept_files;

struct pending {
    struct inl *one;
};

struct reader {
    struct arena *arena;
    struct diag *diag;
    const struct xml_doc *doc;
    struct report *report;
    struct origins *origins;
    struct idmap *ids;       /* what carries an id, as far as it has been read */
    struct idmap *written;   /* every id of the document, whatever carries it; only id is set */
    bool is_numbering;       /* the next block stands directly in a topic of the paper */
    struct pending *pending; /* figures and changes whose measure is looked up at the end */
    size_t pending_count, pending_capacity;
};

/* An attribute's value with white space collapsed; "" when it is not written. */
str read_attr(struct reader *r, const struct xml_node *node, const char *name);
/* All text below the node, white space collapsed; empty without a node. */
str read_content(struct reader *r, const struct xml_node *node);
/* The index of the attribute's value (or its fallback) among words parted by spaces; -1: none. */
int read_choice(const struct xml_node *node, const char *name, const char *words);
bool read_flag(const struct xml_node *node, const char *name);
/* How many children bear the name. */
size_t read_count(const struct xml_node *node, const char *name);
/* Puts what carries an @id into the map; nothing when none is written. Returns the id. */
str read_id(struct reader *r, const struct xml_node *node, struct target t);

struct inl *read_words(struct reader *r, const struct xml_node *node);
/* The block elements below node, in order; others are passed over. */
struct block *read_blocks(struct reader *r, const struct xml_node *node);
/* One block; NULL if node is not one. */
struct block *read_block(struct reader *r, const struct xml_node *node);
/* node is a table */
struct table *read_table(struct reader *r, const struct xml_node *node);
void read_kpi(struct reader *r, const struct xml_node *node, struct kpi *out);
struct paper *read_paper(struct reader *r, const struct xml_node *node);
/* The contact children of node, in order. */
struct contact *read_contacts(struct reader *r, const struct xml_node *node, size_t *count);
/* What a report and an agenda have alike: organisation, area, language, layout. */
void read_head(struct reader *r, const struct xml_node *root, struct report *out);

/* check.c: does the report agree with itself? `is_partial`: elements were left out as faulty. */
void check_report(struct arena *a, struct diag *d, struct report *r, bool is_partial);
/* check_figure.c: its part for measures and commentaries. */
void check_kpi(struct arena *a, struct diag *d, const struct xml_doc *doc, const struct kpi *k,
               bool is_partial);

/* The same for an agenda's words (check.c), and for its items and their files (check_agenda.c). */
void check_agenda_words(struct arena *a, struct diag *d, struct agenda *g, bool is_partial);
void check_agenda(struct arena *a, struct diag *d, struct agenda *g, str root,
                  const struct kept_files *stock, bool is_partial);

/* narrative.c: the figures and changes in the words that cannot be filled in (Q401, Q402). */
void narrative_check(struct diag *d, struct report *r);

#endif
