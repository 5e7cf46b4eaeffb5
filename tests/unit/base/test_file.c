#include "unit/base/base_test.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

/* Every test runs in a fresh folder of its own, which is the current one. */
struct place {
    struct arena *arena;
    struct diag diag;
    char folder[64];
};

static int open_place(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    strcpy(p->folder, "/tmp/quoin-file-XXXXXX");
    p->arena = arena_new();
    diag_init(&p->diag, p->arena);
    *state = p;
    return mkdtemp(p->folder) && chdir(p->folder) == 0 ? 0 : -1;
}

static int close_place(void **state)
{
    struct place *p = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", p->folder);
    int status = chdir("/") + system(command);
    arena_close(p->arena);
    free(p);
    return status;
}

#define FILE_TEST(name) cmocka_unit_test_setup_teardown(name, open_place, close_place)

static void put(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static str content(struct place *p, const char *path)
{
    const struct source *s = file_read(p->arena, &p->diag, str_z(path), 1 << 20);
    return s ? s->text : STR("(none)");
}

static int entries(const char *folder)
{
    int count = -2; /* . and .. */
    DIR *dir = opendir(folder);
    while (readdir(dir))
        count++;
    closedir(dir);
    return count;
}

static str last_text(struct place *p)
{
    return p->diag.count ? p->diag.findings[p->diag.count - 1].text : STR("");
}

static enum code last_code(struct place *p)
{
    return p->diag.count ? p->diag.findings[p->diag.count - 1].code : CODE_COUNT;
}

static void a_file_is_read_whole(void **state)
{
    struct place *p = *state;
    put("a.xml", "<a/>\n");
    const struct source *s = file_read(p->arena, &p->diag, STR("a.xml"), 5);
    assert_non_null(s);
    assert_str(s->path, "a.xml");
    assert_str(s->text, "<a/>\n");
    assert_int_equal(s->text.p[s->text.n], 0);
    put("empty", "");
    assert_str(content(p, "empty"), "");
    assert_true(content(p, "/proc/self/status").n > 100); /* says it is empty, is not */
}

static void a_file_that_cannot_be_read_is_a_finding(void **state)
{
    struct place *p = *state;
    assert_null(file_read(p->arena, &p->diag, STR("none.xml"), 99));
    assert_str(last_text(p), "cannot read none.xml: No such file or directory");
    assert_null(file_read(p->arena, &p->diag, STR("."), 99));
    assert_str(last_text(p), "this is a folder, not a file");
    assert_int_equal(mkfifo("fifo", 0600), 0);
    assert_null(file_read(p->arena, &p->diag, STR("fifo"), 99));
    assert_null(file_read(p->arena, &p->diag, STR("/dev/zero"), 99));
    assert_str(last_text(p), "this is a pipe or a device, not a file");
    assert_int_equal(p->diag.status, STATUS_IO);
    assert_int_equal(last_code(p), Q701);
    for (size_t i = 0; i < p->diag.count; i++)
        assert_true(p->diag.findings[i].hint.n > 0);
}

static void a_file_beyond_the_cap_is_refused(void **state)
{
    struct place *p = *state;
    put("a", "12345");
    assert_null(file_read(p->arena, &p->diag, STR("a"), 4));
    assert_int_equal(last_code(p), Q801);
    assert_null(file_read(p->arena, &p->diag, STR("/proc/self/status"), 100)); /* grows */
    assert_int_equal(last_code(p), Q801);
}

/* Runs file_read("-") with `text` in a pipe as standard input. */
static const struct source *read_piped(struct place *p, const char *text, size_t cap)
{
    int ends[2], keep = dup(0);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], text, strlen(text)), strlen(text));
    close(ends[1]);
    dup2(ends[0], 0);
    close(ends[0]);
    const struct source *s = file_read(p->arena, &p->diag, STR("-"), cap);
    dup2(keep, 0);
    close(keep);
    return s;
}

static void standard_input_is_read(void **state)
{
    struct place *p = *state;
    const struct source *s = read_piped(p, "<a/>", 4);
    assert_non_null(s);
    assert_str(s->text, "<a/>");
    assert_str(s->path, "<stdin>");
    assert_null(read_piped(p, "12345", 4));
    assert_int_equal(last_code(p), Q801);
}

