/*
 * par: from runs to drawn lines. Paragraphs are set in Liberation Sans at 10 pt and drawn on one
 * page, whose items are then read.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/asset.h"
#include "typeset/par_place.h"

#define RUNS_MOST 16

struct fixture {
    struct arena *job, *scratch, *kit;
    struct diag diag;
    struct typeset_tools tools;
    struct setter setter;
    struct page_list list;
    struct page *page;
    struct text_style roman, bold;
    struct par_style style;
    struct run runs[RUNS_MOST];
    struct box box;
    struct source source;
    tag_id parent;
};

static const struct face *regular_face, *bold_face;
static struct hyphen *patterns;
static struct arena *kit;

/* ---- the bench ----------------------------------------------------------------------------- */

static const struct face *open_face(const char *name, uint32_t index)
{
    struct diag d;
    diag_init(&d, kit);
    struct face *f =
        face_open(kit, &d, str_z(name), asset_find(str_z(name)), (struct pos){0}, index);
    assert_non_null(f);
    return f;
}

static int open_kit(void **unused)
{
    (void)unused;
    struct diag d;
    kit = arena_new();
    diag_init(&d, kit);
    regular_face = open_face("fonts/LiberationSans-Regular.ttf", 0);
    bold_face = open_face("fonts/LiberationSans-Bold.ttf", 1);
    patterns = hyphen_open(kit, &d);
    return 0;
}

static int close_kit(void **unused)
{
    (void)unused;
    arena_close(kit);
    return 0;
}

static int set_up(void **state)
{
    struct arena *job = arena_new();
    struct fixture *f = ARENA_NEW(job, struct fixture);
    f->job = job;
    f->scratch = arena_new();
    diag_init(&f->diag, job);
    f->tools = (struct typeset_tools){
        .job = job, .scratch = f->scratch, .diag = &f->diag, .hyphen = patterns};
    page_list_init(&f->list, job, &(struct page_meta){.lang = STR("en-GB")});
    f->setter = (struct setter){.tools = &f->tools, .shaper = shaper_new(job), .list = &f->list};
    f->page = page_add(&f->list, LEN_PT(600), LEN_PT(14000));
    f->roman = (struct text_style){.face = regular_face, .size = LEN_PT(10)};
    f->bold = (struct text_style){.face = bold_face, .size = LEN_PT(10)};
    f->source = (struct source){.path = STR("q2.xml")};
    f->box.kind = BOX_PAR;
    f->box.u.par = (struct par){.runs = f->runs, .style = &f->style, .lang = STR("en-GB")};
    f->parent = tag_add(&f->list.tags, TAG_ROOT, ROLE_P, NULL);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    arena_close(f->scratch);
    arena_close(f->job);
    return 0;
}

static struct run *add_run(struct fixture *f, enum run_kind kind, const char *text)
{
    assert_true(f->box.u.par.count < RUNS_MOST);
    struct run *r = &f->runs[f->box.u.par.count++];
    *r = (struct run){.kind = kind,
                      .text = str_z(text),
                      .style = &f->roman,
                      .pos = {.source = &f->source, .line = 7, .column = 3}};
    return r;
}

static struct run *add_text(struct fixture *f, const char *text)
{
    return add_run(f, RUN_TEXT, text);
}

static struct par_lines set(struct fixture *f, len width)
{
    return par_set(&f->setter, &f->box, width, f->parent);
}

static struct par_lines draw(struct fixture *f, len width)
{
    struct par_lines lines = set(f, width);
    len y = 0;
    for (size_t i = 0; i < lines.count; i++) {
        par_draw(&f->setter, f->page, &lines.lines[i], LEN_PT(20), y, false);
        y += lines.lines[i].height;
    }
    return lines;
}

/* The text of one line, its hyphen shown as "=". */
static str line_text(struct fixture *f, const struct line *line)
{
    struct buf b = {.arena = f->job};
    for (uint32_t i = 0; i < line->count; i++) {
        str text = line->fragments[i].text;
        if (str_ends(text, STR("\xC2\xAD"))) {
            buf_add(&b, str_sub(text, 0, text.n - 2));
            buf_byte(&b, '=');
        } else {
            buf_add(&b, text);
        }
    }
    return buf_str(&b);
}

static void expect_lines(struct fixture *f, struct par_lines lines, const char *expected)
{
    struct buf b = {.arena = f->job};
    for (size_t i = 0; i < lines.count; i++) {
        str text = line_text(f, &lines.lines[i]);
        if (i + 1 == lines.count && str_ends(text, STR(" ")))
            text.n--; /* the paragraph's end: see test_one_line */
        buf_add(&b, text);
        buf_byte(&b, '|');
    }
    buf_byte(&b, 0);
    buf_str(&b);
    assert_string_equal(b.p, expected);
}

static const struct item *item_of(const struct fixture *f, enum item_kind kind, size_t nth)
{
    for (size_t i = 0; i < f->page->count; i++)
        if (f->page->items[i].kind == kind && nth-- == 0)
            return &f->page->items[i];
    return NULL;
}

