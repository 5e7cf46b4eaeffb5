#include "pack/verify.h"

#include <string.h>

#include "base/show.h"
#include "cli/cli.h"

struct work {
    const struct cli *cli;
    const quoin_kit *kit;
    struct arena *arena;
    struct diag diag;
    const struct source *pack;
    size_t count;                       /* of items */
    size_t counts[VERDICT_UNKNOWN + 1]; /* items by their verdict */
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

/* "item 7"; "front sheet", or of a pack that is item 2, "front sheet of item 2" */
static void add_number(struct buf *out, str number)
{
    str front = STR(RECORD_ITEMS_FRONT);
    size_t outer = number.n - front.n - 1;
    if (str_eq(number, front))
        buf_addz(out, "front sheet");
    else if (str_ends(number, STR("/" RECORD_ITEMS_FRONT)))
        buf_format(out, "front sheet of item %.*s", STR_ARG(str_sub(number, 0, outer)));
    else
        buf_format(out, "item %.*s", STR_ARG(number));
}

/* "item 7, pages 71 to 82" */
static str name_item(struct arena *a, const struct verified *v)
{
    struct buf out = {.arena = a};
    if (v->number.n) {
        add_number(&out, v->number);
        buf_addz(&out, ", ");
    }
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

/* Where the lines of standard output are not there to tell it. */
static void add_findings(struct work *w, const struct verified *items, size_t count)
{
    struct finding *last = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct verified *v = &items[i];
        str name = name_item(w->arena, v);
        struct pos pos = {.source = w->pack};
        if (v->verdict == VERDICT_ALTERED)
            last = diag_add(&w->diag, Q735, pos, "%.*s: %.*s", STR_ARG(name), STR_ARG(v->reason));
        else if (v->verdict == VERDICT_UNKNOWN)
            diag_add(&w->diag, Q736, pos, "%.*s: %.*s", STR_ARG(name), STR_ARG(v->reason));
    }
    if (last)
        diag_hint(&w->diag, last, "ask for the pack as it was first published");
}

/* One for all that the lines above it have told. */
static void add_summary(struct work *w)
{
    struct pos pos = {.source = w->pack};
    size_t altered = w->counts[VERDICT_ALTERED], unknown = w->counts[VERDICT_UNKNOWN];
    if (altered)
        diag_hint(&w->diag,
                  diag_add(&w->diag, Q735, pos, "%zu %s as %s", altered,
                           altered == 1 ? "item is not" : "items are not",
                           altered == 1 ? "its source renders it" : "their sources render them"),
                  "ask for the pack as it was first published");
    if (unknown)
        diag_add(&w->diag, Q736, pos, "nothing can be told of %zu item%s", unknown,
                 unknown == 1 ? "" : "s");
}

/* Of several items how many are well: of one its line has said it. */
static void say_counts(const struct work *w)
{
    size_t altered = w->counts[VERDICT_ALTERED];
    size_t other = w->counts[VERDICT_OTHER], unknown = w->counts[VERDICT_UNKNOWN];
    say_name(stderr, w->cli->operands[0]);
    fprintf(stderr, ": %zu of %zu items are as their sources render", w->counts[VERDICT_SAME],
            w->count);
    if (altered)
        fprintf(stderr, "; %zu altered", altered);
    if (unknown)
        fprintf(stderr, "; of %zu nothing can be told", unknown);
    if (other)
        fprintf(stderr, "; %zu %s no source", other, other == 1 ? "has" : "have");
    fputc('\n', stderr);
}

static void print_all(struct work *w, const struct verified *items, size_t count)
{
    bool is_json = w->cli->format && strcmp(w->cli->format, "json") == 0;
    fputs(is_json ? "[" : "", stdout);
    for (size_t i = 0; i < count; i++) {
        w->counts[items[i].verdict]++;
        if (is_json)
            print_object(&items[i], i == 0);
        else if (!w->cli->is_quiet)
            print_line(w, &items[i]);
    }
    fputs(is_json ? "\n]\n" : "", stdout);
    if (is_json || w->cli->is_quiet)
        add_findings(w, items, count);
    else
        add_summary(w);
}

static void verify(void *state)
{
    struct work *w = state;
    struct verified *items;
    diag_init(&w->diag, w->arena);
    w->pack = file_read(w->arena, &w->diag, str_z(w->cli->operands[0]), SOURCE_CAP_PDF);
    if (w->pack &&
        verify_pack(w->arena, &w->diag, w->kit, w->pack, w->cli->layout, &items, &w->count))
        print_all(w, items, w->count);
}

static quoin_status run(struct work *work)
{
    if (!work->arena || !arena_guard(&work->arena, 1, verify, work)) {
        say_wrong(NULL, "there is not enough memory");
        return QUOIN_LIMIT;
    }
    fflush(stdout);
    say_diag(&work->diag);
    if (work->count > 1 && !work->cli->is_quiet)
        say_counts(work);
    quoin_status status = (quoin_status)work->diag.status;
    bool is_whole = work->counts[VERDICT_SAME] == work->count;
    return status == QUOIN_DONE && work->cli->is_werror && !is_whole ? QUOIN_WARNINGS : status;
}

quoin_status cmd_verify(const struct cli *cli)
{
    struct work work = {.cli = cli, .kit = say_open_kit(), .arena = arena_new()};
    quoin_status status = work.kit ? run(&work) : QUOIN_INTERNAL;
    arena_close(work.arena);
    quoin_kit_close((quoin_kit *)(uintptr_t)work.kit);
    return status;
}
