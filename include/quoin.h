/*
 * quoin: one XML document of quarterly figures and narrative in, one board-ready PDF out.
 *
 *     quoin_kit *kit = quoin_kit_open();
 *     quoin_report *report = quoin_report_open(kit, "q2.xml", NULL);
 *     if (quoin_report_status(report) == QUOIN_DONE)
 *         quoin_render_file(report, "q2.pdf");
 *     quoin_print_findings(report, stderr, 0);
 *     quoin_report_close(report);
 *     quoin_kit_close(kit);
 *
 * Threads: a kit is opened by one thread and may then be used by many at once; a report belongs to
 * one thread at a time. Nothing here keeps global state, reads the clock or depends on the locale.
 * Strings are UTF-8 and zero-terminated; those returned are borrowed until the object is closed.
 */
#ifndef QUOIN_H
#define QUOIN_H

#include <stddef.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define QUOIN_API __attribute__((visibility("default")))
#else
#define QUOIN_API
#endif

/* Also the exit status of the program. */
typedef enum {
    QUOIN_DONE = 0,     /* warnings allowed */
    QUOIN_WARNINGS = 1, /* warnings, where `werror` was asked for */
    QUOIN_USAGE = 2,    /* an argument makes no sense */
    QUOIN_INVALID = 3,  /* the report or layout has errors */
    QUOIN_IO = 4,       /* a file cannot be read or written */
    QUOIN_LIMIT = 5,    /* a limit is exceeded: size, pages, memory */
    QUOIN_INTERNAL = 6  /* quoin's own fault */
} quoin_status;

typedef enum { QUOIN_NOTE, QUOIN_WARNING, QUOIN_ERROR } quoin_severity;

/* Something to say about an input. Lines and columns count from 1; line 0: the file as a whole. */
typedef struct {
    quoin_severity severity;
    const char *code; /* "Q201": see quoin_explain() */
    const char *file;
    unsigned line, column;
    const char *message;
    const char *hint; /* "" when there is none */
} quoin_finding;

typedef struct {
    const char *layout;  /* a shipped layout's name or a file's path; NULL: the report's own */
    const char *part;    /* "all", "paper", "A" …; NULL: all */
    long long epoch;     /* SOURCE_DATE_EPOCH in seconds; below 0: the report's own date */
    int werror;          /* warnings make the status QUOIN_WARNINGS (the PDF is still made) */
    size_t memory_limit; /* bytes for one report; 0: none */
    int no_source;       /* the PDF does not carry the report's XML: PDF/A-2a, else PDF/A-3a */
    const char
        *variant; /* one that the layout declares: "large-print"; NULL: the layout as it is */
    /* For a committee's pack: stamped as pack software would do it, see quoin_stamp_sheet(). */
    const char *agenda_item; /* "7": "Agenda Item 7" on the first page; NULL: no stamp */
    unsigned first_page;     /* 71: the first page is called and stamped "71"; 0: no stamp, 1 */
    /* Where layout, variant and part were asked for, an agenda's line: findings about them name it.
     * NULL, 0, 0: nowhere that could be named. */
    const char *asked_in;
    unsigned asked_line, asked_column;
} quoin_options;

/* clang-format off */
#define QUOIN_OPTIONS_DEFAULT {NULL, NULL, -1, 0, 0, 0, NULL, NULL, 0, NULL, 0, 0}
/* clang-format on */

typedef struct quoin_kit quoin_kit;       /* faces, layouts, hyphenation: loaded once, shared */
typedef struct quoin_report quoin_report; /* one report with its findings */

QUOIN_API const char *quoin_version(void); /* "0.1.0" */

/* NULL when memory runs out or the program's own data is damaged. */
QUOIN_API quoin_kit *quoin_kit_open(void);
/* After every report of it is closed. NULL is allowed. */
QUOIN_API void quoin_kit_close(quoin_kit *kit);

/*
 * Loads now what the kit otherwise loads when it is first needed: hyphenation patterns (20 ms),
 * the faces' tables. For who forks: children then share it. Not while the kit is in use elsewhere.
 */
QUOIN_API void quoin_kit_warm(quoin_kit *kit);
/*
 * SHA-256, as 64 hex digits, of all that quoin brings to a PDF: its version and sources, fonts,
 * layouts, patterns, and the versions of the libraries that decide on bytes. Owned by the kit; NULL
 * when memory runs out. Not while the kit is in use elsewhere.
 */
