#include "image/svg.h"

#include "base/file.h"
#include "xml/xml.h"

#define UNITS_PER_PX 768 /* 1/1024 pt in a pixel of 1/96 inch */

struct reader {
    struct arena *arena;
    struct diag *diag;
    struct xml_doc *doc;
    struct drawing *drawing;
    size_t room;     /* of drawing->paths */
    size_t segments; /* so far */
    bool is_good;
};

/* What a shape takes from the elements around it. */
struct style {
    colour fill, stroke;
    fix width;
    bool is_even_odd, has_round_joins;
    struct affine transform;
};

/* ---- values ----------------------------------------------------------------------------- */

static void refuse(struct reader *r, const struct xml_attr *attr, size_t at, const char *expected)
{
    struct pos pos =
        attr->value.n ? xml_value_pos_at(r->doc, attr, at) : xml_value_pos(r->doc, attr);
    diag_add(r->diag, Q543, pos, "the attribute %.*s cannot be read: expected %s",
             STR_ARG(attr->name), expected);
    r->is_good = false;
}

/* A number in the drawing's unit; `fallback` when it is not given. */
static fix number(struct reader *r, const struct xml_node *node, const char *name, fix fallback)
{
    const struct xml_attr *attr = xml_attr(node, name);
    size_t at = 0;
    fix value;
    if (!attr)
        return fallback;
    svg_skip(attr->value, &at);
    bool is_number = fix_read(attr->value, &at, &value);
    str rest = str_trim(str_sub(attr->value, at, attr->value.n));
    if (is_number && (!rest.n || str_is(rest, "px")))
        return value;
    refuse(r, attr, at, "a number up to a million");
    return fallback;
}

/* A number that may not be negative. */
static fix size(struct reader *r, const struct xml_node *node, const char *name, fix fallback)
{
    fix value = number(r, node, name, fallback);
    if (value >= 0 || !xml_attr(node, name))
        return value;
    refuse(r, xml_attr(node, name), 0, "a number of 0 or more");
    return 0;
}

static colour paint(struct reader *r, const struct xml_node *node, const char *name,
                    colour fallback)
{
    const struct xml_attr *attr = xml_attr(node, name);
    colour value = fallback;
    if (attr && !str_is(attr->value, "inherit") && !svg_colour(attr->value, &value))
        refuse(r, attr, 0, "a colour such as #004B87, or none");
    return value;
}

static struct style read_style(struct reader *r, const struct xml_node *node, struct style outer)
{
    struct style s = outer;
    struct affine own;
    const struct xml_attr *transform = xml_attr(node, "transform");
    size_t at = 0;
    s.fill = paint(r, node, "fill", outer.fill);
    s.stroke = paint(r, node, "stroke", outer.stroke);
    s.width = size(r, node, "stroke-width", outer.width);
    if (xml_attr(node, "fill-rule"))
        s.is_even_odd = str_is(xml_value(node, "fill-rule"), "evenodd");
    str join = xml_value(node, "stroke-linejoin"), cap = xml_value(node, "stroke-linecap");
    if (join.n || cap.n)
        s.has_round_joins = str_is(join, "round") || str_is(cap, "round");
    if (transform && svg_transform(transform->value, &at, &own))
        s.transform = affine_join(outer.transform, own);
    else if (transform)
        refuse(r, transform, at, "translate, scale, rotate, skewX, skewY or matrix");
    return s;
}

/* ---- shapes ----------------------------------------------------------------------------- */

static void read_path(struct reader *r, const struct xml_node *node, struct outline *o)
{
    const struct xml_attr *data = xml_attr(node, "d");
    size_t at = 0;
    if (data && !svg_path_read(o, data->value, &at))
        refuse(r, data, at, "a path command with its numbers");
}

