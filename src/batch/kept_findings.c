/*
 * The folder is looked for in the array as it was printed, as JSON writes it. Where it stands in
 * the middle of another path ("old-reports/" with "reports/") it is not the folder.
 */
#include "batch/kept_findings.h"

#include <string.h>

#include "base/file.h"
#include "base/show.h"

/* What stands before the name in the path; of a name that does not end it, the file's folder. */
static str folder_of(str path, str name)
{
    str rest = str_ends(path, name) ? name : file_name(path);
    return str_sub(path, 0, path.n - rest.n);
}

static str as_json(struct arena *a, str s)
{
    struct buf b = {.arena = a};
    show_add_json(&b, s);
    str quoted = buf_str(&b);
    return str_sub(quoted, 1, quoted.n - 1);
}

static bool is_in_path(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("._-~/", c));
}

str kept_findings_make(struct arena *a, str findings, str path, str name)
{
    struct buf b = {.arena = a};
    str folder = as_json(a, folder_of(path, name));
    size_t from = 0;
    if (folder.n == 0)
        return findings;
    for (size_t at = 0; (at = str_search(findings, folder, at)) < findings.n; at += folder.n) {
        bool is_folder = at == 0 || !is_in_path(findings.p[at - 1]);
        buf_add(&b, str_sub(findings, from, is_folder ? at : at + folder.n));
        from = at + folder.n;
    }
    buf_add(&b, str_sub(findings, from, findings.n));
    return buf_str(&b);
}
