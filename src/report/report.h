/*
 * report: one quarter's report, as the analyst wrote it. Read once, checked, then never changed.
 *
 * The model keeps meaning, not looks: a value is an exact decimal with a unit, a status is a
 * status. Layouts decide the rest. Lists are arrays with a count; strings are slices of the job's
 * arena; every thing that a finding might name carries its pos.
 */
#ifndef QUOIN_REPORT_REPORT_H
#define QUOIN_REPORT_REPORT_H

#include "base/date.h"
#include "base/dec.h"
#include "base/diag.h"
#include "xml/xml.h"

struct vocab;

/* ---- words ------------------------------------------------------------------------------ */

enum inline_kind {
    INLINE_TEXT,    /* text */
    INLINE_EM,      /* children */
    INLINE_STRONG,  /* children */
    INLINE_SPAN,    /* children, for xml:lang */
    INLINE_ACRONYM, /* children; expansion */
    INLINE_LINK,    /* children; target = URI */
    INLINE_REF,     /* cross-reference; target = id; text = the target's name */
    INLINE_BREAK,   /* a new line */
    /* Figures inside the words: narrative.c has put what is to be read into `text`. */
    INLINE_FIGURE, /* a measure's value: "1,814" */
    INLINE_CHANGE, /* "299 more" */
    INLINE_PERIOD  /* "Quarter 1", "1 July 2020 to 30 September 2020": see period_form */
};

enum period_of { PERIOD_CURRENT, PERIOD_PREVIOUS, PERIOD_LAST_YEAR };
enum period_form { PERIOD_NAME, PERIOD_SHORT, PERIOD_DATES };
enum figure_form { FIGURE_VALUE, FIGURE_TARGET, FIGURE_PREVIOUS, FIGURE_LAST_YEAR };

struct measure;

/* White space is collapsed over the whole paragraph; spaces at its ends are gone. */
struct inl {
    enum inline_kind kind;
    str text;
    str target;
    str expansion;
    str lang;                      /* set where xml:lang changes it; empty otherwise */
    const struct measure *measure; /* figure, change */
    enum figure_form figure_form;  /* figure */
    enum period_of period;         /* period; change: what it is compared with */
    enum period_form period_form;
    struct pos pos;
    const struct xml_node *node; /* text: for xml_text_pos() */
    struct inl *children, *next;
};

/* ---- blocks ----------------------------------------------------------------------------- */

enum block_kind {
    BLOCK_PARA,   /* words */
    BLOCK_LIST,   /* items: each a list of blocks */
    BLOCK_NOTE,   /* title, blocks: an aside */
    BLOCK_ACTION, /* owner, due, blocks: what is being done */
    BLOCK_IMAGE,  /* file, alt, width */
    BLOCK_TABLE,  /* a small free table */
    BLOCK_HEADING /* words: a heading inside a section or paper */
};

enum list_kind { LIST_BULLET, LIST_NUMBER, LIST_LETTER };

struct block_item {
    struct block *blocks;
    struct block_item *next;
};

struct cell {
    struct inl *words;
    int span;       /* columns, 1 or more */
    bool is_header; /* a row header, or any cell of a head row */
    bool is_number; /* aligned right */
    struct pos pos;
};

struct row {
    struct cell *cells;
    size_t cell_count;
    bool is_header;
    struct pos pos;
};

struct table {
    struct inl *caption; /* may be NULL */
    struct row *rows;    /* head rows first */
    size_t row_count;
    size_t column_count; /* every row fills all of them */
};

struct block {
    enum block_kind kind;
    struct inl *words;        /* para, heading */
    enum list_kind list;      /* list */
    struct block_item *items; /* list */
    struct block *blocks;     /* note, action */
    str title;                /* note: may be empty */
    str owner;                /* action: may be empty */
    struct date due;          /* action: day 0 when not given */
    str file, alt;            /* image */
    int32_t width;            /* image: len; 0 = as wide as it fits, at most its natural size */
    bool is_decorative;       /* image: an artifact, no alt needed */
    struct table *table;      /* table */
    str id;                   /* for references; may be empty */
    str lang;
    struct pos pos;
    struct block *next;
};

