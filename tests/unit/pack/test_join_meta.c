#include "joining.h"

#include "pack/xmp.h"

#define UA    "<pdfuaid:part>1</pdfuaid:part>"
#define A3(l) "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>" l "</pdfaid:conformance>"

static struct source *write_part(struct bench *b, const char *name, const char *xmp,
                                 const char *info)
{
    const char *objects[] = {
        "<</Type /Catalog /Pages 2 0 R /Metadata 4 0 R /StructTreeRoot <<>> /MarkInfo "
        "<</Marked true>> /Lang (en-GB)>>",
        "<</Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 595 842]>>",
        "<</Type /Page /Parent 2 0 R>>",
        stream_text(b->arena, "", xmp),
        str_format(b->arena, "/Info-%s", info).p,
        NULL,
    };
    return write_pdf(b->arena, name, objects);
}

/* The pack's XMP after joining. */
static str join(struct bench *b, const struct source *pack, const struct source *one,
                const struct source *two)
{
    str xmp;
    join_up(b, pack, one, two);
    assert_true(join_meta(&b->joint));
    assert_false(qpdf_has_error(b->q));
    assert_true(handle_raw(b->arena, b->q, value_at(b, "/Metadata"), &xmp));
    assert_value(b, "/Metadata /Type", "/Metadata");
    return xmp;
}

static str info_at(struct bench *b, const char *key)
{
    return handle_text(b->arena, b->q,
                       handle_get(b->q, handle_get(b->q, qpdf_get_trailer(b->q), "/Info"), key));
}

#define assert_said(b, xmp, property, expected)                                                    \
    assert_string_equal(xmp_value((b)->arena, (xmp), (property)).p, (expected))
#define assert_info(b, key, expected) assert_string_equal(info_at((b), (key)).p, (expected))

static void test_xmp_and_info_say_the_same(void **state)
{
    struct bench *b = *state;
    str xmp = join(b,
                   write_part(b, "pack.pdf", "",
                              "<</Title (Agenda & papers) /Author (Clerk) /Subject (A meeting) "
                              "/Keywords (one, two) /Creator (Writer) /Producer (Old 1) /Company "
                              "(Council) /GTS_PDFXVersion (PDF/X-1) /CreationDate "
                              "(D:20201125100102-01'30') /ModDate (D:2020)>>"),
                   write_part(b, "one.pdf", "<pdf:Producer>New 2</pdf:Producer>", "<<>>"), NULL);
    static const char *const pairs[][3] = {
        {"dc:title", "/Title", "Agenda & papers"},   {"dc:creator", "/Author", "Clerk"},
        {"dc:description", "/Subject", "A meeting"}, {"pdf:Keywords", "/Keywords", "one, two"},
        {"xmp:CreatorTool", "/Creator", "Writer"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_said(b, xmp, pairs[i][0], pairs[i][2]);
        assert_info(b, pairs[i][1], pairs[i][2]);
    }
    str producer = str_format(b->arena, "quoin %s; Old 1; New 2", quoin_version());
    assert_said(b, xmp, "pdf:Producer", producer.p);
    assert_info(b, "/Producer", producer.p);
    assert_said(b, xmp, "xmp:CreateDate", "2020-11-25T10:01:02-01:30");
    assert_info(b, "/CreationDate", "D:20201125100102-01'30'");
    assert_said(b, xmp, "xmp:ModifyDate", "2020-01-01T00:00:00");
    assert_info(b, "/ModDate", "D:20200101000000");
    assert_said(b, xmp, "dc:language", "en-GB");
    assert_info(b, "/Company", "Council");
    assert_info(b, "/GTS_PDFXVersion", "");
}

static void test_xmp_counts_before_info(void **state)
{
    struct bench *b = *state;
    str xmp =
        join(b,
             write_part(b, "pack.pdf",
                        "<dc:title>New</dc:title><dc:creator><rdf:Seq><rdf:li>A</rdf:li><rdf:li>B"
                        "</rdf:li></rdf:Seq></dc:creator><dc:rights>Mine</dc:rights>"
                        "<x xmp:CreateDate='2020-11-25T10:00:00.5Z' xmp:ModifyDate='yesterday'/>",
                        "<</Title (Old) /Author (C)>>"),
             write_part(b, "one.pdf", "<dc:title>Other</dc:title>", "<</Title (Other)>>"), NULL);
    assert_info(b, "/Title", "New");
    assert_info(b, "/Author", "A; B");
    assert_info(b, "/CreationDate", "D:20201125100000Z");
    assert_info(b, "/ModDate", "");
    assert_said(b, xmp, "xmp:CreateDate", "2020-11-25T10:00:00Z");
    assert_said(b, xmp, "xmp:ModifyDate", "");
    assert_said(b, xmp, "dc:rights", "Mine");
}

static void test_without_anything(void **state)
{
    struct bench *b = *state;
    str xmp = join(b, write_part(b, "pack.pdf", "", "[]"), write_part(b, "one.pdf", "", "5"), NULL);
    assert_info(b, "/Title", "Agenda pack");
    assert_said(b, xmp, "dc:title", "Agenda pack");
    assert_int_equal(str_search(xmp, STR("Date"), 0), xmp.n);
    assert_int_equal(b->diag.count, 0);
}

static void test_bad_dates_are_none(void **state)
{
    static const char *const dates[] = {
        "(D:20201325)",
        "(D:20200132)",
        "(D:2020010125)",
        "(D:0000)",
        "(D:20)",
        "(x)",
        "()",
        "(D:20200101000000+99'00')",
    };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        struct bench *b = *state;
        const char *info = str_format(b->arena, "<</CreationDate %s>>", dates[i]).p;
        str xmp =
            join(b, write_part(b, "pack.pdf", "", info), write_part(b, "o.pdf", "", "<<>>"), NULL);
        assert_said(b, xmp, "xmp:CreateDate", "");
        assert_info(b, "/CreationDate", "");
    }
}

