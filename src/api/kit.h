/*
 * kit: what is loaded once and then shared by every report: the layouts that quoin carries with
 * their faces, hyphenation, the colour profile. Frozen once it is open, but for what is built at
 * first need (text/hyphen.h says how that is kept safe).
 */
#ifndef QUOIN_KIT_H
#define QUOIN_KIT_H

#include "compose/compose.h"
#include "quoin.h"
#include "text/hyphen.h"

/* What a report gets that names no layout. */
#define DEFAULT_LAYOUT "opcc"

struct shipped {
    const char *name, *title, *variants;
    const struct layout *layout; /* NULL: it has errors, told to whoever asks for it */
};

struct quoin_kit {
    struct arena *arena;
    struct layout_shelf shelf;
    struct hyphen *hyphen;
    struct shipped *layouts;
    size_t layout_count, layout_capacity;
    str icc;
    bool is_whole;
    const char *fingerprint; /* NULL: not asked for yet */
};

/* The layout that quoin carries under this name; NULL when there is none. */
const struct shipped *kit_find_layout(const struct quoin_kit *kit, str name);

#endif
