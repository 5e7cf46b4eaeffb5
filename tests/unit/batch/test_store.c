#include "unit/batch/storing.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/syscall.h>

#include "batch/manifest.h"
#include "batch/store.h"

static const str outputs[] = {
    {"a.pdf", 5}, {"north/b.pdf", 11}, {"north/2020/c.pdf", 16}, {"north/2020/d.pdf", 16}};

#define OUTPUT_COUNT (sizeof outputs / sizeof *outputs)

/* ---- what is written ---- */

static void outputs_are_published(void **state)
{
    struct place *p = *state;
    struct store s = open_alone(p);
    assert_true(store_prepare(&s, &p->diag, outputs, OUTPUT_COUNT));
    for (size_t i = 0; i < OUTPUT_COUNT; i++)
        assert_true(store_publish(&s, &p->diag, outputs[i], outputs[i]));
    assert_true(store_sync(&s));
    assert_true(content(p, "out/.quoin/lock").n > 0);
    store_close(&s);
    assert_str(content(p, "out/.quoin/lock"), "");
    assert_str(content(p, "out/a.pdf"), "a.pdf");
    assert_str(content(p, "out/north/2020/d.pdf"), "north/2020/d.pdf");
    assert_int_equal(p->diag.count, 0);
}

static void a_name_that_leaves_is_refused(void **state)
{
    struct place *p = *state;
    static const char *const names[] = {"../x.pdf", "/tmp/x.pdf", "a/../../x.pdf",
                                        "",         "a//b.pdf",   "./b.pdf"};
    struct store s = open_alone(p);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_false(store_publish(&s, &p->diag, str_z(names[i]), STR("x")));
    assert_int_equal(last_finding(p)->code, Q702);
    assert_false(is_there("x.pdf") || is_there("out/b.pdf"));
    store_close(&s);
}

static int entries(const char *folder)
{
    int count = -2; /* . and .. */
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    while (readdir(dir))
        count++;
    closedir(dir);
    return count;
}

/* A file in so many pieces. */
struct pieces {
    str piece;
    size_t count, fills;
};

static void fill_pieces(void *state, void (*take)(void *sink, str piece), void *sink)
{
    struct pieces *pieces = state;
    pieces->fills++;
    for (size_t i = 0; i < pieces->count; i++)
        take(sink, pieces->piece);
}

/* How often it was asked for the pieces: 1 when they were there already. */
static size_t refresh(const struct store *s, struct place *p, str piece, size_t count)
{
    struct pieces pieces = {.piece = piece, .count = count};
    const struct store_pieces given = {&pieces, fill_pieces};
    assert_true(store_refresh(s, &p->diag, STR("index.html"), &given));
    return pieces.fills;
}

