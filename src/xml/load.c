/*
 * load: libxml2's SAX2 parser over the whole text in memory, building xml.h's tree.
 *
 * The parser tells names, values, namespaces and whether all is well-formed; places it does not
 * tell. When it reports a tag, its read pointer stands at the tag's ">", and because the whole
 * text is in memory, the "<" is found by looking back (a raw "<" cannot occur inside a tag that is
 * well-formed) and names and values by walking the tag. One cursor moves forward over the text as
 * tags are reported, so lines and columns cost one pass.
 *
 * The handlers run inside libxml2's frames: they use arena_try() and record faults; jumps and
 * findings come after the parser has returned and is freed. Nothing process-wide is set: a parser
 * has its own handlers, its own error function, and no way to open a file, since scan_refuse() and
 * on_doctype() turn away everything that could name one.
 */
#include "xml/xml.h"

#include <stdio.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "base/file.h"
#include "xml/fault.h"
#include "xml/scan.h"

#define DEPTH_MAX  256  /* levels of elements */
#define NAMES_MAX  1000 /* different names; 1.2 million of them keep libxml2 busy for 45 s */
#define NAMES_ROOM 2048
#define FAULTS_MAX 20
#define HEAD_MAX   ((size_t)1 << 20) /* bytes */
#define NOTES_MAX  5 /* of the faults, those that are warnings: they leave room for errors */

struct load {
    struct arena *arena;
    xmlParserCtxtPtr parser;
    str text;                     /* the source */
    size_t skip;                  /* the byte order mark, which the parser is not shown */
    struct scan at;               /* how far lines and columns have been counted */
    size_t tail;                  /* past the last tag: where text may begin */
    struct xml_node *root, *open; /* open: the innermost element not yet ended */
    struct xml_node *growing;     /* the text node that further characters belong to */
    size_t room;                  /* of its text; 0 while that is a slice of the source */
    unsigned depth;
    const xmlChar *ns; /* the parser's last namespace, and ours for it */
    str own_ns;
    const xmlChar **names; /* a set of the parser's interned names, by address */
    size_t name_count;
    struct fault faults[FAULTS_MAX];
    size_t fault_count, note_count;
    uint32_t fault_line; /* of the last error */
    bool is_nesting_lost, is_stopped, is_out_of_memory;
};

/* ---- faults ----------------------------------------------------------------------------- */

static void stop(struct load *l)
{
    l->is_stopped = true;
    xmlStopParser(l->parser);
}

static void out_of_memory(struct load *l)
{
    l->is_out_of_memory = true;
    stop(l);
}

static void add_fault(struct load *l, const struct fault *f)
{
    l->faults[l->fault_count++] = *f;
    if (l->fault_count == FAULTS_MAX)
        stop(l);
}

static void refuse(struct load *l, enum code code, size_t at, const char *text)
{
    struct fault f = {.code = code, .at = at, .end = at + 1};
    snprintf(f.text, sizeof f.text, "%s", text);
    add_fault(l, &f);
    if (!l->is_stopped)
        stop(l);
}

/* Where the parser stands, as an offset into the source. */
static size_t parser_offset(const struct load *l)
{
    const xmlParserInput *in = l->parser->input;
    size_t at = in ? l->skip + in->consumed + (size_t)(in->cur - in->base) : 0;
    return at < l->text.n ? at : l->text.n;
}

/*
 * One mistake mostly makes the parser complain several times. Told are: the first complaint of a
 * line, and about the nesting only the first of all.
 */
static void on_error(void *state, xmlErrorPtr error)
{
    struct load *l = state;
    struct fault f;
    if (l->is_stopped || !fault_explain(error, l->text, parser_offset(l), &f))
        return;
    if (error->code == XML_ERR_NO_MEMORY) {
        out_of_memory(l);
        return;
    }
    bool is_echo = (uint32_t)error->line == l->fault_line ||
                   (l->is_nesting_lost && fault_is_nesting(error)) ||
                   (l->fault_line && error->code == XML_ERR_TAG_NOT_FINISHED);
    l->is_nesting_lost |= fault_loses_nesting(error);
    l->fault_line = (uint32_t)error->line;
    if (!is_echo)
        add_fault(l, &f);
}

/* ---- names ------------------------------------------------------------------------------ */

