/*
 * man: the tables of commands and options as quoin(1), in the man(7) macros.
 */
#include "cli/cli.h"

#include <string.h>

/* What to type, marked `…`, is bold; hyphens stay hyphens; no line may begin with a control. */
static void print_text(FILE *out, const char *text)
{
    bool is_bold = false;
    for (const char *p = text; *p; p++) {
        if (*p == '`') {
            fputs(is_bold ? "\\fP" : "\\fB", out);
            is_bold = !is_bold;
        } else if (strncmp(p, "\n\n", 2) == 0) {
            fputs("\n.PP\n", out);
            p++;
        } else if (*p == '-') {
            fputs("\\-", out);
        } else if (*p == '\\') {
            fputs("\\e", out);
        } else if (strncmp(p, "…", strlen("…")) == 0) {
            fputs("\\|.\\|.\\|.", out);
            p += strlen("…") - 1;
        } else {
            putc(*p, out);
        }
    }
    putc('\n', out);
}

static void print_option(FILE *out, const struct option *o)
{
    fputs(".TP\n", out);
    if (o->letter)
        fprintf(out, "\\fB\\-%c\\fP, ", o->letter);
    fprintf(out, "\\fB\\-\\-%s\\fP", o->name);
    if (o->argument)
        fprintf(out, " \\fI%s\\fP", o->argument);
    putc('\n', out);
    print_text(out, o->help);
}

static void print_command(FILE *out, const struct command *c)
{
    char head[128];
    snprintf(head, sizeof head, "`quoin %s` %s", c->name, c->operands);
    fputs(".SS ", out);
    print_text(out, head);
    print_text(out, c->text);
    for (const struct option *o = options; o->name; o++)
        if (strcmp(o->name, "help") != 0 && options_has(c, o))
            print_option(out, o);
}

static const char *const statuses[] = {
    "done; there may be warnings",
    "there are warnings, and `--werror` was given; the PDF is made",
    "the command line makes no sense",
    "the report or the layout has errors; nothing is written",
    "a file cannot be read or written; the old output is as it was",
    "a limit is exceeded: the size of a file, the number of pages, memory",
    "quoin's own fault: please report it",
};

static void print_statuses(FILE *out)
{
    fputs(".SH EXIT STATUS\n", out);
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        fprintf(out, ".TP\n%zu\n", i);
        print_text(out, statuses[i]);
    }
    fputs(".PP\nOf several reports, the highest counts.\n", out);
}

static void print_end(FILE *out)
{
    fputs(".SH ENVIRONMENT\n.TP\n.B SOURCE_DATE_EPOCH\n"
          "Seconds since 1970: the date written into the PDF, in place of the report's own. The\n"
          "clock is never read: the same report gives the same bytes on any day.\n"
          ".TP\n.B NO_COLOR\nWhen set, findings are printed without colour on a terminal too.\n"
          ".SH EXAMPLES\n"
          "Make the PDF, with a proof in another layout first:\n"
          ".PP\n.nf\nquoin render \\-\\-layout civic \\-o proof.pdf q2.xml\nquoin render q2.xml\n"
          ".fi\n.PP\nOnly the covering paper, to a pipe:\n"
          ".PP\n.nf\nquoin render \\-\\-part paper \\-o \\- q2.xml | lp\n.fi\n"
          ".PP\nThe report and its pictures out of the PDF again:\n"
          ".PP\n.nf\nquoin source \\-\\-all q2 q2.pdf\n.fi\n"
          ".PP\nFindings for a program:\n"
          ".PP\n.nf\nquoin check \\-\\-format json *.xml\n.fi\n",
          out);
}

void man_print(FILE *out)
{
    fprintf(out, ".TH QUOIN 1 \"\" \"quoin %s\"\n", quoin_version());
    fputs(".SH NAME\nquoin \\- board\\-ready PDFs from performance reports written in XML\n"
          ".SH SYNOPSIS\n",
          out);
    for (const struct command *c = commands; c->name; c++) {
        char line[160];
        snprintf(line, sizeof line, "`quoin %s`%s %s", c->name, *c->options ? " [options]" : "",
                 c->operands);
        print_text(out, line);
        fputs(".br\n", out);
    }
    fputs(
        ".SH DESCRIPTION\n"
        "A report holds one quarter's figures and the words about them. Quoin checks it and sets\n"
        "it in the layout it names, as a tagged PDF that every reader can use.\n"
        ".PP\nWhat is made goes to a file or to standard output; what is said goes to standard\n"
        "error. Options may stand before or after the files.\n"
        ".SH COMMANDS\n",
        out);
    for (const struct command *c = commands; c->name; c++)
        print_command(out, c);
    print_statuses(out);
    print_end(out);
}
