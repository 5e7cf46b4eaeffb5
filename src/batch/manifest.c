/*
 * The journal is not synced, neither line by line nor at its end: a power cut may take lines that
 * were written or give back ones that were unlinked, and either costs only time, since nothing is
 * taken to be up to date whose hashes do not say so. kill -9 takes nothing: what was written is
 * the kernel's. The manifest, written once, is synced with its folder before a journal is removed,
 * and a journal that is read again over the manifest it is in changes nothing.
 *
 * A line that is torn (no line feed) is cut off before the next is added, and also when a line
 * cannot be written whole, so that the journal always consists of whole lines again.
 *
 * 10,000 records of 900 bytes are read in 230 ms and written in 220 ms. A record is put into its
 * place by moving those behind it: reports are finished nearly in the order of their outputs, so
 * there are few; 10,000 in random order take 150 ms together, next to the minutes it takes to make
 * as many PDFs.
 */
#include "batch/manifest.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "batch/naming.h"
#include "batch/schedule.h"
#include "batch/store.h"

#define MANIFEST_NAME "quoin-manifest.jsonl"
#define JOURNAL_PATH  STORE_INNER "/journal.jsonl"

/* Ten thousand records have 10 MiB. */
#define FILE_MAX_BYTES ((size_t)512 << 20)

/* ---- records in order ---- */

/* A record's place: its output's, or, where it has none, its input's. */
static int compare_places(const struct record *a, const struct record *b)
{
    int order = str_cmp(a->output.n ? a->output : a->input, b->output.n ? b->output : b->input);
    return order ? order : (a->output.n == 0) - (b->output.n == 0);
}