/* Counts a name, one pointer for each since the parser interns them; false beyond the limit. */
static bool count_name(struct load *l, const xmlChar *name)
{
    size_t i = ((uintptr_t)name >> 3) * 0x9E3779B1u % NAMES_ROOM;
    while (l->names[i] && l->names[i] != name)
        i = (i + 1) % NAMES_ROOM;
    if (!l->names[i]) {
        l->names[i] = name;
        l->name_count++;
    }
    return l->name_count <= NAMES_MAX;
}

/* A copy of the parser's string in the arena; sets is_out_of_memory. */
static str copy(struct load *l, const char *p, size_t n)
{
    char *out = arena_try(l->arena, n + 1);
    if (!out) {
        l->is_out_of_memory = true;
        return (str){NULL, 0};
    }
    memcpy(out, p, n);
    out[n] = '\0';
    return (str){out, n};
}

static str copy_ns(struct load *l, const xmlChar *ns)
{
    if (!ns)
        return (str){NULL, 0};
    if (ns != l->ns) {
        l->own_ns = copy(l, (const char *)ns, strlen((const char *)ns));
        l->ns = ns;
    }
    return l->own_ns;
}

/* The local part of the name text[at, end); xml:lang and the like whole. */
static str local_name(str text, size_t at, size_t end)
{
    str name = str_sub(text, at, end);
    size_t colon = str_find(name, ':');
    return colon < name.n && !str_starts(name, STR("xml:")) ? str_sub(name, colon + 1, name.n)
                                                            : name;
}

/* ---- attributes ------------------------------------------------------------------------- */

static bool is_ns_declaration(str text, const struct scan_attr *a)
{
    str name = str_sub(text, a->name, a->name_end);
    return str_is(name, "xmlns") || str_starts(name, STR("xmlns:"));
}

/*
 * The value the parser normalised: a slice of the source when it is the same there. In this mode
 * the parser leaves an ampersand written as &#38;, so that it can be told from an entity's, of
 * which there are none.
 */
static str attr_value(struct load *l, const struct scan_attr *a, const char *value, size_t n)
{
    if (n == a->value_end - a->value && memcmp(value, l->text.p + a->value, n) == 0 &&
        !memchr(value, '&', n))
        return str_sub(l->text, a->value, a->value_end);
    str own = copy(l, value, n);
    char *out = (char *)own.p;
    size_t length = 0;
    for (size_t i = 0; i < own.n; i++) {
        out[length++] = own.p[i];
        if (own.p[i] == '&' && own.n - i >= 5 && memcmp(own.p + i, "&#38;", 5) == 0)
            i += 4;
    }
    own.n = length;
    return own;
}

static void place_attr(struct load *l, struct xml_attr *out, const struct scan_attr *a)
{
    scan_seek(&l->at, a->name);
    out->line = l->at.line;
    out->column = l->at.column;
    out->width = scan_width(l->text, a->name, a->name_end);
    scan_seek(&l->at, a->value);
    out->offset = (uint32_t)a->value;
    out->value_line = l->at.line;
    out->value_column = l->at.column;
    out->value_width = scan_width(l->text, a->value, a->value_end);
}

/* The parser's attributes come in the order written, without the declarations of namespaces. */
static void add_attrs(struct load *l, struct xml_node *node, size_t at, int count,
                      const xmlChar **attrs)
{
    struct xml_attr **link = &node->attrs;
    struct scan_attr a;
    while (count > 0 && scan_attr_next(l->text, &at, &a)) {
        if (is_ns_declaration(l->text, &a))
            continue;
        struct xml_attr *attr = arena_try(l->arena, sizeof *attr);
        if (!attr) {
            l->is_out_of_memory = true;
            return;
        }
        attr->name = local_name(l->text, a.name, a.name_end);
        attr->ns = copy_ns(l, attrs[2]);
        attr->value = attr_value(l, &a, (const char *)attrs[3], (size_t)(attrs[4] - attrs[3]));
        place_attr(l, attr, &a);
        count_name(l, attrs[0]);
        *link = attr;
        link = &attr->next;
        attrs += 5;
        count--;
    }
}

/* ---- the handlers ----------------------------------------------------------------------- */

static struct xml_node *add_node(struct load *l, size_t at)
{
    struct xml_node *node = arena_try(l->arena, sizeof *node);
    if (!node) {
        out_of_memory(l);
        return NULL;
    }
    scan_seek(&l->at, at);
    node->line = l->at.line;
    node->column = l->at.column;
    node->offset = (uint32_t)at;
    node->parent = l->open;
    if (l->open) {
        *(l->open->last ? &l->open->last->next : &l->open->children) = node;
        l->open->last = node;
    }
    return node;
}

