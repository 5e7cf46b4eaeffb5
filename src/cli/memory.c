/*
 * memory: commands that read PDFs of strangers run in a process of their own, with a limit on what
 * it may have, of memory and of time. What libqpdf cannot survive then ends the child; it is told
 * in plain words, and no output has been touched: what is published, the child publishes last.
 *
 * Where libqpdf gets no memory it throws an exception, and on its way that turns into "the object
 * is damaged", into an object that is not there, or into an abort: not one of which is true. The
 * C++ library asks a handler before it throws. Ours says what is the matter and ends the child.
 *
 * Libqpdf follows what leads from object to object by recursion, about 160 bytes of stack a step:
 * a list of 100,000 bookmarks, each leading to the next, does not fit into the usual 8 MiB. The
 * stack of a process grows up to its limit, which may be raised while it runs as far as the kernel
 * has left room above the libraries: 128 MiB (mmap_base() in arch/x86/mm/mmap.c and its like).
 * Where it ends, or where there is no memory for more of it, the child is told by a signal, and
 * tells.
 */
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
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
#define STACK_NEAR ((rlim_t)1 << 20) /* room for one step */

/*
 * Of CPU time. A pack of 1,000 pages takes five, ten on an old machine; a PDF made to keep us busy
 * is found out by what it holds (unpack.h, band.h, pageprint.h), and what is not, by this.
 */
#define SECONDS_BASE    120
#define SECONDS_PER_MIB 1

/* std::set_new_handler() of the C++ library that libqpdf brings; NULL where it brings another. */
void (*cxx_set_new_handler(void (*handler)(void)))(void) __asm__("_ZSt15set_new_handlerPFvvE")
    __attribute__((weak));

/* ---- in the child -------------------------------------------------------------------------- */

/* Nothing that is not finished goes out: not what stands in the buffer of standard output either.
 */
static void tell_starved(void)
{
    memory_tell_short();
    _exit(QUOIN_LIMIT);
}

/*
 * Only what a signal's handler may call. The environment stands at the top of the stack; beneath it
 * there is nothing but stack as far down as its limit, so that whatever cannot be had there is a
 * step too far, or one that there is no memory for.
 */
static void on_fault(int signal, siginfo_t *info, void *context)
{
    extern char **environ;
    static const char deep[] =
        "quoin: error[Q713]: a PDF leads from object to object without end\n"
        "  help: take in the PDFs one by one, and have the one at fault made again\n";
    static const char starved[] =
        "quoin: error[Q802]: there is not enough memory\n"
        "  help: allow more with --memory, or take in the PDFs one by one\n";
    struct rlimit stack;
    uintptr_t used = (uintptr_t)environ - (uintptr_t)info->si_addr;
    (void)signal;
    (void)context;
    if (getrlimit(RLIMIT_STACK, &stack) != 0 || used > stack.rlim_cur + STACK_NEAR)
        return; /* elsewhere: the signal's default is next */
    bool is_deep = used + STACK_NEAR > stack.rlim_cur;
    ssize_t n = is_deep ? write(2, deep, sizeof deep - 1) : write(2, starved, sizeof starved - 1);
    _exit(n < 0 || is_deep ? QUOIN_INVALID : QUOIN_LIMIT);
}

static void watch_stack(void)
{
    static char room[64 << 10]; /* what the stack ends without */
    stack_t other = {.ss_sp = room, .ss_size = sizeof room};
    struct sigaction action = {.sa_sigaction = on_fault,
                               .sa_flags = SA_SIGINFO | SA_ONSTACK | (int)SA_RESETHAND};
    sigaltstack(&other, NULL);
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
}

static void raise_stack(void)
{
    struct rlimit stack;
    if (getrlimit(RLIMIT_STACK, &stack) != 0 || stack.rlim_cur >= STACK_SIZE)
        return; /* RLIM_INFINITY is larger than any number */
    bool is_capped = stack.rlim_max != RLIM_INFINITY && stack.rlim_max < STACK_SIZE;
    stack.rlim_cur = is_capped ? stack.rlim_max : STACK_SIZE;
    setrlimit(RLIMIT_STACK, &stack);
}

static rlim_t count_seconds(const struct cli *cli)
{
    rlim_t mib = 0;
    struct stat st;
    for (int i = 0; i < cli->operand_count; i++)
        if (stat(cli->operands[i], &st) == 0 && st.st_size > 0)
            mib += (rlim_t)st.st_size >> 20;
    return SECONDS_BASE + SECONDS_PER_MIB * mib;
}

static void limit(const struct cli *cli, size_t bytes)
{
    rlim_t most = cli->memory_limit ? cli->memory_limit : bytes, seconds = count_seconds(cli);
    struct rlimit there;
    raise_stack();
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    setrlimit(RLIMIT_CPU, &(struct rlimit){seconds, seconds + 5});
    if (IS_SANITIZED)
        return;
    watch_stack();
    if (getrlimit(RLIMIT_AS, &there) != 0 || there.rlim_cur > most) /* a stricter one stays */
        setrlimit(RLIMIT_AS, &(struct rlimit){most, most});
    if (cxx_set_new_handler)
        cxx_set_new_handler(tell_starved);
}

/* ---- in the parent ------------------------------------------------------------------------- */

void memory_tell_short(void)
{
    struct rlimit most;
    const char *hint = "allow more with --memory, or take in the PDFs one by one";
    if (getrlimit(RLIMIT_AS, &most) == 0 && most.rlim_cur != RLIM_INFINITY)
        say_wrong(hint, "error[Q802]: there is not enough memory: it may have %llu MiB",
                  (unsigned long long)most.rlim_cur >> 20);
    else
        say_wrong(hint, "error[Q802]: there is not enough memory");
}

/* What the child ended with. A key pressed to end it ends the parent alike. */
static quoin_status judge(const struct cli *cli, int state)
{
    if (WIFEXITED(state))
        return (quoin_status)WEXITSTATUS(state);
    int signal = WTERMSIG(state);
    if (signal == SIGINT || signal == SIGTERM || signal == SIGHUP)
        return (quoin_status)(128 + signal);
    if (signal == SIGXCPU)
        say_wrong("a PDF is damaged, or was made to take for ever: try the PDFs one by one",
                  "error[Q805]: %s took too long", cli->command->name);
    else
        say_wrong(
            "a PDF is damaged, or needs more than --memory allows; have it made again, or try "
            "the PDFs one by one",
            "error[Q754]: %s broke off: %s", cli->command->name, strsignal(signal));
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
