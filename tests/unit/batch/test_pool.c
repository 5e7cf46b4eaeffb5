#include "unit/batch/worker_test.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

#include "batch/pool.h"

#define MANY 40
#define MOST 400

/* A customer with so many reports, that writes down what happens. */
struct customer {
    const char *paths[MOST];
    size_t count, begun, done;
    size_t begun_when_done[MOST]; /* how many were begun when the n-th was handed over */
    size_t numbers[MOST];         /* in the order handed over */
    int statuses[MOST];           /* by number */
    size_t pdf_bytes;
    size_t ticks;
    unsigned timeout; /* of those that hang */
    unsigned pause;   /* milliseconds that done() takes */
    size_t stop_at;   /* false from done() at this one; 0: never */
    int signal_at;    /* this signal to oneself in done() */
    int stuck_at;     /* closes this descriptor in done() and never returns; 0: none */
    bool is_careful;
    bool is_finished; /* done() has returned false */
    quoin_options options;
};

static bool next(void *state, struct worker_order *order, size_t *number)
{
    struct customer *c = state;
    assert_false(c->is_finished);
    if (c->begun == c->count)
        return false;
    const char *path = c->paths[c->begun];
    *order = (struct worker_order){.path = path, .options = &c->options, .timeout = 60};
    if (strcmp(path, "hang.xml") == 0)
        order->timeout = c->timeout;
    *number = 100 + c->begun++;
    return true;
}

static bool done(void *state, size_t number, const struct result *result)
{
    struct customer *c = state;
    assert_true(number >= 100 && number < 100 + c->begun);
    assert_true((result->status <= QUOIN_WARNINGS) == str_starts(result->pdf, STR("%PDF-")));
    c->statuses[number - 100] = result->status;
    c->begun_when_done[c->done] = c->begun;
    c->numbers[c->done++] = number;
    c->pdf_bytes += result->pdf.n;
    if (c->signal_at)
        raise(c->signal_at);
    usleep(c->pause * 1000);
    while (c->stuck_at) { /* as one whose disk does not answer */
        close(c->stuck_at);
        pause();
    }
    c->is_finished = c->is_finished || (c->stop_at && c->done == c->stop_at);
    return !c->is_finished;
}

static void tick(void *state)
{
    struct customer *c = state;
    c->ticks++;
}

static struct customer customer_of(const char *path, size_t count)
{
    struct customer c = {.count = count, .timeout = 60, .options = QUOIN_OPTIONS_DEFAULT};
    c.options.memory_limit = (size_t)64 << 20;
    for (size_t i = 0; i < count; i++) {
        c.paths[i] = path;
        c.statuses[i] = -1;
    }
    put("good.xml", GOOD);
    put("broken.xml", BROKEN);
    put("hang.xml", GOOD);
    put("crash.xml", GOOD);
    setenv("QUOIN_FAULT", "hang:hang,segv:crash", 1);
    return c;
}

static int run(struct customer *c, unsigned jobs)
{
    struct pool_customer customer = {c, next, done, tick, c->is_careful};
    int caught = pool_run(kit, jobs, &customer);
    assert_false(has_children());
    return caught;
}

static void nothing_to_do_is_done_at_once(void **state)
{
    (void)state;
    struct customer c = customer_of("good.xml", 0);
    assert_int_equal(run(&c, 2), 0);
    assert_int_equal(c.done, 0);
}

/* With one worker in the order given; the next one is begun before the last is handed over. */
static void each_is_handed_over_once(void **state)
{
    (void)state;
    struct customer c = customer_of("good.xml", 5);
    assert_int_equal(run(&c, 1), 0);
    assert_int_equal(c.done, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(c.numbers[i], 100 + i);
        assert_int_equal(c.statuses[i], QUOIN_DONE);
        assert_int_equal(c.begun_when_done[i], i + 2 < 5 ? i + 2 : 5);
    }
}

/* Whoever may say after each that it was the last is asked before another is begun. */
static void a_careful_customer_is_asked_first(void **state)
{
    (void)state;
    struct customer c = customer_of("good.xml", 5);
    c.is_careful = true;
    assert_int_equal(run(&c, 1), 0);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(c.begun_when_done[i], i + 1);
    c = customer_of("good.xml", 5);
    c.is_careful = true;
    c.stop_at = 1;
    assert_int_equal(run(&c, 1), 0);
    assert_int_equal(c.begun, 1);
}

static void many_are_done_by_several(void **state)
{
    (void)state;
    struct customer c = customer_of("good.xml", MANY);
    bool is_seen[MANY] = {false};
    assert_int_equal(run(&c, 4), 0);
    assert_int_equal(c.done, MANY);
    for (size_t i = 0; i < MANY; i++)
        is_seen[c.numbers[i] - 100] = true;
    for (size_t i = 0; i < MANY; i++)
        assert_true(is_seen[i]);
    assert_true(c.begun_when_done[0] >= 5);
}

