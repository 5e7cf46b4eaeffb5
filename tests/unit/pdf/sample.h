/*
 * sample: a small document with one of everything that the back end writes, set by hand: glyphs by
 * the face's own character map, no shaping, no line breaking.
 */
#ifndef QUOIN_TESTS_PDF_SAMPLE_H
#define QUOIN_TESTS_PDF_SAMPLE_H

#include <string.h>

#include "base/asset.h"
#include "page/page.h"
#include "pdf/pdf.h"

struct sample {
    struct arena *arena;
    struct diag diag;
    struct page_list list;
    struct face *regular, *bold;
    struct page *page;
    size_t page_index;
    len y; /* the next baseline */
};

static inline struct face *sample_face(struct sample *s, const char *name, uint32_t index)
{
    str path = str_format(s->arena, "fonts/%s.ttf", name);
    return face_open(s->arena, &s->diag, path, asset_find(path), (struct pos){0}, index);
}

static inline void sample_page(struct sample *s, const char *label)
{
    s->page_index = s->list.count;
    s->page = page_add(&s->list, LEN_PT(595), LEN_PT(842));
    s->page->label = str_z(label);
    s->y = LEN_PT(80);
}

static inline void sample_open(struct sample *s)
{
    *s = (struct sample){.arena = arena_new()};
    diag_init(&s->diag, s->arena);
    struct page_meta meta = {.title = STR("Performance Report \xE2\x80\x93 Quarter 2"),
                             .author = STR("Office & Commissioner"),
                             .subject = STR("Quarterly figures"),
                             .keywords = STR("performance, police"),
                             .lang = STR("en-GB"),
                             .date = {2020, 11, 25, 10, 0},
                             .source_hash = STR("0123456789abcdef0123456789abcdef")};
    page_list_init(&s->list, s->arena, &meta);
    s->regular = sample_face(s, "LiberationSans-Regular", 0);
    s->bold = sample_face(s, "LiberationSans-Bold", 1);
}

static inline struct item *sample_text(struct sample *s, tag_id leaf, const struct face *face,
                                       len x, len y, const char *words)
{
    struct item *item = page_item(&s->list, s->page, ITEM_TEXT, leaf);
    struct page_text *t = &item->u.text;
    str text = str_z(words);
    *t = (struct page_text){.face = face, .size = LEN_PT(10), .x = x, .y = y, .text = text};
    t->glyphs = ARENA_ARRAY(s->arena, text.n, struct page_glyph);
    for (size_t at = 0; at < text.n;) {
        size_t from = at;
        uint32_t c = utf8_next(text, &at);
        struct page_glyph *g = &t->glyphs[t->glyph_count++];
        *g = (struct page_glyph){.id = face_glyph(face, c == 0xAD ? '-' : c),
                                 .text_n = (uint8_t)(at - from),
                                 .text_at = (uint32_t)from,
                                 .x = t->width};
        t->width += face_len(face, face_advance(face, g->id), t->size);
    }
    return item;
}

static inline tag_id sample_line(struct sample *s, tag_id parent, enum tag_role role,
                                 const char *words)
{
    tag_id element = tag_add(&s->list.tags, parent, role, NULL);
    bool is_heading = role >= ROLE_H1 && role <= ROLE_H4;
    sample_text(s, tag_leaf(&s->list.tags, element), is_heading ? s->bold : s->regular, LEN_PT(60),
                s->y, words);
    s->y += LEN_PT(16);
    return element;
}

static inline void sample_artifact(struct sample *s, const char *words)
{
    struct item *item = sample_text(s, TAG_ARTIFACT, s->regular, LEN_PT(60), LEN_PT(810), words);
    item->is_pagination = true;
    item->margin = MARGIN_FOOT;
}

static inline void sample_rect(struct sample *s, len x, len width, colour c)
{
    struct item *item = page_item(&s->list, s->page, ITEM_RECT, TAG_ARTIFACT);
    item->u.rect = (struct page_rect){x, s->y, width, LEN_UNIT / 2, c};
}

