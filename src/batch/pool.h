/*
 * pool: the workers, at most `jobs` at once, each on a report; a new one is started before the
 * finished one's output is published, so that the disk keeps no core waiting.
 */
#ifndef QUOIN_BATCH_POOL_H
#define QUOIN_BATCH_POOL_H

#include "batch/worker.h"

/*
 * The pool's customer. next() gives the next report and a number of its own for it, or false when
 * there is no more (it is then not called again); what the order points to must last until done()
 * has had its result. done() gets each result once, in the order they finish; its strings are gone
 * when it returns. Once it has returned false nothing more is begun; what runs comes to its end and
 * is handed over as well.
 */
struct pool_customer {
    void *state;
    bool (*next)(void *state, struct worker_order *order, size_t *number);
    bool (*done)(void *state, size_t number, const struct result *result);
    void (*tick)(void *state); /* now and then while waiting (a few times a second); may be NULL */
    bool
        is_careful; /* begins none while one that has ended waits for done(): costs a little time */
};

/*
 * 0 when all is done; the signal's number when SIGINT or SIGTERM came: nothing more was handed out,
 * what was running was killed and not reported. A second signal ends the program at once. Handlers
 * are as before when it returns; a signal that was ignored still is. jobs 0: pool_cores(). -1 when
 * there is not even the memory to begin.
 *
 * A report that no process can be had for waits for one that runs to end, or, where none runs, for
 * some seconds; then it is given up with QUOIN_LIMIT.
 */
int pool_run(const quoin_kit *kit, unsigned jobs, const struct pool_customer *customer);

/* How many processors this process may use (cores.h), 1 at least. */
unsigned pool_cores(void);

#endif
