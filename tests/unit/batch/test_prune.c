#include "unit/batch/storing.h"

#include "base/digest.h"
#include "batch/prune.h"

static struct record record_of(struct place *p, const char *output, const char *input,
                               const char *bytes)
{
    return (struct record){.output = str_z(output),
                           .input = str_z(input),
                           .sha256 = digest_hex(p->arena, str_z(bytes)),
                           .bytes = strlen(bytes)};
}

/* ---- which ---- */

static void what_no_report_makes_is_a_stray(void **state)
{
    struct place *p = *state;
    struct document documents[] = {
        {.name = STR("damaged.xml")},
        {.name = STR("a.xml"), .output = STR("a.pdf")},
        {.name = STR("n/b.xml"), .output = STR("n/b.pdf")},
    };
    const struct schedule plan = {.documents = documents, .count = 3}, none = {.count = 0};
    const struct {
        const char *output, *input;
        bool is_stray;
    } cases[] =
        {
            {"a.pdf", "a.xml", false},
            {"a.pdf", "older.xml", false}, /* another report makes it now */
            {"n/b.pdf", "n/b.xml", false},
            {"b.pdf", "n/b.xml", true}, /* its report has another name now */
            {"c.pdf", "c.xml", true},
            {"d.pdf", "damaged.xml", false},
            {"", "damaged.xml", false},
            {"", "gone.xml", true},
        };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct record r = record_of(p, cases[i].output, cases[i].input, "x");
        if (prune_is_stray(&plan, &r, STR("")) != cases[i].is_stray)
            fail_msg("%s of %s", cases[i].output, cases[i].input);
        assert_true(prune_is_stray(&none, &r, STR("")));
    }
    struct record large = record_of(p, "b-large.pdf", "n/b.xml", "x");
    large.options = STR("variant=large-print part=all");
    assert_false(prune_is_stray(&plan, &large, STR("part=all")));
    assert_true(prune_is_stray(&plan, &large, large.options)); /* it has another name now */
    large.input = STR("gone.xml");
    assert_true(prune_is_stray(&plan, &large, STR("part=all")));
}

/* ---- away with it ---- */

static void what_was_published_goes_with_its_folders(void **state)
{
    struct place *p = *state;
    struct store s = open_alone(p);
    struct record r = record_of(p, "n/2020/a.pdf", "a.xml", "bytes");
    struct record other = record_of(p, "n/b.pdf", "b.xml", "bytes");
    put("out/n/2020/a.pdf", "bytes");
    put("out/n/b.pdf", "bytes");
    put("out/n.pdf", "bytes");
    assert_int_equal(prune_remove(&s, &p->diag, &r), PRUNE_REMOVED);
    assert_false(is_there("out/n/2020"));
    assert_true(is_there("out/n/b.pdf"));
    assert_int_equal(prune_remove(&s, &p->diag, &r), PRUNE_GONE);
    assert_int_equal(prune_remove(&s, &p->diag, &other), PRUNE_REMOVED);
    assert_false(is_there("out/n"));
    assert_true(is_there("out/n.pdf"));
    assert_int_equal(p->diag.count, 0);
    store_close(&s);
}

