/* The page as text; tests/index looks at it in a browser. The output folder is the test's own. */
#include "unit/base/base_test.h"

#include "base/digest.h"
#include "batch/index.h"

/* What stands in for the store: the page that was written, the thumbnail that is kept. */
static struct {
    struct arena *arena;
    str page, thumbnail;
    size_t reads;
} folder;

static void take_piece(void *page, str piece)
{
    buf_add(page, piece);
}

/* As the store does: once to compare, once to write. */
bool store_refresh(const struct store *s, struct diag *d, str name,
                   const struct store_pieces *pieces)
{
    struct buf first = {.arena = folder.arena}, again = {.arena = folder.arena};
    (void)s, (void)d;
    assert_str(name, "index.html");
    pieces->fill(pieces->state, take_piece, &first);
    pieces->fill(pieces->state, take_piece, &again);
    assert_true(str_eq(buf_str(&first), buf_str(&again)));
    folder.page = buf_str(&again);
    return true;
}

str thumbnail_read(struct arena *a, const struct store *s, str name)
{
    (void)s;
    folder.reads++;
    return str_is(name, "there.png") ? str_copy(a, folder.thumbnail) : STR("");
}

/* A PNG as far as the page looks at it: 240 by 340 pixels. */
#define PNG "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\xF0\0\0\x01\x54\x08\x02\0\0\0----"

static str page_of(struct arena *a, struct record *records, size_t count)
{
    struct manifest m = {.arena = a, .records = records, .count = count};
    struct store store = {0};
    struct arena *scratch = arena_new();
    struct diag d;
    diag_init(&d, a);
    folder.arena = a;
    folder.page = STR("");
    if (folder.thumbnail.n == 0)
        folder.thumbnail = STR(PNG);
    assert_true(index_write(scratch, &d, &store, &m));
    arena_close(scratch);
    return folder.page;
}

static struct record report(const char *organisation, const char *year, int quarter)
{
    return (struct record){.output = STR("a/x.pdf"),
                           .input = STR("a/x.xml"),
                           .organisation = str_z(organisation),
                           .year = str_z(year),
                           .quarter = quarter,
                           .title = STR("Report"),
                           .sha256 = STR("00"),
                           .bytes = 61000,
                           .pages = 12,
                           .thumbnail = STR("there.png"),
                           .findings = STR("[]")};
}

static size_t count_of(str page, const char *what)
{
    size_t count = 0;
    for (size_t at = 0; (at = str_search(page, str_z(what), at)) < page.n; at++)
        count++;
    return count;
}

#define assert_has(page, what)   assert_true(count_of((page), (what)) > 0)
#define assert_lacks(page, what) assert_int_equal(count_of((page), (what)), 0)

static void a_report_is_a_card(void **state)
{
    struct record r = report("Office", "2020/21", 2);
    str page = page_of(*state, &r, 1);
    assert_has(page,
               "<a href=\"a/x.pdf\"><span class=\"vh\">Office: </span>Quarter 2"
               "<span class=\"vh\">, 2020/21, </span><span class=\"meta\">PDF, 12 pages, 61 KB"
               "</span></a>");
    assert_has(page, "July to September 2020");
    assert_has(page, "width=\"120\" height=\"170\" loading=\"lazy\" decoding=\"async\" "
                     "alt=\"\" src=\"data:image/png;base64,iVBORw0KGgo");
    assert_has(page, "<dt>report</dt><dd>1</dd>");
    assert_lacks(page, "<nav"); /* of one organisation */
}

