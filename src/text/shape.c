/*
 * A text is cut into parts, each set in one face: the asked one, or the first of its fallbacks
 * that has every character of a grapheme cluster (so that a letter and its accent never come from
 * two fonts). HarfBuzz gets a part as code points, not as bytes, because some are left out or
 * replaced on the way: marks beyond 30 on one base (HarfBuzz 6 needs quadratic time for them,
 * CVE-2023-25193), and control characters, which must not become glyphs.
 *
 * The cache is an open hash table over (face, language, text); it only grows.
 */
#include "text/shape.h"

#include <string.h>

#include <hb.h>

#include "text/breaks.h"
#include "text/unicode.h"

#define MARKS_MOST    30    /* UAX #15, Stream-Safe Text Format */
#define PART_MOST     65536 /* bytes HarfBuzz sees at once */
#define FALLBACK_MOST 8     /* faces tried for one character */

struct entry {
    const struct face *face;
    str lang;
    struct shaped *shaped; /* NULL: the place is free */
};

struct shaper {
    struct arena *arena;
    hb_buffer_t *buffer;
    struct entry *entries;
    size_t count, capacity; /* capacity is a power of two */
};

static void close_buffer(void *handle)
{
    hb_buffer_destroy(handle);
}

struct shaper *shaper_new(struct arena *a)
{
    struct shaper *s = ARENA_NEW(a, struct shaper);
    s->arena = a;
    s->capacity = 256;
    s->entries = ARENA_ARRAY(a, s->capacity, struct entry);
    s->buffer = hb_buffer_create();
    if (!hb_buffer_allocation_successful(s->buffer))
        arena_oom(a);
    arena_defer(a, close_buffer, s->buffer);
    return s;
}

/* ---- which face ----------------------------------------------------------------------------- */

/* Shown as nothing at all, or by HarfBuzz with another glyph when the face has none for it. */
static bool face_manages(const struct face *f, uint32_t c)
{
    if (face_glyph(f, c))
        return true;
    if (c == 0x2011) /* the hyphen that does not break looks like one that does */
        return face_glyph(f, 0x2010) != 0;
    return c == 0x2028 || c == 0x2029 || unicode_is(c, UNI_IGNORABLE | UNI_CONTROL | UNI_SPACE);
}

static bool face_has(const struct face *f, str text, size_t from, size_t to)
{
    while (from < to)
        if (!face_manages(f, utf8_next(text, &from)))
            return false;
    return true;
}

static const struct face *choose_face(const struct face *f, str text, size_t from, size_t to)
{
    for (int i = 0; f && i < FALLBACK_MOST; i++, f = f->fallback)
        if (face_has(f, text, from, to))
            return f;
    return NULL;
}

/* ---- one part ------------------------------------------------------------------------------- */

/* A shaping under way. */
struct work {
    struct shaper *shaper;
    struct shaped *shaped;
    const struct face *face; /* the one asked for */
    str lang;
    size_t glyph_capacity, part_capacity;
};

static int16_t clamp16(int32_t value)
{
    return (int16_t)(value < INT16_MIN ? INT16_MIN : value > INT16_MAX ? INT16_MAX : value);
}

static struct glyph *push_glyph(struct work *w, struct shaped_part *part)
{
    struct shaped *s = w->shaped;
    s->glyphs = arena_grow(w->shaper->arena, s->glyphs, s->glyph_count, &w->glyph_capacity,
                           sizeof *s->glyphs);
    part->count++;
    return &s->glyphs[s->glyph_count++];
}

static struct shaped_part *push_part(struct work *w, const struct face *face)
{
    struct shaped *s = w->shaped;
    s->parts =
        arena_grow(w->shaper->arena, s->parts, s->part_count, &w->part_capacity, sizeof *s->parts);
    struct shaped_part *part = &s->parts[s->part_count++];
    *part = (struct shaped_part){.face = face, .first = s->glyph_count};
    return part;
}