static void a_path_has_a_folder(void **state)
{
    struct place *p = *state;
    static const char *const pairs[][2] = {
        {"a/b.xml", "a"}, {"b.xml", "."}, {"/b.xml", "/"}, {"a/b/c", "a/b"},
        {"a//b", "a"},    {"//b", "/"},   {"a/", "a"},     {"", "."},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_str(file_folder(p->arena, str_z(pairs[i][0])), pairs[i][1]);
}

static void make_tree(void)
{
    assert_int_equal(mkdir("root", 0700) | mkdir("root/img", 0700) | mkdir("root-other", 0700), 0);
    put("root/img/a.png", "png");
    put("secret", "secret");
    put("root-other/b", "b");
    assert_int_equal(symlink("../secret", "root/link"), 0);
    assert_int_equal(symlink("img", "root/folder-link"), 0);
    assert_int_equal(mkfifo("root/fifo", 0600), 0);
}

static const struct {
    const char *name;
    enum file_under result;
} names_under[] = {
    {"img/a.png", FILE_OK},
    {"./img//a.png", FILE_OK},
    {"img/../img/a.png", FILE_OK},
    {"none.png", FILE_MISSING},
    {"img/a.png/b", FILE_MISSING},
    {"none/a.png", FILE_MISSING},
    {"../secret", FILE_OUTSIDE},
    {"img/../../secret", FILE_OUTSIDE},
    {"../root-other/b", FILE_OUTSIDE},
    {"/etc/passwd", FILE_OUTSIDE},
    {"link", FILE_LINK},
    {"folder-link/a.png", FILE_LINK},
    {"img", FILE_NOT_REGULAR},
    {"", FILE_NOT_REGULAR},
    {".", FILE_NOT_REGULAR},
    {"fifo", FILE_NOT_REGULAR},
};

/* The number of names that are answered wrongly. */
static int wrong_under(struct arena *a)
{
    int wrong = 0;
    for (size_t i = 0; i < sizeof names_under / sizeof *names_under; i++) {
        str out = {NULL, 0};
        enum file_under got = file_read_under(a, STR("root"), str_z(names_under[i].name), 3, &out);
        if (got != names_under[i].result || (got == FILE_OK && !str_is(out, "png"))) {
            print_error("%s: %d\n", names_under[i].name, got);
            wrong++;
        }
    }
    return wrong;
}

static void nothing_outside_the_root_is_read(void **state)
{
    struct place *p = *state;
    str out;
    make_tree();
    assert_int_equal(wrong_under(p->arena), 0);
    assert_int_equal(file_read_under(p->arena, STR("root"), STR("img/a.png"), 2, &out),
                     FILE_TOO_LARGE);
    assert_int_equal(file_read_under(p->arena, STR("none"), STR("a"), 2, &out), FILE_MISSING);
    assert_int_equal(file_read_under(p->arena, STR("root"), STR("img\0/a.png"), 9, &out),
                     FILE_MISSING);
    assert_int_equal(file_read_under(p->arena, STR(""), STR("secret"), 9, &out), FILE_OK);
}

static void plain_names_climb_nowhere(void **state)
{
    struct place *p = *state;
    str out;
    static const char *const bad[] = {"", ".", "a/..", "..", "../a", "a/../../b", "/a"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (file_plain_name(p->arena, str_z(bad[i]), &out))
            fail_msg("\"%s\" is taken", bad[i]);
    assert_false(file_plain_name(p->arena, STR("a\0b"), &out));
    assert_true(file_plain_name(p->arena, STR("./a//b/../c.png"), &out));
    assert_true(str_is(out, "a/c.png"));
}

static void kept_files_are_read_once(void **state)
{
    struct place *p = *state;
    struct kept_files kept = {0};
    str first, again;
    make_tree();
    assert_int_equal(file_read_kept(p->arena, &kept, STR("root"), STR("./img/a.png"), 9, &first),
                     FILE_OK);
    assert_int_equal(file_read_kept(p->arena, &kept, STR("root"), STR("img/a.png"), 9, &again),
                     FILE_OK);
    assert_ptr_equal(first.p, again.p);
    assert_int_equal(file_read_kept(p->arena, &kept, STR("root"), STR("../secret"), 9, &again),
                     FILE_OUTSIDE);
    assert_int_equal(file_read_kept(p->arena, &kept, STR("root"), STR("none"), 9, &again),
                     FILE_MISSING);
    assert_int_equal(kept.count, 1);
    assert_true(str_is(kept.files[0].name, "img/a.png"));
    assert_int_equal(file_read_kept(p->arena, NULL, STR("root"), STR("img/a.png"), 9, &again),
                     FILE_OK);
    assert_ptr_not_equal(first.p, again.p);
}

/* Takes openat2 away from this process, as an old kernel would. */
static bool forbid_openat2(int error)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)error),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof code / sizeof *code, code};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 &&
           syscall(SYS_openat2, -1, "", NULL, 0) == -1 && errno == error;
}

