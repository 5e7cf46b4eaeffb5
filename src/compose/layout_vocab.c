/*
 * layout_vocab: what a layout file may say, urn:quoin:layout:1. The one list of elements and
 * attributes: validation and the XML Schema are made from it, layout.c reads by these names.
 *
 * Every element is optional in a layout that is based on another; layout.c asks for what a
 * complete one must have. Lengths carry their unit; colours are #rrggbb or a name of the palette.
 */
#include "compose/layout.h"
#include "xml/vocab.h"

#define END                                                                                        \
    {                                                                                              \
        0                                                                                          \
    }
#define ATTR(n, t, text)                                                                           \
    {                                                                                              \
        .name = n, .type = t, .help = text                                                         \
    }
#define MUST(n, t, text)                                                                           \
    {                                                                                              \
        .name = n, .type = t, .is_required = true, .help = text                                    \
    }
#define CHOICE(n, list, text)                                                                      \
    {                                                                                              \
        .name = n, .type = TYPE_CHOICE, .values = list, .help = text                               \
    }
#define MUST_CHOICE(n, list, text)                                                                 \
    {                                                                                              \
        .name = n, .type = TYPE_CHOICE, .is_required = true, .values = list, .help = text          \
    }

#define WORD(id, name, english, help) " " name
static const char word_names[] =
#include "compose/words.def"
    "";
#undef WORD

static const struct vocab_attr layout_attrs[] = {
    MUST("title", TYPE_TEXT, "A line about the layout, for `quoin layouts`."),
    ATTR("based-on", TYPE_NAME,
         "A shipped layout: whatever this file leaves out is taken from that one."),
    END};

static const struct vocab_attr page_attrs[] = {
    ATTR("width", TYPE_LENGTH, "The page's width: 210mm."),
    ATTR("height", TYPE_LENGTH, "The page's height: 297mm."),
    ATTR("left", TYPE_LENGTH, "The left margin of all pages but covers."),
    ATTR("right", TYPE_LENGTH, "The right margin of all pages but covers."),
    ATTR("top", TYPE_LENGTH, "Where the text begins; a committee stamps the first 20 mm."),
    ATTR("bottom", TYPE_LENGTH, "From the page's foot to the end of the text."),
    END};

static const struct vocab_attr colour_attrs[] = {
    MUST("name", TYPE_NAME, "By which the rest of the layout calls the colour."),
    MUST("value", TYPE_COLOUR, "#rrggbb"), END};

static const struct vocab_attr family_attrs[] = {
    MUST("name", TYPE_NAME, "By which styles call the family."),
    MUST("regular", TYPE_FILE, "A TrueType file: one that quoin carries or one in this folder."),
    ATTR("bold", TYPE_FILE, "For strong words and bold styles."),
    ATTR("italic", TYPE_FILE, "For emphasis."),
    ATTR("bold-italic", TYPE_FILE, "For emphasis in bold."),
    ATTR("fallback", TYPE_FILE, "A file tried for characters that the family lacks."),
    END};

static const struct vocab_attr style_attrs[] = {
    MUST("name", TYPE_NAME, "A style that quoin uses (see layouts/README.md), or your own."),
    ATTR("from", TYPE_NAME, "The style that fills in what is not written here."),
    ATTR("family", TYPE_NAME, "A family of <faces>."),
    CHOICE("weight", "regular bold", "Of the words that are not marked."),
    CHOICE("slant", "upright italic", "Of the words that are not marked."),
    ATTR("size", TYPE_LENGTH, "Of the type, 4pt to 600pt."),
    ATTR("leading", TYPE_LENGTH, "From baseline to baseline."),
    ATTR("colour", TYPE_COLOUR, "Of the words."),
    CHOICE("align", "left right centre justify", "Of the lines."),
    ATTR("hyphenate", TYPE_FLAG, "May words be parted?"),
    ATTR("capitals", TYPE_FLAG, "Are all letters set as capitals?"),
    ATTR("before", TYPE_LENGTH, "Space above."),
    ATTR("after", TYPE_LENGTH, "Space below."),
    END};

