/*
 * id_map: from objects, by their ids (handle_id), to numbers; also the set of those that a walk
 * over a graph has seen. A direct object has no id and one place only: it is never in the map.
 */
#ifndef QUOIN_PACK_ID_MAP_H
#define QUOIN_PACK_ID_MAP_H

#include <stdint.h>

#include "base/arena.h"

/* Zeroed but for the arena. */
struct id_map {
    struct arena *arena;
    uint64_t *ids;
    size_t *values;
    size_t count, capacity;
};

/* True when it was not in it yet; what is there stays as it is. */
bool id_map_add(struct id_map *m, uint64_t id, size_t value);
bool id_map_find(const struct id_map *m, uint64_t id, size_t *value);
bool id_map_has(const struct id_map *m, uint64_t id);

#endif
