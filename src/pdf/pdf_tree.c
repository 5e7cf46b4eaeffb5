/*
 * pdf_tree: name trees and number trees (7.9.6, 7.9.7), of two levels at most: a root, and leaves
 * of LEAF_COUNT entries. A root of a million entries then has 4,000 kids.
 */
#include "pdf/pdf_internal.h"

#define LEAF_COUNT 256

void pdf_tree_add(struct pdf *p, struct tree *t, str key, str value)
{
    *ARENA_PUSH(p->arena, t->entries, t->count, t->capacity) =
        (struct tree_entry){.key = key, .value = value};
}

static void put_leaf(struct buf *out, const struct tree *t, const char *kind, size_t from,
                     size_t to)
{
    buf_format(out, "/%s[", kind);
    for (size_t i = from; i < to; i++) {
        buf_add(out, t->entries[i].key);
        buf_byte(out, ' ');
        buf_add(out, t->entries[i].value);
        if (i + 1 < to)
            buf_byte(out, ' ');
    }
    buf_byte(out, ']');
}

static obj save_leaf(struct pdf *p, const struct tree *t, const char *kind, size_t from, size_t to)
{
    struct buf out = {.arena = p->arena};
    buf_format(&out, "<</Limits[%.*s %.*s]", STR_ARG(t->entries[from].key),
               STR_ARG(t->entries[to - 1].key));
    put_leaf(&out, t, kind, from, to);
    buf_addz(&out, ">>");
    obj number = pdf_object_reserve(p, 1);
    pdf_save_object(p, number, buf_str(&out));
    return number;
}

obj pdf_tree_save(struct pdf *p, const struct tree *t, const char *kind)
{
    if (t->count == 0)
        return 0;
    struct buf root = {.arena = p->arena};
    buf_addz(&root, "<<");
    if (t->count <= LEAF_COUNT) {
        put_leaf(&root, t, kind, 0, t->count);
    } else {
        buf_addz(&root, "/Kids[");
        for (size_t from = 0; from < t->count; from += LEAF_COUNT) {
            size_t to = from + LEAF_COUNT < t->count ? from + LEAF_COUNT : t->count;
            if (from)
                buf_byte(&root, ' ');
            pdf_put_ref(&root, save_leaf(p, t, kind, from, to));
        }
        buf_byte(&root, ']');
    }
    buf_addz(&root, ">>");
    obj number = pdf_object_reserve(p, 1);
    pdf_save_object(p, number, buf_str(&root));
    return number;
}
