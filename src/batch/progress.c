/*
 * Every line goes out in one write, so that it stays whole whatever else writes there. What comes
 * above the progress line takes its place, and the line is put beneath as it was drawn last; it is
 * drawn anew ten times a second at most.
 */
#include "batch/progress.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/show.h"
#include "batch/amounts.h"
#include "batch/event.h"

/* Milliseconds between two drawings. */
#define REDRAW_MS 100

/* Reports listed again at the end, of each kind. */
#define LISTED_MAX 20

/* PDFs of no report, named in one line. */
#define STRAYS_SHOWN 3

/* Where no terminal says how wide it is. */
#define COLUMNS_DEFAULT 80
#define COLUMNS_LOG     120

/* Return to the first column and clear to the end of the line (ECMA-48 CR, EL). */
#define CLEAR_LINE "\r\033[K"

#define RED   "\033[1;31m"
#define PLAIN "\033[0m"

/* ---- lines -------------------------------------------------------------------------------- */

static size_t columns(const struct progress *p)
{
    struct winsize size = {0};
    if (!p->is_terminal)
        return COLUMNS_LOG;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return COLUMNS_DEFAULT;
    return size.ws_col;
}

static void write_out(FILE *out, str s)
{
    fwrite(s.p, 1, s.n, out);
    fflush(out);
}

static void clear_line(struct progress *p)
{
    if (p->has_line)
        write_out(stderr, STR(CLEAR_LINE));
    p->has_line = false;
}

/* Lines for people, with the progress line beneath as it was. */
static void say(struct progress *p, str lines)
{
    struct buf b = {.arena = p->arena};
    if (p->has_line)
        buf_addz(&b, CLEAR_LINE);
    buf_add(&b, lines);
    if (p->has_line)
        buf_add(&b, (str){p->line.p, p->line.n});
    write_out(stderr, buf_str(&b));
}

static void add_colour(const struct progress *p, struct buf *b, const char *colour)
{
    if (p->is_coloured)
        buf_addz(b, colour);
}

/* ---- times -------------------------------------------------------------------------------- */

static long long elapsed(const struct progress *p)
{
    return worker_clock() - p->began;
}

/* Reports that took work; the unchanged ones cost next to nothing. */
static size_t worked(const struct progress *p)
{
    return p->made + p->failed;
}

size_t progress_left(const struct progress *p)
{
    size_t done = worked(p) + p->unchanged;
    return p->total > done ? p->total - done : 0;
}

static void add_rate(const struct progress *p, struct buf *b, long long ms)
{
    long long time = ms > 0 ? ms : 1, tenths = ((long long)worked(p) * 10000 + time / 2) / time;
    if (tenths < 1000)
        buf_format(b, "%lld.%lld", tenths / 10, tenths % 10);
    else
        buf_format(b, "%lld", tenths / 10);
}

/* ---- the progress line -------------------------------------------------------------------- */

static void add_counts(const struct progress *p, struct buf *b)
{
    buf_format(b, "%zu of %zu", p->total - progress_left(p), p->total);
    if (p->failed) {
        buf_addz(b, ", ");
        add_colour(p, b, RED);
        buf_format(b, "%zu failed", p->failed);
        add_colour(p, b, PLAIN);
    }
    if (worked(p) == 0)
        return;
    /* Documents differ little: the rest takes as long as the ones before. */
    long long ms = elapsed(p), rest = ms * (long long)progress_left(p) / (long long)worked(p);
    buf_addz(b, ", ");
    add_rate(p, b, ms);
    buf_addz(b, " a second, ");
    amounts_add_duration(b, (rest + 999) / 1000);
    buf_addz(b, " left");
}

/* Clearing and colours take no columns. */
static size_t line_width(const struct progress *p)
{
    size_t colours = p->is_coloured && p->failed ? sizeof RED - 1 + sizeof PLAIN - 1 : 0;
    return p->line.n - (sizeof CLEAR_LINE - 1) - colours;
}

/* The last column stays free: some terminals go to the next line with it. */
static void compose_line(struct progress *p)
{
    size_t room = columns(p) - 1;
    p->line.n = 0;
    buf_addz(&p->line, CLEAR_LINE);
    add_counts(p, &p->line);
    size_t taken = line_width(p);
    if (taken + 12 <= room && p->current.n) {
        buf_addz(&p->line, "  ");
        show_add_cut(&p->line, p->current, room - taken - 2);
    }
    if (taken <= room)
        return;
    p->line.n = sizeof CLEAR_LINE - 1;
    buf_format(&p->line, "%zu/%zu", p->total - progress_left(p), p->total);
}

