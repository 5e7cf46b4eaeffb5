#include "batch/card.h"

#include <jansson.h>

#include "base/date.h"
#include "batch/amounts.h"
#include "batch/edition.h"
#include "batch/html.h"

/* Findings shown of a report. */
#define FINDINGS_SHOWN 20

bool card_is_named(const struct record *r)
{
    return r->organisation.n || r->area.n;
}

bool card_has_pdf(const struct record *r)
{
    return r->sha256.n > 0 && r->output.n > 0;
}

void card_add_owner(struct buf *b, const struct record *r)
{
    if (!card_is_named(r))
        buf_addz(b, "No organisation named");
    bool is_marked = card_is_named(r) && html_open_language(b, r->lang);
    html_add_text(b, r->organisation);
    if (r->organisation.n && r->area.n)
        buf_addz(b, ", ");
    html_add_text(b, r->area);
    buf_addz(b, is_marked ? "</span>" : "");
}

void card_add_quarter(struct buf *b, const struct record *r)
{
    if (r->quarter) {
        buf_format(b, "Quarter %d", r->quarter);
        return;
    }
    bool is_marked = r->title.n && html_open_language(b, r->lang);
    html_add_text(b, r->title.n ? r->title : r->input);
    buf_addz(b, is_marked ? "</span>" : "");
}

void card_add_year(struct buf *b, str year)
{
    if (year.n)
        html_add_text(b, year);
    else
        buf_addz(b, "No year named");
}

void card_add_edition(struct buf *b, const struct record *r, const char *before)
{
    struct buf label = {.arena = b->arena};
    edition_add_label(&label, edition_of(r->options));
    if (label.n)
        buf_addz(b, before);
    html_add_text(b, buf_str(&label));
}

void card_add_reason(struct buf *b, const struct record *r)
{
    html_add_text(b, r->reason.n ? r->reason : STR("no PDF could be made"));
}

/* ---- its picture ------------------------------------------------------------------------ */

static unsigned big_endian(const char *bytes)
{
    const unsigned char *p = (const unsigned char *)bytes;
    return (unsigned)p[0] << 24 | (unsigned)p[1] << 16 | (unsigned)p[2] << 8 | p[3];
}

/* The size from the PNG's first chunk (ISO/IEC 15948, 5.2, 11.2.2); false: it is no picture. */
static bool png_size(str png, unsigned *width, unsigned *height)
{
    if (png.n < 33 || !str_starts(png, STR("\x89PNG\r\n\x1A\n\0\0\0\rIHDR")))
        return false;
    *width = big_endian(png.p + 16);
    *height = big_endian(png.p + 20);
    return *width > 1 && *height > 1 && *width <= 4000 && *height <= 4000;
}

/*
 * In the page's style sheet it is half as wide as it is sharp on dense screens. The link beside it
 * says all there is to say: whoever does not see the picture need not hear of it.
 */
static void put_picture(struct buf *b, const struct record *r, str png)
{
    unsigned width, height;
    if (!card_has_pdf(r) || !png_size(png, &width, &height)) {
        buf_format(b, "<div class=\"none\" aria-hidden=\"true\">%s</div>\n",
                   card_has_pdf(r) ? "PDF" : "No PDF");
        return;
    }
    buf_format(b,
               "<img class=\"thumb\" width=\"%u\" height=\"%u\" loading=\"lazy\" "
               "decoding=\"async\" alt=\"\" src=\"data:image/png;base64,",
               width / 2, height / 2);
    html_add_base64(b, png);
    buf_addz(b, "\">\n");
}

/* ---- its findings -----------------------------------------------------------------------------
 */

static str json_text(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_string(value) ? (str){json_string_value(value), json_string_length(value)}
                                 : STR("");
}

static void put_finding(struct buf *b, const json_t *finding)
{
    str severity = json_text(finding, "severity"), hint = json_text(finding, "hint");
    long long line = json_integer_value(json_object_get(finding, "line"));
    bool is_error = str_is(severity, "error"), is_warning = str_is(severity, "warning");
    buf_addz(b, is_error     ? "<li><b>Error</b>"
                : is_warning ? "<li><b>Warning</b>"
                             : "<li><b>Note</b>");
    if (line > 0)
        buf_format(b, ", line %lld", line);
    buf_addz(b, ": ");
    html_add_text(b, json_text(finding, "message"));
    if (hint.n) {
        buf_addz(b, " <span class=\"hint\">");
        html_add_text(b, hint);
        buf_addz(b, "</span>");
    }
    buf_addz(b, "</li>\n");
}

static void put_finding_list(struct buf *b, const json_t *findings)
{
    size_t count = json_array_size(findings);
    buf_addz(b, "<ul class=\"said\">\n");
    for (size_t i = 0; i < count && i < FINDINGS_SHOWN; i++)
        put_finding(b, json_array_get(findings, i));
    if (count > FINDINGS_SHOWN) {
        buf_addz(b, "<li>and ");
        amounts_add_number(b, count - FINDINGS_SHOWN);
        buf_addz(b, " more</li>\n");
    }
    buf_addz(b, "</ul>\n");
}

static void put_finding_counts(struct buf *b, const struct record *r, size_t all)
{
    size_t notes = all > r->errors + r->warnings ? all - r->errors - r->warnings : 0;
    if (r->errors)
        amounts_add_count(b, r->errors, "error");
    if (r->warnings) {
        buf_addz(b, r->errors ? ", " : "");
        amounts_add_count(b, r->warnings, "warning");
    }
    if (r->errors + r->warnings == 0)
        amounts_add_count(b, notes, "note");
}

