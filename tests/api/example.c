/* Reads the report named, prints its findings, and writes its PDF: all of quoin.h that is needed.
 */
#include <quoin.h>

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: example REPORT.xml OUT.pdf\n");
        return QUOIN_USAGE;
    }
    quoin_kit *kit = quoin_kit_open();
    if (!kit)
        return QUOIN_INTERNAL;
    quoin_options options = QUOIN_OPTIONS_DEFAULT;
    options.part = "all";
    quoin_report *report = quoin_report_open(kit, argv[1], &options);
    quoin_status status = report ? quoin_report_status(report) : QUOIN_LIMIT;
    if (status == QUOIN_DONE)
        status = quoin_render_file(report, argv[2]);
    for (size_t i = 0; report && i < quoin_finding_count(report); i++) {
        quoin_finding f = quoin_finding_at(report, i);
        printf("%s:%u:%u: %s %s\n", f.file, f.line, f.column, f.code, f.message);
    }
    if (status == QUOIN_DONE)
        printf("%s: %zu pages\n", argv[2], quoin_page_count(report));
    quoin_report_close(report);
    quoin_kit_close(kit);
    return (int)status;
}
