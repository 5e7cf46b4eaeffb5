#include "api/stage.h"

#include <string.h>

#include "api/provenance.h"
#include "base/file.h"
#include "pdf/pdf.h"
#include "typeset/typeset.h"

/* What an agenda item's number may be, and a page of a pack. */
#define ITEM_MAX        16
#define ITEM_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-"
#define FIRST_PAGE_MAX  100000

/* ---- to the model --------------------------------------------------------------------------- */

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

bool stage_load_source(quoin_report *r)
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
    shelf.asked = r->asked;
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

bool stage_read_model(quoin_report *r)
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
bool stage_choose_layout(quoin_report *r)
{
    str name = r->layout_asked.n ? r->layout_asked : r->model->layout;
    struct pos pos = r->layout_asked.n ? r->asked : r->model->layout_pos;
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

bool stage_fill_words(quoin_report *r)
{
    return narrative_fill(r->job, &r->diag, r->model, layout_wording(r->layout));
}

/* ---- to pages and bytes --------------------------------------------------------------------- */

static struct page_meta make_meta(const quoin_report *r, const struct document *document)
{
    return (struct page_meta){
        .title = document->title,
        .author = document->author,
        .subject = document->subject,
        .keywords = document->keywords,
        .lang = document->lang,
        .date = r->epoch >= 0 ? date_from_epoch(r->epoch) : r->model->date,
        .source_hash = provenance_hash(r),
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
                                      .first_page = r->first_page,
                                      .asked = r->asked};
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
bool stage_set_pages(quoin_report *r)
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

bool stage_write_pdf(quoin_report *r)
{
    struct pdf_options options = {.producer = STR("quoin " QUOIN_VERSION), .icc = r->kit->icc};
    struct pdf_source source = provenance_source(r);
    if (!r->is_without_source)
        options.source = &source;
    return pdf_write(r->job, &r->diag, &r->pages, &options, &r->pdf);
}
