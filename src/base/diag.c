#include "base/diag.h"

#include <stdlib.h>
#include <string.h>

#include "base/show.h"

static const struct code_info {
    const char *name, *title, *text;
    enum severity severity;
    enum status status;
} codes[] = {
#define CODE(name, severity, status, title, text) {#name, title, text, severity, status},
#include "base/codes.def"
#undef CODE
};

/* ---- collecting ---- */

void diag_init(struct diag *d, struct arena *a)
{
    *d = (struct diag){.arena = a};
}

struct finding *diag_add(struct diag *d, enum code code, struct pos pos, const char *format, ...)
{
    enum severity severity = codes[code].severity;
    d->errors += severity == SEV_ERROR;
    d->warnings += severity == SEV_WARNING;
    if (severity == SEV_ERROR && codes[code].status > d->status)
        d->status = codes[code].status;
    if (d->count >= DIAG_CAP)
        return NULL;
    va_list args;
    va_start(args, format);
    str text = str_vformat(d->arena, format, args);
    va_end(args);
    struct finding *f = ARENA_PUSH(d->arena, d->findings, d->count, d->capacity);
    *f = (struct finding){code, severity, pos, text, {NULL, 0}, 1};
    return f;
}

void diag_hint(struct diag *d, struct finding *f, const char *format, ...)
{
    if (!f)
        return;
    va_list args;
    va_start(args, format);
    f->hint = str_vformat(d->arena, format, args);
    va_end(args);
}

bool diag_failed(const struct diag *d)
{
    return d->errors > 0;
}

/* ---- sorting ---- */

struct ranked {
    struct finding finding;
    size_t file;  /* rank of the source in the order first seen */
    size_t index; /* order of adding */
};

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

static int by_place(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    int order = ORDER(x->file, y->file);
    if (order == 0)
        order = ORDER(x->finding.pos.line, y->finding.pos.line);
    if (order == 0)
        order = ORDER(x->finding.pos.column, y->finding.pos.column);
    return order ? order : ORDER(x->index, y->index);
}

static bool same_place(struct pos a, struct pos b)
{
    return a.source == b.source && a.line == b.line && a.column == b.column;
}

/* Is f already among the findings at the same place that end the sorted list? */
static bool is_repeated(const struct diag *d, const struct finding *f)
{
    for (size_t i = d->count; i > 0 && same_place(d->findings[i - 1].pos, f->pos); i--)
        if (d->findings[i - 1].code == f->code && str_eq(d->findings[i - 1].text, f->text))
            return true;
    return false;
}

/* The first finding with the same source tells its rank. */
static size_t file_rank(const struct ranked *all, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (all[i].finding.pos.source == all[index].finding.pos.source)
            return all[i].file;
    return index;
}

void diag_sort(struct diag *d)
{
    struct arena_mark mark = arena_mark(d->arena);
    size_t count = d->count;
    struct ranked *all = ARENA_ARRAY(d->arena, count, struct ranked);
    for (size_t i = 0; i < count; i++) {
        all[i] = (struct ranked){d->findings[i], 0, i};
        all[i].file = file_rank(all, i);
    }
    if (count)
        qsort(all, count, sizeof *all, by_place);
    d->count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct finding *f = &all[i].finding;
        if (!is_repeated(d, f)) {
            d->findings[d->count++] = *f;
        } else {
            d->errors -= f->severity == SEV_ERROR;
            d->warnings -= f->severity == SEV_WARNING;
        }
    }
    arena_rewind(d->arena, mark);
}

/* ---- printing for people ---- */

/* The columns of source shown; a longer line is windowed around the finding. */
#define SHOWN 160

#define BOLD  "\033[1m"
#define GREEN "\033[1;32m"
#define BLUE  "\033[34m"
#define PLAIN "\033[0m"

static const char *const severity_names[] = {"note", "warning", "error"};
static const char *const severity_colours[] = {"\033[1;36m", "\033[1;35m", "\033[1;31m"};

/* Where printing last looked for a line; findings are sorted, so it mostly goes forward. */
struct reader {
    const struct source *source;
    size_t at;             /* byte offset */
    uint32_t line, column; /* of at */
};

static void paint(FILE *out, struct diag_style style, const char *colour)
{
    if (style.colour)
        fputs(colour, out);
}

static bool at_line_end(str text, size_t at)
{
    return at >= text.n || text.p[at] == '\n' ||
           (text.p[at] == '\r' && (at + 1 == text.n || text.p[at + 1] == '\n'));
}

/* Moves r to a line, or to the end of the text. */
static void seek_line(struct reader *r, const struct source *source, uint32_t line)
{
    if (r->source != source || r->line > line)
        *r = (struct reader){source, str_starts(source->text, STR("\xEF\xBB\xBF")) ? 3 : 0, 1, 1};
    str text = source->text;
    while (r->line < line && r->at < text.n) {
        str rest = str_sub(text, r->at, text.n);
        size_t newline = str_find(rest, '\n');
        r->at += newline < rest.n ? newline + 1 : newline;
        r->line++;
        r->column = 1;
    }
}

/* Is the line at r, whose first column it stands on, longer than is shown? */
static bool is_long(const struct reader *r)
{
    size_t at = r->at;
    for (int column = 0; column <= SHOWN; column++) {
        if (at_line_end(r->source->text, at))
            return false;
        utf8_next(r->source->text, &at);
    }
    return true;
}

/* Moves r to the first column to show of its line. */
static void seek_window(struct reader *r, uint32_t column)
{
    if (r->column == 1 && !is_long(r))
        return;
    uint32_t first = column > SHOWN / 2 ? column - SHOWN / 2 : 1;
    while (r->column > first) {
        utf8_prev(r->source->text, &r->at);
        r->column--;
    }
    while (r->column < first && !at_line_end(r->source->text, r->at)) {
        utf8_next(r->source->text, &r->at);
        r->column++;
    }
}

