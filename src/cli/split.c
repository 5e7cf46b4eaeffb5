/*
 * split: a report's parts as files of their own, for meeting systems that put covering papers and
 * appendices together themselves. Page numbers run through all of them; the item is stamped on the
 * first. All are made before the first is written.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

struct volume {
    quoin_report *report;
    char *path;
};

struct split {
    const struct cli *cli;
    const quoin_kit *kit;
    const char *input, *output;
    quoin_options options; /* for the next volume */
    struct volume *volumes;
    size_t count;
};

static quoin_status fail_memory(void)
{
    say_wrong(NULL, "there is not enough memory");
    return QUOIN_LIMIT;
}

/* Was every finding of `report` told with those of an earlier volume? */
static bool is_told(const struct split *s, size_t before, const quoin_finding *f)
{
    for (size_t i = 0; i < before; i++)
        for (size_t k = 0; k < quoin_finding_count(s->volumes[i].report); k++) {
            quoin_finding other = quoin_finding_at(s->volumes[i].report, k);
            if (strcmp(f->code, other.code) == 0 && f->line == other.line &&
                f->column == other.column && strcmp(f->message, other.message) == 0)
                return true;
        }
    return false;
}

/* What was found in the report is found with every part of it: it is told once. */
static void say_news(const struct split *s, size_t index)
{
    const quoin_report *report = s->volumes[index].report;
    for (size_t i = 0; i < quoin_finding_count(report); i++) {
        quoin_finding f = quoin_finding_at(report, i);
        if (!is_told(s, index, &f)) {
            say_findings(report);
            return;
        }
    }
}

static quoin_status make_volume(struct split *s, const char *part)
{
    struct volume *v = &s->volumes[s->count];
    const void *bytes;
    size_t size;
    s->options.part = part;
    v->path = options_output_of_part(s->output, part);
    v->report = v->path ? quoin_report_open(s->kit, s->input, &s->options) : NULL;
    if (v->path)
        s->count++;
    if (!v->report)
        return fail_memory();
    if (options_is_same_file(s->input, v->path)) {
        say_wrong("name another file with -o", "%s is the report itself", v->path);
        return QUOIN_USAGE;
    }
    quoin_status status = quoin_render(v->report, &bytes, &size);
    say_news(s, s->count - 1);
    if (s->options.first_page)
        s->options.first_page += (unsigned)quoin_page_count(v->report);
    s->options.agenda_item = NULL;
    if (status > QUOIN_WARNINGS && !s->cli->is_quiet)
        say_summary(v->report, s->input, 0);
    return status;
}

static quoin_status write_volume(const struct split *s, size_t index)
{
    const struct volume *v = &s->volumes[index];
    quoin_status status = quoin_render_file(v->report, v->path);
    bool is_done = status <= QUOIN_WARNINGS;
    if (!is_done)
        say_findings(v->report);
    if (!s->cli->is_quiet)
        say_summary(v->report, v->path, is_done ? quoin_page_count(v->report) : 0);
    return status;
}

static quoin_status make_all(struct split *s, const quoin_report *whole)
{
    const char *wanted = s->options.part;
    bool is_all = !wanted || strcmp(wanted, "all") == 0;
    quoin_status worst = QUOIN_DONE;
    size_t parts = 0;
    while (quoin_report_part(whole, parts))
        parts++;
    s->volumes = calloc(parts + 1, sizeof *s->volumes);
    if (!s->volumes)
        return fail_memory();
    for (size_t i = 0; i < (is_all ? parts : 1) && worst <= QUOIN_WARNINGS; i++) {
        quoin_status status = make_volume(s, is_all ? quoin_report_part(whole, i) : wanted);
        worst = status > worst ? status : worst;
    }
    for (size_t i = 0; i < s->count && worst <= QUOIN_WARNINGS; i++) {
        quoin_status status = write_volume(s, i);
        worst = status > worst ? status : worst;
    }
    return worst;
}

quoin_status split_render(const struct cli *cli, const quoin_kit *kit, const char *input,
                          const char *output)
{
    struct split s = {.cli = cli, .kit = kit, .input = input, .output = output};
    s.options = options_for_report(cli);
    quoin_report *whole = quoin_report_open(kit, input, &s.options);
    if (!whole)
        return fail_memory();
    quoin_status status = quoin_report_status(whole);
    if (status <= QUOIN_WARNINGS) {
        status = make_all(&s, whole);
    } else {
        say_findings(whole);
        if (!cli->is_quiet)
            say_summary(whole, input, 0);
    }
    for (size_t i = 0; i < s.count; i++) {
        quoin_report_close(s.volumes[i].report);
        free(s.volumes[i].path);
    }
    free(s.volumes);
    quoin_report_close(whole);
    return status;
}
