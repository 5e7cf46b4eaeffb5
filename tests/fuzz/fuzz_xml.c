/*
 * Any bytes as a report and as a picture: what loads is checked against the vocabulary of drawings,
 * every text's places must run forward within the file, and its head read alone is the same.
 *   clang -fsanitize=fuzzer,address,undefined -Isrc tests/fuzz/fuzz_xml.c libquoin.a …
 */
#include <stdlib.h>

#include "image/svg.h"
#include "xml/xml.h"

static void check_places(const struct xml_doc *doc, const struct xml_node *node)
{
    for (; node; node = node->next) {
        struct pos before = {doc->source, 1, 1, 0};
        if (!node->line || !node->column)
            abort();
        for (size_t i = 0; !node->name.n && i < node->text.n && i < 50; i++) {
            struct pos p = xml_text_pos(doc, node, i);
            if (p.line < before.line || (p.line == before.line && p.column < before.column))
                abort();
            before = p;
        }
        for (const struct xml_attr *a = node->attrs; a; a = a->next)
            if (!a->name.n || utf8_check(a->value) != a->value.n ||
                xml_value_pos_at(doc, a, a->value.n).line < a->value_line)
                abort();
        check_places(doc, node->children);
    }
}

static const struct xml_node *next_element(const struct xml_node *node)
{
    while (node && !node->name.n)
        node = node->next;
    return node;
}

/* `doc` is the whole document; NULL when it is not sound. */
static void check_head(struct arena *a, str text, const struct xml_doc *doc)
{
    static const char *const names[] = {"organisation", "area", "title", "g", NULL};
    const struct xml_doc *head = xml_load_head(a, text, names);
    if (!doc)
        return;
    if (!head || !str_eq(head->root->name, doc->root->name))
        abort();
    const struct xml_node *whole = next_element(doc->root->children);
    const struct xml_node *part = next_element(head->root->children);
    for (; part; part = next_element(part->next), whole = next_element(whole->next))
        if (!whole || !str_eq(part->name, whole->name) ||
            !str_eq(xml_content(a, part), xml_content(a, whole)))
            abort();
    for (int i = 0; whole && names[i]; i++)
        if (xml_is(whole, names[i]))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct diag d;
    struct source source = {STR("f"), {(const char *)data, size}};
    diag_init(&d, a);
    struct xml_doc *doc = xml_load(a, &d, &source);
    if (!doc != diag_failed(&d))
        abort();
    if (doc) {
        check_places(doc, doc->root);
        valid_check(a, &d, &svg_vocab, doc);
    }
    check_head(a, source.text, doc);
    diag_init(&d, a);
    if (!image_read(a, &d, STR("f"), source.text, (struct pos){0}) != diag_failed(&d))
        abort();
    arena_close(a);
    return 0;
}