/* ---- the covering paper ----------------------------------------------------------------- */

struct topic {
    str title;
    str id;
    struct block *blocks; /* paragraphs here are numbered straight through the paper */
    struct pos pos;
};

struct implication {
    str label; /* "Financial" */
    struct inl *words;
    struct pos pos;
};

struct contact {
    str role, phone, email; /* phone, email may be empty */
    struct pos pos;
};

struct paper {
    str committee;
    str from;     /* "Report of"; the organisation when not written */
    str subject;  /* empty: made from title, quarter and dates */
    str *authors; /* roles */
    size_t author_count;
    struct date meeting; /* hour -1 when no time was given */
    struct topic *topics;
    size_t topic_count;
    struct implication *implications;
    size_t implication_count;
    struct inl **background; /* background papers, one entry each */
    size_t background_count;
    bool has_background; /* false: no such heading; true with count 0: "None" */
    struct contact *contacts;
    size_t contact_count;
    str lang;
    struct pos pos;
};

/* ---- figures ---------------------------------------------------------------------------- */

enum unit {
    UNIT_NUMBER,  /* 1,814 */
    UNIT_PERCENT, /* 95% */
    UNIT_MONEY,   /* £99,945 */
    UNIT_HOURS,   /* 267 hours */
    UNIT_DAYS,    /* 33 days */
    UNIT_TEXT     /* words */
};

/* Status against target: told by a word, a shape and a colour, never by colour alone. */
enum rating { RATING_NONE, RATING_GREEN, RATING_AMBER, RATING_RED };

enum better { BETTER_NONE, BETTER_HIGHER, BETTER_LOWER };

enum direction { DIRECTION_NONE, DIRECTION_UP, DIRECTION_DOWN, DIRECTION_SAME };

/* Told from zero and from each other. All but FINAL, PROVISIONAL and RESTATED have no figure. */
enum state {
    STATE_FINAL,
    STATE_PROVISIONAL,
    STATE_RESTATED,
    STATE_NOT_DUE,
    STATE_NOT_COLLECTED,
    STATE_WITHHELD
};

struct value {
    bool is_given;
    enum state state;
    enum unit unit;
    struct dec figure; /* all units but UNIT_TEXT */
    str text;          /* UNIT_TEXT: the words; states without a figure: the reason, may be empty */
    struct pos pos;
    const struct xml_node *node; /* its element; NULL when not given */
};

struct measure {
    str id; /* may be empty */
    struct inl *name;
    str name_text; /* name as plain text */
    enum better better;
    enum rating rating;       /* as written or, if not, RATING_NONE */
    enum direction direction; /* written, or from value and previous; NONE when neither */
    struct value value, target, previous, last_year; /* one unit for all */
    str remark;   /* the line beneath the value, where the analyst wrote one; else empty */
    size_t index; /* within its KPI, from 0 */
    struct kpi *kpi;
    str lang;
    struct pos pos;
};

struct commentary {
    size_t first, last; /* the measures it belongs to, by index; consecutive */
    struct block *blocks;
    str lang;
    struct pos pos;
};

struct kpi {
    str ref; /* "1.4" */
    str id;
    struct measure *measures; /* at least one */
    size_t measure_count;
    struct commentary *commentaries; /* ordered, not overlapping; gaps are allowed */
    size_t commentary_count;
    struct pos pos;
};

enum part_kind { SECTION_KPI, SECTION_BLOCKS };

/* A section is a run of pieces: KPIs one after the other make one table, blocks stand between. */
struct piece {
    enum part_kind kind;
    struct kpi *kpis; /* SECTION_KPI: an array */
    size_t kpi_count;
    struct block *blocks; /* SECTION_BLOCKS */
};

struct section {
    str title;
    str id;
    size_t number; /* from 1 within its appendix */
    struct piece *pieces;
    size_t piece_count;
    str lang;
    struct pos pos;
};

