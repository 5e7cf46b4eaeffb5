#include "cli/cli.h"

#include <string.h>

quoin_status cmd_help(const struct cli *cli)
{
    const char *names[16] = {NULL};
    char hint[128];
    if (cli->is_man) {
        man_print(stdout);
        return QUOIN_DONE;
    }
    if (cli->operand_count == 0) {
        help_print(stdout, NULL);
        return QUOIN_DONE;
    }
    for (int i = 0; commands[i].name; i++) {
        names[i] = commands[i].name;
        if (strcmp(names[i], cli->operands[0]) == 0) {
            help_print(stdout, &commands[i]);
            return QUOIN_DONE;
        }
    }
    const char *near = say_nearest(hint, "quoin help ", cli->operands[0], names);
    say_wrong(near ? near : "quoin help lists the commands", "there is no command \"%s\"",
              cli->operands[0]);
    return QUOIN_USAGE;
}
