/*
 * pdf: what is in the bytes. Content is read from plain (uncompressed) files; tests/pdf/ asks other
 * programs about compressed ones. QUOIN_KEEP=FOLDER keeps the sample there for a look.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "pdf/pdf_internal.h"
#include "unit/pdf/sample.h"

static str write_sample(struct sample *s, bool is_plain)
{
    struct pdf_options options = sample_options(is_plain);
    str out = {0};
    if (!pdf_write(s->arena, &s->diag, &s->list, &options, &out)) {
        diag_print(&s->diag, stderr, (struct diag_style){0});
        fail_msg("pdf_write failed");
    }
    return out;
}

static size_t count_of(str s, const char *needle)
{
    size_t count = 0, at = 0;
    str n = str_z(needle);
    while ((at = str_search(s, n, at)) < s.n) {
        count++;
        at += n.n;
    }
    return count;
}

static void assert_has(str pdf, const char *needle)
{
    if (count_of(pdf, needle) == 0)
        fail_msg("no \"%s\" in it", needle);
}

static int open_sample(void **state)
{
    struct sample *s = calloc(1, sizeof *s);
    sample_build(s);
    *state = s;
    return 0;
}

static int close_sample(void **state)
{
    struct sample *s = *state;
    arena_close(s->arena);
    free(s);
    return 0;
}

static void keep(str pdf, const char *name)
{
    const char *folder = getenv("QUOIN_KEEP");
    if (!folder)
        return;
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(pdf.p, 1, pdf.n, f), pdf.n);
    assert_int_equal(fclose(f), 0);
}

/* ---- the file ------------------------------------------------------------------------------- */

static void file_begins_and_ends_as_it_should(void **state)
{
    struct sample *s = *state;
    str pdf = write_sample(s, false);
    keep(pdf, "sample.pdf");
    keep(write_sample(s, true), "sample-plain.pdf");
    assert_true(str_starts(pdf, STR("%PDF-1.7\n")));
    assert_true(str_ends(pdf, STR("%%EOF\n")));
    assert_int_equal(s->diag.count, 0);
}

static void two_writes_give_the_same_bytes(void **state)
{
    struct sample *s = *state, other;
    sample_build(&other);
    str a = write_sample(s, false), b = write_sample(&other, false);
    assert_true(str_eq(a, b));
    arena_close(other.arena);
}

static void identity_follows_the_inputs(void **state)
{
    struct sample *s = *state;
    str a = write_sample(s, true);
    s->list.meta.source_hash = STR("another thirty-two bytes of hash");
    str b = write_sample(s, true);
    size_t at = str_search(a, STR("/ID["), 0);
    assert_true(at < a.n);
    assert_false(str_eq(str_sub(a, at, at + 70), str_sub(b, at, at + 70)));
}

