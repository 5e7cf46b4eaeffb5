/*
 * The way of a change: a sighting (lookout) sets a time at which to look; then every file is read
 * and compared with what the last render had (look, watched.h); what differs starts a worker
 * (start); its end is published and told (finish), and what it says it read becomes the list of
 * files, which is compared with the disk at once, since a save may have come meanwhile.
 */
#include "batch/watch.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/show.h"
#include "batch/death.h"
#include "batch/lookout.h"
#include "batch/watched.h"
#include "batch/worker.h"

/* Milliseconds. Editors write, sync and rename within a few; the eye does not see SETTLE. */
#define SETTLE     30   /* after the last sighting */
#define SETTLE_MAX 500  /* after the first, however many follow */
#define POLL_EVERY 1000 /* the files themselves, without waiting for events */
/* So long a file that is empty or gone is taken to be on its way back: the editor is at work. */
#define PATIENCE 600

struct watch {
    const quoin_kit *kit;
    const struct watch_options *options;
    struct arena *scratch;
    struct lookout *lookout;
    char home[PATH_MAX]; /* where relative paths start from; "": not known */
    struct watched files;
    struct worker worker;
    bool is_working, is_told_gone;
    int signals;         /* a descriptor */
    long long first;     /* the first sighting not looked into yet; 0: none */
    long long due;       /* when to look; 0: there is no need */
    long long doubted;   /* since when a file is empty or gone; 0: none is */
    long long next_poll; /* of the files themselves */
    int status;          /* to end with; negative: go on */
};

static str report_path(const struct watch *w)
{
    return str_z(w->options->report);
}

/* From now on these; the lookout is told before they are read again. */
static void use_list(struct watch *w, struct watched_list *l)
{
    str *paths = ARENA_ARRAY(w->scratch, l->count, str);
    for (size_t i = 0; i < l->count; i++)
        paths[i] = l->files[i].path;
    w->files.now = l;
    lookout_set(w->lookout, paths, l->count);
}

/* ---- what is said --------------------------------------------------------------------------- */

static void tell_time(void)
{
    struct tm tm;
    char text[16] = "";
    time_t now = time(NULL);
    if (localtime_r(&now, &tm))
        strftime(text, sizeof text, "%H:%M:%S ", &tm);
    fputs(text, stderr);
}

/* "q2.xml" and whatever follows. */
static void tell_about(const char *name, const char *rest)
{
    show_print(stderr, str_z(name));
    fputs(rest, stderr);
}

static void tell_start(const struct watch *w)
{
    fputs("watching ", stderr);
    tell_about(w->options->report, "; ");
    tell_about(w->options->output, " is made at every save (Ctrl+C ends)\n");
}

static void tell_gone(struct watch *w)
{
    if (!w->is_told_gone) {
        tell_time();
        tell_about(w->options->report, " is gone; waiting for it to come back\n");
    }
    w->is_told_gone = true;
}

static void tell_made(const struct watch *w, const struct result *result)
{
    if (w->options->is_quiet)
        return;
    tell_time();
    tell_about(w->options->output, "");
    fprintf(stderr, ": %zu page%s, ", result->pages, result->pages == 1 ? "" : "s");
    if (result->warnings)
        fprintf(stderr, "%zu warning%s, ", result->warnings, result->warnings == 1 ? "" : "s");
    fprintf(stderr, "%lld ms\n", worker_clock() - w->worker.started);
}

static void tell_failed(const struct watch *w, str reason)
{
    bool is_there = access(w->options->output, F_OK) == 0;
    if (w->options->is_quiet)
        return;
    tell_time();
    tell_about(w->options->report, ": ");
    show_print(stderr, reason);
    fputs(is_there ? "; " : "; there is no ", stderr);
    tell_about(w->options->output, is_there ? " stays as it was\n" : " yet\n");
}

static void tell_diag(const struct watch *w, struct diag *d)
{
    diag_print(d, stderr, (struct diag_style){.colour = w->options->is_coloured});
}

/* ---- rendering ------------------------------------------------------------------------------ */