/* The width of a text in the regular face at 10 pt. */
static len wide(struct fixture *f, const char *text)
{
    len width = 0;
    for (const char *c = text; *c; c++)
        if (*c == ' ')
            width += face_len(regular_face, face_advance(regular_face, 3), LEN_PT(10));
    str rest = str_z(text), word;
    while ((word = str_word(&rest)).n > 0)
        width += shaped_width(shape_word(f->setter.shaper, regular_face, STR("en-GB"), word),
                              LEN_PT(10));
    return width;
}

/* ---- text ---------------------------------------------------------------------------------- */

static void test_one_line(void **state)
{
    struct fixture *f = *state;
    add_text(f, "Number of Emails Received");
    struct par_lines lines = draw(f, LEN_PT(300));
    expect_lines(f, lines, "Number of Emails Received|");
    assert_in_range(lines.lines[0].width - wide(f, "Number of Emails Received") + 4, 0, 8);
    assert_int_equal(f->page->count, 1);
    const struct item *i = item_of(f, ITEM_TEXT, 0);
    assert_int_equal(i->u.text.glyph_count, 26); /* with the space that ends the paragraph */
    assert_true(str_is(i->u.text.text, "Number of Emails Received "));
    assert_int_equal(i->u.text.width, lines.lines[0].width);
    assert_int_equal(i->u.text.x, LEN_PT(20));
    assert_int_equal(f->list.tags.tags[i->tag].role, ROLE_CONTENT);
    assert_int_equal(f->list.tags.tags[i->tag].parent, f->parent);
}

static void test_nothing_to_set(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(set(f, LEN_PT(300)).count, 0);
    add_text(f, "");
    struct par_lines lines = draw(f, LEN_PT(300));
    assert_int_equal(lines.count, 1);
    assert_int_equal(lines.lines[0].height > 0, 1);
    assert_int_equal(f->page->count, 0);
}

static void test_white_space_is_one_space(void **state)
{
    struct fixture *f = *state;
    add_text(f, " \n one\t two ");
    add_text(f, "  three\n ");
    add_run(f, RUN_BREAK, "");
    add_text(f, "  four ");
    expect_lines(f, draw(f, LEN_PT(300)), "one two three |four|");
}

/* Words parted by a forced break stay apart for those who listen. */
static void test_forced_break_leaves_a_space(void **state)
{
    struct fixture *f = *state;
    add_text(f, "Quarter 2");
    add_run(f, RUN_BREAK, "");
    add_run(f, RUN_BREAK, "");
    add_text(f, "Appendix A");
    add_run(f, RUN_BREAK, "");
    expect_lines(f, draw(f, LEN_PT(300)), "Quarter 2 ||Appendix A|");
}

static void test_leading_and_baseline(void **state)
{
    struct fixture *f = *state;
    add_text(f, "x");
    assert_int_equal(set(f, LEN_PT(50)).lines[0].height, LEN_PT(12));
    f->style.leading = LEN_PT(20);
    const struct line *line = &set(f, LEN_PT(50)).lines[0];
    len ascent = face_len(regular_face, regular_face->ascent, LEN_PT(10));
    len descent = face_len(regular_face, -regular_face->descent, LEN_PT(10));
    len above = line->baseline - ascent, below = line->height - line->baseline - descent;
    assert_in_range(above - below + 1, 0, 2);
    assert_int_equal(line->height, LEN_PT(20));
}

static void test_strut_sets_the_baseline(void **state)
{
    struct fixture *f = *state;
    struct text_style small = f->roman;
    small.size = f->roman.size / 2;
    f->style.leading = LEN_PT(20);
    add_text(f, "1,814");
    len baseline = set(f, LEN_PT(300)).lines[0].baseline;
    f->runs[0].style = &small;
    assert_true(set(f, LEN_PT(300)).lines[0].baseline != baseline);
    f->style.strut = &f->roman;
    assert_int_equal(set(f, LEN_PT(300)).lines[0].baseline, baseline);
    assert_int_equal(set(f, LEN_PT(300)).lines[0].height, LEN_PT(20));
}

static void test_spaces_at_line_ends_are_unseen(void **state)
{
    struct fixture *f = *state;
    f->style.align = ALIGN_RIGHT;
    add_text(f, "alpha beta gamma delta");
    struct par_lines lines = draw(f, wide(f, "gamma delta") + LEN_PT(1));
    expect_lines(f, lines, "alpha beta |gamma delta|");
    for (size_t i = 0; i < lines.count; i++)
        assert_in_range(lines.lines[i].x + lines.lines[i].width -
                            (wide(f, "gamma delta") + LEN_PT(1)) + 4,
                        0, 8);
    const struct page_text *t = &item_of(f, ITEM_TEXT, 0)->u.text;
    assert_true(t->glyphs[t->glyph_count - 1].x >= t->width - 1);
}

