#include "unit/batch/batch_test.h"

#include "batch/find.h"

#define REPORT "<report xmlns='urn:quoin:report:1'/>"
#define LAYOUT "<layout xmlns='urn:quoin:layout:1'/>"

/* The names found, a line each; "!" before those that cannot be read. */
static const char *find(struct place *p, const char *folder, const char *skip, bool is_whole);

static void take(void *state, const struct found *found)
{
    struct buf *b = state;
    assert_true((found->source == NULL) == (found->identity == NULL));
    assert_true(str_ends(found->path, found->name));
    assert_int_equal(found->path.p[found->path.n], '\0');
    buf_format(b, "%s%.*s\n", found->source ? "" : "!", STR_ARG(found->name));
}

static struct passed_over passed_over;

static const char *find(struct place *p, const char *folder, const char *skip, bool is_whole)
{
    struct buf names = {.arena = p->arena};
    size_t before = arena_used(p->scratch);
    passed_over = (struct passed_over){.arena = p->arena};
    bool ok =
        find_reports(p->scratch, &p->diag, str_z(folder), str_z(skip), take, &names, &passed_over);
    assert_int_equal(ok, is_whole);
    assert_true(arena_used(p->scratch) < before + 5000); /* files are not kept */
    return buf_str(&names).p;
}

