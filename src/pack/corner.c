#include "pack/corner.h"

#include <stdlib.h>

#include "pack/page_parts.h"

#define UNIT     1000000LL
#define UNIT_MAX 100000000LL /* no page is larger than that */

/* Of a page that does not say how large it is: what most viewers take, in thousandths. */
static const struct band letter = {0, 0, 612000, 792000};

/* ---- boxes ---------------------------------------------------------------------------------- */

/* Any two opposite corners are allowed (ISO 32000-1, 7.9.5). */
static bool read_box(qpdf_data q, qpdf_oh value, struct band *out)
{
    long long n[4];
    if (handle_count(q, value) != 4)
        return false;
    for (int i = 0; i < 4; i++)
        if (!handle_thousandths(q, handle_at(q, value, i), &n[i]))
            return false;
    *out = (struct band){n[0] < n[2] ? n[0] : n[2], n[1] < n[3] ? n[1] : n[3],
                         n[0] < n[2] ? n[2] : n[0], n[1] < n[3] ? n[3] : n[1]};
    return out->left < out->right && out->bottom < out->top;
}

static struct band intersect(const struct band *a, const struct band *b)
{
    return (struct band){
        a->left > b->left ? a->left : b->left, a->bottom > b->bottom ? a->bottom : b->bottom,
        a->right < b->right ? a->right : b->right, a->top < b->top ? a->top : b->top};
}

/* What a reader sees of the page. */
static struct band visible_box(qpdf_data q, qpdf_oh page)
{
    struct band media, crop, both;
    if (!read_box(q, page_parts_inherit(q, page, "/MediaBox"), &media))
        media = letter;
    if (!read_box(q, page_parts_inherit(q, page, "/CropBox"), &crop))
        return media;
    both = intersect(&media, &crop);
    return both.left < both.right && both.bottom < both.top ? both : media;
}

struct corner corner_find(qpdf_data q, qpdf_oh page)
{
    /* Turned clockwise, the page's left edge becomes the top: then up is to its left. */
    static const int right[4][2] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
    static const int up[4][2] = {{0, 1}, {-1, 0}, {0, -1}, {1, 0}};
    struct band box = visible_box(q, page);
    int turns = page_parts_turns(q, page);
    long long unit = 1000;
    struct corner c = {.right_x = right[turns][0],
                       .right_y = right[turns][1],
                       .up_x = up[turns][0],
                       .up_y = up[turns][1]};
    c.x = c.right_x + c.up_x > 0 ? box.right : box.left;
    c.y = c.right_y + c.up_y > 0 ? box.top : box.bottom;
    if (!handle_thousandths(q, handle_get(q, page, "/UserUnit"), &unit) || unit < 1 ||
        unit > UNIT_MAX)
        unit = 1000;
    c.scale = (UNIT * 1000 + unit / 2) / unit;
    return c;
}

/* ---- from the corner ------------------------------------------------------------------------ */

/* Thousandths of a point as thousandths of a unit. */
static long long scaled(const struct corner *c, long long points)
{
    long long product = points * c->scale;
    return (product + (product < 0 ? -UNIT / 2 : UNIT / 2)) / UNIT;
}

struct band corner_band(const struct corner *c, const quoin_band *band)
{
    /* Two opposite corners, in steps to the right and upwards. */
    const long long r[2] = {-scaled(c, band->right),
                            -scaled(c, (long long)band->right + band->width)};
    const long long u[2] = {-scaled(c, band->top), -scaled(c, (long long)band->top + band->height)};
    long long x[2], y[2];
    for (int i = 0; i < 2; i++) {
        x[i] = c->x + c->right_x * r[i] + c->up_x * u[i];
        y[i] = c->y + c->right_y * r[i] + c->up_y * u[i];
    }
    return (struct band){x[0] < x[1] ? x[0] : x[1], y[0] < y[1] ? y[0] : y[1],
                         x[0] < x[1] ? x[1] : x[0], y[0] < y[1] ? y[1] : y[0]};
}

void corner_put_number(struct buf *out, long long value, int places)
{
    char digits[24];
    long long rest = llabs(value);
    int n = 0;
    for (int i = 0; rest || i <= places; i++, rest /= 10)
        digits[n++] = (char)('0' + rest % 10);
    int last = 0; /* trailing zeros behind the point are left out */
    while (last < places && digits[last] == '0')
        last++;
    if (value < 0)
        buf_byte(out, '-');
    for (int i = n; i-- > last;) {
        if (i == places - 1)
            buf_byte(out, '.');
        buf_byte(out, digits[i]);
    }
}

str corner_matrix(struct arena *a, const struct corner *c, long long x, long long y)
{
    const int steps[4] = {c->right_x, c->right_y, c->up_x, c->up_y};
    const long long sx = scaled(c, x), sy = scaled(c, y);
    struct buf out = {.arena = a};
    for (int i = 0; i < 4; i++) {
        corner_put_number(&out, steps[i] * c->scale, 6);
        buf_byte(&out, ' ');
    }
    corner_put_number(&out, c->x - c->right_x * sx - c->up_x * sy, 3);
    buf_byte(&out, ' ');
    corner_put_number(&out, c->y - c->right_y * sx - c->up_y * sy, 3);
    return buf_str(&out);
}