static void test_centre(void **state)
{
    struct fixture *f = *state;
    f->style.align = ALIGN_CENTRE;
    add_text(f, "middle");
    const struct line *line = &set(f, LEN_PT(100)).lines[0];
    assert_in_range(line->x - (LEN_PT(100) - line->width - line->x) + 3, 0, 6);
}

static void test_first_indent(void **state)
{
    struct fixture *f = *state;
    f->style.indent = LEN_PT(30);
    add_text(f, "one two three four five six seven eight nine ten eleven twelve");
    struct par_lines lines = set(f, LEN_PT(120));
    assert_int_equal(lines.lines[0].x, LEN_PT(30));
    assert_int_equal(lines.lines[1].x, 0);
    for (size_t i = 0; i < lines.count; i++)
        assert_true(lines.lines[i].x + lines.lines[i].width <= LEN_PT(120));
}

static void test_capitals(void **state)
{
    struct fixture *f = *state;
    struct text_style upper = f->roman;
    upper.is_upper = true;
    add_text(f, "caf\xC3\xA9 Panel")->style = &upper;
    expect_lines(f, draw(f, LEN_PT(300)), "CAF\xC3\x89 PANEL|");
}

/* ---- breaking ------------------------------------------------------------------------------ */

static const char narrative[] =
    "The inbox received more emails than in the previous quarter, reflecting correspondence about "
    "road safety, antisocial behaviour and the precept consultation; responsiveness nevertheless "
    "improved, and the administrative backlog was eliminated in September.";

static void test_ragged_has_no_needless_hyphens(void **state)
{
    struct fixture *f = *state;
    f->style.is_hyphenated = true;
    add_text(f, narrative);
    struct par_lines lines = draw(f, LEN_PT(260));
    for (size_t i = 0; i < lines.count; i++) {
        assert_int_equal(str_find(line_text(f, &lines.lines[i]), '='),
                         line_text(f, &lines.lines[i]).n);
        assert_true(lines.lines[i].width <= LEN_PT(260));
    }
}

static size_t hyphens_in(struct fixture *f, struct par_lines lines)
{
    size_t n = 0;
    for (size_t i = 0; i < lines.count; i++)
        n += str_ends(line_text(f, &lines.lines[i]), STR("="));
    return n;
}

static void test_narrow_columns_hyphenate(void **state)
{
    struct fixture *f = *state;
    add_text(f, narrative);
    assert_int_equal(hyphens_in(f, set(f, LEN_PT(78))), 0);
    f->style.is_hyphenated = true;
    struct par_lines lines = set(f, LEN_PT(78));
    assert_in_range(hyphens_in(f, lines), 1, lines.count - 1);
    for (size_t i = 0; i < lines.count; i++)
        assert_true(lines.lines[i].width <= LEN_PT(78) + 8);
    assert_int_equal(f->diag.count, 0);
}

static void test_justified_lines_meet_both_edges(void **state)
{
    struct fixture *f = *state;
    f->style.align = ALIGN_JUSTIFY;
    f->style.is_hyphenated = true;
    add_text(f, narrative);
    for (len width = LEN_PT(150); width < LEN_PT(400); width += LEN_PT(7)) {
        struct par_lines lines = set(f, width);
        for (size_t i = 0; i + 1 < lines.count; i++)
            assert_in_range(lines.lines[i].width - width + 32, 0, 64);
        assert_true(lines.lines[lines.count - 1].width <= width + 32);
    }
}

static void test_justified_line_alone_is_not_stretched(void **state)
{
    struct fixture *f = *state;
    f->style.align = ALIGN_JUSTIFY;
    add_text(f, "Three short words");
    add_run(f, RUN_BREAK, "");
    add_text(f, "Three short words");
    struct par_lines lines = set(f, LEN_PT(300));
    for (int i = 0; i < 2; i++)
        assert_in_range(lines.lines[i].width - wide(f, "Three short words") + 4, 0, 8);
}

static void test_justified_spaces_shrink(void **state)
{
    struct fixture *f = *state;
    f->style.align = ALIGN_JUSTIFY;
    const char *line = "one two three four five six seven eight nine";
    add_text(f, "one two three four five six seven eight nine eleven");
    struct par_lines lines = set(f, wide(f, line) - 6 * LEN_UNIT);
    expect_lines(f, lines, "one two three four five six seven eight nine |eleven|");
}

static void test_word_wider_than_its_column(void **state)
{
    struct fixture *f = *state;
    add_text(f, "see 12345678901234567890 there");
    struct par_lines lines = draw(f, wide(f, "1234567"));
    expect_lines(f, lines, "see |1234567|8901234|567890 |there|");
    assert_int_equal(f->diag.count, 1);
    const struct finding *finding = &f->diag.findings[0];
    assert_int_equal(finding->code, Q601);
    assert_int_equal(finding->count, 1);
    len excess = wide(f, "12345678901234567890") - wide(f, "1234567");
    int tenths = (int)(((int64_t)excess * 10 + LEN_UNIT - 1) / LEN_UNIT);
    char said[80];
    snprintf(said, sizeof said, "“12345678901234567890” is %d.%d pt wider", tenths / 10,
             tenths % 10);
    assert_true(str_starts(finding->text, str_z(said)));
}

