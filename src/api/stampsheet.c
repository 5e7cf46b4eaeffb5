/*
 * quoin_stamp_sheet(): the stamps of a layout as pages of a PDF, for software that puts them on
 * pages which are there already. Composed and set as the pages of a report are.
 */
#include <stdlib.h>
#include <string.h>

#include "api/kit.h"
#include "page/page.h"
#include "pdf/pdf.h"
#include "typeset/typeset.h"

struct sheet_job {
    const quoin_kit *kit;
    str layout_name, variant;
    const quoin_stamp *stamps;
    size_t count;
    struct arena *job, *scratch;
    struct diag diag;
    const struct layout *layout;
    str pdf;
};

static const struct layout *find_layout(struct sheet_job *j)
{
    str name = j->layout_name.n ? j->layout_name : STR(DEFAULT_LAYOUT);
    const struct shipped *shipped = kit_find_layout(j->kit, name);
    if (shipped && shipped->layout && j->variant.n == 0)
        return shipped->layout;
    struct layout_shelf shelf = j->kit->shelf; /* full, so that it grows into the job's arena */
    shelf.kit = j->job;
    shelf.face_capacity = shelf.face_count;
    shelf.variant = j->variant;
    return layout_load(&shelf, &j->diag, name, (struct pos){0});
}

static struct stamp_words *read_stamps(const struct sheet_job *j)
{
    struct stamp_words *words = ARENA_ARRAY(j->job, j->count, struct stamp_words);
    for (size_t i = 0; i < j->count; i++) {
        str item = str_z(j->stamps[i].item);
        bool is_blank = str_is(item, QUOIN_STAMP_BLANK);
        words[i] = (struct stamp_words){.item = is_blank ? STR("") : item,
                                        .page = str_z(j->stamps[i].page),
                                        .is_blank = is_blank};
    }
    return words;
}

static void make_sheet(void *state)
{
    struct sheet_job *j = state;
    struct document document;
    struct page_list pages;
    diag_init(&j->diag, j->job);
    j->layout = find_layout(j);
    if (!j->layout)
        return;
    compose_stamps(j->job, j->layout, read_stamps(j), j->count, &document);
    struct typeset_tools tools = {j->job, j->scratch, &j->diag, j->kit->hyphen, 0};
    struct page_meta meta = {.title = document.title, .lang = document.lang};
    struct pdf_options options = {.producer = STR("quoin " QUOIN_VERSION), .icc = j->kit->icc};
    if (typeset_document(&tools, &document, &meta, &pages))
        pdf_write(j->job, &j->diag, &pages, &options, &j->pdf);
}

/* In thousandths of a point. */
static int thousandths(len l)
{
    return (int)(((int64_t)l * 1000 + LEN_PT(1) / 2) / LEN_PT(1));
}

static quoin_status hand_over(const struct sheet_job *j, void **bytes, size_t *size,
                              quoin_band *band)
{
    struct stamp_band b = layout_stamp_band(j->layout);
    *bytes = malloc(j->pdf.n);
    if (!*bytes)
        return QUOIN_LIMIT;
    memcpy(*bytes, j->pdf.p, j->pdf.n);
    *size = j->pdf.n;
    if (band)
        *band = (quoin_band){thousandths(b.right), thousandths(b.top), thousandths(b.width),
                             thousandths(b.height)};
    return QUOIN_DONE;
}

quoin_status quoin_stamp_sheet(const quoin_kit *kit, const char *layout, const char *variant,
                               const quoin_stamp *stamps, size_t count, void **bytes, size_t *size,
                               quoin_band *band)
{
    struct sheet_job j = {.kit = kit,
                          .layout_name = str_z(layout),
                          .variant = str_z(variant),
                          .stamps = stamps,
                          .count = count};
    quoin_status status = QUOIN_LIMIT;
    *bytes = NULL;
    *size = 0;
    if (count == 0)
        return QUOIN_USAGE;
    j.job = arena_new();
    j.scratch = arena_new();
    if (j.job && j.scratch && arena_guard((struct arena *[2]){j.job, j.scratch}, 2, make_sheet, &j))
        status = j.pdf.n ? hand_over(&j, bytes, size, band) : (quoin_status)j.diag.status;
    arena_close(j.scratch);
    arena_close(j.job);
    return status;
}
