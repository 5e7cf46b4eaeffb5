/*
 * vocab_report: what a report may say, urn:quoin:report:1. The one list of elements and attributes:
 * validation, the XML Schema that editors load and the reference pages are all made from it, so
 * every line of help here is read by the analyst while typing. A sentence says what the thing is
 * for, not what its name already tells.
 */
#include "report/report.h"
#include "xml/vocab.h"

/* The inline elements, wherever running text stands. */
#define WORDS "mixed em strong span acronym link ref br figure change period"
/* Text that is a name or label: nothing that leads elsewhere or is computed. */
#define LABEL  "mixed em strong span acronym br"
#define UNITS  "number percent money hours days text"
#define STATES "final provisional restated not-due not-collected withheld"
#define END                                                                                        \
    {                                                                                              \
        0                                                                                          \
    }

/* An id that a <ref to="…"> elsewhere can name. */
#define ID_ATTR                                                                                    \
    {                                                                                              \
        .name = "id", .type = TYPE_ID,                                                             \
        .help = "A name of your choice, unique in the report, by which <ref> can point here."      \
    }

/* ---- the document ----------------------------------------------------------------------- */

static const struct vocab_attr report_attrs[] = {
    {"year", TYPE_YEAR, true, NULL, NULL,
     "The financial year, April to March: 2020/21. Dates and headings follow from it."},
    {"quarter", TYPE_CHOICE, true, "1 2 3 4", NULL,
     "The quarter of the financial year: 1 is April to June, 4 is January to March."},
    {"layout", TYPE_FILE, false, NULL, "opcc",
     "The brand and page design: a name that `quoin layouts` lists, or a layout file's path."},
    {"published", TYPE_DATE, false, NULL, NULL,
     "The day of publication. It dates the PDF where there is no covering paper with a meeting."},
    END};

static const struct vocab_attr organisation_attrs[] = {
    {"short", TYPE_TEXT, false, NULL, NULL, "The organisation's initials, as in OPCC."}, END};

static const struct vocab_attr paper_attrs[] = {
    {"committee", TYPE_TEXT, true, NULL, NULL,
     "The committee or panel that the paper goes to; it heads the first page."},
    {"meeting", TYPE_MOMENT, true, NULL, NULL,
     "When it meets: 2020-11-25 or, with the hour, 2020-11-25T10:00."},
    {"from", TYPE_TEXT, false, NULL, NULL,
     "Whose report it is; the organisation, unless another name is written here."},
    END};

static const struct vocab_attr topic_attrs[] = {
    {"title", TYPE_TEXT, true, NULL, NULL,
     "The heading in the covering paper: Purpose of Report, Recommendation, Background …"},
    ID_ATTR,
    END};

static const struct vocab_attr implication_attrs[] = {
    {"label", TYPE_TEXT, true, NULL, NULL,
     "What the implication concerns: Financial, Legal, Equality …"},
    END};

static const struct vocab_attr contact_attrs[] = {
    {"role", TYPE_TEXT, true, NULL, NULL, "The post to get in touch with; not a person's name."},
    {"phone", TYPE_TEXT, false, NULL, NULL, "The telephone number, as it is to be read."},
    {"email", TYPE_TEXT, false, NULL, NULL, "The e-mail address; it becomes a link."},
    END};

static const struct vocab_attr appendix_attrs[] = {
    {"id", TYPE_ID, true, NULL, NULL,
     "The appendix's letter: A for the first, then B, C … The glossary has one too."},
    {"title", TYPE_TEXT, true, NULL, NULL,
     "What the appendix is called on its cover and in the list of appendices."},
    {"cover", TYPE_FLAG, false, NULL, "yes",
     "Write no when the appendix is to begin without a cover page."},
    END};

static const struct vocab_attr section_attrs[] = {
    {"title", TYPE_TEXT, true, NULL, NULL, "The section's heading. Its number is counted for you."},
    ID_ATTR,
    END};

/* ---- figures ---------------------------------------------------------------------------- */

