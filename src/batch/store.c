/*
 * Everything goes by descriptors of open folders, so that what was found to be a folder of OUTDIR
 * is what is written into, even if a link is put in its place meanwhile.
 *
 * Locks are those of fcntl and not flock: a child of fork, as every worker is, does not have them.
 * So a batch that is killed loses its lock at once and not with the last of its workers. They also
 * reach over network drives. Their known trap, that closing any descriptor of the file drops the
 * lock, is none here: a process opens its lock once.
 *
 * A PDF's bytes are synced before it gets its name; that the name itself lasts can wait, since
 * until then a power cut only brings the complete old file back, which the next run finds by its
 * hash. So folders are synced once for many files: 1,000 PDFs of 60 kB in 40 folders took 4.2 s
 * with a sync of the folder after each, and 3.5 s with one for every 64 (medians of five in turn;
 * ext4 on a virtual disk that others used too).
 */
#include "batch/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/file.h"
#include "batch/manifest.h"

#define FOLDER_FLAGS (O_RDONLY | O_DIRECTORY | O_CLOEXEC)

/* ---- findings ---- */

static bool fail_at(struct diag *d, str path, const char *text, const char *hint)
{
    struct source *source = ARENA_NEW(d->arena, struct source);
    source->path = str_copy(d->arena, path);
    struct finding *f = diag_add(d, Q702, (struct pos){.source = source}, "%s", text);
    diag_hint(d, f, "%s", hint);
    return false;
}

/* What a name from OUTDIR is called. */
static str shown(const struct store *s, struct arena *a, str name)
{
    if (name.n == 0)
        return s->folder;
    const char *between = str_ends(s->folder, STR("/")) ? "" : "/";
    return str_format(a, "%.*s%s%.*s", STR_ARG(s->folder), between, STR_ARG(name));
}

/* Something in the way of a folder beneath OUTDIR, or of a file in it. */
static bool fail_in(const struct store *s, struct diag *d, str name, int error)
{
    str path = shown(s, d->arena, name);
    if (error == ELOOP || error == EXDEV)
        return fail_at(d, path, "this is a link; a batch follows no links within its folder",
                       "remove the link, or name the folder it leads to with -o");
    if (error == ENOTDIR)
        return fail_at(d, path, "this is a file where a folder is needed",
                       "move the file away, or choose another folder with -o");
    file_add_unwritten(d, path, error);
    return false;
}

/* ---- folders ---- */

/* A folder in an open one: made if need be, never through a link; -1 and errno. */
static int make_folder(int dir, const char *name, bool *is_new)
{
    *is_new = mkdirat(dir, name, 0777) == 0;
    int made = *is_new ? 0 : errno;
    int fd = openat(dir, name, FOLDER_FLAGS | O_NOFOLLOW);
    struct stat st;
    if (fd >= 0)
        return fd;
    if (errno == ENOTDIR && fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISLNK(st.st_mode))
        errno = ELOOP;
    else if (errno == ENOENT)
        errno = made; /* why it could not be made */
    return -1;
}

/* 0 or an errno. */
static int why_unwritable(int dir)
{
    return faccessat(dir, ".", W_OK | X_OK, AT_EACCESS) == 0 ? 0 : errno;
}

static int open_folder(const struct store *s, struct arena *a, str name)
{
    return file_open_under(a, s->root, name.n ? name : STR("."), FOLDER_FLAGS);
}

/* ---- the lock ---- */

/* Takes a lock on the whole file; 0, or an errno: EAGAIN when another has it. */
static int try_lock(int fd, short type)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET};
    if (fcntl(fd, F_SETLK, &lock) == 0)
        return 0;
    return errno == EACCES ? EAGAIN : errno;
}

/* The lock file; -1 and errno. */
static int open_lock(const struct store *s, const char *name)
{
    struct stat st;
    int fd = openat(s->inner, name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
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

static bool is_made_of(str s, const char *bytes)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr(bytes, s.p[i]) || s.p[i] == '\0')
            return false;
    return s.n > 0;
}

