/*
 * The stages of a batch, in order, are in batch_stages; the way of one report is next_report (is it
 * to be made?) to the pool to take_result (publish, note, tell).
 *
 * What is kept about a report that fails: its findings, and, where an earlier run has made its PDF,
 * all that is known of that PDF, which is still there. It is tried again each time.
 *
 * A result that cannot be written is the disk's failure and not the report's. One is told and work
 * goes on (a folder may have been taken away); after several in a row the rest is not begun, since
 * rendering a thousand reports for a full disk helps nobody. The next run does what is left.
 */
#include "batch/batch.h"

#include <stdlib.h>

#include "base/digest.h"
#include "base/file.h"
#include "batch/event.h"
#include "batch/fresh.h"
#include "batch/index.h"
#include "batch/kept_findings.h"
#include "batch/manifest.h"
#include "batch/schedule.h"
#include "batch/pool.h"
#include "batch/progress.h"
#include "batch/prune.h"
#include "batch/roster.h"
#include "batch/store.h"
#include "batch/thumbnail.h"
#include "batch/trial.h"

/* Pixels; the index page shows thumbnails at half of that, sharp on dense screens too. */
#define THUMBNAIL_WIDTH 240

/* Results in a row that could not be written before a batch gives up. */
#define WRITE_FAILURES_MAX 3

/* Outputs between two moments at which all that was written is made to outlast a power cut. */
#define OUTPUTS_PER_SYNC 64

struct batch {
    const struct batch_options *options;
    quoin_kit *kit;
    struct arena *arena;   /* plan, manifest */
    struct arena *scratch; /* one report's */
    struct diag diag;      /* of the batch itself */
    struct schedule plan;
    struct store store;
    struct manifest manifest;
    struct progress progress;
    str program, wanted; /* what else decides on bytes: see fresh.h */
    size_t next;         /* in the plan */
    size_t unsynced, write_failures;
    bool is_warm, has_store, has_begun, has_write_failure;
    int status; /* the highest so far */
    int signal; /* that ended the batch; 0: none */
};

static void raise_status(struct batch *b, int status)
{
    b->status = status > b->status ? status : b->status;
}

static int exit_status(const struct batch *b)
{
    return b->signal ? 128 + b->signal : b->status;
}

/* Says what there is to say of the batch itself, once. */
static void tell_findings(struct batch *b)
{
    raise_status(b, (int)b->diag.status);
    progress_findings(&b->progress, &b->diag);
    diag_init(&b->diag, b->arena);
}

/* ---- one report --------------------------------------------------------------------------- */

/* A PDF that need not be made again is not without its warnings. */
static void take_unchanged(struct batch *b, const struct document *document,
                           const struct record *record)
{
    if (b->options->report.werror && record->warnings && !b->options->is_dry)
        raise_status(b, QUOIN_WARNINGS);
    progress_unchanged(&b->progress, document, record);
}

static enum fresh is_fresh(struct batch *b, const struct document *document, str *why)
{
    const struct record *record = manifest_find(&b->manifest, document->output, document->name);
    str detail = STR("");
    enum fresh fresh = b->options->is_forced ? FRESH_FORCED
                                             : fresh_check(b->scratch, b->store.folder, document,
                                                           record, b->program, b->wanted, &detail);
    *why = str_format(b->scratch, "%s%.*s", fresh_text(fresh), STR_ARG(detail));
    if (fresh == FRESH_YES)
        take_unchanged(b, document, record);
    return fresh;
}

/* The next document that is to be made; NULL when there is none. */
static const struct document *next_stale(struct batch *b)
{
    while (b->next < b->plan.count) {
        const struct document *document = &b->plan.documents[b->next++];
        struct arena_mark mark = arena_mark(b->scratch);
        str why;
        enum fresh fresh = is_fresh(b, document, &why);
        if (fresh != FRESH_YES)
            progress_start(&b->progress, document, why);
        arena_rewind(b->scratch, mark);
        progress_tick(&b->progress);
        if (fresh != FRESH_YES)
            return document;
    }
    return NULL;
}

static bool next_report(void *state, struct worker_order *order, size_t *number)
{
    struct batch *b = state;
    const struct document *document = next_stale(b);
    if (!document)
        return false;
    if (!b->is_warm)
        quoin_kit_warm(b->kit); /* what the children then need not load one by one */
    b->is_warm = true;
    *number = (size_t)(document - b->plan.documents);
    *order = (struct worker_order){.path = document->path.p,
                                   .options = &b->options->report,
                                   .timeout = b->options->timeout,
                                   .thumbnail_width = THUMBNAIL_WIDTH,
                                   .is_coloured = b->progress.is_coloured};
    return true;
}

