/*
 * card: one report on the index page: its first page as a picture, the links to its PDFs, what was
 * found, and what became of it where it failed. And the words in which the page names a report.
 */
#ifndef QUOIN_BATCH_CARD_H
#define QUOIN_BATCH_CARD_H

#include "batch/manifest.h"

struct card {
    const struct record *const *editions; /* of one report (edition.h); the first has the picture */
    size_t count;
    size_t number; /* its id is "report-NUMBER" */
    bool
        is_ambiguous; /* year and quarter alone do not tell which one it is: its file's name does */
    str thumbnail;    /* PNG; empty or damaged: there is none to show */
};

void card_add(struct buf *b, const struct card *card);

bool card_has_pdf(const struct record *record);
bool card_is_named(const struct record *record); /* it says whose report it is */

/* ", large print" after what stands before it; nothing for the report as it is. */
void card_add_edition(struct buf *b, const struct record *record, const char *before);

/* "Office of the PCC, Exampleshire"; "Quarter 2"; "2020/21"; "2 errors": or what else there is to
 * say in their place. */
void card_add_owner(struct buf *b, const struct record *record);
void card_add_quarter(struct buf *b, const struct record *record);
void card_add_year(struct buf *b, str year);
void card_add_reason(struct buf *b, const struct record *record);

/* The marks of the reports: an octagon with a cross, a triangle with a bang. */
#define CARD_MARK(path)                                                                            \
    "<svg class=\"mark\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path d=\"" path "\"/></svg>"
#define CARD_MARK_FAILED  CARD_MARK("M5 1h6l4 4v6l-4 4H5l-4-4V5zM5.8 5.8l4.4 4.4m0-4.4l-4.4 4.4")
#define CARD_MARK_WARNING CARD_MARK("M8 1.5L15 14.5H1zM8 6.3v3.6M8 12.2v.1")

#endif