struct claim_case {
    const char *parts[3];
    const char *ua, *pdfa, *level;
    const char *told; /* who is named: 0 the pack, then items, in brackets those of one finding */
};

static const struct claim_case claims[] = {
    {{UA A3("A"), UA A3("A"), UA A3("A")}, "1", "3", "A", ""},
    {{UA A3("A"), UA A3("U"), UA A3("B")}, "1", "3", "B", "[12]"},
    {{UA A3("A"), "", UA A3("A")}, "", "", "", "[1]"},
    {{"", UA, A3("B")}, "", "", "", "[0][1][2]"},
    {{UA, UA, UA}, "1", "", "", ""},
    {{"", "", ""}, "", "", "", ""},
    {{A3("B"), "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>", A3("B")},
     "",
     "",
     "",
     "[1]"},
    {{"<x pdfaid:part='1' pdfaid:conformance='B'/>", "<x pdfaid:part='1'/>",
      "<x pdfaid:part='1'/>"},
     "",
     "",
     "",
     "[]"},
    {{"<pdfuaid:part>2</pdfuaid:part>", UA, UA}, "", "", "", "[0]"},
};

/* Who is named by the findings, which are all about the pack. */
static str told_of(struct bench *b, const struct source *pack)
{
    static const char *const names[] = {"the pack as it was", "item 7", "item 8"};
    struct buf out = {.arena = b->arena};
    for (size_t i = 0; i < b->diag.count; i++) {
        const struct finding *f = &b->diag.findings[i];
        if (f->code != Q724)
            continue;
        assert_ptr_equal(f->pos.source, pack);
        buf_addz(&out, "[");
        for (int k = 0; k < 3; k++)
            if (str_search(f->text, str_z(names[k]), 0) < f->text.n)
                buf_format(&out, "%d", k);
        buf_addz(&out, "]");
    }
    return str_copy(b->arena, buf_str(&out));
}

static void test_a_claim_holds_if_every_part_makes_it(void **state)
{
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
        struct bench *b = *state;
        const struct claim_case *c = &claims[i];
        struct source *sources[3];
        for (int k = 0; k < 3; k++)
            sources[k] = write_part(b, "part.pdf", c->parts[k], "<<>>");
        diag_init(&b->diag, b->arena);
        str xmp = join(b, sources[0], sources[1], sources[2]);
        assert_said(b, xmp, "pdfuaid:part", c->ua);
        assert_said(b, xmp, "pdfaid:part", c->pdfa);
        assert_said(b, xmp, "pdfaid:conformance", c->level);
        assert_string_equal(told_of(b, sources[0]).p, c->told);
    }
}

/* Two parts whose device colours mean different things cannot both be meant by one profile. */
static void test_colours_that_disagree_are_no_pdfa(void **state)
{
    struct bench *b = *state;
    struct source *parts[2];
    for (int i = 0; i < 2; i++) {
        const char *objects[] = {
            "<</Type /Catalog /Pages 2 0 R /Metadata 4 0 R /OutputIntents [5 0 R]>>",
            "<</Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 595 842]>>",
            "<</Type /Page /Parent 2 0 R>>",
            stream_text(b->arena, "", A3("B")),
            i ? "<</S /GTS_PDFA1 /OutputConditionIdentifier (CMYK)>>"
              : "<</S /GTS_PDFA1 /OutputConditionIdentifier (sRGB)>>",
            NULL,
        };
        parts[i] = write_pdf(b->arena, "part.pdf", objects);
    }
    str xmp = join(b, parts[0], parts[1], NULL);
    assert_said(b, xmp, "pdfaid:part", "");
    assert_int_equal(count_findings(b, Q724, parts[1]), 1);
    xmp = join(b, parts[0], parts[0], NULL);
    assert_said(b, xmp, "pdfaid:part", "3");
}

static void test_a_finding_names_all_that_is_lacking(void **state)
{
    struct bench *b = *state;
    join(b, write_part(b, "pack.pdf", UA A3("A"), "<<>>"), write_part(b, "one.pdf", "", "<<>>"),
         NULL);
    assert_string_equal(b->diag.findings[0].text.p,
                        "1 of 2 PDFs does not claim to be PDF/UA (accessible) or PDF/A-3 "
                        "(archival), so neither does the pack: item 7");
}

/* One that is packed again names each program once. */
static void test_producers_are_named_once(void **state)
{
    struct bench *b = *state;
    const char *info = str_format(b->arena, "<</Producer (quoin %s; A; B)>>", quoin_version()).p;
    str xmp = join(b, write_part(b, "pack.pdf", "", info),
                   write_part(b, "one.pdf", "", "<</Producer (B; A)>>"),
                   write_part(b, "two.pdf", "", "<</Producer <FEFF0043>>>"));
    assert_said(b, xmp, "pdf:Producer",
                str_format(b->arena, "quoin %s; A; B; C", quoin_version()).p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_xmp_and_info_say_the_same),
        BENCH_TEST(test_xmp_counts_before_info),
        BENCH_TEST(test_without_anything),
        BENCH_TEST(test_bad_dates_are_none),
        BENCH_TEST(test_a_claim_holds_if_every_part_makes_it),
        BENCH_TEST(test_colours_that_disagree_are_no_pdfa),
        BENCH_TEST(test_a_finding_names_all_that_is_lacking),
        BENCH_TEST(test_producers_are_named_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
