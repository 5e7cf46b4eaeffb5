/*
 * The journal is not synced, neither line by line nor at its end: a power cut may take lines that
 * were written or give back files that were unlinked, and either costs only time, since nothing is
 * taken to be up to date whose hashes do not say so. kill -9 takes nothing: what was written is
 * the kernel's.
 */
#include "batch/journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "batch/store.h"

#define MANIFEST_PATH "quoin-manifest.jsonl"
#define JOURNAL_PATH  STORE_INNER "/journal.jsonl"

/* ---- paths ---- */

static str shard_path(struct arena *a, const char *what, struct shard shard)
{
    return str_format(a, STORE_INNER "/%s-%u-of-%u.jsonl", what, shard.index, shard.count);
}

str journal_manifest_path(struct arena *a, struct shard shard)
{
    return shard.count > 1 ? shard_path(a, "manifest", shard) : STR(MANIFEST_PATH);
}

static str journal_path(struct arena *a, struct shard shard)
{
    return shard.count > 1 ? shard_path(a, "journal", shard) : STR(JOURNAL_PATH);
}

/* Is it, within .quoin, a file of some shard? */
static bool is_shard_path(struct arena *a, str path, const char *what)
{
    struct shard shard;
    char format[64];
    snprintf(format, sizeof format, STORE_INNER "/%s-%%9u-of-%%9u.jsonl", what);
    return sscanf(path.p, format, &shard.index, &shard.count) == 2 &&
           str_eq(shard_path(a, what, shard), path);
}

/* ---- the files that are there ---- */

static void add_file(struct arena *a, struct journal_files *f, str folder, str path,
                     bool is_journal)
{
    struct stat st = {0};
    int fd = store_open_in(a, folder, path, O_PATH);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return;
    if (fd >= 0 && fstat(fd, &st) != 0)
        st.st_mtim.tv_sec = 0;
    if (fd >= 0)
        close(fd);
    *ARENA_PUSH(a, f->files, f->count, f->capacity) =
        (struct journal_file){path, is_journal, st.st_mtim};
}

static void add_shards(struct arena *a, struct journal_files *f, str folder)
{
    int fd = store_open_in(a, folder, STR(STORE_INNER), O_RDONLY | O_DIRECTORY);
    DIR *entries = fd < 0 ? NULL : fdopendir(fd);
    for (const struct dirent *entry; entries && (entry = readdir(entries));) {
        str path = str_format(a, STORE_INNER "/%s", entry->d_name);
        bool is_journal = is_shard_path(a, path, "journal");
        if (is_journal || is_shard_path(a, path, "manifest"))
            add_file(a, f, folder, path, is_journal);
    }
    if (entries)
        closedir(entries);
    else if (fd >= 0)
        close(fd);
}

/* The older before the younger; what was written in one moment: a manifest before its journal. */
static int by_age(const void *a, const void *b)
{
    const struct journal_file *x = a, *y = b;
    if (x->time.tv_sec != y->time.tv_sec)
        return x->time.tv_sec < y->time.tv_sec ? -1 : 1;
    if (x->time.tv_nsec != y->time.tv_nsec)
        return x->time.tv_nsec < y->time.tv_nsec ? -1 : 1;
    if (x->is_journal != y->is_journal)
        return x->is_journal ? 1 : -1;
    return str_cmp(x->path, y->path);
}

struct journal_files journal_list(struct arena *a, str folder, struct shard shard)
{
    struct journal_files f = {0};
    add_file(a, &f, folder, STR(MANIFEST_PATH), false);
    add_file(a, &f, folder, STR(JOURNAL_PATH), true);
    if (shard.count > 1) {
        add_file(a, &f, folder, journal_manifest_path(a, shard), false);
        add_file(a, &f, folder, journal_path(a, shard), true);
    } else {
        add_shards(a, &f, folder);
    }
    if (f.count)
        qsort(f.files, f.count, sizeof *f.files, by_age);
    return f;
}

void journal_remove(struct arena *a, str folder, struct shard shard)
{
    struct journal_files f = {0};
    add_file(a, &f, folder, journal_path(a, shard), true);
    if (shard.count <= 1)
        add_shards(a, &f, folder);
    int inner = store_open_in(a, folder, STR(STORE_INNER), O_RDONLY | O_DIRECTORY);
    for (size_t i = 0; inner >= 0 && i < f.count; i++)
        unlinkat(inner, file_name(f.files[i].path).p, 0);
    if (inner >= 0)
        close(inner);
}

/* ---- a line more ---- */

/* The size without a torn last line; -1 and errno. */
static off_t whole_lines(int fd, off_t size)
{
    char block[4096];
    while (size > 0) {
        off_t from = size > (off_t)sizeof block ? size - (off_t)sizeof block : 0;
        ssize_t n = pread(fd, block, (size_t)(size - from), from);
        if (n != size - from) {
            errno = n < 0 ? errno : EIO;
            return -1;
        }
        const char *feed = memrchr(block, '\n', (size_t)n);
        if (feed)
            return from + (feed - block) + 1;
        size = from;
    }
    return 0;
}

/* Adds the line to a file of whole lines, which it also is if that fails; 0 or an errno. */
static int append_line(int fd, str line)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return errno;
    if (!S_ISREG(st.st_mode))
        return EEXIST;
    off_t size = whole_lines(fd, st.st_size);
    if (size < 0 || (size < st.st_size && ftruncate(fd, size) != 0))
        return errno;
    ssize_t n;
    do
        n = write(fd, line.p, line.n);
    while (n < 0 && errno == EINTR);
    int error = n < 0 ? errno : (size_t)n < line.n ? ENOSPC : 0;
    if (n > 0 && error && ftruncate(fd, size) != 0)
        return error; /* the next one cuts it off */
    return error;
}

/* The folder it stands in is there, unless somebody took it away. */
static int open_journal(struct arena *a, str folder, str path)
{
    int flags = O_RDWR | O_CREAT | O_APPEND | O_NONBLOCK;
    int fd = store_open_in(a, folder, path, flags);
    if (fd >= 0 || errno != ENOENT || mkdir(store_path(a, folder, STR(STORE_INNER)).p, 0777) != 0)
        return fd;
    return store_open_in(a, folder, path, flags);
}

bool journal_add(struct diag *d, str folder, struct shard shard, str line)
{
    str path = journal_path(d->arena, shard);
    int fd = open_journal(d->arena, folder, path), error = errno;
    if (fd >= 0) {
        error = append_line(fd, line);
        if (close(fd) != 0 && !error)
            error = errno;
    }
    if (error || fd < 0)
        file_add_unwritten(d, store_path(d->arena, folder, path), error);
    return fd >= 0 && !error;
}
