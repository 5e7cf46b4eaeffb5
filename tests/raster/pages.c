/*
 * Every page of a report as pixels, for comparing with another program's; and that comparison.
 *
 *   pages draw REPORT.xml LAYOUT WIDTH FOLDER    FOLDER/1.ppm, 2.ppm …, and 1.png, the thumbnail
 *   pages compare A.ppm B.ppm                    prints the mean difference of their samples, times
 *                                                1000, and that of the two smoothed
 *   pages time REPORT.xml LAYOUT WIDTH           milliseconds for a page, and for its PNG
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "compose/compose.h"
#include "image/png.h"
#include "raster/raster.h"
#include "report/report.h"
#include "typeset/typeset.h"

struct work {
    struct arena *arena, *scratch;
    struct diag diag;
    struct page_list pages;
};

static _Noreturn void fail(struct work *w, const char *what)
{
    diag_print(&w->diag, stderr, (struct diag_style){0});
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static void set_pages(struct work *w, const char *path, const char *layout_name)
{
    struct arena *a = w->arena = arena_new();
    w->scratch = arena_new();
    diag_init(&w->diag, a);
    struct layout_shelf shelf = {.kit = a};
    struct kept_files pictures = {0};
    struct compose_options options = {
        .part = STR("all"), .image_root = file_folder(a, str_z(path)), .pictures = &pictures};
    struct document document = {0};
    const struct source *source = file_read(a, &w->diag, str_z(path), FILE_CAP_XML);
    struct report *report = source ? report_read(a, &w->diag, source) : NULL;
    const struct layout *layout =
        layout_load(&shelf, &w->diag, str_z(layout_name), (struct pos){0});
    if (!report || !layout || !narrative_fill(a, &w->diag, report, layout_wording(layout)) ||
        !compose_document(a, &w->diag, report, layout, &options, &document))
        fail(w, "the report cannot be composed");
    struct typeset_tools tools = {a, w->scratch, &w->diag, hyphen_open(a, &w->diag), 0};
    struct page_meta meta = {.title = document.title, .lang = document.lang};
    if (!typeset_document(&tools, &document, &meta, &w->pages))
        fail(w, "the report cannot be set");
}

static void write_bytes(struct work *w, const char *path, str head, str body)
{
    FILE *out = fopen(path, "wb");
    if (!out || fwrite(head.p, 1, head.n, out) != head.n ||
        fwrite(body.p, 1, body.n, out) != body.n || fclose(out) != 0)
        fail(w, "cannot write");
}

static void draw(struct work *w, uint32_t width, const char *folder)
{
    for (size_t i = 0; i < w->pages.count; i++) {
        const struct bitmap *b = raster_draw_page(w->arena, w->pages.pages[i], width);
        str head = str_format(w->arena, "P6\n%u %u\n255\n", b->width, b->height);
        write_bytes(w, str_format(w->arena, "%s/%zu.ppm", folder, i + 1).p, head,
                    (str){(const char *)b->samples, (size_t)b->width * b->height * 3});
        str png = png_save_bitmap(w->arena, b);
        write_bytes(w, str_format(w->arena, "%s/%zu.png", folder, i + 1).p, STR(""), png);
    }
}

static double milliseconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void measure(struct work *w, uint32_t width)
{
    const int times = 20;
    for (size_t i = 0; i < w->pages.count; i++) {
        double drawing = 0, saving = 0;
        size_t size = 0;
        for (int k = 0; k < times; k++) {
            struct arena_mark mark = arena_mark(w->scratch);
            double begun = milliseconds();
            const struct bitmap *b = raster_draw_page(w->scratch, w->pages.pages[i], width);
            double drawn = milliseconds();
            size = png_save_bitmap(w->scratch, b).n;
            saving += milliseconds() - drawn;
            drawing += drawn - begun;
            arena_rewind(w->scratch, mark);
        }
        printf("page %2zu: %6.2f ms to draw, %6.2f ms to save, %6zu bytes\n", i + 1,
               drawing / times, saving / times, size);
    }
}

/* ---- comparing ----------------------------------------------------------------------------- */

struct picture {
    int width, height;
    unsigned char *samples;
};

static struct picture read_ppm(struct work *w, const char *path)
{
    struct picture p;
    FILE *in = fopen(path, "rb");
    if (!in || fscanf(in, "P6 %d %d 255", &p.width, &p.height) != 2 || fgetc(in) != '\n')
        fail(w, "not a PPM");
    size_t size = (size_t)p.width * (size_t)p.height * 3;
    p.samples = arena_alloc(w->arena, size);
    if (fread(p.samples, 1, size, in) != size)
        fail(w, "the PPM is too short");
    fclose(in);
    return p;
}

/* The mean of a sample and its neighbours, no further than `reach` away. */
static int smooth(const struct picture *p, int x, int y, int k, int reach)
{
    int sum = 0, count = 0;
    for (int j = y - reach; j <= y + reach; j++)
        for (int i = x - reach; i <= x + reach; i++)
            if (i >= 0 && j >= 0 && i < p->width && j < p->height) {
                sum += p->samples[3 * (j * p->width + i) + k];
                count++;
            }
    return sum / count;
}

static long difference(const struct picture *a, const struct picture *b, int reach)
{
    long sum = 0;
    for (int y = 0; y < a->height; y++)
        for (int x = 0; x < a->width; x++)
            for (int k = 0; k < 3; k++)
                sum += labs((long)smooth(a, x, y, k, reach) - smooth(b, x, y, k, reach));
    return sum * 1000 / ((long)a->width * a->height * 3);
}

static void compare(struct work *w, const char *one, const char *other)
{
    w->arena = arena_new();
    diag_init(&w->diag, w->arena);
    struct picture a = read_ppm(w, one), b = read_ppm(w, other);
    if (a.width != b.width || a.height != b.height)
        fail(w, "their sizes differ");
    printf("%ld %ld\n", difference(&a, &b, 0), difference(&a, &b, 2));
}

int main(int argc, char **argv)
{
    struct work w = {0};
    if (argc == 4 && strcmp(argv[1], "compare") == 0) {
        compare(&w, argv[2], argv[3]);
    } else if (argc == 6 && strcmp(argv[1], "draw") == 0) {
        set_pages(&w, argv[2], argv[3]);
        draw(&w, (uint32_t)atoi(argv[4]), argv[5]);
    } else if (argc == 5 && strcmp(argv[1], "time") == 0) {
        set_pages(&w, argv[2], argv[3]);
        measure(&w, (uint32_t)atoi(argv[4]));
    } else {
        fputs("usage: see tests/raster/pages.c\n", stderr);
        return 2;
    }
    arena_close(w.scratch);
    arena_close(w.arena);
    return 0;
}
