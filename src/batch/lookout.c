/*
 * A spot is a name in a watched folder. Each file gives one, or two when it is a link: where it
 * stands and where it leads. A folder is watched once however many files it holds: the kernel
 * gives the same number for the same folder, and never a number that was used before.
 */
#include "batch/lookout.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

/* Not IN_MODIFY: what is being written is of interest when it is finished. */
#define EVENTS                                                                                     \
    (IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_DELETE_SELF |       \
     IN_MOVE_SELF | IN_ONLYDIR)

struct spot {
    int watch;
    str path; /* absolute */
    str name; /* its last component */
};

/* What a file is known by without reading it; all 0 when it is not there. */
struct look {
    dev_t dev;
    ino_t ino;
    off_t size;
    struct timespec written, altered;
};

struct file {
    str path;
    struct look set, last; /* by lookout_set(); by the poll before */
};

struct lookout {
    struct arena *arena;
    struct arena_mark empty;
    int fd; /* -1: none */
    str home;
    struct file *files;
    struct spot *spots;
    size_t file_count, spot_count, spot_capacity;
    int *watches; /* of the spots, each once; malloc'ed, so as to be compared with the new ones */
    size_t watch_count;
};

static void close_lookout(void *handle)
{
    struct lookout *l = handle;
    if (l->fd >= 0)
        close(l->fd);
    free(l->watches);
}

struct lookout *lookout_open(struct arena *own, str home)
{
    struct lookout *l = ARENA_NEW(own, struct lookout);
    l->arena = own;
    l->home = str_copy(own, home);
    l->fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    arena_defer(own, close_lookout, l);
    l->empty = arena_mark(own);
    return l;
}

int lookout_fd(const struct lookout *l)
{
    return l->fd;
}

/* ---- looking at files ------------------------------------------------------------------- */

static struct look look_at(str path)
{
    struct stat st;
    if (stat(path.p, &st) != 0)
        return (struct look){0};
    return (struct look){st.st_dev, st.st_ino, st.st_size, st.st_mtim, st.st_ctim};
}

static bool is_same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static bool is_same_look(const struct look *a, const struct look *b)
{
    return a->dev == b->dev && a->ino == b->ino && a->size == b->size &&
           is_same_time(a->written, b->written) && is_same_time(a->altered, b->altered);
}

enum sighting lookout_poll(struct lookout *l)
{
    enum sighting found = SIGHTING_NONE;
    for (size_t i = 0; i < l->file_count; i++) {
        struct file *f = &l->files[i];
        struct look now = look_at(f->path);
        if (!is_same_look(&now, &f->set) && is_same_look(&now, &f->last)) {
            f->set = now;
            found = SIGHTING_CHANGE;
        }
        f->last = now;
    }
    return found;
}

/* ---- spots ------------------------------------------------------------------------------ */

/* The path without its last component; "/" and "." are their own folders. */
static str folder_of(struct arena *a, str path)
{
    size_t n = path.n - file_name(path).n;
    while (n > 1 && path.p[n - 1] == '/')
        n--;
    return n ? str_copy(a, str_sub(path, 0, n)) : STR(".");
}

/*
 * Watches the folder the path stands in, or the nearest above it that is there. Having set a watch
 * above, looks again: the folder may have come between the two.
 */
static void add_spot(struct lookout *l, str path)
{
    for (int tries = 0; tries < 3; tries++) {
        str folder = folder_of(l->arena, path);
        int watch = inotify_add_watch(l->fd, folder.p, EVENTS);
        if (watch >= 0)
            *ARENA_PUSH(l->arena, l->spots, l->spot_count, l->spot_capacity) =
                (struct spot){watch, path, file_name(path)};
        if (watch >= 0 || (errno != ENOENT && errno != ENOTDIR) || str_eq(folder, path))
            return;
        size_t before = l->spot_count;
        add_spot(l, folder);
        if (access(folder.p, F_OK) != 0 || l->spot_count == before)
            return;
    }
}

