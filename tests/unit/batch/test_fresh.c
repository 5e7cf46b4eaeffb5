#include "unit/batch/storing.h"

#include <errno.h>

#include "base/digest.h"
#include "batch/fresh.h"
#include "batch/store.h"

#define PROGRAM "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define THUMB   "0123456789abcdef0123456789abcdef.png"

/* A report with a picture, and its PDF as it was made. */
struct made {
    struct document document;
    struct record record;
    struct record_input inputs[3];
};

static str hash_of(struct place *p, const char *path)
{
    return digest_hex(p->arena, content(p, path));
}

static struct made *make(struct place *p)
{
    struct made *m = ARENA_NEW(p->arena, struct made);
    put("reports/north/q2.xml", "<report/>");
    put("reports/north/img/a.png", "picture");
    put("brand.xml", "<layout/>");
    put("out/north/q2.pdf", "%PDF");
    put("out/.quoin/thumbnails/" THUMB, "png");
    m->document = (struct document){.path = STR("reports/north/q2.xml"),
                                    .name = STR("north/q2.xml"),
                                    .output = STR("north/q2.pdf"),
                                    .sha256 = hash_of(p, "reports/north/q2.xml")};
    struct record_input inputs[] = {
        {m->document.path, m->document.sha256},
        {STR("reports/north/img/a.png"), hash_of(p, "reports/north/img/a.png")},
        {STR("brand.xml"), hash_of(p, "brand.xml")},
    };
    memcpy(m->inputs, fresh_inputs(p->arena, inputs, 3), sizeof m->inputs);
    m->record = (struct record){.output = STR("north/q2.pdf"),
                                .input = STR("north/q2.xml"),
                                .sha256 = hash_of(p, "out/north/q2.pdf"),
                                .bytes = 4,
                                .thumbnail = STR(THUMB),
                                .program = STR(PROGRAM),
                                .options = STR("part=all"),
                                .inputs = m->inputs,
                                .input_count = 3};
    return m;
}

static enum fresh check(struct place *p, const struct made *m, str *detail)
{
    return fresh_check(p->scratch, STR("out"), &m->document, &m->record, STR(PROGRAM),
                       STR("part=all"), detail);
}

static void what_is_as_it_was_is_fresh(void **state)
{
    struct place *p = *state;
    struct made *m = make(p);
    str detail = STR("x");
    assert_int_equal(check(p, m, &detail), FRESH_YES);
    assert_int_equal(detail.n, 0);
    assert_int_equal(check(p, m, NULL), FRESH_YES);
    struct timespec later[2] = {{2000000000, 0}, {2000000000, 0}}; /* dates say nothing */
    utimensat(AT_FDCWD, "reports/north/q2.xml", later, 0);
    utimensat(AT_FDCWD, "out/north/q2.pdf", later, 0);
    assert_int_equal(check(p, m, NULL), FRESH_YES);
    m->record.thumbnail = STR(""); /* made without */
    assert_int_equal(check(p, m, NULL), FRESH_YES);
}

static void inputs_are_found_from_anywhere(void **state)
{
    struct place *p = *state;
    struct made *m = make(p);
    assert_str(m->inputs[0].path, "q2.xml");
    assert_str(m->inputs[1].path, "img/a.png");
    assert_true(str_ends(m->inputs[2].path, STR("/brand.xml")) && m->inputs[2].path.p[0] == '/');
    assert_int_equal(mkdir("elsewhere", 0777) | chdir("elsewhere"), 0);
    m->document.path = STR("../reports/north/q2.xml");
    assert_int_equal(fresh_check(p->scratch, STR("../out"), &m->document, &m->record, STR(PROGRAM),
                                 STR("part=all"), NULL),
                     FRESH_YES);
}