static void what_is_the_same_is_left(void **state)
{
    struct place *p = *state;
    struct stat before, after;
    struct store s = open_alone(p);
    refresh(&s, p, STR("one"), 1);
    assert_str(content(p, "out/index.html"), "one");
    assert_int_equal(stat("out/index.html", &before), 0);
    assert_int_equal(refresh(&s, p, STR("one"), 1), 1);
    assert_int_equal(stat("out/index.html", &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    assert_int_equal(refresh(&s, p, STR("two"), 1), 2);
    assert_str(content(p, "out/index.html"), "two");
    refresh(&s, p, STR(""), 0);
    assert_str(content(p, "out/index.html"), "");
    store_close(&s);
}

/* Longer, shorter, and changed at its end only; pieces larger than what is compared at once. */
static void what_is_long_is_written_in_pieces(void **state)
{
    struct place *p = *state;
    struct store s = open_alone(p);
    size_t n = 100001;
    char *piece = arena_alloc(p->arena, n);
    memset(piece, 'a', n);
    refresh(&s, p, (str){piece, n}, 7);
    assert_int_equal(content(p, "out/index.html").n, 7 * n);
    assert_int_equal(refresh(&s, p, (str){piece, n}, 7), 1);
    assert_int_equal(refresh(&s, p, (str){piece, n}, 8), 2);
    assert_int_equal(content(p, "out/index.html").n, 8 * n);
    assert_int_equal(refresh(&s, p, (str){piece, n}, 7), 2);
    assert_int_equal(content(p, "out/index.html").n, 7 * n);
    piece[n - 1] = 'b';
    assert_int_equal(refresh(&s, p, (str){piece, n}, 7), 2);
    assert_int_equal(content(p, "out/index.html").p[7 * n - 1], 'b');
    store_close(&s);
}

static int refresh_on_a_full_disk(struct place *p)
{
    struct rlimit room = {4096, 4096};
    struct store s = open_alone(p);
    struct pieces pieces = {.piece = STR("0123456789abcdef"), .count = 1000};
    const struct store_pieces given = {&pieces, fill_pieces};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &room);
    return store_refresh(&s, &p->diag, STR("index.html"), &given);
}

static void pieces_for_a_full_disk_leave_the_old_file(void **state)
{
    struct place *p = *state;
    struct store s = open_alone(p);
    refresh(&s, p, STR("old"), 1);
    store_close(&s);
    assert_int_equal(in_child(refresh_on_a_full_disk, p), 0);
    assert_str(content(p, "out/index.html"), "old");
    assert_int_equal(entries("out"), 2); /* and .quoin */
}

/* A limit on file size stands in for a full disk. */
static int publish_on_a_full_disk(struct place *p)
{
    struct store s;
    struct rlimit small = {4, RLIM_INFINITY};
    signal(SIGXFSZ, SIG_IGN);
    if (!store_open(&s, &p->diag, STR("out"), ALONE, false) ||
        !store_publish(&s, &p->diag, STR("a.pdf"), STR("old")))
        return 1;
    getrlimit(RLIMIT_FSIZE, &small);
    small.rlim_cur = 4;
    setrlimit(RLIMIT_FSIZE, &small);
    if (store_publish(&s, &p->diag, STR("a.pdf"), STR("new and longer")))
        return 2;
    return str_is(last_text(p), "cannot write out/a.pdf: File too large") ? 0 : 3;
}

static void a_full_disk_leaves_the_old_file(void **state)
{
    struct place *p = *state;
    assert_int_equal(in_child(publish_on_a_full_disk, p), 0);
    assert_str(content(p, "out/a.pdf"), "old");
    assert_int_equal(entries("out"), 2); /* .quoin */
}

/* ---- links and things in the way ---- */

static void a_link_for_a_folder_is_refused(void **state)
{
    struct place *p = *state;
    struct store s = open_alone(p);
    assert_int_equal(mkdir("far", 0777) | symlink("../far", "out/north"), 0);
    assert_false(store_prepare(&s, &p->diag, outputs, OUTPUT_COUNT));
    assert_int_equal(p->diag.count, 1); /* and not again for what is beneath */
    assert_str(last_text(p), "this is a link; a batch follows no links within its folder");
    assert_str(last_finding(p)->pos.source->path, "out/north");
    assert_false(store_publish(&s, &p->diag, STR("north/b.pdf"), STR("x")));
    assert_int_equal(entries("far"), 0);
    store_close(&s);
}

static void a_link_put_there_later_is_not_followed(void **state)
{
    struct place *p = *state;
    struct store s = open_alone(p);
    assert_true(store_prepare(&s, &p->diag, outputs, OUTPUT_COUNT));
    assert_int_equal(mkdir("far", 0777), 0);
    assert_int_equal(rename("out/north", "out/old") | symlink("../far", "out/north"), 0);
    assert_false(store_publish(&s, &p->diag, STR("north/2020/c.pdf"), STR("x")));
    assert_false(store_publish(&s, &p->diag, STR("north/b.pdf"), STR("x")));
    assert_int_equal(entries("far"), 0);
    store_close(&s);
}

static void a_link_for_an_output_is_replaced(void **state)
{
    struct place *p = *state;
    struct store s = open_alone(p);
    struct stat st;
    put("far", "old");
    assert_int_equal(symlink("../far", "out/a.pdf") | mkfifo("out/f.pdf", 0666), 0);
    assert_int_equal(mkdir("far-folder", 0777) | symlink("../far-folder", "out/g.pdf"), 0);
    static const char *const names[] = {"a.pdf", "f.pdf", "g.pdf"};
    for (int i = 0; i < 3; i++) {
        char path[32];
        snprintf(path, sizeof path, "out/%s", names[i]);
        assert_true(store_publish(&s, &p->diag, str_z(names[i]), STR("new")));
        assert_int_equal(lstat(path, &st), 0);
        assert_true(S_ISREG(st.st_mode));
    }
    assert_str(content(p, "far"), "old");
    assert_int_equal(entries("far-folder"), 0);
    store_close(&s);
}

/* Takes openat2 away from this process, as an old kernel would. */
static bool forbid_openat2(void)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof code / sizeof *code, code};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static int publish_on_an_old_kernel(struct place *p)
{
    struct store s;
    struct record record = {.input = STR("a")};
    if (!forbid_openat2())
        return 99;
    if (!store_open(&s, &p->diag, STR("out"), ALONE, false) ||
        !store_prepare(&s, &p->diag, outputs, OUTPUT_COUNT) ||
        !store_publish(&s, &p->diag, outputs[2], STR("x")) || !store_sync(&s) ||
        !manifest_note(&p->diag, STR("out"), ALONE, &record))
        return 1;
    if (rename("out/north", "out/old") != 0 || symlink("../far", "out/north") != 0)
        return 2;
    return store_publish(&s, &p->diag, STR("north/b.pdf"), STR("x")) ||
           store_publish(&s, &p->diag, outputs[2], STR("x")) ||
           store_prepare(&s, &p->diag, outputs, OUTPUT_COUNT);
}