static const struct vocab_attr links_attrs[] = {
    ATTR("colour", TYPE_COLOUR, "Of links and cross-references."),
    ATTR("underline", TYPE_FLAG, "Are links underlined?"),
    ATTR("underline-thickness", TYPE_LENGTH, "Of that line, in place of the face's own."),
    ATTR("underline-colour", TYPE_COLOUR, "Of that line, in place of the words'."), END};

static const struct vocab_attr terms_attrs[] = {
    ATTR("colour", TYPE_COLOUR, "Of glossary terms at their first use; else that of the words."),
    ATTR("underline", TYPE_FLAG, "Are they underlined? Colour alone does not tell them."),
    ATTR("underline-thickness", TYPE_LENGTH, "Of that line, in place of the face's own."),
    ATTR("underline-colour", TYPE_COLOUR, "Of that line, in place of the words'."), END};

static const struct vocab_attr line_attrs[] = {
    ATTR("style", TYPE_NAME, "The line's text style."),
    ATTR("heading", TYPE_FLAG, "Is this the document's or appendix's heading?"),
    ATTR("before", TYPE_LENGTH, "Space above, in place of the style's."),
    ATTR("after", TYPE_LENGTH, "Space below, in place of the style's."), END};

static const struct vocab_attr rule_attrs[] = {
    MUST("thickness", TYPE_LENGTH, "Of the line."),
    MUST("colour", TYPE_COLOUR, "Of the line."),
    ATTR("width", TYPE_LENGTH, "Its length; the whole width when not written."),
    CHOICE("align", "left right centre", "Where a shorter one stands."),
    ATTR("before", TYPE_LENGTH, "Space above."),
    ATTR("after", TYPE_LENGTH, "Space below."),
    END};

static const struct vocab_attr band_attrs[] = {
    MUST("x", TYPE_SIGNED, "From the page's left edge; from the right one when negative."),
    MUST("y", TYPE_SIGNED, "From the page's top; from its foot when negative."),
    MUST("width", TYPE_LENGTH, "Of the band."),
    MUST("height", TYPE_LENGTH, "Of the band."),
    MUST("colour", TYPE_COLOUR, "Of the band."),
    END};

static const struct vocab_attr logo_attrs[] = {
    MUST("file", TYPE_FILE, "A PNG or a plain SVG in the layout's folder."),
    MUST("width", TYPE_LENGTH, "Of the picture."),
    ATTR("gap", TYPE_LENGTH, "From the picture to the lines beside it."),
    ATTR("alt", TYPE_TEXT, "The picture in words; leave it out when the lines beside say it."),
    ATTR("decorative", TYPE_FLAG, "Has the picture nothing to say to those who cannot see it?"),
    ATTR("before", TYPE_LENGTH, "Space above."),
    ATTR("after", TYPE_LENGTH, "Space below."),
    END};

static const struct vocab_attr cover_attrs[] = {
    ATTR("left", TYPE_LENGTH, "The cover's left margin."),
    ATTR("right", TYPE_LENGTH, "The cover's right margin."),
    ATTR("top", TYPE_LENGTH, "The cover's top margin."),
    ATTR("bottom", TYPE_LENGTH, "The cover's margin at the foot."), END};

static const struct vocab_attr running_attrs[] = {
    MUST_CHOICE("of", "all paper appendix glossary contents",
                "The pages meant; `all` is for those that have none of their own."),
    ATTR("top", TYPE_LENGTH, "Where the text of these pages begins, in place of <page>'s."),
    ATTR("bottom", TYPE_LENGTH, "The margin at the foot, in place of <page>'s."), END};

static const struct vocab_attr running_line_attrs[] = {
    MUST("at", TYPE_LENGTH, "A head's top from the page's top; a foot's end from the page's foot."),
    ATTR("rule", TYPE_LENGTH, "Thickness of a line over the text's width."),
    ATTR("rule-colour", TYPE_COLOUR, "Its colour."),
    ATTR("rule-at", TYPE_LENGTH, "Where it stands, measured as `at`."), END};

