/*
 * parcel: a result as bytes, on its way from the child to the parent: a magic word, then fields,
 * each a number and a size with its bytes, then an end mark. Same machine, same program: numbers
 * are as they stand in memory. The reader trusts nothing.
 */
#ifndef QUOIN_BATCH_PARCEL_H
#define QUOIN_BATCH_PARCEL_H

#include "batch/worker.h"

/* More than any PDF that quoin writes: what is longer is not read on. */
#define PARCEL_MAX ((size_t)5 << 30)

/* Writes to the pipe; false when the reader has gone. reason and peak_kib do not travel. */
bool parcel_send(int pipe, const struct result *result);
/* False when the bytes are not one whole parcel. Strings point into `bytes`. */
bool parcel_read(struct arena *a, str bytes, struct result *out);

#endif
