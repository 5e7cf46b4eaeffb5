/*
 * layout_type: faces and text styles. A style's attributes are looked up sheet by sheet, then in
 * the style it comes from, so a layout writes only what differs.
 */
#include "compose/layout_read.h"

#include <string.h>

#include "base/file.h"

#define TYPE_MIN    LEN_PT(4)   /* smaller type cannot be read, */
#define TYPE_MAX    LEN_PT(600) /* nor is larger of any use (PDF libraries stop here) */
#define STYLE_DEPTH 8           /* styles that come from each other */

static const struct style_entry {
    const char *name, *parent;
} style_table[STYLE_COUNT] = {
#define STYLE(id, name, parent, help) {name, parent},
#include "compose/styles.def"
#undef STYLE
};

/* ---- faces ------------------------------------------------------------------------------- */

static const struct face *find_on_shelf(const struct layout_shelf *shelf, str bytes,
                                        const struct face *fallback)
{
    for (size_t i = 0; i < shelf->face_count; i++) {
        const struct face *f = shelf->faces[i];
        bool is_same = f->bytes.p == bytes.p ||
                       (f->bytes.n == bytes.n && memcmp(f->bytes.p, bytes.p, bytes.n) == 0);
        if (is_same && f->fallback == fallback)
            return f;
    }
    return NULL;
}

/* Opens the face an attribute names, or takes it from the shelf; NULL after a finding. */
static const struct face *open_face(struct layout_reader *r, struct found f,
                                    const struct face *fallback)
{
    struct layout_shelf *shelf = r->shelf;
    str path, bytes;
    if (!sheet_file(&r->sheets, f, "fonts/", FILE_CAP_FACE, &path, &bytes))
        return NULL;
    const struct face *known = find_on_shelf(shelf, bytes, fallback);
    if (known)
        return known;
    struct face *face = face_open(shelf->kit, r->sheets.diag, f.attr->value, bytes,
                                  sheet_pos(&r->sheets, f), (uint32_t)shelf->face_count);
    if (!face)
        return NULL;
    face->fallback = fallback;
    *ARENA_PUSH(shelf->kit, shelf->faces, shelf->face_count, shelf->face_capacity) = face;
    return face;
}

static bool read_family(struct layout_reader *r, struct place place, struct family *out)
{
    static const char *const names[] = {"regular", "bold", "italic", "bold-italic"};
    const struct face *fallback = NULL;
    struct found f = sheet_at(place, "fallback");
    out->name = xml_value(place.node, "name");
    if (f.attr && !(fallback = open_face(r, f, NULL)))
        return false;
    for (int i = 0; i < WEIGHT_COUNT; i++) {
        f = sheet_at(place, names[i]);
        /* what is missing is stood in for: bold italic by bold, the others by regular */
        out->faces[i] = out->faces[i == WEIGHT_BOLD_ITALIC ? WEIGHT_BOLD : WEIGHT_REGULAR];
        if (f.attr && !(out->faces[i] = open_face(r, f, fallback)))
            return false;
    }
    return true;
}

static struct family *find_family(const struct layout *l, str name)
{
    for (size_t i = 0; i < l->family_count; i++)
        if (str_eq(l->families[i].name, name))
            return &l->families[i];
    return NULL;
}

void layout_read_faces(struct layout_reader *r)
{
    struct layout *l = r->layout;
    size_t capacity = 0;
    for (size_t i = 0; i < r->sheets.count; i++) {
        const struct xml_node *faces = xml_child(r->sheets.tops[i], "faces");
        const struct xml_node *n = faces ? xml_child(faces, "family") : NULL;
        for (; n; n = xml_next(n, "family")) {
            struct family family = {0};
            if (!find_family(l, xml_value(n, "name")) &&
                read_family(r, (struct place){n, i}, &family))
                *ARENA_PUSH(r->sheets.kit, l->families, l->family_count, capacity) = family;
        }
    }
    if (l->family_count == 0 && !diag_failed(r->sheets.diag))
        diag_add(r->sheets.diag, Q502, (struct pos){.source = r->sheets.docs[0]->source},
                 "the layout has no <faces>");
}