static void more_workers_than_reports_are_no_harm(void **state)
{
    (void)state;
    struct customer c = customer_of("good.xml", 2);
    assert_int_equal(run(&c, 16), 0);
    assert_int_equal(c.done, 2);
    assert_int_equal(run(&(struct customer){.count = 0}, 0), 0);
}

static void a_fault_costs_only_itself(void **state)
{
    (void)state;
    struct customer c = customer_of("good.xml", 12);
    c.timeout = 1;
    c.paths[1] = "hang.xml";
    c.paths[4] = "crash.xml";
    c.paths[7] = "broken.xml";
    c.paths[9] = "nowhere.xml";
    assert_int_equal(run(&c, 3), 0);
    assert_int_equal(c.done, 12);
    for (size_t i = 0; i < 12; i++)
        assert_int_equal(c.statuses[i], i == 1   ? QUOIN_LIMIT
                                        : i == 4 ? QUOIN_INTERNAL
                                        : i == 7 ? QUOIN_INVALID
                                        : i == 9 ? QUOIN_IO
                                                 : QUOIN_DONE);
    assert_int_equal(c.numbers[11], 101); /* the one that hangs holds nobody up */
    assert_true(c.ticks >= 2);
}

/* next() sees to it that it is not asked any more; what was begun is made. */
static void told_to_stop_it_begins_no_more(void **state)
{
    (void)state;
    struct customer c = customer_of("good.xml", MANY);
    c.stop_at = 3;
    assert_int_equal(run(&c, 3), 0);
    assert_true(c.begun < MANY);
    assert_int_equal(c.done, c.begun);
    for (size_t i = 0; i < c.begun; i++)
        assert_int_equal(c.statuses[i], QUOIN_DONE);
}

/* The first says stop while three more run: one has ended, one fails, one hangs until it is late.
 */
static void what_runs_then_comes_to_its_end(void **state)
{
    (void)state;
    struct customer c = customer_of("good.xml", MANY);
    c.is_careful = true;
    c.paths[1] = "hang.xml";
    c.paths[2] = "broken.xml";
    c.timeout = 2;
    c.stop_at = 1;
    c.pause = 300;
    assert_int_equal(run(&c, 4), 0);
    assert_int_equal(c.begun, 4);
    assert_int_equal(c.done, 4);
    assert_int_equal(c.statuses[0], QUOIN_DONE);
    assert_int_equal(c.statuses[1], QUOIN_LIMIT);
    assert_int_equal(c.statuses[2], QUOIN_INVALID);
    assert_int_equal(c.statuses[3], QUOIN_DONE);
}

static void results_of_many_take_no_more_memory(void **state)
{
    (void)state;
    struct customer c = customer_of("good.xml", 10);
    struct rusage before, after;
    if (IS_SANITIZED)
        skip();
    assert_int_equal(run(&c, 2), 0);
    getrusage(RUSAGE_SELF, &before);
    c = customer_of("good.xml", MOST);
    assert_int_equal(run(&c, 2), 0);
    assert_true(c.pdf_bytes > MOST * 10000);
    getrusage(RUSAGE_SELF, &after);
    assert_true(after.ru_maxrss - before.ru_maxrss < 2048);
}

/* ---- signals ------------------------------------------------------------------------------ */

static volatile sig_atomic_t heard;

static void hear(int number)
{
    heard = number;
}

static void a_signal_ends_it(void **state)
{
    (void)state;
    static const int numbers[] = {SIGINT, SIGTERM};
    struct sigaction mine = {.sa_handler = hear}, after;
    for (size_t i = 0; i < 2; i++) {
        struct customer c = customer_of("hang.xml", MANY);
        c.paths[0] = "good.xml";
        c.signal_at = numbers[i];
        sigaction(numbers[i], &mine, NULL);
        heard = 0;
        assert_int_equal(run(&c, 2), numbers[i]);
        assert_int_equal(c.done, 1);
        assert_int_equal(heard, 0);
        sigaction(numbers[i], NULL, &after);
        assert_ptr_equal(after.sa_handler, hear);
        signal(numbers[i], SIG_DFL);
    }
}

/* Says that it is under way. */
static void tick_closing(void *state)
{
    struct customer *c = state;
    close((int)c->ticks);
}