static void old_kernels_follow_no_links_either(void **state)
{
    struct place *p = *state;
    assert_int_equal(mkdir("far", 0777) | mkdir("far/2020", 0777), 0);
    int status = in_child(publish_on_an_old_kernel, p);
    if (status == 99)
        skip(); /* no seccomp here */
    assert_int_equal(status, 0);
    assert_str(content(p, "out/old/2020/c.pdf"), "x");
    assert_true(content(p, "out/.quoin/journal.jsonl").n > 0);
    assert_int_equal(entries("far/2020"), 0);
    assert_int_equal(entries("far"), 1);
}

static void quoins_own_folder_is_no_link_either(void **state)
{
    struct place *p = *state;
    struct store s;
    assert_int_equal(mkdir("far", 0777) | mkdir("out", 0777) | symlink("../far", "out/.quoin"), 0);
    assert_false(store_open(&s, &p->diag, STR("out"), ALONE, false));
    assert_str(last_finding(p)->pos.source->path, "out/.quoin");
    assert_int_equal(unlink("out/.quoin") | mkdir("out/.quoin", 0777), 0);
    put("victim", "words");
    assert_int_equal(symlink("../../victim", "out/.quoin/lock"), 0);
    assert_false(store_open(&s, &p->diag, STR("out"), ALONE, false));
    assert_str(content(p, "victim"), "words");
    assert_int_equal(entries("far"), 0);
}

static void outdir_itself_may_be_a_link(void **state)
{
    struct place *p = *state;
    assert_int_equal(mkdir("far", 0777) | symlink("far", "out"), 0);
    struct store s = open_alone(p);
    assert_true(store_prepare(&s, &p->diag, outputs, OUTPUT_COUNT));
    assert_true(store_publish(&s, &p->diag, STR("north/b.pdf"), STR("x")));
    assert_str(content(p, "far/north/b.pdf"), "x");
    store_close(&s);
}

static void what_is_in_the_way_is_told_before(void **state)
{
    struct place *p = *state;
    struct store s = open_alone(p);
    put("out/north", "");
    assert_false(store_prepare(&s, &p->diag, outputs, OUTPUT_COUNT));
    assert_str(last_text(p), "this is a file where a folder is needed");
    assert_int_equal(unlink("out/north") | mkdir("out/a.pdf", 0777), 0);
    assert_false(store_prepare(&s, &p->diag, outputs, OUTPUT_COUNT));
    assert_str(last_text(p), "this is a folder, and a PDF would have its name");
    assert_int_equal(p->diag.status, STATUS_IO);
    store_close(&s);
}

/* ---- an OUTDIR that cannot be ---- */