static const struct vocab_attr kpi_attrs[] = {
    {"ref", TYPE_NAME, true, NULL, NULL,
     "The indicator's number as printed: 1.1 is the first of section 1."},
    ID_ATTR,
    END};

static const struct vocab_attr measure_attrs[] = {
    {"id", TYPE_ID, false, NULL, NULL,
     "A name by which commentaries and figures in the words point at this measure."},
    {"name", TYPE_TEXT, false, NULL, NULL,
     "What is measured. Use a <name> element instead where it needs emphasis or a language."},
    {"better", TYPE_CHOICE, false, "higher lower", NULL,
     "Which way is good. It lets the status be checked against the target."},
    END};

static const struct vocab_attr value_attrs[] = {
    {"unit", TYPE_CHOICE, false, UNITS, "number",
     "What is counted. It also holds for the target and the earlier values of the measure."},
    {"status", TYPE_CHOICE, false, "green amber red", NULL,
     "The published rating: on target, near it, or off it. Checked, never overruled."},
    {"state", TYPE_CHOICE, false, STATES, "final",
     "How firm the figure is, or why there is none; then write the reason as the text."},
    {"direction", TYPE_CHOICE, false, "up down same", NULL,
     "The direction of travel; worked out from the previous value unless written here."},
    END};

static const struct vocab_attr earlier_attrs[] = {
    {"state", TYPE_CHOICE, false, STATES, "final",
     "How firm the earlier figure is, or why there is none; then write the reason as the text."},
    END};

static const struct vocab_attr commentary_attrs[] = {
    {"on", TYPE_REFS, false, NULL, NULL,
     "The ids of the measures it stands beside, neighbours in this KPI; all, unless written."},
    END};

/* ---- the glossary ----------------------------------------------------------------------- */

static const struct vocab_attr glossary_attrs[] = {
    {"id", TYPE_ID, true, NULL, NULL, "The letter of the appendix that the glossary is."},
    {"title", TYPE_TEXT, false, NULL, NULL, "Its heading, if the layout's own will not do."},
    END};

static const struct vocab_attr entry_attrs[] = {
    {"term", TYPE_TEXT, true, NULL, NULL,
     "The term explained. Its first use in each section becomes a link to this entry."},
    {"abbreviation", TYPE_TEXT, false, NULL, NULL,
     "The short form, as ICV for Independent Custody Visitor; it is looked for as well."},
    {"expansion", TYPE_TEXT, false, NULL, NULL,
     "The words the abbreviation stands for, where the term itself is the abbreviation."},
    ID_ATTR,
    END};

/* ---- blocks ----------------------------------------------------------------------------- */

static const struct vocab_attr id_attrs[] = {ID_ATTR, END};

static const struct vocab_attr list_attrs[] = {
    {"kind", TYPE_CHOICE, false, "bullet number letter", "bullet",
     "What stands before the items; letter gives a., b., c. beneath a numbered paragraph."},
    END};

static const struct vocab_attr note_attrs[] = {
    {"title", TYPE_TEXT, false, NULL, NULL, "A short heading for the note."}, END};

static const struct vocab_attr action_attrs[] = {
    {"owner", TYPE_TEXT, false, NULL, NULL, "The post that carries the action out."},
    {"due", TYPE_DATE, false, NULL, NULL, "The day by which it is to be done: 2020-12-18."},
    END};

static const struct vocab_attr image_attrs[] = {
    ID_ATTR,
    {"file", TYPE_FILE, true, NULL, NULL,
     "The PNG or SVG file, by its path from the report's own folder."},
    {"alt", TYPE_TEXT, false, NULL, NULL,
     "What the picture shows, for readers who cannot see it. Needed unless it is decorative."},
    {"width", TYPE_LENGTH, false, NULL, NULL,
     "How wide to print it: 60mm. Its natural size, or what fits, unless written."},
    {"decorative", TYPE_FLAG, false, NULL, "no",
     "Write yes where the picture says nothing that the words do not; screen readers skip it."},
    END};

