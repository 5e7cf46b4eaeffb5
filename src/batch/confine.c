#include "batch/confine.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "batch/seal.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/*
 * The arenas keep to the order's limit and tell when they reach it. This is for what they do not
 * see: libraries that hold as much again (the PDF before it is handed over), growing arrays that
 * are there twice while they are copied, and findings. Beyond it malloc() fails.
 */
#define MEMORY_FACTOR 2
#define MEMORY_SLACK  ((rlim_t)128 << 20)

/* Inputs are read one at a time. */
#define DESCRIPTORS 64
#define STACK       ((rlim_t)8 << 20)

/* Of 1000: when the machine runs out of memory, a worker goes and its parent stays. */
#define OOM_SCORE "500"

/* Until it is killed outright, for one that takes no notice of SIGXCPU. */
#define CPU_GRACE 5

/* The pipe's place. */
#define PIPE (STDERR_FILENO + 1)

static void die_with(pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
}

/*
 * ^C on a terminal goes to all processes: the parent decides. Writes that cannot be made shall fail
 * and not kill, so that there is one account of a death.
 */
static void reset_signals(void)
{
    sigset_t none;
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_DFL);
    signal(SIGXCPU, SIG_DFL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* For kernels before 5.9. */
static void close_each(int from)
{
    long most = sysconf(_SC_OPEN_MAX);
    for (int fd = from; fd < most && fd < 65536; fd++)
        close(fd);
}

/*
 * A library that prints, or ends the process by exit() so that what the parent had not yet written
 * is flushed a second time, shall not disturb standard output.
 */
static int keep_descriptors(int pipe)
{
    int null = open("/dev/null", O_RDWR);
    if (null >= 0) {
        dup2(null, STDIN_FILENO);
        dup2(null, STDOUT_FILENO);
    }
    if (pipe != PIPE)
        dup2(pipe, PIPE);
    if (close_range(PIPE + 1, ~0U, 0) != 0)
        close_each(PIPE + 1);
    return PIPE;
}

static void raise_oom_score(void)
{
    int fd = open("/proc/self/oom_score_adj", O_WRONLY);
    if (fd < 0)
        return;
    ssize_t ignored = write(fd, OOM_SCORE, sizeof OOM_SCORE - 1);
    (void)ignored;
    close(fd);
}

/* Limits are only ever lowered. */
static void lower(int resource, rlim_t soft, rlim_t hard)
{
    struct rlimit limit;
    if (getrlimit((__rlimit_resource_t)resource, &limit) != 0)
        return;
    limit.rlim_max = hard < limit.rlim_max ? hard : limit.rlim_max;
    limit.rlim_cur = soft < limit.rlim_cur ? soft : limit.rlim_cur;
    limit.rlim_cur = limit.rlim_cur < limit.rlim_max ? limit.rlim_cur : limit.rlim_max;
    setrlimit((__rlimit_resource_t)resource, &limit);
}

/* Bytes of addresses in use: the program, its libraries, the kit. 0: cannot be told. */
static rlim_t mapped_bytes(void)
{
    char text[64] = "";
    int fd = open("/proc/self/statm", O_RDONLY);
    if (fd < 0)
        return 0;
    ssize_t n = read(fd, text, sizeof text - 1);
    close(fd);
    return n > 0 ? (rlim_t)strtoull(text, NULL, 10) * (rlim_t)sysconf(_SC_PAGESIZE) : 0;
}

static void limit_memory(rlim_t wanted)
{
    rlim_t mapped = mapped_bytes();
    if (wanted == 0 || mapped == 0 || wanted > (RLIM_INFINITY - mapped - MEMORY_SLACK) / 4)
        return;
    rlim_t most = mapped + MEMORY_FACTOR * wanted + MEMORY_SLACK;
    lower(RLIMIT_AS, most, most);
}

static void set_limits(const struct worker_order *order)
{
    lower(RLIMIT_CORE, 0, 0);
    prctl(PR_SET_DUMPABLE, 0); /* nor to a program that collects core dumps: those heed no limit */
    lower(RLIMIT_NOFILE, DESCRIPTORS, DESCRIPTORS);
    lower(RLIMIT_STACK, STACK, RLIM_INFINITY);
    if (order->timeout)
        lower(RLIMIT_CPU, (rlim_t)order->timeout + 1, (rlim_t)order->timeout + 1 + CPU_GRACE);
    if (!SANITIZED) {
        lower(RLIMIT_FSIZE, 0, 0);
        limit_memory(order->options ? order->options->memory_limit : 0);
    }
}

int confine_self(const struct worker_order *order, int pipe, pid_t parent)
{
    die_with(parent);
    reset_signals();
    int place = keep_descriptors(pipe);
    raise_oom_score();
    set_limits(order);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (!SANITIZED)
        seal_self();
    return place;
}
