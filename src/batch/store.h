/*
 * store: OUTDIR on the disk. One batch at a time has it (shards may have it together); what it
 * writes appears whole or not at all; nothing it writes lies outside OUTDIR, whatever links stand
 * in there. What is not for people stands in OUTDIR/.quoin/: lock files, journals, thumbnails. It
 * may be deleted while no batch runs: the next one then makes everything again.
 *
 *     OUTDIR/.quoin/lock, …-1-of-4.lock    lock.h
 *     OUTDIR/.quoin/journal.jsonl, …       manifest.h
 *     OUTDIR/.quoin/thumbnails/0123….png   thumbnail.h
 *
 * OUTDIR itself may be a link: that is the user's choice. Beneath it no link is ever followed.
 */
#ifndef QUOIN_BATCH_STORE_H
#define QUOIN_BATCH_STORE_H

#include "base/arena.h"
#include "base/diag.h"
#include "batch/batch.h"
#include "batch/lock.h"

/* What stands in OUTDIR but for the outputs: here and, in paths from OUTDIR, elsewhere. */
#define STORE_INNER      ".quoin"
#define STORE_THUMBNAILS ".quoin/thumbnails"

/* A folder beneath OUTDIR that outputs stand in, or other such folders. */
struct store_folder {
    str name;         /* from OUTDIR: "north/2020"; "" for OUTDIR itself */
    bool is_unsynced; /* has got files or folders that a power cut could still take away */
};

struct store_folders {
    struct store_folder *folders; /* by name */
    size_t count;
};

struct store {
    str folder; /* OUTDIR as the user named it */
    /* the store's own */
    struct diag *diag;           /* given to store_open() */
    int root, inner, thumbnails; /* open folders: OUTDIR, .quoin, .quoin/thumbnails; -1: none */
    struct lock lock;
    bool is_shared; /* among shards */
    bool is_dry;
    struct store_folders *folders; /* of store_prepare() */
};

/*
 * Makes OUTDIR (not the folder it stands in) and what is in .quoin, takes the lock (shards: the
 * common one shared and their own), and sweeps up temporary files that a killed batch left.
 * is_dry: takes no lock, makes and removes nothing, and need not be able to. False after a finding:
 * Q702; Q753 (locked by another, with its process and since when). `d` is kept, for store_sync().
 */
bool store_open(struct store *s, struct diag *d, str folder, struct shard shard, bool is_dry);
/* Also after store_open() has failed, and twice. */
void store_close(struct store *s);

/*
 * Before work begins: makes the folders that the outputs (from OUTDIR) will stand in, sees that
 * each is a folder within OUTDIR, not a link, and can be written to, and sweeps it. A dry store
 * looks only at what is there, and not whether it could write. False after findings (Q702).
 */
bool store_prepare(const struct store *s, struct diag *d, const str *outputs, size_t count);

/*
 * Publishes the bytes as OUTDIR/name (base/file.h). In a folder that store_prepare() knows, the
 * name waits for store_sync() to be safe from a power cut. False after a finding (Q702).
 */
bool store_publish(const struct store *s, struct diag *d, str name, str bytes);
/*
 * Opens OUTDIR/name from OUTDIR's own name, for whoever has no open store; no link beneath OUTDIR
 * is followed. -1 and errno.
 */
int store_open_in(struct arena *a, str folder, str name, int flags);
/* "OUTDIR/name", as people are told of it; "" is OUTDIR itself. */
str store_path(struct arena *a, str folder, str name);
/*
 * Removes the file, if it is still the one that was seen, and those of its folders that are empty
 * then and that store_prepare() does not know. Another file that has its name by now stays, which
 * is no failure. False after a finding (Q702).
 */
struct stat;
bool store_remove(const struct store *s, struct diag *d, str name, const struct stat *seen);
/* Does a file of that name stand in OUTDIR? */
bool store_has(const struct store *s, str name);
/* What a file is made of: fill() gives it to take() piece by piece, each time the same. */
struct store_pieces {
    void *state;
    void (*fill)(void *state, void (*take)(void *sink, str piece), void *sink);
};
/*
 * The same, but leaves a file that has these bytes already as it is. It may be too large to be held
 * in memory: fill() is called once to compare, and where need be again to write.
 */
bool store_refresh(const struct store *s, struct diag *d, str name,
                   const struct store_pieces *pieces);

/*
 * What became of output folders is made to outlast a power cut; called now and then, and last.
 * False after a finding (Q702, to the diag given to store_open): the files are there, but the disk
 * did not confirm it.
 */
bool store_sync(const struct store *s);

#endif
