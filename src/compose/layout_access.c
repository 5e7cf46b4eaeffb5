/*
 * layout_access: can everyone read what this layout makes? Contrast of words and of marks with what
 * is behind them (WCAG 2.2, 1.4.3 and 1.4.11) and the size of running text. Findings stand at the
 * attribute to change. Pictures without words and columns without heads are found where they are
 * read (layout_page.c, layout_table.c).
 *
 * Grounds are known before anything is set: paper is white, header rows and asides have their fill.
 * Only a cover's bands may or may not lie under a line; its styles must be readable on the paper or
 * on a band that reaches into the cover's text.
 */
#include "compose/layout_read.h"

#include "compose/contrast.h"

#define WHITE       0xffffffu
#define LARGE       LEN_PT(18) /* WCAG's large text, */
#define LARGE_BOLD  LEN_PT(14) /* and the same in bold */
#define RUNNING_MIN LEN_PT(11) /* what British public bodies are told to set documents in */

/* What words stand on. */
struct ground {
    colour colour;
    const char *name;
    struct found fill; /* where it is written */
};

/* A colour on a ground that has been told of: many styles share one colour. */
struct told {
    struct found ink;
    colour ground;
};

struct access {
    struct layout_reader *reader;
    const struct layout *layout;
    struct told *told;
    size_t told_count, told_capacity;
};

static const struct ground paper = {.colour = WHITE, .name = "paper"};

/* ---- words -------------------------------------------------------------------------------- */

static int needed(const struct named_style *style)
{
    len size = style->text[INK_PLAIN][0].size;
    bool is_large = size >= (style->weight & WEIGHT_BOLD ? LARGE_BOLD : LARGE);
    return is_large ? CONTRAST_LARGE : CONTRAST_TEXT;
}

/* Of a name of the palette the value, where a sheet further up gives it: that is what to change. */
static struct found colour_source(const struct sheets *s, struct found f)
{
    if (!f.attr)
        return f;
    struct found value = sheet_item_attr(s, "palette", "colour", "name", f.attr->value, "value");
    return value.attr && value.sheet < f.sheet ? value : f;
}

/* The topmost sheet of the two has brought them together. */
static struct pos pair_pos(const struct layout_reader *r, struct found ink, struct found fill)
{
    const struct sheets *s = &r->sheets;
    ink = colour_source(s, ink);
    fill = colour_source(s, fill);
    if (fill.attr && (!ink.attr || fill.sheet < ink.sheet))
        return sheet_pos(s, fill);
    return ink.attr ? sheet_pos(s, ink) : (struct pos){.source = s->docs[0]->source};
}

static bool is_told(struct access *a, struct found ink, colour ground)
{
    for (size_t i = 0; i < a->told_count; i++)
        if (a->told[i].ink.attr == ink.attr && a->told[i].ground == ground)
            return true;
    struct told *told = ARENA_PUSH(a->reader->sheets.kit, a->told, a->told_count, a->told_capacity);
    *told = (struct told){ink, ground};
    return false;
}

static void check_pair(struct access *a, const char *what, const struct named_style *style,
                       enum ink kind, struct found found, const struct ground *ground, int need)
{
    colour ink = style->text[kind][0].colour;
    int contrast = contrast_of(ink, ground->colour);
    if (contrast >= need || is_told(a, colour_source(&a->reader->sheets, found), ground->colour))
        return;
    struct diag *d = a->reader->sheets.diag;
    struct finding *f =
        diag_add(d, Q509, pair_pos(a->reader, found, ground->fill),
                 "%s in the style “%.*s” (#%06x on %s, #%06x) have a contrast of %d.%02d to 1, "
                 "and need %s",
                 what, STR_ARG(style->name), ink, ground->name, ground->colour, contrast / 100,
                 contrast % 100, need == CONTRAST_LARGE ? "3" : "4.5");
    diag_hint(d, f, "#%06x would do", contrast_mend(ink, ground->colour, need));
}

static void check_plain(struct access *a, const struct named_style *style,
                        const struct ground *ground)
{
    check_pair(a, "words", style, INK_PLAIN,
               layout_style_attr(&a->reader->sheets, style->name, "colour"), ground, needed(style));
}

/* Links and terms have one colour everywhere but in header rows, and stand in small words too. */
static void check_inks(struct access *a, enum style_name name, const struct ground *ground)
{
    const struct sheets *s = &a->reader->sheets;
    struct found links = sheet_attr(s, "links", "colour"), terms = sheet_attr(s, "terms", "colour");
    const struct named_style *style = layout_style(a->layout, name);
    if (links.attr)
        check_pair(a, "links", style, INK_LINK, links, ground, CONTRAST_TEXT);
    if (terms.attr)
        check_pair(a, "terms", style, INK_TERM, terms, ground, CONTRAST_TEXT);
}

/* ---- covers ------------------------------------------------------------------------------- */

static bool overlaps(len from, len to, len low, len high)
{
    return from < high && low < to;
}

