#include "pack/part.h"

#include <string.h>

#include "pack/document.h"
#include "pack/handle.h"
#include "pack/unpack.h"
#include "pack/xmp.h"

/* More than a committee can read: pages of one part. */
#define PART_PAGES_MAX 20000

/* Links and notes of all pages: 25 on each of so many. Each is looked at by many joins. */
#define ANNOTATIONS_MAX 500000

/* Levels of a page tree that are counted; the others are left to libqpdf. */
#define LEVELS_MAX 500

struct opening {
    struct arena *arena;
    struct diag *diag;
    struct part *part;
};

static bool fail(struct opening *o, enum code code, const char *text, const char *hint)
{
    struct pos pos = {.source = o->part->source};
    diag_hint(o->diag, diag_add(o->diag, code, pos, "%s", text), "%s", hint);
    return false;
}

static bool fail_opening(struct opening *o, enum document_state state)
{
    if (state == DOCUMENT_NO_PDF)
        return fail(o, Q710, "this is not a PDF", "give a report or paper as PDF");
    if (state == DOCUMENT_LOCKED)
        return fail(o, Q710, "the PDF is locked with a password", "remove the password first");
    if (state == DOCUMENT_SWOLLEN)
        return fail(o, Q713, UNPACK_TOO_MUCH, UNPACK_ADVICE);
    return fail(o, Q710, "the PDF is damaged", "it may be cut off: fetch or copy it again");
}

static bool read_pdf(struct opening *o)
{
    struct part *p = o->part;
    enum document_state state = document_open(o->arena, p->source->text, true, &p->q);
    if (state != DOCUMENT_OPEN)
        return fail_opening(o, state);
    p->root = qpdf_get_root(p->q);
    p->was_locked = qpdf_is_encrypted(p->q) != QPDF_FALSE;
    return true;
}

/* Kids of page trees, as far as the limit: libqpdf copies a page for each place that it has in one.
 */
static void count_kids(qpdf_data q, qpdf_oh node, int level, size_t *count)
{
    qpdf_oh mark = handle_mark(q);
    qpdf_oh kids = handle_get(q, node, "/Kids");
    for (int i = 0; i < handle_count(q, kids) && *count <= PART_PAGES_MAX && level < LEVELS_MAX;
         i++) {
        qpdf_oh kid = handle_at(q, kids, i);
        *count += !handle_has(q, kid, "/Kids");
        count_kids(q, kid, level + 1, count);
    }
    handle_rewind(q, mark);
}

/* libqpdf mends what it can as it goes, and warns: reading the pages makes it look at them all. */
static bool count_pages(struct opening *o)
{
    static const char many[] = "the PDF has more than 20,000 pages";
    qpdf_data q = o->part->q;
    size_t kids = 0, annotations = 0;
    count_kids(q, handle_get(q, o->part->root, "/Pages"), 0, &kids);
    if (kids > PART_PAGES_MAX)
        return fail(o, Q803, many, "put in a part of it");
    int count = qpdf_get_num_pages(q);
    if (qpdf_has_error(q) || count < 0)
        return fail_opening(o, document_fault(o->arena, q));
    if (count == 0)
        return fail(o, Q710, "the PDF has no pages", "fetch or make it again");
    if (count > PART_PAGES_MAX)
        return fail(o, Q803, many, "put in a part of it");
    for (int i = 0; i < count; i++) {
        qpdf_oh mark = handle_mark(q), page = qpdf_get_page_n(q, (size_t)i);
        if (!qpdf_oh_is_dictionary(q, page))
            return fail_opening(o, document_fault(o->arena, q));
        annotations += (size_t)handle_count(q, handle_get(q, page, "/Annots"));
        handle_rewind(q, mark);
    }
    if (annotations > ANNOTATIONS_MAX)
        return fail(o, Q713, "the PDF lists more links and notes than any paper",
                    "print it to a new PDF, or leave it out");
    o->part->page_count = (size_t)count;
    o->part->was_mended = handle_take_faults(o->arena, q);
    return true;
}

static struct part_claims read_claims(struct arena *a, str xmp)
{
    struct part_claims claims = {0};
    str pdfa = xmp_value(a, xmp, "pdfaid:part"), level = xmp_value(a, xmp, "pdfaid:conformance");
    claims.is_ua = str_is(xmp_value(a, xmp, "pdfuaid:part"), "1");
    if (pdfa.n == 1 && pdfa.p[0] >= '1' && pdfa.p[0] <= '4')
        claims.pdfa = pdfa.p[0] - '0';
    if (claims.pdfa && level.n == 1 && strchr("ABU", level.p[0]))
        claims.pdfa_level = level.p[0];
    return claims;
}

static void describe(struct opening *o)
{
    struct part *p = o->part;
    qpdf_data q = p->q;
    qpdf_oh info = handle_get(q, qpdf_get_trailer(q), "/Info");
    qpdf_oh mark = handle_get(q, p->root, "/MarkInfo");
    p->title = str_collapse(o->arena, handle_text(o->arena, q, handle_get(q, info, "/Title")));
    p->lang = handle_text(o->arena, q, handle_get(q, p->root, "/Lang"));
    p->is_tagged = handle_is_true(q, handle_get(q, mark, "/Marked")) &&
                   qpdf_oh_is_dictionary(q, handle_get(q, p->root, "/StructTreeRoot"));
    handle_decoded(o->arena, q, handle_get(q, p->root, "/Metadata"), &p->xmp);
    p->claims = read_claims(o->arena, p->xmp);
    p->claims.is_ua = p->claims.is_ua && p->is_tagged;
}

static void tell_state(struct opening *o)
{
    struct pos pos = {.source = o->part->source};
    if (o->part->was_mended)
        diag_hint(o->diag, diag_add(o->diag, Q726, pos, "the PDF is damaged and was mended"),
                  "look at its pages in the pack, or have it made again");
    if (o->part->was_locked)
        diag_add(o->diag, Q727, pos, "the PDF restricts what readers may do; the pack does not");
}

bool part_open(struct arena *a, struct diag *d, const struct source *source, struct part *out)
{
    struct opening o = {a, d, out};
    *out = (struct part){.source = source};
    if (!read_pdf(&o) || !count_pages(&o))
        return false;
    describe(&o);
    tell_state(&o);
    return true;
}
