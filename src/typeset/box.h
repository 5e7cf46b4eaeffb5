/*
 * box: what typesetting is given. A tree of boxes says what stands one below the other, in which
 * style, and what may be parted; nothing here knows a KPI. Compose builds it, typeset never
 * changes it. All pointers are borrowed from the job's arena; a zeroed field is a sane default.
 *
 * Vertical space: the gap between two boxes is the larger of the first's space_after and the
 * second's space_before; none at the top of a page or cell.
 */
#ifndef QUOIN_TYPESET_BOX_H
#define QUOIN_TYPESET_BOX_H

#include "base/diag.h"
#include "base/len.h"
#include "image/image.h"
#include "page/tag.h"
#include "text/face.h"

struct xml_doc;
struct xml_node;

/* ---- text ------------------------------------------------------------------------------- */

struct text_style {
    const struct face *face;
    len size;
    colour colour;
    len rise; /* baseline up */
    bool is_underlined;
    len underline;           /* its thickness; 0: the face's own, in the words' colour */
    colour underline_colour; /* with a thickness */
    bool is_upper;           /* set in capitals; the extracted text is what is set */
};

enum run_kind {
    RUN_TEXT,
    RUN_BREAK,   /* a new line */
    RUN_DRAWING, /* a small drawing standing on the baseline: a status mark */
    RUN_PAGE,    /* this page's number */
    RUN_PAGES,   /* the number of the last page */
    RUN_PAGE_OF, /* the number of the page where anchor `dest` is */
    RUN_LABEL    /* this page's label */
};

/* An element around runs: a link, an acronym, emphasis. Nests by `parent`; compared by address. */
struct span {
    const struct span *parent;
    enum tag_role role; /* ROLE_NONE: a link area without element is not made; see ROLE_LINK */
    const struct tag_props *props;
    str uri, dest;   /* ROLE_LINK, ROLE_REFERENCE: where it leads */
    bool is_outside; /* dest is a place in the document that this one will be part of */
    str contents;    /* the link in words */
};

struct run {
    enum run_kind kind;
    str text;
    const struct text_style *style;
    const struct span *span;       /* NULL: directly in the paragraph */
    str lang;                      /* empty: the paragraph's */
    const struct drawing *drawing; /* RUN_DRAWING */
    str alt;           /* RUN_DRAWING: read as ActualText ("on target: "); empty: artifact */
    str dest;          /* RUN_PAGE_OF */
    bool has_no_break; /* do not part this run: neither at spaces nor by hyphens */
    struct pos pos;    /* where the text comes from, for findings */
    /* RUN_TEXT: where byte `at` of the text comes from; line 0: not known. NULL: pos for all. */
    struct pos (*pos_at)(const struct run *run, size_t at);
    const void *origin; /* for pos_at alone */
};

enum align { ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTRE, ALIGN_JUSTIFY };

struct par_style {
    len leading; /* baseline to baseline; 0: 1.2 times the largest size */
    enum align align;
    bool is_hyphenated;
    /* Lines have their baselines where this one's words would have it; NULL: the largest run's. */
    const struct text_style *strut;
    len indent;                        /* first line */
    uint8_t widow_lines, orphan_lines; /* least lines kept overleaf and behind; 0 counts as 2 */
};

struct par {
    struct run *runs;
    size_t count;
    const struct par_style *style;
    str lang;
};

/* ---- tables ----------------------------------------------------------------------------- */

enum track_kind {
    TRACK_FIXED, /* width */
    TRACK_AUTO,  /* from its content: between its longest word and its longest line */
    TRACK_SHARE  /* a share of what is left: weight */
};

struct track {
    enum track_kind kind;
    len width;
    int weight;
    len min, max; /* 0: none */
};

/* Cell alignment across its height. */
enum valign { VALIGN_TOP, VALIGN_MIDDLE, VALIGN_BOTTOM };

struct table_cell {
    uint32_t row, column;           /* where it begins */
    uint16_t row_span, column_span; /* 1 or more */
    const struct box *box;          /* content; NULL: empty */
    /*
     * What stands there overleaf when the cell's rows go on but its content was finished (or
     * wholly placed) on an earlier page: "1.4 cont.". An artifact. NULL: nothing.
     */
    const struct box *continued;
    enum tag_role role; /* ROLE_TH, ROLE_TD; ROLE_NONE: transparent */
    const struct tag_props *props;
    enum valign valign;
    colour fill;     /* COLOUR_NONE: none; note that 0 is black: set it */
    len rule_before; /* a vertical rule at the cell's left edge; 0: none */
    colour rule_colour;
    len pad_before, pad_after; /* beside the table's own padding: 0 = table's */
};

