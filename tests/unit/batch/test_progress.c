/* What is said on both streams, read back; the clock is the test's own. */
#include "unit/base/base_test.h"

#include <fcntl.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <jansson.h>

#include "batch/progress.h"

struct talk {
    struct arena *arena;
    struct progress p;
    struct batch_options options;
    struct schedule plan;
    struct document document;
    int out, err, saved_out, saved_err; /* out, err: where the two streams go */
};

static long long now;

long long worker_clock(void)
{
    return now;
}

static int temporary(void)
{
    FILE *f = tmpfile();
    int fd = dup(fileno(f));
    fclose(f);
    return fd;
}

static int open_talk(void **state)
{
    struct talk *t = calloc(1, sizeof *t);
    t->arena = arena_new();
    t->options = (struct batch_options){.output = "out", .shard = {0, 1}};
    t->plan.count = 4;
    t->document = (struct document){.name = STR("north/q2.xml"),
                                    .output = STR("north/opcc-2020-21-q2.pdf"),
                                    .organisation = STR("Office"),
                                    .year = STR("2020/21"),
                                    .quarter = 2};
    t->out = temporary();
    t->err = temporary();
    now = 1000;
    *state = t;
    return 0;
}

static int close_talk(void **state)
{
    struct talk *t = *state;
    close(t->out);
    close(t->err);
    arena_close(t->arena);
    free(t);
    return 0;
}

#define TALK_TEST(name) cmocka_unit_test_setup_teardown(name, open_talk, close_talk)

