/*
 * worker: one report in a process of its own, forked from a parent that holds the kit.
 *
 * The child puts limits on itself (memory, CPU seconds, no files, no core dump; it dies with its
 * parent and can neither gain rights nor, where the kernel allows, open sockets or run programs),
 * renders, and sends a parcel (parcel.h) down a pipe. It never writes a file.
 *
 * The parent reads the pipe until its end, then looks at how the child ended. What the child sent
 * is not trusted: it is read with bounds, and only whole.
 */
#ifndef QUOIN_BATCH_WORKER_H
#define QUOIN_BATCH_WORKER_H

#include <sys/types.h>

#include "base/arena.h"
#include "batch/manifest.h"
#include "quoin.h"

/* What it points to lasts until the worker has ended. */
struct worker_order {
    const char *path; /* the report */
    const quoin_options *options;
    unsigned timeout;         /* seconds; 0: none */
    unsigned thumbnail_width; /* pixels; 0: none */
    bool is_coloured;         /* findings as text in colour */
};

/* What came of it. Strings live in the arena given to worker_finish(). */
struct result {
    int status;    /* a quoin_status: of the report, or LIMIT or INTERNAL where the child died */
    str reason;    /* "" when all is well; "2 errors", "killed by SIGSEGV", "took over 60 s" */
    str pdf;       /* empty unless status is DONE or WARNINGS */
    str thumbnail; /* PNG; may be empty */
    str findings;  /* as text, for people */
    str findings_json; /* a JSON array; "[]" when there are none, or the child died */
    size_t errors, warnings, pages, ms, peak_kib;
    struct record_input *inputs; /* the first is the report; paths as opened */
    size_t input_count;
};

struct worker {
    pid_t pid;
    int pipe;          /* -1: none */
    long long started; /* milliseconds on the monotonic clock */
    char *bytes;       /* what has come, malloc'ed */
    size_t count, capacity;
    bool is_late;      /* killed for taking too long */
    long long ended;   /* when the pipe was at its end */
    size_t most;       /* bytes that will be taken */
    bool is_too_large; /* killed for sending more, or more than there is memory for */
};

/* The monotonic clock in milliseconds. */
long long worker_clock(void);

/* Forks. False when there is no process or pipe to be had (errno tells). */
bool worker_start(struct worker *w, const quoin_kit *kit, const struct worker_order *order);

/* Reads what there is; true at the end of the pipe: then call worker_finish(). */
bool worker_read(struct worker *w);

/* Kills it: is_late for having taken too long. The pipe then ends by itself. */
void worker_kill(struct worker *w, bool is_late);

/*
 * Waits for the child and reads the parcel, whose bytes become the arena's. A child that goes on
 * after its pipe is at an end is killed. Where the child died, the findings are the parent's.
 */
void worker_finish(struct worker *w, struct arena *a, const struct worker_order *order,
                   struct result *out);

/* Ends it, whatever it is at, and gives everything back. */
void worker_drop(struct worker *w);

#endif
