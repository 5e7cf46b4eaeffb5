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
 */
#ifndef QUOIN_BATCH_MANIFEST_H
#define QUOIN_BATCH_MANIFEST_H

#include "base/arena.h"
#include "base/diag.h"
#include "batch/batch.h"

/* A file that an output was made of. */
struct record_input {
    str path;   /* relative to the report's folder where it lies beneath it, else as opened */
    str sha256; /* 64 hex digits */
};

/* One line. Strings are "" and numbers 0 where there is nothing to say. */
struct record {
    str output; /* from OUTDIR; "" for a report whose name could not be made */
    str input;  /* the document's name (plan.h) */
    str organisation, area, year, title;
    int quarter;
    bool has_failed; /* the last try failed; what is said of the output is of an older one */
    int status;      /* of the last try: a quoin_status */
    size_t errors, warnings;
    str findings;        /* of the last try: a JSON array, as quoin_print_findings_json prints it */
    str reason;          /* of a failure in a line: "killed by SIGSEGV", "2 errors" */
    size_t ms, peak_kib; /* of the last try: wall clock; the child's largest resident set */
    /* the output, if there is one */
    str sha256; /* of the PDF */
    size_t bytes, pages;
    str thumbnail; /* its file in OUTDIR/.quoin/thumbnails: "0123….png" */
    str program;   /* quoin_kit_fingerprint() */
    str options;   /* what was asked for, as fresh_options() writes it */
    struct record_input *inputs;
    size_t input_count;
};

/* Records by output (or, without one, by input): a sorted array. Everything lives in `arena`. */
struct manifest {
    struct arena *arena;
    struct record *records;
    size_t count, capacity;
    size_t torn; /* lines that could not be read */
};

/*
 * Reads OUTDIR's manifest and the journals over it: of all shards where shard.count is 1 (they are
 * then merged when saved), else the manifest and this shard's own. A missing file is no error.
 * False after a finding (Q701) when one is there and cannot be read; Q757, a warning, for lines
 * that make no sense.
 */
bool manifest_load(struct arena *a, struct diag *d, str folder, struct shard shard,
                   struct manifest *out);

/* NULL when there is none. */
const struct record *manifest_find(const struct manifest *m, str output, str input);

/* Puts a record in the place of the one of its output. Copies it, strings and all. */
void manifest_put(struct manifest *m, const struct record *record);

/* The line of a record, with its line feed; keys in a fixed order. */
str manifest_line(struct arena *a, const struct record *record);

/*
 * Appends a record to the shard's journal in one write. The journal is made at the first call.
 * False after a finding (Q702).
 */
bool manifest_note(struct diag *d, str folder, struct shard shard, const struct record *record);

/*
 * Writes the manifest (or the shard's) if it is not what is there already, then takes away the
 * journals that are in it, and with shard.count 1 the shards' manifests. False after a finding.
 */
bool manifest_save(struct diag *d, str folder, struct shard shard, const struct manifest *m);

#endif
