/*
 * Everything goes by descriptors of open folders, so that what was found to be a folder of OUTDIR
 * is what is written into, even if a link is put in its place meanwhile.
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
#include <unistd.h>

#include "base/file.h"

#define FOLDER_FLAGS (O_RDONLY | O_DIRECTORY | O_CLOEXEC)

/* ---- findings ---- */

static bool fail_at(struct diag *d, str path, const char *text, const char *hint)
{
    diag_hint(d, diag_add(d, Q702, file_pos(d, path), "%s", text), "%s", hint);
    return false;
}

str store_path(struct arena *a, str folder, str name)
{
    bool is_parted = folder.n == 0 || name.n == 0 || str_ends(folder, STR("/"));
    const char *between = is_parted ? "" : "/";
    return str_format(a, "%.*s%s%.*s", STR_ARG(folder), between, STR_ARG(name));
}

int store_open_in(struct arena *a, str folder, str name, int flags)
{
    int root = open(folder.n ? str_copy(a, folder).p : ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0)
        return -1;
    int fd = file_open_under(a, root, name, flags);
    int error = errno;
    close(root);
    errno = error;
    return fd;
}

/* What a name from OUTDIR is called. */
static str shown(const struct store *s, struct arena *a, str name)
{
    return store_path(a, s->folder, name);
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

/* 0 or an errno. A dry store writes nothing: whoever may read may ask what would be made. */
static int why_unwritable(const struct store *s, int dir)
{
    return s->is_dry || faccessat(dir, ".", W_OK | X_OK, AT_EACCESS) == 0 ? 0 : errno;
}

static int open_folder(const struct store *s, struct arena *a, str name)
{
    return file_open_under(a, s->root, name.n ? name : STR("."), FOLDER_FLAGS);
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

/* A dry batch only wants to know whether OUTDIR could stand there; others may make it. */
static bool look_at_parent(const struct store *s, struct diag *d, const char *path)
{
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    str parent = file_folder(d->arena, (str){path, n});
    struct stat st;
    if (stat(parent.p, &st) != 0)
        return fail_opening(s, d, errno);
    return S_ISDIR(st.st_mode) || fail_opening(s, d, ENOENT);
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
    int error = why_unwritable(s, s->root);
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
    int error = why_unwritable(s, s->inner);
    if (error)
        return fail_in(s, d, STR(STORE_INNER), error);
    error = why_unwritable(s, s->thumbnails);
    return error == 0 || fail_in(s, d, STR(STORE_THUMBNAILS), error);
}

bool store_open(struct store *s, struct diag *d, str folder, struct shard shard, bool is_dry)
{
    *s = (struct store){
        .folder = str_copy(d->arena, folder.n ? folder : STR(".")),
        .lock = LOCK_NONE,
        .diag = d,
        .root = -1,
        .inner = -1,
        .thumbnails = -1,
        .is_shared = shard.count > 1,
        .is_dry = is_dry,
        .folders = ARENA_NEW(d->arena, struct store_folders),
    };
    if (!open_root(s, d) ||
        (!is_dry && (!open_inner(s, d) || !lock_take(&s->lock, d, s->folder, s->inner, shard)))) {
        store_close(s);
        return false;
    }
    if (is_dry)
        return true;
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
    lock_release(&s->lock);
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
    qsort(names, name_count, sizeof *names, str_order);
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
    int error = why_unwritable(s, fd);
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

static bool is_same_file(const struct stat *x, const struct stat *y)
{
    return x->st_dev == y->st_dev && x->st_ino == y->st_ino && x->st_size == y->st_size &&
           x->st_ctim.tv_sec == y->st_ctim.tv_sec && x->st_ctim.tv_nsec == y->st_ctim.tv_nsec;
}

/* From the inside out, until one is not empty, or work is done in it. */
static void remove_empty_folders(const struct store *s, struct arena *a, str name)
{
    for (bool is_empty = true; is_empty && name.n && !find_folder(s, name);) {
        str parent = parent_of(name);
        int dir = open_folder(s, a, parent);
        is_empty = dir >= 0 && unlinkat(dir, str_copy(a, file_name(name)).p, AT_REMOVEDIR) == 0;
        close_one(&dir);
        name = parent;
    }
}

/* Between looking and removing is a moment that no system call spans: some microseconds. */
bool store_remove(const struct store *s, struct diag *d, str name, const struct stat *seen)
{
    struct file_place place;
    struct stat now;
    if (!find_place(s, d, name, &place))
        return false;
    bool is_there =
        fstatat(place.dir, place.name, &now, AT_SYMLINK_NOFOLLOW) == 0 && is_same_file(&now, seen);
    int error = is_there && unlinkat(place.dir, place.name, 0) != 0 ? errno : 0;
    if (is_there && !error && !place.is_synced_later)
        error = file_sync_folder(place.dir);
    if (error)
        file_add_unwritten(d, place.path, error);
    leave_place(s, name, &place, !error);
    if (is_there && !error)
        remove_empty_folders(s, d->arena, parent_of(name));
    return !error;
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