static void old_kernels_give_the_same_answers(void **state)
{
    static const int errors[] = {ENOSYS, EPERM};
    struct place *p = *state;
    make_tree();
    for (int i = 0; i < 2; i++) {
        int status = 0;
        pid_t child = fork();
        if (child == 0)
            _exit(forbid_openat2(errors[i]) ? wrong_under(p->arena) : 99);
        waitpid(child, &status, 0);
        assert_true(WIFEXITED(status));
        if (WEXITSTATUS(status) == 99)
            skip(); /* no seccomp here */
        assert_int_equal(WEXITSTATUS(status), 0);
    }
}

static void a_file_is_published(void **state)
{
    struct place *p = *state;
    mode_t old = umask(027);
    assert_int_equal(mkdir("out", 0700), 0);
    assert_true(file_publish(&p->diag, STR("out/a.pdf"), STR("first")));
    assert_str(content(p, "out/a.pdf"), "first");
    assert_true(file_publish(&p->diag, STR("out/a.pdf"), STR("")));
    assert_str(content(p, "out/a.pdf"), "");
    assert_true(file_publish(&p->diag, STR("b.pdf"), STR("here")));
    struct stat st;
    assert_int_equal(stat("out/a.pdf", &st), 0);
    assert_int_equal(st.st_mode & 0777, 0640);
    assert_int_equal(entries("out"), 1);
    assert_int_equal(p->diag.count, 0);
    umask(old);
}

static void a_link_is_replaced_and_its_target_untouched(void **state)
{
    struct place *p = *state;
    struct stat st;
    assert_int_equal(mkdir("far", 0700), 0);
    put("far/a.pdf", "old");
    assert_int_equal(symlink("far/a.pdf", "a.pdf") | symlink("none", "dangling.pdf"), 0);
    assert_int_equal(link("far/a.pdf", "hard.pdf"), 0);
    static const char *const names[] = {"a.pdf", "dangling.pdf", "hard.pdf"};
    for (int i = 0; i < 3; i++) {
        assert_true(file_publish(&p->diag, str_z(names[i]), STR("new")));
        assert_int_equal(lstat(names[i], &st), 0);
        assert_true(S_ISREG(st.st_mode));
        assert_str(content(p, names[i]), "new");
    }
    assert_str(content(p, "far/a.pdf"), "old");
    assert_int_equal(entries("far"), 1);
    assert_int_equal(entries("."), 4);
}

static void a_link_to_a_device_is_replaced(void **state)
{
    struct place *p = *state;
    assert_int_equal(symlink("/dev/full", "a.pdf"), 0);
    assert_true(file_publish(&p->diag, STR("a.pdf"), STR("new")));
    assert_str(content(p, "a.pdf"), "new");
}

static void a_link_to_a_folder_is_refused(void **state)
{
    struct place *p = *state;
    struct stat st;
    assert_int_equal(mkdir("far", 0700) | symlink("far", "out"), 0);
    assert_false(file_publish(&p->diag, STR("out"), STR("new")));
    assert_str(last_text(p), "cannot write out: Is a directory");
    assert_int_equal(lstat("out", &st), 0);
    assert_true(S_ISLNK(st.st_mode));
}

static void what_cannot_be_written_is_a_finding(void **state)
{
    struct place *p = *state;
    assert_false(file_publish(&p->diag, STR("none/a.pdf"), STR("x")));
    assert_str(last_text(p), "cannot write none/a.pdf: No such file or directory");
    assert_false(file_publish(&p->diag, STR("."), STR("x")));
    assert_str(last_text(p), "cannot write .: Is a directory");
    assert_false(file_publish(&p->diag, STR("none/"), STR("x")));
    assert_false(file_publish(&p->diag, STR(""), STR("x")));
    assert_false(file_publish(&p->diag, STR("/dev/full"), STR("x")));
    assert_str(last_text(p), "cannot write /dev/full: No space left on device");
    assert_true(file_publish(&p->diag, STR("/dev/null"), STR("x")));
    assert_int_equal(p->diag.count, 5);
    assert_int_equal(last_code(p), Q702);
    assert_int_equal(entries("."), 0);
}