/* A table of which one cell goes on overleaf; its head spans, its first column spans rows. */
static inline void sample_table(struct sample *s)
{
    static const struct tag_props COLUMN = {.scope = SCOPE_COLUMN},
                                  WIDE = {.scope = SCOPE_COLUMN, .column_span = 2},
                                  TALL = {.scope = SCOPE_ROW, .row_span = 2};
    struct tag_tree *t = &s->list.tags;
    tag_id table = tag_add(t, TAG_ROOT, ROLE_TABLE, NULL);
    tag_id head = tag_add(t, tag_add(t, table, ROLE_THEAD, NULL), ROLE_TR, NULL);
    tag_id kpi = tag_add(t, head, ROLE_TH, &COLUMN), words = tag_add(t, head, ROLE_TH, &WIDE);
    sample_text(s, tag_leaf(t, kpi), s->bold, LEN_PT(60), s->y, "KPI ");
    sample_text(s, tag_leaf(t, words), s->bold, LEN_PT(120), s->y, "Commentary ");
    sample_rect(s, LEN_PT(60), LEN_PT(60), 0x333333);
    sample_rect(s, LEN_PT(120), LEN_PT(60), 0x333333);
    sample_rect(s, LEN_PT(200), LEN_PT(60), 0x333333);
    s->y += LEN_PT(16);
    tag_id body = tag_add(t, table, ROLE_TBODY, NULL), row = tag_add(t, body, ROLE_TR, NULL);
    tag_id number = tag_add(t, row, ROLE_TH, &TALL);
    sample_text(s, tag_leaf(t, number), s->regular, LEN_PT(60), s->y, "1.1 ");
    tag_id cell = tag_add(t, row, ROLE_TD, NULL), other = tag_add(t, row, ROLE_TD, NULL);
    tag_id *headers = ARENA_ARRAY(s->arena, 3, tag_id);
    headers[0] = words;
    headers[1] = number;
    t->tags[cell].headers = headers;
    tag_id leaf = tag_leaf(t, tag_add(t, cell, ROLE_P, NULL));
    sample_text(s, leaf, s->regular, LEN_PT(120), s->y, "begins on this page ");
    sample_text(s, tag_leaf(t, other), s->regular, LEN_PT(260), s->y, "95% ");
    sample_artifact(s, "Page 1 of 3");
    sample_page(s, "ii");
    sample_text(s, leaf, s->regular, LEN_PT(120), s->y, "and ends on the next. ");
    row = tag_add(t, body, ROLE_TR, NULL);
    for (int i = 0; i < 2; i++)
        sample_text(s, tag_leaf(t, tag_add(t, row, ROLE_TD, NULL)), s->regular,
                    LEN_PT(120 + 140 * i), s->y + LEN_PT(16), i ? "90% " : "second row ");
    s->y += LEN_PT(32);
}

static inline void sample_link(struct sample *s, tag_id parent, const char *words, const char *uri,
                               const char *dest)
{
    tag_id link = tag_add(&s->list.tags, parent, ROLE_LINK, NULL);
    struct item *text =
        sample_text(s, tag_leaf(&s->list.tags, link), s->regular, LEN_PT(60), s->y, words);
    len width = text->u.text.width;
    struct item *item = page_item(&s->list, s->page, ITEM_LINK, link);
    item->u.link = (struct page_link){.x = LEN_PT(60),
                                      .y = s->y - LEN_PT(8),
                                      .width = width,
                                      .height = LEN_PT(10),
                                      .uri = str_z(uri),
                                      .dest = str_z(dest),
                                      .contents = str_z(words)};
    s->y += LEN_PT(16);
}

static inline void sample_figure(struct sample *s)
{
    static const struct tag_props PROPS = {.alt = {"A square that fades", 19}};
    static const uint8_t SAMPLES[12] = {255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0};
    static const uint8_t ALPHA[4] = {255, 128, 64, 255};
    static const struct bitmap BITMAP = {2, 2, 3, SAMPLES, ALPHA, 96, 77};
    static struct path_segment SEGMENTS[] = {
        {PATH_MOVE, {0}, {0}},
        {PATH_LINE, {LEN_PT(9)}, {0}},
        {PATH_CURVE, {LEN_PT(9), LEN_PT(5), 0}, {LEN_PT(5), LEN_PT(9), LEN_PT(9)}},
        {PATH_CLOSE, {0}, {0}}};
    static struct path PATHS[] = {{SEGMENTS, 4, 0x00AA00, 0x005500, LEN_UNIT, true, true},
                                  {SEGMENTS, 4, COLOUR_NONE, 0x0000FF, LEN_UNIT / 2, false, false}};
    static const struct drawing DRAWING = {LEN_PT(9), LEN_PT(9), PATHS, 2};
    tag_id figure = tag_add(&s->list.tags, TAG_ROOT, ROLE_FIGURE, &PROPS);
    tag_id leaf = tag_leaf(&s->list.tags, figure);
    for (int i = 0; i < 2; i++) {
        struct item *item = page_item(&s->list, s->page, ITEM_BITMAP, leaf);
        item->u.bitmap =
            (struct page_bitmap){&BITMAP, LEN_PT(60 + 60 * i), s->y, LEN_PT(40), LEN_PT(40)};
    }
    struct item *item = page_item(&s->list, s->page, ITEM_DRAWING, leaf);
    item->u.drawing = (struct page_drawing){&DRAWING, LEN_PT(200), s->y};
    s->y += LEN_PT(60);
}