void progress_tick(struct progress *p)
{
    long long now = worker_clock();
    if (!p->is_terminal || p->is_quiet || (p->has_line && now - p->drawn < REDRAW_MS))
        return;
    compose_line(p);
    p->has_line = true;
    p->drawn = now;
    write_out(stderr, buf_str(&p->line));
}

/* ---- the beginning ------------------------------------------------------------------------ */

void progress_open(struct progress *p, struct arena *a, const struct batch_options *options)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    *p = (struct progress){
        .arena = a,
        .is_json = options->is_json,
        .is_quiet = options->is_quiet,
        .is_dry = options->is_dry,
        .is_werror = options->report.werror,
        .folder = str_z(options->output),
        .shard = options->shard,
        .began = worker_clock(),
        .tallies = {.arena = a},
        .line = {.arena = a},
    };
    p->is_terminal =
        !options->is_json && isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
    p->is_coloured = p->is_terminal && !(no && *no);
}

void progress_begin(struct progress *p, const struct schedule *plan, unsigned jobs)
{
    p->total = plan->count;
    p->began = worker_clock();
    if (!p->is_json)
        return;
    struct arena_mark mark = arena_mark(p->arena);
    struct buf b = event_open(p->arena, "begin");
    event_number(&b, "reports", plan->count);
    event_number(&b, "elsewhere", plan->elsewhere);
    event_number(&b, "passed_over", plan->passed_over);
    event_number(&b, "links", plan->linked_folders + plan->aliases);
    event_number(&b, "jobs", jobs);
    event_text(&b, "output", p->folder);
    event_send(&b);
    arena_rewind(p->arena, mark);
}

/* ---- one report --------------------------------------------------------------------------- */

static struct tally *tally_for(struct progress *p, const struct document *document)
{
    return tally_find(&p->tallies, document->organisation, document->area, document->year);
}

/* Its PDF's name; its own where the PDF has none. */
static str name_of(const struct document *document)
{
    return document->output.n ? document->output : document->name;
}

static void say_would_make(struct progress *p, const struct document *document, str why)
{
    struct arena_mark mark = arena_mark(p->arena);
    struct buf b = {.arena = p->arena};
    if (p->is_json) {
        b = event_open(p->arena, "would-make");
        event_document(&b, document);
        event_text(&b, "why", why);
        event_send(&b);
    } else if (!p->is_quiet) {
        buf_addz(&b, "would make ");
        show_add(&b, name_of(document));
        buf_addz(&b, ": ");
        show_add(&b, why);
        buf_byte(&b, '\n');
        clear_line(p);
        write_out(stdout, buf_str(&b));
    }
    arena_rewind(p->arena, mark);
}

void progress_start(struct progress *p, const struct document *document, str why)
{
    p->current = document->name;
    if (!p->is_dry)
        return;
    p->made++;
    tally_for(p, document)->made++;
    say_would_make(p, document, why);
}

static void keep(struct progress_list *list, struct arena *a, str name, str reason)
{
    *ARENA_PUSH(a, list->items, list->count, list->capacity) = (struct progress_item){name, reason};
}

static void keep_warned(struct progress *p, const struct document *document,
                        const struct record *record)
{
    struct buf b = {.arena = p->arena};
    if (record->warnings == 0)
        return;
    amounts_add_count(&b, record->warnings, "warning");
    keep(&p->warned, p->arena, name_of(document), buf_str(&b));
}

void progress_made(struct progress *p, const struct document *document, const struct record *record,
                   const struct result *result)
{
    struct tally *tally = tally_for(p, document);
    p->made++;
    tally->made++;
    p->pages += record->pages;
    tally->pages += record->pages;
    keep_warned(p, document, record);
    if (p->is_json) {
        event_result(p->arena, "made", document, record);
        return;
    }
    struct arena_mark mark = arena_mark(p->arena);
    struct buf b = {.arena = p->arena};
    buf_add(&b, result->findings);
    if (!p->is_quiet) {
        buf_addz(&b, "made    ");
        show_add(&b, document->output);
        buf_addz(&b, "  ");
        amounts_add_count(&b, record->pages, "page");
        buf_addz(&b, ", ");
        amounts_add_size(&b, record->bytes);
        buf_format(&b, ", %zu ms\n", record->ms);
    }
    if (b.n)
        say(p, buf_str(&b));
    arena_rewind(p->arena, mark);
}

