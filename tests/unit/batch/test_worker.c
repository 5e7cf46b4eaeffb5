#include "unit/batch/worker_test.h"

#include <poll.h>

/* What is asked for unless a test says otherwise: limits that a small report never sees. */
static const quoin_options small = {.epoch = -1, .memory_limit = (size_t)64 << 20};

static struct worker_order order_of(const char *path)
{
    return (struct worker_order){.path = path, .options = &small, .timeout = 20};
}

/* From fork to result, as the pool does it. */
static struct result run(struct place *p, const struct worker_order *order)
{
    struct worker w;
    struct result result;
    assert_true(worker_start(&w, kit, order));
    for (;;) {
        struct pollfd poll_fd = {w.pipe, POLLIN, 0};
        long long left = w.started + (long long)order->timeout * 1000 - worker_clock();
        int heard = poll(&poll_fd, 1, left > 0 && !w.is_late ? (int)left : w.is_late ? -1 : 0);
        if (heard > 0 && worker_read(&w))
            break;
        if (heard == 0)
            worker_kill(&w, true);
    }
    worker_finish(&w, p->arena, order, &result);
    assert_int_equal(w.pipe, -1);
    assert_false(has_children());
    return result;
}

static struct result run_fault(struct place *p, const char *kind, const struct worker_order *order)
{
    char fault[64];
    snprintf(fault, sizeof fault, "%s:bad", kind);
    setenv("QUOIN_FAULT", fault, 1);
    put(order->path, GOOD);
    struct result result = run(p, order);
    unsetenv("QUOIN_FAULT");
    return result;
}

static bool has(str text, const char *part)
{
    return str_search(text, str_z(part), 0) < text.n;
}

/* The parent's own finding, in both forms. */
static void assert_death(const struct result *r, int status, const char *code, const char *reason)
{
    if (!has(r->reason, reason))
        print_error("\"%.*s\" has no \"%s\"\n", STR_ARG(r->reason), reason);
    assert_true(has(r->reason, reason));
    assert_int_equal(r->status, status);
    assert_int_equal(r->pdf.n, 0);
    assert_int_equal(r->errors, 1);
    assert_true(str_starts(r->findings, STR("bad.xml: error[")));
    assert_true(has(r->findings, code));
    assert_true(has(r->findings, "  help: "));
    assert_true(has(r->findings_json, "\"file\": \"bad.xml\""));
    assert_true(has(r->findings_json, code));
}

/* ---- reports ------------------------------------------------------------------------------ */

static void a_good_report_gives_a_pdf(void **state)
{
    struct worker_order order = order_of("good.xml");
    order.thumbnail_width = 64;
    put("good.xml", GOOD);
    struct result r = run(*state, &order);
    assert_int_equal(r.status, QUOIN_DONE);
    assert_str(r.reason, "");
    assert_true(str_starts(r.pdf, STR("%PDF-")));
    assert_true(str_starts(r.thumbnail, STR("\x89PNG")));
    assert_true(r.pages > 0);
    assert_true(r.peak_kib > 1000);
    assert_int_equal(r.input_count, 1);
    assert_str(r.inputs[0].path, "good.xml");
    assert_int_equal(r.inputs[0].sha256.n, 64);
    assert_str(r.findings, "");
}

/* By whichever way it is made. */
static void the_pdf_is_the_librarys(void **state)
{
    const void *bytes;
    size_t size;
    struct worker_order order = order_of("good.xml");
    put("good.xml", GOOD);
    struct result r = run(*state, &order);
    quoin_report *report = quoin_report_open(kit, "good.xml", NULL);
    assert_int_equal(quoin_render(report, &bytes, &size), QUOIN_DONE);
    assert_true(str_eq(r.pdf, (str){bytes, size}));
    quoin_report_close(report);
}

static void a_broken_report_tells_its_errors(void **state)
{
    struct worker_order order = order_of("broken.xml");
    put("broken.xml", BROKEN);
    struct result r = run(*state, &order);
    assert_int_equal(r.status, QUOIN_INVALID);
    assert_str(r.reason, "1 error");
    assert_int_equal(r.errors, 1);
    assert_int_equal(r.pdf.n, 0);
    assert_true(has(r.findings, "broken.xml:1:"));
    assert_true(has(r.findings, "did you mean <commentary>?"));
    assert_true(has(r.findings_json, "\"severity\": \"error\""));
}

static void a_missing_report_is_told(void **state)
{
    struct worker_order order = order_of("nowhere.xml");
    struct result r = run(*state, &order);
    assert_int_equal(r.status, QUOIN_IO);
    assert_str(r.reason, "a file cannot be read");
    assert_true(has(r.findings, "Q701"));
}

static void findings_are_coloured_if_asked(void **state)
{
    struct worker_order order = order_of("broken.xml");
    put("broken.xml", BROKEN);
    assert_false(has(run(*state, &order).findings, "\033["));
    order.is_coloured = true;
    assert_true(has(run(*state, &order).findings, "\033["));
}

static void the_reports_own_limit_is_told_by_the_report(void **state)
{
    quoin_options tiny = small;
    struct worker_order order = order_of("good.xml");
    tiny.memory_limit = 100000;
    order.options = &tiny;
    put("good.xml", GOOD);
    struct result r = run(*state, &order);
    assert_int_equal(r.status, QUOIN_LIMIT);
    assert_true(has(r.findings, "Q802"));
    assert_str(r.reason, "a limit is exceeded");
}

/* ---- deaths ------------------------------------------------------------------------------- */