static inline void sample_list(struct sample *s)
{
    static const struct tag_props DECIMAL = {.list = LIST_LABEL_DECIMAL};
    struct tag_tree *t = &s->list.tags;
    tag_id list = tag_add(t, TAG_ROOT, ROLE_L, &DECIMAL);
    for (int i = 0; i < 2; i++) {
        tag_id item = tag_add(t, list, ROLE_LI, NULL);
        sample_text(s, tag_leaf(t, tag_add(t, item, ROLE_LBL, NULL)), s->regular, LEN_PT(60), s->y,
                    i ? "2. " : "1. ");
        sample_text(s, tag_leaf(t, tag_add(t, item, ROLE_LBODY, NULL)), s->regular, LEN_PT(80),
                    s->y, i ? "second " : "first ");
        s->y += LEN_PT(16);
    }
}

static inline void sample_missing(struct sample *s, const char *text)
{
    tag_id p = tag_add(&s->list.tags, TAG_ROOT, ROLE_P, NULL);
    struct item *item = page_item(&s->list, s->page, ITEM_MISSING, tag_leaf(&s->list.tags, p));
    item->u.missing =
        (struct page_missing){LEN_PT(200), s->y, LEN_PT(5), LEN_PT(7), 0xAA0000, str_z(text)};
}

/* A hyphen that was added, a ligature, a cluster of two glyphs, a character that is missing. */
static inline void sample_clusters(struct sample *s)
{
    static const struct tag_props WELSH = {.lang = {"cy", 2}, .expansion = {"Rhyddid", 7}};
    struct tag_tree *t = &s->list.tags;
    tag_id p = tag_add(t, TAG_ROOT, ROLE_P, NULL), leaf = tag_leaf(t, p);
    sample_text(s, leaf, s->regular, LEN_PT(60), s->y, "well-known hyphen\xC2\xAD");
    s->y += LEN_PT(16);
    struct page_text *text = &sample_text(s, leaf, s->regular, LEN_PT(60), s->y, "ation ")->u.text;
    text->glyphs[4].x += LEN_PT(3); /* a kern */
    text = &sample_text(s, leaf, s->regular, LEN_PT(160), s->y, "e\xCC\x81 ")->u.text;
    text->glyphs[0].text_n = 3; /* e and its accent, two glyphs for one text */
    text->glyphs[1].text_n = 0;
    text->glyphs[1].id = face_glyph(s->regular, 0xB4);
    text->glyphs[1].y = -LEN_PT(1);
    sample_missing(s, "\xF0\x9F\x98\x80");
    tag_id welsh = tag_add(t, p, ROLE_EM, &WELSH);
    sample_text(s, tag_leaf(t, welsh), s->bold, LEN_PT(220), s->y, "t\xC5\xB7 mawr ");
    s->y += LEN_PT(16);
}

static inline void sample_build(struct sample *s)
{
    sample_open(s);
    sample_page(s, "i");
    tag_id title = sample_line(s, TAG_ROOT, ROLE_H1, "Performance Report ");
    page_anchor(&s->list, STR("title"), 0, LEN_PT(60), LEN_PT(70), title);
    sample_line(s, TAG_ROOT, ROLE_P, "Text (with brackets) and a \\ in it. ");
    sample_table(s);
    tag_id section = sample_line(s, TAG_ROOT, ROLE_H2, "Section ");
    page_anchor(&s->list, STR("section"), 1, LEN_PT(60), LEN_PT(100), section);
    sample_list(s);
    sample_artifact(s, "Page 2 of 3");
    sample_page(s, "1");
    tag_id p = tag_add(&s->list.tags, TAG_ROOT, ROLE_P, NULL);
    sample_link(s, p, "back to the title ", "", "title");
    sample_link(s, p, "the web ", "https://example.org/a?c=(d)\xC3\xA9", "");
    sample_figure(s);
    sample_clusters(s);
    sample_artifact(s, "Page 3 of 3");
    page_outline(&s->list, 1, STR("Performance Report"), STR("title"));
    page_outline(&s->list, 2, STR("Section \xE2\x80\x93 two"), STR("section"));
    page_finish(&s->list);
}

/* A report and a picture of its, as they travel inside. */
static inline const struct pdf_source *sample_source(void)
{
    static const struct pdf_file files[] = {
        {{"report.xml", 10}, {"The report", 10}, {"application/xml", 15}, true, {"<report/>", 9}},
        {{"a (b)/c.svg", 11}, {"A picture", 9}, {"image/svg+xml", 13}, false, {"<svg/>", 6}},
    };
    static const struct pdf_fact facts[] = {
        {"layout", "The layout", {"a & b", 5}},
        {"epoch", "Not set", {NULL, 0}},
    };
    static const struct pdf_source source = {files, 2, facts, 2};
    return &source;
}

static inline struct pdf_options sample_options(bool is_plain)
{
    return (struct pdf_options){.producer = STR("quoin test"),
                                .icc = asset_find(STR("layouts/sRGB.icc")),
                                .is_plain = is_plain,
                                .source = sample_source()};
}

#endif
