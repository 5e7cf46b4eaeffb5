#include "api/provenance.h"

#include <string.h>

#include "base/digest.h"

/* SOURCE_DATE_EPOCH, when it was set. */
static str epoch_text(const quoin_report *r)
{
    return r->epoch < 0 ? STR("") : str_format(r->job, "%lld", r->epoch);
}

static str first_page_text(const quoin_report *r)
{
    return r->first_page ? str_format(r->job, "%u", r->first_page) : STR("");
}

/* Each piece follows its size. */
str provenance_hash(const quoin_report *r)
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

struct pdf_source provenance_source(const quoin_report *r)
{
    struct pdf_source source = {.files = source_files(r), .file_count = r->pictures.count + 1};
    source.facts = source_facts(r, &source.fact_count);
    return source;
}
