/*
 * One pass replaces fields, with control characters (which XML cannot contain) standing for the
 * page numbers; a second cuts the result into runs.
 */
#include "compose/pattern.h"

#include "report/origins.h"

#define PAGE_MARK  '\001'
#define PAGES_MARK '\002'
#define LABEL_MARK '\003' /* PATTERN_LABEL */

/* Every field there is; layouts/README.md says where each has a value. */
/* clang-format off */
static const char *const field_names[] = {
    "organisation", "short", "area", "title", "full-title", "quarter", "quarter-short", "year",
    "period", "first", "last", "previous-short", "last-year-short", "committee", "from",
    "meeting", "meeting-date", "letter", "appendix", "appendix-title", "number", "section",
    "page", "pages", "weekday", "date", "time", "hour", "hour24", "minute", "half", "authors",
    "measure", "measures", "phone", "email", "target", "change", "before", "value", "state",
    "reason", "action", "owner", "item", "name", "role", "part",
    NULL
};
/* clang-format on */

static const struct field *find_field(const struct scope *scope, str name)
{
    for (; scope; scope = scope->outer)
        for (const struct field *f = scope->fields; f->name; f++)
            if (str_is(name, f->name))
                return f;
    return NULL;
}

/* A field's value, and where in the words it begins. */
struct filled {
    size_t at;
    str value;
};

struct expansion {
    struct buf out;
    const struct scope *scope;
    bool has_no_pages; /* page numbers are left out */
    struct filled *filled;
    size_t count, capacity;
};

static void fill(struct expansion *e, str value)
{
    *ARENA_PUSH(e->out.arena, e->filled, e->count, e->capacity) = (struct filled){e->out.n, value};
    buf_add(&e->out, value);
}

/* Expands the pattern at the end of e->out; false when a field in it was empty. */
static bool expand(struct expansion *e, str pattern)
{
    struct buf *out = &e->out;
    bool is_full = true;
    for (size_t i = 0; i < pattern.n;) {
        str rest = str_sub(pattern, i, pattern.n);
        char c = pattern.p[i];
        size_t end = str_find(rest, c == '{' ? '}' : ']');
        if ((c != '{' && c != '[') || end == rest.n) {
            buf_byte(out, (unsigned char)c);
            i++;
            continue;
        }
        str inside = str_sub(rest, 1, end);
        if (c == '{') {
            const struct field *field = find_field(e->scope, inside);
            bool is_page = !field && str_is(inside, "page");
            bool is_pages = !field && str_is(inside, "pages");
            str value = field ? field->value : (str){0};
            if ((is_page || is_pages) && !e->has_no_pages)
                buf_byte(out, is_page ? PAGE_MARK : PAGES_MARK);
            else if (value.n)
                fill(e, value);
            else if (!is_page && !is_pages)
                is_full = false;
        } else {
            size_t n = out->n, count = e->count;
            if (!expand(e, inside)) {
                out->n = n;
                e->count = count;
            }
        }
        i += end + 1;
    }
    return is_full;
}

static str expanded(struct expansion *e, str pattern, struct origins *origins)
{
    expand(e, pattern);
    str whole = buf_str(&e->out);
    for (size_t i = 0; origins && i < e->count; i++) {
        const struct filled *f = &e->filled[i];
        origins_add_copy(origins, str_sub(whole, f->at, f->at + f->value.n), f->value);
    }
    return whole;
}

str pattern_trace(struct arena *a, str pattern, const struct scope *scope, struct origins *origins)
{
    struct expansion e = {.out = {.arena = a}, .scope = scope, .has_no_pages = true};
    str whole = expanded(&e, pattern, origins);
    for (size_t i = 0; i < whole.n; i++)
        if (e.out.p[i] == '\n')
            e.out.p[i] = ' ';
    return str_trim(whole);
}

str pattern_text(struct arena *a, str pattern, const struct scope *scope)
{
    return pattern_trace(a, pattern, scope, NULL);
}

static enum run_kind special(char c)
{
    switch (c) {
    case '\n': return RUN_BREAK;
    case PAGE_MARK: return RUN_PAGE;
    case PAGES_MARK: return RUN_PAGES;
    case LABEL_MARK: return RUN_LABEL;
    default: return RUN_TEXT;
    }
}

struct run *pattern_runs(struct arena *a, str pattern, const struct scope *scope,
                         const struct text_style *style, struct origins *origins, size_t *count)
{
    struct expansion e = {.out = {.arena = a}, .scope = scope};
    str whole = expanded(&e, pattern, origins);
    struct run *runs = NULL;
    size_t capacity = 0;
    *count = 0;
    for (size_t i = 0; i < whole.n;) {
        enum run_kind kind = special(whole.p[i]);
        size_t end = i + 1;
        while (kind == RUN_TEXT && end < whole.n && special(whole.p[end]) == RUN_TEXT)
            end++;
        struct run *run = ARENA_PUSH(a, runs, *count, capacity);
        *run = (struct run){.kind = kind, .style = style};
        if (kind == RUN_TEXT)
            run->text = str_sub(whole, i, end);
        i = end;
    }
    return runs;
}

static bool is_field(str name)
{
    for (const char *const *f = field_names; *f; f++)
        if (str_is(name, *f))
            return true;
    return false;
}

bool pattern_check(str pattern, str *fault, const char **nearest)
{
    size_t opened = 0; /* the brackets open at present: 0 or 1 */
    *fault = (str){0};
    *nearest = NULL;
    for (size_t i = 0; i < pattern.n; i++) {
        char c = pattern.p[i];
        if (c == '[' || c == ']') {
            opened += c == '[' ? 1 : (size_t)-1;
            if (opened > 1)
                return false;
        } else if (c == '{') {
            str rest = str_sub(pattern, i + 1, pattern.n);
            size_t end = str_find(rest, '}');
            if (end == rest.n)
                return false;
            str name = str_sub(rest, 0, end);
            if (!is_field(name)) {
                *fault = name;
                *nearest = str_nearest(name, field_names);
                return false;
            }
            i += end + 1;
        } else if (c == '}') {
            return false;
        }
    }
    return opened == 0;
}
