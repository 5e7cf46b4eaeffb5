/*
 * progress: what is said while a batch runs, and the table at its end.
 *
 * On a terminal a line that is drawn again and again: done, failed, rate, time left, the file begun
 * last. Elsewhere, and above that line, plain lines: one for each report that was made or failed,
 * after its findings. All of that is on standard error; what a dry run would make or remove goes to
 * standard output. --quiet: findings and the end only, and nothing where nothing was done. --format
 * json: events (event.h) on standard output; on standard error only findings of the batch itself,
 * which are events too.
 */
#ifndef QUOIN_BATCH_PROGRESS_H
#define QUOIN_BATCH_PROGRESS_H

#include "batch/prune.h"
#include "batch/schedule.h"
#include "batch/tally.h"
#include "batch/worker.h"

/* Reports that are listed at the end, each with a word on why. */
struct progress_item {
    str name, reason;
};

struct progress_list {
    struct progress_item *items;
    size_t count, capacity;
};

struct progress {
    struct arena *arena; /* for what the closing table needs */
    bool is_json, is_quiet, is_dry, is_werror, is_terminal, is_coloured;
    str folder; /* OUTDIR */
    struct shard shard;
    size_t total;                          /* reports in the plan */
    size_t made, unchanged, failed, pages; /* made: in a dry run, would be made */
    long long began, drawn;                /* milliseconds on the monotonic clock */
    str current;                           /* the report begun last */
    struct tally_table tallies;            /* by organisation and year */
    struct progress_list failures;
    struct progress_list warned; /* PDFs, made now or before, whose reports have warnings */
    size_t missing;              /* reports that no shard has made; of a merge */
    bool has_index;              /* OUTDIR/index.html is written: the last lines lead to it */
    str stopped;                 /* why no more was begun, in a line; "" where nothing stopped it */
    size_t removed;              /* PDFs of no report any more; in a dry run, would be removed */
    str *strays;                 /* PDFs in OUTDIR that are of no report of this run */
    size_t stray_count, stray_capacity;
    struct buf line; /* the progress line as it was drawn last */
    bool has_line;   /* it stands on the terminal */
};

/* First of all, so that findings can be told: how to speak, from the options. */
void progress_open(struct progress *p, struct arena *a, const struct batch_options *options);
/* Work begins. */
void progress_begin(struct progress *p, const struct schedule *plan, unsigned jobs);
/* A report is handed to a worker (or, dry, would be): why is "the report changed". */
void progress_start(struct progress *p, const struct document *document, str why);
/* What came of it; `record` is what the manifest got. */
void progress_made(struct progress *p, const struct document *document, const struct record *record,
                   const struct result *result);
void progress_failed(struct progress *p, const struct document *document,
                     const struct record *record, const struct result *result);
void progress_unchanged(struct progress *p, const struct document *document,
                        const struct record *record);
/* Draws the line again, if it is time. */
void progress_tick(struct progress *p);
/* Findings of the batch itself (collisions, the lock …), in their usual form. */
void progress_findings(struct progress *p, struct diag *d);
/* Errors in spite of which work begins, of folders that are left out: listed again with what fails.
 */
void progress_left_out(struct progress *p, const struct diag *d);
/* A PDF in OUTDIR that is of no report of this run: told at the end. */
void progress_stray(struct progress *p, str name);
/* What became of one that was to be removed. */
void progress_pruned(struct progress *p, str name, enum prune what);
/* Reports that nothing has been said of yet. */
size_t progress_left(const struct progress *p);
/* The closing table by organisation and year, of what was done, and the line that sums it up. */
void progress_end(struct progress *p, const struct schedule *plan, int status);
/* The last event, where progress_end() is not called: of a merge, or before any work. */
void progress_close(struct progress *p, int status);
/* Of a merge: so many records, and those that failed. */
void progress_merged(struct progress *p, const struct manifest *m);

#endif
