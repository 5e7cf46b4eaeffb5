/*
 * Every shape takes the same way: its outline, placed in 1/256 pixel, becomes contours, these
 * coverage, and coverage mixes a colour into the pixels row by row.
 *
 * Rectangles of one colour that follow each other make one shape, and so do the glyphs of a text:
 * neighbours that share a pixel then cover it together, and no seam of the paper shines through
 * between the cells of a table.
 */
#include "raster/raster.h"

#include <assert.h>
#include <string.h>

#include "raster/coverage.h"
#include "raster/shrink.h"
#include "raster/stroke.h"
#include "text/glyph_outline.h"

struct raster {
    const struct page *page;
    struct bitmap *picture;
    uint8_t *samples;
    struct coverage *coverage;
    struct contour contour;
    struct stroke stroke;
    struct glyph_tracer *tracer;
    colour paint;
};

/* ---- places -------------------------------------------------------------------------------- */

/* top / bottom rounded; bottom > 0. */
static int64_t divide(int64_t top, int64_t bottom)
{
    return (top >= 0 ? top + bottom / 2 : top - bottom / 2) / bottom;
}

/* A length on the page in 1/256 pixel. */
static int32_t place(const struct raster *r, int64_t length)
{
    int64_t scaled = divide(length * r->picture->width * CONTOUR_PIXEL, r->page->width);
    return contour_clamp(scaled);
}

/* ---- colours ------------------------------------------------------------------------------- */

static uint8_t mix(uint8_t under, unsigned over, unsigned cover)
{
    return (uint8_t)((under * (255 - cover) + over * cover + 127) / 255);
}

static void mix_pixel(uint8_t *pixel, colour c, unsigned cover)
{
    pixel[0] = mix(pixel[0], c >> 16 & 0xFF, cover);
    pixel[1] = mix(pixel[1], c >> 8 & 0xFF, cover);
    pixel[2] = mix(pixel[2], c & 0xFF, cover);
}

static uint8_t *pixel_at(const struct raster *r, int32_t x, int32_t y)
{
    return r->samples + 3 * ((size_t)y * r->picture->width + (size_t)x);
}

static void paint_row(void *state, int32_t y, int32_t x, const uint8_t *cover, int32_t count)
{
    struct raster *r = state;
    uint8_t *pixel = pixel_at(r, x, y);
    for (int32_t i = 0; i < count; i++, pixel += 3)
        if (cover[i])
            mix_pixel(pixel, r->paint, cover[i]);
}

static void paint(struct raster *r, colour c, bool is_even_odd)
{
    r->paint = c;
    coverage_paint(r->coverage, is_even_odd, paint_row, r);
}

/* ---- text ---------------------------------------------------------------------------------- */

/* Where a glyph stands, and how large: 1/256 pixel to a GLYPH_GRID part, times 2^24. */
struct glyph_place {
    struct spot origin;
    int64_t scale;
};

static struct spot glyph_spot(const struct glyph_place *at, const struct glyph_segment *s, int i)
{
    const int64_t one = 1 << 24;
    return (struct spot){contour_clamp(at->origin.x + divide(s->x[i] * at->scale, one)),
                         contour_clamp(at->origin.y - divide(s->y[i] * at->scale, one))};
}

static void end_contour(struct raster *r)
{
    coverage_add(r->coverage, r->contour.spots, r->contour.count);
    r->contour.count = 0;
}

static void add_glyph(struct raster *r, const struct glyph_outline *outline,
                      const struct glyph_place *at)
{
    struct contour *c = &r->contour;
    for (size_t i = 0; i < outline->count; i++) {
        const struct glyph_segment *s = &outline->segments[i];
        struct spot p = glyph_spot(at, s, 0);
        switch (s->op) {
        case GLYPH_MOVE:
            end_contour(r);
            contour_move(c, p);
            break;
        case GLYPH_LINE: contour_line(c, p); break;
        case GLYPH_QUADRATIC: contour_quadratic(c, p, glyph_spot(at, s, 1)); break;
        case GLYPH_CURVE: contour_curve(c, p, glyph_spot(at, s, 1), glyph_spot(at, s, 2)); break;
        }
    }
    end_contour(r);
}

static int64_t glyph_scale(const struct raster *r, const struct page_text *t)
{
    const int64_t most = (int64_t)1 << 42; /* times GLYPH_REACH, 62 bits */
    __int128 top = (__int128)t->size * (1 << 24) * r->picture->width * CONTOUR_PIXEL;
    __int128 scale = top / ((int64_t)t->face->units_per_em * GLYPH_GRID) / r->page->width;
    return scale > most ? most : scale < 0 ? 0 : (int64_t)scale;
}

