#include "batch/trial.h"

#include <string.h>

#include "base/file.h"

/* The name of the report that a layout is tried with; findings in it are of no file. */
#define TRIAL_NAME "trial"

static void tell(struct diag *d, const quoin_finding *found)
{
    enum code code;
    if (found->severity != QUOIN_ERROR || !diag_code_find(str_z(found->code), &code))
        return;
    struct pos pos = {0};
    if (*found->file && strcmp(found->file, TRIAL_NAME) != 0) {
        pos = file_pos(d, str_z(found->file));
        pos.line = (uint32_t)found->line;
        pos.column = (uint32_t)found->column;
    }
    struct finding *f = diag_add(d, code, pos, "%s", found->message);
    if (*found->hint)
        diag_hint(d, f, "%s", found->hint);
}

static bool try_layout(const quoin_kit *kit, const quoin_options *asked, struct diag *d)
{
    static const char trial[] =
        "<report xmlns=\"urn:quoin:report:1\" year=\"2020/21\" quarter=\"1\" xml:lang=\"en-GB\">"
        "<organisation>Office</organisation><title>Report</title><appendix id=\"A\" title=\"A\">"
        "<section title=\"A\"><para>A.</para></section></appendix></report>";
    quoin_options options = *asked;
    options.part = NULL;
    quoin_report *report =
        quoin_report_open_memory(kit, TRIAL_NAME, NULL, trial, sizeof trial - 1, &options);
    if (!report)
        arena_oom(d->arena);
    for (size_t i = 0; i < quoin_finding_count(report); i++) {
        quoin_finding found = quoin_finding_at(report, i);
        tell(d, &found);
    }
    quoin_report_close(report);
    return !diag_failed(d);
}

bool trial_run(const quoin_kit *kit, const quoin_options *asked, struct diag *d)
{
    return !asked->layout || try_layout(kit, asked, d);
}

bool trial_variant(const quoin_kit *kit, const quoin_options *asked, struct diag *d)
{
    const char *variants;
    if (asked->layout || !asked->variant)
        return true;
    for (size_t i = 0; (variants = quoin_layout_variants(kit, i)); i++) {
        str rest = str_z(variants);
        for (str one = str_word(&rest); one.n; one = str_word(&rest))
            if (str_is(one, asked->variant))
                return true;
    }
    return try_layout(kit, asked, d); /* the usual one: its finding names what it has */
}
