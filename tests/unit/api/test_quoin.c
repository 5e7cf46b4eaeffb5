/* quoin.h's functions for who keeps a store of outputs: what a file is, what an output is made of.
 */
#include "unit/base/base_test.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "quoin.h"

#define FOLDER "quoin-test"

/* ---- a folder with a report, its pictures and a layout ---- */

static str read_all(struct arena *a, const char *path)
{
    int fd = open(path, O_RDONLY);
    char *bytes = arena_alloc(a, 1 << 20);
    ssize_t n = fd >= 0 ? read(fd, bytes, 1 << 20) : -1;
    if (n < 0)
        fail_msg("%s", path);
    close(fd);
    return (str){bytes, (size_t)n};
}

static void write_all(const char *path, str bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.p, bytes.n), bytes.n);
    close(fd);
}

#define REPORT(layout, inside)                                                                     \
    STR("<report xmlns='urn:quoin:report:1' xml:lang='en-GB' year='2020/21' quarter='2'" layout    \
        "><organisation short='OPCC'>Office</organisation><title>T</title>"                        \
        "<appendix id='A' title='T'><section title='S'><para>x</para>" inside                      \
        "</section></appendix></report>")
#define PICTURE "<image file='p/./a.svg' alt='x'/>"

struct folder {
    char home[4096], place[64];
    struct arena *arena;
    quoin_kit *kit;
};

static int open_folder(void **state)
{
    struct folder *f = calloc(1, sizeof *f);
    f->arena = arena_new();
    f->kit = quoin_kit_open();
    str svg = read_all(f->arena, "samples/pictures/quarters.svg");
    str font = read_all(f->arena, "fonts/LiberationSans-Regular.ttf");
    snprintf(f->place, sizeof f->place, "/tmp/" FOLDER "-XXXXXX");
    if (!f->kit || !getcwd(f->home, sizeof f->home) || !mkdtemp(f->place) || chdir(f->place) != 0)
        return -1;
    mkdir("north", 0755);
    mkdir("north/p", 0755);
    write_all("north/p/a.svg", svg);
    write_all("north/own.ttf", font);
    write_all("north/own.xml",
              STR("<layout xmlns='urn:quoin:layout:1' xml:lang='en-GB' based-on='opcc' title='x'>"
                  "<faces><family name='sans' regular='own.ttf'/></faces></layout>"));
    *state = f;
    return 0;
}

static int close_folder(void **state)
{
    struct folder *f = *state;
    int bad = chdir(f->home);
    char command[128];
    snprintf(command, sizeof command, "rm -r %s", f->place);
    bad |= system(command);
    quoin_kit_close(f->kit);
    arena_close(f->arena);
    free(f);
    return bad;
}

#define FOLDER_TEST(name) cmocka_unit_test_setup_teardown(name, open_folder, close_folder)

/* Path and digest of input i are those of the file as it is now. */
static void assert_input(struct folder *f, const quoin_report *report, size_t i, const char *path)
{
    quoin_input input = quoin_input_at(report, i);
    assert_string_equal(input.path, path);
    assert_string_equal(input.sha256, digest_hex(f->arena, read_all(f->arena, path)).p);
}

static quoin_status render(quoin_report *report)
{
    const void *bytes;
    size_t size;
    return quoin_render(report, &bytes, &size);
}

/* ---- files in memory ---- */

static str render_bytes(struct folder *f, quoin_report *report)
{
    const void *bytes;
    size_t size;
    assert_int_equal(quoin_render(report, &bytes, &size), QUOIN_DONE);
    str copy = str_copy(f->arena, (str){bytes, size});
    quoin_report_close(report);
    return copy;
}

static quoin_file in_memory(const char *name, str bytes)
{
    return (quoin_file){name, bytes.p, bytes.n};
}

/* With a layout, its face and a picture: the bytes that the same files on the disk give. */
static void from_memory_as_from_the_disk(void **state)
{
    struct folder *f = *state;
    str xml = REPORT(" layout='b/own.xml'", PICTURE);
    write_all("north/q2.xml", xml);
    str layout = read_all(f->arena, "north/own.xml"), face = read_all(f->arena, "north/own.ttf");
    mkdir("north/b", 0755);
    write_all("north/b/own.xml", layout);
    write_all("north/b/own.ttf", face);
    const quoin_file files[] = {
        in_memory("elsewhere.xml", xml),  in_memory("p/a.svg", read_all(f->arena, "north/p/a.svg")),
        in_memory("./b/own.xml", layout), in_memory("b/own.ttf", face),
        in_memory("../outside", STR("")), in_memory("unused.svg", STR("")),
    };
    str there = render_bytes(f, quoin_report_open(f->kit, "north/q2.xml", NULL));
    str here = render_bytes(f, quoin_report_open_files(f->kit, files, 6, NULL));
    assert_true(str_eq(there, here));
}

