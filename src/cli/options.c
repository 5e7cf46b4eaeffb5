/*
 * options: the table of options and the parsing it drives. Options may stand before or after the
 * files; "--" ends them; "-" is a file. Those that may be given several times are listed in their
 * order, for each has a meaning of its own ("--item 7 A.pdf --item 8 B.pdf"). Names are not
 * abbreviated: a script that works today must not break when another option is added. What looks
 * like an option is never taken for the value of the one before it, which was left out then; where
 * it is meant, "--title=--" says so.
 */
#include "cli/cli.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/str.h"

const struct option options[] = {
    {'o', "output", "PATH", NULL, //
     "write to this file (`-` is standard output), or of `batch` into this folder. Default of "
     "`render`, `watch` and `pack`: the name of what is read, with .pdf; of `source`: standard "
     "output",
     OPTION_TEXT, offsetof(struct cli, output)},
    {0, "name", "PATTERN", NULL,
     "what the PDFs are called, such as {short}-{year}-q{quarter} or {stem}", OPTION_TEXT,
     offsetof(struct cli, pattern)},
    {0, "layout", "LAYOUT", NULL,
     "use this layout in place of the report's own: a name from `quoin layouts`, or a file. Of "
     "`pack` it is for front sheet and stamps, of `attach` for stamps: reports there keep their "
     "own",
     OPTION_TEXT, offsetof(struct cli, layout)},
    {0, "variant", "VARIANT", NULL,
     "the layout's variant for readers who ask for it, such as large-print, mono or flat",
     OPTION_TEXT, offsetof(struct cli, variant)},
    {0, "part", "PART", NULL,
     "only this part: all, paper (the covering paper) or the letter of an appendix", OPTION_TEXT,
     offsetof(struct cli, part)},
    {0, "split", NULL, NULL,
     "a file for each part, for systems that want them so: q2-paper.pdf, q2-A.pdf, q2-B.pdf",
     OPTION_FLAG, offsetof(struct cli, is_split)},
    {0, "agenda-item", "ITEM", NULL,
     "stamp the first page as this item of a meeting's agenda: Agenda Item 7", OPTION_TEXT,
     offsetof(struct cli, agenda_item)},
    {0, "first-page", "N", NULL,
     "stamp the pages as pages N, N+1 … of a meeting's pack: Page 71. Of `pack`: the front sheet "
     "and all behind it, for a supplement that goes on where another pack ended",
     OPTION_TEXT, offsetof(struct cli, first_page)},
    {0, "item", "NUMBER", NULL,
     "an item of the agenda, such as 7, 7a or 12.1. Of `attach`: the one that the file behind it "
     "becomes; of `source`: the one whose report is wanted",
     OPTION_LIST, 0},
    {0, "at", "SHEET", NULL,
     "the item before this begins at this sheet of the pack as it is: sheets are counted from 1 at "
     "the front, whatever number is printed on them. Default: at the end",
     OPTION_LIST, 0},
    {0, "replace", "SHEET", NULL,
     "the item before this takes the place of this sheet of the pack as it is, a placeholder",
     OPTION_LIST, 0},
    {0, "title", "TITLE", NULL,
     "what the item before this is called in the bookmarks. Default: as its PDF says", OPTION_LIST,
     0},
    {0, "duplex", NULL, NULL,
     "each item begins on a right-hand page; blank pages are put in where they are needed",
     OPTION_FLAG, offsetof(struct cli, is_duplex)},
    {0, "public", NULL, NULL,
     "leave out what exempt items attach; the pages behind them keep their numbers", OPTION_FLAG,
     offsetof(struct cli, is_public)},
    {0, "stamps", "WHICH", "items all none",
     "stamp the pages of items, of the rest of the pack as well (all), or none. Default: items",
     OPTION_TEXT, offsetof(struct cli, stamps)},
    {0, "format", "FORMAT", "text json", "what is printed: text, or json for programs", OPTION_TEXT,
     offsetof(struct cli, format)},
    {'j', "jobs", "N", NULL, "so many reports at once. Default: one a processor core", OPTION_TEXT,
     offsetof(struct cli, jobs)},
    {0, "timeout", "SECONDS", NULL,
     "give a report up that takes longer; 0 for no limit. Default: 60", OPTION_TEXT,
     offsetof(struct cli, timeout)},
    {0, "what", "WHAT", "pages tags all", "print only pages, only tags, or all", OPTION_TEXT,
     offsetof(struct cli, what)},
    {0, "tags", NULL, NULL, "print the tag tree alone: short for --what tags", OPTION_FLAG,
     offsetof(struct cli, is_tags)},
    {0, "werror", NULL, NULL, "exit with status 1 when there are warnings (the PDF is still made)",
     OPTION_FLAG, offsetof(struct cli, is_werror)},
    {0, "no-source", NULL, NULL,
     "leave the report's XML and pictures out of the PDF, which is then PDF/A-2a", OPTION_FLAG,
     offsetof(struct cli, has_no_source)},
    {0, "all", "FOLDER", NULL,
     "write the report and the pictures it uses into this folder, which is new or empty",
     OPTION_TEXT, offsetof(struct cli, folder)},
    {'q', "quiet", NULL, NULL,
     "print findings only (of `batch` also the closing table, unless nothing was done)",
     OPTION_FLAG, offsetof(struct cli, is_quiet)},
    {0, "memory", "MIB", NULL,
     "give up when one report needs more than so many MiB. Default of `batch`, `watch` and "
     "`source`: 1024; of `pack`, `attach` and `verify`, for all they read: 2048",
     OPTION_TEXT, offsetof(struct cli, memory)},
    {0, "force", NULL, NULL, "make also what has not changed", OPTION_FLAG,
     offsetof(struct cli, is_forced)},
    {0, "dry-run", NULL, NULL,
     "only say what would be made, and why; of `pack`, what is wrong: nothing is written",
     OPTION_FLAG, offsetof(struct cli, is_dry)},
    {0, "keep-going", NULL, NULL, "go on after a report that fails (this is the default)",
     OPTION_FLAG, offsetof(struct cli, is_keep_going)},
    {0, "fail-fast", NULL, NULL,
     "once a report has failed, finish those that are begun and begin no more", OPTION_FLAG,
     offsetof(struct cli, is_fail_fast)},
    {0, "shard", "I/N", NULL, "only share I of N, from 0: one of several machines at one batch",
     OPTION_TEXT, offsetof(struct cli, shard)},
    {0, "prune", NULL, NULL,
     "remove PDFs that no report makes any more, once they have been told of", OPTION_FLAG,
     offsetof(struct cli, is_pruning)},
    {0, "merge", NULL, NULL, "make no PDFs: put the manifests of the shards together", OPTION_FLAG,
     offsetof(struct cli, is_merge)},
    {0, "man", NULL, NULL, "print the manual page, quoin(1), as roff", OPTION_FLAG,
     offsetof(struct cli, is_man)},
    {'h', "help", NULL, NULL, "print help on the command", OPTION_FLAG,
     offsetof(struct cli, is_help)},
    {0, NULL, NULL, NULL, NULL, OPTION_FLAG, 0},
};

