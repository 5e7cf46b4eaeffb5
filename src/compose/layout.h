/*
 * layout: a brand and its page design, read from XML into plain data in the kit's arena; frozen
 * once loaded and shared by all reports. compose.h has what the outside sees; this is what the
 * files of compose/ see. Everything drawn or said that is not the report's comes from here.
 *
 * A layout may be based on another: its file is then a sheet laid over the other's, and each
 * attribute is looked up from the top sheet down (sheet.c).
 */
#ifndef QUOIN_COMPOSE_LAYOUT_H
#define QUOIN_COMPOSE_LAYOUT_H

#include "compose/compose.h"
#include "compose/words.h"

enum style_name {
#define STYLE(id, name, parent, help) STYLE_##id,
#include "compose/styles.def"
#undef STYLE
    STYLE_COUNT
};

enum weight { WEIGHT_REGULAR, WEIGHT_BOLD, WEIGHT_ITALIC, WEIGHT_BOLD_ITALIC, WEIGHT_COUNT };

struct family {
    str name;
    const struct face *faces[WEIGHT_COUNT]; /* never NULL: the regular stands in */
};

enum ink { INK_PLAIN, INK_LINK, INK_TERM, INK_COUNT };

/* A style in all the shades that words inside it may take. */
struct named_style {
    str name;
    int weight; /* enum weight: of its plain words */
    struct text_style text[INK_COUNT][WEIGHT_COUNT];
    struct par_style par;
    len before, after;
};

/* A rule; thickness 0: none. */
struct rule_design {
    len thickness;
    colour colour;
};

enum column_kind {
    COLUMN_KPI,
    COLUMN_MEASURE,
    COLUMN_PERFORMANCE,
    COLUMN_COMMENTARY,
    COLUMN_TARGET,
    COLUMN_PREVIOUS,
    COLUMN_LAST_YEAR,
    COLUMN_CHANGE,
    COLUMN_STATUS
};

struct column {
    enum column_kind kind;
    struct track track;
    enum align align;
    struct rule_design rule; /* before it */
    str title;               /* a pattern */
    bool has_mark;           /* performance: the status mark before the value */
};

struct table_design {
    colour head_fill; /* COLOUR_NONE: none */
    len pad_x, pad_top, pad_bottom;
    len head_pad_top, head_pad_bottom;
    struct rule_design top, row, group, bottom; /* group: above each KPI */
    len rule_break;
    bool is_flush;
    len term_width; /* glossary; 0: auto */
};

enum cover_kind { COVER_LINE, COVER_RULE, COVER_FILL, COVER_LOGO };

/* One thing on a cover, or one line of a masthead. */
struct cover_item {
    enum cover_kind kind;
    const struct named_style *style; /* line */
    str pattern;                     /* line */
    bool is_heading;                 /* line: the H1 */
    enum align align;
    len before, after;
    struct rule_design rule; /* rule */
    len width;               /* rule: 0 = all; logo */
    len gap;                 /* logo: to the words beside it */
    const struct image *image;
    str alt;                  /* logo: empty: decorative */
    struct cover_item *lines; /* logo: the words beside it */
    size_t line_count;
};

struct band {
    len x, y, width, height; /* negative x or y: from the right or the foot */
    colour colour;
};

struct cover_design {
    struct cover_item *items;
    size_t count;
    struct band *bands;
    size_t band_count;
    len left, right, top, bottom; /* margins */
};

enum page_kind { PAGE_PAPER, PAGE_APPENDIX, PAGE_GLOSSARY, PAGE_CONTENTS, PAGE_KIND_COUNT };

/* A running head or foot. */
struct running_line {
    str left, right; /* patterns; empty: nothing */
    len at;      /* top of the words from the page's top; foot: their foot from the page's foot */
    len rule_at; /* likewise */
    struct rule_design rule;
};

struct page_design {
    len top, bottom;
    struct running_line head, foot;
};

/* What a committee stamps: the words end at `right`, begin at `top`, and nothing else of a page
 * reaches into the band of this size. */
struct stamp_design {
    const struct named_style *style;
    str pattern;
    len right, top, width, height;
};

struct aside_design {
    colour fill, bar_colour;
    bool has_fill;
    len bar, pad, before, after;
};

/* How KPIs and the glossary are shown. */
enum table_form {
    FORM_TABLE,
    FORM_BLOCKS /* each measure, each entry by itself, one below the other */
};

enum contents_when { CONTENTS_NEVER, CONTENTS_LONG, CONTENTS_ALWAYS };

struct layout {
    str name, title, lang, variants;
    bool is_grey;                             /* pictures lose their colour too */
    str bytes;                                /* of the file and those it is based on */
    len page_width, page_height, left, right; /* left and right margins of all but covers */
    struct page_design pages[PAGE_KIND_COUNT];
    struct stamp_design stamp;
    struct cover_design cover;

    struct family *families;
    size_t family_count;
    struct named_style *styles; /* the first STYLE_COUNT by enum style_name */
    size_t style_count;

    enum table_form kpi_form, glossary_form;
    bool has_spans;        /* cells may span rows and columns; else every row is complete */
    bool has_status_words; /* the status stands in words beside its mark */
    struct column *columns;
    size_t column_count;
    struct table_design kpi_table, glossary_table, free_table;

    const struct drawing *marks[RATING_RED + 1];      /* by enum rating; [0] NULL */
    const struct drawing *arrows[DIRECTION_SAME + 1]; /* by enum direction; [0] NULL */

    struct cover_item *masthead; /* lines only */
    size_t masthead_count;
    struct cover_item *agenda; /* an agenda's masthead: lines only; none: the paper's */
    size_t agenda_count;
    len agenda_logo, agenda_gap; /* the cover's logo beside them, so wide; 0: none */
    len grid_label, pair_label;  /* widths of label columns */
    struct rule_design grid_edge, grid_row;
    len grid_pad;
    len paper_gutter, list_gutter, cell_gutter, item_gap;
    str bullet;
    struct aside_design note, action;

    bool has_section_pages; /* every section begins a page */
    bool has_kpi_outline;
    enum contents_when contents;
    size_t contents_pages; /* LONG: more than these */
    len contents_number;   /* width of the page numbers' column */

    str words[WORD_COUNT];
    str weekdays[7];
    struct wording wording;
};

/* A style by number, and one by name (NULL when there is none). */
static inline const struct named_style *layout_style(const struct layout *l, enum style_name s)
{
    return &l->styles[s];
}

const struct named_style *layout_find_style(const struct layout *l, str name);

#endif
