/* The catalog as a whole, page labels, and what the joins have in common (joint, intents). */
#include "joining.h"

#include "pack/intents.h"

/* One page; object 4 is an output intent of the given colours. */
static struct source *write_part(struct bench *b, const char *name, const char *catalog,
                                 const char *profile)
{
    const char *objects[] = {
        str_format(b->arena, "<</Type /Catalog /Pages 2 0 R %s>>", catalog).p,
        "<</Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 595 842]>>",
        "<</Type /Page /Parent 2 0 R>>",
        "<</S /GTS_PDFA1 /OutputConditionIdentifier (x) /DestOutputProfile 5 0 R>>",
        stream_text(b->arena, "/N 3", profile),
        NULL,
    };
    return write_pdf(b->arena, name, objects);
}

static void join(struct bench *b, const char *pack, const char *one)
{
    join_up(b, write_part(b, "pack.pdf", pack, "sRGB"), write_part(b, "one.pdf", one, "sRGB"),
            NULL);
    assert_true(join_catalog(&b->joint));
    assert_false(qpdf_has_error(b->q));
}

static void test_marks_are_those_of_any_part(void **state)
{
    struct bench *b = *state;
    join(b, "", "/StructTreeRoot <<>> /MarkInfo <</Marked true /Suspects true>>");
    assert_value(b, "/MarkInfo", "<< /Marked true /Suspects true >>");
    assert_value(b, "/ViewerPreferences /DisplayDocTitle", "true");
    join(b,
         "/ViewerPreferences <</HideMenubar true>> /StructTreeRoot <<>> /MarkInfo <</Marked "
         "true>>",
         "");
    assert_value(b, "/MarkInfo", "<< /Marked true >>");
    assert_value(b, "/ViewerPreferences /HideMenubar", "true");
    join(b, "/MarkInfo <</Marked false>>", "/MarkInfo <</Marked true>>"); /* without a tree */
    assert_value(b, "/MarkInfo", "<< /Marked false >>");
    assert_value(b, "/ViewerPreferences", "null");
}

static void test_the_language_is_the_first_that_is_said(void **state)
{
    struct bench *b = *state;
    join(b, "/Lang (cy-GB)", "/Lang (en-GB)");
    assert_value(b, "/Lang", "(cy-GB)");
    join(b, "", "/Lang (en-GB)");
    assert_value(b, "/Lang", "(en-GB)");
    join(b, "/Lang 5", "");
    assert_value(b, "/Lang", "5");
}

static void test_the_version_is_the_latest(void **state)
{
    struct bench *b = *state;
    join(b, "/Version /1.4", "/Version /1.5");
    assert_value(b, "/Version", "null"); /* the first line says 1.7 */
    join(b, "", "/Version /2.0");
    assert_value(b, "/Version", "/2.0");
    join(b, "/Version /9.9", "/Version (2.0)");
    assert_value(b, "/Version", "null");
}

static void test_extensions(void **state)
{
    struct bench *b = *state;
    join(b,
         "/Extensions <</ADBE <</BaseVersion /1.7 /ExtensionLevel 5>> /Old <</BaseVersion /1.7 "
         "/ExtensionLevel 1>>>>",
         "/Extensions <</ADBE <</BaseVersion /1.7 /ExtensionLevel 3>> /Type /Extensions "
         "/ISO_ <</BaseVersion /2.0 /ExtensionLevel 1>> /Bad 5 /Old <</BaseVersion /1.6 "
         "/ExtensionLevel 9>>>>");
    assert_value(b, "/Extensions /ADBE /ExtensionLevel", "5");
    assert_value(b, "/Extensions /ISO_ /BaseVersion", "/2.0");
    assert_value(b, "/Extensions /Bad", "null");
    assert_value(b, "/Extensions /Old /ExtensionLevel", "1"); /* of a later PDF */
    join(b, "/Extensions 7", "/Extensions <</ADBE <</BaseVersion /1.7 /ExtensionLevel 3>>>>");
    assert_value(b, "/Extensions /ADBE /ExtensionLevel", "3");
}

static void test_threads_are_one_list(void **state)
{
    struct bench *b = *state;
    join(b, "/Threads [<</I 1>>]", "/Threads [<</I 2>> 5 null]");
    assert_value(b, "/Threads 0 /I", "1");
    assert_value(b, "/Threads 1 /I", "2");
    assert_int_equal(handle_count(b->q, value_at(b, "/Threads")), 2);
}

