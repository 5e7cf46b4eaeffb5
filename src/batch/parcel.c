#include "batch/parcel.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/uio.h>

/*
 * A field is a head, so many bytes, and a zero byte that the size leaves out: its bytes can be
 * given to a C library where they lie. Every field comes once, but for inputs, of which there may
 * be any number; END is last and nothing follows it.
 */
#define MAGIC "quoin p1"

enum {
    END,
    STATUS, /* numbers */
    ERRORS,
    WARNINGS,
    PAGES,
    MS,
    PDF, /* bytes */
    THUMBNAIL,
    FINDINGS,
    FINDINGS_JSON,
    INPUT, /* SHA-256 as 64 hex digits, then the path */
    FIELD_COUNT
};

struct head {
    uint64_t field, size;
};

#define HEX 64

/* Where the numbers and bytes of a result stand, by field. */
struct shelf {
    size_t numbers[FIELD_COUNT];
    str bytes[FIELD_COUNT];
};

static bool is_number(uint64_t field)
{
    return field >= STATUS && field <= MS;
}

/* ---- sending ----------------------------------------------------------------------------- */

/* Writes are gathered: each one may wake the reader. */
#define PARTS 96

struct sender {
    int pipe;
    bool has_failed;
    int part_count, head_count;
    struct iovec parts[PARTS];
    struct head heads[PARTS / 3]; /* a field has at least a head, bytes and a zero */
};

/* Takes `count` bytes off the front of the parts. */
static void skip_written(struct iovec **parts, int *left, size_t count)
{
    while (*left > 0 && count >= (*parts)->iov_len) {
        count -= (*parts)->iov_len;
        ++*parts;
        --*left;
    }
    if (*left > 0) {
        (*parts)->iov_base = (char *)(*parts)->iov_base + count;
        (*parts)->iov_len -= count;
    }
}

static void flush_parts(struct sender *s)
{
    struct iovec *parts = s->parts;
    int left = s->part_count;
    while (left > 0 && !s->has_failed) {
        ssize_t written = writev(s->pipe, parts, left < IOV_MAX ? left : IOV_MAX);
        if (written >= 0)
            skip_written(&parts, &left, (size_t)written);
        else if (errno != EINTR)
            s->has_failed = true;
    }
    s->part_count = s->head_count = 0;
}

static void add_part(struct sender *s, const void *bytes, size_t size)
{
    if (size)
        s->parts[s->part_count++] = (struct iovec){(void *)(uintptr_t)bytes, size};
}

/* A field whose bytes come from two places; they stay there until the parts are flushed. */
static void add_field(struct sender *s, uint64_t field, str first, str second)
{
    if (s->part_count + 4 > PARTS || s->head_count == PARTS / 3)
        flush_parts(s);
    struct head *head = &s->heads[s->head_count++];
    *head = (struct head){field, first.n + second.n};
    add_part(s, head, sizeof *head);
    add_part(s, first.p, first.n);
    add_part(s, second.p, second.n);
    add_part(s, "", 1);
}

bool parcel_send(int pipe, const struct result *r)
{
    const struct shelf shelf = {
        {[STATUS] = (size_t)r->status,
         [ERRORS] = r->errors,
         [WARNINGS] = r->warnings,
         [PAGES] = r->pages,
         [MS] = r->ms},
        {[PDF] = r->pdf,
         [THUMBNAIL] = r->thumbnail,
         [FINDINGS] = r->findings,
         [FINDINGS_JSON] = r->findings_json},
    };
    struct sender s = {.pipe = pipe};
    add_part(&s, MAGIC, sizeof MAGIC - 1);
    for (uint64_t field = STATUS; field < INPUT; field++) {
        str number = {(const char *)&shelf.numbers[field], sizeof shelf.numbers[field]};
        add_field(&s, field, is_number(field) ? number : shelf.bytes[field], (str){0});
    }
    for (size_t i = 0; i < r->input_count; i++)
        add_field(&s, INPUT, r->inputs[i].sha256, r->inputs[i].path);
    add_field(&s, END, (str){0}, (str){0});
    flush_parts(&s);
    return !s.has_failed;
}

/* ---- reading ----------------------------------------------------------------------------- */

/* Cuts `size` bytes off the front of *rest. */
static bool take(str *rest, uint64_t size, str *out)
{
    if (size > rest->n)
        return false;
    *out = str_sub(*rest, 0, (size_t)size);
    *rest = str_sub(*rest, (size_t)size, rest->n);
    return true;
}

static bool take_field(str *rest, struct head *head, str *body)
{
    str bytes, zero;
    if (!take(rest, sizeof *head, &bytes))
        return false;
    memcpy(head, bytes.p, sizeof *head);
    return head->field < FIELD_COUNT && take(rest, head->size, body) && take(rest, 1, &zero) &&
           *zero.p == '\0';
}

static bool is_hex(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
            return false;
    return true;
}

static bool add_input(struct arena *a, str body, struct result *out, size_t *capacity)
{
    if (body.n <= HEX || !is_hex(str_sub(body, 0, HEX)) || memchr(body.p, '\0', body.n))
        return false;
    struct record_input *input = ARENA_PUSH(a, out->inputs, out->input_count, *capacity);
    input->sha256 = str_sub(body, 0, HEX);
    input->path = str_sub(body, HEX, body.n);
    return true;
}

/* Puts a field that comes once where it belongs. */
static bool shelve(struct shelf *shelf, uint64_t field, str body)
{
    if (is_number(field) && body.n != sizeof shelf->numbers[field])
        return false;
    if (is_number(field))
        memcpy(&shelf->numbers[field], body.p, body.n);
    shelf->bytes[field] = body;
    return true;
}

/* All fields up to the end mark. */
static bool read_fields(struct arena *a, str *rest, struct shelf *shelf, struct result *out)
{
    bool is_seen[FIELD_COUNT] = {false};
    size_t capacity = 0, seen = 0;
    struct head head;
    str body;
    while (take_field(rest, &head, &body)) {
        if (head.field == END)
            return body.n == 0 && seen == INPUT - STATUS;
        if (head.field == INPUT) {
            if (!add_input(a, body, out, &capacity))
                return false;
            continue;
        }
        if (is_seen[head.field] || !shelve(shelf, head.field, body))
            return false;
        is_seen[head.field] = true;
        seen++;
    }
    return false;
}

bool parcel_read(struct arena *a, str bytes, struct result *out)
{
    struct shelf shelf = {0};
    str magic;
    *out = (struct result){0};
    if (!take(&bytes, sizeof MAGIC - 1, &magic) || !str_is(magic, MAGIC) ||
        !read_fields(a, &bytes, &shelf, out) || bytes.n > 0 ||
        shelf.numbers[STATUS] > QUOIN_INTERNAL)
        return false;
    out->status = (int)shelf.numbers[STATUS];
    out->errors = shelf.numbers[ERRORS];
    out->warnings = shelf.numbers[WARNINGS];
    out->pages = shelf.numbers[PAGES];
    out->ms = shelf.numbers[MS];
    out->pdf = shelf.bytes[PDF];
    out->thumbnail = shelf.bytes[THUMBNAIL];
    out->findings = shelf.bytes[FINDINGS];
    out->findings_json = shelf.bytes[FINDINGS_JSON];
    return true;
}
