/*
 * plan: which atoms stand on which page, before anything is drawn. Page numbers, and so every
 * cross-reference, are known from the plan alone.
 */
#ifndef QUOIN_TYPESET_PLAN_H
#define QUOIN_TYPESET_PLAN_H

#include "typeset/table.h"

/* An atom's place on its page. */
struct slot {
    size_t atom;
    len y;                    /* of its top, on the page */
    struct band_piece *piece; /* ATOM_BAND: what of it stands here */
    bool has_header;          /* its table's header is repeated directly above */
    bool has_rows_above;      /* rows of the same table stand above it on this page */
};

struct planned_page {
    const struct sequence *sequence;
    const struct master *master;
    const struct galley *galley;
    struct slot *slots;
    size_t count, capacity;
    bool is_first; /* of its sequence */
    len spare;     /* height left below the last slot, shared by the page's fills */
};

struct plan {
    struct planned_page *pages;
    size_t count, capacity;
};

/* Adds the pages of one sequence. False after a finding: too many pages (Q803). */
bool plan_sequence(struct setter *s, const struct sequence *sequence, const struct galley *galley,
                   struct plan *plan);

#endif
