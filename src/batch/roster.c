/*
 * The file is text, and sorted, so that it is the same whoever writes it:
 *
 *     quoin-roster 4                          of so many shards
 *     9f31…                                   the program
 *     part=all                                the options
 *     00ab… 77c1…                             SHA-256 of a report's name, and of the report itself
 *
 * Names stand in it by their hash, which also tells the shard: a line has the same length whatever
 * anybody calls a file, and nothing in it needs escaping.
 */
#include "batch/roster.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/file.h"

#define NAME "roster"
#define PATH STORE_INNER "/" NAME
#define HEAD "quoin-roster "

/* A million reports have 130 MB. */
#define MAX_BYTES ((size_t)512 << 20)

/* Shards named one by one. */
#define SHOWN 8

/* What stands for the bytes of a report that cannot be read, and of one that was tried in vain. */
#define UNREAD "unread"
#define FAILED "failed"

static str line_of(struct arena *a, str name, str what)
{
    return str_format(a, "%.*s %.*s", STR_ARG(digest_hex(a, name)), STR_ARG(what));
}

/* ---- writing ---- */

bool roster_keep(const struct store *s, struct diag *d, const struct schedule *plan,
                 unsigned shard_count, str program, str options)
{
    struct arena *a = d->arena;
    size_t count = plan->count + plan->elsewhere;
    str *lines = ARENA_ARRAY(a, count, str), old;
    struct buf b = {.arena = a};
    for (size_t i = 0; i < count; i++) {
        const struct document *document = &plan->documents[i];
        lines[i] = line_of(a, document->name, document->sha256.n ? document->sha256 : STR(UNREAD));
    }
    if (count)
        qsort(lines, count, sizeof *lines, str_order);
    buf_format(&b, HEAD "%u\n%.*s\n%.*s\n", shard_count, STR_ARG(program), STR_ARG(options));
    for (size_t i = 0; i < count; i++) {
        buf_add(&b, lines[i]);
        buf_byte(&b, '\n');
    }
    str text = buf_str(&b);
    return (file_read_under(a, s->folder, STR(PATH), text.n, &old) == FILE_OK &&
            str_eq(old, text)) ||
           store_publish(s, d, STR(PATH), text);
}

void roster_remove(const struct store *s)
{
    unlinkat(s->inner, NAME, 0);
}

/* ---- comparing ---- */

struct roster {
    unsigned shard_count;
    str program, options;
    str lines; /* those of the reports */
};

/* The next line without its line feed; false at the end, or where it has none. */
static bool next_line(str *rest, str *line)
{
    size_t n = str_find(*rest, '\n');
    if (n == rest->n)
        return false;
    *line = str_sub(*rest, 0, n);
    *rest = str_sub(*rest, n + 1, rest->n);
    return true;
}

static bool read_roster(struct arena *a, const struct store *s, struct roster *out)
{
    str head;
    *out = (struct roster){0};
    return file_read_under(a, s->folder, STR(PATH), MAX_BYTES, &out->lines) == FILE_OK &&
           next_line(&out->lines, &head) && next_line(&out->lines, &out->program) &&
           next_line(&out->lines, &out->options) &&
           sscanf(str_copy(a, head).p, HEAD "%9u", &out->shard_count) == 1 && out->shard_count > 0;
}

/* What the records answer for, as lines of a roster. Sorted. */
static str *list_done(struct arena *a, const struct roster *roster, const struct manifest *m,
                      size_t *count)
{
    str *done = ARENA_ARRAY(a, m->count, str);
    *count = 0;
    for (size_t i = 0; i < m->count; i++) {
        const struct record *r = &m->records[i];
        bool is_current = r->input_count > 0 && str_eq(r->program, roster->program) &&
                          str_eq(r->options, roster->options);
        if (r->has_failed || is_current)
            done[(*count)++] =
                line_of(a, r->input, r->has_failed ? STR(FAILED) : r->inputs[0].sha256);
    }
    if (*count)
        qsort(done, *count, sizeof *done, str_order);
    return done;
}

static bool is_among(const str *lines, size_t count, str line)
{
    return count && bsearch(&line, lines, count, sizeof *lines, str_order);
}

/* Made, or tried in vain. */
static bool is_done(struct arena *a, const str *done, size_t count, str line)
{
    struct arena_mark mark = arena_mark(a);
    str failed = str_format(a, "%.*s " FAILED, STR_ARG(str_sub(line, 0, DIGEST_HEX)));
    bool is = is_among(done, count, line) || is_among(done, count, failed);
    arena_rewind(a, mark);
    return is;
}

/* Which shards have something missing: the first few, and whether there are more. */
struct owing {
    unsigned shards[SHOWN + 1]; /* in order */
    size_t count;
};

static void owe(struct owing *o, unsigned shard)
{
    size_t place = 0;
    while (place < o->count && o->shards[place] < shard)
        place++;
    if (place == SHOWN + 1 || (place < o->count && o->shards[place] == shard))
        return;
    if (o->count <= SHOWN)
        o->count++;
    for (size_t i = o->count - 1; i > place; i--)
        o->shards[i] = o->shards[i - 1];
    o->shards[place] = shard;
}

static str name_shards(struct arena *a, const struct owing *o, unsigned count)
{
    struct buf b = {.arena = a};
    for (size_t i = 0; i < o->count && i < SHOWN; i++)
        buf_format(&b, "%s%u/%u", i ? ", " : "", o->shards[i], count);
    buf_addz(&b, o->count > SHOWN ? " and more" : "");
    return buf_str(&b);
}

size_t roster_missing(struct arena *a, const struct store *s, const struct manifest *m, str *shards)
{
    struct roster roster;
    struct owing owing = {0};
    size_t count, missing = 0;
    *shards = STR("");
    if (!read_roster(a, s, &roster))
        return 0;
    const str *done = list_done(a, &roster, m, &count);
    for (str line; next_line(&roster.lines, &line);) {
        uint64_t number;
        if (!schedule_read_hash(line, &number) || is_done(a, done, count, line))
            continue;
        missing++;
        owe(&owing, (unsigned)(number % roster.shard_count));
    }
    *shards = name_shards(a, &owing, roster.shard_count);
    return missing;
}
