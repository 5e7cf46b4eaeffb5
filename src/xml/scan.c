#include "xml/scan.h"

#include "base/file.h"

#include <string.h>

/* ---- lines and columns ------------------------------------------------------------------ */

struct scan scan_start(str text)
{
    return (struct scan){text, str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0, 1, 1};
}

void scan_seek(struct scan *s, size_t at)
{
    size_t end = at < s->text.n ? at : s->text.n;
    for (; s->at < end; s->at++) {
        unsigned char byte = (unsigned char)s->text.p[s->at];
        if (byte == '\n') {
            s->line++;
            s->column = 1;
        } else if ((byte & 0xC0) != 0x80) {
            s->column++;
        }
    }
}

struct pos scan_pos(const struct source *source, size_t at, uint32_t width)
{
    struct scan s = scan_start(source->text);
    scan_seek(&s, at);
    return (struct pos){source, s.line, s.column, width};
}

uint32_t scan_width(str text, size_t from, size_t to)
{
    return (uint32_t)utf8_count(str_sub(text, from, to));
}

/* ---- refusing --------------------------------------------------------------------------- */

/* Files that are handed in by mistake, or to see what happens. */
static const struct magic {
    const char *bytes;
    size_t n;
    const char *what;
} magics[] = {
    {"\x1F\x8B", 2, "compressed (gzip)"},
    {"BZh", 3, "compressed (bzip2)"},
    {"\xFD"
     "7zXZ",
     5, "compressed (xz)"},
    {"\x28\xB5\x2F\xFD", 4, "compressed (zstd)"},
    {"PK\x03\x04", 4, "a zip archive, perhaps a Word or Excel document"},
    {"\xD0\xCF\x11\xE0", 4, "an old Word or Excel document"},
    {"%PDF-", 5, "a PDF"},
    {"{\\rtf", 5, "a rich text document"},
    {"\x89PNG", 4, "a PNG picture"},
};

static bool refuse_kind(struct diag *d, const struct source *source)
{
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (str_starts(source->text, (str){magics[i].bytes, magics[i].n})) {
            struct finding *f =
                diag_add(d, Q104, scan_pos(source, 0, 1), "this is not XML but %s", magics[i].what);
            diag_hint(d, f, "give quoin the report as a plain XML file");
            return true;
        }
    return false;
}

static bool refuse_empty(struct diag *d, const struct source *source)
{
    struct scan s = scan_start(source->text);
    if (str_trim(str_sub(source->text, s.at, source->text.n)).n)
        return false;
    diag_add(d, Q102, scan_pos(source, 0, 1),
             source->text.n ? "nothing in the file but white space" : "empty file");
    return true;
}

static struct finding *encoding_fault(struct diag *d, struct pos pos, const char *what)
{
    struct finding *f = diag_add(d, Q103, pos, "%s; only UTF-8 is read", what);
    diag_hint(d, f, "save the file as UTF-8");
    return f;
}

/* UTF-16 and UTF-32 by their marks or by the zero bytes beside the first "<". */
static bool refuse_wide(struct diag *d, const struct source *source)
{
    str text = source->text;
    bool is_marked = str_starts(text, STR("\xFE\xFF")) || str_starts(text, STR("\xFF\xFE"));
    bool is_wide = text.n > 1 && (text.p[0] == 0 || text.p[1] == 0) &&
                   (text.p[0] == '<' || text.p[1] == '<' || text.p[0] == text.p[1]);
    if (!is_marked && !is_wide)
        return false;
    encoding_fault(d, scan_pos(source, 0, 1), "the file is in UTF-16 or UTF-32");
    return true;
}

static bool is_name_of(str name, const char *lower)
{
    size_t n = strlen(lower);
    if (name.n != n)
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = name.p[i];
        if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lower[i])
            return false;
    }
    return true;
}

/* The offset and, in *name, the text of the encoding in <?xml … ?>; empty when none is named. */
static size_t declared_encoding(str text, str *name)
{
    *name = (str){NULL, 0};
    size_t begin = scan_start(text).at;
    if (!str_starts(str_sub(text, begin, text.n), STR("<?xml")))
        return 0;
    size_t end = str_search(text, STR("?>"), begin);
    size_t at = str_search(str_sub(text, 0, end), STR("encoding"), begin);
    if (at >= end)
        return 0;
    while (at < end && text.p[at] != '"' && text.p[at] != '\'')
        at++;
    if (at >= end)
        return 0;
    size_t close = at + 1;
    while (close < end && text.p[close] != text.p[at])
        close++;
    *name = str_sub(text, at + 1, close);
    return at + 1;
}

