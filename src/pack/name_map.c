#include "pack/name_map.h"

/* Open addressing, at most half full; the capacity is a power of two. */
static struct name_slot *find_slot(const struct name_map *m, str name)
{
    size_t at = (size_t)str_hash(name) & (m->capacity - 1);
    while (m->slots[at].is_used && !str_eq(m->slots[at].name, name))
        at = (at + 1) & (m->capacity - 1);
    return &m->slots[at];
}

static void grow(struct name_map *m)
{
    struct name_map old = *m;
    m->capacity = old.capacity ? old.capacity * 2 : 64;
    m->slots = ARENA_ARRAY(m->arena, m->capacity, struct name_slot);
    for (size_t i = 0; i < old.capacity; i++)
        if (old.slots[i].is_used)
            *find_slot(m, old.slots[i].name) = old.slots[i];
}

bool name_map_add(struct name_map *m, str name, size_t value)
{
    if (2 * (m->count + 1) > m->capacity)
        grow(m);
    struct name_slot *slot = find_slot(m, name);
    if (slot->is_used)
        return false;
    *slot = (struct name_slot){name, value, true};
    m->count++;
    return true;
}

bool name_map_find(const struct name_map *m, str name, size_t *value)
{
    if (m->count == 0)
        return false;
    const struct name_slot *slot = find_slot(m, name);
    if (slot->is_used)
        *value = slot->value;
    return slot->is_used;
}

bool name_map_has(const struct name_map *m, str name)
{
    size_t unused;
    return name_map_find(m, name, &unused);
}
