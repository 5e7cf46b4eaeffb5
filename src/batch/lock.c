/*
 * Locks are those of fcntl and not flock: a child of fork, as every worker is, does not have them.
 * So a batch that is killed loses its lock at once and not with the last of its workers. They also
 * reach over network drives. Their known trap, that closing any descriptor of the file drops the
 * lock, is none here: a process opens its lock once.
 */
#include "batch/lock.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "batch/store.h"

/* Takes a lock on the whole file; 0, or an errno: EAGAIN when another has it. */
static int try_lock(int fd, short type)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET};
    if (fcntl(fd, F_SETLK, &lock) == 0)
        return 0;
    return errno == EACCES ? EAGAIN : errno;
}

/* The lock file; -1 and errno. */
static int open_lock(const struct lock *l, const char *name)
{
    struct stat st;
    int fd = openat(l->inner, name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
    if (fd < 0 || (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)))
        return fd;
    close(fd);
    errno = EEXIST;
    return -1;
}

static void put_host(char *out, size_t size)
{
    if (gethostname(out, size) != 0)
        out[0] = '\0';
    out[size - 1] = '\0';
}

/* "4711 2026-11-22 10:12:07 node7": for people, so the wall clock will do. */
static void sign_lock(int fd)
{
    char host[65], text[128];
    struct tm tm;
    time_t now = time(NULL);
    put_host(host, sizeof host);
    if (!gmtime_r(&now, &tm))
        return;
    int n = snprintf(text, sizeof text, "%ld %04d-%02d-%02d %02d:%02d:%02d %s\n", (long)getpid(),
                     tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
                     host);
    /* A disk that is full loses the words, not the lock. */
    if (ftruncate(fd, 0) == 0 && n > 0 && pwrite(fd, text, (size_t)n, 0) != n)
        (void)!ftruncate(fd, 0);
}

/* What the holder signed, as the end of a sentence; "" where it makes no sense. */
static str read_signature(struct arena *a, int fd)
{
    char text[128], own[65];
    ssize_t n = pread(fd, text, sizeof text, 0);
    str rest = {text, n > 0 ? (size_t)n : 0};
    str pid = str_word(&rest), date = str_word(&rest), hour = str_word(&rest),
        host = str_word(&rest);
    if (!str_is_made_of(pid, "0123456789") || !str_is_made_of(date, "0123456789-") ||
        !str_is_made_of(hour, "0123456789:"))
        return STR("");
    put_host(own, sizeof own);
    bool is_here = host.n == 0 || str_is(host, own);
    return str_format(a, " since %.*s %.*s UTC (process %.*s%s%.*s)", STR_ARG(date), STR_ARG(hour),
                      STR_ARG(pid), is_here ? "" : " on ", STR_ARG(is_here ? STR("") : host));
}

static bool fail_locked(const struct lock *l, struct diag *d, const char *who, int fd)
{
    str since = read_signature(d->arena, fd);
    struct finding *f = diag_add(d, Q753, (struct pos){0}, "%s %s at work in %.*s%.*s", who,
                                 since.n ? "has been" : "is", STR_ARG(l->folder), STR_ARG(since));
    diag_hint(d, f, "wait for it to end, or stop it; then run the same command again");
    return false;
}

static void name_shard_lock(char out[64], struct shard shard)
{
    snprintf(out, 64, "shard-%u-of-%u.lock", shard.index, shard.count);
}

/* "shard-1-of-4.lock" */
static bool is_shard_lock(const char *name, struct shard *out)
{
    char again[64];
    if (sscanf(name, "shard-%9u-of-%9u.lock", &out->index, &out->count) != 2)
        return false;
    name_shard_lock(again, *out);
    return strcmp(again, name) == 0;
}

static str describe_shard(struct arena *a, struct shard shard)
{
    return str_format(a, "shard %u/%u of a batch", shard.index, shard.count);
}