static void reports_stand_by_organisation_year_and_quarter(void **state)
{
    struct record all[] = {report("", "", 0), report("Beta", "2020/21", 1),
                           report("Alpha", "2019/20", 3), report("Alpha", "2020/21", 2),
                           report("Alpha", "2020/21", 1)};
    str page = page_of(*state, all, 5);
    const char *order[] = {"<h2 id=\"organisation-1\">Alpha</h2>",
                           "<h3>2020/21</h3>",
                           "Quarter 1",
                           "Quarter 2",
                           "<h3>2019/20</h3>",
                           "Quarter 3",
                           "<h2 id=\"organisation-2\">Beta</h2>",
                           "<h2 id=\"organisation-3\">No organisation named</h2>",
                           "<h3>No year named</h3>"};
    size_t at = 0;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        at = str_search(page, str_z(order[i]), at);
        assert_true(at < page.n);
    }
    assert_has(page, "2 organisations, 2019/20 to 2020/21");
    assert_int_equal(count_of(page, "href=\"#organisation-"), 3);
}

/* Its words, not the page's own: WCAG 3.1.2. */
static void another_language_is_marked(void **state)
{
    struct record all[] = {report("Swyddfa", "2020/21", 2), report("Swyddfa", "2020/21", 0),
                           report("Office", "2020/21", 1), report("", "2020/21", 1)};
    all[0].lang = all[1].lang = all[3].lang = STR("cy");
    all[0].area = all[1].area = STR("Môn");
    all[1].title = STR("Adroddiad");
    all[2].lang = STR("en-GB");
    all[0].has_failed = true;
    str page = page_of(*state, all, 4);
#define OWNER "<span lang=\"cy\">Swyddfa, Môn</span>"
    assert_has(page, "<h2 id=\"organisation-2\">" OWNER "</h2>");
    assert_has(page, "<a href=\"#organisation-2\">" OWNER "</a>");
    assert_has(page, "\">" OWNER ": Quarter 2, 2020/21</a>");
    assert_has(page, "<span class=\"vh\">" OWNER ": </span>Quarter 2<span");
    assert_has(page, "</span><span lang=\"cy\">Adroddiad</span><span");
    assert_has(page, ">Office</h2>");
    assert_has(page, ">No organisation named</h2>");
    all[0].lang = all[1].lang = STR("cy\" onload=\"x");
    assert_lacks(page_of(*state, all, 4), "onload");
}

static void hostile_names_stay_words(void **state)
{
    struct record r = report("</h2><script>alert(1)</script>", "\"><img src=x>", 0);
    r.title = STR("t\" onload=\"x");
    r.area = STR("\xE2\x80\xAE\xFF");
    r.output = STR("javascript:alert(1)//\"><b>.pdf");
    r.findings =
        STR("[{\"severity\":\"warning\",\"line\":3,\"message\":\"<script>\",\"hint\":\"<i>\"}]");
    r.warnings = 1;
    r.reason = STR("<u>");
    r.has_failed = true;
    str page = page_of(*state, &r, 1);
    assert_lacks(page, "<script");
    assert_lacks(page, "<img src=x");
    assert_lacks(page, "onload=\"x");
    assert_lacks(page, "href=\"javascript:");
    assert_lacks(page, "<i>");
    assert_lacks(page, "<u>");
    assert_has(page, "\\xE2\\x80\\xAE\\xFF");
    assert_has(page,
               "<b>Warning</b>, line 3: &lt;script&gt; <span class=\"hint\">&lt;i&gt;</span>");
    assert_int_equal(utf8_check(page), page.n);
}

static void a_failure_is_told_in_words(void **state)
{
    struct record kept = report("Alpha", "2020/21", 1), none = report("Alpha", "2020/21", 2);
    kept.has_failed = none.has_failed = true;
    kept.reason = STR("2 errors");
    none.sha256 = STR("");
    struct record all[] = {kept, none};
    str page = page_of(*state, all, 2);
    assert_has(page, "2 reports failed</h2>");
    assert_has(page, "<a href=\"#report-1\">Alpha: Quarter 1, 2020/21</a> <span>2 errors</span>");
    assert_has(page, "Failed:</span> 2 errors. The PDF of an earlier run is still there.");
    assert_has(page, "Failed:</span> no PDF could be made. There is no PDF of it.");
    assert_int_equal(count_of(page, "<a href=\"a/x.pdf\">"), 1);
    assert_has(page, "<p class=\"file\">a/x.xml</p>");
}