/* From here to unhear() both streams are the test's. */
static void hear(struct talk *t, int err)
{
    fflush(stdout);
    t->saved_out = dup(STDOUT_FILENO);
    t->saved_err = dup(STDERR_FILENO);
    dup2(t->out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    progress_open(&t->p, t->arena, &t->options);
}

static void unhear(struct talk *t)
{
    dup2(t->saved_out, STDOUT_FILENO);
    dup2(t->saved_err, STDERR_FILENO);
    close(t->saved_out);
    close(t->saved_err);
}

static str heard(struct talk *t, int fd)
{
    char *text = arena_alloc(t->arena, 1 << 16);
    ssize_t n = pread(fd, text, (1 << 16) - 1, 0);
    return (str){text, n > 0 ? (size_t)n : 0};
}

static const struct record made = {.pages = 12, .bytes = 62000, .ms = 23, .sha256 = {"ab", 2}};
static const struct result quiet_result = {0};

static struct record failure(const char *reason)
{
    return (struct record){
        .has_failed = true, .status = 3, .errors = 2, .reason = str_z(reason), .ms = 5};
}

static void work(struct talk *t)
{
    struct record failed = failure("2 errors");
    struct result result = {.findings = STR("q2.xml:1:1: error[Q101]: x\n")};
    progress_begin(&t->p, &t->plan, 2);
    progress_start(&t->p, &t->document, STR("new"));
    now += 500;
    progress_made(&t->p, &t->document, &made, &quiet_result);
    progress_unchanged(&t->p, &t->document, &made);
    progress_failed(&t->p, &t->document, &failed, &result);
    now += 500;
    t->p.has_index = true;
    progress_end(&t->p, &t->plan, 3);
}

static void a_log_has_plain_lines(void **state)
{
    struct talk *t = *state;
    t->plan.passed_over = 2;
    hear(t, t->err);
    work(t);
    unhear(t);
    assert_str(heard(t, t->err),
               "made    north/opcc-2020-21-q2.pdf  12 pages, 62 KB, 23 ms\n"
               "q2.xml:1:1: error[Q101]: x\n"
               "failed  north/q2.xml: 2 errors\n"
               "\n"
               "organisation  year     made  unchanged  failed  pages made\n"
               "Office        2020/21     1          1       1          12\n"
               "\n"
               "2 other XML files hold no report.\n"
               "4 reports: 1 made, 1 unchanged, 1 failed, 1 not begun; 12 pages in "
               "1.0 s (2.0 reports a second). out/index.html\n"
               "failed:\n"
               "  north/q2.xml: 2 errors\n");
    assert_str(heard(t, t->out), "");
}

static void quiet_leaves_findings_and_the_end(void **state)
{
    struct talk *t = *state;
    t->options.is_quiet = true;
    hear(t, t->err);
    work(t);
    unhear(t);
    assert_true(str_starts(heard(t, t->err), STR("q2.xml:1:1: error[Q101]: x\n\norganisation")));
}

static str said_at_the_end(struct talk *t, size_t unchanged)
{
    hear(t, t->err);
    progress_begin(&t->p, &t->plan, 1);
    for (size_t i = 0; i < unchanged; i++)
        progress_unchanged(&t->p, &t->document, &made);
    progress_end(&t->p, &t->plan, 0);
    unhear(t);
    return heard(t, t->err);
}

/* A cron job that has nothing to do sends no mail. */
static void quiet_and_nothing_done_is_silence(void **state)
{
    struct talk *t = *state;
    t->options.is_quiet = true;
    assert_str(said_at_the_end(t, 4), "");
    assert_true(said_at_the_end(t, 3).n > 0);
}

static void there_is_no_table_where_nothing_was_done(void **state)
{
    struct talk *t = *state;
    assert_str(said_at_the_end(t, 4), "4 reports: 4 unchanged in 0 ms.\n");
}

static void a_dry_run_says_why(void **state)
{
    struct talk *t = *state;
    t->options.is_dry = true;
    hear(t, t->err);
    progress_begin(&t->p, &t->plan, 1);
    progress_start(&t->p, &t->document, STR("the report changed"));
    progress_end(&t->p, &t->plan, 0);
    unhear(t);
    str said = heard(t, t->err);
    assert_str(heard(t, t->out), "would make north/opcc-2020-21-q2.pdf: the report changed\n");
    assert_true(str_starts(said, STR("\norganisation")));
    assert_true(str_ends(said, STR("\n4 reports: 1 would be made, 3 not begun.\n")));
}

static void failures_stand_last_and_are_counted_on(void **state)
{
    struct talk *t = *state;
    t->plan.count = 25;
    hear(t, t->err);
    progress_begin(&t->p, &t->plan, 1);
    for (int i = 24; i >= 0; i--) {
        char reason[32]; /* gone when the end is told */
        t->document.name = str_format(t->arena, "q%02d.xml", i);
        snprintf(reason, sizeof reason, "reason %d", i);
        struct record failed = failure(reason);
        progress_failed(&t->p, &t->document, &failed, &quiet_result);
    }
    progress_end(&t->p, &t->plan, 3);
    unhear(t);
    str said = heard(t, t->err);
    assert_true(str_search(said, STR("failed:\n  q00.xml: reason 0\n"), 0) < said.n);
    assert_true(str_ends(said, STR("  q19.xml: reason 19\n  … and 5 more\n")));
}

static void a_shard_leads_to_the_merge(void **state)
{
    struct talk *t = *state;
    t->options.shard = (struct shard){2, 4};
    hear(t, t->err);
    progress_begin(&t->p, &t->plan, 1);
    progress_unchanged(&t->p, &t->document, &made);
    progress_end(&t->p, &t->plan, 0);
    unhear(t);
    assert_true(
        str_ends(heard(t, t->err), STR("4 reports of shard 2/4: 1 unchanged, 3 not begun in 0 ms.\n"
                                       "When all shards are done: quoin batch --merge out\n")));
}

/* A full disk: no page is named that is not there, and what ended it is said. */
static void what_stopped_it_is_told(void **state)
{
    struct talk *t = *state;
    struct record failed = failure("x");
    hear(t, t->err);
    progress_begin(&t->p, &t->plan, 1);
    progress_failed(&t->p, &t->document, &failed, &quiet_result);
    t->p.stopped = STR("cannot write out/a.pdf: No space left on device");
    progress_end(&t->p, &t->plan, 4);
    unhear(t);
    assert_true(
        str_ends(heard(t, t->err), STR("\n4 reports: 1 failed, 3 not begun in 0 ms.\n"
                                       "stopped: cannot write out/a.pdf: No space left on device\n"
                                       "failed:\n  north/q2.xml: x\n")));
}

/* What took less than a second is told in milliseconds; the rest is rounded. */
static void times_are_rounded(void **state)
{
    static const struct {
        int ms;
        size_t made;
        const char *said;
    } cases[] = {{40, 1, " in 40 ms."},
                 {175, 4, " in 175 ms (22.9 reports a second)."},
                 {1960, 4, " in 2.0 s (2.0 reports a second)."},
                 {59940, 1, " in 59.9 s."},
                 {59960, 1, " in 1 min 0 s."}};
    struct talk *t = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        hear(t, t->err);
        progress_begin(&t->p, &t->plan, 1);
        t->p.made = cases[i].made;
        now += cases[i].ms;
        progress_end(&t->p, &t->plan, 0);
        unhear(t);
        str said = heard(t, t->err);
        assert_true(str_search(said, str_z(cases[i].said), 0) < said.n);
    }
}

