/*
 * The records are sorted by organisation, year (the newest first) and quarter, and written down in
 * that order in one go. Those of one report, its editions, stand together and make one card. A page
 * of a thousand reports has ten megabytes, so it is given away in pieces, and of the pictures one
 * at a time is in memory, in an arena of its own that is rewound.
 */
#include "batch/index.h"

#include <stdlib.h>

#include "base/digest.h"
#include "batch/amounts.h"
#include "batch/card.h"
#include "batch/edition.h"
#include "batch/html.h"
#include "batch/thumbnail.h"
#include "quoin.h"

/* So much of the page is held before it is given away. A report mostly takes 12 KiB of it. */
#define PIECE_SIZE ((size_t)64 << 10)

/* Failures listed at the top of the page. */
#define FAILURES_SHOWN 100

/* Years of an organisation that are open; more, and the older ones fold away. */
#define YEARS_OPEN 3

/* Records of one organisation, of one year of it, or of one report. */
struct span {
    const struct record *const *records;
    size_t count;
};

struct sums {
    size_t reports, organisations, pdfs, pages, bytes, warned, failed;
    str first_year, last_year;
};

struct page {
    struct buf b;
    void (*take)(void *sink, str piece); /* the page so far: see give_away() */
    void *sink;
    struct arena *pictures; /* one thumbnail */
    const struct store *store;
    struct span all; /* sorted */
    struct sums sums;
};

/* ---- order -------------------------------------------------------------------------------- */

/* Without a name comes last. */
static int by_name(str x, str y)
{
    if ((x.n == 0) != (y.n == 0))
        return x.n == 0 ? 1 : -1;
    return str_cmp(x, y);
}

static int by_owner(const struct record *x, const struct record *y)
{
    int order = by_name(x->organisation, y->organisation);
    return order ? order : by_name(x->area, y->area);
}

static int by_place(const void *a, const void *b)
{
    const struct record *x = *(const struct record *const *)a;
    const struct record *y = *(const struct record *const *)b;
    int order = by_owner(x, y);
    if (order == 0)
        order = str_cmp(y->year, x->year);
    if (order == 0 && x->quarter != y->quarter)
        order = (x->quarter ? x->quarter : 5) < (y->quarter ? y->quarter : 5) ? -1 : 1;
    if (order == 0)
        order = str_cmp(x->input, y->input);
    if (order == 0)
        order = edition_compare(edition_of(x->options), edition_of(y->options));
    return order ? order : str_cmp(x->output, y->output);
}

static struct span sorted(struct arena *a, const struct manifest *m)
{
    const struct record **records = ARENA_ARRAY(a, m->count + 1, const struct record *);
    for (size_t i = 0; i < m->count; i++)
        records[i] = &m->records[i];
    if (m->count)
        qsort(records, m->count, sizeof(const struct record *), by_place);
    return (struct span){records, m->count};
}

static bool is_same_owner(const struct record *x, const struct record *y)
{
    return by_owner(x, y) == 0;
}

static bool is_same_year(const struct record *x, const struct record *y)
{
    return is_same_owner(x, y) && str_eq(x->year, y->year);
}

static bool is_same_quarter(const struct record *x, const struct record *y)
{
    return is_same_year(x, y) && x->quarter == y->quarter;
}

/* Two PDFs of it: large print, and the report as it is. */
static bool is_same_report(const struct record *x, const struct record *y)
{
    return is_same_quarter(x, y) && str_eq(x->input, y->input) &&
           edition_compare(edition_of(x->options), edition_of(y->options)) != 0;
}

/* Cuts off the front of *rest the records that are as the first. */
static struct span cut(struct span *rest,
                       bool (*is_same)(const struct record *, const struct record *))
{
    struct span front = {rest->records, 1};
    while (front.count < rest->count && is_same(front.records[0], rest->records[front.count]))
        front.count++;
    rest->records += front.count;
    rest->count -= front.count;
    return front;
}

static void add_year(struct sums *sums, str year)
{
    if (year.n == 0)
        return;
    if (sums->first_year.n == 0 || str_cmp(year, sums->first_year) < 0)
        sums->first_year = year;
    if (str_cmp(year, sums->last_year) > 0)
        sums->last_year = year;
}

