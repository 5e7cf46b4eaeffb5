#include "batch/watched.h"

#include <unistd.h>

#include "base/digest.h"
#include "base/file.h"
#include "batch/mentions.h"

#define FILES_MAX    4000
#define LAYOUT_DEPTH 3

static void open_list(struct watched_list *l, struct arena *own)
{
    *l = (struct watched_list){.arena = own, .empty = arena_mark(own)};
}

/* The list that is not in use, emptied. */
static struct watched_list *spare_list(struct watched *w)
{
    struct watched_list *l = w->now == &w->lists[0] ? &w->lists[1] : &w->lists[0];
    arena_rewind(l->arena, l->empty);
    l->files = NULL;
    l->count = l->capacity = 0;
    return l;
}

static const struct watched_file *find_file(const struct watched_list *l, str path)
{
    for (size_t i = 0; i < l->count; i++)
        if (str_eq(l->files[i].path, path))
            return &l->files[i];
    return NULL;
}

/* What is in the list already stays as it is. */
static void put_file(struct watched_list *l, str path, str sha256)
{
    if (l->count < FILES_MAX && !find_file(l, path))
        *ARENA_PUSH(l->arena, l->files, l->count, l->capacity) =
            (struct watched_file){str_copy(l->arena, path), str_copy(l->arena, sha256)};
}

static void put_list(struct watched_list *to, const struct watched_list *from)
{
    for (size_t i = 0; i < from->count; i++)
        put_file(to, from->files[i].path, from->files[i].sha256);
}

/* The bytes, in scratch; false when they cannot be had, for whatever reason. */
static bool read_bytes(struct watched *w, str path, str *out)
{
    struct diag unheard;
    diag_init(&unheard, w->scratch);
    const struct source *source = file_read(w->scratch, &unheard, path, FILE_CAP_XML);
    *out = source ? source->text : (str){0};
    return source != NULL;
}

/* As the file is on the disk now. */
static void put_current(struct watched *w, struct watched_list *l, str path)
{
    str bytes;
    struct arena_mark mark = arena_mark(w->scratch);
    bool is_read = read_bytes(w, path, &bytes);
    put_file(l, path, is_read ? digest_hex(w->scratch, bytes) : STR(""));
    arena_rewind(w->scratch, mark);
}

/* A name in a report or layout as a path. */
static str path_beside(struct watched *w, str owner, str name)
{
    str folder = file_folder(w->scratch, owner);
    return str_is(folder, ".") && !str_starts(owner, STR("./"))
               ? name
               : str_format(w->scratch, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));
}

/*
 * Adds what a report or layout names, and what the layouts among that name in turn. only_missing:
 * of these, those that are not there.
 */
static void put_named(struct watched *w, struct watched_list *l, str owner, bool only_missing,
                      int depth)
{
    str text;
    size_t count;
    if (depth == LAYOUT_DEPTH || !read_bytes(w, owner, &text))
        return;
    str *names = mentions_find(w->scratch, text, &count);
    for (size_t i = 0; i < count && l->count < FILES_MAX; i++) {
        str path = path_beside(w, owner, str_copy(w->scratch, names[i]));
        if (find_file(l, path) || (only_missing && access(path.p, F_OK) == 0))
            continue;
        put_current(w, l, path);
        if (str_ends(path, STR(".xml")))
            put_named(w, l, path, only_missing, depth + 1);
    }
}

struct watched_list *watched_before(struct watched *w)
{
    struct watched_list *l = spare_list(w);
    str layout = str_z(w->layout);
    put_current(w, l, str_z(w->report));
    put_named(w, l, str_z(w->report), false, 0);
    if (str_find(layout, '/') < layout.n || str_ends(layout, STR(".xml"))) {
        put_current(w, l, layout);
        put_named(w, l, layout, false, 1);
    }
    for (size_t i = 0; i < w->now->count; i++)
        put_current(w, l, w->now->files[i].path);
    return l;
}

/*
 * The files after it. One that is done has used no other than those it tells of; of those that
 * are named and not there it may have looked for any. One that failed may not have come to all
 * that it was begun with. Known by what was there before it began: what it then read is as old,
 * or another save, and then a render too many does no harm.
 */
struct watched_list *watched_after(struct watched *w, const struct result *result)
{
    struct watched_list *l = spare_list(w);
    bool is_whole = result->status <= QUOIN_WARNINGS && result->input_count > 0;
    put_file(l, w->now->files[0].path, w->now->files[0].sha256);
    for (size_t i = 0; i < result->input_count; i++) {
        const struct record_input *input = &result->inputs[i];
        const struct watched_file *before = find_file(w->now, input->path);
        put_file(l, input->path, before ? before->sha256 : input->sha256);
        if (is_whole && (i == 0 || str_ends(input->path, STR(".xml"))))
            put_named(w, l, input->path, true, 0);
    }
    if (!is_whole)
        put_list(l, w->now);
    return l;
}

struct watched_view watched_compare(struct watched *w)
{
    struct watched_view view = {0};
    for (size_t i = 0; i < w->now->count; i++) {
        str bytes;
        const struct watched_file *file = &w->now->files[i];
        struct arena_mark mark = arena_mark(w->scratch);
        bool is_read = read_bytes(w, file->path, &bytes);
        if (!str_eq(file->sha256, is_read ? digest_hex(w->scratch, bytes) : STR(""))) {
            view.is_changed = true;
            view.is_doubtful |= str_trim(bytes).n == 0;
        }
        view.is_gone |= i == 0 && access(file->path.p, F_OK) != 0;
        arena_rewind(w->scratch, mark);
    }
    return view;
}

void watched_open(struct watched *w, struct arena *scratch, struct arena *one, struct arena *other)
{
    w->scratch = scratch;
    open_list(&w->lists[0], one);
    open_list(&w->lists[1], other);
    w->now = &w->lists[0];
}
