/*
 * check_agenda: does the agenda agree with itself, and are the files there that its items name?
 * Those are looked for beneath the agenda's own folder and nowhere else, as a report's pictures
 * are; what is in them is found out when they are put into the pack.
 */
#include <string.h>

#include "base/file.h"
#include "report/agenda.h"
#include "report/read.h"

#define NUMBER_MAX 16 /* pack.h's */

struct check {
    struct arena *arena;
    struct diag *diag;
    const struct xml_doc *doc;
    str root;
    const struct kept_files *stock;
    struct idmap *numbers; /* those of the items met so far */
    bool is_partial;
};

/* Of the attribute's value; of the element where it is not written. */
static struct pos attr_pos(const struct check *c, const struct agenda_item *item, const char *name)
{
    const struct xml_attr *attr = xml_attr(item->node, name);
    return attr ? xml_value_pos(c->doc, attr) : item->pos;
}

static void need_words(const struct check *c, str words, struct pos pos, const char *what)
{
    if (words.n || c->is_partial)
        return;
    diag_hint(c->diag, diag_add(c->diag, Q310, pos, "%s is empty", what), "write at least a word");
}

/* ---- numbers ---------------------------------------------------------------------------- */

/* Numbers become names of places in PDFs and stand in stamps. */
static bool is_number(str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool is_plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!is_plain && c != '.' && c != '-')
            return false;
    }
    return s.n <= NUMBER_MAX && !str_starts(s, STR("-"));
}

static void check_number(struct check *c, const struct agenda_item *item)
{
    struct pos pos = attr_pos(c, item, "number");
    struct target t = {.id = item->number, .pos = pos};
    const struct target *twin = idmap_add(c->numbers, t);
    if (!is_number(item->number) && !c->is_partial)
        diag_hint(c->diag,
                  diag_add(c->diag, Q314, pos, "an item cannot have the number “%.*s”",
                           STR_ARG(item->number)),
                  "letters, digits, dots and hyphens, at most %d: 7, 7a, 12.1", NUMBER_MAX);
    if (twin)
        diag_hint(c->diag,
                  diag_add(c->diag, Q314, pos, "there are two items %.*s", STR_ARG(item->number)),
                  "the other one stands in line %u", (unsigned)twin->pos.line);
}

/* ---- what is attached ------------------------------------------------------------------- */

static void refuse(const struct check *c, const struct agenda_item *item, const char *attr,
                   const char *what, const char *hint)
{
    struct finding *f = diag_add(c->diag, Q315, attr_pos(c, item, attr), "item %.*s %s",
                                 STR_ARG(item->number), what);
    diag_hint(c->diag, f, "%s", hint);
}

static void check_attached(const struct check *c, const struct agenda_item *item)
{
    static const char *const for_reports[] = {"part", "layout", "variant"};
    bool has_file = item->report.n || item->pdf.n;
    if (item->report.n && item->pdf.n)
        refuse(c, item, "pdf", "attaches both a report and a PDF",
               "make it two items, such as 7a and 7b, or keep one of the two");
    if (has_file && item->state != AGENDA_AS_FILED)
        refuse(c, item, "state", "has something attached and says why it has not",
               "remove state=\"…\", or what is attached");
    for (size_t i = 0; i < 3 && !item->report.n; i++)
        if (xml_attr(item->node, for_reports[i]))
            refuse(c, item, for_reports[i], "has no report that could be rendered so",
                   "part, layout and variant go with report=\"…\"");
}

/* ---- files ------------------------------------------------------------------------------ */

/* Of an agenda in memory nobody asks for what it attaches: its front sheet does without. */
static enum file_under find_file(const struct check *c, str name)
{
    if (c->stock)
        return FILE_OK;
    return c->root.n ? file_find_under(c->arena, c->root, name) : FILE_MISSING;
}

static void check_file(const struct check *c, const struct agenda_item *item, const char *attr,
                       str name)
{
    enum file_under result = name.n ? find_file(c, name) : FILE_OK;
    str plain;
    bool is_told = !str_is(name, ".") && !file_plain_name(c->arena, name, &plain); /* by valid.c */
    if (result == FILE_OK || is_told)
        return;
    const char *what = strcmp(attr, "pdf") == 0 ? "PDF" : attr;
    struct finding *f = diag_add(c->diag, Q738, attr_pos(c, item, attr), "the %s “%.*s” %s", what,
                                 STR_ARG(name), file_under_text(result));
    if (result == FILE_MISSING)
        diag_hint(c->diag, f, "it is looked for in the agenda's own folder, and beneath it%s",
                  strcmp(attr, "layout") == 0 ? ""
                                              : "; of a paper that comes later say "
                                                "state=\"to-follow\"");
    else if (file_under_hint(result))
        diag_hint(c->diag, f, "%s", file_under_hint(result));
}

bool agenda_is_layout_file(str name)
{
    return str_find(name, '/') < name.n || str_ends(name, STR(".xml"));
}

static void check_item(struct check *c, const struct agenda_item *item)
{
    need_words(c, item->title, attr_pos(c, item, "title"), "the title of this item");
    check_number(c, item);
    check_attached(c, item);
    check_file(c, item, "report", item->report);
    check_file(c, item, "pdf", item->pdf);
    if (agenda_is_layout_file(item->layout))
        check_file(c, item, "layout", item->layout);
}

/* ---- the agenda ------------------------------------------------------------------------- */

static void check_members(const struct check *c, const struct agenda *g)
{
    for (size_t i = 0; i < g->member_count; i++)
        if (!g->members[i].name.n && !g->members[i].role.n && !c->is_partial)
            diag_hint(c->diag,
                      diag_add(c->diag, Q310, g->members[i].pos,
                               "this member has neither a name nor a role"),
                      "write role=\"…\", or the name between the tags");
}

void check_agenda(struct arena *a, struct diag *d, struct agenda *g, str root,
                  const struct kept_files *stock, bool is_partial)
{
    struct check c = {a, d, g->head.doc, root, stock, idmap_new(a), is_partial};
    const struct xml_node *committee = xml_child(c.doc->root, "committee");
    const struct xml_node *organisation = xml_child(c.doc->root, "organisation");
    if (organisation)
        need_words(&c, g->head.organisation, xml_pos(c.doc, organisation), "the organisation");
    if (committee)
        need_words(&c, g->committee, xml_pos(c.doc, committee), "the committee's name");
    check_members(&c, g);
    for (size_t i = 0; i < g->item_count; i++)
        check_item(&c, &g->items[i]);
}
