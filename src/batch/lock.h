/*
 * lock: who has OUTDIR. A batch or a merge has it alone; shards have it together, and each its own
 * share alone. Whoever comes second is told who is there, since when and on which machine: the
 * holder signs the file for that, and wipes it at its end. The lock itself goes with its process,
 * however that ends.
 *
 *     OUTDIR/.quoin/lock                   held alone by a batch or a merge, together by shards
 *     OUTDIR/.quoin/shard-1-of-4.lock      held by that shard
 */
#ifndef QUOIN_BATCH_LOCK_H
#define QUOIN_BATCH_LOCK_H

#include "base/diag.h"
#include "batch/batch.h"

struct lock {
    str folder;      /* OUTDIR as the user named it */
    int inner;       /* .quoin, open; borrowed */
    int common, own; /* open files with a lock on them; -1: none */
    int signed_by;   /* the one of them that says who holds it; -1: none */
};

#define LOCK_NONE ((struct lock){.inner = -1, .common = -1, .own = -1, .signed_by = -1})

/*
 * Does not wait. Whoever has it alone also removes the files of shards that have ended. False, and
 * nothing held, after a finding: Q753 (another has it), Q702.
 */
bool lock_take(struct lock *l, struct diag *d, str folder, int inner, struct shard shard);
/* Also of LOCK_NONE, and twice. */
void lock_release(struct lock *l);

#endif
