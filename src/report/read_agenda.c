/*
 * read_agenda: an agenda, from XML to its model; as lenient as read.h says. Items that bear no
 * number are counted on from the one before, where that is a plain number; so after 7 and 7a comes
 * 8.
 */
#include "report/agenda.h"
#include "report/read.h"
#include "xml/vocab.h"

static void read_members(struct reader *r, const struct xml_node *node, struct agenda *out)
{
    if (!node)
        return;
    out->members = ARENA_ARRAY(r->arena, read_count(node, "member"), struct member);
    for (const struct xml_node *n = xml_child(node, "member"); n; n = xml_next(n, "member"))
        out->members[out->member_count++] = (struct member){
            .name = read_content(r, n),
            .role = read_attr(r, n, "role"),
            .organisation = read_attr(r, n, "organisation"),
            .pos = xml_pos(r->doc, n),
        };
}

/* Those before the items, and those behind them. */
static void read_notices(struct reader *r, const struct xml_node *root, struct agenda *out)
{
    size_t count = read_count(root, "notice");
    bool is_behind = false;
    out->opening = ARENA_ARRAY(r->arena, count, struct notice);
    out->closing = ARENA_ARRAY(r->arena, count, struct notice);
    for (const struct xml_node *n = root->children; n; n = n->next) {
        is_behind = is_behind || xml_is(n, "items");
        if (!xml_is(n, "notice"))
            continue;
        struct notice *notice =
            is_behind ? &out->closing[out->closing_count++] : &out->opening[out->opening_count++];
        *notice = (struct notice){.title = read_attr(r, n, "title"),
                                  .blocks = read_blocks(r, n),
                                  .lang = read_attr(r, n, "xml:lang"),
                                  .pos = xml_pos(r->doc, n)};
    }
}

/* ---- items ------------------------------------------------------------------------------ */

/* The number after one like "7"; 0 after any other. */
static unsigned after_number(str number)
{
    unsigned value = 0;
    if (number.n > 6)
        return 0;
    for (size_t i = 0; i < number.n; i++) {
        if (number.p[i] < '0' || number.p[i] > '9')
            return 0;
        value = value * 10 + (unsigned)(number.p[i] - '0');
    }
    return value + 1;
}

static str read_number(struct reader *r, const struct xml_node *node, unsigned *next)
{
    str number = str_trim(xml_value(node, "number"));
    if (number.n == 0)
        return str_format(r->arena, "%u", (*next)++);
    unsigned after = after_number(number);
    *next = after ? after : *next;
    return number;
}

/* The number of a paragraph: valid.c has seen to it that it is one. */
static unsigned read_paragraph(const struct xml_node *node)
{
    str paragraph = str_trim(xml_value(node, "exempt"));
    unsigned after = after_number(paragraph);
    return paragraph.n && after ? after - 1 : 0;
}

static void read_item(struct reader *r, const struct xml_node *node, unsigned *next,
                      struct agenda_item *out)
{
    int aim = read_choice(node, "for", "decision scrutiny discussion noting information");
    int state = read_choice(node, "state", "to-follow oral");
    *out = (struct agenda_item){
        .number = read_number(r, node, next),
        .title = read_attr(r, node, "title"),
        .by = read_attr(r, node, "by"),
        .aim = (enum agenda_aim)(aim + 1),
        .state = (enum agenda_state)(state + 1),
        .exempt = read_paragraph(node),
        .blocks = read_blocks(r, node),
        .report = str_trim(xml_value(node, "report")),
        .pdf = str_trim(xml_value(node, "pdf")),
        .part = str_trim(xml_value(node, "part")),
        .layout = str_trim(xml_value(node, "layout")),
        .variant = str_trim(xml_value(node, "variant")),
        .lang = read_attr(r, node, "xml:lang"),
        .pos = xml_pos(r->doc, node),
        .node = node,
    };
}

static void read_items(struct reader *r, const struct xml_node *node, struct agenda *out)
{
    unsigned next = 1;
    if (!node)
        return;
    out->items = ARENA_ARRAY(r->arena, read_count(node, "item"), struct agenda_item);
    for (const struct xml_node *n = xml_child(node, "item"); n; n = xml_next(n, "item"))
        read_item(r, n, &next, &out->items[out->item_count++]);
}

/* ---- the agenda ------------------------------------------------------------------------- */

static void read_meeting(struct reader *r, const struct xml_node *node, struct agenda *out)
{
    if (!node || !date_parse(str_trim(xml_value(node, "date")), &out->meeting))
        out->meeting = (struct date){2000, 1, 1, -1, -1}; /* told by valid.c */
    if (node)
        out->place = read_words(r, node);
    out->head.date = out->meeting;
}

struct agenda *agenda_read(struct arena *a, struct diag *d, const struct source *source, str root,
                           const struct kept_files *stock)
{
    struct xml_doc *doc = xml_load(a, d, source);
    if (!doc)
        return NULL;
    bool is_partial = !valid_check(a, d, &agenda_vocab, doc);
    if (!xml_is(doc->root, "agenda"))
        return NULL;
    struct agenda *out = ARENA_NEW(a, struct agenda);
    struct reader r = {.arena = a, .diag = d, .doc = doc, .report = &out->head};
    out->head.origins = r.origins = origins_new(a, NULL);
    out->head.ids = r.ids = r.written = idmap_new(a);
    out->head.doc = doc;
    read_head(&r, doc->root, &out->head);
    out->committee = read_content(&r, xml_child(doc->root, "committee"));
    read_meeting(&r, xml_child(doc->root, "meeting"), out);
    read_members(&r, xml_child(doc->root, "members"), out);
    out->contacts = read_contacts(&r, doc->root, &out->contact_count);
    read_notices(&r, doc->root, out);
    read_items(&r, xml_child(doc->root, "items"), out);
    check_agenda_words(a, d, out, is_partial);
    check_agenda(a, d, out, root, stock, is_partial);
    return diag_failed(d) ? NULL : out;
}
