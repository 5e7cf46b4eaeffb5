/*
 * prune: outputs that no report makes any more, since it is gone or makes another name now. What is
 * in OUTDIR and not in the manifest is none of ours.
 *
 * Removing cannot be undone where the report is gone too, and a folder mistyped, or a drive that is
 * not mounted, makes all of them seem gone. So there are three conditions. A PDF goes only if a
 * batch over whole folders has told of it before (a record's is_stray): nothing goes unannounced.
 * It goes only if it is still, byte for byte, what was published. And only a batch that was given
 * folders, has seen all of them, and tried all reports in them, removes anything; batch.c sees to
 * that.
 *
 * Killed in the middle, a batch leaves a record of a PDF that is gone; the next one drops it.
 */
#ifndef QUOIN_BATCH_PRUNE_H
#define QUOIN_BATCH_PRUNE_H

#include "batch/manifest.h"
#include "batch/schedule.h"
#include "batch/store.h"

/*
 * Does none of these reports make the record's output? One that no name can be made for, most
 * likely since it is damaged, may be that of any output it ever had. Nor is it a stray where it is
 * another edition of one of them than `options` (fresh_options()) ask for now: large print stays.
 */
bool prune_is_stray(const struct schedule *plan, const struct record *record, str options);

enum prune {
    PRUNE_REMOVED, /* or, in a dry store, would be */
    PRUNE_GONE,    /* there was nothing to remove */
    PRUNE_KEPT,    /* it is not as it was published: somebody's work may be in it */
    PRUNE_FAILED,  /* after a finding (Q702) */
};

/* Removes the record's output, and the folders that are empty then. */
enum prune prune_remove(const struct store *s, struct diag *d, const struct record *record);

#endif
