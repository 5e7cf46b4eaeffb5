#include "batch/child.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "batch/confine.h"
#include "batch/fault_hook.h"
#include "batch/parcel.h"

/* What print() writes; empty when there is no memory for all of it. */
static str print_whole(const quoin_report *report, int colour,
                       void (*print)(const quoin_report *, FILE *, int colour))
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return (str){0};
    print(report, out, colour);
    bool is_whole = !ferror(out);
    return fclose(out) == 0 && is_whole ? (str){text, size} : (str){0};
}

static void print_json(const quoin_report *report, FILE *out, int colour)
{
    (void)colour;
    quoin_print_findings_json(report, out);
}

static void add_findings(struct result *r, const quoin_report *report, bool is_coloured)
{
    for (size_t i = 0; i < quoin_finding_count(report); i++) {
        quoin_severity severity = quoin_finding_at(report, i).severity;
        r->errors += severity == QUOIN_ERROR;
        r->warnings += severity == QUOIN_WARNING;
    }
    r->findings = print_whole(report, is_coloured, quoin_print_findings);
    str json = print_whole(report, 0, print_json);
    r->findings_json = json.n ? json : STR("[]");
}

/* What the PDF is made of decides whether it is made again: false when it cannot be told. */
static bool add_inputs(struct result *r, const quoin_report *report)
{
    size_t count = quoin_input_count(report);
    r->inputs = calloc(count + 1, sizeof *r->inputs);
    if (!r->inputs)
        return false;
    for (size_t i = 0; i < count; i++) {
        quoin_input input = quoin_input_at(report, i);
        char *sha256 = strdup(input.sha256);
        if (!sha256)
            return false;
        r->inputs[i] = (struct record_input){str_z(input.path), str_z(sha256)};
    }
    r->input_count = count;
    return true;
}

/*
 * The thumbnail comes last: findings and status are the PDF's, and where there is no memory left
 * for a picture of it, the PDF is none the worse.
 */
static void render(struct result *r, quoin_report *report, const struct worker_order *order)
{
    const void *pdf = NULL, *png = NULL;
    size_t pdf_size = 0, png_size = 0;
    r->status = (int)quoin_render(report, &pdf, &pdf_size);
    add_findings(r, report, order->is_coloured);
    if (!add_inputs(r, report))
        r->status = QUOIN_LIMIT;
    if (r->status > QUOIN_WARNINGS)
        return;
    r->pdf = (str){pdf, pdf_size};
    r->pages = quoin_page_count(report);
    if (order->thumbnail_width &&
        quoin_thumbnail(report, order->thumbnail_width, &png, &png_size) <= QUOIN_WARNINGS)
        r->thumbnail = (str){png, png_size};
}

void child_run(const quoin_kit *kit, const struct worker_order *order, int pipe, pid_t parent)
{
    struct result result = {.status = QUOIN_LIMIT, .findings_json = STR("[]")};
    pipe = confine_self(order, pipe, parent);
    fault_hook(order->path, pipe);
    quoin_report *report = quoin_report_open(kit, order->path, order->options);
    if (report)
        render(&result, report, order);
    _exit(parcel_send(pipe, &result) ? 0 : 1);
}
