#include "pack/source.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/digest.h"
#include "pack/document.h"
#include "pack/unpack.h"

/* A PDF being read. What libqpdf cannot find or read it gives as null: every value is asked for
 * its type before it is used. */
struct reader {
    struct arena *arena;
    struct diag *diag;
    const struct source *pdf;
    qpdf_data q;
    bool with_pictures;
};

/* More files than a report has pictures; a list that is longer is cut. */
#define FILES_MAX 2000

/* ---- findings ---------------------------------------------------------------------------- */

static bool fail(struct reader *r, enum code code, const char *text, const char *hint)
{
    struct finding *f = diag_add(r->diag, code, (struct pos){.source = r->pdf}, "%s", text);
    if (*hint)
        diag_hint(r->diag, f, "%s", hint);
    return false;
}

static bool fail_damaged(struct reader *r)
{
    return fail(r, Q710, "the PDF is damaged", "it may be cut off: fetch or copy it again");
}

static bool fail_altered(struct reader *r)
{
    return fail(r, Q712, "the report in this PDF is not as quoin wrote it",
                "another program has changed or damaged it; ask for the PDF as it was first made");
}

/* ---- values ------------------------------------------------------------------------------ */

static qpdf_oh value_of(struct reader *r, qpdf_oh dict, const char *key)
{
    return qpdf_oh_get_key_if_dict(r->q, dict, key);
}

/* A number from 0 to `most`; false when it is none. */
static bool read_size(struct reader *r, qpdf_oh value, size_t most, size_t *out)
{
    long long n = 0;
    if (!qpdf_oh_is_integer(r->q, value) || !qpdf_oh_get_value_as_longlong(r->q, value, &n) ||
        n < 0 || (unsigned long long)n > most)
        return false;
    *out = (size_t)n;
    return true;
}

static bool read_text(struct reader *r, qpdf_oh value, str *out)
{
    size_t n = 0;
    const char *p = NULL;
    if (qpdf_oh_is_string(r->q, value))
        p = qpdf_oh_get_binary_utf8_value(r->q, value, &n);
    if (!p)
        return false;
    *out = str_copy(r->arena, (str){p, n});
    return true;
}

/* Is it ours but for the source, or somebody else's? */
static bool fail_without(struct reader *r)
{
    str producer;
    qpdf_oh info = value_of(r, qpdf_get_trailer(r->q), "/Info");
    if (read_text(r, value_of(r, info, "/Producer"), &producer) &&
        str_starts(producer, STR("quoin ")))
        return fail(r, Q711, "this PDF was made without its source",
                    "it was rendered with --no-source, or another program has taken it out");
    return fail(r, Q711, "this PDF carries no report", "it was not made by quoin");
}

/* ---- embedded files ------------------------------------------------------------------------ */

/* Inflates to exactly `size` bytes. */
static bool inflate_bytes(struct arena *a, str packed, size_t size, str *out)
{
    z_stream z = {0};
    char *bytes = arena_alloc(a, size + 1);
    z.next_in = (Bytef *)(uintptr_t)packed.p;
    z.avail_in = (uInt)packed.n;
    z.next_out = (Bytef *)bytes;
    z.avail_out = (uInt)size + 1;
    if (packed.n > UINT32_MAX)
        return false;
    if (inflateInit(&z) != Z_OK)
        arena_oom(a);
    int status = inflate(&z, Z_FINISH);
    bool is_whole = status == Z_STREAM_END && z.total_out == size;
    inflateEnd(&z);
    bytes[size] = '\0';
    *out = (str){bytes, size};
    return is_whole;
}

static bool has_checksum(struct reader *r, qpdf_oh value, str bytes)
{
    uint8_t md5[DIGEST_MD5_SIZE];
    size_t n = 0;
    const char *p = NULL;
    if (qpdf_oh_is_string(r->q, value))
        p = qpdf_oh_get_binary_string_value(r->q, value, &n);
    digest_md5(bytes, md5);
    return p && n == sizeof md5 && memcmp(p, md5, n) == 0;
}