/* What lies on the disk is not there for it, but for the layout that options name. */
static void from_memory_alone(void **state)
{
    struct folder *f = *state;
    assert_int_equal(chdir("north"), 0);
    quoin_file file = in_memory("q2.xml", REPORT("", PICTURE));
    quoin_report *report = quoin_report_open_files(f->kit, &file, 1, NULL);
    assert_int_equal(render(report), QUOIN_INVALID);
    assert_string_equal(quoin_finding_at(report, 0).code, "Q510");
    quoin_report_close(report);

    file = in_memory("q2.xml", REPORT(" layout='own.xml'", ""));
    report = quoin_report_open_files(f->kit, &file, 1, NULL);
    assert_int_equal(quoin_report_status(report), QUOIN_INVALID);
    assert_string_equal(quoin_finding_at(report, 0).code, "Q501");
    quoin_report_close(report);

    file = in_memory("q2.xml", REPORT("", ""));
    quoin_options options = QUOIN_OPTIONS_DEFAULT;
    options.layout = "own.xml";
    report = quoin_report_open_files(f->kit, &file, 1, &options);
    assert_int_equal(render(report), QUOIN_DONE);
    quoin_report_close(report);
    assert_int_equal(chdir(".."), 0);
}

static void no_files_at_all(void **state)
{
    struct folder *f = *state;
    quoin_report *report = quoin_report_open_files(f->kit, NULL, 0, NULL);
    assert_int_equal(quoin_report_status(report), QUOIN_INVALID);
    quoin_report_close(report);
}

/* ---- inputs ---- */

static void a_report_and_its_pictures(void **state)
{
    struct folder *f = *state;
    write_all("north/q2.xml", REPORT("", PICTURE PICTURE));
    quoin_report *report = quoin_report_open(f->kit, "north/q2.xml", NULL);
    assert_int_equal(render(report), QUOIN_DONE);
    assert_int_equal(quoin_input_count(report), 2);
    assert_input(f, report, 0, "north/q2.xml");
    assert_input(f, report, 1, "north/p/a.svg");
    assert_string_equal(quoin_input_at(report, 2).path, "");
    quoin_report_close(report);
}

static void a_layout_of_ones_own(void **state)
{
    struct folder *f = *state;
    write_all("north/q2.xml", REPORT(" layout='own.xml'", PICTURE));
    quoin_report *report = quoin_report_open(f->kit, "./north/q2.xml", NULL);
    assert_int_equal(render(report), QUOIN_DONE);
    assert_int_equal(quoin_input_count(report), 4);
    assert_input(f, report, 0, "./north/q2.xml");
    assert_input(f, report, 1, "north/p/a.svg");
    assert_input(f, report, 2, "north/own.xml");
    assert_input(f, report, 3, "north/own.ttf");
    quoin_report_close(report);
}

/* By an option, for a report that lies elsewhere. */
static void a_layout_asked_for(void **state)
{
    struct folder *f = *state;
    const quoin_options options = {.layout = "north/own.xml", .epoch = -1};
    write_all("q2.xml", REPORT("", "<image file='north/p/a.svg' alt='x'/>"));
    quoin_report *report = quoin_report_open(f->kit, "q2.xml", &options);
    assert_int_equal(render(report), QUOIN_DONE);
    assert_int_equal(quoin_input_count(report), 4);
    assert_input(f, report, 1, "north/p/a.svg");
    assert_input(f, report, 2, "north/own.xml");
    assert_input(f, report, 3, "north/own.ttf");
    quoin_report_close(report);
}