static void hostile_names_are_spelt_out(void **state)
{
    struct talk *t = *state;
    t->document.name = STR("a\033[2J\n\xFF.xml");
    hear(t, t->err);
    work(t);
    unhear(t);
    str said = heard(t, t->err);
    assert_true(str_search(said, STR("failed  a\\x1B[2J\\x0A\\xFF.xml: 2 errors\n"), 0) < said.n);
    assert_int_equal(str_find(said, '\033'), said.n);
}

/* ---- events ---- */

/* The next line, which must be one JSON object of this event. */
static json_t *next_event(str *said, const char *event)
{
    size_t n = str_find(*said, '\n');
    assert_true(n < said->n);
    json_error_t error;
    json_t *json = json_loadb(said->p, n, JSON_REJECT_DUPLICATES, &error);
    if (!json)
        print_error("%s: %.*s\n", error.text, (int)n, said->p);
    assert_non_null(json);
    assert_string_equal(json_string_value(json_object_get(json, "event")), event);
    *said = str_sub(*said, n + 1, said->n);
    return json;
}

static long long number(const json_t *json, const char *key)
{
    assert_true(json_is_integer(json_object_get(json, key)));
    return json_integer_value(json_object_get(json, key));
}

static void events_are_one_object_a_line(void **state)
{
    struct talk *t = *state;
    t->options.is_json = true;
    hear(t, t->err);
    work(t);
    unhear(t);
    str said = heard(t, t->out);
    json_t *begin = next_event(&said, "begin"), *one = next_event(&said, "made");
    json_t *same = next_event(&said, "unchanged"), *lost = next_event(&said, "failed");
    json_t *end = next_event(&said, "end");
    assert_int_equal(said.n, 0);
    assert_str(heard(t, t->err), "");
    assert_int_equal(number(begin, "reports"), 4);
    assert_int_equal(number(one, "bytes"), 62000);
    assert_null(json_object_get(same, "ms"));
    assert_string_equal(json_string_value(json_object_get(lost, "reason")), "2 errors");
    assert_int_equal(number(lost, "status"), 3);
    assert_int_equal(number(end, "left"), 1);
    assert_int_equal(number(end, "ms"), 1000);
    json_decref(begin), json_decref(one), json_decref(same), json_decref(lost), json_decref(end);
}

static json_t *event_of(struct talk *t, const struct record *record)
{
    t->options.is_json = true;
    hear(t, t->err);
    progress_failed(&t->p, &t->document, record, &quiet_result);
    unhear(t);
    str said = heard(t, t->out);
    return next_event(&said, "failed");
}

static void hostile_names_stay_strings(void **state)
{
    struct talk *t = *state;
    struct record failed = failure("a\"b\\c\n\xC3");
    t->document.name = STR("q\",\"event\":\"end\"}\n\xFF\xE2\x80\xAE.xml");
    t->document.output = STR("");
    json_t *lost = event_of(t, &failed);
    assert_string_equal(json_string_value(json_object_get(lost, "input")),
                        "q\",\"event\":\"end\"}\n\xEF\xBF\xBD\xE2\x80\xAE.xml");
    assert_string_equal(json_string_value(json_object_get(lost, "reason")),
                        "a\"b\\c\n\xEF\xBF\xBD");
    assert_true(json_is_null(json_object_get(lost, "output")));
    json_decref(lost);
}

