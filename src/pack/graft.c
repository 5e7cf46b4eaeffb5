#include "pack/graft.h"

/* What is carried of a catalog; the pages travel under a key of our own. */
static const char *const carried[] = {
    "/StructTreeRoot", "/Outlines", "/Names",         "/Dests",   "/PageLabels", "/OCProperties",
    "/AcroForm",       "/AF",       "/OutputIntents", "/Threads", "/PieceInfo",
};

#define PAGES_KEY "/QuoinPages"
#define NO_PAGE   "/QuoinPage" /* the /Type of a page while it is none */

static void take_catalog(qpdf_data q, qpdf_oh from, struct graft *out)
{
    out->tree = handle_get(q, from, "/StructTreeRoot");
    if (qpdf_oh_is_dictionary(q, out->tree))
        out->tree = handle_indirect(q, out->tree);
    out->outlines = handle_get(q, from, "/Outlines");
    out->names = handle_get(q, from, "/Names");
    out->dests = handle_get(q, from, "/Dests");
    out->labels = handle_get(q, from, "/PageLabels");
    out->layers = handle_get(q, from, "/OCProperties");
    out->forms = handle_get(q, from, "/AcroForm");
    out->files = handle_get(q, from, "/AF");
    out->intents = handle_get(q, from, "/OutputIntents");
    out->threads = handle_get(q, from, "/Threads");
    out->pieces = handle_get(q, from, "/PieceInfo");
}

/* Everything a part has, in one dictionary; its pages are then no pages any more. */
static qpdf_oh bundle(struct arena *a, const struct part *part)
{
    qpdf_data q = part->q;
    qpdf_oh bundle = qpdf_oh_new_dictionary(q), list = qpdf_oh_new_array(q);
    qpdf_oh *pages = ARENA_ARRAY(a, part->page_count, qpdf_oh);
    for (size_t i = 0; i < part->page_count; i++)
        pages[i] = qpdf_get_page_n(q, i);
    for (size_t i = 0; i < part->page_count; i++) {
        handle_put(q, pages[i], "/Type", qpdf_oh_new_name(q, NO_PAGE));
        handle_remove(q, pages[i], "/Parent");
        qpdf_oh_append_item(q, list, pages[i]);
    }
    handle_set(q, bundle, PAGES_KEY, list);
    for (size_t i = 0; i < sizeof carried / sizeof *carried; i++)
        handle_set(q, bundle, carried[i], handle_get(q, part->root, carried[i]));
    return qpdf_make_indirect_object(q, bundle);
}

static void take_pages(struct arena *a, qpdf_data pack, qpdf_oh list, struct graft *out)
{
    out->page_count = (size_t)handle_count(pack, list);
    out->pages = ARENA_ARRAY(a, out->page_count, qpdf_oh);
    for (size_t i = 0; i < out->page_count; i++) {
        out->pages[i] = handle_at(pack, list, (int)i);
        handle_put(pack, out->pages[i], "/Type", qpdf_oh_new_name(pack, "/Page"));
    }
}

/*
 * On tagged pages with links the tabulator key follows the structure (PDF/UA-1, 7.18.3): what some
 * programs forget to say, or say with a string for a name, and all others mean.
 */
static void order_tabs(qpdf_data q, const struct graft *g)
{
    qpdf_oh mark = handle_mark(q);
    for (size_t i = 0; i < g->page_count && g->part->is_tagged; i++)
        if (handle_has(q, g->pages[i], "/Annots") &&
            !qpdf_oh_is_name(q, handle_get(q, g->pages[i], "/Tabs")))
            handle_put(q, g->pages[i], "/Tabs", qpdf_oh_new_name(q, "/S"));
    handle_rewind(q, mark);
}

static bool fail_carrying(struct arena *a, struct diag *d, qpdf_data pack, const struct part *part)
{
    struct pos pos = {.source = part->source};
    handle_take_faults(a, part->q); /* it may be no fault of the part's */
    handle_take_faults(a, pack);
    diag_hint(d, diag_add(d, Q710, pos, "the PDF is damaged: its pages cannot be taken over"),
              "have it made again, or print it to a new PDF");
    return false;
}

bool graft_part(struct arena *a, struct diag *d, qpdf_data pack, const struct part *part,
                struct graft *out)
{
    *out = (struct graft){.part = part};
    if (qpdf_push_inherited_attributes_to_page(part->q) & QPDF_ERRORS)
        return fail_carrying(a, d, pack, part);
    qpdf_oh mark = handle_mark(part->q);
    qpdf_oh whole = qpdf_oh_copy_foreign_object(pack, part->q, bundle(a, part));
    handle_rewind(part->q, mark);
    if (qpdf_has_error(pack) || qpdf_has_error(part->q) || !qpdf_oh_is_dictionary(pack, whole))
        return fail_carrying(a, d, pack, part);
    take_pages(a, pack, handle_get(pack, whole, PAGES_KEY), out);
    take_catalog(pack, whole, out);
    order_tabs(pack, out);
    return out->page_count == part->page_count || fail_carrying(a, d, pack, part);
}

void graft_own(struct arena *a, const struct part *pack, struct graft *out)
{
    *out = (struct graft){.part = pack, .page_count = pack->page_count};
    out->pages = ARENA_ARRAY(a, out->page_count, qpdf_oh);
    for (size_t i = 0; i < out->page_count; i++)
        out->pages[i] = qpdf_get_page_n(pack->q, i);
    take_catalog(pack->q, pack->root, out);
    order_tabs(pack->q, out);
}
