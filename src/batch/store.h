/*
 * store: OUTDIR on the disk. One batch at a time has it (shards may have it together); what it
 * writes appears whole or not at all; nothing it writes lies outside OUTDIR, whatever links stand
 * in there. What is not for people stands in OUTDIR/.quoin/: lock files, journals, thumbnails. It
 * may be deleted while no batch runs: the next one then makes everything again.
 */
#ifndef QUOIN_BATCH_STORE_H
#define QUOIN_BATCH_STORE_H

#include "base/arena.h"
#include "base/diag.h"
#include "batch/batch.h"

struct store {
    str folder;           /* OUTDIR as the user named it */
    int lock, shard_lock; /* -1: none */
};

/*
 * Makes OUTDIR and what is in .quoin, takes the lock (shards: the common one shared and their own),
 * and sweeps up temporary files that a killed batch left. is_dry: takes no lock, makes and removes
 * nothing. False after a finding: Q702; Q753 (locked by another, with its process and since when).
 */
bool store_open(struct store *s, struct diag *d, str folder, struct shard shard, bool is_dry);
void store_close(struct store *s);

/*
 * Before work begins: makes the folders that the outputs (from OUTDIR) will stand in and sees that
 * each is a folder within OUTDIR, not a link, and can be written to. False after findings (Q702).
 */
bool store_prepare(const struct store *s, struct diag *d, const str *outputs, size_t count);

/* Publishes the bytes as OUTDIR/name (base/file.h). False after a finding (Q702). */
bool store_publish(const struct store *s, struct diag *d, str name, str bytes);
/* The same, but leaves a file that has these bytes already as it is. */
bool store_refresh(const struct store *s, struct diag *d, str name, str bytes);

/* A thumbnail by its content: gives the name it is kept under ("0123….png"). Once is enough. */
bool store_keep_thumbnail(const struct store *s, struct diag *d, str png, str *name);
/* Its bytes; empty when it is not there. */
str store_thumbnail(struct arena *a, const struct store *s, str name);
/* Removes the thumbnails that no record of the manifest names. */
struct manifest;
void store_sweep_thumbnails(const struct store *s, const struct manifest *m);

/* What became of output folders is made to outlast a power cut; called now and then, and last. */
void store_sync(const struct store *s);

#endif