static void test_column_narrower_than_a_letter(void **state)
{
    struct fixture *f = *state;
    add_text(f, "WAM");
    struct par_lines lines = draw(f, LEN_PT(2));
    expect_lines(f, lines, "W|A|M|");
    assert_int_equal(f->diag.count, 1);
    assert_int_equal(f->diag.findings[0].code, Q601);
    assert_int_equal(f->diag.findings[0].pos.line, 7);
}

static void test_marks_stay_on_their_letter(void **state)
{
    struct fixture *f = *state;
    add_text(f, "e\xCC\x81"
                "e\xCC\x81");
    expect_lines(f, draw(f, LEN_PT(3)), "e\xCC\x81|e\xCC\x81|");
}

static void test_soft_hyphens(void **state)
{
    struct fixture *f = *state;
    add_text(f, "perfor\xC2\xADmance");
    expect_lines(f, set(f, LEN_PT(200)), "performance|");
    expect_lines(f, set(f, wide(f, "perform")), "perfor=|mance|");
    f->runs[0].text = STR("so \xC2\xAD"
                          "formance");
    f->runs[0].has_no_break = false;
    expect_lines(f, set(f, wide(f, "formance")), "so |formance|");
}

static void test_soft_hyphen_that_may_not_part(void **state)
{
    struct fixture *f = *state;
    add_text(f, "aaaa ");
    add_text(f, "per\xC2\xAD"
                "formance")
        ->has_no_break = true;
    add_text(f, " zzzz zzzz");
    expect_lines(f, set(f, wide(f, "performance.")), "aaaa |performance |zzzz zzzz|");
    f->runs[1].has_no_break = false;
    expect_lines(f, set(f, wide(f, "performance.")), "aaaa per=|formance |zzzz zzzz|");
}

static void test_space_of_no_width(void **state)
{
    struct fixture *f = *state;
    add_text(f, "alpha\xE2\x80\x8B"
                "beta");
    expect_lines(f, set(f, LEN_PT(200)), "alphabeta|");
    expect_lines(f, set(f, wide(f, "alphab")), "alpha|beta|");
}

static void test_no_break_space_and_runs(void **state)
{
    struct fixture *f = *state;
    add_text(f, "aaaa bbbb\xC2\xA0"
                "cccc");
    expect_lines(f, set(f, wide(f, "aaaa bbbb cc")),
                 "aaaa |bbbb\xC2\xA0"
                 "cccc|");
    f->box.u.par.count = 0;
    add_text(f, "aaaa ");
    add_text(f, "bbbb cccc")->has_no_break = true;
    expect_lines(f, set(f, wide(f, "aaaa bbbb cc")), "aaaa |bbbb cccc|");
}

static void test_last_word_is_not_alone(void **state)
{
    struct fixture *f = *state;
    add_text(f, "alpha beta gamma delta epsilon so");
    expect_lines(f, set(f, wide(f, "alpha beta gamma delta epsilon")),
                 "alpha beta gamma delta |epsilon so|");
}

static void test_addresses_get_no_hyphen(void **state)
{
    struct fixture *f = *state;
    f->style.is_hyphenated = true;
    add_text(f, "www.performanceinformation.example");
    assert_int_equal(hyphens_in(f, set(f, LEN_PT(60))), 0);
}

/* ---- other runs ---------------------------------------------------------------------------- */

static void test_fields(void **state)
{
    struct fixture *f = *state;
    add_text(f, "Page ");
    add_run(f, RUN_PAGE, "");
    add_text(f, " of ");
    add_run(f, RUN_PAGES, "");
    expect_lines(f, set(f, LEN_PT(300)), "Page 00 of 00|");
    struct fields fields = {.page = STR("iv"), .pages = STR("17")};
    f->setter.fields = &fields;
    expect_lines(f, set(f, LEN_PT(300)), "Page iv of 17|");
}

static void test_page_of_an_anchor(void **state)
{
    struct fixture *f = *state;
    struct fields fields = {0};
    f->setter.fields = &fields;
    add_run(f, RUN_PAGE_OF, "")->dest = STR("glossary");
    expect_lines(f, set(f, LEN_PT(300)), "00|");
    page_add(&f->list, LEN_PT(10), LEN_PT(10))->label = STR("B1"); /* a label is for packs */
    page_anchor(&f->list, STR("glossary"), 1, 0, 0, 0);
    page_finish(&f->list);
    fields.places = &f->list;
    expect_lines(f, set(f, LEN_PT(300)), "2|");
}

static const struct drawing mark_drawing = {.width = LEN_PT(8), .height = LEN_PT(7)};

