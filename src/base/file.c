/*
 * Publishing creates the temporary file with mode 0666 and lets the kernel take off the umask
 * (and apply a folder's default ACL): reading the umask means setting it, for every thread at
 * once. An fsync that failed is never tried again, since the kernel may by then have dropped the
 * pages it could not write.
 *
 * A temporary file is locked while somebody fills it. The kernel takes the lock away when that
 * process dies, however it does, so whoever sweeps a folder can tell what is left over from what
 * another process (a shard of the same batch, a lone `quoin render`) is just writing there: no
 * clock and no process numbers are needed, which mean nothing on another machine.
 */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- findings ---- */

struct pos file_pos(struct diag *d, str path)
{
    struct source *source = ARENA_NEW(d->arena, struct source);
    source->path = str_copy(d->arena, str_is(path, "-") ? STR("<stdin>") : path);
    return (struct pos){.source = source};
}

static bool is_link(str path)
{
    struct stat st;
    return lstat(path.p, &st) == 0 && S_ISLNK(st.st_mode);
}

static const char *advice(enum code code, str path, int error)
{
    switch (error) {
    case ENOENT:
        if (code == Q702)
            return "the folder must exist already; create it, or choose another";
        if (is_link(path))
            return "this is a link that leads to nothing: remove it, or put back what it led to";
        return "check the name; it is looked for from the folder quoin was started in";
    case ELOOP: return "a link in this path leads to itself: remove it, or make it anew";
    case ENOTDIR: return "one of the folders in this path is a file; check the name";
    case EACCES:
    case EPERM: return "check the permissions of the file and its folder";
    case EROFS: return "this disk can only be read; choose another folder";
    case ENOSPC:
    case EDQUOT:
    case EFBIG: return "free some space there, or choose another folder";
    case EISDIR: return "this is a folder; name a file";
    case ENAMETOOLONG: return "choose a shorter name";
    case EMFILE:
    case ENFILE: return "too many files are open; close some programs or raise the limit";
    default: return "try again; if it persists, the disk or the network drive may be at fault";
    }
}

static void add_failure(struct diag *d, enum code code, str path, const char *what, int error)
{
    char text[128];
    const char *reason = strerror_r(error, text, sizeof text); /* the GNU one */
    struct pos pos = file_pos(d, path);
    struct finding *f =
        diag_add(d, code, pos, "cannot %s %.*s: %s", what, STR_ARG(pos.source->path), reason);
    diag_hint(d, f, "%s", advice(code, pos.source->path, error));
}

void file_add_unwritten(struct diag *d, str path, int error)
{
    add_failure(d, Q702, path, "write", error);
}

/* The new file stands under its name, but the folder's entry may not be on the disk. */
void file_add_unsynced(struct diag *d, str path, int error)
{
    char text[128];
    const char *reason = strerror_r(error, text, sizeof text);
    struct pos pos = file_pos(d, path);
    struct finding *f =
        diag_add(d, Q702, pos, "%.*s is new and complete, but may not outlast a power cut: %s",
                 STR_ARG(pos.source->path), reason);
    diag_hint(d, f, "%s",
              "the disk or the network drive did not confirm the folder's change; "
              "check it, then write the file again");
}

/* ---- reading ---- */

enum slurp { SLURP_OK, SLURP_TOO_LARGE, SLURP_ERROR };

/* One read(2) that is not interrupted and waits where the descriptor would not block. */
static ssize_t read_some(int fd, char *p, size_t n)
{
    for (;;) {
        ssize_t got = read(fd, p, n);
        if (got >= 0 || (errno != EINTR && errno != EAGAIN))
            return got;
        if (errno == EAGAIN)
            poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, -1);
    }
}

/* Reads fd to its end. `expected` bytes are likely; the file may meanwhile grow or shrink. */
static enum slurp slurp(struct arena *a, int fd, size_t expected, size_t cap, str *out)
{
    size_t n = 0, capacity = expected + 1; /* for the zero byte, and to see the end */
    char *p = arena_alloc(a, capacity);
    for (;;) {
        ssize_t got = read_some(fd, p + n, capacity - n);
        if (got < 0)
            return SLURP_ERROR;
        if (got == 0)
            break;
        n += (size_t)got;
        if (n > cap)
            return SLURP_TOO_LARGE;
        p = arena_grow(a, p, n, &capacity, 1);
    }
    p[n] = '\0';
    *out = (str){p, n};
    return SLURP_OK;
}

