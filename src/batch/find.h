/*
 * find: the reports beneath a folder. Files *.xml whose outermost element is a report, or cannot
 * be told (a damaged report must not vanish silently); other XML is passed over. Hidden files and
 * folders are left out, so is OUTDIR, unless it is the very folder that is to be searched; links to
 * folders are not followed but told of, links to files are. In the order of their names (by bytes),
 * whatever order the disk has.
 */
#ifndef QUOIN_BATCH_FIND_H
#define QUOIN_BATCH_FIND_H

#include "base/arena.h"
#include "base/diag.h"
#include "quoin.h"

struct found {
    str path;                       /* as it can be opened: "reports/north/q2.xml" */
    str name;                       /* from the folder: "north/q2.xml" */
    const struct source *source;    /* its bytes; NULL: it cannot be read (told when rendered) */
    const quoin_identity *identity; /* what it says of itself; NULL where source is */
};

/* What a walk leaves out and somebody may miss. */
struct passed_over {
    struct arena *arena; /* for the name */
    size_t files;        /* *.xml that are no report */
    size_t links;        /* to folders, which are not entered */
    str link;            /* one of them, the first by name: "reports/current" */
};

/*
 * Calls take(state, found) for each; what it is given is gone after it returns, but for what it
 * copies: files are read one by one. `skip` is a folder to leave out ("" for none). A folder
 * that cannot be read is a finding (Q701), and the walk goes on; false where it is the one named.
 * What it passes over is added to *passed_over.
 */
bool find_reports(struct arena *scratch, struct diag *d, str folder, str skip,
                  void (*take)(void *state, const struct found *), void *state,
                  struct passed_over *passed_over);

/* The file at `path` in the same manner, whatever it is; it lives in scratch. */
struct found find_file(struct arena *scratch, str path, str name);

#endif
