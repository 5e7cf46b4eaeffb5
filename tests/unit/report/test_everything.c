/* samples/everything.xml is what its name says: every element, attribute and choice is in it. */
#include "reading.h"

#include "base/file.h"

static const struct xml_node *find_used(const struct xml_node *node, const char *element,
                                        const char *attr, str value)
{
    for (const struct xml_node *n = node; n; n = n->next) {
        if (xml_is(n, element) && (!attr || xml_attr(n, attr)) &&
            (!value.n || str_eq(xml_value(n, attr), value)))
            return n;
        const struct xml_node *below = find_used(n->children, element, attr, value);
        if (below)
            return below;
    }
    return NULL;
}

static size_t count_missing(const struct xml_node *root, const char *element,
                            const struct vocab_attr *attr)
{
    size_t missing = 0;
    if (!find_used(root, element, attr->name, (str){0})) {
        print_error("samples/everything.xml lacks <%s %s=\"…\">\n", element, attr->name);
        return 1;
    }
    if (str_eq(str_z(attr->name), STR("quarter"))) /* a report has one */
        return 0;
    str rest = str_z(attr->values ? attr->values : "");
    for (str word = str_word(&rest); word.n; word = str_word(&rest))
        if (!find_used(root, element, attr->name, word)) {
            print_error("samples/everything.xml lacks <%s %s=\"%.*s\">\n", element, attr->name,
                        STR_ARG(word));
            missing++;
        }
    return missing;
}

static void test_covers_the_vocabulary(void **state)
{
    (void)state;
    struct reading r = {.arena = arena_new()};
    diag_init(&r.diag, r.arena);
    const struct source *source =
        file_read(r.arena, &r.diag, STR("samples/everything.xml"), FILE_CAP_XML);
    assert_non_null(source);
    r.report = report_read(r.arena, &r.diag, source);
    diag_print(&r.diag, stderr, (struct diag_style){0});
    assert_non_null(r.report);
    assert_int_equal(r.diag.count, 0);
    size_t missing = 0;
    for (const struct vocab_element *e = report_vocab.elements; e->name; e++) {
        if (!find_used(r.report->doc->root, e->name, NULL, (str){0})) {
            print_error("samples/everything.xml lacks <%s>\n", e->name);
            missing++;
        }
        for (const struct vocab_attr *a = e->attrs; a && a->name; a++)
            missing += count_missing(r.report->doc->root, e->name, a);
    }
    assert_int_equal(missing, 0);
    assert_true(narrative_fill(r.arena, &r.diag, r.report, &reading_wording));
    reading_close(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_covers_the_vocabulary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