/* What is known after the try, of the document and the try; nothing of an output yet. */
static struct record describe(const struct batch *b, const struct document *document,
                              const struct result *result)
{
    return (struct record){
        .output = document->output,
        .input = document->name,
        .organisation = document->organisation,
        .area = document->area,
        .year = document->year,
        .title = document->title,
        .lang = document->lang,
        .quarter = document->quarter,
        .status = result->status,
        .errors = result->errors,
        .warnings = result->warnings,
        .findings = result->findings_json,
        .reason = result->reason,
        .ms = result->ms,
        .peak_kib = result->peak_kib,
        .options = b->wanted,
    };
}

/* Of an output that is there from an earlier run. */
static void keep_output(struct record *record, const struct record *before)
{
    if (!before || before->sha256.n == 0)
        return;
    record->sha256 = before->sha256;
    record->bytes = before->bytes;
    record->pages = before->pages;
    record->thumbnail = before->thumbnail;
    record->program = before->program;
    record->options = before->options;
    record->inputs = before->inputs;
    record->input_count = before->input_count;
}

static void add_output(struct batch *b, struct record *record, const struct result *result)
{
    record->sha256 = digest_hex(b->scratch, result->pdf);
    record->bytes = result->pdf.n;
    record->pages = result->pages;
    record->program = b->program;
    record->inputs = fresh_inputs(b->scratch, result->inputs, result->input_count);
    record->input_count = result->input_count;
}

static void note(struct batch *b, struct diag *d, const struct document *document,
                 const struct record *record)
{
    struct record kept = *record;
    kept.findings =
        kept_findings_make(b->scratch, record->findings, document->path, document->name);
    manifest_put(&b->manifest, &kept);
    manifest_note(d, b->store.folder, b->options->shard, &kept);
}

static bool take_failure(struct batch *b, const struct document *document,
                         const struct result *result, struct diag *d)
{
    struct record record = describe(b, document, result);
    record.has_failed = true;
    keep_output(&record, manifest_find(&b->manifest, document->output, document->name));
    struct record told = record;
    if (d->count) { /* why it was not written: for whoever runs the batch, not for the page */
        told.errors = d->errors;
        told.findings = event_array(b->scratch, d);
    }
    note(b, d, document, &record);
    progress_failed(&b->progress, document, &told, result);
    return !b->options->is_fail_fast;
}

/* The PDF could not be written: the report's own findings are no matter then. */
static bool take_write_failure(struct batch *b, const struct document *document,
                               const struct result *result, struct diag *d)
{
    struct result unwritten = *result;
    unwritten.status = QUOIN_IO;
    unwritten.reason = STR("the PDF cannot be written");
    str why = d->count ? d->findings[0].text : unwritten.reason;
    if (!b->options->is_json)
        progress_findings(&b->progress, d);
    take_failure(b, document, &unwritten, d);
    raise_status(b, QUOIN_IO);
    b->has_write_failure = true;
    if (++b->write_failures == WRITE_FAILURES_MAX)
        b->progress.stopped =
            str_format(b->arena, "%d PDFs one after the other could not be written: %.*s",
                       WRITE_FAILURES_MAX, STR_ARG(why));
    return !b->options->is_fail_fast && b->write_failures < WRITE_FAILURES_MAX;
}

/*
 * There is nothing wrong with it but that the pattern makes no name of what it says; or it could
 * not be read when the names were made, and now it can.
 */
static bool take_nameless(struct batch *b, const struct document *document,
                          const struct result *result, struct diag *d)
{
    struct result nameless = *result;
    nameless.status = document->sha256.n ? QUOIN_USAGE : QUOIN_IO;
    nameless.reason = document->problem;
    raise_status(b, nameless.status);
    return take_failure(b, document, &nameless, d);
}

static void fill_with_pdf(void *state, void (*take)(void *sink, str piece), void *sink)
{
    take(sink, *(const str *)state);
}

/* One that is made again and comes out the same stays as it lies there. */
static bool publish(struct batch *b, struct diag *d, str name, str pdf)
{
    struct store_pieces pieces = {&pdf, fill_with_pdf};
    return store_refresh(&b->store, d, name, &pieces);
}

static bool take_success(struct batch *b, const struct document *document,
                         const struct result *result, struct diag *d)
{
    struct record record = describe(b, document, result);
    add_output(b, &record, result);
    if (!thumbnail_keep(&b->store, d, result->thumbnail, &record.thumbnail) ||
        !publish(b, d, document->output, result->pdf))
        return take_write_failure(b, document, result, d);
    note(b, d, document, &record);
    b->write_failures = 0;
    progress_made(&b->progress, document, &record, result);
    if (++b->unsynced % OUTPUTS_PER_SYNC == 0)
        store_sync(&b->store);
    return true;
}

