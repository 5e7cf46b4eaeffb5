/*
 * tagged: one render of a report from a cold start, as it is or as an untagged skeleton: the same
 * pages with everything an artifact and no links, anchors or structure tree. Writes no file;
 * run.sh measures the process either way and compares: what the tags cost.
 *
 *     tagged with|without REPORT
 *
 * Both make the tag tree while typesetting, which a skeleton could save: some hundred appends to
 * an array, below what can be measured here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/asset.h"
#include "base/file.h"
#include "compose/compose.h"
#include "pdf/pdf.h"
#include "typeset/typeset.h"

struct bench {
    struct arena *kit, *job, *scratch;
    struct diag diag;
    const struct layout *layout;
    const struct hyphen *hyphen;
    str path;
};

static void need(bool is_good, const char *what)
{
    if (is_good)
        return;
    fprintf(stderr, "tagged: %s failed\n", what);
    exit(2);
}

static void set_pages(struct bench *b, struct page_list *pages)
{
    const struct source *source = file_read(b->job, &b->diag, b->path, FILE_CAP_XML);
    need(source != NULL, "reading");
    struct report *report = report_read(b->job, &b->diag, source);
    need(report && narrative_fill(b->job, &b->diag, report, layout_wording(b->layout)),
         "the model");
    struct compose_options options = {.part = STR("all"),
                                      .image_root = file_folder(b->job, b->path)};
    struct document document;
    need(compose_document(b->job, &b->diag, report, b->layout, &options, &document), "composing");
    struct typeset_tools tools = {b->job, b->scratch, &b->diag, b->hyphen, 0};
    struct page_meta meta = {.title = document.title, .lang = document.lang, .date = report->date};
    need(typeset_document(&tools, &document, &meta, pages), "typesetting");
}

/* The same drawing without any structure. */
static void strip(struct page_list *pages)
{
    for (size_t i = 0; i < pages->count; i++) {
        struct page *page = pages->pages[i];
        size_t kept = 0;
        for (size_t k = 0; k < page->count; k++) {
            if (page->items[k].kind == ITEM_LINK)
                continue;
            page->items[kept] = page->items[k];
            page->items[kept++].tag = TAG_ARTIFACT;
        }
        page->count = kept;
    }
    static const struct tag_props none;
    tag_tree_init(&pages->tags, pages->arena, &none);
    pages->anchor_count = pages->outline_count = 0;
}

static void open_kit(struct bench *b)
{
    b->kit = arena_new();
    b->job = arena_new();
    b->scratch = arena_new();
    need(b->kit && b->job && b->scratch, "memory");
    diag_init(&b->diag, b->job);
    struct layout_shelf shelf = {.kit = b->kit};
    b->layout = layout_load(&shelf, &b->diag, STR("opcc"), (struct pos){0});
    b->hyphen = hyphen_open(b->kit, &b->diag);
    need(b->layout && b->hyphen, "the kit");
}

int main(int argc, char **argv)
{
    need(argc == 3, "usage: tagged with|without REPORT");
    struct bench b = {.path = str_z(argv[2])};
    open_kit(&b);
    struct page_list pages;
    set_pages(&b, &pages);
    if (strcmp(argv[1], "without") == 0)
        strip(&pages);
    struct pdf_options options = {.producer = STR("quoin"),
                                  .icc = asset_find(STR("layouts/sRGB.icc"))};
    str out;
    need(pdf_write(b.job, &b.diag, &pages, &options, &out), "writing");
    arena_close(b.scratch);
    arena_close(b.job);
    arena_close(b.kit);
    return 0;
}
