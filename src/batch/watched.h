/*
 * watched: the files that a report's PDF is made of, as they were when it was made last: each by
 * its SHA-256, so that only other contents are a change. Those that are named and not there belong
 * to them: they may come.
 */
#ifndef QUOIN_BATCH_WATCHED_H
#define QUOIN_BATCH_WATCHED_H

#include "batch/worker.h"

/* A file as the last render had it, or was begun with. */
struct watched_file {
    str path;
    str sha256; /* empty: it cannot be read */
};

/* The first is the report. */
struct watched_list {
    struct arena *arena;
    struct arena_mark empty;
    struct watched_file *files;
    size_t count, capacity;
};

struct watched {
    const char *report, *layout; /* layout: as --layout has it, a name or a file; NULL: none */
    struct arena *scratch;
    struct watched_list lists[2]; /* one in use, one for making the next */
    struct watched_list *now;     /* the one in use */
};

/* With the two fields of paths set: an arena for what is gone at once, and one for each list. */
void watched_open(struct watched *w, struct arena *scratch, struct arena *one, struct arena *other);

/*
 * The files to begin a render with, as they are on the disk: all that are named, and those of the
 * render before. Like those after it, for the caller to make `now`.
 */
struct watched_list *watched_before(struct watched *w);
/* The files after it, by what it tells of itself, as they were when it was begun. */
struct watched_list *watched_after(struct watched *w, const struct result *result);

struct watched_view {
    bool is_changed;  /* a file is not as it was */
    bool is_doubtful; /* and it is empty, or gone */
    bool is_gone;     /* the report */
};

/* The files of `now` against the disk. */
struct watched_view watched_compare(struct watched *w);

#endif
