/*
 * confine: what a worker's process may have and do is made less, once and for good: memory, CPU
 * seconds, descriptors, no new files, no core dump, no more rights; it dies with its parent. So
 * whatever a report makes of a library below, it costs that report and nothing else.
 *
 * Under AddressSanitizer the limits of memory and files and the seal are left out: it reserves
 * terabytes of addresses, writes its findings to a file, and runs programs.
 */
#ifndef QUOIN_BATCH_CONFINE_H
#define QUOIN_BATCH_CONFINE_H

#include <sys/types.h>

#include "batch/worker.h"

/*
 * In the child, right after fork(). Returns the descriptor that the pipe has from now on: all
 * others but standard error are closed, standard input and output lead nowhere. Ends the process
 * when `parent` is gone already.
 */
int confine_self(const struct worker_order *order, int pipe, pid_t parent);

#endif
