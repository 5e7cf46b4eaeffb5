#include "cli/supply.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "pack/part.h"

const struct source *supply_read(struct supply *s, const char *path)
{
    for (size_t i = 0; i < s->read_count; i++)
        if (str_is(s->read[i]->path, path))
            return s->read[i];
    const struct source *source = file_read(s->arena, s->diag, str_z(path), PACK_CAP_PDF);
    if (source)
        *ARENA_PUSH(s->arena, s->read, s->read_count, s->read_capacity) = source;
    return source;
}

void supply_refuse(struct supply *s, const char *path, enum code code, const char *what,
                   const char *hint)
{
    struct source *place = ARENA_NEW(s->diag->arena, struct source);
    place->path = str_copy(s->diag->arena, str_z(path));
    diag_hint(s->diag, diag_add(s->diag, code, (struct pos){.source = place}, "%s", what), "%s",
              hint);
}

/* NULL without memory: the report is to be closed before that is told. */
static struct source *copy_pdf(struct supply *s, const char *path, const void *bytes, size_t size)
{
    char *text = arena_try(s->arena, size + strlen(path) + 1);
    struct source *source = text ? arena_try(s->arena, sizeof *source) : NULL;
    if (!source)
        return NULL;
    memcpy(text, bytes, size);
    memcpy(text + size, path, strlen(path) + 1);
    *source = (struct source){{text + size, strlen(path)}, {text, size}};
    return source;
}

const struct source *supply_render(struct supply *s, const char *path, const quoin_options *options)
{
    quoin_report *report = quoin_report_open(s->kit, path, options);
    struct source *source = NULL;
    const void *bytes;
    size_t size;
    if (!report)
        arena_oom(s->arena);
    bool is_agenda = quoin_is_agenda(report);
    bool is_made = !is_agenda && quoin_render(report, &bytes, &size) <= QUOIN_WARNINGS;
    if (is_made)
        source = copy_pdf(s, path, bytes, size);
    say_findings(report);
    quoin_status status = quoin_report_status(report);
    s->worst = status > s->worst ? status : s->worst;
    quoin_report_close(report);
    if (is_made && !source)
        arena_oom(s->arena);
    if (is_agenda) /* quoin_report_open() takes them too */
        supply_refuse(s, path, Q739, "this is an agenda, not a report",
                      "make its pack first (quoin pack), and attach that");
    return source;
}

/* The diagnosis lives elsewhere: what was opened is closed again. */
size_t supply_count_pages(struct supply *s, const struct source *pdf)
{
    struct arena_mark mark = arena_mark(s->arena);
    struct part part;
    size_t count = part_open(s->arena, s->diag, pdf, &part) ? part.page_count : 0;
    arena_rewind(s->arena, mark);
    return count;
}

struct pack_order supply_order(const struct cli *cli)
{
    struct pack_order order = {
        .layout = cli->layout, .variant = cli->variant, .is_duplex = cli->is_duplex};
    if (cli->stamps && strcmp(cli->stamps, "all") == 0)
        order.stamps = PACK_STAMP_ALL;
    if (cli->stamps && strcmp(cli->stamps, "none") == 0)
        order.stamps = PACK_STAMP_NONE;
    return order;
}

bool supply_is_input(const char *input, const char *output)
{
    if (!options_is_same_file(input, output))
        return false;
    say_wrong("name another file with -o", "%s is one of the files that the pack is made of",
              output);
    return true;
}

bool supply_has_folder(struct supply *s, const char *output)
{
    struct stat st;
    int error = 0;
    if (strcmp(output, "-") == 0)
        return true;
    if (stat(file_folder(s->arena, str_z(output)).p, &st) != 0)
        error = errno;
    else if (!S_ISDIR(st.st_mode))
        error = ENOTDIR;
    if (error)
        file_add_unwritten(s->diag, str_z(output), error);
    return error == 0;
}

void supply_say_done(const char *output, size_t pages, size_t items, size_t all)
{
    if (strcmp(output, "-") == 0)
        fputs("<stdout>", stderr);
    else
        say_name(stderr, output);
    fprintf(stderr, ": %zu page%s, %zu ", pages, pages == 1 ? "" : "s", items);
    if (all)
        fprintf(stderr, "of %zu item%s attached\n", all, all == 1 ? "" : "s");
    else
        fprintf(stderr, "item%s\n", items == 1 ? "" : "s");
}
