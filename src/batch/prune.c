#include "batch/prune.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "batch/edition.h"
#include "batch/fresh.h"

#define READ_FLAGS (O_RDONLY | O_NONBLOCK | O_NOCTTY)

/* ---- is it one? ---- */

static int by_output(const void *output, const void *document)
{
    return str_cmp(*(const str *)output, ((const struct document *)document)->output);
}

/* The plan is sorted by output: those without one come first. */
static bool is_of_nameless(const struct schedule *plan, str input)
{
    for (size_t i = 0; i < plan->count && plan->documents[i].output.n == 0; i++)
        if (str_eq(plan->documents[i].name, input))
            return true;
    return false;
}

static bool is_other_edition(const struct schedule *plan, const struct record *record, str options)
{
    bool is_report = false;
    if (edition_compare(edition_of(record->options), edition_of(options)) == 0)
        return false;
    for (size_t i = 0; i < plan->count && !is_report; i++)
        is_report = str_eq(plan->documents[i].name, record->input);
    return is_report;
}

bool prune_is_stray(const struct schedule *plan, const struct record *record, str options)
{
    bool is_made =
        record->output.n && plan->count &&
        bsearch(&record->output, plan->documents, plan->count, sizeof *plan->documents, by_output);
    return !is_made && !is_of_nameless(plan, record->input) &&
           !is_other_edition(plan, record, options);
}

/* ---- away with it ---- */

/* Is what lies there what was published? */
static bool is_as_published(int fd, const struct record *record, struct stat *seen)
{
    return fstat(fd, seen) == 0 && S_ISREG(seen->st_mode) &&
           (uintmax_t)seen->st_size == record->bytes && fresh_has_hash(fd, record->sha256);
}

enum prune prune_remove(const struct store *s, struct diag *d, const struct record *record)
{
    struct stat seen;
    if (record->output.n == 0 || record->sha256.n == 0 || s->root < 0)
        return PRUNE_GONE;
    int fd = file_open_under(d->arena, s->root, record->output, READ_FLAGS);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? PRUNE_GONE : PRUNE_KEPT;
    bool is_ours = is_as_published(fd, record, &seen);
    close(fd);
    if (!is_ours)
        return PRUNE_KEPT;
    if (!s->is_dry && !store_remove(s, d, record->output, &seen))
        return PRUNE_FAILED;
    return PRUNE_REMOVED;
}
