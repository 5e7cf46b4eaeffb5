/*
 * identify: what a report says of itself at its head, without reading the rest: for whoever has a
 * folder full of files. Nothing is checked; words are those that report_read() gives.
 */
#ifndef QUOIN_REPORT_IDENTIFY_H
#define QUOIN_REPORT_IDENTIFY_H

#include <stdbool.h>

#include "base/str.h"

/* Strings are empty, and quarter is 0, where the file does not say or cannot be read so far. */
struct identity {
    bool is_report; /* the outermost element is a report, or cannot be told */
    str organisation, short_name, area, title, lang;
    str layout;  /* as the report names it */
    str year;    /* "2020/21" */
    int quarter; /* 1 to 4 */
    int line;    /* of the outermost element; 0: it cannot be told */
};

void identify_report(struct arena *a, str text, struct identity *out);

#endif
