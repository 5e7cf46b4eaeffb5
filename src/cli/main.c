/*
 * main: the table of commands, and what is done before and after one of them runs.
 */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
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
     cmd_render, 0},
    {"check", "FILE.xml…", 1, 10000, "layout variant part format werror quiet memory",
     "say what is wrong with a report or layout, and write nothing",
     "Goes through all the work of `render` short of writing the file, and reports everything "
     "there is to say about the report: with the file, line and column, the line itself, and what "
     "to do about it. Every finding has a code such as Q201; `quoin explain Q201` tells more.\n\n"
     "A file that holds a layout is checked as one: what it names is there and fits, and everyone "
     "can read what it makes (contrast, size of type, pictures in words, languages). Of an agenda "
     "the files that it names are not opened: `quoin pack --dry-run` opens them.",
     cmd_check, 0},
    {"batch", "[FILE|DIR]…", 0, 1000000,
     "output name jobs force dry-run keep-going fail-fast prune shard merge layout "
     "variant part "
     "no-source werror format quiet timeout memory",
     "make the PDFs of many reports, of those that changed",
     "Finds the reports in folders (files `*.xml`; other XML is passed over), makes their PDFs "
     "over all processor cores, and leaves the folder `-o` with every PDF complete, a manifest, "
     "and `index.html`, a page that lists them. The folders within are kept. A report that fails, "
     "hangs or eats memory costs only itself: the rest is made, and its old PDF stays as it was. "
     "The exit status is the highest of the reports'.\n\n"
     "Only what changed is made again: the report, a picture, the layout, the options, or quoin "
     "itself. What counts is the contents of files, never their dates; a PDF that is up to date "
     "is not touched. `--dry-run` prints what would be made, and why; `--force` makes "
     "everything.\n\n"
     "What a batch says goes to standard error; what `--dry-run` would make or remove, and the "
     "events of `--format json`, go to standard output. The table at the end has the organisations "
     "and years of which "
     "anything was made or failed; with `-q` a batch that has nothing to do says nothing.\n\n"
     "A batch may be stopped or killed at any moment: each PDF is then the old one or the new "
     "one, whole, and the same command finishes the work.\n\n"
     "Links to files are followed, links to folders are not. A report that is found as a file and "
     "by "
     "a link is taken where the file is.\n\n"
     "PDFs are named from what the reports say of themselves: `opcc-exampleshire-2020-21-q2.pdf`. "
     "`--name` takes a pattern with the fields {organisation} {short} {area} {year} {quarter} "
     "{title} {lang} {variant} {part} and {stem} (the report's file name); what stands in "
     "brackets is left out where a field in it is empty; / makes folders. The default is "
     "`{short}[-{area}]-{year}-q{quarter}[-{part}][-{variant}]`, so that `--variant large-print` "
     "makes PDFs beside the others, and the index page shows both under their report. Two reports "
     "that would have one name are an error "
     "before any work begins.\n\n"
     "PDFs whose reports are gone stay, and the batch tells of them at its end. With `--prune` it "
     "removes those that the batch before has told of: none that is not in the manifest, and none "
     "that is not as it was made. `--dry-run --prune` says which that would be. Name all folders "
     "whose reports go into `-o`, since what is not named seems to be gone.\n\n"
     "Several machines share a batch with `--shard 0/4` to `--shard 3/4` and the same `-o` on a "
     "shared disk. Reports are dealt by their names, so that each stays where it is when others "
     "are added. `quoin batch --merge OUTDIR` then puts the manifests together and makes "
     "`index.html`. samples/slurm/ has the scripts for Slurm and Kubernetes.",
     cmd_batch, 0},
    {"watch", "REPORT.xml", 1, 1, "output layout variant part no-source quiet memory timeout",
     "make the PDF anew whenever the report is saved",
     "Makes the PDF at once, and again at every save of the report or of a file it uses: pictures, "
     "a layout file of your own with its fonts and logos, and such as are not there yet. Keep the "
     "PDF open beside your editor, in a viewer that notices new files.\n\n"
     "With an error in the report the findings are shown and the PDF stays as it was. A report "
     "that takes over 60 s (`--timeout`) or 1024 MiB (`--memory`) is given up until its next save. "
     "Ctrl+C ends the watching.",
     cmd_watch, 0},
    {"pack", "AGENDA.xml", 1, 1,
     "output layout variant duplex public stamps first-page no-source dry-run werror quiet memory",
     "make a committee's agenda pack, front sheet and all",
     "Makes one PDF of an agenda: its front sheet, on which each item has its pages (\"Pages 71 - "
     "82\", worked out, with a link there), and behind it what the items attach: reports in XML, "
     "rendered on the way, and PDFs of whatever origin, in order. Nothing of them is lost: tags, "
     "bookmarks, links, page labels, layers and embedded files are carried over. \"Agenda Item 7\" "
     "and \"Page 71\" are stamped at the top right of their pages, in the agenda's layout.\n\n"
     "`--layout` is for the front sheet and the stamps; reports have their own. `--variant "
     "large-print` holds for the front sheet and for every report that asks for no other. With an "
     "error in the agenda, in a report or in a PDF, all errors are told and no pack is made; an "
     "old one stays as it was. `--dry-run` does all of this and writes nothing.\n\n"
     "`--first-page 71` numbers front sheet and items from 71 on, for a supplement to a pack that "
     "ends with page 70.\n\n"
     "Items that are exempt (exempt=\"3\": not for publication by virtue of paragraph 3 of Part 1 "
     "of Schedule 12A to the Local Government Act 1972) say so on the front sheet. `--public` "
     "makes "
     "the pack that may be published: what they attach is not in it, and pages keep the numbers "
     "that they have in the members' pack.\n\n"
     "`quoin schema agenda` tells what an agenda may say; samples/agenda.xml is one to start from.",
     cmd_pack, 2048},
    {"attach", "PACK.pdf --item N FILE [--item N FILE]…", 1, 1000,
     "output item at replace title duplex stamps layout variant no-source quiet memory",
     "put reports into a pack that is there already",
     "Puts PDFs, or reports in XML that are rendered on the way, into an agenda pack made by any "
     "program: `quoin attach pack.pdf --item 7 q2.pdf --item 8 plan.pdf -o new.pdf`. The file "
     "behind "
     "an `--item` is that item; the one that stands behind none is the pack. Items stand at the "
     "end, or where `--at` or `--replace` behind each says. Tags, bookmarks, links, page "
     "labels, layers and embedded files are carried over from both sides; page numbers go on "
     "through what is put in.\n\n"
     "Item and page numbers are stamped at the top right, in the words of `--layout`, which is for "
     "stamps alone: reports have their own. `--variant` holds for both. A page that has something "
     "there already is told of.\n\n"
     "The pack given is not changed unless `-o` names it too.",
     cmd_attach, 2048},
    {"dump", "REPORT.xml", 1, 1, "layout variant part agenda-item first-page what tags memory",
     "print pages and tags as text",
     "Prints what stands where on every page, and the tag tree that a screen reader follows. "
     "Two versions of a report, or of quoin, are compared most easily with this.\n\n"
     "In the tree each element has a line with what it says of itself (language, description, "
     "scope of a header cell), and beneath it stand its words, with the page where that changes: "
     "what a screen reader reads, in its order.",
     cmd_dump, 0},
    {"source", "REPORT.pdf", 1, 1, "output item all quiet memory",
     "take the report out of a PDF again",
     "Gives back the XML that a PDF was made from, byte for byte, and says how to make the same "
     "PDF of it again. Without `-o` the XML goes to standard output.\n\n"
     "`--all FOLDER` writes `report.xml` and the pictures it uses into a folder. A layout file of "
     "your own and its fonts do not travel with the PDF; its name is told.\n\n"
     "Of a pack it lists the items that carry a report, with their pages. `--item 7` takes one of "
     "them, `--all FOLDER` all, each into a folder of its own: `item-7/report.xml`.",
     cmd_source, 1024},
    {"verify", "PACK.pdf", 1, 1, "layout format werror quiet memory",
     "say whether a pack's reports are still what their sources render",
     "Takes the source of each report out of a pack, or of the one report out of its PDF, renders "
     "it again and compares page by page all that shows: words, figures, pictures, fonts, links, "
     "sizes; and all that a screen reader says: headings, tables and their header cells, lists, "
     "the "
     "text of pictures, languages, the order of reading; and its bookmarks. For each item it says "
     "whether its pages "
     "are as its source renders, altered, missing or in another order; of what is altered, what "
     "comes first, and on which page. Then come pages that belong to no item: another program has "
     "put them in. A front sheet is out of date (a warning) where `quoin attach` has moved items "
     "that it lists. With one item altered, or one such page, the exit status is 3. A file that "
     "another program only writes otherwise is the same.\n\n"
     "Page labels, further bookmarks and document properties are the pack's own and are not "
     "compared.\n\n"
     "Items that quoin did not make carry no source and are told as such. Of a report by another "
     "version of quoin, or with a layout file that is not given by `--layout`, nothing can be told "
     "unless its pages come out the same. With `--werror` the exit status is 1 where an item could "
     "not be verified, for whatever reason.\n\n"
     "Whoever can change a PDF can change its source as well: compare that with your own "
     "(`quoin source`).",
     cmd_verify, 2048},
    {"schema", "[report|layout|agenda]", 0, 1, "", //
     "print the XML Schema of reports, layouts or agendas",
     "Prints the schema of reports (or of layouts, or of agendas) with a sentence of help on every "
     "element and "
     "attribute. Give it to your XML editor: it then offers the right elements as you type.",
     cmd_schema, 0},
    {"layouts", "", 0, 0, "", //
     "list the layouts that quoin carries",
     "Lists the names that `--layout`, or a report's own layout attribute, may have, with a line "
     "about each.",
     cmd_layouts, 0},
    {"explain", "[CODE…]", 0, 100, "", //
     "explain the code of a finding",
     "Prints a paragraph on each code. Without a code, lists them all.", cmd_explain, 0},
    {"help", "[COMMAND]", 0, 1, "man", //
     "print help on a command", "Prints the commands, or all about one of them.", cmd_help, 0},
    {NULL, NULL, 0, 0, NULL, NULL, NULL, NULL, 0},
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

static quoin_status obey(const struct cli *cli)
{
    const struct command *command = cli->command;
    quoin_status status = QUOIN_DONE;
    if (cli->is_help)
        help_print(stdout, command);
    else if (command->apart == 0 || memory_apart(cli, command->apart << 20, &status))
        status = command->run(cli);
    return status;
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
    quoin_status status = QUOIN_USAGE;
    if (options_parse(&cli, argc - 2, argv + 2) && options_read_environment(&cli))
        status = obey(&cli);
    free(cli.listed);
    return status;
}

int main(int argc, char **argv)
{
    fill_descriptors();
    signal(SIGPIPE, SIG_IGN); /* a reader that went away, or a size limit, is a failed write */
    signal(SIGXFSZ, SIG_IGN);
    return (int)finish_output(run(argc, argv));
}
