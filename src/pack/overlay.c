#include "pack/overlay.h"

#include <string.h>

#include "pack/page_parts.h"
#include "pack/token.h"

/* A page that leaves more open than this is not mended. */
#define OPEN_MAX 200

/* ---- what a page leaves open ---------------------------------------------------------------- */

struct balance {
    int saved, least; /* q less Q: at the end, and at its lowest */
    int marked;       /* BMC and BDC less EMC; not below 0 */
    bool is_text;     /* BT without ET */
};

static void weigh(struct balance *b, str operator)
{
    if (str_is(operator, "q"))
        b->saved++;
    else if (str_is(operator, "Q"))
        b->saved--;
    else if (str_is(operator, "BT"))
        b->is_text = true;
    else if (str_is(operator, "ET"))
        b->is_text = false;
    else if (str_is(operator, "BDC") || str_is(operator, "BMC"))
        b->marked++;
    else if (str_is(operator, "EMC") && b->marked > 0)
        b->marked--;
    if (b->saved < b->least)
        b->least = b->saved;
}

static int at_most(int value, int most)
{
    return value < most ? value : most;
}

/* Of what cannot be read to its end, what is known so far. */
static struct balance weigh_content(str content)
{
    struct balance b = {0};
    struct tokens tokens = {.text = content};
    for (;;) {
        struct token t = token_next(&tokens);
        if (t.kind == TOKEN_END || t.kind == TOKEN_FAULT)
            return b;
        if (t.kind != TOKEN_OPERATOR)
            continue;
        if (str_is(t.text, "ID") && !token_skip_image(&tokens))
            return b;
        weigh(&b, t.text);
    }
}

/* Of what a page shows; 0 where that is put together for it. */
static uint64_t content_id(qpdf_data q, qpdf_oh page)
{
    qpdf_oh contents = handle_get(q, page, "/Contents");
    return handle_id(q, handle_count(q, contents) == 1 ? handle_at(q, contents, 0) : contents);
}

/* Pages that share a content are weighed once. */
static struct balance weigh_page(struct overlays *o, qpdf_oh page)
{
    uint64_t id = content_id(o->q, page);
    struct arena_mark mark = arena_mark(o->arena);
    size_t index;
    str content;
    o->known.arena = o->arena;
    if (id_map_find(&o->known, id, &index))
        return o->balances[index];
    page_parts_content(o->arena, o->q, page, &content);
    o->read_size += content.n;
    struct balance b = weigh_content(content);
    arena_rewind(o->arena, mark);
    if (id && id_map_add(&o->known, id, o->balance_count))
        *ARENA_PUSH(o->arena, o->balances, o->balance_count, o->balance_capacity) = b;
    return b;
}

static void repeat(struct buf *out, const char *text, int count)
{
    for (int i = 0; i < at_most(count, OPEN_MAX); i++)
        buf_addz(out, text);
}

/* ---- putting it on -------------------------------------------------------------------------- */

static qpdf_oh same_stream(struct overlays *o, uint64_t *id, str *known, str text)
{
    if (*id && str_eq(*known, text))
        return handle_object(o->q, *id);
    qpdf_oh stream = handle_new_stream(o->q, text);
    *id = handle_id(o->q, stream);
    *known = str_copy(o->arena, text);
    return stream;
}

/* A name that the page uses for nothing yet. */
static str new_name(struct arena *a, qpdf_data q, qpdf_oh objects)
{
    str name = STR(OVERLAY_NAME);
    for (int i = 1; handle_has(q, objects, name.p); i++)
        name = str_format(a, OVERLAY_NAME "%d", i);
    return name;
}

/* A dictionary as a direct one of the page's own, with the same values. */
static qpdf_oh own_dict(struct arena *a, qpdf_data q, qpdf_oh holder, const char *key,
                        qpdf_oh value)
{
    qpdf_oh own = qpdf_oh_new_dictionary(q);
    size_t count;
    str *keys = handle_keys(a, q, value, &count);
    for (size_t i = 0; i < count; i++)
        handle_set(q, own, keys[i].p, handle_get(q, value, keys[i].p));
    handle_set(q, holder, key, own);
    return own;
}

/* The page's /XObject, in resources that are its own. */
static qpdf_oh own_objects(struct arena *a, qpdf_data q, qpdf_oh page)
{
    qpdf_oh resources =
        own_dict(a, q, page, "/Resources", page_parts_inherit(q, page, "/Resources"));
    return own_dict(a, q, resources, "/XObject", handle_get(q, resources, "/XObject"));
}

static str add_resource(struct overlays *o, qpdf_oh page, qpdf_oh form)
{
    qpdf_oh objects = own_objects(o->arena, o->q, page);
    str name = new_name(o->arena, o->q, objects);
    handle_set(o->q, objects, name.p, form);
    return name;
}

