#include "batch/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "batch/child.h"
#include "batch/death.h"
#include "batch/parcel.h"

/*
 * Most PDFs fit into such a pipe, so that a child need not wait for its parent. As much as anyone
 * may ask for where nobody has changed that.
 */
#define PIPE_SIZE (1 << 20)

/* The first room for what comes; doubled when full. */
#define FIRST_ROOM ((size_t)256 << 10)

/* What findings and the like may add to a PDF, which is within the report's limit of memory. */
#define PARCEL_SLACK ((size_t)64 << 20)

long long worker_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- starting ---------------------------------------------------------------------------- */

static size_t most_bytes(const struct worker_order *order)
{
    size_t limit = order->options ? order->options->memory_limit : 0;
    return limit && limit < PARCEL_MAX - PARCEL_SLACK ? limit + PARCEL_SLACK : PARCEL_MAX;
}

static bool open_pipe(int ends[2])
{
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    fcntl(ends[0], F_SETFL, O_NONBLOCK); /* the child's end waits */
    fcntl(ends[0], F_SETPIPE_SZ, PIPE_SIZE);
    return true;
}

bool worker_start(struct worker *w, const quoin_kit *kit, const struct worker_order *order)
{
    int ends[2];
    *w = (struct worker){.pipe = -1, .started = worker_clock(), .most = most_bytes(order)};
    if (!open_pipe(ends))
        return false;
    pid_t parent = getpid(), pid = fork();
    if (pid == 0)
        child_run(kit, order, ends[1], parent);
    int error = errno;
    close(ends[1]);
    if (pid > 0) {
        w->pid = pid;
        w->pipe = ends[0];
        return true;
    }
    close(ends[0]);
    errno = error;
    return false;
}

/* ---- reading ----------------------------------------------------------------------------- */

static bool make_room(struct worker *w)
{
    size_t room = w->capacity ? w->capacity * 2 : FIRST_ROOM;
    room = room < w->most ? room : w->most;
    char *bytes = w->count < room ? realloc(w->bytes, room) : NULL;
    if (!bytes)
        return false;
    w->bytes = bytes;
    w->capacity = room;
    return true;
}

static bool end_reading(struct worker *w)
{
    w->ended = worker_clock();
    return true;
}

bool worker_read(struct worker *w)
{
    for (;;) {
        if (w->count == w->capacity && !make_room(w)) {
            worker_kill(w, false);
            w->is_too_large = true;
            return end_reading(w);
        }
        ssize_t n = read(w->pipe, w->bytes + w->count, w->capacity - w->count);
        if (n > 0)
            w->count += (size_t)n;
        else if (n < 0 && errno == EAGAIN)
            return false;
        else if (n == 0 || errno != EINTR)
            return end_reading(w);
    }
}

void worker_kill(struct worker *w, bool is_late)
{
    if (w->pid <= 0)
        return;
    kill(w->pid, SIGKILL);
    w->is_late = w->is_late || is_late;
}

/* ---- finishing --------------------------------------------------------------------------- */

/*
 * Killed first: one that has closed its pipe has nothing more to say, and may be in a loop. One
 * that is ending is past taking notice: how it ends was settled before its pipe was closed.
 */
static struct death reap(struct worker *w)
{
    struct death death = {.is_late = w->is_late, .is_too_large = w->is_too_large};
    struct rusage usage = {0}, own = {0};
    if (w->pid > 0) {
        kill(w->pid, SIGKILL);
        while (wait4(w->pid, &death.wait_status, 0, &usage) < 0 && errno == EINTR)
            ;
    }
    if (w->pipe >= 0)
        close(w->pipe);
    w->pid = 0;
    w->pipe = -1;
    getrusage(RUSAGE_SELF, &own);
    death.peak_kib = (size_t)usage.ru_maxrss; /* Linux counts in KiB */
    death.shared_kib = (size_t)own.ru_maxrss;
    return death;
}

static bool is_readable(str text)
{
    return utf8_check(text) == text.n;
}

/* Is a whole parcel one that a child in its right mind would send? */
static bool is_credible(const struct result *r)
{
    bool has_pdf = str_starts(r->pdf, STR("%PDF-"));
    bool is_made = r->status <= QUOIN_WARNINGS;
    return has_pdf == is_made && (is_made ? r->pages > 0 && r->input_count > 0 : r->pdf.n == 0) &&
           is_readable(r->findings) && is_readable(r->findings_json) &&
           str_starts(r->findings_json, STR("["));
}

static str count_words(struct arena *a, size_t count, const char *what)
{
    return str_format(a, "%zu %s%s", count, what, count == 1 ? "" : "s");
}

/* A failure that the child itself has told, in a line. */
static str failure_words(struct arena *a, const struct result *r)
{
    switch (r->status) {
    case QUOIN_DONE: return STR("");
    case QUOIN_WARNINGS: return count_words(a, r->warnings, "warning");
    case QUOIN_IO: return STR("a file cannot be read");
    case QUOIN_LIMIT: return STR("a limit is exceeded");
    case QUOIN_INTERNAL: return STR("a fault of quoin's own");
    default: return count_words(a, r->errors, "error");
    }
}

void worker_finish(struct worker *w, struct arena *a, const struct worker_order *order,
                   struct result *out)
{
    struct death death = reap(w);
    str bytes = {w->bytes, w->count};
    if (w->bytes)
        arena_defer(a, free, w->bytes);
    w->bytes = NULL;
    w->count = w->capacity = 0;
    death.has_spoken = parcel_read(a, bytes, out);
    if (!death_is_natural(&death) || !death.has_spoken || !is_credible(out)) {
        *out = (struct result){0};
        death_explain(&death, a, order, out);
    } else if (out->status > QUOIN_WARNINGS && out->findings.n == 0) {
        death_explain_memory(a, order, out);
    } else {
        out->reason = failure_words(a, out);
    }
    out->ms = (size_t)(w->ended - w->started);
    out->peak_kib = death.peak_kib;
}

void worker_drop(struct worker *w)
{
    reap(w);
    free(w->bytes);
    w->bytes = NULL;
    w->count = w->capacity = 0;
}
