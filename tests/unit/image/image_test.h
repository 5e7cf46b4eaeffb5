/* What the tests of image/ share: reading from bytes, and what was found. */
#ifndef QUOIN_TESTS_IMAGE_TEST_H
#define QUOIN_TESTS_IMAGE_TEST_H

#include "image/image.h"
#include "unit/base/base_test.h"

struct viewing {
    struct arena *arena;
    struct diag diag;
    const struct image *image;
};

static inline void viewing_open(struct viewing *v, str bytes)
{
    v->arena = arena_new();
    assert_non_null(v->arena);
    diag_init(&v->diag, v->arena);
    v->image = image_read(v->arena, &v->diag, STR("t"), bytes, (struct pos){NULL, 7, 8, 9});
}

static inline void viewing_close(struct viewing *v)
{
    arena_close(v->arena);
}

/* "Q543 2:5 text" of the first finding. */
static inline str viewing_finding(struct viewing *v)
{
    if (!v->diag.count)
        return STR("(none)");
    const struct finding *f = &v->diag.findings[0];
    return str_format(v->arena, "%s %u:%u %.*s", diag_code_name(f->code), (unsigned)f->pos.line,
                      (unsigned)f->pos.column, STR_ARG(f->text));
}

#endif
