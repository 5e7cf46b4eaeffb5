/*
 * HarfBuzz takes a damaged table for an empty one and sets type with whatever is left; the PDF
 * library that comes after crashes on it. So the tables are judged here, one function each, from
 * their bytes (OpenType 1.9), before anybody else may see the font. Each judge returns NULL or
 * what is wrong, in words that can follow "the font file is damaged: ".
 */
#include "text/face.h"

#include <string.h>

#include <hb-ot.h>
#include <hb.h>

#include "base/file.h"

#define TAG(a, b, c, d) HB_TAG(a, b, c, d)

/* The tables of one font, found by its directory; absent ones are empty. */
struct tables {
    str head, hhea, hmtx, maxp, loca, glyf, cmap, os2, post;
};

static unsigned u16(str t, size_t at)
{
    const uint8_t *p = (const uint8_t *)t.p + at;
    return at + 2 <= t.n ? (unsigned)p[0] << 8 | p[1] : 0;
}

static int s16(str t, size_t at)
{
    return (int16_t)u16(t, at);
}

static uint32_t u32(str t, size_t at)
{
    return (uint32_t)u16(t, at) << 16 | u16(t, at + 2);
}

static str *table_of(struct tables *t, uint32_t tag)
{
    switch (tag) {
    case TAG('h', 'e', 'a', 'd'): return &t->head;
    case TAG('h', 'h', 'e', 'a'): return &t->hhea;
    case TAG('h', 'm', 't', 'x'): return &t->hmtx;
    case TAG('m', 'a', 'x', 'p'): return &t->maxp;
    case TAG('l', 'o', 'c', 'a'): return &t->loca;
    case TAG('g', 'l', 'y', 'f'): return &t->glyf;
    case TAG('c', 'm', 'a', 'p'): return &t->cmap;
    case TAG('O', 'S', '/', '2'): return &t->os2;
    case TAG('p', 'o', 's', 't'): return &t->post;
    default: return NULL;
    }
}

static const char *read_directory(str bytes, struct tables *t)
{
    unsigned count = u16(bytes, 4);
    if (bytes.n < 12 || count == 0 || bytes.n < 12 + 16 * (size_t)count)
        return "its list of tables is cut off";
    for (size_t at = 12; at < 12 + 16 * (size_t)count; at += 16) {
        size_t offset = u32(bytes, at + 8), size = u32(bytes, at + 12);
        if (offset > bytes.n || size > bytes.n - offset)
            return "a table reaches beyond the end of the file";
        str *table = table_of(t, u32(bytes, at));
        if (table)
            *table = str_sub(bytes, offset, offset + size);
    }
    return NULL;
}

static const char *judge_head(const struct tables *t)
{
    unsigned upem = u16(t->head, 18);
    if (t->head.n < 54 || u32(t->head, 12) != 0x5F0F3CF5)
        return "its head table is missing or damaged";
    if (upem < 16 || upem > 16384)
        return "its units per em are not between 16 and 16,384";
    if (u16(t->head, 50) > 1)
        return "its head table names an unknown kind of glyph index";
    return NULL;
}

static const char *judge_metrics(const struct tables *t)
{
    size_t glyphs = u16(t->maxp, 4), full = u16(t->hhea, 34);
    if (t->maxp.n < 6 || glyphs == 0)
        return "it has no glyphs";
    if (t->hhea.n < 36 || full == 0 || full > glyphs)
        return "its hhea table is missing or damaged";
    if (t->hmtx.n < 4 * full + 2 * (glyphs - full))
        return "its hmtx table is too short for its glyphs";
    for (size_t i = 0; i < full; i++)
        if (u16(t->hmtx, 4 * i) > INT16_MAX)
            return "a glyph is impossibly wide";
    return NULL;
}

/* Each glyph's outline lies inside glyf, after the one before it. */
static const char *judge_outlines(const struct tables *t)
{
    size_t glyphs = u16(t->maxp, 4);
    bool is_long = u16(t->head, 50) == 1;
    if (t->loca.n < (glyphs + 1) * (is_long ? 4 : 2))
        return "its loca table is too short for its glyphs";
    for (size_t i = 0, before = 0; i <= glyphs; i++) {
        size_t offset = is_long ? u32(t->loca, 4 * i) : 2 * (size_t)u16(t->loca, 2 * i);
        if (offset < before || offset > t->glyf.n)
            return "its glyph outlines lie outside their table";
        before = offset;
    }
    return NULL;
}