/* While it waits, in a process of its own; returns how that ended. */
static int signalled(const int *signals, size_t count, bool is_stuck)
{
    int ends[2], status = 0;
    char byte;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        struct customer c = customer_of(is_stuck ? "good.xml" : "hang.xml", 4);
        struct pool_customer customer = {&c, next, done, tick_closing, false};
        c.stuck_at = is_stuck ? ends[1] : 0;
        c.ticks = (size_t)ends[1];
        close(ends[0]);
        alarm(20);
        _exit(pool_run(kit, 2, &customer));
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], &byte, 1), 0); /* until it is under way */
    close(ends[0]);
    for (size_t i = 0; i < count; i++) {
        usleep(200000);
        kill(child, signals[i]);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void a_signal_is_heard_while_waiting(void **state)
{
    (void)state;
    int status = signalled((const int[]){SIGINT}, 1, false);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), SIGINT);
    status = signalled((const int[]){SIGTERM}, 1, false);
    assert_int_equal(WEXITSTATUS(status), SIGTERM);
}

static void the_second_signal_ends_the_program(void **state)
{
    (void)state;
    int status = signalled((const int[]){SIGINT, SIGINT}, 2, true);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGINT);
    status = signalled((const int[]){SIGINT, SIGTERM}, 2, true);
    assert_int_equal(WTERMSIG(status), SIGTERM);
}

/* ^Z: that a report is not rendered meanwhile is no fault of its own. */
static void time_during_which_all_is_stopped_does_not_count(void **state)
{
    (void)state;
    int status = 0;
    long long from = worker_clock();
    pid_t child = fork();
    if (child == 0) {
        struct customer c = customer_of("hang.xml", 1);
        struct pool_customer customer = {&c, next, done, NULL, false};
        c.timeout = 1;
        _exit(pool_run(kit, 1, &customer) + (int)c.done * 10);
    }
    usleep(300000);
    kill(child, SIGSTOP);
    usleep(2600000);
    kill(child, SIGCONT);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(WEXITSTATUS(status), 10);
    assert_true(worker_clock() - from >= 3300);
}

static void what_was_ignored_still_is(void **state)
{
    (void)state;
    struct customer c = customer_of("good.xml", 4);
    c.signal_at = SIGINT;
    signal(SIGINT, SIG_IGN);
    assert_int_equal(run(&c, 2), 0);
    assert_int_equal(c.done, 4);
    signal(SIGINT, SIG_DFL);
}

/* ---- no process to be had ------------------------------------------------------------------ */

/* pipe2() fails as fork() may: there are no more descriptors. */
static void without_any_process_reports_are_given_up(void **state)
{
    (void)state;
    struct rlimit before, none;
    struct customer c = customer_of("good.xml", 3);
    getrlimit(RLIMIT_NOFILE, &before);
    none = before;
    none.rlim_cur = 3;
    setrlimit(RLIMIT_NOFILE, &none);
    long long from = worker_clock();
    int caught = run(&c, 2);
    setrlimit(RLIMIT_NOFILE, &before);
    assert_int_equal(caught, 0);
    assert_int_equal(c.done, 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(c.statuses[i], QUOIN_LIMIT);
    assert_true(worker_clock() - from >= 3000); /* some patience, but once */
    assert_true(worker_clock() - from < 10000);
}

/* Descriptors for one at a time: the others wait for their turn. */
static void with_few_processes_reports_wait(void **state)
{
    (void)state;
    struct rlimit before, few;
    struct customer c = customer_of("good.xml", 12);
    int first = dup(0);
    close(first);
    getrlimit(RLIMIT_NOFILE, &before);
    few = before;
    few.rlim_cur = (rlim_t)first + 2;
    setrlimit(RLIMIT_NOFILE, &few);
    int caught = run(&c, 4);
    setrlimit(RLIMIT_NOFILE, &before);
    assert_int_equal(caught, 0);
    assert_int_equal(c.done, 12);
    for (size_t i = 0; i < 12; i++)
        assert_int_equal(c.statuses[i], QUOIN_DONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(nothing_to_do_is_done_at_once),
        PLACE_TEST(each_is_handed_over_once),
        PLACE_TEST(a_careful_customer_is_asked_first),
        PLACE_TEST(many_are_done_by_several),
        PLACE_TEST(more_workers_than_reports_are_no_harm),
        PLACE_TEST(a_fault_costs_only_itself),
        PLACE_TEST(told_to_stop_it_begins_no_more),
        PLACE_TEST(what_runs_then_comes_to_its_end),
        PLACE_TEST(results_of_many_take_no_more_memory),
        PLACE_TEST(a_signal_ends_it),
        PLACE_TEST(a_signal_is_heard_while_waiting),
        PLACE_TEST(the_second_signal_ends_the_program),
        PLACE_TEST(time_during_which_all_is_stopped_does_not_count),
        PLACE_TEST(what_was_ignored_still_is),
        PLACE_TEST(without_any_process_reports_are_given_up),
        PLACE_TEST(with_few_processes_reports_wait),
    };
    return cmocka_run_group_tests(tests, open_kit, close_kit);
}
