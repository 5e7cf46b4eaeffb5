/*
 * vocab: what a document may say. One table describes a vocabulary: its elements, what they may
 * hold, their attributes and the types of values, each with a sentence of help. From this table
 * come the validation with exact positions and near-miss suggestions (valid.c), the XML Schema
 * that editors use (xsd.c), and the reference pages: so the three cannot disagree.
 *
 * Content is written in a small notation:
 *     ""                                empty
 *     "text"                            text alone, of the element's `type`
 *     "mixed em strong link"            text and these elements in any order
 *     "title? (para | list)+ entry*"    a sequence; ? * + as usual; a group is a choice
 * A sequence is matched greedily from left to right; names of neighbouring particles that can
 * follow each other must differ (as XML Schema's unique particle attribution asks), which
 * vocab_check(), run by a test, proves.
 */
#ifndef QUOIN_XML_VOCAB_H
#define QUOIN_XML_VOCAB_H

#include "xml/xml.h"

enum vocab_type {
    TYPE_TEXT,    /* any characters */
    TYPE_NAME,    /* one word: identifiers; letters, digits . _ - */
    TYPE_ID,      /* a TYPE_NAME unique in the document */
    TYPE_REF,     /* the TYPE_ID of another element */
    TYPE_REFS,    /* one or more, parted by spaces */
    TYPE_CHOICE,  /* one of `values` */
    TYPE_FLAG,    /* yes | no */
    TYPE_COUNT,   /* integer 0..1,000,000 */
    TYPE_DECIMAL, /* dec_parse */
    TYPE_DATE,    /* 2020-11-25 */
    TYPE_MOMENT,  /* 2020-11-25 or 2020-11-25T10:00 */
    TYPE_YEAR,    /* 2020/21 */
    TYPE_LANG,    /* BCP 47 tag: en-GB */
    TYPE_URI,     /* https:, http:, mailto:; at most 2,048 bytes, no spaces or controls */
    TYPE_LENGTH,  /* len_parse, 0 or more */
    TYPE_SIGNED,  /* len_parse, may be negative */
    TYPE_COLOUR,  /* #rrggbb, or a name the layout's palette defines (checked by the layout) */
    TYPE_FILE,    /* a relative path */
    TYPE_NUMBERS  /* SVG number lists and path data: checked where they are read */
};

struct vocab_attr {
    const char *name;
    enum vocab_type type;
    bool is_required;
    const char *values;   /* TYPE_CHOICE: words parted by spaces */
    const char *fallback; /* the value when it is not written; NULL: none */
    const char *help;     /* a sentence for the editor and the reference */
};

struct vocab_element {
    const char *name;
    const char *content;            /* the notation above */
    enum vocab_type type;           /* of the text, where content is "text" */
    const char *values;             /* TYPE_CHOICE: of the text */
    const struct vocab_attr *attrs; /* ends with a NULL name; NULL: none */
    const char *help;
};

/* What people write that the vocabulary does not have, and what to write in its place. */
struct vocab_habit {
    const char *name; /* of an element, known or not */
    const char *in;   /* where it may not stand; NULL: anywhere */
    const char *hint;
};

struct vocab {
    const char *ns;   /* the namespace that elements must be in; NULL: any is taken */
    const char *root; /* the document element */
    const char *help;
    bool is_lang_global; /* xml:lang is allowed on every element */
    const struct vocab_element
        *elements;                    /* ends with a NULL name; an element has one declaration */
    const struct vocab_habit *habits; /* ends with a NULL name; NULL: none */
};

const struct vocab_element *vocab_find(const struct vocab *v, str name);
const struct vocab_attr *vocab_find_attr(const struct vocab_element *e, str name);

/*
 * valid_check: the whole tree against the vocabulary. Adds a finding for every fault (unknown
 * element or attribute with the nearest right name, wrong place with what was expected, missing
 * element or attribute, bad value, repeated id, dangling reference) and sets each node's decl.
 * An unknown element that is nearly a name due in its place is looked into as if it were that one;
 * any other is not looked into. Values other than text are left trimmed in the tree. Stops after
 * 200 findings.
 * True when there was no error.
 */
bool valid_check(struct arena *a, struct diag *d, const struct vocab *v, struct xml_doc *doc);

/* The element that carries the given TYPE_ID; NULL if none. Linear: build your own index to loop.
 */
const struct xml_node *valid_find_id(const struct xml_doc *doc, str id);

/* vocab_check: the table's own faults (ambiguous content, names that do not exist); for tests. */
bool vocab_check(const struct vocab *v, char *message, size_t size);

/* xsd_print: the vocabulary as W3C XML Schema 1.0 with the help as annotations. */
str xsd_print(struct arena *a, const struct vocab *v);

#endif
