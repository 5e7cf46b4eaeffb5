/*
 * cores: how many processors this process may keep busy: those it may run on (taskset, Slurm), and
 * no more than its control group is given time for (containers, Kubernetes).
 */
#ifndef QUOIN_BATCH_CORES_H
#define QUOIN_BATCH_CORES_H

#include "base/str.h"

unsigned cores_available(void); /* 1 at least */

/*
 * Of control groups, version 2: what a file cpu.max says ("150000 100000" is one and a half, which
 * counts as two; "max 100000" is no limit). 0: no limit, or it makes no sense.
 */
unsigned cores_of_quota(str cpu_max);

#endif
