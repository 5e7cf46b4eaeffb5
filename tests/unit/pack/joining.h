/*
 * Packs for the tests of join_*: PDFs written down as their objects, opened, carried into one
 * document and put in order, as pack.c does it; and ways to look at what comes of it.
 */
#ifndef QUOIN_TESTS_JOINING_H
#define QUOIN_TESTS_JOINING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "pack/joint.h"

#define ITEMS_MAX 4

struct bench {
    struct arena *arena;
    struct diag diag;
    struct pack_item items[ITEMS_MAX];
    struct pack_order order;
    struct part parts[ITEMS_MAX + 1];
    struct graft grafts[ITEMS_MAX + 1];
    struct leaves leaves;
    struct joint joint;
    qpdf_data q;
};

/* Objects 1, 2 … of a PDF, to a NULL; the first is the catalog, one with "/Info-" before it Info.
 */
static inline struct source *write_pdf(struct arena *a, const char *name,
                                       const char *const *objects)
{
    struct buf out = {.arena = a}, table = {.arena = a};
    int count = 0, info = 0;
    buf_addz(&out, "%PDF-1.7\n");
    for (; objects[count]; count++) {
        const char *text = objects[count];
        bool is_info = strncmp(text, "/Info-", 6) == 0;
        info = is_info ? count + 1 : info;
        buf_format(&table, "%010zu 00000 n \n", out.n);
        buf_format(&out, "%d 0 obj\n%s\nendobj\n", count + 1, is_info ? text + 6 : text);
    }
    size_t at = out.n;
    buf_format(&out, "xref\n0 %d\n0000000000 65535 f \n%.*strailer\n<</Size %d /Root 1 0 R",
               count + 1, STR_ARG(buf_str(&table)), count + 1);
    if (info)
        buf_format(&out, " /Info %d 0 R", info);
    buf_format(&out, ">>\nstartxref\n%zu\n%%%%EOF\n", at);
    struct source *source = ARENA_NEW(a, struct source);
    *source = (struct source){str_z(name), str_copy(a, buf_str(&out))};
    return source;
}

/* A stream object's text. */
static inline const char *stream_text(struct arena *a, const char *entries, const char *data)
{
    return str_format(a, "<<%s /Length %zu>>\nstream\n%s\nendstream", entries, strlen(data), data)
        .p;
}

static inline int open_bench(void **state)
{
    struct arena *a = arena_new();
    struct bench *b = ARENA_NEW(a, struct bench);
    b->arena = a;
    diag_init(&b->diag, a);
    b->order.items = b->items;
    *state = b;
    return 0;
}

static inline int close_bench(void **state)
{
    struct bench *b = *state;
    arena_close(b->arena);
    return 0;
}

#define BENCH_TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

/* As the items in order; the pack comes first. Places are set by the test before. */
static inline void join_up(struct bench *b, const struct source *pack, const struct source *one,
                           const struct source *two)
{
    const struct source *sources[] = {pack, one, two};
    size_t count = one ? two ? 3 : 2 : 1;
    b->order.pack = pack;
    b->order.item_count = count - 1;
    for (size_t i = 0; i < count; i++)
        assert_true(part_open(b->arena, &b->diag, sources[i], &b->parts[i]));
    b->q = b->parts[0].q;
    graft_own(b->arena, &b->parts[0], &b->grafts[0]);
    for (size_t i = 1; i < count; i++) {
        struct pack_item *item = &b->items[i - 1];
        if (item->number.n == 0)
            item->number = str_format(b->arena, "%zu", 6 + i);
        assert_true(graft_part(b->arena, &b->diag, b->q, &b->parts[i], &b->grafts[i]));
        b->grafts[i].number = item->number;
        b->grafts[i].title = STR("Report");
    }
    assert_true(order_leaves(b->arena, &b->diag, b->q, &b->order, b->grafts, &b->leaves));
    assert_true(order_apply(&b->diag, b->q, &b->leaves));
    b->joint = (struct joint){b->arena, &b->diag, b->q, b->grafts, count, &b->leaves, &b->order};
}

/* What a path leads to: keys and array indexes, parted by spaces, from `from`. */
static inline qpdf_oh value_under(struct bench *b, qpdf_oh from, const char *path)
{
    str rest = str_z(path);
    for (str step = str_word(&rest); step.n; step = str_word(&rest)) {
        str key = str_copy(b->arena, step);
        from = key.p[0] == '/' ? handle_get(b->q, from, key.p) : handle_at(b->q, from, atoi(key.p));
    }
    return from;
}

static inline qpdf_oh value_at(struct bench *b, const char *path)
{
    return value_under(b, qpdf_get_root(b->q), path);
}

/* The same as PDF writes it, strings and names as they are. */
static inline const char *text_at(struct bench *b, const char *path)
{
    return str_copy(b->arena, str_z(qpdf_oh_unparse_resolved(b->q, value_at(b, path)))).p;
}

#define assert_value(b, path, expected) assert_string_equal(text_at((b), (path)), (expected))

/* The leaf that a page is, counted from 0; -1: none. */
static inline int leaf_number(struct bench *b, qpdf_oh page)
{
    for (size_t i = 0; i < b->leaves.count; i++)
        if (handle_id(b->q, page) &&
            handle_id(b->q, b->leaves.leaves[i].page) == handle_id(b->q, page))
            return (int)i;
    return -1;
}

static inline int leaf_at(struct bench *b, const char *path)
{
    return leaf_number(b, value_at(b, path));
}

/* Findings of a code on a file. */
static inline int count_findings(struct bench *b, enum code code, const struct source *source)
{
    int count = 0;
    for (size_t i = 0; i < b->diag.count; i++)
        count += b->diag.findings[i].code == code && b->diag.findings[i].pos.source == source;
    return count;
}

#endif
