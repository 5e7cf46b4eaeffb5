/*
 * A layout checked through the library: what it is, what is said of it, and that it is no report.
 *   layout LAYOUT.xml REPORT.xml
 */
#include <quoin.h>
#include <stdio.h>

static int failures;

static void expect(int is_so, const char *what)
{
    if (is_so)
        return;
    printf("not so: %s\n", what);
    failures++;
}

static void check_layout(const quoin_kit *kit, const char *path)
{
    quoin_report *layout = quoin_check_open(kit, path, NULL);
    const void *bytes = path;
    const char *text = path;
    size_t size = 1;
    expect(quoin_is_layout(layout), "a layout is one");
    expect(quoin_report_status(layout) == QUOIN_DONE, "it has no errors");
    expect(quoin_finding_count(layout) == 0, "nor warnings");
    expect(quoin_render(layout, &bytes, &size) == QUOIN_USAGE, "it is not rendered");
    expect(!bytes && !size, "nothing comes of it");
    expect(quoin_render_file(layout, "layout.pdf") == QUOIN_USAGE, "nor to a file");
    expect(quoin_dump(layout, "all", &text, &size) == QUOIN_USAGE && !text, "it is not dumped");
    expect(quoin_page_count(layout) == 0, "it has no pages");
    quoin_report_close(layout);
}

static void check_report(const quoin_kit *kit, const char *path)
{
    quoin_report *report = quoin_check_open(kit, path, NULL);
    const void *bytes;
    size_t size;
    expect(!quoin_is_layout(report), "a report is none");
    expect(quoin_render(report, &bytes, &size) == QUOIN_DONE && size > 0, "it is rendered");
    quoin_report_close(report);
}

int main(int argc, char **argv)
{
    quoin_kit *kit = quoin_kit_open();
    if (argc != 3 || !kit)
        return 2;
    check_layout(kit, argv[1]);
    check_report(kit, argv[2]);
    quoin_report *layout = quoin_report_open(kit, argv[1], NULL);
    expect(quoin_report_status(layout) == QUOIN_INVALID, "a layout is no report");
    expect(!quoin_is_layout(layout), "nor is it taken for a layout where none is asked for");
    quoin_report_close(layout);
    quoin_kit_close(kit);
    return failures ? 1 : 0;
}
