/*
 * Tagged papers of three pages for the tests of join_tags, and structure trees as a line of text.
 */
#ifndef QUOIN_TESTS_TAGGED_H
#define QUOIN_TESTS_TAGGED_H

#include "unit/pack/joining.h"

#define OBJECTS_MAX 60

#define ELEMENTS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* Objects 3, 4 and 5 are the pages, 6 is the root with these entries, 7 and on are given. */
static inline struct source *tagged_paper(struct bench *b, const char *name, const char *catalog,
                                          const char *root, const char *const *elements)
{
    const char *objects[OBJECTS_MAX + 1] = {0};
    size_t count = 6;
    objects[0] = str_format(b->arena,
                            "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 6 0 R"
                            "/MarkInfo<</Marked true>>%s>>",
                            catalog)
                     .p;
    objects[1] = "<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 3/MediaBox[0 0 9 9]>>";
    for (size_t i = 0; i < 3; i++)
        objects[2 + i] = str_format(b->arena, "<</Type/Page/Parent 2 0 R/StructParents %zu>>", i).p;
    objects[5] = str_format(b->arena, "<</Type/StructTreeRoot %s>>", root).p;
    for (; *elements; elements++) {
        assert_true(count < OBJECTS_MAX);
        objects[count++] = *elements;
    }
    return write_pdf(b->arena, name, objects);
}

/* Of one page, which has a number all the same. */
static inline struct source *untagged_paper(struct bench *b, const char *name)
{
    static const char *const objects[] = {"<</Type/Catalog/Pages 2 0 R>>",
                                          "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 9 9]>>",
                                          "<</Type/Page/Parent 2 0 R/StructParents 0>>", NULL};
    return write_pdf(b->arena, name, objects);
}

/* ---- as text -------------------------------------------------------------------------------- */

/* Content is LEAF.MCID, an object @: "Document(P(0.0 0.1) Part[Item 7: Report](…))". */
static inline void print_element(struct bench *b, struct buf *out, qpdf_oh element, qpdf_oh page,
                                 int depth);

static inline void print_kid(struct bench *b, struct buf *out, qpdf_oh kid, qpdf_oh page, int depth)
{
    if (qpdf_oh_is_integer(b->q, kid))
        buf_format(out, "%d.%d", leaf_number(b, page), qpdf_oh_get_int_value_as_int(b->q, kid));
    else if (handle_has(b->q, kid, "/S"))
        print_element(b, out, kid, page, depth);
    else if (handle_has(b->q, kid, "/Obj"))
        buf_byte(out, '@');
    else {
        bool has_page = handle_has(b->q, kid, "/Pg");
        buf_addz(out, handle_has(b->q, kid, "/Stm") ? "form " : "");
        print_kid(b, out, handle_get(b->q, kid, "/MCID"),
                  has_page ? handle_get(b->q, kid, "/Pg") : page, depth);
    }
}

static inline void print_kids(struct bench *b, struct buf *out, qpdf_oh element, qpdf_oh page,
                              int depth)
{
    qpdf_oh kids = handle_get(b->q, element, "/K");
    int count = handle_count(b->q, kids);
    assert_true(depth < 40);
    if (!qpdf_oh_is_array(b->q, kids) && !qpdf_oh_is_null(b->q, kids))
        print_kid(b, out, kids, page, depth + 1);
    for (int i = 0; i < count; i++) {
        buf_addz(out, i ? " " : "");
        print_kid(b, out, handle_at(b->q, kids, i), page, depth + 1);
    }
}

static inline void print_element(struct bench *b, struct buf *out, qpdf_oh element, qpdf_oh page,
                                 int depth)
{
    str title = handle_text(b->arena, b->q, handle_get(b->q, element, "/T"));
    str type = handle_name(b->arena, b->q, handle_get(b->q, element, "/S"));
    if (handle_has(b->q, element, "/Pg"))
        page = handle_get(b->q, element, "/Pg");
    buf_add(out, str_sub(type, 1, type.n));
    if (title.n)
        buf_format(out, "[%.*s]", STR_ARG(title));
    if (!handle_has(b->q, element, "/K"))
        return;
    buf_byte(out, '(');
    print_kids(b, out, element, page, depth);
    buf_byte(out, ')');
}

static inline const char *tree_text(struct bench *b)
{
    struct buf out = {.arena = b->arena};
    print_kids(b, &out, value_at(b, "/StructTreeRoot"), 0, 0);
    return buf_str(&out).p ? buf_str(&out).p : "";
}

/* ---- the ParentTree -------------------------------------------------------------------------- */

/* The value of a number; leaves are looked through in order. */
static inline qpdf_oh parent_entry(struct bench *b, long long wanted)
{
    qpdf_oh kids = value_at(b, "/StructTreeRoot /ParentTree /Kids");
    for (int k = 0; k < handle_count(b->q, kids); k++) {
        qpdf_oh numbers = handle_get(b->q, handle_at(b->q, kids, k), "/Nums");
        for (int i = 0; i + 1 < handle_count(b->q, numbers); i += 2)
            if (qpdf_oh_get_int_value(b->q, handle_at(b->q, numbers, i)) == wanted)
                return handle_at(b->q, numbers, i + 1);
    }
    return qpdf_oh_new_null(b->q);
}

static inline const char *type_of(struct bench *b, qpdf_oh element)
{
    return handle_has(b->q, element, "/S")
               ? handle_name(b->arena, b->q, handle_get(b->q, element, "/S")).p + 1
               : "-";
}

/* The elements that something with a number leads to: "P - Span" of a page, "Link" of a link,
 * "none" without a number. */
static inline const char *parents_of(struct bench *b, qpdf_oh object, const char *key)
{
    struct buf out = {.arena = b->arena};
    long long number = -1;
    if (!handle_integer(b->q, handle_get(b->q, object, key), &number))
        return handle_has(b->q, object, key) ? "wrong" : "none";
    qpdf_oh entry = parent_entry(b, number);
    if (!qpdf_oh_is_array(b->q, entry))
        return type_of(b, entry);
    for (int i = 0; i < handle_count(b->q, entry); i++)
        buf_format(&out, "%s%s", i ? " " : "", type_of(b, handle_at(b->q, entry, i)));
    return buf_str(&out).p;
}

static inline const char *page_parents(struct bench *b, size_t leaf)
{
    return parents_of(b, b->leaves.leaves[leaf].page, "/StructParents");
}

#endif
