#include "unit/base/base_test.h"

#include "base/asset.h"

static void a_face_is_carried(void **state)
{
    (void)state;
    str face = asset_find(STR("fonts/LiberationSans-Regular.ttf"));
    assert_true(face.n > 100000);
    assert_memory_equal(face.p, "\0\1\0\0", 4); /* TrueType outlines */
    assert_int_equal(face.p[face.n], 0);
}

static void every_name_is_found_as_itself(void **state)
{
    (void)state;
    for (size_t i = 0; i < asset_count; i++)
        assert_ptr_equal(asset_find(str_z(asset_table[i].name)).p, asset_table[i].begin);
}

static void other_names_are_not(void **state)
{
    (void)state;
    assert_null(asset_find(STR("fonts/LiberationSans-Regular.tt")).p);
    assert_null(asset_find(STR("")).p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_face_is_carried),
        cmocka_unit_test(every_name_is_found_as_itself),
        cmocka_unit_test(other_names_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
