/*
 * One loop: fill the places that are free, wait until a child has said something or is late, take
 * out those that have ended, fill their places at once, and only then read and hand over what they
 * made, which means disk for the customer. A careful customer may see in what is handed over that
 * nothing more is to be begun: for it the places are filled afterwards.
 *
 * Signals only leave a note. They are blocked from looking at the note until ppoll() waits, which
 * lets them in: none can come between the two unseen.
 */
#include "batch/pool.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "batch/cores.h"
#include "batch/death.h"

/* Milliseconds after which waiting is interrupted to tick. */
#define TICK 200

/* Ticks to wait for a process where none is to be had and none of ours runs: four seconds. */
#define PATIENCE 20

/* Milliseconds of a wait beyond what was asked for: the program must have been stopped (^Z). */
#define STOPPED 2000

struct job {
    struct worker worker;
    struct worker_order order;
    size_t number;
};

struct pool {
    const quoin_kit *kit;
    const struct pool_customer *customer;
    struct arena *arena; /* for one result */
    unsigned jobs;
    struct job *running, *ended; /* room for `jobs` each */
    unsigned running_count, ended_count;
    struct pollfd *polls;
    struct job waiting; /* could not be started yet */
    bool has_waiting, is_drained, is_stopped;
    unsigned patience;
    long long ticked;
};

/* ---- signals ------------------------------------------------------------------------------ */

static volatile sig_atomic_t caught;

static const int signals[] = {SIGINT, SIGTERM};

#define SIGNAL_COUNT (sizeof signals / sizeof *signals)

static void note_signal(int number)
{
    if (caught) { /* the second: as if nobody listened */
        signal(number, SIG_DFL);
        raise(number);
    }
    caught = number;
}

