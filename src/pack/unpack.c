#include "pack/unpack.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define DOCUMENT_MAX ((size_t)512 << 20)
#define DOCUMENT_BY  32 /* and so many bytes for each of the file's */

#define LAYERS_MAX 8
#define BLOCK_SIZE (32 << 10)

/* Of what stands before a stream, its dictionary is found in this at the latest. */
#define ENTRIES_SIZE (64 << 10)

bool unpack_is_packed(str packed)
{
    if (packed.n < 2)
        return false;
    unsigned method = (unsigned char)packed.p[0], flags = (unsigned char)packed.p[1];
    return (method & 0xF) == Z_DEFLATED && method >> 4 <= 7 && (method << 8 | flags) % 31 == 0 &&
           !(flags & 0x20);
}

/* ---- measuring ----------------------------------------------------------------------------- */

/* Bytes that are inflated again and again, each layer handing on what it makes as it goes. */
struct layers {
    z_stream z[LAYERS_MAX];
    bool is_open[LAYERS_MAX], is_done[LAYERS_MAX];
    size_t sizes[LAYERS_MAX];
    size_t most;
};

static bool open_layer(struct layers *l, size_t depth)
{
    l->is_open[depth] = inflateInit(&l->z[depth]) == Z_OK;
    return l->is_open[depth];
}

/* What a layer has made goes into the next, if it begins as packed bytes do. False: enough. */
static bool feed(struct layers *l, size_t depth, str bytes)
{
    char block[BLOCK_SIZE];
    z_stream *z = &l->z[depth];
    z->next_in = (Bytef *)(uintptr_t)bytes.p;
    z->avail_in = (uInt)bytes.n;
    while (!l->is_done[depth]) {
        z->next_out = (Bytef *)block;
        z->avail_out = sizeof block;
        int status = inflate(z, Z_NO_FLUSH);
        str made = {block, sizeof block - z->avail_out};
        bool is_first = l->sizes[depth] == 0;
        l->sizes[depth] += made.n;
        l->is_done[depth] = status != Z_OK;
        if (l->sizes[depth] > l->most)
            return false;
        if (is_first && depth + 1 < LAYERS_MAX && unpack_is_packed(made))
            open_layer(l, depth + 1);
        if (depth + 1 < LAYERS_MAX && l->is_open[depth + 1] && made.n && !feed(l, depth + 1, made))
            return false;
        if (z->avail_in == 0 && z->avail_out > 0)
            break;
    }
    return true;
}

/* *taken: bytes of the outermost layer that were looked at. */
static size_t measure(str packed, size_t most, size_t *taken)
{
    struct layers l = {.most = most};
    size_t largest = 0;
    *taken = 0;
    bool is_within = open_layer(&l, 0);
    while (is_within && !l.is_done[0] && *taken < packed.n) {
        size_t n = packed.n - *taken < BLOCK_SIZE ? packed.n - *taken : BLOCK_SIZE;
        is_within = feed(&l, 0, str_sub(packed, *taken, *taken + n));
        *taken += n - l.z[0].avail_in;
    }
    for (size_t i = 0; i < LAYERS_MAX; i++) {
        if (l.is_open[i])
            inflateEnd(&l.z[i]);
        largest = l.sizes[i] > largest ? l.sizes[i] : largest;
    }
    return largest;
}

size_t unpack_measure(str packed, size_t most)
{
    size_t taken;
    return measure(packed, most, &taken);
}

/* ---- unpacking ----------------------------------------------------------------------------- */

/* A room that grows as it is filled; malloc'ed. NULL when there is no memory for it. */
static char *grow(char *bytes, size_t *room)
{
    size_t more = *room * 2 < UNPACK_STREAM_MAX ? *room * 2 : UNPACK_STREAM_MAX + 1;
    char *grown = realloc(bytes, more);
    if (!grown)
        free(bytes);
    *room = more;
    return grown;
}

/* Viewers let a wrong checksum pass, and what is cut off. */
static bool is_good(const z_stream *z, int status)
{
    bool is_checksum = z->msg && strcmp(z->msg, "incorrect data check") == 0;
    return status == Z_STREAM_END || is_checksum ||
           ((status == Z_OK || status == Z_BUF_ERROR) && z->avail_in == 0);
}

bool unpack_once(struct arena *a, str packed, str *out)
{
    size_t room = packed.n < UNPACK_STREAM_MAX / 8 ? packed.n * 4 + 1024 : UNPACK_STREAM_MAX / 2;
    char *bytes = malloc(room);
    z_stream z = {.next_in = (Bytef *)(uintptr_t)packed.p, .avail_in = (uInt)packed.n};
    int status = Z_OK;
    *out = STR("");
    if (!bytes || inflateInit(&z) != Z_OK) {
        free(bytes);
        arena_oom(a);
    }
    while (status == Z_OK && z.total_out <= UNPACK_STREAM_MAX) {
        if (z.total_out == room && !(bytes = grow(bytes, &room)))
            break;
        z.next_out = (Bytef *)bytes + z.total_out;
        z.avail_out = (uInt)(room - z.total_out);
        status = inflate(&z, Z_NO_FLUSH);
    }
    size_t size = z.total_out;
    bool is_right = is_good(&z, status) && size <= UNPACK_STREAM_MAX;
    inflateEnd(&z);
    if (!bytes || status == Z_MEM_ERROR) {
        free(bytes);
        arena_oom(a);
    }
    arena_defer(a, free, bytes);
    *out = (str){bytes, size};
    return is_right;
}

/* ---- a whole file -------------------------------------------------------------------------- */

static bool has(str text, const char *word)
{
    return memmem(text.p, text.n, word, strlen(word)) != NULL;
}

/* A picture, going by what stands before its bytes; nothing that could be something else. */
static bool is_picture(str before)
{
    return before.n < ENTRIES_SIZE && has(before, "/Image") && !has(before, "/First") &&
           !has(before, "/XRef") && !has(before, "#");
}

/* Where the bytes begin, behind the next keyword from `at` on; the end where there is none. */
static size_t next_stream(str text, size_t at)
{
    static const char word[] = "stream";
    const char *found;
    while (at < text.n && (found = memmem(text.p + at, text.n - at, word, sizeof word - 1))) {
        size_t place = (size_t)(found - text.p);
        at = place + sizeof word - 1;
        if (place >= 3 && memcmp(found - 3, "end", 3) == 0)
            continue;
        while (at < text.n && strchr(" \t\r\n", text.p[at]) && text.p[at])
            at++;
        return at;
    }
    return text.n;
}

bool unpack_is_bounded(str file)
{
    size_t total = 0, most = DOCUMENT_MAX + DOCUMENT_BY * file.n, end = 0;
    for (size_t at = 0; (at = next_stream(file, at)) < file.n;) {
        str packed = str_sub(file, at, file.n);
        size_t from = at - end > ENTRIES_SIZE ? at - ENTRIES_SIZE : end, taken;
        if (!unpack_is_packed(packed) || is_picture(str_sub(file, from, at)))
            continue;
        size_t size = measure(packed, UNPACK_STREAM_MAX, &taken);
        total += size;
        if (size > UNPACK_STREAM_MAX || total > most)
            return false;
        end = at += taken;
    }
    return true;
}
