/*
 * The public API. render_stages, below, is the whole program on one screen: it names every stage
 * from XML to PDF in order; each function of quoin.h goes as far along it as it needs to. The kit
 * is in kit.c; what needs neither kit nor report is in reference.c.
 *
 * Memory: a kit has one arena, frozen once it is open. A report has three: job (the model, boxes,
 * pages and the PDF's bytes), scratch (rewound paragraph by paragraph) and talk (findings, so that
 * they outlive a job that ran out of memory).
 */
#include "quoin.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/file.h"
#include "image/png.h"
#include "kit.h"
#include "page/page.h"
#include "pdf/pdf.h"
#include "raster/raster.h"
#include "report/agenda.h"
#include "report/report.h"
#include "typeset/typeset.h"

/* What an agenda item's number may be, and a page of a pack. */
#define ITEM_MAX        16
#define ITEM_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-"
#define FIRST_PAGE_MAX  100000

/* A report with more findings than this is told the number of the others. */
#define FINDINGS_PRINTED 100

struct quoin_report {
    const struct quoin_kit *kit;
    struct arena *job, *scratch, *talk;
    struct diag diag;
    quoin_finding *shown; /* the findings as the caller sees them */
    quoin_input *inputs;  /* likewise; NULL: not asked for since the last stage */
    size_t input_count;
    str path, layout_asked, part, variant, agenda_item;
    unsigned first_page; /* 0: not given */
    long long epoch;
    size_t memory_limit; /* 0: none */
    bool is_werror, is_out_of_memory, is_without_source;
    size_t stages_done;
    struct diag checked_diag; /* as they were before pages were set */
    struct arena_mark checked_mark;

    /* What the stages make, in order. */
    const struct source *source;
    str folder;              /* images are looked for beneath it */
    const char *layout_used; /* see quoin_report_layout() */
    struct report *model;
    struct agenda *agenda;     /* not NULL: it is one, and the model is its head */
    struct page_range *ranges; /* of its items, in `talk`; NULL: not told yet */
    quoin_agenda_item *items;  /* as the caller sees them */
    const struct layout *layout;
    bool is_own_layout; /* a file of the user's, not a shipped one */
    bool is_set;        /* pages are there */
    bool may_be_layout, is_layout;
    struct kept_files pictures;
    struct kept_files *stock; /* not NULL: what else there is; nothing is read from the disk */
    struct inputs layout_files;
    struct page_list pages;
    str pdf;
    str dump;
};

/* ---- out of memory --------------------------------------------------------------------- */

/* Runs work(state); false when one of the arenas (unused ones are NULL) ran out of memory. */
static bool guarded(struct arena *const arenas[3], void (*work)(void *), void *state)
{
    return arena_guard(arenas, 3, work, state);
}

/* ---- the stages ------------------------------------------------------------------------- */

/* What is to be stamped gets into the PDF's metadata, and from there onto command lines. */
static bool check_stamp(quoin_report *r)
{
    str item = r->agenda_item;
    bool is_plain = item.n <= ITEM_MAX && !str_starts(item, STR("-"));
    for (size_t i = 0; i < item.n; i++)
        is_plain &= memchr(ITEM_CHARACTERS, item.p[i], sizeof ITEM_CHARACTERS - 1) != NULL;
    if (!is_plain)
        diag_hint(&r->diag,
                  diag_add(&r->diag, Q732, (struct pos){0}, "an item cannot have the number “%.*s”",
                           STR_ARG(item)),
                  "up to %d letters, digits, dots and hyphens: 7, 7a, 12.1", ITEM_MAX);
    if (r->first_page > FIRST_PAGE_MAX)
        diag_add(&r->diag, Q732, (struct pos){0}, "the first page cannot be page %u",
                 r->first_page);
    return !diag_failed(&r->diag);
}

static bool load_source(quoin_report *r)
{
    if (!check_stamp(r))
        return false;
    if (!r->source)
        r->source = file_read(r->job, &r->diag, r->path, FILE_CAP_XML);
    return r->source != NULL;
}

