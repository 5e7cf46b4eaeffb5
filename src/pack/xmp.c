#include "pack/xmp.h"

#include <string.h>

#define CHARACTERS_MAX 10000
#define VALUES_MAX     100 /* of one property */
#define ENTITY_MAX     11  /* bytes: &#x0010FFF; */

/* ---- words --------------------------------------------------------------------------------- */

/* Controls, line ends, marks of writing direction, and what is no character of XML. */
static bool is_unfit(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF ||
           (c & 0xFFFE) == 0xFFFE || (c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF;
}

str xmp_clean(struct arena *a, str text)
{
    struct buf out = {.arena = a};
    size_t count = 0;
    for (size_t at = 0; at < text.n && count < CHARACTERS_MAX; count++) {
        uint32_t c = utf8_next(text, &at);
        buf_rune(&out, is_unfit(c) ? ' ' : c);
    }
    return str_collapse(a, buf_str(&out));
}

/* ---- reading ------------------------------------------------------------------------------- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static uint32_t read_number(str digits, bool is_hex)
{
    uint32_t value = 0;
    for (size_t i = 0; i < digits.n; i++) {
        char c = digits.p[i];
        uint32_t digit = c >= '0' && c <= '9'             ? (uint32_t)(c - '0')
                         : is_hex && c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a') + 10
                         : is_hex && c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A') + 10
                                                          : 99;
        if (digit == 99 || value > 0x10FFFF)
            return 0xFFFD;
        value = value * (is_hex ? 16 : 10) + digit;
    }
    return value && !is_unfit(value) ? value : ' ';
}

/* What stands between & and ; as a character. */
static uint32_t read_entity(str name)
{
    static const struct {
        const char *name;
        uint32_t value;
    } known[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_is(name, known[i].name))
            return known[i].value;
    if (str_starts(name, STR("#x")))
        return read_number(str_sub(name, 2, name.n), true);
    return str_starts(name, STR("#")) ? read_number(str_sub(name, 1, name.n), false) : 0xFFFD;
}

/* Text up to the next tag, in plain words. */
static str decode(struct arena *a, str text)
{
    struct buf out = {.arena = a};
    text = str_sub(text, 0, str_find(text, '<'));
    for (size_t at = 0; at < text.n; at++) {
        str entity = str_sub(text, at, text.n - at > ENTITY_MAX ? at + ENTITY_MAX : text.n);
        size_t n = text.p[at] == '&' ? str_find(entity, ';') : entity.n;
        if (n == entity.n) {
            buf_byte(&out, text.p[at]);
            continue;
        }
        buf_rune(&out, read_entity(str_sub(entity, 1, n)));
        at += n;
    }
    return xmp_clean(a, buf_str(&out));
}

/* Cuts the next element of this name off *text: its tag's inside and its content. */
static bool next_element(str *text, str name, str *tag, str *content)
{
    for (size_t at = 0; (at = str_search(*text, name, at)) < text->n; at += name.n) {
        str rest = str_sub(*text, at + name.n, text->n);
        if (at == 0 || text->p[at - 1] != '<' || rest.n == 0 ||
            (!is_space(rest.p[0]) && rest.p[0] != '>'))
            continue;
        size_t from = str_find(rest, '>');
        *tag = str_sub(rest, 0, from);
        rest = str_sub(rest, from < rest.n ? from + 1 : from, rest.n);
        if (str_ends(*tag, STR("/"))) { /* it is empty */
            *text = rest;
            *content = STR("");
            return true;
        }
        size_t to = 0;
        do
            to = str_search(rest, name, to + 1);
        while (to < rest.n && !(to >= 2 && rest.p[to - 1] == '/' && rest.p[to - 2] == '<'));
        *content = str_sub(rest, 0, to < rest.n ? to - 2 : to);
        *text = str_sub(rest, to, rest.n);
        return true;
    }
    return false;
}

static str find_attribute(str text, str name)
{
    for (size_t at = 0; (at = str_search(text, name, at)) < text.n; at += name.n) {
        str rest = str_trim(str_sub(text, at + name.n, text.n));
        if (at == 0 || !is_space(text.p[at - 1]) || rest.n < 3 || rest.p[0] != '=')
            continue;
        rest = str_trim(str_sub(rest, 1, rest.n));
        if (rest.n < 2 || (rest.p[0] != '"' && rest.p[0] != '\''))
            continue;
        str value = str_sub(rest, 1, rest.n);
        return str_sub(value, 0, str_find(value, rest.p[0]));
    }
    return STR("");
}

static void add_value(struct arena *a, struct words *words, str text, bool is_first)
{
    str value = decode(a, text);
    if (value.n == 0 || words->count >= VALUES_MAX)
        return;
    *ARENA_PUSH(a, words->list, words->count, words->capacity) = value;
    if (!is_first)
        return;
    words->list[words->count - 1] = words->list[0];
    words->list[0] = value;
}

struct words xmp_values(struct arena *a, str xmp, const char *name)
{
    struct words words = {0};
    str tag, content, item_tag, item;
    if (!next_element(&xmp, str_z(name), &tag, &content)) {
        add_value(a, &words, find_attribute(xmp, str_z(name)), false);
        return words;
    }
    if (str_search(content, STR("<rdf:li"), 0) == content.n) {
        add_value(a, &words, content, false);
        return words;
    }
    while (words.count < VALUES_MAX && next_element(&content, STR("rdf:li"), &item_tag, &item)) {
        bool is_default = str_search(item_tag, STR("x-default"), 0) < item_tag.n;
        add_value(a, &words, item, is_default);
    }
    return words;
}

str xmp_value(struct arena *a, str xmp, const char *name)
{
    struct words words = xmp_values(a, xmp, name);
    return words.count ? words.list[0] : STR("");
}

/* ---- writing ------------------------------------------------------------------------------- */

void xmp_begin(struct buf *out)
{
    buf_addz(out, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                  "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                  "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                  "<rdf:Description rdf:about=\"\"\n"
                  " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
                  " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
                  " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n"
                  " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"\n"
                  " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"\n"
                  " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"\n"
                  " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"\n"
                  " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n");
}

void xmp_add(struct buf *out, const char *name, str value)
{
    str text = xmp_clean(out->arena, value);
    if (text.n == 0)
        return;
    buf_format(out, "<%s>", name);
    buf_escape(out, text);
    buf_format(out, "</%s>\n", name);
}

void xmp_add_list(struct buf *out, const char *name, enum xmp_list kind, struct words values)
{
    static const char *const lists[] = {"Alt", "Seq", "Bag"};
    size_t count = kind == XMP_ALTERNATIVES && values.count > 1 ? 1 : values.count;
    struct buf items = {.arena = out->arena};
    for (size_t i = 0; i < count; i++) {
        str text = xmp_clean(out->arena, values.list[i]);
        if (text.n == 0)
            continue;
        buf_addz(&items, kind == XMP_ALTERNATIVES ? "<rdf:li xml:lang=\"x-default\">" : "<rdf:li>");
        buf_escape(&items, text);
        buf_addz(&items, "</rdf:li>");
    }
    if (items.n == 0)
        return;
    buf_format(out, "<%s><rdf:%s>", name, lists[kind]);
    buf_add(out, buf_str(&items));
    buf_format(out, "</rdf:%s></%s>\n", lists[kind], name);
}

/* PDF/A does not know pdfuaid: the file describes it (ISO 19005-3, 6.6.2.3.3). */
static void add_extension(struct buf *out)
{
    buf_addz(out, "<pdfaExtension:schemas><rdf:Bag>\n<rdf:li rdf:parseType=\"Resource\">\n"
                  "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\n"
                  "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/"
                  "</pdfaSchema:namespaceURI>\n"
                  "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
                  "<pdfaSchema:property><rdf:Seq>\n<rdf:li rdf:parseType=\"Resource\">\n"
                  "<pdfaProperty:name>part</pdfaProperty:name>\n"
                  "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
                  "<pdfaProperty:category>internal</pdfaProperty:category>\n"
                  "<pdfaProperty:description>The part of ISO 14289 that the file follows"
                  "</pdfaProperty:description>\n</rdf:li>\n"
                  "</rdf:Seq></pdfaSchema:property>\n</rdf:li>\n"
                  "</rdf:Bag></pdfaExtension:schemas>\n");
}

void xmp_add_claims(struct buf *out, bool is_ua, int pdfa, char level)
{
    if (is_ua)
        buf_addz(out, "<pdfuaid:part>1</pdfuaid:part>\n");
    if (pdfa)
        buf_format(out,
                   "<pdfaid:part>%d</pdfaid:part>\n"
                   "<pdfaid:conformance>%c</pdfaid:conformance>\n",
                   pdfa, level);
    if (is_ua && pdfa)
        add_extension(out);
}

void xmp_end(struct buf *out)
{
    buf_addz(out, "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
}
