/*
 * peak: runs a command once and prints what it took: the wall clock and the CPU of all its
 * processes in milliseconds, the peak memory of the process itself, and that of the largest of its
 * children, in KiB.
 *
 *     peak COMMAND ARGUMENT…        prints "wall-ms cpu-ms own-KiB child-KiB"; its status is the
 *                                   command's
 *
 * The kernel gives a process's own peak only while it lives (VmHWM in /proc/PID/status), so it is
 * looked at every millisecond or two. That of the largest of all comes with its end; it is the
 * children's where it is above its own.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

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

/* 0 once it has ended. */
static long read_peak(pid_t pid)
{
    char path[64], line[256];
    long peak = 0;
    snprintf(path, sizeof path, "/proc/%ld/status", (long)pid);
    FILE *status = fopen(path, "r");
    while (status && fgets(line, sizeof line, status))
        if (sscanf(line, "VmHWM: %ld kB", &peak) == 1)
            break;
    if (status)
        fclose(status);
    return peak;
}

int main(int argc, char **argv)
{
    const struct timespec moment = {0, 1500000};
    struct rusage usage;
    int status;
    long own = 0, seen;
    double start = now();
    pid_t child = argc > 1 ? fork() : -1, ended;
    if (child == 0) {
        execvp(argv[1], argv + 1);
        _exit(127);
    }
    if (child < 0)
        return 2;
    while ((ended = wait4(child, &status, WNOHANG, &usage)) == 0) {
        if ((seen = read_peak(child)) > own)
            own = seen;
        nanosleep(&moment, NULL);
    }
    printf("%.0f %.0f %ld %ld\n", now() - start,
           milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime), own, usage.ru_maxrss);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}
