#include "pack/page_parts.h"

#include "pack/unpack.h"

/* Nodes above a page, and streams of one: more are no PDF's. */
#define DEPTH_MAX  40
#define STREAM_MAX 10000

qpdf_oh page_parts_inherit(qpdf_data q, qpdf_oh page, const char *key)
{
    qpdf_oh node = page, value = handle_get(q, node, key);
    for (int i = 0; i < DEPTH_MAX && qpdf_oh_is_null(q, value); i++) {
        qpdf_oh_release(q, value);
        node = handle_get(q, node, "/Parent");
        value = handle_get(q, node, key);
    }
    return value;
}

int page_parts_turns(qpdf_data q, qpdf_oh page)
{
    long long angle = 0;
    if (!handle_integer(q, page_parts_inherit(q, page, "/Rotate"), &angle) || angle % 90)
        return 0;
    return (int)((angle / 90 % 4 + 4) % 4);
}

static bool add_stream(struct arena *a, qpdf_data q, qpdf_oh stream, struct buf *out)
{
    str bytes;
    if (!handle_decoded(a, q, stream, &bytes) || bytes.n > UNPACK_STREAM_MAX - out->n)
        return false;
    if (out->n && out->p[out->n - 1] != '\n')
        buf_byte(out, '\n');
    buf_add(out, bytes);
    return true;
}

bool page_parts_content(struct arena *a, qpdf_data q, qpdf_oh page, str *out)
{
    qpdf_oh contents = handle_get(q, page, "/Contents");
    int count = handle_count(q, contents);
    struct buf all = {.arena = a};
    bool is_right = count <= STREAM_MAX;
    *out = STR("");
    if (qpdf_oh_is_null(q, contents))
        return true;
    if (!qpdf_oh_is_array(q, contents))
        return handle_decoded(a, q, contents, out);
    for (int i = 0; i < count && is_right; i++) {
        qpdf_oh stream = handle_at(q, contents, i);
        is_right = qpdf_oh_is_null(q, stream) || add_stream(a, q, stream, &all);
        qpdf_oh_release(q, stream);
    }
    *out = buf_str(&all);
    return is_right;
}