static str reason_of(const struct record *record)
{
    return record->reason.n ? record->reason : STR("no PDF could be made");
}

/* For the end, when `record` is gone. */
static void keep_failure(struct progress *p, const struct document *document,
                         const struct record *record)
{
    keep(&p->failures, p->arena, document->name, str_copy(p->arena, reason_of(record)));
}

static void add_item(struct buf *b, str name, str reason)
{
    show_add(b, name);
    buf_addz(b, ": ");
    show_add(b, reason);
    buf_byte(b, '\n');
}

void progress_failed(struct progress *p, const struct document *document,
                     const struct record *record, const struct result *result)
{
    p->failed++;
    tally_for(p, document)->failed++;
    keep_failure(p, document, record);
    if (p->is_json) {
        event_result(p->arena, "failed", document, record);
        return;
    }
    struct arena_mark mark = arena_mark(p->arena);
    struct buf b = {.arena = p->arena};
    buf_add(&b, result->findings);
    if (!p->is_quiet) {
        add_colour(p, &b, RED);
        buf_addz(&b, "failed");
        add_colour(p, &b, PLAIN);
        buf_addz(&b, "  ");
        add_item(&b, document->name, reason_of(record));
    }
    if (b.n)
        say(p, buf_str(&b));
    arena_rewind(p->arena, mark);
}

void progress_unchanged(struct progress *p, const struct document *document,
                        const struct record *record)
{
    p->unchanged++;
    tally_for(p, document)->unchanged++;
    keep_warned(p, document, record);
    if (p->is_json)
        event_result(p->arena, "unchanged", document, record);
}

void progress_findings(struct progress *p, struct diag *d)
{
    if (d->count == 0)
        return;
    clear_line(p);
    diag_sort(d);
    if (p->is_json)
        event_findings(p->arena, d);
    diag_print(d, stderr, (struct diag_style){.colour = p->is_coloured});
}

void progress_left_out(struct progress *p, const struct diag *d)
{
    for (size_t i = 0; i < d->count; i++) {
        const struct finding *f = &d->findings[i];
        if (f->severity == SEV_ERROR && f->pos.source)
            keep(&p->failures, p->arena, str_copy(p->arena, f->pos.source->path), f->text);
    }
}

/* ---- the end ------------------------------------------------------------------------------ */

static void add_index(const struct progress *p, struct buf *b)
{
    bool has_slash = str_ends(p->folder, STR("/"));
    if (!p->has_index)
        return;
    buf_addz(b, " ");
    show_add(b, p->folder);
    buf_addz(b, has_slash ? "index.html" : "/index.html");
}

/* ": 38 made, 1 unchanged, 1 failed" */
static void add_outcome(const struct progress *p, struct buf *b)
{
    const struct {
        size_t count;
        const char *what;
    } parts[] = {{p->made, p->is_dry ? "would be made" : "made"},
                 {p->unchanged, "unchanged"},
                 {p->failed, "failed"},
                 {p->removed, p->is_dry ? "would be removed" : "removed"},
                 {progress_left(p), "not begun"},
                 {p->warned.count, "with warnings"}};
    const char *before = ": ";
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].count == 0)
            continue;
        buf_format(b, "%s%zu %s", before, parts[i].count, parts[i].what);
        before = ", ";
    }
}

/* "; 456 pages in 5.1 s (7.6 reports a second)" */
static void add_speed(const struct progress *p, struct buf *b)
{
    long long ms = elapsed(p);
    if (p->pages) {
        buf_addz(b, "; ");
        amounts_add_count(b, p->pages, "page");
    }
    buf_addz(b, " in ");
    amounts_add_time(b, ms);
    if (worked(p) < 2)
        return;
    buf_addz(b, " (");
    add_rate(p, b, ms);
    buf_addz(b, " reports a second)");
}

static void add_stop(const struct progress *p, struct buf *b)
{
    if (p->stopped.n == 0)
        return;
    add_colour(p, b, RED);
    buf_addz(b, "stopped:");
    add_colour(p, b, PLAIN);
    buf_byte(b, ' ');
    show_add(b, p->stopped);
    buf_byte(b, '\n');
}

