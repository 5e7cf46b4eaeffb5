/*
 * supply: the PDFs that go into a pack: read as they are, or rendered from a report on the way.
 * What is wrong with them is said at once, so that one run tells of every one.
 */
#ifndef QUOIN_CLI_SUPPLY_H
#define QUOIN_CLI_SUPPLY_H

#include "cli/cli.h"
#include "pack/pack.h"

struct supply {
    const struct cli *cli;
    const quoin_kit *kit;
    struct arena *arena;
    struct diag *diag;  /* for PDFs, in an arena of its own; a report's findings are the report's */
    quoin_status worst; /* so far; not that of `diag` */
    const struct source **read; /* so far */
    size_t read_count, read_capacity;
};

/* A PDF as it is. NULL after a finding. The same twice for one path: what is to be said of it is
 * said once. */
const struct source *supply_read(struct supply *s, const char *path);
/* The PDF of a report, under the report's name. NULL after findings. */
const struct source *supply_render(struct supply *s, const char *path,
                                   const quoin_options *options);
/* A finding about a file that is of another kind than it should be. */
void supply_refuse(struct supply *s, const char *path, enum code code, const char *what,
                   const char *hint);
/* How many pages it has; 0 after a finding: it is none that can be put into a pack. */
size_t supply_count_pages(struct supply *s, const struct source *pdf);

/* What the options say of a pack. */
struct pack_order supply_order(const struct cli *cli);
/* Would the output take the place of one of the inputs? Says so. */
bool supply_is_input(const char *input, const char *output);
/* Is there a folder for the output? False after a finding (Q702): before the work begins. */
bool supply_has_folder(struct supply *s, const char *output);
/* The closing line: "pack.pdf: 250 pages, 12 items", or of an agenda that has `all` items, not 0,
 * "22 pages, 3 of 9 items attached". */
void supply_say_done(const char *output, size_t pages, size_t items, size_t all);

#endif
