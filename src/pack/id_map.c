#include "pack/id_map.h"

/* Open addressing, at most half full; the capacity is a power of two. */
static size_t find_slot(const struct id_map *m, uint64_t id)
{
    size_t slot = (size_t)(id * 0x9E3779B97F4A7C15u >> 20) & (m->capacity - 1);
    while (m->ids[slot] && m->ids[slot] != id)
        slot = (slot + 1) & (m->capacity - 1);
    return slot;
}

static void grow(struct id_map *m)
{
    struct id_map old = *m;
    m->capacity = old.capacity ? old.capacity * 2 : 64;
    m->ids = ARENA_ARRAY(m->arena, m->capacity, uint64_t);
    m->values = ARENA_ARRAY(m->arena, m->capacity, size_t);
    for (size_t i = 0; i < old.capacity; i++) {
        if (old.ids[i] == 0)
            continue;
        size_t slot = find_slot(m, old.ids[i]);
        m->ids[slot] = old.ids[i];
        m->values[slot] = old.values[i];
    }
}

bool id_map_add(struct id_map *m, uint64_t id, size_t value)
{
    if (id == 0)
        return true;
    if (2 * (m->count + 1) > m->capacity)
        grow(m);
    size_t slot = find_slot(m, id);
    if (m->ids[slot] == id)
        return false;
    m->ids[slot] = id;
    m->values[slot] = value;
    m->count++;
    return true;
}

bool id_map_find(const struct id_map *m, uint64_t id, size_t *value)
{
    if (id == 0 || m->count == 0)
        return false;
    size_t slot = find_slot(m, id);
    if (m->ids[slot] != id)
        return false;
    *value = m->values[slot];
    return true;
}

bool id_map_has(const struct id_map *m, uint64_t id)
{
    size_t unused;
    return id_map_find(m, id, &unused);
}