static void add_summary(const struct progress *p, struct buf *b)
{
    amounts_add_count(b, p->total, "report");
    if (p->shard.count > 1)
        buf_format(b, " of shard %u/%u", p->shard.index, p->shard.count);
    add_outcome(p, b);
    if (!p->is_dry)
        add_speed(p, b);
    buf_byte(b, '.');
    add_index(p, b);
    buf_byte(b, '\n');
    add_stop(p, b);
    if (p->shard.count <= 1)
        return;
    buf_addz(b, "When all shards are done: quoin batch --merge ");
    show_add(b, p->folder);
    buf_byte(b, '\n');
}

static int by_name(const void *a, const void *b)
{
    const struct progress_item *x = a, *y = b;
    return str_cmp(x->name, y->name);
}

/* By name: the order in which they came is chance. */
static void add_list(const struct progress *p, struct buf *b, const char *head,
                     const struct progress_list *list)
{
    if (list->count == 0)
        return;
    qsort(list->items, list->count, sizeof *list->items, by_name);
    add_colour(p, b, RED);
    buf_addz(b, head);
    add_colour(p, b, PLAIN);
    buf_byte(b, '\n');
    for (size_t i = 0; i < list->count && i < LISTED_MAX; i++) {
        buf_addz(b, "  ");
        add_item(b, list->items[i].name, list->items[i].reason);
    }
    if (list->count > LISTED_MAX)
        buf_format(b, "  … and %zu more\n", list->count - LISTED_MAX);
}

/* What the status is because of. */
static void add_lists(const struct progress *p, struct buf *b)
{
    if (p->is_werror && !p->is_dry)
        add_list(p, b, "with warnings:", &p->warned);
    add_list(p, b, "failed:", &p->failures);
}

void progress_stray(struct progress *p, str name)
{
    *ARENA_PUSH(p->arena, p->strays, p->stray_count, p->stray_capacity) = str_copy(p->arena, name);
    if (!p->is_json)
        return;
    struct arena_mark mark = arena_mark(p->arena);
    struct buf b = event_open(p->arena, "stray");
    event_text(&b, "output", name);
    event_send(&b);
    arena_rewind(p->arena, mark);
}

static void say_pruned(struct progress *p, str name, const char *verb, const char *why)
{
    struct buf b = {.arena = p->arena};
    buf_addz(&b, verb);
    show_add(&b, name);
    buf_format(&b, ": %s\n", why);
    if (p->is_dry) {
        clear_line(p);
        write_out(stdout, buf_str(&b));
    } else {
        say(p, buf_str(&b));
    }
}

void progress_pruned(struct progress *p, str name, enum prune what)
{
    static const char *const why[] = {"no report makes it any more",
                                      "it stays, since it is not as it was made"};
    bool is_kept = what == PRUNE_KEPT;
    struct arena_mark mark = arena_mark(p->arena);
    if (what != PRUNE_REMOVED && !is_kept)
        return; /* nothing to tell, or a finding tells it */
    p->removed += !is_kept;
    if (p->is_json) {
        struct buf b = event_open(p->arena, is_kept     ? "kept"
                                            : p->is_dry ? "would-remove"
                                                        : "removed");
        event_text(&b, "output", name);
        event_text(&b, "why", str_z(why[is_kept]));
        event_send(&b);
    } else if (is_kept || !p->is_quiet) {
        say_pruned(p, name,
                   is_kept     ? "kept    "
                   : p->is_dry ? "would remove "
                               : "removed ",
                   why[is_kept]);
    }
    arena_rewind(p->arena, mark);
}

/* The first few; a dry run, which is asked for a list, names all, one a line. */
static void name_strays(const struct progress *p, struct buf *b)
{
    size_t shown = p->is_dry || p->stray_count < STRAYS_SHOWN ? p->stray_count : STRAYS_SHOWN;
    for (size_t i = 0; i < shown; i++) {
        buf_addz(b, p->is_dry ? "\n  " : i ? ", " : " ");
        show_add(b, p->strays[i]);
    }
    buf_addz(b, p->stray_count > shown ? ", …\n" : "\n");
}

