#include "pack/matrix.h"

#include "pack/token.h"

__extension__ typedef __int128 wide;

static long long cut(wide x)
{
    return x > TOKEN_MOST ? TOKEN_MOST : x < -TOKEN_MOST ? -TOKEN_MOST : (long long)x;
}

long long matrix_scale(long long x, long long by)
{
    return cut((wide)x * by / MATRIX_UNIT);
}

long long matrix_sum(long long x, long long y)
{
    return cut((wide)x + y);
}

static long long dot(long long x, long long by_x, long long y, long long by_y)
{
    return cut(((wide)x * by_x + (wide)y * by_y) / MATRIX_UNIT);
}

struct matrix matrix_then(const struct matrix *m, const struct matrix *n)
{
    return (struct matrix){
        .a = dot(m->a, n->a, m->b, n->c),
        .b = dot(m->a, n->b, m->b, n->d),
        .c = dot(m->c, n->a, m->d, n->c),
        .d = dot(m->c, n->b, m->d, n->d),
        .e = matrix_sum(dot(m->e, n->a, m->f, n->c), n->e),
        .f = matrix_sum(dot(m->e, n->b, m->f, n->d), n->f),
    };
}

static long long least(long long x, long long y)
{
    return x < y ? x : y;
}

static long long most(long long x, long long y)
{
    return x > y ? x : y;
}

bool extent_is_none(const struct extent *x)
{
    return x->left > x->right || x->bottom > x->top;
}

struct extent extent_common(const struct extent *x, const struct extent *y)
{
    return (struct extent){most(x->left, y->left), most(x->bottom, y->bottom),
                           least(x->right, y->right), least(x->top, y->top)};
}

bool extent_touches(const struct extent *x, const struct extent *y)
{
    struct extent common = extent_common(x, y);
    return !extent_is_none(x) && !extent_is_none(y) && !extent_is_none(&common);
}

void extent_add(struct extent *x, const struct extent *more)
{
    if (extent_is_none(x))
        *x = *more;
    else if (!extent_is_none(more))
        *x = (struct extent){least(x->left, more->left), least(x->bottom, more->bottom),
                             most(x->right, more->right), most(x->top, more->top)};
}

struct extent extent_between(long long x, long long y, long long to_x, long long to_y)
{
    struct extent box = {x, y, x, y};
    extent_add(&box, &(struct extent){to_x, to_y, to_x, to_y});
    return box;
}

void extent_widen(struct extent *x, long long by_x, long long by_y)
{
    x->left = matrix_sum(x->left, -by_x);
    x->right = matrix_sum(x->right, by_x);
    x->bottom = matrix_sum(x->bottom, -by_y);
    x->top = matrix_sum(x->top, by_y);
}

static struct extent point(const struct matrix *m, long long x, long long y)
{
    long long px = matrix_sum(dot(x, m->a, y, m->c), m->e);
    long long py = matrix_sum(dot(x, m->b, y, m->d), m->f);
    return (struct extent){px, py, px, py};
}

struct extent extent_moved(const struct matrix *m, const struct extent *x)
{
    const struct extent corners[] = {point(m, x->left, x->bottom), point(m, x->right, x->bottom),
                                     point(m, x->left, x->top), point(m, x->right, x->top)};
    struct extent out = EXTENT_NONE;
    for (int i = 0; i < 4; i++)
        extent_add(&out, &corners[i]);
    return out;
}

/* ---- from arrays ----------------------------------------------------------------------------- */

static bool read_number(qpdf_data q, qpdf_oh array, int index, long long *out)
{
    qpdf_oh value = handle_at(q, array, index);
    struct tokens text = {.text = str_z(qpdf_oh_unparse_resolved(q, value))};
    struct token token = token_next(&text);
    qpdf_oh_release(q, value);
    *out = token.kind == TOKEN_NUMBER ? token.value : 0;
    return token.kind == TOKEN_NUMBER;
}

static bool read_numbers(qpdf_data q, qpdf_oh array, long long *out, int n)
{
    bool is_right = handle_count(q, array) == n;
    for (int i = 0; i < n; i++)
        is_right = read_number(q, array, i, &out[i]) && is_right;
    return is_right;
}

bool matrix_read(qpdf_data q, qpdf_oh array, struct matrix *out)
{
    long long n[6];
    bool is_right = read_numbers(q, array, n, 6);
    *out = (struct matrix){n[0], n[1], n[2], n[3], n[4], n[5]};
    return is_right;
}

bool extent_read(qpdf_data q, qpdf_oh array, struct extent *out)
{
    long long n[4];
    bool is_right = read_numbers(q, array, n, 4);
    *out = extent_between(n[0], n[1], n[2], n[3]);
    return is_right;
}
