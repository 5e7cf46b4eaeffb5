/* A fresh folder for each test, which is the current one, with files and a report's head. */
#ifndef QUOIN_TESTS_BATCH_TEST_H
#define QUOIN_TESTS_BATCH_TEST_H

#include "unit/base/base_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"

struct place {
    struct arena *arena;
    struct arena *scratch;
    struct diag diag;
    char folder[64];
};

static inline int open_place(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    strcpy(p->folder, "/tmp/quoin-batch-XXXXXX");
    p->arena = arena_new();
    p->scratch = arena_new();
    diag_init(&p->diag, p->arena);
    *state = p;
    return mkdtemp(p->folder) && chdir(p->folder) == 0 ? 0 : -1;
}

static inline int close_place(void **state)
{
    struct place *p = *state;
    char command[192];
    snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -rf %s", p->folder, p->folder);
    int status = chdir("/") + system(command);
    arena_close(p->scratch);
    arena_close(p->arena);
    free(p);
    return status;
}

#define PLACE_TEST(name) cmocka_unit_test_setup_teardown(name, open_place, close_place)

/* Makes the file, and the folders on the way. */
static inline void put(const char *path, const char *text)
{
    char folder[4096];
    for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
        snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path);
        if (slash > path)
            mkdir(folder, 0777);
    }
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

/* A report as far as its head: short name, area, year, quarter. */
static inline void put_report(const char *path, const char *name, const char *area,
                              const char *year, int quarter)
{
    char text[1024];
    snprintf(text, sizeof text,
             "<report xmlns=\"urn:quoin:report:1\" year=\"%s\" quarter=\"%d\" xml:lang=\"en-GB\">"
             "<organisation short=\"%s\">Office of %s</organisation>%s%s%s"
             "<title>Report</title><!-- no other is alike: %llx --></report>",
             year, quarter, name, name, *area ? "<area>" : "", area, *area ? "</area>" : "",
             (unsigned long long)str_hash(str_z(path)));
    put(path, text);
}

#endif
