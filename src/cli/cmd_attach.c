/*
 * The file behind an --item is that item; --at, --replace and --title, in front of the file or
 * behind it, belong to the --item before them. The pack is the file that no --item precedes,
 * wherever it stands.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "cli/supply.h"

struct attaching {
    const struct cli *cli;
    struct arena *arena;
    struct diag diag;
    struct supply supply;
    struct pack_item *items;
    const char **files; /* one an item */
    const char *pack;
    size_t count;
    size_t page_count;
};

/* ---- the command line ----------------------------------------------------------------------- */

static bool is_option(const struct listed *l, const char *name)
{
    return strcmp(l->option->name, name) == 0;
}

static bool set_place(struct pack_item *item, const struct listed *l, enum pack_place place)
{
    if (item->place != PACK_AT_END) {
        say_wrong("--at and --replace belong to the --item before them",
                  "item %.*s is to stand at two places", STR_ARG(item->number));
        return false;
    }
    item->place = place;
    return options_read_page(l, &item->page);
}

/* An option behind the item that it belongs to. */
static bool set_item(struct pack_item *item, const struct listed *l)
{
    if (is_option(l, "at"))
        return set_place(item, l, PACK_BEFORE);
    if (is_option(l, "replace"))
        return set_place(item, l, PACK_REPLACE);
    item->title = str_z(l->value);
    return true;
}

static bool read_items(struct attaching *at)
{
    const struct cli *cli = at->cli;
    for (int i = 0; i < cli->listed_count; i++) {
        const struct listed *l = &cli->listed[i];
        if (is_option(l, "item")) {
            at->items[at->count++] = (struct pack_item){.number = str_z(l->value)};
            continue;
        }
        if (at->count == 0) {
            say_wrong("it belongs behind one: --item 7 q2.pdf --at 71",
                      "--%s stands before any --item", l->option->name);
            return false;
        }
        if (!set_item(&at->items[at->count - 1], l))
            return false;
    }
    return true;
}

#define EXAMPLE "quoin attach pack.pdf --item 7 q2.pdf --item 8 plan.pdf -o new.pdf"

/* The last --item that stands before a file and behind the one before it; NULL: none does. */
static const struct listed *item_of(const struct cli *cli, int file)
{
    const struct listed *found = NULL;
    for (int i = 0; i < cli->listed_count; i++)
        if (is_option(&cli->listed[i], "item") && cli->listed[i].before == file)
            found = &cli->listed[i];
    return found;
}

/* Gives each --item its file. */
static bool read_files(struct attaching *at)
{
    const struct cli *cli = at->cli;
    size_t item = 0;
    for (int i = 0; i < cli->listed_count; i++) {
        const struct listed *l = &cli->listed[i];
        if (!is_option(l, "item"))
            continue;
        if (l->before == cli->operand_count || item_of(cli, l->before) != l) {
            say_wrong(EXAMPLE, "there is no file behind --item %s", l->value);
            return false;
        }
        at->files[item++] = cli->operands[l->before];
    }
    return true;
}

static bool find_pack(struct attaching *at)
{
    const struct cli *cli = at->cli;
    for (int i = 0; i < cli->operand_count; i++) {
        if (item_of(cli, i))
            continue;
        if (at->pack) {
            say_wrong("the pack is the one file without; each other needs one before it: --item 7 "
                      "q2.pdf",
                      "neither %s nor %s stands behind an --item", at->pack, cli->operands[i]);
            return false;
        }
        at->pack = cli->operands[i];
    }
    if (!at->pack)
        say_wrong("the pack is the file without: " EXAMPLE, "every file stands behind an --item");
    return at->pack;
}

static bool check_usage(struct attaching *at)
{
    if (at->count == 0) {
        say_wrong(EXAMPLE, "no --item says what is to be attached");
        return false;
    }
    if (!read_files(at) || !find_pack(at))
        return false;
    if (!at->cli->output) {
        say_wrong(EXAMPLE, "-o must say where the new pack goes");
        return false;
    }
    for (size_t i = 0; i < at->count; i++)
        if (supply_is_input(at->files[i], at->cli->output))
            return false;
    return true;
}

