/*
 * roster: what all shards of a batch together are to make. A merge sees no reports, only what
 * shards have told; but every shard looks at all reports before it takes its own (schedule.h). So
 * each leaves the whole list in OUTDIR/.quoin/roster, and a merge compares: what of it is in no
 * record has not been made, and the shards that it falls to have not finished, whenever they last
 * ran.
 *
 * A shard alone may so be run again and merged again, years later: the others' records, which are
 * in the manifest, answer for them as long as their reports are the same.
 */
#ifndef QUOIN_BATCH_ROSTER_H
#define QUOIN_BATCH_ROSTER_H

#include "batch/manifest.h"
#include "batch/schedule.h"
#include "batch/store.h"

/*
 * Leaves the list, unless it is there already: all shards of one batch come to the same. `program`
 * and `options` as records have them. False after a finding (Q702).
 */
bool roster_keep(const struct store *s, struct diag *d, const struct schedule *plan,
                 unsigned shard_count, str program, str options);

/*
 * How many of its reports were neither made, as they were when the list was left, nor tried in
 * vain; *shards: those that they fall to, "1/4, 3/4", the first few. 0 where there is no list, or
 * none that makes sense.
 */
size_t roster_missing(struct arena *a, const struct store *s, const struct manifest *m,
                      str *shards);

/* Takes it away, once nothing is missing. */
void roster_remove(const struct store *s);

#endif