static void findings_go_on_their_line(void **state)
{
    struct record failed = failure("1 error");
    failed.findings = STR("[\n  {\"message\": \"a\\u000ab\"},\n  {\"message\": \"c\"}\n]\n");
    json_t *lost = event_of(*state, &failed);
    const json_t *findings = json_object_get(lost, "findings");
    assert_int_equal(json_array_size(findings), 2);
    assert_string_equal(json_string_value(json_object_get(json_array_get(findings, 0), "message")),
                        "a\nb");
    json_decref(lost);
}

/* They came out of a process that crashed. */
static void damaged_findings_do_not_damage_the_line(void **state)
{
    struct record failed = failure("killed by SIGSEGV");
    failed.findings = STR("[{\"message\": \"a");
    json_t *lost = event_of(*state, &failed);
    assert_int_equal(json_array_size(json_object_get(lost, "findings")), 0);
    json_decref(lost);
}

static void a_merge_is_an_event(void **state)
{
    struct talk *t = *state;
    struct record records[] = {made, failure("x"), made};
    struct manifest m = {.records = records, .count = 3};
    t->options.is_json = true;
    hear(t, t->err);
    progress_merged(&t->p, &m);
    t->options.is_json = false;
    progress_open(&t->p, t->arena, &t->options);
    t->p.has_index = true;
    progress_merged(&t->p, &m);
    unhear(t);
    str said = heard(t, t->out);
    json_t *merged = next_event(&said, "merged");
    assert_int_equal(number(merged, "reports"), 3);
    assert_int_equal(number(merged, "failed"), 1);
    json_decref(merged);
    assert_str(heard(t, t->err),
               "3 reports merged, 1 of them failed. out/index.html\nfailed:\n  : x\n");
}

/* ---- the progress line ---- */

struct terminal {
    int ours, theirs;
};

static struct terminal open_terminal(unsigned short columns)
{
    struct terminal terminal;
    struct winsize size = {.ws_row = 24, .ws_col = columns};
    assert_int_equal(openpty(&terminal.ours, &terminal.theirs, NULL, NULL, &size), 0);
    fcntl(terminal.ours, F_SETFL, O_NONBLOCK);
    return terminal;
}

/* All that was written there till now: what is written comes out later, but in order. */
static str shown(struct talk *t, struct terminal terminal)
{
    char *text = arena_alloc(t->arena, 1 << 14);
    size_t n = 0;
    assert_int_equal(write(terminal.theirs, "\001", 1), 1);
    while (n == 0 || text[n - 1] != '\001') {
        ssize_t more = read(terminal.ours, text + n, (1 << 14) - n);
        assert_true(more > 0);
        n += (size_t)more;
    }
    return (str){text, n - 1};
}

static void close_terminal(struct terminal terminal)
{
    close(terminal.ours);
    close(terminal.theirs);
}

static void the_line_is_drawn_ten_times_a_second_at_most(void **state)
{
    struct talk *t = *state;
    struct terminal terminal = open_terminal(60);
    setenv("TERM", "xterm", 1);
    unsetenv("NO_COLOR");
    hear(t, terminal.theirs);
    progress_begin(&t->p, &t->plan, 2);
    progress_start(&t->p, &t->document, STR("new"));
    progress_tick(&t->p);
    now += 99;
    progress_tick(&t->p);
    str first = shown(t, terminal);
    now += 1901;
    progress_made(&t->p, &t->document, &made, &quiet_result);
    str above = shown(t, terminal);
    progress_tick(&t->p);
    str second = shown(t, terminal);
    progress_end(&t->p, &t->plan, 0);
    str end = shown(t, terminal);
    unhear(t);
    close_terminal(terminal);
    assert_str(first, "\r\033[K0 of 4  north/q2.xml");
    assert_str(above, "\r\033[Kmade    north/opcc-2020-21-q2.pdf  12 pages, 62 KB, 23 ms\r\n"
                      "\r\033[K0 of 4  north/q2.xml");
    assert_str(second, "\r\033[K1 of 4, 0.5 a second, 6 s left  north/q2.xml");
    assert_true(str_starts(end, STR("\r\033[K\r\norganisation")));
}

