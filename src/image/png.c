/*
 * png: every kind of PNG becomes 8-bit grey or RGB with an optional 8-bit alpha.
 *
 * libpng reports errors by longjmp into its own jmp_buf. That setjmp is in decode() and nowhere
 * else: the state it needs afterwards lives in struct job, outside the frame; no memory of the
 * arena is taken between the two except through arena_try(). CRCs are checked of ancillary chunks
 * too (a lost tRNS would change the picture), and chunks that may hold compressed data which
 * nobody needs (profiles, texts) are skipped unread.
 */
#include "image/png.h"

#include <png.h>
#include <stdio.h>
#include <string.h>

struct job {
    struct arena *arena;
    str bytes;
    size_t at; /* how far libpng has read */
    png_structp png;
    png_infop info;
    struct bitmap *bitmap;
    uint8_t *samples, *alpha, *rows;
    size_t row_size;
    int channels; /* with alpha */
    bool is_interlaced, is_out_of_memory;
    char message[120]; /* libpng's */
};

static void on_error(png_structp png, png_const_charp message)
{
    struct job *job = png_get_error_ptr(png);
    snprintf(job->message, sizeof job->message, "%s", message);
    longjmp(png_jmpbuf(png), 1);
}

static void on_warning(png_structp png, png_const_charp message)
{
    (void)png, (void)message;
}

static void on_read(png_structp png, png_bytep out, png_size_t count)
{
    struct job *job = png_get_io_ptr(png);
    if (count > job->bytes.n - job->at)
        png_error(png, "the file ends too early");
    memcpy(out, job->bytes.p + job->at, count);
    job->at += count;
}

/* ---- inside libpng's setjmp ------------------------------------------------------------- */

static void set_limits(png_structp png)
{
    static const png_byte unread[] = "iCCP\0iTXt\0tEXt\0zTXt\0eXIf\0hIST\0sPLT\0sBIT";
    png_set_user_limits(png, PNG_SIDE_MAX, PNG_SIDE_MAX);
    png_set_chunk_malloc_max(png, 1 << 20);
    png_set_chunk_cache_max(png, 64);
    png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, unread, sizeof unread / 5);
}

/* To 8 bits a channel: grey, grey and alpha, RGB or RGBA. */
static void set_transformations(struct job *job)
{
    png_set_expand(job->png);
    png_set_scale_16(job->png);
    job->is_interlaced = png_set_interlace_handling(job->png) > 1;
    png_read_update_info(job->png, job->info);
    job->channels = png_get_channels(job->png, job->info);
    job->row_size = png_get_rowbytes(job->png, job->info);
}

/* Dots per inch from dots per metre, rounded; what is not within reason counts as not said. */
static uint32_t read_dpi(struct job *job)
{
    png_uint_32 x = 0, y = 0;
    int unit = 0;
    if (!png_get_pHYs(job->png, job->info, &x, &y, &unit) || unit != PNG_RESOLUTION_METER)
        return 96;
    uint64_t dpi = ((uint64_t)x * 254 + 5000) / 10000;
    return dpi >= 10 && dpi <= 4800 ? (uint32_t)dpi : 96;
}

/* The rows are kept all only when they come in several passes. */
static bool allocate(struct job *job)
{
    size_t pixels = (size_t)job->bitmap->width * job->bitmap->height;
    bool has_alpha = job->channels == 2 || job->channels == 4;
    job->bitmap->channels = job->channels <= 2 ? 1 : 3;
    job->samples = arena_try(job->arena, pixels * (size_t)job->bitmap->channels);
    job->alpha = has_alpha ? arena_try(job->arena, pixels) : NULL;
    job->rows =
        arena_try(job->arena, job->row_size * (job->is_interlaced ? job->bitmap->height : 1));
    return job->samples && job->rows && (job->alpha || !has_alpha);
}

static void split_row(struct job *job, uint32_t y, const uint8_t *row)
{
    size_t width = job->bitmap->width, kept = (size_t)job->bitmap->channels;
    uint8_t *samples = job->samples + y * width * kept;
    if (!job->alpha) {
        memcpy(samples, row, width * kept);
        return;
    }
    uint8_t *alpha = job->alpha + y * width;
    for (size_t x = 0; x < width; x++, row += kept + 1, samples += kept) {
        memcpy(samples, row, kept);
        alpha[x] = row[kept];
    }
}