static void draw_text(struct raster *r, const struct page_text *t)
{
    struct glyph_place at = {.scale = glyph_scale(r, t)};
    for (uint32_t i = 0; i < t->glyph_count; i++) {
        const struct page_glyph *g = &t->glyphs[i];
        at.origin.x = place(r, (int64_t)t->x + g->x);
        at.origin.y = place(r, (int64_t)t->y + g->y);
        add_glyph(r, glyph_outline_trace(r->tracer, t->face, g->id), &at);
    }
    paint(r, t->colour, false);
}

/* ---- rectangles ---------------------------------------------------------------------------- */

/* The rectangles of one colour from item `at` on; returns how many. */
static size_t draw_rects(struct raster *r, size_t at)
{
    const struct item *items = r->page->items;
    size_t next = at;
    for (; next < r->page->count && items[next].kind == ITEM_RECT &&
           items[next].u.rect.colour == items[at].u.rect.colour;
         next++) {
        const struct page_rect *rect = &items[next].u.rect;
        coverage_add_rect(r->coverage, place(r, rect->x), place(r, rect->y),
                          place(r, (int64_t)rect->x + rect->width),
                          place(r, (int64_t)rect->y + rect->height));
    }
    paint(r, items[at].u.rect.colour, false);
    return next - at;
}

/* A character that no face has: a box drawn with a pen, as the PDF shows it. */
static void draw_missing(struct raster *r, const struct page_missing *m)
{
    int64_t thick = len_max(m->height / 16, LEN_UNIT / 8), half = thick / 2;
    int64_t left = m->x + thick, right = left + len_max((len)(m->width - 2 * thick), (len)thick);
    int64_t bottom = m->y, top = bottom - m->height;
    coverage_add_rect(r->coverage, place(r, left - half), place(r, top - half),
                      place(r, right + half), place(r, bottom + half));
    coverage_add_rect(r->coverage, place(r, right - half), place(r, top + half),
                      place(r, left + half), place(r, bottom - half));
    paint(r, m->colour, false);
}

/* ---- drawings ------------------------------------------------------------------------------ */

/* What is done with each of a path's contours. */
struct path_pass {
    struct raster *r;
    const struct page_drawing *at;
    bool is_stroked;
};

static struct spot path_spot(const struct path_pass *p, const struct path_segment *s, int i)
{
    return (struct spot){place(p->r, (int64_t)p->at->x + s->x[i]),
                         place(p->r, (int64_t)p->at->y + s->y[i])};
}

static void end_path_contour(struct path_pass *p, bool is_closed)
{
    struct raster *r = p->r;
    if (p->is_stroked) {
        r->stroke.is_closed = is_closed;
        stroke_add(r->coverage, &r->stroke, &r->contour);
    } else {
        coverage_add(r->coverage, r->contour.spots, r->contour.count);
    }
    r->contour.count = 0;
}

static void add_path(struct path_pass *p, const struct path *path)
{
    struct contour *c = &p->r->contour;
    struct spot start = {0, 0};
    for (size_t i = 0; i < path->count; i++) {
        const struct path_segment *s = &path->segments[i];
        if (c->count == 0 && s->op != PATH_MOVE) /* after a close */
            contour_move(c, start);
        switch (s->op) {
        case PATH_MOVE:
            end_path_contour(p, false);
            start = path_spot(p, s, 0);
            contour_move(c, start);
            break;
        case PATH_LINE: contour_line(c, path_spot(p, s, 0)); break;
        case PATH_CURVE:
            contour_curve(c, path_spot(p, s, 0), path_spot(p, s, 1), path_spot(p, s, 2));
            break;
        case PATH_CLOSE: end_path_contour(p, true); break;
        }
    }
    end_path_contour(p, false);
}

static void draw_path(struct raster *r, const struct page_drawing *at, const struct path *path)
{
    if (path->count == 0 || path->segments[0].op != PATH_MOVE)
        return;
    if (path->fill != COLOUR_NONE) {
        add_path(&(struct path_pass){r, at, false}, path);
        paint(r, path->fill, path->is_even_odd);
    }
    if (path->stroke != COLOUR_NONE && path->stroke_width > 0) {
        r->stroke.half = place(r, path->stroke_width) / 2;
        r->stroke.half += r->stroke.half == 0;
        r->stroke.is_round = path->has_round_joins;
        add_path(&(struct path_pass){r, at, true}, path);
        paint(r, path->stroke, false);
    }
}

static void draw_drawing(struct raster *r, const struct page_drawing *d)
{
    for (size_t i = 0; i < d->drawing->count; i++)
        draw_path(r, d, &d->drawing->paths[i]);
}

/* ---- bitmaps ------------------------------------------------------------------------------- */