static const struct vocab_attr stamp_attrs[] = {
    ATTR("style", TYPE_NAME, "The text style; `stamp` when not written."),
    ATTR("right", TYPE_LENGTH, "From the page's right edge to the words, which end there."),
    ATTR("top", TYPE_LENGTH, "From the page's top to the words."),
    ATTR("width", TYPE_LENGTH, "The room that nothing else may use, to the left of `right`."),
    ATTR("height", TYPE_LENGTH, "The same downwards from `top`."),
    END};

static const struct vocab_attr tables_attrs[] = {
    CHOICE("kpis", "table blocks", "KPIs in a table, or each measure as a block of its own."),
    CHOICE("glossary", "table blocks", "Its entries in a table, or one below the other."),
    ATTR("spans", TYPE_FLAG, "May cells span rows and columns? If not, every row is complete."),
    ATTR("status-words", TYPE_FLAG, "Does the status stand in words beside its mark?"), END};

static const struct vocab_attr table_attrs[] = {
    ATTR("head-fill", TYPE_COLOUR, "Behind header rows."),
    ATTR("pad-x", TYPE_LENGTH, "Left and right of the words in a cell."),
    ATTR("pad-top", TYPE_LENGTH, "Above them."),
    ATTR("pad-bottom", TYPE_LENGTH, "Below them."),
    ATTR("top", TYPE_LENGTH, "Thickness of the line above the table."),
    ATTR("top-colour", TYPE_COLOUR, "Its colour."),
    ATTR("row", TYPE_LENGTH, "Thickness of the line between rows."),
    ATTR("row-colour", TYPE_COLOUR, "Its colour."),
    ATTR("group", TYPE_LENGTH, "Thickness of the line between KPIs."),
    ATTR("group-colour", TYPE_COLOUR, "Its colour."),
    ATTR("bottom", TYPE_LENGTH, "Thickness of the line below the table."),
    ATTR("bottom-colour", TYPE_COLOUR, "Its colour."),
    ATTR("break", TYPE_LENGTH, "Thickness of the line where a table is parted by a page's end."),
    ATTR("flush", TYPE_FLAG, "Do the outer columns begin and end at the margins?"),
    ATTR("term-width", TYPE_LENGTH, "Glossary: the first column's width."),
    END};

static const struct vocab_attr column_attrs[] = {
    MUST_CHOICE("of", "kpi measure performance commentary target previous last-year change status",
                "What the column shows."),
    ATTR("width", TYPE_LENGTH, "A fixed width; without width and share it follows the content."),
    ATTR("share", TYPE_COUNT, "The column's part of the width that is left, beside others'."),
    ATTR("min", TYPE_LENGTH, "At least so wide."),
    ATTR("max", TYPE_LENGTH, "At most so wide."),
    CHOICE("align", "left right centre", "Of its words."),
    ATTR("rule", TYPE_LENGTH, "Thickness of an upright line before the column."),
    ATTR("rule-colour", TYPE_COLOUR, "Its colour."),
    ATTR("mark", TYPE_FLAG, "Performance: does the status mark stand before the value?"),
    END};

static const struct vocab_attr mark_attrs[] = {
    MUST_CHOICE("of", "green amber red up down same", "The status or direction."),
    CHOICE("shape", "circle triangle octagon square diamond", "Of a status mark."),
    CHOICE("sign", "tick bang cross bar none", "What is drawn in it."),
    ATTR("colour", TYPE_COLOUR, "Of the mark."),
    ATTR("sign-colour", TYPE_COLOUR, "Of what is drawn in it."),
    ATTR("size", TYPE_LENGTH, "Its height."),
    END};