static void paths_are_relative_where_they_lie_beneath(void **state)
{
    struct place *p = *state;
    static const struct {
        const char *report, *input, *expected; /* "/": absolute, ending in the input */
    } cases[] = {
        {"q2.xml", "img/a.png", "img/a.png"},
        {"q2.xml", "./img/a.png", "img/a.png"},
        {"./q2.xml", "./img/a.png", "img/a.png"},
        {"q2.xml", "../brand.xml", "/"},
        {"reports/q2.xml", "reports/img/a.png", "img/a.png"},
        {"reports/q2.xml", "reports//img/a.png", "img/a.png"},
        {"reports/q2.xml", "reports-old/a.png", "/"},
        {"reports/q2.xml", "reports/../a.png", "/"},
        {"reports/q2.xml", "a.png", "/"},
        {"/r/q2.xml", "/r/a.png", "a.png"},
        {"/q2.xml", "/a.png", "a.png"},
        {"/r/q2.xml", "/s/a.png", "/"},
        {"../q2.xml", "../a.png", "a.png"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct record_input in[] = {{str_z(cases[i].report), STR("")},
                                    {str_z(cases[i].input), STR("h")}};
        struct record_input *out = fresh_inputs(p->arena, in, 2);
        bool is_absolute = str_is(str_z(cases[i].expected), "/");
        bool ok = is_absolute ? out[1].path.p[0] == '/' && str_ends(out[1].path, in[1].path)
                              : str_is(out[1].path, cases[i].expected);
        if (!ok)
            fail_msg("%s: %.*s", cases[i].input, STR_ARG(out[1].path));
        assert_str(out[1].sha256, "h");
    }
}

static void what_was_never_made_is_new(void **state)
{
    struct place *p = *state;
    struct made *m = make(p);
    struct record kept = m->record;
    assert_int_equal(unlink("out/north/q2.pdf"), 0);
    assert_int_equal(fresh_check(p->scratch, STR("out"), &m->document, NULL, STR(PROGRAM),
                                 STR("part=all"), NULL),
                     FRESH_NEW);
    m->record.sha256 = STR("");
    assert_int_equal(check(p, m, NULL), FRESH_NEW);
    m->record = kept;
    m->record.input_count = 0;
    assert_int_equal(check(p, m, NULL), FRESH_NEW);
    m->record = kept;
    m->record.input = STR("south/q2.xml"); /* the PDF is another report's */
    assert_int_equal(check(p, m, NULL), FRESH_NEW);
    m->record = kept;
    m->record.has_failed = true;
    assert_int_equal(check(p, m, NULL), FRESH_FAILED);
    m->record = (struct record){.input = m->document.name};
    m->document.output = STR("");
    assert_int_equal(check(p, m, NULL), FRESH_NEW);
}

/* The manifest was deleted, say. */
static void a_pdf_that_no_record_tells_of_is_not_called_unmade(void **state)
{
    struct place *p = *state;
    struct made *m = make(p);
    assert_int_equal(fresh_check(p->scratch, STR("out"), &m->document, NULL, STR(PROGRAM),
                                 STR("part=all"), NULL),
                     FRESH_UNKNOWN);
    m->record.sha256 = STR("");
    assert_int_equal(check(p, m, NULL), FRESH_UNKNOWN);
}

static void the_option_that_differs_is_named(void **state)
{
    static const struct {
        const char *before, *now, *why;
    } cases[] = {
        {"part=all", "variant=mono part=all", "--variant mono is asked for"},
        {"variant=mono part=all", "variant=flat part=all",
         "--variant flat is asked for, before it was mono"},
        {"variant=mono part=all", "part=all", "--variant is not asked for any more"},
        {"part=A", "part=all", "--part is not asked for any more"},
        {"part=all", "part=all source=none", "--no-source is asked for"},
        {"part=all source=none", "part=all", "--no-source is not asked for any more"},
        {"part=all", "part=all epoch=0", "SOURCE_DATE_EPOCH 0 is asked for"},
        {"layout=a.xml layout-sha256=11 part=all", "layout=b%20%25.xml layout-sha256=11 part=all",
         "--layout b %.xml is asked for, before it was a.xml"},
        {"layout=a%20b.xml layout-sha256=11 part=all", "layout=a%20b.xml layout-sha256=12 part=all",
         "the layout changed: a b.xml"},
        {"part=all colour=red", "part=all", "other options are asked for"},
    };
    struct place *p = *state;
    struct made *m = make(p);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str detail;
        m->record.options = str_z(cases[i].before);
        enum fresh fresh = fresh_check(p->scratch, STR("out"), &m->document, &m->record,
                                       STR(PROGRAM), str_z(cases[i].now), &detail);
        assert_str(str_format(p->arena, "%s%.*s", fresh_text(fresh), STR_ARG(detail)),
                   cases[i].why);
    }
}

