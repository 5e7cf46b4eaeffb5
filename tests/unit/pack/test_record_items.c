/* What was put into a pack is written and read back; what is read back is checked. */
#include "unit/pack/joining.h"

#include "base/digest.h"
#include "pack/record_items.h"

#define XML "<report xmlns='urn:quoin:report:1'/>"

#define assert_text(actual, expected) assert_true(str_is((actual), (expected)))

/* ---- parts ---------------------------------------------------------------------------------- */

static const char *embedded(struct arena *a, const char *xml)
{
    uint8_t md5[DIGEST_MD5_SIZE];
    char hex[2 * DIGEST_MD5_SIZE + 1];
    digest_md5(str_z(xml), md5);
    digest_put_hex(hex, md5, sizeof md5);
    str entries = str_format(a, "/Params <</Size %zu /CheckSum <%s>>>", strlen(xml), hex);
    return stream_text(a, entries.p, xml);
}

/* A PDF of two pages as quoin makes them: metadata, a source and a picture. */
static const struct source *report(struct arena *a, const char *xml, const char *facts)
{
    const char *const objects[] = {
        "<</Type/Catalog/Pages 2 0 R/Metadata 5 0 R/AF[6 0 R 8 0 R]>>",
        "<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]/MediaBox[0 0 9 9]>>",
        "<</Type/Page/Parent 2 0 R>>",
        "<</Type/Page/Parent 2 0 R>>",
        stream_text(a, "/Type/Metadata", facts),
        "<</Type/Filespec/F(report.xml)/AFRelationship/Source/EF<</F 7 0 R>>>>",
        embedded(a, xml),
        "<</Type/Filespec/F(a.png)/Desc(p/a.png)/AFRelationship/Data/EF<</F 9 0 R>>>>",
        embedded(a, "picture"),
        NULL,
    };
    return write_pdf(a, "report.pdf", objects);
}

#define FACTS "<quoin:version>0.1.0</quoin:version><quoin:layout>opcc</quoin:layout>"

/* A PDF of `pages` pages by others; `catalog` is more of its catalog, object 3 on the pages. */
static const struct source *paper(struct arena *a, int pages, const char *catalog)
{
    const char *objects[12] = {str_format(a, "<</Type/Catalog/Pages 2 0 R%s>>", catalog).p};
    struct buf kids = {.arena = a};
    for (int i = 0; i < pages; i++) {
        buf_format(&kids, "%d 0 R ", i + 3);
        objects[i + 2] = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>";
    }
    objects[1] =
        str_format(a, "<</Type/Pages/Count %d/Kids[%.*s]>>", pages, STR_ARG(buf_str(&kids))).p;
    return write_pdf(a, "paper.pdf", objects);
}

/* ---- round trips ------------------------------------------------------------------------------
 */

struct record {
    struct packed_item *items;
    size_t count;
};

static struct record read_back(struct bench *b)
{
    struct record r;
    assert_true(record_items_are_there(b->q));
    assert_true(record_items_read(b->arena, &b->diag, b->order.pack, b->q, &r.items, &r.count));
    return r;
}

static const struct packed_item *find(const struct record *r, const char *number)
{
    for (size_t i = 0; i < r->count; i++)
        if (str_is(r->items[i].number, number))
            return &r->items[i];
    fail_msg("no item %s", number);
    return NULL;
}

