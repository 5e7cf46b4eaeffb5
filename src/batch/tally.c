#include "batch/tally.h"

#include <stdlib.h>

#include "base/show.h"

/* An organisation's name is never cut to fewer columns than this. */
#define NAME_MIN 16

/* made, unchanged, failed, pages */
#define FIGURES 4

struct tally *tally_find(struct tally_table *t, str organisation, str area, str year)
{
    /* Reports of one organisation mostly come together: the last row is the likely one. */
    for (size_t i = t->count; i > 0; i--) {
        struct tally *row = &t->rows[i - 1];
        if (str_eq(row->year, year) && str_eq(row->area, area) &&
            str_eq(row->organisation, organisation))
            return row;
    }
    struct tally *row = ARENA_PUSH(t->arena, t->rows, t->count, t->capacity);
    *row = (struct tally){.organisation = organisation, .area = area, .year = year};
    return row;
}

/* Those that do not say who they are stand last. */
static int by_owner(const struct tally *x, const struct tally *y)
{
    if ((x->organisation.n == 0) != (y->organisation.n == 0))
        return x->organisation.n == 0 ? 1 : -1;
    int order = str_cmp(x->organisation, y->organisation);
    return order ? order : str_cmp(x->area, y->area);
}

static int by_owner_and_year(const void *a, const void *b)
{
    const struct tally *x = a, *y = b;
    int order = by_owner(x, y);
    return order ? order : str_cmp(y->year, x->year);
}

/* ---- the table ---- */

struct table {
    size_t name, year; /* widths in columns */
    size_t figures[FIGURES];
    const char *heads[FIGURES];
    struct buf *out;
};

static str owner(struct arena *a, const struct tally *row)
{
    if (row->organisation.n == 0 && row->area.n == 0)
        return STR("(no organisation named)");
    const char *comma = row->organisation.n && row->area.n ? ", " : "";
    return str_format(a, "%.*s%s%.*s", STR_ARG(row->organisation), comma, STR_ARG(row->area));
}

static void figures_of(const struct tally *row, size_t out[FIGURES])
{
    out[0] = row->made;
    out[1] = row->unchanged;
    out[2] = row->failed;
    out[3] = row->pages;
}

static size_t digits(size_t n)
{
    return n < 10 ? 1 : 1 + digits(n / 10);
}

static void widen(size_t *width, size_t wanted)
{
    *width = wanted > *width ? wanted : *width;
}

static struct tally sum_up(const struct tally_table *t)
{
    struct tally sum = {.organisation = STR("all")};
    for (size_t i = 0; i < t->count; i++) {
        sum.made += t->rows[i].made;
        sum.unchanged += t->rows[i].unchanged;
        sum.failed += t->rows[i].failed;
        sum.pages += t->rows[i].pages;
    }
    return sum;
}

static void measure(struct table *table, const struct tally_table *t, const struct tally *sum,
                    size_t columns)
{
    size_t taken = 0, figures[FIGURES];
    table->name = sizeof "organisation" - 1;
    table->year = sizeof "year" - 1;
    for (size_t i = 0; i < t->count; i++) {
        widen(&table->name, show_width(owner(t->arena, &t->rows[i])));
        widen(&table->year, show_width(t->rows[i].year));
    }
    figures_of(sum, figures);
    for (size_t i = 0; i < FIGURES; i++) {
        table->figures[i] = digits(figures[i]);
        widen(&table->figures[i], show_width(str_z(table->heads[i])));
        taken += 2 + table->figures[i];
    }
    taken += 2 + table->year;
    size_t room = columns > taken + NAME_MIN ? columns - taken : NAME_MIN;
    table->name = table->name < room ? table->name : room;
}

/* A word padded to its column; what is too long is cut. */
static void put_word(struct table *table, str word, size_t width, bool is_right)
{
    struct buf *line = table->out;
    size_t pad = show_width(word) < width ? width - show_width(word) : 0;
    for (size_t i = 0; is_right && i < pad; i++)
        buf_byte(line, ' ');
    show_add_cut(line, word, width);
    for (size_t i = 0; !is_right && i < pad; i++)
        buf_byte(line, ' ');
}

static void put_figure(struct table *table, size_t figure, size_t width)
{
    str none = STR("-");
    buf_addz(table->out, "  ");
    put_word(table, figure ? str_format(table->out->arena, "%zu", figure) : none, width, true);
}

static void end_line(struct table *table)
{
    struct buf *b = table->out;
    while (b->n && b->p[b->n - 1] == ' ')
        b->n--;
    buf_byte(b, '\n');
}

static void put_heads(struct table *table)
{
    put_word(table, STR("organisation"), table->name, false);
    buf_addz(table->out, "  ");
    put_word(table, STR("year"), table->year, false);
    for (size_t i = 0; i < FIGURES; i++) {
        buf_addz(table->out, "  ");
        put_word(table, str_z(table->heads[i]), table->figures[i], true);
    }
    end_line(table);
}

static void put_row(struct table *table, str name, const struct tally *row)
{
    size_t figures[FIGURES];
    figures_of(row, figures);
    put_word(table, name, table->name, false);
    buf_addz(table->out, "  ");
    put_word(table, row->year, table->year, false);
    for (size_t i = 0; i < FIGURES; i++)
        put_figure(table, figures[i], table->figures[i]);
    end_line(table);
}

/* The rest of a large archive would hide the few lines that say something. */
static void drop_unchanged(struct tally_table *t)
{
    size_t kept = 0;
    for (size_t i = 0; i < t->count; i++)
        if (t->rows[i].made || t->rows[i].failed)
            t->rows[kept++] = t->rows[i];
    t->count = kept;
}

void tally_add(struct tally_table *t, struct buf *out, size_t columns, const char *made)
{
    struct tally sum = sum_up(t);
    bool has_sum = t->count > 1;
    struct table table = {.heads = {made, "unchanged", "failed", "pages made"}, .out = out};
    drop_unchanged(t);
    if (t->count == 0)
        return;
    qsort(t->rows, t->count, sizeof *t->rows, by_owner_and_year);
    measure(&table, t, &sum, columns);
    put_heads(&table);
    for (size_t i = 0; i < t->count; i++) {
        bool is_first = i == 0 || by_owner(&t->rows[i - 1], &t->rows[i]) != 0;
        put_row(&table, is_first ? owner(t->arena, &t->rows[i]) : STR(""), &t->rows[i]);
    }
    if (has_sum)
        put_row(&table, sum.organisation, &sum);
}