/* Is `word` one of the words of `list`, which are parted by spaces? */
static bool is_listed(const char *list, const char *word)
{
    str rest = str_z(list);
    for (str next = str_word(&rest); next.n; next = str_word(&rest))
        if (str_is(next, word))
            return true;
    return false;
}

#define HEAD_SIZE 65536

/* The beginning of a regular file; 0 where it cannot be read. */
static size_t read_head(const char *path, char out[HEAD_SIZE])
{
    struct stat st;
    FILE *file = stat(path, &st) == 0 && S_ISREG(st.st_mode) ? fopen(path, "rb") : NULL;
    size_t n = file ? fread(out, 1, HEAD_SIZE, file) : 0;
    if (file)
        fclose(file);
    return n;
}

bool options_is_pdf(const char *path)
{
    char head[HEAD_SIZE];
    return str_starts((str){head, read_head(path, head)}, STR("%PDF-"));
}

bool options_is_agenda(const char *path)
{
    char head[HEAD_SIZE];
    str text = {head, read_head(path, head)};
    quoin_identity *identity = text.n ? quoin_identify(text.p, text.n) : NULL;
    bool is_other = identity && !identity->is_report;
    free(identity);
    return is_other && str_search(text, STR("urn:quoin:agenda:"), 0) < text.n;
}