static void add_spots(struct lookout *l, str path)
{
    struct stat st;
    add_spot(l, path);
    if (lstat(path.p, &st) != 0 || !S_ISLNK(st.st_mode))
        return;
    char *target = realpath(path.p, NULL);
    if (target)
        add_spot(l, str_copy(l->arena, str_z(target)));
    free(target);
}

static bool is_among(const int *watches, size_t count, int watch)
{
    for (size_t i = 0; i < count; i++)
        if (watches[i] == watch)
            return true;
    return false;
}

/* Ends the watches of folders that hold nothing of interest any more. */
static void sweep_watches(struct lookout *l)
{
    size_t count = 0;
    int *now = malloc((l->spot_count + 1) * sizeof *now);
    if (!now)
        arena_oom(l->arena);
    for (size_t i = 0; i < l->spot_count; i++)
        if (!is_among(now, count, l->spots[i].watch))
            now[count++] = l->spots[i].watch;
    for (size_t i = 0; i < l->watch_count; i++)
        if (!is_among(now, count, l->watches[i]))
            inotify_rm_watch(l->fd, l->watches[i]); /* fails where the folder is gone */
    free(l->watches);
    l->watches = now;
    l->watch_count = count;
}

static str absolute(struct lookout *l, str path)
{
    bool is_bare = l->home.n == 0 || str_starts(path, STR("/"));
    return is_bare ? str_copy(l->arena, path)
                   : str_format(l->arena, "%.*s/%.*s", STR_ARG(l->home), STR_ARG(path));
}

/* `paths` may not live in the lookout's arena, which begins anew. */
void lookout_set(struct lookout *l, const str *paths, size_t count)
{
    arena_rewind(l->arena, l->empty);
    l->spots = NULL;
    l->spot_count = l->spot_capacity = 0;
    l->files = ARENA_ARRAY(l->arena, count, struct file);
    l->file_count = count;
    for (size_t i = 0; i < count; i++) {
        str path = absolute(l, paths[i]);
        if (l->fd >= 0)
            add_spots(l, path);
        struct look look = look_at(path);
        l->files[i] = (struct file){path, look, look};
    }
    sweep_watches(l);
}

/* ---- events ----------------------------------------------------------------------------- */

/* A link, a second name and a folder are complete when they appear; a plain file is not. */
static enum sighting judge_creation(str path)
{
    struct stat st;
    bool is_begun = lstat(path.p, &st) == 0 && S_ISREG(st.st_mode) && st.st_nlink == 1;
    return is_begun ? SIGHTING_BEGUN : SIGHTING_CHANGE;
}

static enum sighting judge_event(const struct lookout *l, const struct inotify_event *event)
{
    enum sighting found = SIGHTING_NONE;
    if (event->mask & IN_Q_OVERFLOW) /* some are lost */
        return SIGHTING_CHANGE;
    for (size_t i = 0; i < l->spot_count && found != SIGHTING_CHANGE; i++) {
        const struct spot *spot = &l->spots[i];
        if (spot->watch != event->wd)
            continue;
        if (event->len == 0) /* the folder itself */
            found = SIGHTING_CHANGE;
        else if (str_is(spot->name, event->name))
            found = event->mask & IN_CREATE ? judge_creation(spot->path) : SIGHTING_CHANGE;
    }
    return found;
}

enum sighting lookout_read(struct lookout *l)
{
    _Alignas(struct inotify_event) char events[16384];
    enum sighting found = SIGHTING_NONE;
    ssize_t size;
    while (l->fd >= 0 && (size = read(l->fd, events, sizeof events)) > 0)
        for (const char *p = events; p < events + size;) {
            const struct inotify_event *event = (const void *)p;
            enum sighting one = judge_event(l, event);
            found = one > found ? one : found;
            p += sizeof *event + event->len;
        }
    return found;
}