static void findings_that_are_no_json_are_left_out(void **state)
{
    struct record r = report("Alpha", "2020/21", 1);
    r.findings = STR("[{");
    assert_lacks(page_of(*state, &r, 1), "<details");
    r.findings = STR("{\"a\":1}");
    assert_lacks(page_of(*state, &r, 1), "<details");
    r.findings = STR("[1,{\"message\":2}]");
    assert_int_equal(count_of(page_of(*state, &r, 1), "<b>Note</b>"), 2);
}

static void many_findings_are_cut_short(void **state)
{
    struct record r = report("Alpha", "2020/21", 1);
    struct buf b = {.arena = *state};
    buf_addz(&b, "[");
    for (int i = 0; i < 50; i++)
        buf_format(&b, "%s{\"severity\":\"error\",\"message\":\"m\"}", i ? "," : "");
    buf_addz(&b, "]");
    r.findings = buf_str(&b);
    r.errors = 50;
    str page = page_of(*state, &r, 1);
    assert_int_equal(count_of(page, "<b>Error</b>"), 20);
    assert_has(page, "<li>and 30 more</li>");
    assert_has(page, "<summary>50 errors");
}

static void a_thumbnail_that_is_none_leaves_a_place(void **state)
{
    struct record r = report("Alpha", "2020/21", 1);
    folder.thumbnail = STR("not a picture, though long enough to be one");
    str page = page_of(*state, &r, 1);
    folder.thumbnail = STR(PNG);
    assert_lacks(page, "<img");
    assert_has(page, "class=\"none\"");
    r.thumbnail = STR("gone.png");
    assert_lacks(page_of(*state, &r, 1), "<img");
}

static void two_of_one_quarter_are_told_apart(void **state)
{
    struct record all[] = {report("Alpha", "2020/21", 1), report("Alpha", "2020/21", 1),
                           report("Alpha", "2020/21", 2)};
    all[1].output = STR("b/y.pdf");
    str page = page_of(*state, all, 3);
    assert_has(page, "<p class=\"file\">b/y.pdf</p>");
    assert_int_equal(count_of(page, "<p class=\"file\">"), 2);
}

/* One report, however many PDFs: the standard one first, the others beneath it. */
static void editions_stand_under_their_report(void **state)
{
    struct record all[] = {report("Alpha", "2020/21", 1), report("Alpha", "2020/21", 1),
                           report("Alpha", "2020/21", 1), report("Alpha", "2020/21", 2)};
    all[0].output = STR("a/x-A-mono.pdf"), all[0].options = STR("variant=mono part=A");
    all[1].output = STR("a/x-large.pdf"), all[1].options = STR("variant=large-print part=all");
    all[2].options = STR("part=all");
    all[3].input = STR("a/y.xml"), all[3].options = STR("variant=<b> part=paper");
    str page = page_of(*state, all, 4);
    assert_int_equal(count_of(page, "<li class=\"card"), 2);
    assert_has(page, "<dt>reports</dt><dd>2</dd>");
    assert_has(page, "<dt>PDFs</dt><dd>4</dd>");
    assert_has(page, "<dt>pages</dt><dd>48</dd>");
    assert_has(page, "<p class=\"sub\">2 reports, 48 pages");
    assert_has(page, "<ul class=\"also\">\n<li><a href=\"a/x-large.pdf\"><span class=\"vh\">Alpha: "
                     "Quarter 1, 2020/21, </span><b>large print</b><span class=\"vh\">, </span>"
                     "<span class=\"meta\">PDF, 12 pages, 61 KB</span></a>\n</li>\n"
                     "<li><a href=\"a/x-A-mono.pdf\">");
    assert_has(page, "<b>part A, mono</b>");
    assert_has(page, "Quarter 2, covering paper, &lt;b&gt;<span class=\"vh\">, 2020/21");
    assert_lacks(page, "<p class=\"file\">");
}

