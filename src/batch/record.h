/*
 * record: what is known of one report and its PDF, and the same as a line of JSON.
 *
 * A line has every key, in the order of `struct record`, whose comments say what they mean;
 * "failed" is has_failed, "stray" is_stray, "findings" a JSON array:
 *
 *     {"output":"north/opcc-2020-21-q2.pdf","input":"north/q2.xml","organisation":…,"area":…,
 *      "year":…,"title":…,"lang":"en-GB","quarter":2,"failed":false,"stray":false,"status":0,
 *      "errors":0,"warnings":0,"findings":[],"reason":"","ms":41,"peak_kib":30112,"sha256":…,
 *      "bytes":61234,"pages":11,
 *      "thumbnail":…,"program":…,"options":…,"inputs":[{"path":"q2.xml","sha256":…}]}
 *
 * Names of files need not be UTF-8 but JSON is: in "output", "input", "path" and "options" bytes
 * that are not are written %C3, and "%" itself %25. Other strings are words; in them such bytes
 * become U+FFFD.
 *
 * What is read is not trusted, since anybody may have edited it. A line whose values are not what
 * they must be (types, 64 hex digits, names that stay within OUTDIR) is left out as a whole; keys
 * that are not there say nothing; others are passed over, so that a later quoin may add some.
 */
#ifndef QUOIN_BATCH_RECORD_H
#define QUOIN_BATCH_RECORD_H

#include "base/arena.h"
#include "base/str.h"

/* A file that an output was made of. */
struct record_input {
    str path;   /* relative to the report's folder where it lies beneath it, else absolute */
    str sha256; /* 64 hex digits */
};

/* One line. Strings are "" and numbers 0 where there is nothing to say. */
struct record {
    str output; /* from OUTDIR; "" for a report whose name could not be made */
    str input;  /* the document's name (schedule.h) */
    str organisation, area, year, title;
    str lang; /* of these words: "cy" */
    int quarter;
    bool has_failed; /* the last try failed; what is said of the output is of an older one */
    bool is_stray;   /* no report makes this output any more, and a batch has told so: prune.h */
    int status;      /* of the last try: a quoin_status */
    size_t errors, warnings;
    str findings;        /* of the last try: a JSON array, as quoin_print_findings_json prints it */
    str reason;          /* of a failure in a line: "killed by SIGSEGV", "2 errors" */
    size_t ms, peak_kib; /* of the last try: wall clock; the child's largest resident set */
    /* the output, if there is one */
    str sha256; /* of the PDF */
    size_t bytes, pages;
    str thumbnail; /* its file in OUTDIR/.quoin/thumbnails: "0123….png" */
    str program;   /* quoin_kit_fingerprint() */
    str options;   /* what was asked for, as fresh_options() writes it; also where there is none */
    struct record_input *inputs;
    size_t input_count;
};

/* The record's line, with its line feed. */
str record_line(struct arena *a, const struct record *record);

/* For reading many lines: what it holds outside the arena goes with the arena at the latest. */
struct record_reader;
struct record_reader *record_reader_open(struct arena *a);
/* False when the line (without a line feed) makes no sense. Strings live in the reader's arena. */
bool record_read(struct record_reader *r, str line, struct record *out);

/* With strings and inputs of its own. */
struct record record_copy(struct arena *a, const struct record *record);

#endif