struct table_row {
    enum tag_role role; /* ROLE_TR; ROLE_P for grids that are not tables; ROLE_NONE */
    len rule_above;     /* horizontal rule thickness; starts where a cell begins in this row */
    colour rule_colour;
    bool is_kept; /* not parted from the next row */
    bool is_unsplittable;
};

struct table_box {
    struct track *tracks;
    uint32_t column_count;
    struct table_row *rows; /* the first header_rows are the header */
    uint32_t row_count, header_rows;
    struct table_cell *cells; /* by row, then column; each place covered at most once */
    size_t cell_count;
    len pad_x, pad_top, pad_bottom; /* inside every cell; the first and last column's outer pad */
    bool is_flush;             /* outer columns have no outer padding: text meets the margins */
    len rule_top, rule_bottom; /* the table's own first and last rule; 0: none */
    colour rule_colour;
    len rule_break; /* the rule that closes a piece at a page's foot */
    bool is_grid;   /* laid out in columns but not a Table in the tag tree */
};

/* ---- boxes ------------------------------------------------------------------------------ */

enum box_kind {
    BOX_PAR,
    BOX_STACK, /* children one below the other */
    BOX_LABEL, /* a label in the left gutter, children beside it: list items */
    BOX_TABLE,
    BOX_IMAGE, /* a picture of its own */
    BOX_RULE,  /* a horizontal line over the width */
    BOX_PAGE,  /* a new page begins here */
    BOX_FILL   /* pushes what follows to the foot of the page (covers) */
};

struct box {
    enum box_kind kind;
    enum tag_role role; /* the element it makes; ROLE_NONE: none */
    const struct tag_props *props;
    bool is_artifact; /* everything in it, whatever the roles say */
    str anchor;       /* a name that links can lead to; empty: none */
    str outline;      /* title in the outline; empty: none */
    int outline_level;
    len space_before, space_after;
    len indent, outdent;    /* from the left and right of the space given */
    bool is_kept_with_next; /* not parted from the first lines of what follows */
    bool is_kept_together;  /* not parted inside, if a page can hold it */
    /* A frame round a stack: notes and actions. */
    colour fill; /* with has_fill */
    bool has_fill;
    len bar; /* a bar at the left edge */
    colour bar_colour;
    len pad; /* inside, all round */
    union {
        struct par par;
        struct {
            struct box *children; /* a list by `next` */
        } stack;
        struct {
            const struct box *label; /* a BOX_PAR */
            len width;               /* of the gutter */
            bool is_right;           /* the label is set against the gutter's right side */
            struct box *children;
            enum tag_role label_role, body_role; /* ROLE_LBL, ROLE_LBODY; NONE for numbered paras */
        } label;
        struct table_box table;
        struct {
            const struct image *image;
            len width, height;
            enum align align;
            str alt; /* needs role FIGURE with props->alt; artifact otherwise */
        } image;
        struct {
            len thickness;
            colour colour;
            len width; /* 0: all of it */
            enum align align;
        } rule;
    } u;
    struct box *next;
};

/* ---- the document ----------------------------------------------------------------------- */

/* Something at a fixed place on a page: running heads and feet, bands, logos. */
struct furniture {
    const struct box *box; /* set in `width`; NULL with a drawing or fill */
    const struct drawing *drawing;
    colour fill; /* a rectangle of width by height, with has_fill */
    bool has_fill;
    len x, y, width, height;
    bool is_bottom_aligned; /* y is where the box's foot is */
    enum tag_margin margin; /* of which it is the running head or foot */
    bool is_content; /* tagged as content before the page's flow (a cover's logo), not artifact */
};

struct master {
    len page_width, page_height;
    len left, right, top, bottom; /* margins: where the flow may be */
    struct furniture *furniture;
    size_t count;
};

/* A run of pages in one design; each begins on a new page. */
struct sequence {
    const struct master *first, *rest; /* rest NULL: first for all */
    enum tag_role role;                /* ROLE_PART, ROLE_SECT … */
    const struct tag_props *props;
    const struct box *content; /* a stack */
    struct sequence *next;
};

struct document {
    struct sequence *sequences;
    size_t first_page; /* the label of the first page; 0: 1. Numbers begin with 1 whatever it is */
    str lang;
    str title, author, subject, keywords;
    const struct tag_props *props; /* of the Document element */
};

/* Every invariant above that can be checked: spans inside the table, cells not overlapping … */
bool box_check(const struct document *doc, char *message, size_t size);

#endif
