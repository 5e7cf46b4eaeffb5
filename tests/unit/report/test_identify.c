#include "unit/report/reading.h"

#include <stdio.h>

#include "base/file.h"
#include "report/identify.h"

struct who {
    struct arena *arena;
    struct identity is;
};

static void who_open(struct who *w, str text)
{
    w->arena = arena_new();
    assert_non_null(w->arena);
    identify_report(w->arena, text, &w->is);
}

static void who_close(struct who *w)
{
    arena_close(w->arena);
}

static bool is_report(const char *text)
{
    struct who w;
    who_open(&w, str_z(text));
    bool is = w.is.is_report;
    who_close(&w);
    return is;
}

static void a_head_is_read(void **state)
{
    struct who w;
    (void)state;
    who_open(
        &w,
        STR("<report xmlns='urn:quoin:report:1' xml:lang=' cy ' year=' 2020/2021 ' quarter=' 2 '>"
            "<organisation short=' OP &amp;\n CC '>Office\n of <em>Police</em> </organisation>"
            "<area><![CDATA[A & B]]></area><title>T</title><subject>S</subject>"));
    assert_true(w.is.is_report);
    assert_str(w.is.organisation, "Office of Police");
    assert_str(w.is.short_name, "OP & CC");
    assert_str(w.is.area, "A & B");
    assert_str(w.is.title, "T");
    assert_str(w.is.year, "2020/21");
    assert_str(w.is.lang, "cy");
    assert_int_equal(w.is.quarter, 2);
    who_close(&w);
}

static void what_is_not_said_is_empty(void **state)
{
    struct who w;
    (void)state;
    who_open(&w, STR("<report year='2020/22' quarter='5'><title>T</title></report>"));
    assert_true(w.is.is_report);
    assert_int_equal(w.is.organisation.n + w.is.short_name.n + w.is.area.n + w.is.year.n, 0);
    assert_int_equal(w.is.quarter, 0);
    assert_str(w.is.lang, "en-GB");
    assert_str(w.is.title, "T");
    who_close(&w);
    who_open(&w, STR("<report year='1999/00' quarter='1"));
    assert_true(w.is.is_report);
    assert_int_equal(w.is.year.n + w.is.lang.n, 0);
    who_close(&w);
    who_open(&w, STR("<report year='1999/00' quarter='1'/>"));
    assert_str(w.is.year, "1999/00");
    who_close(&w);
}

static void the_root_tells(void **state)
{
    (void)state;
    assert_true(is_report("<report/>"));
    assert_true(is_report("<r:report xmlns:r='urn:quoin:report:2'/>"));
    assert_false(is_report("<report xmlns='urn:example:report'/>"));
    assert_false(is_report("<layout xmlns='urn:quoin:layout:1'/>"));
    assert_false(is_report("<reports/>"));
    assert_false(is_report("<!DOCTYPE html><html/>"));
    assert_false(is_report("<html x='1' x='2'/>"));
}

/* So that it is rendered, and the person told what is wrong. */
static void what_cannot_be_told_may_be_one(void **state)
{
    (void)state;
    assert_true(is_report(""));
    assert_true(is_report("hello"));
    assert_true(is_report("<!DOCTYPE report><report/>"));
    assert_true(is_report("<report x='1' x='2'/>"));
    assert_true(is_report("<?xml version='1.0' encoding='UTF-16'?><report/>"));
    assert_true(is_report("\xFF\xFE<"));
}

/* The words, and not merely like words, that reading the whole gives. */
static void it_agrees_with_reading_all(void **state)
{
    static const char *const paths[] = {
        "samples/q1-2020-21.xml",
        "samples/q2-2020-21.xml",
        "samples/everything.xml",
        "samples/bilingual.xml",
        "tests/cli/small.xml",
        "tests/findings/glyphs-missing-in-attributes.xml",
        "tests/findings/spaces-of-all-kinds.xml",
        "tests/findings/cdata-is-text.xml",
    };
    (void)state;
    size_t read = 0;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct who w;
        struct diag d;
        struct arena *a = arena_new();
        diag_init(&d, a);
        const struct source *source = file_read(a, &d, str_z(paths[i]), FILE_CAP_XML);
        assert_non_null(source);
        struct report *whole = report_read(a, &d, source);
        who_open(&w, source->text);
        assert_true(w.is.is_report);
        if (whole) {
            read++;
            assert_true(str_eq(w.is.organisation, whole->organisation));
            assert_true(str_eq(w.is.short_name, whole->organisation_short));
            assert_true(str_eq(w.is.area, whole->area));
            assert_true(str_eq(w.is.title, whole->title));
            assert_true(str_eq(w.is.lang, whole->lang));
            assert_int_equal(w.is.quarter, whole->quarter.number);
            assert_int_equal(strtol(w.is.year.p, NULL, 10), whole->quarter.year);
        }
        who_close(&w);
        arena_close(a);
    }
    assert_true(read >= 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_head_is_read),
        cmocka_unit_test(what_is_not_said_is_empty),
        cmocka_unit_test(the_root_tells),
        cmocka_unit_test(what_cannot_be_told_may_be_one),
        cmocka_unit_test(it_agrees_with_reading_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
