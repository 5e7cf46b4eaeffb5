/* What the tests of xml/ share: a document from a string, and what was found in it as text. */
#ifndef QUOIN_TESTS_XML_TEST_H
#define QUOIN_TESTS_XML_TEST_H

#include <stdio.h>

#include "unit/base/base_test.h"
#include "xml/vocab.h"
#include "xml/xml.h"

struct reading {
    struct arena *arena;
    struct diag diag;
    struct source source;
    struct xml_doc *doc;
};

static inline void reading_open(struct reading *r, str text)
{
    r->arena = arena_new();
    assert_non_null(r->arena);
    diag_init(&r->diag, r->arena);
    r->source = (struct source){STR("t.xml"), text};
    r->doc = xml_load(r->arena, &r->diag, &r->source);
}

static inline void reading_close(struct reading *r)
{
    arena_close(r->arena);
}

/* "Q101 2:5+3 text" of finding i, the width after the plus. */
static inline str reading_finding(struct reading *r, size_t i)
{
    if (i >= r->diag.count)
        return STR("(none)");
    const struct finding *f = &r->diag.findings[i];
    return str_format(r->arena, "%s %u:%u+%u %.*s", diag_code_name(f->code), (unsigned)f->pos.line,
                      (unsigned)f->pos.column, (unsigned)f->pos.width, STR_ARG(f->text));
}

/* The text is refused, and what is found first is this. */
static inline void assert_refused(str text, const char *expected, const char *file, int line)
{
    struct reading r;
    reading_open(&r, text);
    assert_slice(reading_finding(&r, 0), expected, file, line);
    assert_null(r.doc);
    reading_close(&r);
}

#define REFUSED(literal, expected) assert_refused(STR(literal), expected, __FILE__, __LINE__)

#endif