/* Another array, for this one may be that of other pages too. */
static void wrap_contents(qpdf_data q, qpdf_oh page, qpdf_oh before, qpdf_oh after)
{
    qpdf_oh old = handle_get(q, page, "/Contents"), contents = qpdf_oh_new_array(q);
    qpdf_oh_append_item(q, contents, before);
    if (qpdf_oh_is_stream(q, old))
        qpdf_oh_append_item(q, contents, old);
    handle_append_all(q, contents, old);
    qpdf_oh_append_item(q, contents, after);
    handle_set(q, page, "/Contents", contents);
}

void overlay_put(struct overlays *o, qpdf_oh page, qpdf_oh form, str matrix)
{
    if (o->read_size > OVERLAY_READ_MAX)
        return;
    struct balance b = weigh_page(o, page);
    struct buf before = {.arena = o->arena}, after = {.arena = o->arena};
    str name = add_resource(o, page, form);
    repeat(&before, "q\n", 1 - b.least);
    buf_byte(&after, '\n');
    repeat(&after, "ET\n", b.is_text);
    repeat(&after, "EMC\n", b.marked);
    repeat(&after, "Q\n", 1 - at_most(b.least, 0) + b.saved);
    buf_format(&after, OVERLAY_BEGIN "q %.*s cm %s Do Q\nEMC\n", STR_ARG(matrix), name.p);
    wrap_contents(o->q, page, same_stream(o, &o->before, &o->before_text, buf_str(&before)),
                  same_stream(o, &o->after, &o->after_text, buf_str(&after)));
}

/* ---- finding it ----------------------------------------------------------------------------- */

/* Cuts a text off the front; false when it is not there. */
static bool cut(str *rest, const char *text)
{
    str s = str_z(text);
    if (!str_starts(*rest, s))
        return false;
    *rest = str_sub(*rest, s.n, rest->n);
    return true;
}

static bool read_before(str text)
{
    bool is_any = false;
    while (cut(&text, "q\n"))
        is_any = true;
    return is_any && text.n == 0;
}

static bool is_matrix(str s)
{
    int numbers = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!memchr("0123456789.- ", s.p[i], 13))
            return false;
        numbers += s.p[i] != ' ' && (i == 0 || s.p[i - 1] == ' ');
    }
    return numbers == 6;
}

static bool is_name(str s)
{
    size_t i = sizeof OVERLAY_NAME - 1;
    if (!str_starts(s, STR(OVERLAY_NAME)))
        return false;
    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
        i++;
    return i == s.n;
}

/* "\n" closers, then exactly what overlay_put() writes. */
static bool read_after(struct arena *a, str text, struct overlay *out)
{
    if (!cut(&text, "\n"))
        return false;
    while (cut(&text, "ET\n") || cut(&text, "EMC\n") || cut(&text, "Q\n"))
        ;
    if (!cut(&text, OVERLAY_BEGIN "q "))
        return false;
    size_t end = str_search(text, STR(" cm "), 0);
    str rest = str_sub(text, end < text.n ? end + 4 : end, text.n);
    out->matrix = str_copy(a, str_sub(text, 0, end));
    size_t space = str_find(rest, ' ');
    out->name = str_copy(a, str_sub(rest, 0, space));
    return is_matrix(out->matrix) && is_name(out->name) &&
           str_is(str_sub(rest, space, rest.n), " Do Q\nEMC\n");
}

bool overlay_find(struct arena *a, qpdf_data q, qpdf_oh page, struct overlay *out)
{
    qpdf_oh contents = handle_get(q, page, "/Contents");
    int count = handle_count(q, contents);
    str before, after;
    *out = (struct overlay){.stream_count = count > 2 ? (size_t)count - 2 : 0};
    if (count < 2 || !handle_decoded(a, q, handle_at(q, contents, 0), &before) ||
        !read_before(before) || !handle_decoded(a, q, handle_at(q, contents, count - 1), &after) ||
        !read_after(a, after, out))
        return false;
    qpdf_oh resources = page_parts_inherit(q, page, "/Resources");
    out->form = handle_get(q, handle_get(q, resources, "/XObject"), out->name.p);
    return qpdf_oh_is_stream(q, out->form) && handle_has(q, out->form, OVERLAY_NAME);
}

void overlay_remove(struct arena *a, qpdf_data q, qpdf_oh page, const struct overlay *overlay)
{
    qpdf_oh old = handle_get(q, page, "/Contents"), contents = qpdf_oh_new_array(q);
    for (size_t i = 0; i < overlay->stream_count; i++)
        qpdf_oh_append_item(q, contents, handle_at(q, old, (int)i + 1));
    handle_set(q, page, "/Contents", contents);
    handle_remove(q, own_objects(a, q, page), overlay->name.p);
}