/* Is the shard of this lock at work? Then that is the finding. */
static bool fail_shard(const struct lock *l, struct diag *d, const char *name, struct shard shard)
{
    int fd = openat(l->inner, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    bool is_held = fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    if (is_held)
        fail_locked(l, d, describe_shard(d->arena, shard).p, fd);
    if (fd >= 0)
        close(fd);
    return is_held;
}

/* Another has the common lock: a batch, or any number of shards. */
static bool fail_common(const struct lock *l, struct diag *d)
{
    struct shard shard;
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    bool is_told = false,
         is_shards = fcntl(l->common, F_GETLK, &lock) == 0 && lock.l_type == F_RDLCK;
    DIR *entries = is_shards ? folder_list(l->inner) : NULL;
    for (const struct dirent *entry; entries && !is_told && (entry = readdir(entries));)
        is_told = is_shard_lock(entry->d_name, &shard) && fail_shard(l, d, entry->d_name, shard);
    if (entries)
        closedir(entries);
    return is_told ? false : fail_locked(l, d, "another batch", is_shards ? -1 : l->common);
}

static bool fail_lock_file(const struct lock *l, struct diag *d, const char *name, int error)
{
    str path = store_path(d->arena, l->folder, str_format(d->arena, STORE_INNER "/%s", name));
    if (error != ENOLCK && error != EOPNOTSUPP && error != ENOSYS && error != EINVAL) {
        file_add_unwritten(d, path, error);
        return false;
    }
    struct finding *f = diag_add(d, Q702, file_pos(d, path),
                                 "this disk has no locks, so that two batches could not be told");
    diag_hint(d, f, "choose a folder on another disk, and copy the PDFs when they are made");
    return false;
}

static bool take_common(struct lock *l, struct diag *d, bool is_shared)
{
    l->common = open_lock(l, "lock");
    if (l->common < 0)
        return fail_lock_file(l, d, "lock", errno);
    int error = try_lock(l->common, is_shared ? F_RDLCK : F_WRLCK);
    if (error == EAGAIN)
        return fail_common(l, d);
    if (error)
        return fail_lock_file(l, d, "lock", error);
    if (!is_shared)
        sign_lock(l->signed_by = l->common);
    return true;
}

/* After the common one: who has that alone knows that no shard has this. */
static bool take_own(struct lock *l, struct diag *d, struct shard shard)
{
    char name[64];
    name_shard_lock(name, shard);
    l->own = open_lock(l, name);
    if (l->own < 0)
        return fail_lock_file(l, d, name, errno);
    int error = try_lock(l->own, F_WRLCK);
    if (error == EAGAIN)
        return fail_locked(l, d, describe_shard(d->arena, shard).p, l->own);
    if (error)
        return fail_lock_file(l, d, name, error);
    sign_lock(l->signed_by = l->own);
    return true;
}

/* What shards that have ended left; only who has the common lock alone may. */
static void sweep_shard_locks(const struct lock *l)
{
    struct shard shard;
    DIR *entries = folder_list(l->inner);
    for (const struct dirent *entry; entries && (entry = readdir(entries));)
        if (is_shard_lock(entry->d_name, &shard))
            unlinkat(l->inner, entry->d_name, 0);
    if (entries)
        closedir(entries);
}

bool lock_take(struct lock *l, struct diag *d, str folder, int inner, struct shard shard)
{
    bool is_shared = shard.count > 1;
    *l = LOCK_NONE;
    l->folder = folder;
    l->inner = inner;
    if (!take_common(l, d, is_shared) || (is_shared && !take_own(l, d, shard))) {
        lock_release(l);
        return false;
    }
    if (!is_shared)
        sweep_shard_locks(l);
    return true;
}

static void close_one(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void lock_release(struct lock *l)
{
    if (l->signed_by >= 0)
        (void)!ftruncate(l->signed_by, 0);
    l->signed_by = -1;
    close_one(&l->own);
    close_one(&l->common);
}