static void nothing_dangerous_is_in_it(void **state)
{
    str pdf = write_sample(*state, true);
    static const char *const NAMES[] = {"/JS",         "/JavaScript", "/Launch",    "/AA",
                                        "/OpenAction", "/RichMedia",  "/SubmitForm"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        assert_int_equal(count_of(pdf, NAMES[i]), 0);
}

/* ---- content -------------------------------------------------------------------------------- */

static void rules_that_meet_are_one_rectangle(void **state)
{
    str pdf = write_sample(*state, true);
    assert_has(pdf, "/Artifact<</Type/Layout>>BDC\n.2 g\n60 729.5 120 .5 re\n"
                    "200 729.5 60 .5 re\nf\nEMC\n");
}

static void running_text_is_a_pagination_artifact(void **state)
{
    str pdf = write_sample(*state, true);
    assert_int_equal(count_of(pdf, "/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n"), 3);
}

static void marked_content_is_closed(void **state)
{
    str pdf = write_sample(*state, true);
    assert_int_equal(count_of(pdf, "BDC\n"), count_of(pdf, "EMC\n"));
    assert_int_equal(count_of(pdf, "BT\n"), count_of(pdf, "ET\n"));
    assert_int_equal(count_of(pdf, "q "), count_of(pdf, " Q\n"));
}

static void a_font_is_set_only_when_it_changes(void **state)
{
    str pdf = write_sample(*state, true);
    size_t end = str_search(pdf, STR("endstream"), 0);
    /* page 1: heading bold, text, two bold heads, then text to the page's foot */
    assert_int_equal(count_of(str_sub(pdf, 0, end), " Tf\n"), 4);
}

static void places_off_the_widths_are_kerned(void **state)
{
    str pdf = write_sample(*state, true);
    assert_has(pdf, ")-300("); /* 3 pt at 10 pt */
}

static void clusters_carry_their_text(void **state)
{
    str pdf = write_sample(*state, true);
    assert_has(pdf, "/Span<</ActualText(\xFE\xFF");
    assert_has(pdf, "1 Ts\n");
}

static void hyphens_keep_their_meaning(void **state)
{
    str pdf = write_sample(*state, true);
    assert_has(pdf, "> <00AD>\n");
    assert_has(pdf, "> <002D>\n");
    assert_has(pdf, "> <D83DDE00>\n"); /* the missing character */
    assert_has(pdf, "> <0177>\n");
}

static void unicode_forbids_one_mark(void **state)
{
    struct sample *s = *state;
    sample_missing(s, "\xEF\xBB\xBF");
    str pdf = write_sample(s, true);
    assert_has(pdf, "> <2060>\n");
    assert_int_equal(count_of(pdf, "> <FEFF>\n"), 0);
}

static void pictures_are_embedded_once(void **state)
{
    str pdf = write_sample(*state, true);
    assert_int_equal(count_of(pdf, "/Subtype/Image"), 2); /* with its soft mask */
    assert_int_equal(count_of(pdf, "/SMask "), 1);
    assert_int_equal(count_of(pdf, " cm /I1 Do Q\n"), 2);
    assert_int_equal(count_of(pdf, "/S/Transparency"), 1);
}

/* ---- structure ------------------------------------------------------------------------------ */

static void a_split_cell_is_one_element(void **state)
{
    str pdf = write_sample(*state, true);
    assert_int_equal(count_of(pdf, "<</Type/MCR/Pg "), 1);
    assert_int_equal(count_of(pdf, "<</S/Table/"), 1);
}

static void spans_scopes_and_headers_are_told(void **state)
{
    str pdf = write_sample(*state, true);
    assert_has(pdf, "/A<</O/Table/Scope/Column/ColSpan 2>>");
    assert_has(pdf, "/A<</O/Table/Scope/Row/RowSpan 2>>");
    assert_has(pdf, "/A<</O/Table/Headers[(e000000");
    assert_has(pdf, "/IDTree ");
    assert_has(pdf, "/A<</O/List/ListNumbering/Decimal>>");
    assert_has(pdf, "/RoleMap<</Em/Span/Strong/Span/Aside/Sect>>");
    assert_has(pdf, "/S/Em/P ");
    assert_has(pdf, "/Lang(cy)/E(Rhyddid)");
}

static void figures_say_what_and_where(void **state)
{
    str pdf = write_sample(*state, true);
    assert_has(pdf, "/Alt(A square that fades)/A<</O/Layout/BBox[60 690 209 730]>>");
}

static void links_belong_to_their_element(void **state)
{
    str pdf = write_sample(*state, true);
    assert_int_equal(count_of(pdf, "/Subtype/Link/F 4/"), 2);
    assert_int_equal(count_of(pdf, "<</Type/OBJR/Pg "), 2);
    assert_has(pdf, "/Dest(title)/Contents(back to the title )/StructParent 3/P ");
    assert_has(pdf, "/URI(https://example.org/a?c=\\(d\\)%C3%A9)");
}

static void links_elsewhere_are_left_out(void **state)
{
    struct sample *s = *state;
    static const char *const URIS[] = {"javascript:alert(1)", "file:///etc/passwd",
                                       "https://example.org/a b", "http:/"};
    for (size_t i = 0; i < sizeof URIS / sizeof *URIS; i++)
        for (size_t k = 0; k < s->page->count; k++)
            if (s->page->items[k].kind == ITEM_LINK && s->page->items[k].u.link.uri.n) {
                s->page->items[k].u.link.uri = str_z(URIS[i]);
                size_t before = s->diag.count;
                assert_int_equal(count_of(write_sample(s, true), "/S/URI"), 0);
                assert_int_equal(s->diag.count, before + 1);
                assert_int_equal(s->diag.findings[before].code, Q903);
            }
}

/* ---- about the document --------------------------------------------------------------------- */

static void title_is_the_same_in_xmp_and_info(void **state)
{
    str pdf = write_sample(*state, true);
    assert_has(pdf, "<rdf:li xml:lang=\"x-default\">Performance Report \xE2\x80\x93 Quarter 2</");
    assert_has(pdf, "/Title <FEFF0050006500720066");
    assert_has(pdf, "Office &amp; Commissioner");
    assert_has(pdf, "<pdfuaid:part>1</pdfuaid:part>");
    assert_has(pdf, "<xmp:CreateDate>2020-11-25T10:00:00Z</xmp:CreateDate>");
    assert_has(pdf, "/CreationDate(D:20201125100000Z)");
}

static void metadata_is_one_clean_line(void **state)
{
    struct sample *s = *state;
    s->list.meta.title = STR("Q2\n\xE2\x80\xAEtxt.\xC2\x85 <a>");
    str pdf = write_sample(s, true);
    assert_has(pdf, "<rdf:li xml:lang=\"x-default\">Q2 txt. &lt;a&gt;</rdf:li>");
    assert_has(pdf, "/Title <FEFF0051003200200074007800740");
    assert_int_equal(count_of(pdf, "202E"), 0);
}

static void archive_claims_need_the_profile(void **state)
{
    struct sample *s = *state;
    struct pdf_options options = sample_options(true);
    assert_has(write_sample(s, true), "<pdfaid:part>3</pdfaid:part>");
    options.icc = STR("");
    str out = {0};
    assert_true(pdf_write(s->arena, &s->diag, &s->list, &options, &out));
    assert_int_equal(count_of(out, "<pdfaid:"), 0);
    assert_int_equal(count_of(out, "/OutputIntents"), 0);
}

static void source_is_an_associated_file(void **state)
{
    str pdf = write_sample(*state, true);
    assert_has(pdf, "/Type/EmbeddedFile/Subtype/application#2Fxml/Params<</Size 9/CheckSum"
                    "<4489D6D7D18FF9EFC515B7D3FF7AFA8C>");
    assert_has(pdf, "/ModDate(D:20201125100000Z)>>/Length 9>>stream\n<report/>\nendstream");
    assert_has(pdf, "/Subtype/image#2Fsvg+xml/");
    assert_has(pdf, "<</Type/Filespec/F(report.xml)/UF(report.xml)/Desc(The report)"
                    "/AFRelationship/Source/EF<</F ");
    assert_has(pdf, "/UF(a \\(b\\)/c.svg)/Desc(A picture)/AFRelationship/Data/EF<</F ");
    assert_has(pdf, "/Names[(00000000) ");
    assert_int_equal(count_of(pdf, "/AF["), 1);
    assert_int_equal(count_of(pdf, "/EmbeddedFiles "), 1);
    assert_has(pdf, "<quoin:layout>a &amp; b</quoin:layout>");
    assert_has(pdf, "<pdfaProperty:name>layout</pdfaProperty:name>");
    assert_int_equal(count_of(pdf, "epoch"), 0);
}

static void without_a_source_the_claim_is_part_2(void **state)
{
    struct sample *s = *state;
    struct pdf_options options = sample_options(true);
    str out = {0};
    options.source = NULL;
    assert_true(pdf_write(s->arena, &s->diag, &s->list, &options, &out));
    assert_has(out, "<pdfaid:part>2</pdfaid:part>");
    assert_int_equal(count_of(out, "/AF["), 0);
    assert_int_equal(count_of(out, "Embedded"), 0);
    assert_int_equal(count_of(out, "<quoin:"), 0);
}

static void outline_and_labels(void **state)
{
    str pdf = write_sample(*state, true);
    assert_has(pdf, "<</Title(Performance Report)/Parent ");
    assert_has(pdf, "/Count -1/Dest(title)/SE ");
    assert_has(pdf, "/Nums[0 <</S/r>> 2 <</S/D>>]");
    assert_has(pdf, "/Names[(section) [");
}

/* ---- faults --------------------------------------------------------------------------------- */

static void items_off_the_page_are_our_fault(void **state)
{
    struct sample *s = *state;
    s->page->items[0].u.text.x = LEN_PT(900);
    struct pdf_options options = sample_options(false);
    str out;
    assert_false(pdf_write(s->arena, &s->diag, &s->list, &options, &out));
    assert_int_equal(s->diag.findings[0].code, Q901);
}

static void irregular_tags_are_told(void **state)
{
    struct sample *s = *state;
    tag_add(&s->list.tags, TAG_ROOT, ROLE_H4, NULL);
    write_sample(s, false);
    assert_int_equal(s->diag.findings[0].code, Q902);
    assert_int_equal(s->diag.errors, 0);
}

/* False when memory ran out on the way. */
static bool write_within(size_t limit)
{
    struct sample *s = calloc(1, sizeof *s);
    jmp_buf out_of_memory;
    sample_build(s);
    arena_set_limit(s->arena, arena_used(s->arena) + limit);
    arena_set_oom(s->arena, &out_of_memory);
    volatile bool is_done = false;
    if (setjmp(out_of_memory) == 0) {
        struct pdf_options options = sample_options(false);
        str out;
        is_done = pdf_write(s->arena, &s->diag, &s->list, &options, &out);
    }
    arena_close(s->arena);
    free(s);
    return is_done;
}

/* Memory runs out at ever later moments: each time the arena's way out is taken, cleanly. */
static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    int failures = 0;
    size_t limit = 64 << 10;
    for (; !write_within(limit); limit += 48 << 10) {
        failures++;
        assert_true(limit < (size_t)64 << 20);
    }
    assert_true(failures > 3);
}

