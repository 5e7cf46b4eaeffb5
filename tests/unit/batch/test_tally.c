#include "unit/base/base_test.h"

#include "batch/tally.h"

static struct tally *add(struct tally_table *t, const char *organisation, const char *area,
                         const char *year)
{
    return tally_find(t, str_z(organisation), str_z(area), str_z(year));
}

static str table_of(struct tally_table *t, size_t columns)
{
    struct buf b = {.arena = t->arena};
    tally_add(t, &b, columns, "made");
    return buf_str(&b);
}

static void one_row_an_organisation_and_year(void **state)
{
    struct tally_table t = {.arena = *state};
    add(&t, "Office", "North", "2020/21")->made = 1;
    add(&t, "Office", "South", "2020/21")->made = 2;
    add(&t, "Office", "North", "2019/20")->made = 4;
    add(&t, "Office", "North", "2020/21")->made += 10;
    assert_int_equal(t.count, 3);
    assert_int_equal(add(&t, "Office", "North", "2020/21")->made, 11);
}

static void the_table_is_sorted_and_summed(void **state)
{
    struct tally_table t = {.arena = *state};
    *add(&t, "Zeta", "", "2020/21") =
        (struct tally){STR("Zeta"), STR(""), STR("2020/21"), 1, 0, 0, 9};
    struct tally *old = add(&t, "Alpha", "Exampleshire", "2019/20");
    old->failed = 1;
    old->unchanged = 3;
    struct tally *new = add(&t, "Alpha", "Exampleshire", "2020/21");
    new->made = 4;
    new->pages = 1048;
    add(&t, "", "", "")->failed = 1;
    assert_str(table_of(&t, 100),
               "organisation             year     made  unchanged  failed  pages made\n"
               "Alpha, Exampleshire      2020/21     4          -       -        1048\n"
               "                         2019/20     -          3       1           -\n"
               "Zeta                     2020/21     1          -       -           9\n"
               "(no organisation named)              -          -       1           -\n"
               "all                                  5          3       2        1057\n");
}

/* What nothing happened to is in the sum alone. */
static void unchanged_years_have_no_row(void **state)
{
    struct tally_table t = {.arena = *state};
    add(&t, "Alpha", "", "2020/21")->made = 1;
    add(&t, "A much longer name", "", "2019/20")->unchanged = 4;
    assert_str(table_of(&t, 100), "organisation  year     made  unchanged  failed  pages made\n"
                                  "Alpha         2020/21     1          -       -           -\n"
                                  "all                       1          4       -           -\n");
    t = (struct tally_table){.arena = *state};
    add(&t, "Alpha", "", "2020/21")->unchanged = 1;
    assert_str(table_of(&t, 100), "");
}

static void one_row_needs_no_sum(void **state)
{
    struct tally_table t = {.arena = *state};
    add(&t, "Alpha", "", "2020/21")->made = 1;
    assert_str(table_of(&t, 100), "organisation  year     made  unchanged  failed  pages made\n"
                                  "Alpha         2020/21     1          -       -           -\n");
}

/* By what a terminal shows: letters of two bytes, of two columns, and none at all. */
static void columns_are_those_of_a_terminal(void **state)
{
    struct tally_table t = {.arena = *state};
    add(&t, "Ŵŷ-shire council", "", "2020/21")->made = 1;
    add(&t, "日本日本日本日本", "", "2020/21")->made = 1;
    add(&t, "e\xCC\x81\x1B", "", "2020/21")->made = 1;
    assert_str(table_of(&t, 100),
               "organisation      year     made  unchanged  failed  pages made\n"
               "e\xCC\x81\\x1B             2020/21     1          -       -           -\n"
               "Ŵŷ-shire council  2020/21     1          -       -           -\n"
               "日本日本日本日本  2020/21     1          -       -           -\n"
               "all                           3          -       -           -\n");
}

static void a_narrow_terminal_cuts_names(void **state)
{
    struct tally_table t = {.arena = *state};
    add(&t, "Office of the Police and Crime Commissioner", "Exampleshire", "2020/21")->made = 1;
    assert_str(table_of(&t, 70),
               "organisation              year     made  unchanged  failed  pages made\n"
               "Office of t…Exampleshire  2020/21     1          -       -           -\n");
    assert_true(str_search(table_of(&t, 10), STR("Office …mpleshire  2020/21"), 0) < 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(one_row_an_organisation_and_year), ARENA_TEST(the_table_is_sorted_and_summed),
        ARENA_TEST(unchanged_years_have_no_row),      ARENA_TEST(one_row_needs_no_sum),
        ARENA_TEST(columns_are_those_of_a_terminal),  ARENA_TEST(a_narrow_terminal_cuts_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
