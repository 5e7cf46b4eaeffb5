/*
 * A record is written, read and copied by one table of its fields. jansson's values are not in an
 * arena, from which running out of memory would jump away over them: so none is alive while
 * something is asked of an arena (writing), or a closer of the arena knows it (reading).
 */
#include "batch/record.h"

#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "batch/naming.h"
#include "batch/thumbnail.h"
#include "quoin.h"

/* A record with as many findings as are kept of a report (DIAG_CAP) has half a MiB. */
#define LINE_MAX_BYTES ((size_t)16 << 20)

/* ---- the fields of a record ---- */

enum kind {
    KIND_TEXT,
    KIND_PATH,
    KIND_OUTPUT,
    KIND_HASH,
    KIND_THUMBNAIL,
    KIND_FINDINGS,
    KIND_INPUTS,
    KIND_SIZE,
    KIND_QUARTER,
    KIND_STATUS,
    KIND_FLAG,
};

static const struct field {
    const char *key;
    enum kind kind;
    size_t at; /* in struct record */
} fields[] = {
    {"output", KIND_OUTPUT, offsetof(struct record, output)},
    {"input", KIND_PATH, offsetof(struct record, input)},
    {"organisation", KIND_TEXT, offsetof(struct record, organisation)},
    {"area", KIND_TEXT, offsetof(struct record, area)},
    {"year", KIND_TEXT, offsetof(struct record, year)},
    {"title", KIND_TEXT, offsetof(struct record, title)},
    {"lang", KIND_TEXT, offsetof(struct record, lang)},
    {"quarter", KIND_QUARTER, offsetof(struct record, quarter)},
    {"failed", KIND_FLAG, offsetof(struct record, has_failed)},
    {"stray", KIND_FLAG, offsetof(struct record, is_stray)},
    {"status", KIND_STATUS, offsetof(struct record, status)},
    {"errors", KIND_SIZE, offsetof(struct record, errors)},
    {"warnings", KIND_SIZE, offsetof(struct record, warnings)},
    {"findings", KIND_FINDINGS, offsetof(struct record, findings)},
    {"reason", KIND_TEXT, offsetof(struct record, reason)},
    {"ms", KIND_SIZE, offsetof(struct record, ms)},
    {"peak_kib", KIND_SIZE, offsetof(struct record, peak_kib)},
    {"sha256", KIND_HASH, offsetof(struct record, sha256)},
    {"bytes", KIND_SIZE, offsetof(struct record, bytes)},
    {"pages", KIND_SIZE, offsetof(struct record, pages)},
    {"thumbnail", KIND_THUMBNAIL, offsetof(struct record, thumbnail)},
    {"program", KIND_HASH, offsetof(struct record, program)},
    {"options", KIND_PATH, offsetof(struct record, options)},
    {"inputs", KIND_INPUTS, offsetof(struct record, inputs)},
};

#define FIELD_COUNT (sizeof fields / sizeof *fields)

static bool is_text(enum kind kind)
{
    return kind <= KIND_FINDINGS;
}

static str *text_at(struct record *record, const struct field *field)
{
    return (str *)((char *)record + field->at);
}

/* ---- strings as JSON has them ---- */

/* The byte's digits as they stand in a path: %C3. */
static void add_escaped(struct buf *b, char byte)
{
    buf_format(b, "%%%02X", (unsigned)(unsigned char)byte);
}

static str escape_path(struct arena *a, str s)
{
    struct buf b = {.arena = a};
    if (str_find(s, '%') == s.n && utf8_check(s) == s.n)
        return s;
    while (s.n) {
        size_t good = utf8_check(s);
        for (size_t i = 0; i < good; i++)
            if (s.p[i] == '%')
                add_escaped(&b, '%');
            else
                buf_byte(&b, s.p[i]);
        if (good < s.n)
            add_escaped(&b, s.p[good++]);
        s = str_sub(s, good, s.n);
    }
    return buf_str(&b);
}

static int digit_of(char c)
{
    const char *digits = "0123456789ABCDEF", *found = c ? strchr(digits, c) : NULL;
    return found ? (int)(found - digits) : -1;
}

