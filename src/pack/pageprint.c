#include "pack/pageprint.h"

#include <stdlib.h>
#include <string.h>

#include "pack/canon.h"
#include "pack/name_tree.h"
#include "pack/page_parts.h"
#include "pack/stampcut.h"
#include "pack/token.h"

/* What no page of a paper needs: beyond, it cannot be read. */
#define DEPTH_MAX  120
#define VALUES_MAX 300000
/* Nor all pages of a report: some thousand values a page are many, and most are shared. */
#define ALL_VALUES_MAX 20000000
#define CONTENT_MAX    ((size_t)512 << 20)

#define NONE SIZE_MAX

struct print {
    uint8_t bytes[DIGEST_SIZE];
};

struct printer {
    struct arena *arena;
    qpdf_data q;
    struct id_map pages; /* their places */
    struct id_map known; /* finished objects: indices of prints */
    struct print *prints;
    size_t print_count, print_capacity;
    uint64_t path[DEPTH_MAX]; /* the containers being read, the outermost first; 0: a direct one */
    size_t depth;
    struct name_list names; /* destinations, once they are needed */
    bool has_names;
    size_t value_count;             /* of this page */
    size_t all_count, content_size; /* of all of them */
    bool is_failed;
};

/* Of what merging changes, wherever it stands. */
static const char *const ignored_keys[] = {"/Parent", "/StructParent", "/StructParents", "/SE"};
/* How a stream is packed: its bytes count unpacked. */
static const char *const packing_keys[] = {"/Filter", "/DecodeParms", "/DL"};

static size_t add_value(struct printer *p, struct digest *d, qpdf_oh value);

static void add_mark(struct digest *d, char mark)
{
    digest_add(d, (str){&mark, 1});
}

static void add_text(struct digest *d, char mark, str text)
{
    add_mark(d, mark);
    digest_add_part(d, text);
}

static void add_count(struct digest *d, char mark, size_t count)
{
    uint64_t number = count;
    char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (char)(number >> 8 * i & 0xFF);
    add_text(d, mark, (str){bytes, sizeof bytes});
}

static bool is_listed(const char *const *list, size_t count, str key)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(key, list[i]))
            return true;
    return false;
}

#define IS_LISTED(list, key) is_listed((list), sizeof(list) / sizeof *(list), (key))

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* What is drawn, by its tokens where all viewers read them alike. */
static bool add_drawing(struct printer *p, struct digest *d, str content)
{
    struct arena_mark mark = arena_mark(p->arena);
    str plain;
    bool is_plain = canon_content(p->arena, content, &plain);
    add_text(d, is_plain ? 'y' : 'x', is_plain ? plain : content);
    arena_rewind(p->arena, mark);
    return is_plain;
}

/* ---- where links lead ---------------------------------------------------------------------- */

static void read_names(struct printer *p)
{
    qpdf_oh root = qpdf_get_root(p->q);
    p->names = (struct name_list){.arena = p->arena, .q = p->q};
    name_tree_read(&p->names, handle_get(p->q, handle_get(p->q, root, "/Names"), "/Dests"));
    name_tree_sort(&p->names);
    p->has_names = true;
}

/* A destination, or what its name stands for; null: for nothing. */
static qpdf_oh resolve(struct printer *p, qpdf_oh dest)
{
    qpdf_data q = p->q;
    if (!p->has_names)
        read_names(p);
    if (qpdf_oh_is_name(q, dest)) {
        str name = handle_name(p->arena, q, dest);
        dest = handle_get(q, handle_get(q, qpdf_get_root(q), "/Dests"), name.p);
    } else if (qpdf_oh_is_string(q, dest)) {
        const struct named *named = name_tree_find(&p->names, handle_bytes(p->arena, q, dest));
        dest = named ? named->value : qpdf_oh_new_null(q);
    }
    return qpdf_oh_is_dictionary(q, dest) ? handle_get(q, dest, "/D") : dest;
}