bool options_is_same_file(const char *a, const char *b)
{
    struct stat x, y;
    return strcmp(a, "-") != 0 && strcmp(b, "-") != 0 && stat(a, &x) == 0 && stat(b, &y) == 0 &&
           x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

char *options_output_beside(const char *input)
{
    size_t n = strlen(input);
    if (n > 4 && strcasecmp(input + n - 4, ".xml") == 0)
        n -= 4;
    char *output = malloc(n + sizeof ".pdf");
    if (output) {
        memcpy(output, input, n);
        memcpy(output + n, ".pdf", sizeof ".pdf");
    }
    return output;
}

/* A name that does not end in .pdf gets the part and .pdf added. */
char *options_output_of_part(const char *output, const char *part)
{
    size_t n = strlen(output), room = n + strlen(part) + sizeof "-.pdf";
    if (n > 4 && strcasecmp(output + n - 4, ".pdf") == 0)
        n -= 4;
    char *path = malloc(room);
    if (path)
        snprintf(path, room, "%.*s-%s.pdf", (int)n, output, part);
    return path;
}

bool options_has(const struct command *command, const struct option *option)
{
    return strcmp(option->name, "help") == 0 || is_listed(command->options, option->name);
}

/* ---- what is wrong ---------------------------------------------------------------------- */

static bool fail_unknown(const struct cli *cli, const char *name)
{
    const char *names[32] = {NULL};
    char hint[128], see[64];
    int count = 0;
    for (const struct option *o = options; o->name; o++)
        if (options_has(cli->command, o))
            names[count++] = o->name;
    const char *near = say_nearest(hint, "--", name, names);
    snprintf(see, sizeof see, "quoin help %s lists its options", cli->command->name);
    say_wrong(near ? near : see, "there is no option %s%s", strlen(name) == 1 ? "-" : "--", name);
    return false;
}

static bool fail_foreign(const struct cli *cli, const struct option *option)
{
    char see[64];
    snprintf(see, sizeof see, "quoin help %s lists its options", cli->command->name);
    say_wrong(see, "%s takes no --%s", cli->command->name, option->name);
    return false;
}

static bool check_value(const struct option *option, const char *value)
{
    char hint[64];
    if (!value || !*value) {
        snprintf(hint, sizeof hint, "--%s %s", option->name, option->argument);
        say_wrong(hint, "--%s needs a value", option->name);
        return false;
    }
    if (option->values && !is_listed(option->values, value)) {
        snprintf(hint, sizeof hint, "it is one of: %s", option->values);
        say_wrong(hint, "--%s cannot be \"%s\"", option->name, value);
        return false;
    }
    return true;
}

/* A file's name that stands where an option's value belongs was meant as a file. */
static bool check_operands(const struct cli *cli, const struct listed *taken)
{
    const struct command *c = cli->command;
    char see[128];
    if (cli->is_help || (cli->operand_count >= c->least && cli->operand_count <= c->most))
        return true;
    snprintf(see, sizeof see, "quoin %s %s", c->name, c->operands);
    if (cli->operand_count >= c->least)
        say_wrong(see, "%s takes no \"%s\"", c->name, cli->operands[c->most]);
    else if (taken->option)
        say_wrong(see, "%s needs a file: \"%s\" is the value of --%s", c->name, taken->value,
                  taken->option->name);
    else
        say_wrong(see, "%s needs a file", c->name);
    return false;
}

/* ---- parsing ------------------------------------------------------------------------------ */

struct parser {
    struct cli *cli;
    char **next, **end;
    struct listed taken; /* a file there is that became an option's value; option NULL: none */
};

static const struct option *find_option(str name, char letter)
{
    for (const struct option *o = options; o->name; o++)
        if (name.n ? str_is(name, o->name) : o->letter == letter)
            return o;
    return NULL;
}

/* "--duplex", "-q": not "-", which is a file, nor "-7". */
static bool is_like_option(const char *s)
{
    bool is_letter = s[0] == '-' && s[1] && !s[2] && find_option(STR(""), s[1]);
    return is_letter || (s[0] == '-' && s[1] == '-');
}

/* The next argument as the value of an option; NULL: there is none. */
static const char *take_value(struct parser *p, const struct option *option)
{
    struct stat st;
    if (p->next == p->end || is_like_option(*p->next))
        return NULL;
    const char *value = *p->next++;
    if (option->letter != 'o' && stat(value, &st) == 0)
        p->taken = (struct listed){.option = option, .value = value};
    return value;
}

/* `value` is what was attached to the option; else the next argument is taken. */
static bool set_option(struct parser *p, const struct option *option, const char *value)
{
    if (!options_has(p->cli->command, option))
        return fail_foreign(p->cli, option);
    if (option->kind == OPTION_FLAG) {
        if (value) {
            say_wrong(NULL, "--%s takes no value", option->name);
            return false;
        }
        *(bool *)((char *)p->cli + option->offset) = true;
        return true;
    }
    if (!value)
        value = take_value(p, option);
    if (!check_value(option, value))
        return false;
    if (option->kind == OPTION_LIST)
        p->cli->listed[p->cli->listed_count++] =
            (struct listed){option, value, p->cli->operand_count};
    else
        memcpy((char *)p->cli + option->offset, &value, sizeof value);
    return true;
}

/* "--name", "--name=value" */
static bool parse_long(struct parser *p, const char *argument)
{
    str name = str_z(argument);
    size_t equals = str_find(name, '=');
    const char *value = equals < name.n ? argument + equals + 1 : NULL;
    const struct option *option = find_option(str_sub(name, 0, equals), 0);
    if (option && equals)
        return set_option(p, option, value);
    return fail_unknown(p->cli, argument);
}

/* "-q", "-o FILE", "-oFILE", "-qo FILE" */
static bool parse_letters(struct parser *p, const char *letters)
{
    for (; *letters; letters++) {
        const struct option *option = find_option(STR(""), *letters);
        if (!option)
            return fail_unknown(p->cli, (char[]){*letters, '\0'});
        if (option->kind != OPTION_FLAG)
            return set_option(p, option, letters[1] ? letters + 1 : NULL);
        if (!set_option(p, option, NULL))
            return false;
    }
    return true;
}

/* A whole number from 0; -1 when it is none, or does not fit. */
static long long read_whole(const char *s)
{
    long long value = 0;
    if (!*s)
        return -1;
    for (; *s; s++) {
        if (*s < '0' || *s > '9' || value > 100000000000000)
            return -1;
        value = value * 10 + (*s - '0');
    }
    return value;
}

/* The value of an option; `text` NULL: not given, and *out stays. */
static bool read_number(const char *option, const char *text, long long least, long long most,
                        const char *hint, long long *out)
{
    long long value = text ? read_whole(text) : least;
    if (value < least || value > most) {
        say_wrong(hint, "--%s cannot be \"%s\"", option, text);
        return false;
    }
    if (text)
        *out = value;
    return true;
}

/* "I/N", I from 0 to N-1 */
static bool read_shard(struct cli *cli)
{
    char text[32] = "";
    long long index = 0, count = 1;
    cli->shard_count = 1;
    if (!cli->shard)
        return true;
    snprintf(text, sizeof text, "%s", cli->shard);
    char *slash = strchr(text, '/');
    if (slash)
        *slash = '\0';
    index = slash ? read_whole(text) : -1;
    count = slash && strlen(cli->shard) < sizeof text ? read_whole(slash + 1) : -1;
    if (index < 0 || count < 1 || count > 100000 || index >= count) {
        say_wrong("shares count from 0: of four they are 0/4 1/4 2/4 3/4",
                  "--shard cannot be \"%s\"", cli->shard);
        return false;
    }
    cli->shard_index = (unsigned)index;
    cli->shard_count = (unsigned)count;
    return true;
}

static bool read_numbers(struct cli *cli)
{
    long long mib = 0, jobs = 0, page = 0;
    cli->seconds = -1;
    if (!read_number("memory", cli->memory, 1, 1 << 20, "a whole number of MiB: --memory 512",
                     &mib) ||
        !read_number("jobs", cli->jobs, 1, 1024, "a whole number from 1 to 1024: --jobs 4",
                     &jobs) ||
        !read_number("timeout", cli->timeout, 0, 86400,
                     "a whole number of seconds, at most a day: --timeout 60", &cli->seconds) ||
        !read_number("first-page", cli->first_page, 1, 100000,
                     "the number of a page in the pack, from 1 to 100000: --first-page 71", &page))
        return false;
    cli->memory_limit = (size_t)mib << 20;
    cli->job_count = (unsigned)jobs;
    cli->page_first = (unsigned)page;
    return read_shard(cli);
}

bool options_parse(struct cli *cli, int count, char **arguments)
{
    struct parser p = {.cli = cli, .next = arguments, .end = arguments + count};
    bool has_ended = false;
    cli->listed = calloc((size_t)count + 1, sizeof *cli->listed); /* freed by main.c */
    if (!cli->listed) {
        say_wrong(NULL, "there is not enough memory");
        return false;
    }
    cli->operands = (const char **)arguments; /* moved to the front, over what has been read */
    while (p.next < p.end) {
        char *argument = *p.next++;
        if (has_ended || argument[0] != '-' || argument[1] == '\0')
            cli->operands[cli->operand_count++] = argument;
        else if (strcmp(argument, "--") == 0)
            has_ended = true;
        else if (!(argument[1] == '-' ? parse_long(&p, argument + 2)
                                      : parse_letters(&p, argument + 1)))
            return false;
    }
    cli->operands[cli->operand_count] = NULL; /* argv itself ends with one */
    return read_numbers(cli) && check_operands(cli, &p.taken);
}

bool options_read_page(const struct listed *l, size_t *page)
{
    long long value = 0;
    char hint[80];
    snprintf(hint, sizeof hint, "a sheet of the pack, counted from 1 at the front: --%s 71",
             l->option->name);
    bool is_right = read_number(l->option->name, l->value, 1, 1000000, hint, &value);
    *page = (size_t)value;
    return is_right;
}

bool options_read_environment(struct cli *cli)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    if (!epoch || !*epoch)
        return true;
    cli->epoch = read_whole(epoch);
    if (cli->epoch >= 0 && cli->epoch <= 7289654399) /* the end of 2200 */
        return true;
    say_wrong("it is a whole number of seconds since 1970", "SOURCE_DATE_EPOCH cannot be \"%s\"",
              epoch);
    return false;
}

quoin_options options_for_report(const struct cli *cli)
{
    return (quoin_options){.layout = cli->layout,
                           .variant = cli->variant,
                           .part = cli->part,
                           .agenda_item = cli->agenda_item,
                           .first_page = cli->page_first,
                           .epoch = cli->epoch,
                           .werror = cli->is_werror,
                           .memory_limit = cli->memory_limit,
                           .no_source = cli->has_no_source};
}
