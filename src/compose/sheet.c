/*
 * A layout is a few hundred elements, so every look-up walks the trees: the whole of a layout
 * takes well under a millisecond.
 */
#include "compose/sheet.h"

#include "base/asset.h"
#include "base/dec.h"
#include "base/file.h"
#include "compose/contrast.h"
#include "compose/pattern.h"

struct place sheet_find(const struct sheets *s, const char *element)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct xml_node *node = xml_child(s->tops[i], element);
        if (node)
            return (struct place){node, i};
    }
    return (struct place){NULL, 0};
}

struct place sheet_find_filled(const struct sheets *s, const char *element)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct xml_node *node = xml_child(s->tops[i], element);
        for (const struct xml_node *n = node ? node->children : NULL; n; n = n->next)
            if (n->name.n)
                return (struct place){node, i};
    }
    return (struct place){NULL, 0};
}

struct place sheet_find_item(const struct sheets *s, size_t from, const char *container,
                             const char *item, const char *key, str value)
{
    for (size_t i = from; i < s->count; i++) {
        const struct xml_node *node = s->tops[i];
        if (container)
            node = xml_child(node, container);
        for (node = node ? xml_child(node, item) : NULL; node; node = xml_next(node, item))
            if (str_eq(xml_value(node, key), value))
                return (struct place){node, i};
    }
    return (struct place){NULL, 0};
}

struct found sheet_at(struct place place, const char *name)
{
    return (struct found){place.node ? xml_attr(place.node, name) : NULL, place.sheet};
}

struct found sheet_attr(const struct sheets *s, const char *element, const char *name)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct xml_node *node = xml_child(s->tops[i], element);
        const struct xml_attr *attr = node ? xml_attr(node, name) : NULL;
        if (attr)
            return (struct found){attr, i};
    }
    return (struct found){NULL, 0};
}

struct found sheet_item_attr(const struct sheets *s, const char *container, const char *item,
                             const char *key, str value, const char *name)
{
    for (size_t from = 0; from < s->count; from++) {
        struct place place = sheet_find_item(s, from, container, item, key, value);
        struct found f = sheet_at(place, name);
        if (f.attr || !place.node)
            return f;
        from = place.sheet;
    }
    return (struct found){NULL, 0};
}

struct pos sheet_pos(const struct sheets *s, struct found f)
{
    return xml_value_pos(s->docs[f.sheet], f.attr);
}

struct pos sheet_node_pos(const struct sheets *s, struct place p)
{
    return xml_pos(s->docs[p.sheet], p.node);
}

bool sheet_len(const struct sheets *s, struct found f, len *out)
{
    if (!f.attr)
        return true;
    if (len_parse(f.attr->value, out))
        return true;
    diag_add(s->diag, Q503, sheet_pos(s, f), "“%.*s” is not a length such as 12mm or 3pt",
             STR_ARG(f.attr->value));
    return false;
}

