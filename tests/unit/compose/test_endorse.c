/* What a committee stamps: on which pages, where, and what it says. "##" is the page's label. */
#include "unit/compose/composing.h"

#include "compose/endorse.h"

#define PAPER                                                                                      \
    "<paper committee='Panel' meeting='2020-11-25T10:00'><author>Analyst</author>"                 \
    "<topic title='Purpose'><para>To tell.</para></topic><contact role='Analyst'/></paper>"
#define REPORT HEAD PAPER SECTION("<para>Words</para>") GLOSSARY TAIL

static void compose(struct composing *c, const char *layout, const char *item, size_t page)
{
    composing_open(c, layout, "all", REPORT);
    c->options.agenda_item = str_z(item);
    c->options.first_page = page;
    assert_true(
        compose_document(c->arena, &c->diag, c->report, c->layout, &c->options, &c->document));
}

/* What stands on pages of this design, but for what was there without a stamp. */
static const char *stamp_on(struct composing *c, const struct master *m, const struct master *plain)
{
    if (!m)
        return "no design";
    if (m->count == plain->count)
        return "no stamp";
    assert_int_equal(m->count, plain->count + 1);
    return box_text(c, m->furniture[plain->count].box);
}

/* The same document without stamps. */
static const struct sequence *plain_sequences(struct composing *c)
{
    static struct document plain;
    struct compose_options options = {.part = STR("all")};
    assert_true(compose_document(c->arena, &c->diag, c->report, c->layout, &options, &plain));
    return plain.sequences;
}

#define FIRST(c, s, p) stamp_on((c), (s)->first, (p)->first)
#define REST(c, s, p)  stamp_on((c), (s)->rest, (p)->rest ? (p)->rest : (p)->first)

static void the_item_stands_on_the_first_page_alone(void **state)
{
    (void)state;
    struct composing c;
    compose(&c, "opcc", "7", 71);
    const struct sequence *s = c.document.sequences, *p = plain_sequences(&c);
    assert_int_equal(c.document.first_page, 71);
    assert_string_equal(FIRST(&c, s, p), "Agenda Item 7/Page ##");
    assert_string_equal(REST(&c, s, p), "/Page ##");
    for (s = s->next, p = p->next; s; s = s->next, p = p->next) {
        assert_string_equal(FIRST(&c, s, p), "/Page ##");
        assert_string_equal(REST(&c, s, p), "/Page ##");
    }
    composing_close(&c);
}

static void an_item_without_pages(void **state)
{
    (void)state;
    struct composing c;
    compose(&c, "opcc", "12.1", 0);
    const struct sequence *s = c.document.sequences, *p = plain_sequences(&c);
    assert_int_equal(c.document.first_page, 0);
    assert_string_equal(FIRST(&c, s, p), "Agenda Item 12.1/");
    assert_string_equal(REST(&c, s, p), "no stamp");
    for (s = s->next, p = p->next; s; s = s->next, p = p->next)
        assert_string_equal(FIRST(&c, s, p), "no stamp");
    composing_close(&c);
}

static void pages_without_an_item(void **state)
{
    (void)state;
    struct composing c;
    compose(&c, "civic", "", 5);
    const struct sequence *s = c.document.sequences, *p = plain_sequences(&c);
    for (; s; s = s->next, p = p->next)
        assert_string_equal(FIRST(&c, s, p), "/Page ##");
    composing_close(&c);
}

static void no_stamps_unless_asked_for(void **state)
{
    (void)state;
    struct composing c;
    compose(&c, "opcc", "", 0);
    const struct sequence *s = c.document.sequences, *p = plain_sequences(&c);
    for (; s; s = s->next, p = p->next) {
        assert_string_equal(FIRST(&c, s, p), "no stamp");
        assert_int_equal(s->rest != NULL, p->rest != NULL);
    }
    composing_close(&c);
}

static void the_words_are_the_layouts(void **state)
{
    (void)state;
    struct composing c;
    compose(&c, "opcc-cy", "7", 71);
    const struct sequence *s = c.document.sequences;
    assert_string_equal(FIRST(&c, s, plain_sequences(&c)), "Eitem Agenda 7/Tudalen ##");
    composing_close(&c);
}

/* Right-aligned within the band; a running head to a screen reader, and to PDF. */
static void it_stands_in_the_band(void **state)
{
    (void)state;
    struct composing c;
    compose(&c, "opcc", "7", 71);
    const struct master *m = c.document.sequences->first;
    const struct furniture *f = &m->furniture[m->count - 1];
    struct stamp_band band = layout_stamp_band(c.layout);
    assert_int_equal(f->x + f->width, m->page_width - band.right);
    assert_int_equal(f->width, band.width);
    assert_int_equal(f->y, band.top);
    assert_int_equal(f->margin, MARGIN_HEAD);
    assert_true(f->box->is_artifact);
    assert_int_equal(f->box->u.par.style->align, ALIGN_RIGHT);
    assert_true(f->box->u.par.style->leading * 2 <= band.height);
    composing_close(&c);
}

/* All of the page is free for its words. */
static void a_blank_page_says_so(void **state)
{
    (void)state;
    struct composing c;
    struct document sheets;
    const struct stamp_words words = {.page = STR("22"), .is_blank = true};
    compose(&c, "opcc", "7", 71);
    compose_stamps(c.arena, c.layout, &words, 1, &sheets);
    const struct furniture *f = &sheets.sequences->first->furniture[0];
    const struct stamp_band band = layout_stamp_band(c.layout);
    assert_string_equal(box_text(&c, f->box), "/Page 22/This page is intentionally left blank");
    assert_true(f->box->is_artifact);
    assert_int_equal(f->x + f->width, c.layout->page_width - band.right);
    composing_close(&c);
}

static void sheets_have_the_same_stamps(void **state)
{
    (void)state;
    struct composing c;
    struct document sheets;
    const struct stamp_words words[] = {
        {STR("7"), STR("71"), false}, {STR(""), STR("xii"), false}, {STR("8"), STR(""), false}};
    const char *const expected[] = {"Agenda Item 7/Page 71", "/Page xii", "Agenda Item 8/"};
    compose(&c, "opcc", "7", 71);
    const struct master *native = c.document.sequences->first;
    const struct furniture *f = &native->furniture[native->count - 1];
    compose_stamps(c.arena, c.layout, words, 3, &sheets);
    const struct sequence *s = sheets.sequences;
    for (size_t i = 0; i < 3; i++, s = s->next) {
        assert_int_equal(s->first->count, 1);
        const struct furniture *g = &s->first->furniture[0];
        assert_string_equal(box_text(&c, g->box), expected[i]);
        assert_int_equal(g->x, f->x);
        assert_int_equal(g->y, f->y);
        assert_int_equal(g->width, f->width);
        assert_int_equal(s->first->page_width, native->page_width);
        assert_int_equal(g->box->u.par.runs[0].style->size, f->box->u.par.runs[0].style->size);
    }
    assert_null(s);
    composing_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_item_stands_on_the_first_page_alone),
        cmocka_unit_test(an_item_without_pages),
        cmocka_unit_test(pages_without_an_item),
        cmocka_unit_test(no_stamps_unless_asked_for),
        cmocka_unit_test(the_words_are_the_layouts),
        cmocka_unit_test(it_stands_in_the_band),
        cmocka_unit_test(a_blank_page_says_so),
        cmocka_unit_test(sheets_have_the_same_stamps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
