#include <string.h>
#include <sys/stat.h>

#include "batch/batch.h"
#include "cli/cli.h"

static bool is_json(const struct cli *cli)
{
    return cli->format && strcmp(cli->format, "json") == 0;
}

/* A slip of the pen would be told for every report. */
static bool check_part(const struct cli *cli)
{
    const char *part = cli->part;
    bool is_letter = part && part[0] >= 'A' && part[0] <= 'Z' && !part[1];
    if (!part || is_letter || strcmp(part, "all") == 0 || strcmp(part, "paper") == 0)
        return true;
    say_wrong("a part is all, paper or the letter of an appendix: --part A",
              "--part cannot be \"%s\"", part);
    return false;
}

/* Of what is given at once, what cannot be meant. */
static bool check_together(const struct cli *cli)
{
    const struct {
        bool is_given;
        const char *name;
    } others[] = {
        {cli->is_dry, "dry-run"},   {cli->is_forced, "force"}, {cli->is_fail_fast, "fail-fast"},
        {cli->pattern, "name"},     {cli->layout, "layout"},   {cli->variant, "variant"},
        {cli->part, "part"},        {cli->shard, "shard"},     {cli->has_no_source, "no-source"},
        {cli->is_pruning, "prune"},
    };
    if (cli->is_keep_going && cli->is_fail_fast) {
        say_wrong("a batch keeps going unless --fail-fast is given",
                  "--keep-going and --fail-fast cannot both be given");
        return false;
    }
    if (cli->is_pruning && cli->shard) {
        say_wrong("prune with a batch over all reports, when the shards are merged",
                  "a shard knows but its own reports: --shard takes no --prune");
        return false;
    }
    for (size_t i = 0; cli->is_merge && i < sizeof others / sizeof *others; i++)
        if (others[i].is_given) {
            say_wrong("--merge only puts together what the shards have written: "
                      "quoin batch --merge OUTDIR",
                      "--merge takes no --%s", others[i].name);
            return false;
        }
    return true;
}

/* With --merge the folder may stand without -o. */
static bool check_folder(const struct cli *cli, const char **folder)
{
    int needed = cli->is_merge && !cli->output;
    *folder = needed ? cli->operands[0] : cli->output;
    if (!*folder) {
        say_wrong(cli->is_merge
                      ? "quoin batch --merge OUTDIR"
                      : "name the folder that the PDFs go into: quoin batch reports -o out",
                  cli->is_merge ? "--merge needs the folder that the shards wrote into"
                                : "batch needs -o OUTDIR");
        return false;
    }
    if (strcmp(*folder, "-") == 0) {
        say_wrong("name a folder", "a batch cannot be written to standard output");
        return false;
    }
    if (cli->is_merge && cli->operand_count > needed) {
        say_wrong("--merge looks at no reports: quoin batch --merge OUTDIR",
                  "--merge takes no \"%s\"", cli->operands[needed]);
        return false;
    }
    return true;
}

/* All that is not named seems to be gone: a file alone is never all. */
static bool check_pruning(const struct cli *cli)
{
    struct stat st;
    for (int i = 0; cli->is_pruning && i < cli->operand_count; i++)
        if (stat(cli->operands[i], &st) == 0 && !S_ISDIR(st.st_mode)) {
            say_wrong("name the folders of all reports that go into the folder -o",
                      "--prune takes folders, and %s is a file", cli->operands[i]);
            return false;
        }
    return true;
}

static bool check_inputs(const struct cli *cli)
{
    if (!cli->is_merge && cli->operand_count == 0) {
        say_wrong("name report files, or folders that hold some: quoin batch reports -o out",
                  "batch needs a report");
        return false;
    }
    for (int i = 0; i < cli->operand_count; i++)
        if (strcmp(cli->operands[i], "-") == 0) {
            say_wrong("quoin render - -o FILE reads one report from standard input",
                      "a batch reads no report from standard input");
            return false;
        }
    return check_pruning(cli);
}

static struct batch_options options_for_batch(const struct cli *cli, const char *folder)
{
    struct batch_options options = {
        .inputs = cli->operands,
        .output = folder,
        .pattern = cli->pattern,
        .report = options_for_report(cli),
        .jobs = cli->job_count,
        .timeout = cli->seconds < 0 ? BATCH_TIMEOUT : (unsigned)cli->seconds,
        .shard = {cli->shard_index, cli->shard_count},
        .is_forced = cli->is_forced,
        .is_dry = cli->is_dry,
        .is_fail_fast = cli->is_fail_fast,
        .is_pruning = cli->is_pruning,
        .is_merge = cli->is_merge,
        .is_json = is_json(cli),
        .is_quiet = cli->is_quiet,
    };
    if (!cli->memory_limit)
        options.report.memory_limit = (size_t)BATCH_MEMORY_MIB << 20;
    return options;
}

quoin_status cmd_batch(const struct cli *cli)
{
    const char *folder;
    if (!check_together(cli) || !check_part(cli) || !check_folder(cli, &folder) ||
        !check_inputs(cli))
        return QUOIN_USAGE;
    quoin_status unopened;
    quoin_kit *kit = say_open_kit(&unopened);
    if (!kit)
        return unopened;
    struct batch_options options = options_for_batch(cli, folder);
    int status = batch_run(kit, &options);
    quoin_kit_close(kit);
    return (quoin_status)status; /* or 128 and a signal, which main returns as it is */
}
