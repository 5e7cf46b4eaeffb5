/* quoin.h's functions for agendas: the front sheet as it learns where its items stand. */
#include "unit/base/base_test.h"

#include <stdlib.h>

#include "quoin.h"

#define AGENDA                                                                                     \
    "<agenda xmlns='urn:quoin:agenda:1' layout='opcc'><organisation>County</organisation>"         \
    "<committee>Panel</committee><meeting date='2020-11-25'/><items>"                              \
    "<item title='Apologies'/>"                                                                    \
    "<item title='Report' number='7' report='r/q2.xml' part='A' layout='brands/b.xml' "            \
    "variant='mono'><para>\xE4\xBD\xA0</para></item>"                                              \
    "<item title='Plan' pdf='plan.pdf' /></items></agenda>"

struct setting {
    quoin_kit *kit;
    quoin_report *report;
};

static int open_agenda(void **state)
{
    static const quoin_file files[] = {{"agenda.xml", AGENDA, sizeof AGENDA - 1},
                                       {"r/q2.xml", "x", 1},
                                       {"brands/b.xml", "x", 1},
                                       {"plan.pdf", "x", 1}};
    struct setting *s = calloc(1, sizeof *s);
    s->kit = quoin_kit_open();
    s->report = s->kit ? quoin_report_open_files(s->kit, files, 4, NULL) : NULL;
    *state = s;
    return s->report ? 0 : -1;
}

static int close_agenda(void **state)
{
    struct setting *s = *state;
    quoin_report_close(s->report);
    quoin_kit_close(s->kit);
    free(s);
    return 0;
}

static bool says(quoin_report *r, const char *words)
{
    const char *text = NULL;
    size_t size;
    assert_true(quoin_dump(r, "all", &text, &size) <= QUOIN_WARNINGS);
    return strstr(text, words) != NULL;
}

static void items_as_the_caller_sees_them(void **state)
{
    const quoin_report *r = ((struct setting *)*state)->report;
    assert_int_equal(quoin_report_status(r), QUOIN_DONE);
    assert_true(quoin_is_agenda(r));
    assert_int_equal(quoin_agenda_item_count(r), 3);
    assert_string_equal(quoin_agenda_item_at(r, 0).file, "");
    assert_false(quoin_agenda_item_at(r, 0).is_report);
    quoin_agenda_item item = quoin_agenda_item_at(r, 1);
    assert_string_equal(item.number, "7");
    assert_string_equal(item.title, "Report");
    assert_string_equal(item.file, "r/q2.xml");
    assert_true(item.is_report);
    assert_string_equal(item.part, "A");
    assert_string_equal(item.layout, "brands/b.xml");
    assert_string_equal(item.variant, "mono");
    assert_string_equal(quoin_agenda_item_at(r, 2).number, "8");
    assert_string_equal(quoin_agenda_item_at(r, 2).file, "plan.pdf");
    assert_string_equal(quoin_agenda_item_at(r, 3).number, "");
    assert_string_equal(quoin_report_layout(r), "opcc");
}

static void pages_stand_once_they_are_told(void **state)
{
    quoin_report *r = ((struct setting *)*state)->report;
    assert_true(says(r, "\"Attached "));
    assert_false(says(r, "#item-7"));
    quoin_agenda_place(r, 1, 71, 82);
    assert_true(says(r, "\"Pages 71 - 82 "));
    assert_true(says(r, "to #item-7 \"Item 7: Report\""));
    assert_true(says(r, "\"Attached ")); /* the other one */
    quoin_agenda_place(r, 2, 83, 83);
    assert_true(says(r, "\"Page 83 "));
    assert_false(says(r, "\"Attached "));
    quoin_agenda_place(r, 1, 0, 0);
    assert_true(says(r, "\"Attached "));
    quoin_agenda_place(r, 3, 1, 1); /* there is no such item */
}

static void rendered_anew(void **state)
{
    quoin_report *r = ((struct setting *)*state)->report;
    struct arena *a = arena_new();
    const void *bytes;
    size_t size;
    assert_int_equal(quoin_render(r, &bytes, &size), QUOIN_DONE);
    str first = str_copy(a, (str){bytes, size});
    size_t count = quoin_finding_count(r); /* the character that no face has */
    assert_int_equal(count, 1);
    quoin_agenda_place(r, 1, 3, 9);
    assert_int_equal(quoin_page_count(r), 0);
    assert_int_equal(quoin_render(r, &bytes, &size), QUOIN_DONE);
    assert_false(str_eq(first, (str){bytes, size}));
    assert_int_equal(quoin_finding_count(r), count);
    assert_int_equal(quoin_page_count(r), 1);
    str placed = str_copy(a, (str){bytes, size});
    quoin_agenda_place(r, 1, 3, 9);
    assert_int_equal(quoin_render(r, &bytes, &size), QUOIN_DONE);
    assert_true(str_eq(placed, (str){bytes, size}));
    quoin_agenda_place(r, 1, 0, 0);
    quoin_agenda_place(r, 2, 0, 0);
    arena_close(a);
}

static void a_report_is_none(void **state)
{
    quoin_kit *kit = ((struct setting *)*state)->kit;
    quoin_report *r = quoin_report_open(kit, "samples/q2-2020-21.xml", NULL);
    assert_non_null(r);
    assert_false(quoin_is_agenda(r));
    assert_int_equal(quoin_agenda_item_count(r), 0);
    assert_string_equal(quoin_agenda_item_at(r, 0).title, "");
    quoin_agenda_place(r, 0, 1, 1);
    assert_int_equal(quoin_report_status(r), QUOIN_DONE);
    quoin_report_close(r);
}

static void a_schema_of_its_own(void **state)
{
    (void)state;
    char *text = quoin_schema("agenda");
    assert_non_null(text);
    assert_non_null(strstr(text, "urn:quoin:agenda:1"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(items_as_the_caller_sees_them, open_agenda, close_agenda),
        cmocka_unit_test_setup_teardown(pages_stand_once_they_are_told, open_agenda, close_agenda),
        cmocka_unit_test_setup_teardown(rendered_anew, open_agenda, close_agenda),
        cmocka_unit_test_setup_teardown(a_report_is_none, open_agenda, close_agenda),
        cmocka_unit_test(a_schema_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
