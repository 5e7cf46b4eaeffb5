/* layout: the shipped ones are sound; sheets over sheets; every fault is a finding at its place. */
#include "composing.h"

#include <stdio.h>

#include "base/asset.h"
#include "xml/vocab.h"

#define TOP "<layout xmlns='urn:quoin:layout:1' xml:lang='en-GB' title='Test' based-on='opcc'>"
#define END "</layout>"

static const struct layout *parse(struct composing *c, const char *xml)
{
    composing_begin(c);
    c->source = (struct source){STR("ours.xml"), str_z(xml)};
    return layout_parse(&c->shelf, &c->diag, &c->source, (str){0});
}

/* The layout has exactly this one finding, at the line given. */
static void expect_finding(const char *xml, enum code code, uint32_t line, const char *text)
{
    struct composing c;
    parse(&c, xml);
    diag_sort(&c.diag);
    if (c.diag.count != 1)
        diag_print(&c.diag, stderr, (struct diag_style){0});
    assert_int_equal(c.diag.count, 1);
    assert_int_equal(c.diag.findings[0].code, code);
    assert_int_equal(c.diag.findings[0].pos.line, line);
    if (!strstr(c.diag.findings[0].text.p, text))
        fail_msg("\"%s\" does not say \"%s\"", c.diag.findings[0].text.p, text);
    composing_close(&c);
}

static void vocabulary_is_sound(void **state)
{
    (void)state;
    char message[256] = "";
    if (!vocab_check(&layout_vocab, message, sizeof message))
        fail_msg("%s", message);
}

static void shipped_layouts_are_sound(void **state)
{
    (void)state;
    struct composing c;
    composing_begin(&c);
    const struct layout *opcc = layout_load(&c.shelf, &c.diag, STR("opcc"), (struct pos){0});
    const struct layout *civic = layout_load(&c.shelf, &c.diag, STR("civic"), (struct pos){0});
    if (c.diag.count)
        diag_print(&c.diag, stderr, (struct diag_style){0});
    assert_int_equal(c.diag.count, 0); /* contrasts included */
    assert_non_null(opcc);
    assert_non_null(civic);
    assert_true(str_is(layout_name(opcc), "opcc"));
    assert_true(opcc->page_width < opcc->page_height);
    assert_true(civic->page_width > civic->page_height);
    assert_true(opcc->column_count != civic->column_count);
    assert_false(layout_has_contents(opcc, 20));
    assert_true(layout_has_contents(opcc, 21));
    composing_close(&c);
}

