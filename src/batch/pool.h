/*
 * pool: the workers, at most `jobs` at once, each on a report; a new one is started before the
 * finished one's output is published, so that the disk keeps no core waiting.
 */
#ifndef QUOIN_BATCH_POOL_H
#define QUOIN_BATCH_POOL_H

#include "batch/worker.h"

/*
 * The pool's customer. next() gives the next report and a number of its own for it, or false when
 * there is no more. done() gets each result once, in the order they finish; its strings are gone
 * when it returns. Neither is called again once done() has returned false: what still runs is then
 * ended and not reported.
 */
struct pool_customer {
    void *state;
    bool (*next)(void *state, struct worker_order *order, size_t *number);
    bool (*done)(void *state, size_t number, const struct result *result);
    void (*tick)(void *state); /* now and then while waiting (a few times a second); may be NULL */
};

/*
 * 0 when all is done; the signal's number when SIGINT or SIGTERM came: nothing more was handed out,
 * what was running was killed and not reported. Handlers are as before when it returns. jobs 0:
 * as many as sched_getaffinity() allows.
 */
int pool_run(const quoin_kit *kit, unsigned jobs, const struct pool_customer *customer);

unsigned pool_cores(void);

#endif
