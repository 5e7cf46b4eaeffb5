#include "pack/handle.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "pack/unpack.h"

/* Filters of one stream, and bytes of a predictor's row: more are no paper's. */
#define FILTERS_MAX 8
#define ROW_MAX     1000000

#define ROOM_SPARE ((size_t)256 << 10)

/* ---- how long handles live ------------------------------------------------------------------- */

/* libqpdf numbers the handles of a document as it makes them; test_handle.c sees to it. */
qpdf_oh handle_mark(qpdf_data q)
{
    qpdf_oh mark = qpdf_oh_new_null(q);
    qpdf_oh_release(q, mark);
    return mark;
}

void handle_rewind(qpdf_data q, qpdf_oh mark)
{
    for (qpdf_oh last = handle_mark(q); mark != last; mark++)
        qpdf_oh_release(q, mark);
}

/* ---- faults -------------------------------------------------------------------------------- */

static bool is_of_memory(qpdf_data q, qpdf_error error)
{
    const char *text = qpdf_get_error_full_text(q, error);
    return strstr(text, "bad_alloc") || strstr(text, "zlib memory error") ||
           strstr(text, "emory allocation") || strstr(text, "nsufficient memory");
}

bool handle_take_faults(struct arena *a, qpdf_data q)
{
    bool is_any = false, is_starved = false;
    qpdf_error error;
    while ((error = qpdf_more_warnings(q) ? qpdf_next_warning(q) : qpdf_get_error(q))) {
        is_any = true;
        is_starved = is_starved || is_of_memory(q, error);
    }
    if (is_starved)
        arena_oom(a);
    return is_any;
}

bool handle_is_locked(struct arena *a, qpdf_data q)
{
    qpdf_error error = qpdf_get_error(q);
    bool is_locked = error && qpdf_get_error_code(q, error) == qpdf_e_password;
    if (error && is_of_memory(q, error))
        arena_oom(a);
    handle_take_faults(a, q);
    return is_locked;
}

/* ---- reading ------------------------------------------------------------------------------- */

static qpdf_oh entries_of(qpdf_data q, qpdf_oh object)
{
    return qpdf_oh_is_stream(q, object) ? qpdf_oh_get_dict(q, object) : object;
}

static qpdf_oh get_of_stream(qpdf_data q, qpdf_oh stream, const char *key)
{
    qpdf_oh entries = qpdf_oh_get_dict(q, stream), value = qpdf_oh_get_key(q, entries, key);
    qpdf_oh_release(q, entries);
    return value;
}

/* Libqpdf's own "if it is a dictionary" means: unless it is null. Of an array it is an error. */
qpdf_oh handle_get(qpdf_data q, qpdf_oh dict, const char *key)
{
    switch (qpdf_oh_get_type_code(q, dict)) {
    case ot_dictionary: return qpdf_oh_get_key(q, dict, key);
    case ot_stream: return get_of_stream(q, dict, key);
    default: return qpdf_oh_new_null(q);
    }
}

bool handle_has(qpdf_data q, qpdf_oh dict, const char *key)
{
    qpdf_oh entries = entries_of(q, dict);
    bool is_there = qpdf_oh_is_dictionary(q, entries) && qpdf_oh_has_key(q, entries, key);
    if (entries != dict)
        qpdf_oh_release(q, entries);
    return is_there;
}

int handle_count(qpdf_data q, qpdf_oh array)
{
    return qpdf_oh_is_array(q, array) ? qpdf_oh_get_array_n_items(q, array) : 0;
}

qpdf_oh handle_at(qpdf_data q, qpdf_oh array, int index)
{
    if (index < 0 || index >= handle_count(q, array))
        return qpdf_oh_new_null(q);
    return qpdf_oh_get_array_item(q, array, index);
}

bool handle_is_name(qpdf_data q, qpdf_oh value, const char *name)
{
    return qpdf_oh_is_name_and_equals(q, value, name);
}

