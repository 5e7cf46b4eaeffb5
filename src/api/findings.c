/* findings: how a report stands, and what there is to say about it. */
#include "api/job.h"

/* A report with more findings than this is told the number of the others. */
#define FINDINGS_PRINTED 100

quoin_status quoin_report_status(const quoin_report *report)
{
    quoin_status status = (quoin_status)report->diag.status;
    if (report->is_out_of_memory && status < QUOIN_LIMIT)
        return QUOIN_LIMIT;
    if (status == QUOIN_DONE && report->is_werror && report->diag.warnings > 0)
        return QUOIN_WARNINGS;
    return status;
}

size_t quoin_finding_count(const quoin_report *report)
{
    return report->shown ? report->diag.count : 0;
}

quoin_finding quoin_finding_at(const quoin_report *report, size_t index)
{
    if (index >= quoin_finding_count(report))
        return (quoin_finding){QUOIN_NOTE, "", "", 0, 0, "", ""};
    return report->shown[index];
}

void quoin_print_findings(const quoin_report *report, FILE *out, int colour)
{
    diag_print(&report->diag, out, (struct diag_style){colour != 0, FINDINGS_PRINTED});
}

void quoin_print_findings_json(const quoin_report *report, FILE *out)
{
    diag_print_json(&report->diag, out);
}