static void an_outdir_that_cannot_be_is_a_finding(void **state)
{
    struct place *p = *state;
    struct store s;
    put("file", "");
    for (int dry = 0; dry < 2; dry++) {
        assert_false(store_open(&s, &p->diag, STR("file"), ALONE, dry));
        assert_str(last_text(p), "this is a file, not a folder");
        assert_false(store_open(&s, &p->diag, STR("none/out"), ALONE, dry));
        assert_true(str_starts(last_text(p), STR("this folder cannot be made")));
        assert_false(store_open(&s, &p->diag, STR("file/out/"), ALONE, dry));
    }
    assert_int_equal(p->diag.status, STATUS_IO);
    for (size_t i = 0; i < p->diag.count; i++)
        assert_true(p->diag.findings[i].hint.n > 0);
}

static int open_without_rights(struct place *p)
{
    struct store s;
    str denied = STR("cannot write out: Permission denied");
    lose_rights();
    if (store_open(&s, &p->diag, STR("out"), ALONE, false) || !str_eq(last_text(p), denied))
        return 1;
    denied = STR("cannot write shut/out: Permission denied");
    if (store_open(&s, &p->diag, STR("shut/out"), ALONE, false) || !str_eq(last_text(p), denied))
        return 2;
    return 0;
}

/* What would be made can be asked by whoever can read. */
static int look_without_rights(struct place *p)
{
    static const char *const folders[] = {"out", "shut/out", "open"};
    struct store s;
    lose_rights();
    for (int i = 0; i < 3; i++) {
        if (!store_open(&s, &p->diag, str_z(folders[i]), ALONE, true) ||
            !store_prepare(&s, &p->diag, outputs, OUTPUT_COUNT) || p->diag.count)
            return 1 + i;
        store_close(&s);
    }
    return 0;
}

static int prepare_without_rights(struct place *p)
{
    struct store s;
    lose_rights();
    if (!store_open(&s, &p->diag, STR("open"), ALONE, false))
        return 1;
    if (store_prepare(&s, &p->diag, outputs, OUTPUT_COUNT))
        return 2;
    return str_is(last_text(p), "cannot write open/north: Permission denied") ? 0 : 3;
}

static void a_folder_without_rights_is_a_finding(void **state)
{
    struct place *p = *state;
    assert_int_equal(chmod(".", 0777), 0); /* mkdtemp's is for its owner only */
    assert_int_equal(mkdir("out", 0555) | mkdir("shut", 0555) | mkdir("open", 0777), 0);
    assert_int_equal(chmod("open", 0777) | mkdir("open/north", 0555), 0);
    assert_int_equal(in_child(open_without_rights, p), 0);
    assert_int_equal(entries("out"), 0);
    assert_int_equal(in_child(look_without_rights, p), 0);
    assert_int_equal(in_child(prepare_without_rights, p), 0);
}

static void a_dry_batch_touches_nothing(void **state)
{
    struct place *p = *state;
    struct store s;
    assert_true(store_open(&s, &p->diag, STR("out"), ALONE, true));
    assert_true(store_prepare(&s, &p->diag, outputs, OUTPUT_COUNT));
    store_close(&s);
    assert_false(is_there("out"));
    assert_int_equal(mkdir("out", 0777), 0);
    put("out/.quoin-0123456789abcdef.tmp", "");
    struct store real = {0};
    assert_true(store_open(&s, &p->diag, STR("out"), ALONE, true));
    assert_true(store_prepare(&s, &p->diag, outputs, OUTPUT_COUNT));
    assert_int_equal(entries("out"), 1);
    store_close(&s);
    real = open_alone(p); /* it had taken no lock */
    store_close(&real);
}

/* ---- the lock ---- */

/* 0: opened; 1: Q753, whose text is told by the pipe; 2: else. */
static int try_opening(struct place *p, struct shard shard, char *text, size_t size)
{
    int ends[2], status = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork_mortal();
    if (child == 0) {
        struct store s;
        if (store_open(&s, &p->diag, STR("out"), shard, false))
            _exit(0);
        str told = last_text(p);
        _exit(last_finding(p)->code == Q753 && write(ends[1], told.p, told.n) > 0 ? 1 : 2);
    }
    close(ends[1]);
    ssize_t n = read(ends[0], text, size - 1);
    text[n > 0 ? n : 0] = '\0';
    close(ends[0]);
    waitpid(child, &status, 0);
    return WEXITSTATUS(status);
}

