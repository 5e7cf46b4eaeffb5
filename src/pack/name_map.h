/*
 * name_map: from strings of bytes to numbers; names and IDs of other people's PDFs.
 */
#ifndef QUOIN_PACK_NAME_MAP_H
#define QUOIN_PACK_NAME_MAP_H

#include "base/str.h"

struct name_map {
    struct arena *arena;
    struct name_slot {
        str name; /* as given: it outlives the map */
        size_t value;
        bool is_used;
    } * slots;
    size_t count, capacity;
};

/* True when it was not in it yet; what is there stays as it is. */
bool name_map_add(struct name_map *m, str name, size_t value);
bool name_map_find(const struct name_map *m, str name, size_t *value);
bool name_map_has(const struct name_map *m, str name);

#endif
