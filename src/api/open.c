/* open: a report from a path, from memory or from files that its caller holds. */
#include <stdlib.h>

#include "api/job.h"
#include "base/file.h"

struct opening {
    quoin_report *report;
    const quoin_options *options;
    const char *path, *folder;
    const void *bytes; /* NULL: read the path */
    size_t size;
    bool may_be_layout;
    const quoin_file *others; /* NULL: the disk may be read */
    size_t other_count;
};

static struct source *copy_source(struct arena *a, const struct opening *o)
{
    struct source *source = ARENA_NEW(a, struct source);
    source->path = str_copy(a, str_z(o->path));
    source->text = str_copy(a, (str){o->bytes, o->size});
    return source;
}

/* Files whose names lead out of the report's folder are none that a report can name. */
static struct kept_files *copy_others(struct arena *a, const struct opening *o)
{
    struct kept_files *stock = ARENA_NEW(a, struct kept_files);
    for (size_t i = 0; i < o->other_count; i++) {
        const quoin_file *f = &o->others[i];
        struct kept_file file = {.bytes = str_copy(a, (str){f->bytes, f->size})};
        if (file_plain_name(a, str_z(f->name), &file.name))
            *ARENA_PUSH(a, stock->files, stock->count, stock->capacity) = file;
    }
    return stock;
}

static struct pos copy_place(struct arena *a, const quoin_options *options)
{
    struct source *source = ARENA_NEW(a, struct source);
    if (!options->asked_in)
        return (struct pos){0};
    source->path = str_copy(a, str_z(options->asked_in));
    return (struct pos){source, options->asked_line, options->asked_column, 0};
}

/* Copies what the caller gave, so that it may go away. */
static void keep_arguments(void *state)
{
    const struct opening *o = state;
    quoin_report *r = o->report;
    static const quoin_options defaults = QUOIN_OPTIONS_DEFAULT;
    const quoin_options *options = o->options ? o->options : &defaults;
    diag_init(&r->diag, r->talk);
    r->layout_files.arena = r->job;
    r->memory_limit = options->memory_limit;
    arena_set_limit(r->job, r->memory_limit);
    r->path = str_copy(r->talk, str_z(o->path));
    r->layout_asked = str_copy(r->talk, str_z(options->layout));
    r->variant = str_copy(r->talk, str_z(options->variant));
    r->part = str_copy(r->talk, options->part ? str_z(options->part) : STR("all"));
    r->agenda_item = str_copy(r->talk, str_z(options->agenda_item));
    r->first_page = options->first_page;
    r->asked = copy_place(r->talk, options);
    r->epoch = options->epoch;
    r->is_werror = options->werror != 0;
    r->may_be_layout = o->may_be_layout;
    r->is_without_source = options->no_source != 0;
    r->folder = o->bytes ? str_copy(r->talk, str_z(o->folder)) : file_folder(r->talk, r->path);
    if (o->bytes)
        r->source = copy_source(r->job, o);
    if (o->others)
        r->stock = copy_others(r->job, o);
}

static quoin_report *open_report(struct opening *o, const quoin_kit *kit)
{
    quoin_report *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    o->report = r;
    r->kit = kit;
    r->job = arena_new();
    r->scratch = arena_new();
    r->talk = arena_new();
    if (!r->job || !r->scratch || !r->talk) {
        quoin_report_close(r);
        return NULL;
    }
    job_guard(r, keep_arguments, o);
    job_walk_to(r, CHECKED);
    return r;
}

quoin_report *quoin_report_open(const quoin_kit *kit, const char *path,
                                const quoin_options *options)
{
    struct opening o = {.options = options, .path = path};
    return open_report(&o, kit);
}

quoin_report *quoin_report_open_memory(const quoin_kit *kit, const char *name, const char *folder,
                                       const void *bytes, size_t size, const quoin_options *options)
{
    struct opening o = {.options = options,
                        .path = name,
                        .folder = folder,
                        .bytes = bytes ? bytes : "",
                        .size = size};
    return open_report(&o, kit);
}

quoin_report *quoin_report_open_files(const quoin_kit *kit, const quoin_file *files, size_t count,
                                      const quoin_options *options)
{
    static const quoin_file none = {"", "", 0};
    const quoin_file *report = count ? &files[0] : &none;
    struct opening o = {.options = options,
                        .path = report->name,
                        .folder = ".",
                        .bytes = report->bytes ? report->bytes : "",
                        .size = report->size,
                        .others = count ? files + 1 : &none,
                        .other_count = count ? count - 1 : 0};
    return open_report(&o, kit);
}

quoin_report *quoin_check_open(const quoin_kit *kit, const char *path, const quoin_options *options)
{
    struct opening o = {.options = options, .path = path, .may_be_layout = true};
    return open_report(&o, kit);
}

int quoin_is_layout(const quoin_report *report)
{
    return report->is_layout;
}

void quoin_report_close(quoin_report *report)
{
    if (!report)
        return;
    arena_close(report->scratch);
    arena_close(report->job);
    arena_close(report->talk);
    free(report);
}