/* False where a "%" is not of our making. */
static bool unescape_path(struct arena *a, str s, str *out)
{
    struct buf b = {.arena = a};
    for (size_t i = 0; i < s.n; i++) {
        int byte = (unsigned char)s.p[i];
        if (byte == '%') {
            int high = i + 2 < s.n ? digit_of(s.p[i + 1]) : -1;
            int low = i + 2 < s.n ? digit_of(s.p[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            byte = high * 16 + low;
            i += 2;
        }
        if (byte == 0)
            return false;
        buf_byte(&b, byte);
    }
    *out = buf_str(&b);
    return true;
}

static str clean_words(struct arena *a, str s)
{
    struct buf b = {.arena = a};
    if (utf8_check(s) == s.n)
        return s;
    for (size_t at = 0; at < s.n;)
        buf_rune(&b, utf8_next(s, &at));
    return buf_str(&b);
}

/* ---- writing a record; what is made here is jansson's until it is put into a parent ---- */

static json_t *text_value(str s)
{
    return json_stringn(s.n ? s.p : "", s.n);
}

/* The array as it was printed; another that is damaged or none gives an empty one. */
static json_t *findings_value(str s)
{
    json_t *value = s.n ? json_loadb(s.p, s.n, 0, NULL) : NULL;
    if (json_is_array(value))
        return value;
    json_decref(value);
    return json_array();
}

static json_t *inputs_value(const struct record *record)
{
    json_t *array = json_array();
    for (size_t i = 0; array && i < record->input_count; i++) {
        const struct record_input *input = &record->inputs[i];
        json_t *object = json_object();
        if (json_object_set_new(object, "path", text_value(input->path)) != 0 ||
            json_object_set_new(object, "sha256", text_value(input->sha256)) != 0) {
            json_decref(object);
            object = NULL;
        }
        if (json_array_append_new(array, object) != 0) {
            json_decref(array);
            return NULL;
        }
    }
    return array;
}

static json_t *field_value(struct record *record, const struct field *field)
{
    const void *at = (const char *)record + field->at;
    switch (field->kind) {
    case KIND_FINDINGS: return findings_value(*(const str *)at);
    case KIND_INPUTS: return inputs_value(record);
    case KIND_SIZE: return json_integer((json_int_t)(*(const size_t *)at & LLONG_MAX));
    case KIND_QUARTER:
    case KIND_STATUS: return json_integer(*(const int *)at);
    case KIND_FLAG: return json_boolean(*(const bool *)at);
    default: return text_value(*(const str *)at);
    }
}

/* The record's line, malloc'ed; NULL without memory. */
static char *print_record(struct record *record)
{
    json_t *object = json_object();
    bool ok = object != NULL;
    for (size_t i = 0; ok && i < FIELD_COUNT; i++)
        ok = json_object_set_new(object, fields[i].key, field_value(record, &fields[i])) == 0;
    char *line = ok ? json_dumps(object, JSON_COMPACT) : NULL;
    json_decref(object);
    return line;
}

/* The same record with strings that JSON can hold. */
static struct record escape_record(struct arena *a, const struct record *record)
{
    struct record out = *record;
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        enum kind kind = fields[i].kind;
        str *text = is_text(kind) ? text_at(&out, &fields[i]) : NULL;
        if (kind == KIND_PATH || kind == KIND_OUTPUT)
            *text = escape_path(a, *text);
        else if (text && kind != KIND_FINDINGS)
            *text = clean_words(a, *text);
    }
    out.inputs = ARENA_ARRAY(a, record->input_count, struct record_input);
    for (size_t i = 0; i < record->input_count; i++)
        out.inputs[i] = (struct record_input){escape_path(a, record->inputs[i].path),
                                              clean_words(a, record->inputs[i].sha256)};
    return out;
}

str record_line(struct arena *a, const struct record *record)
{
    struct record plain = escape_record(a, record);
    char *line = print_record(&plain);
    size_t n = line ? strlen(line) : 0;
    char *copy = line ? arena_try(a, n + 2) : NULL;
    if (copy)
        memcpy(copy, line, n);
    free(line);
    if (!copy)
        arena_oom(a);
    copy[n] = '\n';
    return (str){copy, n + 1};
}

/* ---- reading a record ---- */

static bool is_hash(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("0123456789abcdef", s.p[i]))
            return false;
    return s.n == 64;
}

static bool check_text(enum kind kind, str s)
{
    if (s.n == 0)
        return true;
    switch (kind) {
    case KIND_OUTPUT: return naming_is_output(s);
    case KIND_HASH: return is_hash(s);
    case KIND_THUMBNAIL: return thumbnail_is_name(s);
    default: return true;
    }
}

