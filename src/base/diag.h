/*
 * diag: findings. Everything quoin has to say about an input goes through here: a severity, a
 * code that `quoin explain` knows, where it is, what is wrong, and what to do about it.
 *
 * An input fault adds a finding and the stage goes on, so that one run reports them all; whoever
 * ends the stage asks diag_failed(). Texts are for a performance analyst: plain words, no library
 * names. They may quote input: diag_print() escapes control, bidi and malformed bytes as \xNN.
 *
 *     report.xml:12:10: error[Q201]: there is no element <commentry> here
 *        12 |         <commentry on="emails">
 *           |          ^~~~~~~~~
 *       help: did you mean <commentary>?
 */
#ifndef QUOIN_BASE_DIAG_H
#define QUOIN_BASE_DIAG_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/str.h"

/* A file's name as the person gave it and its whole text; outlives every pos that names it. */
struct source {
    str path;
    str text;
};

/* A place in a source. line 0: the file as a whole. Columns count code points from 1. */
struct pos {
    const struct source *source; /* NULL: no file (a command line, say) */
    uint32_t line, column;
    uint32_t width; /* code points to underline; 0 counts as 1 */
};

enum severity { SEV_NOTE, SEV_WARNING, SEV_ERROR };

/* The codes, their default severity, title and paragraph: codes.def is the one list of them. */
enum code {
#define CODE(name, severity, status, title, text) name,
#include "base/codes.def"
#undef CODE
    CODE_COUNT
};

/* What the program's exit status will be because of a finding; the largest wins. */
enum status {
    STATUS_DONE = 0,     /* warnings allowed */
    STATUS_WERROR = 1,   /* warnings under --werror */
    STATUS_USAGE = 2,    /* the command line */
    STATUS_INVALID = 3,  /* the input */
    STATUS_IO = 4,       /* cannot read or write */
    STATUS_LIMIT = 5,    /* a limit is exceeded */
    STATUS_INTERNAL = 6, /* our fault */
};

struct finding {
    enum code code;
    enum severity severity;
    struct pos pos;
    str text;       /* what is wrong: one line, no full stop */
    str hint;       /* what to do; may be empty */
    uint32_t count; /* how many times, where a finding stands for several alike */
};

struct diag {
    struct arena *arena;
    struct finding *findings;
    size_t count, capacity;
    size_t errors, warnings; /* all, including those beyond the cap */
    enum status status;      /* the largest so far; DONE while there are only warnings */
};

/* At most this many findings are kept (and printed); the rest are counted. */
#define DIAG_CAP 1000

void diag_init(struct diag *d, struct arena *a);

/* Adds a finding; returns it so that the caller can set .hint, or NULL beyond the cap. */
struct finding *diag_add(struct diag *d, enum code code, struct pos pos, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Sets the hint of f; f may be NULL. */
void diag_hint(struct diag *d, struct finding *f, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

bool diag_failed(const struct diag *d); /* at least one error */
/* By file in the order first seen, then line, column, order of adding; duplicates dropped. */
void diag_sort(struct diag *d);

struct diag_style {
    bool colour;    /* ANSI colours */
    size_t maximum; /* findings printed before "… and N more"; 0 for all */
};

/* The form shown above. Text is escaped: an input cannot drive the terminal. */
void diag_print(const struct diag *d, FILE *out, struct diag_style style);
/* One JSON array of objects {file,line,column,severity,code,message,hint,count}. */
void diag_print_json(const struct diag *d, FILE *out);

/* "Q201" for a code; the reverse is case-insensitive and false if there is none. */
const char *diag_code_name(enum code code);
bool diag_code_find(str name, enum code *out);
const char *diag_code_title(enum code code);
const char *diag_code_text(enum code code); /* the paragraph of `quoin explain` */
enum severity diag_code_severity(enum code code);

#endif
