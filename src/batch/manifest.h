/*
 * manifest: what is in OUTDIR, and what it is made of.
 *
 * OUTDIR/quoin-manifest.jsonl has one JSON object a line, sorted by output. It is written when a
 * batch ends; what is told while it runs stands in journals (journal.h), and whoever opens OUTDIR
 * next reads these over the manifest. The manifest only saves time: what is up to date is decided
 * by hashes, and without it everything is made again.
 *
 * What a line says is in record.h.
 */
#ifndef QUOIN_BATCH_MANIFEST_H
#define QUOIN_BATCH_MANIFEST_H

#include "base/arena.h"
#include "base/diag.h"
#include "batch/batch.h"
#include "batch/record.h"

/*
 * Records by output (or, without one, by input): a sorted array. Everything lives in `arena`. What
 * points into the array is good until the next manifest_put().
 */
struct manifest {
    struct arena *arena;
    struct record *records;
    size_t count, capacity;
    size_t torn; /* lines that could not be read */
};

/*
 * Reads OUTDIR's manifest and the journals over it: of all shards where shard.count is 1 (they are
 * then merged when saved), else the manifest with its journal and this shard's own. What was
 * written last counts, by the files' times: that costs time where a clock is wrong, no more, since
 * the PDFs are compared with what is read here. A missing file is no error.
 * False after a finding (Q701) when one is there and cannot be read; Q757, a warning, for lines
 * that make no sense.
 */
bool manifest_load(struct arena *a, struct diag *d, str folder, struct shard shard,
                   struct manifest *out);

/* Is anything of a batch in the folder: a manifest or a journal, of shards too? */
bool manifest_is_there(struct arena *a, str folder);

/* Takes a record out. */
void manifest_remove(struct manifest *m, size_t index);

/* NULL when there is none. */
const struct record *manifest_find(const struct manifest *m, str output, str input);

/*
 * Puts a record in the place of the one of its output, or of the one that its input had when there
 * was no name for an output. Copies it, strings and all.
 */
void manifest_put(struct manifest *m, const struct record *record);

/* Adds a record to the shard's journal. False after a finding (Q702). */
bool manifest_note(struct diag *d, str folder, struct shard shard, const struct record *record);

/*
 * Writes the manifest (or the shard's, which has only what falls to it) if it is not what is there
 * already, then takes away the files that are in it now (journal.h). False after a finding (Q702).
 */
bool manifest_save(struct diag *d, str folder, struct shard shard, const struct manifest *m);

#endif
