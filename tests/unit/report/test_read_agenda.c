#include "reading.h"

#include "base/file.h"
#include "report/agenda.h"

#define AGENDA(before, items, behind)                                                              \
    "<agenda xmlns='urn:quoin:agenda:1' layout='civic'>"                                           \
    "<organisation short='CC'>County  Council</organisation><area>Exampleshire</area>"             \
    "<committee>Panel</committee><meeting date='2020-11-25T10:00'>County "                         \
    "<em>Hall</em></meeting>" before "<items>" items "</items>" behind "</agenda>"
#define ITEMS(items) AGENDA("", items, "")

struct agenda_reading {
    struct arena *arena;
    struct diag diag;
    struct source source;
    struct agenda *agenda;
};

/* Its folder is samples/, unless there is a stock. */
static void open_from(struct agenda_reading *r, const char *xml, const struct kept_files *stock)
{
    memset(r, 0, sizeof *r);
    r->arena = arena_new();
    diag_init(&r->diag, r->arena);
    r->source = (struct source){STR("agenda.xml"), str_z(xml)};
    r->agenda = agenda_read(r->arena, &r->diag, &r->source, STR("samples"), stock);
}

static void open_agenda(struct agenda_reading *r, const char *xml)
{
    open_from(r, xml, NULL);
}

/* ---- the meeting -------------------------------------------------------------------------- */

static void meeting_and_people(void **state)
{
    (void)state;
    struct agenda_reading r;
    open_agenda(&r, AGENDA("<members><member role='Chair' organisation='CC'>A  B</member>"
                           "<member role='Two'/></members>"
                           "<contact role='Officer' phone='1'/>",
                           "<item title='x'/>", ""));
    const struct agenda *g = r.agenda;
    assert_non_null(g);
    assert_str(g->head.organisation, "County Council");
    assert_str(g->head.organisation_short, "CC");
    assert_str(g->head.area, "Exampleshire");
    assert_str(g->head.layout, "civic");
    assert_str(g->head.lang, "en-GB");
    assert_str(g->committee, "Panel");
    assert_str(narrative_plain(r.arena, g->place), "County Hall");
    assert_int_equal(g->meeting.hour, 10);
    assert_int_equal(g->head.date.day, 25);
    assert_int_equal(g->member_count, 2);
    assert_str(g->members[0].name, "A B");
    assert_str(g->members[0].organisation, "CC");
    assert_str(g->members[1].name, "");
    assert_str(g->members[1].role, "Two");
    assert_int_equal(g->contact_count, 1);
    assert_str(g->contacts[0].phone, "1");
    arena_close(r.arena);
}

static void notices_stand_where_they_are_written(void **state)
{
    (void)state;
    struct agenda_reading r;
    open_agenda(&r, AGENDA("<notice title='One'><para>a</para></notice>", "<item title='x'/>",
                           "<notice><para>b</para></notice>"
                           "<notice title='Three' xml:lang='cy'><para>c</para></notice>"));
    assert_non_null(r.agenda);
    assert_int_equal(r.agenda->opening_count, 1);
    assert_str(r.agenda->opening[0].title, "One");
    assert_int_equal(r.agenda->closing_count, 2);
    assert_str(r.agenda->closing[1].title, "Three");
    assert_str(r.agenda->closing[1].lang, "cy");
    assert_str(r.agenda->closing[0].blocks->words->text, "b");
    arena_close(r.arena);
}

/* ---- items -------------------------------------------------------------------------------- */

static void items_are_counted(void **state)
{
    (void)state;
    static const char *const expected[] = {"1", "2", "7", "8", "8a", "9", "12.1", "10"};
    struct agenda_reading r;
    open_agenda(&r, ITEMS("<item title='x'/><item title='x'/><item title='x' number='7'/>"
                          "<item title='x'/><item title='x' number='8a'/><item title='x'/>"
                          "<item title='x' number='12.1'/><item title='x'/>"));
    assert_non_null(r.agenda);
    assert_int_equal(r.agenda->item_count, 8);
    for (size_t i = 0; i < 8; i++)
        assert_str(r.agenda->items[i].number, expected[i]);
    arena_close(r.arena);
}

