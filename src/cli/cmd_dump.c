#include "cli/cli.h"

quoin_status cmd_dump(const struct cli *cli)
{
    quoin_options wanted = options_for_report(cli);
    quoin_status unopened;
    quoin_kit *kit = say_open_kit(&unopened);
    if (!kit)
        return unopened;
    quoin_report *report = quoin_report_open(kit, cli->operands[0], &wanted);
    quoin_status status = QUOIN_LIMIT;
    const char *what = cli->is_tags ? "tags" : cli->what, *text;
    size_t size;
    if (report) {
        status = quoin_dump(report, what ? what : "all", &text, &size);
        say_findings(report);
        if (text)
            fwrite(text, 1, size, stdout);
    }
    quoin_report_close(report);
    quoin_kit_close(kit);
    return status;
}
