/*
 * pdf_subset: a font file with only the glyphs in use, by hb-subset. Tables that a PDF viewer does
 * not need (9.9) are dropped, hints too: they are half the size, and screens no longer use them.
 */
#include "pdf/pdf_internal.h"

#include <hb-subset.h>
#include <string.h>

static void close_blob(void *blob)
{
    hb_blob_destroy(blob);
}

static void close_input(void *input)
{
    hb_subset_input_destroy(input);
}

static void close_plan(void *plan)
{
    hb_subset_plan_destroy(plan);
}

static void close_face(void *face)
{
    hb_face_destroy(face);
}

static hb_subset_input_t *new_input(struct pdf *p, const struct font *f)
{
    static const char *const DROPPED[] = {"GSUB", "GPOS", "GDEF", "cmap", "name", "post",
                                          "OS/2", "kern", "gasp", "DSIG", "BASE", "STAT"};
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        arena_oom(p->arena);
    arena_defer(p->arena, close_input, input);
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
    hb_set_t *glyphs = hb_subset_input_glyph_set(input);
    for (size_t cid = 1; cid < f->count; cid++)
        hb_set_add(glyphs, f->chars[cid].gid);
    hb_set_t *dropped = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (size_t i = 0; i < sizeof DROPPED / sizeof *DROPPED; i++)
        hb_set_add(dropped, hb_tag_from_string(DROPPED[i], 4));
    if (!hb_set_allocation_successful(glyphs) || !hb_set_allocation_successful(dropped))
        arena_oom(p->arena);
    return input;
}

static bool map_glyphs(struct pdf *p, const struct font *f, hb_subset_plan_t *plan, uint16_t *gids)
{
    const hb_map_t *map = hb_subset_plan_old_to_new_glyph_mapping(plan);
    for (size_t cid = 1; cid < f->count; cid++) {
        hb_codepoint_t gid = hb_map_get(map, f->chars[cid].gid);
        if (gid == HB_MAP_VALUE_INVALID || gid > UINT16_MAX) {
            diag_add(p->diag, Q901, (struct pos){0}, "glyph %u of %.*s was lost",
                     (unsigned)f->chars[cid].gid, STR_ARG(f->face->name));
            return false;
        }
        gids[cid] = (uint16_t)gid;
    }
    return true;
}

bool pdf_subset(struct pdf *p, const struct font *f, struct subset *out)
{
    hb_subset_plan_t *plan = hb_subset_plan_create_or_fail(f->face->hb_face, new_input(p, f));
    if (!plan)
        arena_oom(p->arena);
    arena_defer(p->arena, close_plan, plan);
    out->gids = ARENA_ARRAY(p->arena, f->count, uint16_t);
    if (!map_glyphs(p, f, plan, out->gids))
        return false;
    hb_face_t *face = hb_subset_plan_execute_or_fail(plan);
    if (!face)
        arena_oom(p->arena);
    arena_defer(p->arena, close_face, face);
    hb_blob_t *blob = hb_face_reference_blob(face);
    arena_defer(p->arena, close_blob, blob);
    unsigned n = 0;
    const char *bytes = hb_blob_get_data(blob, &n);
    if (n == 0)
        arena_oom(p->arena);
    out->bytes = (str){bytes, n};
    return true;
}
