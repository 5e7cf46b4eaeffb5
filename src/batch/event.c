#include "batch/event.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/show.h"

struct buf event_open(struct arena *a, const char *name)
{
    struct buf b = {.arena = a};
    buf_format(&b, "{\"event\":\"%s\"", name);
    return b;
}

void event_text(struct buf *b, const char *key, str text)
{
    buf_format(b, ",\"%s\":", key);
    show_add_json(b, text);
}

void event_number(struct buf *b, const char *key, size_t number)
{
    buf_format(b, ",\"%s\":%zu", key, number);
}

/*
 * An array that another process printed: it is looked at before it becomes part of a line. Line
 * feeds can only stand between its values then.
 */
static void add_findings(struct buf *b, str array)
{
    json_t *json = array.n ? json_loadb(array.p, array.n, 0, NULL) : NULL;
    bool is_array = json_is_array(json);
    json_decref(json);
    buf_addz(b, ",\"findings\":");
    if (!is_array)
        array = STR("[]");
    for (size_t i = 0; i < array.n; i++)
        if (array.p[i] != '\n' && array.p[i] != '\r')
            buf_byte(b, array.p[i]);
}

void event_send(struct buf *b)
{
    buf_addz(b, "}\n");
    str line = buf_str(b);
    fwrite(line.p, 1, line.n, stdout);
    fflush(stdout);
}

void event_document(struct buf *b, const struct document *document)
{
    event_text(b, "input", document->name);
    if (document->output.n)
        event_text(b, "output", document->output);
    else
        buf_addz(b, ",\"output\":null");
    event_text(b, "organisation", document->organisation);
    event_text(b, "area", document->area);
    event_text(b, "year", document->year);
    event_number(b, "quarter", document->quarter > 0 ? (size_t)document->quarter : 0);
}

static void add_output(struct buf *b, const struct record *record)
{
    event_number(b, "pages", record->pages);
    event_number(b, "bytes", record->bytes);
    event_text(b, "sha256", record->sha256);
}

static void add_try(struct buf *b, const struct record *record)
{
    event_number(b, "status", (size_t)record->status);
    if (record->has_failed)
        event_text(b, "reason", record->reason);
    event_number(b, "errors", record->errors);
    event_number(b, "warnings", record->warnings);
    event_number(b, "ms", record->ms);
    event_number(b, "peak_kib", record->peak_kib);
    add_findings(b, record->findings);
}

str event_array(struct arena *a, const struct diag *d)
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    if (!out)
        arena_oom(a);
    diag_print_json(d, out);
    if (fclose(out) != 0) {
        free(text);
        arena_oom(a);
    }
    str array = str_copy(a, (str){text, n});
    free(text);
    return array;
}

void event_findings(struct arena *a, const struct diag *d)
{
    struct arena_mark mark = arena_mark(a);
    struct buf b = event_open(a, "findings");
    add_findings(&b, event_array(a, d));
    event_send(&b);
    arena_rewind(a, mark);
}

void event_result(struct arena *a, const char *name, const struct document *document,
                  const struct record *record)
{
    struct arena_mark mark = arena_mark(a);
    struct buf b = event_open(a, name);
    event_document(&b, document);
    if (record->sha256.n)
        add_output(&b, record);
    if (strcmp(name, "unchanged") == 0)
        event_number(&b, "warnings", record->warnings);
    else
        add_try(&b, record);
    event_send(&b);
    arena_rewind(a, mark);
}