uint64_t handle_id(qpdf_data q, qpdf_oh value)
{
    uint32_t number = (uint32_t)qpdf_oh_get_object_id(q, value); /* 0 of a direct object */
    return number ? (uint64_t)number << 16 | (uint16_t)qpdf_oh_get_generation(q, value) : 0;
}

qpdf_oh handle_object(qpdf_data q, uint64_t id)
{
    return qpdf_get_object_by_id(q, (int)(id >> 16), (int)(id & 0xFFFF));
}

bool handle_is_new(qpdf_data q, struct id_map *seen, qpdf_oh value)
{
    return id_map_add(seen, handle_id(q, value), 0);
}

bool handle_is_true(qpdf_data q, qpdf_oh value)
{
    QPDF_BOOL is_true = QPDF_FALSE;
    return qpdf_oh_get_value_as_bool(q, value, &is_true) && is_true;
}

bool handle_integer(qpdf_data q, qpdf_oh value, long long *out)
{
    return qpdf_oh_is_integer(q, value) && qpdf_oh_get_value_as_longlong(q, value, out);
}

/* A decimal as PDF writes it (7.3.3), by its digits: no locale, no rounding of binary fractions. */
static bool read_thousandths(str text, long long *out)
{
    long long value = 0;
    int places = -1; /* after the point; -1: none yet */
    bool is_negative = str_starts(text, STR("-"));
    for (size_t i = is_negative || str_starts(text, STR("+")) ? 1 : 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '.' && places < 0)
            places = 0;
        else if (c < '0' || c > '9' || value > (1LL << 45))
            return false;
        else if (places < 3)
            value = value * 10 + (c - '0');
        else if (places == 3)
            value += c >= '5';
        places += places >= 0 && c != '.';
    }
    for (int i = places < 0 ? 0 : places; i < 3; i++)
        value *= 10;
    *out = is_negative ? -value : value;
    return value <= (1LL << 40);
}

bool handle_thousandths(qpdf_data q, qpdf_oh value, long long *out)
{
    if (!qpdf_oh_is_number(q, value))
        return false;
    return read_thousandths(str_z(qpdf_oh_unparse_resolved(q, value)), out);
}

str handle_text(struct arena *a, qpdf_data q, qpdf_oh value)
{
    size_t n = 0;
    const char *p = NULL;
    if (!qpdf_oh_is_string(q, value))
        return handle_name(a, q, value);
    p = qpdf_oh_get_binary_utf8_value(q, value, &n);
    return str_copy(a, p ? (str){p, n} : STR(""));
}

str handle_bytes(struct arena *a, qpdf_data q, qpdf_oh value)
{
    size_t n = 0;
    const char *p = NULL;
    if (qpdf_oh_is_string(q, value))
        p = qpdf_oh_get_binary_string_value(q, value, &n);
    return str_copy(a, p ? (str){p, n} : STR(""));
}

str handle_name(struct arena *a, qpdf_data q, qpdf_oh value)
{
    return str_copy(a, qpdf_oh_is_name(q, value) ? str_z(qpdf_oh_get_name(q, value)) : STR(""));
}

static int compare_keys(const void *a, const void *b)
{
    return str_cmp(*(const str *)a, *(const str *)b);
}

str *handle_keys(struct arena *a, qpdf_data q, qpdf_oh dict, size_t *count)
{
    str *keys = NULL;
    size_t capacity = 0;
    *count = 0;
    dict = entries_of(q, dict);
    if (!qpdf_oh_is_dictionary(q, dict))
        return NULL;
    qpdf_oh_begin_dict_key_iter(q, dict);
    while (qpdf_oh_dict_more_keys(q)) {
        str key = str_copy(a, str_z(qpdf_oh_dict_next_key(q)));
        *ARENA_PUSH(a, keys, *count, capacity) = key;
    }
    if (keys)
        qsort(keys, *count, sizeof *keys, compare_keys);
    return keys;
}

