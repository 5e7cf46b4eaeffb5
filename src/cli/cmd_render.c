#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

static quoin_status render_whole(const struct cli *cli, const quoin_kit *kit, const char *input,
                                 const char *output)
{
    quoin_options wanted = options_for_report(cli);
    if (options_is_same_file(input, output)) {
        say_wrong("name another file with -o", "%s is the report itself", output);
        return QUOIN_USAGE;
    }
    quoin_report *report = quoin_report_open(kit, input, &wanted);
    if (!report) {
        say_wrong(NULL, "there is not enough memory");
        return QUOIN_LIMIT;
    }
    quoin_status status = quoin_render_file(report, output);
    bool is_done = status <= QUOIN_WARNINGS;
    const char *about = is_done && strcmp(output, "-") != 0 ? output : input;
    say_findings(report);
    if (!cli->is_quiet)
        say_summary(report, about, is_done ? quoin_page_count(report) : 0);
    quoin_report_close(report);
    return status;
}

static quoin_status render_one(const struct cli *cli, const quoin_kit *kit, const char *input,
                               const char *output)
{
    return (cli->is_split ? split_render : render_whole)(cli, kit, input, output);
}

static bool check_usage(const struct cli *cli)
{
    if (cli->output && cli->operand_count > 1) {
        say_wrong("without -o each PDF is written beside its report",
                  "-o names one file, but there are %d reports", cli->operand_count);
        return false;
    }
    if ((cli->agenda_item || cli->first_page) && cli->operand_count > 1) {
        say_wrong("render them one by one: each has an item and pages of its own",
                  "--%s is for one report, and there are %d",
                  cli->agenda_item ? "agenda-item" : "first-page", cli->operand_count);
        return false;
    }
    for (int i = 0; cli->is_split && i < cli->operand_count; i++)
        if (strcmp(cli->operands[i], "-") == 0 || (cli->output && !strcmp(cli->output, "-"))) {
            say_wrong("name the report, and with -o a file that the others are named after",
                      "--split reads and writes files, not standard input and output");
            return false;
        }
    for (int i = 0; i < cli->operand_count; i++)
        if (strcmp(cli->operands[i], "-") == 0 && !cli->output) {
            say_wrong("add -o FILE, or -o - for standard output",
                      "a report from standard input has no name that the PDF could have");
            return false;
        }
    for (int i = 0; !cli->output && i < cli->operand_count; i++)
        if (say_is_agenda(cli->operands[i]))
            return false;
    return true;
}

quoin_status cmd_render(const struct cli *cli)
{
    if (!check_usage(cli))
        return QUOIN_USAGE;
    quoin_status unopened;
    quoin_kit *kit = say_open_kit(&unopened);
    if (!kit)
        return unopened;
    quoin_status worst = QUOIN_DONE;
    for (int i = 0; i < cli->operand_count; i++) {
        char *beside = cli->output ? NULL : options_output_beside(cli->operands[i]);
        const char *output = cli->output ? cli->output : beside;
        quoin_status status = output ? render_one(cli, kit, cli->operands[i], output) : QUOIN_LIMIT;
        worst = status > worst ? status : worst;
        free(beside);
    }
    quoin_kit_close(kit);
    return worst;
}