static void test_drawing(void **state)
{
    struct fixture *f = *state;
    struct run *r = add_run(f, RUN_DRAWING, "");
    r->drawing = &mark_drawing;
    r->alt = STR("on target: ");
    add_text(f, "95%");
    struct par_lines lines = draw(f, LEN_PT(300));
    const struct item *drawing = item_of(f, ITEM_DRAWING, 0), *text = item_of(f, ITEM_TEXT, 0);
    assert_int_equal(text->u.text.x - drawing->u.drawing.x, LEN_PT(8));
    assert_int_equal(drawing->u.drawing.y + LEN_PT(7), lines.lines[0].baseline);
    const struct tag *span = &f->list.tags.tags[f->list.tags.tags[drawing->tag].parent];
    assert_int_equal(span->role, ROLE_SPAN);
    assert_true(str_is(span->props->actual, "on target: "));
    f->page->count = 0;
    r->alt = (str){0};
    draw(f, LEN_PT(300));
    assert_int_equal(item_of(f, ITEM_DRAWING, 0)->tag, TAG_ARTIFACT);
    struct span link = {.role = ROLE_LINK, .dest = STR("x")};
    r->span = &link;
    f->page->count = 0;
    draw(f, LEN_PT(300));
    assert_int_equal(item_of(f, ITEM_DRAWING, 0)->tag, TAG_ARTIFACT);
    assert_int_equal(item_of(f, ITEM_LINK, 0)->u.link.width, LEN_PT(8));
}

static void test_spans_nest(void **state)
{
    struct fixture *f = *state;
    struct tag_props expansion = {.expansion = STR("Office of the Police and Crime Commissioner")};
    struct span strong = {.role = ROLE_STRONG};
    struct span acronym = {.parent = &strong, .role = ROLE_SPAN, .props = &expansion};
    add_text(f, "The ");
    add_text(f, "local ")->span = &strong;
    add_text(f, "OPCC")->span = &acronym;
    add_text(f, " office")->span = &strong;
    add_text(f, " replied.");
    draw(f, LEN_PT(300));
    const struct tag_tree *t = &f->list.tags;
    tag_id first = t->tags[f->parent].first;
    assert_int_equal(t->tags[first].role, ROLE_CONTENT);
    tag_id element = t->tags[first].next;
    assert_int_equal(t->tags[element].role, ROLE_STRONG);
    tag_id inner = t->tags[t->tags[element].first].next;
    assert_int_equal(t->tags[inner].role, ROLE_SPAN);
    assert_ptr_equal(t->tags[inner].props, &expansion);
    assert_int_equal(t->tags[t->tags[inner].next].role, ROLE_CONTENT);
    assert_int_equal(t->tags[inner].next, t->tags[element].last);
    assert_int_equal(t->tags[t->tags[element].next].role, ROLE_CONTENT);
    char message[200];
    assert_true(tag_check(t, message, sizeof message));
}

static void test_link_on_two_lines(void **state)
{
    struct fixture *f = *state;
    struct span link = {
        .role = ROLE_LINK, .uri = STR("https://example.org/plan"), .contents = STR("The plan")};
    f->roman.is_underlined = true;
    add_text(f, "read the ");
    add_text(f, "police and crime plan")->span = &link;
    add_text(f, " soon");
    struct par_lines lines = draw(f, wide(f, "read the police and"));
    assert_int_equal(lines.count, 2);
    const struct item *one = item_of(f, ITEM_LINK, 0), *two = item_of(f, ITEM_LINK, 1);
    assert_non_null(two);
    assert_null(item_of(f, ITEM_LINK, 2));
    assert_int_equal(one->tag, two->tag);
    assert_int_equal(f->list.tags.tags[one->tag].role, ROLE_LINK);
    assert_int_equal(one->u.link.x, LEN_PT(20) + lines.lines[0].fragments[1].x);
    assert_in_range(one->u.link.width - wide(f, "police and") + 4, 0, 8);
    assert_true(one->u.link.height >= LEN_PT(10));
    assert_true(str_is(two->u.link.contents, "The plan"));
    const struct item *line = item_of(f, ITEM_RECT, 0);
    assert_non_null(line);
    assert_int_equal(line->u.rect.colour, f->roman.colour);
    assert_in_range(line->u.rect.height, LEN_PT(1) / 4, LEN_PT(1));
}

static void test_quiet_underline(void **state)
{
    struct fixture *f = *state;
    f->roman.is_underlined = true;
    f->roman.underline = LEN_PT(2);
    f->roman.underline_colour = 0x8295b0;
    add_text(f, "custody suite");
    draw(f, LEN_PT(300));
    const struct item *line = item_of(f, ITEM_RECT, 0);
    assert_int_equal(line->u.rect.height, LEN_PT(2));
    assert_int_equal(line->u.rect.colour, 0x8295b0);
}

