/*
 * face: a font file opened for setting type. HarfBuzz reads it; figures are in the font's own
 * design units (units_per_em), so one face serves every size and widths never drift.
 *
 * Faces live in the kit's arena, are immutable once opened, and may be used by several threads.
 * A font file is hostile until proven good: size, face count, units per em (16 to 16,384), glyph
 * count, the tables we need and the embedding bits are checked (OS/2 fsType), and only TrueType
 * outlines (glyf) are taken; the PDF embeds what hb-subset rewrites.
 */
#ifndef QUOIN_TEXT_FACE_H
#define QUOIN_TEXT_FACE_H

#include "base/diag.h"
#include "base/len.h"

struct hb_face_t;
struct hb_font_t;

struct face {
    str name; /* PostScript name: "LiberationSans-Bold" */
    str family;
    str bytes; /* the file; borrowed, outlives the face */
    struct hb_face_t *hb_face;
    struct hb_font_t *hb_font; /* scale = units_per_em; immutable */
    uint32_t index; /* among the kit's faces; part of cache keys, stable by order of opening */
    uint16_t units_per_em, glyph_count;
    int16_t ascent, descent; /* hhea or OS/2 typographic; descent is negative */
    int16_t cap_height, x_height;
    int16_t italic_angle; /* degrees, negative leans right */
    int16_t underline_position, underline_thickness;
    int16_t bbox[4]; /* xMin yMin xMax yMax */
    bool is_bold, is_italic, is_fixed;
    const struct face *fallback; /* tried for characters this face lacks; NULL: none */
};

/* NULL after a finding at pos (Q5xx). */
struct face *face_open(struct arena *kit, struct diag *d, str name, str bytes, struct pos pos,
                       uint32_t index);

/* The glyph of a code point, 0 when the face lacks it. */
uint16_t face_glyph(const struct face *f, uint32_t code_point);
/* Advance in design units. */
int face_advance(const struct face *f, uint16_t glyph);

/* design units at a size, to len; the one place where the two meet. */
static inline len face_len(const struct face *f, int32_t units, len size)
{
    return len_scale(size, units, f->units_per_em);
}

#endif