static bool take_result(void *state, size_t number, const struct result *result)
{
    struct batch *b = state;
    const struct document *document = &b->plan.documents[number];
    struct arena_mark mark = arena_mark(b->scratch);
    struct diag d;
    diag_init(&d, b->scratch);
    raise_status(b, result->status);
    bool goes_on = true;
    if (result->status > QUOIN_WARNINGS)
        goes_on = take_failure(b, document, result, &d);
    else if (document->output.n == 0)
        goes_on = take_nameless(b, document, result, &d);
    else
        goes_on = take_success(b, document, result, &d);
    arena_rewind(b->scratch, mark);
    return goes_on;
}

static void tick(void *state)
{
    struct batch *b = state;
    progress_tick(&b->progress);
}

/* ---- the stages --------------------------------------------------------------------------- */

static bool check_layout(struct batch *b)
{
    return trial_run(b->kit, &b->options->report, &b->diag);
}

static bool make_plan(struct batch *b)
{
    return b->options->is_merge || schedule_make(b->arena, &b->diag, b->options, &b->plan);
}

static bool check_variant(struct batch *b)
{
    return b->options->is_merge || b->plan.has_own_layouts ||
           trial_variant(b->kit, &b->options->report, &b->diag);
}

/* Before anything is made: a folder that no batch wrote into is a slip of the pen. */
static bool check_merge(struct batch *b)
{
    str folder = str_z(b->options->output);
    if (!b->options->is_merge || manifest_is_there(b->arena, folder))
        return true;
    diag_hint(
        &b->diag,
        diag_add(&b->diag, Q701, file_pos(&b->diag, folder), "there is nothing of a batch here"),
        "name the folder that the shards wrote into");
    return false;
}

static bool open_store(struct batch *b)
{
    str folder = str_z(b->options->output);
    b->has_store = store_open(&b->store, &b->diag, folder, b->options->shard, b->options->is_dry);
    return b->has_store;
}

static bool load_manifest(struct batch *b)
{
    b->program = str_z(quoin_kit_fingerprint(b->kit));
    b->wanted = fresh_options(b->arena, &b->options->report);
    return manifest_load(b->arena, &b->diag, b->store.folder, b->options->shard, &b->manifest);
}

/* For the merge, which sees no reports. */
static bool keep_roster(struct batch *b)
{
    return b->options->is_dry || b->options->shard.count <= 1 ||
           roster_keep(&b->store, &b->diag, &b->plan, b->options->shard.count, b->program,
                       b->wanted);
}

/* Under the lock: no shard is at work now. */
static void settle_roster(struct batch *b)
{
    str shards;
    size_t missing = roster_missing(b->arena, &b->store, &b->manifest, &shards);
    if (missing == 0)
        roster_remove(&b->store);
    if (missing == 0 || !b->options->is_merge)
        return;
    b->progress.missing = missing;
    diag_hint(&b->diag,
              diag_add(&b->diag, Q759, (struct pos){0},
                       "%zu report%s been made yet, of these shards: %.*s", missing,
                       missing == 1 ? " has not" : "s have not", STR_ARG(shards)),
              "run them again, then merge again; a batch without --shard makes what is missing");
}

static bool prepare_folders(struct batch *b)
{
    str *outputs = ARENA_ARRAY(b->arena, b->plan.count + 1, str);
    size_t count = 0;
    for (size_t i = 0; i < b->plan.count; i++)
        if (b->plan.documents[i].output.n)
            outputs[count++] = b->plan.documents[i].output;
    return store_prepare(&b->store, &b->diag, outputs, count);
}

static bool make_reports(struct batch *b)
{
    const struct batch_options *o = b->options;
    struct pool_customer customer = {b, next_report, take_result, tick, o->is_fail_fast};
    unsigned jobs = o->jobs ? o->jobs : pool_cores();
    if (o->is_merge)
        return true;
    progress_left_out(&b->progress, &b->diag);
    tell_findings(b); /* of what went before */
    progress_begin(&b->progress, &b->plan, jobs);
    b->has_begun = true;
    while (o->is_dry && next_stale(b))
        ;
    int ended_by = o->is_dry ? 0 : pool_run(b->kit, jobs, &customer);
    if (ended_by < 0)
        diag_add(&b->diag, Q802, (struct pos){0}, "there is not enough memory to begin");
    b->signal = ended_by > 0 ? ended_by : 0;
    return true;
}

