#include "batch/fault_hook.h"

#ifdef QUOIN_FAULT_HOOKS

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "batch/parcel.h"

static void crash(int pipe)
{
    (void)pipe;
    signal(SIGSEGV, SIG_DFL); /* a sanitizer would catch it */
    raise(SIGSEGV);
}

static void give_up(int pipe)
{
    (void)pipe;
    signal(SIGABRT, SIG_DFL);
    abort();
}

static void leave(int pipe)
{
    (void)pipe;
    _exit(1);
}

static void be_killed(int pipe)
{
    (void)pipe;
    raise(SIGKILL);
}

static void spin(int pipe)
{
    for (volatile unsigned i = (unsigned)pipe;; i = i + 1)
        ;
}

static void hang(int pipe)
{
    (void)pipe;
    for (;;)
        pause();
}

static void eat(int pipe)
{
    const size_t bite = (size_t)1 << 20;
    for (char *p; (p = malloc(bite)) != NULL;)
        memset(p, 'x', bite);
    give_up(pipe);
}

static void send_bytes(int pipe, const char *bytes, size_t size)
{
    if (write(pipe, bytes, size) < 0)
        _exit(1);
}

static void send_garbage(int pipe)
{
    send_bytes(pipe, "quoin p1 this is no parcel", 26);
    _exit(0);
}

static void flood(int pipe)
{
    static const char bytes[1 << 16];
    for (;;)
        send_bytes(pipe, bytes, sizeof bytes);
}

static const struct result sample = {.findings_json = {"[]", 2}};

static void send_half(int pipe)
{
    int ends[2];
    char bytes[4096];
    if (pipe2(ends, 0) == 0 && parcel_send(ends[1], &sample)) {
        ssize_t n = read(ends[0], bytes, sizeof bytes);
        send_bytes(pipe, bytes, n > 0 ? (size_t)n / 2 : 0);
    }
    _exit(0);
}

static void send_nothing(int pipe)
{
    parcel_send(pipe, &sample);
    _exit(0);
}

static void linger(int pipe)
{
    parcel_send(pipe, &sample);
    close(pipe);
    hang(pipe);
}

static const struct hook {
    const char *name;
    void (*run)(int pipe);
} hooks[] = {
    {"segv", crash},  {"abort", give_up},  {"exit", leave},    {"kill", be_killed},
    {"spin", spin},   {"hang", hang},      {"eat", eat},       {"garbage", send_garbage},
    {"flood", flood}, {"torn", send_half}, {"linger", linger}, {"empty", send_nothing},
};

/* One "KIND:PART". */
static void try_fault(char *fault, const char *path, int pipe)
{
    char *part = strchr(fault, ':');
    if (!part || !strstr(path, part + 1))
        return;
    *part = '\0';
    for (size_t i = 0; i < sizeof hooks / sizeof *hooks; i++)
        if (strcmp(hooks[i].name, fault) == 0)
            hooks[i].run(pipe);
}

void fault_hook(const char *path, int pipe)
{
    char *asked = getenv("QUOIN_FAULT");
    char *faults = asked ? strdup(asked) : NULL, *rest = NULL;
    for (char *f = faults ? strtok_r(faults, ",", &rest) : NULL; f; f = strtok_r(NULL, ",", &rest))
        try_fault(f, path, pipe);
    free(faults);
}

#endif
