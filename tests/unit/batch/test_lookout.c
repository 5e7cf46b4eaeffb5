#include "unit/batch/batch_test.h"

#include <fcntl.h>
#include <sys/resource.h>

#include "batch/lookout.h"

/* The kernel has an event ready when the call that causes it returns: nothing here waits. */

static struct lookout *watch_file(struct place *p, const char *path)
{
    char home[128];
    assert_non_null(getcwd(home, sizeof home));
    struct lookout *l = lookout_open(p->scratch, str_z(home));
    str paths[] = {str_z(path)};
    lookout_set(l, paths, 1);
    assert_true(lookout_fd(l) >= 0);
    return l;
}

static void set_again(struct lookout *l, const char *path)
{
    str paths[] = {str_z(path)};
    lookout_set(l, paths, 1);
}

static void a_save(void **state)
{
    put("q2.xml", "one");
    struct lookout *l = watch_file(*state, "q2.xml");
    assert_int_equal(lookout_read(l), SIGHTING_NONE);
    put("q2.xml", "two");
    assert_int_equal(lookout_read(l), SIGHTING_CHANGE);
    assert_int_equal(lookout_read(l), SIGHTING_NONE);
}

static void a_save_by_rename(void **state)
{
    put("q2.xml", "one");
    struct lookout *l = watch_file(*state, "q2.xml");
    put("q2.tmp", "two");
    assert_int_equal(lookout_read(l), SIGHTING_NONE);
    assert_int_equal(rename("q2.tmp", "q2.xml"), 0);
    assert_int_equal(lookout_read(l), SIGHTING_CHANGE);
    assert_int_equal(rename("q2.xml", "q2.xml~"), 0);
    assert_int_equal(lookout_read(l), SIGHTING_CHANGE);
}

static void a_file_begun(void **state)
{
    struct lookout *l = watch_file(*state, "q2.xml");
    int fd = open("q2.xml", O_WRONLY | O_CREAT, 0666);
    assert_int_equal(lookout_read(l), SIGHTING_BEGUN);
    assert_int_equal(write(fd, "one", 3), 3);
    assert_int_equal(lookout_read(l), SIGHTING_NONE);
    close(fd);
    assert_int_equal(lookout_read(l), SIGHTING_CHANGE);
    assert_int_equal(unlink("q2.xml"), 0);
    assert_int_equal(lookout_read(l), SIGHTING_CHANGE);
}

static void complete_when_they_appear(void **state)
{
    put("one", "1");
    struct lookout *l = watch_file(*state, "q2.xml");
    assert_int_equal(link("one", "q2.xml"), 0);
    assert_int_equal(lookout_read(l), SIGHTING_CHANGE);
    assert_int_equal(unlink("q2.xml") + symlink("one", "q2.xml"), 0);
    assert_int_equal(lookout_read(l), SIGHTING_CHANGE);
}

static void of_no_interest(void **state)
{
    put("q2.xml", "one");
    struct lookout *l = watch_file(*state, "q2.xml");
    put("q2.pdf", "one");
    put("q2.xml.tmp", "one");
    put("folder/q2.xml", "one");
    fclose(fopen("q2.xml", "r"));
    assert_int_equal(unlink("q2.pdf"), 0);
    assert_int_equal(lookout_read(l), SIGHTING_NONE);
    set_again(l, "folder/q2.xml");
    put("q2.xml", "two");
    assert_int_equal(lookout_read(l), SIGHTING_NONE);
    put("folder/q2.xml", "two");
    assert_int_equal(lookout_read(l), SIGHTING_CHANGE);
}

static void folders_to_come(void **state)
{
    struct lookout *l = watch_file(*state, "img/q2/a.png");
    put("q2", "not this one");
    assert_int_equal(lookout_read(l), SIGHTING_NONE);
    assert_int_equal(mkdir("img", 0777), 0);
    assert_int_equal(lookout_read(l), SIGHTING_CHANGE);
    set_again(l, "img/q2/a.png");
    assert_int_equal(mkdir("img/q2", 0777), 0);
    assert_int_equal(lookout_read(l), SIGHTING_CHANGE);
    set_again(l, "img/q2/a.png");
    put("img/q2/a.png", "PNG");
    assert_int_equal(lookout_read(l), SIGHTING_CHANGE);
}

static void a_file_where_a_folder_should_be(void **state)
{
    put("img", "a file");
    struct lookout *l = watch_file(*state, "img/a.png");
    assert_int_equal(unlink("img") + mkdir("img", 0777), 0);
    assert_int_equal(lookout_read(l), SIGHTING_CHANGE);
}

static void a_folder_replaced(void **state)
{
    put("here/q2.xml", "one");
    struct lookout *l = watch_file(*state, "here/q2.xml");
    assert_int_equal(rename("here", "old"), 0);
    assert_int_equal(lookout_read(l), SIGHTING_CHANGE);
    set_again(l, "here/q2.xml");
    put("old/q2.xml", "two");
    assert_int_equal(lookout_read(l), SIGHTING_NONE);
    assert_int_equal(mkdir("here", 0777), 0);
    assert_int_equal(lookout_read(l), SIGHTING_CHANGE);
    set_again(l, "here/q2.xml");
    put("here/q2.xml", "three");
    assert_int_equal(lookout_read(l), SIGHTING_CHANGE);
}

