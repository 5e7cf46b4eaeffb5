#include "unit/batch/storing.h"

#include <errno.h>
#include <signal.h>

#include "batch/manifest.h"
#include "batch/schedule.h"

#define HASH  "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define THUMB "0123456789abcdef0123456789abcdef.png"

static struct record_input two_inputs[] = {
    {{"q2.xml", 6}, {HASH, 64}},
    {{"img/a.png", 9}, {HASH, 64}},
};

static struct record sample(const char *output, const char *input)
{
    return (struct record){
        .output = str_z(output),
        .input = str_z(input),
        .organisation = STR("Heddlu “Gwent”"),
        .area = STR("Gwent"),
        .year = STR("2020/21"),
        .title = STR("Line\nfeed \x01 \"quoted\" \\ back"),
        .lang = STR("cy"),
        .quarter = 2,
        .status = 1,
        .warnings = 1,
        .findings = STR("[\n {\"line\": 3, \"message\": \"100 %\"}\n]\n"),
        .ms = 41,
        .peak_kib = 30112,
        .sha256 = STR(HASH),
        .bytes = 61234,
        .pages = 11,
        .thumbnail = STR(THUMB),
        .program = STR(HASH),
        .options = STR("part=all"),
        .inputs = two_inputs,
        .input_count = 2,
    };
}

static struct manifest load(struct place *p, struct shard shard)
{
    struct manifest m;
    assert_true(manifest_load(p->arena, &p->diag, STR("out"), shard, &m));
    return m;
}

static void note(struct place *p, struct shard shard, struct record record)
{
    assert_true(manifest_note(&p->diag, STR("out"), shard, &record));
}

static void save(struct place *p, struct shard shard, const struct manifest *m)
{
    assert_true(manifest_save(&p->diag, STR("out"), shard, m));
}

static int make_outdir(void **state)
{
    return open_place(state) || mkdir("out", 0777) || mkdir("out/.quoin", 0777);
}

#define OUT_TEST(name) cmocka_unit_test_setup_teardown(name, make_outdir, close_place)

#define MANIFEST "out/quoin-manifest.jsonl"
#define JOURNAL  "out/.quoin/journal.jsonl"

static size_t pages_of(const struct manifest *m, const char *output)
{
    const struct record *r = manifest_find(m, str_z(output), STR(""));
    return r ? r->pages : 0;
}

static struct record with_pages(const char *output, const char *input, size_t pages)
{
    struct record r = sample(output, input);
    r.pages = pages;
    return r;
}

/* ---- lines ---- */

static void a_line_has_its_keys_in_order(void **state)
{
    struct place *p = *state;
    struct record r = sample("north/a.pdf", "north/q2.xml");
    assert_str(
        record_line(p->arena, &r),
        "{\"output\":\"north/a.pdf\",\"input\":\"north/q2.xml\",\"organisation\":\"Heddlu "
        "“Gwent”\","
        "\"area\":\"Gwent\",\"year\":\"2020/21\","
        "\"title\":\"Line\\nfeed \\u0001 \\\"quoted\\\" \\\\ back\",\"lang\":\"cy\",\"quarter\":2,"
        "\"failed\":false,\"stray\":false,\"status\":1,\"errors\":0,\"warnings\":1,"
        "\"findings\":[{\"line\":3,\"message\":\"100 %\"}],\"reason\":\"\",\"ms\":41,"
        "\"peak_kib\":30112,\"sha256\":\"" HASH "\",\"bytes\":61234,\"pages\":11,"
        "\"thumbnail\":\"" THUMB "\",\"program\":\"" HASH "\",\"options\":\"part=all\","
        "\"inputs\":[{\"path\":\"q2.xml\",\"sha256\":\"" HASH "\"},"
        "{\"path\":\"img/a.png\",\"sha256\":\"" HASH "\"}]}\n");
}

