/*
 * Column widths, then cells set to them in document order (which makes their tags in order), then
 * rows gathered into bands: row r begins a band when no cell reaches over its upper edge.
 *
 * Widths. Fixed columns have theirs. Automatic ones get between `narrow` (no word parted) and
 * `wide` (no line broken): all they want if there is room, else narrow plus a part of what is left
 * in proportion to what more they want, as CSS 2.1 17.5.2.2 suggests. Shares split the rest by
 * weight; without shares automatic columns grow to fill the width.
 */
#include "typeset/table.h"

#include <assert.h>

/* A share never gets less than this part of the table, whatever automatic columns want. */
#define SHARE_LEAST 4

struct track_want {
    len narrow, wide, width;
};

static len pad_left(const struct table_box *t, const struct table_cell *c)
{
    bool is_flush = t->is_flush && c->column == 0;
    return (is_flush ? 0 : t->pad_x) + c->pad_before;
}

static len pad_right(const struct table_box *t, const struct table_cell *c)
{
    bool is_flush = t->is_flush && c->column + c->column_span == t->column_count;
    return (is_flush ? 0 : t->pad_x) + c->pad_after;
}

/*
 * What every column wants, from its unspanned cells. Shares take what is left, so nobody asks them
 * but a table around this one (`with_shares`): commentaries are most of a report's words.
 */
static void measure_tracks(struct setter *s, const struct table_box *t, struct track_want *want,
                           bool with_shares)
{
    struct setter measuring = *s;
    measuring.is_measuring = true;
    for (size_t i = 0; i < t->cell_count; i++) {
        const struct table_cell *c = &t->cells[i];
        enum track_kind kind = t->tracks[c->column].kind;
        if (!c->box || c->column_span != 1 || kind == TRACK_FIXED ||
            (kind == TRACK_SHARE && !with_shares))
            continue;
        len narrow, wide;
        galley_measure(&measuring, c->box, &narrow, &wide);
        len pads = pad_left(t, c) + pad_right(t, c);
        want[c->column].narrow = len_max(want[c->column].narrow, narrow + pads);
        want[c->column].wide = len_max(want[c->column].wide, wide + pads);
    }
    for (uint32_t i = 0; i < t->column_count; i++) {
        const struct track *track = &t->tracks[i];
        struct track_want *w = &want[i];
        if (track->kind == TRACK_FIXED)
            w->narrow = w->wide = track->width;
        if (track->max)
            w->wide = len_min(w->wide, track->max);
        w->wide = len_max(w->wide, track->min);
        w->narrow = len_min(len_max(w->narrow, track->min), w->wide);
    }
}

/* Shares divide `left` by weight; the last takes what rounding leaves. */
static void divide_shares(const struct table_box *t, struct track_want *want, len left, int weights)
{
    for (uint32_t i = 0; i < t->column_count; i++) {
        if (t->tracks[i].kind != TRACK_SHARE)
            continue;
        int weight = t->tracks[i].weight;
        want[i].width = weights ? len_scale(left, weight, weights) : 0;
        left -= want[i].width;
        weights -= weight;
    }
}

static void divide_width(const struct table_box *t, struct track_want *want, len width)
{
    len fixed = 0;
    int64_t narrow = 0, wide = 0;
    int weights = 0;
    for (uint32_t i = 0; i < t->column_count; i++) {
        switch (t->tracks[i].kind) {
        case TRACK_FIXED: fixed += want[i].width = t->tracks[i].width; break;
        case TRACK_AUTO:
            narrow += want[i].narrow;
            wide += want[i].wide;
            break;
        case TRACK_SHARE: weights += t->tracks[i].weight; break;
        }
    }
    len room = len_max(0, width - fixed - (weights ? width / SHARE_LEAST : 0));
    int64_t more = wide - narrow;
    bool has_room = wide <= room;
    len used = 0;
    for (uint32_t i = 0; i < t->column_count; i++) {
        if (t->tracks[i].kind != TRACK_AUTO)
            continue;
        struct track_want *w = &want[i];
        if (has_room && !weights && wide)
            w->width = (len)((int64_t)w->wide * room / wide);
        else if (has_room)
            w->width = w->wide;
        else if (narrow >= room || !more)
            w->width = narrow ? (len)((int64_t)w->narrow * room / narrow) : 0;
        else
            w->width = w->narrow + (len)((room - narrow) * (w->wide - w->narrow) / more);
        used += w->width;
    }
    divide_shares(t, want, len_max(0, width - fixed - used), weights);
}