static const struct vocab_attr paper_attrs[] = {
    ATTR("gutter", TYPE_LENGTH, "From a paragraph's number to its words."),
    ATTR("label-width", TYPE_LENGTH, "Of the grid's first column."),
    ATTR("pair-width", TYPE_LENGTH, "Of the implications' first column."),
    ATTR("grid-edge", TYPE_LENGTH, "Thickness of the grid's first and last line."),
    ATTR("grid-edge-colour", TYPE_COLOUR, "Its colour."),
    ATTR("grid-row", TYPE_LENGTH, "Thickness of the lines between."),
    ATTR("grid-row-colour", TYPE_COLOUR, "Its colour."),
    ATTR("grid-pad", TYPE_LENGTH, "Above and below the words in the grid."),
    END};

static const struct vocab_attr agenda_attrs[] = {
    ATTR("logo-width", TYPE_LENGTH, "The cover's logo stands beside the masthead, so wide."),
    ATTR("logo-gap", TYPE_LENGTH, "From the logo to the masthead."), END};

static const struct vocab_attr lists_attrs[] = {
    ATTR("gutter", TYPE_LENGTH, "From a list's label to its words."),
    ATTR("cell-gutter", TYPE_LENGTH, "The same in tables."),
    ATTR("gap", TYPE_LENGTH, "Between two items."),
    ATTR("bullet", TYPE_TEXT, "The character before items of a bulleted list."), END};

static const struct vocab_attr aside_attrs[] = {
    MUST_CHOICE("of", "note action", "Which of the two."),
    ATTR("fill", TYPE_COLOUR, "Behind the words."),
    ATTR("bar", TYPE_LENGTH, "Thickness of the bar at the left."),
    ATTR("bar-colour", TYPE_COLOUR, "Its colour."),
    ATTR("pad", TYPE_LENGTH, "From the edges to the words."),
    ATTR("before", TYPE_LENGTH, "Space above."),
    ATTR("after", TYPE_LENGTH, "Space below."),
    END};

static const struct vocab_attr sections_attrs[] = {
    ATTR("new-page", TYPE_FLAG, "Does every section begin on a new page?"),
    ATTR("kpi-outline", TYPE_FLAG, "Are KPIs in the outline?"), END};

static const struct vocab_attr contents_attrs[] = {
    CHOICE("when", "never long always", "Is there a contents page?"),
    ATTR("pages", TYPE_COUNT, "long: in documents of more than so many pages."),
    ATTR("number-width", TYPE_LENGTH, "Of the page numbers' column."), END};

static const struct vocab_attr word_attrs[] = {
    MUST_CHOICE("name", word_names + 1, "Which word; layouts/README.md lists them."), END};

static const struct vocab_attr variant_attrs[] = {
    MUST("name", TYPE_NAME, "By which `quoin render --variant` asks for it: large-print."),
    CHOICE("colours", "all grey",
           "grey: every colour, those of pictures too, as a grey as bright."),
    END};

/* What a layout says, and what a variant of it says in place of that. */
#define PARTS                                                                                      \
    "page? palette? faces? styles? links? terms? running* stamp? cover? paper? agenda? sections? " \
    "tables? "                                                                                     \
    "kpi-table? glossary-table? free-table? marks? lists? aside* contents? words?"

