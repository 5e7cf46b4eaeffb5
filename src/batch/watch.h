/*
 * watch: renders a report whenever it, or a file it uses, is saved.
 *
 *     watched    the files it is made of, as they were             watched.h
 *     lookout    has something happened to one of these files?     lookout.h
 *     mentions   the files that a report or a layout names         mentions.h
 *     worker     one report in a process of its own                worker.h
 *
 * What comes within a moment is one change, and only other contents are one: a folder full of
 * events, or a file saved as it was, renders nothing. The files are those that the last render drew
 * on, and those that are named and not there yet. A save during a render ends that and begins anew.
 * Each render is a worker, so that a crash or a limit costs that render alone; the PDF is replaced
 * whole, or stays as it was.
 */
#ifndef QUOIN_BATCH_WATCH_H
#define QUOIN_BATCH_WATCH_H

#include <stdbool.h>

#include "quoin.h"

struct watch_options {
    const char *report, *output;
    quoin_options options;
    unsigned timeout; /* seconds; 0: none */
    bool is_quiet;    /* findings only */
    bool is_coloured; /* findings */
};

/*
 * Until SIGINT, SIGTERM or SIGHUP: 128 + the signal. Else the status that kept it from watching.
 * What there is to say is said on standard error.
 */
int watch_run(quoin_kit *kit, const struct watch_options *options);

#endif
