/*
 * watch: renders a report whenever it, or a file it uses, is saved. The folders are watched
 * (inotify), not the files: editors write a new file and rename it over the old one. What comes
 * within a moment is one change. Each render is a worker: a crash costs that render alone.
 */
#ifndef QUOIN_BATCH_WATCH_H
#define QUOIN_BATCH_WATCH_H

#include <stdbool.h>

#include "quoin.h"

struct watch_options {
    const char *report, *output;
    quoin_options options;
    unsigned timeout; /* seconds */
    bool is_quiet;
};

/* Until SIGINT or SIGTERM: 128 + the signal. Else the status that kept it from watching. */
int watch_run(quoin_kit *kit, const struct watch_options *options);

#endif