static void reports_are_found_in_order(void **state)
{
    const char *const files[] = {"in/z.xml",   "in/a/x.xml",     "in/a-b.xml", "in/a.xml",
                                 "in/a/B.XML", "in/a/c/d/e.xml", "in/Z.xml",   "in/\xC5\xB4.xml"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        put(files[i], REPORT);
    const char *expected = "Z.xml\na-b.xml\na.xml\na/B.XML\na/c/d/e.xml\na/x.xml\nz.xml\n"
                           "\xC5\xB4.xml\n";
    assert_string_equal(find(*state, "in", "", true), expected);
    assert_string_equal(find(*state, "in/", "", true), expected);
    assert_string_equal(find(*state, "./in//", "nowhere", true), expected);
    assert_int_equal(chdir("in"), 0);
    assert_string_equal(find(*state, ".", "", true), expected);
}

static void other_files_are_passed_over(void **state)
{
    put("in/report.xml", REPORT);
    put("in/layout.xml", LAYOUT);
    put("in/page.xml", "<html/>");
    put("in/report.pdf", "%PDF-1.7");
    put("in/xml", REPORT);
    put("in/.xml", REPORT);
    put("in/.hidden.xml", REPORT);
    put("in/.git/x.xml", REPORT);
    put("in/broken.xml", "<report year='20");
    put("in/bytes.xml", "\xFF\x01no xml");
    put("in/empty.xml", "");
    put("in/folder.xml/inner.xml", REPORT);
    assert_string_equal(find(*state, "in", "", true),
                        "broken.xml\nbytes.xml\nempty.xml\nfolder.xml/inner.xml\nreport.xml\n");
    assert_int_equal(passed_over.files, 2);
}

static void the_output_folder_is_left_out(void **state)
{
    put("in/a.xml", REPORT);
    put("in/out/b.xml", REPORT);
    put("in/sub/out/c.xml", REPORT);
    assert_int_equal(symlink("in/out", "elsewhere"), 0);
    assert_string_equal(find(*state, "in", "in/out", true), "a.xml\nsub/out/c.xml\n");
    assert_string_equal(find(*state, "in", "./elsewhere/../out/", true), "a.xml\nsub/out/c.xml\n");
    assert_string_equal(find(*state, "in", "elsewhere", true), "a.xml\nsub/out/c.xml\n");
    /* The folder that is searched may be the one that is written to. */
    assert_string_equal(find(*state, "in/out", "in/out", true), "b.xml\n");
}

static void links_lead_to_files_only(void **state)
{
    put("in/a.xml", REPORT);
    put("other/b.xml", REPORT);
    assert_int_equal(symlink("../other", "in/other"), 0);
    assert_int_equal(symlink("../other", "in/other.xml"), 0);
    assert_int_equal(symlink(".", "in/round"), 0);
    assert_int_equal(symlink("../other/b.xml", "in/linked.xml"), 0);
    assert_int_equal(symlink("nowhere", "in/lost.xml"), 0);
    assert_int_equal(symlink("in", "named"), 0);
    assert_string_equal(find(*state, "in", "", true), "a.xml\nlinked.xml\n!lost.xml\n");
    assert_string_equal(find(*state, "named", "", true), "a.xml\nlinked.xml\n!lost.xml\n");
    assert_int_equal(passed_over.links, 3);
    assert_str(passed_over.link, "named/other");
}

static void odd_names_are_names(void **state)
{
    put("in/a\nb.xml", REPORT);
    put("in/\xFF\xFE.xml", REPORT);
    put("in/-rf.xml", REPORT);
    put("in/ .xml", REPORT);
    assert_string_equal(find(*state, "in", "", true), " .xml\n-rf.xml\na\nb.xml\n\xFF\xFE.xml\n");
}

static void a_pipe_does_not_hang(void **state)
{
    put("in/a.xml", REPORT);
    assert_int_equal(mkfifo("in/pipe.xml", 0600), 0);
    alarm(10);
    assert_string_equal(find(*state, "in", "", true), "a.xml\n!pipe.xml\n");
    alarm(0);
}

static void deep_trees_cost_no_descriptors(void **state)
{
    char path[4096] = "in";
    for (int i = 0; i < 1200; i++) {
        strcat(path, "/d");
    }
    strcat(path, "/x.xml");
    put(path, REPORT);
    put("in/a.xml", REPORT);
    const char *found = find(*state, "in", "", true);
    assert_int_equal(strncmp(found, "a.xml\nd/d/", 10), 0);
    assert_string_equal(found + strlen(found) - 7, "/x.xml\n");
}

static void a_path_beyond_the_limit_is_told(void **state)
{
    struct place *p = *state;
    char name[202];
    memset(name, 'n', sizeof name);
    name[201] = '\0';
    put("in/a.xml", REPORT);
    assert_int_equal(chdir("in"), 0);
    for (int i = 0; i < 25; i++)
        assert_int_equal(mkdir(name, 0777) | chdir(name), 0);
    assert_int_equal(chdir(p->folder), 0);
    assert_string_equal(find(p, "in", "", true), "a.xml\n");
    assert_int_equal(p->diag.findings[0].code, Q701);
}

static void a_folder_that_cannot_be_read_is_told(void **state)
{
    struct place *p = *state;
    put("in/a.xml", REPORT);
    put("in/shut/b.xml", REPORT);
    put("in/z.xml", REPORT);
    assert_int_equal(chmod("in/shut", 0), 0);
    if (geteuid() != 0) {
        assert_string_equal(find(p, "in", "", true), "a.xml\nz.xml\n");
        assert_int_equal(p->diag.count, 1);
        assert_int_equal(p->diag.findings[0].code, Q701);
        assert_str(p->diag.findings[0].pos.source->path, "in/shut/");
    }
    assert_string_equal(find(p, "nowhere", "", false), "");
    assert_string_equal(find(p, "in/a.xml", "", false), "");
}

static void many_files_are_read_one_by_one(void **state)
{
    char name[64];
    char *large = malloc(1 << 20);
    memset(large, ' ', 1 << 20);
    memcpy(large, REPORT, sizeof REPORT - 1);
    large[(1 << 20) - 1] = '\0';
    for (int i = 0; i < 20; i++) {
        snprintf(name, sizeof name, "in/%02d.xml", i);
        put(name, large);
    }
    free(large);
    assert_int_equal(strlen(find(*state, "in", "", true)), 20 * 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(reports_are_found_in_order),
        PLACE_TEST(other_files_are_passed_over),
        PLACE_TEST(the_output_folder_is_left_out),
        PLACE_TEST(links_lead_to_files_only),
        PLACE_TEST(odd_names_are_names),
        PLACE_TEST(a_pipe_does_not_hang),
        PLACE_TEST(deep_trees_cost_no_descriptors),
        PLACE_TEST(a_path_beyond_the_limit_is_told),
        PLACE_TEST(a_folder_that_cannot_be_read_is_told),
        PLACE_TEST(many_files_are_read_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