static bool refuse_encoding(struct diag *d, const struct source *source)
{
    str name, text = source->text;
    size_t at = declared_encoding(text, &name);
    if (!name.n || is_name_of(name, "utf-8") || is_name_of(name, "utf8"))
        return false;
    if (!is_name_of(name, "us-ascii") && !is_name_of(name, "ascii")) {
        struct finding *f =
            diag_add(d, Q103, scan_pos(source, at, scan_width(text, at, at + name.n)),
                     "the file says that it is in %.*s; only UTF-8 is read",
                     name.n < 40 ? (int)name.n : 40, name.p);
        diag_hint(d, f, "save the file as UTF-8 and write encoding=\"UTF-8\"");
        return true;
    }
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] >= 0x80) {
            encoding_fault(d, scan_pos(source, i, 1),
                           "the file says that it is in US-ASCII, but this character is not");
            return true;
        }
    return false;
}

static bool is_xml_char(uint32_t c)
{
    return c >= 0x20 ? c != 0xFFFE && c != 0xFFFF : c == '\t' || c == '\n' || c == '\r';
}

static bool refuse_malformed(struct diag *d, const struct source *source)
{
    size_t at = utf8_check(source->text);
    if (at == source->text.n)
        return false;
    struct finding *f =
        diag_add(d, Q103, scan_pos(source, at, 1), "the byte 0x%02X here is not UTF-8",
                 (unsigned)(unsigned char)source->text.p[at]);
    diag_hint(d, f, "save the file as UTF-8; it may be in Windows-1252 now");
    return true;
}

static bool refuse_characters(struct diag *d, const struct source *source)
{
    str text = source->text;
    for (size_t at = 0; at < text.n;) {
        size_t start = at;
        if ((unsigned char)text.p[at] >= 0x20 && (unsigned char)text.p[at] < 0xEF) {
            at++;
            continue;
        }
        uint32_t c = utf8_next(text, &at);
        if (is_xml_char(c))
            continue;
        struct finding *f = diag_add(d, Q106, scan_pos(source, start, 1),
                                     "the character U+%04X is not allowed in XML", (unsigned)c);
        diag_hint(d, f, "delete it");
        return true;
    }
    return false;
}

/* ---- the shape of the markup ------------------------------------------------------------ */

/* Past the mark that ends what began at `at`, or the text's end. */
static size_t skip_past(str text, size_t at, str mark)
{
    size_t found = str_search(text, mark, at);
    return found < text.n ? found + mark.n : text.n;
}

static bool starts_at(str text, size_t at, str mark)
{
    return at + mark.n <= text.n && memcmp(text.p + at, mark.p, mark.n) == 0;
}

/* Past a comment, instruction or CDATA section at `at`; `at` itself when there is none. */
static size_t skip_aside(str text, size_t at)
{
    if (starts_at(text, at, STR("<!--")))
        return skip_past(text, at + 4, STR("-->"));
    if (starts_at(text, at, STR("<?")))
        return skip_past(text, at + 2, STR("?>"));
    if (starts_at(text, at, STR("<![CDATA[")))
        return skip_past(text, at + 9, STR("]]>"));
    return at;
}

/*
 * Past the ">" of the tag at `at`, one in quotes not counting. A "<" ends it too: it is a mistake
 * inside a tag, and a quote that is missing shall not make the rest of the file one long tag.
 */
static size_t skip_tag(str text, size_t at)
{
    char quote = 0;
    for (at++; at < text.n && text.p[at] != '<'; at++) {
        char c = text.p[at];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '>')
            return at + 1;
    }
    return at;
}

static bool refuse_doctype(struct diag *d, const struct source *source, size_t at)
{
    struct finding *f = diag_add(d, Q105, scan_pos(source, at, 9),
                                 "a document type declaration (DOCTYPE) is not allowed");
    diag_hint(d, f, "remove it, and type the characters that it was needed for");
    return true;
}

/* Long tags and a DOCTYPE, which may be only before the document element, but looks bad anywhere.
 */
static bool refuse_markup(struct diag *d, const struct source *source)
{
    str text = source->text;
    for (size_t at = 0; at < text.n;) {
        const char *open = memchr(text.p + at, '<', text.n - at);
        if (!open)
            return false;
        at = (size_t)(open - text.p);
        if (starts_at(text, at, STR("<!")) && at + 9 <= text.n &&
            is_name_of(str_sub(text, at + 2, at + 9), "doctype"))
            return refuse_doctype(d, source, at);
        size_t end = skip_aside(text, at);
        if (end == at) {
            end = skip_tag(text, at);
            if (end - at > SCAN_TAG_MAX) {
                diag_add(d, Q107, scan_pos(source, at, 1),
                         "this tag is %zu bytes long; at most %d are read", end - at, SCAN_TAG_MAX);
                return true;
            }
        }
        at = end;
    }
    return false;
}

