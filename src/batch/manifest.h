/*
 * manifest: what is in OUTDIR, and what it is made of.
 *
 * OUTDIR/quoin-manifest.jsonl has one JSON object a line, sorted by output. It is written when a
 * batch ends. While it runs, each finished report adds a line, in one write, to a journal; whoever
 * opens OUTDIR next reads the journals over the manifest, so kill -9 loses nothing. A torn last
 * line is passed over. The manifest only saves time: what is up to date is decided by hashes, and
 * without it everything is made again.
 *
 *     OUTDIR/quoin-manifest.jsonl              the manifest
 *     OUTDIR/.quoin/journal.jsonl              since it was written
 *     OUTDIR/.quoin/journal-1-of-4.jsonl       of a shard
 *     OUTDIR/.quoin/manifest-1-of-4.jsonl      a shard's, until `quoin batch --merge`
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
    size_t torn;     /* lines that could not be read */
    bool is_partial; /* shards are still to come: what those before left stays when saved */
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

/*
 * Where manifests or journals of shards are there: the shards of theirs that have not finished,
 * "1/4, 3/4", the first few; else "". One that has finished leaves its manifest and no journal.
 */
str manifest_unfinished(struct arena *a, str folder);

/* NULL when there is none. */
const struct record *manifest_find(const struct manifest *m, str output, str input);

/*
 * Puts a record in the place of the one of its output, or of the one that its input had when there
 * was no name for an output. Copies it, strings and all.
 */
void manifest_put(struct manifest *m, const struct record *record);

/* The line of a record, with its line feed; keys in a fixed order. */
str manifest_line(struct arena *a, const struct record *record);

/*
 * Appends a record to the shard's journal in one write. The journal is made at the first call.
 * False after a finding (Q702).
 */
bool manifest_note(struct diag *d, str folder, struct shard shard, const struct record *record);

/*
 * Writes the manifest (or the shard's, which has only what falls to it) if it is not what is there
 * already, then takes away the journals that are in it, and with shard.count 1 the shards'
 * manifests. False after a finding (Q702).
 */
bool manifest_save(struct diag *d, str folder, struct shard shard, const struct manifest *m);

#endif
