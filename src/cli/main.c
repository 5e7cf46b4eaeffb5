/*
 * main: the table of commands, and what is done before and after one of them runs.
 */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

const struct command commands[] = {
    {"render", "REPORT.xml…", 1, 10000,
     "output layout variant part split agenda-item first-page no-source werror quiet memory",
     "make the PDF of a report",
     "Reads a report, checks it and writes the PDF beside it: `q2.xml` gives `q2.pdf`. The PDF "
     "appears complete or not at all; with an error in the report nothing is written and the old "
     "PDF stays as it was.\n\n"
     "With `-` the report is read from standard input; say with `-o` where the PDF goes. `-o -` "
     "writes it to standard output.\n\n"
     "`--variant` makes the same report for readers who need it otherwise: `large-print` (18 pt, a "
     "block for each measure), `mono` (no colour), `flat` (no spanned table cells). A layout "
     "declares its variants; `quoin layouts` lists them.\n\n"
     "For a meeting's pack, `--agenda-item 7 --first-page 71` stamps item and page numbers at the "
     "top right, where pack software puts them, and numbers the pages so for viewers. `--split` "
     "writes each part into a file of its own (with `--part` only that one): the page numbers run "
     "through them, and the item is stamped on the first.\n\n"
     "The PDF carries the report's XML, whole even where only a part is printed, with its comments "
     "and the pictures shown: `quoin source` gives them back. `--no-source` leaves them out.",
     cmd_render},
    {"check", "FILE.xml…", 1, 10000, "layout variant part format werror quiet memory",
     "say what is wrong with a report or layout, and write nothing",
     "Goes through all the work of `render` short of writing the file, and reports everything "
     "there is to say about the report: with the file, line and column, the line itself, and what "
     "to do about it. Every finding has a code such as Q201; `quoin explain Q201` tells more.\n\n"
     "A file that holds a layout is checked as one: what it names is there and fits, and everyone "
     "can read what it makes (contrast, size of type, pictures in words, languages).",
     cmd_check},
    {"batch", "[FILE|DIR]…", 0, 1000000,
     "output name jobs force dry-run keep-going fail-fast shard merge layout variant part "
     "no-source werror format quiet timeout memory",
     "make the PDFs of many reports, of those that changed",
     "Finds the reports in folders (files `*.xml`; other XML is passed over), makes their PDFs "
     "over all processor cores, and leaves the folder `-o` with every PDF complete, a manifest, "
     "and `index.html`, a page that lists them. The folders within are kept. A report that fails, "
     "hangs or eats memory costs only itself: the rest is made, and its old PDF stays as it was. "
     "The exit status is the highest of the reports'.\n\n"
     "Only what changed is made again: the report, a picture, the layout, the options, or quoin "
     "itself. What counts is the contents of files, never their dates; a PDF that is up to date "
     "is not touched. `--dry-run` says what would be made, and why; `--force` makes everything.\n\n"
     "A batch may be stopped or killed at any moment: each PDF is then the old one or the new "
     "one, whole, and the same command finishes the work.\n\n"
     "PDFs are named from what the reports say of themselves: `opcc-exampleshire-2020-21-q2.pdf`. "
     "`--name` takes a pattern with the fields {organisation} {short} {area} {year} {quarter} "
     "{title} {lang} {variant} {part} and {stem} (the report's file name); what stands in "
     "brackets is left out where a field in it is empty; / makes folders. The default is "
     "`{short}[-{area}]-{year}-q{quarter}`. Two reports that would have one name are an error "
     "before any work begins.\n\n"
     "Several machines share a batch with `--shard 0/4` to `--shard 3/4` and the same `-o` on a "
     "shared disk. Reports are dealt by their names, so that each stays where it is when others "
     "are added. `quoin batch --merge OUTDIR` then puts the manifests together and makes "
     "`index.html`. samples/slurm/ has the scripts for Slurm and Kubernetes.",
     cmd_batch},
    {"watch", "REPORT.xml", 1, 1, "output layout variant part no-source quiet memory timeout",
     "make the PDF anew whenever the report is saved",
     "Makes the PDF at once, and again at every save of the report or of a file it uses: pictures, "
     "a layout file of your own with its fonts and logos, and such as are not there yet. Keep the "
     "PDF open beside your editor, in a viewer that notices new files.\n\n"
     "With an error in the report the findings are shown and the PDF stays as it was. A report "
     "that takes over 60 s (`--timeout`) or 1024 MiB (`--memory`) is given up until its next save. "
     "Ctrl+C ends the watching.",
     cmd_watch},
    {"dump", "REPORT.xml", 1, 1, "layout variant part what tags memory",
     "print pages and tags as text",
     "Prints what stands where on every page, and the tag tree that a screen reader follows. "
     "Two versions of a report, or of quoin, are compared most easily with this.\n\n"
     "In the tree each element has a line with what it says of itself (language, description, "
     "scope of a header cell), and beneath it stand its words, with the page where that changes: "
     "what a screen reader reads, in its order.",
     cmd_dump},
    {"source", "REPORT.pdf", 1, 1, "output all quiet memory", "take the report out of a PDF again",
     "Gives back the XML that a PDF was made from, byte for byte, and says how to make the same "
     "PDF of it again. Without `-o` the XML goes to standard output.\n\n"
     "`--all FOLDER` writes `report.xml` and the pictures it uses into a folder. A layout file of "
     "your own and its fonts do not travel with the PDF; its name is told.",
     cmd_source},
    {"schema", "[report|layout]", 0, 1, "", //
     "print the XML Schema of reports, or of layouts",
     "Prints the schema of reports (or of layouts) with a sentence of help on every element and "
     "attribute. Give it to your XML editor: it then offers the right elements as you type.",
     cmd_schema},
    {"layouts", "", 0, 0, "", //
     "list the layouts that quoin carries",
     "Lists the names that `--layout`, or a report's own layout attribute, may have, with a line "
     "about each.",
     cmd_layouts},
    {"explain", "[CODE…]", 0, 100, "", //
     "explain the code of a finding",
     "Prints a paragraph on each code. Without a code, lists them all.", cmd_explain},
    {"help", "[COMMAND]", 0, 1, "man", //
     "print help on a command", "Prints the commands, or all about one of them.", cmd_help},
    {NULL, NULL, 0, 0, NULL, NULL, NULL, NULL},
};