/* A shelf for the layouts of this report alone: what the kit has, and what is loaded yet. */
static struct layout_shelf own_shelf(quoin_report *r)
{
    struct layout_shelf shelf = r->kit->shelf; /* full, so that it grows into the job's arena */
    shelf.kit = r->job;
    shelf.face_capacity = shelf.face_count;
    shelf.variant = r->variant;
    shelf.inputs = &r->layout_files;
    shelf.stock = r->layout_asked.n ? NULL : r->stock;
    return shelf;
}

/* Where a layout may be checked as well, the source is one if it says so; the walk ends there. */
static bool read_layout(quoin_report *r)
{
    struct layout_shelf shelf = own_shelf(r);
    r->is_layout = true;
    r->layout = layout_parse(&shelf, &r->diag, r->source, r->folder);
    str left = r->layout && r->variant.n == 0 ? layout_variants(r->layout) : (str){0};
    for (str name = str_word(&left); name.n; name = str_word(&left)) {
        shelf.variant = name;
        if (!layout_parse(&shelf, &r->diag, r->source, r->folder))
            return false;
    }
    return r->layout != NULL;
}

static bool read_agenda(quoin_report *r)
{
    r->agenda = agenda_read(r->job, &r->diag, r->source, r->folder, r->stock);
    r->model = r->agenda ? &r->agenda->head : NULL;
    return r->model != NULL;
}

static bool read_model(quoin_report *r)
{
    if (r->may_be_layout && str_is(xml_root_name(r->source->text), "layout"))
        return read_layout(r);
    if (str_is(xml_root_name(r->source->text), "agenda"))
        return read_agenda(r);
    r->model = report_read(r->job, &r->diag, r->source);
    return r->model != NULL;
}

/* The layout by a name that finds it from the working directory too. */
static void name_layout(quoin_report *r, str name, bool is_shipped)
{
    bool is_beneath = !is_shipped && r->layout_asked.n == 0;
    r->layout_used =
        is_beneath ? inputs_path(r->talk, r->folder, name).p : str_copy(r->talk, name).p;
}

/* The option's layout, else the report's own, else the default. Shipped ones are in the kit. */
static bool choose_layout(quoin_report *r)
{
    str name = r->layout_asked.n ? r->layout_asked : r->model->layout;
    struct pos pos = r->layout_asked.n ? (struct pos){0} : r->model->layout_pos;
    if (name.n == 0)
        name = STR(DEFAULT_LAYOUT);
    const struct shipped *shipped = kit_find_layout(r->kit, name);
    name_layout(r, name, shipped != NULL);
    if (shipped && shipped->layout && r->variant.n == 0) {
        r->layout = shipped->layout;
        return true;
    }
    struct layout_shelf shelf = own_shelf(r);
    r->layout = r->layout_asked.n ? layout_load(&shelf, &r->diag, name, pos)
                                  : layout_load_under(&shelf, &r->diag, r->folder, name, pos);
    r->is_own_layout = !shipped;
    return r->layout != NULL;
}

static bool fill_words(quoin_report *r)
{
    return narrative_fill(r->job, &r->diag, r->model, layout_wording(r->layout));
}

/* SOURCE_DATE_EPOCH, when it was set. */
static str epoch_text(const quoin_report *r)
{
    return r->epoch < 0 ? STR("") : str_format(r->job, "%lld", r->epoch);
}

static str first_page_text(const quoin_report *r)
{
    return r->first_page ? str_format(r->job, "%u", r->first_page) : STR("");
}

/* SHA-256 over what the output is made from; each piece follows its size. */
static str hash_inputs(const quoin_report *r)
{
    struct digest d;
    uint8_t *bytes = arena_alloc(r->job, DIGEST_SIZE);
    digest_begin(&d);
    digest_add_part(&d, STR(QUOIN_VERSION));
    digest_add_part(&d, r->source->text);
    digest_add_part(&d, layout_bytes(r->layout));
    digest_add_part(&d, r->variant);
    digest_add_part(&d, r->part);
    digest_add_part(&d, epoch_text(r));
    digest_add_part(&d, r->agenda_item);
    digest_add_part(&d, first_page_text(r));
    digest_add_part(&d, r->is_without_source ? STR("") : STR("source"));
    for (size_t i = 0; r->ranges && i < r->agenda->item_count; i++)
        digest_add_part(&d, str_format(r->job, "%u %u", r->ranges[i].first, r->ranges[i].last));
    for (size_t i = 0; i < r->pictures.count; i++) {
        digest_add_part(&d, r->pictures.files[i].name);
        digest_add_part(&d, r->pictures.files[i].bytes);
    }
    digest_end(&d, bytes);
    return (str){(const char *)bytes, DIGEST_SIZE};
}

