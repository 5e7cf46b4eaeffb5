#include "unit/batch/batch_test.h"

#include <signal.h>
#include <sys/mman.h>

#include "batch/parcel.h"

#define SHA_A "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define SHA_B "ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100"

static struct record_input two_inputs[] = {
    {{"reports/q2.xml", 14}, {SHA_A, 64}},
    {{"reports/m\xC3\xB6p.png", 16}, {SHA_B, 64}},
};

static struct result sample(void)
{
    return (struct result){
        .status = QUOIN_WARNINGS,
        .pdf = {"%PDF-1.7\0binary", 15},
        .thumbnail = {"\x89PNG", 4},
        .findings = STR("q2.xml: warning\n"),
        .findings_json = STR("[{}]"),
        .errors = 0,
        .warnings = 3,
        .pages = 12,
        .ms = 45,
        .inputs = two_inputs,
        .input_count = 2,
    };
}

/* What is sent, as one run of bytes with nothing readable behind it. */
static str sent(struct arena *a, const struct result *result)
{
    int file = memfd_create("parcel", 0);
    assert_true(file >= 0);
    assert_true(parcel_send(file, result));
    off_t size = lseek(file, 0, SEEK_END);
    char *bytes = malloc((size_t)size);
    assert_int_equal(pread(file, bytes, (size_t)size, 0), size);
    close(file);
    arena_defer(a, free, bytes);
    return (str){bytes, (size_t)size};
}

static void assert_same(const struct result *a, const struct result *b)
{
    assert_int_equal(a->status, b->status);
    assert_true(str_eq(a->pdf, b->pdf));
    assert_true(str_eq(a->thumbnail, b->thumbnail));
    assert_true(str_eq(a->findings, b->findings));
    assert_true(str_eq(a->findings_json, b->findings_json));
    assert_int_equal(a->errors, b->errors);
    assert_int_equal(a->warnings, b->warnings);
    assert_int_equal(a->pages, b->pages);
    assert_int_equal(a->ms, b->ms);
    assert_int_equal(a->input_count, b->input_count);
    for (size_t i = 0; i < a->input_count; i++) {
        assert_true(str_eq(a->inputs[i].path, b->inputs[i].path));
        assert_true(str_eq(a->inputs[i].sha256, b->inputs[i].sha256));
    }
}

static void a_result_comes_back_as_it_was(void **state)
{
    struct result before = sample(), after;
    assert_true(parcel_read(*state, sent(*state, &before), &after));
    assert_same(&before, &after);
    assert_int_equal(after.pdf.p[after.pdf.n], '\0');
    assert_int_equal(after.inputs[1].path.p[after.inputs[1].path.n], '\0');
    assert_int_equal(after.reason.n, 0);
}

static void an_empty_result_comes_back(void **state)
{
    struct result before = {.status = QUOIN_INTERNAL}, after;
    assert_true(parcel_read(*state, sent(*state, &before), &after));
    assert_same(&before, &after);
}

/* More than are written at once. */
static void a_thousand_inputs_come_back(void **state)
{
    struct result before = sample(), after;
    before.input_count = 1000;
    before.inputs = ARENA_ARRAY(*state, 1000, struct record_input);
    for (size_t i = 0; i < 1000; i++)
        before.inputs[i] = (struct record_input){str_format(*state, "picture-%zu.png", i),
                                                 i % 2 ? STR(SHA_A) : STR(SHA_B)};
    assert_true(parcel_read(*state, sent(*state, &before), &after));
    assert_same(&before, &after);
}

/* A pipe takes 64 KiB at once: written in parts, while it is read. */
static void a_large_result_goes_through_a_pipe(void **state)
{
    struct result before = sample(), after;
    size_t size = 3000001, count = 0;
    char *large = arena_alloc(*state, size), *bytes = arena_alloc(*state, 2 * size);
    for (size_t i = 0; i < size; i++)
        large[i] = (char)(i * 7 + i / 251);
    before.pdf = (str){large, size};
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        _exit(parcel_send(ends[1], &before) ? 0 : 1);
    }
    close(ends[1]);
    for (ssize_t n; (n = read(ends[0], bytes + count, 2 * size - count)) > 0;)
        count += (size_t)n;
    close(ends[0]);
    assert_true(parcel_read(*state, (str){bytes, count}, &after));
    assert_same(&before, &after);
}

