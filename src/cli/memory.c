/*
 * memory: commands that read PDFs of strangers run in a process of their own, with a limit on what
 * it may have. What libqpdf cannot survive then ends the child; the parent says so in plain words,
 * and no output has been touched: what is published, the child publishes last.
 *
 * Libqpdf follows what leads from object to object by recursion, about 160 bytes of stack a step:
 * a list of 100,000 bookmarks, each leading to the next, does not fit into the usual 8 MiB. The
 * stack of a process grows up to its limit, which may be raised while it runs as far as the kernel
 * has left room above the libraries: 128 MiB (mmap_base() in arch/x86/mm/mmap.c and its like).
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/cli.h"

#if defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_SANITIZED true
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED false /* a sanitizer's own memory is beyond any limit */
#endif

#define STACK_SIZE ((rlim_t)120 << 20)

/* Of CPU time. A pack of 1,000 pages takes five; a PDF made to keep us busy, for ever. */
#define SECONDS_MAX 300

static void raise_stack(void)
{
    struct rlimit stack;
    if (getrlimit(RLIMIT_STACK, &stack) != 0 || stack.rlim_cur >= STACK_SIZE)
        return; /* RLIM_INFINITY is larger than any number */
    bool is_capped = stack.rlim_max != RLIM_INFINITY && stack.rlim_max < STACK_SIZE;
    stack.rlim_cur = is_capped ? stack.rlim_max : STACK_SIZE;
    setrlimit(RLIMIT_STACK, &stack);
}

static void limit(const struct cli *cli, size_t bytes)
{
    rlim_t most = cli->memory_limit ? cli->memory_limit : bytes;
    raise_stack();
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    setrlimit(RLIMIT_CPU, &(struct rlimit){SECONDS_MAX, SECONDS_MAX + 5});
    if (!IS_SANITIZED)
        setrlimit(RLIMIT_AS, &(struct rlimit){most, most});
}

/* What the child ended with. A key pressed to end it ends the parent alike. */
static quoin_status judge(const struct cli *cli, int state)
{
    if (WIFEXITED(state))
        return (quoin_status)WEXITSTATUS(state);
    int signal = WTERMSIG(state);
    if (signal == SIGINT || signal == SIGTERM || signal == SIGHUP)
        return (quoin_status)(128 + signal);
    const char *why = signal == SIGXCPU ? "it took too long" : strsignal(signal);
    say_wrong("a PDF is damaged, or needs more than --memory allows; have it made again, or try "
              "the PDFs one by one",
              "%s broke off: %s", cli->command->name, why);
    return QUOIN_LIMIT;
}

static quoin_status await(const struct cli *cli, pid_t child)
{
    int state = 0;
    struct sigaction ignored = {.sa_handler = SIG_IGN}, before;
    sigaction(SIGINT, &ignored, &before); /* the child gets it too, and is waited for */
    while (waitpid(child, &state, 0) < 0 && errno == EINTR)
        ;
    sigaction(SIGINT, &before, NULL);
    return judge(cli, state);
}

bool memory_apart(const struct cli *cli, size_t bytes, quoin_status *status)
{
    pid_t parent = getpid(), child = fork();
    if (child > 0) {
        *status = await(cli, child);
        return false;
    }
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
            _exit(QUOIN_INTERNAL);
    }
    limit(cli, bytes); /* where no process can be had, in this one */
    return true;
}
