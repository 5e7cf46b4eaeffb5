/*
 * table: column widths, bands, tags and header cells, with the real face at 10 pt.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/asset.h"
#include "typeset/table.h"

static struct arena *arena, *scratch;
static struct diag diag;
static struct typeset_tools tools;
static struct page_list list;
static struct setter setter;
static struct text_style ten = {.size = LEN_PT(10)};
static const struct par_style plain = {.leading = LEN_PT(12)};

static struct box *words(const char *text)
{
    struct box *box = ARENA_NEW(arena, struct box);
    box->kind = BOX_PAR;
    box->role = ROLE_P;
    box->u.par.style = &plain;
    box->u.par.runs = ARENA_NEW(arena, struct run);
    box->u.par.count = 1;
    box->u.par.runs[0] = (struct run){.kind = RUN_TEXT, .text = str_z(text), .style = &ten};
    return box;
}

static struct table_cell cell(uint32_t row, uint32_t column, uint16_t rows, const char *text)
{
    return (struct table_cell){.row = row,
                               .column = column,
                               .row_span = rows,
                               .column_span = 1,
                               .role = row && column ? ROLE_TD : ROLE_TH,
                               .fill = COLOUR_NONE,
                               .box = words(text)};
}

/* A table of `columns`, whose cells come by row. */
static struct box *table_of(struct track *tracks, uint32_t columns, uint32_t rows,
                            uint32_t header_rows, struct table_cell *cells, size_t count)
{
    struct box *box = ARENA_NEW(arena, struct box);
    box->kind = BOX_TABLE;
    box->role = ROLE_TABLE;
    struct table_row *row = ARENA_ARRAY(arena, rows, struct table_row);
    for (uint32_t i = 0; i < rows; i++)
        row[i].role = ROLE_TR;
    box->u.table = (struct table_box){.tracks = tracks,
                                      .column_count = columns,
                                      .rows = row,
                                      .row_count = rows,
                                      .header_rows = header_rows,
                                      .cells = cells,
                                      .cell_count = count,
                                      .pad_x = LEN_PT(4)};
    return box;
}

static struct band_list make(struct box *box, len width)
{
    tag_id tag = tag_add(&list.tags, TAG_ROOT, ROLE_TABLE, NULL);
    return table_make(&setter, box, width, tag);
}

static len column_width(const struct band_list *bands, uint32_t column)
{
    const len *x = bands->bands[0]->table->column_x;
    return x[column + 1] - x[column];
}

static void fixed_columns_have_theirs_and_shares_split_the_rest(void **state)
{
    (void)state;
    struct track tracks[] = {{.kind = TRACK_FIXED, .width = LEN_PT(40)},
                             {.kind = TRACK_SHARE, .weight = 1},
                             {.kind = TRACK_SHARE, .weight = 3}};
    struct table_cell cells[] = {cell(0, 0, 1, "a"), cell(0, 1, 1, "b"), cell(0, 2, 1, "c")};
    struct band_list bands = make(table_of(tracks, 3, 1, 0, cells, 3), LEN_PT(440));
    assert_int_equal(column_width(&bands, 0), LEN_PT(40));
    assert_int_equal(column_width(&bands, 1), LEN_PT(100));
    assert_int_equal(column_width(&bands, 2), LEN_PT(300));
}

static void an_automatic_column_is_as_wide_as_its_longest_line(void **state)
{
    (void)state;
    struct track tracks[] = {{.kind = TRACK_AUTO}, {.kind = TRACK_SHARE, .weight = 1}};
    struct table_cell cells[] = {cell(0, 0, 1, "Number of visits"), cell(0, 1, 1, "Commentary")};
    struct box *box = table_of(tracks, 2, 1, 0, cells, 2);
    struct band_list bands = make(box, LEN_PT(400));
    len narrow, wide;
    galley_measure(&setter, cells[0].box, &narrow, &wide);
    assert_int_equal(column_width(&bands, 0), wide + 2 * LEN_PT(4));
    assert_int_equal(bands.bands[0]->cells[0].galley->count, 1);
}