/* /Dest, and /D of an action that goes to a place in the same document. */
static bool is_dest(struct printer *p, qpdf_oh dict, str key)
{
    return str_is(key, "/Dest") ||
           (str_is(key, "/D") && handle_is_name(p->q, handle_get(p->q, dict, "/S"), "/GoTo"));
}

/* Behind the prefixes by which a pack keeps names apart. */
static str bare_name(struct printer *p, qpdf_oh dest)
{
    str name = handle_bytes(p->arena, p->q, dest);
    for (size_t i = name.n; i-- > 0;)
        if (name.p[i] == '/')
            return str_sub(name, i + 1, name.n);
    return name;
}

/*
 * A link within the report counts by where it leads, however that is called. One that leads out of
 * it, as those of a front sheet do, has a target in the pack alone: it counts by its name.
 */
static size_t add_dest(struct printer *p, struct digest *d, qpdf_oh dest)
{
    qpdf_oh there = resolve(p, dest);
    size_t place;
    bool is_within = id_map_find(&p->pages, handle_id(p->q, handle_at(p->q, there, 0)), &place);
    if (is_within || !qpdf_oh_is_string(p->q, dest))
        return add_value(p, d, there);
    add_text(d, 'o', bare_name(p, dest));
    return NONE;
}

/* ---- containers ---------------------------------------------------------------------------- */

static size_t add_array(struct printer *p, struct digest *d, qpdf_oh array)
{
    int count = handle_count(p->q, array);
    size_t lowest = NONE;
    add_count(d, 'a', (size_t)count);
    for (int i = 0; i < count && !p->is_failed; i++) {
        qpdf_oh item = handle_at(p->q, array, i);
        lowest = least(lowest, add_value(p, d, item));
        qpdf_oh_release(p->q, item);
    }
    return lowest;
}

static size_t add_entry(struct printer *p, struct digest *d, qpdf_oh dict, str key)
{
    qpdf_oh value = handle_get(p->q, dict, key.p);
    size_t lowest = NONE;
    if (!qpdf_oh_is_null(p->q, value)) {
        add_text(d, 'k', key);
        lowest = is_dest(p, dict, key) ? add_dest(p, d, value) : add_value(p, d, value);
    }
    qpdf_oh_release(p->q, value);
    return lowest;
}

static size_t add_dict(struct printer *p, struct digest *d, qpdf_oh dict)
{
    size_t count, lowest = NONE;
    str *keys = handle_keys(p->arena, p->q, dict, &count);
    add_mark(d, 'd');
    for (size_t i = 0; i < count && !p->is_failed; i++)
        if (!IS_LISTED(ignored_keys, keys[i]))
            lowest = least(lowest, add_entry(p, d, dict, keys[i]));
    return lowest;
}

/* Unpacked where libqpdf can, else as it stands (pictures that lose by packing), with the filter.
 */
static bool add_bytes(struct printer *p, struct digest *d, qpdf_oh stream, bool *is_unpacked)
{
    struct arena_mark mark = arena_mark(p->arena);
    str bytes;
    *is_unpacked = handle_decoded(p->arena, p->q, stream, &bytes);
    bool is_read = *is_unpacked || handle_raw(p->arena, p->q, stream, &bytes);
    p->content_size += bytes.n;
    if (*is_unpacked && handle_is_name(p->q, handle_get(p->q, stream, "/Subtype"), "/Form"))
        add_drawing(p, d, bytes);
    else
        add_text(d, 'x', bytes);
    arena_rewind(p->arena, mark);
    return is_read && p->content_size <= CONTENT_MAX;
}

