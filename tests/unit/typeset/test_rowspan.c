/*
 * rowspan: parting bands of rows, on bands made by hand. Lines are 10 high, padding is none, and a
 * cell of n lines forbids, as paragraphs do, parting after its first and before its last line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "typeset/table.h"

#define LINE 10

static struct arena *arena;

static struct galley *lines(int n)
{
    struct galley *g = ARENA_NEW(arena, struct galley);
    g->atoms = ARENA_ARRAY(arena, (size_t)n, struct atom);
    g->count = (size_t)n;
    for (int i = 0; i < n; i++)
        g->atoms[i] =
            (struct atom){.height = LINE, .parting = i == 1 || i == n - 1 ? PART_NEVER : PART_OK};
    if (n)
        g->atoms[0].parting = PART_OK;
    return g;
}

/* A band of `rows` rows; cells as {row, row_end, lines}. */
static struct band *band_of(uint32_t rows, size_t count, const int cells[][3])
{
    struct table_box *box = ARENA_NEW(arena, struct table_box);
    box->rows = ARENA_ARRAY(arena, rows, struct table_row);
    box->row_count = rows;
    struct set_table *table = ARENA_NEW(arena, struct set_table);
    table->box = box;
    struct band *band = ARENA_NEW(arena, struct band);
    *band = (struct band){.table = table, .row_count = rows, .cell_count = count};
    band->cells = ARENA_ARRAY(arena, count, struct set_cell);
    for (size_t i = 0; i < count; i++)
        band->cells[i] = (struct set_cell){.row = (uint32_t)cells[i][0],
                                           .row_end = (uint32_t)cells[i][1],
                                           .galley = lines(cells[i][2])};
    struct band_rest all = band_begin(arena, band);
    band->height = band_rest_height(arena, band, &all);
    return band;
}

static struct band_piece part(const struct band *band, const struct band_rest *from, len available)
{
    struct band_piece piece;
    assert_true(band_part(arena, band, from, available, PART_STRICT, &piece));
    assert_true(piece.height <= available);
    return piece;
}

static void height_gives_the_spanning_cells_excess_to_its_last_row(void **state)
{
    (void)state;
    const int cells[][3] = {{0, 1, 2}, {0, 2, 7}, {1, 2, 3}};
    struct band *band = band_of(2, 3, cells);
    assert_int_equal(band->height, 7 * LINE);
    struct band_rest all = band_begin(arena, band);
    struct band_piece piece = part(band, &all, 100 * LINE);
    assert_true(piece.is_end);
    assert_int_equal(piece.row_y[1], 2 * LINE);
}

static void a_band_parts_between_rows_while_the_spanning_cell_goes_on(void **state)
{
    (void)state;
    const int cells[][3] = {{0, 1, 3}, {0, 2, 8}, {1, 2, 3}};
    struct band *band = band_of(2, 3, cells);
    struct band_rest all = band_begin(arena, band);
    /* four lines: row 1 begins at line 3, and its three-line cell cannot part: it goes overleaf */
    struct band_piece piece = part(band, &all, 4 * LINE);
    assert_false(piece.is_end);
    assert_int_equal(piece.row_end, 1);
    assert_int_equal(piece.to.row, 1);
    assert_int_equal(piece.to.next[1], 4);
    struct band_piece rest = part(band, &piece.to, 100 * LINE);
    assert_true(rest.is_end);
    assert_int_equal(rest.height, 4 * LINE);
    assert_int_equal(rest.row_y[1], 0);
}

static void a_row_begins_beside_the_remainder_overleaf(void **state)
{
    (void)state;
    const int cells[][3] = {{0, 1, 2}, {0, 3, 12}, {1, 2, 2}, {2, 3, 2}};
    struct band *band = band_of(3, 4, cells);
    struct band_rest all = band_begin(arena, band);
    struct band_piece piece = part(band, &all, 5 * LINE);
    assert_int_equal(piece.row_end, 2);
    assert_int_equal(piece.to.row, 2);
    assert_int_equal(piece.to.next[1], 5);
    struct band_piece rest = part(band, &piece.to, 100 * LINE);
    assert_int_equal(rest.row_y[2], 0);
    assert_int_equal(rest.height, 7 * LINE);
}

