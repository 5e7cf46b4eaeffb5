/*
 * mentions: the files that a report or a layout names, found without reading it as XML. So a
 * picture that is not there yet is known by name, and so is one in a file that cannot be read for
 * a missing bracket. It is a guess on the generous side: every attribute value that looks like the
 * name of a file beneath the folder.
 */
#ifndef QUOIN_BATCH_MENTIONS_H
#define QUOIN_BATCH_MENTIONS_H

#include "base/str.h"

/* More are passed over. */
#define MENTIONS_MAX 1000

/* Plain names (base/file.h), relative to the file's own folder, in order, doubles included. */
str *mentions_find(struct arena *a, str text, size_t *count);

#endif