static size_t add_stream(struct printer *p, struct digest *d, qpdf_oh stream)
{
    size_t count, lowest = NONE;
    bool is_unpacked;
    qpdf_oh dict = qpdf_oh_get_dict(p->q, stream);
    if (!add_bytes(p, d, stream, &is_unpacked))
        p->is_failed = true;
    str *keys = handle_keys(p->arena, p->q, dict, &count);
    for (size_t i = 0; i < count && !p->is_failed; i++) {
        bool is_ignored = IS_LISTED(ignored_keys, keys[i]) || str_is(keys[i], "/Length") ||
                          (is_unpacked && IS_LISTED(packing_keys, keys[i]));
        if (!is_ignored)
            lowest = least(lowest, add_entry(p, d, dict, keys[i]));
    }
    qpdf_oh_release(p->q, dict);
    return lowest;
}

static size_t add_contents(struct printer *p, struct digest *d, qpdf_oh value)
{
    if (qpdf_oh_is_array(p->q, value))
        return add_array(p, d, value);
    return qpdf_oh_is_stream(p->q, value) ? add_stream(p, d, value) : add_dict(p, d, value);
}

static void keep_print(struct printer *p, uint64_t id, const struct print *print)
{
    if (id == 0 || !id_map_add(&p->known, id, p->print_count))
        return;
    *ARENA_PUSH(p->arena, p->prints, p->print_count, p->print_capacity) = *print;
}

/*
 * The print of a container goes into that of what holds it. Kept for the next place that refers to
 * it, unless there is a way from within it to one that is not finished: then it depends on the way
 * by which it was reached.
 */
static size_t add_container(struct printer *p, struct digest *d, qpdf_oh value, uint64_t id)
{
    struct digest own;
    struct print print;
    if (p->depth == DEPTH_MAX) {
        p->is_failed = true;
        return NONE;
    }
    size_t place = p->depth;
    p->path[p->depth++] = id;
    digest_begin(&own);
    size_t lowest = add_contents(p, &own, value);
    digest_end(&own, print.bytes);
    p->depth--;
    if (lowest >= place && !p->is_failed) {
        lowest = NONE;
        keep_print(p, id, &print);
    }
    add_text(d, 'r', (str){(const char *)print.bytes, DIGEST_SIZE});
    return lowest;
}

/* ---- values -------------------------------------------------------------------------------- */

static void add_scalar(struct printer *p, struct digest *d, qpdf_oh value)
{
    struct arena_mark mark = arena_mark(p->arena);
    if (qpdf_oh_is_string(p->q, value))
        add_text(d, 's', handle_bytes(p->arena, p->q, value));
    else if (qpdf_oh_is_name(p->q, value))
        add_text(d, 'm', handle_name(p->arena, p->q, value));
    else
        add_text(d, 'v', str_z(qpdf_oh_unparse_resolved(p->q, value)));
    arena_rewind(p->arena, mark);
}

/* One that is being read, so many steps up; NONE: it is not. */
static size_t find_on_path(const struct printer *p, uint64_t id)
{
    for (size_t i = p->depth; i-- > 0 && id;)
        if (p->path[i] == id)
            return i;
    return NONE;
}

/* Pages that links lead to, by their place among ours. */
static bool add_page(struct printer *p, struct digest *d, qpdf_oh value, uint64_t id)
{
    size_t place = NONE;
    qpdf_oh type = handle_get(p->q, value, "/Type");
    bool is_page = id_map_find(&p->pages, id, &place) || handle_is_name(p->q, type, "/Page") ||
                   handle_is_name(p->q, type, "/Pages");
    qpdf_oh_release(p->q, type);
    if (is_page)
        add_count(d, 'p', place);
    return is_page;
}

