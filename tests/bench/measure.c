/*
 * measure: runs a command several times and prints what the kernel counted for the cheapest run:
 * user and system CPU in milliseconds, wall clock, and the peak of its memory in KiB.
 *
 *     measure RUNS COMMAND ARGUMENT…        prints "cpu-ms wall-ms peak-KiB"
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct cost {
    double cpu, wall; /* milliseconds */
    long peak;        /* KiB */
};

static double milliseconds(struct timeval t)
{
    return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static struct cost run_once(char **command)
{
    struct rusage usage;
    int status;
    double start = now();
    pid_t child = fork();
    if (child == 0) {
        execvp(command[0], command);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) != child || status != 0) {
        fprintf(stderr, "measure: %s failed\n", command[0]);
        exit(1);
    }
    return (struct cost){milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime), now() - start,
                         usage.ru_maxrss};
}

int main(int argc, char **argv)
{
    int runs = argc > 2 ? atoi(argv[1]) : 0;
    if (runs < 1)
        return 2;
    struct cost best = run_once(argv + 2);
    for (int i = 1; i < runs; i++) {
        struct cost cost = run_once(argv + 2);
        if (cost.cpu < best.cpu)
            best = cost;
    }
    printf("%.1f %.1f %ld\n", best.cpu, best.wall, best.peak);
    return 0;
}
