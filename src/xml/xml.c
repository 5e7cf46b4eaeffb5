/*
 * xml: looking things up in a tree that load.c has built. load.c holds xml_load().
 */
#include "xml/xml.h"

#include "xml/scan.h"
#include "xml/vocab.h"

static size_t skip_space(str text, size_t at)
{
    while (at < text.n && str_find(STR(" \t\r\n"), text.p[at]) < 4)
        at++;
    return at;
}

str xml_root_name(str text)
{
    const str doctype = STR("<!DOCTYPE");
    size_t at = scan_start(text).at, next = at;
    do {
        at = skip_space(text, next);
        next = scan_text_start(text, at);
    } while (next != at);
    if (at >= text.n || text.p[at] != '<')
        return STR("");
    bool is_declared = str_starts(str_sub(text, at, text.n), doctype);
    at = is_declared ? skip_space(text, at + doctype.n) : at + 1;
    str name = str_sub(text, at, scan_name_end(text, at));
    size_t colon = str_find(name, ':');
    return colon < name.n ? str_sub(name, colon + 1, name.n) : name;
}

/* ---- places ----------------------------------------------------------------------------- */

struct pos xml_pos(const struct xml_doc *doc, const struct xml_node *node)
{
    return (struct pos){doc->source, node->line, node->column, node->width};
}

struct pos xml_attr_pos(const struct xml_doc *doc, const struct xml_attr *attr)
{
    return (struct pos){doc->source, attr->line, attr->column, attr->width};
}

struct pos xml_value_pos(const struct xml_doc *doc, const struct xml_attr *attr)
{
    return (struct pos){doc->source, attr->value_line, attr->value_column, attr->value_width};
}

/* Follows what is written from `place` until `at` bytes of what it stands for have gone by. */
static struct pos follow(const struct xml_doc *doc, struct scan place, size_t at)
{
    struct scan_text t = {doc->source->text, place.at, false};
    size_t start = place.at, seen = 0, n;
    do {
        n = scan_text_step(&t, &start);
        seen += n;
    } while (n && seen <= at);
    scan_seek(&place, start);
    return (struct pos){doc->source, place.line, place.column, 1};
}

struct pos xml_text_pos(const struct xml_doc *doc, const struct xml_node *text, size_t at)
{
    return follow(doc, (struct scan){doc->source->text, text->offset, text->line, text->column},
                  at);
}

struct pos xml_value_pos_at(const struct xml_doc *doc, const struct xml_attr *attr, size_t at)
{
    return follow(
        doc, (struct scan){doc->source->text, attr->offset, attr->value_line, attr->value_column},
        at);
}

/* ---- attributes ------------------------------------------------------------------------- */

const struct xml_attr *xml_attr(const struct xml_node *node, const char *name)
{
    for (const struct xml_attr *a = node->attrs; a; a = a->next)
        if (str_is(a->name, name) && (!a->ns.n || str_starts(a->name, STR("xml:"))))
            return a;
    return NULL;
}

str xml_value(const struct xml_node *node, const char *name)
{
    const struct xml_attr *a = xml_attr(node, name);
    return a ? a->value : (str){NULL, 0};
}

str xml_value_or_fallback(const struct xml_node *node, const char *name)
{
    const struct xml_attr *a = xml_attr(node, name);
    if (a || !node->decl || !node->decl->attrs)
        return a ? a->value : (str){NULL, 0};
    for (const struct vocab_attr *v = node->decl->attrs; v->name; v++)
        if (str_is(str_z(name), v->name))
            return str_z(v->fallback);
    return (str){NULL, 0};
}

str xml_lang(const struct xml_node *node)
{
    for (; node; node = node->parent) {
        const struct xml_attr *a = xml_attr(node, "xml:lang");
        if (a)
            return a->value;
    }
    return (str){NULL, 0};
}

/* ---- elements --------------------------------------------------------------------------- */

bool xml_is(const struct xml_node *node, const char *name)
{
    return node && node->name.n && str_is(node->name, name);
}

static const struct xml_node *first_of(const struct xml_node *node, const char *name)
{
    while (node && !xml_is(node, name))
        node = node->next;
    return node;
}

const struct xml_node *xml_child(const struct xml_node *node, const char *name)
{
    return node ? first_of(node->children, name) : NULL;
}

const struct xml_node *xml_next(const struct xml_node *node, const char *name)
{
    return node ? first_of(node->next, name) : NULL;
}

static void add_content(struct buf *b, const struct xml_node *node)
{
    buf_add(b, node->text);
    for (const struct xml_node *child = node->children; child; child = child->next)
        add_content(b, child);
}

str xml_content(struct arena *a, const struct xml_node *node)
{
    struct buf b = {.arena = a};
    add_content(&b, node);
    return str_collapse(a, buf_str(&b));
}
