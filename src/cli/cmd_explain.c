#include "cli/cli.h"

#include "base/diag.h"

static void list_codes(void)
{
    for (int i = 0; i < CODE_COUNT; i++)
        printf("%s  %s\n", diag_code_name((enum code)i), diag_code_title((enum code)i));
}

/* Filled to 78 columns. */
static void print_filled(const char *text)
{
    str rest = str_z(text);
    size_t column = 0;
    for (str word = str_word(&rest); word.n; word = str_word(&rest)) {
        size_t width = utf8_count(word);
        bool is_first = column == 0 || column + 1 + width > 78;
        if (column)
            putchar(is_first ? '\n' : ' ');
        column = is_first ? width : column + 1 + width;
        fwrite(word.p, 1, word.n, stdout);
    }
    putchar('\n');
}

quoin_status cmd_explain(const struct cli *cli)
{
    quoin_status status = QUOIN_DONE;
    if (cli->operand_count == 0)
        list_codes();
    for (int i = 0; i < cli->operand_count; i++) {
        enum code code;
        if (diag_code_find(str_z(cli->operands[i]), &code)) {
            printf("%s%s: %s\n\n", i ? "\n" : "", diag_code_name(code), diag_code_title(code));
            print_filled(diag_code_text(code));
        } else {
            say_wrong("quoin explain lists the codes", "there is no code \"%s\"", cli->operands[i]);
            status = QUOIN_USAGE;
        }
    }
    return status;
}
