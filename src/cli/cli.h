/*
 * cli: the program around the library. One table of commands (main.c) and one of options
 * (options.c) drive parsing, the help, and the man page: none can disagree with the others.
 *
 * Data goes to standard output (a PDF, a dump, a schema, JSON); everything said goes to standard
 * error. Every command returns the program's exit status, a quoin_status.
 */
#ifndef QUOIN_CLI_CLI_H
#define QUOIN_CLI_CLI_H

#include <stdbool.h>
#include <stdio.h>

#include "base/diag.h"
#include "quoin.h"

struct option;

/* An option that may be given several times, as it was. */
struct listed {
    const struct option *option;
    const char *value;
    int before; /* so many files stand before it */
};

/* What the command line asks for. Strings are argv's; NULL or false: not given. */
struct cli {
    const struct command *command;
    const char *output, *layout, *variant, *part, *format, *what, *memory, *folder;
    const char *agenda_item, *first_page;         /* of render */
    const char *pattern, *jobs, *timeout, *shard; /* of batch; watch has a timeout too */
    const char *stamps;                           /* of pack and attach */
    bool is_duplex;
    bool is_public;        /* of pack */
    struct listed *listed; /* in the order given */
    int listed_count;
    bool has_no_source, is_werror, is_quiet, is_tags, is_man, is_help, is_split;
    bool is_forced, is_dry, is_keep_going, is_fail_fast, is_merge, is_pruning; /* of batch */
    long long epoch;                   /* SOURCE_DATE_EPOCH; -1: not set */
    size_t memory_limit;               /* bytes; 0: not given */
    unsigned page_first;               /* --first-page; 0: not given */
    unsigned job_count;                /* 0: not given */
    long long seconds;                 /* --timeout; -1: not given, 0: no limit */
    unsigned shard_index, shard_count; /* of one, where not given */
    const char **operands;             /* ends with a NULL */
    int operand_count;
};

struct command {
    const char *name;
    const char *operands; /* as shown: "REPORT.xml…" */
    int least, most;      /* how many operands */
    const char *options;  /* the names of those it takes, parted by spaces */
    const char *brief;    /* a line */
    const char *text;     /* paragraphs parted by an empty line; `…` is a thing to type */
    quoin_status (*run)(const struct cli *);
    size_t apart; /* MiB for a process of its own (memory.c), since it reads PDFs; 0: none */
};

extern const struct command commands[]; /* ends with a NULL name; main.c */

enum option_kind { OPTION_FLAG, OPTION_TEXT, OPTION_LIST };

struct option {
    char letter; /* 0: none */
    const char *name;
    const char *argument; /* as shown; not of OPTION_FLAG */
    const char *values;   /* the words allowed, parted by spaces; NULL: any */
    const char *help;     /* a sentence */
    enum option_kind kind;
    size_t offset; /* of its field in struct cli; not of OPTION_LIST */
};

extern const struct option options[]; /* ends with a NULL name; options.c */

/* Fills cli from the arguments after the command's name. False after saying what is wrong. */
bool options_parse(struct cli *cli, int count, char **arguments);
/* Do both paths lead to one file? Not for "-". */
bool options_is_same_file(const char *a, const char *b);
/* What a file is by its beginning; false where it cannot be read. */
bool options_is_pdf(const char *path);
bool options_is_agenda(const char *path);
/* "out/q2.pdf" and "A" give "out/q2-A.pdf"; malloc'ed. */
char *options_output_of_part(const char *output, const char *part);
/* "q2.xml" gives "q2.pdf"; malloc'ed. A name that does not end in .xml gets .pdf added. */
char *options_output_beside(const char *input);
/* The value of one that names a page of a pack. False after saying what is wrong. */
bool options_read_page(const struct listed *l, size_t *page);
bool options_has(const struct command *command, const struct option *option);
/* SOURCE_DATE_EPOCH. False after saying what is wrong. */
bool options_read_environment(struct cli *cli);
/* For the library. */
quoin_options options_for_report(const struct cli *cli);

/* "quoin: TEXT" and, if hint is not NULL, a line of help, both on standard error. */
void say_wrong(const char *hint, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Is it an agenda, whose PDF would take the place of its pack's? Says so. */
bool say_is_agenda(const char *path);
/* Is standard error a terminal that shows colours, and NO_COLOR not set? */
bool say_is_coloured(void);
/* Findings on standard error, in colour where that can be. */
void say_findings(const quoin_report *report);
/* The same for those of a command that opens no report. */
void say_diag(struct diag *diag);
/* The closing line: "q2.xml: 3 errors, 1 warning", "q2.pdf: 13 pages". pages 0: not rendered. */
void say_summary(const quoin_report *report, const char *name, size_t pages);
/* Prints a file's name with control characters as \xNN. */
void say_name(FILE *out, const char *name);
/* NULL after saying that there is no memory for it, or that the program itself is damaged. */
quoin_kit *say_open_kit(quoin_status *status);
/* The candidate nearest to word as "did you mean X?"; NULL when none is near. Static storage: out.
 */
const char *say_nearest(char out[128], const char *prefix, const char *word,
                        const char *const *candidates);

/*
 * Runs what follows in a process of its own that may have so many bytes (or --memory). True in that
 * process: go on, and end as usual. False in the parent once the other has ended: *status tells
 * how.
 */
bool memory_apart(const struct cli *cli, size_t bytes, quoin_status *status);
/* Says that memory ran out (Q802), and how much there may be. The status is then QUOIN_LIMIT. */
void memory_tell_short(void);

/* The help of one command, or with NULL of all. */
void help_print(FILE *out, const struct command *command);
/* quoin(1) in man(7) macros. */
void man_print(FILE *out);

/* split.c: a file for each part, named after `output`; nothing is written unless all can be made.
 */
quoin_status split_render(const struct cli *cli, const quoin_kit *kit, const char *input,
                          const char *output);

quoin_status cmd_render(const struct cli *cli);
quoin_status cmd_check(const struct cli *cli);
/* May also return 128 and the signal that ended it. */
quoin_status cmd_batch(const struct cli *cli);
quoin_status cmd_watch(const struct cli *cli);
quoin_status cmd_pack(const struct cli *cli);
quoin_status cmd_attach(const struct cli *cli);
quoin_status cmd_dump(const struct cli *cli);
quoin_status cmd_source(const struct cli *cli);
quoin_status cmd_verify(const struct cli *cli);
quoin_status cmd_schema(const struct cli *cli);
quoin_status cmd_layouts(const struct cli *cli);
quoin_status cmd_explain(const struct cli *cli);
quoin_status cmd_help(const struct cli *cli);

#endif
