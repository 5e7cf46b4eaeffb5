/*
 * journal: the files in OUTDIR that records stand in. The manifest is written when a batch ends;
 * while it runs, each finished report adds a line, in one write, to a journal, so that kill -9
 * loses nothing. Shards have files of their own, until a merge.
 *
 *     OUTDIR/quoin-manifest.jsonl              the manifest
 *     OUTDIR/.quoin/journal.jsonl              since it was written
 *     OUTDIR/.quoin/journal-1-of-4.jsonl       of a shard
 *     OUTDIR/.quoin/manifest-1-of-4.jsonl      a shard's, until `quoin batch --merge`
 *
 * A journal consists of whole lines: one that is torn (no line feed) is cut off before the next is
 * added, and so is one that could not be written whole.
 */
#ifndef QUOIN_BATCH_JOURNAL_H
#define QUOIN_BATCH_JOURNAL_H

#include <time.h>

#include "base/diag.h"
#include "batch/batch.h"

/* A manifest or a journal, and when it was written last. */
struct journal_file {
    str path; /* from OUTDIR */
    bool is_journal;
    struct timespec time;
};

struct journal_files {
    struct journal_file *files; /* the older before the younger: what was written last counts */
    size_t count, capacity;
};

/* Those that are there: with shard.count 1 of all shards, else the common ones and its own. */
struct journal_files journal_list(struct arena *a, str folder, struct shard shard);

/* Where the shard's manifest stands, from OUTDIR. */
str journal_manifest_path(struct arena *a, struct shard shard);

/*
 * Adds a line, with its line feed, to the shard's journal in one write. The journal is made at the
 * first call. False after a finding (Q702).
 */
bool journal_add(struct diag *d, str folder, struct shard shard, str line);

/*
 * Takes away what the manifest just written holds: the shard's journal; with shard.count 1 all
 * journals and the shards' manifests. One that stays is read again and changes nothing.
 */
void journal_remove(struct arena *a, str folder, struct shard shard);

#endif