static struct page_meta make_meta(const quoin_report *r, const struct document *document)
{
    return (struct page_meta){
        .title = document->title,
        .author = document->author,
        .subject = document->subject,
        .keywords = document->keywords,
        .lang = document->lang,
        .date = r->epoch >= 0 ? date_from_epoch(r->epoch) : r->model->date,
        .source_hash = hash_inputs(r),
    };
}

/* Report and layout to boxes, boxes to pages. */
static bool set_once(quoin_report *r, size_t page_estimate)
{
    struct compose_options options = {.part = r->part,
                                      .image_root = r->folder,
                                      .page_estimate = page_estimate,
                                      .pictures = &r->pictures,
                                      .agenda_item = r->agenda_item,
                                      .first_page = r->first_page};
    r->pictures = (struct kept_files){.stock = r->stock};
    struct document *document = ARENA_NEW(r->job, struct document);
    bool is_composed =
        r->agenda
            ? compose_agenda(r->job, &r->diag, r->agenda, r->ranges, r->layout, &options, document)
            : compose_document(r->job, &r->diag, r->model, r->layout, &options, document);
    if (!is_composed || diag_failed(&r->diag))
        return false;
    struct typeset_tools tools = {r->job, r->scratch, &r->diag, r->kit->hyphen, 0};
    struct page_meta meta = make_meta(r, document);
    r->is_set = typeset_document(&tools, document, &meta, &r->pages);
    return r->is_set;
}

/*
 * Whether there is a contents page may depend on the number of pages: if they turn out to be so
 * many that there is one, all is forgotten and done again knowing that.
 */
static bool set_pages(quoin_report *r)
{
    struct diag before = r->diag;
    struct arena_mark mark = arena_mark(r->job);
    if (!set_once(r, 0))
        return false;
    size_t estimate = r->pages.count;
    if (layout_has_contents(r->layout, estimate) == layout_has_contents(r->layout, 0))
        return true;
    r->is_set = false;
    r->diag = before;
    arena_rewind(r->job, mark);
    return set_once(r, estimate);
}

/* ---- the source inside the PDF ------------------------------------------------------------ */

static str without_folders(str path)
{
    size_t from = path.n;
    while (from > 0 && path.p[from - 1] != '/')
        from--;
    return str_sub(path, from, path.n);
}

/*
 * The report's own name is left out: under any name it gives the same PDF. The description of a
 * picture is its path from the report.
 */
static const struct pdf_file *source_files(const quoin_report *r)
{
    struct pdf_file *files = ARENA_ARRAY(r->job, r->pictures.count + 1, struct pdf_file);
    files[0] = (struct pdf_file){STR("report.xml"), STR("The report that this PDF is made from"),
                                 STR("application/xml"), true, r->source->text};
    if (r->agenda) {
        files[0].name = STR("agenda.xml");
        files[0].description = STR("The agenda that this PDF is made from");
    }
    for (size_t i = 0; i < r->pictures.count; i++) {
        const struct kept_file *f = &r->pictures.files[i];
        str mime = str_starts(f->bytes, STR("\x89PNG")) ? STR("image/png") : STR("image/svg+xml");
        files[i + 1] = (struct pdf_file){without_folders(f->name), f->name, mime, false, f->bytes};
    }
    return files;
}

