/*
 * child: what a worker's process does: confines itself (confine.h), renders the report, sends the
 * result as a parcel, ends. It takes nothing apart: the kernel does that faster.
 */
#ifndef QUOIN_BATCH_CHILD_H
#define QUOIN_BATCH_CHILD_H

#include <sys/types.h>

#include "batch/worker.h"

/* Right after fork(); `pipe` is where the parcel goes, `parent` who forked. */
_Noreturn void child_run(const quoin_kit *kit, const struct worker_order *order, int pipe,
                         pid_t parent);

#endif
