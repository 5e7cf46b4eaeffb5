/* sheet: variants over layouts, their own and those they are based on. */
#include "composing.h"

#include <stdio.h>

#define TOP "<layout xmlns='urn:quoin:layout:1' xml:lang='en-GB' title='Test' based-on='opcc'>"
#define END "</layout>"

static const struct layout *parse(struct composing *c, const char *xml, const char *variant)
{
    composing_begin(c);
    c->source = (struct source){STR("ours.xml"), str_z(xml)};
    c->shelf.variant = str_z(variant);
    const struct layout *l = layout_parse(&c->shelf, &c->diag, &c->source, (str){0});
    if (c->diag.count && !strstr(variant, "no-such"))
        diag_print(&c->diag, stderr, (struct diag_style){0});
    return l;
}

static const struct layout *load(struct composing *c, const char *name, const char *variant)
{
    composing_begin(c);
    c->shelf.variant = str_z(variant);
    const struct layout *l = layout_load(&c->shelf, &c->diag, str_z(name), (struct pos){0});
    if (c->diag.count)
        diag_print(&c->diag, stderr, (struct diag_style){0});
    assert_int_equal(c->diag.count, 0); /* every shipped variant is sound, contrasts included */
    assert_non_null(l);
    return l;
}

static void shipped_variants_are_sound(void **state)
{
    (void)state;
    static const char *const layouts[] = {"opcc", "opcc-cy", "civic"};
    struct composing c;
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
        const struct layout *l = load(&c, layouts[i], "large-print");
        assert_true(str_is(layout_variants(l), "large-print mono flat"));
        assert_int_equal(l->kpi_form, FORM_BLOCKS);
        assert_true(l->page_width < l->page_height);
        for (size_t k = 0; k < l->style_count; k++)
            assert_true(l->styles[k].text[0][0].size >= LEN_PT(16));
        composing_close(&c);
        l = load(&c, layouts[i], "flat");
        assert_false(l->has_spans);
        assert_int_equal(l->kpi_form, FORM_TABLE);
        composing_close(&c);
        l = load(&c, layouts[i], "");
        assert_true(l->has_spans);
        assert_false(l->is_grey);
        composing_close(&c);
    }
}

/* opcc's large print in Welsh: what it says of sizes, and what opcc-cy says in words. */
static void a_variant_of_what_it_is_based_on(void **state)
{
    (void)state;
    struct composing c;
    const struct layout *l = load(&c, "opcc-cy", "large-print");
    const struct running_line *foot = &l->pages[PAGE_APPENDIX].foot;
    assert_int_equal(l->styles[STYLE_TEXT].text[0][0].size, LEN_PT(18));
    assert_true(str_is(foot->right, "Tudalen {page} o {pages}"));
    assert_true(str_is(foot->left, "[{short} · ]{quarter-short}[ · {appendix}]"));
    assert_in_range(foot->rule_at, LEN_MM(21), LEN_MM(22)); /* 21.5mm */
    assert_true(foot->rule.thickness > 0);                  /* from opcc-cy */
    assert_true(str_is(l->words[WORD_TERM], "Term"));
    assert_true(l->cover.count > 5);
    composing_close(&c);
}

static void ours_over_theirs(void **state)
{
    (void)state;
    struct composing c;
    const struct layout *l =
        parse(&c,
              TOP "<styles><style name='text' size='13pt'/></styles>"
                  "<variant name='large-print'><styles><style name='text' size='20pt'/></styles>"
                  "</variant><variant name='narrow'><page left='40mm'/></variant>" END,
              "large-print");
    assert_non_null(l);
    assert_int_equal(l->styles[STYLE_TEXT].text[0][0].size, LEN_PT(20));
    assert_int_equal(l->styles[STYLE_HEADING].text[0][0].size, LEN_PT(20)); /* opcc's variant */
    assert_int_equal(l->left, LEN_MM(20));
    assert_true(str_is(layout_variants(l), "large-print narrow mono flat"));
    composing_close(&c);
}

static void assert_grey(colour c)
{
    if (c != COLOUR_NONE && (c >> 16 != (c & 255) || (c >> 8 & 255) != (c & 255)))
        fail_msg("#%06x is a colour", (unsigned)c);
}

static void assert_grey_drawing(const struct drawing *d)
{
    for (size_t i = 0; i < d->count; i++) {
        assert_grey(d->paths[i].fill);
        assert_grey(d->paths[i].stroke);
    }
}

/* Whatever colours a brand brings, its mono has none. */
static void grey_leaves_no_colour(void **state)
{
    (void)state;
    struct composing c;
    const struct layout *l = parse(&c,
                                   TOP "<palette><colour name='navy' value='#400000'/></palette>"
                                       "<styles><style name='ours' colour='#00408f'/></styles>"
                                       "<aside of='note' fill='#eeffee' bar-colour='#ff0000'/>"
                                       "<variant name='plain' colours='grey'/>" END,
                                   "plain");
    assert_non_null(l);
    assert_true(l->is_grey);
    for (size_t i = 0; i < l->style_count; i++)
        for (int ink = 0; ink < INK_COUNT; ink++)
            assert_grey(l->styles[i].text[ink][0].colour);
    assert_grey(l->note.fill);
    assert_grey(l->note.bar_colour);
    assert_grey(l->kpi_table.head_fill);
    assert_grey(l->cover.bands[0].colour);
    for (int i = RATING_GREEN; i <= RATING_RED; i++)
        assert_grey_drawing(l->marks[i]);
    for (int i = DIRECTION_UP; i <= DIRECTION_SAME; i++)
        assert_grey_drawing(l->arrows[i]);
    assert_grey_drawing(l->cover.items[0].image->drawing);
    composing_close(&c);
}

static void unknown_variants_get_a_hint(void **state)
{
    (void)state;
    struct composing c;
    assert_null(parse(&c, TOP "<variant name='no-such-thing'/>" END, "no-such-thin"));
    assert_int_equal(c.diag.count, 1);
    assert_int_equal(c.diag.findings[0].code, Q514);
    assert_non_null(strstr(c.diag.findings[0].text.p, "no-such-thin"));
    assert_non_null(strstr(c.diag.findings[0].hint.p, "did you mean"));
    assert_non_null(strstr(c.diag.findings[0].hint.p, "no-such-thing large-print mono flat"));
    composing_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_variants_are_sound),
        cmocka_unit_test(a_variant_of_what_it_is_based_on),
        cmocka_unit_test(ours_over_theirs),
        cmocka_unit_test(grey_leaves_no_colour),
        cmocka_unit_test(unknown_variants_get_a_hint),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
