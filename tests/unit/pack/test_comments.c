/* comments: what reviewers have written onto pages is told; links and form fields are none. */
#include "pack/comments.h"

#include "joining.h"

/* A PDF of two pages with these annotations; "": none. */
static const struct source *paper(struct bench *b, const char *one, const char *two)
{
    const char *objects[] = {
        "<</Type /Catalog /Pages 2 0 R>>",
        "<</Type /Pages /Count 2 /Kids [3 0 R 4 0 R] /MediaBox [0 0 595 842]>>",
        str_format(b->arena, "<</Type /Page /Parent 2 0 R /Annots %s>>", *one ? one : "null").p,
        str_format(b->arena, "<</Type /Page /Parent 2 0 R /Annots %s>>", *two ? two : "null").p,
        "<</Type /Annot /Subtype /Text /Contents (no) /Rect [0 0 9 9]>>",
        NULL,
    };
    return write_pdf(b->arena, "paper.pdf", objects);
}

static str told(struct bench *b, const char *one, const char *two)
{
    struct part part;
    diag_init(&b->diag, b->arena);
    assert_true(part_open(b->arena, &b->diag, paper(b, one, two), &part));
    comments_tell(&b->diag, &part);
    assert_true(b->diag.count <= 1);
    return b->diag.count ? b->diag.findings[0].text : STR("");
}

#define assert_told(b, one, two, expected) assert_string_equal(told((b), (one), (two)).p, expected)

static void comments_are_told(void **state)
{
    struct bench *b = *state;
    assert_told(b, "[5 0 R]", "", "page 1 carries 1 comment; it goes into the pack");
    assert_int_equal(b->diag.findings[0].code, Q734);
    assert_int_equal(b->diag.findings[0].severity, SEV_NOTE);
    assert_told(b, "", "[5 0 R <</Subtype /Highlight>> <</Subtype /Popup>>]",
                "page 2 carries 2 comments; they go into the pack");
    assert_told(b, "[<</Subtype /StrikeOut>>]", "[5 0 R <</Subtype /FreeText>>]",
                "2 pages carry 3 comments, page 1 the first; they go into the pack");
}

static void other_things_are_none(void **state)
{
    struct bench *b = *state;
    assert_told(b, "[<</Subtype /Link>> <</Subtype /Widget>> <</Subtype /Stamp>>]", "", "");
    assert_told(b, "[5 6 (x) null /Text [5 0 R] 3 0 R]", "<</Subtype /Text>>", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(comments_are_told),
        BENCH_TEST(other_things_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