static void an_item_is_read_back(void **state)
{
    struct bench *b = *state;
    struct recovered found;
    b->items[0] = (struct pack_item){.number = STR("7a"), .place = PACK_BEFORE, .page = 2};
    join_up(b, paper(b->arena, 3, ""), report(b->arena, XML, FACTS), NULL);
    b->grafts[1].title = STR("Pr\xC3\xA4sentation");
    assert_true(record_items_write(&b->joint));
    struct record r = read_back(b);
    assert_int_equal(r.count, 1);
    assert_text(r.items[0].number, "7a");
    assert_text(r.items[0].title, "Pr\xC3\xA4sentation");
    assert_int_equal(r.items[0].page_count, 2);
    assert_int_equal(r.items[0].first, 1);
    assert_int_equal(r.items[0].last, 2);
    assert_int_equal(leaf_number(b, r.items[0].pages[1]), 2);
    assert_text(r.items[0].facts.version, "0.1.0");
    assert_text(r.items[0].facts.layout, "opcc");
    assert_text(r.items[0].facts.variant, "");
    assert_true(r.items[0].has_source);
    assert_true(source_take(b->arena, &b->diag, b->order.pack, b->q, &r.items[0].files,
                            &r.items[0].facts, true, &found));
    assert_text(found.xml, XML);
    assert_int_equal(found.pictures.count, 1);
    assert_text(found.pictures.files[0].name, "p/a.png");
    assert_text(found.pictures.files[0].bytes, "picture");
}

static void what_has_no_source_has_none(void **state)
{
    struct bench *b = *state;
    join_up(b, paper(b->arena, 1, ""), paper(b->arena, 2, ""), NULL);
    assert_true(record_items_write(&b->joint));
    struct record r = read_back(b);
    assert_int_equal(r.count, 1);
    assert_false(r.items[0].has_source);
    assert_int_equal(r.items[0].first, 1);
}

/* Other programs' XML, and quoin's where the metadata do not say how it was made. */
static void other_sources_do_not_count(void **state)
{
    struct bench *b = *state;
    join_up(b, paper(b->arena, 1, ""), report(b->arena, "<invoice/>", FACTS),
            report(b->arena, XML, "<x/>"));
    assert_true(record_items_write(&b->joint));
    struct record r = read_back(b);
    assert_false(find(&r, "7")->has_source);
    assert_false(find(&r, "8")->has_source);
}

static void the_packs_own_report_is_the_front(void **state)
{
    struct bench *b = *state;
    b->items[0] = (struct pack_item){.number = STR("7"), .place = PACK_REPLACE, .page = 2};
    join_up(b, report(b->arena, XML, FACTS), paper(b->arena, 2, ""), NULL);
    assert_true(record_items_write(&b->joint));
    struct record r = read_back(b);
    assert_int_equal(r.count, 2);
    assert_text(r.items[0].number, RECORD_ITEMS_FRONT);
    assert_true(r.items[0].has_source);
    assert_int_equal(r.items[0].page_count, 1); /* the other was replaced */
}

static void a_front_sheet_is_one(void **state)
{
    struct bench *b = *state;
    join_up(b, report(b->arena, "<agenda xmlns='urn:quoin:agenda:1'/>", FACTS),
            paper(b->arena, 1, ""), NULL);
    assert_true(record_items_write(&b->joint));
    struct record r = read_back(b);
    assert_true(find(&r, RECORD_ITEMS_FRONT)->has_source);
}

/* ---- packs again and in packs --------------------------------------------------------------- */

#define RECORD(items) "/PieceInfo<</Other 1/Quoin<</Private<</Items[" items "]>>>>>>"

static void assert_reach(struct reach reach, size_t first, size_t last)
{
    assert_true(reach.is_known);
    assert_int_equal(reach.first, first);
    assert_int_equal(reach.last, last);
}

static void where_items_stood_is_kept(void **state)
{
    struct bench *b = *state;
    b->items[0] = (struct pack_item){.number = STR("8"), .place = PACK_BEFORE, .page = 1};
    join_up(b, paper(b->arena, 2, RECORD("<</Number(7)/Pages[3 0 R 4 0 R]/Made[5 6]/Named[7 8]>>")),
            report(b->arena, XML, FACTS), NULL);
    assert_true(record_items_write(&b->joint));
    struct record r = read_back(b);
    assert_reach(find(&r, "7")->made, 5, 6);
    assert_reach(find(&r, "7")->named, 7, 8);
    assert_reach(find(&r, "7")->left, 2, 3);
    assert_reach(find(&r, "8")->made, 0, 1);
    assert_reach(find(&r, "8")->named, 1, 2);
    assert_reach(find(&r, "8")->left, 0, 1);
}

