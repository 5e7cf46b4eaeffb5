/*
 * Small allocations are cut from chunks of one size, kept as a stack; rewinding pops chunks onto
 * a spare list, so that a paragraph's scratch memory costs no malloc after the first few.
 * A large allocation has its own malloc'd block, and that block is simply a deferred closer
 * (free): marks need not know about it, and it goes when the mark is rewound.
 */
#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POISONED 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define POISONED 1
#endif

#ifdef POISONED
#include <sanitizer/asan_interface.h>
#define GAP 16 /* bytes left poisoned after each allocation */
#else
#define GAP                               0
#define ASAN_POISON_MEMORY_REGION(p, n)   ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#endif

/* Below malloc's threshold for mmap (128 KiB), so that chunks are cheap to come by. */
#define CHUNK_SIZE ((size_t)64 << 10)
#define LARGE      (CHUNK_SIZE / 4)
#define ALIGN      alignof(max_align_t)

struct chunk {
    struct chunk *below;
    size_t used;
    size_t before; /* bytes handed out from the chunks below */
    alignas(max_align_t) char data[];
};

#define CHUNK_ROOM (CHUNK_SIZE - sizeof(struct chunk))

struct closer {
    struct closer *next;
    void (*close)(void *);
    void *handle;
    size_t large; /* bytes of a large block of ours; 0 for a foreign handle */
};

struct arena {
    struct chunk *top;
    struct chunk *spare;
    struct closer *closers;
    jmp_buf *on_oom;
    size_t limit;
    size_t held;  /* bytes malloc'd, spare chunks included */
    size_t large; /* bytes in large blocks */
};

static void drop_spare(struct arena *a)
{
    while (a->spare) {
        struct chunk *c = a->spare;
        a->spare = c->below;
        a->held -= CHUNK_SIZE;
        free(c);
    }
}

static bool within_limit(const struct arena *a, size_t size)
{
    return a->limit == 0 || (size <= a->limit && a->held <= a->limit - size);
}

/* The push of a chunk, from the spare list if it has one; false without memory. */
static bool push_chunk(struct arena *a)
{
    struct chunk *c = a->spare;
    if (c) {
        a->spare = c->below;
    } else {
        c = within_limit(a, CHUNK_SIZE) ? malloc(CHUNK_SIZE) : NULL;
        if (!c)
            return false;
        a->held += CHUNK_SIZE;
    }
    c->below = a->top;
    c->used = 0;
    c->before = a->top ? a->top->before + a->top->used : 0;
    ASAN_POISON_MEMORY_REGION(c->data, CHUNK_ROOM);
    a->top = c;
    return true;
}

static void pop_chunk(struct arena *a)
{
    struct chunk *c = a->top;
    a->top = c->below;
    ASAN_POISON_MEMORY_REGION(c->data, CHUNK_ROOM);
    c->below = a->spare;
    a->spare = c;
}

struct arena *arena_new(void)
{
    struct arena *a = calloc(1, sizeof *a);
    if (a && !push_chunk(a)) {
        free(a);
        return NULL;
    }
    return a;
}

/* Runs the closers younger than `last`, youngest first. */
static void run_closers(struct arena *a, struct closer *last)
{
    while (a->closers != last) {
        struct closer *c = a->closers;
        a->closers = c->next;
        a->large -= c->large;
        a->held -= c->large;
        c->close(c->handle);
    }
}

void arena_close(struct arena *a)
{
    if (!a)
        return;
    run_closers(a, NULL);
    while (a->top)
        pop_chunk(a);
    drop_spare(a);
    free(a);
}

void arena_set_oom(struct arena *a, jmp_buf *on_oom)
{
    a->on_oom = on_oom;
}

static void watch(struct arena *const *arenas, size_t count, jmp_buf *on_oom)
{
    for (size_t i = 0; i < count; i++)
        if (arenas[i])
            arena_set_oom(arenas[i], on_oom);
}

bool arena_guard(struct arena *const *arenas, size_t count, void (*work)(void *), void *state)
{
    jmp_buf on_oom;
    if (setjmp(on_oom) != 0) {
        watch(arenas, count, NULL);
        return false;
    }
    watch(arenas, count, &on_oom);
    work(state);
    watch(arenas, count, NULL);
    return true;
}

void arena_set_limit(struct arena *a, size_t bytes)
{
    a->limit = bytes;
}

_Noreturn void arena_oom(struct arena *a)
{
    if (a->on_oom)
        longjmp(*a->on_oom, 1);
    fputs("quoin: out of memory\n", stderr);
    abort();
}

/* The bytes an allocation takes from its chunk. */
static size_t step(size_t size)
{
    return ((size ? size : 1) + GAP + ALIGN - 1) / ALIGN * ALIGN;
}

static void *try_small(struct arena *a, size_t size)
{
    size_t taken = step(size);
    if (taken > CHUNK_ROOM - a->top->used && !push_chunk(a))
        return NULL;
    char *p = a->top->data + a->top->used;
    a->top->used += taken;
    ASAN_UNPOISON_MEMORY_REGION(p, size);
    return memset(p, 0, size);
}

static void *try_large(struct arena *a, size_t size)
{
    struct closer *c = try_small(a, sizeof *c);
    if (!c)
        return NULL;
    if (!within_limit(a, size))
        drop_spare(a);
    void *block = within_limit(a, size) ? calloc(1, size) : NULL;
    if (!block)
        return NULL; /* the closer's few bytes stay behind, unlinked */
    *c = (struct closer){a->closers, free, block, size};
    a->closers = c;
    a->held += size;
    a->large += size;
    return block;
}

void *arena_try(struct arena *a, size_t size)
{
    return size > LARGE ? try_large(a, size) : try_small(a, size);
}

void *arena_alloc(struct arena *a, size_t size)
{
    void *p = arena_try(a, size);
    if (!p)
        arena_oom(a);
    return p;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        arena_oom(a);
    return arena_alloc(a, count * size);
}

void *arena_grow(struct arena *a, void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    size_t first = size < 8 ? 64 / (size ? size : 1) : 8;
    if (*capacity > SIZE_MAX / 2)
        arena_oom(a);
    size_t room = *capacity ? *capacity * 2 : first;
    void *grown = arena_array(a, room, size);
    if (count)
        memcpy(grown, items, count * size);
    *capacity = room;
    return grown;
}

void arena_defer(struct arena *a, void (*close)(void *), void *handle)
{
    struct closer *c = arena_try(a, sizeof *c);
    if (!c) {
        close(handle); /* or nobody would */
        arena_oom(a);
    }
    *c = (struct closer){a->closers, close, handle, 0};
    a->closers = c;
}

struct arena_mark arena_mark(const struct arena *a)
{
    return (struct arena_mark){a->top, a->top->used, a->closers};
}

void arena_rewind(struct arena *a, struct arena_mark mark)
{
    run_closers(a, mark.closers);
    while (a->top != mark.chunk)
        pop_chunk(a);
    a->top->used = mark.used;
    ASAN_POISON_MEMORY_REGION(a->top->data + mark.used, CHUNK_ROOM - mark.used);
}

size_t arena_used(const struct arena *a)
{
    return a->top->before + a->top->used + a->large;
}
