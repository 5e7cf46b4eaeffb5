#include "joining.h"

/* One page; layers are objects 4 to 7: View, View, Design, both. */
static struct source *write_layers(struct bench *b, const char *name, const char *layers)
{
    const char *objects[] = {
        str_format(b->arena, "<</Type /Catalog /Pages 2 0 R /OCProperties %s>>", layers).p,
        "<</Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 595 842]>>",
        "<</Type /Page /Parent 2 0 R>>",
        "<</Type /OCG /Name (four)>>",
        "<</Type /OCG /Name (five) /Intent /View>>",
        "<</Type /OCG /Name (six) /Intent /Design>>",
        "<</Type /OCG /Name (seven) /Intent [/View /Design]>>",
        NULL,
    };
    return write_pdf(b->arena, name, objects);
}
#define ALL "/OCGs [4 0 R 5 0 R 6 0 R 7 0 R]"

/* The names of an array's layers: "four five". */
static const char *names_in(struct bench *b, const char *path)
{
    struct buf out = {.arena = b->arena};
    qpdf_oh list = value_at(b, path);
    for (int i = 0; i < handle_count(b->q, list); i++) {
        buf_addz(&out, i ? " " : "");
        buf_add(&out,
                handle_text(b->arena, b->q, handle_get(b->q, handle_at(b->q, list, i), "/Name")));
    }
    return buf_str(&out).p;
}

static void join(struct bench *b, const char *pack, const char *one)
{
    join_up(b, write_layers(b, "pack.pdf", pack), write_layers(b, "one.pdf", one), NULL);
    assert_true(join_layers(&b->joint));
    assert_false(qpdf_has_error(b->q));
}