static const struct vocab_attr cell_attrs[] = {
    {"span", TYPE_COUNT, false, NULL, "1", "How many columns the cell covers."},
    {"number", TYPE_FLAG, false, NULL, "no", "Write yes to line figures up at the right."},
    END};

static const struct vocab_attr header_attrs[] = {
    {"span", TYPE_COUNT, false, NULL, "1", "How many columns the header covers."}, END};

/* ---- inside the words ------------------------------------------------------------------- */

static const struct vocab_attr acronym_attrs[] = {
    {"expansion", TYPE_TEXT, false, NULL, NULL,
     "What it stands for, read aloud by screen readers. The glossary's is used if not written."},
    END};

static const struct vocab_attr link_attrs[] = {
    {"href", TYPE_URI, true, NULL, NULL, "The address: https://…, http://… or mailto:…"}, END};

static const struct vocab_attr ref_attrs[] = {
    {"to", TYPE_REF, true, NULL, NULL,
     "The id of a topic, section, KPI, measure, glossary entry, paragraph, heading, image or "
     "table, or the letter of an appendix."},
    END};

static const struct vocab_attr figure_attrs[] = {
    {"of", TYPE_REF, true, NULL, NULL, "The id of the measure whose figure is to stand here."},
    {"form", TYPE_CHOICE, false, "value target previous last-year", "value",
     "Which of its figures: this quarter's value, the target, or an earlier value."},
    END};

static const struct vocab_attr change_attrs[] = {
    {"of", TYPE_REF, true, NULL, NULL, "The id of the measure whose change is to be told."},
    {"from", TYPE_CHOICE, false, "previous last-year", "previous",
     "What this quarter's value is compared with."},
    END};

static const struct vocab_attr period_attrs[] = {
    {"of", TYPE_CHOICE, false, "current previous last-year", "current",
     "Which quarter: the report's, the one before, or the same quarter a year earlier."},
    {"form", TYPE_CHOICE, false, "name short dates", "name",
     "How it reads: Quarter 2; Q2 2020/21; 1 July 2020 to 30 September 2020."},
    END};

/* ---- the table -------------------------------------------------------------------------- */

/* An element with text or other elements; one without attributes; both in the table's words. */
#define ELEMENT(name_, content_, attrs_, help_)                                                    \
    {                                                                                              \
        .name = (name_), .content = (content_), .attrs = (attrs_), .help = (help_)                 \
    }
#define PLAIN(name_, content_, help_) ELEMENT(name_, content_, NULL, help_)

