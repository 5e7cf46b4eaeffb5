#include "pack/verify.h"

#include <string.h>

#include "base/show.h"
#include "cli/cli.h"

struct work {
    const struct cli *cli;
    const quoin_kit *kit;
    struct arena *arena;
    struct diag diag;
};

static const char *verdict_name(enum verdict verdict)
{
    static const char *const names[] = {
        [VERDICT_SAME] = "same",
        [VERDICT_ALTERED] = "altered",
        [VERDICT_OTHER] = "other",
        [VERDICT_UNKNOWN] = "unknown",
    };
    return names[verdict];
}

/* ---- for people ---------------------------------------------------------------------------- */

/* "item 7, pages 71 to 82" */
static str name_item(struct arena *a, const struct verified *v)
{
    struct buf out = {.arena = a};
    if (v->number.n)
        buf_format(&out, "item %.*s, ", STR_ARG(v->number));
    if (v->first == 0)
        buf_addz(&out, "no pages");
    else if (v->first == v->last)
        buf_format(&out, "page %zu", v->first);
    else
        buf_format(&out, "pages %zu to %zu", v->first, v->last);
    return buf_str(&out);
}

static void print_line(struct work *w, const struct verified *v)
{
    const char *altered = v->verdict == VERDICT_ALTERED   ? "ALTERED: "
                          : v->verdict == VERDICT_UNKNOWN ? "cannot be told: "
                                                          : "";
    show_print(stdout, name_item(w->arena, v));
    printf(": %s", altered);
    show_print(stdout, v->reason);
    putchar('\n');
}

/* ---- for programs -------------------------------------------------------------------------- */

static void print_text(const char *name, str value)
{
    printf(", \"%s\": ", name);
    show_print_json(stdout, value);
}

static void print_object(const struct verified *v, bool is_first)
{
    printf("%s\n  {\"verdict\": \"%s\"", is_first ? "" : ",", verdict_name(v->verdict));
    print_text("item", v->number);
    print_text("title", v->title);
    printf(", \"first\": %zu, \"last\": %zu, \"differs\": %zu", v->first, v->last, v->differs);
    print_text("reason", v->reason);
    putchar('}');
}

/* ---- the command --------------------------------------------------------------------------- */

static void add_finding(struct work *w, const struct source *pack, const struct verified *v)
{
    struct pos pos = {.source = pack};
    str name = name_item(w->arena, v);
    if (v->verdict == VERDICT_ALTERED)
        diag_hint(&w->diag,
                  diag_add(&w->diag, Q735, pos, "%.*s: %.*s", STR_ARG(name), STR_ARG(v->reason)),
                  "ask for the pack as it was first published");
    else if (v->verdict == VERDICT_UNKNOWN)
        diag_add(&w->diag, Q736, pos, "%.*s: %.*s", STR_ARG(name), STR_ARG(v->reason));
}

static void verify(void *state)
{
    struct work *w = state;
    const struct cli *cli = w->cli;
    bool is_json = cli->format && strcmp(cli->format, "json") == 0;
    struct verified *items;
    size_t count;
    diag_init(&w->diag, w->arena);
    const struct source *pack =
        file_read(w->arena, &w->diag, str_z(cli->operands[0]), SOURCE_CAP_PDF);
    if (!pack || !verify_pack(w->arena, &w->diag, w->kit, pack, cli->layout, &items, &count))
        return;
    fputs(is_json ? "[" : "", stdout);
    for (size_t i = 0; i < count; i++) {
        if (is_json)
            print_object(&items[i], i == 0);
        else if (!cli->is_quiet)
            print_line(w, &items[i]);
        add_finding(w, pack, &items[i]);
    }
    fputs(is_json ? "\n]\n" : "", stdout);
}

static quoin_status run(struct work *work)
{
    if (!work->arena || !arena_guard(&work->arena, 1, verify, work)) {
        say_wrong(NULL, "there is not enough memory");
        return QUOIN_LIMIT;
    }
    fflush(stdout);
    say_diag(&work->diag);
    return (quoin_status)work->diag.status;
}

quoin_status cmd_verify(const struct cli *cli)
{
    struct work work = {.cli = cli, .kit = say_open_kit(), .arena = arena_new()};
    quoin_status status = work.kit ? run(&work) : QUOIN_INTERNAL;
    arena_close(work.arena);
    quoin_kit_close((quoin_kit *)(uintptr_t)work.kit);
    return status;
}