static void add_report(struct sums *sums, struct span report)
{
    bool has_failed = false, has_warned = false;
    for (size_t i = 0; i < report.count; i++) {
        const struct record *r = report.records[i];
        sums->pdfs += card_has_pdf(r);
        sums->pages += card_has_pdf(r) ? r->pages : 0;
        sums->bytes += card_has_pdf(r) ? r->bytes : 0;
        has_failed |= r->has_failed;
        has_warned |= r->warnings > 0;
    }
    sums->reports++;
    sums->failed += has_failed;
    sums->warned += has_warned && !has_failed;
    add_year(sums, report.records[0]->year);
}

static struct sums sum_up(struct span rest)
{
    struct sums sums = {0};
    for (const struct record *before = NULL; rest.count;) {
        struct span report = cut(&rest, is_same_report);
        const struct record *r = report.records[0];
        sums.organisations += card_is_named(r) && (!before || !is_same_owner(before, r));
        add_report(&sums, report);
        before = r;
    }
    return sums;
}

/* ---- one report ----------------------------------------------------------------------------- */

static void put(struct page *p, const char *markup)
{
    buf_addz(&p->b, markup);
}

/* Do year and quarter alone not tell which one it is? */
static bool is_ambiguous(const struct page *p, struct span report)
{
    const struct record *const *from = report.records, *const *to = from + report.count;
    return (from > p->all.records && is_same_quarter(from[-1], *from)) ||
           (to < p->all.records + p->all.count && is_same_quarter(*to, *from));
}

/* Its place in the page's order, from 1. */
static size_t number_of(const struct page *p, struct span report)
{
    return (size_t)(report.records - p->all.records) + 1;
}

struct wanted {
    const struct page *page;
    str name, png;
};

static void load_thumbnail(void *state)
{
    struct wanted *wanted = state;
    wanted->png = thumbnail_read(wanted->page->pictures, wanted->page->store, wanted->name);
}

/* One that needs more memory than there is stays away. */
static str thumbnail_of(struct page *p, const struct record *r)
{
    struct wanted wanted = {.page = p, .name = r->thumbnail};
    bool is_there = r->thumbnail.n && arena_guard(&p->pictures, 1, load_thumbnail, &wanted);
    return is_there ? wanted.png : STR("");
}

static void give_away(struct page *p)
{
    p->take(p->sink, buf_str(&p->b));
    p->b.n = 0;
}

static void put_report(struct page *p, struct span report)
{
    struct arena_mark mark = arena_mark(p->pictures);
    struct card card = {.editions = report.records,
                        .count = report.count,
                        .number = number_of(p, report),
                        .is_ambiguous = is_ambiguous(p, report),
                        .thumbnail = thumbnail_of(p, report.records[0])};
    card_add(&p->b, &card);
    arena_rewind(p->pictures, mark);
    if (p->b.n >= PIECE_SIZE)
        give_away(p);
}

/* ---- organisations and years -------------------------------------------------------------- */

/* ", 2018/19 to 2020/21" */
static void put_years(struct page *p, const struct sums *sums)
{
    if (sums->first_year.n == 0)
        return;
    put(p, ", ");
    html_add_text(&p->b, sums->first_year);
    if (str_eq(sums->first_year, sums->last_year))
        return;
    put(p, " to ");
    html_add_text(&p->b, sums->last_year);
}

/* One organisation needs no list of them. */
static bool has_navigation(const struct page *p)
{
    return p->all.count && !is_same_owner(p->all.records[0], p->all.records[p->all.count - 1]);
}

static void put_year_of(struct page *p, struct span year)
{
    put(p, "<h3>");
    card_add_year(&p->b, year.records[0]->year);
    put(p, "</h3>\n<ul class=\"cards\">\n");
    while (year.count)
        put_report(p, cut(&year, is_same_report));
    put(p, "</ul>\n");
}

static size_t count_years(struct span rest)
{
    size_t count = 0;
    for (; rest.count; count++)
        cut(&rest, is_same_year);
    return count;
}

