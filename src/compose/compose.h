/*
 * compose: a report and a layout to boxes. The stage's one door.
 *
 *   layout.c       a layout loaded: sheet.c looks attributes up through the files it is based on;
 *                  layout_vocab.c its vocabulary (urn:quoin:layout:1), layout_type.c faces, styles,
 *                  layout_page.c pages and covers, layout_table.c columns and marks, layout_words.c
 *                  words, layout_check.c what no part sees alone, layout_access.c who can read it
 *   pattern.c      fields in the layout's words       mark.c      drawn marks and arrows
 *   style.c        inlines to runs and paragraphs     blocks.c    blocks to boxes
 *   running.c      page designs, heads and feet       refs.c      where references lead
 *   paper.c        the covering paper                 pairs.c     rows of a label and its words
 *   front_sheet.c  an agenda                          cover.c     an appendix's cover
 *   section.c      sections and KPI tables            figure.c    a value and the lines beneath
 *   kpi_block.c    KPIs without a table
 *   glossary.c     the glossary, and links to it      contents.c  the contents page
 *   endorse.c      stamps: a pack's item and page numbers
 */
#ifndef QUOIN_COMPOSE_COMPOSE_H
#define QUOIN_COMPOSE_COMPOSE_H

#include "base/file.h"
#include "base/inputs.h"
#include "report/report.h"
#include "typeset/box.h"

struct agenda;
struct layout;
struct page_range;

/* What a layout may draw on besides its own file. */
struct layout_shelf {
    struct arena *kit;
    const struct face **faces; /* opened so far, by asset or path; grows while layouts load */
    size_t face_count, face_capacity;
    struct inputs *inputs;          /* gets the files read from the disk; NULL: nobody asks */
    const struct kept_files *stock; /* not NULL: the files there are; none is read from the disk */
    str variant;      /* which variant of the layouts loaded is meant; empty: the layout as it is */
    struct pos asked; /* where the variant was asked for; no source: the layout is named */
};

/*
 * Loads a layout by shipped name ("opcc") or by path ("brands/ours.xml": files it names are looked
 * for beneath its own folder, then among the faces shipped). `pos` is where it was asked for. NULL
 * after findings (Q5xx); an unknown name gets the nearest one as a hint.
 */
const struct layout *layout_load(struct layout_shelf *shelf, struct diag *d, str name_or_path,
                                 struct pos pos);

/* As above for a name that a report gives: a path is relative to `root` and may not leave it. */
const struct layout *layout_load_under(struct layout_shelf *shelf, struct diag *d, str root,
                                       str name_or_path, struct pos pos);

/* A layout from bytes already read; `root` is the folder for its files. */
const struct layout *layout_parse(struct layout_shelf *shelf, struct diag *d,
                                  const struct source *source, str root);

const struct wording *layout_wording(const struct layout *l);
str layout_name(const struct layout *l);
str layout_title(const struct layout *l);    /* a line for `quoin layouts` */
str layout_lang(const struct layout *l);     /* the language of its words */
str layout_variants(const struct layout *l); /* their names, parted by spaces */
str layout_bytes(const struct layout *l);    /* the layout file's text */
/* Does a document of so many pages get a contents page? (If it does, it is set again.) */
bool layout_has_contents(const struct layout *l, size_t pages);

struct vocab;
extern const struct vocab layout_vocab;

struct compose_options {
    str part;             /* "all", "paper", or an appendix's letter */
    str image_root;       /* the report's folder: images are read beneath it */
    size_t page_estimate; /* 0 at first; the pages of an earlier pass, for "contents when > 20" */
    struct kept_files *pictures; /* those read so far; gets the others. May be NULL */
    str agenda_item;             /* stamped on the first page; empty: not */
    size_t first_page;           /* of the pack: stamped on each page; 0: not */
    struct pos asked;            /* where the part was asked for; no source: the report is named */
};

/* What is stamped on a page; empty: none of the two. */
struct stamp_words {
    str item, page;
    bool is_blank; /* the page has nothing else on it, and says so */
};

/*
 * A document of empty pages that have nothing but these stamps, where compose_document() puts them;
 * with one font subset for all when it is written as one PDF.
 */
void compose_stamps(struct arena *a, const struct layout *layout, const struct stamp_words *stamps,
                    size_t count, struct document *out);

/* Where stamps stand: from the page's right edge and its top. */
struct stamp_band {
    len right, top, width, height;
};
struct stamp_band layout_stamp_band(const struct layout *l);

/* The document's boxes. False after findings (Q304: no such part; Q5xx: images). */
bool compose_document(struct arena *a, struct diag *d, const struct report *report,
                      const struct layout *layout, const struct compose_options *options,
                      struct document *out);

/* The same for an agenda: its front sheet. `ranges`: the pages of each item; NULL: not known. */
bool compose_agenda(struct arena *a, struct diag *d, const struct agenda *agenda,
                    const struct page_range *ranges, const struct layout *layout,
                    const struct compose_options *options, struct document *out);

#endif