static const char *judge(str bytes, struct tables *t)
{
    const char *fault = read_directory(bytes, t);
    if (!fault)
        fault = judge_head(t);
    if (!fault)
        fault = judge_metrics(t);
    if (!fault)
        fault = judge_outlines(t);
    if (!fault && t->cmap.n < 4)
        fault = "it has no cmap table, which says which glyph a character has";
    return fault;
}

static bool is_truetype(str bytes)
{
    uint32_t kind = u32(bytes, 0);
    return bytes.n >= 4 && (kind == 0x00010000 || kind == TAG('t', 'r', 'u', 'e'));
}

/* OS/2 fsType: restricted licence, no subsetting, bitmaps only. */
static bool may_embed(const struct tables *t)
{
    unsigned rights = u16(t->os2, 8);
    return (rights & 0x000F) != 0x0002 && (rights & 0x0300) == 0;
}

static int16_t clamp16(int64_t value)
{
    return (int16_t)(value < INT16_MIN ? INT16_MIN : value > INT16_MAX ? INT16_MAX : value);
}

/* A name of the font's name table in English; empty when there is none. */
static str read_name(struct arena *kit, const struct face *f, hb_ot_name_id_t id)
{
    char text[128];
    unsigned size = sizeof text;
    hb_ot_name_get_utf8(f->hb_face, id, hb_language_from_string("en", 2), &size, text);
    str name = {text, size < sizeof text ? size : sizeof text - 1};
    return utf8_check(name) == name.n ? str_copy(kit, name) : (str){NULL, 0};
}

/* A PDF name holds a PostScript name as it is: its characters are those PostScript allows. */
static bool is_postscript_name(str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] <= ' ' || name.p[i] > '~' || strchr("[](){}<>/%", name.p[i]))
            return false;
    return name.n > 0 && name.n <= 63;
}

/* What can be kept of a file's name, for a font whose own is no use. */
static str name_from_file(struct arena *kit, str path)
{
    struct buf b = {.arena = kit};
    size_t from = path.n;
    while (from > 0 && path.p[from - 1] != '/')
        from--;
    for (; from < path.n && path.p[from] != '.' && b.n < 63; from++) {
        char c = path.p[from];
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-')
            buf_byte(&b, c);
    }
    return b.n > 0 ? buf_str(&b) : STR("Unnamed");
}

static void read_names(struct arena *kit, struct face *f, str path)
{
    f->name = read_name(kit, f, HB_OT_NAME_ID_POSTSCRIPT_NAME);
    if (!is_postscript_name(f->name))
        f->name = name_from_file(kit, path);
    f->family = read_name(kit, f, HB_OT_NAME_ID_TYPOGRAPHIC_FAMILY);
    if (f->family.n == 0)
        f->family = read_name(kit, f, HB_OT_NAME_ID_FONT_FAMILY);
    if (f->family.n == 0)
        f->family = f->name;
}

/* The height of a flat letter, for fonts whose OS/2 table is older than version 2. */
static int16_t measure_height(const struct face *f, uint32_t letter)
{
    hb_glyph_extents_t extents;
    uint16_t glyph = face_glyph(f, letter);
    if (glyph && hb_font_get_glyph_extents(f->hb_font, glyph, &extents))
        return clamp16(extents.y_bearing);
    return (int16_t)(f->ascent * 7 / 10);
}

static int16_t read_metric(const struct face *f, hb_ot_metrics_tag_t tag)
{
    hb_position_t value = 0;
    hb_ot_metrics_get_position(f->hb_font, tag, &value);
    return clamp16(value);
}