static void put_findings(struct buf *b, const struct record *r)
{
    json_t *findings = json_loadb(r->findings.p ? r->findings.p : "", r->findings.n, 0, NULL);
    size_t count = json_array_size(findings);
    if (count) {
        buf_addz(b, "<details><summary>");
        buf_addz(b, r->has_failed || r->warnings == 0 ? "" : CARD_MARK_WARNING);
        put_finding_counts(b, r, count);
        buf_addz(b, "<span class=\"vh\"> in ");
        card_add_quarter(b, r);
        buf_addz(b, ", ");
        card_add_year(b, r->year);
        card_add_edition(b, r, ", ");
        buf_addz(b, "</span></summary>\n");
        put_finding_list(b, findings);
        buf_addz(b, "</details>\n");
    }
    json_decref(findings);
}

/* ---- the card ---------------------------------------------------------------------------- */

static void put_failure(struct buf *b, const struct record *r)
{
    buf_addz(b, "<p class=\"state\"><span class=\"bad\">" CARD_MARK_FAILED "Failed:</span> ");
    card_add_reason(b, r);
    buf_addz(b, card_has_pdf(r) ? ". The PDF of an earlier run is still there.</p>\n"
                                : ". There is no PDF of it.</p>\n");
}

static void open_link(struct buf *b, const struct record *r)
{
    if (!card_has_pdf(r))
        return;
    buf_addz(b, "<a href=\"");
    html_add_address(b, r->output);
    buf_addz(b, "\">");
}

static void close_link(struct buf *b, const struct record *r)
{
    if (!card_has_pdf(r))
        return;
    buf_addz(b, "<span class=\"meta\">PDF, ");
    amounts_add_count(b, r->pages, "page");
    buf_addz(b, ", ");
    amounts_add_size(b, r->bytes);
    buf_addz(b, "</span></a>");
}

/* Says all that it is about to who hears it alone: the same link says "Quarter 2" forty times. */
static void put_name(struct buf *b, const struct record *r)
{
    buf_addz(b, "<p class=\"name\">");
    open_link(b, r);
    buf_addz(b, "<span class=\"vh\">");
    card_add_owner(b, r);
    buf_addz(b, ": </span>");
    card_add_quarter(b, r);
    card_add_edition(b, r, ", ");
    buf_addz(b, "<span class=\"vh\">, ");
    card_add_year(b, r->year);
    buf_addz(b, card_has_pdf(r) ? ", </span>" : "</span>");
    close_link(b, r);
    buf_addz(b, "</p>\n");
}

/* "July to September 2020": the months of a quarter of the financial year. */
static void put_months(struct buf *b, const struct record *r)
{
    static const char *const months[] = {"January to March", "April to June", "July to September",
                                         "October to December"};
    struct quarter q = {.number = r->quarter};
    if (q.number < 1 || q.number > 4 || !quarter_parse_year(r->year, &q.year))
        return;
    struct date day = quarter_first_day(q);
    buf_format(b, "<p class=\"when\">%s %d</p>\n", months[(day.month - 1) / 3], day.year);
}

/* Of a failure it is the report's, where there is something to be put right. */
static void put_file(struct buf *b, const struct record *r)
{
    buf_addz(b, "<p class=\"file\">");
    html_add_text(b, r->has_failed || r->output.n == 0 ? r->input : r->output);
    buf_addz(b, "</p>\n");
}

/* ---- its other editions ------------------------------------------------------------------ */

static void put_edition(struct buf *b, const struct record *r, const struct record *first)
{
    buf_addz(b, "<li>");
    open_link(b, r);
    buf_addz(b, "<span class=\"vh\">");
    card_add_owner(b, r);
    buf_addz(b, ": ");
    card_add_quarter(b, r);
    buf_addz(b, ", ");
    card_add_year(b, r->year);
    buf_addz(b, ", </span><b>");
    card_add_edition(b, r, "");
    buf_addz(b, card_has_pdf(r) ? "</b><span class=\"vh\">, </span>" : "</b>");
    close_link(b, r);
    buf_byte(b, '\n');
    if (r->has_failed)
        put_failure(b, r);
    if (!str_eq(r->findings, first->findings))
        put_findings(b, r); /* what is wrong with the report is told once */
    buf_addz(b, "</li>\n");
}

static void put_editions(struct buf *b, const struct card *card)
{
    if (card->count < 2)
        return;
    buf_addz(b, "<ul class=\"also\">\n");
    for (size_t i = 1; i < card->count; i++)
        put_edition(b, card->editions[i], card->editions[0]);
    buf_addz(b, "</ul>\n");
}

/* ---- all of it --------------------------------------------------------------------------------
 */

static bool has_failed(const struct card *card)
{
    bool found = false;
    for (size_t i = 0; i < card->count; i++)
        found |= card->editions[i]->has_failed;
    return found;
}

void card_add(struct buf *b, const struct card *card)
{
    const struct record *r = card->editions[0];
    buf_format(b, "<li class=\"card%s", has_failed(card) ? " failed" : "");
    if (r->quarter >= 1 && r->quarter <= 4)
        buf_format(b, " q%d", r->quarter);
    buf_format(b, "\" id=\"report-%zu\">\n", card->number);
    put_picture(b, r, card->thumbnail);
    buf_addz(b, "<div>\n");
    put_name(b, r);
    put_months(b, r);
    if (card->is_ambiguous || r->has_failed || r->quarter == 0)
        put_file(b, r);
    if (r->has_failed)
        put_failure(b, r);
    put_findings(b, r);
    put_editions(b, card);
    buf_addz(b, "</div>\n</li>\n");
}
