#include "batch/thumbnail.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/file.h"
#include "base/folder.h"

/* Half of a SHA-256. */
#define DIGITS 32

bool thumbnail_is_name(str name)
{
    return name.n == DIGITS + 4 && str_ends(name, STR(".png")) &&
           str_is_made_of(str_sub(name, 0, DIGITS), "0123456789abcdef");
}

bool thumbnail_keep(const struct store *s, struct diag *d, str png, str *name)
{
    struct stat st;
    *name = STR("");
    if (png.n == 0)
        return true;
    str hash = str_sub(digest_hex(d->arena, png), 0, DIGITS);
    str own = str_format(d->arena, "%.*s.png", STR_ARG(hash));
    str path = store_path(d->arena, s->folder, str_format(d->arena, STORE_THUMBNAILS "/%s", own.p));
    struct file_place place = {s->thumbnails, own.p, path, true};
    *name = own;
    if (fstatat(s->thumbnails, own.p, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
        (uintmax_t)st.st_size == png.n)
        return true;
    return file_publish_at(d, &place, png);
}

str thumbnail_read(struct arena *a, const struct store *s, str name)
{
    str path = str_format(a, STORE_THUMBNAILS "/%.*s", STR_ARG(name)), bytes = {0};
    if (!thumbnail_is_name(name) ||
        file_read_under(a, s->folder, path, FILE_CAP_IMAGE, &bytes) != FILE_OK)
        return STR("");
    return bytes;
}

/* The names that records give, sorted. */
static str *list_names(struct arena *a, const struct manifest *m, size_t *count)
{
    str *names = ARENA_ARRAY(a, m->count, str);
    *count = 0;
    for (size_t i = 0; i < m->count; i++)
        if (m->records[i].thumbnail.n)
            names[(*count)++] = m->records[i].thumbnail;
    qsort(names, *count, sizeof *names, str_order);
    return names;
}

void thumbnail_sweep(const struct store *s, const struct manifest *m)
{
    size_t count;
    DIR *entries = s->is_shared || s->is_dry ? NULL : folder_list(s->thumbnails);
    if (!entries)
        return;
    struct arena *a = s->diag->arena;
    struct arena_mark mark = arena_mark(a);
    const str *names = list_names(a, m, &count);
    for (const struct dirent *entry; (entry = readdir(entries));) {
        str name = str_z(entry->d_name);
        if (thumbnail_is_name(name) && !bsearch(&name, names, count, sizeof *names, str_order))
            unlinkat(s->thumbnails, entry->d_name, 0);
    }
    closedir(entries);
    arena_rewind(a, mark);
}