static void read_metrics(struct face *f, const struct tables *t)
{
    bool has_heights = t->os2.n >= 90 && u16(t->os2, 0) >= 2;
    int angle = (int32_t)u32(t->post, 4) / 65536;
    f->ascent = read_metric(f, HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER);
    f->descent = read_metric(f, HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER);
    f->cap_height = has_heights ? (int16_t)s16(t->os2, 88) : 0;
    f->x_height = has_heights ? (int16_t)s16(t->os2, 86) : 0;
    if (f->cap_height <= 0)
        f->cap_height = measure_height(f, 'H');
    if (f->x_height <= 0)
        f->x_height = measure_height(f, 'x');
    f->italic_angle = (int16_t)(angle < -60 ? -60 : angle > 60 ? 60 : angle);
    f->underline_position = (int16_t)s16(t->post, 8);
    f->underline_thickness = (int16_t)s16(t->post, 10);
    for (size_t i = 0; i < 4; i++)
        f->bbox[i] = (int16_t)s16(t->head, 36 + 2 * i);
    f->is_bold = (u16(t->head, 44) & 1) || u16(t->os2, 4) >= 600;
    f->is_italic = (u16(t->head, 44) & 2) || angle != 0;
    f->is_fixed = u32(t->post, 12) != 0;
}

static void close_blob(void *handle)
{
    hb_blob_destroy(handle);
}

static void close_face(void *handle)
{
    hb_face_destroy(handle);
}

static void close_font(void *handle)
{
    hb_font_destroy(handle);
}

/* HarfBuzz hands out its empty singletons when memory runs out. */
static void open_harfbuzz(struct arena *kit, struct face *f)
{
    hb_blob_t *blob =
        hb_blob_create(f->bytes.p, (unsigned)f->bytes.n, HB_MEMORY_MODE_READONLY, NULL, NULL);
    arena_defer(kit, close_blob, blob);
    f->hb_face = hb_face_create(blob, 0);
    arena_defer(kit, close_face, f->hb_face);
    f->hb_font = hb_font_create(f->hb_face);
    arena_defer(kit, close_font, f->hb_font);
    if (blob == hb_blob_get_empty() || f->hb_face == hb_face_get_empty() ||
        f->hb_font == hb_font_get_empty())
        arena_oom(kit);
    hb_font_set_scale(f->hb_font, f->units_per_em, f->units_per_em);
    hb_face_make_immutable(f->hb_face);
    hb_font_make_immutable(f->hb_font);
}

/* True after a finding: the file is not one we take. */
static bool refuse(struct diag *d, str name, str bytes, struct pos pos, struct tables *t)
{
    struct finding *f = NULL;
    const char *fault;
    if (bytes.n > FILE_CAP_FACE) {
        diag_add(d, Q801, pos, "the font %.*s has more than 32 MiB", STR_ARG(name));
    } else if (!is_truetype(bytes)) {
        f = diag_add(d, Q521, pos, "%.*s is not a TrueType font", STR_ARG(name));
        diag_hint(d, f,
                  "use a .ttf file; .otf with PostScript outlines, .ttc, .woff and .woff2 "
                  "are not taken");
    } else if ((fault = judge(bytes, t))) {
        f = diag_add(d, Q520, pos, "the font %.*s is damaged: %s", STR_ARG(name), fault);
        diag_hint(d, f, "fetch the file from its maker again");
    } else if (!may_embed(t)) {
        f = diag_add(d, Q522, pos, "the maker of the font %.*s does not allow it to be embedded",
                     STR_ARG(name));
        diag_hint(d, f, "choose a font with an open licence; those in fonts/ are free to use");
    } else {
        return false;
    }
    return true;
}

struct face *face_open(struct arena *kit, struct diag *d, str name, str bytes, struct pos pos,
                       uint32_t index)
{
    struct tables t = {0};
    if (refuse(d, name, bytes, pos, &t))
        return NULL;
    struct face *f = ARENA_NEW(kit, struct face);
    f->bytes = bytes;
    f->index = index;
    f->units_per_em = (uint16_t)u16(t.head, 18);
    f->glyph_count = (uint16_t)u16(t.maxp, 4);
    open_harfbuzz(kit, f);
    if (face_glyph(f, ' ') == 0) {
        diag_add(d, Q520, pos, "the font %.*s is damaged: it has no glyph for the space",
                 STR_ARG(name));
        return NULL;
    }
    read_names(kit, f, name);
    read_metrics(f, &t);
    return f;
}

uint16_t face_glyph(const struct face *f, uint32_t code_point)
{
    hb_codepoint_t glyph = 0;
    if (!hb_font_get_nominal_glyph(f->hb_font, code_point, &glyph) || glyph >= f->glyph_count)
        return 0;
    return (uint16_t)glyph;
}

int face_advance(const struct face *f, uint16_t glyph)
{
    return hb_font_get_glyph_h_advance(f->hb_font, glyph);
}