QUOIN_API const char *quoin_kit_fingerprint(quoin_kit *kit);

/* The layouts shipped: NULL past the last. *title (may be NULL) gets a line about it. */
QUOIN_API const char *quoin_layout_name(const quoin_kit *kit, size_t index, const char **title);
/* Its variants, parted by spaces: "large-print mono flat". NULL past the last. */
QUOIN_API const char *quoin_layout_variants(const quoin_kit *kit, size_t index);

/*
 * What a report says of itself at its head. Strings are "" and quarter 0 where it does not say, or
 * is damaged there.
 */
typedef struct {
    int is_report;            /* the outermost element is a report, or cannot be told */
    const char *organisation; /* "Office of the Police and Crime Commissioner" */
    const char *short_name;   /* "OPCC" */
    const char *area, *title;
    const char *year;   /* "2020/21" */
    int quarter;        /* 1 to 4 */
    const char *lang;   /* of a report that does not say: "en-GB" */
    int line;           /* of the outermost element; 0: it cannot be told */
    const char *layout; /* as the report names it: a shipped one, or a file */
} quoin_identity;

/*
 * Reads no further than it must and checks nothing: for finding out what a file is. malloc'ed as
 * one block, to be given to free(); NULL when memory runs out.
 */
QUOIN_API quoin_identity *quoin_identify(const void *bytes, size_t size);

/*
 * Reads and checks a report. Never NULL unless memory runs out: what went wrong is in the findings
 * and quoin_report_status(). options may be NULL and is copied. Path "-" is standard input.
 */
QUOIN_API quoin_report *quoin_report_open(const quoin_kit *kit, const char *path,
                                          const quoin_options *options);
/* As above from memory; `name` is used in findings, `folder` (NULL: none) to find images. */
QUOIN_API quoin_report *quoin_report_open_memory(const quoin_kit *kit, const char *name,
                                                 const char *folder, const void *bytes, size_t size,
                                                 const quoin_options *options);
/* A file in memory, under its path from the report. */
typedef struct {
    const char *name;
    const void *bytes;
    size_t size;
} quoin_file;
/*
 * As above, with everything it needs in memory: files[0] is the report, the others are its pictures
 * (and a layout of its own). Nothing is read from the disk but what options name. All is copied.
 */
QUOIN_API quoin_report *quoin_report_open_files(const quoin_kit *kit, const quoin_file *files,
                                                size_t count, const quoin_options *options);
/* The names of its parts in order, as options->part takes them: "paper", "A". NULL past the last.
 */
QUOIN_API const char *quoin_report_part(const quoin_report *report, size_t index);

/*
 * As quoin_report_open(), for a file that may be a layout too: its outermost element tells. Of a
 * layout quoin_is_layout() is 1, everything there is to say is in the findings, and it can be
 * neither rendered nor dumped (QUOIN_USAGE).
 */
QUOIN_API quoin_report *quoin_check_open(const quoin_kit *kit, const char *path,
                                         const quoin_options *options);
QUOIN_API int quoin_is_layout(const quoin_report *report);
QUOIN_API void quoin_report_close(quoin_report *report); /* NULL is allowed */

QUOIN_API quoin_status quoin_report_status(const quoin_report *report);
QUOIN_API size_t quoin_finding_count(const quoin_report *report);
QUOIN_API quoin_finding quoin_finding_at(const quoin_report *report, size_t index);
/* As the program prints them; `colour` for a terminal. */
QUOIN_API void quoin_print_findings(const quoin_report *report, FILE *out, int colour);
QUOIN_API void quoin_print_findings_json(const quoin_report *report, FILE *out);

/*
 * Renders. On success *bytes (owned by the report) is the complete PDF. A report with errors gives
 * its status and nothing else. Findings of rendering are added to the report's.
 */
QUOIN_API quoin_status quoin_render(quoin_report *report, const void **bytes, size_t *size);
/* To a file, whole or not at all; "-" is standard output. */
QUOIN_API quoin_status quoin_render_file(quoin_report *report, const char *path);
QUOIN_API size_t quoin_page_count(const quoin_report *report); /* after rendering */
/*
 * The first page as a PNG so many pixels wide (16 to 2,000, else QUOIN_USAGE): for lists. Owned by
 * the report. Before or after quoin_render(), and as that where the report has errors.
 */
