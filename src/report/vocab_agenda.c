/*
 * vocab_agenda: what an agenda may say, urn:quoin:agenda:1; see vocab_report.c. Words, lists and
 * notes are written as in a report, but that a list has points: items are the agenda's. Every line
 * of help here is read by the officer who makes up the committee's papers.
 */
#include "report/agenda.h"
#include "xml/vocab.h"

/* The inline elements, wherever running text stands. */
#define WORDS  "mixed em strong span acronym link br"
#define BLOCKS "(para | list | note)"
#define END                                                                                        \
    {                                                                                              \
        0                                                                                          \
    }

/* ---- the meeting ------------------------------------------------------------------------ */

static const struct vocab_attr agenda_attrs[] = {
    {"layout", TYPE_FILE, false, NULL, "opcc",
     "The brand and page design of the front sheet, and of the stamps on all pages: a name that "
     "`quoin layouts` lists, or a layout file's path."},
    END};

static const struct vocab_attr organisation_attrs[] = {
    {"short", TYPE_TEXT, false, NULL, NULL, "The organisation's initials."}, END};

static const struct vocab_attr meeting_attrs[] = {
    {"date", TYPE_MOMENT, true, NULL, NULL,
     "When it meets: 2020-11-25 or, with the hour, 2020-11-25T10:00."},
    END};

static const struct vocab_attr member_attrs[] = {
    {"role", TYPE_TEXT, false, NULL, NULL,
     "The member's part in the committee: Chair, Independent Member. It stands for a name that is "
     "not written."},
    {"organisation", TYPE_TEXT, false, NULL, NULL, "The council or body that sends the member."},
    END};

static const struct vocab_attr contact_attrs[] = {
    {"role", TYPE_TEXT, true, NULL, NULL, "The post to get in touch with; not a person's name."},
    {"phone", TYPE_TEXT, false, NULL, NULL, "The telephone number, as it is to be read."},
    {"email", TYPE_TEXT, false, NULL, NULL, "The e-mail address; it becomes a link."},
    END};

static const struct vocab_attr notice_attrs[] = {
    {"title", TYPE_TEXT, false, NULL, NULL, "Its heading: Webcasting, Access to the meeting …"},
    END};

/* Schedule 12A to the Local Government Act 1972: Part 1 for England, Part 4 for Wales. */
#define EXEMPT_PARAGRAPHS "1 2 3 4 5 6 7 12 13 14 15 16 17 18"

/* ---- items ------------------------------------------------------------------------------ */

static const struct vocab_attr item_attrs[] = {
    {"number", TYPE_NAME, false, NULL, NULL,
     "The item's number, where it is not the next one: 7, 7a, 12.1. Counted for you otherwise."},
    {"title", TYPE_TEXT, true, NULL, NULL, "What the item is called."},
    {"by", TYPE_TEXT, false, NULL, NULL, "The post whose item it is: Chief Finance Officer."},
    {"for", TYPE_CHOICE, false, "decision scrutiny discussion noting information", NULL,
     "What the committee is to do with it."},
    {"exempt", TYPE_CHOICE, false, EXEMPT_PARAGRAPHS, NULL,
     "Its papers are not for publication: the paragraph of Schedule 12A to the Local Government "
     "Act "
     "1972 that says so, 1 to 7 of Part 1 in England, 12 to 18 of Part 4 in Wales. `quoin pack "
     "--public` leaves them out."},
    {"report", TYPE_FILE, false, NULL, NULL,
     "A report in XML that is rendered and attached, by its path from the agenda's own folder."},
    {"pdf", TYPE_FILE, false, NULL, NULL,
     "A PDF that is attached as it is, by its path from the agenda's own folder."},
    {"part", TYPE_NAME, false, NULL, NULL,
     "Of the report only this part: paper, or the letter of an appendix. All unless written."},
    {"layout", TYPE_FILE, false, NULL, NULL, "A layout for the report in place of its own."},
    {"variant", TYPE_NAME, false, NULL, NULL,
     "The layout's variant for the report: large-print, mono, flat."},
    {"state", TYPE_CHOICE, false, "to-follow oral", NULL,
     "Why nothing is attached: the paper comes later, or there will only be words."},
    END};

/* ---- inside the words, as in reports ------------------------------------------------------ */

