#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

quoin_status cmd_schema(const struct cli *cli)
{
    const char *which = cli->operand_count ? cli->operands[0] : "report";
    if (strcmp(which, "report") != 0 && strcmp(which, "layout") != 0 &&
        strcmp(which, "agenda") != 0) {
        say_wrong("quoin schema report, quoin schema layout or quoin schema agenda",
                  "there is no schema of \"%s\"", which);
        return QUOIN_USAGE;
    }
    char *text = quoin_schema(which);
    if (!text) {
        say_wrong(NULL, "there is not enough memory");
        return QUOIN_LIMIT;
    }
    fputs(text, stdout);
    free(text);
    return QUOIN_DONE;
}
