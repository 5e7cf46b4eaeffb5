#include "cli/cli.h"

quoin_status cmd_layouts(const struct cli *cli)
{
    (void)cli;
    const char *name, *title;
    quoin_status unopened;
    quoin_kit *kit = say_open_kit(&unopened);
    if (!kit)
        return unopened;
    for (size_t i = 0; (name = quoin_layout_name(kit, i, &title)); i++) {
        const char *variants = quoin_layout_variants(kit, i);
        printf("%-12s %s%s%s\n", name, title, *variants ? "; variants: " : "", variants);
    }
    quoin_kit_close(kit);
    return QUOIN_DONE;
}