struct record_reader {
    struct arena *arena; /* of the records */
    json_t *line;
    char *findings;
};

static void drop_line(void *state)
{
    struct record_reader *r = state;
    json_decref(r->line);
    free(r->findings);
    r->line = NULL;
    r->findings = NULL;
}

static bool read_text(struct record_reader *r, const json_t *value, enum kind kind, str *out)
{
    if (!json_is_string(value))
        return false;
    str s = {json_string_value(value), json_string_length(value)};
    bool is_path = kind == KIND_PATH || kind == KIND_OUTPUT;
    if (!is_path)
        *out = str_copy(r->arena, s);
    return (!is_path || unescape_path(r->arena, s, out)) && check_text(kind, *out);
}

static bool read_findings(struct record_reader *r, const json_t *value, str *out)
{
    if (!json_is_array(value))
        return false;
    r->findings = json_dumps(value, JSON_COMPACT);
    if (!r->findings)
        arena_oom(r->arena);
    *out = str_copy(r->arena, str_z(r->findings));
    free(r->findings);
    r->findings = NULL;
    return true;
}

static bool read_inputs(struct record_reader *r, const json_t *value, struct record *out)
{
    if (!json_is_array(value))
        return false;
    out->input_count = json_array_size(value);
    out->inputs = ARENA_ARRAY(r->arena, out->input_count, struct record_input);
    for (size_t i = 0; i < out->input_count; i++) {
        const json_t *input = json_array_get(value, i);
        if (!read_text(r, json_object_get(input, "path"), KIND_PATH, &out->inputs[i].path) ||
            !read_text(r, json_object_get(input, "sha256"), KIND_HASH, &out->inputs[i].sha256))
            return false;
    }
    return true;
}

static bool read_number(const json_t *value, json_int_t most, json_int_t *out)
{
    *out = json_integer_value(value);
    return json_is_integer(value) && *out >= 0 && *out <= most;
}

static bool read_field(struct record_reader *r, const json_t *value, const struct field *field,
                       struct record *out)
{
    void *at = (char *)out + field->at;
    json_int_t n = 0;
    switch (field->kind) {
    case KIND_FINDINGS: return read_findings(r, value, at);
    case KIND_INPUTS: return read_inputs(r, value, out);
    case KIND_SIZE:
        if (!read_number(value, (json_int_t)1 << 53, &n))
            return false;
        *(size_t *)at = (size_t)n;
        return true;
    case KIND_QUARTER:
    case KIND_STATUS:
        if (!read_number(value, field->kind == KIND_QUARTER ? 4 : QUOIN_INTERNAL, &n))
            return false;
        *(int *)at = (int)n;
        return true;
    case KIND_FLAG: *(bool *)at = json_is_true(value); return json_is_boolean(value);
    default: return read_text(r, value, field->kind, at);
    }
}

static bool read_object(struct record_reader *r, struct record *out)
{
    *out = (struct record){.findings = STR("[]")};
    if (!json_is_object(r->line))
        return false;
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        const json_t *value = json_object_get(r->line, fields[i].key);
        if (value && !read_field(r, value, &fields[i], out))
            return false;
    }
    return out->output.n || out->input.n;
}

struct record_reader *record_reader_open(struct arena *a)
{
    struct record_reader *r = ARENA_NEW(a, struct record_reader);
    r->arena = a;
    arena_defer(a, drop_line, r);
    return r;
}

bool record_read(struct record_reader *r, str line, struct record *out)
{
    json_error_t error;
    if (line.n > LINE_MAX_BYTES)
        return false;
    r->line = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, &error);
    if (!r->line && json_error_code(&error) == json_error_out_of_memory)
        arena_oom(r->arena);
    bool ok = read_object(r, out);
    drop_line(r);
    return ok;
}

struct record record_copy(struct arena *a, const struct record *record)
{
    struct record copy = *record;
    for (size_t i = 0; i < FIELD_COUNT; i++)
        if (is_text(fields[i].kind)) {
            str *text = text_at(&copy, &fields[i]);
            *text = str_copy(a, *text);
        }
    copy.inputs = ARENA_ARRAY(a, copy.input_count, struct record_input);
    for (size_t i = 0; i < copy.input_count; i++)
        copy.inputs[i] = (struct record_input){str_copy(a, record->inputs[i].path),
                                               str_copy(a, record->inputs[i].sha256)};
    return copy;
}