/* The words of a layout that are not fields: plain letters, parted by spaces. */
static void add_words_of(struct buf *out, str pattern)
{
    bool is_field = false;
    for (size_t i = 0; i < pattern.n; i++) {
        char c = pattern.p[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        is_field = c == '{' || (is_field && c != '}');
        buf_byte(out, is_letter && !is_field ? (unsigned char)c : ' ');
    }
    buf_byte(out, ' ');
}

static str all_words_of(struct arena *a, const struct layout *l)
{
    struct buf out = {.arena = a};
    for (int i = 0; i < WORD_COUNT; i++)
        add_words_of(&out, l->words[i]);
    for (size_t i = 0; i < l->column_count; i++)
        add_words_of(&out, l->columns[i].title);
    for (size_t i = 0; i < l->masthead_count; i++)
        add_words_of(&out, l->masthead[i].pattern);
    for (size_t i = 0; i < l->cover.count; i++) {
        add_words_of(&out, l->cover.items[i].pattern);
        for (size_t k = 0; k < l->cover.items[i].line_count; k++)
            add_words_of(&out, l->cover.items[i].lines[k].pattern);
    }
    for (int i = 0; i < PAGE_KIND_COUNT; i++) {
        const struct running_line *lines[] = {&l->pages[i].head, &l->pages[i].foot};
        for (int k = 0; k < 2; k++) {
            add_words_of(&out, lines[k]->left);
            add_words_of(&out, lines[k]->right);
        }
    }
    return buf_str(&out);
}

/* "Term" is a Welsh word too, and "is", lower; nothing else that opcc says in English is left in
 * opcc-cy. */
static void no_english_is_left_in_welsh(void **state)
{
    (void)state;
    struct composing c;
    composing_begin(&c);
    const struct layout *opcc = layout_load(&c.shelf, &c.diag, STR("opcc"), (struct pos){0});
    const struct layout *welsh = layout_load(&c.shelf, &c.diag, STR("opcc-cy"), (struct pos){0});
    assert_non_null(welsh);
    str english = all_words_of(c.shelf.kit, opcc);
    size_t shared = 0, words = 0;
    str rest = all_words_of(c.shelf.kit, welsh);
    for (str word = str_word(&rest); word.n; word = str_word(&rest), words++) {
        str left = english;
        for (str other = str_word(&left); other.n; other = str_word(&left)) {
            bool is_shared = word.n > 1 && str_eq(word, other);
            if (is_shared && !str_is(word, "Term") && !str_is(word, "is") &&
                !str_is(word, "Agenda"))
                fail_msg("\"%.*s\" is English still", STR_ARG(word));
            shared += is_shared;
        }
    }
    assert_true(shared >= 2); /* these two are Welsh as well */
    assert_true(words > 100);
    assert_true(str_is(welsh->lang, "cy"));
    composing_close(&c);
}

/* Links are told by more than their colour (WCAG 1.4.1); terms, which are many, by a thin line. */
static void links_are_underlined(void **state)
{
    (void)state;
    static const char *const names[] = {"opcc", "civic"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct composing c;
        composing_begin(&c);
        const struct layout *l = layout_load(&c.shelf, &c.diag, str_z(names[i]), (struct pos){0});
        const struct named_style *cell = layout_style(l, STYLE_CELL);
        const struct text_style *term = &cell->text[INK_TERM][WEIGHT_REGULAR];
        const struct text_style *link = &cell->text[INK_LINK][WEIGHT_REGULAR];
        assert_false(cell->text[INK_PLAIN][WEIGHT_REGULAR].is_underlined);
        assert_true(link->is_underlined);
        assert_int_equal(link->underline, 0);
        assert_true(term->is_underlined);
        assert_int_equal(term->underline, LEN_PT(1) / 2);
        assert_true(term->underline_colour != term->colour);
        composing_close(&c);
    }
}

static void faces_are_opened_once(void **state)
{
    (void)state;
    struct composing c;
    composing_begin(&c);
    const struct layout *a = layout_load(&c.shelf, &c.diag, STR("opcc"), (struct pos){0});
    size_t count = c.shelf.face_count;
    const struct layout *b = layout_load(&c.shelf, &c.diag, STR("opcc"), (struct pos){0});
    assert_int_equal(c.shelf.face_count, count);
    assert_ptr_equal(a->families[0].faces[0], b->families[0].faces[0]);
    assert_non_null(a->families[0].faces[0]->fallback);
    composing_close(&c);
}

static void a_sheet_over_another(void **state)
{
    (void)state;
    struct composing c;
    const struct layout *l =
        parse(&c, TOP "<page left='30mm'/>"
                      "<palette><colour name='navy' value='#400000'/></palette>"
                      "<styles><style name='text' size='12pt'/></styles>"
                      "<words><word name='quarter'>Chwarter</word></words>" END);
    assert_non_null(l);
    assert_true(str_is(l->name, "ours"));
    assert_int_equal(l->left, LEN_MM(30));
    assert_int_equal(l->page_width, LEN_MM(210));
    assert_int_equal(l->styles[STYLE_KPI].text[0][0].colour, 0x400000);
    assert_int_equal(l->styles[STYLE_CELL].text[0][0].size, LEN_PT(12));
    assert_int_equal(l->styles[STYLE_SMALL].text[0][0].size, LEN_PT(9));
    assert_true(str_is(layout_wording(l)->quarter, "Chwarter"));
    assert_int_equal(l->column_count, 4);
    assert_true(str_search(layout_bytes(l), STR("OPCC Performance"), 0) == layout_bytes(l).n);
    assert_true(str_search(layout_bytes(l), STR("Chwarter"), 0) < layout_bytes(l).n);
    assert_true(str_search(layout_bytes(l), STR("opcc-logo.svg"), 0) < layout_bytes(l).n);
    composing_close(&c);
}

static void faults_have_places(void **state)
{
    (void)state;
    expect_finding(TOP "\n<page left='100mm' right='100mm'/>" END, Q508, 2, "leave no room");
    expect_finding(TOP "\n<styles><style name='text' colour='navi'/></styles>" END, Q504, 2,
                   "“navi”");
    expect_finding(TOP "\n<styles><style name='cover-title' size='700pt'/></styles>" END, Q503, 2,
                   "700pt");
    expect_finding(TOP "\n<styles><style name='cover-title' from='txt'/></styles>" END, Q507, 2,
                   "“txt”");
    expect_finding(TOP "\n<styles><style name='caption' family='sanz'/></styles>" END, Q507, 2,
                   "“sanz”");
    expect_finding(TOP "\n<faces><family name='x' regular='Nix.ttf'/></faces>" END, Q506, 2,
                   "“Nix.ttf”");
    expect_finding(TOP "\n<styles><style name='kpi' colour='#aaaaaa'/></styles>" END, Q509, 2,
                   "“kpi”");
    expect_finding(TOP "\n<cover>\n<line style='cover-titel'>x</line></cover>" END, Q507, 3,
                   "“cover-titel”");
    expect_finding(TOP "\n<words>\n<word name='appendix'>{leter}</word></words>" END, Q505, 3,
                   "{leter}");
    expect_finding(TOP "\n<words>\n<word name='weekdays'>Llun Mawrth</word></words>" END, Q502, 3,
                   "7 names");
    expect_finding(TOP "\n<cover>\n<logo file='../../x.svg' width='1mm'/></cover>" END, Q206, 3,
                   "");
}

/* Findings stand at what brought two colours together, on the topmost sheet. */
static void everyone_can_read_it(void **state)
{
    (void)state;
    expect_finding(TOP "\n<palette>\n<colour name='grey' value='#888888'/></palette>" END, Q509, 3,
                   "“small” (#888888 on paper, #ffffff)");
    expect_finding(TOP "\n<kpi-table head-fill='#eeeeee'/>" END, Q509, 2, "1.16 to 1");
    expect_finding(TOP "\n<links colour='#767676'/>\n<aside of='note' fill='white'/>"
                       "<aside of='action' fill='#eeeeee'/>" END,
                   Q509, 2, "links in the style “aside”");
    expect_finding(TOP "\n<styles>\n<style name='x' size='17pt' colour='#949494'/></styles>" END,
                   Q509, 3, "need 4.5");
    expect_finding(TOP "\n<styles>\n<style name='x' size='14pt' weight='bold' colour='#969696'/>"
                       "</styles>" END,
                   Q509, 3, "need 3");
    expect_finding(TOP "\n<styles>\n<style name='x' size='18pt' colour='#969696'/></styles>" END,
                   Q509, 3, "need 3");
    expect_finding(TOP "\n<styles>\n<style name='cell' size='10.9pt'/></styles>" END, Q511, 3,
                   "10.9pt");
    expect_finding(TOP "\n<marks>\n<mark of='red' sign-colour='#d0807a'/></marks>" END, Q513, 3,
                   "sign-colour");
    expect_finding(TOP "\n<marks>\n<mark of='up' colour='#aaaaaa'/></marks>" END, Q513, 3, "“up”");
}

/* A white title is lost on paper, unless a band reaches into the cover's text. */
static void bands_are_grounds(void **state)
{
    (void)state;
    struct composing c;
    const char *styles = "<styles><style name='x' colour='#ffffff'/></styles>";
    char xml[512];
    snprintf(xml, sizeof xml,
             TOP "%s<cover><band x='0' y='-60mm' width='210mm' height='60mm' colour='navy'/>"
                 "<line style='x'>x</line></cover>" END,
             styles);
    parse(&c, xml);
    assert_int_equal(c.diag.count, 0);
    composing_close(&c);
    expect_finding(TOP "\n<styles><style name='x' colour='#ffffff'/></styles>"
                       "<cover><band x='0' y='0' width='10mm' height='60mm' colour='navy'/>"
                       "<line style='x'>x</line></cover>" END,
                   Q509, 2, "paper");
}

static void pictures_and_columns_have_words(void **state)
{
    (void)state;
    expect_finding(TOP "\n<cover>\n<logo file='opcc-logo.svg' width='9mm'/></cover>" END, Q306, 3,
                   "");
    expect_finding(TOP "\n<kpi-table>\n<column of='measure'>M</column><column of='performance'>P"
                       "</column>\n<column of='commentary'> </column></kpi-table>" END,
                   Q512, 4, "“commentary”");
}

static void columns_must_fit_and_suffice(void **state)
{
    (void)state;
    expect_finding(TOP "\n<kpi-table><column of='measure' width='100mm'>M</column>"
                       "<column of='performance' width='60mm'>P</column>"
                       "<column of='commentary' width='60mm'>C</column></kpi-table>" END,
                   Q508, 2, "481.889");
    expect_finding(TOP "\n<kpi-table><column of='measure' share='1'>M</column></kpi-table>" END,
                   Q502, 2, "commentary");
}

static void unknown_names_get_a_hint(void **state)
{
    (void)state;
    struct composing c;
    composing_begin(&c);
    assert_null(layout_load(&c.shelf, &c.diag, STR("civc"), (struct pos){0}));
    assert_int_equal(c.diag.count, 1);
    assert_int_equal(c.diag.findings[0].code, Q501);
    assert_non_null(strstr(c.diag.findings[0].hint.p, "civic"));
    composing_close(&c);
    expect_finding("<layout xmlns='urn:quoin:layout:1' title='T' based-on='opcd'/>", Q501, 1,
                   "opcd");
}

static void a_layout_needs_a_page_and_faces(void **state)
{
    (void)state;
    expect_finding("<layout xmlns='urn:quoin:layout:1' title='T'/>", Q502, 0, "<faces>");
}

/* Every name a layout can use is in the reference. */
static void reference_is_complete(void **state)
{
    (void)state;
    static char text[1 << 17];
    FILE *file = fopen("layouts/README.md", "r");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = 0;
    fclose(file);
    static const char *const styles[] = {
#define STYLE(id, name, parent, help) "`" name "`",
#include "compose/styles.def"
#undef STYLE
    };
    static const char *const words[] = {
#define WORD(id, name, english, help) "`" name "`",
#include "compose/words.def"
#undef WORD
    };
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
        if (!strstr(text, styles[i]))
            fail_msg("layouts/README.md lacks the style %s", styles[i]);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strstr(text, words[i]))
            fail_msg("layouts/README.md lacks the word %s", words[i]);
    for (const struct vocab_element *e = layout_vocab.elements; e->name; e++)
        if (!strstr(text, e->name))
            fail_msg("layouts/README.md lacks the element %s", e->name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vocabulary_is_sound),
        cmocka_unit_test(shipped_layouts_are_sound),
        cmocka_unit_test(no_english_is_left_in_welsh),
        cmocka_unit_test(links_are_underlined),
        cmocka_unit_test(faces_are_opened_once),
        cmocka_unit_test(a_sheet_over_another),
        cmocka_unit_test(faults_have_places),
        cmocka_unit_test(everyone_can_read_it),
        cmocka_unit_test(bands_are_grounds),
        cmocka_unit_test(pictures_and_columns_have_words),
        cmocka_unit_test(columns_must_fit_and_suffice),
        cmocka_unit_test(unknown_names_get_a_hint),
        cmocka_unit_test(a_layout_needs_a_page_and_faces),
        cmocka_unit_test(reference_is_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
