#include "batch/edition.h"

struct edition edition_of(str options)
{
    struct edition e = {0};
    for (str word = str_word(&options); word.n; word = str_word(&options)) {
        size_t equals = str_find(word, '=');
        str key = str_sub(word, 0, equals), value = str_sub(word, equals + 1, word.n);
        if (str_is(key, "variant"))
            e.variant = value;
        else if (str_is(key, "part") && !str_is(value, "all"))
            e.part = value;
    }
    return e;
}

int edition_compare(struct edition x, struct edition y)
{
    int order = str_cmp(x.part, y.part);
    return order ? order : str_cmp(x.variant, y.variant);
}

void edition_add_label(struct buf *b, struct edition e)
{
    if (str_is(e.part, "paper"))
        buf_addz(b, "covering paper");
    else if (e.part.n)
        buf_format(b, "part %.*s", STR_ARG(e.part));
    if (e.part.n && e.variant.n)
        buf_addz(b, ", ");
    for (size_t i = 0; i < e.variant.n; i++)
        buf_byte(b, e.variant.p[i] == '-' ? ' ' : e.variant.p[i]);
}
