/*
 * The whole program on one screen: render_stages names every stage from XML to PDF in order, and
 * quoin_render() walks along it. What each stage does is in api/stage.c; how far a report has come,
 * its memory and its findings are in api/job.h.
 */
#include "quoin.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "api/stage.h"
#include "base/file.h"

/* From XML to PDF. A stage starts from what those before it left in the report. */
bool (*const render_stages[])(quoin_report *) = {
    stage_load_source,   /* base/file: the file, read once */
    stage_read_model,    /* xml/, report/: XML to a checked, read-only model */
    stage_choose_layout, /* compose/layout: the brand */
    stage_fill_words,    /* report/narrative: figures inside the words */
    stage_set_pages,     /* compose/ to boxes, typeset/ to pages and tags */
    stage_write_pdf,     /* pdf/: pages and tags to bytes */
};

quoin_status quoin_render(quoin_report *report, const void **bytes, size_t *size)
{
    quoin_status status = report->is_layout ? QUOIN_USAGE : job_walk_to(report, RENDERED);
    bool is_done = status <= QUOIN_WARNINGS;
    *bytes = is_done ? report->pdf.p : NULL;
    *size = is_done ? report->pdf.n : 0;
    return status;
}

struct errand {
    quoin_report *report;
    const char *argument;
};

/* Finds out before the work, not after it, that the folder is not there or is read-only. */
static void check_folder(void *state)
{
    struct errand *e = state;
    quoin_report *r = e->report;
    str folder = file_folder(r->talk, str_z(e->argument));
    if (access(folder.p, W_OK | X_OK) == 0)
        return;
    struct source *place = ARENA_NEW(r->talk, struct source);
    place->path = str_copy(r->talk, str_z(e->argument));
    char text[128];
    struct finding *f = diag_add(&r->diag, Q702, (struct pos){.source = place},
                                 "cannot write into the folder %.*s: %s", STR_ARG(folder),
                                 strerror_r(errno, text, sizeof text)); /* the GNU one */
    diag_hint(&r->diag, f, "name an existing folder that you may write to");
    job_show_findings(r);
}

static void publish(void *state)
{
    struct errand *e = state;
    quoin_report *r = e->report;
    if (!file_publish(&r->diag, str_z(e->argument), r->pdf))
        job_show_findings(r);
}

quoin_status quoin_render_file(quoin_report *report, const char *path)
{
    struct errand errand = {report, path};
    const void *bytes;
    size_t size;
    if (report->is_layout)
        return QUOIN_USAGE;
    if (quoin_report_status(report) <= QUOIN_WARNINGS && strcmp(path, "-") != 0)
        job_guard(report, check_folder, &errand);
    if (quoin_report_status(report) <= QUOIN_WARNINGS &&
        quoin_render(report, &bytes, &size) <= QUOIN_WARNINGS)
        job_guard(report, publish, &errand);
    return quoin_report_status(report);
}
