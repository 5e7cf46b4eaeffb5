#include "base/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static bool fail(struct diag *d, str path, const char *reason)
{
    struct finding *f =
        diag_add(d, Q702, file_pos(d, path), "cannot write into this folder: %s", reason);
    diag_hint(d, f, "name a new folder, in one that you may write to");
    return false;
}

static bool fail_errno(struct diag *d, str path, int error)
{
    char text[128];
    return fail(d, path, strerror_r(error, text, sizeof text)); /* the GNU one */
}

static bool is_empty(DIR *folder)
{
    const struct dirent *entry;
    while ((entry = readdir(folder)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            return false;
    return true;
}

bool folder_claim(struct diag *d, str path)
{
    str name = str_copy(d->arena, path);
    if (mkdir(name.p, 0777) == 0)
        return true;
    if (errno != EEXIST)
        return fail_errno(d, path, errno);
    DIR *folder = opendir(name.p);
    if (!folder)
        return fail_errno(d, path, errno);
    bool ok = is_empty(folder);
    closedir(folder);
    return ok || fail(d, path, "it is not empty");
}

bool folder_publish(struct diag *d, str folder, str name, str bytes)
{
    str path = str_format(d->arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));
    for (size_t i = folder.n + 1; i < path.n; i++) {
        if (path.p[i] != '/')
            continue;
        str between = str_copy(d->arena, str_sub(path, 0, i));
        if (mkdir(between.p, 0777) != 0 && errno != EEXIST)
            return fail_errno(d, between, errno);
    }
    return file_publish(d, path, bytes);
}

DIR *folder_list(int dir)
{
    int own = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = own < 0 ? NULL : fdopendir(own);
    if (!entries && own >= 0)
        close(own);
    return entries;
}
