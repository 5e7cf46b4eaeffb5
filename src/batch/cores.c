#include "batch/cores.h"

#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define GROUPS "/sys/fs/cgroup"

/* More processors than that are counted as so many; a batch needs no more children. */
#define CORES_MAX 4096

/* ---- where it may run -------------------------------------------------------------------- */

static unsigned count_affinity(void)
{
    unsigned count = 0;
    cpu_set_t *set = CPU_ALLOC(CORES_MAX);
    size_t size = CPU_ALLOC_SIZE(CORES_MAX);
    if (set && sched_getaffinity(0, size, set) == 0)
        count = (unsigned)CPU_COUNT_S(size, set);
    CPU_FREE(set);
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return count ? count : online > 0 && online < CORES_MAX ? (unsigned)online : 1;
}

/* ---- how much time it is given ----------------------------------------------------------- */

/* A whole number of at most 12 digits; false when it is none. */
static bool read_number(str word, unsigned long long *out)
{
    *out = 0;
    for (size_t i = 0; i < word.n; i++) {
        if (word.p[i] < '0' || word.p[i] > '9' || word.n > 12)
            return false;
        *out = *out * 10 + (unsigned long long)(word.p[i] - '0');
    }
    return word.n > 0;
}

unsigned cores_of_quota(str cpu_max)
{
    unsigned long long quota, period;
    str first = str_word(&cpu_max), second = str_word(&cpu_max);
    if (!read_number(first, &quota) || !read_number(second, &period) || quota == 0 || period == 0)
        return 0;
    unsigned long long cores = (quota + period - 1) / period;
    return cores < CORES_MAX ? (unsigned)cores : CORES_MAX;
}

static str read_small(const char *path, char *text, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, size);
    if (fd >= 0)
        close(fd);
    return n > 0 ? (str){text, (size_t)n} : (str){0};
}

/* The control group, "/user.slice/a", from the line "0::/user.slice/a"; empty if there is none. */
static str own_group(str groups)
{
    while (groups.n) {
        size_t end = str_find(groups, '\n');
        str line = str_sub(groups, 0, end);
        if (str_starts(line, STR("0::/")))
            return str_sub(line, 3, line.n);
        groups = str_sub(groups, end + (end < groups.n), groups.n);
    }
    return (str){0};
}

/* The least that the group and those around it are given; 0: no limit. */
static unsigned count_quota(void)
{
    char text[4096], path[sizeof GROUPS + sizeof text + 16], quota[64];
    unsigned least = 0;
    str group = own_group(read_small("/proc/self/cgroup", text, sizeof text));
    while (group.n) {
        snprintf(path, sizeof path, GROUPS "%.*s/cpu.max", STR_ARG(group));
        unsigned cores = cores_of_quota(read_small(path, quota, sizeof quota));
        least = cores && (!least || cores < least) ? cores : least;
        do
            group.n--;
        while (group.n && group.p[group.n] != '/');
    }
    return least;
}

unsigned cores_available(void)
{
    unsigned cores = count_affinity(), quota = count_quota();
    return quota && quota < cores ? quota : cores;
}
