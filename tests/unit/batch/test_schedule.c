#include "unit/batch/batch_test.h"

#include "batch/schedule.h"

struct asked {
    const char *inputs[8];
    const char *pattern, *variant, *part;
    struct shard shard;
};

static bool make(struct place *p, struct asked asked, struct schedule *out)
{
    struct batch_options options = {.inputs = asked.inputs,
                                    .output = "out",
                                    .pattern = asked.pattern,
                                    .report = QUOIN_OPTIONS_DEFAULT,
                                    .shard = asked.shard};
    options.report.variant = asked.variant;
    options.report.part = asked.part;
    if (options.shard.count == 0)
        options.shard.count = 1;
    diag_init(&p->diag, p->arena);
    return schedule_make(p->arena, &p->diag, &options, out);
}

/* The plan as text: "NAME OUTPUT", a line each, in the plan's order. */
static const char *list(struct place *p, struct asked asked)
{
    struct buf b = {.arena = p->arena};
    struct schedule plan;
    if (!make(p, asked, &plan))
        fail_msg("%s", p->diag.findings[0].text.p);
    for (size_t i = 0; i < plan.count; i++) {
        const struct document *d = &plan.documents[i];
        assert_true(d->output.n > 0 || d->problem.n > 0);
        buf_format(&b, "%.*s %.*s\n", STR_ARG(d->name), STR_ARG(d->output));
    }
    return buf_str(&b).p;
}

/* The batch must not begin; the first finding says this, and hints at that. */
static void refuse(struct place *p, struct asked asked, enum code code, size_t count,
                   const char *text, const char *hint)
{
    struct schedule plan;
    assert_false(make(p, asked, &plan));
    assert_int_equal(p->diag.count, count);
    const struct finding *f = &p->diag.findings[0];
    assert_int_equal(f->code, code);
    if (!strstr(f->text.p, text) || !strstr(f->hint.n ? f->hint.p : "", hint))
        fail_msg("%s / %s", f->text.p, f->hint.n ? f->hint.p : "");
}

#define IN(...)                                                                                    \
    (struct asked)                                                                                 \
    {                                                                                              \
        .inputs = { __VA_ARGS__ }                                                                  \
    }

/* ---- names ---------------------------------------------------------------------------------- */

static void the_tree_is_kept(void **state)
{
    struct place *p = *state;
    put_report("in/north/q2.xml", "OPCC", "North", "2020/21", 2);
    put_report("in/north/old/q1.xml", "OPCC", "", "2019/20", 1);
    put_report("in/South Office/q2.xml", "OPCC", "South", "2020/21", 2);
    put_report("single.xml", "DWP", "", "2021/22", 4);
    assert_string_equal(list(p, IN("single.xml", "in")),
                        "South Office/q2.xml South Office/opcc-south-2020-21-q2.pdf\n"
                        "single.xml dwp-2021-22-q4.pdf\n"
                        "north/old/q1.xml north/old/opcc-2019-20-q1.pdf\n"
                        "north/q2.xml north/opcc-north-2020-21-q2.pdf\n");
    assert_string_equal(list(p, IN("in/north/q2.xml")), "q2.xml opcc-north-2020-21-q2.pdf\n");
}

static void a_document_is_described(void **state)
{
    struct place *p = *state;
    struct schedule plan;
    put_report("in/q2.xml", "OPCC", "North", "2020/21", 2);
    put("in/other.xml", "<html/>");
    assert_true(make(p, IN("in"), &plan));
    assert_int_equal(plan.count, 1);
    assert_int_equal(plan.elsewhere, 0);
    assert_int_equal(plan.passed_over, 1);
    const struct document *d = plan.documents;
    assert_str(d->path, "in/q2.xml");
    assert_str(d->organisation, "Office of OPCC");
    assert_str(d->area, "North");
    assert_str(d->year, "2020/21");
    assert_str(d->title, "Report");
    assert_int_equal(d->quarter, 2);
    assert_int_equal(d->sha256.n, 64);
    assert_int_equal(d->problem.n, 0);
}

