#include "pack/part.h"

#include <string.h>

#include "pack/handle.h"

/* Viewers look for the mark within the first 1,024 bytes; so does libqpdf. */
#define HEAD_SIZE 1024

/* More than a committee can read: pages of one part. */
#define PART_PAGES_MAX 20000

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

static void close_qpdf(void *handle)
{
    qpdf_data q = handle;
    qpdf_get_error(q); /* one that nobody asked for would be printed */
    qpdf_cleanup(&q);
}

static bool is_pdf(str bytes)
{
    str head = str_sub(bytes, 0, bytes.n < HEAD_SIZE ? bytes.n : HEAD_SIZE);
    return str_search(head, STR("%PDF-"), 0) < head.n;
}

static bool fail_reading(struct opening *o)
{
    qpdf_error error = qpdf_get_error(o->part->q);
    if (error && qpdf_get_error_code(o->part->q, error) == qpdf_e_password)
        return fail(o, Q710, "the PDF is locked with a password", "remove the password first");
    return fail(o, Q710, "the PDF is damaged",
                "it may be cut off: fetch or copy it again; a large one may need more --memory");
}

static bool read_pdf(struct opening *o)
{
    str bytes = o->part->source->text;
    if (!is_pdf(bytes))
        return fail(o, Q710, "this is not a PDF", "give a report or paper as PDF");
    qpdf_data q = o->part->q = qpdf_init();
    if (!q)
        arena_oom(o->arena);
    arena_defer(o->arena, close_qpdf, q);
    qpdf_silence_errors(q);
    qpdf_set_suppress_warnings(q, QPDF_TRUE);
    if (qpdf_read_memory(q, "the PDF", bytes.p, bytes.n, NULL) & QPDF_ERRORS)
        return fail_reading(o);
    o->part->root = qpdf_get_root(q);
    if (qpdf_has_error(q) || !qpdf_oh_is_dictionary(q, o->part->root))
        return fail_reading(o);
    o->part->was_locked = qpdf_is_encrypted(q) != QPDF_FALSE;
    return true;
}

/* libqpdf mends what it can as it goes, and warns: reading the pages makes it look at them all. */
static bool count_pages(struct opening *o)
{
    qpdf_data q = o->part->q;
    int count = qpdf_get_num_pages(q);
    if (qpdf_has_error(q) || count < 0)
        return fail_reading(o);
    if (count == 0)
        return fail(o, Q710, "the PDF has no pages", "fetch or make it again");
    if (count > PART_PAGES_MAX)
        return fail(o, Q803, "the PDF has more than 20,000 pages", "put in a part of it");
    for (int i = 0; i < count; i++) {
        qpdf_oh mark = handle_mark(q);
        if (!qpdf_oh_is_dictionary(q, qpdf_get_page_n(q, (size_t)i)))
            return fail_reading(o);
        handle_rewind(q, mark);
    }
    o->part->page_count = (size_t)count;
    while (qpdf_more_warnings(q)) {
        qpdf_next_warning(q);
        o->part->was_mended = true;
    }
    return true;
}

/* The value of an XMP property of one word, written as an element or as an attribute. */
static str read_claim(str xmp, const char *name)
{
    str key = str_z(name);
    for (size_t at = 0; (at = str_search(xmp, key, at)) < xmp.n; at += key.n) {
        str rest = str_sub(xmp, at + key.n, xmp.n);
        if (rest.n < 2 || (rest.p[0] != '>' && rest.p[0] != '='))
            continue;
        size_t from = rest.p[0] == '=' ? 2 : 1, n = 0;
        while (from + n < rest.n && !strchr("<\"' \t\r\n", rest.p[from + n]))
            n++;
        return str_sub(rest, from, from + n);
    }
    return STR("");
}

static struct part_claims read_claims(str xmp)
{
    struct part_claims claims = {0};
    str pdfa = read_claim(xmp, "pdfaid:part"), level = read_claim(xmp, "pdfaid:conformance");
    claims.is_ua = str_is(read_claim(xmp, "pdfuaid:part"), "1");
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
    QPDF_BOOL is_marked = QPDF_FALSE;
    p->title = str_collapse(o->arena, handle_text(o->arena, q, handle_get(q, info, "/Title")));
    p->lang = handle_text(o->arena, q, handle_get(q, p->root, "/Lang"));
    qpdf_oh_get_value_as_bool(q, handle_get(q, mark, "/Marked"), &is_marked);
    p->is_tagged = is_marked && qpdf_oh_is_dictionary(q, handle_get(q, p->root, "/StructTreeRoot"));
    handle_decoded(o->arena, q, handle_get(q, p->root, "/Metadata"), &p->xmp);
    p->claims = read_claims(p->xmp);
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