static void add_strays(const struct progress *p, struct buf *b, bool is_whole)
{
    bool is_one = p->stray_count == 1;
    if (p->stray_count == 0)
        return;
    amounts_add_count(b, p->stray_count, "PDF");
    buf_addz(b, is_one ? " there is" : " there are");
    buf_addz(b, " of no report of this run:");
    name_strays(p, b);
    if (is_whole && !p->is_dry)
        buf_format(b, "The next batch with --prune removes %s.\n", is_one ? "it" : "them");
    if (p->stray_count > STRAYS_SHOWN && !p->is_dry)
        buf_addz(b, "With --dry-run all of them are named.\n");
}

static void send_end(struct progress *p, int status)
{
    struct buf b = event_open(p->arena, "end");
    event_number(&b, p->is_dry ? "would-make" : "made", p->made);
    event_number(&b, "unchanged", p->unchanged);
    event_number(&b, "failed", p->failed);
    event_number(&b, "warned", p->warned.count);
    event_number(&b, "left", progress_left(p));
    event_number(&b, "strays", p->stray_count);
    event_number(&b, p->is_dry ? "would-remove" : "removed", p->removed);
    event_number(&b, "pages", p->pages);
    if (p->stopped.n)
        event_text(&b, "stopped", p->stopped);
    event_number(&b, "status", (size_t)status);
    event_number(&b, "ms", (size_t)elapsed(p));
    event_send(&b);
}

/* What may be missed, since it was reached by a link. */
static void add_links(const struct schedule *plan, struct buf *b)
{
    if (plan->linked_folders) {
        amounts_add_count(b, plan->linked_folders, "linked folder");
        buf_addz(b, plan->linked_folders == 1 ? " was not entered: " : " were not entered: ");
        show_add(b, plan->linked_folder);
        buf_addz(b, plan->linked_folders == 1 ? "\n" : ", …\n");
    }
    if (plan->aliases) {
        show_add(b, plan->alias);
        buf_addz(b, " is a link to ");
        show_add(b, plan->alias_of);
        buf_addz(b, ": passed over");
        if (plan->aliases > 1)
            buf_format(b, ", and so %s %zu more", plan->aliases == 2 ? "is" : "are",
                       plan->aliases - 1);
        buf_byte(b, '\n');
    }
}

/* Nothing was done, and there is nothing that somebody should do. */
static bool is_as_before(const struct progress *p)
{
    bool has_warnings = p->is_werror && p->warned.count;
    return !worked(p) && !has_warnings && !p->failures.count && !progress_left(p) &&
           !p->stray_count && !p->removed;
}

void progress_close(struct progress *p, int status)
{
    if (p->is_json)
        send_end(p, status);
}

void progress_end(struct progress *p, const struct schedule *plan, int status)
{
    clear_line(p);
    if (p->is_json) {
        send_end(p, status);
        return;
    }
    if (p->is_quiet && is_as_before(p))
        return;
    struct buf b = {.arena = p->arena};
    if (worked(p)) {
        buf_byte(&b, '\n');
        tally_add(&p->tallies, &b, columns(p), p->is_dry ? "would make" : "made");
        buf_byte(&b, '\n');
    }
    if (plan->passed_over) {
        amounts_add_count(&b, plan->passed_over, "other XML file");
        buf_addz(&b, plan->passed_over == 1 ? " holds no report.\n" : " hold no report.\n");
    }
    add_links(plan, &b);
    add_summary(p, &b);
    add_strays(p, &b, plan->is_whole);
    add_lists(p, &b);
    write_out(stderr, buf_str(&b));
}

static void keep_failures(struct progress *p, const struct manifest *m)
{
    for (size_t i = 0; i < m->count; i++) {
        struct document document = {.name = m->records[i].input};
        if (!m->records[i].has_failed)
            continue;
        keep_failure(p, &document, &m->records[i]);
        p->failed++;
    }
}

void progress_merged(struct progress *p, const struct manifest *m)
{
    struct buf b = {.arena = p->arena};
    keep_failures(p, m);
    size_t failed = p->failed;
    if (p->is_json) {
        b = event_open(p->arena, "merged");
        event_number(&b, "reports", m->count);
        event_number(&b, "failed", failed);
        event_number(&b, "missing", p->missing);
        event_text(&b, "output", p->folder);
        event_send(&b);
        return;
    }
    amounts_add_count(&b, m->count, "report");
    buf_addz(&b, " merged");
    if (failed)
        buf_format(&b, ", %zu of them failed", failed);
    buf_byte(&b, '.');
    add_index(p, &b);
    buf_byte(&b, '\n');
    add_lists(p, &b);
    write_out(stderr, buf_str(&b));
}