static void on_start(void *state, const xmlChar *name, const xmlChar *prefix, const xmlChar *ns,
                     int ns_count, const xmlChar **namespaces, int attr_count, int defaulted,
                     const xmlChar **attrs)
{
    struct load *l = state;
    (void)prefix, (void)ns_count, (void)namespaces, (void)defaulted;
    if (l->is_stopped)
        return;
    size_t end = parser_offset(l), begin = end < l->text.n ? end : l->text.n - 1;
    while (begin > 0 && l->text.p[begin] != '<')
        begin--;
    size_t name_end = scan_name_end(l->text, begin + 1);
    l->growing = NULL;
    if (++l->depth > DEPTH_MAX) {
        refuse(l, Q107, begin + 1, "elements are nested more than 256 deep");
        return;
    }
    if (!count_name(l, name)) {
        refuse(l, Q107, begin + 1, "more than 1,000 different names of elements and attributes");
        return;
    }
    struct xml_node *node = add_node(l, begin + 1);
    if (!node)
        return;
    node->name = local_name(l->text, begin + 1, name_end);
    node->width = scan_width(l->text, begin + 1, name_end);
    node->ns = copy_ns(l, ns);
    add_attrs(l, node, name_end, attr_count, attrs);
    if (!l->root)
        l->root = node;
    l->open = node;
    while (end < l->text.n && l->text.p[end] != '>')
        end++;
    l->tail = end + 1;
    if (l->is_out_of_memory)
        stop(l);
}

static void on_end(void *state, const xmlChar *name, const xmlChar *prefix, const xmlChar *ns)
{
    struct load *l = state;
    (void)name, (void)prefix, (void)ns;
    if (l->is_stopped || !l->open)
        return;
    l->growing = NULL;
    l->tail = parser_offset(l);
    l->open = l->open->parent;
    l->depth--;
}

/* Does the source continue the text as it is, so that no copy is needed? */
static bool is_slice(const struct load *l, const char *p, size_t n)
{
    size_t at = l->growing->offset + l->growing->text.n;
    return l->room == 0 && n <= l->text.n - at && memcmp(l->text.p + at, p, n) == 0;
}

static bool reserve_text(struct load *l, size_t extra)
{
    str *text = &l->growing->text;
    if (l->room >= text->n + extra)
        return true;
    size_t room = 2 * text->n + extra + 32;
    char *p = arena_try(l->arena, room);
    if (!p)
        return false;
    if (text->n)
        memcpy(p, text->p, text->n);
    text->p = p;
    l->room = room;
    return true;
}

static void on_text(void *state, const xmlChar *chars, int count)
{
    struct load *l = state;
    size_t n = (size_t)count;
    if (l->is_stopped || !l->open || !n)
        return;
    if (!l->growing) {
        size_t at = scan_text_start(l->text, l->tail);
        l->growing = add_node(l, at);
        if (!l->growing)
            return;
        l->growing->text = str_sub(l->text, at, at);
        l->growing->width = 1;
        l->room = 0;
    }
    if (!is_slice(l, (const char *)chars, n)) {
        if (!reserve_text(l, n)) {
            out_of_memory(l);
            return;
        }
        memcpy((char *)l->growing->text.p + l->growing->text.n, chars, n);
    }
    l->growing->text.n += n;
}

static void on_instruction(void *state, const xmlChar *target, const xmlChar *data)
{
    struct load *l = state;
    (void)data;
    if (l->is_stopped || l->note_count++ >= NOTES_MAX)
        return;
    size_t at = parser_offset(l) - 2; /* before its "?>" */
    while (at > 0 && !(l->text.p[at] == '<' && l->text.p[at + 1] == '?'))
        at--;
    struct fault f = {.code = Q108, .at = at, .end = scan_name_end(l->text, at + 2)};
    snprintf(f.text, sizeof f.text, "the instruction <?%.40s?> is ignored", (const char *)target);
    add_fault(l, &f);
}