static void what_made_it_counts(void **state)
{
    struct place *p = *state;
    struct made *m = make(p);
    assert_int_equal(fresh_check(p->scratch, STR("out"), &m->document, &m->record, STR("other"),
                                 STR("part=all"), NULL),
                     FRESH_PROGRAM);
    assert_int_equal(fresh_check(p->scratch, STR("out"), &m->document, &m->record, STR(PROGRAM),
                                 STR("part=A"), NULL),
                     FRESH_OPTIONS);
    m->document.sha256 = STR(PROGRAM);
    assert_int_equal(check(p, m, NULL), FRESH_REPORT);
    m->document.sha256 = STR(""); /* it cannot be read */
    m->inputs[0].sha256 = STR("");
    assert_int_equal(check(p, m, NULL), FRESH_REPORT);
}

static void a_changed_input_is_named(void **state)
{
    struct place *p = *state;
    struct made *m = make(p);
    str detail;
    put("reports/north/img/a.png", "pictura");
    assert_int_equal(check(p, m, &detail), FRESH_INPUT);
    assert_str(detail, "img/a.png");
    assert_int_equal(unlink("reports/north/img/a.png"), 0);
    assert_int_equal(check(p, m, &detail), FRESH_INPUT);
    assert_int_equal(mkfifo("reports/north/img/a.png", 0666), 0); /* and nobody waits for it */
    assert_int_equal(check(p, m, &detail), FRESH_INPUT);
    assert_int_equal(unlink("reports/north/img/a.png"), 0);
    assert_int_equal(symlink("/dev/zero", "reports/north/img/a.png"), 0); /* nor reads it all */
    assert_int_equal(check(p, m, &detail), FRESH_INPUT);
    assert_int_equal(unlink("reports/north/img/a.png"), 0);
    put("reports/north/img/a.png", "picture");
    put("brand.xml", "<layout />");
    assert_int_equal(check(p, m, &detail), FRESH_INPUT);
    assert_true(str_ends(detail, STR("/brand.xml")));
    assert_string_equal(fresh_text(FRESH_INPUT), "a file it uses changed: ");
}

static void the_pdf_itself_is_looked_at(void **state)
{
    struct place *p = *state;
    struct made *m = make(p);
    put("out/north/q2.pdf", "%PDf");
    assert_int_equal(check(p, m, NULL), FRESH_ALTERED);
    put("out/north/q2.pdf", "%PDF-");
    assert_int_equal(check(p, m, NULL), FRESH_ALTERED);
    assert_int_equal(unlink("out/north/q2.pdf"), 0);
    assert_int_equal(check(p, m, NULL), FRESH_MISSING);
    put("real.pdf", "%PDF"); /* the right bytes, but not the file that was made */
    assert_int_equal(symlink("../../real.pdf", "out/north/q2.pdf"), 0);
    assert_int_equal(check(p, m, NULL), FRESH_ALTERED);
    assert_int_equal(unlink("out/north/q2.pdf") | mkfifo("out/north/q2.pdf", 0666), 0);
    assert_int_equal(check(p, m, NULL), FRESH_ALTERED);
    assert_int_equal(unlink("out/north/q2.pdf") | mkdir("out/north/q2.pdf", 0777), 0);
    assert_int_equal(check(p, m, NULL), FRESH_ALTERED);
    assert_int_equal(rmdir("out/north/q2.pdf"), 0);
    put("out/north/q2.pdf", "%PDF");
    assert_int_equal(check(p, m, NULL), FRESH_YES);
    assert_int_equal(unlink("out/.quoin/thumbnails/" THUMB), 0);
    assert_int_equal(check(p, m, NULL), FRESH_MISSING);
}

static void every_answer_has_words(void **state)
{
    (void)state;
    for (int i = FRESH_YES; i <= FRESH_ALTERED; i++)
        assert_true(i == FRESH_OPTIONS || strlen(fresh_text((enum fresh)i)) > 5);
}