/*
 * A program may be started with its first three descriptors closed; the next file opened would then
 * be "standard output". They are filled with ones that fail when used, so that it is an error to
 * need them and only then.
 */
static void fill_descriptors(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
            open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) < 0)
            return;
}

/* What could not be written to standard output is found out here at the latest. */
static quoin_status finish_output(quoin_status status)
{
    errno = 0;
    bool has_failed = ferror(stdout) != 0;
    if (fflush(stdout) != 0)
        has_failed = true;
    if (!has_failed)
        return status;
    say_wrong(NULL, "cannot write to standard output%s%s", errno ? ": " : "",
              errno ? strerror(errno) : "");
    return status > QUOIN_IO ? status : QUOIN_IO;
}

static const struct command *find_command(const char *name)
{
    for (const struct command *c = commands; c->name; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

static quoin_status tell_unknown(const char *name)
{
    const char *names[16] = {NULL};
    char hint[128];
    for (int i = 0; commands[i].name; i++)
        names[i] = commands[i].name;
    const char *near = say_nearest(hint, "quoin ", name, names);
    size_t n = strlen(name);
    if (n > 4 && strcmp(name + n - 4, ".xml") == 0)
        near = "to make its PDF: quoin render FILE";
    if (name[0] == '-')
        say_wrong("quoin help lists the commands; options come after one", "there is no option %s",
                  name);
    else
        say_wrong(near ? near : "quoin help lists the commands", "there is no command \"%s\"",
                  name);
    return QUOIN_USAGE;
}

static bool is_any(const char *word, const char *a, const char *b)
{
    return strcmp(word, a) == 0 || strcmp(word, b) == 0;
}

static quoin_status run(int argc, char **argv)
{
    struct cli cli = {.epoch = -1};
    if (argc < 2) {
        help_print(stderr, NULL);
        return QUOIN_USAGE;
    }
    if (is_any(argv[1], "--version", "-V")) {
        printf("quoin %s\n", quoin_version());
        return QUOIN_DONE;
    }
    if (is_any(argv[1], "--help", "-h")) {
        help_print(stdout, NULL);
        return QUOIN_DONE;
    }
    cli.command = find_command(argv[1]);
    if (!cli.command)
        return tell_unknown(argv[1]);
    if (!options_parse(&cli, argc - 2, argv + 2) || !options_read_environment(&cli))
        return QUOIN_USAGE;
    if (cli.is_help) {
        help_print(stdout, cli.command);
        return QUOIN_DONE;
    }
    return cli.command->run(&cli);
}

int main(int argc, char **argv)
{
    fill_descriptors();
    signal(SIGPIPE, SIG_IGN); /* a reader that went away, or a size limit, is a failed write */
    signal(SIGXFSZ, SIG_IGN);
    return (int)finish_output(run(argc, argv));
}