/* The older years fold away, but not what failed in them. */
static void put_older(struct page *p, struct span older)
{
    struct sums sums = sum_up(older);
    put(p, sums.failed ? "<details class=\"older\" open>" : "<details class=\"older\">");
    put(p, "<summary>");
    amounts_add_count(&p->b, count_years(older), "earlier year");
    put_years(p, &sums);
    put(p, ": ");
    amounts_add_count(&p->b, sums.reports, "report");
    put(p, "</summary>\n");
    while (older.count)
        put_year_of(p, cut(&older, is_same_year));
    put(p, "</details>\n");
}

static void put_organisation(struct page *p, struct span span, size_t number)
{
    const struct record *first = span.records[0];
    struct sums sums = sum_up(span);
    buf_format(&p->b, "<section class=\"org\" aria-labelledby=\"organisation-%zu\">\n", number);
    buf_format(&p->b, "<h2 id=\"organisation-%zu\">", number);
    card_add_owner(&p->b, first);
    put(p, "</h2>\n<p class=\"sub\">");
    amounts_add_count(&p->b, sums.reports, "report");
    put(p, ", ");
    amounts_add_count(&p->b, sums.pages, "page");
    put(p, ", ");
    amounts_add_size(&p->b, sums.bytes);
    put(p, "</p>\n");
    for (size_t years = 0; span.count && years < YEARS_OPEN; years++)
        put_year_of(p, cut(&span, is_same_year));
    if (span.count)
        put_older(p, span);
    if (has_navigation(p))
        put(p, "<p class=\"back\"><a href=\"#organisations\">Back to the organisations</a></p>\n");
    put(p, "</section>\n");
}

static void put_organisations(struct page *p)
{
    struct span rest = p->all;
    for (size_t number = 1; rest.count; number++)
        put_organisation(p, cut(&rest, is_same_owner), number);
}

/* ---- the page's head ---------------------------------------------------------------------- */

static void put_organisation_link(struct page *p, struct span span, size_t number)
{
    struct sums sums = sum_up(span);
    buf_format(&p->b, "<li><a href=\"#organisation-%zu\">", number);
    card_add_owner(&p->b, span.records[0]);
    put(p, "</a><p>");
    amounts_add_count(&p->b, sums.reports, "report");
    put_years(p, &sums);
    if (sums.failed) {
        put(p, ", <span class=\"bad\">" CARD_MARK_FAILED);
        amounts_add_number(&p->b, sums.failed);
        put(p, " failed</span>");
    }
    put(p, "</p></li>\n");
}

static void put_navigation(struct page *p)
{
    struct span rest = p->all;
    if (!has_navigation(p))
        return;
    put(p, "<nav aria-labelledby=\"organisations\">\n<h2 id=\"organisations\">Organisations</h2>\n"
           "<ul>\n");
    for (size_t number = 1; rest.count; number++)
        put_organisation_link(p, cut(&rest, is_same_owner), number);
    put(p, "</ul>\n</nav>\n");
}

static void put_failure_link(struct page *p, size_t number, const struct record *r)
{
    buf_format(&p->b, "<li><a href=\"#report-%zu\">", number);
    card_add_owner(&p->b, r);
    put(p, ": ");
    card_add_quarter(&p->b, r);
    put(p, ", ");
    card_add_year(&p->b, r->year);
    card_add_edition(&p->b, r, ", ");
    put(p, "</a> <span>");
    card_add_reason(&p->b, r);
    put(p, "</span></li>\n");
}

/* Of a report at most one for each of its editions. */
static void put_failure_links(struct page *p, struct span report)
{
    for (size_t i = 0; i < report.count; i++)
        if (report.records[i]->has_failed)
            put_failure_link(p, number_of(p, report), report.records[i]);
}

/* What the morning's reader looks for first. */
static void put_failures(struct page *p)
{
    size_t shown = 0;
    struct span rest = p->all;
    if (p->sums.failed == 0)
        return;
    put(p, "<section class=\"alert\" aria-labelledby=\"failed\">\n<h2 "
           "id=\"failed\">" CARD_MARK_FAILED);
    amounts_add_count(&p->b, p->sums.failed, "report");
    put(p, " failed</h2>\n<ul>\n");
    while (rest.count && shown < FAILURES_SHOWN) {
        struct span report = cut(&rest, is_same_report);
        put_failure_links(p, report);
        shown += sum_up(report).failed;
    }
    put(p, "</ul>\n");
    if (p->sums.failed > shown) {
        put(p, "<p>and ");
        amounts_add_number(&p->b, p->sums.failed - shown);
        put(p, " more</p>\n");
    }
    put(p, "</section>\n");
}

