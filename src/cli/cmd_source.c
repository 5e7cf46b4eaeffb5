#include "pack/source.h"

#include <string.h>
#include <sys/resource.h>

#include "base/folder.h"
#include "cli/cli.h"

/* Enough for every PDF within the limit on its size, unless it was made to swell. */
#define MEMORY_LIMIT ((size_t)1 << 30)

#if defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_SANITIZED true
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED false /* a sanitizer's own memory is beyond any limit */
#endif

struct work {
    const struct cli *cli;
    struct arena *arena;
    struct diag diag;
};

static void limit_memory(const struct cli *cli)
{
    rlim_t bytes = cli->memory_limit ? cli->memory_limit : MEMORY_LIMIT;
    if (!IS_SANITIZED)
        setrlimit(RLIMIT_AS, &(struct rlimit){bytes, bytes});
}

static bool write_all(struct work *w, const struct recovered *found)
{
    str folder = str_z(w->cli->folder);
    if (!folder_claim(&w->diag, folder) ||
        !folder_publish(&w->diag, folder, STR("report.xml"), found->xml))
        return false;
    for (size_t i = 0; i < found->pictures.count; i++) {
        const struct kept_file *f = &found->pictures.files[i];
        if (!folder_publish(&w->diag, folder, f->name, f->bytes))
            return false;
    }
    return true;
}

/* In quotes where it holds a space; the reader lets nothing else through that a shell would see. */
static void say_argument(const char *before, str value)
{
    const char *quote = str_find(value, ' ') < value.n ? "'" : "";
    fprintf(stderr, "%s%s%.*s%s", before, quote, STR_ARG(value), quote);
}

/* The command that makes the PDF again. */
static void say_command(const struct source_facts *facts)
{
    fputs("  the same PDF again:", stderr);
    if (facts->epoch.n)
        say_argument(" SOURCE_DATE_EPOCH=", facts->epoch);
    fputs(" quoin render", stderr);
    if (facts->layout.n)
        say_argument(" --layout ", facts->layout);
    if (facts->variant.n)
        say_argument(" --variant ", facts->variant);
    if (facts->part.n && !str_is(facts->part, "all"))
        say_argument(" --part ", facts->part);
    if (facts->agenda_item.n)
        say_argument(" --agenda-item ", facts->agenda_item);
    if (facts->first_page.n)
        say_argument(" --first-page ", facts->first_page);
    fputs(" report.xml\n", stderr);
}

static void say_origin(const struct cli *cli, const struct recovered *found)
{
    const struct source_facts *facts = &found->facts;
    say_name(stderr, cli->operands[0]);
    fprintf(stderr, ": made by quoin%s%.*s", facts->version.n ? " " : "", STR_ARG(facts->version));
    if (facts->version.n && !str_is(facts->version, quoin_version()))
        fprintf(stderr, " (this is %s and may set it otherwise)", quoin_version());
    fputs("\n", stderr);
    say_command(facts);
    if (str_ends(facts->layout, STR(".xml")))
        fprintf(stderr, "  that layout file is not in the PDF; its SHA-256 is %.*s\n",
                STR_ARG(facts->layout_hash));
    if (found->picture_count && !cli->folder)
        fprintf(stderr, "  it uses %zu picture%s: --all FOLDER writes %s too\n",
                found->picture_count, found->picture_count == 1 ? "" : "s",
                found->picture_count == 1 ? "it" : "them");
}

static void recover(void *state)
{
    struct work *w = state;
    const struct cli *cli = w->cli;
    struct recovered found;
    diag_init(&w->diag, w->arena);
    const struct source *pdf =
        file_read(w->arena, &w->diag, str_z(cli->operands[0]), SOURCE_CAP_PDF);
    if (!pdf || !source_read(w->arena, &w->diag, pdf, cli->folder != NULL, &found))
        return;
    bool is_done = cli->folder
                       ? write_all(w, &found)
                       : file_publish(&w->diag, str_z(cli->output ? cli->output : "-"), found.xml);
    if (is_done && !cli->is_quiet)
        say_origin(cli, &found);
}

static bool check_usage(const struct cli *cli)
{
    if (cli->output && cli->folder) {
        say_wrong("-o writes the XML alone, --all the pictures too",
                  "-o and --all cannot both be given");
        return false;
    }
    if (cli->output && options_is_same_file(cli->operands[0], cli->output)) {
        say_wrong("name another file with -o", "%s is the PDF itself", cli->output);
        return false;
    }
    return true;
}

quoin_status cmd_source(const struct cli *cli)
{
    if (!check_usage(cli))
        return QUOIN_USAGE;
    limit_memory(cli);
    struct work work = {.cli = cli, .arena = arena_new()};
    if (!work.arena || !arena_guard(&work.arena, 1, recover, &work)) {
        arena_close(work.arena);
        say_wrong(NULL, "there is not enough memory");
        return QUOIN_LIMIT;
    }
    say_diag(&work.diag);
    quoin_status status = (quoin_status)work.diag.status;
    arena_close(work.arena);
    return status;
}
