/*
 * fresh: is an output still what its inputs make? Decided by contents, never by dates: SHA-256 of
 * the report and of every file it drew on (pictures, a layout of its own with its fonts), what was
 * asked for, the program with all it carries, and the PDF itself as it lies in OUTDIR.
 */
#ifndef QUOIN_BATCH_FRESH_H
#define QUOIN_BATCH_FRESH_H

#include "batch/manifest.h"
#include "batch/schedule.h"

enum fresh {
    FRESH_YES,
    FRESH_NEW,     /* never made */
    FRESH_UNKNOWN, /* a file of that name is there, but the manifest does not know it */
    FRESH_FORCED,  /* --force */
    FRESH_FAILED,  /* the last try failed */
    FRESH_PROGRAM, /* another quoin, or other fonts, layouts or libraries */
    FRESH_OPTIONS, /* layout, variant, part … asked for; *detail says which */
    FRESH_LAYOUT,  /* the bytes of the layout asked for; *detail names it */
    FRESH_REPORT,  /* the report's own bytes */
    FRESH_INPUT,   /* a picture, or a layout file that the report names; *detail names it */
    FRESH_MISSING, /* the PDF, or its thumbnail, is gone */
    FRESH_ALTERED, /* the PDF is not as it was made */
};

/*
 * `record` may be NULL. *detail (in scratch; may be NULL) ends the sentence that fresh_text()
 * begins: the name of the picture that changed, or the option that differs: "--variant mono is
 * asked for". `options` is from fresh_options().
 */
enum fresh fresh_check(struct arena *scratch, str folder, const struct document *document,
                       const struct record *record, str program, str options, str *detail);

/* Has the rest of an open file this SHA-256, in hex? */
bool fresh_has_hash(int fd, str sha256);

/* "the report changed"; where there is a detail it follows: "a file it uses changed: " */
const char *fresh_text(enum fresh fresh);

/*
 * Layout, variant, part, epoch and source as one line, by content where the layout is a file: the
 * same text means the same PDF of the same report. "layout=opcc variant=mono part=all".
 */
str fresh_options(struct arena *a, const quoin_options *options);

/*
 * The inputs of a result (paths as opened, the report first) as a record has them: relative to the
 * report's folder where they lie beneath it, else absolute, so that they are found again wherever
 * the next batch is started.
 */
struct record_input *fresh_inputs(struct arena *a, const struct record_input *inputs, size_t count);

#endif
