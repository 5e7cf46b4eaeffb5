/*
 * layout_page: the page and its margins, running heads and feet, the cover and the mastheads.
 */
#include "compose/layout_read.h"

#include "base/file.h"
#include "compose/contrast.h"

/* ---- pages -------------------------------------------------------------------------------- */

static const char *const page_kinds[PAGE_KIND_COUNT] = {"paper", "appendix", "glossary",
                                                        "contents"};

/* An attribute of the <running> for these pages, else of the one for all. */
static struct found running_attr(const struct sheets *s, str kind, const char *name)
{
    struct found f = sheet_item_attr(s, NULL, "running", "of", kind, name);
    return f.attr ? f : sheet_item_attr(s, NULL, "running", "of", STR("all"), name);
}

/*
 * A head or foot is that of the topmost layout which has a <running> of this kind, even where that
 * leaves it out. Variants lie over it: they replace single attributes and words.
 */
struct line_place {
    const struct sheets *sheets;
    str kind;
    const char *part; /* "head" or "foot" */
};

static struct place line_from(const struct line_place *l, size_t from, bool *is_last)
{
    struct place place = sheet_find_item(l->sheets, from, NULL, "running", "of", l->kind);
    *is_last = !place.node || place.sheet >= l->sheets->variants;
    if (place.node)
        place.node = xml_child(place.node, l->part);
    return place;
}

static struct found line_attr(const struct line_place *l, const char *name)
{
    bool is_last = false;
    struct found f = {NULL, 0};
    for (size_t from = 0; !f.attr && !is_last; from++) {
        struct place line = line_from(l, from, &is_last);
        f = sheet_at(line, name);
        from = line.sheet;
    }
    return f;
}

static str line_words(const struct line_place *l, const char *side)
{
    bool is_last = false;
    for (size_t from = 0; !is_last; from++) {
        struct place line = line_from(l, from, &is_last);
        struct place words = {line.node ? xml_child(line.node, side) : NULL, line.sheet};
        if (words.node)
            return sheet_words(l->sheets, words);
        from = line.sheet;
    }
    return (str){0};
}

static void read_running_line(const struct sheets *s, str kind, const char *part,
                              struct running_line *out)
{
    struct line_place l = {s, kind, part};
    *out = (struct running_line){.rule = {0, 0}};
    out->left = line_words(&l, "left");
    out->right = line_words(&l, "right");
    sheet_len(s, line_attr(&l, "at"), &out->at);
    sheet_len(s, line_attr(&l, "rule"), &out->rule.thickness);
    sheet_colour(s, line_attr(&l, "rule-colour"), &out->rule.colour);
    sheet_len(s, line_attr(&l, "rule-at"), &out->rule_at);
}

static void read_running(struct layout_reader *r, enum page_kind kind, struct page_design *out)
{
    const struct sheets *s = &r->sheets;
    str name = str_z(page_kinds[kind]);
    bool has_own = sheet_find_item(s, 0, NULL, "running", "of", name).node != NULL;
    str from = has_own ? name : STR("all"); /* what its own leaves out is not taken from there */
    sheet_len(s, running_attr(s, name, "top"), &out->top);
    sheet_len(s, running_attr(s, name, "bottom"), &out->bottom);
    read_running_line(s, from, "head", &out->head);
    read_running_line(s, from, "foot", &out->foot);
}

void layout_read_page(struct layout_reader *r)
{
    const struct sheets *s = &r->sheets;
    struct layout *l = r->layout;
    struct page_design plain = {.top = LEN_MM(25), .bottom = LEN_MM(25)};
    l->left = l->right = LEN_MM(20);
    sheet_len(s, sheet_attr(s, "page", "width"), &l->page_width);
    sheet_len(s, sheet_attr(s, "page", "height"), &l->page_height);
    sheet_len(s, sheet_attr(s, "page", "left"), &l->left);
    sheet_len(s, sheet_attr(s, "page", "right"), &l->right);
    sheet_len(s, sheet_attr(s, "page", "top"), &plain.top);
    sheet_len(s, sheet_attr(s, "page", "bottom"), &plain.bottom);
    for (int i = 0; i < PAGE_KIND_COUNT; i++) {
        l->pages[i] = plain;
        read_running(r, (enum page_kind)i, &l->pages[i]);
    }
}

/* ---- covers ------------------------------------------------------------------------------- */

static void read_gaps(const struct sheets *s, struct place place, struct cover_item *item)
{
    sheet_len(s, sheet_at(place, "before"), &item->before);
    sheet_len(s, sheet_at(place, "after"), &item->after);
}

static void read_line(struct layout_reader *r, struct place place, enum style_name standard,
                      struct cover_item *item)
{
    item->kind = COVER_LINE;
    item->style = layout_read_style(r, sheet_at(place, "style"), standard);
    item->pattern = sheet_words(&r->sheets, place);
    item->before = item->style->before;
    item->after = item->style->after;
    sheet_flag(sheet_at(place, "heading"), &item->is_heading);
    read_gaps(&r->sheets, place, item);
}

/* The <line>s inside an element. */
static struct cover_item *read_lines(struct layout_reader *r, struct place parent,
                                     enum style_name standard, size_t *count)
{
    struct cover_item *lines = NULL;
    size_t capacity = 0;
    const struct xml_node *n = parent.node ? xml_child(parent.node, "line") : NULL;
    for (*count = 0; n; n = xml_next(n, "line")) {
        struct cover_item *line = ARENA_PUSH(r->sheets.kit, lines, *count, capacity);
        *line = (struct cover_item){0};
        read_line(r, (struct place){n, parent.sheet}, standard, line);
    }
    return lines;
}