static len *column_edges(struct setter *s, const struct table_box *t, len width)
{
    struct arena *job = s->tools->job;
    struct track_want *want = ARENA_ARRAY(job, t->column_count, struct track_want);
    measure_tracks(s, t, want, false);
    divide_width(t, want, width);
    len *edges = ARENA_ARRAY(job, t->column_count + 1, len);
    for (uint32_t i = 0; i < t->column_count; i++)
        edges[i + 1] = edges[i] + want[i].width;
    return edges;
}

void table_measure(struct setter *s, const struct box *box, len *narrow, len *wide)
{
    const struct table_box *t = &box->u.table;
    struct track_want *want = ARENA_ARRAY(s->tools->job, t->column_count, struct track_want);
    measure_tracks(s, t, want, true);
    *narrow = *wide = 0;
    for (uint32_t i = 0; i < t->column_count; i++) {
        *narrow += want[i].narrow;
        *wide += want[i].wide;
    }
}

/* ---- tags ------------------------------------------------------------------------------------ */

/* The header cells met so far, so that data cells can name theirs. */
struct header_index {
    tag_id *column_header; /* by column; 0: none */
    tag_id *row_header;    /* by column: the row header that reaches into the present row */
    uint32_t *row_header_end;
};

static tag_id cell_tag(struct setter *s, const struct table_box *t, const struct table_cell *c,
                       tag_id row_tag)
{
    if (row_tag == TAG_ARTIFACT || c->role == ROLE_NONE)
        return row_tag;
    const struct tag_props *props = c->props;
    if (!t->is_grid && (c->row_span > 1 || c->column_span > 1)) {
        struct tag_props *spanned = ARENA_NEW(s->tools->job, struct tag_props);
        if (props)
            *spanned = *props;
        spanned->row_span = c->row_span;
        spanned->column_span = c->column_span;
        props = spanned;
    }
    return tag_add(&s->list->tags, row_tag, c->role, props);
}

/* /Headers of a data cell: the columns' headers, then those of its row. */
static void name_headers(struct setter *s, const struct table_box *t, const struct table_cell *c,
                         tag_id tag, struct header_index *index)
{
    if (t->is_grid || tag == TAG_ARTIFACT)
        return;
    if (c->role == ROLE_TH) {
        for (uint32_t i = c->column; i < c->column + c->column_span; i++) {
            if (c->row < t->header_rows) {
                index->column_header[i] = tag;
            } else {
                index->row_header[i] = tag;
                index->row_header_end[i] = c->row + c->row_span;
            }
        }
        return;
    }
    tag_id *headers = ARENA_ARRAY(s->tools->job, 2 * t->column_count + 1, tag_id);
    size_t n = 0;
    for (uint32_t i = c->column; i < c->column + c->column_span; i++)
        if (index->column_header[i] && (!n || headers[n - 1] != index->column_header[i]))
            headers[n++] = index->column_header[i];
    for (uint32_t i = 0; i < t->column_count; i++)
        if (index->row_header[i] && index->row_header_end[i] > c->row)
            headers[n++] = index->row_header[i];
    if (n)
        s->list->tags.tags[tag].headers = headers;
}

/* ---- bands ------------------------------------------------------------------------------------
 */

static void set_cell(struct setter *s, const struct set_table *table, struct set_cell *set,
                     const struct table_cell *c, uint32_t first_row, tag_id tag)
{
    const struct table_box *t = table->box;
    len left = table->column_x[c->column];
    len right = table->column_x[c->column + c->column_span];
    *set = (struct set_cell){.cell = c,
                             .row = c->row - first_row,
                             .row_end = c->row - first_row + c->row_span,
                             .x = left,
                             .width = right - left,
                             .content_x = left + pad_left(t, c)};
    len width = len_max(LEN_UNIT, right - pad_right(t, c) - set->content_x);
    if (c->box)
        set->galley = galley_make(s, c->box, width, tag);
    if (c->continued)
        set->continued = galley_make(s, c->continued, width, TAG_ARTIFACT);
}