static void pages_that_a_pack_by_others_had_are_its_own(void **state)
{
    struct bench *b = *state;
    b->items[0] = (struct pack_item){.number = STR("7"), .place = PACK_BEFORE, .page = 2};
    join_up(b, paper(b->arena, 2, ""), report(b->arena, XML, FACTS), NULL);
    assert_true(record_items_write(&b->joint));
    read_back(b);
    const bool *is_own = record_items_own(b->arena, b->q);
    assert_true(is_own[0] && !is_own[1] && !is_own[2] && is_own[3]);
}

static void a_record_goes_on(void **state)
{
    struct bench *b = *state;
    join_up(b, paper(b->arena, 2, RECORD("<</Number(3)/Title(Old)/Pages[4 0 R]>>")),
            paper(b->arena, 1, ""), NULL);
    assert_true(record_items_write(&b->joint));
    struct record r = read_back(b);
    assert_int_equal(r.count, 2);
    assert_text(find(&r, "3")->title, "Old");
    assert_int_equal(find(&r, "3")->first, 1);
    assert_int_equal(find(&r, "7")->first, 2);
    assert_value(b, "/PieceInfo /Other", "1");
}

static void a_number_that_is_taken(void **state)
{
    struct bench *b = *state;
    const struct source *pack = paper(b->arena, 2, RECORD("<</Number(7)/Pages[4 0 R]>>"));
    join_up(b, pack, paper(b->arena, 1, ""), NULL);
    assert_false(record_items_write(&b->joint));
    assert_int_equal(count_findings(b, Q720, pack), 1);
}

static void items_of_a_pack_within(void **state)
{
    struct bench *b = *state;
    join_up(b, paper(b->arena, 1, ""),
            paper(b->arena, 3,
                  RECORD("<</Number(7)/Pages[4 0 R 5 0 R]>><</Number(front)/Pages[3 0 R]>>")),
            NULL);
    assert_true(record_items_write(&b->joint));
    struct record r = read_back(b);
    assert_int_equal(r.count, 3);
    assert_int_equal(find(&r, "7")->page_count, 3);
    assert_int_equal(find(&r, "7/7")->first, 2);
    assert_int_equal(find(&r, "7/7")->last, 3);
    assert_int_equal(find(&r, "7/front")->first, 1);
    assert_text(r.items[0].number, "7"); /* before what lies in it */
}

/* ---- what is read is checked ------------------------------------------------------------------
 */

static struct record read_record(struct bench *b, const char *catalog)
{
    join_up(b, paper(b->arena, 3, catalog), NULL, NULL);
    return read_back(b);
}

static void refuse_record(struct bench *b, const char *catalog)
{
    struct record r;
    join_up(b, paper(b->arena, 3, catalog), NULL, NULL);
    assert_false(record_items_read(b->arena, &b->diag, b->order.pack, b->q, &r.items, &r.count));
    assert_int_equal(count_findings(b, Q711, b->order.pack), 1);
}

static void no_record(void **state)
{
    refuse_record(*state, "");
    assert_false(record_items_are_there(((struct bench *)*state)->q));
}

static void a_record_of_other_things(void **state)
{
    refuse_record(*state, RECORD("1 (a) [/Number(7)] <<>> <</Number 7>> <</Number/a#2Fb#2F>>"));
}

static void numbers_that_lead_elsewhere(void **state)
{
    refuse_record(*state, RECORD("<</Number(..)>><</Number(../7)>><</Number(/7)>><</Number(7/)>>"
                                 "<</Number(7//8)>><</Number(.7)>><</Number(7 8)>><</Number(7\\n)>>"
                                 "<</Number(12345678901234567)>><</Number()>><</Number(7\\\\8)>>"));
}