/* ---- styles ------------------------------------------------------------------------------ */

static str parent_of(const struct sheets *s, str name)
{
    struct found f = sheet_item_attr(s, "styles", "style", "name", name, "from");
    if (f.attr)
        return f.attr->value;
    for (int i = 0; i < STYLE_COUNT; i++)
        if (str_is(name, style_table[i].name))
            return str_z(style_table[i].parent);
    return STR("text");
}

struct found layout_style_attr(const struct sheets *s, str name, const char *attr)
{
    for (int i = 0; i < STYLE_DEPTH && name.n; i++) {
        struct found f = sheet_item_attr(s, "styles", "style", "name", name, attr);
        if (f.attr)
            return f;
        name = parent_of(s, name);
    }
    return (struct found){NULL, 0};
}

void layout_read_align(struct found f, enum align *out)
{
    static const char *const names[] = {"left", "right", "centre", "justify", NULL};
    int align = *out;
    sheet_choice(f, names, &align);
    *out = (enum align)align;
}

static void read_paragraph(struct layout_reader *r, struct named_style *style)
{
    const struct sheets *s = &r->sheets;
    str name = style->name;
    sheet_len(s, layout_style_attr(s, name, "leading"), &style->par.leading);
    layout_read_align(layout_style_attr(s, name, "align"), &style->par.align);
    sheet_flag(layout_style_attr(s, name, "hyphenate"), &style->par.is_hyphenated);
    /* Space around is each style's own: a cell does not want the paragraphs'. */
    sheet_len(s, sheet_item_attr(s, "styles", "style", "name", name, "before"), &style->before);
    sheet_len(s, sheet_item_attr(s, "styles", "style", "name", name, "after"), &style->after);
}

static len read_size(struct layout_reader *r, str name)
{
    len size = 0;
    struct found f = layout_style_attr(&r->sheets, name, "size");
    if (sheet_len(&r->sheets, f, &size) && (size < TYPE_MIN || size > TYPE_MAX)) {
        if (f.attr)
            diag_add(r->sheets.diag, Q503, sheet_pos(&r->sheets, f),
                     "type of %.*s cannot be set: 4pt to 600pt can", STR_ARG(f.attr->value));
        else
            diag_add(r->sheets.diag, Q502, (struct pos){.source = r->sheets.docs[0]->source},
                     "the style “%.*s” has no size", STR_ARG(name));
        size = LEN_PT(10);
    }
    return size;
}

static const struct family *style_family(struct layout_reader *r, str name)
{
    struct found f = layout_style_attr(&r->sheets, name, "family");
    const struct family *family =
        f.attr ? find_family(r->layout, f.attr->value) : &r->layout->families[0];
    if (family)
        return family;
    diag_add(r->sheets.diag, Q507, sheet_pos(&r->sheets, f), "<faces> has no family “%.*s”",
             STR_ARG(f.attr->value));
    return &r->layout->families[0];
}

/* "links" or "terms". A line in a colour of its own is half a point thick if no more is said. */
static void read_ink(const struct sheets *s, const char *element, struct text_style *ink)
{
    struct found hue = sheet_attr(s, element, "underline-colour");
    sheet_colour(s, sheet_attr(s, element, "colour"), &ink->colour);
    sheet_flag(sheet_attr(s, element, "underline"), &ink->is_underlined);
    ink->underline = hue.attr ? LEN_PT(1) / 2 : 0;
    ink->underline_colour = ink->colour;
    sheet_len(s, sheet_attr(s, element, "underline-thickness"), &ink->underline);
    sheet_colour(s, hue, &ink->underline_colour);
}

/* Colours and underlining of words in their three inks. */
static void read_inks(struct layout_reader *r, str name, struct text_style inks[INK_COUNT])
{
    const struct sheets *s = &r->sheets;
    sheet_colour(s, layout_style_attr(s, name, "colour"), &inks[INK_PLAIN].colour);
    sheet_flag(layout_style_attr(s, name, "capitals"), &inks[INK_PLAIN].is_upper);
    inks[INK_LINK] = inks[INK_TERM] = inks[INK_PLAIN];
    if (str_is(name, "table-head")) { /* what stands out on paper is lost on its dark ground */
        inks[INK_LINK].is_underlined = true;
        return;
    }
    read_ink(s, "links", &inks[INK_LINK]);
    read_ink(s, "terms", &inks[INK_TERM]);
}