static void test_reference_holds_a_link(void **state)
{
    struct fixture *f = *state;
    struct span reference = {.role = ROLE_REFERENCE, .dest = STR("kpi-1.1")};
    add_text(f, "see 1.1")->span = &reference;
    draw(f, LEN_PT(300));
    const struct tag_tree *t = &f->list.tags;
    const struct item *link = item_of(f, ITEM_LINK, 0);
    assert_int_equal(t->tags[link->tag].role, ROLE_LINK);
    assert_int_equal(t->tags[t->tags[link->tag].parent].role, ROLE_REFERENCE);
    assert_int_equal(t->tags[item_of(f, ITEM_TEXT, 0)->tag].parent, link->tag);
}

static void test_repeated_lines_are_artifacts(void **state)
{
    struct fixture *f = *state;
    struct span link = {.role = ROLE_LINK, .dest = STR("x")};
    add_text(f, "heading")->span = &link;
    struct par_lines lines = set(f, LEN_PT(300));
    par_draw(&f->setter, f->page, &lines.lines[0], 0, 0, true);
    assert_int_equal(f->page->count, 1);
    assert_int_equal(f->page->items[0].tag, TAG_ARTIFACT);
    assert_true(f->page->items[0].is_pagination);
}

static void test_measuring_leaves_no_trace(void **state)
{
    struct fixture *f = *state;
    struct span strong = {.role = ROLE_STRONG};
    add_text(f, "a \xF0\x9F\x98\x80 \x01")->span = &strong;
    size_t tags = f->list.tags.count;
    f->setter.is_measuring = true;
    set(f, LEN_PT(300));
    f->setter.is_measuring = false;
    len narrow, width;
    par_measure(&f->setter, &f->box, &narrow, &width);
    assert_int_equal(f->list.tags.count, tags);
    assert_int_equal(f->diag.count, 0);
    assert_int_equal(arena_used(f->scratch), 0);
}

static void test_measures(void **state)
{
    struct fixture *f = *state;
    len narrow, width;
    add_text(f, "one two threefold");
    add_run(f, RUN_BREAK, "");
    add_text(f, "four five");
    par_measure(&f->setter, &f->box, &narrow, &width);
    assert_int_equal(narrow, wide(f, "threefold"));
    assert_int_equal(width, wide(f, "one two threefold"));
    assert_int_equal(set(f, width).count, 2); /* the width asked for is enough */
    assert_int_equal(set(f, width - 1).count, 3);
}

/* ---- findings ------------------------------------------------------------------------------ */

static void test_missing_glyph(void **state)
{
    struct fixture *f = *state;
    add_text(f, "a \xF0\x9F\x98\x80 b \xF0\x9F\x98\x80");
    draw(f, LEN_PT(300));
    const struct item *i = item_of(f, ITEM_MISSING, 1);
    assert_non_null(i);
    assert_true(str_is(i->u.missing.text, "\xF0\x9F\x98\x80"));
    assert_true(i->u.missing.width > 0 && i->u.missing.height > 0);
    assert_int_equal(f->diag.count, 1);
    assert_int_equal(f->diag.findings[0].code, Q602);
    assert_int_equal(f->diag.findings[0].count, 2);
    assert_int_equal(f->diag.findings[0].pos.line, 7);
}

static void test_unfit_characters_are_left_out(void **state)
{
    struct fixture *f = *state;
    add_text(f, "a\x01"
                "b\xEE\x80\x80");
    expect_lines(f, draw(f, LEN_PT(300)), "ab|");
    assert_int_equal(f->diag.count, 2);
    assert_int_equal(f->diag.findings[0].code, Q603);
    assert_int_equal(f->diag.errors, 0);
}

static void test_right_to_left_is_refused(void **state)
{
    struct fixture *f = *state;
    add_text(f, "shalom ");
    add_text(f, "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D")->pos.line = 9;
    draw(f, LEN_PT(300));
    assert_true(diag_failed(&f->diag));
    assert_int_equal(f->diag.findings[0].code, Q604);
    assert_int_equal(f->diag.findings[0].pos.line, 9);
}

/* As if every byte of a run stood in a column of its own, from column 100 on in line 20. */
static struct pos column_of(const struct run *run, size_t at)
{
    return (struct pos){run->pos.source, 20, 100 + (uint32_t)at, 1};
}

/* White space that collapses, soft hyphens, capitals of another size: all before the character. */
static void test_findings_point_at_the_character(void **state)
{
    struct fixture *f = *state;
    struct text_style capitals = f->roman;
    capitals.is_upper = true;
    add_text(f, "a   \xC2\xAD b ");
    struct run *r = add_text(f, " \xC3\xBF \xC4\xB1 x\x01yz \xF0\x9F\x98\x80");
    r->style = &capitals; /* dotless i becomes I, one byte less */
    r->pos_at = column_of;
    draw(f, LEN_PT(300));
    assert_int_equal(f->diag.count, 2);
    assert_int_equal(f->diag.findings[0].code, Q603);
    assert_int_equal(f->diag.findings[0].pos.line, 20);
    assert_int_equal(f->diag.findings[0].pos.column, 108);
    assert_int_equal(f->diag.findings[1].code, Q602);
    assert_int_equal(f->diag.findings[1].pos.column, 112);
}