static void catch_signals(struct sigaction before[SIGNAL_COUNT])
{
    struct sigaction action = {.sa_handler = note_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    caught = 0;
    for (size_t i = 0; i < SIGNAL_COUNT; i++) {
        sigaction(signals[i], NULL, &before[i]);
        if (before[i].sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
    }
}

static void restore_signals(const struct sigaction before[SIGNAL_COUNT])
{
    for (size_t i = 0; i < SIGNAL_COUNT; i++)
        sigaction(signals[i], &before[i], NULL);
}

static void block_signals(sigset_t *before)
{
    sigset_t blocked;
    sigemptyset(&blocked);
    for (size_t i = 0; i < SIGNAL_COUNT; i++)
        sigaddset(&blocked, signals[i]);
    sigprocmask(SIG_BLOCK, &blocked, before);
}

/* ---- handing over ------------------------------------------------------------------------- */

static void hand_over(struct pool *p, const struct job *job, const struct result *result)
{
    if (!p->customer->done(p->customer->state, job->number, result))
        p->is_stopped = true;
}

/* All that have ended since. */
static void hand_over_ended(struct pool *p)
{
    for (unsigned i = 0; i < p->ended_count; i++) {
        struct job *job = &p->ended[i];
        struct arena_mark mark = arena_mark(p->arena);
        struct result result;
        worker_finish(&job->worker, p->arena, &job->order, &result);
        hand_over(p, job, &result);
        arena_rewind(p->arena, mark);
    }
    p->ended_count = 0;
}

/* The report that waits for a process gets none. */
static void refuse_waiting(struct pool *p, int error)
{
    struct arena_mark mark = arena_mark(p->arena);
    struct result result;
    p->has_waiting = false;
    death_refuse(error, p->arena, &p->waiting.order, &result);
    hand_over(p, &p->waiting, &result);
    arena_rewind(p->arena, mark);
}

/* ---- starting ----------------------------------------------------------------------------- */

/* Sees to it that there is one to be started; false when there is none, or none is to be. */
static bool take_next(struct pool *p)
{
    if (p->is_stopped) {
        p->has_waiting = false;
    } else if (!p->has_waiting && !p->is_drained) {
        p->waiting = (struct job){0};
        p->has_waiting =
            p->customer->next(p->customer->state, &p->waiting.order, &p->waiting.number);
        p->is_drained = !p->has_waiting;
    }
    return p->has_waiting;
}

/* Fills the free places. False when nothing runs and nothing waits, or a signal came. */
static bool fill_places(struct pool *p)
{
    while (p->running_count < p->jobs && !caught && take_next(p)) {
        struct job *job = &p->running[p->running_count];
        *job = p->waiting;
        if (worker_start(&job->worker, p->kit, &job->order)) {
            p->running_count++;
            p->has_waiting = false;
            p->patience = PATIENCE;
        } else if (p->running_count || p->ended_count || p->patience) {
            break;
        } else {
            refuse_waiting(p, errno);
        }
    }
    return !caught && (p->running_count || p->has_waiting);
}

/* ---- waiting ------------------------------------------------------------------------------ */

/* When the job is late, on worker_clock(); 0: never, or it is already. */
static long long deadline(const struct job *job)
{
    if (job->order.timeout == 0 || job->worker.is_late)
        return 0;
    return job->worker.started + (long long)job->order.timeout * 1000;
}

/* Milliseconds until there is something to do even if nothing is heard. */
static long long patience_of(const struct pool *p, long long now)
{
    long long wait = TICK;
    for (unsigned i = 0; i < p->running_count; i++) {
        long long due = deadline(&p->running[i]);
        if (due && due - now < wait)
            wait = due > now ? due - now : 0;
    }
    return wait;
}

/* Waits with ppoll(); time during which the whole program was stopped is no report's. */
static void poll_pipes(struct pool *p)
{
    sigset_t before;
    long long from = worker_clock(), wait = patience_of(p, from);
    struct timespec timeout = {wait / 1000, wait % 1000 * 1000000};
    for (unsigned i = 0; i < p->running_count; i++)
        p->polls[i] = (struct pollfd){p->running[i].worker.pipe, POLLIN, 0};
    block_signals(&before);
    int heard = caught ? 0 : ppoll(p->polls, p->running_count, &timeout, &before);
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (heard <= 0)
        for (unsigned i = 0; i < p->running_count; i++)
            p->polls[i].revents = 0;
    long long lost = worker_clock() - from - wait;
    for (unsigned i = 0; i < p->running_count && lost > STOPPED; i++)
        p->running[i].worker.started += lost;
}

/* Backwards, so that the last may take the place of one that has ended. */
static void read_pipes(struct pool *p)
{
    for (unsigned i = p->running_count; i > 0; i--) {
        struct job *job = &p->running[i - 1];
        if (p->polls[i - 1].revents && worker_read(&job->worker)) {
            p->ended[p->ended_count++] = *job;
            *job = p->running[--p->running_count];
        }
    }
}

static void kill_late(struct pool *p)
{
    long long now = worker_clock();
    for (unsigned i = 0; i < p->running_count; i++) {
        long long due = deadline(&p->running[i]);
        if (due && now >= due)
            worker_kill(&p->running[i].worker, true);
    }
}

static void tick(struct pool *p)
{
    long long now = worker_clock();
    if (now - p->ticked < TICK)
        return;
    p->ticked = now;
    if (p->running_count == 0 && p->patience)
        p->patience--;
    if (p->customer->tick)
        p->customer->tick(p->customer->state);
}

/* ---- the loop ----------------------------------------------------------------------------- */

static bool open_pool(struct pool *p)
{
    p->jobs = p->jobs ? p->jobs : pool_cores();
    p->arena = arena_new();
    p->running = calloc(p->jobs, sizeof *p->running);
    p->ended = calloc(p->jobs, sizeof *p->ended);
    p->polls = calloc(p->jobs, sizeof *p->polls);
    p->patience = PATIENCE;
    return p->arena && p->running && p->ended && p->polls;
}

/* What still runs is ended: all are told before any is waited for. */
static void close_pool(struct pool *p)
{
    for (unsigned i = 0; i < p->running_count; i++)
        worker_kill(&p->running[i].worker, false);
    for (unsigned i = 0; i < p->running_count; i++)
        worker_drop(&p->running[i].worker);
    free(p->running);
    free(p->ended);
    free(p->polls);
    arena_close(p->arena);
}

int pool_run(const quoin_kit *kit, unsigned jobs, const struct pool_customer *customer)
{
    struct pool p = {.kit = kit, .customer = customer, .jobs = jobs};
    struct sigaction before[SIGNAL_COUNT];
    if (!open_pool(&p)) {
        close_pool(&p);
        return -1;
    }
    catch_signals(before);
    while (fill_places(&p)) {
        poll_pipes(&p);
        read_pipes(&p);
        kill_late(&p);
        if (!customer->is_careful)
            fill_places(&p);
        hand_over_ended(&p);
        tick(&p);
    }
    close_pool(&p);
    restore_signals(before);
    return caught;
}

unsigned pool_cores(void)
{
    return cores_available();
}
