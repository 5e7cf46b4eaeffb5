/* Findings without the folder that the batch was given. */
#include "unit/base/base_test.h"

#include "batch/kept_findings.h"

static void the_folder_is_left_out(void **state)
{
    str said = STR("[{\"file\": \"/srv/r/north/q2.xml\", \"message\": \"cannot read /srv/r/a.png, "
                   "nor “/srv/r/b.png”\"}]");
    assert_str(kept_findings_make(*state, said, STR("/srv/r/north/q2.xml"), STR("north/q2.xml")),
               "[{\"file\": \"north/q2.xml\", \"message\": \"cannot read a.png, nor “b.png”\"}]");
}

static void a_file_named_by_itself_stands_in_its_own_folder(void **state)
{
    str said = STR("[{\"file\":\"reports/q2.xml\"}]");
    assert_str(kept_findings_make(*state, said, STR("reports/q2.xml"), STR("q2.xml")),
               "[{\"file\":\"q2.xml\"}]");
    assert_str(kept_findings_make(*state, said, STR("reports/q2.xml"), STR("north/q2.xml")),
               "[{\"file\":\"q2.xml\"}]");
    assert_str(kept_findings_make(*state, said, STR("reports/q2.xml"), STR("reports/q2.xml")),
               said.p);
}

static void other_paths_stay(void **state)
{
    str said = STR("[{\"file\":\"reports/q2.xml\",\"hint\":\"old-reports/x, ../reports/y\"}]");
    assert_str(kept_findings_make(*state, said, STR("reports/q2.xml"), STR("q2.xml")),
               "[{\"file\":\"q2.xml\",\"hint\":\"old-reports/x, ../reports/y\"}]");
    said = STR("[{\"file\":\"./q2.xml\",\"hint\":\"../a ./b\"}]");
    assert_str(kept_findings_make(*state, said, STR("./q2.xml"), STR("q2.xml")),
               "[{\"file\":\"q2.xml\",\"hint\":\"../a b\"}]");
}

/* As diag.h prints it: quotes and bytes that are no text. */
static void it_is_looked_for_as_json_has_it(void **state)
{
    str said = STR("[{\"file\":\"a\\\"b \\ufffd/q2.xml\"}]");
    assert_str(kept_findings_make(*state, said, STR("a\"b \xE9/q2.xml"), STR("q2.xml")),
               "[{\"file\":\"q2.xml\"}]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(the_folder_is_left_out),
        ARENA_TEST(a_file_named_by_itself_stands_in_its_own_folder),
        ARENA_TEST(other_paths_stay),
        ARENA_TEST(it_is_looked_for_as_json_has_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
