/*
 * quoin_thumbnail() by quoin.h alone: of a report that is whole, in every order; of others.
 *
 *   thumbnail REPORT.xml FAULTY.xml LAYOUT.xml OUT.png
 *   thumbnail REPORT.xml OUT.pdf                 only renders
 */
#include <quoin.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH 240

static int failures;

static void expect(int is_so, const char *what)
{
    printf("  %s  %s\n", is_so ? "ok   " : "FAIL ", what);
    failures += !is_so;
}

struct bytes {
    const void *p;
    size_t n;
};

static int is_same(struct bytes a, struct bytes b)
{
    return a.p && b.p && a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

static struct bytes thumbnail(quoin_report *report, unsigned width)
{
    struct bytes png;
    if (quoin_thumbnail(report, width, &png.p, &png.n) != quoin_report_status(report))
        expect(0, "the status is the report's");
    return png;
}

/* Width and height as the header has them. */
static unsigned side(struct bytes png, int at)
{
    const unsigned char *p = (const unsigned char *)png.p + at;
    return (unsigned)p[0] << 24 | (unsigned)p[1] << 16 | (unsigned)p[2] << 8 | p[3];
}

static void judge_order(const quoin_kit *kit, const char *path)
{
    quoin_report *one = quoin_report_open(kit, path, NULL);
    quoin_report *other = quoin_report_open(kit, path, NULL);
    struct bytes before = thumbnail(one, WIDTH), after, pdf, other_pdf;
    quoin_render(one, &pdf.p, &pdf.n);
    quoin_render(other, &other_pdf.p, &other_pdf.n);
    after = thumbnail(other, WIDTH);
    expect(is_same(before, after), "before and after rendering the same PNG");
    expect(is_same(pdf, other_pdf), "with and without a thumbnail the same PDF");
    expect(is_same(before, thumbnail(one, WIDTH)), "a second one, the same again");
    expect(side(before, 16) == WIDTH && side(before, 20) == 340, "as wide as asked for");
    expect(before.n > 1000 && before.n < 12000, "a few kilobytes");
    quoin_report_close(one);
    quoin_report_close(other);
}

static void judge_widths(const quoin_kit *kit, const char *path)
{
    quoin_report *report = quoin_report_open(kit, path, NULL);
    struct bytes png;
    static const unsigned wrong[] = {0, 15, 2001, 4000000000u};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        expect(quoin_thumbnail(report, wrong[i], &png.p, &png.n) == QUOIN_USAGE && !png.p,
               "a width beyond reason is refused");
    expect(quoin_report_status(report) == QUOIN_DONE, "which does the report no harm");
    expect(side(thumbnail(report, 16), 16) == 16, "the narrowest");
    expect(side(thumbnail(report, 2000), 16) == 2000, "the widest");
    quoin_report_close(report);
}

static void judge_others(const quoin_kit *kit, const char *faulty, const char *layout)
{
    struct bytes png;
    quoin_report *report = quoin_report_open(kit, faulty, NULL);
    expect(quoin_thumbnail(report, WIDTH, &png.p, &png.n) == QUOIN_INVALID && !png.p && !png.n,
           "none of a report with errors");
    quoin_report_close(report);
    report = quoin_check_open(kit, layout, NULL);
    expect(quoin_thumbnail(report, WIDTH, &png.p, &png.n) == QUOIN_USAGE && !png.p,
           "none of a layout");
    quoin_report_close(report);
    report = quoin_report_open(kit, "/nowhere.xml", NULL);
    expect(quoin_thumbnail(report, WIDTH, &png.p, &png.n) == QUOIN_IO && !png.p,
           "none of a file that is not there");
    quoin_report_close(report);
}

static int save(const quoin_kit *kit, const char *path, const char *out)
{
    quoin_report *report = quoin_report_open(kit, path, NULL);
    struct bytes png = thumbnail(report, WIDTH);
    FILE *file = fopen(out, "wb");
    int is_saved = file && png.p && fwrite(png.p, 1, png.n, file) == png.n;
    if (file && fclose(file) != 0)
        is_saved = 0;
    quoin_report_close(report);
    return is_saved;
}

int main(int argc, char **argv)
{
    quoin_kit *kit = quoin_kit_open();
    if ((argc != 3 && argc != 5) || !kit)
        return 2;
    if (argc == 3) {
        quoin_report *report = quoin_report_open(kit, argv[1], NULL);
        int status = quoin_render_file(report, argv[2]);
        quoin_report_close(report);
        quoin_kit_close(kit);
        return status;
    }
    judge_order(kit, argv[1]);
    judge_widths(kit, argv[1]);
    judge_others(kit, argv[2], argv[3]);
    expect(save(kit, argv[1], argv[4]), "saved");
    quoin_kit_close(kit);
    return failures > 0;
}