static void read_rule(struct layout_reader *r, struct place place, struct cover_item *item)
{
    const struct sheets *s = &r->sheets;
    item->kind = COVER_RULE;
    sheet_len(s, sheet_at(place, "thickness"), &item->rule.thickness);
    sheet_colour(s, sheet_at(place, "colour"), &item->rule.colour);
    sheet_len(s, sheet_at(place, "width"), &item->width);
    layout_read_align(sheet_at(place, "align"), &item->align);
    read_gaps(s, place, item);
}

/* A picture says what it shows, or the lines beside it do, or there is nothing to say. */
static void check_alt(const struct sheets *s, struct place place, const struct cover_item *item)
{
    bool is_decorative = false;
    sheet_flag(sheet_at(place, "decorative"), &is_decorative);
    if (is_decorative || str_trim(item->alt).n || item->line_count)
        return;
    struct finding *f =
        diag_add(s->diag, Q306, sheet_node_pos(s, place), "the logo has no text alternative");
    diag_hint(s->diag, f,
              "add alt=\"…\" with what it shows or says, or decorative=\"yes\" if that is nothing");
}

static void read_logo(struct layout_reader *r, struct place place, struct cover_item *item)
{
    const struct sheets *s = &r->sheets;
    struct found file = sheet_at(place, "file");
    str path, bytes;
    item->kind = COVER_LOGO;
    sheet_len(s, sheet_at(place, "width"), &item->width);
    sheet_len(s, sheet_at(place, "gap"), &item->gap);
    sheet_str(sheet_at(place, "alt"), &item->alt);
    read_gaps(s, place, item);
    item->lines = read_lines(r, place, STYLE_TEXT, &item->line_count);
    check_alt(s, place, item);
    if (sheet_file(s, file, "layouts/", FILE_CAP_IMAGE, &path, &bytes))
        item->image = image_read(s->kit, s->diag, path, bytes, sheet_pos(s, file));
    if (item->image && s->is_grey)
        item->image = image_recolour(s->kit, item->image, contrast_grey);
}

static void read_band(struct layout_reader *r, struct place place, struct band *band)
{
    const struct sheets *s = &r->sheets;
    sheet_len(s, sheet_at(place, "x"), &band->x);
    sheet_len(s, sheet_at(place, "y"), &band->y);
    sheet_len(s, sheet_at(place, "width"), &band->width);
    sheet_len(s, sheet_at(place, "height"), &band->height);
    sheet_colour(s, sheet_at(place, "colour"), &band->colour);
}

static void read_cover_item(struct layout_reader *r, struct place place, struct cover_item *item)
{
    if (xml_is(place.node, "line"))
        read_line(r, place, STYLE_TEXT, item);
    else if (xml_is(place.node, "rule"))
        read_rule(r, place, item);
    else if (xml_is(place.node, "logo"))
        read_logo(r, place, item);
    else
        item->kind = COVER_FILL;
}

void layout_read_cover(struct layout_reader *r)
{
    const struct sheets *s = &r->sheets;
    struct layout *l = r->layout;
    struct cover_design *c = &l->cover;
    size_t item_capacity = 0, band_capacity = 0;
    c->left = l->left;
    c->right = l->right;
    c->top = l->pages[PAGE_APPENDIX].top;
    c->bottom = l->pages[PAGE_APPENDIX].bottom;
    sheet_len(s, sheet_attr(s, "cover", "left"), &c->left);
    sheet_len(s, sheet_attr(s, "cover", "right"), &c->right);
    sheet_len(s, sheet_attr(s, "cover", "top"), &c->top);
    sheet_len(s, sheet_attr(s, "cover", "bottom"), &c->bottom);
    struct place place = sheet_find_filled(s, "cover");
    const struct xml_node *n = place.node ? place.node->children : NULL;
    for (; n; n = n->next) {
        struct place item = {n, place.sheet};
        if (xml_is(n, "band")) {
            struct band *band = ARENA_PUSH(s->kit, c->bands, c->band_count, band_capacity);
            *band = (struct band){0};
            read_band(r, item, band);
        } else if (n->name.n) {
            struct cover_item *out = ARENA_PUSH(s->kit, c->items, c->count, item_capacity);
            *out = (struct cover_item){0};
            read_cover_item(r, item, out);
        }
    }
}

/* That of the topmost sheet which has one. */
static struct cover_item *read_masthead(struct layout_reader *r, const char *parent, size_t *count)
{
    struct cover_item *lines = NULL;
    for (size_t i = 0; i < r->sheets.count && !lines; i++) {
        const struct xml_node *node = xml_child(r->sheets.tops[i], parent);
        struct place place = {node ? xml_child(node, "masthead") : NULL, i};
        lines = read_lines(r, place, STYLE_MASTHEAD, count);
    }
    return lines;
}

void layout_read_mastheads(struct layout_reader *r)
{
    struct layout *l = r->layout;
    l->masthead = read_masthead(r, "paper", &l->masthead_count);
    l->agenda = read_masthead(r, "agenda", &l->agenda_count);
    l->agenda_gap = LEN_MM(6);
    sheet_len(&r->sheets, sheet_attr(&r->sheets, "agenda", "logo-width"), &l->agenda_logo);
    sheet_len(&r->sheets, sheet_attr(&r->sheets, "agenda", "logo-gap"), &l->agenda_gap);
}