/* What HarfBuzz is given for a character: tabs are spaces, other controls are nothing. */
static uint32_t visible(uint32_t c)
{
    if (c == '\t')
        return ' ';
    bool is_nothing = c == 0x2028 || c == 0x2029 || unicode_is(c, UNI_CONTROL);
    return is_nothing ? 0x200B : c;
}

/* Fills the buffer with text[from, to), marks beyond MARKS_MOST left out. */
static void fill_buffer(struct work *w, size_t from, size_t to)
{
    hb_buffer_t *b = w->shaper->buffer;
    int marks = 0;
    hb_buffer_clear_contents(b);
    while (from < to) {
        size_t here = from;
        uint32_t c = utf8_next(w->shaped->text, &from);
        marks = unicode_is(c, UNI_MARK | UNI_IGNORABLE) ? marks + 1 : 0;
        if (marks > MARKS_MOST)
            w->shaped->dropped++;
        else
            hb_buffer_add(b, visible(c), (unsigned)here);
    }
    hb_buffer_set_content_type(b, HB_BUFFER_CONTENT_TYPE_UNICODE);
}

/* An explicit language keeps HarfBuzz from asking the locale. */
static void set_properties(hb_buffer_t *b, str lang)
{
    hb_language_t language = lang.n > 0 && lang.n < 64
                                 ? hb_language_from_string(lang.p, (int)lang.n)
                                 : hb_language_from_string("und", 3);
    hb_buffer_set_language(b, language);
    hb_buffer_set_direction(b, HB_DIRECTION_LTR);
    hb_buffer_guess_segment_properties(b);
}

static void take_glyphs(struct work *w, struct shaped_part *part)
{
    unsigned count;
    hb_buffer_t *b = w->shaper->buffer;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(b, &count);
    const hb_glyph_position_t *places = hb_buffer_get_glyph_positions(b, NULL);
    int64_t width = 0;
    for (unsigned i = 0; i < count; i++) {
        struct glyph *g = push_glyph(w, part);
        g->id = infos[i].codepoint < part->face->glyph_count ? (uint16_t)infos[i].codepoint : 0;
        g->advance = clamp16(places[i].x_advance);
        g->x_offset = clamp16(places[i].x_offset);
        g->y_offset = clamp16(places[i].y_offset);
        g->cluster = infos[i].cluster;
        width += g->advance;
    }
    part->width = (int32_t)(width > INT32_MAX ? INT32_MAX : width < 0 ? 0 : width);
}

