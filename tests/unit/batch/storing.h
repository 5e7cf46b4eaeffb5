/* What the tests of store, manifest and fresh need: files looked at, work done in a child. */
#ifndef QUOIN_TESTS_STORING_H
#define QUOIN_TESTS_STORING_H

#include "unit/batch/batch_test.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "base/file.h"
#include "batch/store.h"

#define ALONE ((struct shard){0, 1})

static inline bool is_there(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

static inline str content(struct place *p, const char *path)
{
    struct diag quiet;
    diag_init(&quiet, p->arena);
    const struct source *s = file_read(p->arena, &quiet, str_z(path), 1 << 28);
    return s ? s->text : STR("(none)");
}

static inline struct finding *last_finding(struct place *p)
{
    static struct finding none;
    return p->diag.count ? &p->diag.findings[p->diag.count - 1] : &none;
}

static inline str last_text(struct place *p)
{
    return last_finding(p)->text;
}

/* A child that does not outlive its test, even if that fails. */
static inline pid_t fork_mortal(void)
{
    pid_t child = fork();
    if (child == 0)
        prctl(PR_SET_PDEATHSIG, SIGKILL);
    return child;
}

/* What the child's work returned; -1 when it was killed. */
static inline int in_child(int (*work)(struct place *), struct place *p)
{
    int status = 0;
    pid_t child = fork_mortal();
    if (child == 0)
        _exit(work(p));
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* As somebody whom permissions bind. */
static inline void lose_rights(void)
{
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
        _exit(99);
}

static inline struct store open_alone(struct place *p)
{
    struct store s;
    assert_true(store_open(&s, &p->diag, STR("out"), ALONE, false));
    return s;
}

static inline double milliseconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

#endif