static void test_every_layer_shows_as_it_did(void **state)
{
    static const struct {
        const char *config, *hidden;
    } cases[] = {
        {"<<>>", ""},
        {"<</OFF [4 0 R 7 0 R]>>", "four seven"},
        {"<</OFF [4 0 R] /ON [4 0 R]>>", "four"},
        {"<</BaseState /OFF>>",
         "four five seven"}, /* six is asked for by nobody: it hides nothing */
        {"<</BaseState /OFF /ON [5 0 R]>>", "four seven"},
        {"<</BaseState /OFF /Intent /Design>>", "six seven"},
        {"<</BaseState /OFF /Intent [/Design /View]>>", "four five six seven"},
        {"<</BaseState /OFF /Intent /All>>", "four five six seven"},
        {"<</BaseState /Unchanged /OFF [5 0 R 99 0 R 3 0 R (x)]>>", "five"},
        {"(x)", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench *b = *state;
        join(b, "<<" ALL " /D <</OFF [5 0 R]>>>>",
             str_format(b->arena, "<<" ALL " /D %s>>", cases[i].config).p);
        assert_string_equal(names_in(b, "/OCProperties /OCGs"),
                            "four five six seven four five six seven");
        assert_string_equal(
            names_in(b, "/OCProperties /D /OFF"),
            str_format(b->arena, "five%s%s", *cases[i].hidden ? " " : "", cases[i].hidden).p);
        assert_value(b, "/OCProperties /D /BaseState", "null");
    }
}

static void test_intents_are_those_of_all(void **state)
{
    struct bench *b = *state;
    join(b, "<<" ALL " /D <<>>>>", "<<" ALL " /D <<>>>>");
    assert_value(b, "/OCProperties /D /Intent", "null");
    join(b, "<<" ALL " /D <<>>>>", "<<" ALL " /D <</Intent /Design>>>>");
    assert_value(b, "/OCProperties /D /Intent", "[ /View /Design ]");
}

static void test_lists(void **state)
{
    struct bench *b = *state;
    join(b, "<<" ALL " /D <</Order [4 0 R] /Name (Plans) /Locked [4 0 R]>>>>",
         "<<" ALL " /D <</Order [5 0 R [6 0 R]] /RBGroups [[4 0 R 5 0 R]] /Locked [5 0 R] "
         "/AS [<</Event /Print>>]>>>>");
    assert_value(b, "/OCProperties /D /Name", "(Plans)");
    assert_value(b, "/OCProperties /D /Order 0 /Name", "(four)");
    assert_value(b, "/OCProperties /D /Order 1 0", "(Item 7: Report)");
    assert_value(b, "/OCProperties /D /Order 1 1 /Name", "(five)");
    assert_value(b, "/OCProperties /D /Order 1 2 0 /Name", "(six)");
    assert_string_equal(names_in(b, "/OCProperties /D /RBGroups 0"), "four five");
    assert_string_equal(names_in(b, "/OCProperties /D /Locked"), "four five");
    assert_value(b, "/OCProperties /D /AS 0 /Event", "/Print");
}

/* Once there is a list, a part that claims PDF/A shows all of its layers there. */
static void test_archival_parts_are_listed(void **state)
{
    struct bench *b = *state;
    join_up(b, write_layers(b, "pack.pdf", "<<" ALL " /D <<>>>>"),
            write_layers(b, "one.pdf", "<<" ALL " /D <</Order [4 0 R]>>>>"), NULL);
    b->parts[0].claims.pdfa = 3;
    assert_true(join_layers(&b->joint));
    assert_value(b, "/OCProperties /D /Order 3 /Name", "(seven)");
    assert_value(b, "/OCProperties /D /Order 4 1 /Name", "(four)");
}

static void test_other_configurations(void **state)
{
    struct bench *b = *state;
    join(b, "<<" ALL " /D <<>> /Configs [<</Name (Mine) /OFF [6 0 R]>>]>>",
         "<<" ALL " /D <<>> /Configs [<</Name (Print) /BaseState /OFF /ON [4 0 R]>> 5]>>");
    assert_value(b, "/OCProperties /Configs 0 /Name", "(Mine)");
    assert_value(b, "/OCProperties /Configs 1 /Name", "(Item 7: Report: Print)");
    assert_value(b, "/OCProperties /Configs 1 /BaseState", "/Unchanged");
    assert_string_equal(names_in(b, "/OCProperties /Configs 1 /ON"), "four six");
    assert_string_equal(names_in(b, "/OCProperties /Configs 1 /OFF"), "five seven");
}

static void test_a_pack_without_layers(void **state)
{
    struct bench *b = *state;
    join(b, "null", "<<" ALL " /D <</OFF [4 0 R]>>>>");
    assert_string_equal(names_in(b, "/OCProperties /D /OFF"), "four");
    assert_value(b, "/OCProperties /D /Name", "(Layers)");
    join(b, "<<" ALL " /D <</BaseState /OFF>>>>", "null");
    assert_value(b, "/OCProperties /D /BaseState", "/OFF"); /* as it was */
}

static void test_garbage(void **state)
{
    static const char *const garbage[] = {
        "5",
        "[4 0 R]",
        "<</OCGs 4 0 R>>",
        "<</OCGs [null 5 (x) 99 0 R 4 0 R 4 0 R] /D [1]>>",
        "<</OCGs [4 0 R] /D <</OFF 5 /ON (x) /Order /N /AS 3 /Intent 7 /RBGroups <<>>>>>>",
        "<</OCGs [4 0 R] /Configs 7>>",
    };
    for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++) {
        struct bench *b = *state;
        join(b, "<<" ALL " /D <</OFF [5 0 R]>>>>", garbage[i]);
        assert_string_equal(names_in(b, "/OCProperties /D /OFF"), "five");
        join(b, garbage[i], "<<" ALL " /D <</OFF [5 0 R]>>>>");
        assert_string_equal(names_in(b, "/OCProperties /D /OFF"), "five");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_every_layer_shows_as_it_did),
        BENCH_TEST(test_intents_are_those_of_all),
        BENCH_TEST(test_lists),
        BENCH_TEST(test_archival_parts_are_listed),
        BENCH_TEST(test_other_configurations),
        BENCH_TEST(test_a_pack_without_layers),
        BENCH_TEST(test_garbage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
