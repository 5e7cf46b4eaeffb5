/*
 * batch: many reports, nobody watching. One command finds the reports, renders those that changed
 * over a pool of processes, and leaves OUTDIR with every PDF complete, a manifest and an index.
 *
 *     schedule  which reports, under which names           schedule.h  find naming
 *     fresh     which of them changed, and what            fresh.h
 *     pool      one forked child a report                  pool.h   worker parcel
 *     store     OUTDIR: lock, publishing, thumbnails       store.h
 *     manifest  what is in OUTDIR and what it is made of   manifest.h
 *     index     the same as a page for people              index.h
 *     progress  what is said meanwhile and at the end      progress.h tally
 *
 * Children only compute and send bytes; the parent alone writes files. So whatever happens to a
 * child costs its own report, and whatever happens to the parent leaves complete files.
 *
 * This room is the program's, not the library's: it knows the library through quoin.h alone, and
 * base/. It uses no threads: the libraries below abort, exit or crash when memory runs out.
 */
#ifndef QUOIN_BATCH_BATCH_H
#define QUOIN_BATCH_BATCH_H

#include <stdbool.h>

#include "base/diag.h"
#include "quoin.h"

/* Share `index` of `count`, from 0: reports are dealt by a hash of their names. {0, 1}: all. */
struct shard {
    unsigned index, count;
};

struct batch_options {
    const char *const *inputs; /* files and folders; ends with a NULL */
    const char *output;        /* OUTDIR; made if it is not there */
    const char *pattern;       /* of the names: see naming.h; NULL: the default */
    quoin_options report;      /* for every report */
    unsigned jobs;             /* children at once; 0: one a core */
    unsigned timeout;          /* seconds a report may take, by the wall and of CPU; 0: no limit */
    struct shard shard;
    bool is_forced;    /* make also what has not changed */
    bool is_dry;       /* only say what would be made, and why */
    bool is_fail_fast; /* begin no more once a report has failed; what is begun is finished */
    bool is_pruning;   /* remove outputs that no report makes any more: see prune.h */
    bool is_merge;     /* no reports: fold the shards' manifests into one; inputs are not used */
    bool is_json;      /* events on standard output */
    bool is_quiet;     /* findings and the closing table only */
};

/* How many seconds a report gets where nobody says. A report of 1,000 pages takes two. */
#define BATCH_TIMEOUT 60

/* MiB a report gets where nobody says. A report of 1,000 pages takes 250. */
#define BATCH_MEMORY_MIB 1024

/*
 * Everything from the plan to the closing table. What there is to say has been said when it
 * returns: the status is the highest of the reports' and of the batch's own findings. 128 + the
 * signal when SIGINT or SIGTERM ended it: everything made till then is kept and in the manifest.
 */
int batch_run(quoin_kit *kit, const struct batch_options *options);

#endif
