/*
 * galley: boxes as atoms: spaces that collapse, what sticks together, labels, frames and marks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/asset.h"
#include "typeset/galley.h"

static struct arena *arena, *scratch;
static struct diag diag;
static struct typeset_tools tools;
static struct page_list list;
static struct setter setter;
static struct text_style ten = {.size = LEN_PT(10)};
static const struct par_style plain = {.leading = LEN_PT(12)};

/* A paragraph of n lines, parted by forced breaks. */
static struct box *lines(size_t n)
{
    struct box *box = ARENA_NEW(arena, struct box);
    box->kind = BOX_PAR;
    box->role = ROLE_P;
    box->u.par.style = &plain;
    box->u.par.count = 2 * n - 1;
    box->u.par.runs = ARENA_ARRAY(arena, 2 * n, struct run);
    for (size_t i = 0; i < 2 * n - 1; i++)
        box->u.par.runs[i] =
            (struct run){.kind = i % 2 ? RUN_BREAK : RUN_TEXT, .text = STR("line"), .style = &ten};
    return box;
}

static struct box *stack(struct box *first, struct box *second)
{
    struct box *box = ARENA_NEW(arena, struct box);
    box->kind = BOX_STACK;
    box->u.stack.children = first;
    first->next = second;
    return box;
}

static struct galley *make(const struct box *box)
{
    return galley_make(&setter, box, LEN_PT(200), TAG_ROOT);
}

static void the_larger_space_stands_between_two_boxes(void **state)
{
    (void)state;
    struct box *a = lines(1), *b = lines(1), *inner = stack(b, NULL);
    a->space_before = LEN_PT(9);
    a->space_after = LEN_PT(4);
    inner->space_before = LEN_PT(6);
    b->space_before = LEN_PT(5);
    struct galley *g = make(stack(a, inner));
    assert_int_equal(g->count, 2);
    assert_int_equal(g->atoms[1].space_before, LEN_PT(6));
    assert_int_equal(galley_height(g, 0, 2), LEN_PT(12 + 6 + 12));
    assert_int_equal(galley_height(g, 1, 2), LEN_PT(12));
}

static void paragraphs_part_with_two_lines_on_each_side(void **state)
{
    (void)state;
    struct galley *g = make(lines(5));
    const enum parting expected[] = {PART_OK, PART_NEVER, PART_OK, PART_OK, PART_NEVER};
    assert_int_equal(g->count, 5);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(g->atoms[i].parting, expected[i]);
}

static void three_lines_do_not_part(void **state)
{
    (void)state;
    struct galley *g = make(lines(3));
    assert_int_equal(g->atoms[1].parting, PART_NEVER);
    assert_int_equal(g->atoms[2].parting, PART_NEVER);
}

static void a_heading_sticks_to_what_follows(void **state)
{
    (void)state;
    struct box *heading = lines(1);
    heading->is_kept_with_next = true;
    struct galley *g = make(stack(heading, lines(4)));
    assert_int_equal(g->atoms[0].parting, PART_OK);
    assert_int_equal(g->atoms[1].parting, PART_NEVER);
    assert_int_equal(g->atoms[3].parting, PART_OK);
}

static void a_kept_stack_had_better_not_part(void **state)
{
    (void)state;
    struct box *kept = stack(lines(1), lines(4));
    kept->is_kept_together = true;
    struct galley *g = make(kept);
    assert_int_equal(g->atoms[0].parting, PART_OK);
    assert_int_equal(g->atoms[1].parting, PART_AVOID);
    assert_int_equal(g->atoms[2].parting, PART_NEVER);
}

static void a_label_hangs_beside_the_first_line(void **state)
{
    (void)state;
    struct box *item = ARENA_NEW(arena, struct box);
    item->kind = BOX_LABEL;
    item->role = ROLE_LI;
    item->u.label.label = lines(1);
    item->u.label.width = LEN_PT(20);
    item->u.label.children = lines(2);
    item->u.label.label_role = ROLE_LBL;
    item->u.label.body_role = ROLE_LBODY;
    struct galley *g = make(item);
    assert_int_equal(g->count, 2);
    assert_int_equal(g->atoms[0].x, LEN_PT(20));
    assert_non_null(g->atoms[0].label);
    assert_int_equal(g->atoms[0].label->x, 0);
    assert_null(g->atoms[1].label);
    const struct tag *li = &list.tags.tags[list.tags.tags[TAG_ROOT].first];
    assert_int_equal(li->role, ROLE_LI);
    assert_int_equal(list.tags.tags[li->first].role, ROLE_LBL);
    assert_int_equal(list.tags.tags[li->last].role, ROLE_LBODY);
}

static void a_frame_pads_and_drops_the_space_inside(void **state)
{
    (void)state;
    struct box *first = lines(1), *note = stack(first, NULL);
    first->space_before = first->space_after = LEN_PT(8);
    note->pad = LEN_PT(5);
    note->has_fill = true;
    struct galley *g = make(note);
    assert_int_equal(g->count, 3);
    assert_int_equal(galley_height(g, 0, 3), LEN_PT(5 + 12 + 5));
    assert_int_equal(g->atoms[1].x, LEN_PT(5));
    assert_ptr_equal(g->atoms[1].frame->box, note);
    assert_int_equal(g->atoms[2].parting, PART_NEVER);
}

static void an_anchor_waits_for_its_first_atom(void **state)
{
    (void)state;
    struct box *body = lines(1), *outer = stack(body, NULL);
    outer->anchor = STR("outer");
    body->anchor = STR("inner");
    struct galley *g = make(outer);
    assert_ptr_equal(g->atoms[0].marks->box, outer);
    assert_ptr_equal(g->atoms[0].marks->next->box, body);
}

static void artifacts_make_no_tags(void **state)
{
    (void)state;
    struct box *box = lines(2);
    box->is_artifact = true;
    size_t before = list.tags.count;
    make(box);
    assert_int_equal(list.tags.count, before);
}

static int open_all(void **state)
{
    (void)state;
    static const struct page_meta meta;
    arena = arena_new();
    scratch = arena_new();
    diag_init(&diag, arena);
    str name = STR("fonts/LiberationSans-Regular.ttf");
    ten.face = face_open(arena, &diag, name, asset_find(name), (struct pos){0}, 0);
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
        TEST(the_larger_space_stands_between_two_boxes),
        TEST(paragraphs_part_with_two_lines_on_each_side),
        TEST(three_lines_do_not_part),
        TEST(a_heading_sticks_to_what_follows),
        TEST(a_kept_stack_had_better_not_part),
        TEST(a_label_hangs_beside_the_first_line),
        TEST(a_frame_pads_and_drops_the_space_inside),
        TEST(an_anchor_waits_for_its_first_atom),
        TEST(artifacts_make_no_tags),
    };
    return cmocka_run_group_tests_name("galley", tests, NULL, NULL);
}