static void two_lines_at_least_stand_on_each_side(void **state)
{
    (void)state;
    const int cells[][3] = {{0, 1, 2}, {0, 1, 6}};
    struct band *band = band_of(1, 2, cells);
    struct band_rest all = band_begin(arena, band);
    struct band_piece piece = part(band, &all, 5 * LINE);
    assert_int_equal(piece.to.next[1], 4); /* not 5: one line would be alone overleaf */
    assert_int_equal(piece.to.row, 0);
    struct band_piece none;
    assert_false(band_part(arena, band, &all, 1 * LINE, PART_STRICT, &none));
}

static void a_cell_taller_than_many_pages_ends(void **state)
{
    (void)state;
    const int cells[][3] = {{0, 1, 1}, {0, 2, 1000}, {1, 2, 1}};
    struct band *band = band_of(2, 3, cells);
    struct band_rest rest = band_begin(arena, band);
    size_t pages = 0, placed = 0;
    for (bool is_end = false; !is_end; pages++) {
        struct band_piece piece = part(band, &rest, 30 * LINE);
        assert_true(piece.to.next[1] > placed);
        placed = piece.to.next[1];
        rest = piece.to;
        is_end = piece.is_end;
    }
    assert_int_equal(placed, 1000);
    assert_int_equal(pages, 34);
}

static void what_cannot_part_is_placed_anyhow(void **state)
{
    (void)state;
    const int cells[][3] = {{0, 1, 3}};
    struct band *band = band_of(1, 1, cells);
    struct band_rest all = band_begin(arena, band);
    struct band_piece piece;
    assert_false(band_part(arena, band, &all, 2 * LINE, PART_STRICT, &piece));
    assert_true(band_part(arena, band, &all, 2 * LINE, PART_LOOSE, &piece));
    assert_int_equal(piece.to.next[0], 2);
    assert_true(band_part(arena, band, &all, LINE / 2, PART_ANYHOW, &piece));
    assert_int_equal(piece.to.next[0], 1);
}

static void a_finished_cell_says_that_it_is_continued(void **state)
{
    (void)state;
    const int cells[][3] = {{0, 2, 1}, {0, 1, 1}, {0, 2, 9}, {1, 2, 1}};
    struct band *band = band_of(2, 4, cells);
    band->cells[0].continued = lines(2);
    struct band_rest all = band_begin(arena, band);
    assert_null(repeat_due(band, &all, 0));
    struct band_piece piece = part(band, &all, 4 * LINE);
    assert_ptr_equal(repeat_due(band, &piece.to, 0), band->cells[0].continued);
    assert_null(repeat_due(band, &piece.to, 3));
}

static void an_unsplittable_row_waits_for_the_next_page(void **state)
{
    (void)state;
    const int cells[][3] = {{0, 1, 2}, {0, 2, 12}, {1, 2, 8}};
    struct band *band = band_of(2, 3, cells);
    band->table->box->rows[1].is_unsplittable = true;
    struct band_rest all = band_begin(arena, band);
    struct band_piece piece = part(band, &all, 7 * LINE);
    assert_int_equal(piece.row_end, 1);
    assert_int_equal(piece.to.next[1], 7);
}

static int open_arena(void **state)
{
    (void)state;
    arena = arena_new();
    return arena ? 0 : -1;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)
    const struct CMUnitTest tests[] = {
        TEST(height_gives_the_spanning_cells_excess_to_its_last_row),
        TEST(a_band_parts_between_rows_while_the_spanning_cell_goes_on),
        TEST(a_row_begins_beside_the_remainder_overleaf),
        TEST(two_lines_at_least_stand_on_each_side),
        TEST(a_cell_taller_than_many_pages_ends),
        TEST(what_cannot_part_is_placed_anyhow),
        TEST(a_finished_cell_says_that_it_is_continued),
        TEST(an_unsplittable_row_waits_for_the_next_page),
    };
    return cmocka_run_group_tests_name("rowspan", tests, NULL, NULL);
}