/* The columns a line takes, without what clears and colours. */
static size_t columns_of(str line)
{
    size_t columns = 0;
    for (size_t at = 0; at < line.n;)
        if (line.p[at] == '\033') {
            while (at < line.n && line.p[at] != 'm' && line.p[at] != 'K')
                at++;
            at++;
        } else {
            columns += utf8_next(line, &at) != '\r';
        }
    return columns;
}

static void the_line_never_wraps(void **state)
{
    struct talk *t = *state;
    setenv("TERM", "xterm", 1);
    t->document.name =
        STR("reports/of/the/north/and/all/that/lies/beyond/it/2020-21-quarter-2.xml");
    t->plan.count = 1000;
    for (unsigned short columns = 8; columns < 140; columns++) {
        struct terminal terminal = open_terminal(columns);
        struct record failed = failure("x");
        hear(t, terminal.theirs);
        progress_begin(&t->p, &t->plan, 2);
        progress_start(&t->p, &t->document, STR("new"));
        now += 12345;
        progress_failed(&t->p, &t->document, &failed, &quiet_result);
        shown(t, terminal);
        progress_tick(&t->p);
        unhear(t);
        str line = shown(t, terminal);
        close_terminal(terminal);
        assert_true(columns_of(line) > 0);
        assert_true(columns_of(line) < columns);
    }
}

static void failures_are_red_unless_colours_are_unwanted(void **state)
{
    struct talk *t = *state;
    for (int is_plain = 0; is_plain < 2; is_plain++) {
        struct terminal terminal = open_terminal(80);
        struct record failed = failure("x");
        setenv("TERM", "xterm", 1);
        setenv("NO_COLOR", is_plain ? "1" : "", 1);
        hear(t, terminal.theirs);
        progress_begin(&t->p, &t->plan, 2);
        progress_failed(&t->p, &t->document, &failed, &quiet_result);
        progress_tick(&t->p);
        unhear(t);
        str said = shown(t, terminal);
        close_terminal(terminal);
        size_t red = str_search(said, STR("\033[1;31m1 failed\033[0m"), 0);
        assert_int_equal(red == said.n, is_plain);
    }
    unsetenv("NO_COLOR");
}

static void a_dumb_terminal_gets_a_log(void **state)
{
    struct talk *t = *state;
    struct terminal terminal = open_terminal(80);
    setenv("TERM", "dumb", 1);
    hear(t, terminal.theirs);
    progress_begin(&t->p, &t->plan, 2);
    progress_tick(&t->p);
    unhear(t);
    str said = shown(t, terminal);
    close_terminal(terminal);
    setenv("TERM", "xterm", 1);
    assert_str(said, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TALK_TEST(a_log_has_plain_lines),
        TALK_TEST(quiet_leaves_findings_and_the_end),
        TALK_TEST(quiet_and_nothing_done_is_silence),
        TALK_TEST(there_is_no_table_where_nothing_was_done),
        TALK_TEST(a_dry_run_says_why),
        TALK_TEST(failures_stand_last_and_are_counted_on),
        TALK_TEST(a_shard_leads_to_the_merge),
        TALK_TEST(what_stopped_it_is_told),
        TALK_TEST(times_are_rounded),
        TALK_TEST(hostile_names_are_spelt_out),
        TALK_TEST(events_are_one_object_a_line),
        TALK_TEST(hostile_names_stay_strings),
        TALK_TEST(findings_go_on_their_line),
        TALK_TEST(damaged_findings_do_not_damage_the_line),
        TALK_TEST(a_merge_is_an_event),
        TALK_TEST(the_line_is_drawn_ten_times_a_second_at_most),
        TALK_TEST(the_line_never_wraps),
        TALK_TEST(failures_are_red_unless_colours_are_unwanted),
        TALK_TEST(a_dumb_terminal_gets_a_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
