/*
 * death: why a worker ended without a result, in words: what the report's findings are then.
 */
#ifndef QUOIN_BATCH_DEATH_H
#define QUOIN_BATCH_DEATH_H

#include "batch/worker.h"

/* How it came about, as far as the parent knows. */
struct death {
    int wait_status;   /* as wait4() gives it */
    bool is_late;      /* killed for taking too long */
    bool is_too_large; /* killed for sending too much */
    bool has_spoken;   /* had sent a whole parcel all the same */
    size_t peak_kib;   /* its largest resident set */
    size_t shared_kib; /* of that, at most so much was its parent's */
};

/* Did it end as one does that has sent all it had? */
bool death_is_natural(const struct death *death);

/* Fills status, reason and findings of *out; the rest of it is left as it is. */
void death_explain(const struct death *death, struct arena *a, const struct worker_order *order,
                   struct result *out);

/* The same for a report that no process could be started for; `error` is errno's value. */
void death_refuse(int error, struct arena *a, const struct worker_order *order, struct result *out);

/* A report whose result says that memory ran out, where there was none left even to say so. */
void death_explain_memory(struct arena *a, const struct worker_order *order, struct result *out);

#endif