QUOIN_API quoin_status quoin_thumbnail(quoin_report *report, unsigned width, const void **png,
                                       size_t *size);

/* A file that the output is made of. */
typedef struct {
    const char *path; /* as it can be opened from the working directory */
    char sha256[65];  /* of its bytes as they were read: hex digits */
} quoin_input;

/*
 * After rendering: the report first, then pictures, a layout file of the user's, its fonts and
 * logos; each once. Of a report that failed, those that were read before. A report that was not
 * read from a file has its name for a path. What quoin carries itself is in
 * quoin_kit_fingerprint().
 */
QUOIN_API size_t quoin_input_count(const quoin_report *report);
QUOIN_API quoin_input quoin_input_at(const quoin_report *report, size_t index);

/* Pages and tags as text, instead of a PDF; what: "pages", "tags" or "all". Owned by the report. */
QUOIN_API quoin_status quoin_dump(quoin_report *report, const char *what, const char **text,
                                  size_t *size);

/* ---- committee packs ----------------------------------------------------------------------- */

/* What is stamped on a page: "" or NULL for none of the two. */
typedef struct {
    const char *item; /* "7": the layout makes "Agenda Item 7" of it; or QUOIN_STAMP_BLANK */
    const char *page; /* "71": "Page 71" */
} quoin_stamp;

/* As the item: that the page is intentionally left blank, in the layout's words. */
#define QUOIN_STAMP_BLANK "*"

/* Where stamps stand: a rectangle from the page's top right corner, in thousandths of a point. */
typedef struct {
    int right, top, width, height;
} quoin_band;

/*
 * A PDF with a page for each of the stamps and nothing on it but that, as artifacts in an embedded
 * face; its pages have the layout's size. `layout`: a shipped one's name or a file; NULL: the
 * default; `variant`: one that it declares, or NULL. Where an item's stamp stands on a report of
 * the same layout, it is the same drawing. *bytes is malloc'ed for the caller. QUOIN_INVALID: the
 * layout has errors (see quoin_check_open).
 */
QUOIN_API quoin_status quoin_stamp_sheet(const quoin_kit *kit, const char *layout,
                                         const char *variant, const quoin_stamp *stamps,
                                         size_t count, void **bytes, size_t *size,
                                         quoin_band *band);

/*
 * An agenda (a root element `agenda`, urn:quoin:agenda:1) is opened, checked and rendered as a
 * report is: its PDF is the front sheet of a pack. Its items say what is to be attached.
 */
QUOIN_API int quoin_is_agenda(const quoin_report *report);
typedef struct {
    const char *number, *title;
    const char *file; /* a report (XML) or PDF, as it can be opened; "": nothing is attached */
    int is_report;    /* the file is to be rendered */
    const char *part, *layout, *variant; /* for rendering it; "": as the report says */
    unsigned line, column;               /* where it stands in the agenda */
    int is_exempt;                       /* its papers are not for publication */
} quoin_agenda_item;
QUOIN_API size_t quoin_agenda_item_count(const quoin_report *report);
QUOIN_API quoin_agenda_item quoin_agenda_item_at(const quoin_report *report, size_t index);
/*
 * Tells on which pages of the pack the item stands ("Pages 71 - 82"); 0, 0: nothing is attached.
 * What was rendered is forgotten: render again.
 */
QUOIN_API void quoin_agenda_place(quoin_report *report, size_t index, unsigned first,
                                  unsigned last);

/*
 * The layout it is rendered in, as quoin_options takes it: a shipped one's name, or a file as it
 * can be opened. "" before it is known.
 */
QUOIN_API const char *quoin_report_layout(const quoin_report *report);

/* The XML Schema of reports ("report"), layouts ("layout") or agendas ("agenda"): malloc'ed for the
 * caller; or NULL. */
QUOIN_API char *quoin_schema(const char *which);
/* The paragraph on a code such as "Q201"; *title (may be NULL) its headline. NULL: no such code. */
QUOIN_API const char *quoin_explain(const char *code, const char **title);

#ifdef __cplusplus
}
#endif
#endif
