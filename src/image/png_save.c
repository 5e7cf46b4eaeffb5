/*
 * png_save: a bitmap as PNG, in a palette where nobody sees the difference. No time, no text, no
 * profile; filters and the level are fixed, so that the same pixels give the same bytes wherever
 * zlib is the same.
 *
 * As in png.c, libpng's errors leave by longjmp to the one setjmp, in encode(); what is needed
 * afterwards lives in struct job, and between the two memory is taken by arena_try() alone.
 */
#include "image/png.h"

#include <png.h>
#include <string.h>

#include "image/palette.h"

/* Of a page 240 pixels wide: 9 takes four times as long for 5 % less, 4 a third less for 3 % more.
 */
#define LEVEL 6

struct job {
    struct arena *arena;
    const struct bitmap *bitmap;
    struct palette palette;
    bool has_palette;
    png_structp png;
    png_infop info;
    char *bytes;
    size_t count, room;
    png_color colours[PALETTE_MAX];
};

static void on_error(png_structp png, png_const_charp message)
{
    (void)message;
    longjmp(png_jmpbuf(png), 1);
}

static void on_warning(png_structp png, png_const_charp message)
{
    (void)png, (void)message;
}

static void on_write(png_structp png, png_bytep bytes, png_size_t count)
{
    struct job *job = png_get_io_ptr(png);
    if (count > job->room - job->count) {
        size_t room = 2 * job->room + count;
        char *more = arena_try(job->arena, room);
        if (!more)
            png_error(png, "no memory");
        memcpy(more, job->bytes, job->count);
        job->bytes = more;
        job->room = room;
    }
    memcpy(job->bytes + job->count, bytes, count);
    job->count += count;
}

static void on_flush(png_structp png)
{
    (void)png;
}

/* ---- inside libpng's setjmp ---------------------------------------------------------------- */

static void set_header(struct job *job)
{
    const struct bitmap *b = job->bitmap;
    int type = b->channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB, depth = 8;
    if (job->has_palette) {
        int count = job->palette.count;
        type = PNG_COLOR_TYPE_PALETTE;
        depth = count <= 2 ? 1 : count <= 4 ? 2 : count <= 16 ? 4 : 8;
        png_set_PLTE(job->png, job->info, job->colours, count);
    }
    png_set_IHDR(job->png, job->info, b->width, b->height, depth, type, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
}

static bool encode(struct job *job)
{
    if (setjmp(png_jmpbuf(job->png)))
        return false;
    const struct bitmap *b = job->bitmap;
    const uint8_t *row = job->has_palette ? job->palette.indices : b->samples;
    size_t size = b->width * (job->has_palette ? 1 : (size_t)b->channels);
    png_set_write_fn(job->png, job, on_write, on_flush);
    png_set_compression_level(job->png, LEVEL);
    png_set_filter(job->png, 0, job->has_palette ? PNG_FILTER_NONE : PNG_ALL_FILTERS);
    set_header(job);
    png_write_info(job->png, job->info);
    png_set_packing(job->png);
    for (uint32_t y = 0; y < b->height; y++, row += size)
        png_write_row(job->png, row);
    png_write_end(job->png, NULL);
    return true;
}

/* ---- outside of it ------------------------------------------------------------------------- */

static void set_colours(struct job *job)
{
    for (int i = 0; i < job->palette.count; i++) {
        colour c = job->palette.colours[i];
        job->colours[i] = (png_color){(png_byte)(c >> 16), (png_byte)(c >> 8), (png_byte)c};
    }
}

str png_save_bitmap(struct arena *a, const struct bitmap *b)
{
    struct job *job = ARENA_NEW(a, struct job);
    job->arena = a;
    job->bitmap = b;
    job->room = 4096;
    job->bytes = arena_alloc(a, job->room);
    job->has_palette = palette_find(a, b, &job->palette);
    set_colours(job);
    job->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, job, on_error, on_warning);
    job->info = job->png ? png_create_info_struct(job->png) : NULL;
    bool is_good = job->info && encode(job);
    if (job->png)
        png_destroy_write_struct(&job->png, &job->info);
    if (!is_good) /* what is asked for is right; nothing else is left to go wrong */
        arena_oom(a);
    return (str){job->bytes, job->count};
}
