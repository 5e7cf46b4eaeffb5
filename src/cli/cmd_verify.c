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
    size_t count;                       /* of items, and of pages that belong to none */
    size_t counts[VERDICT_UNKNOWN + 1]; /* items by their verdict */
    size_t stray_pages;
};

static const char *verdict_name(enum verdict verdict)
{
    static const char *const names[] = {
        [VERDICT_SAME] = "same",   [VERDICT_ALTERED] = "altered", [VERDICT_OTHER] = "other",
        [VERDICT_STRAY] = "stray", [VERDICT_UNKNOWN] = "unknown", [VERDICT_OUTDATED] = "outdated",
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
    static const char *const words[VERDICT_UNKNOWN + 1] = {
        [VERDICT_ALTERED] = "ALTERED: ",
        [VERDICT_OUTDATED] = "OUT OF DATE: ",
        [VERDICT_STRAY] = "PUT IN BY OTHERS: ",
        [VERDICT_UNKNOWN] = "cannot be told: ",
    };
    const char *verdict = words[v->verdict];
    show_print(stdout, name_item(w->arena, v));
    printf(": %s", verdict ? verdict : "");
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

static const char whom_to_ask[] = "ask for the pack as it was first published";

/* What is to be told of an item, be it by itself or with others. */
static const struct telling {
    enum verdict verdict;
    enum code code;
    const char *one, *many; /* "%zu …": of all that have the verdict */
    bool is_grave;
} tellings[] = {
    {VERDICT_ALTERED, Q735, "item is not as its source renders it",
     "items are not as their sources render them", true},
    {VERDICT_STRAY, Q737, "page belongs to no item", "pages belong to no item", true},
    {VERDICT_OUTDATED, Q742, "front sheet is out of date", "front sheets are out of date", false},
    {VERDICT_UNKNOWN, Q736, "item cannot be judged", "items cannot be judged", false},
};
#define TELLING_COUNT (sizeof tellings / sizeof *tellings)

static const struct telling *find_telling(enum verdict verdict)
{
    for (size_t i = 0; i < TELLING_COUNT; i++)
        if (tellings[i].verdict == verdict)
            return &tellings[i];
    return NULL;
}

/* Where the lines of standard output are not there to tell it. */
static void add_findings(struct work *w, const struct verified *items, size_t count)
{
    struct finding *last = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct telling *t = find_telling(items[i].verdict);
        str name = name_item(w->arena, &items[i]);
        if (!t)
            continue;
        struct finding *f = diag_add(&w->diag, t->code, (struct pos){.source = w->pack},
                                     "%.*s: %.*s", STR_ARG(name), STR_ARG(items[i].reason));
        last = t->is_grave ? f : last;
    }
    if (last)
        diag_hint(&w->diag, last, whom_to_ask);
}

/* One for all that the lines above it have told. */
static void add_summary(struct work *w)
{
    for (size_t i = 0; i < TELLING_COUNT; i++) {
        const struct telling *t = &tellings[i];
        size_t count = t->verdict == VERDICT_STRAY ? w->stray_pages : w->counts[t->verdict];
        if (count == 0)
            continue;
        struct finding *f = diag_add(&w->diag, t->code, (struct pos){.source = w->pack}, "%zu %s",
                                     count, count == 1 ? t->one : t->many);
        if (t->is_grave)
            diag_hint(&w->diag, f, whom_to_ask);
    }
}

/* Of several items how many are well: of one its line has said it. */
static void say_counts(const struct work *w)
{
    size_t altered = w->counts[VERDICT_ALTERED];
    size_t other = w->counts[VERDICT_OTHER], unknown = w->counts[VERDICT_UNKNOWN];
    size_t count = w->count - w->counts[VERDICT_STRAY];
    say_name(stderr, w->cli->operands[0]);
    fprintf(stderr, ": %zu of %zu items are as their sources render", w->counts[VERDICT_SAME],
            count);
    if (altered)
        fprintf(stderr, "; %zu altered", altered);
    if (w->counts[VERDICT_OUTDATED])
        fprintf(stderr, "; %zu out of date", w->counts[VERDICT_OUTDATED]);
    if (unknown)
        fprintf(stderr, "; of %zu nothing can be told", unknown);
    if (other)
        fprintf(stderr, "; %zu %s no source", other, other == 1 ? "has" : "have");
    if (w->stray_pages)
        fprintf(stderr, "; %zu page%s of no item", w->stray_pages, w->stray_pages == 1 ? "" : "s");
    fputc('\n', stderr);
}

static void print_all(struct work *w, const struct verified *items, size_t count)
{
    bool is_json = w->cli->format && strcmp(w->cli->format, "json") == 0;
    fputs(is_json ? "[" : "", stdout);
    for (size_t i = 0; i < count; i++) {
        w->counts[items[i].verdict]++;
        if (items[i].verdict == VERDICT_STRAY)
            w->stray_pages += items[i].last - items[i].first + 1;
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
        memory_tell_short();
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
    quoin_status status;
    struct work work = {.cli = cli, .kit = say_open_kit(&status), .arena = arena_new()};
    if (work.kit)
        status = run(&work);
    arena_close(work.arena);
    quoin_kit_close((quoin_kit *)(uintptr_t)work.kit);
    return status;
}
