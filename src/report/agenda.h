/*
 * agenda: a committee's agenda, the front sheet of its pack: who meets when and where, and what is
 * on the table. Read once, checked, then never changed, as a report is (report.h).
 */
#ifndef QUOIN_REPORT_AGENDA_H
#define QUOIN_REPORT_AGENDA_H

#include "report/report.h"

struct kept_files;

struct member {
    str name;         /* may be empty */
    str role;         /* "Chair"; may be empty where there is a name */
    str organisation; /* whom the member comes from; may be empty */
    struct pos pos;
};

/* Words to members, the press and the public. */
struct notice {
    str title; /* may be empty */
    struct block *blocks;
    str lang;
    struct pos pos;
};

/* What the committee is to do with an item. */
enum agenda_aim {
    AIM_NONE,
    AIM_DECISION,
    AIM_SCRUTINY,
    AIM_DISCUSSION,
    AIM_NOTING,
    AIM_INFORMATION
};

/* What the front sheet says where no pages can be named. */
enum agenda_state {
    AGENDA_AS_FILED,  /* attached where there is a file; else nothing */
    AGENDA_TO_FOLLOW, /* the paper comes later */
    AGENDA_ORAL       /* there will be none */
};

struct agenda_item {
    str number; /* as written, or counted */
    str title;
    str by; /* the post whose item it is; may be empty */
    enum agenda_aim aim;
    enum agenda_state state;
    unsigned
        exempt; /* the paragraph of Schedule 12A by which it is not for publication; 0: it is */
    struct block *blocks; /* words beneath the title; may be NULL */
    str report, pdf;      /* the file attached, from the agenda's folder: one of them or none */
    str part, layout, variant; /* for rendering the report; may be empty */
    str lang;
    struct pos pos;
    const struct xml_node *node; /* for the positions of its attributes */
};

struct agenda {
    /* What every document has (organisation, area, layout, lang, date …); it has no parts. */
    struct report head;
    str committee;
    struct date meeting; /* hour -1 when no time was given */
    struct inl *place;   /* NULL: not told */
    struct member *members;
    size_t member_count;
    struct contact *contacts;
    size_t contact_count;
    struct notice *opening; /* before the items */
    size_t opening_count;
    struct notice *closing; /* behind them */
    size_t closing_count;
    struct agenda_item *items;
    size_t item_count;
};

/* The vocabulary of urn:quoin:agenda:1 (vocab_agenda.c). */
extern const struct vocab agenda_vocab;

/* Of an item in a pack: the numbers of its first and last page; 0: it is not attached (yet). */
struct page_range {
    unsigned first, last;
};

/*
 * agenda_read: XML to model, as report_read. That the files which items name are there is checked
 * too, beneath `root`; not where `stock` is not NULL, and the agenda in memory. NULL after errors.
 */
struct agenda *agenda_read(struct arena *a, struct diag *d, const struct source *source, str root,
                           const struct kept_files *stock);

/* Does this name a layout's file? Else it is the name of one that quoin carries (compose.h). */
bool agenda_is_layout_file(str name);

#endif
