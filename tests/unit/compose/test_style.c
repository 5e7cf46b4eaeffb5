/* style: words to runs. */
#include "composing.h"

static const struct run *find_run(const struct composing *c, const char *text)
{
    const struct box *section = sequence_at(c, 0)->content->u.stack.children->next;
    const struct box *box = box_find(section, BOX_PAR);
    for (; box; box = box->next)
        for (size_t i = 0; box->kind == BOX_PAR && i < box->u.par.count; i++)
            if (str_is(box->u.par.runs[i].text, text))
                return &box->u.par.runs[i];
    fail_msg("no run \"%s\"", text);
    return NULL;
}

#define FIGURES(before)                                                                            \
    "<section title='F'><kpi ref='1'><measure id='a' name='A'><value unit='percent'>80.5</value>"  \
    "<previous>" before "</previous></measure></kpi></section>"

static void short_figures_are_not_parted(void **state)
{
    (void)state;
    struct composing c;
    composing_open(&c, "opcc", "all",
                   HEAD "<appendix id='A' title='F' cover='no'><section title='S'><para>"
                        "<figure of='a'/>; <change of='a'/>; <period of='current'/>; "
                        "<period of='last-year'/>; <period of='previous' form='dates'/>"
                        "</para></section>" FIGURES("80.5") "</appendix>" TAIL);
    assert_true(find_run(&c, "80.5%")->has_no_break);
    assert_true(find_run(&c, "no change")->has_no_break);
    assert_true(find_run(&c, "Quarter 2")->has_no_break);
    assert_true(find_run(&c, "Quarter 2 2019/20")->has_no_break);
    assert_false(find_run(&c, "1 April 2020 to 30 June 2020")->has_no_break);
    assert_false(find_run(&c, "; ")->has_no_break);
    composing_close(&c);
}

static void long_ones_may_be(void **state)
{
    (void)state;
    struct composing c;
    composing_open(&c, "opcc", "all",
                   HEAD "<appendix id='A' title='F' cover='no'><section title='S'><para>"
                        "<change of='a'/></para></section>" FIGURES("79") "</appendix>" TAIL);
    assert_false(find_run(&c, "1.5 percentage points higher")->has_no_break);
    composing_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_figures_are_not_parted),
        cmocka_unit_test(long_ones_may_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