/* The second line of defence: scan_refuse() has seen to it before. */
static void on_doctype(void *state, const xmlChar *name, const xmlChar *id, const xmlChar *system)
{
    struct load *l = state;
    (void)name, (void)id, (void)system;
    if (!l->is_stopped)
        refuse(l, Q105, 0, "a document type declaration (DOCTYPE) is not allowed");
}

/* ---- loading ---------------------------------------------------------------------------- */

static const xmlSAXHandler handlers = {
    .initialized = XML_SAX2_MAGIC,
    .internalSubset = on_doctype,
    .startElementNs = on_start,
    .endElementNs = on_end,
    .characters = on_text,
    .ignorableWhitespace = on_text,
    .cdataBlock = on_text,
    .processingInstruction = on_instruction,
    .serror = on_error,
};

/*
 * IGNORE_ENC: scan_refuse() has made sure of UTF-8, and without a decoder the parser's offsets
 * are the source's. False when there is no memory.
 */
static bool parse(struct load *l)
{
    xmlInitParser(); /* once a process, under the library's lock; the kit's layouts are the first */
    l->parser = xmlCreateMemoryParserCtxt(l->text.p + l->skip, (int)(l->text.n - l->skip));
    if (!l->parser)
        return false;
    *l->parser->sax = handlers;
    l->parser->userData = l;
    xmlCtxtUseOptions(l->parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_BIG_LINES);
    xmlParseDocument(l->parser);
    xmlFreeParserCtxt(l->parser);
    return !l->is_out_of_memory;
}

/* Makes findings of the faults; true when there was an error among them. */
static bool report_faults(const struct load *l, struct diag *d, const struct source *source)
{
    bool is_bad = false;
    for (size_t i = 0; i < l->fault_count; i++) {
        const struct fault *f = &l->faults[i];
        size_t end = f->end < l->text.n ? f->end : l->text.n;
        uint32_t width = f->at < end ? scan_width(l->text, f->at, end) : 1;
        struct finding *finding =
            diag_add(d, f->code, scan_pos(source, f->at, width), "%s", f->text);
        if (f->hint[0])
            diag_hint(d, finding, "%s", f->hint);
        is_bad |= diag_code_severity(f->code) == SEV_ERROR;
    }
    return is_bad;
}

/* Parses what scan_refuse() has let pass. */
static struct load *run(struct arena *a, str text)
{
    struct load *l = ARENA_NEW(a, struct load);
    l->arena = a;
    l->text = text;
    l->at = scan_start(text);
    l->skip = l->at.at;
    l->names = ARENA_ARRAY(a, NAMES_ROOM, const xmlChar *);
    if (!parse(l))
        arena_oom(a);
    return l;
}

struct xml_doc *xml_load(struct arena *a, struct diag *d, const struct source *source)
{
    if (scan_refuse(d, source))
        return NULL;
    struct xml_doc *doc = ARENA_NEW(a, struct xml_doc);
    const struct load *l = run(a, source->text);
    bool is_bad = report_faults(l, d, source);
    if (!is_bad && !l->root)
        diag_add(d, Q101, scan_pos(source, 0, 1), "no element was found in the file");
    *doc = (struct xml_doc){source, l->root};
    return is_bad || !l->root ? NULL : doc;
}

/* Of the outermost element's children, the one that was still open goes; it is the last. */
static void drop_unfinished(const struct load *l)
{
    struct xml_node *root = l->root, **link = &root->children;
    const struct xml_node *open = l->open;
    while (open && open->parent != root)
        open = open->parent;
    if (!open)
        return;
    for (root->last = NULL; *link != open; link = &(*link)->next)
        root->last = *link;
    *link = NULL;
}

/* The parser sees the head alone: it complains of the end that is missing, and nobody is told. */
struct xml_doc *xml_load_head(struct arena *a, str text, const char *const *names)
{
    struct diag untold;
    struct source *head = ARENA_NEW(a, struct source);
    struct xml_doc *doc = ARENA_NEW(a, struct xml_doc);
    diag_init(&untold, a);
    if (text.n > FILE_CAP_XML)
        return NULL;
    head->text = str_sub(text, 0, scan_head_end(text, names));
    if (head->text.n > HEAD_MAX || scan_refuse(&untold, head))
        return NULL;
    const struct load *l = run(a, head->text);
    if (!l->root)
        return NULL;
    drop_unfinished(l);
    *doc = (struct xml_doc){head, l->root};
    return doc;
}

const char *xml_library(void)
{
    return xmlParserVersion;
}