static void patterns_name_them(void **state)
{
    struct place *p = *state;
    put_report("in/a/q2.xml", "OPCC", "North", "2020/21", 2);
    struct asked asked = {.inputs = {"in"}, .pattern = "{year}/{stem}[-{variant}][-{part}]"};
    assert_string_equal(list(p, asked), "a/q2.xml a/2020-21/q2.pdf\n");
    asked.part = "all";
    asked.variant = "mono";
    assert_string_equal(list(p, asked), "a/q2.xml a/2020-21/q2-mono.pdf\n");
    asked.part = "A";
    assert_string_equal(list(p, asked), "a/q2.xml a/2020-21/q2-mono-a.pdf\n");
}

static void what_cannot_be_named_stays_in_the_plan(void **state)
{
    struct place *p = *state;
    struct schedule plan;
    put("in/a.xml", "<report xmlns='urn:quoin:report:1'/>");
    put_report("in/b.xml", "Полиция", "", "2020/21", 2);
    put_report("in/c.xml", "OPCC", "", "2020/21", 2);
    put("layout.xml", "<layout xmlns='urn:quoin:layout:1'/>");
    assert_int_equal(mkfifo("in/pipe.xml", 0600), 0);
    assert_string_equal(list(p, IN("in", "layout.xml")),
                        "a.xml \nb.xml \nlayout.xml \npipe.xml \nc.xml opcc-2020-21-q2.pdf\n");
    assert_true(make(p, IN("in"), &plan));
    assert_non_null(strstr(plan.documents[1].problem.p, "{short}"));
    assert_int_equal(plan.documents[2].sha256.n, 0); /* the pipe */
    struct asked asked = {.inputs = {"in/c.xml"}, .pattern = "[{area}]-{year}"};
    assert_true(make(p, asked, &plan));
    assert_int_equal(plan.documents[0].output.n, 0);
    assert_non_null(strstr(plan.documents[0].problem.p, "\"-2020-21.pdf\""));
}

/* ---- the same file again ----------------------------------------------------------------------
 */

static void a_file_is_taken_once(void **state)
{
    struct place *p = *state;
    put_report("in/north/q2.xml", "OPCC", "", "2020/21", 2);
    assert_int_equal(symlink("north/q2.xml", "in/z.xml"), 0);
    assert_int_equal(link("in/north/q2.xml", "in/zz.xml"), 0);
    const char *once = "north/q2.xml north/opcc-2020-21-q2.pdf\n";
    assert_string_equal(list(p, IN("in")), once);
    assert_string_equal(list(p, IN("in", "in", "./in/north")), once);
    assert_string_equal(list(p, IN("in", "in/../in/north/q2.xml")), once);
    assert_string_equal(list(p, IN("in/north", "in")), "q2.xml opcc-2020-21-q2.pdf\n");
}

/* ---- refusals -----------------------------------------------------------------------------------
 */

static void collisions_are_told(void **state)
{
    struct place *p = *state;
    put_report("in/a.xml", "OPCC", "", "2020/21", 2);
    put_report("in/b.xml", "OPCC", "", "2020/21", 2);
    refuse(p, IN("in"), Q751, 1, "would be opcc-2020-21-q2.pdf, and so would that of in/a.xml:1",
           "--name '{short}[-{area}]-{year}-q{quarter}[-{part}][-{variant}]-{stem}'");
    assert_str(p->diag.findings[0].pos.source->path, "in/b.xml");
    put_report("other/a.xml", "OPCC", "", "2020/21", 2);
    refuse(p, IN("in/a.xml", "other/a.xml"), Q751, 1, "that of in/a.xml",
           "name the folder that both are in");
    assert_string_equal(list(p, (struct asked){.inputs = {"in"}, .pattern = "{stem}"}),
                        "a.xml a.pdf\nb.xml b.pdf\n");
}