static void test_findings_in_a_parted_word(void **state)
{
    struct fixture *f = *state;
    add_text(f, "12345678901234567890\xF0\x9F\x98\x80")->pos_at = column_of;
    draw(f, LEN_PT(30));
    bool is_found = false;
    for (size_t i = 0; i < f->diag.count; i++)
        if (f->diag.findings[i].code == Q602) {
            assert_int_equal(f->diag.findings[i].pos.column, 120);
            is_found = true;
        }
    assert_true(is_found);
}

static struct pos nowhere(const struct run *run, size_t at)
{
    (void)run;
    (void)at;
    return (struct pos){0};
}

/* A word is told once, where it begins; not one that hyphens part, nor what is measured. */
static void test_parted_words_are_told(void **state)
{
    struct fixture *f = *state;
    f->style.is_hyphenated = true;
    add_text(f, "performance 123456789")->pos_at = column_of;
    add_text(f, "0123456789 performance 0000000000000000000000000000000000000000001");
    f->setter.is_measuring = true;
    len width = wide(f, "perfor=");
    set(f, width);
    assert_int_equal(f->diag.count, 0);
    f->setter.is_measuring = false;
    set(f, width);
    assert_int_equal(f->diag.count, 2);
    f->parent = TAG_ARTIFACT;
    set(f, width);
    assert_int_equal(f->diag.count, 2);
    assert_int_equal(f->diag.findings[0].count, 1);
    assert_int_equal(f->diag.findings[0].pos.column, 112);
    assert_int_equal(str_search(f->diag.findings[0].text, STR("“1234567890123456789” is "), 0), 0);
    assert_int_equal(f->diag.findings[1].pos.line, 7);
    assert_int_equal(str_search(f->diag.findings[1].text,
                                STR("“0000000000000000000000000000000000000000…” is "), 0),
                     0);
}

static void test_findings_fall_back_to_the_run(void **state)
{
    struct fixture *f = *state;
    add_text(f, "a \xF0\x9F\x98\x80")->pos_at = nowhere;
    draw(f, LEN_PT(300));
    assert_int_equal(f->diag.findings[0].pos.line, 7);
}

static void test_place_comes_with_a_later_finding(void **state)
{
    struct fixture *f = *state;
    add_text(f, "a \xF0\x9F\x98\x80 ")->pos = (struct pos){0};
    add_text(f, "\xF0\x9F\x98\x80")->pos_at = column_of;
    draw(f, LEN_PT(300));
    assert_int_equal(f->diag.count, 1);
    assert_int_equal(f->diag.findings[0].count, 2);
    assert_int_equal(f->diag.findings[0].pos.line, 20);
}

/* ---- any paragraph ------------------------------------------------------------------------- */

static uint64_t random_state;

static int pick(int from, int to)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return from + (int)(random_state % (uint64_t)(to - from + 1));
}

static void make_random(struct fixture *f)
{
    static const char *const words[] = {"the",
                                        "a",
                                        "Commissioner",
                                        "responsiveness",
                                        "95%",
                                        "\u00A3370k",
                                        "1 July",
                                        "co-operation",
                                        "https://example.org/plans/2020-21/q2",
                                        "office",
                                        "e\xCC\x81",
                                        "flow",
                                        "q\xCC\x81",
                                        "on/off",
                                        "\xE2\x80\x93",
                                        "soft\xC2\xADhyphen",
                                        "(notwithstanding)",
                                        "No.",
                                        "1,814"};
    f->box.u.par.count = 0;
    int runs = pick(1, 6);
    for (int r = 0; r < runs; r++) {
        struct buf b = {.arena = f->job};
        for (int i = pick(0, 15); i >= 0; i--) {
            buf_addz(&b, words[pick(0, (int)(sizeof words / sizeof *words) - 1)]);
            if (pick(1, 10) > 1)
                buf_byte(&b, ' ');
        }
        struct run *run = add_run(f, pick(1, 12) == 1 ? RUN_BREAK : RUN_TEXT, "");
        run->text = buf_str(&b);
        if (pick(1, 3) == 1)
            run->style = &f->bold;
        run->has_no_break = pick(1, 20) == 1;
    }
    f->style.align = (enum align)pick(0, 3);
    f->style.is_hyphenated = pick(0, 1);
    f->style.indent = pick(1, 4) == 1 ? LEN_PT(12) : 0;
}

/* Without white space and soft hyphens. */
static str bare(struct fixture *f, str text)
{
    struct buf b = {.arena = f->job};
    for (size_t at = 0; at < text.n;) {
        uint32_t c = utf8_next(text, &at);
        if (c != ' ' && c != 0xAD)
            buf_rune(&b, c);
    }
    return buf_str(&b);
}

