#include "xml/fault.h"

#include <stdio.h>
#include <string.h>

#include "xml/scan.h"

/* The text of names from the input is cut at this many bytes. */
#define SHOWN 48

/* Zero-terminated names as the parser keeps them, cut between two characters. */
struct words {
    char first[SHOWN + 4], second[SHOWN + 4];
};

static void shorten(char out[SHOWN + 4], const char *name)
{
    str s = str_z(name);
    size_t n = s.n;
    if (n > SHOWN)
        for (n = SHOWN; n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80;)
            n--;
    if (n)
        memcpy(out, s.p, n);
    strcpy(out + n, n < s.n ? "…" : "");
}

static void advise(struct fault *f, const char *hint)
{
    snprintf(f->hint, sizeof f->hint, "%s", hint);
}

static void say(struct fault *f, const char *text, const char *hint)
{
    snprintf(f->text, sizeof f->text, "%s", text);
    advise(f, hint);
}

/* The last `c` before `at` within reach, or `at`. */
static size_t look_back(str text, size_t at, char c)
{
    size_t stop = at > 200 ? at - 200 : 0;
    for (size_t i = at < text.n ? at + 1 : text.n; i > stop; i--)
        if (text.p[i - 1] == c)
            return i - 1;
    return at;
}

static void underline(struct fault *f, size_t at, size_t end)
{
    f->at = at;
    f->end = end;
}

/* "&" that begins no reference, or one that is not known. */
static void explain_reference(const xmlError *e, str text, struct fault *f)
{
    struct words w;
    size_t at =
        look_back(text, f->at < text.n && text.p[f->at] == '&' ? f->at : f->at - !!f->at, '&');
    shorten(w.first, e->str1);
    underline(f, at, at + 1);
    if (e->code == XML_ERR_UNDECLARED_ENTITY || e->code == XML_WAR_UNDECLARED_ENTITY) {
        underline(f, at, at + strlen(e->str1 ? e->str1 : "") + 2);
        snprintf(f->text, sizeof f->text, "&%s; is not known in XML", w.first);
        advise(f, "type the character itself; only &amp; &lt; &gt; &quot; &apos; have names");
    } else if (e->code == XML_ERR_ENTITYREF_SEMICOL_MISSING) {
        say(f, "an & that no ; follows", "write &amp; where & itself is meant");
    } else {
        say(f, "an & on its own", "write &amp; where & itself is meant");
    }
}

static void explain_mismatch(const xmlError *e, str text, struct fault *f)
{
    struct words w;
    shorten(w.first, e->str1);
    shorten(w.second, e->str2);
    size_t at = look_back(text, f->at, '<') + 2;
    underline(f, at, scan_name_end(text, at));
    snprintf(f->text, sizeof f->text, "</%s> where <%s> of line %d is still open", w.second,
             w.first, e->int1);
    snprintf(f->hint, sizeof f->hint, "close <%s> first, or correct the name", w.first);
}

/* Where the text ends, white space left out. */
static size_t text_end(str text)
{
    str trimmed = str_trim(text);
    return (size_t)(trimmed.p - text.p) + trimmed.n;
}

static void explain_unfinished(const xmlError *e, str text, struct fault *f)
{
    struct words w;
    shorten(w.first, e->str1);
    underline(f, text_end(text), text_end(text));
    snprintf(f->text, sizeof f->text, "the file ends while <%s> of line %d is still open", w.first,
             e->int1);
    snprintf(f->hint, sizeof f->hint, "write </%s> where it ends; the file may have been cut short",
             w.first);
}

/* The start of the tag that ends at or encloses `at`. */
static size_t tag_start(str text, size_t at)
{
    for (at = at < text.n ? at : text.n; at > 0 && text.p[at - 1] != '<';)
        at--;
    return at ? at - 1 : 0;
}

/* A value without its closing quote is noticed at the next "<"; the mistake is in the tag before.
 */
static void explain_open_quote(str text, struct fault *f)
{
    size_t noticed = f->at, at = scan_name_end(text, tag_start(text, noticed) + 1);
    struct scan_attr attr;
    while (scan_attr_next(text, &at, &attr) && attr.value_end < noticed)
        ;
    say(f, "the value of this attribute has no closing quote",
        "add the quote; where < itself is meant in a value, write &lt;");
    if (attr.name < noticed)
        underline(f, attr.name, attr.name_end);
}