static void a_crowded_automatic_column_parts_no_word(void **state)
{
    (void)state;
    struct track tracks[] = {{.kind = TRACK_AUTO}, {.kind = TRACK_SHARE, .weight = 1}};
    struct table_cell cells[] = {
        cell(0, 0, 1, "Correspondence received and responded to within the time allowed"),
        cell(0, 1, 1, "Commentary")};
    struct band_list bands = make(table_of(tracks, 2, 1, 0, cells, 2), LEN_PT(150));
    len narrow, wide;
    galley_measure(&setter, cells[0].box, &narrow, &wide);
    assert_true(column_width(&bands, 0) >= narrow + 2 * LEN_PT(4));
    assert_true(column_width(&bands, 1) >= LEN_PT(150) / 4);
}

static void rows_tied_by_spans_are_one_band(void **state)
{
    (void)state;
    struct track tracks[] = {{.kind = TRACK_SHARE, .weight = 1},
                             {.kind = TRACK_SHARE, .weight = 1}};
    struct table_cell cells[] = {
        cell(0, 0, 1, "KPI"), cell(0, 1, 1, "Measure"), cell(1, 0, 2, "1.1"),  cell(1, 1, 1, "one"),
        cell(2, 1, 1, "two"), cell(3, 0, 1, "1.2"),     cell(3, 1, 1, "three")};
    struct band_list bands = make(table_of(tracks, 2, 4, 1, cells, 7), LEN_PT(300));
    assert_int_equal(bands.count, 3);
    assert_true(bands.bands[0]->is_header);
    assert_int_equal(bands.bands[1]->row_count, 2);
    assert_int_equal(bands.bands[1]->height, 2 * LEN_PT(12));
    assert_true(bands.bands[2]->is_last);
    assert_ptr_equal(bands.bands[1]->table->header, bands.bands[0]);
}

static tag_id find_tag(enum tag_role role, size_t skip)
{
    for (size_t i = 1; i < list.tags.count; i++)
        if (list.tags.tags[i].role == role && !skip--)
            return (tag_id)i;
    return 0;
}

static void data_cells_name_their_headers(void **state)
{
    (void)state;
    struct track tracks[] = {{.kind = TRACK_SHARE, .weight = 1},
                             {.kind = TRACK_SHARE, .weight = 1}};
    struct table_cell cells[] = {cell(0, 0, 1, "KPI"), cell(0, 1, 1, "Value"), cell(1, 0, 2, "1.1"),
                                 cell(1, 1, 1, "7"), cell(2, 1, 1, "8")};
    make(table_of(tracks, 2, 3, 1, cells, 5), LEN_PT(300));
    tag_id value = find_tag(ROLE_TH, 1), kpi = find_tag(ROLE_TH, 2), second = find_tag(ROLE_TD, 1);
    const struct tag *td = &list.tags.tags[second];
    assert_int_equal(td->headers[0], value);
    assert_int_equal(td->headers[1], kpi);
    assert_int_equal(td->headers[2], 0);
    assert_int_equal(list.tags.tags[kpi].props->row_span, 2);
    char message[200];
    if (!tag_check(&list.tags, message, sizeof message))
        fail_msg("%s", message);
}

static int open_all(void **state)
{
    (void)state;
    arena = arena_new();
    scratch = arena_new();
    diag_init(&diag, arena);
    str name = STR("fonts/LiberationSans-Regular.ttf");
    ten.face = face_open(arena, &diag, name, asset_find(name), (struct pos){0}, 0);
    static const struct page_meta meta;
    page_list_init(&list, arena, &meta);
    tools = (struct typeset_tools){.job = arena, .scratch = scratch, .diag = &diag};
    setter = (struct setter){.tools = &tools, .shaper = shaper_new(arena), .list = &list};
    return ten.face ? 0 : -1;
}

static int close_all(void **state)
{
    (void)state;
    arena_close(scratch);
    arena_close(arena);
    return 0;
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_all, close_all)
    const struct CMUnitTest tests[] = {
        TEST(fixed_columns_have_theirs_and_shares_split_the_rest),
        TEST(an_automatic_column_is_as_wide_as_its_longest_line),
        TEST(a_crowded_automatic_column_parts_no_word),
        TEST(rows_tied_by_spans_are_one_band),
        TEST(data_cells_name_their_headers),
    };
    return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