static void options_are_a_line(void **state)
{
    struct place *p = *state;
    quoin_options o = QUOIN_OPTIONS_DEFAULT;
    assert_str(fresh_options(p->arena, &o), "part=all");
    o.part = "all";
    o.werror = 1;
    o.memory_limit = 5; /* these two make no other PDF */
    assert_str(fresh_options(p->arena, &o), "part=all");
    o = (quoin_options){.layout = "opcc",
                        .part = "A",
                        .epoch = 1700000000,
                        .no_source = 1,
                        .variant = "large-print"};
    assert_str(fresh_options(p->arena, &o),
               "layout=opcc variant=large-print part=A epoch=1700000000 source=none");
    o.epoch = 0;
    o.part = "A epoch=5 %";
    assert_str(fresh_options(p->arena, &o),
               "layout=opcc variant=large-print part=A%20epoch=5%20%25 epoch=0 source=none");
    o = (quoin_options)QUOIN_OPTIONS_DEFAULT;
    o.agenda_item = "7";
    o.first_page = 71;
    assert_str(fresh_options(p->arena, &o), "part=all agenda-item=7 first-page=71");
}

static void a_layout_file_counts_by_its_content(void **state)
{
    struct place *p = *state;
    quoin_options o = QUOIN_OPTIONS_DEFAULT;
    o.layout = "brands/ours.xml";
    put("brands/ours.xml", "abc");
    str first = fresh_options(p->arena, &o);
    assert_str(first, "layout=ours.xml layout-sha256=ba7816bf8f01cfea414140de5dae2223"
                      "b00361a396177a9cb410ff61f20015ad part=all");
    put("ours.xml", "abc");
    o.layout = "ours.xml"; /* the same from another place */
    assert_true(str_eq(first, fresh_options(p->arena, &o)));
    put("ours.xml", "abd");
    assert_false(str_eq(first, fresh_options(p->arena, &o)));
    o.layout = "none.xml";
    assert_str(fresh_options(p->arena, &o), "layout=none.xml layout-sha256=none part=all");
}

static void write_bytes(const char *path, char *bytes, size_t n)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static void a_thousand_are_no_matter(void **state)
{
    enum { COUNT = 1000, SIZE = 60000 };
    struct place *p = *state;
    struct made *m = make(p);
    static char bytes[SIZE];
    struct record *records = ARENA_ARRAY(p->arena, COUNT, struct record);
    char path[64];
    for (int i = 0; i < COUNT; i++) {
        snprintf(path, sizeof path, "out/north/%04d.pdf", i);
        snprintf(bytes, sizeof bytes, "%d", i);
        write_bytes(path, bytes, SIZE);
        records[i] = m->record;
        records[i].output = str_copy(p->arena, str_z(path + 4));
        records[i].sha256 = digest_hex(p->arena, (str){bytes, SIZE});
        records[i].bytes = SIZE;
    }
    double start = milliseconds();
    for (int i = 0; i < COUNT; i++) {
        struct arena_mark mark = arena_mark(p->scratch);
        struct document document = m->document;
        document.output = records[i].output;
        assert_int_equal(fresh_check(p->scratch, STR("out"), &document, &records[i], STR(PROGRAM),
                                     STR("part=all"), NULL),
                         FRESH_YES);
        arena_rewind(p->scratch, mark);
    }
    print_message("1,000 PDFs of 60 kB: %.0f ms\n", milliseconds() - start);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(what_is_as_it_was_is_fresh),
        PLACE_TEST(inputs_are_found_from_anywhere),
        PLACE_TEST(paths_are_relative_where_they_lie_beneath),
        PLACE_TEST(what_was_never_made_is_new),
        PLACE_TEST(a_pdf_that_no_record_tells_of_is_not_called_unmade),
        PLACE_TEST(the_option_that_differs_is_named),
        PLACE_TEST(what_made_it_counts),
        PLACE_TEST(a_changed_input_is_named),
        PLACE_TEST(the_pdf_itself_is_looked_at),
        PLACE_TEST(every_answer_has_words),
        PLACE_TEST(options_are_a_line),
        PLACE_TEST(a_layout_file_counts_by_its_content),
        PLACE_TEST(a_thousand_are_no_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
