#include "joining.h"

/* An empty document. */
static qpdf_data open_empty(struct bench *b)
{
    b->q = qpdf_init();
    qpdf_empty_pdf(b->q);
    qpdf_silence_errors(b->q);
    return b->q;
}

/* Rewinding counts on this: a later version of libqpdf may number its handles otherwise. */
static void test_handles_are_numbered_as_they_are_made(void **state)
{
    struct bench *b = *state;
    qpdf_data q = open_empty(b);
    qpdf_oh before = qpdf_oh_new_null(q);
    for (int i = 1; i < 1000; i++) {
        qpdf_oh next = i % 2 ? qpdf_get_root(q) : qpdf_oh_new_integer(q, i);
        assert_int_equal(next, before + (unsigned)i);
        if (i % 3 == 0)
            qpdf_oh_release(q, next);
    }
    qpdf_cleanup(&b->q);
}

static void test_rewinding_releases_what_was_made_since(void **state)
{
    struct bench *b = *state;
    qpdf_data q = open_empty(b);
    qpdf_oh kept = qpdf_oh_new_integer(q, 1), outer = handle_mark(q);
    qpdf_oh first = qpdf_oh_new_integer(q, 2), inner = handle_mark(q);
    qpdf_oh second = qpdf_oh_new_integer(q, 3), third = qpdf_oh_new_array(q);
    handle_rewind(q, inner);
    assert_true(qpdf_oh_is_initialized(q, first));
    assert_false(qpdf_oh_is_initialized(q, second));
    assert_false(qpdf_oh_is_initialized(q, third));
    handle_rewind(q, outer);
    assert_false(qpdf_oh_is_initialized(q, first));
    assert_true(qpdf_oh_is_integer(q, kept));
    qpdf_cleanup(&b->q);
}

/* Asking and putting leave none behind: the next handle is the only one that is live. */
static void test_looks_leave_no_handle(void **state)
{
    struct bench *b = *state;
    qpdf_data q = open_empty(b);
    qpdf_oh dict = handle_parse(b->arena, q, "<</A 1 /B [1 2]>>"), array = qpdf_oh_new_array(q);
    qpdf_oh from = handle_get(q, dict, "/B"), mark = handle_mark(q);
    assert_true(handle_has(q, dict, "/A"));
    handle_put(q, dict, "/C", qpdf_oh_new_integer(q, 3));
    handle_remove(q, dict, "/A");
    handle_push(q, array, qpdf_oh_new_integer(q, 0));
    handle_append_all(q, array, from);
    for (qpdf_oh h = mark, last = handle_mark(q); h != last; h++)
        assert_false(qpdf_oh_is_initialized(q, h));
    assert_string_equal(qpdf_oh_unparse_resolved(q, dict), "<< /B [ 1 2 ] /C 3 >>");
    assert_string_equal(qpdf_oh_unparse_resolved(q, array), "[ 0 1 2 ]");
    qpdf_cleanup(&b->q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_handles_are_numbered_as_they_are_made),
        BENCH_TEST(test_rewinding_releases_what_was_made_since),
        BENCH_TEST(test_looks_leave_no_handle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