static void read_rows(struct job *job)
{
    uint32_t height = job->bitmap->height;
    for (int pass = job->is_interlaced ? 7 : 1; pass > 0; pass--)
        for (uint32_t y = 0; y < height; y++) {
            uint8_t *row = job->rows + (job->is_interlaced ? y * job->row_size : 0);
            png_read_row(job->png, row, NULL);
            if (pass == 1)
                split_row(job, y, row);
        }
}

/* False after libpng's error, whose text is then in job->message, or without memory. */
static bool decode(struct job *job)
{
    if (setjmp(png_jmpbuf(job->png)))
        return false;
    set_limits(job->png);
    png_set_read_fn(job->png, job, on_read);
    png_read_info(job->png, job->info);
    job->bitmap->width = png_get_image_width(job->png, job->info);
    job->bitmap->height = png_get_image_height(job->png, job->info);
    job->bitmap->dpi = read_dpi(job);
    set_transformations(job);
    if (!allocate(job)) {
        job->is_out_of_memory = true;
        return false;
    }
    read_rows(job);
    png_read_end(job->png, NULL);
    return true;
}

/* ---- outside of it ---------------------------------------------------------------------- */

static uint32_t big_endian(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;
    return (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 | (uint32_t)u[2] << 8 | u[3];
}

/* The size in the header, before anything is given to the library. */
static bool is_too_large(struct diag *d, str name, str bytes, struct pos pos)
{
    if (bytes.n < 24)
        return false;
    uint32_t width = big_endian(bytes.p + 16), height = big_endian(bytes.p + 20);
    if (width <= PNG_SIDE_MAX && height <= PNG_SIDE_MAX &&
        (uint64_t)width * height <= PNG_PIXELS_MAX)
        return false;
    struct finding *f = diag_add(d, Q542, pos, "the picture %.*s is too large: %u by %u dots",
                                 STR_ARG(name), (unsigned)width, (unsigned)height);
    diag_hint(d, f, "at most %d each way and %d million in all are read", PNG_SIDE_MAX,
              PNG_PIXELS_MAX / 1000000);
    return true;
}

static bool is_opaque(const uint8_t *alpha, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (alpha[i] != 0xFF)
            return false;
    return true;
}

/* FNV-1a over size, samples and alpha. */
static uint64_t hash_bitmap(const struct bitmap *b)
{
    size_t pixels = (size_t)b->width * b->height;
    const uint64_t parts[] = {
        b->width, b->height, (uint64_t)b->channels,
        str_hash((str){(const char *)b->samples, pixels * (size_t)b->channels}),
        b->alpha ? str_hash((str){(const char *)b->alpha, pixels}) : 0};
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        hash = (hash ^ parts[i]) * 1099511628211u;
    return hash;
}

static void report(struct diag *d, str name, struct pos pos, const char *message)
{
    struct finding *f =
        diag_add(d, Q541, pos, "the picture %.*s is damaged: %s", STR_ARG(name), message);
    diag_hint(d, f, "save it again from the program that made it");
}

const struct bitmap *png_load(struct arena *a, struct diag *d, str name, str bytes, struct pos pos)
{
    if (is_too_large(d, name, bytes, pos))
        return NULL;
    struct job *job = ARENA_NEW(a, struct job);
    job->arena = a;
    job->bytes = bytes;
    job->bitmap = ARENA_NEW(a, struct bitmap);
    job->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, job, on_error, on_warning);
    job->info = job->png ? png_create_info_struct(job->png) : NULL;
    bool is_good = job->info && decode(job);
    bool is_out_of_memory = !job->info || job->is_out_of_memory;
    if (job->png)
        png_destroy_read_struct(&job->png, &job->info, NULL);
    if (is_out_of_memory)
        arena_oom(a);
    if (!is_good) {
        report(d, name, pos, job->message);
        return NULL;
    }
    size_t pixels = (size_t)job->bitmap->width * job->bitmap->height;
    job->bitmap->samples = job->samples;
    job->bitmap->alpha = job->alpha && !is_opaque(job->alpha, pixels) ? job->alpha : NULL;
    job->bitmap->hash = hash_bitmap(job->bitmap);
    return job->bitmap;
}

const char *png_library(void)
{
    return png_get_libpng_ver(NULL);
}
