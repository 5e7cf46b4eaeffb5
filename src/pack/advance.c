#include "pack/advance.h"

#include <stdlib.h>

#include "pack/matrix.h"

#define EM 1000000

/* Beyond, glyphs do not reach in any font for reading: accents on capitals, stacked marks. */
#define REACH_BELOW (-EM * 3 / 10)
#define REACH_ABOVE EM

/* Entries of a table of widths; an identifier has 16 bits. */
#define ENTRIES_MAX 70000

static long long take_number(qpdf_data q, qpdf_oh value, long long otherwise)
{
    long long number;
    if (!handle_thousandths(q, value, &number))
        number = otherwise;
    qpdf_oh_release(q, value);
    return number;
}

/* Glyph space is a thousandth of text space, so that thousandths of it are our millionths. */
static long long width_at(qpdf_data q, qpdf_oh array, int index, long long otherwise)
{
    return take_number(q, handle_at(q, array, index), otherwise);
}

static int whole_at(qpdf_data q, qpdf_oh array, int index)
{
    long long value = width_at(q, array, index, -1000) / 1000;
    return value < 0 || value > 0xFFFF ? -1 : (int)value;
}

/* ---- fonts of one-byte codes --------------------------------------------------------------- */

static void read_widths(qpdf_data q, qpdf_oh font, struct advance *out)
{
    qpdf_oh widths = handle_get(q, font, "/Widths");
    long long first = 0;
    int count = handle_count(q, widths);
    handle_integer(q, handle_get(q, font, "/FirstChar"), &first);
    for (int i = 0; i < count && i < 256; i++)
        if (first >= 0 && first < 256 - i)
            out->widths[first + i] = width_at(q, widths, i, EM);
}

static long long scale(long long thousandths, long long by)
{
    return (long long)((__int128)thousandths * by / 1000);
}

/* Type 3: a glyph space of its own, and a box of all glyphs; one of no size says nothing. */
static void read_drawn(qpdf_data q, qpdf_oh font, struct advance *out)
{
    qpdf_oh box = handle_get(q, font, "/FontBBox");
    long long bottom = width_at(q, box, 1, 0), top = width_at(q, box, 3, 0);
    struct matrix glyph;
    matrix_read(q, handle_get(q, font, "/FontMatrix"), &glyph);
    for (int i = 0; i < 256; i++)
        out->widths[i] = out->widths[i] == EM ? EM : scale(out->widths[i], glyph.a);
    if (bottom == top)
        return;
    out->bottom = scale(bottom, glyph.d);
    out->top = scale(top, glyph.d);
}

/* ---- fonts of two-byte codes --------------------------------------------------------------- */

static void add_range(struct arena *a, struct advance *out, size_t *capacity, int first, int last,
                      long long width)
{
    if (first < 0 || last < first)
        return;
    *ARENA_PUSH(a, out->ranges, out->range_count, *capacity) =
        (struct advance_range){first, last, width};
}

static int compare_ranges(const void *a, const void *b)
{
    const struct advance_range *x = a, *y = b;
    return (x->first > y->first) - (x->first < y->first);
}

/* "120 [400 325 500] 7080 8032 1000": widths from 120 on, one width from 7080 to 8032. */
static void read_ranges(struct arena *a, qpdf_data q, qpdf_oh list, struct advance *out)
{
    int count = handle_count(q, list), budget = ENTRIES_MAX;
    size_t capacity = 0;
    for (int i = 0; i + 1 < count && budget > 0; budget--) {
        int first = whole_at(q, list, i++);
        qpdf_oh widths = handle_at(q, list, i);
        int n = handle_count(q, widths);
        if (!qpdf_oh_is_array(q, widths)) {
            add_range(a, out, &capacity, first, whole_at(q, list, i), width_at(q, list, i + 1, EM));
            i++;
        }
        for (int k = 0; k < n && budget > 0; k++, budget--)
            add_range(a, out, &capacity, first + k, first + k, width_at(q, widths, k, EM));
        qpdf_oh_release(q, widths);
        i++;
    }
    if (out->range_count)
        qsort(out->ranges, out->range_count, sizeof *out->ranges, compare_ranges);
}

static void read_composite(struct arena *a, qpdf_data q, qpdf_oh font, struct advance *out)
{
    qpdf_oh inner = handle_at(q, handle_get(q, font, "/DescendantFonts"), 0);
    qpdf_oh encoding = handle_get(q, font, "/Encoding");
    out->is_vertical = !handle_is_name(q, encoding, "/Identity-H");
    out->is_wide = !out->is_vertical;
    out->other = take_number(q, handle_get(q, inner, "/DW"), EM);
    if (out->is_wide)
        read_ranges(a, q, handle_get(q, inner, "/W"), out);
    else
        out->other = EM; /* of each byte: how many make a code the encoding alone knows */
}

/* ---- both ---------------------------------------------------------------------------------- */

void advance_read(struct arena *a, qpdf_data q, qpdf_oh font, struct advance *out)
{
    qpdf_oh subtype = handle_get(q, font, "/Subtype");
    *out = (struct advance){.other = EM, .bottom = REACH_BELOW, .top = REACH_ABOVE};
    for (int i = 0; i < 256; i++)
        out->widths[i] = EM;
    if (handle_is_name(q, subtype, "/Type0")) {
        read_composite(a, q, font, out);
        return;
    }
    read_widths(q, font, out);
    if (handle_is_name(q, subtype, "/Type3"))
        read_drawn(q, font, out);
}

static long long find_range(const struct advance *f, long long id)
{
    size_t low = 0, high = f->range_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (f->ranges[middle].last < id)
            low = middle + 1;
        else
            high = middle;
    }
    bool is_in = low < f->range_count && f->ranges[low].first <= id;
    return is_in ? f->ranges[low].width : f->other;
}

long long advance_next(const struct advance *f, str text, size_t *at, bool *is_blank)
{
    int code = (unsigned char)text.p[(*at)++];
    *is_blank = !f->is_wide && !f->is_vertical && code == ' ';
    if (f->is_wide && *at < text.n)
        return find_range(f, code << 8 | (unsigned char)text.p[(*at)++]);
    return f->is_wide || f->is_vertical ? f->other : f->widths[code];
}
