/* inspect: what a report is made of and looks like, besides its PDF. */
#include <string.h>

#include "api/job.h"
#include "base/digest.h"
#include "image/png.h"
#include "raster/raster.h"

/* ---- its pages and parts ----------------------------------------------------------------------
 */

size_t quoin_page_count(const quoin_report *report)
{
    return report->is_set ? report->pages.count : 0;
}

/* Asked for once or twice a report: the name is copied each time. */
struct naming {
    quoin_report *report;
    str name;
};

static void name_part(void *state)
{
    struct naming *n = state;
    n->name = str_copy(n->report->talk, n->name);
}

const char *quoin_report_part(const quoin_report *report, size_t index)
{
    const struct report *model = report->stages_done >= MODELLED ? report->model : NULL;
    struct naming n = {(quoin_report *)(uintptr_t)report, {0}};
    size_t before = model && model->paper;
    if (!model || report->is_out_of_memory)
        return NULL;
    if (index < before)
        n.name = STR("paper");
    else if (index - before < model->appendix_count)
        n.name = model->appendices[index - before].letter;
    else if (index - before == model->appendix_count && model->glossary)
        n.name = model->glossary->letter;
    else
        return NULL;
    job_guard(n.report, name_part, &n);
    return report->is_out_of_memory ? NULL : n.name.p;
}

const char *quoin_report_layout(const quoin_report *report)
{
    return report->layout_used ? report->layout_used : "";
}

/* ---- inputs ------------------------------------------------------------------------------- */

static void put_input(quoin_report *r, str path, str bytes)
{
    quoin_input *input = &r->inputs[r->input_count++];
    str hex = digest_hex(r->talk, bytes);
    input->path = str_copy(r->talk, path).p;
    memcpy(input->sha256, hex.p, sizeof input->sha256);
}

/*
 * The pictures that the report names may be among the layout's files: each file once. Out of
 * memory, lists may have been left half-written: then there is the report alone.
 */
static void list_inputs(void *state)
{
    quoin_report *r = state;
    struct inputs all = {.arena = r->talk};
    for (size_t i = 0; i < r->pictures.count && !r->is_out_of_memory; i++)
        inputs_add(&all, r->folder, r->pictures.files[i].name, r->pictures.files[i].bytes);
    for (size_t i = 0; i < r->layout_files.count && !r->is_out_of_memory; i++)
        inputs_add(&all, STR(""), r->layout_files.items[i].path, r->layout_files.items[i].bytes);
    r->input_count = 0;
    r->inputs = ARENA_ARRAY(r->talk, all.count + 1, quoin_input);
    put_input(r, r->source->path, r->source->text);
    for (size_t i = 0; i < all.count; i++)
        put_input(r, all.items[i].path, all.items[i].bytes);
}

/* Hashing waits until somebody asks; a report belongs to one thread, so it may change for that. */
size_t quoin_input_count(const quoin_report *report)
{
    quoin_report *r = (quoin_report *)(uintptr_t)report;
    if (!r->inputs && r->source)
        job_guard(r, list_inputs, r);
    return r->inputs ? r->input_count : 0;
}

quoin_input quoin_input_at(const quoin_report *report, size_t index)
{
    return index < quoin_input_count(report) ? report->inputs[index] : (quoin_input){"", ""};
}

/* ---- dumps --------------------------------------------------------------------------------- */

struct dump {
    quoin_report *report;
    const char *what;
    str text; /* in the job's arena */
};

static void dump_list(void *state)
{
    struct dump *d = state;
    struct buf out = {.arena = d->report->job};
    if (strcmp(d->what, "tags") != 0)
        dump_pages(&d->report->pages, &out);
    if (strcmp(d->what, "pages") != 0)
        dump_tags(&d->report->pages, &out);
    d->text = str_copy(d->report->job, buf_str(&out));
}

quoin_status quoin_dump(quoin_report *report, const char *what, const char **text, size_t *size)
{
    *text = NULL;
    *size = 0;
    if (strcmp(what, "pages") != 0 && strcmp(what, "tags") != 0 && strcmp(what, "all") != 0)
        return QUOIN_USAGE;
    if (report->is_layout)
        return QUOIN_USAGE;
    struct dump dump = {.report = report, .what = what};
    if (job_walk_to(report, SET) <= QUOIN_WARNINGS)
        job_guard(report, dump_list, &dump);
    if (quoin_report_status(report) <= QUOIN_WARNINGS) {
        *text = dump.text.p;
        *size = dump.text.n;
    }
    return quoin_report_status(report);
}

/* ---- thumbnails --------------------------------------------------------------------------- */

struct thumbnail {
    quoin_report *report;
    unsigned width;
    str png; /* in the job's arena */
};

/* The pixels are needed no longer than their PNG takes to be made. */
static void draw_thumbnail(void *state)
{
    struct thumbnail *t = state;
    quoin_report *r = t->report;
    struct arena_mark mark = arena_mark(r->scratch);
    const struct bitmap *picture = raster_draw_page(r->scratch, r->pages.pages[0], t->width);
    t->png = str_copy(r->job, png_save_bitmap(r->scratch, picture));
    arena_rewind(r->scratch, mark);
}

quoin_status quoin_thumbnail(quoin_report *report, unsigned width, const void **png, size_t *size)
{
    struct thumbnail thumbnail = {.report = report, .width = width};
    *png = NULL;
    *size = 0;
    if (width < RASTER_WIDTH_MIN || width > RASTER_WIDTH_MAX || report->is_layout)
        return QUOIN_USAGE;
    if (job_walk_to(report, SET) <= QUOIN_WARNINGS)
        job_guard(report, draw_thumbnail, &thumbnail);
    if (quoin_report_status(report) <= QUOIN_WARNINGS) {
        *png = thumbnail.png.p;
        *size = thumbnail.png.n;
    }
    return quoin_report_status(report);
}