static void it_is_told_that_nobody_reads(void **state)
{
    (void)state;
    struct result result = sample();
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    signal(SIGPIPE, SIG_IGN);
    assert_false(parcel_send(ends[1], &result));
    close(ends[1]);
}

/* In memory of its own, so that reading past the end is noticed by the sanitizer. */
static bool reads(struct arena *a, str bytes)
{
    struct arena_mark mark = arena_mark(a);
    struct result result;
    char *copy = malloc(bytes.n ? bytes.n : 1);
    memcpy(copy, bytes.p, bytes.n);
    bool is_whole = parcel_read(a, (str){copy, bytes.n}, &result);
    free(copy);
    arena_rewind(a, mark);
    return is_whole;
}

static void every_truncation_is_noticed(void **state)
{
    struct result result = sample();
    str whole = sent(*state, &result);
    assert_true(reads(*state, whole));
    for (size_t n = 0; n < whole.n; n++)
        assert_false(reads(*state, str_sub(whole, 0, n)));
}

static void more_behind_the_end_is_noticed(void **state)
{
    struct result result = sample();
    str whole = sent(*state, &result);
    char *longer = arena_alloc(*state, whole.n * 2);
    memcpy(longer, whole.p, whole.n);
    memcpy(longer + whole.n, whole.p, whole.n);
    assert_false(reads(*state, (str){longer, whole.n + 1}));
    assert_false(reads(*state, (str){longer, whole.n * 2}));
}

static uint32_t next_random(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

/* Bytes changed, cut out or doubled: whatever comes of it, it is read within bounds. */
static void corruption_does_no_harm(void **state)
{
    struct result result = sample();
    str whole = sent(*state, &result);
    uint32_t seed = 2020;
    char *bytes = arena_alloc(*state, whole.n * 2);
    for (int i = 0; i < 10000; i++) {
        size_t n = whole.n, changes = 1 + next_random(&seed) % 4;
        memcpy(bytes, whole.p, n);
        for (size_t j = 0; j < changes; j++)
            bytes[next_random(&seed) % n] =
                (char)(next_random(&seed) % 3 ? next_random(&seed) : 0xFF);
        size_t at = next_random(&seed) % n, size = next_random(&seed) % (n - at);
        if (i % 3 == 1) {
            memmove(bytes + at, bytes + at + size, n - at - size);
            n -= size;
        } else if (i % 3 == 2) {
            memmove(bytes + at + size, bytes + at, n - at);
            n += size;
        }
        reads(*state, (str){bytes, n});
    }
}

/* Offsets of the first field: head (number, size), the status, a zero. */
static void fields_that_make_no_sense_are_noticed(void **state)
{
    struct result result = sample();
    str whole = sent(*state, &result);
    static const struct {
        size_t at;
        unsigned char byte;
    } wrong[] = {
        {0, 'Q'},   /* no parcel */
        {8, 99},    /* no such field */
        {8, 2},     /* one field twice, another missing */
        {16, 7},    /* a number of seven bytes */
        {23, 0x80}, /* a size beyond all bounds */
        {24, 7},    /* no such status */
        {32, 1},    /* no zero behind it */
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char *bytes = arena_alloc(*state, whole.n);
        memcpy(bytes, whole.p, whole.n);
        bytes[wrong[i].at] = (char)wrong[i].byte;
        assert_false(reads(*state, (str){bytes, whole.n}));
    }
    struct record_input input = {STR("picture.png"), {SHA_A, 63}};
    result.inputs = &input;
    result.input_count = 1;
    assert_false(reads(*state, sent(*state, &result))); /* its hash is too short */
    input = (struct record_input){{"a\0b", 3}, STR(SHA_A)};
    assert_false(reads(*state, sent(*state, &result))); /* a path with a zero in it */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(a_result_comes_back_as_it_was),
        ARENA_TEST(an_empty_result_comes_back),
        ARENA_TEST(a_thousand_inputs_come_back),
        ARENA_TEST(a_large_result_goes_through_a_pipe),
        ARENA_TEST(it_is_told_that_nobody_reads),
        ARENA_TEST(every_truncation_is_noticed),
        ARENA_TEST(more_behind_the_end_is_noticed),
        ARENA_TEST(corruption_does_no_harm),
        ARENA_TEST(fields_that_make_no_sense_are_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