static void read_rect(struct reader *r, const struct xml_node *node, struct outline *o)
{
    struct point corner = {number(r, node, "x", 0), number(r, node, "y", 0)};
    fix width = size(r, node, "width", 0), height = size(r, node, "height", 0);
    fix rx = size(r, node, "rx", -1), ry = size(r, node, "ry", -1);
    if (!xml_attr(node, "rx"))
        rx = ry;
    if (!xml_attr(node, "ry"))
        ry = rx;
    if (width > 0 && height > 0)
        outline_rect(o, corner, width, height, rx, ry);
}

static void read_ellipse(struct reader *r, const struct xml_node *node, struct outline *o)
{
    struct point centre = {number(r, node, "cx", 0), number(r, node, "cy", 0)};
    bool is_circle = xml_is(node, "circle");
    fix rx = size(r, node, is_circle ? "r" : "rx", 0), ry = is_circle ? rx : size(r, node, "ry", 0);
    if (rx > 0 && ry > 0)
        outline_ellipse(o, centre, rx, ry);
}

static void read_line(struct reader *r, const struct xml_node *node, struct outline *o)
{
    outline_move(o, (struct point){number(r, node, "x1", 0), number(r, node, "y1", 0)});
    outline_line(o, (struct point){number(r, node, "x2", 0), number(r, node, "y2", 0)});
}

static void read_points(struct reader *r, const struct xml_node *node, struct outline *o)
{
    const struct xml_attr *points = xml_attr(node, "points");
    size_t at = 0;
    fix pair[2];
    while (points && svg_numbers(points->value, &at, pair, 2) == 2 &&
           o->count <= SVG_SEGMENTS_MAX) {
        struct point p = {pair[0], pair[1]};
        if (o->count)
            outline_line(o, p);
        else
            outline_move(o, p);
    }
    if (points && (at < points->value.n || !o->count))
        refuse(r, points, at, "pairs of numbers");
    if (o->count && xml_is(node, "polygon"))
        outline_close(o);
}

static const struct shape_kind {
    const char *name;
    void (*read)(struct reader *r, const struct xml_node *node, struct outline *o);
} kinds[] = {
    {"path", read_path},       {"rect", read_rect}, {"circle", read_ellipse},
    {"ellipse", read_ellipse}, {"line", read_line}, {"polyline", read_points},
    {"polygon", read_points},
};

/* Puts the outline among the drawing's paths, painted. */
static void add_path(struct reader *r, const struct xml_node *node, const struct outline *o,
                     const struct style *s)
{
    struct drawing *drawing = r->drawing;
    struct path path = {.fill = s->fill,
                        .stroke = s->width > 0 ? s->stroke : COLOUR_NONE,
                        .is_even_odd = s->is_even_odd,
                        .has_round_joins = s->has_round_joins};
    bool is_seen = path.fill != COLOUR_NONE || path.stroke != COLOUR_NONE;
    if (!is_seen || !o->count)
        return;
    if (!outline_finish(o, s->transform, &path) ||
        !fix_to_len(fix_mul(s->width, affine_scale(s->transform)), &path.stroke_width)) {
        diag_add(r->diag, Q543, xml_pos(r->doc, node), "<%.*s> reaches far off the page",
                 STR_ARG(node->name));
        r->is_good = false;
        return;
    }
    *ARENA_PUSH(r->arena, drawing->paths, drawing->count, r->room) = path;
}

static void read_shape(struct reader *r, const struct xml_node *node, const struct style *s)
{
    struct outline outline = {.arena = r->arena};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (xml_is(node, kinds[i].name))
            kinds[i].read(r, node, &outline);
    r->segments += outline.count;
    if (r->segments > SVG_SEGMENTS_MAX) {
        diag_add(r->diag, Q542, xml_pos(r->doc, node), "the drawing has more than %d points",
                 SVG_SEGMENTS_MAX);
        r->is_good = false;
    } else if (r->is_good) {
        add_path(r, node, &outline, s);
    }
}

static void read_group(struct reader *r, const struct xml_node *group, struct style style)
{
    for (const struct xml_node *node = group->children; node; node = node->next) {
        if (!node->name.n || xml_is(node, "title") || xml_is(node, "desc"))
            continue;
        if (r->segments > SVG_SEGMENTS_MAX)
            return;
        struct style own = read_style(r, node, style);
        if (xml_is(node, "g"))
            read_group(r, node, own);
        else
            read_shape(r, node, &own);
    }
}