static struct worker_order order_of(const struct watch *w)
{
    return (struct worker_order){.path = w->options->report,
                                 .options = &w->options->options,
                                 .timeout = w->options->timeout,
                                 .is_coloured = w->options->is_coloured};
}

/* Ends the running worker, if there is one. */
static void stop_worker(struct watch *w)
{
    if (w->is_working)
        worker_drop(&w->worker);
    w->is_working = false;
}

static void start(struct watch *w)
{
    struct worker_order order = order_of(w);
    stop_worker(w);
    use_list(w, watched_before(&w->files));
    w->is_told_gone = false;
    w->is_working = worker_start(&w->worker, w->kit, &order);
    if (!w->is_working) {
        struct result refused = {0};
        death_refuse(errno, w->scratch, &order, &refused);
        fwrite(refused.findings.p, 1, refused.findings.n, stderr);
        tell_failed(w, refused.reason);
    }
}

/* The folder quoin was started in may be another of the same name by now. */
static void come_home(const struct watch *w)
{
    if (w->home[0] && chdir(w->home) != 0)
        return; /* it is gone: wait where we are */
}

/* False after saying why. */
static bool publish(struct watch *w, const struct result *result)
{
    struct diag d;
    diag_init(&d, w->scratch);
    come_home(w);
    bool is_published = file_publish(&d, str_z(w->options->output), result->pdf);
    tell_diag(w, &d);
    return is_published;
}

static void finish(struct watch *w)
{
    struct result result;
    struct worker_order order = order_of(w);
    worker_finish(&w->worker, w->scratch, &order, &result);
    w->is_working = false;
    fwrite(result.findings.p, 1, result.findings.n, stderr);
    if (result.status > QUOIN_WARNINGS)
        tell_failed(w, result.reason);
    else if (publish(w, &result))
        tell_made(w, &result);
    else
        tell_failed(w, STR("the PDF cannot be written"));
    use_list(w, watched_after(&w->files, &result));
    w->due = worker_clock(); /* a save may have come before the lookout knew all the files */
}

/* ---- looking -------------------------------------------------------------------------------- */

/* Has an editor had time enough to bring back what it is saving? If not, looks again shortly. */
static bool is_settled(struct watch *w, struct watched_view view)
{
    long long now = worker_clock();
    if (!view.is_doubtful)
        return true;
    if (w->doubted == 0)
        w->doubted = now;
    if (now - w->doubted >= PATIENCE)
        return true;
    w->due = now + SETTLE;
    return false;
}

static void look(struct watch *w)
{
    struct arena_mark mark = arena_mark(w->scratch);
    w->first = w->due = 0;
    come_home(w);
    use_list(w, w->files.now);
    struct watched_view view = watched_compare(&w->files);
    if (!view.is_changed) {
        w->doubted = 0;
    } else if (is_settled(w, view)) {
        w->doubted = 0;
        if (!view.is_gone) {
            start(w);
        } else {
            w->files.now->files[0].sha256 = STR("");
            tell_gone(w);
        }
    }
    arena_rewind(w->scratch, mark);
}

static void note_sighting(struct watch *w, enum sighting sighting)
{
    long long now = worker_clock();
    if (sighting == SIGHTING_NONE)
        return;
    if (w->first == 0)
        w->first = now;
    long long latest = w->first + SETTLE_MAX;
    bool is_soon = sighting == SIGHTING_CHANGE && now + SETTLE < latest;
    w->due = is_soon ? now + SETTLE : latest;
}

/* ---- waiting -------------------------------------------------------------------------------- */

static long long late_at(const struct watch *w)
{
    bool is_limited = w->is_working && w->options->timeout > 0 && !w->worker.is_late;
    return is_limited ? w->worker.started + 1000LL * w->options->timeout : LLONG_MAX;
}

/* Milliseconds until something is to be done of itself. */
static int time_left(const struct watch *w)
{
    long long until = w->next_poll;
    if (w->due && w->due < until)
        until = w->due;
    if (late_at(w) < until)
        until = late_at(w);
    long long left = until - worker_clock();
    return left > 0 ? (int)left : 0;
}

static void take_signal(struct watch *w)
{
    struct signalfd_siginfo info;
    if (read(w->signals, &info, sizeof info) == (ssize_t)sizeof info)
        w->status = 128 + (int)info.ssi_signo;
}