static void shape_part(struct work *w, const struct face *face, size_t from, size_t to)
{
    static const hb_feature_t features[] = {
        {HB_TAG('k', 'e', 'r', 'n'), 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
        {HB_TAG('l', 'i', 'g', 'a'), 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
    };
    hb_buffer_t *b = w->shaper->buffer;
    fill_buffer(w, from, to);
    set_properties(b, w->lang);
    hb_shape(face->hb_font, b, features, sizeof features / sizeof *features);
    if (!hb_buffer_allocation_successful(b))
        arena_oom(w->shaper->arena);
    take_glyphs(w, push_part(w, face));
}

/* No face has these: a box of half an em for each character, marks and joiners excepted. */
static void miss_part(struct work *w, size_t from, size_t to)
{
    struct shaped_part *part = push_part(w, NULL);
    w->shaped->has_missing = true;
    while (from < to) {
        size_t here = from;
        uint32_t c = utf8_next(w->shaped->text, &from);
        if (part->count > 0 && unicode_is(c, UNI_MARK | UNI_IGNORABLE))
            continue;
        struct glyph *g = push_glyph(w, part);
        *g = (struct glyph){.advance = (int16_t)(w->face->units_per_em / 2),
                            .cluster = (uint32_t)here};
        part->width += g->advance;
    }
}

/* ---- all parts ------------------------------------------------------------------------------ */

static size_t cluster_end(const uint8_t *begins, size_t at)
{
    do
        at++;
    while (!begins[at]);
    return at;
}

/* Clusters of one face go together, up to PART_MOST bytes. */
static void shape_parts(struct work *w)
{
    str text = w->shaped->text;
    uint8_t *begins = arena_alloc(w->shaper->arena, text.n + 1);
    graphemes_find(text, begins);
    for (size_t from = 0, to; from < text.n; from = to) {
        to = cluster_end(begins, from);
        const struct face *face = choose_face(w->face, text, from, to);
        while (to < text.n && to - from < PART_MOST) {
            size_t next = cluster_end(begins, to);
            if (choose_face(w->face, text, to, next) != face)
                break;
            to = next;
        }
        if (face)
            shape_part(w, face, from, to);
        else
            miss_part(w, from, to);
    }
}

static struct shaped *shape_new(struct shaper *s, const struct face *face, str lang, str text)
{
    struct shaped *shaped = ARENA_NEW(s->arena, struct shaped);
    struct work w = {.shaper = s, .shaped = shaped, .face = face, .lang = lang};
    shaped->text = str_copy(s->arena, text);
    shaped->asked = face;
    shape_parts(&w);
    return shaped;
}

/* ---- the cache ------------------------------------------------------------------------------ */

static struct entry *find_entry(struct entry *entries, size_t capacity, const struct face *face,
                                str lang, str text)
{
    uint64_t hash = str_hash(text) ^ str_hash(lang) * 31 ^ (uint64_t)face->index << 17;
    size_t at = (size_t)(hash ^ hash >> 32) & (capacity - 1);
    for (;; at = (at + 1) & (capacity - 1)) {
        struct entry *e = &entries[at];
        if (!e->shaped ||
            (e->face == face && str_eq(e->shaped->text, text) && str_eq(e->lang, lang)))
            return e;
    }
}

/* At three quarters full, twice the room. */
static void make_room(struct shaper *s)
{
    if (s->count * 4 < s->capacity * 3)
        return;
    size_t capacity = s->capacity * 2;
    struct entry *entries = ARENA_ARRAY(s->arena, capacity, struct entry);
    for (size_t i = 0; i < s->capacity; i++) {
        struct entry *old = &s->entries[i];
        if (old->shaped)
            *find_entry(entries, capacity, old->face, old->lang, old->shaped->text) = *old;
    }
    s->entries = entries;
    s->capacity = capacity;
}

const struct shaped *shape_word(struct shaper *s, const struct face *face, str lang, str text)
{
    struct entry *e = find_entry(s->entries, s->capacity, face, lang, text);
    if (e->shaped)
        return e->shaped;
    make_room(s);
    struct shaped *shaped = shape_new(s, face, lang, text);
    e = find_entry(s->entries, s->capacity, face, lang, text);
    *e = (struct entry){face, str_copy(s->arena, lang), shaped};
    s->count++;
    return shaped;
}

/* A hostile font can make a part wider than a len can say. */
static len part_width(const struct shaped *shaped, const struct shaped_part *part, len size)
{
    const struct face *face = part->face ? part->face : shaped->asked;
    int64_t rough = (int64_t)part->width * size / face->units_per_em;
    return rough > SHAPED_WIDTH_MOST ? SHAPED_WIDTH_MOST : face_len(face, part->width, size);
}

len shaped_width(const struct shaped *shaped, len size)
{
    len width = 0;
    for (uint32_t i = 0; i < shaped->part_count; i++)
        width = len_min(width + part_width(shaped, &shaped->parts[i], size), SHAPED_WIDTH_MOST);
    return width;
}

/* A plan is for a language and a script; figures alone have none. */
void shape_warm(struct shaper *s, const struct face *face, str lang)
{
    shape_word(s, face, lang, STR("Quarter"));
    shape_word(s, face, lang, STR("1,814"));
}

const char *shape_library(void)
{
    return hb_version_string();
}