/* ---- scale ---------------------------------------------------------------------------------- */

static size_t bytes_for(size_t pages, size_t *size)
{
    struct sample s;
    sample_open(&s);
    for (size_t i = 0; i < pages; i++) {
        char label[24];
        snprintf(label, sizeof label, "%zu", i + 1);
        sample_page(&s, str_copy(s.arena, str_z(label)).p);
        page_anchor(&s.list, str_copy(s.arena, str_z(label)), (uint32_t)i, 0, 0, TAG_ROOT);
        sample_line(&s, TAG_ROOT, ROLE_H1, "A heading ");
        for (int k = 0; k < 20; k++)
            sample_line(&s, TAG_ROOT, ROLE_P, "A line of text that says little. ");
        tag_id p = tag_add(&s.list.tags, TAG_ROOT, ROLE_P, NULL);
        sample_link(&s, p, "to the first page ", "", "1");
    }
    page_finish(&s.list);
    size_t before = arena_used(s.arena);
    str pdf = write_sample(&s, false);
    keep(pdf, pages > 200 ? "long.pdf" : "short.pdf");
    *size = pdf.n;
    size_t used = arena_used(s.arena) - before;
    arena_close(s.arena);
    return used / pages;
}

static void a_page_costs_the_same_in_long_documents(void **state)
{
    (void)state;
    size_t small, large;
    size_t few = bytes_for(150, &small), many = bytes_for(1500, &large);
    if (many > few + few / 3)
        fail_msg("%zu bytes a page at 150 pages, %zu at 1,500", few, many);
    assert_true(large / 1500 <= small / 150);
}