static void a_folder_removed(void **state)
{
    put("here/q2.xml", "one");
    struct lookout *l = watch_file(*state, "here/q2.xml");
    assert_int_equal(unlink("here/q2.xml") + rmdir("here"), 0);
    assert_int_equal(lookout_read(l), SIGHTING_CHANGE);
    set_again(l, "here/q2.xml");
    assert_int_equal(lookout_read(l), SIGHTING_NONE);
    assert_int_equal(mkdir("here", 0777), 0);
    assert_int_equal(lookout_read(l), SIGHTING_CHANGE);
}

static void behind_a_link(void **state)
{
    put("far/q2.xml", "one");
    assert_int_equal(symlink("far/q2.xml", "q2.xml"), 0);
    struct lookout *l = watch_file(*state, "q2.xml");
    put("far/q2.xml", "two");
    assert_int_equal(lookout_read(l), SIGHTING_CHANGE);
}

/* The kernel keeps so many events; what comes then is lost, and the lookout must not be blind. */
static void too_much_at_once(void **state)
{
    int most = 0;
    FILE *f = fopen("/proc/sys/fs/inotify/max_queued_events", "r");
    if (f && fscanf(f, "%d", &most) != 1)
        most = 0;
    if (f)
        fclose(f);
    if (most == 0 || most > 50000)
        skip();
    put("q2.xml", "one");
    struct lookout *l = watch_file(*state, "q2.xml");
    for (int i = 0; i < most; i++) {
        put(i % 2 ? "a" : "b", "");
        if (i % 1000 == 0)
            put("q2.pdf", "");
    }
    assert_int_equal(lookout_read(l), SIGHTING_CHANGE);
    assert_int_equal(lookout_read(l), SIGHTING_NONE);
}

static void by_polling(void **state)
{
    put("q2.xml", "one");
    struct lookout *l = watch_file(*state, "q2.xml");
    assert_int_equal(lookout_poll(l), SIGHTING_NONE);
    put("q2.xml", "three");
    assert_int_equal(lookout_poll(l), SIGHTING_NONE); /* it may still be being written */
    put("q2.xml", "fourteen");
    assert_int_equal(lookout_poll(l), SIGHTING_NONE); /* it was */
    assert_int_equal(lookout_poll(l), SIGHTING_CHANGE);
    assert_int_equal(lookout_poll(l), SIGHTING_NONE);
    assert_int_equal(unlink("q2.xml"), 0);
    assert_int_equal(lookout_poll(l), SIGHTING_NONE);
    assert_int_equal(lookout_poll(l), SIGHTING_CHANGE);
}

/* Another file under the same name, of the same size. */
static void by_polling_replaced(void **state)
{
    put("q2.xml", "one");
    struct lookout *l = watch_file(*state, "q2.xml");
    put("q2.tmp", "two");
    assert_int_equal(rename("q2.tmp", "q2.xml"), 0);
    assert_int_equal(lookout_poll(l), SIGHTING_NONE);
    assert_int_equal(lookout_poll(l), SIGHTING_CHANGE);
}

/* As where too many programs watch already. */
static void without_events(void **state)
{
    struct rlimit before, none = {0};
    put("q2.xml", "one");
    getrlimit(RLIMIT_NOFILE, &before);
    none.rlim_max = before.rlim_max;
    setrlimit(RLIMIT_NOFILE, &none);
    struct lookout *l = lookout_open(((struct place *)*state)->scratch, STR(""));
    setrlimit(RLIMIT_NOFILE, &before);
    assert_int_equal(lookout_fd(l), -1);
    set_again(l, "q2.xml");
    put("q2.xml", "three");
    assert_int_equal(lookout_read(l), SIGHTING_NONE);
    assert_int_equal(lookout_poll(l), SIGHTING_NONE);
    assert_int_equal(lookout_poll(l), SIGHTING_CHANGE);
}

static void many_files(void **state)
{
    struct place *p = *state;
    struct lookout *l = watch_file(p, "q2.xml");
    str paths[500];
    for (int i = 0; i < 500; i++)
        paths[i] = str_format(p->arena, "img/%d/picture.png", i % 7);
    put("img/3/picture.png", "PNG");
    lookout_set(l, paths, 500);
    put("img/3/other.png", "PNG");
    assert_int_equal(lookout_read(l), SIGHTING_NONE);
    put("img/3/picture.png", "PNG");
    assert_int_equal(lookout_read(l), SIGHTING_CHANGE);
    assert_int_equal(mkdir("img/5", 0777), 0);
    assert_int_equal(lookout_read(l), SIGHTING_CHANGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(a_save),
        PLACE_TEST(a_save_by_rename),
        PLACE_TEST(a_file_begun),
        PLACE_TEST(complete_when_they_appear),
        PLACE_TEST(of_no_interest),
        PLACE_TEST(folders_to_come),
        PLACE_TEST(a_file_where_a_folder_should_be),
        PLACE_TEST(a_folder_replaced),
        PLACE_TEST(a_folder_removed),
        PLACE_TEST(behind_a_link),
        PLACE_TEST(too_much_at_once),
        PLACE_TEST(by_polling),
        PLACE_TEST(by_polling_replaced),
        PLACE_TEST(without_events),
        PLACE_TEST(many_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