static void test_proofs_are_told_and_dropped(void **state)
{
    struct bench *b = *state;
    join(b, "/Perms <<>> /DSS <<>> /NeedsRendering true", "/Perms <<>>");
    assert_int_equal(count_findings(b, Q729, b->order.pack), 1);
    assert_int_equal(b->diag.count, 1);
    assert_value(b, "/Perms", "null");
    assert_value(b, "/DSS", "null");
    assert_value(b, "/NeedsRendering", "null");
}

#define INTENTS "/OutputIntents [4 0 R]"

static void test_colours_agree_by_their_bytes(void **state)
{
    static const struct {
        const char *catalogs[2], *profile;
        int pdfa; /* of the pack */
        size_t chosen;
        bool agree;
    } cases[] = {
        {{INTENTS, INTENTS}, "sRGB", 3, 0, true},
        {{INTENTS, INTENTS}, "CMYK", 3, 0, false},
        {{INTENTS, ""}, "CMYK", 3, 0, true},
        {{"", INTENTS}, "CMYK", 3, 1, true},
        {{"", INTENTS}, "CMYK", 0, 0, false},
        {{"", ""}, "CMYK", 3, 0, true},
        {{INTENTS, "/OutputIntents 5"}, "", 3, 0, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench *b = *state;
        join_up(b, write_part(b, "pack.pdf", cases[i].catalogs[0], "sRGB"),
                write_part(b, "one.pdf", cases[i].catalogs[1], cases[i].profile), NULL);
        b->parts[0].claims.pdfa = cases[i].pdfa;
        size_t chosen = intents_choose(&b->joint);
        assert_int_equal(chosen, cases[i].chosen);
        assert_int_equal(intents_agree(&b->joint, chosen, 1), cases[i].agree);
        assert_true(join_catalog(&b->joint));
        int count = handle_count(b->q, value_at(b, "/OutputIntents"));
        assert_int_equal(count, *cases[i].catalogs[chosen] ? 1 : 0);
    }
}

static void test_garbage(void **state)
{
    static const char *const garbage =
        "/MarkInfo 5 /ViewerPreferences [] /Lang [] /Version [] /Extensions [<<>>] /OutputIntents "
        "[5 null <<>>] /Threads <<>> /OCProperties [] /AcroForm [] /StructTreeRoot 7";
    struct bench *b = *state;
    join(b, garbage, garbage);
    join(b, "/OutputIntents [<</DestOutputProfile 5>>]", "/OutputIntents [<<>>]");
}

static void test_labels_go_on(void **state)
{
    struct bench *b = *state;
    join_up(b, write_part(b, "pack.pdf", "/PageLabels <</Nums [0 <</S /r /St 4>>]>>", ""),
            write_part(b, "one.pdf", "/PageLabels <</Nums [0 <</S /A>>]>>", ""), NULL);
    assert_true(join_labels(&b->joint));
    assert_value(b, "/PageLabels /Nums", "[ 0 << /S /r /St 4 >> ]");
    assert_string_equal(b->leaves.leaves[1].label.p, "v");
}

static void test_what_joins_have_in_common(void **state)
{
    struct bench *b = *state;
    b->items[0].place = PACK_REPLACE;
    b->items[0].page = 1;
    join_up(b, write_part(b, "pack.pdf", "", ""), write_part(b, "one.pdf", "", ""),
            write_part(b, "two.pdf", "", ""));
    assert_string_equal(joint_prefix(&b->joint, 1).p, "item-7");
    assert_string_equal(joint_title(&b->joint, 2).p, "Item 8: Report");
    assert_int_equal(joint_prefix(&b->joint, 0).n, 0);
    assert_int_equal(joint_first_leaf(&b->joint, 0), 2); /* it is replaced */
    assert_int_equal(joint_first_leaf(&b->joint, 1), 0);
    assert_int_equal(joint_first_leaf(&b->joint, 2), 1);
    assert_int_equal(joint_replacing(&b->joint, 0), 1);
    assert_false(joint_is_leaf(&b->joint, 0, 0));
    assert_true(joint_is_leaf(&b->joint, 1, 0));
    b->joint.order = NULL;
    assert_int_equal(joint_replacing(&b->joint, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_marks_are_those_of_any_part),
        BENCH_TEST(test_the_language_is_the_first_that_is_said),
        BENCH_TEST(test_the_version_is_the_latest),
        BENCH_TEST(test_extensions),
        BENCH_TEST(test_threads_are_one_list),
        BENCH_TEST(test_proofs_are_told_and_dropped),
        BENCH_TEST(test_colours_agree_by_their_bytes),
        BENCH_TEST(test_garbage),
        BENCH_TEST(test_labels_go_on),
        BENCH_TEST(test_what_joins_have_in_common),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
