#include "joining.h"

/* One page with the annotations 5 to 8; `form` names them as fields. */
static struct source *write_form(struct bench *b, const char *name, const char *form,
                                 const char *const *annotations)
{
    const char *objects[9] = {
        str_format(b->arena, "<</Type /Catalog /Pages 2 0 R /AcroForm %s>>", form).p,
        "<</Type /Pages /Count 2 /Kids [3 0 R 4 0 R] /MediaBox [0 0 595 842]>>",
        "<</Type /Page /Parent 2 0 R /Annots [5 0 R 6 0 R 7 0 R 8 0 R]>>",
        "<</Type /Page /Parent 2 0 R>>",
    };
    for (int i = 0; i < 4; i++)
        objects[4 + i] = annotations[i] ? annotations[i] : "null";
    return write_pdf(b->arena, name, objects);
}

static const char *const fields[] = {
    "<</FT /Tx /T (name) /DA (/Helv 12 Tf 0 g)>>",
    "<</FT /Tx /T (date) /Kids [7 0 R] /DA (0 g/Other 9 Tf)>>",
    "<</Parent 6 0 R /DA (/Helv 8 Tf)>>",
    "<</Subtype /FreeText /DA (/Helv 10 Tf (/Helv) /Helvetica)>>",
};
#define FORM "<</Fields [5 0 R 6 0 R] /DR <</Font <</Helv <</BaseFont /Helvetica>>>>>> "

static void join(struct bench *b, const struct source *pack, const struct source *one)
{
    join_up(b, pack, one, NULL);
    assert_true(join_forms(&b->joint));
    assert_false(qpdf_has_error(b->q));
}

static void test_names_that_clash_get_a_prefix(void **state)
{
    static const char *const other[] = {"<</FT /Tx /T (other)>>",
                                        "<</FT /Tx /T <FEFF00640061007400650000>>>", NULL, NULL};
    struct bench *b = *state;
    b->items[0].number = STR("7.1");
    join(b, write_form(b, "pack.pdf", FORM ">>", fields),
         write_form(b, "one.pdf", FORM ">>", fields));
    assert_value(b, "/AcroForm /Fields 0 /T", "(name)");
    assert_value(b, "/AcroForm /Fields 2 /T", "(item-7-1-name)"); /* a dot would part names */
    assert_value(b, "/AcroForm /Fields 3 /T", "(item-7-1-date)");
    assert_value(b, "/AcroForm /Fields 3 /Kids 0 /T", "null");
    join(b, write_form(b, "pack.pdf", FORM ">>", fields),
         write_form(b, "one.pdf", FORM ">>", other));
    assert_value(b, "/AcroForm /Fields 2 /T", "(other)");
}

static void test_fonts_that_clash_are_renamed(void **state)
{
    struct bench *b = *state;
    join(b, write_form(b, "pack.pdf", FORM "/DA (/Helv 0 Tf) /Q 1>>", fields),
         write_form(b, "one.pdf",
                    "<</Fields [5 0 R 6 0 R] /DA (/Helv 7 Tf) /DR <</Font <</Helv <</BaseFont "
                    "/Arial>> /New <</BaseFont /Courier>>>>>>>>",
                    fields));
    assert_value(b, "/AcroForm /DR /Font /Helv /BaseFont", "/Helvetica");
    assert_value(b, "/AcroForm /DR /Font /item-7-Helv /BaseFont", "/Arial");
    assert_value(b, "/AcroForm /DR /Font /New /BaseFont", "/Courier");
    assert_value(b, "/AcroForm /Fields 0 /DA", "(/Helv 12 Tf 0 g)");
    assert_value(b, "/AcroForm /Fields 2 /DA", "(/item-7-Helv 12 Tf 0 g)");
    assert_value(b, "/AcroForm /Fields 3 /DA", "(0 g/Other 9 Tf)");
    assert_value(b, "/AcroForm /Fields 3 /Kids 0 /DA", "(/item-7-Helv 8 Tf)");
    assert_value(b, "/Pages /Kids 2 /Annots 3 /DA",
                 "(/item-7-Helv 10 Tf \\(/item-7-Helv\\) /Helvetica)");
    assert_value(b, "/AcroForm /Fields 2 /Q", "0"); /* the pack's 1 is not for it */
    assert_value(b, "/AcroForm /Fields 0 /Q", "null");
}

static void test_defaults_are_kept(void **state)
{
    static const char *const bare[] = {"<</FT /Tx /T (a)>>", NULL, NULL, NULL};
    struct bench *b = *state;
    join(b, write_form(b, "pack.pdf", "null", fields),
         write_form(b, "one.pdf", "<</Fields [5 0 R] /DA (/F 7 Tf) /Q 2 /CO [5 0 R]>>", bare));
    assert_value(b, "/AcroForm /Fields 0 /DA", "(/F 7 Tf)");
    assert_value(b, "/AcroForm /Fields 0 /Q", "2");
    assert_value(b, "/AcroForm /CO 0 /T", "(a)");
}