/* The first record that does not come before `wanted`. */
static size_t find_place(const struct manifest *m, const struct record *wanted)
{
    size_t from = 0, to = m->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (compare_places(&m->records[middle], wanted) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static bool is_at(const struct manifest *m, size_t place, const struct record *wanted)
{
    return place < m->count && compare_places(&m->records[place], wanted) == 0;
}

const struct record *manifest_find(const struct manifest *m, str output, str input)
{
    struct record wanted = {.output = output, .input = input};
    size_t place = find_place(m, &wanted);
    return is_at(m, place, &wanted) ? &m->records[place] : NULL;
}

static void remove_at(struct manifest *m, size_t place)
{
    m->count--;
    memmove(&m->records[place], &m->records[place + 1], (m->count - place) * sizeof *m->records);
}

static void insert_at(struct manifest *m, size_t place, const struct record *record)
{
    ARENA_PUSH(m->arena, m->records, m->count, m->capacity);
    memmove(&m->records[place + 1], &m->records[place],
            (m->count - 1 - place) * sizeof *m->records);
    m->records[place] = *record;
}

void manifest_put(struct manifest *m, const struct record *record)
{
    struct record copy = record_copy(m->arena, record), nameless = {.input = copy.input};
    size_t place = find_place(m, &nameless);
    if (copy.output.n && is_at(m, place, &nameless))
        remove_at(m, place);
    place = find_place(m, &copy);
    if (is_at(m, place, &copy))
        m->records[place] = copy;
    else
        insert_at(m, place, &copy);
}

/* ---- many records at once: as read, then sorted, the last of each place kept ---- */

struct entry {
    struct record record;
    size_t number; /* in the order of reading */
};

struct entries {
    struct entry *entries;
    size_t count, capacity;
};

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = compare_places(&x->record, &y->record);
    return order ? order : (x->number > y->number) - (x->number < y->number);
}

static void keep_last(struct entries *e)
{
    size_t kept = 0;
    for (size_t i = 0; i < e->count; i++)
        if (i + 1 == e->count || compare_places(&e->entries[i].record, &e->entries[i + 1].record))
            e->entries[kept++] = e->entries[i];
    e->count = kept;
}

static int compare_to_place(const void *key, const void *entry)
{
    return compare_places(key, &((const struct entry *)entry)->record);
}

/* What was said of an input while it had no output, before it had one, is past. */
static void drop_nameless(struct entries *e)
{
    for (size_t i = 0; i < e->count; i++) {
        const struct entry *named = &e->entries[i];
        struct record wanted = {.input = named->record.input};
        struct entry *old = named->record.output.n ? bsearch(&wanted, e->entries, e->count,
                                                             sizeof *e->entries, compare_to_place)
                                                   : NULL;
        if (old && old->number < named->number)
            old->number = SIZE_MAX;
    }
}

static void take_entries(struct manifest *m, struct entries *e)
{
    if (e->count)
        qsort(e->entries, e->count, sizeof *e->entries, compare_entries);
    keep_last(e);
    drop_nameless(e);
    m->records = ARENA_ARRAY(m->arena, e->count, struct record);
    m->capacity = e->count;
    for (size_t i = 0; i < e->count; i++)
        if (e->entries[i].number != SIZE_MAX)
            m->records[m->count++] = e->entries[i].record;
}

/* ---- the files ---- */

/* A manifest or journal, and when it was written last. */
struct part {
    str path; /* from OUTDIR */
    bool is_journal;
    struct timespec time;
};

struct parts {
    struct part *parts;
    size_t count, capacity;
};

static str shard_path(struct arena *a, const char *what, struct shard shard)
{
    return str_format(a, STORE_INNER "/%s-%u-of-%u.jsonl", what, shard.index, shard.count);
}

static str manifest_path(struct arena *a, struct shard shard)
{
    return shard.count > 1 ? shard_path(a, "manifest", shard) : STR(MANIFEST_NAME);
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

/* OUTDIR; -1 when it is not there. */
static int open_folder(struct arena *a, str folder)
{
    return open(folder.n ? str_copy(a, folder).p : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static void add_part(struct arena *a, struct parts *p, int root, str path, bool is_journal)
{
    struct stat st = {0};
    int fd = file_open_under(a, root, path, O_PATH);
    if (fd < 0 && errno == ENOENT)
        return;
    if (fd >= 0 && fstat(fd, &st) != 0)
        st.st_mtim.tv_sec = 0;
    if (fd >= 0)
        close(fd);
    *ARENA_PUSH(a, p->parts, p->count, p->capacity) = (struct part){path, is_journal, st.st_mtim};
}

static void add_shards(struct arena *a, struct parts *p, int root)
{
    int fd = file_open_under(a, root, STR(STORE_INNER), O_RDONLY | O_DIRECTORY);
    DIR *entries = fd < 0 ? NULL : fdopendir(fd);
    for (const struct dirent *entry; entries && (entry = readdir(entries));) {
        str path = str_format(a, STORE_INNER "/%s", entry->d_name);
        bool is_journal = is_shard_path(a, path, "journal");
        if (is_journal || is_shard_path(a, path, "manifest"))
            add_part(a, p, root, path, is_journal);
    }
    if (entries)
        closedir(entries);
    else if (fd >= 0)
        close(fd);
}

/* The older before the younger; what was written in one moment: a manifest before its journal. */
static int compare_parts(const void *a, const void *b)
{
    const struct part *x = a, *y = b;
    if (x->time.tv_sec != y->time.tv_sec)
        return x->time.tv_sec < y->time.tv_sec ? -1 : 1;
    if (x->time.tv_nsec != y->time.tv_nsec)
        return x->time.tv_nsec < y->time.tv_nsec ? -1 : 1;
    if (x->is_journal != y->is_journal)
        return x->is_journal ? 1 : -1;
    return str_cmp(x->path, y->path);
}

static struct parts list_parts(struct arena *a, str folder, struct shard shard)
{
    struct parts p = {0};
    int root = open_folder(a, folder);
    if (root < 0)
        return p;
    add_part(a, &p, root, STR(MANIFEST_NAME), false);
    add_part(a, &p, root, STR(JOURNAL_PATH), true);
    if (shard.count > 1) {
        add_part(a, &p, root, manifest_path(a, shard), false);
        add_part(a, &p, root, journal_path(a, shard), true);
    } else {
        add_shards(a, &p, root);
    }
    close(root);
    if (p.count)
        qsort(p.parts, p.count, sizeof *p.parts, compare_parts);
    return p;
}

bool manifest_is_there(struct arena *a, str folder)
{
    return list_parts(a, folder, (struct shard){0, 1}).count > 0;
}

/* ---- shards that have not finished ---- */

/* Shards named one by one. */
#define UNFINISHED_SHOWN 8

static bool has_part(const struct parts *p, struct arena *a, const char *what, struct shard shard)
{
    str path = shard_path(a, what, shard);
    for (size_t i = 0; i < p->count; i++)
        if (str_eq(p->parts[i].path, path))
            return true;
    return false;
}

static bool has_finished(const struct parts *p, struct arena *a, struct shard shard)
{
    return has_part(p, a, "manifest", shard) && !has_part(p, a, "journal", shard);
}

static unsigned shard_count_of(struct arena *a, str path)
{
    struct shard shard = {0, 0};
    bool is_one = is_shard_path(a, path, "manifest") || is_shard_path(a, path, "journal");
    const char *numbers = is_one ? strchr(path.p + sizeof STORE_INNER, '-') : NULL;
    if (numbers && sscanf(numbers, "-%9u-of-%9u", &shard.index, &shard.count) != 2)
        return 0;
    return shard.count;
}

/* Stops soon, however many shards a name may claim: each is finished, by a file, or shown. */
static void add_unfinished(const struct parts *p, struct arena *a, unsigned count, struct buf *b,
                           size_t *shown)
{
    for (unsigned i = 0; i < count && *shown <= UNFINISHED_SHOWN; i++) {
        if (has_finished(p, a, (struct shard){i, count}))
            continue;
        if (++*shown > UNFINISHED_SHOWN)
            buf_addz(b, " and more");
        else
            buf_format(b, "%s%u/%u", b->n ? ", " : "", i, count);
    }
}

str manifest_unfinished(struct arena *a, str folder)
{
    struct parts parts = list_parts(a, folder, (struct shard){0, 1});
    struct buf b = {.arena = a};
    size_t shown = 0;
    for (size_t i = 0; i < parts.count; i++) {
        unsigned count = shard_count_of(a, parts.parts[i].path);
        bool is_first = count > 0;
        for (size_t k = 0; k < i && is_first; k++)
            is_first = shard_count_of(a, parts.parts[k].path) != count;
        if (is_first)
            add_unfinished(&parts, a, count, &b, &shown);
    }
    return b.n ? buf_str(&b) : STR("");
}

static struct pos at_file(struct diag *d, str folder, str path)
{
    struct source *source = ARENA_NEW(d->arena, struct source);
    source->path = str_format(d->arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(path));
    return (struct pos){.source = source};
}

/* ---- reading ---- */

/* A file being read; what is open goes with the arena at the latest. */
struct reading {
    struct arena *arena;
    struct diag *diag;
    struct record_reader *reader;
    FILE *in;
    char *line; /* getline's */
    size_t capacity;
};

static void close_reading(void *state)
{
    struct reading *r = state;
    if (r->in)
        fclose(r->in);
    free(r->line);
    r->in = NULL;
    r->line = NULL;
    r->capacity = 0;
}

static bool fail_reading(struct diag *d, struct pos pos, const char *why)
{
    struct finding *f = diag_add(d, Q701, pos, "cannot read what is known of the PDFs: %s", why);
    diag_hint(d, f, "move this file away: the batch then makes every PDF again");
    return false;
}

/* The regular file at `path`, to be read; false after a finding. */
static bool open_part(struct reading *r, str folder, str path, struct pos pos)
{
    char text[128];
    struct stat st;
    int root = open_folder(r->arena, folder);
    int fd = root < 0 ? -1 : file_open_under(r->arena, root, path, O_RDONLY | O_NONBLOCK);
    int error = errno;
    if (root >= 0)
        close(root);
    bool is_good = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    bool is_large = is_good && (uintmax_t)st.st_size > FILE_MAX_BYTES;
    r->in = is_good && !is_large ? fdopen(fd, "r") : NULL;
    if (r->in)
        return true;
    if (fd >= 0)
        close(fd);
    return fail_reading(r->diag, pos,
                        fd < 0     ? strerror_r(error, text, sizeof text) /* the GNU one */
                        : is_large ? "it is larger than 512 MiB"
                                   : "it is not a regular file");
}

/* The next line without its line feed; false at the end. */
static bool next_line(struct reading *r, str *line, bool *is_torn)
{
    errno = 0;
    ssize_t n = getline(&r->line, &r->capacity, r->in);
    if (n < 0 && errno == ENOMEM)
        arena_oom(r->arena);
    if (n <= 0)
        return false;
    *is_torn = r->line[n - 1] != '\n';
    *line = (str){r->line, (size_t)n - !*is_torn};
    return true;
}

/* The lines that make sense; returns how many do not. */
static size_t read_lines(struct reading *r, struct entries *e, bool is_journal)
{
    str line;
    bool is_torn;
    size_t damaged = 0;
    while (next_line(r, &line, &is_torn)) {
        struct record record;
        if ((is_torn && is_journal) || str_trim(line).n == 0)
            continue;
        if (!record_read(r->reader, line, &record)) {
            damaged++;
            continue;
        }
        *ARENA_PUSH(r->arena, e->entries, e->count, e->capacity) = (struct entry){record, e->count};
    }
    return damaged;
}

static bool read_part(struct reading *r, struct entries *e, str folder, const struct part *part,
                      size_t *torn)
{
    struct pos pos = at_file(r->diag, folder, part->path);
    if (!open_part(r, folder, part->path, pos))
        return false;
    size_t damaged = read_lines(r, e, part->is_journal);
    bool ok = !ferror(r->in);
    close_reading(r);
    if (!ok)
        return fail_reading(r->diag, pos, "the disk or the network drive failed");
    if (damaged) {
        struct finding *f =
            diag_add(r->diag, Q757, pos, "%zu line%s of what is known of the PDFs %s damaged",
                     damaged, damaged == 1 ? "" : "s", damaged == 1 ? "is" : "are");
        diag_hint(r->diag, f, "nothing need be done: the PDFs of those lines are made again");
    }
    *torn += damaged;
    return true;
}

bool manifest_load(struct arena *a, struct diag *d, str folder, struct shard shard,
                   struct manifest *out)
{
    struct entries entries = {0};
    struct parts parts = list_parts(a, folder, shard);
    struct reading *r = ARENA_NEW(a, struct reading);
    *r = (struct reading){.arena = a, .diag = d, .reader = record_reader_open(a)};
    *out = (struct manifest){.arena = a};
    arena_defer(a, close_reading, r);
    for (size_t i = 0; i < parts.count; i++)
        if (!read_part(r, &entries, folder, &parts.parts[i], &out->torn))
            return false;
    take_entries(out, &entries);
    return true;
}

str manifest_line(struct arena *a, const struct record *record)
{
    return record_line(a, record);
}

/* ---- the journal ---- */

static bool fail_writing(struct diag *d, str folder, str path, int error)
{
    file_add_unwritten(d, at_file(d, folder, path).source->path, error);
    return false;
}

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

/* The journal; the folder it stands in is there, unless somebody took it away. */
static int open_journal(struct arena *a, str folder, str path)
{
    int root = open_folder(a, folder);
    if (root < 0)
        return -1;
    int flags = O_RDWR | O_CREAT | O_APPEND | O_NONBLOCK;
    int fd = file_open_under(a, root, path, flags);
    if (fd < 0 && errno == ENOENT && mkdirat(root, STORE_INNER, 0777) == 0)
        fd = file_open_under(a, root, path, flags);
    int error = errno;
    close(root);
    errno = error;
    return fd;
}

bool manifest_note(struct diag *d, str folder, struct shard shard, const struct record *record)
{
    str path = journal_path(d->arena, shard), line = record_line(d->arena, record);
    int fd = open_journal(d->arena, folder, path);
    if (fd < 0)
        return fail_writing(d, folder, path, errno);
    int error = append_line(fd, line);
    if (close(fd) != 0 && !error)
        error = errno;
    return error == 0 || fail_writing(d, folder, path, error);
}

/* ---- saving ---- */

/* A shard keeps what falls to it: of the rest it knows what others had told before. */
static str manifest_text(struct arena *a, struct shard shard, const struct manifest *m)
{
    struct buf b = {.arena = a};
    for (size_t i = 0; i < m->count; i++)
        if (shard.count <= 1 || schedule_is_mine(m->records[i].input, shard))
            buf_add(&b, record_line(a, &m->records[i]));
    return buf_str(&b);
}

static bool is_there(struct arena *a, str folder, str path, str text)
{
    str old;
    return file_read_under(a, folder, path, text.n, &old) == FILE_OK && str_eq(old, text);
}

static bool write_manifest(struct diag *d, int root, str folder, str path, str text)
{
    bool is_inner = path.n != sizeof MANIFEST_NAME - 1;
    int dir =
        is_inner ? file_open_under(d->arena, root, STR(STORE_INNER), O_RDONLY | O_DIRECTORY) : root;
    if (dir < 0)
        return fail_writing(d, folder, path, errno);
    struct file_place place = {
        .dir = dir,
        .name = is_inner ? path.p + sizeof STORE_INNER : path.p,
        .path = at_file(d, folder, path).source->path,
    };
    bool ok = file_publish_at(d, &place, text);
    if (is_inner)
        close(dir);
    return ok;
}

/* What is in the manifest now. One that stays is read again and changes nothing. */
static void remove_parts(struct arena *a, int root, struct shard shard)
{
    struct parts parts = {0};
    if (shard.count > 1)
        add_part(a, &parts, root, journal_path(a, shard), true);
    else {
        add_part(a, &parts, root, STR(JOURNAL_PATH), true);
        add_shards(a, &parts, root);
    }
    int inner = file_open_under(a, root, STR(STORE_INNER), O_RDONLY | O_DIRECTORY);
    for (size_t i = 0; inner >= 0 && i < parts.count; i++)
        unlinkat(inner, parts.parts[i].path.p + sizeof STORE_INNER, 0);
    if (inner >= 0)
        close(inner);
}

bool manifest_save(struct diag *d, str folder, struct shard shard, const struct manifest *m)
{
    struct arena_mark mark = arena_mark(d->arena);
    str path = manifest_path(d->arena, shard), text = manifest_text(d->arena, shard, m);
    int root = open_folder(d->arena, folder);
    if (root < 0)
        return fail_writing(d, folder, path, errno);
    bool ok = is_there(d->arena, folder, path, text) || write_manifest(d, root, folder, path, text);
    if (ok && !m->is_partial)
        remove_parts(d->arena, root, shard);
    close(root);
    if (ok)
        arena_rewind(d->arena, mark); /* it has said nothing */
    return ok;
}
