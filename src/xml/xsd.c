/*
 * xsd: a vocabulary as XML Schema 1.0, for editors: completion, help while typing, and a first
 * check. It says what valid.c checks, with differences that the language or the tools impose:
 * attributes of the namespace xml: are let through (a schema for them would have to be fetched),
 * references in lists are not resolved, and of a moment's hour, a year's second half and a length's
 * or figure's size only the form is looked at. tests/xml/xsd-agrees.sh compares the two.
 */
#include "xml/vocab.h"

#include "xml/content.h"
#include "xml/value.h"

struct printer {
    struct buf out;
    const struct vocab *vocab;
};

static void line(struct printer *x, int depth, const char *text)
{
    for (int i = 0; i < depth; i++)
        buf_addz(&x->out, "  ");
    buf_addz(&x->out, text);
    buf_byte(&x->out, '\n');
}

static void escaped(struct printer *x, const char *text)
{
    buf_escape(&x->out, str_z(text));
}

static void help(struct printer *x, int depth, const char *text)
{
    line(x, depth, "<xs:annotation>");
    for (int i = 0; i <= depth; i++)
        buf_addz(&x->out, "  ");
    buf_addz(&x->out, "<xs:documentation xml:lang=\"en\">");
    escaped(x, text);
    buf_addz(&x->out, "</xs:documentation>\n");
    line(x, depth, "</xs:annotation>");
}

/* ---- types ------------------------------------------------------------------------------ */

static void simple_type(struct printer *x, const struct value_form *form)
{
    buf_format(&x->out, "  <xs:simpleType name=\"%s\">\n", form->name);
    help(x, 2, form->words);
    buf_format(&x->out, "    <xs:restriction base=\"%s\">\n      <xs:pattern value=\"", form->base);
    escaped(x, form->pattern);
    buf_addz(&x->out, "\"/>\n    </xs:restriction>\n  </xs:simpleType>\n");
}

static void simple_types(struct printer *x)
{
    for (int type = TYPE_TEXT; type <= TYPE_NUMBERS; type++)
        if (value_form((enum vocab_type)type)->name)
            simple_type(x, value_form((enum vocab_type)type));
}

/* A choice is written out where it is used. */
static void choice_type(struct printer *x, int depth, const char *values)
{
    line(x, depth, "<xs:simpleType>");
    line(x, depth + 1, "<xs:restriction base=\"xs:token\">");
    str rest = str_z(values);
    for (str word = str_word(&rest); word.n; word = str_word(&rest)) {
        for (int i = 0; i < depth + 2; i++)
            buf_addz(&x->out, "  ");
        buf_addz(&x->out, "<xs:enumeration value=\"");
        buf_escape(&x->out, word);
        buf_addz(&x->out, "\"/>\n");
    }
    line(x, depth + 1, "</xs:restriction>");
    line(x, depth, "</xs:simpleType>");
}

/* The qualified name of a type; it needs the prefix q where the vocabulary has a namespace. */
static void type_name(struct printer *x, enum vocab_type type)
{
    const struct value_form *form = value_form(type);
    if (form->name)
        buf_format(&x->out, "%s%s", x->vocab->ns ? "q:" : "", form->name);
    else
        buf_addz(&x->out, form->base);
}

/* ---- elements --------------------------------------------------------------------------- */

static const char *occurs(bool is_optional, bool is_repeated)
{
    if (is_repeated)
        return is_optional ? " minOccurs=\"0\" maxOccurs=\"unbounded\""
                           : " maxOccurs=\"unbounded\"";
    return is_optional ? " minOccurs=\"0\"" : "";
}

