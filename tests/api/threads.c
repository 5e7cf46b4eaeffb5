/*
 * Several threads over one kit: each renders every report named, again and again, starting at a
 * different one; all must get the bytes that a single thread got.
 *
 *     threads REPORT.xml…
 */
#include <pthread.h>
#include <quoin.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 4, ROUNDS = 3 };

struct expected {
    const char *path;
    void *bytes;
    size_t size;
};

struct job {
    pthread_t thread;
    const quoin_kit *kit;
    const struct expected *reports;
    int count, first, failures;
};

/* NULL when it cannot be rendered; malloc'ed. */
static void *render(const quoin_kit *kit, const char *path, size_t *size)
{
    const void *bytes;
    void *copy = NULL;
    quoin_report *report = quoin_report_open(kit, path, NULL);
    if (report && quoin_render(report, &bytes, size) == QUOIN_DONE && (copy = malloc(*size)))
        memcpy(copy, bytes, *size);
    quoin_report_close(report);
    return copy;
}

static void *work(void *state)
{
    struct job *job = state;
    const char head[] = "<report year='2020/21' quarter='2'><title>T</title><paper/></report>";
    for (int i = 0; i < job->count * ROUNDS; i++) {
        const struct expected *e = &job->reports[(job->first + i) % job->count];
        size_t size = 0;
        void *bytes = render(job->kit, e->path, &size);
        if (!bytes || size != e->size || memcmp(bytes, e->bytes, size) != 0)
            job->failures++;
        free(bytes);
        quoin_identity *identity = quoin_identify(head, sizeof head - 1);
        if (!identity || strcmp(identity->title, "T") != 0)
            job->failures++;
        free(identity);
    }
    return NULL;
}

static int run_threads(const quoin_kit *kit, const struct expected *reports, int count)
{
    struct job jobs[THREADS];
    int failures = 0;
    for (int i = 0; i < THREADS; i++) {
        jobs[i] = (struct job){.kit = kit, .reports = reports, .count = count, .first = i};
        if (pthread_create(&jobs[i].thread, NULL, work, &jobs[i]) != 0)
            exit(1);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(jobs[i].thread, NULL);
        failures += jobs[i].failures;
    }
    return failures;
}

int main(int argc, char **argv)
{
    quoin_kit *kit = quoin_kit_open();
    struct expected *reports = calloc((size_t)argc, sizeof *reports);
    if (!kit || !reports || argc < 2)
        return 1;
    for (int i = 1; i < argc; i++) {
        reports[i - 1].path = argv[i];
        reports[i - 1].bytes = render(kit, argv[i], &reports[i - 1].size);
        if (!reports[i - 1].bytes) {
            fprintf(stderr, "%s: cannot be rendered\n", argv[i]);
            return 1;
        }
    }
    int failures = run_threads(kit, reports, argc - 1);
    printf("%d threads, %d renders each, %d differ\n", THREADS, (argc - 1) * ROUNDS, failures);
    for (int i = 1; i < argc; i++)
        free(reports[i - 1].bytes);
    free(reports);
    quoin_kit_close(kit);
    return failures != 0;
}