/* Both in the tag that ends at or encloses f->at: the second of the two. */
static void explain_repeated(const xmlError *e, str text, struct fault *f)
{
    struct words w;
    shorten(w.first, e->str1);
    snprintf(f->text, sizeof f->text, "the attribute %s is given twice", w.first);
    advise(f, "remove one of the two");
    size_t at = scan_name_end(text, tag_start(text, f->at) + 1);
    struct scan_attr attr;
    int seen = 0;
    while (seen < 2 && scan_attr_next(text, &at, &attr)) {
        str name = str_sub(text, attr.name, attr.name_end);
        str wanted = str_z(e->str1);
        bool is_it = str_eq(name, wanted) || (name.n > wanted.n && str_ends(name, wanted) &&
                                              name.p[name.n - wanted.n - 1] == ':');
        if (is_it && ++seen == 2)
            underline(f, attr.name, attr.name_end);
    }
}

static void explain_prefix(const xmlError *e, str text, struct fault *f)
{
    struct words w;
    shorten(w.first, e->str1);
    f->code = Q109;
    if (e->code == XML_NS_ERR_UNDEFINED_NAMESPACE)
        snprintf(f->text, sizeof f->text, "the prefix %s: has no namespace", w.first);
    else
        snprintf(f->text, sizeof f->text, "the prefix or namespace is not used as XML asks");
    if (e->code == XML_NS_ERR_ATTRIBUTE_REDEFINED)
        snprintf(f->text, sizeof f->text, "two attributes have the same name and namespace");
    advise(f, "reports and layouts need no prefixes but xml: of xml:lang");
    size_t at = look_back(text, f->at, '<');
    underline(f, at, scan_name_end(text, at + 1));
}

/* Whatever needs no words of the input's. */
static const struct plain {
    int code;
    const char *text, *hint;
} plains[] = {
    {XML_ERR_DOCUMENT_EMPTY, "an element should begin here", "the file is perhaps not XML"},
    {XML_ERR_DOCUMENT_END, "there is more after the end of the outermost element",
     "a document has one outermost element, and everything is inside it"},
    {XML_ERR_INVALID_HEX_CHARREF, "the number of a character is damaged", "write it as &#xE9;"},
    {XML_ERR_INVALID_DEC_CHARREF, "the number of a character is damaged", "write it as &#233;"},
    {XML_ERR_INVALID_CHARREF, "the number of a character is damaged", "write it as &#233;"},
    {XML_ERR_INVALID_CHAR, "this is not the number of a character that XML allows", "remove it"},
    {XML_ERR_ATTRIBUTE_NOT_STARTED, "the value of an attribute does not stand in quotes",
     "write name=\"value\""},
    {XML_ERR_ATTRIBUTE_WITHOUT_VALUE, "an attribute without a value", "write name=\"value\""},
    {XML_ERR_SPACE_REQUIRED, "a space is missing here", "part attributes by spaces"},
    {XML_ERR_GT_REQUIRED, "the tag does not end with >", "add the > that closes the tag"},
    {XML_ERR_LTSLASH_REQUIRED, "a tag that ends an element is damaged", "write it as </name>"},
    {XML_ERR_EQUAL_REQUIRED, "an = is missing here", "write name=\"value\""},
    {XML_ERR_COMMENT_NOT_FINISHED, "a comment that does not end", "end it with -->"},
    {XML_ERR_HYPHEN_IN_COMMENT, "two hyphens inside a comment", "write — or a single hyphen"},
    {XML_ERR_PI_NOT_STARTED, "a <? that begins no instruction", "write &lt; for a plain <"},
    {XML_ERR_PI_NOT_FINISHED, "an instruction that does not end", "end it with ?>"},
    {XML_ERR_CDATA_NOT_FINISHED, "a CDATA section that does not end", "end it with ]]>"},
    {XML_ERR_MISPLACED_CDATA_END, "]]> in the text", "write ]]&gt; where it is meant"},
    {XML_ERR_RESERVED_XML_NAME, "<?xml …?> may stand at the very beginning only",
     "remove it, or what stands before it"},
    {XML_ERR_XMLDECL_NOT_FINISHED, "the first line is damaged",
     "write <?xml version=\"1.0\" encoding=\"UTF-8\"?>"},
    {XML_ERR_VERSION_MISSING, "the first line has no version",
     "write <?xml version=\"1.0\" encoding=\"UTF-8\"?>"},
    {XML_ERR_UNKNOWN_VERSION, "this version of XML is not read", "write version=\"1.0\""},
    {XML_ERR_NAME_REQUIRED, "no name of an element or attribute begins here",
     "write &lt; where < itself is meant"},
    {XML_ERR_NAME_TOO_LONG, "a name without end", "names have at most some dozen characters"},
};