/* ---- the viewport ----------------------------------------------------------------------- */

/* width or height of the root in px; 0 when it is not given or a percentage. */
static fix read_extent(struct reader *r, const char *name)
{
    const struct xml_attr *attr = xml_attr(r->doc->root, name);
    fix value;
    if (!attr || str_ends(str_trim(attr->value), STR("%")))
        return 0;
    if (svg_length(attr->value, &value))
        return value;
    refuse(r, attr, 0, "a length such as 40mm");
    return 0;
}

/* False when there is none; a damaged one is refused. */
static bool read_view(struct reader *r, fix view[4])
{
    const struct xml_attr *attr = xml_attr(r->doc->root, "viewBox");
    size_t at = 0;
    if (!attr)
        return false;
    if (svg_numbers(attr->value, &at, view, 4) == 4 && at == attr->value.n && view[2] >= 65536 &&
        view[3] >= 65536)
        return true;
    refuse(r, attr, at < attr->value.n ? at : 0, "four numbers: left, top, width, height");
    return false;
}

/* Natural size, and user coordinates to 1/1024 pt: SVG's xMidYMid meet (7.8). */
static bool read_viewport(struct reader *r, struct affine *out)
{
    fix view[4] = {0}, width = read_extent(r, "width"), height = read_extent(r, "height");
    bool has_view = read_view(r, view);
    if (!r->is_good)
        return false;
    if (has_view && !width)
        width = height ? fix_div(fix_mul(height, view[2]), view[3]) : view[2];
    if (has_view && !height)
        height = fix_div(fix_mul(width, view[3]), view[2]);
    if (!width || !height) {
        diag_add(r->diag, Q543, xml_pos(r->doc, r->doc->root),
                 "the drawing has no size: give width and height, or a viewBox");
        return false;
    }
    fix scale = FIX_ONE;
    if (has_view) {
        fix across = fix_div(width, view[2]), down = fix_div(height, view[3]);
        scale = across < down ? across : down;
    } else {
        view[2] = width;
        view[3] = height;
    }
    fix left = (fix_sub(width, fix_mul(view[2], scale))) / 2;
    fix top = (fix_sub(height, fix_mul(view[3], scale))) / 2;
    struct affine fit = {scale,
                         0,
                         0,
                         scale,
                         fix_sub(left, fix_mul(view[0], scale)),
                         fix_sub(top, fix_mul(view[1], scale))};
    struct affine unit = {FIX_INT(UNITS_PER_PX), 0, 0, FIX_INT(UNITS_PER_PX), 0, 0};
    *out = affine_join(unit, fit);
    if (fix_to_len(fix_mul(width, unit.a), &r->drawing->width) &&
        fix_to_len(fix_mul(height, unit.a), &r->drawing->height) && r->drawing->width > 0 &&
        r->drawing->height > 0)
        return true;
    diag_add(r->diag, Q542, xml_pos(r->doc, r->doc->root), "the drawing is larger than any page");
    return false;
}

const struct drawing *svg_read(struct arena *a, struct diag *d, str name, str bytes,
                               str *description)
{
    struct source *source = ARENA_NEW(a, struct source);
    *source = (struct source){name, bytes};
    struct reader r = {a, d, xml_load(a, d, source), ARENA_NEW(a, struct drawing), 0, 0, true};
    struct style style = {.fill = 0, .stroke = COLOUR_NONE, .width = FIX_ONE};
    if (!r.doc || !valid_check(a, d, &svg_vocab, r.doc) || !read_viewport(&r, &style.transform))
        return NULL;
    style = read_style(&r, r.doc->root, style);
    read_group(&r, r.doc->root, style);
    const struct xml_node *title = xml_child(r.doc->root, "title");
    if (title)
        *description = xml_content(a, title);
    return r.is_good ? r.drawing : NULL;
}
