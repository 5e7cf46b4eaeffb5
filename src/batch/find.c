/*
 * A folder is listed whole and closed before anything in it is opened, so that a deep tree costs
 * memory and no descriptors. Sorting with a "/" after the names of folders makes the walk go in the
 * order of the whole names: "a-b.xml" before "a/x.xml".
 *
 * The walk cannot go in circles: links to folders are not followed, and a path too long for the
 * system ends it with a finding.
 */
#include "batch/find.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/file.h"

struct finder {
    struct arena *scratch;
    struct diag *diag;
    struct stat skip;
    bool has_skip;
    void (*take)(void *, const struct found *);
    void *state;
    struct passed_over *passed_over;
    str here; /* the path of the folder that is being listed */
    bool has_failed;
};

/* What a folder holds: a file, or a folder, whose name then ends in "/". */
struct entries {
    str *names;
    size_t count, capacity;
};

/* ---- one file ------------------------------------------------------------------------------- */

struct found find_file(struct arena *scratch, str path, str name)
{
    struct diag unheard; /* what is wrong with it is told when it is rendered */
    diag_init(&unheard, scratch);
    struct found found = {.path = path, .name = name};
    found.source = file_read(scratch, &unheard, path, FILE_CAP_XML);
    if (!found.source)
        return found;
    quoin_identity *identity = quoin_identify(found.source->text.p, found.source->text.n);
    if (!identity)
        arena_oom(scratch);
    arena_defer(scratch, free, identity);
    found.identity = identity;
    return found;
}

static void take_file(struct finder *f, str path, str name)
{
    struct arena_mark mark = arena_mark(f->scratch);
    struct found found = find_file(f->scratch, path, name);
    if (found.identity && !found.identity->is_report)
        f->passed_over->files++;
    else
        f->take(f->state, &found);
    arena_rewind(f->scratch, mark);
}

/* ---- folders -------------------------------------------------------------------------------- */

static void fail_folder(struct finder *f, str path, int error)
{
    char text[128];
    struct finding *finding =
        diag_add(f->diag, Q701, file_pos(f->diag, path), "cannot look into this folder: %s",
                 strerror_r(error, text, sizeof text)); /* the GNU one */
    diag_hint(f->diag, finding, "%s",
              error == ENAMETOOLONG ? "folders lie too deep in one another here"
                                    : "check its permissions: reports in it are left out");
}

static bool is_xml(str name)
{
    return name.n > 4 && strcasecmp(name.p + name.n - 4, ".xml") == 0;
}

/* Is it OUTDIR? */
static bool is_skipped(const struct finder *f, const struct stat *st)
{
    return f->has_skip && st->st_dev == f->skip.st_dev && st->st_ino == f->skip.st_ino;
}

/* What leads to a folder is no file; a link that leads nowhere is one that cannot be read. */
static bool is_linked_folder(int dir, const char *name)
{
    struct stat st;
    return fstatat(dir, name, &st, 0) == 0 && S_ISDIR(st.st_mode);
}

static void pass_over_link(struct finder *f, const char *name)
{
    struct passed_over *p = f->passed_over;
    str link = str_format(f->scratch, "%.*s%s", STR_ARG(f->here), name);
    if (p->links++ == 0 || str_cmp(link, p->link) < 0)
        p->link = str_copy(p->arena, link);
}

static void list_entry(struct finder *f, int dir, const char *name, struct entries *out)
{
    struct stat st;
    if (name[0] == '.' || fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return; /* hidden, or gone meanwhile */
    bool is_folder = S_ISDIR(st.st_mode);
    bool is_linked = S_ISLNK(st.st_mode) && is_linked_folder(dir, name);
    if (is_linked)
        pass_over_link(f, name);
    if (is_folder ? is_skipped(f, &st) : is_linked || !is_xml(str_z(name)))
        return;
    *ARENA_PUSH(f->scratch, out->names, out->count, out->capacity) =
        str_format(f->scratch, "%s%s", name, is_folder ? "/" : "");
}

/* 0 or an errno */
static int list_open(struct finder *f, DIR *folder, struct entries *out)
{
    const struct dirent *entry;
    for (errno = 0; (entry = readdir(folder)); errno = 0)
        list_entry(f, dirfd(folder), entry->d_name, out);
    return errno;
}

static int list_folder(struct finder *f, str path, struct entries *out)
{
    DIR *folder = opendir(path.p);
    if (!folder)
        return errno;
    int error = list_open(f, folder, out);
    closedir(folder);
    if (out->count)
        qsort(out->names, out->count, sizeof *out->names, str_order);
    return error;
}

/* `path` is that of a folder, with a "/" at its end; so is `name`, unless it is empty. */
static void walk(struct finder *f, str path, str name)
{
    struct arena_mark mark = arena_mark(f->scratch);
    struct entries entries = {0};
    f->here = path;
    int error = list_folder(f, path, &entries);
    if (error)
        fail_folder(f, path, error);
    f->has_failed = f->has_failed || (error && name.n == 0);
    for (size_t i = 0; i < entries.count; i++) {
        str entry = entries.names[i];
        str there = str_format(f->scratch, "%.*s%.*s", STR_ARG(path), STR_ARG(entry));
        str inside = str_format(f->scratch, "%.*s%.*s", STR_ARG(name), STR_ARG(entry));
        if (str_ends(entry, STR("/")))
            walk(f, there, inside);
        else
            take_file(f, there, inside);
    }
    arena_rewind(f->scratch, mark);
}

bool find_reports(struct arena *scratch, struct diag *d, str folder, str skip,
                  void (*take)(void *state, const struct found *), void *state,
                  struct passed_over *passed_over)
{
    struct finder f = {
        .scratch = scratch, .diag = d, .take = take, .state = state, .passed_over = passed_over};
    f.has_skip = skip.n && stat(str_copy(scratch, skip).p, &f.skip) == 0;
    bool is_whole = str_ends(folder, STR("/"));
    walk(&f, str_format(scratch, "%.*s%s", STR_ARG(folder), is_whole ? "" : "/"), STR(""));
    return !f.has_failed;
}
