#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

/*
 * The library prints one JSON array per report; several reports make one array of all findings, so
 * that a program always reads the same thing. *count is how many came before.
 */
static void print_json(const quoin_report *report, size_t *count)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (out) {
        quoin_print_findings_json(report, out);
        fclose(out);
    }
    const char *first = text ? strchr(text, '[') : NULL, *last = text ? strrchr(text, ']') : NULL;
    size_t here = quoin_finding_count(report);
    if (here && first && last)
        printf("%s%.*s", *count ? "," : "", (int)(last - first - 1), first + 1);
    *count += here;
    free(text);
}

/* What its items attach is not looked into here: that is the work of a pack, and may be long. */
static void say_unopened(const quoin_report *agenda, const char *input)
{
    size_t count = 0;
    for (size_t i = 0; i < quoin_agenda_item_count(agenda); i++)
        count += *quoin_agenda_item_at(agenda, i).file != '\0';
    if (count == 0)
        return;
    say_name(stderr, input);
    fprintf(stderr, ": the %s not opened; quoin pack --dry-run does that\n",
            count == 1 ? "file that it names is" : "files that it names are");
}

static quoin_status check_one(const struct cli *cli, const quoin_kit *kit, const char *input,
                              size_t *printed)
{
    quoin_options wanted = options_for_report(cli);
    quoin_report *report = quoin_check_open(kit, input, &wanted);
    const void *bytes;
    size_t size;
    if (!report) {
        say_wrong(NULL, "there is not enough memory");
        return QUOIN_LIMIT;
    }
    /* What a layout, a picture or a line that is too long has to say comes out only at the end. */
    quoin_status status =
        quoin_is_layout(report) ? quoin_report_status(report) : quoin_render(report, &bytes, &size);
    if (cli->format && strcmp(cli->format, "json") == 0) {
        print_json(report, printed);
    } else {
        say_findings(report);
        if (!cli->is_quiet)
            say_summary(report, input, 0);
    }
    if (quoin_is_agenda(report) && !cli->is_quiet)
        say_unopened(report, input);
    quoin_report_close(report);
    return status;
}

quoin_status cmd_check(const struct cli *cli)
{
    bool is_json = cli->format && strcmp(cli->format, "json") == 0;
    size_t printed = 0;
    quoin_status unopened;
    quoin_kit *kit = say_open_kit(&unopened);
    if (!kit)
        return unopened;
    quoin_status worst = QUOIN_DONE;
    if (is_json)
        putchar('[');
    for (int i = 0; i < cli->operand_count; i++) {
        quoin_status status = check_one(cli, kit, cli->operands[i], &printed);
        worst = status > worst ? status : worst;
    }
    if (is_json)
        fputs("]\n", stdout);
    quoin_kit_close(kit);
    return worst;
}