/* The digest is of what was read, whatever the file is by now. */
static void what_was_read_counts(void **state)
{
    struct folder *f = *state;
    write_all("q2.xml", REPORT("", ""));
    str before = digest_hex(f->arena, read_all(f->arena, "q2.xml"));
    quoin_report *report = quoin_report_open(f->kit, "q2.xml", NULL);
    write_all("q2.xml", STR("<gone/>"));
    assert_int_equal(render(report), QUOIN_DONE);
    assert_int_equal(quoin_input_count(report), 1);
    assert_string_equal(quoin_input_at(report, 0).sha256, before.p);
    quoin_report_close(report);
}

static void a_report_that_fails(void **state)
{
    struct folder *f = *state;
    write_all("north/q2.xml", REPORT("", PICTURE "<image file='none.png' alt='x'/>"));
    quoin_report *report = quoin_report_open(f->kit, "north/q2.xml", NULL);
    assert_int_equal(quoin_input_count(report), 1); /* as far as it has come */
    assert_int_equal(render(report), QUOIN_INVALID);
    assert_int_equal(quoin_input_count(report), 2);
    assert_input(f, report, 1, "north/p/a.svg");
    quoin_report_close(report);
    report = quoin_report_open(f->kit, "none.xml", NULL);
    assert_int_equal(quoin_input_count(report), 0);
    quoin_report_close(report);
}

static void a_report_without_memory(void **state)
{
    struct folder *f = *state;
    const quoin_options options = {.epoch = -1, .memory_limit = 256 << 10};
    write_all("north/q2.xml", REPORT("", PICTURE));
    quoin_report *report = quoin_report_open(f->kit, "north/q2.xml", &options);
    assert_int_equal(render(report), QUOIN_LIMIT);
    assert_int_equal(quoin_input_count(report), 1);
    assert_input(f, report, 0, "north/q2.xml");
    quoin_report_close(report);
}

static void a_report_from_memory(void **state)
{
    struct folder *f = *state;
    str xml = REPORT("", PICTURE);
    quoin_report *report =
        quoin_report_open_memory(f->kit, "the report", "north", xml.p, xml.n, NULL);
    assert_int_equal(render(report), QUOIN_DONE);
    assert_int_equal(quoin_input_count(report), 2);
    assert_string_equal(quoin_input_at(report, 0).path, "the report");
    assert_string_equal(quoin_input_at(report, 0).sha256, digest_hex(f->arena, xml).p);
    assert_input(f, report, 1, "north/p/a.svg");
    quoin_report_close(report);
}

/* What quoin carries is no input. */
static void shipped_layouts_are_no_inputs(void **state)
{
    struct folder *f = *state;
    const quoin_options options = {.layout = "civic", .variant = "mono", .epoch = -1};
    write_all("q2.xml", REPORT("", ""));
    quoin_report *report = quoin_report_open(f->kit, "q2.xml", &options);
    assert_int_equal(render(report), QUOIN_DONE);
    assert_int_equal(quoin_input_count(report), 1);
    quoin_report_close(report);
}

/* ---- identifying ---- */

static void an_identity_is_one_block(void **state)
{
    str xml = REPORT("", "");
    (void)state;
    quoin_identity *identity = quoin_identify(xml.p, xml.n);
    assert_non_null(identity);
    assert_true(identity->is_report);
    assert_string_equal(identity->organisation, "Office");
    assert_string_equal(identity->short_name, "OPCC");
    assert_string_equal(identity->area, "");
    assert_string_equal(identity->title, "T");
    assert_string_equal(identity->year, "2020/21");
    assert_string_equal(identity->lang, "en-GB");
    assert_int_equal(identity->quarter, 2);
    assert_int_equal(identity->line, 1);
    free(identity);
    identity = quoin_identify(NULL, 0);
    assert_true(identity->is_report);
    assert_string_equal(identity->lang, "");
    assert_int_equal(identity->line, 0);
    free(identity);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLDER_TEST(a_report_and_its_pictures),
        FOLDER_TEST(a_layout_of_ones_own),
        FOLDER_TEST(a_layout_asked_for),
        FOLDER_TEST(what_was_read_counts),
        FOLDER_TEST(a_report_that_fails),
        FOLDER_TEST(a_report_without_memory),
        FOLDER_TEST(a_report_from_memory),
        FOLDER_TEST(from_memory_as_from_the_disk),
        FOLDER_TEST(from_memory_alone),
        FOLDER_TEST(no_files_at_all),
        FOLDER_TEST(shipped_layouts_are_no_inputs),
        cmocka_unit_test(an_identity_is_one_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