/* One past the last row tied to `first` by spans; the header's rows are one band. */
static uint32_t band_end(const struct table_box *t, uint32_t first, size_t cell)
{
    uint32_t end = first < t->header_rows ? t->header_rows : first + 1;
    for (; cell < t->cell_count && t->cells[cell].row < end; cell++) {
        uint32_t cell_end = t->cells[cell].row + t->cells[cell].row_span;
        if (cell_end > end)
            end = cell_end;
    }
    assert(end <= t->row_count);
    return end;
}

static tag_id row_tag(struct setter *s, const struct table_box *t, uint32_t row, tag_id group)
{
    enum tag_role role = t->rows[row].role;
    if (group == TAG_ARTIFACT || role == ROLE_NONE)
        return group;
    return tag_add(&s->list->tags, group, role, NULL);
}

static struct band *make_band(struct setter *s, const struct set_table *table, uint32_t first,
                              size_t *cell, tag_id group, struct header_index *index)
{
    const struct table_box *t = table->box;
    struct band *band = ARENA_NEW(s->tools->job, struct band);
    uint32_t end = band_end(t, first, *cell);
    size_t count = 0;
    while (*cell + count < t->cell_count && t->cells[*cell + count].row < end)
        count++;
    *band = (struct band){.table = table,
                          .first_row = first,
                          .row_count = end - first,
                          .cells = ARENA_ARRAY(s->tools->job, count, struct set_cell),
                          .cell_count = count,
                          .is_kept = t->rows[end - 1].is_kept,
                          .is_last = end == t->row_count};
    uint32_t row = first;
    tag_id tag = row_tag(s, t, row, group);
    for (size_t i = 0; i < count; i++, ++*cell) {
        const struct table_cell *c = &t->cells[*cell];
        while (row < c->row)
            tag = row_tag(s, t, ++row, group);
        tag_id ct = cell_tag(s, t, c, tag);
        name_headers(s, t, c, ct, index);
        set_cell(s, table, &band->cells[i], c, first, ct);
    }
    while (row + 1 < end)
        row_tag(s, t, ++row, group);
    struct band_rest all = band_begin(s->tools->job, band);
    band->height = band_rest_height(s->tools->job, band, &all);
    return band;
}

/* THEAD and TBODY, for real tables with a header. */
static tag_id group_tag(struct setter *s, const struct table_box *t, tag_id tag, enum tag_role role)
{
    if (tag == TAG_ARTIFACT || t->is_grid || !t->header_rows)
        return tag;
    return tag_add(&s->list->tags, tag, role, NULL);
}

static void push_band(struct setter *s, struct band_list *list, size_t *capacity, struct band *band)
{
    *ARENA_PUSH(s->tools->job, list->bands, list->count, *capacity) = band;
}

struct band_list table_make(struct setter *s, const struct box *box, len width, tag_id tag)
{
    struct arena *job = s->tools->job;
    const struct table_box *t = &box->u.table;
    struct set_table *table = ARENA_NEW(job, struct set_table);
    table->box = t;
    table->width = width;
    table->column_x = column_edges(s, t, width);

    struct header_index index = {ARENA_ARRAY(job, t->column_count, tag_id),
                                 ARENA_ARRAY(job, t->column_count, tag_id),
                                 ARENA_ARRAY(job, t->column_count, uint32_t)};
    struct band_list list = {0};
    size_t capacity = 0, cell = 0;
    tag_id group = group_tag(s, t, tag, ROLE_THEAD);
    for (uint32_t row = 0; row < t->row_count; row += list.bands[list.count - 1]->row_count) {
        if (row == t->header_rows)
            group = group_tag(s, t, tag, ROLE_TBODY);
        struct band *band = make_band(s, table, row, &cell, group, &index);
        band->is_header = row < t->header_rows;
        if (band->is_header)
            table->header = band;
        push_band(s, &list, &capacity, band);
    }
    return list;
}
