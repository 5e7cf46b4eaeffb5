/*
 * xml: a document read safely, as a tree in the job's arena with the place of everything.
 *
 * libxml2's SAX2 parser reads from memory (never a file name, never the network); a DOCTYPE is an
 * error, so are encodings other than UTF-8; no tree of libxml2's is built. The tree below is ours:
 * elements, attributes and text, each with its line and column, which the library cannot tell for
 * attributes. Comments are dropped, CDATA is text, processing instructions give a warning.
 *
 * Limits: 64 KiB a tag, 256 levels, 1,000 different names, 64 MiB the file.
 */
#ifndef QUOIN_XML_XML_H
#define QUOIN_XML_XML_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

struct vocab_element;

struct xml_attr {
    str name;                     /* local name; "xml:lang" and "xml:space" keep their prefix */
    str ns;                       /* its namespace; empty for none */
    str value;                    /* normalised as XML asks, entities decoded */
    uint32_t line, column, width; /* of the name */
    uint32_t value_line, value_column, value_width; /* of the value inside its quotes */
    uint32_t offset; /* byte offset of the value's source in the file */
    struct xml_attr *next;
};

struct xml_node {
    str name; /* element's local name; empty for text */
    str ns;
    str text; /* text node: its characters, as written (white space kept) */
    struct xml_attr *attrs;
    struct xml_node *parent, *children, *last, *next;
    const struct vocab_element *decl; /* set by valid_check(); NULL for text and unknown elements */
    uint32_t line, column,
        width;       /* element: its name in the start tag; text: its first character */
    uint32_t offset; /* text: byte offset of its source in the file */
};

struct xml_doc {
    const struct source *source;
    struct xml_node *root;
};

/* Reads source->text. NULL after findings (Q1xx, Q8xx). */
struct xml_doc *xml_load(struct arena *a, struct diag *d, const struct source *source);

/*
 * The head of a document: the outermost element, and of its children those before the first that
 * is not called one of `names` (local names, ended by NULL). No further is anything read or judged;
 * as far as it is, words are those of xml_load(). Faults are not told: a child with one is left
 * out, with those after it. NULL when not even the outermost element can be read, or the head is
 * longer than 1 MiB, which keeps the memory it takes below 64 MiB.
 */
struct xml_doc *xml_load_head(struct arena *a, str text, const char *const *names);

/*
 * The local name of the outermost element, without reading on; empty when there is none. Of a
 * document with a DOCTYPE it is what that names.
 */
str xml_root_name(str text);

/* Libxml2's version, as it runs. */
const char *xml_library(void);

struct pos xml_pos(const struct xml_doc *doc, const struct xml_node *node);
struct pos xml_attr_pos(const struct xml_doc *doc, const struct xml_attr *attr);
struct pos xml_value_pos(const struct xml_doc *doc, const struct xml_attr *attr);
/* Where byte `at` of the value stands in the file; `at` up to its size. */
struct pos xml_value_pos_at(const struct xml_doc *doc, const struct xml_attr *attr, size_t at);
/*
 * Where byte `at` of a text node's decoded text stands in the file (entities and CDATA marks are
 * stepped over). Reads the source again from the node's start: for findings, not for every word.
 */
struct pos xml_text_pos(const struct xml_doc *doc, const struct xml_node *text, size_t at);

const struct xml_attr *xml_attr(const struct xml_node *node, const char *name); /* NULL: none */
str xml_value(const struct xml_node *node, const char *name);                   /* "" if none */
/* The declared fallback of vocab when the attribute is not written; needs valid_check() first. */
str xml_value_or_fallback(const struct xml_node *node, const char *name);
const struct xml_node *xml_child(const struct xml_node *node, const char *name); /* first of it */
const struct xml_node *xml_next(const struct xml_node *node, const char *name);  /* next sibling */
bool xml_is(const struct xml_node *node, const char *name);
/* All text below the node, white space collapsed. */
str xml_content(struct arena *a, const struct xml_node *node);
/* The value of the nearest xml:lang at or above the node; empty when there is none. */
str xml_lang(const struct xml_node *node);

#endif