/* What else decides on the bytes: with these, the source gives the same PDF again. */
static const struct pdf_fact *source_facts(const quoin_report *r, size_t *count)
{
    str layout = layout_name(r->layout);
    if (r->is_own_layout)
        layout = str_format(r->job, "%.*s.xml", STR_ARG(layout));
    const struct pdf_fact facts[] = {
        {"version", "The version of quoin", STR(QUOIN_VERSION)},
        {"layout", "The layout: one that quoin carries, or a file's name", layout},
        {"layoutHash", "SHA-256 of the layout file, followed by those it is based on",
         digest_hex(r->job, layout_bytes(r->layout))},
        {"variant", "The layout's variant, when one was asked for", r->variant},
        {"part", "The part of the report that is printed", r->part.n ? r->part : STR("all")},
        {"epoch", "SOURCE_DATE_EPOCH, when it was set", epoch_text(r)},
        {"agendaItem", "The agenda item stamped on the first page", r->agenda_item},
        {"firstPage", "The first page's number in the pack, stamped", first_page_text(r)},
    };
    struct pdf_fact *copy = arena_alloc(r->job, sizeof facts);
    memcpy(copy, facts, sizeof facts);
    *count = sizeof facts / sizeof *facts;
    return copy;
}

static bool write_pdf(quoin_report *r)
{
    struct pdf_options options = {.producer = STR("quoin " QUOIN_VERSION), .icc = r->kit->icc};
    struct pdf_source source = {.files = source_files(r), .file_count = r->pictures.count + 1};
    source.facts = source_facts(r, &source.fact_count);
    if (!r->is_without_source)
        options.source = &source;
    return pdf_write(r->job, &r->diag, &r->pages, &options, &r->pdf);
}

/* From XML to PDF. A stage starts from what those before it left in the report. */
static bool (*const render_stages[])(quoin_report *) = {
    load_source,   /* base/file: the file, read once */
    read_model,    /* xml/, report/: XML to a checked, read-only model */
    choose_layout, /* compose/layout: the brand */
    fill_words,    /* report/narrative: figures inside the words */
    set_pages,     /* compose/ to boxes, typeset/ to pages and tags */
    write_pdf,     /* pdf/: pages and tags to bytes */
};

enum { MODELLED = 2, CHECKED = 4, SET = 5, RENDERED = 6 }; /* stages done */

/* ---- walking through the stages ---------------------------------------------------------- */

/* The findings in order, as the public header shows them. */
static void show_findings(quoin_report *r)
{
    diag_sort(&r->diag);
    r->shown = ARENA_ARRAY(r->talk, r->diag.count, quoin_finding);
    for (size_t i = 0; i < r->diag.count; i++) {
        const struct finding *f = &r->diag.findings[i];
        str text = f->count > 1 ? str_format(r->talk, "%.*s (%u times)", STR_ARG(f->text), f->count)
                                : str_copy(r->talk, f->text);
        str file = f->pos.source ? f->pos.source->path : STR("");
        r->shown[i] = (quoin_finding){
            .severity = (quoin_severity)f->severity,
            .code = diag_code_name(f->code),
            .file = str_copy(r->talk, file).p,
            .line = f->pos.line,
            .column = f->pos.column,
            .message = text.p,
            .hint = str_copy(r->talk, f->hint).p,
        };
    }
}

struct walk {
    quoin_report *report;
    size_t goal;
};

static void walk_stages(void *state)
{
    struct walk *walk = state;
    quoin_report *r = walk->report;
    while (r->stages_done < walk->goal && !r->is_layout && !diag_failed(&r->diag)) {
        if (!render_stages[r->stages_done](r)) {
            if (!diag_failed(&r->diag))
                diag_add(&r->diag, Q901, (struct pos){.source = r->source},
                         "stage %zu gave up without a reason", r->stages_done);
            break;
        }
        r->stages_done++;
        if (r->stages_done == CHECKED) {
            r->checked_diag = r->diag;
            r->checked_mark = arena_mark(r->job);
        }
    }
    show_findings(r);
}

static void tell_out_of_memory(void *state)
{
    quoin_report *r = state;
    struct finding *f = diag_add(&r->diag, Q802, (struct pos){.source = r->source},
                                 "there was not enough memory to finish");
    if (r->memory_limit)
        diag_hint(&r->diag, f,
                  "allow more than %zu MiB with --memory, make its pictures smaller, or split the "
                  "report",
                  r->memory_limit >> 20);
    show_findings(r);
}

