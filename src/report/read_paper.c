/*
 * read_paper: the covering paper.
 */
#include "report/read.h"

static void read_authors(struct reader *r, const struct xml_node *node, struct paper *p)
{
    p->authors = ARENA_ARRAY(r->arena, read_count(node, "author"), str);
    for (const struct xml_node *n = xml_child(node, "author"); n; n = xml_next(n, "author"))
        p->authors[p->author_count++] = read_content(r, n);
}

static void read_topics(struct reader *r, const struct xml_node *node, struct paper *p)
{
    p->topics = ARENA_ARRAY(r->arena, read_count(node, "topic"), struct topic);
    for (const struct xml_node *n = xml_child(node, "topic"); n; n = xml_next(n, "topic")) {
        struct topic *t = &p->topics[p->topic_count++];
        t->title = read_attr(r, n, "title");
        t->pos = xml_pos(r->doc, n);
        t->id = read_id(r, n, (struct target){.kind = TARGET_TOPIC, .name = t->title});
        r->is_numbering = true;
        t->blocks = read_blocks(r, n);
        r->is_numbering = false;
    }
}

static void read_implications(struct reader *r, const struct xml_node *node, struct paper *p)
{
    const struct xml_node *all = xml_child(node, "implications");
    if (!all)
        return;
    p->implications = ARENA_ARRAY(r->arena, read_count(all, "implication"), struct implication);
    for (const struct xml_node *n = xml_child(all, "implication"); n;
         n = xml_next(n, "implication"))
        p->implications[p->implication_count++] = (struct implication){
            .label = read_attr(r, n, "label"),
            .words = read_words(r, n),
            .pos = xml_pos(r->doc, n),
        };
}

static void read_background(struct reader *r, const struct xml_node *node, struct paper *p)
{
    const struct xml_node *all = xml_child(node, "background");
    p->has_background = all != NULL;
    if (!all)
        return;
    p->background = ARENA_ARRAY(r->arena, read_count(all, "document"), struct inl *);
    for (const struct xml_node *n = xml_child(all, "document"); n; n = xml_next(n, "document"))
        p->background[p->background_count++] = read_words(r, n);
}

struct contact *read_contacts(struct reader *r, const struct xml_node *node, size_t *count)
{
    struct contact *all = ARENA_ARRAY(r->arena, read_count(node, "contact"), struct contact);
    *count = 0;
    for (const struct xml_node *n = xml_child(node, "contact"); n; n = xml_next(n, "contact"))
        all[(*count)++] = (struct contact){
            .role = read_attr(r, n, "role"),
            .phone = read_attr(r, n, "phone"),
            .email = read_attr(r, n, "email"),
            .pos = xml_pos(r->doc, n),
        };
    return all;
}

struct paper *read_paper(struct reader *r, const struct xml_node *node)
{
    struct paper *p = ARENA_NEW(r->arena, struct paper);
    const struct xml_node *subject = xml_child(node, "subject");
    p->pos = xml_pos(r->doc, node);
    p->lang = read_attr(r, node, "xml:lang");
    p->committee = read_attr(r, node, "committee");
    p->from = read_attr(r, node, "from");
    if (!p->from.n)
        p->from = r->report->organisation;
    if (!date_parse(xml_value(node, "meeting"), &p->meeting))
        p->meeting = quarter_last_day(r->report->quarter);
    if (subject)
        p->subject = read_content(r, subject);
    read_authors(r, node, p);
    read_topics(r, node, p);
    read_implications(r, node, p);
    read_background(r, node, p);
    p->contacts = read_contacts(r, node, &p->contact_count);
    return p;
}