static void add_too_large(struct diag *d, str path, size_t cap)
{
    struct finding *f =
        diag_add(d, Q801, file_pos(d, path), "the file is larger than %zu MiB", cap >> 20);
    diag_hint(d, f, "%s",
              cap == FILE_CAP_XML
                  ? "is it a report? The largest real ones have 2 MiB; pictures are files beside it"
                  : "leave out what is not needed, or make its pictures smaller");
}

/* The regular file behind fd, whole. */
static bool read_regular(struct arena *a, struct diag *d, int fd, str path, size_t cap, str *out)
{
    struct stat st;
    if (fstat(fd, &st) != 0) {
        add_failure(d, Q701, path, "read", errno);
        return false;
    }
    if (!S_ISREG(st.st_mode)) {
        struct finding *f =
            diag_add(d, Q701, file_pos(d, path), "%s, not a file",
                     S_ISDIR(st.st_mode) ? "this is a folder" : "this is a pipe or a device");
        diag_hint(d, f, "%s",
                  S_ISDIR(st.st_mode) ? "name a file in it"
                                      : "name a regular file; \"quoin render -\" reads a pipe");
        return false;
    }
    enum slurp result = SLURP_TOO_LARGE;
    if ((uintmax_t)st.st_size <= cap)
        result = slurp(a, fd, (size_t)st.st_size, cap, out);
    if (result == SLURP_ERROR)
        add_failure(d, Q701, path, "read", errno);
    else if (result == SLURP_TOO_LARGE)
        add_too_large(d, path, cap);
    return result == SLURP_OK;
}

static bool read_stdin(struct arena *a, struct diag *d, size_t cap, str *out)
{
    enum slurp result = slurp(a, STDIN_FILENO, 0xFFFF, cap, out);
    if (result == SLURP_ERROR)
        add_failure(d, Q701, STR("-"), "read", errno);
    else if (result == SLURP_TOO_LARGE)
        add_too_large(d, STR("-"), cap);
    return result == SLURP_OK;
}

static bool read_path(struct arena *a, struct diag *d, str path, size_t cap, str *out)
{
    /* O_NONBLOCK: opening a FIFO that nobody writes to must not hang. */
    int fd = open(path.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        add_failure(d, Q701, path, "read", errno);
        return false;
    }
    bool ok = read_regular(a, d, fd, path, cap, out);
    close(fd);
    return ok;
}

const struct source *file_read(struct arena *a, struct diag *d, str path, size_t cap)
{
    struct source *source = ARENA_NEW(a, struct source);
    bool is_stdin = str_is(path, "-");
    source->path = str_copy(a, is_stdin ? STR("<stdin>") : path);
    bool ok = is_stdin ? read_stdin(a, d, cap, &source->text)
                       : read_path(a, d, source->path, cap, &source->text);
    return ok ? source : NULL;
}

str file_name(str path)
{
    size_t from = path.n;
    while (from > 0 && path.p[from - 1] != '/')
        from--;
    return str_sub(path, from, path.n);
}

str file_folder(struct arena *a, str path)
{
    size_t n = path.n - file_name(path).n;
    if (n == 0)
        return str_copy(a, STR("."));
    while (n > 1 && path.p[n - 1] == '/')
        n--;
    return str_copy(a, str_sub(path, 0, n));
}

/* ---- reading beneath a root ---- */

/* Cuts the next name off a path and the slash behind it. */
static str next_name(str *path)
{
    size_t n = str_find(*path, '/');
    str name = str_sub(*path, 0, n);
    *path = str_sub(*path, n + 1, path->n);
    return name;
}

/*
 * Works out "." and ".." in the text, so that both ways of opening see the same plain path: no
 * link is ever followed, so the text is all there is to it. False when it climbs out.
 */
static bool plain_path(struct arena *a, str name, str *out)
{
    struct buf b = {.arena = a};
    if (name.n && name.p[0] == '/')
        return false;
    while (name.n) {
        str part = next_name(&name);
        if (part.n == 0 || str_is(part, "."))
            continue;
        if (str_is(part, "..")) {
            if (b.n == 0)
                return false;
            while (b.n && b.p[--b.n] != '/')
                ;
            continue;
        }
        if (b.n)
            buf_byte(&b, '/');
        buf_add(&b, part);
    }
    if (b.n == 0)
        buf_byte(&b, '.');
    *out = buf_str(&b);
    return true;
}

#define READ_FLAGS (O_RDONLY | O_NONBLOCK | O_NOCTTY)