static void an_edition_that_fails_is_told_on_its_reports_card(void **state)
{
    struct record all[] = {report("Alpha", "2020/21", 1), report("Alpha", "2020/21", 1)};
    all[1].options = STR("variant=mono");
    all[1].has_failed = true;
    all[1].reason = STR("1 error");
    all[1].sha256 = STR("");
    all[1].findings = STR("[{\"severity\":\"error\",\"message\":\"m\"}]");
    str page = page_of(*state, all, 2);
    assert_has(page, "1 report failed</h2>");
    assert_has(page,
               "<a href=\"#report-1\">Alpha: Quarter 1, 2020/21, mono</a> <span>1 error</span>");
    assert_has(page, "<li class=\"card failed q1\" id=\"report-1\">");
    assert_int_equal(count_of(page, "Failed:</span> 1 error. There is no PDF of it."), 1);
    assert_int_equal(count_of(page, "<b>Error</b>"), 1);
    all[0].has_failed = true;
    all[0].findings = all[1].findings;
    page = page_of(*state, all, 2);
    assert_has(page, "1 report failed</h2>");
    assert_int_equal(count_of(page, "<b>Error</b>"), 1);
}

static void older_years_fold_away_unless_something_failed(void **state)
{
    struct record all[5];
    for (int i = 0; i < 5; i++)
        all[i] = report(
            "Alpha", (const char *[]){"2020/21", "2019/20", "2018/19", "2017/18", "2016/17"}[i], 1);
    str page = page_of(*state, all, 5);
    assert_has(page, "<details class=\"older\"><summary>2 earlier years, 2016/17 to 2017/18: "
                     "2 reports</summary>");
    all[4].has_failed = true;
    assert_has(page_of(*state, all, 5), "<details class=\"older\" open>");
}

static void an_empty_folder_has_a_page_too(void **state)
{
    str page = page_of(*state, NULL, 0);
    assert_has(page, "There are no reports here yet.");
    assert_true(str_ends(page, STR("</html>\n")));
}

/* The policy's hash is that of what stands between the tags of the one style element. */
static void the_policy_knows_the_style_sheet(void **state)
{
    str page = page_of(*state, NULL, 0);
    size_t from = str_search(page, STR("<style>"), 0) + 7;
    str style = str_sub(page, from, str_search(page, STR("</style>"), 0));
    assert_str(digest_hex(*state, style), digest_hex(*state, str_z(index_style)).p);
    assert_has(page, "default-src 'none'; img-src data:; style-src 'sha256-");
    assert_lacks(page, "style=");
    assert_lacks(page, "unsafe");
    assert_lacks(page, "http:");
    assert_lacks(page, "https:");
}

/* Whatever was in the manifest first, and when. */
static void the_same_manifest_gives_the_same_page(void **state)
{
    struct record all[] = {report("Alpha", "2020/21", 1), report("Beta", "2020/21", 2),
                           report("Beta", "2019/20", 2)};
    struct record turned[] = {all[2], all[0], all[1]};
    str first = page_of(*state, all, 3);
    for (int i = 0; i < 3; i++)
        turned[i].ms = 77, turned[i].peak_kib = 5;
    str second = page_of(*state, turned, 3);
    assert_true(first.n > 1000 && str_eq(first, second));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(a_report_is_a_card),
        ARENA_TEST(reports_stand_by_organisation_year_and_quarter),
        ARENA_TEST(another_language_is_marked),
        ARENA_TEST(hostile_names_stay_words),
        ARENA_TEST(a_failure_is_told_in_words),
        ARENA_TEST(findings_that_are_no_json_are_left_out),
        ARENA_TEST(many_findings_are_cut_short),
        ARENA_TEST(a_thumbnail_that_is_none_leaves_a_place),
        ARENA_TEST(two_of_one_quarter_are_told_apart),
        ARENA_TEST(editions_stand_under_their_report),
        ARENA_TEST(an_edition_that_fails_is_told_on_its_reports_card),
        ARENA_TEST(older_years_fold_away_unless_something_failed),
        ARENA_TEST(an_empty_folder_has_a_page_too),
        ARENA_TEST(the_policy_knows_the_style_sheet),
        ARENA_TEST(the_same_manifest_gives_the_same_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