/* Runs work within the report's arenas; running out of memory becomes a finding. */
static void guard_report(quoin_report *r, void (*work)(void *), void *state)
{
    if (guarded((struct arena *[3]){r->job, r->scratch, r->talk}, work, state))
        return;
    r->is_out_of_memory = true;
    r->is_set = false;
    r->inputs = NULL;
    r->stages_done = 0;
    arena_close(r->scratch); /* makes room for the words about it */
    r->scratch = NULL;
    guarded((struct arena *[3]){r->talk, NULL, NULL}, tell_out_of_memory, r);
}

/* Goes on until `goal` stages are done or one fails. */
static quoin_status walk_to(quoin_report *r, size_t goal)
{
    struct walk walk = {r, goal};
    r->inputs = NULL;
    if (!r->is_out_of_memory && !r->is_layout && r->stages_done < goal && !diag_failed(&r->diag))
        guard_report(r, walk_stages, &walk);
    return quoin_report_status(r);
}

/* ---- a report ----------------------------------------------------------------------------- */

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
    guard_report(r, keep_arguments, o);
    walk_to(r, CHECKED);
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

/* ---- findings ----------------------------------------------------------------------------- */

quoin_status quoin_report_status(const quoin_report *report)
{
    quoin_status status = (quoin_status)report->diag.status;
    if (report->is_out_of_memory && status < QUOIN_LIMIT)
        return QUOIN_LIMIT;
    if (status == QUOIN_DONE && report->is_werror && report->diag.warnings > 0)
        return QUOIN_WARNINGS;
    return status;
}

size_t quoin_finding_count(const quoin_report *report)
{
    return report->shown ? report->diag.count : 0;
}

quoin_finding quoin_finding_at(const quoin_report *report, size_t index)
{
    if (index >= quoin_finding_count(report))
        return (quoin_finding){QUOIN_NOTE, "", "", 0, 0, "", ""};
    return report->shown[index];
}

void quoin_print_findings(const quoin_report *report, FILE *out, int colour)
{
    diag_print(&report->diag, out, (struct diag_style){colour != 0, FINDINGS_PRINTED});
}

void quoin_print_findings_json(const quoin_report *report, FILE *out)
{
    diag_print_json(&report->diag, out);
}

/* ---- output ------------------------------------------------------------------------------- */

quoin_status quoin_render(quoin_report *report, const void **bytes, size_t *size)
{
    quoin_status status = report->is_layout ? QUOIN_USAGE : walk_to(report, RENDERED);
    bool is_done = status <= QUOIN_WARNINGS;
    *bytes = is_done ? report->pdf.p : NULL;
    *size = is_done ? report->pdf.n : 0;
    return status;
}

struct errand {
    quoin_report *report;
    const char *argument;
};

/* Finds out before the work, not after it, that the folder is not there or is read-only. */
static void check_folder(void *state)
{
    struct errand *e = state;
    quoin_report *r = e->report;
    str folder = file_folder(r->talk, str_z(e->argument));
    if (access(folder.p, W_OK | X_OK) == 0)
        return;
    struct source *place = ARENA_NEW(r->talk, struct source);
    place->path = str_copy(r->talk, str_z(e->argument));
    char text[128];
    struct finding *f = diag_add(&r->diag, Q702, (struct pos){.source = place},
                                 "cannot write into the folder %.*s: %s", STR_ARG(folder),
                                 strerror_r(errno, text, sizeof text)); /* the GNU one */
    diag_hint(&r->diag, f, "name an existing folder that you may write to");
    show_findings(r);
}

static void publish(void *state)
{
    struct errand *e = state;
    quoin_report *r = e->report;
    if (!file_publish(&r->diag, str_z(e->argument), r->pdf))
        show_findings(r);
}

quoin_status quoin_render_file(quoin_report *report, const char *path)
{
    struct errand errand = {report, path};
    const void *bytes;
    size_t size;
    if (report->is_layout)
        return QUOIN_USAGE;
    if (quoin_report_status(report) <= QUOIN_WARNINGS && strcmp(path, "-") != 0)
        guard_report(report, check_folder, &errand);
    if (quoin_report_status(report) <= QUOIN_WARNINGS &&
        quoin_render(report, &bytes, &size) <= QUOIN_WARNINGS)
        guard_report(report, publish, &errand);
    return quoin_report_status(report);
}

size_t quoin_page_count(const quoin_report *report)
{
    return report->is_set ? report->pages.count : 0;
}