static const struct vocab_element elements[] = {
    ELEMENT("report", "organisation area? title subject? keywords? paper? appendix* glossary?",
            report_attrs,
            "One quarter's performance report: a covering paper, appendices with the figures, and "
            "a glossary. Each part may be left out."),
    ELEMENT("organisation", "text", organisation_attrs, "The body whose performance is reported."),
    PLAIN("area", "text", "The place it serves, for the cover: Exampleshire."),
    PLAIN("title", "text", "The report's title, without the quarter, which is added for you."),
    PLAIN("subject", "text",
          "In a report: what it is about, for the PDF's properties. In a paper: the Subject line, "
          "if the one made from title and quarter will not do."),
    PLAIN("keywords", "text", "Words to find the PDF by, parted by commas."),

    ELEMENT("paper", "subject? author+ topic+ implications? background? contact*", paper_attrs,
            "The covering paper for the committee. Its paragraphs are numbered straight through, "
            "and the list of appendices is made for you."),
    PLAIN("author", "text", "The post of an author; repeat the element for several."),
    ELEMENT("topic", "(para | list | note | action | image | table)+", topic_attrs,
            "A heading of the covering paper with its paragraphs."),
    PLAIN("implications", "implication+", "The implications of the report, label by label."),
    ELEMENT("implication", WORDS, implication_attrs, "One implication: None, or what it is."),
    PLAIN("background", "document*", "The background papers. Empty, it says that there are none."),
    PLAIN("document", WORDS, "One background paper."),
    ELEMENT("contact", "", contact_attrs, "Somebody to get in touch with."),

    ELEMENT("appendix", "section+", appendix_attrs,
            "An appendix with numbered sections: the performance report itself."),
    ELEMENT("section", "(kpi | para | list | note | action | image | table | heading)+",
            section_attrs,
            "A numbered section. KPIs that follow one another make one table; words may stand "
            "before, between and after them."),
    ELEMENT("kpi", "measure+ commentary*", kpi_attrs,
            "A key performance indicator: its measures, then the commentaries beside them."),
    ELEMENT("measure", "name? value? target? previous? last-year? remark?", measure_attrs,
            "One row of the table: what is measured and its figures."),
    PLAIN("name", LABEL, "The measure's name, where it needs more than plain text."),
    ELEMENT("value", "text", value_attrs,
            "This quarter's value, in digits alone: 99945, not £99,945. The unit adds the rest."),
    PLAIN("target", "text", "The target, in the unit of the value, in digits alone."),
    ELEMENT("previous", "text", earlier_attrs, "The value of the quarter before."),
    ELEMENT("last-year", "text", earlier_attrs, "The value of the same quarter a year earlier."),
    PLAIN("remark", "text", "A small line beneath the value: 8 of 8 planned."),
    ELEMENT("commentary", "(para | list | note | action | image | table)+", commentary_attrs,
            "The words beside one measure, or beside several neighbours."),

    ELEMENT("glossary", "entry+", glossary_attrs, "The glossary, an appendix of its own."),
    ELEMENT("entry", WORDS, entry_attrs, "A term and, as the text, what it means."),

    ELEMENT("para", WORDS, id_attrs, "A paragraph of running text."),
    ELEMENT("heading", WORDS, id_attrs, "A heading between the paragraphs of a section."),
    ELEMENT("list", "item+", list_attrs, "A list with bullets, numbers or letters."),
    PLAIN("item", "(para | list)+", "One item: paragraphs, and lists within the list."),
    ELEMENT("note", "(para | list)+", note_attrs, "An aside that is set apart from the text."),
    ELEMENT("action", "(para | list)+", action_attrs,
            "What is being done about a result, by whom and by when."),
    ELEMENT("image", "", image_attrs, "A picture from a PNG or SVG file."),
    PLAIN("caption", WORDS, "A table's caption."),
    ELEMENT("table", "caption? head? row+", id_attrs,
            "A small table of your own. All its rows cover the same number of columns."),
    PLAIN("head", "row+", "The rows that head a table; they are repeated overleaf."),
    PLAIN("row", "(cell | header)+", "A row of a table."),
    ELEMENT("cell", WORDS, cell_attrs, "A cell of a table."),
    ELEMENT("header", WORDS, header_attrs, "A cell that heads its row or column."),

    PLAIN("em", WORDS, "Emphasis, set in italics."),
    PLAIN("strong", WORDS, "Strong emphasis, set in bold."),
    PLAIN("span", WORDS, "Words in another language: <span xml:lang=\"cy\">bore da</span>."),
    ELEMENT("acronym", "text", acronym_attrs, "An acronym or abbreviation."),
    ELEMENT("link", WORDS, link_attrs, "A link to a page on the web or an e-mail address."),
    ELEMENT("ref", LABEL, ref_attrs,
            "A reference to another place in the report. Empty, it reads as that place's name."),
    PLAIN("br", "", "A new line within the paragraph."),
    ELEMENT("figure", "", figure_attrs,
            "A measure's figure, put into the words so that it cannot disagree with the table."),
    ELEMENT("change", "", change_attrs,
            "How a measure has changed, worked out and put into words: 299 more."),
    ELEMENT("period", "", period_attrs, "A quarter in words, worked out from the report's."),
    END};

const struct vocab report_vocab = {
    .ns = "urn:quoin:report:1",
    .root = "report",
    .help = "A quarterly performance report, from which quoin makes a PDF for a committee.",
    .is_lang_global = true,
    .elements = elements,
};