static const char *const is_signed[] = {
    "<</FT /Sig /T (chair) /Kids [6 0 R]>>",
    "<</Parent 5 0 R /Ff 4 /V <</Type /Sig /ByteRange [0 1 2 3]>>>>",
    "<</FT /Tx /T (words) /V (are kept)>>",
    NULL,
};

static void test_signatures_are_told_and_dropped(void **state)
{
    struct bench *b = *state;
    struct source *pack = write_form(b, "pack.pdf", FORM ">>", fields);
    struct source *item =
        write_form(b, "one.pdf", "<</Fields [5 0 R 7 0 R] /SigFlags 3>>", is_signed);
    join(b, pack, item);
    assert_int_equal(count_findings(b, Q729, item), 1);
    assert_int_equal(count_findings(b, Q729, pack), 0);
    assert_value(b, "/AcroForm /Fields 2 /Kids 0 /V", "null");
    assert_value(b, "/AcroForm /Fields 2 /Kids 0 /Ff", "5");
    assert_value(b, "/AcroForm /Fields 3 /V", "(are kept)");
    assert_value(b, "/AcroForm /SigFlags", "1");
    join(b, item, pack);
    assert_int_equal(count_findings(b, Q729, item), 2); /* the pack's own does not hold either */
}

static void test_xfa_is_told_and_dropped(void **state)
{
    struct bench *b = *state;
    struct source *pack = write_form(b, "pack.pdf", FORM "/XFA (x)>>", fields);
    struct source *item =
        write_form(b, "one.pdf", FORM "/XFA [(a) (b)] /NeedAppearances true>>", fields);
    join(b, pack, item);
    assert_int_equal(count_findings(b, Q730, pack) + count_findings(b, Q730, item), 2);
    assert_value(b, "/AcroForm /XFA", "null");
    assert_value(b, "/AcroForm /NeedAppearances", "true");
}

static void test_fields_of_a_replaced_page_go_with_it(void **state)
{
    struct bench *b = *state;
    b->items[0].place = PACK_REPLACE;
    b->items[0].page = 1;
    join(b, write_form(b, "pack.pdf", FORM "/CO [6 0 R]>>", fields),
         write_form(b, "one.pdf", FORM ">>", fields));
    assert_int_equal(handle_count(b->q, value_at(b, "/AcroForm /Fields")), 2);
    assert_value(b, "/AcroForm /Fields 0 /T", "(name)"); /* of the item: it is free now */
    assert_int_equal(handle_count(b->q, value_at(b, "/AcroForm /CO")), 0);
}

static void test_garbage(void **state)
{
    static const struct {
        const char *form, *field;
        bool is_told;
    } cases[] = {
        {"5", "null", true},
        {"<</Fields 5 /DR 5 /CO 5 /DA 5 /Q (x) /SigFlags /N>>", "null", false},
        {"<</Fields [null 5 (x) 99 0 R]>>", "null", true},
        {"<</Fields [5 0 R]>>", "<</T 5 /Kids [5 0 R] /Ff (x) /FT 3 /V <<>> /DA 5>>", true},
        {"<</Fields [5 0 R 5 0 R]>>", "<</T (x)>>", true},
        {"<</Fields [5 0 R] /DR <</Font 5 /Encoding <</A 5>> /Nil <<>>>>>>", "<</DA (/)>>", false},
        {"<</Fields [<</T (direct)>>] /DR <</Font <</Helv null>>>>>>", "null", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench *b = *state;
        const char *const annotations[] = {cases[i].field, NULL, NULL, NULL};
        struct source *pack = write_form(b, "pack.pdf", FORM ">>", fields);
        struct source *item = write_form(b, "one.pdf", cases[i].form, annotations);
        diag_init(&b->diag, b->arena);
        join(b, pack, item);
        assert_int_equal(count_findings(b, Q723, item), cases[i].is_told);
        assert_value(b, "/AcroForm /Fields 1 /T", "(date)");
        join(b, item, pack);
        assert_false(qpdf_has_error(b->q));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_names_that_clash_get_a_prefix),
        BENCH_TEST(test_fonts_that_clash_are_renamed),
        BENCH_TEST(test_defaults_are_kept),
        BENCH_TEST(test_signatures_are_told_and_dropped),
        BENCH_TEST(test_xfa_is_told_and_dropped),
        BENCH_TEST(test_fields_of_a_replaced_page_go_with_it),
        BENCH_TEST(test_garbage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