static void read_style(struct layout_reader *r, str name, struct named_style *style)
{
    static const char *const weights[] = {"regular", "bold", NULL};
    static const char *const slants[] = {"upright", "italic", NULL};
    struct text_style inks[INK_COUNT] = {{0}};
    int weight = 0, slant = 0;
    style->name = name;
    const struct family *family = style_family(r, name);
    sheet_choice(layout_style_attr(&r->sheets, name, "weight"), weights, &weight);
    sheet_choice(layout_style_attr(&r->sheets, name, "slant"), slants, &slant);
    style->weight = weight | slant << 1;
    inks[INK_PLAIN].size = read_size(r, name);
    read_inks(r, name, inks);
    for (int ink = 0; ink < INK_COUNT; ink++)
        for (int w = 0; w < WEIGHT_COUNT; w++) {
            style->text[ink][w] = inks[ink];
            style->text[ink][w].face = family->faces[w];
        }
    read_paragraph(r, style);
}

static void check_parent(struct layout_reader *r, const struct xml_node *node, size_t sheet)
{
    struct found f = {xml_attr(node, "from"), sheet};
    if (f.attr && !layout_find_style(r->layout, f.attr->value))
        diag_add(r->sheets.diag, Q507, sheet_pos(&r->sheets, f), "there is no style “%.*s”",
                 STR_ARG(f.attr->value));
}

/* Runs `visit` over every <style> of every sheet. */
static void for_styles(struct layout_reader *r,
                       void (*visit)(struct layout_reader *, const struct xml_node *, size_t))
{
    for (size_t i = 0; i < r->sheets.count; i++) {
        const struct xml_node *styles = xml_child(r->sheets.tops[i], "styles");
        const struct xml_node *n = styles ? xml_child(styles, "style") : NULL;
        for (; n; n = xml_next(n, "style"))
            visit(r, n, i);
    }
}

static void add_own_style(struct layout_reader *r, const struct xml_node *node, size_t sheet)
{
    (void)sheet;
    struct layout *l = r->layout;
    size_t capacity = l->style_count; /* grown by one at a time: there are few */
    str name = xml_value(node, "name");
    if (layout_find_style(l, name))
        return;
    struct named_style *style = ARENA_PUSH(r->sheets.kit, l->styles, l->style_count, capacity);
    *style = (struct named_style){0};
    read_style(r, name, style);
}

void layout_read_styles(struct layout_reader *r)
{
    struct layout *l = r->layout;
    l->styles = ARENA_ARRAY(r->sheets.kit, STYLE_COUNT, struct named_style);
    l->style_count = STYLE_COUNT;
    for (int i = 0; i < STYLE_COUNT; i++)
        read_style(r, str_z(style_table[i].name), &l->styles[i]);
    for_styles(r, add_own_style);
    for_styles(r, check_parent);
}

const struct named_style *layout_read_style(struct layout_reader *r, struct found f,
                                            enum style_name standard)
{
    const struct layout *l = r->layout;
    const struct named_style *style = f.attr ? layout_find_style(l, f.attr->value) : NULL;
    if (style || !f.attr)
        return style ? style : &l->styles[standard];
    const char *names[STYLE_COUNT + 1] = {NULL};
    for (int i = 0; i < STYLE_COUNT; i++)
        names[i] = style_table[i].name;
    const char *nearest = str_nearest(f.attr->value, names);
    struct finding *finding = diag_add(r->sheets.diag, Q507, sheet_pos(&r->sheets, f),
                                       "there is no style “%.*s”", STR_ARG(f.attr->value));
    if (nearest)
        diag_hint(r->sheets.diag, finding, "did you mean “%s”?", nearest);
    return &l->styles[standard];
}