/* Asked for once or twice a report: the name is copied each time. */
struct naming {
    quoin_report *report;
    str name;
};

static void name_part(void *state)
{
    struct naming *n = state;
    n->name = str_copy(n->report->talk, n->name);
}

const char *quoin_report_part(const quoin_report *report, size_t index)
{
    const struct report *model = report->stages_done >= MODELLED ? report->model : NULL;
    struct naming n = {(quoin_report *)(uintptr_t)report, {0}};
    size_t before = model && model->paper;
    if (!model || report->is_out_of_memory)
        return NULL;
    if (index < before)
        n.name = STR("paper");
    else if (index - before < model->appendix_count)
        n.name = model->appendices[index - before].letter;
    else if (index - before == model->appendix_count && model->glossary)
        n.name = model->glossary->letter;
    else
        return NULL;
    guard_report(n.report, name_part, &n);
    return report->is_out_of_memory ? NULL : n.name.p;
}

/* ---- agendas ------------------------------------------------------------------------------ */

int quoin_is_agenda(const quoin_report *report)
{
    return report->agenda != NULL;
}

size_t quoin_agenda_item_count(const quoin_report *report)
{
    return report->agenda ? report->agenda->item_count : 0;
}

/* A file beneath the agenda's folder, as it can be opened; empty for none. */
static const char *path_of(quoin_report *r, str name)
{
    return name.n ? inputs_path(r->talk, r->folder, name).p : "";
}

/* One that quoin carries goes by its name. */
static const char *layout_of(quoin_report *r, str layout)
{
    bool is_file = layout.n && !kit_find_layout(r->kit, layout);
    return is_file ? path_of(r, layout) : str_copy(r->talk, layout).p;
}

static void list_items(void *state)
{
    quoin_report *r = state;
    size_t count = r->agenda->item_count;
    quoin_agenda_item *items = ARENA_ARRAY(r->talk, count + 1, quoin_agenda_item);
    for (size_t i = 0; i < count; i++) {
        const struct agenda_item *from = &r->agenda->items[i];
        bool is_report = from->report.n > 0;
        items[i] = (quoin_agenda_item){
            .number = str_copy(r->talk, from->number).p,
            .title = str_copy(r->talk, from->title).p,
            .file = path_of(r, is_report ? from->report : from->pdf),
            .is_report = is_report,
            .part = str_copy(r->talk, from->part).p,
            .layout = layout_of(r, from->layout),
            .variant = str_copy(r->talk, from->variant).p,
        };
    }
    r->items = items;
}

quoin_agenda_item quoin_agenda_item_at(const quoin_report *report, size_t index)
{
    quoin_report *r = (quoin_report *)(uintptr_t)report;
    if (index < quoin_agenda_item_count(r) && !r->items && !r->is_out_of_memory)
        guard_report(r, list_items, r);
    if (index >= quoin_agenda_item_count(r) || !r->items)
        return (quoin_agenda_item){"", "", "", 0, "", "", ""};
    return r->items[index];
}

static void make_ranges(void *state)
{
    quoin_report *r = state;
    r->ranges = ARENA_ARRAY(r->talk, r->agenda->item_count, struct page_range);
}

/* Back to where pages had not been set. */
static void forget_pages(quoin_report *r)
{
    if (r->is_out_of_memory || r->stages_done < CHECKED || diag_failed(&r->diag))
        return;
    r->stages_done = CHECKED;
    r->diag = r->checked_diag;
    arena_rewind(r->job, r->checked_mark);
    r->is_set = false;
    r->inputs = NULL;
}

void quoin_agenda_place(quoin_report *report, size_t index, unsigned first, unsigned last)
{
    if (index >= quoin_agenda_item_count(report) || report->is_out_of_memory)
        return;
    if (!report->ranges)
        guard_report(report, make_ranges, report);
    if (report->is_out_of_memory)
        return;
    report->ranges[index] = (struct page_range){first, last};
    forget_pages(report);
}

const char *quoin_report_layout(const quoin_report *report)
{
    return report->layout_used ? report->layout_used : "";
}

/* ---- inputs ------------------------------------------------------------------------------- */