static void particle(struct printer *x, int depth, const struct particle *p)
{
    const char *times = occurs(p->is_optional, p->is_repeated);
    const char *prefix = x->vocab->ns ? "q:" : "";
    if (p->count == 1) {
        buf_format(&x->out, "%*s<xs:element ref=\"%s%s\"%s/>\n", depth * 2, "", prefix, p->names[0],
                   times);
        return;
    }
    buf_format(&x->out, "%*s<xs:choice%s>\n", depth * 2, "", times);
    for (size_t i = 0; i < p->count; i++)
        buf_format(&x->out, "%*s<xs:element ref=\"%s%s\"/>\n", depth * 2 + 2, "", prefix,
                   p->names[i]);
    buf_format(&x->out, "%*s</xs:choice>\n", depth * 2, "");
}

static void attribute(struct printer *x, int depth, const struct vocab_attr *a)
{
    if (str_starts(str_z(a->name), STR("xml:")))
        return; /* the wildcard lets it through */
    buf_format(&x->out, "%*s<xs:attribute name=\"%s\"", depth * 2, "", a->name);
    if (a->type != TYPE_CHOICE) {
        buf_addz(&x->out, " type=\"");
        type_name(x, a->type);
        buf_byte(&x->out, '"');
    }
    if (a->is_required)
        buf_addz(&x->out, " use=\"required\"");
    if (a->fallback) {
        buf_addz(&x->out, " default=\"");
        escaped(x, a->fallback);
        buf_byte(&x->out, '"');
    }
    buf_addz(&x->out, ">\n");
    help(x, depth + 1, a->help);
    if (a->type == TYPE_CHOICE)
        choice_type(x, depth + 1, a->values);
    line(x, depth, "</xs:attribute>");
}

static void attributes(struct printer *x, int depth, const struct vocab_element *e)
{
    for (const struct vocab_attr *a = e->attrs; a && a->name; a++)
        attribute(x, depth, a);
    if (x->vocab->is_lang_global)
        line(x, depth,
             "<xs:anyAttribute namespace=\"http://www.w3.org/XML/1998/namespace\" "
             "processContents=\"lax\"/>");
}

/* Text with attributes: a complex type with simple content. */
static void text_type(struct printer *x, const struct vocab_element *e)
{
    line(x, 2, "<xs:complexType>");
    line(x, 3, "<xs:simpleContent>");
    if (e->type == TYPE_CHOICE) {
        /* An anonymous choice can only restrict a named type that has simple content. */
        buf_format(&x->out, "        <xs:extension base=\"%s%s-words\">\n",
                   x->vocab->ns ? "q:" : "", e->name);
    } else {
        buf_addz(&x->out, "        <xs:extension base=\"");
        type_name(x, e->type);
        buf_addz(&x->out, "\">\n");
    }
    attributes(x, 5, e);
    line(x, 4, "</xs:extension>");
    line(x, 3, "</xs:simpleContent>");
    line(x, 2, "</xs:complexType>");
}

static void words_type(struct printer *x, const struct vocab_element *e)
{
    buf_format(&x->out, "  <xs:simpleType name=\"%s-words\">\n", e->name);
    line(x, 2, "<xs:restriction base=\"xs:token\">");
    str rest = str_z(e->values);
    for (str word = str_word(&rest); word.n; word = str_word(&rest)) {
        buf_addz(&x->out, "      <xs:enumeration value=\"");
        buf_escape(&x->out, word);
        buf_addz(&x->out, "\"/>\n");
    }
    line(x, 2, "</xs:restriction>");
    line(x, 1, "</xs:simpleType>");
}

static void children_type(struct printer *x, const struct vocab_element *e,
                          const struct content *content)
{
    bool is_mixed = content->kind == CONTENT_MIXED;
    line(x, 2, is_mixed ? "<xs:complexType mixed=\"true\">" : "<xs:complexType>");
    if (content->count) {
        line(x, 3, "<xs:sequence>");
        for (size_t i = 0; i < content->count; i++)
            if (content->particles[i].count)
                particle(x, 4, &content->particles[i]);
        line(x, 3, "</xs:sequence>");
    }
    attributes(x, 3, e);
    line(x, 2, "</xs:complexType>");
}

/* ---- ids and references ----------------------------------------------------------------- */

