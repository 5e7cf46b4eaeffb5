/*
 * pdf_attach: what the PDF was made from, inside it: each file a stream (7.11.4), its file
 * specification (7.11.3), an entry in the name tree that viewers list, and one in the catalog's
 * /AF, without which PDF/A-3 allows no file (ISO 19005-3 6.8).
 */
#include "pdf/pdf_internal.h"

#include "base/digest.h"

/* In hex. It tells damage and proves nothing; 7.11.4.2 asks for MD5. */
static void put_checksum(struct buf *out, str bytes)
{
    uint8_t md5[DIGEST_MD5_SIZE];
    digest_md5(bytes, md5);
    buf_byte(out, '<');
    for (size_t i = 0; i < sizeof md5; i++)
        buf_format(out, "%02X", md5[i]);
    buf_byte(out, '>');
}

/* "image/png" as a name: what is not plain as #xx (7.3.5). */
static void put_subtype(struct buf *out, str mime)
{
    buf_addz(out, "/Subtype/");
    for (size_t i = 0; i < mime.n; i++) {
        unsigned char c = (unsigned char)mime.p[i];
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '+';
        buf_format(out, is_plain ? "%c" : "#%02X", c);
    }
}

static obj save_bytes(struct pdf *p, const struct pdf_file *f)
{
    struct buf entries = {.arena = p->arena}, date = {.arena = p->arena};
    buf_addz(&entries, "/Type/EmbeddedFile");
    put_subtype(&entries, f->mime);
    buf_format(&entries, "/Params<</Size %zu/CheckSum", f->bytes.n);
    put_checksum(&entries, f->bytes);
    pdf_meta_put_date(&date, p);
    if (date.n)
        buf_format(&entries, "/ModDate(%.*s)", STR_ARG(buf_str(&date)));
    buf_addz(&entries, ">>");
    obj number = pdf_object_reserve(p, 1);
    bool is_packed = str_is(f->mime, "image/png"); /* already */
    pdf_save_stream(p, number, buf_str(&entries).p, f->bytes, !is_packed);
    return number;
}

static obj save_specification(struct pdf *p, const struct pdf_file *f, obj bytes)
{
    struct buf out = {.arena = p->arena};
    buf_addz(&out, "<</Type/Filespec/F");
    pdf_put_text(&out, f->name);
    buf_addz(&out, "/UF");
    pdf_put_text(&out, f->name);
    buf_addz(&out, "/Desc");
    pdf_put_text(&out, f->description);
    buf_format(&out, "/AFRelationship/%s/EF<</F %u 0 R/UF %u 0 R>>>>",
               f->is_source ? "Source" : "Data", (unsigned)bytes, (unsigned)bytes);
    obj number = pdf_object_reserve(p, 1);
    pdf_save_object(p, number, buf_str(&out));
    return number;
}

void pdf_attach_save(struct pdf *p)
{
    const struct pdf_source *source = p->options->source;
    struct tree names = {0};
    if (!source)
        return;
    buf_addz(&p->references, "/AF[");
    for (size_t i = 0; i < source->file_count; i++) {
        const struct pdf_file *f = &source->files[i];
        struct buf key = {.arena = p->arena}, value = {.arena = p->arena};
        pdf_put_ref(&value, save_specification(p, f, save_bytes(p, f)));
        buf_format(&key, "(%08zu)", i); /* sorted; viewers show the names in the files */
        pdf_tree_add(p, &names, buf_str(&key), buf_str(&value));
        buf_addz(&p->references, i ? " " : "");
        buf_add(&p->references, buf_str(&value));
    }
    buf_byte(&p->references, ']');
    pdf_dict_tail(p, p->catalog, &p->references);
    p->embedded = pdf_tree_save(p, &names, "Names");
}