static void what_is_anybodys_stays(void **state)
{
    struct place *p = *state;
    struct store s = open_alone(p);
    struct record r = record_of(p, "n/a.pdf", "a.xml", "bytes");
    put("out/n/a.pdf", "bytes and a note");
    assert_int_equal(prune_remove(&s, &p->diag, &r), PRUNE_KEPT);
    put("out/n/a.pdf", "BYTES"); /* of the same size */
    assert_int_equal(prune_remove(&s, &p->diag, &r), PRUNE_KEPT);
    assert_str(content(p, "out/n/a.pdf"), "BYTES");
    put("out/mine.pdf", "bytes");
    assert_int_equal(unlink("out/n/a.pdf") | symlink("../mine.pdf", "out/n/a.pdf"), 0);
    assert_int_equal(prune_remove(&s, &p->diag, &r), PRUNE_KEPT);
    assert_int_equal(unlink("out/n/a.pdf") | mkdir("out/n/a.pdf", 0777), 0);
    assert_int_equal(prune_remove(&s, &p->diag, &r), PRUNE_KEPT);
    assert_int_equal(rmdir("out/n/a.pdf") | mkfifo("out/n/a.pdf", 0666), 0);
    assert_int_equal(prune_remove(&s, &p->diag, &r), PRUNE_KEPT);
    assert_true(is_there("out/n/a.pdf") && is_there("out/mine.pdf"));
    /* And through a link in a folder's place nothing is reached. */
    assert_int_equal(unlink("out/n/a.pdf") | rmdir("out/n"), 0);
    put("far/a.pdf", "bytes");
    assert_int_equal(symlink("../far", "out/n"), 0);
    assert_int_equal(prune_remove(&s, &p->diag, &r), PRUNE_KEPT);
    assert_true(is_there("far/a.pdf"));
    r.output = STR("../far/a.pdf");
    assert_int_not_equal(prune_remove(&s, &p->diag, &r), PRUNE_REMOVED);
    assert_true(is_there("far/a.pdf"));
    store_close(&s);
}

/* Seen, and then another put in its place: it is not the one that was judged. */
static void what_came_meanwhile_stays(void **state)
{
    struct place *p = *state;
    struct store s = open_alone(p);
    struct stat seen;
    put("out/a.pdf", "bytes");
    assert_int_equal(stat("out/a.pdf", &seen), 0);
    put("out/b.pdf", "words");
    assert_int_equal(rename("out/b.pdf", "out/a.pdf"), 0);
    assert_true(store_remove(&s, &p->diag, STR("a.pdf"), &seen));
    assert_str(content(p, "out/a.pdf"), "words");
    store_close(&s);
}

/* Where outputs are to be made the folder stays, though it is empty for now. */
static void folders_of_this_batch_stay(void **state)
{
    struct place *p = *state;
    struct store s = open_alone(p);
    const str outputs[] = {{"n/new.pdf", 9}};
    struct record r = record_of(p, "n/a.pdf", "a.xml", "bytes");
    assert_true(store_prepare(&s, &p->diag, outputs, 1));
    put("out/n/a.pdf", "bytes");
    assert_int_equal(prune_remove(&s, &p->diag, &r), PRUNE_REMOVED);
    assert_true(is_there("out/n"));
    assert_true(store_sync(&s));
    store_close(&s);
}

static void a_dry_store_only_tells(void **state)
{
    struct place *p = *state;
    struct store s;
    struct record r = record_of(p, "a.pdf", "a.xml", "bytes");
    put("out/a.pdf", "bytes");
    assert_true(store_open(&s, &p->diag, STR("out"), ALONE, true));
    assert_int_equal(prune_remove(&s, &p->diag, &r), PRUNE_REMOVED);
    assert_true(is_there("out/a.pdf"));
    store_close(&s);
}

static int prune_without_rights(struct place *p)
{
    struct store s = open_alone(p);
    struct record r = record_of(p, "n/a.pdf", "a.xml", "bytes");
    lose_rights();
    int what = (int)prune_remove(&s, &p->diag, &r);
    return what == PRUNE_FAILED && p->diag.count == 1 && p->diag.findings[0].code == Q702 ? 0 : 1;
}

static void what_cannot_be_removed_is_a_finding(void **state)
{
    struct place *p = *state;
    assert_int_equal(chmod(".", 0777), 0);
    put("out/n/a.pdf", "bytes");
    assert_int_equal(chmod("out", 0777) | chmod("out/n", 0555), 0);
    assert_int_equal(in_child(prune_without_rights, p), 0);
    assert_true(is_there("out/n/a.pdf"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(what_no_report_makes_is_a_stray),
        PLACE_TEST(what_was_published_goes_with_its_folders),
        PLACE_TEST(what_is_anybodys_stays),
        PLACE_TEST(what_came_meanwhile_stays),
        PLACE_TEST(folders_of_this_batch_stay),
        PLACE_TEST(a_dry_store_only_tells),
        PLACE_TEST(what_cannot_be_removed_is_a_finding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
