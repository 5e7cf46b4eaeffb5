/*
 * idmap: names and what carries them, for one report. An open-addressing hash: reports of a
 * thousand pages have tens of thousands of ids, each looked up for every reference.
 */
#ifndef QUOIN_REPORT_IDMAP_H
#define QUOIN_REPORT_IDMAP_H

#include "report/report.h"

enum target_kind {
    TARGET_PART, /* an appendix or the glossary, by its letter */
    TARGET_TOPIC,
    TARGET_SECTION,
    TARGET_KPI,
    TARGET_MEASURE,
    TARGET_ENTRY,
    TARGET_BLOCK /* para, heading, image, table */
};

struct target {
    str id;
    enum target_kind kind;
    str name;                /* what an empty <ref> reads as; or */
    const struct inl *words; /* the same as words; both may be empty: a para has no name */
    bool is_numbered;        /* a paragraph of the paper: its number can stand for it */
    struct measure *measure; /* TARGET_MEASURE */
    struct entry *entry;     /* TARGET_ENTRY */
    struct pos pos;
};

struct idmap;

struct idmap *idmap_new(struct arena *a);
/* Adds t, copied, under t.id; NULL, or the one that already has this id (t is then not added). */
const struct target *idmap_add(struct idmap *m, struct target t);
const struct target *idmap_find(const struct idmap *m, str id); /* NULL: none */

#endif