static void of_two_alike_the_first_counts(void **state)
{
    struct record r = read_record(*state, RECORD("<</Number(7)/Title(a)>><</Number(7)/Title(b)>>"));
    assert_int_equal(r.count, 1);
    assert_text(r.items[0].title, "a");
}

/* Taken out of the page tree, no page at all, or not there. */
static void pages_that_are_gone(void **state)
{
    struct bench *b = *state;
    struct record r = read_record(
        b, RECORD("<</Number(7)/Pages[4 0 R 1 0 R 99 0 R null 3 0 R]>><</Number(8)/Pages(no)>>"));
    const struct packed_item *item = find(&r, "7");
    assert_int_equal(item->page_count, 5);
    assert_int_equal(item->places[0], 1);
    for (int i = 1; i < 4; i++) {
        assert_true(item->places[i] == SIZE_MAX);
        assert_true(qpdf_oh_is_null(b->q, item->pages[i]));
    }
    assert_int_equal(item->first, 0);
    assert_int_equal(item->last, 1);
    assert_int_equal(find(&r, "8")->page_count, 0);
    assert_true(find(&r, "8")->first == SIZE_MAX);
}

static void facts_that_a_shell_would_run(void **state)
{
    struct record r =
        read_record(*state, RECORD("<</Number(7)/Facts<</version($\\(w\\))/layout(a</quoin:layout>)"
                                   "/variant(large-print)/part 7/epoch(-x)/layoutHash(../x)>>>>"));
    const struct source_facts *facts = &r.items[0].facts;
    assert_text(facts->version, "");
    assert_text(facts->layout, "");
    assert_text(facts->variant, "large-print");
    assert_text(facts->part, "");
    assert_text(facts->epoch, "");
    assert_text(facts->layout_hash, "");
}

/* ---- when -------------------------------------------------------------------------------------
 */

static void record_dated(struct bench *b, const char *info, const char *expected)
{
    const char *const objects[] = {"<</Type/Catalog/Pages 2 0 R>>",
                                   "<</Type/Pages/Count 1/Kids[3 0 R]>>",
                                   "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>", info, NULL};
    join_up(b, write_pdf(b->arena, "dated.pdf", objects), paper(b->arena, 1, ""), NULL);
    assert_true(record_items_write(&b->joint));
    assert_value(b, "/PieceInfo /Quoin /LastModified", expected);
}

static void when_the_pack_was_changed(void **state)
{
    record_dated(*state, "/Info-<</ModDate(D:20200102030405Z)/CreationDate(D:2019)>>",
                 "(D:20200102030405Z)");
}

static void when_it_was_made(void **state)
{
    record_dated(*state, "/Info-<</ModDate(yesterday)/CreationDate(D:2019)>>", "(D:2019)");
}

static void never_now(void **state)
{
    record_dated(*state, "/Info-<<>>", "(D:20000101000000Z)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(an_item_is_read_back),
        BENCH_TEST(what_has_no_source_has_none),
        BENCH_TEST(where_items_stood_is_kept),
        BENCH_TEST(pages_that_a_pack_by_others_had_are_its_own),
        BENCH_TEST(other_sources_do_not_count),
        BENCH_TEST(the_packs_own_report_is_the_front),
        BENCH_TEST(a_front_sheet_is_one),
        BENCH_TEST(a_record_goes_on),
        BENCH_TEST(a_number_that_is_taken),
        BENCH_TEST(items_of_a_pack_within),
        BENCH_TEST(no_record),
        BENCH_TEST(a_record_of_other_things),
        BENCH_TEST(numbers_that_lead_elsewhere),
        BENCH_TEST(of_two_alike_the_first_counts),
        BENCH_TEST(pages_that_are_gone),
        BENCH_TEST(facts_that_a_shell_would_run),
        BENCH_TEST(when_the_pack_was_changed),
        BENCH_TEST(when_it_was_made),
        BENCH_TEST(never_now),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
