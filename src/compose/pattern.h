/*
 * pattern: the layout's sentences. "{quarter} of {year}" with fields in braces; what stands in
 * square brackets is left out when a field in it is empty: "{from}[ for {area}]". {page} and
 * {pages} become runs that typesetting fills in; a line feed is a new line.
 */
#ifndef QUOIN_COMPOSE_PATTERN_H
#define QUOIN_COMPOSE_PATTERN_H

#include "typeset/box.h"

struct origins;

struct field {
    const char *name; /* an array of them ends with a NULL name */
    str value;
};

/* Where fields are looked for: inside out. A field called `page` in one takes the place of the
 * page's number. */
struct scope {
    const struct field *fields;
    const struct scope *outer;
};

/* A field's value that becomes a run of its own: what the page calls itself in a pack. */
#define PATTERN_LABEL "\003"

/* The words; page numbers read as nothing, new lines as spaces. */
str pattern_text(struct arena *a, str pattern, const struct scope *scope);

/* The same, and notes in `origins` (report/origins.h; may be NULL) what is a field's value. */
str pattern_trace(struct arena *a, str pattern, const struct scope *scope, struct origins *origins);

/* The same as runs in a style, with line breaks and page numbers; *count is set. */
struct run *pattern_runs(struct arena *a, str pattern, const struct scope *scope,
                         const struct text_style *style, struct origins *origins, size_t *count);

/*
 * Are braces and brackets paired and all fields among those that exist? False with what is wrong
 * in *fault (a field's name, or the empty slice for brackets) and the nearest field in *nearest.
 */
bool pattern_check(str pattern, str *fault, const char **nearest);

#endif
