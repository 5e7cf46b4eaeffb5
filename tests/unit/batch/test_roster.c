#include "unit/batch/storing.h"

#include "base/digest.h"
#include "batch/roster.h"

#define PROGRAM STR("ab12")
#define OPTIONS STR("part=all")

static struct document document(struct place *p, int number, const char *text)
{
    return (struct document){.name = str_format(p->arena, "%d.xml", number),
                             .sha256 = *text ? digest_hex(p->arena, str_z(text)) : STR("")};
}

/* Reports 0 to count - 1, all of them saying this. */
static struct schedule plan_of(struct place *p, size_t count, const char *text)
{
    struct schedule plan = {.count = count / 2, .elsewhere = count - count / 2};
    plan.documents = ARENA_ARRAY(p->arena, count, struct document);
    for (size_t i = 0; i < count; i++)
        plan.documents[i] = document(p, (int)i, text);
    return plan;
}

static void keep(struct place *p, struct store *s, const struct schedule *plan, unsigned shards)
{
    assert_true(roster_keep(s, &p->diag, plan, shards, PROGRAM, OPTIONS));
}

static void put_made(struct place *p, struct manifest *m, const struct document *d, str program)
{
    struct record_input input = {.path = d->name, .sha256 = d->sha256};
    struct record r = {.output = str_format(p->arena, "%.*s.pdf", STR_ARG(d->name)),
                       .input = d->name,
                       .program = program,
                       .options = OPTIONS,
                       .inputs = &input,
                       .input_count = 1};
    manifest_put(m, &r);
}

static size_t missing(struct place *p, const struct store *s, const struct manifest *m)
{
    str shards;
    size_t count = roster_missing(p->arena, s, m, &shards);
    assert_int_equal(count > 0, shards.n > 0);
    return count;
}

static void what_no_record_answers_for_is_missing(void **state)
{
    struct place *p = *state;
    struct store s = open_alone(p);
    struct schedule plan = plan_of(p, 20, "words");
    struct manifest m = {.arena = p->arena};
    str shards;
    assert_int_equal(missing(p, &s, &m), 0); /* there is no list */
    keep(p, &s, &plan, 2);
    assert_int_equal(roster_missing(p->arena, &s, &m, &shards), 20);
    assert_str(shards, "0/2, 1/2");
    for (size_t i = 0; i < 20; i++)
        if (schedule_is_mine(plan.documents[i].name, (struct shard){1, 2}))
            put_made(p, &m, &plan.documents[i], PROGRAM);
    assert_int_equal(roster_missing(p->arena, &s, &m, &shards), 20 - m.count);
    assert_str(shards, "0/2");
    for (size_t i = 0; i < 20; i++)
        put_made(p, &m, &plan.documents[i], PROGRAM);
    assert_int_equal(missing(p, &s, &m), 0);
    roster_remove(&s);
    assert_false(is_there("out/.quoin/roster"));
    store_close(&s);
}

/* A report that was tried in vain is not missing: it is told of as having failed. */
static void only_what_is_as_it_shall_be_counts(void **state)
{
    struct place *p = *state;
    struct store s = open_alone(p);
    struct schedule plan = plan_of(p, 1, "words");
    struct manifest m = {.arena = p->arena};
    struct document older = document(p, 0, "older words");
    struct record failed = {.output = STR("0.xml.pdf"), .input = older.name, .has_failed = true};
    keep(p, &s, &plan, 2);
    put_made(p, &m, &older, PROGRAM);
    assert_int_equal(missing(p, &s, &m), 1);
    put_made(p, &m, &plan.documents[0], STR("another"));
    assert_int_equal(missing(p, &s, &m), 1);
    put_made(p, &m, &plan.documents[0], PROGRAM);
    assert_int_equal(missing(p, &s, &m), 0);
    m.count = 0;
    manifest_put(&m, &failed);
    assert_int_equal(missing(p, &s, &m), 0);
    plan = plan_of(p, 1, ""); /* cannot be read; whether it was tried is told by a failure alone */
    keep(p, &s, &plan, 2);
    assert_int_equal(missing(p, &s, &m), 0);
    m.count = 0;
    assert_int_equal(missing(p, &s, &m), 1);
    store_close(&s);
}

static void shards_are_named_in_order_and_not_all(void **state)
{
    struct place *p = *state;
    struct store s = open_alone(p);
    struct schedule plan = plan_of(p, 400, "words");
    struct manifest m = {.arena = p->arena};
    str shards;
    keep(p, &s, &plan, 12);
    assert_int_equal(roster_missing(p->arena, &s, &m, &shards), 400);
    assert_str(shards, "0/12, 1/12, 2/12, 3/12, 4/12, 5/12, 6/12, 7/12 and more");
    for (size_t i = 0; i < 400; i++)
        if (!schedule_is_mine(plan.documents[i].name, (struct shard){9, 12}) &&
            !schedule_is_mine(plan.documents[i].name, (struct shard){4, 12}))
            put_made(p, &m, &plan.documents[i], PROGRAM);
    assert_int_equal(roster_missing(p->arena, &s, &m, &shards), 400 - m.count);
    assert_str(shards, "4/12, 9/12");
    store_close(&s);
}

/* Every shard of a batch writes the same, whatever part of it is its own; the second writes none.
 */
static void all_shards_leave_the_same(void **state)
{
    struct place *p = *state;
    struct store s = open_alone(p);
    struct schedule plan = plan_of(p, 9, "words");
    struct stat before, after;
    keep(p, &s, &plan, 2);
    assert_int_equal(stat("out/.quoin/roster", &before), 0);
    struct document first = plan.documents[0];
    plan.documents[0] = plan.documents[8];
    plan.documents[8] = first;
    plan.count = 7;
    plan.elsewhere = 2;
    keep(p, &s, &plan, 2);
    assert_int_equal(stat("out/.quoin/roster", &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    keep(p, &s, &plan, 3);
    assert_int_equal(stat("out/.quoin/roster", &after), 0);
    assert_int_not_equal(before.st_ino, after.st_ino);
    store_close(&s);
}

static void nonsense_says_nothing(void **state)
{
    struct place *p = *state;
    struct store s = open_alone(p);
    struct manifest m = {.arena = p->arena};
    const char *texts[] = {"",
                           "quoin-roster 2",
                           "quoin-roster 0\nab\npart=all\n",
                           "quoin-roster x\nab\npart=all\n",
                           "roster 2\nab\npart=all\n",
                           "quoin-roster 2\nab\n",
                           "quoin-roster 2\nab\npart=all\nshort\n",
                           "quoin-roster 2\nab\npart=all\nthis is not a hash, and never was one, "
                           "however long it is, however long it is\n",
                           "quoin-roster 2\nab\npart=all\nno line feed"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        put("out/.quoin/roster", texts[i]);
        assert_int_equal(missing(p, &s, &m), 0);
    }
    store_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(what_no_record_answers_for_is_missing),
        PLACE_TEST(only_what_is_as_it_shall_be_counts),
        PLACE_TEST(shards_are_named_in_order_and_not_all),
        PLACE_TEST(all_shards_leave_the_same),
        PLACE_TEST(nonsense_says_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