/* Returns the outermost container on the path that it leads back to. */
static size_t add_value(struct printer *p, struct digest *d, qpdf_oh value)
{
    qpdf_data q = p->q;
    uint64_t id = handle_id(q, value);
    size_t at;
    if (++p->value_count > VALUES_MAX || ++p->all_count > ALL_VALUES_MAX)
        p->is_failed = true;
    if (p->is_failed)
        return NONE;
    if (qpdf_oh_is_scalar(q, value) || qpdf_oh_is_null(q, value)) {
        add_scalar(p, d, value);
        return NONE;
    }
    if (id_map_find(&p->known, id, &at)) {
        add_text(d, 'r', (str){(const char *)p->prints[at].bytes, DIGEST_SIZE});
        return NONE;
    }
    at = find_on_path(p, id);
    if (at != NONE) {
        add_count(d, 'c', p->depth - at);
        return at;
    }
    return add_page(p, d, value, id) ? NONE : add_container(p, d, value, id);
}

/* ---- resources ----------------------------------------------------------------------------- */

struct used_names {
    str *names; /* without slashes, sorted */
    size_t count, capacity;
};

static int compare_names(const void *a, const void *b)
{
    return str_cmp(*(const str *)a, *(const str *)b);
}

static void add_used(struct arena *a, struct used_names *used, struct token token)
{
    bool is_plain = str_find(token.text, '#') == token.text.n;
    str name = is_plain ? str_sub(token.text, 1, token.text.n) : token_bytes(a, token);
    if (used->count == 0 || !str_eq(used->names[used->count - 1], name))
        *ARENA_PUSH(a, used->names, used->count, used->capacity) = name;
}

/* Where tokens do not tell, every word behind a slash, be it in a picture's bytes: too many do no
 * harm. */
static struct used_names find_used(struct arena *a, str content, bool is_plain)
{
    struct used_names used = {0};
    struct tokens tokens = {.text = content};
    struct token token;
    do {
        if (!is_plain)
            tokens.at += str_find(str_sub(content, tokens.at, content.n), '/');
        token = token_next(&tokens);
        if (token.kind == TOKEN_NAME)
            add_used(a, &used, token);
    } while (token.kind != TOKEN_END);
    if (used.count)
        qsort(used.names, used.count, sizeof *used.names, compare_names);
    return used;
}

/* Names of resources have a slash, those used have not. */
static bool is_used(const struct used_names *used, str key)
{
    str name = str_sub(key, 1, key.n);
    return used->count &&
           bsearch(&name, used->names, used->count, sizeof name, compare_names) != NULL;
}

/* One kind of resources: "/Font". */
static void add_kind(struct printer *p, struct digest *d, qpdf_oh kind, str name,
                     const struct used_names *used)
{
    size_t count;
    str *keys = handle_keys(p->arena, p->q, kind, &count);
    for (size_t i = 0; i < count && !p->is_failed; i++)
        if (is_used(used, keys[i])) {
            add_text(d, 'K', name);
            add_entry(p, d, kind, keys[i]);
        }
}

static void add_resources(struct printer *p, struct digest *d, qpdf_oh resources,
                          const struct used_names *used)
{
    size_t count;
    str *keys = handle_keys(p->arena, p->q, resources, &count);
    for (size_t i = 0; i < count; i++) {
        qpdf_oh kind = handle_get(p->q, resources, keys[i].p);
        add_kind(p, d, kind, keys[i], used);
        qpdf_oh_release(p->q, kind);
    }
}

/* ---- a page -------------------------------------------------------------------------------- */

/* What is looked at by itself, or is of no page's looks. */
static const char *const own_keys[] = {
    "/Type",     "/Contents", "/Resources", "/MediaBox", "/CropBox",      "/BleedBox",
    "/TrimBox",  "/ArtBox",   "/Rotate",    "/UserUnit", "/LastModified", "/PieceInfo",
    "/Metadata", "/Thumb",    "/B",         "/ID",       "/PZ",           "/SeparationInfo"};

static void add_box(struct printer *p, struct digest *d, qpdf_oh page, const char *key,
                    qpdf_oh otherwise)
{
    qpdf_oh box = page_parts_inherit(p->q, page, key);
    add_value(p, d, qpdf_oh_is_array(p->q, box) ? box : otherwise);
}