/* Does the band reach into the cover's text? */
static bool is_under(const struct layout *l, const struct band *b)
{
    const struct cover_design *c = &l->cover;
    len x = b->x < 0 ? l->page_width + b->x : b->x, y = b->y < 0 ? l->page_height + b->y : b->y;
    return overlaps(x, x + b->width, c->left, l->page_width - c->right) &&
           overlaps(y, y + b->height, c->top, l->page_height - c->bottom);
}

static void check_cover_style(struct access *a, const struct named_style *style)
{
    const struct layout *l = a->layout;
    for (size_t i = 0; i < l->cover.band_count; i++)
        if (is_under(l, &l->cover.bands[i]) &&
            contrast_of(style->text[INK_PLAIN][0].colour, l->cover.bands[i].colour) >=
                needed(style))
            return;
    check_plain(a, style, &paper);
}

/* ---- all of it ---------------------------------------------------------------------------- */

static void check_head(struct access *a, const struct table_design *table, const char *element,
                       const char *name)
{
    const struct ground fill = {table->head_fill, name,
                                sheet_attr(&a->reader->sheets, element, "head-fill")};
    check_plain(a, layout_style(a->layout, STYLE_TABLE_HEAD),
                table->head_fill == COLOUR_NONE ? &paper : &fill);
}

static void check_aside(struct access *a, const struct aside_design *aside, const char *of,
                        const char *name)
{
    const struct ground fill = {
        aside->fill, name,
        sheet_item_attr(&a->reader->sheets, NULL, "aside", "of", str_z(of), "fill")};
    const struct ground *ground = aside->has_fill ? &fill : &paper;
    check_plain(a, layout_style(a->layout, STYLE_ASIDE), ground);
    check_plain(a, layout_style(a->layout, STYLE_ASIDE_HEAD), ground);
    check_inks(a, STYLE_ASIDE, ground);
}

static void check_words(struct access *a)
{
    const struct layout *l = a->layout;
    for (size_t i = 0; i < l->style_count; i++) {
        if (i >= STYLE_COUNT)
            check_cover_style(a, &l->styles[i]);
        else if (i != STYLE_TABLE_HEAD && i != STYLE_ASIDE && i != STYLE_ASIDE_HEAD)
            check_plain(a, &l->styles[i], &paper);
    }
    check_inks(a, STYLE_TEXT, &paper);
    check_head(a, &l->kpi_table, "kpi-table", "the header rows of KPI tables");
    check_head(a, &l->glossary_table, "glossary-table", "the glossary's header row");
    check_head(a, &l->free_table, "free-table", "the header rows of other tables");
    check_aside(a, &l->note, "note", "notes");
    check_aside(a, &l->action, "action", "actions");
}

/* Sizes of what is read as sentences; one that several styles share is told once. */
static void check_sizes(struct layout_reader *r)
{
    static const enum style_name running[] = {STYLE_TEXT, STYLE_CELL, STYLE_ASIDE};
    const struct layout *l = r->layout;
    const struct xml_attr *told = NULL;
    for (size_t i = 0; i < sizeof running / sizeof *running; i++) {
        const struct named_style *style = layout_style(l, running[i]);
        struct found f = layout_style_attr(&r->sheets, style->name, "size");
        if (!f.attr || f.attr == told || style->text[0][0].size >= RUNNING_MIN)
            continue;
        told = f.attr;
        struct finding *finding = diag_add(r->sheets.diag, Q511, sheet_pos(&r->sheets, f),
                                           "the style “%.*s” sets running text in %.*s",
                                           STR_ARG(style->name), STR_ARG(f.attr->value));
        diag_hint(r->sheets.diag, finding, "set it in 11pt or more");
    }
}

void layout_check_access(struct layout_reader *r)
{
    struct access a = {.reader = r, .layout = r->layout};
    check_words(&a);
    check_sizes(r);
}

static struct pos mark_pos(const struct layout_reader *r, str of, const char *name)
{
    struct found f = sheet_item_attr(&r->sheets, "marks", "mark", "of", of, name);
    struct place place = sheet_find_item(&r->sheets, 0, "marks", "mark", "of", of);
    if (f.attr)
        return sheet_pos(&r->sheets, f);
    if (place.node)
        return sheet_node_pos(&r->sheets, place);
    return (struct pos){.source = r->sheets.docs[0]->source};
}

void layout_check_mark(struct layout_reader *r, str of, const char *attr, colour ink, colour ground)
{
    int contrast = contrast_of(ink, ground);
    if (contrast >= CONTRAST_MARK)
        return;
    struct diag *d = r->sheets.diag;
    struct finding *f = diag_add(
        d, Q513, mark_pos(r, of, attr),
        "the %s of the mark “%.*s” (#%06x on #%06x) has a contrast of %d.%02d to 1, and needs 3",
        attr, STR_ARG(of), ink, ground, contrast / 100, contrast % 100);
    diag_hint(d, f, "#%06x would do", contrast_mend(ink, ground, CONTRAST_MARK));
}