/* One alternative of a selector: every element of this name, with this attribute as the field. */
static void selector(struct printer *x, const char *kind, const char *name, const char *refer,
                     const char *path, const char *field)
{
    buf_format(&x->out, "    <xs:%s name=\"%s\"%s>\n", kind, name, refer);
    buf_format(&x->out, "      <xs:selector xpath=\"%s\"/>\n", path);
    buf_format(&x->out, "      <xs:field xpath=\"@%s\"/>\n    </xs:%s>\n", field, kind);
}

/* The name of the attribute that is a TYPE_ID; NULL when they have different names or none. */
static const char *id_name(const struct vocab *v)
{
    const char *name = NULL;
    for (const struct vocab_element *e = v->elements; e->name; e++)
        for (const struct vocab_attr *a = e->attrs; a && a->name; a++)
            if (a->type == TYPE_ID) {
                if (name && !str_is(str_z(name), a->name))
                    return NULL;
                name = a->name;
            }
    return name;
}

static str id_selector(struct printer *x)
{
    struct buf path = {.arena = x->out.arena};
    for (const struct vocab_element *e = x->vocab->elements; e->name; e++)
        for (const struct vocab_attr *a = e->attrs; a && a->name; a++)
            if (a->type == TYPE_ID)
                buf_format(&path, "%s.//%s%s", path.n ? "|" : "", x->vocab->ns ? "q:" : "",
                           e->name);
    return buf_str(&path);
}

/* Ids are unique, and a TYPE_REF leads to one; declared at the root, over the whole document. */
static void identities(struct printer *x)
{
    const char *id = id_name(x->vocab);
    if (!id)
        return;
    selector(x, "unique", "ids", "", id_selector(x).p, id);
    const char *prefix = x->vocab->ns ? "q:" : "";
    str refer = str_format(x->out.arena, " refer=\"%sids\"", prefix);
    for (const struct vocab_element *e = x->vocab->elements; e->name; e++)
        for (const struct vocab_attr *a = e->attrs; a && a->name; a++)
            if (a->type == TYPE_REF) {
                str name = str_format(x->out.arena, "%s-%s", e->name, a->name);
                str path = str_format(x->out.arena, ".//%s%s", prefix, e->name);
                selector(x, "keyref", name.p, refer.p, path.p, a->name);
            }
}

/* ---- the schema ------------------------------------------------------------------------- */

static void element(struct printer *x, const struct vocab_element *e)
{
    struct content content;
    content_parse(x->out.arena, e->content, &content);
    if (content.kind == CONTENT_TEXT && e->type == TYPE_CHOICE)
        words_type(x, e);
    buf_format(&x->out, "  <xs:element name=\"%s\">\n", e->name);
    help(x, 2, e->help);
    if (content.kind == CONTENT_TEXT)
        text_type(x, e);
    else
        children_type(x, e, &content);
    if (str_is(str_z(e->name), x->vocab->root))
        identities(x);
    line(x, 1, "</xs:element>");
}

static void head(struct printer *x)
{
    const char *ns = x->vocab->ns;
    buf_addz(&x->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"");
    if (ns)
        buf_format(&x->out, "\n    xmlns:q=\"%s\" targetNamespace=\"%s\"", ns, ns);
    buf_addz(&x->out,
             "\n    elementFormDefault=\"qualified\" attributeFormDefault=\"unqualified\">\n");
    if (x->vocab->help)
        help(x, 1, x->vocab->help);
}

str xsd_print(struct arena *a, const struct vocab *v)
{
    struct printer x = {{.arena = a}, v};
    head(&x);
    for (const struct vocab_element *e = v->elements; e->name; e++)
        if (str_is(str_z(e->name), v->root))
            element(&x, e);
    for (const struct vocab_element *e = v->elements; e->name; e++)
        if (!str_is(str_z(e->name), v->root))
            element(&x, e);
    simple_types(&x);
    line(&x, 0, "</xs:schema>");
    return buf_str(&x.out);
}