/* What the holder signed, as the end of a sentence; "" where it makes no sense. */
static str read_signature(struct arena *a, int fd)
{
    char text[128], own[65];
    ssize_t n = pread(fd, text, sizeof text, 0);
    str rest = {text, n > 0 ? (size_t)n : 0};
    str pid = str_word(&rest), date = str_word(&rest), hour = str_word(&rest),
        host = str_word(&rest);
    if (!is_made_of(pid, "0123456789") || !is_made_of(date, "0123456789-") ||
        !is_made_of(hour, "0123456789:"))
        return STR("");
    put_host(own, sizeof own);
    bool is_here = host.n == 0 || str_is(host, own);
    return str_format(a, " since %.*s %.*s UTC (process %.*s%s%.*s)", STR_ARG(date), STR_ARG(hour),
                      STR_ARG(pid), is_here ? "" : " on ", STR_ARG(is_here ? STR("") : host));
}

static bool fail_locked(const struct store *s, struct diag *d, const char *who, int fd)
{
    str since = read_signature(d->arena, fd);
    struct finding *f = diag_add(d, Q753, (struct pos){0}, "%s %s at work in %.*s%.*s", who,
                                 since.n ? "has been" : "is", STR_ARG(s->folder), STR_ARG(since));
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

/* The folder's entries, to be closed; NULL without. */
static DIR *list_folder(int dir)
{
    int own = openat(dir, ".", FOLDER_FLAGS);
    DIR *entries = own < 0 ? NULL : fdopendir(own);
    if (!entries && own >= 0)
        close(own);
    return entries;
}

/* Is the shard of this lock at work? Then that is the finding. */
static bool fail_shard(const struct store *s, struct diag *d, const char *name, struct shard shard)
{
    int fd = openat(s->inner, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    bool is_held = fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    if (is_held)
        fail_locked(s, d, describe_shard(d->arena, shard).p, fd);
    if (fd >= 0)
        close(fd);
    return is_held;
}

/* Another has the common lock: a batch, or any number of shards. */
static bool fail_common(const struct store *s, struct diag *d)
{
    struct shard shard;
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    bool is_told = false, is_shards = fcntl(s->lock, F_GETLK, &lock) == 0 && lock.l_type == F_RDLCK;
    DIR *entries = is_shards ? list_folder(s->inner) : NULL;
    for (const struct dirent *entry; entries && !is_told && (entry = readdir(entries));)
        is_told = is_shard_lock(entry->d_name, &shard) && fail_shard(s, d, entry->d_name, shard);
    if (entries)
        closedir(entries);
    return is_told ? false : fail_locked(s, d, "another batch", is_shards ? -1 : s->lock);
}

static bool fail_lock_file(const struct store *s, struct diag *d, const char *name, int error)
{
    str path = shown(s, d->arena, str_format(d->arena, STORE_INNER "/%s", name));
    if (error == ENOLCK || error == EOPNOTSUPP || error == ENOSYS || error == EINVAL)
        return fail_at(d, path, "this disk has no locks, so that two batches could not be told",
                       "choose a folder on another disk, and copy the PDFs when they are made");
    file_add_unwritten(d, path, error);
    return false;
}

static bool lock_common(struct store *s, struct diag *d)
{
    s->lock = open_lock(s, "lock");
    if (s->lock < 0)
        return fail_lock_file(s, d, "lock", errno);
    int error = try_lock(s->lock, s->is_shared ? F_RDLCK : F_WRLCK);
    if (error == EAGAIN)
        return fail_common(s, d);
    if (error)
        return fail_lock_file(s, d, "lock", error);
    if (!s->is_shared)
        sign_lock(s->signed_lock = s->lock);
    return true;
}

/* After the common one: who has that alone knows that no shard has this. */
static bool lock_shard(struct store *s, struct diag *d, struct shard shard)
{
    char name[64];
    name_shard_lock(name, shard);
    s->shard_lock = open_lock(s, name);
    if (s->shard_lock < 0)
        return fail_lock_file(s, d, name, errno);
    int error = try_lock(s->shard_lock, F_WRLCK);
    if (error == EAGAIN)
        return fail_locked(s, d, describe_shard(d->arena, shard).p, s->shard_lock);
    if (error)
        return fail_lock_file(s, d, name, error);
    sign_lock(s->signed_lock = s->shard_lock);
    return true;
}

/* What shards that have ended left; only who has the common lock alone may. */
static void sweep_shard_locks(const struct store *s)
{
    struct shard shard;
    DIR *entries = list_folder(s->inner);
    for (const struct dirent *entry; entries && (entry = readdir(entries));)
        if (is_shard_lock(entry->d_name, &shard))
            unlinkat(s->inner, entry->d_name, 0);
    if (entries)
        closedir(entries);
}

/* ---- opening ---- */

static bool fail_opening(const struct store *s, struct diag *d, int error)
{
    if (error == ENOTDIR)
        return fail_at(d, s->folder, "this is a file, not a folder",
                       "name a folder for the PDFs; it is made if it is not there");
    if (error == ENOENT)
        return fail_at(d, s->folder,
                       "this folder cannot be made: the one it would stand in is not "
                       "there",
                       "check the name, or make that folder first");
    file_add_unwritten(d, s->folder, error);
    return false;
}

/* A dry batch only wants to know whether OUTDIR could be made. */
static bool look_at_parent(const struct store *s, struct diag *d, const char *path)
{
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    str parent = file_folder(d->arena, (str){path, n});
    struct stat st;
    if (stat(parent.p, &st) != 0)
        return fail_opening(s, d, errno);
    if (!S_ISDIR(st.st_mode))
        return fail_opening(s, d, ENOENT);
    return access(parent.p, W_OK | X_OK) == 0 || fail_opening(s, d, errno);
}

static bool open_root(struct store *s, struct diag *d)
{
    const char *path = str_copy(d->arena, s->folder).p;
    int made = s->is_dry || mkdir(path, 0777) == 0 ? 0 : errno;
    s->root = open(path, FOLDER_FLAGS);
    if (s->root < 0 && errno == ENOENT && s->is_dry)
        return look_at_parent(s, d, path);
    if (s->root < 0) /* where it is not there, why it could not be made */
        return fail_opening(s, d, errno == ENOENT && made != EEXIST ? made : errno);
    int error = why_unwritable(s->root);
    return error == 0 || fail_opening(s, d, error);
}

static bool open_inner(struct store *s, struct diag *d)
{
    bool is_new;
    s->inner = make_folder(s->root, STORE_INNER, &is_new);
    if (s->inner < 0)
        return fail_in(s, d, STR(STORE_INNER), errno);
    s->thumbnails = make_folder(s->inner, "thumbnails", &is_new);
    if (s->thumbnails < 0)
        return fail_in(s, d, STR(STORE_THUMBNAILS), errno);
    int error = why_unwritable(s->inner);
    if (error)
        return fail_in(s, d, STR(STORE_INNER), error);
    error = why_unwritable(s->thumbnails);
    return error == 0 || fail_in(s, d, STR(STORE_THUMBNAILS), error);
}

bool store_open(struct store *s, struct diag *d, str folder, struct shard shard, bool is_dry)
{
    *s = (struct store){
        .folder = str_copy(d->arena, folder.n ? folder : STR(".")),
        .lock = -1,
        .shard_lock = -1,
        .signed_lock = -1,
        .diag = d,
        .root = -1,
        .inner = -1,
        .thumbnails = -1,
        .is_shared = shard.count > 1,
        .is_dry = is_dry,
        .folders = ARENA_NEW(d->arena, struct store_folders),
    };
    if (!open_root(s, d) || (!is_dry && (!open_inner(s, d) || !lock_common(s, d))) ||
        (!is_dry && s->is_shared && !lock_shard(s, d, shard))) {
        store_close(s);
        return false;
    }
    if (is_dry)
        return true;
    if (!s->is_shared)
        sweep_shard_locks(s);
    file_sweep(s->root);
    file_sweep(s->inner);
    file_sweep(s->thumbnails);
    return true;
}

static void close_one(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void store_close(struct store *s)
{
    if (s->signed_lock >= 0)
        (void)!ftruncate(s->signed_lock, 0);
    s->signed_lock = -1;
    close_one(&s->shard_lock);
    close_one(&s->lock);
    close_one(&s->thumbnails);
    close_one(&s->inner);
    close_one(&s->root);
}

/* ---- the folders of the outputs ---- */

/* "a/b/c.pdf" gives "a/b", "c.pdf" gives "". */
static str parent_of(str name)
{
    size_t n = name.n;
    while (n > 0 && name.p[n - 1] != '/')
        n--;
    return str_sub(name, 0, n ? n - 1 : 0);
}

static int compare_names(const void *a, const void *b)
{
    return str_cmp(*(const str *)a, *(const str *)b);
}

static int compare_folders(const void *key, const void *folder)
{
    return str_cmp(*(const str *)key, ((const struct store_folder *)folder)->name);
}

static struct store_folder *find_folder(const struct store *s, str name)
{
    const struct store_folders *known = s->folders;
    if (known->count == 0)
        return NULL;
    return bsearch(&name, known->folders, known->count, sizeof *known->folders, compare_folders);
}

/* Every folder that holds an output, and every one that holds such a folder; sorted, so that a
 * folder comes after the one it stands in. */
static void collect_folders(const struct store *s, const str *outputs, size_t count)
{
    struct arena *a = s->diag->arena;
    str *names = NULL, last = {0};
    size_t name_count = 0, capacity = 0;
    *ARENA_PUSH(a, names, name_count, capacity) = STR("");
    for (size_t i = 0; i < count; i++) {
        str name = parent_of(outputs[i]);
        if (str_eq(name, last))
            continue; /* outputs of a folder mostly come one after the other */
        last = name;
        for (; name.n; name = parent_of(name))
            *ARENA_PUSH(a, names, name_count, capacity) = name;
    }
    qsort(names, name_count, sizeof *names, compare_names);
    s->folders->folders = ARENA_ARRAY(a, name_count, struct store_folder);
    s->folders->count = 0;
    for (size_t i = 0; i < name_count; i++)
        if (i == 0 || !str_eq(names[i], names[i - 1]))
            s->folders->folders[s->folders->count++].name = str_copy(a, names[i]);
}

static void mark_unsynced(const struct store *s, str name)
{
    struct store_folder *folder = find_folder(s, name);
    if (folder)
        folder->is_unsynced = true;
}

/* The folder itself, within the one it stands in; -1 and errno. A dry store makes nothing. */
static int make_under(const struct store *s, struct arena *a, str name)
{
    if (s->is_dry || name.n == 0)
        return open_folder(s, a, name);
    str parent = parent_of(name);
    int dir = open_folder(s, a, parent);
    if (dir < 0)
        return -1;
    bool is_new;
    str last = str_copy(a, str_sub(name, parent.n ? parent.n + 1 : 0, name.n));
    int fd = make_folder(dir, last.p, &is_new);
    int error = errno;
    close(dir);
    errno = error;
    if (is_new)
        mark_unsynced(s, parent);
    return fd;
}

static bool prepare_folder(const struct store *s, struct diag *d, str name)
{
    int fd = make_under(s, d->arena, name);
    if (fd < 0 && s->is_dry && errno == ENOENT)
        return true; /* it would be made */
    if (fd < 0)
        return fail_in(s, d, name, errno);
    int error = why_unwritable(fd);
    if (!error && !s->is_dry)
        file_sweep(fd);
    close(fd);
    return error == 0 || fail_in(s, d, name, error);
}

/* Beneath a folder that a finding has been about there is nothing to add. */
static bool is_beneath(str name, str folder)
{
    return folder.n && name.n > folder.n && str_starts(name, folder) && name.p[folder.n] == '/';
}

/* A folder of an output's name cannot be replaced by a file; anything else can. */
static bool look_at_output(const struct store *s, struct diag *d, str name)
{
    int fd = file_open_under(d->arena, s->root, name, O_PATH | O_DIRECTORY);
    if (fd < 0)
        return true;
    close(fd);
    return fail_at(d, shown(s, d->arena, name), "this is a folder, and a PDF would have its name",
                   "move the folder away, or choose another name with --name");
}

bool store_prepare(const struct store *s, struct diag *d, const str *outputs, size_t count)
{
    bool ok = true;
    str bad = {0};
    collect_folders(s, outputs, count);
    if (s->root < 0)
        return true; /* dry, and nothing is there yet */
    for (size_t i = 0; i < s->folders->count; i++) {
        str name = s->folders->folders[i].name;
        if (is_beneath(name, bad) || prepare_folder(s, d, name))
            continue;
        bad = name;
        ok = false;
    }
    for (size_t i = 0; ok && i < count; i++)
        ok = look_at_output(s, d, outputs[i]);
    return ok;
}

bool store_sync(const struct store *s)
{
    bool ok = true;
    for (size_t i = 0; i < s->folders->count; i++) {
        struct store_folder *folder = &s->folders->folders[i];
        if (!folder->is_unsynced)
            continue;
        int fd = open_folder(s, s->diag->arena, folder->name);
        int error = fd < 0 ? errno : file_sync_folder(fd);
        close_one(&fd);
        folder->is_unsynced = false; /* a sync that failed is not tried again: base/file.c */
        if (error)
            file_add_unsynced(s->diag, shown(s, s->diag->arena, folder->name), error);
        ok = ok && !error;
    }
    return ok;
}

/* ---- writing ---- */

/* Where a name from OUTDIR is written; false after a finding. The folder is to be closed. */
static bool find_place(const struct store *s, struct diag *d, str name, struct file_place *out)
{
    str plain, parent = parent_of(name);
    if (!file_plain_name(d->arena, name, &plain) || !str_eq(plain, name))
        return fail_at(d, shown(s, d->arena, name), "this name leads out of the folder",
                       "choose another name with --name");
    int dir = open_folder(s, d->arena, parent);
    if (dir < 0)
        return fail_in(s, d, parent, errno);
    str last = str_copy(d->arena, str_sub(name, parent.n ? parent.n + 1 : 0, name.n));
    *out =
        (struct file_place){dir, last.p, shown(s, d->arena, name), find_folder(s, parent) != NULL};
    return true;
}

static bool leave_place(const struct store *s, str name, const struct file_place *place, bool ok)
{
    close(place->dir);
    if (ok && place->is_synced_later)
        find_folder(s, parent_of(name))->is_unsynced = true;
    return ok;
}

bool store_publish(const struct store *s, struct diag *d, str name, str bytes)
{
    struct file_place place;
    return find_place(s, d, name, &place) &&
           leave_place(s, name, &place, file_publish_at(d, &place, bytes));
}

bool store_has(const struct store *s, str name)
{
    int fd = s->root < 0 ? -1 : file_open_under(s->diag->arena, s->root, name, O_PATH);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

/* ---- files that may be as they should be ---- */

struct comparison {
    int fd;
    bool is_same;
};

/* The next so many bytes, at most; 0 at the end, or when they cannot be read. */
static size_t read_some(int fd, char *bytes, size_t most)
{
    ssize_t n;
    do
        n = read(fd, bytes, most);
    while (n < 0 && errno == EINTR);
    return n > 0 ? (size_t)n : 0;
}

static void compare_piece(void *sink, str piece)
{
    struct comparison *c = sink;
    char block[1 << 14];
    while (c->is_same && piece.n) {
        size_t n = read_some(c->fd, block, piece.n < sizeof block ? piece.n : sizeof block);
        c->is_same = n > 0 && memcmp(block, piece.p, n) == 0;
        piece = str_sub(piece, n, piece.n);
    }
}

static bool is_made_of_pieces(const struct store *s, struct arena *a, str name,
                              const struct store_pieces *pieces)
{
    char more;
    int fd = file_open_under(a, s->root, name, O_RDONLY | O_NONBLOCK);
    struct stat st;
    struct comparison c = {fd, fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode)};
    if (c.is_same)
        pieces->fill(pieces->state, compare_piece, &c);
    bool is_same = c.is_same && read_some(fd, &more, 1) == 0;
    close_one(&fd);
    return is_same;
}

static void write_piece(void *draft, str piece)
{
    file_draft_add(draft, piece);
}

bool store_refresh(const struct store *s, struct diag *d, str name,
                   const struct store_pieces *pieces)
{
    struct file_place place;
    struct file_draft draft;
    if (is_made_of_pieces(s, d->arena, name, pieces))
        return true;
    if (!find_place(s, d, name, &place))
        return false;
    file_draft_open(&draft, &place);
    pieces->fill(pieces->state, write_piece, &draft);
    return leave_place(s, name, &place, file_draft_publish(d, &draft));
}

/* ---- thumbnails ---- */

/* Half of a SHA-256. */
#define THUMBNAIL_DIGITS 32

bool store_is_thumbnail(str name)
{
    return name.n == THUMBNAIL_DIGITS + 4 && str_ends(name, STR(".png")) &&
           is_made_of(str_sub(name, 0, THUMBNAIL_DIGITS), "0123456789abcdef");
}

bool store_keep_thumbnail(const struct store *s, struct diag *d, str png, str *name)
{
    struct stat st;
    *name = STR("");
    if (png.n == 0)
        return true;
    str hash = str_sub(digest_hex(d->arena, png), 0, THUMBNAIL_DIGITS);
    str own = str_format(d->arena, "%.*s.png", STR_ARG(hash));
    str path = shown(s, d->arena, str_format(d->arena, STORE_THUMBNAILS "/%s", own.p));
    struct file_place place = {s->thumbnails, own.p, path, true};
    *name = own;
    if (fstatat(s->thumbnails, own.p, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
        (uintmax_t)st.st_size == png.n)
        return true;
    return file_publish_at(d, &place, png);
}

str store_thumbnail(struct arena *a, const struct store *s, str name)
{
    str path = str_format(a, STORE_THUMBNAILS "/%.*s", STR_ARG(name)), bytes = {0};
    if (!store_is_thumbnail(name) ||
        file_read_under(a, s->folder, path, FILE_CAP_IMAGE, &bytes) != FILE_OK)
        return STR("");
    return bytes;
}

/* The names that records give, sorted. */
static str *list_thumbnails(struct arena *a, const struct manifest *m, size_t *count)
{
    str *names = ARENA_ARRAY(a, m->count, str);
    *count = 0;
    for (size_t i = 0; i < m->count; i++)
        if (m->records[i].thumbnail.n)
            names[(*count)++] = m->records[i].thumbnail;
    qsort(names, *count, sizeof *names, compare_names);
    return names;
}

void store_sweep_thumbnails(const struct store *s, const struct manifest *m)
{
    size_t count;
    DIR *entries = s->is_shared || s->is_dry ? NULL : list_folder(s->thumbnails);
    if (!entries)
        return;
    struct arena *a = s->diag->arena;
    struct arena_mark mark = arena_mark(a);
    const str *names = list_thumbnails(a, m, &count);
    for (const struct dirent *entry; (entry = readdir(entries));) {
        str name = str_z(entry->d_name);
        if (store_is_thumbnail(name) && !bsearch(&name, names, count, sizeof *names, compare_names))
            unlinkat(s->thumbnails, entry->d_name, 0);
    }
    closedir(entries);
    arena_rewind(a, mark);
}