static void check_glyphs(const struct page_text *t)
{
    size_t at = 0;
    for (uint32_t i = 0; i < t->glyph_count; i++) {
        if (t->glyphs[i].text_n > 0)
            assert_int_equal(t->glyphs[i].text_at, at);
        at += t->glyphs[i].text_n;
        if (i > 0)
            assert_true(t->glyphs[i].x >= t->glyphs[i - 1].x - LEN_PT(5));
    }
    assert_int_equal(at, t->text.n); /* each byte belongs to one glyph */
}

static void test_nothing_is_lost(void **state)
{
    struct fixture *f = *state;
    random_state = 42;
    for (int n = 0; n < 400; n++) {
        make_random(f);
        f->page->count = 0;
        struct buf in = {.arena = f->job}, out = {.arena = f->job};
        for (size_t i = 0; i < f->box.u.par.count; i++)
            if (f->runs[i].kind == RUN_TEXT)
                buf_add(&in, f->runs[i].text);
        len width = LEN_PT(pick(20, 400));
        struct par_lines lines = draw(f, width);
        for (size_t i = 0; i < f->page->count; i++) {
            const struct item *item = &f->page->items[i];
            assert_int_equal(item->kind, ITEM_TEXT);
            buf_add(&out, item->u.text.text);
            check_glyphs(&item->u.text);
        }
        assert_true(str_eq(bare(f, buf_str(&in)), bare(f, buf_str(&out))));
        for (size_t i = 0; i < lines.count; i++)
            assert_true(lines.lines[i].x + lines.lines[i].width <= width + 64);
    }
    for (size_t i = 0; i < f->diag.count; i++)
        assert_int_equal(f->diag.findings[i].code, Q601);
    char message[200];
    assert_true(page_check(&f->list, message, sizeof message));
}

static void test_long_paragraph(void **state)
{
    struct fixture *f = *state;
    f->style.is_hyphenated = true;
    struct buf b = {.arena = f->job};
    for (int i = 0; i < 1000; i++) {
        buf_addz(&b, narrative);
        buf_byte(&b, ' ');
    }
    add_run(f, RUN_TEXT, "")->text = buf_str(&b);
    clock_t begin = clock();
    struct par_lines lines = set(f, LEN_PT(250));
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    print_message("%zu lines in %.2f s\n", lines.count, seconds);
    assert_in_range(lines.count, 3000, 8000);
    assert_true(seconds < 20);
}

/* A word of a hundred thousand letters: nothing in it is a place for a line to end. */
static void test_endless_word(void **state)
{
    struct fixture *f = *state;
    struct buf b = {.arena = f->job};
    for (int i = 0; i < 100000; i++)
        buf_byte(&b, 'a' + i % 26);
    add_run(f, RUN_TEXT, "")->text = buf_str(&b);
    struct par_lines lines = set(f, LEN_PT(100));
    assert_in_range(lines.count, 4000, 8000);
    for (size_t i = 0; i < lines.count; i++)
        assert_true(lines.lines[i].width <= LEN_PT(100) + 64);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_one_line),
        TEST(test_nothing_to_set),
        TEST(test_white_space_is_one_space),
        TEST(test_forced_break_leaves_a_space),
        TEST(test_leading_and_baseline),
        TEST(test_strut_sets_the_baseline),
        TEST(test_spaces_at_line_ends_are_unseen),
        TEST(test_centre),
        TEST(test_first_indent),
        TEST(test_capitals),
        TEST(test_ragged_has_no_needless_hyphens),
        TEST(test_narrow_columns_hyphenate),
        TEST(test_justified_lines_meet_both_edges),
        TEST(test_justified_line_alone_is_not_stretched),
        TEST(test_justified_spaces_shrink),
        TEST(test_word_wider_than_its_column),
        TEST(test_column_narrower_than_a_letter),
        TEST(test_marks_stay_on_their_letter),
        TEST(test_soft_hyphens),
        TEST(test_soft_hyphen_that_may_not_part),
        TEST(test_space_of_no_width),
        TEST(test_no_break_space_and_runs),
        TEST(test_last_word_is_not_alone),
        TEST(test_addresses_get_no_hyphen),
        TEST(test_fields),
        TEST(test_page_of_an_anchor),
        TEST(test_drawing),
        TEST(test_spans_nest),
        TEST(test_link_on_two_lines),
        TEST(test_quiet_underline),
        TEST(test_reference_holds_a_link),
        TEST(test_repeated_lines_are_artifacts),
        TEST(test_measuring_leaves_no_trace),
        TEST(test_measures),
        TEST(test_missing_glyph),
        TEST(test_unfit_characters_are_left_out),
        TEST(test_right_to_left_is_refused),
        TEST(test_findings_point_at_the_character),
        TEST(test_findings_in_a_parted_word),
        TEST(test_parted_words_are_told),
        TEST(test_findings_fall_back_to_the_run),
        TEST(test_place_comes_with_a_later_finding),
        TEST(test_nothing_is_lost),
        TEST(test_long_paragraph),
        TEST(test_endless_word),
    };
    return cmocka_run_group_tests(tests, open_kit, close_kit);
}