static void copies_are_called_copies(void **state)
{
    struct place *p = *state;
    const char *text = "<report xmlns='urn:quoin:report:1' year='2020/21' quarter='2'>"
                       "<organisation>A</organisation></report>";
    char longer[256];
    snprintf(longer, sizeof longer, "<?xml version='1.0'?>\n<!-- <report> -->\n%s", text);
    put("in/a.xml", longer);
    put("in/copy of a.xml", longer);
    refuse(p, IN("in"), Q751, 1,
           "this is a copy of in/a.xml:3, the same to the byte; the PDF of both would be a-2020-21",
           "leave one out: remove it, or call it .copy of a.xml,");
    assert_str(p->diag.findings[0].pos.source->path, "in/copy of a.xml");
    assert_int_equal(p->diag.findings[0].pos.line, 3);
    rename("in/copy of a.xml", "in/.copy of a.xml");
    assert_string_equal(list(p, IN("in")), "a.xml a-2020-21-q2.pdf\n");
    rename("in/.copy of a.xml", "in/b.xml");
    put("in/a.xml", text); /* one byte is enough to be another report */
    refuse(p, IN("in"), Q751, 1, "and so would that of in/a.xml:1", "-{stem}' tells them apart");
}

static void case_alone_tells_nothing_apart(void **state)
{
    struct place *p = *state;
    put_report("in/North/q2.xml", "OPCC", "", "2020/21", 2);
    put_report("in/north/q2.xml", "OPCC", "", "2020/21", 2);
    refuse(p, IN("in"), Q751, 1, "some disks cannot tell from North/", "something else");
    put_report("bytes/\xFF/q2.xml", "OPCC", "", "2020/21", 2);
    put_report("bytes/\xFE/q2.xml", "OPCC", "", "2020/21", 2);
    struct schedule plan;
    assert_true(make(p, IN("bytes"), &plan));
    assert_int_equal(plan.count, 2);
    assert_str(plan.documents[0].output, "\xFE/opcc-2020-21-q2.pdf");
}

static void many_collisions_are_counted(void **state)
{
    struct place *p = *state;
    char path[64];
    for (int i = 0; i < 31; i++) {
        snprintf(path, sizeof path, "in/%d.xml", i);
        put_report(path, "OPCC", "", "2020/21", 2);
    }
    refuse(p, IN("in"), Q751, 21, "and so would that of in/0.xml", "{stem}");
    assert_non_null(strstr(p->diag.findings[20].text.p, "10 more"));
}

static void a_folder_cannot_have_the_name_of_a_pdf(void **state)
{
    struct place *p = *state;
    put_report("in/a.xml", "OPCC", "", "2020/21", 2);
    put_report("in/OPCC-2020-21-q2.pdf/b.xml", "OPCC", "", "2020/21", 3);
    refuse(p, IN("in"), Q751, 1, "in a folder of the name that the PDF of in/a.xml has", "");
}

static void names_of_the_batch_itself_are_kept(void **state)
{
    struct place *p = *state;
    put_report("in/Index.html/a.xml", "OPCC", "", "2020/21", 2);
    refuse(p, IN("in"), Q752, 1, "a file of the batch itself", "something else");
    put_report("a.xml", "OPCC", "", "2020/21", 2);
    refuse(p, (struct asked){.inputs = {"a.xml"}, .pattern = "quoin-manifest.jsonl/{stem}"}, Q752,
           1, "a file of the batch itself", "something else");
    refuse(p, (struct asked){.inputs = {"a.xml"}, .pattern = ".quoin/{stem}"}, Q752, 1,
           "within the output folder", "");
}

static void patterns_are_judged_before_anything_is_read(void **state)
{
    struct place *p = *state;
    refuse(p, (struct asked){.inputs = {"nowhere"}, .pattern = "../{stem}"}, Q752, 1,
           "within the output folder", "-o");
    refuse(p, (struct asked){.inputs = {"nowhere"}, .pattern = "/{stem}"}, Q752, 1,
           "within the output folder", "-o");
    refuse(p, (struct asked){.inputs = {"nowhere"}, .pattern = "{steem}"}, Q752, 1, "{steem}",
           "{stem}");
    refuse(p, (struct asked){.inputs = {"nowhere"}, .pattern = "{stem}-{variant}"}, Q752, 1,
           "no value without --variant", "[-{variant}]");
}