/* The file of a specification, as pdf_attach.c writes it: deflated or plain, of known size. */
static bool read_file(struct reader *r, qpdf_oh spec, size_t cap, str *out)
{
    str raw;
    size_t size;
    qpdf_oh stream = value_of(r, value_of(r, spec, "/EF"), "/F");
    if (!handle_raw(r->arena, r->q, stream, &raw))
        return false;
    qpdf_oh entries = qpdf_oh_get_dict(r->q, stream), filter = value_of(r, entries, "/Filter");
    qpdf_oh params = value_of(r, entries, "/Params");
    if (!read_size(r, value_of(r, params, "/Size"), cap, &size))
        return false;
    if (qpdf_oh_is_name_and_equals(r->q, filter, "/FlateDecode") &&
        qpdf_oh_is_null(r->q, value_of(r, entries, "/DecodeParms"))) {
        if (!inflate_bytes(r->arena, raw, size, out))
            return false;
    } else if (qpdf_oh_is_null(r->q, filter) && raw.n == size) {
        *out = str_copy(r->arena, raw);
    } else {
        return false;
    }
    return has_checksum(r, value_of(r, params, "/CheckSum"), *out);
}

static bool is_hidden(str path)
{
    return str_starts(path, STR(".")) || str_search(path, STR("/."), 0) < path.n;
}

/* Of control characters, backslashes and the like no name of a file needs any. */
static bool is_harmless(str path)
{
    for (size_t i = 0; i < path.n; i++)
        if ((unsigned char)path.p[i] < 0x20 || path.p[i] == 0x7F || path.p[i] == '\\')
            return false;
    return utf8_check(path) == path.n && path.n < 1024;
}

static bool add_picture(struct reader *r, qpdf_oh spec, struct recovered *out)
{
    struct kept_files *pictures = &out->pictures;
    struct kept_file file = {0};
    str name;
    out->picture_count++;
    if (!r->with_pictures)
        return true;
    if (!read_text(r, value_of(r, spec, "/Desc"), &name) || /* its path: see api/provenance.c */
        !file_plain_name(r->arena, name, &file.name) || is_hidden(file.name) ||
        !is_harmless(file.name) || str_is(file.name, "report.xml"))
        return fail(r, Q712, "a picture in this PDF has a name that is not safe to write",
                    "without --all the report alone can still be had");
    if (!read_file(r, spec, FILE_CAP_IMAGE, &file.bytes))
        return fail_altered(r);
    *ARENA_PUSH(r->arena, pictures->files, pictures->count, pictures->capacity) = file;
    return true;
}

bool source_is_agenda(str xml)
{
    return str_search(xml, STR("urn:quoin:agenda:"), 0) < xml.n;
}

static bool is_ours(str xml)
{
    return str_search(xml, STR("urn:quoin:report:"), 0) < xml.n || source_is_agenda(xml);
}

/* Other programs embed XML too: invoices, forms. */
static bool read_report(struct reader *r, qpdf_oh spec, struct recovered *out)
{
    str xml;
    if (!read_file(r, spec, FILE_CAP_XML, &xml))
        return out->facts.version.n ? fail_altered(r) : fail_without(r);
    if (!is_ours(xml))
        return fail_without(r);
    out->xml = xml;
    return true;
}

/* Associated files: the first that is a source, and all that are data. */
static void sort_files(struct reader *r, qpdf_oh list, struct source_files *out)
{
    int count = handle_count(r->q, list);
    size_t capacity = 0;
    *out = (struct source_files){.report = qpdf_oh_new_null(r->q)};
    for (int i = 0; i < count && i < FILES_MAX; i++) {
        qpdf_oh spec = handle_at(r->q, list, i);
        qpdf_oh relation = value_of(r, spec, "/AFRelationship");
        if (handle_is_name(r->q, relation, "/Source") && qpdf_oh_is_null(r->q, out->report))
            out->report = spec;
        if (handle_is_name(r->q, relation, "/Data"))
            *ARENA_PUSH(r->arena, out->pictures, out->picture_count, capacity) = spec;
    }
}

static bool read_files(struct reader *r, const struct source_files *files, struct recovered *out)
{
    if (qpdf_oh_is_null(r->q, files->report))
        return fail_without(r);
    if (!read_report(r, files->report, out))
        return false;
    for (size_t i = 0; i < files->picture_count; i++)
        if (!add_picture(r, files->pictures[i], out))
            return false;
    return true;
}