/* Prints the window; returns the columns before the finding and, in *width, those under it. */
static int print_window(FILE *out, const struct reader *r, struct pos pos, int *width)
{
    str text = r->source->text;
    size_t at = r->at;
    int before = 0;
    uint32_t end = pos.column + (pos.width ? pos.width : 1), column = r->column;
    *width = 0;
    if (column > 1) {
        fputs("…", out);
        before++;
    }
    for (int i = 0; i < SHOWN && !at_line_end(text, at); i++, column++) {
        int columns = 1;
        if (text.p[at] == '\t') {
            putc(' ', out);
            at++;
        } else {
            columns = show_rune(out, text, &at);
        }
        if (column < pos.column)
            before += columns;
        else if (column < end)
            *width += columns;
    }
    fputs(at_line_end(text, at) ? "\n" : "…\n", out);
    return before;
}

static void print_source_line(FILE *out, struct diag_style style, struct reader *r, struct pos pos)
{
    seek_line(r, pos.source, pos.line);
    if (r->line != pos.line || r->at >= pos.source->text.n)
        return;
    int width;
    seek_window(r, pos.column);
    paint(out, style, BLUE);
    fprintf(out, "%5u | ", (unsigned)pos.line);
    paint(out, style, PLAIN);
    int before = print_window(out, r, pos, &width);
    if (pos.column == 0)
        return;
    paint(out, style, BLUE);
    fputs("      | ", out);
    paint(out, style, GREEN);
    fprintf(out, "%*s^", before, "");
    for (int i = 1; i < width; i++)
        putc('~', out);
    paint(out, style, PLAIN);
    putc('\n', out);
}

static void print_place(FILE *out, struct pos pos)
{
    if (!pos.source) {
        fputs("quoin: ", out);
        return;
    }
    show_print(out, pos.source->path);
    if (pos.line && pos.column)
        fprintf(out, ":%u:%u: ", (unsigned)pos.line, (unsigned)pos.column);
    else if (pos.line)
        fprintf(out, ":%u: ", (unsigned)pos.line);
    else
        fputs(": ", out);
}

static void print_finding(FILE *out, struct diag_style style, struct reader *r,
                          const struct finding *f)
{
    paint(out, style, BOLD);
    print_place(out, f->pos);
    paint(out, style, PLAIN);
    paint(out, style, severity_colours[f->severity]);
    fprintf(out, "%s[%s]", severity_names[f->severity], diag_code_name(f->code));
    paint(out, style, PLAIN);
    fputs(": ", out);
    show_print(out, f->text);
    if (f->count > 1)
        fprintf(out, " (%u times)", (unsigned)f->count);
    putc('\n', out);
    if (f->pos.source && f->pos.line)
        print_source_line(out, style, r, f->pos);
    if (f->hint.n) {
        paint(out, style, GREEN);
        fputs("  help: ", out);
        paint(out, style, PLAIN);
        show_print(out, f->hint);
        putc('\n', out);
    }
}

/* Errors and warnings that were counted but, being beyond the cap, not kept. */
static size_t beyond_cap(const struct diag *d)
{
    size_t kept = 0;
    for (size_t i = 0; i < d->count; i++)
        kept += d->findings[i].severity != SEV_NOTE;
    return d->errors + d->warnings - kept;
}

void diag_print(const struct diag *d, FILE *out, struct diag_style style)
{
    struct reader r = {NULL, 0, 1, 1};
    size_t shown = style.maximum && style.maximum < d->count ? style.maximum : d->count;
    for (size_t i = 0; i < shown; i++)
        print_finding(out, style, &r, &d->findings[i]);
    size_t more = d->count - shown + beyond_cap(d);
    if (more)
        fprintf(out, "… and %zu more\n", more);
}

/* ---- printing for programs (RFC 8259) ---- */

static void print_json_finding(FILE *out, const struct finding *f)
{
    fputs("  {\"file\": ", out);
    if (f->pos.source)
        show_print_json(out, f->pos.source->path);
    else
        fputs("null", out);
    fprintf(out, ", \"line\": %u, \"column\": %u, \"severity\": \"%s\", \"code\": \"%s\"",
            (unsigned)f->pos.line, (unsigned)f->pos.column, severity_names[f->severity],
            diag_code_name(f->code));
    fputs(", \"message\": ", out);
    show_print_json(out, f->text);
    fputs(", \"hint\": ", out);
    show_print_json(out, f->hint);
    fprintf(out, ", \"count\": %u}", (unsigned)f->count);
}

void diag_print_json(const struct diag *d, FILE *out)
{
    putc('[', out);
    for (size_t i = 0; i < d->count; i++) {
        fputs(i ? ",\n" : "\n", out);
        print_json_finding(out, &d->findings[i]);
    }
    fputs(d->count ? "\n]\n" : "]\n", out);
}

/* ---- the list of codes ---- */

const char *diag_code_name(enum code code)
{
    return codes[code].name;
}

static bool is_code_name(str s, const char *name)
{
    if (s.n != strlen(name))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != name[i] && !(s.p[i] == 'q' && name[i] == 'Q'))
            return false;
    return true;
}

bool diag_code_find(str name, enum code *out)
{
    for (int i = 0; i < CODE_COUNT; i++)
        if (is_code_name(name, codes[i].name)) {
            *out = (enum code)i;
            return true;
        }
    return false;
}

const char *diag_code_title(enum code code)
{
    return codes[code].title;
}

const char *diag_code_text(enum code code)
{
    return codes[code].text;
}

enum severity diag_code_severity(enum code code)
{
    return codes[code].severity;
}