/* Name by name, none of them a link. */
static int open_walking(struct arena *a, int root, str path, int flags)
{
    for (int dir = root;;) {
        str name = str_copy(a, next_name(&path));
        int part = path.n ? O_PATH | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW : flags;
        int fd = openat(dir, name.p, part, 0666);
        int error = errno;
        struct stat st;
        /* O_DIRECTORY on a link says ENOTDIR; openat2 says ELOOP, and so do we. */
        if (fd < 0 && error == ENOTDIR && fstatat(dir, name.p, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISLNK(st.st_mode))
            error = ELOOP;
        if (dir != root)
            close(dir);
        errno = error;
        if (fd < 0 || path.n == 0)
            return fd;
        dir = fd;
    }
}

int file_open_under(struct arena *a, int root, str name, int flags)
{
    str path;
    if (str_find(name, '\0') < name.n || !plain_path(a, name, &path)) {
        errno = EXDEV;
        return -1;
    }
    flags |= O_CLOEXEC | O_NOFOLLOW;
    struct open_how how = {
        .flags = (unsigned)flags,
        .mode = flags & O_CREAT ? 0666 : 0,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
    };
    int fd = (int)syscall(SYS_openat2, root, path.p, &how, sizeof how);
    /* Old container runtimes answer EPERM to system calls they do not know. */
    if (fd < 0 && (errno == ENOSYS || errno == EPERM))
        return open_walking(a, root, path, flags);
    return fd;
}

static int open_beneath(struct arena *a, str root, str path)
{
    const char *folder = root.n ? str_copy(a, root).p : ".";
    int dir = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (dir < 0)
        return -1;
    int fd = file_open_under(a, dir, path, READ_FLAGS);
    int error = errno;
    close(dir);
    errno = error;
    return fd;
}

static enum file_under open_failure(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
    case ENAMETOOLONG: return FILE_MISSING;
    case EXDEV: return FILE_OUTSIDE;
    case ELOOP: return FILE_LINK;
    case EACCES:
    case EPERM: return FILE_DENIED;
    case ENXIO: return FILE_NOT_REGULAR; /* a socket */
    default: return FILE_IO;
    }
}

static enum file_under read_fd(struct arena *a, int fd, size_t cap, str *out)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return FILE_IO;
    if (!S_ISREG(st.st_mode))
        return FILE_NOT_REGULAR;
    if ((uintmax_t)st.st_size > cap)
        return FILE_TOO_LARGE;
    switch (slurp(a, fd, (size_t)st.st_size, cap, out)) {
    case SLURP_OK: return FILE_OK;
    case SLURP_TOO_LARGE: return FILE_TOO_LARGE;
    default: return FILE_IO;
    }
}

bool file_plain_name(struct arena *a, str name, str *out)
{
    return name.n > 0 && str_find(name, '\0') == name.n && plain_path(a, name, out) &&
           !str_is(*out, ".");
}

static bool find_file(const struct kept_files *among, str name, str *out)
{
    for (size_t i = 0; i < among->count; i++)
        if (str_eq(among->files[i].name, name)) {
            *out = among->files[i].bytes;
            return true;
        }
    return false;
}

enum file_under file_read_stock(struct arena *a, const struct kept_files *stock, str root, str name,
                                size_t cap, str *out)
{
    str plain, path;
    if (!plain_path(a, name, &plain))
        return FILE_OUTSIDE;
    path = str_format(a, "%.*s/%.*s", STR_ARG(root), STR_ARG(plain));
    if (!file_plain_name(a, path, &plain) || !find_file(stock, plain, out))
        return FILE_MISSING;
    return out->n <= cap ? FILE_OK : FILE_TOO_LARGE;
}

enum file_under file_read_kept(struct arena *a, struct kept_files *kept, str root, str name,
                               size_t cap, str *out)
{
    str plain;
    bool is_plain = kept && file_plain_name(a, name, &plain);
    if (is_plain && find_file(kept, plain, out))
        return FILE_OK;
    enum file_under result = kept && kept->stock
                                 ? file_read_stock(a, kept->stock, root, name, cap, out)
                                 : file_read_under(a, root, name, cap, out);
    if (is_plain && result == FILE_OK)
        *ARENA_PUSH(a, kept->files, kept->count, kept->capacity) =
            (struct kept_file){str_copy(a, plain), *out};
    return result;
}

static enum file_under open_under(struct arena *a, str root, str name, int *fd)
{
    str path;
    if (str_find(name, '\0') < name.n)
        return FILE_MISSING;
    if (!plain_path(a, name, &path))
        return FILE_OUTSIDE;
    *fd = open_beneath(a, root, path);
    return *fd < 0 ? open_failure(errno) : FILE_OK;
}

