/*
 * svg_vocab: the part of SVG 1.1 that a logo needs. What is not here, style sheets, gradients,
 * text, clipping and all that animates, is a finding at its place.
 */
#include "image/svg.h"

#define SHAPES "path | rect | circle | ellipse | line | polyline | polygon"
#define PAINT                                                                                      \
    {.name = "id", .type = TYPE_TEXT, .help = "A name; it is not used."},                          \
        {.name = "fill", .type = TYPE_TEXT, .help = "The colour inside, or none."},                \
        {.name = "stroke", .type = TYPE_TEXT, .help = "The colour of the outline, or none."},      \
        {.name = "stroke-width",                                                                   \
         .type = TYPE_NUMBERS,                                                                     \
         .help = "The width of the outline, in the drawing's unit."},                              \
        {.name = "stroke-linejoin",                                                                \
         .type = TYPE_CHOICE,                                                                      \
         .values = "miter round bevel",                                                            \
         .help = "How the outline turns a corner."},                                               \
        {.name = "stroke-linecap",                                                                 \
         .type = TYPE_CHOICE,                                                                      \
         .values = "butt round square",                                                            \
         .help = "How the outline ends."},                                                         \
        {.name = "fill-rule",                                                                      \
         .type = TYPE_CHOICE,                                                                      \
         .values = "nonzero evenodd",                                                              \
         .help = "What is inside where a path crosses itself."},                                   \
    {                                                                                              \
        .name = "transform", .type = TYPE_NUMBERS,                                                 \
        .help = "translate, scale, rotate, skewX, skewY or matrix, in a row."                      \
    }
#define NUMBER(label, need, text)                                                                  \
    {                                                                                              \
        .name = label, .type = TYPE_NUMBERS, .is_required = need, .help = text                     \
    }
#define END                                                                                        \
    {                                                                                              \
        0                                                                                          \
    }

static const struct vocab_attr svg_attrs[] = {
    PAINT,
    NUMBER("width", false, "The natural width, such as 40mm."),
    NUMBER("height", false, "The natural height, such as 20mm."),
    NUMBER("viewBox", false, "Left, top, width and height of what is seen, in the drawing's unit."),
    {.name = "version", .type = TYPE_TEXT, .help = "Of SVG; it is not looked at."},
    END};

static const struct vocab_attr group_attrs[] = {PAINT, END};

static const struct vocab_attr path_attrs[] = {PAINT, NUMBER("d", true, "The path's commands."),
                                               END};

static const struct vocab_attr rect_attrs[] = {PAINT,
                                               NUMBER("x", false, "The left edge."),
                                               NUMBER("y", false, "The upper edge."),
                                               NUMBER("width", true, "The width."),
                                               NUMBER("height", true, "The height."),
                                               NUMBER("rx", false, "The corners' radius across."),
                                               NUMBER("ry", false, "The corners' radius down."),
                                               END};

static const struct vocab_attr circle_attrs[] = {PAINT, NUMBER("cx", false, "The centre, across."),
                                                 NUMBER("cy", false, "The centre, down."),
                                                 NUMBER("r", true, "The radius."), END};

static const struct vocab_attr ellipse_attrs[] = {PAINT,
                                                  NUMBER("cx", false, "The centre, across."),
                                                  NUMBER("cy", false, "The centre, down."),
                                                  NUMBER("rx", true, "The radius across."),
                                                  NUMBER("ry", true, "The radius down."),
                                                  END};

static const struct vocab_attr line_attrs[] = {PAINT,
                                               NUMBER("x1", false, "The beginning, across."),
                                               NUMBER("y1", false, "The beginning, down."),
                                               NUMBER("x2", false, "The end, across."),
                                               NUMBER("y2", false, "The end, down."),
                                               END};

static const struct vocab_attr points_attrs[] = {
    PAINT, NUMBER("points", true, "The corners: pairs of numbers."), END};

#define SHAPE(label, attributes, text)                                                             \
    {                                                                                              \
        .name = label, .content = "title? desc?", .attrs = attributes, .help = text                \
    }

static const struct vocab_element elements[] = {
    {.name = "svg",
     .content = "title? desc? (g | " SHAPES ")*",
     .attrs = svg_attrs,
     .help = "A drawing."},
    {.name = "g",
     .content = "title? desc? (g | " SHAPES ")*",
     .attrs = group_attrs,
     .help = "Shapes that share paint and transformation."},
    {.name = "title", .content = "text", .help = "What the drawing shows, in a few words."},
    {.name = "desc", .content = "text", .help = "What the drawing shows, at length."},
    SHAPE("path", path_attrs, "Lines, curves and arcs."),
    SHAPE("rect", rect_attrs, "A rectangle."),
    SHAPE("circle", circle_attrs, "A circle."),
    SHAPE("ellipse", ellipse_attrs, "An ellipse."),
    SHAPE("line", line_attrs, "A straight line."),
    SHAPE("polyline", points_attrs, "Straight lines, open."),
    SHAPE("polygon", points_attrs, "Straight lines, closed."),
    END};

const struct vocab svg_vocab = {
    .ns = "http://www.w3.org/2000/svg",
    .root = "svg",
    .help = "Plain drawings: the part of SVG 1.1 that quoin reads.",
    .is_lang_global = true,
    .elements = elements,
};