/* Was all looked at that was named, and tried? Else what seems to be gone may be there. */
static bool may_prune(struct batch *b)
{
    const char *why = !b->plan.is_whole      ? "not all folders could be looked into"
                      : b->signal            ? "the batch was stopped"
                      : b->has_write_failure ? "not all PDFs could be written"
                      : !b->options->is_dry && progress_left(&b->progress)
                          ? "not all reports were begun"
                          : NULL;
    if (!b->options->is_pruning || !why)
        return b->options->is_pruning;
    diag_hint(&b->diag, diag_add(&b->diag, Q760, (struct pos){0}, "nothing is removed: %s", why),
              "run the same command again when that is mended");
    return false;
}

/* One that no report of this run makes. True when its record is to go as well. */
static bool settle_stray(struct batch *b, struct record *record, bool is_pruning)
{
    bool was_told = record->is_stray;
    record->is_stray = was_told || b->plan.is_whole;
    if (is_pruning && was_told) {
        enum prune what = prune_remove(&b->store, &b->diag, record);
        progress_pruned(&b->progress, record->output, what);
        return what <= PRUNE_GONE;
    }
    if (record->output.n && record->sha256.n && store_has(&b->store, record->output))
        progress_stray(&b->progress, record->output);
    return false;
}

/* Outputs of reports that are gone, or of other names that they had. A shard knows but its own. */
static bool settle_strays(struct batch *b)
{
    struct manifest *m = &b->manifest;
    if (b->options->is_merge || b->options->shard.count > 1)
        return true;
    bool is_pruning = may_prune(b);
    for (size_t i = 0; i < m->count;) {
        bool is_stray = prune_is_stray(&b->plan, &m->records[i], b->wanted);
        m->records[i].is_stray = m->records[i].is_stray && is_stray;
        if (is_stray && settle_stray(b, &m->records[i], is_pruning))
            manifest_remove(m, i);
        else
            i++;
    }
    return true;
}

/* A shard knows of its own reports only; the index is for all, and made by --merge. */
static bool save(struct batch *b)
{
    if (b->options->is_dry)
        return true;
    store_sync(&b->store);
    if (!manifest_save(&b->diag, b->store.folder, b->options->shard, &b->manifest))
        return false;
    if (b->options->shard.count > 1)
        return true;
    settle_roster(b);
    thumbnail_sweep(&b->store, &b->manifest);
    b->progress.has_index = index_write(b->scratch, &b->diag, &b->store, &b->manifest);
    return b->progress.has_index;
}

static bool (*const batch_stages[])(struct batch *) = {
    check_layout,    /* the one asked for is in order */
    make_plan,       /* which reports, under which names: errors here cost nothing */
    check_variant,   /* some layout has it */
    check_merge,     /* there is something to merge */
    open_store,      /* OUTDIR and its lock */
    load_manifest,   /* what is there already */
    prepare_folders, /* OUTDIR can take it all */
    keep_roster,     /* of a shard: what all of them are to make */
    make_reports,    /* the work */
    settle_strays,   /* outputs that no report makes any more */
    save,            /* manifest and index */
};

/* A merge ends as the one batch would have that the shards are shares of. */
static void end_merge(struct batch *b)
{
    progress_merged(&b->progress, &b->manifest);
    for (size_t i = 0; i < b->manifest.count; i++)
        if (b->manifest.records[i].has_failed)
            raise_status(b, b->manifest.records[i].status);
}

static void walk_stages(void *state)
{
    struct batch *b = state;
    for (size_t i = 0; i < sizeof batch_stages / sizeof *batch_stages; i++)
        if (!batch_stages[i](b))
            break;
    tell_findings(b);
    if (b->has_begun)
        progress_end(&b->progress, &b->plan, exit_status(b));
    else if (b->options->is_merge && b->status <= QUOIN_WARNINGS)
        end_merge(b);
    if (!b->has_begun)
        progress_close(&b->progress, exit_status(b));
}

static void tell_out_of_memory(struct batch *b)
{
    fputs("quoin: there is not enough memory for the batch itself\n", stderr);
    raise_status(b, QUOIN_LIMIT);
}

static void walk_guarded(struct batch *b)
{
    struct arena *const arenas[] = {b->arena, b->scratch};
    progress_open(&b->progress, b->arena, b->options);
    diag_init(&b->diag, b->arena);
    if (!arena_guard(arenas, 2, walk_stages, b))
        tell_out_of_memory(b);
    if (b->has_store)
        store_close(&b->store);
}

int batch_run(quoin_kit *kit, const struct batch_options *options)
{
    struct batch b = {.kit = kit, .options = options, .arena = arena_new(), .scratch = arena_new()};
    if (b.arena && b.scratch)
        walk_guarded(&b);
    else
        tell_out_of_memory(&b);
    arena_close(b.scratch);
    arena_close(b.arena);
    return exit_status(&b);
}