static void put_input(quoin_report *r, str path, str bytes)
{
    quoin_input *input = &r->inputs[r->input_count++];
    str hex = digest_hex(r->talk, bytes);
    input->path = str_copy(r->talk, path).p;
    memcpy(input->sha256, hex.p, sizeof input->sha256);
}

/*
 * The pictures that the report names may be among the layout's files: each file once. Out of
 * memory, lists may have been left half-written: then there is the report alone.
 */
static void list_inputs(void *state)
{
    quoin_report *r = state;
    struct inputs all = {.arena = r->talk};
    for (size_t i = 0; i < r->pictures.count && !r->is_out_of_memory; i++)
        inputs_add(&all, r->folder, r->pictures.files[i].name, r->pictures.files[i].bytes);
    for (size_t i = 0; i < r->layout_files.count && !r->is_out_of_memory; i++)
        inputs_add(&all, STR(""), r->layout_files.items[i].path, r->layout_files.items[i].bytes);
    r->input_count = 0;
    r->inputs = ARENA_ARRAY(r->talk, all.count + 1, quoin_input);
    put_input(r, r->source->path, r->source->text);
    for (size_t i = 0; i < all.count; i++)
        put_input(r, all.items[i].path, all.items[i].bytes);
}

/* Hashing waits until somebody asks; a report belongs to one thread, so it may change for that. */
size_t quoin_input_count(const quoin_report *report)
{
    quoin_report *r = (quoin_report *)(uintptr_t)report;
    if (!r->inputs && r->source)
        guard_report(r, list_inputs, r);
    return r->inputs ? r->input_count : 0;
}

quoin_input quoin_input_at(const quoin_report *report, size_t index)
{
    return index < quoin_input_count(report) ? report->inputs[index] : (quoin_input){"", ""};
}

static void dump_list(void *state)
{
    struct errand *e = state;
    struct buf out = {.arena = e->report->job};
    if (strcmp(e->argument, "tags") != 0)
        dump_pages(&e->report->pages, &out);
    if (strcmp(e->argument, "pages") != 0)
        dump_tags(&e->report->pages, &out);
    e->report->dump = str_copy(e->report->job, buf_str(&out));
}

quoin_status quoin_dump(quoin_report *report, const char *what, const char **text, size_t *size)
{
    *text = NULL;
    *size = 0;
    if (strcmp(what, "pages") != 0 && strcmp(what, "tags") != 0 && strcmp(what, "all") != 0)
        return QUOIN_USAGE;
    if (report->is_layout)
        return QUOIN_USAGE;
    struct errand errand = {report, what};
    if (walk_to(report, SET) <= QUOIN_WARNINGS)
        guard_report(report, dump_list, &errand);
    if (quoin_report_status(report) <= QUOIN_WARNINGS) {
        *text = report->dump.p;
        *size = report->dump.n;
    }
    return quoin_report_status(report);
}

/* ---- thumbnails --------------------------------------------------------------------------- */

struct thumbnail {
    quoin_report *report;
    unsigned width;
    str png; /* in the job's arena */
};

/* The pixels are needed no longer than their PNG takes to be made. */
static void draw_thumbnail(void *state)
{
    struct thumbnail *t = state;
    quoin_report *r = t->report;
    struct arena_mark mark = arena_mark(r->scratch);
    const struct bitmap *picture = raster_draw_page(r->scratch, r->pages.pages[0], t->width);
    t->png = str_copy(r->job, png_save_bitmap(r->scratch, picture));
    arena_rewind(r->scratch, mark);
}

quoin_status quoin_thumbnail(quoin_report *report, unsigned width, const void **png, size_t *size)
{
    struct thumbnail thumbnail = {.report = report, .width = width};
    *png = NULL;
    *size = 0;
    if (width < RASTER_WIDTH_MIN || width > RASTER_WIDTH_MAX || report->is_layout)
        return QUOIN_USAGE;
    if (walk_to(report, SET) <= QUOIN_WARNINGS)
        guard_report(report, draw_thumbnail, &thumbnail);
    if (quoin_report_status(report) <= QUOIN_WARNINGS) {
        *png = thumbnail.png.p;
        *size = thumbnail.png.n;
    }
    return quoin_report_status(report);
}