enum file_under file_read_under(struct arena *a, str root, str name, size_t cap, str *out)
{
    int fd;
    enum file_under result = open_under(a, root, name, &fd);
    if (result != FILE_OK)
        return result;
    result = read_fd(a, fd, cap, out);
    close(fd);
    return result;
}

enum file_under file_find_under(struct arena *a, str root, str name)
{
    struct stat st;
    int fd;
    enum file_under result = open_under(a, root, name, &fd);
    if (result != FILE_OK)
        return result;
    if (fstat(fd, &st) != 0)
        result = FILE_IO;
    else if (!S_ISREG(st.st_mode))
        result = FILE_NOT_REGULAR;
    close(fd);
    return result;
}

const char *file_under_text(enum file_under result)
{
    static const char *const texts[] = {
        [FILE_OK] = "is read",
        [FILE_MISSING] = "cannot be found",
        [FILE_OUTSIDE] = "leaves the folder it must lie in",
        [FILE_LINK] = "is a symbolic link, or lies behind one",
        [FILE_NOT_REGULAR] = "is not a file",
        [FILE_TOO_LARGE] = "is too large",
        [FILE_DENIED] = "may not be read",
        [FILE_IO] = "cannot be read",
    };
    return texts[result];
}

const char *file_under_hint(enum file_under result)
{
    switch (result) {
    case FILE_OUTSIDE: return "copy the file beneath that folder";
    case FILE_LINK: return "links are not followed: put the file itself there";
    case FILE_DENIED: return "permission was denied: get the right to read it, or copy it";
    default: return NULL;
    }
}

/* ---- publishing; the smaller helpers return 0 or an errno ---- */

static int write_all(int fd, str bytes)
{
    while (bytes.n) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n > 0)
            bytes = str_sub(bytes, (size_t)n, bytes.n);
        else if (n < 0 && errno == EAGAIN)
            poll(&(struct pollfd){.fd = fd, .events = POLLOUT}, 1, -1);
        else if (n < 0 && errno != EINTR)
            return errno;
    }
    return 0;
}

/* Asks for the space early, so that a full disk is found before anything is written. */
static int reserve_space(int fd, size_t n)
{
    while (n && fallocate(fd, 0, 0, (off_t)n) != 0) {
        if (errno == EOPNOTSUPP || errno == EINVAL || errno == ENOSYS)
            break; /* the file system cannot promise; write and see */
        if (errno != EINTR)
            return errno;
    }
    return 0;
}

/* A pipe or a device: there is nothing to replace. */
static int write_direct(const char *path, str bytes)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return errno;
    int error = write_all(fd, bytes);
    if (close(fd) != 0 && !error)
        error = errno;
    return error;
}

/*
 * Somebody may sweep before the lock is there: the file is then gone, or the lock is the sweeper's.
 * A disk that has no locks has no sweeping either.
 */
static bool lock_temp(int fd)
{
    struct stat st;
    if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return false;
    return fstat(fd, &st) != 0 || st.st_nlink > 0;
}

/* A new file of a name that nobody can foresee; the descriptor, or -1. */
static int create_temp(int dir, char name[FILE_TEMP_SIZE])
{
    for (int tries = 0; tries < 16; tries++) {
        uint64_t random;
        if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random)
            return -1;
        snprintf(name, FILE_TEMP_SIZE, ".quoin-%016llx.tmp", (unsigned long long)random);
        int fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        if (fd < 0 && errno != EEXIST)
            return -1;
        if (fd >= 0 && lock_temp(fd))
            return fd;
        if (fd >= 0)
            close(fd);
    }
    errno = EAGAIN;
    return -1;
}

/* What closing would say: the lock goes with the last descriptor, and is needed till the rename. */
static int try_closing(int fd)
{
    int twin = dup(fd);
    return twin < 0 || close(twin) != 0 ? errno : 0;
}

/* The rename itself must reach the disk; some network drives cannot say (EINVAL). */
int file_sync_folder(int dir)
{
    return fsync(dir) == 0 || errno == EINVAL || errno == EOPNOTSUPP ? 0 : errno;
}

static bool is_temp_name(str name)
{
    const str before = STR(".quoin-"), after = STR(".tmp");
    if (name.n != FILE_TEMP_SIZE - 1 || !str_starts(name, before) || !str_ends(name, after))
        return false;
    str digits = str_sub(name, before.n, name.n - after.n);
    for (size_t i = 0; i < digits.n; i++)
        if (!strchr("0123456789abcdef", digits.p[i]))
            return false;
    return true;
}

static void sweep_temp(int dir, const char *name)
{
    struct stat st;
    int fd = openat(dir, name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && flock(fd, LOCK_EX | LOCK_NB) == 0)
        unlinkat(dir, name, 0);
    close(fd);
}

