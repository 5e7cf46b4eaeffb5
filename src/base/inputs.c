#include "base/inputs.h"

/* Adds the components of a path, each after a slash unless nothing stands before it. */
static void add_components(struct buf *out, str path)
{
    while (path.n) {
        size_t n = str_find(path, '/');
        str name = str_sub(path, 0, n);
        path = str_sub(path, n + 1, path.n);
        if (name.n == 0 || str_is(name, "."))
            continue;
        if (out->n > 0 && out->p[out->n - 1] != '/')
            buf_byte(out, '/');
        buf_add(out, name);
    }
}

str inputs_path(struct arena *a, str root, str name)
{
    struct buf out = {.arena = a};
    if (str_starts(root.n ? root : name, STR("/")))
        buf_byte(&out, '/');
    add_components(&out, root);
    add_components(&out, name);
    str path = buf_str(&out);
    return str_is(path, "-") ? STR("./-") : path; /* "-" alone would mean standard input */
}

void inputs_add(struct inputs *in, str root, str name, str bytes)
{
    if (!in)
        return;
    str path = inputs_path(in->arena, root, name);
    for (size_t i = 0; i < in->count; i++)
        if (str_eq(in->items[i].path, path))
            return;
    struct input *input = ARENA_PUSH(in->arena, in->items, in->count, in->capacity);
    *input = (struct input){path, bytes};
}
