#include "unit/base/base_test.h"

#include <stdio.h>

#include "batch/mentions.h"

/* The names found, parted by spaces. */
static void expect(struct arena *a, const char *text, const char *names)
{
    size_t count;
    struct buf found = {.arena = a};
    str *list = mentions_find(a, str_z(text), &count);
    for (size_t i = 0; i < count; i++)
        buf_format(&found, "%s%.*s", i ? " " : "", STR_ARG(list[i]));
    assert_str(buf_str(&found), names);
}

static void names_of_files(void **state)
{
    expect(*state, "<image file=\"img/a.png\" alt='x'/><image file = 'b.svg'/>", "img/a.png b.svg");
    expect(*state, "<report layout=\"brands/ours.xml\" year=\"2020/21\">", "brands/ours.xml");
    expect(*state, "<family regular=\"Sans-Regular.ttf\" bold=\"./x/../Sans.otf\"/>",
           "Sans-Regular.ttf Sans.otf");
    expect(*state, "file=\"R&amp;D &amp; more.png\"", "R&D & more.png");
    expect(*state, "file=\n\"a.png\" file=\"a.png\"", "a.png a.png");
}

static void no_names_of_files(void **state)
{
    expect(*state, "", "");
    expect(*state, "= =\" ='", "");
    expect(*state, "year=\"2020/21\" value=\"12.5\" height=\"1.5mm\" at=\"A.1\"", "");
    expect(*state, "href=\"https://example.org/a.png\"", "");
    expect(*state, "file=\"/etc/a.png\" file=\"../a.png\" file=\"a/../../b.png\"", "");
    expect(*state, "file=\".png\" file=\"a.png/\" file=\"a.\" file=\"a.pngpng\" file=\"\"", "");
    expect(*state, "The picture a.png and 'b.png' and \"c.png\" in words.", "");
}

static void damaged_files(void **state)
{
    expect(*state, "<a x=\"<b file=\"a.png\"/> y='", "a.png");
    expect(*state, "<image file=\"a.png", "");
    expect(*state, "<image file=\"a\n.png\" file=\"b.png\"", "b.png");
}

/* Neither a long value nor a great many make it slow or large. */
static void a_great_many(void **state)
{
    struct arena *a = *state;
    struct buf text = {.arena = a};
    size_t count;
    for (int i = 0; i < 200000; i++)
        buf_format(&text, "=\"%d ", i);
    for (int i = 0; i < 3000; i++)
        buf_format(&text, " file=\"%d.png\"", i);
    mentions_find(a, buf_str(&text), &count);
    assert_true(count <= MENTIONS_MAX);
    expect(a, "x=\"\" file=\"a.png\"", "a.png");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(names_of_files, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(no_names_of_files, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(damaged_files, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_great_many, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