/* The parser stands behind some faults that are better shown where they begin. */
static void move_to_start(const xmlError *e, str text, struct fault *f)
{
    const char *mark = NULL;
    switch (e->code) {
    case XML_ERR_COMMENT_NOT_FINISHED: mark = "<!--"; break;
    case XML_ERR_CDATA_NOT_FINISHED: mark = "<![CDATA["; break;
    case XML_ERR_PI_NOT_FINISHED:
    case XML_ERR_RESERVED_XML_NAME: mark = "<?"; break;
    case XML_ERR_INVALID_CHAR: mark = "&#"; break;
    case XML_ERR_MISPLACED_CDATA_END: f->at = str_search(text, STR("]]>"), f->at); break;
    default: break;
    }
    size_t n = mark ? strlen(mark) : 0, at = f->at < text.n ? f->at : text.n;
    while (mark && at > 0 && !(at + n <= text.n && memcmp(text.p + at, mark, n) == 0))
        at--;
    if (mark)
        underline(f, at, at + n);
}

static void explain_plain(const xmlError *e, str text, struct fault *f)
{
    size_t end = text_end(text);
    move_to_start(e, text, f);
    if (f->at >= end) {
        underline(f, end, end);
        say(f, "the file ends in the middle of a tag", "the file may have been cut short");
        return;
    }
    for (size_t i = 0; i < sizeof plains / sizeof *plains; i++)
        if (plains[i].code == e->code) {
            say(f, plains[i].text, plains[i].hint);
            return;
        }
    size_t n = e->message ? strcspn(e->message, "\n") : 0;
    snprintf(f->text, sizeof f->text, "the XML is damaged here (%.*s)", n < 100 ? (int)n : 100,
             n ? e->message : "");
}

static bool is_ampersand(const xmlError *e, str text, size_t at)
{
    bool is_after = at > 0 && at <= text.n && text.p[at - 1] == '&';
    return e->code == XML_ERR_ENTITYREF_SEMICOL_MISSING || e->code == XML_ERR_UNDECLARED_ENTITY ||
           e->code == XML_WAR_UNDECLARED_ENTITY || e->code == XML_ERR_ENTITYREF_NO_NAME ||
           (e->code == XML_ERR_NAME_REQUIRED && is_after);
}

bool fault_is_nesting(const xmlError *error)
{
    return error->code == XML_ERR_TAG_NAME_MISMATCH || error->code == XML_ERR_TAG_NOT_FINISHED ||
           error->code == XML_ERR_DOCUMENT_END || error->code == XML_ERR_LTSLASH_REQUIRED;
}

bool fault_loses_nesting(const xmlError *error)
{
    return fault_is_nesting(error) || error->code == XML_ERR_GT_REQUIRED;
}

bool fault_explain(const xmlError *error, str text, size_t at, struct fault *out)
{
    *out = (struct fault){.code = Q101, .at = at, .end = at + 1};
    if (error->level < XML_ERR_ERROR)
        return false;
    if (is_ampersand(error, text, at))
        explain_reference(error, text, out);
    else if (error->code == XML_ERR_TAG_NAME_MISMATCH)
        explain_mismatch(error, text, out);
    else if (error->code == XML_ERR_TAG_NOT_FINISHED)
        explain_unfinished(error, text, out);
    else if (error->code == XML_ERR_ATTRIBUTE_REDEFINED)
        explain_repeated(error, text, out);
    else if (error->domain == XML_FROM_NAMESPACE)
        explain_prefix(error, text, out);
    else if (error->code == XML_ERR_LT_IN_ATTRIBUTE ||
             error->code == XML_ERR_ATTRIBUTE_NOT_FINISHED)
        explain_open_quote(text, out);
    else
        explain_plain(error, text, out);
    return true;
}