/* What is not written counts as what it then means (7.7.3.3). */
static void add_sizes(struct printer *p, struct digest *d, qpdf_oh page)
{
    qpdf_data q = p->q;
    qpdf_oh media = page_parts_inherit(q, page, "/MediaBox");
    qpdf_oh crop = page_parts_inherit(q, page, "/CropBox");
    long long turn = 0;
    crop = qpdf_oh_is_array(q, crop) ? crop : media;
    add_value(p, d, media);
    add_value(p, d, crop);
    add_box(p, d, page, "/BleedBox", crop);
    add_box(p, d, page, "/TrimBox", crop);
    add_box(p, d, page, "/ArtBox", crop);
    handle_integer(q, page_parts_inherit(q, page, "/Rotate"), &turn);
    add_count(d, 't', (size_t)((turn % 360 + 360) % 360));
    qpdf_oh unit = handle_get(q, page, "/UserUnit");
    add_text(d, 'u', str_z(qpdf_oh_is_null(q, unit) ? "1" : qpdf_oh_unparse_resolved(q, unit)));
}

static void add_others(struct printer *p, struct digest *d, qpdf_oh page)
{
    size_t count;
    str *keys = handle_keys(p->arena, p->q, page, &count);
    for (size_t i = 0; i < count && !p->is_failed; i++)
        if (!IS_LISTED(own_keys, keys[i]) && !IS_LISTED(ignored_keys, keys[i]))
            add_entry(p, d, page, keys[i]);
}

/* White space at both ends, which programs that rewrite streams add, says nothing. */
static void take_stamps(struct printer *p, qpdf_oh resources, str *content,
                        struct page_stamps *stamps)
{
    struct stamp_call call;
    qpdf_oh objects = handle_get(p->q, resources, "/XObject");
    *stamps = (struct page_stamps){0};
    while (stamps->count < PAGEPRINT_STAMPS && stampcut_take(p->arena, content, &call)) {
        str key = str_format(p->arena, "/%.*s", STR_ARG(call.name));
        qpdf_oh form = handle_get(p->q, objects, key.p);
        stamps->stamps[stamps->count++] = (struct page_stamp){form, call.place};
    }
}

bool pageprint_take(struct printer *p, qpdf_oh page, struct page_stamps *stamps,
                    uint8_t out[DIGEST_SIZE])
{
    struct digest d;
    str content = STR("");
    qpdf_oh resources = page_parts_inherit(p->q, page, "/Resources");
    p->is_failed =
        !qpdf_oh_is_dictionary(p->q, page) || !page_parts_content(p->arena, p->q, page, &content);
    p->content_size += content.n;
    p->depth = 0;
    p->value_count = 0;
    content = str_trim(content);
    if (stamps)
        take_stamps(p, resources, &content, stamps);
    content = str_trim(content);
    digest_begin(&d);
    struct used_names used = find_used(p->arena, content, add_drawing(p, &d, content));
    add_sizes(p, &d, page);
    add_resources(p, &d, resources, &used);
    add_others(p, &d, page);
    digest_end(&d, out);
    return !p->is_failed && p->content_size <= CONTENT_MAX;
}

bool pageprint_take_form(struct printer *p, qpdf_oh form, uint8_t out[DIGEST_SIZE])
{
    struct digest d;
    p->is_failed = !qpdf_oh_is_stream(p->q, form);
    p->depth = 0;
    p->value_count = 0;
    digest_begin(&d);
    add_value(p, &d, form);
    digest_end(&d, out);
    return !p->is_failed;
}

struct printer *pageprint_open(struct arena *a, qpdf_data q, const qpdf_oh *pages, size_t count)
{
    struct printer *p = ARENA_NEW(a, struct printer);
    *p = (struct printer){.arena = a, .q = q, .pages = {.arena = a}, .known = {.arena = a}};
    for (size_t i = 0; i < count; i++)
        id_map_add(&p->pages, handle_id(q, pages[i]), i);
    return p;
}
