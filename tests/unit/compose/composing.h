/*
 * Shared by the tests of compose/: composes a report given as a string in a shipped layout, and
 * reads the boxes back as text: paragraphs parted by "|", new lines as "/", drawings as <alt>,
 * links as [words].
 */
#ifndef QUOIN_TESTS_COMPOSING_H
#define QUOIN_TESTS_COMPOSING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "compose/composer.h"
#include "report/report.h"

#define HEAD                                                                                       \
    "<report xmlns='urn:quoin:report:1' xml:lang='en-GB' year='2020/21' quarter='2'>"              \
    "<organisation short='OPCC'>Office of the Commissioner</organisation>"                         \
    "<area>Exampleshire</area><title>OPCC Performance Report</title>"
#define TAIL "</report>"
#define GLOSSARY                                                                                   \
    "<glossary id='B'><entry term='FOI' expansion='freedom of information'>A request</entry>"      \
    "<entry term='Independent Custody Visitor' abbreviation='ICV'>A volunteer</entry>"             \
    "<entry term='Custody'>Being held</entry></glossary>"
#define SECTION(inside)                                                                            \
    "<appendix id='A' title='Figures'><section title='Support'>" inside "</section></appendix>"

struct composing {
    struct arena *arena;
    struct diag diag;
    struct layout_shelf shelf;
    struct source source;
    const struct layout *layout;
    struct report *report;
    struct compose_options options;
    struct document document;
    bool is_composed;
};

static inline void composing_begin(struct composing *c)
{
    memset(c, 0, sizeof *c);
    c->arena = arena_new();
    diag_init(&c->diag, c->arena);
    c->shelf.kit = c->arena;
}

/* Composes; the report must be sound. */
static inline void composing_open(struct composing *c, const char *layout, const char *part,
                                  const char *xml)
{
    composing_begin(c);
    c->layout = layout_load(&c->shelf, &c->diag, str_z(layout), (struct pos){0});
    assert_non_null(c->layout);
    c->source = (struct source){STR("test.xml"), str_z(xml)};
    c->report = report_read(c->arena, &c->diag, &c->source);
    if (!c->report)
        diag_print(&c->diag, stderr, (struct diag_style){0});
    assert_non_null(c->report);
    assert_true(narrative_fill(c->arena, &c->diag, c->report, layout_wording(c->layout)));
    c->options.part = str_z(part);
    c->is_composed =
        compose_document(c->arena, &c->diag, c->report, c->layout, &c->options, &c->document);
}

static inline void composing_close(struct composing *c)
{
    arena_close(c->arena);
}

/* ---- boxes as text ------------------------------------------------------------------------ */

static inline bool is_link(const struct span *span)
{
    for (; span; span = span->parent)
        if (span->role == ROLE_LINK)
            return true;
    return false;
}

static inline void print_par(struct buf *out, const struct par *par)
{
    for (size_t i = 0; i < par->count; i++) {
        const struct run *run = &par->runs[i];
        if (is_link(run->span))
            buf_addz(out, "[");
        if (run->kind == RUN_TEXT)
            buf_add(out, run->text);
        else if (run->kind == RUN_DRAWING)
            buf_format(out, "<%.*s>", STR_ARG(run->alt));
        else
            buf_addz(out, run->kind == RUN_BREAK ? "/" : run->kind == RUN_PAGE ? "#" : "##");
        if (is_link(run->span))
            buf_addz(out, "]");
    }
}

static inline void print_box(struct buf *out, const struct box *box)
{
    if (!box)
        return;
    switch (box->kind) {
    case BOX_PAR: print_par(out, &box->u.par); break;
    case BOX_STACK:
        for (const struct box *b = box->u.stack.children; b; b = b->next) {
            print_box(out, b);
            if (b->next)
                buf_addz(out, "|");
        }
        break;
    case BOX_LABEL:
        print_box(out, box->u.label.label);
        for (const struct box *b = box->u.label.children; b; b = b->next) {
            buf_addz(out, ">");
            print_box(out, b);
        }
        break;
    case BOX_TABLE:
        for (size_t i = 0; i < box->u.table.cell_count; i++) {
            const struct table_cell *cell = &box->u.table.cells[i];
            if (i > 0)
                buf_addz(out, cell->row != cell[-1].row ? " || " : "; ");
            print_box(out, cell->box);
        }
        break;
    case BOX_IMAGE: buf_addz(out, "(image)"); break;
    case BOX_RULE: buf_addz(out, "(rule)"); break;
    case BOX_PAGE: buf_addz(out, "(page)"); break;
    case BOX_FILL: buf_addz(out, "(fill)"); break;
    }
}

static inline const char *box_text(struct composing *c, const struct box *box)
{
    struct buf out = {.arena = c->arena};
    print_box(&out, box);
    return str_copy(c->arena, buf_str(&out)).p;
}

/* The first box of a kind at or below `box`, in document order; NULL: none. */
static inline const struct box *box_find(const struct box *box, enum box_kind kind)
{
    for (; box; box = box->next) {
        if (box->kind == kind)
            return box;
        const struct box *inner = box->kind == BOX_STACK   ? box_find(box->u.stack.children, kind)
                                  : box->kind == BOX_LABEL ? box_find(box->u.label.children, kind)
                                                           : NULL;
        if (inner)
            return inner;
    }
    return NULL;
}

static inline const struct sequence *sequence_at(const struct composing *c, int index)
{
    const struct sequence *s = c->document.sequences;
    while (s && index-- > 0)
        s = s->next;
    assert_non_null(s);
    return s;
}

static inline const struct table_box *first_table(const struct composing *c, int sequence)
{
    /* past a cover's logo, which is a grid */
    const struct box *box = sequence_at(c, sequence)->content->u.stack.children;
    for (; box; box = box->next) {
        const struct box *found = box_find(box, BOX_TABLE);
        if (found && !found->u.table.is_grid)
            return &found->u.table;
    }
    fail_msg("there is no table");
    return NULL;
}

static inline const struct table_cell *cell_at(const struct table_box *t, uint32_t row,
                                               uint32_t column)
{
    for (size_t i = 0; i < t->cell_count; i++)
        if (t->cells[i].row == row && t->cells[i].column == column)
            return &t->cells[i];
    return NULL;
}

#endif