/* One axis of a bitmap on the picture: from low to high, in 1/256 pixel, lie so many dots. */
struct axis {
    int64_t low, high, dots;
};

/*
 * What of pixel i lies on the bitmap, in 1/256 pixel; *from and *to are the same among its dots, at
 * least 1/256 dot.
 */
static int64_t cross(const struct axis *a, int64_t i, int64_t *from, int64_t *to)
{
    int64_t low = i * CONTOUR_PIXEL, high = low + CONTOUR_PIXEL, end = a->dots * SHRINK_DOT;
    low = low > a->low ? low : a->low;
    high = high < a->high ? high : a->high;
    *from = (low - a->low) * end / (a->high - a->low);
    *to = (high - a->low) * end / (a->high - a->low);
    if (*from >= *to)
        *from = *to > 0 ? *to - 1 : 0;
    if (*from >= *to)
        *to = *from + 1;
    return high - low;
}

/* The first pixel that it touches, and one past the last. */
static void find_pixels(const struct axis *a, int64_t size, int64_t *first, int64_t *end)
{
    *first = a->low < 0 ? 0 : a->low / CONTOUR_PIXEL;
    *end = a->high <= 0 ? 0 : (a->high + CONTOUR_PIXEL - 1) / CONTOUR_PIXEL;
    *end = *end < size ? *end : size;
}

static void draw_bitmap_row(struct raster *r, const struct bitmap *b, const struct axis *across,
                            struct shrink_box box, int64_t y, int64_t down)
{
    int64_t x, end;
    find_pixels(across, r->picture->width, &x, &end);
    for (; x < end; x++) {
        uint8_t alpha;
        int64_t covered = cross(across, x, &box.left, &box.right) * down;
        colour c = shrink_mean(b, box, &alpha);
        int64_t cover = divide(covered * alpha, CONTOUR_PIXEL * CONTOUR_PIXEL);
        mix_pixel(pixel_at(r, (int32_t)x, (int32_t)y), c, (unsigned)cover);
    }
}

static void draw_bitmap(struct raster *r, const struct page_bitmap *p)
{
    struct axis across = {place(r, p->x), place(r, (int64_t)p->x + p->width), p->bitmap->width};
    struct axis along = {place(r, p->y), place(r, (int64_t)p->y + p->height), p->bitmap->height};
    if (across.low >= across.high || along.low >= along.high)
        return;
    int64_t y, end;
    find_pixels(&along, r->picture->height, &y, &end);
    for (; y < end; y++) {
        struct shrink_box box;
        int64_t down = cross(&along, y, &box.top, &box.bottom);
        draw_bitmap_row(r, p->bitmap, &across, box, y, down);
    }
}

/* ---- pages --------------------------------------------------------------------------------- */

/* Draws item `at` and those that go with it; returns how many. */
static size_t draw_item(struct raster *r, size_t at)
{
    const struct item *item = &r->page->items[at];
    switch (item->kind) {
    case ITEM_TEXT: draw_text(r, &item->u.text); break;
    case ITEM_DRAWING: draw_drawing(r, &item->u.drawing); break;
    case ITEM_BITMAP: draw_bitmap(r, &item->u.bitmap); break;
    case ITEM_RECT: return draw_rects(r, at);
    case ITEM_LINK: break; /* an area, not a sight */
    case ITEM_MISSING: draw_missing(r, &item->u.missing); break;
    }
    return 1;
}

static uint32_t height_of(const struct page *page, uint32_t width)
{
    int64_t height = ((int64_t)page->height * width + page->width - 1) / page->width;
    int64_t most = (int64_t)width * RASTER_RATIO_MAX;
    return (uint32_t)(height < 1 ? 1 : height > most ? most : height);
}

const struct bitmap *raster_draw_page(struct arena *a, const struct page *page, uint32_t width)
{
    assert(page->width > 0 && page->height > 0);
    assert(width >= RASTER_WIDTH_MIN && width <= RASTER_WIDTH_MAX);
    uint32_t height = height_of(page, width);
    size_t size = (size_t)width * height * 3;
    uint8_t *paper = memset(arena_alloc(a, size), 0xFF, size);
    struct bitmap *picture = ARENA_NEW(a, struct bitmap);
    *picture = (struct bitmap){
        .width = width, .height = height, .channels = 3, .samples = paper, .dpi = 96};
    struct raster r = {
        .page = page,
        .picture = picture,
        .samples = paper,
        .coverage = coverage_open(a, (int32_t)width, (int32_t)height),
        .contour = {.arena = a},
        .stroke = {.edge = {.arena = a}},
        .tracer = glyph_outline_open(a),
    };
    for (size_t at = 0; at < page->count;)
        at += draw_item(&r, at);
    return picture;
}
