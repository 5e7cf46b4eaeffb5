#include "batch/watch.h"

#include <stdlib.h>
#include <string.h>

#include "batch/batch.h"
#include "cli/cli.h"

static bool check_usage(const char *input, const char *output)
{
    if (strcmp(input, "-") == 0) {
        say_wrong("name a file", "standard input cannot be watched");
        return false;
    }
    if (strcmp(output, "-") == 0) {
        say_wrong("name a file with -o", "a PDF for every save cannot go to standard output");
        return false;
    }
    if (options_is_same_file(input, output)) {
        say_wrong("name another file with -o", "%s is the report itself", output);
        return false;
    }
    return true;
}

static quoin_status watch(const struct cli *cli, const char *output)
{
    struct watch_options wanted = {
        .report = cli->operands[0],
        .output = output,
        .options = options_for_report(cli),
        .timeout = cli->seconds < 0 ? BATCH_TIMEOUT : (unsigned)cli->seconds,
        .is_quiet = cli->is_quiet,
        .is_coloured = say_is_coloured(),
    };
    if (!cli->memory_limit)
        wanted.options.memory_limit = (size_t)BATCH_MEMORY_MIB << 20;
    quoin_status unopened;
    quoin_kit *kit = say_open_kit(&unopened);
    if (!kit)
        return unopened;
    int status = watch_run(kit, &wanted);
    quoin_kit_close(kit);
    return (quoin_status)status;
}

quoin_status cmd_watch(const struct cli *cli)
{
    char *beside = cli->output ? NULL : options_output_beside(cli->operands[0]);
    const char *output = cli->output ? cli->output : beside;
    if (!output) {
        say_wrong(NULL, "there is not enough memory");
        return QUOIN_LIMIT;
    }
    if (!cli->output && say_is_agenda(cli->operands[0])) {
        free(beside);
        return QUOIN_USAGE;
    }
    quoin_status status = check_usage(cli->operands[0], output) ? watch(cli, output) : QUOIN_USAGE;
    free(beside);
    return status;
}