static void nothing_found_is_told(void **state)
{
    struct place *p = *state;
    assert_int_equal(mkdir("in", 0777), 0);
    refuse(p, IN("in"), Q750, 1, "there is no report here", "folder of PDFs?");
    put("in/a.xml", "<html/>");
    refuse(p, IN("in", "in"), Q750, 1, "nor in what else", "none of the 2 files");
    refuse(p, IN("nowhere"), Q701, 1, "cannot find this", "name report files");
    put_report("a.xml", "OPCC", "", "2020/21", 2);
    refuse(p, IN("a.xml", "nowhere", "b.xml"), Q701, 2, "cannot find this", "name report files");
}

/* ---- shards
 * -------------------------------------------------------------------------------------- */

#define REPORTS 60

static void put_many(void)
{
    char path[64], area[32];
    for (int i = 0; i < REPORTS; i++) {
        snprintf(path, sizeof path, "in/%d/%d.xml", i % 7, i);
        snprintf(area, sizeof area, "Area %d", i);
        put_report(path, "OPCC", area, "2020/21", 2);
    }
}

/* Each report is in one shard and no other, with the output it has without shards. */
static void shards_part_the_whole(void **state)
{
    struct place *p = *state;
    const unsigned counts[] = {1, 2, 4, 7};
    struct schedule whole, part;
    put_many();
    assert_true(make(p, IN("in"), &whole));
    assert_int_equal(whole.count, REPORTS);
    for (size_t k = 0; k < 4; k++) {
        int met[REPORTS] = {0};
        for (unsigned i = 0; i < counts[k]; i++) {
            struct asked asked = {.inputs = {"in"}, .shard = {i, counts[k]}};
            assert_true(make(p, asked, &part));
            assert_int_equal(part.count + part.elsewhere, REPORTS);
            assert_true(part.count > 0 && (counts[k] == 1 || part.elsewhere > 0));
            for (size_t d = 0; d < part.count; d++)
                for (size_t w = 0; w < REPORTS; w++)
                    if (str_eq(part.documents[d].name, whole.documents[w].name)) {
                        assert_true(str_eq(part.documents[d].output, whole.documents[w].output));
                        met[w]++;
                    }
        }
        for (size_t w = 0; w < REPORTS; w++)
            assert_int_equal(met[w], 1);
    }
}

/* What falls to whom is part of the contract: machines with other versions share a batch. */
static void shares_go_by_the_name(void **state)
{
    (void)state;
    /* printf %s north/q2.xml | sha256sum: its first 64 bits */
    uint64_t hash = 0x6c541ffcad988911;
    for (unsigned i = 0; i < 7; i++)
        assert_int_equal(schedule_is_mine(STR("north/q2.xml"), (struct shard){i, 7}),
                         hash % 7 == i);
    assert_true(schedule_is_mine(STR("north/q2.xml"), (struct shard){0, 1}));
}

static void every_shard_sees_every_collision(void **state)
{
    struct place *p = *state;
    put_many();
    put_report("in/0/copy.xml", "OPCC", "Area 0", "2020/21", 2);
    for (unsigned i = 0; i < 4; i++)
        refuse(p, (struct asked){.inputs = {"in"}, .shard = {i, 4}}, Q751, 1, "opcc-area-0", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(the_tree_is_kept),
        PLACE_TEST(a_document_is_described),
        PLACE_TEST(patterns_name_them),
        PLACE_TEST(what_cannot_be_named_stays_in_the_plan),
        PLACE_TEST(a_file_is_taken_once),
        PLACE_TEST(collisions_are_told),
        PLACE_TEST(copies_are_called_copies),
        PLACE_TEST(case_alone_tells_nothing_apart),
        PLACE_TEST(many_collisions_are_counted),
        PLACE_TEST(a_folder_cannot_have_the_name_of_a_pdf),
        PLACE_TEST(names_of_the_batch_itself_are_kept),
        PLACE_TEST(patterns_are_judged_before_anything_is_read),
        PLACE_TEST(nothing_found_is_told),
        PLACE_TEST(shards_part_the_whole),
        PLACE_TEST(shares_go_by_the_name),
        PLACE_TEST(every_shard_sees_every_collision),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
