#include "report/idmap.h"

struct idmap {
    struct arena *arena;
    struct target **slots; /* NULL: free; linear probing */
    size_t size, count;    /* size is a power of two; at most half is taken */
};

struct idmap *idmap_new(struct arena *a)
{
    struct idmap *m = ARENA_NEW(a, struct idmap);
    m->arena = a;
    m->size = 64;
    m->slots = ARENA_ARRAY(a, m->size, struct target *);
    return m;
}

/* The slot that holds id, or the free one where it belongs. */
static struct target **find_slot(const struct idmap *m, str id)
{
    size_t i = (size_t)str_hash(id) & (m->size - 1);
    while (m->slots[i] && !str_eq(m->slots[i]->id, id))
        i = (i + 1) & (m->size - 1);
    return &m->slots[i];
}

static void double_slots(struct idmap *m)
{
    struct target **old = m->slots;
    size_t old_size = m->size;
    m->size *= 2;
    m->slots = ARENA_ARRAY(m->arena, m->size, struct target *);
    for (size_t i = 0; i < old_size; i++)
        if (old[i])
            *find_slot(m, old[i]->id) = old[i];
}

const struct target *idmap_add(struct idmap *m, struct target t)
{
    if (2 * (m->count + 1) > m->size)
        double_slots(m);
    struct target **slot = find_slot(m, t.id);
    if (*slot)
        return *slot;
    *slot = ARENA_NEW(m->arena, struct target);
    **slot = t;
    m->count++;
    return NULL;
}

const struct target *idmap_find(const struct idmap *m, str id)
{
    return *find_slot(m, id);
}