/* Libqpdf copies what it has read into memory that it does not make sure to have got. */
static void check_room(struct arena *a, qpdf_data q, qpdf_oh stream, size_t times)
{
    long long size = 0;
    handle_integer(q, handle_get(q, stream, "/Length"), &size);
    if (size < 0 || size > INT32_MAX)
        return; /* then it is looked for, and no longer than the file */
    void *room = malloc((size_t)size * times + ROOM_SPARE);
    if (!room)
        arena_oom(a);
    free(room);
}

static bool read_stream(struct arena *a, qpdf_data q, qpdf_oh stream,
                        enum qpdf_stream_decode_level_e level, str *out)
{
    unsigned char *bytes = NULL;
    size_t n = 0;
    QPDF_BOOL was_filtered = QPDF_TRUE;
    *out = STR("");
    if (!qpdf_oh_is_stream(q, stream))
        return false;
    check_room(a, q, stream, 4);
    QPDF_ERROR_CODE code = qpdf_oh_get_stream_data(q, stream, level, &was_filtered, &bytes, &n);
    if (bytes)
        arena_defer(a, free, bytes);
    *out = (str){(const char *)bytes, bytes ? n : 0};
    return !(code & QPDF_ERRORS) && (was_filtered || level == qpdf_dl_none);
}

bool handle_raw(struct arena *a, qpdf_data q, qpdf_oh stream, str *out)
{
    return read_stream(a, q, stream, qpdf_dl_none, out);
}

/* Bytes that a filter makes of one, at most; of one that libqpdf does not undo it is all the same.
 */
static size_t swelling(qpdf_data q, qpdf_oh filter)
{
    static const struct {
        const char *name;
        size_t times;
    } filters[] = {{"/FlateDecode", 1040}, {"/Fl", 1040},         {"/LZWDecode", 2600},
                   {"/LZW", 2600},         {"/ASCII85Decode", 4}, {"/A85", 4}};
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
        if (handle_is_name(q, filter, filters[i].name))
            return filters[i].times;
    return 1;
}

/* Rows of a predictor, which libqpdf makes room for before there is one. */
static bool has_endless_rows(qpdf_data q, qpdf_oh parameters)
{
    long long columns = 0, colours = 0, bits = 0;
    handle_integer(q, handle_get(q, parameters, "/Columns"), &columns);
    handle_integer(q, handle_get(q, parameters, "/Colors"), &colours);
    handle_integer(q, handle_get(q, parameters, "/BitsPerComponent"), &bits);
    return columns > ROW_MAX || colours > 256 || bits > 32;
}

static bool is_flate(qpdf_data q, qpdf_oh filter)
{
    return handle_is_name(q, filter, "/FlateDecode") || handle_is_name(q, filter, "/Fl");
}

/* May libqpdf undo the filters? Only where the result is known to be within the limit. */
static bool is_bounded(qpdf_data q, qpdf_oh filter, qpdf_oh parameters, str raw)
{
    int count = qpdf_oh_is_array(q, filter) ? handle_count(q, filter) : 1;
    size_t most = raw.n;
    bool are_flate = true;
    if (count > FILTERS_MAX || has_endless_rows(q, parameters))
        return false;
    for (int i = 0; i < count; i++) {
        qpdf_oh one = qpdf_oh_is_array(q, filter) ? handle_at(q, filter, i) : filter;
        if (has_endless_rows(q, handle_at(q, parameters, i)))
            return false;
        are_flate = are_flate && is_flate(q, one);
        most = most > UNPACK_STREAM_MAX ? most : most * swelling(q, one);
    }
    return most <= UNPACK_STREAM_MAX ||
           (are_flate && unpack_measure(raw, UNPACK_STREAM_MAX) <= UNPACK_STREAM_MAX);
}