static void a_crash_is_told_by_its_signal(void **state)
{
    struct worker_order order = order_of("bad.xml");
    struct result r = run_fault(*state, "segv", &order);
    assert_death(&r, QUOIN_INTERNAL, "Q754", "killed by SIGSEGV");
    r = run_fault(*state, "abort", &order);
    assert_death(&r, QUOIN_INTERNAL, "Q754", "killed by SIGABRT");
}

static void leaving_without_a_result_is_told(void **state)
{
    struct worker_order order = order_of("bad.xml");
    struct result r = run_fault(*state, "exit", &order);
    assert_death(&r, QUOIN_INTERNAL, "Q754", "ended early (exit status 1)");
}

static void a_damaged_result_is_told(void **state)
{
    struct worker_order order = order_of("bad.xml");
    struct result r = run_fault(*state, "garbage", &order);
    assert_death(&r, QUOIN_INTERNAL, "Q754", "sent a damaged result");
    r = run_fault(*state, "torn", &order);
    assert_death(&r, QUOIN_INTERNAL, "Q754", "sent a damaged result");
    r = run_fault(*state, "empty", &order);
    assert_death(&r, QUOIN_INTERNAL, "Q754", "sent a damaged result");
}

static void the_systems_kill_is_taken_for_lack_of_memory(void **state)
{
    struct worker_order order = order_of("bad.xml");
    struct result r = run_fault(*state, "kill", &order);
    assert_death(&r, QUOIN_LIMIT, "Q756", "the system may have run out of memory");
}

static void waiting_for_ever_ends_at_the_limit_of_time(void **state)
{
    struct worker_order order = order_of("bad.xml");
    order.timeout = 1;
    struct result r = run_fault(*state, "hang", &order);
    assert_death(&r, QUOIN_LIMIT, "Q755", "took over 1 s");
    assert_true(r.ms >= 1000 && r.ms < 5000);
}

/* Even where nobody watches the clock. */
static void computing_for_ever_ends_by_itself(void **state)
{
    struct worker_order order = order_of("bad.xml");
    struct worker w;
    struct result r;
    order.timeout = 1;
    setenv("QUOIN_FAULT", "spin:bad", 1);
    assert_true(worker_start(&w, kit, &order));
    while (!worker_read(&w))
        poll(&(struct pollfd){w.pipe, POLLIN, 0}, 1, -1);
    worker_finish(&w, ((struct place *)*state)->arena, &order, &r);
    unsetenv("QUOIN_FAULT");
    assert_death(&r, QUOIN_LIMIT, "Q755", "took over 1 s");
}

static void eating_memory_ends_at_its_limit(void **state)
{
    struct worker_order order = order_of("bad.xml");
    if (IS_SANITIZED)
        skip();
    struct result r = run_fault(*state, "eat", &order);
    assert_death(&r, QUOIN_LIMIT, "Q756", "needs more than 64 MiB of memory (killed by SIGABRT)");
    assert_true(r.peak_kib > 2 * 65536 && r.peak_kib < 6 * 65536);
}

static void sending_for_ever_ends_at_the_limit_of_memory(void **state)
{
    struct worker_order order = order_of("bad.xml");
    struct result r = run_fault(*state, "flood", &order);
    assert_death(&r, QUOIN_LIMIT, "Q756", "needs more than 64 MiB of memory");
}

static void one_that_stays_behind_is_ended(void **state)
{
    struct worker_order order = order_of("bad.xml");
    struct result r = run_fault(*state, "linger", &order);
    assert_death(&r, QUOIN_INTERNAL, "Q754", "did not end when it had sent its result");
    assert_true(r.ms < 5000);
}

static void a_hostile_name_drives_no_terminal(void **state)
{
    struct worker_order order = order_of("bad\033[2J\xE2\x80\xAE.xml");
    struct result r = run_fault(*state, "segv", &order);
    assert_true(str_starts(r.findings, STR("bad\\x1B[2J\\xE2\\x80\\xAE.xml: error[Q754]")));
    assert_false(has(r.findings_json, "\033"));
}

static void dropping_ends_it(void **state)
{
    (void)state;
    struct worker_order order = order_of("bad.xml");
    struct worker w;
    setenv("QUOIN_FAULT", "hang:bad", 1);
    assert_true(worker_start(&w, kit, &order));
    worker_drop(&w);
    unsetenv("QUOIN_FAULT");
    assert_int_equal(w.pipe, -1);
    assert_false(has_children());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(a_good_report_gives_a_pdf),
        PLACE_TEST(the_pdf_is_the_librarys),
        PLACE_TEST(a_broken_report_tells_its_errors),
        PLACE_TEST(a_missing_report_is_told),
        PLACE_TEST(findings_are_coloured_if_asked),
        PLACE_TEST(the_reports_own_limit_is_told_by_the_report),
        PLACE_TEST(a_crash_is_told_by_its_signal),
        PLACE_TEST(leaving_without_a_result_is_told),
        PLACE_TEST(a_damaged_result_is_told),
        PLACE_TEST(the_systems_kill_is_taken_for_lack_of_memory),
        PLACE_TEST(waiting_for_ever_ends_at_the_limit_of_time),
        PLACE_TEST(computing_for_ever_ends_by_itself),
        PLACE_TEST(eating_memory_ends_at_its_limit),
        PLACE_TEST(sending_for_ever_ends_at_the_limit_of_memory),
        PLACE_TEST(one_that_stays_behind_is_ended),
        PLACE_TEST(a_hostile_name_drives_no_terminal),
        PLACE_TEST(dropping_ends_it),
    };
    return cmocka_run_group_tests(tests, open_kit, close_kit);
}
