/*
 * pdf_meta: what the document says about itself: catalog entries, XMP, Info, the output intent
 * and the file's identity. XMP and Info say the same (PDF/A asks for it).
 */
#include "pdf/pdf_internal.h"

#include "base/digest.h"

/* ---- words ----------------------------------------------------------------------------------- */

/* What no line of metadata needs, and what could show it as something else (UTS 39): controls,
 * line ends, marks of writing direction. */
static bool is_unfit(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

static str clean(struct arena *a, str s)
{
    struct buf out = {.arena = a};
    for (size_t at = 0; at < s.n;) {
        uint32_t c = utf8_next(s, &at);
        buf_rune(&out, is_unfit(c) ? ' ' : c);
    }
    return str_collapse(a, buf_str(&out));
}

/* ---- dates ---------------------------------------------------------------------------------- */

static bool has_date(const struct pdf *p)
{
    return p->list->meta.date.year > 0;
}

/* D:20201125100000Z, or as XMP has it 2020-11-25T10:00:00Z. Always UTC: no clock, no zone. */
static void put_date(struct buf *out, struct date d, bool is_xmp)
{
    int hour = d.hour < 0 ? 0 : d.hour, minute = d.minute < 0 ? 0 : d.minute;
    buf_format(out, is_xmp ? "%04d-%02d-%02dT%02d:%02d:00Z" : "D:%04d%02d%02d%02d%02d00Z", d.year,
               d.month, d.day, hour, minute);
}

void pdf_meta_put_date(struct buf *out, const struct pdf *p)
{
    if (has_date(p))
        put_date(out, p->list->meta.date, false);
}

/* ---- identity ------------------------------------------------------------------------------- */

str pdf_meta_id(struct pdf *p)
{
    const struct page_meta *m = &p->list->meta;
    str parts[] = {m->source_hash.n ? m->source_hash : m->title, p->options->producer};
    struct digest d;
    uint8_t bytes[DIGEST_SIZE];
    digest_begin(&d);
    for (int i = 0; i < 2; i++)
        digest_add(&d, parts[i]);
    digest_end(&d, bytes);
    return str_copy(p->arena, (str){(const char *)bytes, 16});
}

/* The same as a UUID of version 8, "custom" (RFC 9562). */
static void put_uuid(struct buf *out, str id)
{
    buf_addz(out, "uuid:");
    for (size_t i = 0; i < 16; i++) {
        unsigned byte = (unsigned char)id.p[i];
        if (i == 6)
            byte = 0x80 | (byte & 0x0F);
        if (i == 8)
            byte = 0x80 | (byte & 0x3F);
        buf_format(out, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", byte);
    }
}

/* ---- XMP ------------------------------------------------------------------------------------ */

/* One language alternative, the form that dc:title and dc:description have. */
static void put_alternative(struct buf *out, const char *name, str text)
{
    if (text.n == 0)
        return;
    buf_format(out, "<dc:%s><rdf:Alt><rdf:li xml:lang=\"x-default\">", name);
    buf_escape(out, clean(out->arena, text));
    buf_format(out, "</rdf:li></rdf:Alt></dc:%s>\n", name);
}

static void put_item(struct buf *out, const char *name, const char *kind, str text)
{
    if (text.n == 0)
        return;
    buf_format(out, "<dc:%s><rdf:%s><rdf:li>", name, kind);
    buf_escape(out, clean(out->arena, text));
    buf_format(out, "</rdf:li></rdf:%s></dc:%s>\n", kind, name);
}

static void put_simple(struct buf *out, const char *name, str text)
{
    if (text.n == 0)
        return;
    buf_format(out, "<%s>", name);
    buf_escape(out, clean(out->arena, text));
    buf_format(out, "</%s>\n", name);
}

static void put_dates(struct buf *out, const struct pdf *p)
{
    static const char *const NAMES[] = {"CreateDate", "ModifyDate", "MetadataDate"};
    for (int i = 0; i < 3 && has_date(p); i++) {
        buf_format(out, "<xmp:%s>", NAMES[i]);
        put_date(out, p->list->meta.date, true);
        buf_format(out, "</xmp:%s>\n", NAMES[i]);
    }
}

static void begin_schema(struct buf *out, const char *title, const char *uri, const char *prefix)
{
    buf_format(out,
               "<rdf:li rdf:parseType=\"Resource\">\n"
               "<pdfaSchema:schema>%s</pdfaSchema:schema>\n"
               "<pdfaSchema:namespaceURI>%s</pdfaSchema:namespaceURI>\n"
               "<pdfaSchema:prefix>%s</pdfaSchema:prefix>\n<pdfaSchema:property><rdf:Seq>\n",
               title, uri, prefix);
}

static void put_property(struct buf *out, const char *name, const char *type, const char *text)
{
    buf_format(out,
               "<rdf:li rdf:parseType=\"Resource\">\n"
               "<pdfaProperty:name>%s</pdfaProperty:name>\n"
               "<pdfaProperty:valueType>%s</pdfaProperty:valueType>\n"
               "<pdfaProperty:category>internal</pdfaProperty:category>\n"
               "<pdfaProperty:description>%s</pdfaProperty:description>\n</rdf:li>\n",
               name, type, text);
}

static void end_schema(struct buf *out)
{
    buf_addz(out, "</rdf:Seq></pdfaSchema:property>\n</rdf:li>\n");
}

/* PDF/A knows neither pdfuaid nor quoin: the file describes both (ISO 19005-3 6.6.2.3.3). */
static void put_extension(struct buf *out, const struct pdf_source *source)
{
    buf_addz(out, "<pdfaExtension:schemas><rdf:Bag>\n");
    begin_schema(out, "PDF/UA identification schema", "http://www.aiim.org/pdfua/ns/id/",
                 "pdfuaid");
    put_property(out, "part", "Integer", "The part of ISO 14289 that the file follows");
    end_schema(out);
    if (source) {
        begin_schema(out, "What the document was made from", PDF_FACT_URI, "quoin");
        for (size_t i = 0; i < source->fact_count; i++)
            if (source->facts[i].value.n)
                put_property(out, source->facts[i].name, "Text", source->facts[i].description);
        end_schema(out);
    }
    buf_addz(out, "</rdf:Bag></pdfaExtension:schemas>\n");
}

static void put_facts(struct buf *out, const struct pdf_source *source)
{
    for (size_t i = 0; i < source->fact_count; i++)
        put_simple(out, str_format(out->arena, "quoin:%s", source->facts[i].name).p,
                   source->facts[i].value);
}

static void put_claims(struct buf *out, const struct pdf *p)
{
    buf_addz(out, "<pdfuaid:part>1</pdfuaid:part>\n");
    if (p->options->icc.n == 0)
        return; /* colours without an output intent are not PDF/A's */
    /* Only part 3 lets files of any kind in; without one, the stricter claim is good. */
    buf_format(out, "<pdfaid:part>%d</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n",
               p->options->source ? 3 : 2);
    put_extension(out, p->options->source);
}

static void put_xmp(struct buf *out, struct pdf *p)
{
    const struct page_meta *m = &p->list->meta;
    buf_addz(out, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                  "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                  "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                  "<rdf:Description rdf:about=\"\"\n"
                  " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
                  " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
                  " xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\"\n"
                  " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n"
                  " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"\n"
                  " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"\n"
                  " xmlns:quoin=\"" PDF_FACT_URI "\"\n"
                  " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"\n"
                  " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"\n"
                  " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n");
    put_alternative(out, "title", m->title);
    put_item(out, "creator", "Seq", m->author);
    put_alternative(out, "description", m->subject);
    put_item(out, "language", "Bag", m->lang);
    put_simple(out, "pdf:Keywords", m->keywords);
    put_simple(out, "pdf:Producer", p->options->producer);
    put_simple(out, "xmp:CreatorTool", p->options->producer);
    put_dates(out, p);
    buf_addz(out, "<xmpMM:DocumentID>");
    put_uuid(out, pdf_meta_id(p));
    buf_addz(out, "</xmpMM:DocumentID>\n");
    if (p->options->source)
        put_facts(out, p->options->source);
    put_claims(out, p);
    buf_addz(out, "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
}

/* ---- Info ----------------------------------------------------------------------------------- */

static void add_info(struct pdf *p, HPDF_Dict info, const char *key, str value)
{
    if (value.n)
        pdf_dict_text(p, info, key, clean(p->arena, value));
}

obj pdf_meta_save_info(struct pdf *p)
{
    obj number;
    const struct page_meta *m = &p->list->meta;
    HPDF_Dict info = pdf_dict_new_object(p, &number);
    add_info(p, info, "Title", m->title);
    add_info(p, info, "Author", m->author);
    add_info(p, info, "Subject", m->subject);
    add_info(p, info, "Keywords", m->keywords);
    add_info(p, info, "Creator", p->options->producer);
    add_info(p, info, "Producer", p->options->producer);
    if (has_date(p)) {
        struct buf tail = {.arena = p->arena};
        buf_addz(&tail, "/CreationDate(");
        put_date(&tail, m->date, false);
        buf_addz(&tail, ")/ModDate(");
        put_date(&tail, m->date, false);
        buf_addz(&tail, ")");
        pdf_dict_tail(p, info, &tail);
    }
    return number;
}

/* ---- catalog -------------------------------------------------------------------------------- */

/* What the colours of the pages mean: sRGB. */
static void add_output_intent(struct pdf *p)
{
    if (p->options->icc.n == 0)
        return;
    obj profile = pdf_object_reserve(p, 1);
    pdf_save_stream(p, profile, "/N 3", p->options->icc, true);
    buf_format(&p->references,
               "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)"
               "/Info(sRGB IEC61966-2.1)/RegistryName(http://www.color.org)"
               "/DestOutputProfile %u 0 R>>]",
               (unsigned)profile);
    pdf_dict_tail(p, p->catalog, &p->references);
}

void pdf_meta_save(struct pdf *p)
{
    struct buf xmp = {.arena = p->arena};
    put_xmp(&xmp, p);
    obj metadata = pdf_object_reserve(p, 1);
    pdf_save_stream(p, metadata, "/Type/Metadata/Subtype/XML", buf_str(&xmp), false);
    pdf_catalog_ref(p, "Metadata", metadata);
    add_output_intent(p);
    if (p->list->meta.lang.n)
        pdf_dict_text(p, p->catalog, "Lang", p->list->meta.lang);
    HPDF_Dict marked = pdf_dict_new_in(p, p->catalog, "MarkInfo");
    pdf_dict_add(p, marked, "Marked", HPDF_Boolean_New(p->mmgr, HPDF_TRUE));
    HPDF_Dict viewer = pdf_dict_new_in(p, p->catalog, "ViewerPreferences");
    pdf_dict_add(p, viewer, "DisplayDocTitle", HPDF_Boolean_New(p->mmgr, HPDF_TRUE));
}