/* Most streams are deflated and no more; the others are left to libqpdf. */
bool handle_decoded(struct arena *a, qpdf_data q, qpdf_oh stream, str *out)
{
    qpdf_oh mark = handle_mark(q);
    qpdf_oh filter = handle_get(q, stream, "/Filter");
    qpdf_oh parameters = handle_get(q, stream, "/DecodeParms");
    bool is_read = handle_raw(a, q, stream, out);
    str raw = *out;
    if (is_read && is_flate(q, filter) && qpdf_oh_is_null(q, parameters))
        is_read = unpack_once(a, raw, out);
    else if (is_read && !qpdf_oh_is_null(q, filter))
        is_read = is_bounded(q, filter, parameters, raw) &&
                  read_stream(a, q, stream, qpdf_dl_generalized, out);
    handle_rewind(q, mark);
    if (!is_read)
        *out = STR("");
    return is_read;
}

/* ---- writing ------------------------------------------------------------------------------- */

void handle_set(qpdf_data q, qpdf_oh dict, const char *key, qpdf_oh value)
{
    qpdf_oh entries = entries_of(q, dict);
    if (qpdf_oh_is_dictionary(q, entries))
        qpdf_oh_replace_or_remove_key(q, entries, key, value);
}

void handle_put(qpdf_data q, qpdf_oh dict, const char *key, qpdf_oh value)
{
    handle_set(q, dict, key, value);
    qpdf_oh_release(q, value);
}

void handle_push(qpdf_data q, qpdf_oh array, qpdf_oh value)
{
    qpdf_oh_append_item(q, array, value);
    qpdf_oh_release(q, value);
}

void handle_remove(qpdf_data q, qpdf_oh dict, const char *key)
{
    handle_put(q, dict, key, qpdf_oh_new_null(q));
}

void handle_append_all(qpdf_data q, qpdf_oh array, qpdf_oh from)
{
    int count = handle_count(q, from);
    for (int i = 0; i < count; i++)
        handle_push(q, array, qpdf_oh_get_array_item(q, from, i));
}

qpdf_oh handle_dict(qpdf_data q, qpdf_oh dict, const char *key)
{
    qpdf_oh value = handle_get(q, dict, key);
    if (qpdf_oh_is_dictionary(q, value))
        return value;
    handle_put(q, dict, key, qpdf_oh_new_dictionary(q));
    return handle_get(q, dict, key);
}

qpdf_oh handle_array(qpdf_data q, qpdf_oh dict, const char *key)
{
    qpdf_oh value = handle_get(q, dict, key);
    if (qpdf_oh_is_array(q, value))
        return value;
    handle_put(q, dict, key, qpdf_oh_new_array(q));
    return handle_get(q, dict, key);
}

qpdf_oh handle_new_text(struct arena *a, qpdf_data q, str text)
{
    return qpdf_oh_new_unicode_string(q, str_copy(a, text).p);
}

qpdf_oh handle_new_bytes(qpdf_data q, str bytes)
{
    return qpdf_oh_new_binary_string(q, bytes.p ? bytes.p : "", bytes.n);
}

qpdf_oh handle_new_name(struct arena *a, qpdf_data q, str name)
{
    return qpdf_oh_new_name(q, str_copy(a, name).p);
}

qpdf_oh handle_new_stream(qpdf_data q, str bytes)
{
    qpdf_oh stream = qpdf_oh_new_stream(q);
    qpdf_oh none = qpdf_oh_new_null(q);
    qpdf_oh_replace_stream_data(q, stream, (const unsigned char *)(bytes.p ? bytes.p : ""), bytes.n,
                                none, none);
    return stream;
}

qpdf_oh handle_parse(struct arena *a, qpdf_data q, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    str text = str_vformat(a, format, args);
    va_end(args);
    return qpdf_oh_parse(q, text.p);
}

qpdf_oh handle_indirect(qpdf_data q, qpdf_oh object)
{
    return qpdf_oh_is_indirect(q, object) ? object : qpdf_make_indirect_object(q, object);
}
