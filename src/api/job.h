/*
 * job: one report on its way through the stages: what was asked for, what the stages have made so
 * far, what there is to say about it.
 *
 * Memory: three arenas. `job` holds the model, boxes, pages and the PDF's bytes; `scratch` is
 * rewound paragraph by paragraph; `talk` holds findings, and what else must outlive a job that ran
 * out of memory. A job belongs to one thread.
 */
#ifndef QUOIN_JOB_H
#define QUOIN_JOB_H

#include "api/kit.h"
#include "base/inputs.h"
#include "page/page.h"
#include "report/agenda.h"
#include "report/report.h"

struct quoin_report {
    const struct quoin_kit *kit;
    struct arena *job, *scratch, *talk;

    /* What was asked for. */
    str path, folder; /* pictures are looked for beneath the folder */
    str layout_asked, part, variant, agenda_item;
    unsigned first_page; /* 0: not given */
    struct pos asked;    /* where layout, variant and part were; no source: not known */
    long long epoch;
    size_t memory_limit;       /* 0: none */
    struct kept_files *stock;  /* not NULL: what files there are; nothing is read from the disk */
    struct page_range *ranges; /* of an agenda's items, in `talk`; NULL: not told yet */
    bool is_werror, is_without_source;
    bool may_be_layout;

    /* What the stages make, in order. */
    const struct source *source;
    struct report *model;
    struct agenda *agenda; /* not NULL: it is one, and the model is its head */
    const struct layout *layout;
    const char *layout_used; /* see quoin_report_layout() */
    struct inputs layout_files;
    bool is_own_layout; /* a file of the user's, not a shipped one */
    bool is_layout;     /* the source itself: the walk ends there */
    struct kept_files pictures;
    struct page_list pages;
    bool is_set; /* pages are there */
    str pdf;

    /* How it stands. */
    size_t stages_done;
    bool is_out_of_memory;
    struct diag diag;
    struct diag checked_diag; /* as it was before pages were set */
    struct arena_mark checked_mark;

    /* What the caller sees. */
    quoin_finding *shown;
    quoin_agenda_item *items; /* NULL: not asked for yet */
    quoin_input *inputs;      /* NULL: not asked for since the last stage */
    size_t input_count;
};

/* From XML to PDF; in quoin.c. */
extern bool (*const render_stages[])(quoin_report *);

/* Stages done. */
enum { MODELLED = 2, CHECKED = 4, SET = 5, RENDERED = 6 };

/* Runs work within the job's arenas; running out of memory becomes a finding (Q802). */
void job_guard(quoin_report *r, void (*work)(void *), void *state);

/* Goes on until `goal` stages are done or one fails; says how it stands then. */
quoin_status job_walk_to(quoin_report *r, size_t goal);

/* Back to where pages had not been set; nothing, where it never came so far. */
void job_forget_pages(quoin_report *r);

/* The findings there are now, in order, as the public header shows them. */
void job_show_findings(quoin_report *r);

#endif
