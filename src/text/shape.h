/*
 * shape: words to glyphs by HarfBuzz, through a cache. A report says the same words again and
 * again, so each (face, language, word) is shaped once, in design units, whatever the size.
 *
 * The unit of shaping is a word or a fragment of one: text without spaces or with its spaces at
 * the end only. The caller parts text at style changes and break opportunities. Tabs in it are set
 * as spaces, other control characters and line separators as nothing: they have a glyph of no
 * width.
 */
#ifndef QUOIN_TEXT_SHAPE_H
#define QUOIN_TEXT_SHAPE_H

#include "text/face.h"

/* One glyph, in design units of its run's face. */
struct glyph {
    uint16_t id;
    int16_t advance;
    int16_t x_offset, y_offset; /* y upwards */
    uint32_t cluster; /* byte offset in the shaped text of the character(s) it stands for */
};

/* A stretch of a shaped text in one face: the style's, or a fallback's. */
struct shaped_part {
    const struct face *face; /* NULL: no face has the character; draw a replacement box */
    uint32_t first, count;   /* glyphs; for a NULL face one pseudo glyph per character, advance in
                                units of the asked face (half an em) */
    int32_t width;           /* sum of advances */
};

struct shaped {
    str text;             /* owned by the cache */
    struct glyph *glyphs; /* visual order = text order; we set left-to-right scripts */
    uint32_t glyph_count;
    struct shaped_part *parts;
    uint32_t part_count;
    bool has_missing;         /* some part has no face */
    uint32_t dropped;         /* combining marks left out; their bytes belong to the glyph before */
    const struct face *asked; /* the face asked for */
};

/* HarfBuzz's version, as it runs. */
const char *shape_library(void);

/* One thread's shaper: a HarfBuzz buffer and the cache, both in the arena given. */
struct shaper;

struct shaper *shaper_new(struct arena *a);

/*
 * The glyphs of `text` (valid UTF-8, not empty; HarfBuzz sees 64 KiB at once). `lang` is a BCP 47
 * tag, may be empty. Kerning and standard ligatures are on. Combining marks beyond 30 on a base are
 * dropped (UAX #15 stream-safe; keeps HarfBuzz 6 linear). The result lives as long as the shaper.
 * Letters joined by a ligature are one cluster.
 */
const struct shaped *shape_word(struct shaper *s, const struct face *face, str lang, str text);

/*
 * Makes HarfBuzz read now the face's tables, and plan how to shape this language with it, which it
 * otherwise does at the first word (0.1 ms a face): for a process that is going to fork.
 */
void shape_warm(struct shaper *s, const struct face *face, str lang);

/*
 * Width at a size: the sum over parts, each at its face's scale (the asked one's where it is
 * missing). Never above SHAPED_WIDTH_MOST, so that a few can be added.
 */
#define SHAPED_WIDTH_MOST (1 << 29)
len shaped_width(const struct shaped *shaped, len size);

#endif
