#include "reading.h"

#include "report/agenda.h"

/* Of reports, and of agendas. */
static const struct vocab *const vocabs[] = {&report_vocab, &agenda_vocab};

static void test_table_is_sound(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        char message[256] = "";
        bool is_sound = vocab_check(vocabs[i], message, sizeof message);
        assert_string_equal(message, "");
        assert_true(is_sound);
    }
}

/* What an editor shows: a sentence, not a fragment. */
static void expect_sentence(const char *name, const char *help)
{
    size_t n = help ? strlen(help) : 0;
    if (n < 15 || help[0] < 'A' || help[0] > 'Z' ||
        !strchr(".…>", help[n - 1] == '\xa6' ? '.' : help[n - 1]))
        fail_msg("%s: \"%s\" is not a helpful sentence", name, help ? help : "");
}

static void test_everything_has_help(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++)
        for (const struct vocab_element *e = vocabs[i]->elements; e->name; e++) {
            expect_sentence(e->name, e->help);
            for (const struct vocab_attr *a = e->attrs; a && a->name; a++)
                expect_sentence(a->name, a->help);
        }
}

static void test_choices_have_values(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++)
        for (const struct vocab_element *e = vocabs[i]->elements; e->name; e++)
            for (const struct vocab_attr *a = e->attrs; a && a->name; a++) {
                assert_true((a->type == TYPE_CHOICE) == (a->values != NULL));
                assert_false(a->is_required && a->fallback);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_is_sound),
        cmocka_unit_test(test_everything_has_help),
        cmocka_unit_test(test_choices_have_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