/* Is the name of the start tag at `at`, without its prefix, one of these? */
static bool is_named(str text, size_t at, const char *const *names)
{
    str name = str_sub(text, at + 1, scan_name_end(text, at + 1));
    size_t colon = str_find(name, ':');
    if (colon < name.n)
        name = str_sub(name, colon + 1, name.n);
    while (*names && !str_is(name, *names))
        names++;
    return *names != NULL;
}

size_t scan_head_end(str text, const char *const *names)
{
    size_t depth = 0;
    for (size_t at = 0; at < text.n;) {
        const char *open = memchr(text.p + at, '<', text.n - at);
        if (!open)
            break;
        at = (size_t)(open - text.p);
        size_t end = skip_aside(text, at);
        if (end == at) {
            bool is_end = starts_at(text, at, STR("</"));
            if (depth == 1 && !is_end && !is_named(text, at, names))
                return at;
            end = skip_tag(text, at);
            if (is_end)
                depth -= depth > 0;
            else
                depth += !(end - at > 2 && text.p[end - 1] == '>' && text.p[end - 2] == '/');
        }
        at = end;
    }
    return text.n;
}

bool scan_refuse(struct diag *d, const struct source *source)
{
    if (source->text.n > FILE_CAP_XML) {
        diag_add(d, Q801, (struct pos){.source = source},
                 "the file has %zu bytes; at most %zu are read", source->text.n,
                 (size_t)FILE_CAP_XML);
        return true;
    }
    return refuse_empty(d, source) || refuse_kind(d, source) || refuse_wide(d, source) ||
           refuse_encoding(d, source) || refuse_malformed(d, source) ||
           refuse_characters(d, source) || refuse_markup(d, source);
}

/* ---- the parts of a tag ----------------------------------------------------------------- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

size_t scan_name_end(str text, size_t at)
{
    while (at < text.n && !is_space(text.p[at]) && !strchr("=/><\"'?", text.p[at]))
        at++;
    return at;
}

bool scan_attr_next(str text, size_t *at, struct scan_attr *out)
{
    size_t i = *at;
    while (i < text.n && is_space(text.p[i]))
        i++;
    out->name = i;
    i = out->name_end = scan_name_end(text, i);
    while (i < text.n && (is_space(text.p[i]) || text.p[i] == '='))
        i++;
    if (out->name == out->name_end || i >= text.n || (text.p[i] != '"' && text.p[i] != '\''))
        return false;
    out->value = i + 1;
    const char *close = memchr(text.p + i + 1, text.p[i], text.n - i - 1);
    if (!close)
        return false;
    out->value_end = (size_t)(close - text.p);
    *at = out->value_end + 1;
    return true;
}

/* ---- written text ----------------------------------------------------------------------- */

size_t scan_text_start(str text, size_t at)
{
    while (starts_at(text, at, STR("<!--")) || starts_at(text, at, STR("<?")))
        at = skip_aside(text, at);
    return at;
}

/* The bytes of UTF-8 that the reference text[at, end) stands for. */
static size_t reference_size(str text, size_t at, size_t end)
{
    if (end - at < 3 || text.p[at + 1] != '#')
        return 1; /* &amp; &lt; &gt; &quot; &apos; are all there are without a DOCTYPE */
    bool is_hex = text.p[at + 2] == 'x';
    uint32_t c = 0;
    for (size_t i = at + 2 + is_hex; i < end && c < 0x110000; i++) {
        char digit = text.p[i];
        uint32_t value = (uint32_t)(digit <= '9' ? digit - '0' : (digit | 32) - 'a' + 10);
        c = c * (is_hex ? 16 : 10) + value;
    }
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

/* Past comments, instructions and the marks of CDATA sections. */
static void skip_marks(struct scan_text *t)
{
    for (;;) {
        if (t->is_cdata) {
            if (!starts_at(t->text, t->at, STR("]]>")))
                return;
            t->at += 3;
            t->is_cdata = false;
        } else if (starts_at(t->text, t->at, STR("<![CDATA["))) {
            t->at += 9;
            t->is_cdata = true;
        } else {
            size_t next = scan_text_start(t->text, t->at);
            if (next == t->at)
                return;
            t->at = next;
        }
    }
}

size_t scan_text_step(struct scan_text *t, size_t *start)
{
    skip_marks(t);
    *start = t->at;
    if (t->at >= t->text.n || (!t->is_cdata && t->text.p[t->at] == '<'))
        return 0;
    if (t->text.p[t->at] == '&' && !t->is_cdata) {
        size_t end = t->at + str_find(str_sub(t->text, t->at, t->text.n), ';');
        t->at = end < t->text.n ? end + 1 : end;
        return reference_size(t->text, *start, end);
    }
    /* A line end of two characters counts as one (XML 1.0, 2.11). */
    t->at += starts_at(t->text, t->at, STR("\r\n")) ? 2 : 1;
    return 1;
}
