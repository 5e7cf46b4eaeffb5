/* pattern: fields, optional parts, page numbers; what a layout is told about faulty ones. */
#include "composing.h"

#include "compose/pattern.h"

static const struct field fields[] = {
    {"title", {"Report", 6}}, {"area", {NULL, 0}}, {"from", {"Office", 6}}, {NULL, {0}}};
static const struct scope scope = {fields, NULL};

static void expect(const char *pattern, const char *text)
{
    struct arena *a = arena_new();
    str got = pattern_text(a, str_z(pattern), &scope);
    assert_int_equal(got.n, strlen(text));
    assert_memory_equal(got.p, text, got.n);
    arena_close(a);
}

static void fills_fields(void **state)
{
    (void)state;
    expect("{title}", "Report");
    expect("the {title} of {from}.", "the Report of Office.");
    expect("{unheard}x", "x");
    expect("plain { brace", "plain { brace");
    expect("", "");
}

static void leaves_out_what_is_empty(void **state)
{
    (void)state;
    expect("{from}[ for {area}]", "Office");
    expect("{from}[ · {title}]", "Office · Report");
    expect("[{area}][{title}]", "Report");
}

static void inner_scope_hides_outer(void **state)
{
    (void)state;
    static const struct field inner[] = {{"title", {"Inner", 5}}, {NULL, {0}}};
    struct arena *a = arena_new();
    struct scope nested = {inner, &scope};
    str got = pattern_text(a, STR("{title} {from}"), &nested);
    assert_true(str_is(got, "Inner Office"));
    arena_close(a);
}

static void makes_runs(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    size_t count;
    struct run *runs =
        pattern_runs(a, STR("a\n{title} {page} of {pages}"), &scope, NULL, NULL, &count);
    enum run_kind kinds[] = {RUN_TEXT, RUN_BREAK, RUN_TEXT, RUN_PAGE, RUN_TEXT, RUN_PAGES};
    assert_int_equal(count, 6);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(runs[i].kind, kinds[i]);
    assert_true(str_is(runs[2].text, "Report "));
    assert_true(str_is(runs[4].text, " of "));
    arena_close(a);
}

/* A stamp's own page: a field of that name, be it empty, and not the number of the page it is on.
 */
static void a_field_takes_the_place_of_the_page(void **state)
{
    (void)state;
    static const str pattern = {"[Item {item}]\n[Page {page}]", 27};
    static const struct field full[] = {{"item", {"7", 1}}, {"page", {"xii", 3}}, {NULL, {0}}};
    static const struct field empty[] = {{"item", {"", 0}}, {"page", {"", 0}}, {NULL, {0}}};
    static const struct field label[] = {
        {"item", {"", 0}}, {"page", {PATTERN_LABEL, 1}}, {NULL, {0}}};
    struct arena *a = arena_new();
    size_t count;
    struct run *runs = pattern_runs(a, pattern, &(struct scope){full, NULL}, NULL, NULL, &count);
    assert_int_equal(count, 3);
    assert_true(str_is(runs[0].text, "Item 7"));
    assert_true(str_is(runs[2].text, "Page xii"));
    runs = pattern_runs(a, pattern, &(struct scope){empty, &scope}, NULL, NULL, &count);
    assert_int_equal(count, 1);
    assert_int_equal(runs[0].kind, RUN_BREAK);
    runs = pattern_runs(a, pattern, &(struct scope){label, NULL}, NULL, NULL, &count);
    assert_int_equal(count, 3);
    assert_int_equal(runs[0].kind, RUN_BREAK);
    assert_true(str_is(runs[1].text, "Page "));
    assert_int_equal(runs[2].kind, RUN_LABEL);
    arena_close(a);
}

static void checks(void **state)
{
    (void)state;
    str fault;
    const char *nearest;
    assert_true(pattern_check(STR("{title}[ · {area}] {page}"), &fault, &nearest));
    assert_false(pattern_check(STR("{tite}"), &fault, &nearest));
    assert_true(str_is(fault, "tite"));
    assert_string_equal(nearest, "title");
    assert_false(pattern_check(STR("{title"), &fault, &nearest));
    assert_int_equal(fault.n, 0);
    assert_false(pattern_check(STR("title}"), &fault, &nearest));
    assert_false(pattern_check(STR("[a"), &fault, &nearest));
    assert_false(pattern_check(STR("a]"), &fault, &nearest));
    assert_false(pattern_check(STR("[a[b]]"), &fault, &nearest));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fills_fields),
        cmocka_unit_test(leaves_out_what_is_empty),
        cmocka_unit_test(inner_scope_hides_outer),
        cmocka_unit_test(makes_runs),
        cmocka_unit_test(a_field_takes_the_place_of_the_page),
        cmocka_unit_test(checks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
