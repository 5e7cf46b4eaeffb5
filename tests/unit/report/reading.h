/* Shared by the tests of report/: reads a report from a string and looks into what came of it. */
#ifndef QUOIN_TESTS_READING_H
#define QUOIN_TESTS_READING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/read.h"
#include "report/report.h"
#include "xml/vocab.h"

#define HEAD                                                                                       \
    "<report xmlns='urn:quoin:report:1' xml:lang='en-GB' year='2020/21' quarter='2'>"              \
    "<organisation short='OPCC'>Office</organisation><title>Report</title>"
#define TAIL "</report>"
/* One section, into which the measures, blocks … of a test go. */
#define SECTION(inside)                                                                            \
    HEAD "<appendix id='A' title='T'><section title='S'>" inside "</section></appendix>" TAIL
#define KPI(inside)  SECTION("<kpi ref='1.1'>" inside "</kpi>")
#define PARA(inside) SECTION("<para>" inside "</para>")

struct reading {
    struct arena *arena;
    struct diag diag;
    struct source source;
    struct report *report;
};

static inline void reading_open(struct reading *r, const char *xml)
{
    memset(r, 0, sizeof *r);
    r->arena = arena_new();
    diag_init(&r->diag, r->arena);
    r->source = (struct source){STR("test.xml"), str_z(xml)};
    r->report = report_read(r->arena, &r->diag, &r->source);
    diag_sort(&r->diag);
}

static inline void reading_close(struct reading *r)
{
    arena_close(r->arena);
}

static inline struct section *reading_section(const struct reading *r)
{
    assert_non_null(r->report);
    return &r->report->appendices[0].sections[0];
}

static inline struct kpi *reading_kpi(const struct reading *r)
{
    return &reading_section(r)->pieces[0].kpis[0];
}

static inline struct inl *reading_words(const struct reading *r)
{
    return reading_section(r)->pieces[0].blocks->words;
}

static inline size_t reading_count(const struct reading *r, enum code code)
{
    size_t n = 0;
    for (size_t i = 0; i < r->diag.count; i++)
        n += r->diag.findings[i].code == code;
    return n;
}

/* Asserts that the XML gives exactly `count` findings, all of this code. */
static inline void reading_expect(const char *xml, enum code code, size_t count)
{
    struct reading r;
    reading_open(&r, xml);
    if (reading_count(&r, code) != count || r.diag.count != count)
        diag_print(&r.diag, stderr, (struct diag_style){0});
    assert_int_equal(reading_count(&r, code), count);
    assert_int_equal(r.diag.count, count);
    reading_close(&r);
}

static inline void assert_str(str s, const char *expected)
{
    char copy[2048];
    assert_true(s.n < sizeof copy);
    if (s.n)
        memcpy(copy, s.p, s.n);
    copy[s.n] = 0;
    assert_string_equal(copy, expected);
}

static const struct wording reading_wording = {
    .quarter_short = {"Q", 1},
    .group = {",", 1},
    .point = {".", 1},
    .quarter = {"Quarter", 7},
    .months = {{"January", 7},
               {"February", 8},
               {"March", 5},
               {"April", 5},
               {"May", 3},
               {"June", 4},
               {"July", 4},
               {"August", 6},
               {"September", 9},
               {"October", 7},
               {"November", 8},
               {"December", 8}},
    .more = {"more", 4},
    .fewer = {"fewer", 5},
    .no_change = {"no change", 9},
    .higher = {"higher", 6},
    .lower = {"lower", 5},
    .percentage_point = {"percentage point", 16},
    .percentage_points = {"percentage points", 17},
    .hours = {"hours", 5},
    .hour = {"hour", 4},
    .days = {"days", 4},
    .day = {"day", 3},
    .currency = {"£", 2},
    .to = {"to", 2},
    .glossary = {"Glossary", 8},
};

#endif