static void assert_same(const struct record *a, const struct record *b, str findings)
{
    const size_t texts[] = {
        offsetof(struct record, output),       offsetof(struct record, input),
        offsetof(struct record, organisation), offsetof(struct record, area),
        offsetof(struct record, year),         offsetof(struct record, title),
        offsetof(struct record, reason),       offsetof(struct record, sha256),
        offsetof(struct record, thumbnail),    offsetof(struct record, program),
        offsetof(struct record, options),      offsetof(struct record, lang),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_true(str_eq(*(const str *)((const char *)a + texts[i]),
                           *(const str *)((const char *)b + texts[i])));
    assert_true(str_eq(a->findings, findings));
    assert_int_equal(a->quarter, b->quarter);
    assert_int_equal(a->has_failed, b->has_failed);
    assert_int_equal(a->status, b->status);
    assert_true(a->errors == b->errors && a->warnings == b->warnings && a->ms == b->ms);
    assert_true(a->peak_kib == b->peak_kib && a->bytes == b->bytes && a->pages == b->pages);
    assert_int_equal(a->input_count, b->input_count);
    for (size_t i = 0; i < a->input_count; i++) {
        assert_true(str_eq(a->inputs[i].path, b->inputs[i].path));
        assert_true(str_eq(a->inputs[i].sha256, b->inputs[i].sha256));
    }
}

static void what_is_noted_is_read_again(void **state)
{
    struct place *p = *state;
    struct record r = sample("a.pdf", "q2.xml");
    r.has_failed = true;
    r.errors = 7;
    r.reason = STR("killed by SIGSEGV");
    note(p, ALONE, r);
    struct manifest m = load(p, ALONE);
    assert_int_equal(m.count, 1);
    assert_same(&m.records[0], &r, STR("[{\"line\":3,\"message\":\"100 %\"}]"));
    struct record empty = {.input = STR("none.xml")};
    note(p, ALONE, empty);
    m = load(p, ALONE);
    assert_same(manifest_find(&m, STR(""), STR("none.xml")), &empty, STR("[]"));
    assert_null(manifest_find(&m, STR(""), STR("other.xml")));
    assert_null(manifest_find(&m, STR("b.pdf"), STR("q2.xml")));
    assert_int_equal(m.torn + p->diag.count, 0);
}

static void paths_of_any_bytes_survive(void **state)
{
    struct place *p = *state;
    static const char *const paths[] = {
        "caf\xE9.xml",      "100%.xml", "%C3%.xml", "na\xC3\xAFve/\xFF\xFE.xml",
        "\xED\xA0\x80.xml", "%",        "%2",       "tab\t.xml",
    };
    enum { COUNT = sizeof paths / sizeof *paths };
    for (int i = 0; i < COUNT; i++) {
        struct record_input input = {str_z(paths[i]), STR(HASH)};
        struct record r = {.input = str_z(paths[i]), .options = str_z(paths[i])};
        r.inputs = &input;
        r.input_count = 1;
        str line = record_line(p->arena, &r);
        assert_int_equal(utf8_check(line), line.n);
        note(p, ALONE, r);
    }
    struct manifest m = load(p, ALONE);
    assert_int_equal(m.count, COUNT);
    for (int i = 0; i < COUNT; i++) {
        const struct record *r = manifest_find(&m, STR(""), str_z(paths[i]));
        assert_non_null(r);
        assert_str(r->options, paths[i]);
        assert_str(r->inputs[0].path, paths[i]);
    }
    str line = record_line(p->arena, &(struct record){.input = STR("caf\xE9 100%.xml")});
    assert_true(str_starts(line, STR("{\"output\":\"\",\"input\":\"caf%E9 100%25.xml\",")));
}

static void words_that_are_not_utf8_are_mended(void **state)
{
    struct place *p = *state;
    note(p, ALONE,
         (struct record){
             .input = STR("a"), .title = STR("caf\xE9"), .findings = STR("[{\"a\": \"\xE9\"}]")});
    struct manifest m = load(p, ALONE);
    assert_str(m.records[0].title, "caf\xEF\xBF\xBD");
    assert_str(m.records[0].findings, "[]");
}

/* ---- lines that others wrote ---- */

/* Each in the place of a good line's value; all make the line senseless. */
static const char *const senseless[] = {
    "",
    "null",
    "[]",
    "{",
    "{}",
    "{\"output\":\"\"}",
    "{\"output\":5,\"input\":\"a\"}",
    "{\"output\":\"../a.pdf\"}",
    "{\"output\":\"/etc/a.pdf\"}",
    "{\"output\":\"a/../../b.pdf\"}",
    "{\"output\":\"%2e%2e/a.pdf\"}",
    "{\"output\":\"%2E%2E/a.pdf\"}",
    "{\"output\":\".quoin/a.pdf\"}",
    "{\"output\":\"index.html\"}",
    "{\"output\":\"javascript:alert(1).pdf\"}",
    "{\"input\":\"a%00b\"}",
    "{\"input\":\"a%zz\"}",
    "{\"input\":\"a%4\"}",
    "{\"input\":\"a\\u0000b\"}",
    "{\"input\":\"a\",\"input\":\"b\"}",
    "{\"input\":\"a\",\"title\":null}",
    "{\"input\":\"a\",\"title\":\"\xFF\"}",
    "{\"input\":\"a\",\"title\":\"\\ud800\"}",
    "{\"input\":\"a\",\"quarter\":5}",
    "{\"input\":\"a\",\"quarter\":2.0}",
    "{\"input\":\"a\",\"quarter\":\"2\"}",
    "{\"input\":\"a\",\"status\":7}",
    "{\"input\":\"a\",\"failed\":1}",
    "{\"input\":\"a\",\"bytes\":-1}",
    "{\"input\":\"a\",\"bytes\":99999999999999999999}",
    "{\"input\":\"a\",\"bytes\":9999999999999999}",
    "{\"input\":\"a\",\"findings\":{}}",
    "{\"input\":\"a\",\"sha256\":\"abc\"}",
    "{\"input\":\"a\",\"sha256\":\"" HASH "0\"}",
    "{\"input\":\"a\",\"thumbnail\":\"../../../../etc/passwd\"}",
    "{\"input\":\"a\",\"inputs\":{}}",
    "{\"input\":\"a\",\"inputs\":[\"a\"]}",
    "{\"input\":\"a\",\"inputs\":[{\"path\":\"a\"}]}",
    "{\"input\":\"a\",\"inputs\":[{\"path\":\"a\",\"sha256\":\"zz\"}]}",
    "{\"input\":\"a\"} x",
    "{\"input\":\"a\"}{\"input\":\"b\"}",
};

static void what_was_edited_is_not_trusted(void **state)
{
    struct place *p = *state;
    const size_t count = sizeof senseless / sizeof *senseless;
    for (size_t i = 1; i < count; i++) { /* the first is an empty line, which is no harm */
        char text[512];
        snprintf(text, sizeof text, "%s\n{\"input\":\"good\",\"later\":[{}]}\n", senseless[i]);
        put(MANIFEST, text);
        struct manifest m = load(p, ALONE);
        if (m.count != 1 || m.torn != 1)
            fail_msg("%s: %zu records, %zu torn", senseless[i], m.count, m.torn);
        assert_str(m.records[0].input, "good");
    }
    assert_int_equal(p->diag.count, count - 1);
    assert_int_equal(last_finding(p)->code, Q757);
    assert_int_equal(last_finding(p)->severity, SEV_WARNING);
    assert_str(last_text(p), "1 line of what is known of the PDFs is damaged");
    assert_str(last_finding(p)->pos.source->path, MANIFEST);
    assert_int_equal(p->diag.status, STATUS_DONE);
    put(MANIFEST, "\n\r\n{\"input\":\"good\"}");
    assert_int_equal(load(p, ALONE).count, 1);
    assert_int_equal(load(p, ALONE).torn, 0);
}

static void depth_and_length_have_limits(void **state)
{
    struct place *p = *state;
    struct buf b = {.arena = p->arena};
    buf_addz(&b, "{\"input\":\"deep\",\"findings\":");
    for (int i = 0; i < 300000; i++)
        buf_byte(&b, '[');
    for (int i = 0; i < 300000; i++)
        buf_byte(&b, ']');
    buf_addz(&b, "}\n{\"input\":\"");
    for (int i = 0; i < 17 << 20; i++)
        buf_byte(&b, 'x');
    buf_addz(&b, "\"}\n{\"input\":\"good\"}\n");
    put(MANIFEST, buf_str(&b).p);
    struct manifest m = load(p, ALONE);
    assert_int_equal(m.count, 1);
    assert_int_equal(m.torn, 2);
    assert_str(last_text(p), "2 lines of what is known of the PDFs are damaged");
}

static void any_bytes_are_read_without_harm(void **state)
{
    struct place *p = *state;
    str line = record_line(
        p->arena, &(struct record){.input = STR("a"), .inputs = two_inputs, .input_count = 2});
    unsigned seed = 1;
    for (int round = 0; round < 2000; round++) {
        char *bytes = (char *)str_copy(p->arena, line).p;
        for (int i = 0; i < 1 + round % 4; i++) {
            seed = seed * 1103515245 + 12345;
            bytes[(seed >> 8) % line.n] = (char)(seed >> 24);
        }
        FILE *f = fopen(MANIFEST, "w");
        fwrite(bytes, 1, line.n, f);
        fclose(f);
        struct manifest m = load(p, ALONE);
        for (size_t i = 0; i < m.count; i++)
            record_line(p->arena, &m.records[i]);
    }
}

static void a_file_that_cannot_be_read_is_a_finding(void **state)
{
    struct place *p = *state;
    struct manifest m;
    assert_int_equal(mkdir(MANIFEST, 0777), 0);
    assert_false(manifest_load(p->arena, &p->diag, STR("out"), ALONE, &m));
    assert_int_equal(last_finding(p)->code, Q701);
    assert_int_equal(rmdir(MANIFEST) | symlink("/etc/passwd", MANIFEST), 0);
    assert_false(manifest_load(p->arena, &p->diag, STR("out"), ALONE, &m));
    assert_int_equal(unlink(MANIFEST) | mkfifo(JOURNAL, 0666), 0);
    assert_false(manifest_load(p->arena, &p->diag, STR("out"), ALONE, &m));
    assert_str(last_text(p), "cannot read what is known of the PDFs: it is not a regular file");
    assert_int_equal(p->diag.count, 3);
    assert_true(manifest_load(p->arena, &p->diag, STR("none"), ALONE, &m));
    assert_int_equal(m.count, 0);
}

/* ---- the journal ---- */

static void add_text(const char *path, const char *text)
{
    FILE *f = fopen(path, "a");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void a_torn_line_is_passed_over_and_cut_off(void **state)
{
    struct place *p = *state;
    note(p, ALONE, sample("a.pdf", "a.xml"));
    str one = content(p, JOURNAL);
    add_text(JOURNAL, "{\"output\":\"b.pdf\",\"inp");
    assert_int_equal(load(p, ALONE).count, 1);
    note(p, ALONE, sample("c.pdf", "c.xml"));
    struct manifest m = load(p, ALONE);
    assert_int_equal(m.count, 2);
    assert_int_equal(m.torn + p->diag.count, 0);
    assert_true(str_starts(content(p, JOURNAL), one));
    /* a line that lacks but its line feed; one longer than what is looked at at once */
    add_text(JOURNAL, "{\"input\":\"whole\"}");
    assert_int_equal(load(p, ALONE).count, 2);
    for (int i = 0; i < 1000; i++)
        add_text(JOURNAL, "0123456789");
    note(p, ALONE, sample("d.pdf", "d.xml"));
    assert_int_equal(load(p, ALONE).count, 3);
    put(JOURNAL, "nothing but a torn line");
    note(p, ALONE, sample("e.pdf", "e.xml"));
    assert_int_equal(load(p, ALONE).count, 1);
    assert_int_equal(p->diag.count, 0);
}

/* A limit on file size stands in for a full disk. */
static int note_on_a_full_disk(struct place *p)
{
    struct rlimit small;
    struct record r = sample("b.pdf", "b.xml");
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &small);
    small.rlim_cur = content(p, JOURNAL).n + 100;
    setrlimit(RLIMIT_FSIZE, &small);
    if (manifest_note(&p->diag, STR("out"), ALONE, &r))
        return 1;
    return last_finding(p)->code == Q702 ? 0 : 2;
}

static void a_full_disk_leaves_whole_lines(void **state)
{
    struct place *p = *state;
    note(p, ALONE, sample("a.pdf", "a.xml"));
    str before = content(p, JOURNAL);
    assert_int_equal(in_child(note_on_a_full_disk, p), 0);
    assert_true(str_eq(before, content(p, JOURNAL)));
    note(p, ALONE, sample("b.pdf", "b.xml"));
    assert_int_equal(load(p, ALONE).count, 2);
}

static void a_journal_is_no_link(void **state)
{
    struct place *p = *state;
    put("victim", "words");
    struct record r = sample("a.pdf", "a.xml");
    assert_int_equal(symlink("../../victim", JOURNAL), 0);
    assert_false(manifest_note(&p->diag, STR("out"), ALONE, &r));
    assert_int_equal(unlink(JOURNAL) | rename("out/.quoin", "far"), 0);
    assert_int_equal(symlink("../far", "out/.quoin"), 0);
    assert_false(manifest_note(&p->diag, STR("out"), ALONE, &r));
    assert_str(content(p, "victim"), "words");
    assert_false(is_there("far/journal.jsonl"));
    assert_int_equal(unlink("out/.quoin"), 0);
    note(p, ALONE, r); /* the folder is made again */
    assert_int_equal(load(p, ALONE).count, 1);
}

/* kill -9 at any moment of many notes: what is there are the first so many, in order. */
static void a_killed_batch_loses_no_line(void **state)
{
    struct place *p = *state;
    for (int round = 0; round < 10; round++) {
        unlink(JOURNAL);
        int ends[2], told = -1, n;
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork_mortal();
        for (int i = 0; child == 0; i++) {
            char output[32];
            snprintf(output, sizeof output, "%06d.pdf", i);
            note(p, ALONE, sample(output, "q.xml"));
            if (write(ends[1], &i, sizeof i) < 0)
                _exit(0);
        }
        close(ends[1]);
        assert_int_equal(read(ends[0], &told, sizeof told), sizeof told); /* it has begun */
        usleep(1000 + 1700 * (useconds_t)round);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        while (read(ends[0], &n, sizeof n) == sizeof n)
            told = n;
        close(ends[0]);
        struct manifest m = load(p, ALONE);
        assert_true(m.count >= (size_t)told + 1);
        assert_int_equal(m.torn, 0);
        for (size_t i = 0; i < m.count; i++)
            assert_int_equal(atoi(m.records[i].output.p), i);
    }
}

/* ---- records in order ---- */

static void records_are_sorted_and_replaced(void **state)
{
    struct place *p = *state;
    struct manifest m = {.arena = p->arena};
    static const char *const names[] = {"b.pdf", "a.pdf", "c.pdf", "a.pdf", "a/b.pdf", "a-b.pdf"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct record r = with_pages(names[i], "x.xml", i + 1);
        manifest_put(&m, &r);
    }
    static const char *const sorted[] = {"a-b.pdf", "a.pdf", "a/b.pdf", "b.pdf", "c.pdf"};
    assert_int_equal(m.count, 5);
    for (size_t i = 0; i < 5; i++)
        assert_str(m.records[i].output, sorted[i]);
    assert_int_equal(pages_of(&m, "a.pdf"), 4);
}

static void a_record_is_copied(void **state)
{
    struct place *p = *state;
    struct manifest m = {.arena = p->arena};
    char output[] = "a.pdf", path[] = "img.png";
    struct record_input input = {str_z(path), STR(HASH)};
    struct record r = {.output = str_z(output), .inputs = &input, .input_count = 1};
    manifest_put(&m, &r);
    output[0] = path[0] = 'x';
    input.sha256 = STR("");
    assert_str(m.records[0].output, "a.pdf");
    assert_str(m.records[0].inputs[0].path, "img.png");
    assert_str(m.records[0].inputs[0].sha256, HASH);
    manifest_put(&m, &m.records[0]); /* of itself */
    assert_int_equal(m.count, 1);
    assert_str(m.records[0].output, "a.pdf");
}

static void a_report_that_gets_a_name_leaves_its_old_place(void **state)
{
    struct place *p = *state;
    struct manifest m = {.arena = p->arena};
    manifest_put(&m, &(struct record){.input = STR("q.xml")});
    manifest_put(&m, &(struct record){.input = STR("r.xml")});
    manifest_put(&m, &(struct record){.output = STR("a.pdf"), .input = STR("q.xml")});
    assert_int_equal(m.count, 2);
    assert_null(manifest_find(&m, STR(""), STR("q.xml")));
    manifest_put(&m, &(struct record){.input = STR("q.xml")}); /* and has lost it again */
    assert_int_equal(m.count, 3);
    note(p, ALONE, (struct record){.input = STR("q.xml")});
    note(p, ALONE, (struct record){.output = STR("a.pdf"), .input = STR("q.xml")});
    note(p, ALONE, (struct record){.output = STR("b.pdf"), .input = STR("r.xml")});
    note(p, ALONE, (struct record){.input = STR("r.xml")});
    m = load(p, ALONE);
    assert_int_equal(m.count, 3);
    assert_null(manifest_find(&m, STR(""), STR("q.xml")));
    assert_non_null(manifest_find(&m, STR(""), STR("r.xml")));
}

/* ---- saving ---- */

static void what_has_not_changed_is_left(void **state)
{
    struct place *p = *state;
    struct stat before, after;
    note(p, ALONE, sample("b.pdf", "b.xml"));
    note(p, ALONE, sample("a.pdf", "a.xml"));
    struct manifest m = load(p, ALONE);
    save(p, ALONE, &m);
    assert_false(is_there(JOURNAL));
    assert_int_equal(stat(MANIFEST, &before), 0);
    m = load(p, ALONE);
    assert_int_equal(m.count, 2);
    struct record again = m.records[0];
    manifest_put(&m, &again);
    save(p, ALONE, &m);
    assert_int_equal(stat(MANIFEST, &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    again.ms++;
    manifest_put(&m, &again);
    save(p, ALONE, &m);
    assert_int_equal(stat(MANIFEST, &after), 0);
    assert_int_not_equal(before.st_ino, after.st_ino);
    assert_int_equal(p->diag.count, 0);
}

static void a_kill_before_the_journal_goes_is_harmless(void **state)
{
    struct place *p = *state;
    note(p, ALONE, with_pages("a.pdf", "a.xml", 1));
    note(p, ALONE, with_pages("a.pdf", "a.xml", 2));
    str journal = content(p, JOURNAL);
    struct manifest m = load(p, ALONE);
    save(p, ALONE, &m);
    str saved = content(p, MANIFEST);
    put(JOURNAL, journal.p); /* as if it had not been unlinked */
    m = load(p, ALONE);
    assert_int_equal(pages_of(&m, "a.pdf"), 2);
    save(p, ALONE, &m);
    assert_true(str_eq(saved, content(p, MANIFEST)));
    assert_false(is_there(JOURNAL));
}

static int save_on_a_full_disk(struct place *p)
{
    struct rlimit small;
    struct manifest m = load(p, ALONE);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &small);
    small.rlim_cur = 100;
    setrlimit(RLIMIT_FSIZE, &small);
    if (manifest_save(&p->diag, STR("out"), ALONE, &m))
        return 1;
    return last_finding(p)->code == Q702 && is_there(JOURNAL) ? 0 : 2;
}

static void a_full_disk_keeps_manifest_and_journal(void **state)
{
    struct place *p = *state;
    put(MANIFEST, "{\"input\":\"old\"}\n");
    note(p, ALONE, sample("a.pdf", "a.xml"));
    assert_int_equal(in_child(save_on_a_full_disk, p), 0);
    assert_str(content(p, MANIFEST), "{\"input\":\"old\"}\n");
    assert_int_equal(load(p, ALONE).count, 2);
}

/* ---- shards ---- */

/* The names that fall to shard i of `count`. */
static str name_in(struct place *p, struct shard shard, int number)
{
    for (int i = 0;; i++) {
        str name = str_format(p->arena, "%d.xml", i);
        if (schedule_is_mine(name, shard) && number-- == 0)
            return name;
    }
}

static str output_of(struct place *p, str input)
{
    return str_format(p->arena, "%.*s.pdf", STR_ARG(input));
}

static void run_shard(struct place *p, struct shard shard, size_t pages, bool is_saved)
{
    struct manifest m = load(p, shard);
    for (int i = 0; i < 3; i++) {
        str input = name_in(p, shard, i);
        struct record r = with_pages(output_of(p, input).p, input.p, pages);
        manifest_put(&m, &r);
        note(p, shard, r);
    }
    if (is_saved)
        save(p, shard, &m);
}

static void shards_are_folded_into_one(void **state)
{
    struct place *p = *state;
    const struct shard shards[] = {{0, 3}, {1, 3}, {2, 3}};
    note(p, ALONE, with_pages("old.pdf", "old.xml", 9)); /* of a batch that was killed */
    for (int i = 0; i < 3; i++)
        run_shard(p, shards[i], (size_t)i + 1, i != 1);
    assert_true(is_there("out/.quoin/manifest-0-of-3.jsonl"));
    assert_true(is_there("out/.quoin/journal-1-of-3.jsonl"));
    assert_false(is_there("out/.quoin/journal-0-of-3.jsonl"));
    assert_false(is_there(MANIFEST));
    struct manifest m = load(p, ALONE);
    assert_int_equal(m.count, 10);
    for (int i = 0; i < 3; i++)
        assert_int_equal(pages_of(&m, output_of(p, name_in(p, shards[i], 0)).p), i + 1);
    save(p, ALONE, &m);
    str merged = content(p, MANIFEST);
    m = load(p, ALONE);
    save(p, ALONE, &m);
    assert_true(str_eq(merged, content(p, MANIFEST)));
    assert_false(is_there("out/.quoin/manifest-0-of-3.jsonl"));
    assert_false(is_there("out/.quoin/journal-1-of-3.jsonl"));
    assert_false(is_there(JOURNAL));
}

static void a_shard_keeps_what_falls_to_it(void **state)
{
    struct place *p = *state;
    const struct shard mine = {0, 2}, theirs = {1, 2};
    str own = name_in(p, mine, 0), other = name_in(p, theirs, 0);
    struct manifest m = {.arena = p->arena};
    struct record a = with_pages(output_of(p, own).p, own.p, 5),
                  b = with_pages(output_of(p, other).p, other.p, 5);
    manifest_put(&m, &a);
    manifest_put(&m, &b);
    save(p, ALONE, &m);
    run_shard(p, theirs, 7, true);
    run_shard(p, mine, 8, true); /* knows of 5 for the other's, and must not say so */
    m = load(p, theirs);
    assert_int_equal(pages_of(&m, output_of(p, other).p), 7);
    assert_int_equal(pages_of(&m, output_of(p, own).p), 5); /* until they are merged */
    m = load(p, ALONE);
    assert_int_equal(pages_of(&m, output_of(p, other).p), 7);
    assert_int_equal(pages_of(&m, output_of(p, own).p), 8);
}

static void what_was_written_last_counts(void **state)
{
    struct place *p = *state;
    struct timespec old[2] = {{1000000, 0}, {1000000, 0}}, older[2] = {{900000, 0}, {900000, 0}};
    put("out/.quoin/manifest-0-of-2.jsonl", "{\"output\":\"a.pdf\",\"pages\":1}\n");
    put("out/.quoin/manifest-1-of-3.jsonl", "{\"output\":\"a.pdf\",\"pages\":2}\n");
    put(MANIFEST, "{\"output\":\"a.pdf\",\"pages\":3}\n");
    put("out/.quoin/manifest-01-of-3.jsonl", "{\"output\":\"a.pdf\",\"pages\":4}\n");
    utimensat(AT_FDCWD, "out/.quoin/manifest-1-of-3.jsonl", old, 0);
    utimensat(AT_FDCWD, MANIFEST, older, 0);
    struct manifest m = load(p, ALONE);
    assert_int_equal(pages_of(&m, "a.pdf"), 1);
    utimensat(AT_FDCWD, "out/.quoin/manifest-0-of-2.jsonl", older, 0);
    m = load(p, ALONE);
    assert_int_equal(pages_of(&m, "a.pdf"), 2);
    save(p, ALONE, &m);
    assert_true(is_there("out/.quoin/manifest-01-of-3.jsonl")); /* not a name of ours */
    assert_false(is_there("out/.quoin/manifest-1-of-3.jsonl"));
}

/* ---- many ---- */

static void ten_thousand_records_are_no_matter(void **state)
{
    enum { COUNT = 10000 };
    struct place *p = *state;
    struct manifest m = {.arena = p->arena};
    double start = milliseconds();
    unsigned n = 0;
    for (int i = 0; i < COUNT; i++) {
        n = (n + 7919) % COUNT; /* a prime: all of them, out of order */
        struct record r = with_pages(str_format(p->arena, "north/%05u.pdf", n).p, "q.xml", n);
        manifest_put(&m, &r);
    }
    double has_put = milliseconds();
    save(p, ALONE, &m);
    double has_saved = milliseconds();
    struct manifest again = load(p, ALONE);
    double has_loaded = milliseconds();
    for (int i = 0; i < COUNT; i++)
        assert_int_equal(again.records[i].pages, i);
    print_message("10,000 records of %zu bytes: put %.0f ms, saved %.0f ms, loaded %.0f ms\n",
                  content(p, MANIFEST).n / COUNT, has_put - start, has_saved - has_put,
                  has_loaded - has_saved);
    assert_int_equal(again.count, COUNT);
}

/* Runs out of memory wherever it can: the arena's way out is taken, and nothing leaks. */
static void load_guarded(void *state)
{
    struct place *p = state;
    struct manifest m;
    manifest_load(p->scratch, &p->diag, STR("out"), ALONE, &m);
}

static void running_out_of_memory_leaks_nothing(void **state)
{
    struct place *p = *state;
    bool ok = false;
    struct buf b = {.arena = p->arena};
    struct record r = sample("a.pdf", "a.xml");
    for (int i = 0; i < 300; i++) {
        r.output = str_format(p->arena, "%d.pdf", i);
        buf_add(&b, record_line(p->arena, &r));
    }
    put(MANIFEST, buf_str(&b).p);
    arena_close(p->scratch);
    for (size_t limit = 64 << 10; !ok && limit < 16 << 20; limit += 16 << 10) {
        struct arena *scratch = p->scratch = arena_new();
        arena_set_limit(scratch, limit);
        ok = arena_guard(&scratch, 1, load_guarded, p);
        arena_close(scratch);
    }
    p->scratch = NULL;
    assert_true(ok);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OUT_TEST(a_line_has_its_keys_in_order),
        OUT_TEST(what_is_noted_is_read_again),
        OUT_TEST(paths_of_any_bytes_survive),
        OUT_TEST(words_that_are_not_utf8_are_mended),
        OUT_TEST(what_was_edited_is_not_trusted),
        OUT_TEST(depth_and_length_have_limits),
        OUT_TEST(any_bytes_are_read_without_harm),
        OUT_TEST(a_file_that_cannot_be_read_is_a_finding),
        OUT_TEST(a_torn_line_is_passed_over_and_cut_off),
        OUT_TEST(a_full_disk_leaves_whole_lines),
        OUT_TEST(a_journal_is_no_link),
        OUT_TEST(a_killed_batch_loses_no_line),
        OUT_TEST(records_are_sorted_and_replaced),
        OUT_TEST(a_record_is_copied),
        OUT_TEST(a_report_that_gets_a_name_leaves_its_old_place),
        OUT_TEST(what_has_not_changed_is_left),
        OUT_TEST(a_kill_before_the_journal_goes_is_harmless),
        OUT_TEST(a_full_disk_keeps_manifest_and_journal),
        OUT_TEST(shards_are_folded_into_one),
        OUT_TEST(a_shard_keeps_what_falls_to_it),
        OUT_TEST(what_was_written_last_counts),
        OUT_TEST(ten_thousand_records_are_no_matter),
        OUT_TEST(running_out_of_memory_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