static void take_output(struct watch *w)
{
    struct arena_mark mark = arena_mark(w->scratch);
    if (worker_read(&w->worker))
        finish(w);
    arena_rewind(w->scratch, mark);
}

static void keep_time(struct watch *w)
{
    if (worker_clock() >= w->next_poll) {
        note_sighting(w, lookout_poll(w->lookout));
        w->next_poll = worker_clock() + POLL_EVERY;
    }
    if (worker_clock() >= late_at(w))
        worker_kill(&w->worker, true);
    if (w->due && worker_clock() >= w->due)
        look(w);
}

static void step(struct watch *w)
{
    struct pollfd fds[] = {
        {.fd = w->signals, .events = POLLIN},
        {.fd = lookout_fd(w->lookout), .events = POLLIN},
        {.fd = w->is_working ? w->worker.pipe : -1, .events = POLLIN},
    };
    if (poll(fds, 3, time_left(w)) > 0) {
        if (fds[0].revents)
            take_signal(w);
        if (fds[1].revents)
            note_sighting(w, lookout_read(w->lookout));
        if (fds[2].revents)
            take_output(w);
    }
    if (w->status < 0)
        keep_time(w);
}

/* ---- from beginning to end ------------------------------------------------------------------ */

/* A report that is not there at the start is a name mistyped. */
static bool is_readable(struct watch *w)
{
    struct diag d;
    diag_init(&d, w->scratch);
    if (file_read(w->scratch, &d, report_path(w), FILE_CAP_XML))
        return true;
    tell_diag(w, &d);
    w->status = (int)d.status;
    return false;
}

static void work(void *state)
{
    struct watch *w = state;
    struct arena_mark mark = arena_mark(w->scratch);
    if (!is_readable(w))
        return;
    if (!w->options->is_quiet)
        tell_start(w);
    start(w);
    arena_rewind(w->scratch, mark);
    w->next_poll = worker_clock() + POLL_EVERY;
    while (w->status < 0)
        step(w);
}

enum { SCRATCH, LOOKOUT, LIST, OTHER_LIST, ARENAS };

static void open_watch(struct watch *w, struct arena *const arenas[ARENAS])
{
    if (!getcwd(w->home, sizeof w->home) || w->home[0] != '/')
        w->home[0] = '\0';
    w->scratch = arenas[SCRATCH];
    w->lookout = lookout_open(arenas[LOOKOUT], str_z(w->home));
    watched_open(&w->files, w->scratch, arenas[LIST], arenas[OTHER_LIST]);
}

/* Nothing is interrupted by these signals: they come through a descriptor. */
static int block_signals(sigset_t *before)
{
    sigset_t ours;
    sigemptyset(&ours);
    sigaddset(&ours, SIGINT);
    sigaddset(&ours, SIGTERM);
    sigaddset(&ours, SIGHUP);
    sigprocmask(SIG_BLOCK, &ours, before);
    return signalfd(-1, &ours, SFD_CLOEXEC | SFD_NONBLOCK);
}

static bool run(struct watch *w, struct arena *const arenas[ARENAS])
{
    for (int i = 0; i < ARENAS; i++)
        if (!arenas[i])
            return false;
    open_watch(w, arenas);
    return arena_guard(arenas, ARENAS, work, w);
}

int watch_run(quoin_kit *kit, const struct watch_options *options)
{
    sigset_t before;
    struct arena *arenas[ARENAS];
    struct watch w = {.kit = kit, .options = options, .status = -1};
    w.files.report = options->report;
    w.files.layout = options->options.layout;
    for (int i = 0; i < ARENAS; i++)
        arenas[i] = arena_new();
    quoin_kit_warm(kit);
    w.signals = block_signals(&before);
    if (w.signals < 0 || !run(&w, arenas)) {
        fputs("quoin: there is not enough memory for watching\n", stderr);
        w.status = QUOIN_LIMIT;
    }
    stop_worker(&w);
    for (int i = 0; i < ARENAS; i++)
        arena_close(arenas[i]);
    if (w.signals >= 0)
        close(w.signals);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return w.status;
}