static bool read_hex(str s, colour *out)
{
    colour value = 0;
    if (s.n != 7 || s.p[0] != '#')
        return false;
    for (size_t i = 1; i < s.n; i++) {
        char c = s.p[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return false;
        value = value << 4 | (colour)digit;
    }
    *out = value;
    return true;
}

/* The palette's nearest name, for a hint; NULL when there is none. */
static const char *nearest_colour(const struct sheets *s, str name)
{
    const char *names[65];
    size_t count = 0;
    for (size_t i = 0; i < s->count; i++) {
        const struct xml_node *palette = xml_child(s->tops[i], "palette");
        const struct xml_node *c = palette ? xml_child(palette, "colour") : NULL;
        for (; c && count < 64; c = xml_next(c, "colour"))
            names[count++] = str_copy(s->kit, xml_value(c, "name")).p;
    }
    names[count] = NULL;
    return str_nearest(name, names);
}

colour sheet_shade(const struct sheets *s, colour c)
{
    return s->is_grey && c != COLOUR_NONE ? contrast_grey(c) : c;
}

/* #rrggbb as it shows. */
static bool read_shade(const struct sheets *s, str value, colour *out)
{
    if (!read_hex(value, out))
        return false;
    *out = sheet_shade(s, *out);
    return true;
}

bool sheet_colour(const struct sheets *s, struct found f, colour *out)
{
    if (!f.attr || read_shade(s, f.attr->value, out))
        return true;
    str name = f.attr->value;
    struct found value = sheet_item_attr(s, "palette", "colour", "name", name, "value");
    if (value.attr && read_shade(s, value.attr->value, out))
        return true;
    if (value.attr) {
        diag_add(s->diag, Q504, sheet_pos(s, value), "“%.*s” is not a colour of the form #rrggbb",
                 STR_ARG(value.attr->value));
        return false;
    }
    const char *nearest = nearest_colour(s, name);
    struct finding *finding =
        diag_add(s->diag, Q504, sheet_pos(s, f), "the palette has no colour “%.*s”", STR_ARG(name));
    if (nearest)
        diag_hint(s->diag, finding, "did you mean “%s”?", nearest);
    return false;
}

void sheet_flag(struct found f, bool *out)
{
    if (f.attr)
        *out = str_is(f.attr->value, "yes");
}

void sheet_count(struct found f, size_t *out)
{
    struct dec d;
    if (f.attr && dec_parse(f.attr->value, &d) && d.places == 0 && d.digits >= 0)
        *out = (size_t)d.digits;
}

void sheet_str(struct found f, str *out)
{
    if (f.attr)
        *out = f.attr->value;
}

void sheet_choice(struct found f, const char *const *names, int *out)
{
    for (int i = 0; f.attr && names[i]; i++)
        if (str_is(f.attr->value, names[i]))
            *out = i;
}

void sheet_check_pattern(const struct sheets *s, str pattern, struct pos pos)
{
    str fault;
    const char *nearest;
    if (pattern_check(pattern, &fault, &nearest))
        return;
    if (fault.n == 0) {
        diag_add(s->diag, Q505, pos, "the braces or brackets in “%.*s” are not paired",
                 STR_ARG(pattern));
        return;
    }
    struct finding *finding =
        diag_add(s->diag, Q505, pos, "there is no field {%.*s}", STR_ARG(fault));
    if (nearest)
        diag_hint(s->diag, finding, "did you mean {%s}?", nearest);
}

str sheet_words(const struct sheets *s, struct place place)
{
    struct buf lines = {.arena = s->kit}, line = {.arena = s->kit};
    for (const struct xml_node *n = place.node->children; n; n = n->next) {
        buf_add(&line, n->text);
        if (xml_is(n, "br")) {
            buf_add(&lines, str_collapse(s->kit, buf_str(&line)));
            buf_byte(&lines, '\n');
            line = (struct buf){.arena = s->kit};
        }
    }
    buf_add(&lines, str_collapse(s->kit, buf_str(&line)));
    str words = buf_str(&lines);
    sheet_check_pattern(s, words, sheet_node_pos(s, place));
    return words;
}

bool sheet_file(const struct sheets *s, struct found f, const char *prefix, size_t cap, str *path,
                str *bytes)
{
    str name = f.attr->value;
    str root = s->roots[f.sheet];
    enum file_under result = FILE_MISSING;
    if (root.n)
        result = s->stock ? file_read_stock(s->kit, s->stock, root, name, cap, bytes)
                          : file_read_under(s->kit, root, name, cap, bytes);
    if (result == FILE_OK) {
        str plain = name;
        file_plain_name(s->kit, name, &plain);
        inputs_add(s->inputs, root, plain, *bytes);
        *path = inputs_path(s->kit, root, plain);
        return true;
    }
    if (result == FILE_MISSING) {
        *path = str_format(s->kit, "%s%.*s", prefix, STR_ARG(name));
        *bytes = asset_find(*path);
        if (bytes->p)
            return true;
    }
    struct finding *finding = diag_add(s->diag, Q506, sheet_pos(s, f), "the file “%.*s” %s",
                                       STR_ARG(name), file_under_text(result));
    if (file_under_hint(result))
        diag_hint(s->diag, finding, "%s", file_under_hint(result));
    else if (root.n == 0)
        diag_hint(s->diag, finding, "looked among quoin's own %s", prefix);
    else if (result == FILE_MISSING)
        diag_hint(s->diag, finding, "looked in %.*s, then among quoin's own %s", STR_ARG(root),
                  prefix);
    return false;
}