static void items_say_what_they_attach(void **state)
{
    (void)state;
    struct agenda_reading r;
    open_agenda(
        &r, ITEMS("<item title='A' by='Manager' for='scrutiny' report='q2-2020-21.xml' part='B' "
                  "layout='opcc' variant='mono'><list><point><para>p</para></point>"
                  "<point><para>q</para></point></list></item>"
                  "<item title='B' pdf='./pictures/quarters.svg'/><item title='C' state='oral'/>"));
    assert_non_null(r.agenda);
    const struct agenda_item *items = r.agenda->items;
    assert_int_equal(items[0].aim, AIM_SCRUTINY);
    assert_int_equal(items[0].state, AGENDA_AS_FILED);
    assert_str(items[0].by, "Manager");
    assert_str(items[0].report, "q2-2020-21.xml");
    assert_str(items[0].part, "B");
    assert_str(items[0].variant, "mono");
    assert_non_null(items[0].blocks->items->next);
    assert_int_equal(items[1].aim, AIM_NONE);
    assert_str(items[1].pdf, "./pictures/quarters.svg");
    assert_int_equal(items[2].state, AGENDA_ORAL);
    arena_close(r.arena);
}

/* ---- what is found ------------------------------------------------------------------------ */

/* The codes found, parted by spaces. */
static void assert_found(const char *xml, const char *codes)
{
    struct agenda_reading r;
    char got[200] = "";
    size_t n = 0;
    open_agenda(&r, xml);
    diag_sort(&r.diag);
    for (size_t i = 0; i < r.diag.count && n + 8 < sizeof got; i++)
        n += (size_t)snprintf(got + n, sizeof got - n, "%s%s", i ? " " : "",
                              diag_code_name(r.diag.findings[i].code));
    if (strcmp(got, codes) != 0)
        fail_msg("%s: found %s, not %s", xml, got, codes);
    assert_true((r.agenda == NULL) == (r.diag.errors > 0));
    arena_close(r.arena);
}

static void findings(void **state)
{
    (void)state;
    assert_found(ITEMS("<item title='x' report='q2-2020-21.xml'/>"), "");
    assert_found(ITEMS("<item title='x' report='q3.xml'/>"), "Q738");
    assert_found(
        ITEMS("<item title='x' pdf='pictures/quarters.svg'/><item title='x' pdf='pictures'/>"),
        "Q738");
    assert_found(ITEMS("<item title='x'/><item title='x' number='1'/>"), "Q314");
    assert_found(ITEMS("<item title='x' number='a_b'/>"), "Q314");
    assert_found(ITEMS("<item title='x' number='a234567890123456'/>"), "");
    assert_found(ITEMS("<item title='x' number='a2345678901234567'/>"), "Q314");
    assert_found(ITEMS("<item title='x' report='q2-2020-21.xml' pdf='pictures/quarters.svg'/>"),
                 "Q315");
    assert_found(ITEMS("<item title='x' report='q2-2020-21.xml' state='to-follow'/>"), "Q315");
    assert_found(ITEMS("<item title='x' pdf='pictures/quarters.svg' part='A'/>"), "Q315");
    assert_found(ITEMS("<item title='x' report='q2-2020-21.xml' layout='brands/a.xml'/>"), "Q738");
    assert_found(ITEMS("<item title='x' report='q2-2020-21.xml' layout='opcc'/>"), "");
    assert_found(ITEMS("<item title=' '/>"), "Q310");
    assert_found(ITEMS("<item title='x'><para><acronym>XYZ</acronym></para></item>"), "Q329");
    assert_found(ITEMS("<item title='' report='q3.xml'/><item title='x' number='1'/>"),
                 "Q310 Q738 Q314");
    assert_found("<agenda xmlns='urn:quoin:agenda:1'><organisation/></agenda>", "Q204 Q204 Q204");
}

/* Of an agenda in memory nobody asks for what it attaches. */
static void files_are_not_asked_for(void **state)
{
    (void)state;
    static const struct kept_files none;
    struct agenda_reading r;
    open_from(&r, ITEMS("<item title='x' report='q3.xml'/>"), &none);
    assert_non_null(r.agenda);
    assert_int_equal(r.diag.count, 0);
    arena_close(r.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(meeting_and_people),
        cmocka_unit_test(notices_stand_where_they_are_written),
        cmocka_unit_test(items_are_counted),
        cmocka_unit_test(items_say_what_they_attach),
        cmocka_unit_test(findings),
        cmocka_unit_test(files_are_not_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
