/*
 * thumbnail: small pictures of first pages, for the index. Each stands in OUTDIR/.quoin/thumbnails
 * under the first half of its SHA-256, so that pages alike have one, and one that is there already
 * is never written again.
 */
#ifndef QUOIN_BATCH_THUMBNAIL_H
#define QUOIN_BATCH_THUMBNAIL_H

#include "batch/manifest.h"
#include "batch/store.h"

/* Gives the name it is kept under ("0123….png"; "" for no bytes). False after a finding (Q702). */
bool thumbnail_keep(const struct store *s, struct diag *d, str png, str *name);
/* Its bytes; empty when it is not there. */
str thumbnail_read(struct arena *a, const struct store *s, str name);
/* Is it a name that thumbnails are kept under? */
bool thumbnail_is_name(str name);
/* Removes those that no record of the manifest names. Not while shards share OUTDIR. */
void thumbnail_sweep(const struct store *s, const struct manifest *m);

#endif