static const struct vocab_element elements[] = {
    {"layout", PARTS " variant*", TYPE_TEXT, NULL, layout_attrs, "A brand and its page design."},
    {"variant", PARTS, TYPE_TEXT, NULL, variant_attrs,
     "The same for readers who ask for it: what it says replaces what the layout says."},
    {"page", "", TYPE_TEXT, NULL, page_attrs, "The page and its margins."},
    {"palette", "colour+", TYPE_TEXT, NULL, NULL, "The brand's colours, by name."},
    {"colour", "", TYPE_TEXT, NULL, colour_attrs, "A colour of the palette."},
    {"faces", "family+", TYPE_TEXT, NULL, NULL, "The typefaces."},
    {"family", "", TYPE_TEXT, NULL, family_attrs, "A typeface in up to four shapes."},
    {"styles", "style+", TYPE_TEXT, NULL, NULL, "The text styles."},
    {"style", "", TYPE_TEXT, NULL, style_attrs, "A text style."},
    {"links", "", TYPE_TEXT, NULL, links_attrs, "How links look."},
    {"terms", "", TYPE_TEXT, NULL, terms_attrs, "How glossary terms look at their first use."},
    {"running", "head? foot?", TYPE_TEXT, NULL, running_attrs, "Running head and foot."},
    {"head", "left? right?", TYPE_TEXT, NULL, running_line_attrs, "At the top of each page."},
    {"foot", "left? right?", TYPE_TEXT, NULL, running_line_attrs, "At the foot of each page."},
    {"left", "mixed br", TYPE_TEXT, NULL, NULL, "Words at the left; fields stand in braces."},
    {"right", "mixed br", TYPE_TEXT, NULL, NULL, "Words at the right; fields stand in braces."},
    {"br", "", TYPE_TEXT, NULL, NULL, "A new line."},
    {"stamp", "mixed br", TYPE_TEXT, NULL, stamp_attrs,
     "What a committee stamps on pages, at the top right; {item} and {page} stand in braces."},
    {"cover", "(band | logo | line | rule | fill)*", TYPE_TEXT, NULL, cover_attrs,
     "An appendix's cover, from top to foot."},
    {"band", "", TYPE_TEXT, NULL, band_attrs, "A coloured rectangle anywhere on the page."},
    {"logo", "line*", TYPE_TEXT, NULL, logo_attrs, "The logo, with lines of words beside it."},
    {"line", "mixed br", TYPE_TEXT, NULL, line_attrs, "A paragraph; fields stand in braces."},
    {"rule", "", TYPE_TEXT, NULL, rule_attrs, "A horizontal line."},
    {"fill", "", TYPE_TEXT, NULL, NULL, "Pushes what follows to the foot of the cover."},
    {"paper", "masthead?", TYPE_TEXT, NULL, paper_attrs, "The covering paper."},
    {"agenda", "masthead?", TYPE_TEXT, NULL, agenda_attrs, "The front sheet of an agenda."},
    {"masthead", "line+", TYPE_TEXT, NULL, NULL,
     "The lines at the head of the covering paper, or of an agenda's front sheet."},
    {"sections", "", TYPE_TEXT, NULL, sections_attrs, "How sections begin."},
    {"tables", "", TYPE_TEXT, NULL, tables_attrs, "How tables are made."},
    {"kpi-table", "column*", TYPE_TEXT, NULL, table_attrs, "The KPI tables and their columns."},
    {"column", "mixed br", TYPE_TEXT, NULL, column_attrs,
     "A column; its head stands inside, fields in braces."},
    {"glossary-table", "", TYPE_TEXT, NULL, table_attrs, "The glossary."},
    {"free-table", "", TYPE_TEXT, NULL, table_attrs, "Tables written inside commentary."},
    {"marks", "mark+", TYPE_TEXT, NULL, NULL, "Status marks and arrows."},
    {"mark", "", TYPE_TEXT, NULL, mark_attrs, "A drawn mark: it differs in shape and colour."},
    {"lists", "", TYPE_TEXT, NULL, lists_attrs, "Lists."},
    {"aside", "", TYPE_TEXT, NULL, aside_attrs, "The look of notes or actions."},
    {"contents", "", TYPE_TEXT, NULL, contents_attrs, "The contents page."},
    {"words", "word+", TYPE_TEXT, NULL, NULL, "The words that quoin prints of itself."},
    {"word", "text", TYPE_TEXT, NULL, word_attrs, "One of them; fields stand in braces."},
    END};

const struct vocab layout_vocab = {
    .ns = "urn:quoin:layout:1",
    .root = "layout",
    .help = "A quoin layout: page, colours, type, columns, marks and words of a brand.",
    .is_lang_global = true,
    .elements = elements,
};