static const struct vocab_attr list_attrs[] = {{"kind", TYPE_CHOICE, false, "bullet number letter",
                                                "bullet", "What stands before the points."},
                                               END};

static const struct vocab_attr note_attrs[] = {
    {"title", TYPE_TEXT, false, NULL, NULL, "A short heading for the note."}, END};

static const struct vocab_attr acronym_attrs[] = {
    {"expansion", TYPE_TEXT, false, NULL, NULL,
     "What it stands for, read aloud by screen readers; needed at its first use."},
    END};

static const struct vocab_attr link_attrs[] = {
    {"href", TYPE_URI, true, NULL, NULL, "The address: https://…, http://… or mailto:…"}, END};

/* ---- the table -------------------------------------------------------------------------- */

#define ELEMENT(name_, content_, attrs_, help_)                                                    \
    {                                                                                              \
        .name = (name_), .content = (content_), .attrs = (attrs_), .help = (help_)                 \
    }
#define PLAIN(name_, content_, help_) ELEMENT(name_, content_, NULL, help_)

static const struct vocab_element elements[] = {
    ELEMENT("agenda",
            "organisation area? committee meeting members? contact* notice* items notice*",
            agenda_attrs,
            "The agenda of a meeting. `quoin pack` makes the committee's pack of it: this as the "
            "front sheet, and behind it what its items attach."),
    ELEMENT("organisation", "text", organisation_attrs, "The body whose committee meets."),
    PLAIN("area", "text", "The place it serves: Exampleshire."),
    PLAIN("committee", "text", "The committee or panel; it heads the front sheet."),
    ELEMENT("meeting", WORDS, meeting_attrs,
            "The meeting: when, and as the text the place, or a link to where it is held online."),
    PLAIN("members", "member+", "The committee's members, in the order in which they are listed."),
    ELEMENT("member", "text", member_attrs, "A member: the name, if it is to be printed."),
    ELEMENT("contact", "", contact_attrs, "Somebody to get in touch with about the meeting."),
    ELEMENT("notice", BLOCKS "+", notice_attrs,
            "Words to members, the press or the public, before the items or behind them: where it "
            "is written, it stands."),
    PLAIN("items", "item+", "What is on the agenda, in order."),
    ELEMENT("item", BLOCKS "*", item_attrs,
            "An item of the agenda: its title, words beneath it, and what is attached."),

    PLAIN("para", WORDS, "A paragraph of running text."),
    ELEMENT("list", "point+", list_attrs, "A list with bullets, numbers or letters."),
    PLAIN("point", "(para | list)+", "A point of a list: paragraphs, and lists within the list."),
    ELEMENT("note", "(para | list)+", note_attrs, "An aside that is set apart from the text."),

    PLAIN("em", WORDS, "Emphasis, set in italics."),
    PLAIN("strong", WORDS, "Strong emphasis, set in bold."),
    PLAIN("span", WORDS, "Words in another language: <span xml:lang=\"cy\">bore da</span>."),
    ELEMENT("acronym", "text", acronym_attrs, "An acronym or abbreviation."),
    ELEMENT("link", WORDS, link_attrs, "A link to a page on the web or an e-mail address."),
    PLAIN("br", "", "A new line within the paragraph."),
    END};

static const struct vocab_habit habits[] = {
    {"item", "item",
     "a sub-item is an item of its own, behind the one it belongs to: <item number=\"5.1\" …>"},
    {"item", "list", "the points of a list are <point>s"},
    {"venue", NULL, "the place is the text of <meeting>"},
    {"place", NULL, "the place is the text of <meeting>"},
    {"location", NULL, "the place is the text of <meeting>"},
    {"date", NULL, "the date is an attribute: <meeting date=\"2020-11-25T10:00\">"},
    {"time", NULL, "the hour goes with the date: <meeting date=\"2020-11-25T10:00\">"},
    {"title", NULL, "a title is an attribute: title=\"…\""},
    {"report", NULL, "a report is attached by an attribute: <item report=\"q2.xml\" …>"},
    {"pdf", NULL, "a PDF is attached by an attribute: <item pdf=\"plan.pdf\" …>"},
    END};

const struct vocab agenda_vocab = {
    .ns = "urn:quoin:agenda:1",
    .root = "agenda",
    .help = "A committee's agenda, from which quoin makes the front sheet of a pack, and the pack.",
    .is_lang_global = true,
    .elements = elements,
    .habits = habits,
};
