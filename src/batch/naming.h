/*
 * naming: an output's name from what a report says of itself.
 *
 *     {short}[-{area}]-{year}-q{quarter}[-{part}][-{variant}]
 *
 * is the default: opcc-exampleshire-2020-21-q2, and opcc-exampleshire-2020-21-q2-large-print beside
 * it.
 *
 * Fields: organisation, short (the organisation's short name; without one, its name), area, year
 * (2020-21), quarter (2), title, lang, variant, part, stem (the report's own file name without
 * .xml). What stands in brackets is left out where a field in them is empty. "/" makes folders.
 * ".pdf" is added, whether or not the pattern has it.
 *
 * Values are put into plain letters: accents off, lower case, everything but a-z 0-9 to single
 * hyphens; a long one is cut at the end of a word. A component has only A-Z a-z 0-9 . _ -, begins
 * with neither "." nor "-", does not end in ".", is none of the names that Windows keeps to itself
 * (con, nul, com1 …), and has at most 200 bytes.
 */
#ifndef QUOIN_BATCH_NAMING_H
#define QUOIN_BATCH_NAMING_H

#include "base/arena.h"
#include "base/diag.h"

#define NAMING_DEFAULT "{short}[-{area}]-{year}-q{quarter}[-{part}][-{variant}]"

struct naming_facts {
    str organisation, short_name, area, year, title, lang, variant, part, stem;
    int quarter; /* 0: not known */
};

/* The pattern without a ".pdf" at its end, which is added anyway. Points into it. */
str naming_pattern(str given);

/*
 * Is the pattern well formed, with fields that exist, and does it stay within the output folder?
 * False after a finding (Q752).
 */
bool naming_check(struct diag *d, str pattern);

/*
 * The name, without ".pdf". False, without a finding, when a field outside brackets is empty, or
 * has no letter that could be made a plain one: *missing is that field's name. The pattern has been
 * checked; values may be anything: naming_is_safe() has the last word on what came out.
 */
bool naming_fill(struct arena *a, str pattern, const struct naming_facts *facts, str *out,
                 str *missing);

/* A value in plain letters: "Swyddfa'r Môr, Tŷ 4" gives "swyddfar-mor-ty-4". May be empty. */
str naming_plain(struct arena *a, str value);

/* May a file be called that? One or more components as described above. */
bool naming_is_safe(str name);

/*
 * May that be a PDF in OUTDIR? Folders may be called anything that does not lead out or hide, since
 * those of the reports are kept; the file is as naming_is_safe() wants it, and ".pdf".
 */
bool naming_is_output(str output);

#endif
