/*
 * tally: how many reports of each organisation and year were made, left and lost; and the table of
 * it for the end of a batch, its columns aligned by what a terminal shows.
 *
 *     organisation                       year     made  unchanged  failed  pages made
 *     Office of the PCC, Exampleshire    2020/21     4          -       -          48
 *                                        2019/20     3          -       1          36
 */
#ifndef QUOIN_BATCH_TALLY_H
#define QUOIN_BATCH_TALLY_H

#include "base/arena.h"
#include "base/str.h"

/* One organisation, with its area, in one year. */
struct tally {
    str organisation, area, year; /* borrowed; "" where the report does not say */
    size_t made, unchanged, failed, pages;
};

struct tally_table {
    struct arena *arena;
    struct tally *rows;
    size_t count, capacity;
};

/* The row; a new one when there is none. Borrowed until the next call. */
struct tally *tally_find(struct tally_table *t, str organisation, str area, str year);

/*
 * Sorts the rows by organisation and area, the newest year first, and adds those where anything was
 * made or failed as lines, with the sum of all, in so many columns where the numbers leave room.
 * Nothing where there is none such. `made` heads its column: "made". Rows that are left out are
 * gone from the table.
 */
void tally_add(struct tally_table *t, struct buf *out, size_t columns, const char *made);

#endif
