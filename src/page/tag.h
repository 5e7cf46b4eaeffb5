/*
 * tag: the structure tree, beside the drawing and joined to it by ids.
 *
 * Every page item carries the id of a leaf of this tree, or TAG_ARTIFACT. A leaf (ROLE_CONTENT) is
 * a place in reading order to which drawn content belongs; it is not an element of the PDF's tree
 * but a marked content reference in its parent. So the children of an element, elements and
 * leaves, stand in document order whatever page they are drawn on; a cell split over two pages is
 * one element, and its leaves simply have content on both.
 *
 * The tree is built by typeset in document order and read by the back ends.
 */
#ifndef QUOIN_PAGE_TAG_H
#define QUOIN_PAGE_TAG_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/* ISO 32000-1 14.8.4, the types we use. */
enum tag_role {
    ROLE_NONE, /* no element of its own: content and children go to the parent */
    ROLE_DOCUMENT,
    ROLE_PART,
    ROLE_SECT,
    ROLE_DIV,
    ROLE_H1,
    ROLE_H2,
    ROLE_H3,
    ROLE_H4,
    ROLE_P,
    ROLE_L,
    ROLE_LI,
    ROLE_LBL,
    ROLE_LBODY,
    ROLE_TABLE,
    ROLE_THEAD,
    ROLE_TBODY,
    ROLE_TR,
    ROLE_TH,
    ROLE_TD,
    ROLE_CAPTION,
    ROLE_FIGURE,
    ROLE_LINK,
    ROLE_REFERENCE,
    ROLE_SPAN,
    ROLE_EM,     /* role-mapped to Span */
    ROLE_STRONG, /* role-mapped to Span */
    ROLE_NOTE,
    ROLE_ASIDE, /* role-mapped to Sect: our boxed notes and actions */
    ROLE_TOC,
    ROLE_TOCI,
    ROLE_CONTENT, /* a leaf; never written as an element */
    ROLE_COUNT
};

enum tag_scope { SCOPE_NONE, SCOPE_ROW, SCOPE_COLUMN, SCOPE_BOTH };
enum tag_list { LIST_LABEL_NONE, LIST_LABEL_DECIMAL, LIST_LABEL_ALPHA, LIST_LABEL_DISC };

/* Running heads and feet, as artifacts tell them apart (ISO 32000-1, 14.8.2.2.2). */
enum tag_margin { MARGIN_NONE, MARGIN_HEAD, MARGIN_FOOT };

/* What an element says about itself beside its role. Shared, const. */
struct tag_props {
    str alt;       /* /Alt of figures */
    str actual;    /* /ActualText */
    str expansion; /* /E of acronyms */
    str lang;      /* /Lang where it changes */
    str title;     /* /T */
    enum tag_scope scope;
    enum tag_list list;             /* /ListNumbering of L */
    uint16_t row_span, column_span; /* 0 counts as 1 */
};

typedef uint32_t tag_id; /* index into the tree */
#define TAG_ARTIFACT ((tag_id)0)
#define TAG_ROOT     ((tag_id)1) /* the Document element */

struct tag {
    enum tag_role role;
    tag_id parent, first, last, next;
    const struct tag_props *props; /* NULL: nothing to say */
    tag_id *headers;               /* TD, TH: the header cells that apply; ends with 0; or NULL */
};

struct tag_tree {
    struct arena *arena;
    struct tag *tags; /* [0] is the artifact, [1] the document */
    size_t count, capacity;
};

void tag_tree_init(struct tag_tree *t, struct arena *a, const struct tag_props *document);
/* Appends an element to its parent. role is not ROLE_NONE. */
tag_id tag_add(struct tag_tree *t, tag_id parent, enum tag_role role, const struct tag_props *p);
/* Appends a leaf; returns parent's last child itself when that is a leaf (they would be one). */
tag_id tag_leaf(struct tag_tree *t, tag_id parent);
/* "P", "Table", "LBody"; "Em" for those that are role-mapped (tag_role_standard names the base). */
const char *tag_role_name(enum tag_role role);
const char *tag_role_standard(enum tag_role role);
/*
 * Invariants: parents come before children, links are consistent, heading levels skip none,
 * L holds LI, Table holds TR/THead/TBody/Caption, rows regular when spans are counted.
 * False with a message that names the tag.
 */
bool tag_check(const struct tag_tree *t, char *message, size_t size);

#endif