void file_sweep(int dir)
{
    int own = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = own < 0 ? NULL : fdopendir(own);
    if (!entries) {
        if (own >= 0)
            close(own);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(entries));)
        if (is_temp_name(str_z(entry->d_name)))
            sweep_temp(dir, entry->d_name);
    closedir(entries);
}

/* An errno or 0, and whether the name holds the new file all the same. */
struct outcome {
    int error;
    bool is_replaced;
};

static struct outcome with_error(int error)
{
    return (struct outcome){.error = error};
}

void file_draft_open(struct file_draft *draft, const struct file_place *place)
{
    *draft = (struct file_draft){.place = *place};
    draft->fd = create_temp(place->dir, draft->temp);
    draft->error = draft->fd < 0 ? errno : 0;
}

void file_draft_add(struct file_draft *draft, str bytes)
{
    if (!draft->error)
        draft->error = write_all(draft->fd, bytes);
}

/* To the disk, and under its own name; an errno or 0. */
static int put_in_place(const struct file_draft *draft)
{
    const struct file_place *place = &draft->place;
    if (fsync(draft->fd) != 0)
        return errno;
    int error = try_closing(draft->fd);
    if (!error && renameat(place->dir, draft->temp, place->dir, place->name) != 0)
        error = errno;
    return error;
}

static struct outcome finish(struct file_draft *draft)
{
    const struct file_place *place = &draft->place;
    if (!draft->error)
        draft->error = put_in_place(draft);
    if (draft->error && draft->fd >= 0)
        unlinkat(place->dir, draft->temp, 0);
    if (draft->fd >= 0)
        close(draft->fd);
    draft->fd = -1;
    if (draft->error)
        return with_error(draft->error);
    return (struct outcome){place->is_synced_later ? 0 : file_sync_folder(place->dir), true};
}

static struct outcome replace(const struct file_place *place, str bytes)
{
    struct file_draft draft;
    file_draft_open(&draft, place);
    if (!draft.error)
        draft.error = reserve_space(draft.fd, bytes.n);
    file_draft_add(&draft, bytes);
    return finish(&draft);
}

static struct outcome publish_regular(struct arena *a, str path, str bytes)
{
    str folder = file_folder(a, path), name = file_name(path);
    if (name.n == 0)
        return with_error(path.n ? EISDIR : ENOENT);
    int dir = open(folder.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir < 0)
        return with_error(errno);
    struct file_place place = {.dir = dir, .name = name.p};
    struct outcome outcome = replace(&place, bytes);
    close(dir);
    return outcome;
}

/* Links to what is open already; they are never replaced. */
static bool names_descriptor(str path)
{
    return str_is(path, "/dev/stderr") || str_starts(path, STR("/dev/fd/")) ||
           str_starts(path, STR("/proc/self/fd/"));
}

/*
 * Any other link is replaced like a file: rename never follows it, so that nobody who can put a
 * link in the folder chooses what is overwritten. One that leads to a folder is refused instead,
 * since a file of the folder's name is not what was meant.
 */
static struct outcome publish(struct arena *a, str path, str bytes)
{
    struct stat st;
    if (str_is(path, "-") || str_is(path, "/dev/stdout"))
        return with_error(write_all(STDOUT_FILENO, bytes));
    if (names_descriptor(path))
        return with_error(write_direct(path.p, bytes));
    if (stat(path.p, &st) == 0 && S_ISDIR(st.st_mode))
        return with_error(EISDIR);
    if (lstat(path.p, &st) == 0 && (S_ISCHR(st.st_mode) || S_ISFIFO(st.st_mode)))
        return with_error(write_direct(path.p, bytes));
    return publish_regular(a, path, bytes);
}

static bool tell_outcome(struct diag *d, str path, struct outcome outcome)
{
    if (outcome.is_replaced && outcome.error)
        file_add_unsynced(d, path, outcome.error);
    else if (outcome.error)
        file_add_unwritten(d, path, outcome.error);
    return outcome.error == 0;
}

bool file_publish(struct diag *d, str path, str bytes)
{
    struct outcome outcome = publish(d->arena, str_copy(d->arena, path), bytes);
    return tell_outcome(d, str_is(path, "-") ? STR("<stdout>") : path, outcome);
}

bool file_publish_at(struct diag *d, const struct file_place *place, str bytes)
{
    return tell_outcome(d, place->path, replace(place, bytes));
}

bool file_draft_publish(struct diag *d, struct file_draft *draft)
{
    return tell_outcome(d, draft->place.path, finish(draft));
}