static void put_fact(struct page *p, const char *name, size_t count)
{
    buf_format(&p->b, "<div><dt>%s</dt><dd>", name);
    amounts_add_number(&p->b, count);
    put(p, "</dd></div>\n");
}

static void put_masthead(struct page *p)
{
    const struct sums *sums = &p->sums;
    put(p, "<header><div class=\"in\">\n<h1>Performance reports</h1>\n<p class=\"lead\">");
    amounts_add_count(&p->b, sums->organisations, "organisation");
    put_years(p, sums);
    put(p, "</p>\n<dl class=\"facts\">\n");
    put_fact(p, sums->reports == 1 ? "report" : "reports", sums->reports);
    if (sums->pdfs > sums->reports)
        put_fact(p, "PDFs", sums->pdfs);
    put_fact(p, sums->pages == 1 ? "page" : "pages", sums->pages);
    put(p, "<div><dt>in all</dt><dd>");
    amounts_add_size(&p->b, sums->bytes);
    put(p, "</dd></div>\n");
    put_fact(p, "with warnings", sums->warned);
    put_fact(p, "failed", sums->failed);
    put(p, "</dl>\n</div></header>\n");
}

/* The policy lets in this style sheet alone, by its hash, and no pictures from elsewhere. */
static void put_policy(struct page *p)
{
    uint8_t hash[DIGEST_SIZE];
    struct digest digest;
    digest_begin(&digest);
    digest_add(&digest, str_z(index_style));
    digest_end(&digest, hash);
    put(p, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
           "img-src data:; style-src 'sha256-");
    html_add_base64(&p->b, (str){(const char *)hash, sizeof hash});
    put(p, "'; base-uri 'none'; form-action 'none'\">\n");
}

static void put_head(struct page *p)
{
    put(p, "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n");
    put_policy(p);
    put(p, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
           "<meta name=\"referrer\" content=\"no-referrer\">\n"
           "<link rel=\"icon\" href=\"data:,\">\n<title>Performance reports: ");
    amounts_add_count(&p->b, p->sums.organisations, "organisation");
    put_years(p, &p->sums);
    put(p, "</title>\n<style>");
    put(p, index_style);
    put(p, "</style>\n</head>\n");
}

static void put_page(struct page *p)
{
    put_head(p);
    put(p, "<body>\n<a class=\"skip\" href=\"#reports\">Skip to the reports</a>\n");
    put_masthead(p);
    put(p, "<main class=\"in\">\n");
    put_failures(p);
    put_navigation(p);
    put(p, "<div id=\"reports\" tabindex=\"-1\">\n");
    put_organisations(p);
    if (p->all.count == 0)
        put(p, "<p class=\"sub\">There are no reports here yet.</p>\n");
    put(p, "</div>\n</main>\n<footer><p class=\"in\">Made by quoin ");
    put(p, quoin_version());
    put(p, ". The links lead to the PDFs that lie beside this page: move them together.</p>"
           "</footer>\n</body>\n</html>\n");
}

/* ---- writing ------------------------------------------------------------------------------ */

static void fill(void *page, void (*take)(void *sink, str piece), void *sink)
{
    struct page *p = page;
    p->take = take;
    p->sink = sink;
    put_page(p);
    give_away(p);
}

static void close_arena(void *arena)
{
    arena_close(arena);
}

bool index_write(struct arena *scratch, struct diag *d, const struct store *s,
                 const struct manifest *m)
{
    struct arena_mark mark = arena_mark(scratch);
    struct page p = {.store = s, .pictures = arena_new(), .all = sorted(scratch, m)};
    if (!p.pictures)
        arena_oom(scratch);
    arena_defer(scratch, close_arena, p.pictures);
    p.sums = sum_up(p.all);
    p.b.arena = scratch;
    bool ok = store_refresh(s, d, STR(INDEX_NAME), &(struct store_pieces){&p, fill});
    arena_rewind(scratch, mark);
    return ok;
}