struct appendix {
    str letter; /* "A" */
    str title;
    bool has_cover;
    struct section *sections;
    size_t section_count;
    str lang;
    struct pos pos;
};

struct entry {
    str term;
    str abbreviation; /* "ICV" of "Independent Custody Visitor (ICV)"; may be empty */
    str expansion;    /* what the abbreviation stands for; may be empty */
    str id;           /* made from the term where not written; unique */
    struct inl *meaning;
    str lang;
    struct pos pos;
};

struct glossary {
    str letter;            /* "B" */
    str title;             /* empty: the layout's word */
    struct entry *entries; /* in the order written */
    size_t entry_count;
    struct pos pos;
};

/* ---- the whole -------------------------------------------------------------------------- */

struct idmap;
struct origins;

struct report {
    const struct xml_doc *doc;
    const struct origins *origins; /* where attributes and contents stand (origins.h) */
    const struct idmap *ids;       /* all that references can name (idmap.h) */
    str lang;                      /* "en-GB" */
    struct quarter quarter;
    str layout; /* the layout's name; empty: opcc */
    struct pos layout_pos;
    str organisation;       /* "Office of the Police and Crime Commissioner" */
    str organisation_short; /* "OPCC" */
    str area;               /* "Exampleshire"; may be empty */
    str title;
    struct date
        date; /* of the document: the meeting's, or `published`, or the quarter's last day */
    str subject, keywords; /* metadata; may be empty */
    struct paper *paper;   /* NULL: none */
    struct appendix *appendices;
    size_t appendix_count;
    struct glossary *glossary; /* NULL: none */
};

/* Whether there is a number to print, compare and compute with. */
static inline bool value_has_figure(const struct value *v)
{
    return v->is_given && v->state <= STATE_RESTATED && v->unit != UNIT_TEXT;
}

/* The vocabulary of urn:quoin:report:1 (vocab_report.c). */
extern const struct vocab report_vocab;

/* Words that narrative.c needs come from the layout; these are how numbers and periods read. */
struct wording {
    str group, point;           /* "," "." */
    str quarter;                /* "Quarter" */
    str quarter_short;          /* "Q" */
    str months[12];             /* "January" … */
    str more, fewer, no_change; /* "299 more", "80 fewer", "no change" */
    str higher, lower; /* percentages: "5 points higher" needs a unit: "percentage points" */
    str percentage_point, percentage_points; /* one; several. The first may be empty */
    str hours, hour, days, day;
    str currency; /* "£" */
    str to;       /* between dates in running text: "to" */
    str glossary; /* its heading, for references to one without title */
};

/*
 * report_read: XML to model, in the arena; validates against the vocabulary and checks the sense
 * (check.c) on the way. NULL after errors; all findings of all stages are in d.
 */
struct report *report_read(struct arena *a, struct diag *d, const struct source *source);

/*
 * narrative_fill: puts the words of figure, change and period into the model's inlines, in the
 * layout's wording. The one step that completes the model after reading; run once, before compose.
 * False after findings (Q4xx).
 */
bool narrative_fill(struct arena *a, struct diag *d, struct report *r, const struct wording *w);

/* A value as it is printed: "1,814", "95%", "£99,945", "267 hours", "not collected" is the
 * layout's. */
str narrative_value(struct arena *a, const struct value *v, const struct wording *w);
/* "Q2 2020/21"; "Quarter 2"; "1 July 2020". */
str narrative_quarter_short(struct arena *a, struct quarter q, const struct wording *w);
str narrative_quarter_name(struct arena *a, struct quarter q, const struct wording *w);
str narrative_date(struct arena *a, struct date d, const struct wording *w);
/* Plain text of inlines (breaks are spaces). */
str narrative_plain(struct arena *a, const struct inl *words);

/*
 * Where byte `at` of a text inline stands in the file: for findings about single characters, as
 * the text is collapsed and xml_text_pos() counts what was written. `at` within text.
 */
struct pos inline_pos(const struct xml_doc *doc, const struct inl *text, size_t at);

#endif
