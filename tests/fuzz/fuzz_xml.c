/*
 * Any bytes as a report and as a picture: what loads is checked against the vocabulary of drawings,
 * and every text's places must run forward within the file.
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
    diag_init(&d, a);
    if (!image_read(a, &d, STR("f"), source.text, (struct pos){0}) != diag_failed(&d))
        abort();
    arena_close(a);
    return 0;
}
