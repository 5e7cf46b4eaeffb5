/*
 * help: the tables of commands and options as text for a terminal, filled to 78 columns.
 */
#include "cli/cli.h"

#include <string.h>

#include "base/str.h"

#define WIDTH 78

/* Prints without the marks `…`; column is where the line stands; later lines are indented. */
static void print_filled(FILE *out, const char *text, size_t column, size_t indent)
{
    str rest = str_z(text);
    bool is_first = true;
    for (str word = str_word(&rest); word.n; word = str_word(&rest)) {
        size_t width = 0;
        for (size_t i = 0; i < word.n; i++)
            width += word.p[i] != '`' && ((unsigned char)word.p[i] & 0xC0) != 0x80;
        if (!is_first && column + 1 + width > WIDTH) {
            fprintf(out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (!is_first) {
            putc(' ', out);
            column++;
        }
        for (size_t i = 0; i < word.n; i++)
            if (word.p[i] != '`')
                putc(word.p[i], out);
        column += width;
        is_first = false;
    }
    putc('\n', out);
}

/* Paragraphs are parted by an empty line. */
static void print_paragraphs(FILE *out, const char *text)
{
    const char *end;
    for (; (end = strstr(text, "\n\n")); text = end + 2) {
        char paragraph[1024];
        snprintf(paragraph, sizeof paragraph, "%.*s", (int)(end - text), text);
        print_filled(out, paragraph, 0, 0);
        putc('\n', out);
    }
    print_filled(out, text, 0, 0);
}

static void print_option(FILE *out, const struct option *o)
{
    char left[64];
    snprintf(left, sizeof left, "  %c%c%s --%s%s%s", o->letter ? '-' : ' ',
             o->letter ? o->letter : ' ', o->letter ? "," : " ", o->name, o->argument ? " " : "",
             o->argument ? o->argument : "");
    fprintf(out, "%-22s ", left);
    print_filled(out, o->help, 23, 23);
}

static void print_command(FILE *out, const struct command *c)
{
    fprintf(out, "quoin %s%s%s%s\n\n", c->name, *c->options ? " [OPTIONS]" : "",
            *c->operands ? " " : "", c->operands);
    print_paragraphs(out, c->text);
    fputs("\nOptions\n", out);
    for (const struct option *o = options; o->name; o++)
        if (options_has(c, o))
            print_option(out, o);
}

void help_print(FILE *out, const struct command *command)
{
    if (command) {
        print_command(out, command);
        return;
    }
    fputs("quoin makes board-ready PDFs from performance reports written in XML.\n\n", out);
    for (const struct command *c = commands; c->name; c++) {
        char left[64];
        snprintf(left, sizeof left, "quoin %s %s", c->name, c->operands);
        /* printf pads by bytes; an ellipsis is three of them and one column */
        int pad = 31 - (int)utf8_count(str_z(left));
        if (pad > 0)
            fprintf(out, "  %s%*s", left, pad, "");
        else
            fprintf(out, "  %s\n%*s", left, 33, "");
        print_filled(out, c->brief, 33, 33);
    }
    fputs("\nquoin help COMMAND tells more. There are reports to start from in samples/.\n", out);
}
