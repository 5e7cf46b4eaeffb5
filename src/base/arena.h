/*
 * arena: bump allocation.
 *
 * There are three arenas in a run: the kit's (fonts, layouts; loaded once, then frozen and
 * shared), the job's (one report), and a scratch arena that is rewound paragraph by paragraph.
 * Nothing is freed one by one. Foreign handles register their closer with arena_defer().
 *
 * Out of memory: arena_alloc() never returns NULL. It jumps out of the work that arena_guard()
 * runs; where there is none it prints a line and aborts. A callback that a foreign library calls
 * may not jump through that library's frames: it uses arena_try(), keeps the failure in its own
 * state, makes the library stop, and calls arena_oom() once the library has returned.
 *
 * Thread-safety: an arena belongs to one thread at a time.
 */
#ifndef QUOIN_BASE_ARENA_H
#define QUOIN_BASE_ARENA_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Where an arena stood; arena_rewind() goes back to it. */
struct arena_mark {
    void *chunk;
    size_t used;
    void *closers;
};

/* Owns; NULL when there is no memory for even the first chunk. */
struct arena *arena_new(void);

/* Runs the deferred closers, last first, then releases everything. NULL is allowed. */
void arena_close(struct arena *a);

/* The jump taken when memory runs out (longjmp(*on_oom, 1)); NULL: abort. */
void arena_set_oom(struct arena *a, jmp_buf *on_oom);

/*
 * Runs work(state); false when one of the arenas (a NULL among them is passed over) ran out of
 * memory: what work had begun is then left as it is. Guards of one arena do not nest.
 */
bool arena_guard(struct arena *const *arenas, size_t count, void (*work)(void *), void *state);

/* A cap on the bytes held, 0 for none. Reaching it is the same as running out of memory. */
void arena_set_limit(struct arena *a, size_t bytes);

/* Zeroed memory aligned for any type; never NULL. size 0 gives a valid pointer. */
void *arena_alloc(struct arena *a, size_t size);

/* count * size, checked for overflow. */
void *arena_array(struct arena *a, size_t count, size_t size);

/* As arena_alloc, but NULL when memory runs out. For callbacks of foreign libraries. */
void *arena_try(struct arena *a, size_t size);

/* Takes the out-of-memory way out. */
_Noreturn void arena_oom(struct arena *a);

/*
 * Grows the array `items` (of `count` items of `size` bytes, room for *capacity) so that one more
 * fits, and returns where it now is. Doubles, so the sum of all copies stays linear.
 */
void *arena_grow(struct arena *a, void *items, size_t count, size_t *capacity, size_t size);

/* Calls close(handle) when the arena is closed or rewound past this point. */
void arena_defer(struct arena *a, void (*close)(void *), void *handle);

struct arena_mark arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark mark);

/* Bytes handed out at present; for benchmarks and limits. */
size_t arena_used(const struct arena *a);

#define ARENA_NEW(a, type)          ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, count, type) ((type *)arena_array((a), (count), sizeof(type)))

/* Room for one more item in `items`, a pointer; count and capacity are size_t lvalues. */
#define ARENA_PUSH(a, items, count, capacity)                                                      \
    ((items) = arena_grow((a), (items), (count), &(capacity), sizeof *(items)), &(items)[(count)++])

#endif