/* A process that has the store until it is killed. */
static pid_t hold(struct place *p, struct shard shard)
{
    int ends[2];
    char byte;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork_mortal();
    if (child == 0) {
        struct store s;
        if (!store_open(&s, &p->diag, STR("out"), shard, false) || write(ends[1], "x", 1) != 1)
            _exit(1);
        if (fork() == 0) /* a worker, say; the lock must not go over to it */
            sleep(2), _exit(0);
        for (;;)
            pause();
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], &byte, 1), 1);
    close(ends[0]);
    return child;
}

static void end(pid_t child)
{
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

static void one_batch_has_the_folder(void **state)
{
    struct place *p = *state;
    char text[256], expected[64];
    pid_t other = hold(p, ALONE);
    assert_int_equal(try_opening(p, ALONE, text, sizeof text), 1);
    snprintf(expected, sizeof expected, " UTC (process %d)", (int)other);
    const str begins = STR("another batch has been at work in out since 20");
    assert_true(str_starts(str_z(text), begins));
    assert_true(str_ends(str_z(text), str_z(expected)));
    assert_int_equal(str_z(text).n, begins.n + strlen("26-11-22 10:12:07") + strlen(expected));
    assert_int_equal(try_opening(p, (struct shard){0, 4}, text, sizeof text), 1);
    assert_true(str_starts(str_z(text), begins));
    end(other);
    assert_int_equal(try_opening(p, ALONE, text, sizeof text), 0);
}

static void shards_have_it_together(void **state)
{
    struct place *p = *state;
    char text[256];
    pid_t first = hold(p, (struct shard){0, 4}), second = hold(p, (struct shard){1, 4});
    assert_int_equal(try_opening(p, (struct shard){1, 4}, text, sizeof text), 1);
    assert_true(
        str_starts(str_z(text), STR("shard 1/4 of a batch has been at work in out since ")));
    assert_int_equal(try_opening(p, (struct shard){2, 4}, text, sizeof text), 0);
    assert_int_equal(try_opening(p, ALONE, text, sizeof text), 1);
    assert_true(str_starts(str_z(text), STR("shard ")));
    end(first);
    assert_int_equal(try_opening(p, ALONE, text, sizeof text), 1);
    assert_true(
        str_starts(str_z(text), STR("shard 1/4 of a batch has been at work in out since ")));
    assert_int_equal(try_opening(p, (struct shard){0, 4}, text, sizeof text), 0);
    end(second);
    assert_true(is_there("out/.quoin/shard-1-of-4.lock"));
    assert_int_equal(try_opening(p, ALONE, text, sizeof text), 0);
    assert_false(is_there("out/.quoin/shard-1-of-4.lock"));
}

static void nonsense_in_the_lock_is_not_repeated(void **state)
{
    struct place *p = *state;
    char text[256];
    pid_t other = hold(p, ALONE);
    put("out/.quoin/lock", "\033[31m rm -rf now\n");
    assert_int_equal(try_opening(p, ALONE, text, sizeof text), 1);
    assert_string_equal(text, "another batch is at work in out");
    put("out/.quoin/lock", "12 2026-11-22 10:12:07 node7\n");
    assert_int_equal(try_opening(p, ALONE, text, sizeof text), 1);
    assert_string_equal(text, "another batch has been at work in out since 2026-11-22 10:12:07 UTC "
                              "(process 12 on node7)");
    end(other);
}

/* ---- sweeping ---- */

static void what_a_killed_batch_left_is_swept(void **state)
{
    struct place *p = *state;
    static const char *const swept[] = {
        "out/.quoin-0123456789abcdef.tmp",
        "out/.quoin/.quoin-0123456789abcdef.tmp",
        "out/north/.quoin-0123456789abcdef.tmp",
        "out/north/2020/.quoin-fedcba9876543210.tmp",
        "out/.quoin/thumbnails/.quoin-00000000ffffffff.tmp",
    };
    static const char *const kept[] = {
        "out/.quoin-0123456789abcde.tmp",  "out/.quoin-0123456789ABCDEF.tmp",
        "out/quoin-0123456789abcdef.tmp",  "out/.quoin-0123456789abcdef.tmpx",
        "out/north/.quoin-notes.tmp",      "out/else/.quoin-0123456789abcdef.tmp",
        "out/.quoin-1111111111111111.tmp", "out/.quoin-2222222222222222.tmp",
    };
    assert_int_equal(mkdir("out", 0777) | mkdir("out/north", 0777) | mkdir("out/else", 0777), 0);
    assert_int_equal(mkdir("out/north/2020", 0777) | mkdir("out/.quoin", 0777), 0);
    assert_int_equal(mkdir("out/.quoin/thumbnails", 0777), 0);
    for (size_t i = 0; i < sizeof swept / sizeof *swept; i++)
        put(swept[i], "half");
    for (size_t i = 0; i < sizeof kept / sizeof *kept - 2; i++)
        put(kept[i], "");
    put("far", "words");
    assert_int_equal(symlink("../far", kept[6]) | mkdir(kept[7], 0777), 0);
    struct store s = open_alone(p);
    assert_true(store_prepare(&s, &p->diag, outputs, OUTPUT_COUNT));
    for (size_t i = 0; i < sizeof swept / sizeof *swept; i++)
        if (is_there(swept[i]))
            fail_msg("%s is there", swept[i]);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (!is_there(kept[i]))
            fail_msg("%s is gone", kept[i]);
    assert_str(content(p, "far"), "words");
    store_close(&s);
}

static void what_another_is_writing_stays(void **state)
{
    struct place *p = *state;
    const char *temp = "out/.quoin-0123456789abcdef.tmp";
    struct store s;
    assert_int_equal(mkdir("out", 0777), 0);
    put(temp, "half");
    int fd = open(temp, O_WRONLY);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    assert_true(store_open(&s, &p->diag, STR("out"), (struct shard){0, 2}, false));
    assert_true(is_there(temp));
    store_close(&s);
    close(fd);
    assert_true(store_open(&s, &p->diag, STR("out"), (struct shard){0, 2}, false));
    assert_false(is_there(temp));
    store_close(&s);
}

/* One publishes without pause while another sweeps: nothing is lost. */
static void sweeping_never_takes_what_is_in_use(void **state)
{
    struct place *p = *state;
    struct store s = open_alone(p);
    pid_t sweeper = fork_mortal();
    if (sweeper == 0)
        for (int dir = open("out", O_RDONLY | O_DIRECTORY);;)
            file_sweep(dir);
    int failures = 0;
    for (int i = 0; i < 400; i++)
        failures += !store_publish(&s, &p->diag, STR("a.pdf"), STR("bytes"));
    end(sweeper);
    assert_int_equal(failures, 0);
    store_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(outputs_are_published),
        PLACE_TEST(a_name_that_leaves_is_refused),
        PLACE_TEST(what_is_the_same_is_left),
        PLACE_TEST(what_is_long_is_written_in_pieces),
        PLACE_TEST(pieces_for_a_full_disk_leave_the_old_file),
        PLACE_TEST(a_full_disk_leaves_the_old_file),
        PLACE_TEST(a_link_for_a_folder_is_refused),
        PLACE_TEST(a_link_put_there_later_is_not_followed),
        PLACE_TEST(a_link_for_an_output_is_replaced),
        PLACE_TEST(old_kernels_follow_no_links_either),
        PLACE_TEST(quoins_own_folder_is_no_link_either),
        PLACE_TEST(outdir_itself_may_be_a_link),
        PLACE_TEST(what_is_in_the_way_is_told_before),
        PLACE_TEST(an_outdir_that_cannot_be_is_a_finding),
        PLACE_TEST(a_folder_without_rights_is_a_finding),
        PLACE_TEST(a_dry_batch_touches_nothing),
        PLACE_TEST(one_batch_has_the_folder),
        PLACE_TEST(shards_have_it_together),
        PLACE_TEST(nonsense_in_the_lock_is_not_repeated),
        PLACE_TEST(what_a_killed_batch_left_is_swept),
        PLACE_TEST(what_another_is_writing_stays),
        PLACE_TEST(sweeping_never_takes_what_is_in_use),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