/* ---- the work ------------------------------------------------------------------------------- */

static bool is_report(const char *path)
{
    size_t n = strlen(path);
    return n > 4 && strcasecmp(path + n - 4, ".xml") == 0 && !options_is_pdf(path);
}

static bool is_pack_a_pdf(struct attaching *at)
{
    if (!is_report(at->pack))
        return true;
    supply_refuse(&at->supply, at->pack, Q710,
                  "this is no PDF: the file without an --item is the pack, a PDF",
                  "quoin attach pack.pdf --item 7 q2.xml -o new.pdf");
    return false;
}

static bool open_items(struct attaching *at)
{
    quoin_options options = options_for_report(at->cli);
    options.layout = NULL; /* that is the stamps' */
    bool is_whole = true;
    for (size_t i = 0; i < at->count; i++) {
        const char *path = at->files[i];
        struct pack_item *item = &at->items[i];
        item->pdf = is_report(path) ? supply_render(&at->supply, path, &options)
                                    : supply_read(&at->supply, path);
        is_whole = item->pdf && is_whole;
    }
    return is_whole;
}

static void attach(void *state)
{
    struct attaching *at = state;
    struct pack_order order = supply_order(at->cli);
    str pack;
    if (!supply_has_folder(&at->supply, at->cli->output) || !is_pack_a_pdf(at))
        return;
    order.pack = supply_read(&at->supply, at->pack);
    if (!open_items(at) || !order.pack)
        return;
    order.items = at->items;
    order.item_count = at->count;
    if (!pack_make(at->arena, &at->diag, at->supply.kit, &order, &pack))
        return;
    struct source *made = ARENA_NEW(at->arena, struct source);
    *made = (struct source){order.pack->path, pack};
    if (!at->cli->is_quiet)
        at->page_count = supply_count_pages(&at->supply, made);
    if (!diag_failed(&at->diag))
        file_publish(&at->diag, str_z(at->cli->output), pack);
}

static quoin_status finish(struct attaching *at)
{
    quoin_status status = (quoin_status)at->diag.status;
    if (at->supply.worst > status)
        status = at->supply.worst;
    say_diag(&at->diag);
    if (status <= QUOIN_WARNINGS && !at->cli->is_quiet)
        supply_say_done(at->cli->output, at->page_count, at->count, 0);
    return status;
}

static quoin_status run(struct attaching *at, struct arena *talk)
{
    quoin_status status;
    at->supply = (struct supply){
        .cli = at->cli, .kit = say_open_kit(&status), .arena = at->arena, .diag = &at->diag};
    if (!at->supply.kit)
        return status;
    diag_init(&at->diag, talk);
    if (arena_guard((struct arena *[2]){at->arena, talk}, 2, attach, at)) {
        status = finish(at);
    } else {
        memory_tell_short();
        status = QUOIN_LIMIT;
    }
    quoin_kit_close((quoin_kit *)(uintptr_t)at->supply.kit);
    return status;
}

quoin_status cmd_attach(const struct cli *cli)
{
    struct attaching at = {.cli = cli, .arena = arena_new()};
    struct arena *talk = arena_new();
    quoin_status status = QUOIN_LIMIT;
    at.items = calloc((size_t)cli->listed_count + 1, sizeof *at.items);
    at.files = calloc((size_t)cli->listed_count + 1, sizeof *at.files);
    if (!at.items || !at.files || !at.arena || !talk)
        memory_tell_short();
    else if (!read_items(&at) || !check_usage(&at))
        status = QUOIN_USAGE;
    else
        status = run(&at, talk);
    arena_close(at.arena);
    arena_close(talk);
    free(at.items);
    free(at.files);
    return status;
}
