#include "base/inputs.h"
#include "unit/base/base_test.h"

static void paths_open_from_the_working_directory(void **state)
{
    assert_str(inputs_path(*state, STR(""), STR("q2.xml")), "q2.xml");
    assert_str(inputs_path(*state, STR("."), STR("q2.xml")), "q2.xml");
    assert_str(inputs_path(*state, STR("north"), STR("pictures/a.png")), "north/pictures/a.png");
    assert_str(inputs_path(*state, STR("./north/"), STR("./a.png")), "north/a.png");
    assert_str(inputs_path(*state, STR("/"), STR("a.png")), "/a.png");
    assert_str(inputs_path(*state, STR("/srv//x/"), STR("a.png")), "/srv/x/a.png");
    assert_str(inputs_path(*state, STR(""), STR("/srv/a.xml")), "/srv/a.xml");
    assert_str(inputs_path(*state, STR("../north"), STR("a.png")), "../north/a.png");
    assert_str(inputs_path(*state, STR(""), STR("a/../b.xml")), "a/../b.xml");
    assert_str(inputs_path(*state, STR("."), STR("-")), "./-");
}

static void each_file_is_there_once(void **state)
{
    struct inputs in = {.arena = *state};
    inputs_add(&in, STR("north"), STR("logo.svg"), STR("one"));
    inputs_add(&in, STR("."), STR("logo.svg"), STR("two"));
    inputs_add(&in, STR(""), STR("north/logo.svg"), STR("later"));
    assert_int_equal(in.count, 2);
    assert_str(in.items[0].path, "north/logo.svg");
    assert_str(in.items[0].bytes, "one");
    assert_str(in.items[1].path, "logo.svg");
    inputs_add(NULL, STR("north"), STR("logo.svg"), STR("one"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(paths_open_from_the_working_directory),
        ARENA_TEST(each_file_is_there_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
