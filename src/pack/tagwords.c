#include "pack/tagwords.h"

/* Of a long text, in bytes: shown before the difference, and in all. */
#define SHOWN_BEFORE 24
#define SHOWN_MOST   72
#define WORD_MOST    20

str tagwords_element(struct arena *a, str role)
{
    static const struct {
        const char *role, *words;
    } known[] = {
        {"Document", "a document"},
        {"Part", "a part"},
        {"Art", "an article"},
        {"Sect", "a section"},
        {"Div", "a division"},
        {"BlockQuote", "a quotation"},
        {"Caption", "a caption"},
        {"TOC", "a table of contents"},
        {"TOCI", "an entry of the contents"},
        {"Index", "an index"},
        {"NonStruct", "a tag without meaning"},
        {"P", "a paragraph"},
        {"H", "a heading"},
        {"H1", "a heading of level 1"},
        {"H2", "a heading of level 2"},
        {"H3", "a heading of level 3"},
        {"H4", "a heading of level 4"},
        {"H5", "a heading of level 5"},
        {"H6", "a heading of level 6"},
        {"L", "a list"},
        {"LI", "a list item"},
        {"Lbl", "a label"},
        {"LBody", "the body of a list item"},
        {"Table", "a table"},
        {"TR", "a table row"},
        {"TH", "a header cell"},
        {"TD", "a table cell"},
        {"THead", "the head of a table"},
        {"TBody", "the body of a table"},
        {"TFoot", "the foot of a table"},
        {"Span", "a piece of text"},
        {"Quote", "a quotation"},
        {"Note", "a note"},
        {"Reference", "a reference"},
        {"Link", "a link"},
        {"Figure", "a picture"},
        {"Formula", "a formula"},
        {"Form", "a form field"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_is(role, known[i].role))
            return str_z(known[i].words);
    return str_format(a, "a tag “%.*s”", STR_ARG(role));
}

str tagwords_fact(struct arena *a, str key, bool *is_shown)
{
    static const struct {
        const char *key, *words;
        bool is_shown;
    } known[] = {
        {"Alt", "alternative text", true},
        {"ActualText", "replacement text", true},
        {"E", "full form", true},
        {"T", "title", true},
        {"ID", "identifier", false},
        {"Table/Headers", "list of header cells", false},
        {"Table/Scope", "scope", true},
        {"Table/RowSpan", "number of rows", true},
        {"Table/ColSpan", "number of columns", true},
        {"Table/Summary", "summary", true},
        {"List/ListNumbering", "kind of labels", true},
        {"Layout/BBox", "place on the page", false},
        {"Layout/Placement", "placement", true},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_is(key, known[i].key)) {
            *is_shown = known[i].is_shown;
            return str_z(known[i].words);
        }
    *is_shown = false;
    return str_format(a, "entry “%.*s”", STR_ARG(key));
}

/* Where a text may be cut: before a word, at least not within a character. */
static size_t to_cut(str text, size_t at)
{
    for (size_t i = at; i > 0 && i < text.n && at - i < WORD_MOST; i--)
        if (text.p[i - 1] == ' ')
            return i;
    while (at > 0 && at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80)
        at--;
    return at;
}

str tagwords_quote(struct arena *a, str text, str other)
{
    size_t same = 0, from = 0, to = text.n;
    while (same < text.n && same < other.n && text.p[same] == other.p[same])
        same++;
    if (text.n > SHOWN_MOST) {
        from = to_cut(text, same > SHOWN_BEFORE ? same - SHOWN_BEFORE : 0);
        to = to_cut(text, text.n - from > SHOWN_MOST ? from + SHOWN_MOST : text.n);
    }
    return str_format(a, "“%s%.*s%s”", from ? "…" : "", STR_ARG(str_sub(text, from, to)),
                      to < text.n ? "…" : "");
}