bool source_find(struct arena *a, qpdf_data q, qpdf_oh list, struct source_files *out)
{
    struct reader r = {.arena = a, .q = q};
    struct arena_mark mark;
    str xml;
    sort_files(&r, list, out);
    mark = arena_mark(a);
    bool is_report = read_file(&r, out->report, FILE_CAP_XML, &xml) && is_ours(xml);
    arena_rewind(a, mark);
    return is_report;
}

bool source_take(struct arena *a, struct diag *d, const struct source *pdf, qpdf_data q,
                 const struct source_files *files, const struct source_facts *facts,
                 bool with_pictures, struct recovered *out)
{
    struct reader r = {.arena = a, .diag = d, .pdf = pdf, .q = q, .with_pictures = with_pictures};
    *out = (struct recovered){.facts = *facts};
    return read_files(&r, files, out);
}

/* ---- facts --------------------------------------------------------------------------------- */

static bool is_plain_fact(str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!is_letter && !strchr("._+- ", c))
            return false;
    }
    return s.n < 200 && !str_starts(s, STR("-"));
}

/* As pdf_meta.c writes it; where another program has rewritten the metadata it is not known. */
static str read_fact(struct arena *a, str xmp, const char *name)
{
    str begin = str_format(a, "<quoin:%s>", name);
    size_t from = str_search(xmp, begin, 0);
    if (from == xmp.n)
        return STR("");
    str rest = str_sub(xmp, from + begin.n, xmp.n);
    str value = str_sub(rest, 0, str_find(rest, '<'));
    return is_plain_fact(value) ? str_copy(a, value) : STR("");
}

struct source_facts source_facts_in(struct arena *a, str xmp)
{
    return (struct source_facts){
        .version = read_fact(a, xmp, "version"),
        .layout = read_fact(a, xmp, "layout"),
        .layout_hash = read_fact(a, xmp, "layoutHash"),
        .variant = read_fact(a, xmp, "variant"),
        .part = read_fact(a, xmp, "part"),
        .epoch = read_fact(a, xmp, "epoch"),
        .agenda_item = read_fact(a, xmp, "agendaItem"),
        .first_page = read_fact(a, xmp, "firstPage"),
    };
}

static struct source_facts read_facts(struct reader *r, qpdf_oh root)
{
    str xmp;
    if (!handle_raw(r->arena, r->q, value_of(r, root, "/Metadata"), &xmp))
        return (struct source_facts){0};
    return source_facts_in(r->arena, xmp);
}

/* ---- the file ------------------------------------------------------------------------------ */

bool source_open(struct arena *a, struct diag *d, const struct source *pdf, qpdf_data *out)
{
    struct reader r = {.arena = a, .diag = d, .pdf = pdf};
    switch (document_open(a, pdf->text, false, out)) {
    case DOCUMENT_OPEN: return true;
    case DOCUMENT_NO_PDF:
        return fail(&r, Q710, "this is not a PDF", "give the PDF that quoin made");
    case DOCUMENT_LOCKED:
        return fail(&r, Q710, "the PDF is locked with a password", "remove the password first");
    case DOCUMENT_SWOLLEN: return fail(&r, Q713, UNPACK_TOO_MUCH, UNPACK_ADVICE);
    default: return fail_damaged(&r);
    }
}

bool source_read_open(struct arena *a, struct diag *d, const struct source *pdf, qpdf_data q,
                      bool with_pictures, struct recovered *out)
{
    struct reader r = {.arena = a, .diag = d, .pdf = pdf, .q = q, .with_pictures = with_pictures};
    qpdf_oh root = qpdf_get_root(q);
    struct source_files files;
    *out = (struct recovered){.facts = read_facts(&r, root)};
    sort_files(&r, value_of(&r, root, "/AF"), &files);
    return read_files(&r, &files, out);
}

bool source_read(struct arena *a, struct diag *d, const struct source *pdf, bool with_pictures,
                 struct recovered *out)
{
    qpdf_data q;
    *out = (struct recovered){0};
    return source_open(a, d, pdf, &q) && source_read_open(a, d, pdf, q, with_pictures, out);
}