/* ---- numbers and trees ---------------------------------------------------------------------- */

static void numbers_are_printed_shortest(void **state)
{
    struct sample *s = *state;
    static const struct {
        int64_t value;
        const char *text;
    } CASES[] = {{0, "0"},         {1, ".001"},       {-500, "-.5"},       {1000, "1"},
                 {12340, "12.34"}, {-7005, "-7.005"}, {14400000, "14400"}, {100, ".1"}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct buf out = {.arena = s->arena};
        pdf_put_milli(&out, CASES[i].value);
        assert_string_equal(buf_str(&out).p, CASES[i].text);
    }
}

static void strings_are_escaped(void **state)
{
    struct sample *s = *state;
    struct buf out = {.arena = s->arena};
    pdf_put_bytes(&out, STR("a(b)\\c\rd"));
    assert_string_equal(buf_str(&out).p, "(a\\(b\\)\\\\c\\rd)");
    out.n = 0;
    pdf_put_text(&out, STR("\xC2\xA3"));
    assert_memory_equal(buf_str(&out).p, "(\xFE\xFF\0\xA3)", 6);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, open_sample, close_sample)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(file_begins_and_ends_as_it_should),
        CASE(two_writes_give_the_same_bytes),
        CASE(identity_follows_the_inputs),
        CASE(nothing_dangerous_is_in_it),
        CASE(rules_that_meet_are_one_rectangle),
        CASE(running_text_is_a_pagination_artifact),
        CASE(marked_content_is_closed),
        CASE(a_font_is_set_only_when_it_changes),
        CASE(places_off_the_widths_are_kerned),
        CASE(clusters_carry_their_text),
        CASE(hyphens_keep_their_meaning),
        CASE(unicode_forbids_one_mark),
        CASE(pictures_are_embedded_once),
        CASE(a_split_cell_is_one_element),
        CASE(spans_scopes_and_headers_are_told),
        CASE(figures_say_what_and_where),
        CASE(links_belong_to_their_element),
        CASE(links_elsewhere_are_left_out),
        CASE(title_is_the_same_in_xmp_and_info),
        CASE(metadata_is_one_clean_line),
        CASE(archive_claims_need_the_profile),
        CASE(source_is_an_associated_file),
        CASE(without_a_source_the_claim_is_part_2),
        CASE(outline_and_labels),
        CASE(items_off_the_page_are_our_fault),
        CASE(irregular_tags_are_told),
        cmocka_unit_test(memory_may_run_out_anywhere),
        cmocka_unit_test(a_page_costs_the_same_in_long_documents),
        CASE(numbers_are_printed_shortest),
        CASE(strings_are_escaped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