/* A limit on file size stands in for a full disk. */
static void a_failure_leaves_the_old_file(void **state)
{
    struct place *p = *state;
    struct rlimit limit, small;
    put("a.pdf", "old");
    getrlimit(RLIMIT_FSIZE, &limit);
    small = (struct rlimit){2, limit.rlim_max};
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    bool ok = file_publish(&p->diag, STR("a.pdf"), STR("new and longer"));
    setrlimit(RLIMIT_FSIZE, &limit);
    signal(SIGXFSZ, handler);
    assert_false(ok);
    assert_str(last_text(p), "cannot write a.pdf: File too large");
    assert_str(content(p, "a.pdf"), "old");
    assert_int_equal(entries("."), 1);
}

/* Makes fsync(fd) fail in this process. */
static bool forbid_fsync(int fd)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_fsync, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)fd, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EIO),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof code / sizeof *code, code};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 && fsync(fd) == -1 &&
           errno == EIO;
}

/* In a child: 0 when the folder's failed sync is told as what it is; 99 without seccomp. */
static int publish_unsynced(struct place *p)
{
    int folder = dup(0); /* the folder is opened first, as the lowest free descriptor */
    close(folder);
    if (!forbid_fsync(folder))
        return 99;
    bool ok = file_publish(&p->diag, STR("a.pdf"), STR("new"));
    str expected = STR("a.pdf is new and complete, but may not outlast a power cut: "
                       "Input/output error");
    return ok || !str_eq(last_text(p), expected) || p->diag.status != STATUS_IO;
}

static void a_folder_that_cannot_be_synced_is_told(void **state)
{
    struct place *p = *state;
    int status = 0;
    put("a.pdf", "old");
    pid_t child = fork();
    if (child == 0)
        _exit(publish_unsynced(p));
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 99)
        skip();
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_str(content(p, "a.pdf"), "new");
    assert_int_equal(entries("."), 1);
}

/* Publishes to `path` in a child whose standard output is `fd`. */
static int publish_as_stdout(struct place *p, int fd, const char *path, str bytes)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        dup2(fd, STDOUT_FILENO);
        _exit(!file_publish(&p->diag, str_z(path), bytes));
    }
    waitpid(child, &status, 0);
    return status;
}

static void standard_output_is_written_not_replaced(void **state)
{
    struct place *p = *state;
    static const char *const paths[] = {"-", "/dev/stdout", "/proc/self/fd/1"};
    for (int i = 0; i < 3; i++) {
        int ends[2];
        char got[8] = "";
        assert_int_equal(pipe(ends), 0);
        assert_int_equal(publish_as_stdout(p, ends[1], paths[i], STR("bytes")), 0);
        assert_int_equal(read(ends[0], got, sizeof got - 1), 5);
        assert_string_equal(got, "bytes");
        close(ends[0]);
        close(ends[1]);
    }
    int full = open("/dev/full", O_WRONLY);
    assert_int_not_equal(publish_as_stdout(p, full, "-", STR("bytes")), 0);
    close(full);
    struct stat st;
    assert_int_equal(lstat("/dev/stdout", &st), 0);
    assert_true(S_ISLNK(st.st_mode));
}

static void more_than_a_pipe_holds_is_written(void **state)
{
    struct place *p = *state;
    size_t size = 300000, got = 0;
    int ends[2], status = 0;
    assert_int_equal(pipe(ends), 0);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        str bytes = {arena_alloc(p->arena, size), size};
        _exit(publish_as_stdout(p, ends[1], "-", bytes) != 0);
    }
    close(ends[1]);
    char block[4096];
    for (ssize_t n; (n = read(ends[0], block, sizeof block)) > 0;)
        got += (size_t)n;
    close(ends[0]);
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    assert_int_equal(got, size);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FILE_TEST(a_file_is_read_whole),
        FILE_TEST(a_file_that_cannot_be_read_is_a_finding),
        FILE_TEST(a_file_beyond_the_cap_is_refused),
        FILE_TEST(standard_input_is_read),
        FILE_TEST(a_path_has_a_folder),
        FILE_TEST(nothing_outside_the_root_is_read),
        FILE_TEST(plain_names_climb_nowhere),
        FILE_TEST(kept_files_are_read_once),
        FILE_TEST(old_kernels_give_the_same_answers),
        FILE_TEST(a_file_is_published),
        FILE_TEST(a_link_is_replaced_and_its_target_untouched),
        FILE_TEST(a_link_to_a_device_is_replaced),
        FILE_TEST(a_link_to_a_folder_is_refused),
        FILE_TEST(what_cannot_be_written_is_a_finding),
        FILE_TEST(a_failure_leaves_the_old_file),
        FILE_TEST(a_folder_that_cannot_be_synced_is_told),
        FILE_TEST(standard_output_is_written_not_replaced),
        FILE_TEST(more_than_a_pipe_holds_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
