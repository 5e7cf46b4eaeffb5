#include "api/kit.h"

#include <stdlib.h>

#include "base/asset.h"
#include "base/digest.h"
#include "image/png.h"
#include "pdf/pdf.h"
#include "text/shape.h"
#include "xml/xml.h"

/* Runs work(kit); false when the kit's arena ran out of memory. */
static bool guarded(quoin_kit *kit, void (*work)(void *))
{
    return arena_guard((struct arena *[1]){kit->arena}, 1, work, kit);
}

/* ---- opening ------------------------------------------------------------------------------ */

static void load_layout(quoin_kit *kit, str name)
{
    struct diag quiet;
    diag_init(&quiet, kit->arena);
    struct shipped *s =
        ARENA_PUSH(kit->arena, kit->layouts, kit->layout_count, kit->layout_capacity);
    const struct layout *layout = layout_load(&kit->shelf, &quiet, name, (struct pos){0});
    str title = layout ? layout_title(layout) : STR("");
    str variants = layout ? layout_variants(layout) : STR("");
    s->name = str_copy(kit->arena, name).p;
    s->title = str_copy(kit->arena, title).p;
    s->variants = str_copy(kit->arena, variants).p;
    s->layout = layout;
}

static void load_kit(void *state)
{
    quoin_kit *kit = state;
    const str folder = STR("layouts/"), ending = STR(".xml");
    struct diag quiet;
    diag_init(&quiet, kit->arena);
    kit->shelf.kit = kit->arena;
    kit->icc = asset_find(STR("layouts/sRGB.icc"));
    kit->hyphen = hyphen_open(kit->arena, &quiet);
    for (size_t i = 0; i < asset_count; i++) {
        str name = str_z(asset_table[i].name);
        if (str_starts(name, folder) && str_ends(name, ending))
            load_layout(kit, str_sub(name, folder.n, name.n - ending.n));
    }
    kit->is_whole = kit->icc.n > 0 && kit->hyphen && kit->layout_count > 0;
}

quoin_kit *quoin_kit_open(void)
{
    quoin_kit *kit = calloc(1, sizeof *kit);
    if (!kit)
        return NULL;
    kit->arena = arena_new();
    if (!kit->arena || !guarded(kit, load_kit) || !kit->is_whole) {
        quoin_kit_close(kit);
        return NULL;
    }
    return kit;
}

void quoin_kit_close(quoin_kit *kit)
{
    if (!kit)
        return;
    arena_close(kit->arena);
    free(kit);
}

/* ---- layouts ------------------------------------------------------------------------------ */

const struct shipped *kit_find_layout(const struct quoin_kit *kit, str name)
{
    for (size_t i = 0; i < kit->layout_count; i++)
        if (str_is(name, kit->layouts[i].name))
            return &kit->layouts[i];
    return NULL;
}

const char *quoin_layout_name(const quoin_kit *kit, size_t index, const char **title)
{
    if (index >= kit->layout_count)
        return NULL;
    if (title)
        *title = kit->layouts[index].title;
    return kit->layouts[index].name;
}

const char *quoin_layout_variants(const quoin_kit *kit, size_t index)
{
    return index < kit->layout_count ? kit->layouts[index].variants : NULL;
}

/* ---- warming ------------------------------------------------------------------------------ */

struct warming {
    quoin_kit *kit;
    struct arena *scratch;
};

/* Every face in the language of every layout: a report may be in another one than its layout. */
static void warm_faces(void *state)
{
    struct warming *w = state;
    const struct layout_shelf *shelf = &w->kit->shelf;
    struct shaper *shaper = shaper_new(w->scratch);
    for (size_t i = 0; i < w->kit->layout_count; i++) {
        const struct layout *layout = w->kit->layouts[i].layout;
        for (size_t k = 0; layout && k < shelf->face_count; k++)
            shape_warm(shaper, shelf->faces[k], layout_lang(layout));
    }
}

/* Out of memory, what is not warm is warmed when it is needed. */
void quoin_kit_warm(quoin_kit *kit)
{
    struct warming warming = {kit, arena_new()};
    hyphen_warm_all(kit->hyphen);
    if (warming.scratch)
        arena_guard(&warming.scratch, 1, warm_faces, &warming);
    arena_close(warming.scratch);
}

/* ---- the fingerprint ---------------------------------------------------------------------- */

/* The libraries that have a hand in the PDF's bytes. Libhyphen does not tell its version. */
static void add_libraries(struct digest *d)
{
    const char *const versions[] = {
        "libxml2",     xml_library(), "harfbuzz",    shape_library(), "libpng",
        png_library(), "libharu",     pdf_library(), "zlib",          pdf_packer(),
    };
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++)
        digest_add_part(d, str_z(versions[i]));
}

static void take_fingerprint(void *state)
{
    quoin_kit *kit = state;
    struct digest d;
    digest_begin(&d);
    digest_add_part(&d, STR(QUOIN_VERSION));
    digest_add_part(&d, str_z(asset_sources));
    add_libraries(&d);
    for (size_t i = 0; i < asset_count; i++) {
        str name = str_z(asset_table[i].name);
        digest_add_part(&d, name);
        digest_add_part(&d, asset_find(name));
    }
    kit->fingerprint = digest_end_hex(&d, kit->arena).p;
}

const char *quoin_kit_fingerprint(quoin_kit *kit)
{
    if (!kit->fingerprint)
        guarded(kit, take_fingerprint);
    return kit->fingerprint;
}
