#include "unit/batch/worker_test.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>

/* Runs test() in a confined child; it returns the number of the line that failed, 0 for none. */
static int confined(int (*test)(int pipe))
{
    int ends[2], status = 0;
    quoin_options options = {.epoch = -1, .memory_limit = (size_t)64 << 20};
    struct worker_order order = {.options = &options, .timeout = 7};
    assert_int_equal(pipe(ends), 0);
    pid_t parent = getpid(), child = fork();
    if (child == 0) {
        int line = test(confine_self(&order, ends[1], parent));
        _exit(line % 256);
    }
    close(ends[1]);
    assert_int_equal(waitpid(child, &status, 0), child);
    close(ends[0]);
    assert_false(WIFSIGNALED(status));
    return WEXITSTATUS(status);
}

#define EXPECT(truth)                                                                              \
    if (!(truth))                                                                                  \
    return __LINE__

#define assert_confined(test) assert_int_equal(confined(test), 0)

static rlim_t soft_limit(int resource)
{
    struct rlimit limit = {0};
    syscall(SYS_getrlimit, resource, &limit);
    return limit.rlim_cur;
}

static int expect_limits(int pipe)
{
    EXPECT(pipe == 3);
    EXPECT(soft_limit(RLIMIT_CORE) == 0);
    EXPECT(soft_limit(RLIMIT_NOFILE) == 64);
    EXPECT(soft_limit(RLIMIT_CPU) == 8);
    EXPECT(soft_limit(RLIMIT_STACK) <= (rlim_t)8 << 20);
    EXPECT(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1);
    EXPECT(prctl(PR_GET_DUMPABLE) == 0);
    int number = 0;
    EXPECT(prctl(PR_GET_PDEATHSIG, &number) == 0 && number == SIGKILL);
    if (IS_SANITIZED)
        return 0;
    EXPECT(soft_limit(RLIMIT_FSIZE) == 0);
    EXPECT(soft_limit(RLIMIT_AS) > (rlim_t)256 << 20);
    EXPECT(malloc((size_t)64 << 20) != NULL);
    EXPECT(malloc((size_t)400 << 20) == NULL);
    return 0;
}

static void limits_are_set(void **state)
{
    (void)state;
    assert_confined(expect_limits);
}

static int expect_few_descriptors(int pipe)
{
    char byte;
    for (int fd = pipe + 1; fd < 64; fd++)
        EXPECT(fcntl(fd, F_GETFD) < 0);
    EXPECT(read(0, &byte, 1) == 0);
    EXPECT(write(1, "x", 1) == 1);
    EXPECT(write(pipe, "x", 1) == 1);
    return 0;
}

static void only_the_pipe_stays_open(void **state)
{
    (void)state;
    int extra = dup2(2, 40);
    assert_confined(expect_few_descriptors);
    close(extra);
}

static int expect_signals(int pipe)
{
    (void)pipe;
    struct sigaction action;
    sigset_t blocked;
    sigaction(SIGINT, NULL, &action);
    EXPECT(action.sa_handler == SIG_IGN);
    sigaction(SIGTERM, NULL, &action);
    EXPECT(action.sa_handler == SIG_DFL);
    sigprocmask(SIG_BLOCK, NULL, &blocked);
    EXPECT(!sigismember(&blocked, SIGTERM));
    return 0;
}

static void a_terminals_interrupt_is_the_parents(void **state)
{
    (void)state;
    sigset_t blocked, before;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    sigprocmask(SIG_BLOCK, &blocked, &before);
    assert_confined(expect_signals);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

static int expect_no_writing(int pipe)
{
    (void)pipe;
    EXPECT(open("there.txt", O_RDONLY) >= 0);
    int fd = open("new.txt", O_WRONLY | O_CREAT, 0666);
    EXPECT(fd < 0 || write(fd, "x", 1) < 0);
    return 0;
}

static void no_file_can_be_written(void **state)
{
    (void)state;
    put("there.txt", "text");
    if (IS_SANITIZED)
        skip();
    assert_confined(expect_no_writing);
}

static int expect_no_change_of_files(int pipe)
{
    (void)pipe;
    EXPECT(open("there.txt", O_WRONLY | O_TRUNC) < 0);
    EXPECT(unlink("there.txt") < 0);
    EXPECT(rename("there.txt", "gone.txt") < 0);
    EXPECT(mkdir("folder", 0777) < 0);
    return 0;
}

static void landlock_keeps_files_as_they_are(void **state)
{
    (void)state;
    put("there.txt", "text");
    if (IS_SANITIZED ||
        syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) < 1)
        skip();
    assert_confined(expect_no_change_of_files);
    assert_int_equal(access("there.txt", F_OK), 0);
}

static int expect_no_calls(int pipe)
{
    (void)pipe;
    EXPECT(socket(AF_INET, SOCK_STREAM, 0) < 0 && errno == EPERM);
    EXPECT(socket(AF_UNIX, SOCK_STREAM, 0) < 0 && errno == EPERM);
    EXPECT(fork() < 0 && errno == EPERM);
    EXPECT(vfork() < 0);
    EXPECT(execl("/bin/true", "true", (char *)NULL) < 0 && errno == EPERM);
    EXPECT(kill(getppid(), 0) < 0 && errno == EPERM);
    EXPECT(syscall(SYS_tgkill, getppid(), getppid(), 0) < 0 && errno == EPERM);
    EXPECT(syscall(SYS_tgkill, getpid(), getpid(), 0) == 0);
    return 0;
}

static void the_seal_denies_calls(void **state)
{
    (void)state;
#if defined(__x86_64__) || defined(__aarch64__)
    if (IS_SANITIZED)
        skip();
    assert_confined(expect_no_calls);
#else
    skip();
#endif
}

static int do_abort(int pipe)
{
    (void)pipe;
    abort();
}

/* The names of deaths are what reports are judged by. */
static void aborting_is_still_told_as_such(void **state)
{
    (void)state;
    quoin_options options = {.epoch = -1};
    struct worker_order order = {.options = &options};
    int status = 0;
    pid_t parent = getpid(), child = fork();
    if (child == 0) {
        int pipe = confine_self(&order, 2, parent);
        signal(SIGABRT, SIG_DFL);
        _exit(do_abort(pipe));
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
}

/* A parent that dies at once takes its child along: the pipe is at its end. */
static void it_dies_with_its_parent(void **state)
{
    (void)state;
    int ends[2];
    char bytes[8];
    assert_int_equal(pipe(ends), 0);
    pid_t middle = fork();
    if (middle == 0) {
        pid_t parent = getpid();
        struct worker_order order = {.timeout = 60};
        if (fork() == 0) {
            int place = confine_self(&order, ends[1], parent);
            ssize_t ignored = write(place, "x", 1);
            (void)ignored;
            for (;;)
                pause();
        }
        close(ends[1]);
        ssize_t ignored = read(ends[0], bytes, 1);
        (void)ignored;
        _exit(0);
    }
    close(ends[1]);
    assert_int_equal(waitpid(middle, NULL, 0), middle);
    alarm(10);
    assert_int_equal(read(ends[0], bytes, sizeof bytes), 0);
    alarm(0);
    close(ends[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(limits_are_set),
        PLACE_TEST(only_the_pipe_stays_open),
        PLACE_TEST(a_terminals_interrupt_is_the_parents),
        PLACE_TEST(no_file_can_be_written),
        PLACE_TEST(landlock_keeps_files_as_they_are),
        PLACE_TEST(the_seal_denies_calls),
        PLACE_TEST(aborting_is_still_told_as_such),
        PLACE_TEST(it_dies_with_its_parent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
