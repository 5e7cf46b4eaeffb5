/*
 * Two steps: pick() finds an item's entries in a list, in order; compare() goes through those of
 * both lists side by side. An entry's place among those picked, counted from 1, is its rank.
 */
#include "pack/tagmatch.h"

#include "pack/tagfacts.h"
#include "pack/tagwords.h"

#define DOCUMENT "Document"

/* What an entry holds, itself or in all that is within it. */
#define HOLDS_OURS    1 /* content of the item's pages */
#define HOLDS_ITEMS   2 /* of other items' */
#define HOLDS_STRANGE 4 /* any other */

/* An item's entries in a list. */
struct picked {
    const struct taglist *list;
    const uint32_t *pages; /* of the document's: their place among the item's, from 1; 0: not its */
    const bool *is_taken;  /* of the document's pages: some item has it; NULL: there are no items */
    unsigned char *holds;  /* of each entry */
    uint32_t top;          /* the Document */
    uint32_t *nodes;       /* in order; the first is the top */
    size_t count;
    uint32_t *ranks; /* of each entry; 0: it is not picked */
};

struct matching {
    struct arena *arena;
    struct picked there, here; /* in the pack; in what the source renders */
    struct tagback *back;      /* in the pack */
    struct tagmatch_fault *fault;
};

static const struct tagnode *node_at(const struct picked *p, size_t index)
{
    return &p->list->nodes[p->nodes[index]];
}

static bool is_content(const struct tagnode *node)
{
    return node->kind == NODE_MARK || node->kind == NODE_NOTE;
}

/* ---- telling --------------------------------------------------------------------------------- */

/* The page of the first content from an entry of the rendered tree on, else of the last before. */
static size_t page_near(const struct matching *m, size_t index)
{
    size_t page = 0;
    for (size_t i = 0; i < m->here.count; i++) {
        const struct tagnode *node = node_at(&m->here, i);
        if (is_content(node))
            page = node->page;
        if (is_content(node) && i >= index)
            break;
    }
    return page;
}

static bool tell(struct matching *m, size_t page, str words)
{
    *m->fault = (struct tagmatch_fault){page, words};
    return false;
}

static bool tell_near(struct matching *m, size_t index, str words)
{
    return tell(m, page_near(m, index), words);
}

/* "a paragraph" */
static str words_of(struct matching *m, const struct picked *p, uint32_t node)
{
    switch (p->list->nodes[node].kind) {
    case NODE_ELEMENT: return tagwords_element(m->arena, taglist_role(p->list, node));
    case NODE_MARK: return STR("something drawn");
    case NODE_NOTE: return STR("the area of a link");
    case NODE_AGAIN: return STR("something that stands elsewhere as well");
    case NODE_STRAY: break;
    }
    return STR("something that is on none of its pages");
}

static str words_at(struct matching *m, const struct picked *p, size_t index)
{
    return index < p->count ? words_of(m, p, p->nodes[index]) : STR("nothing more");
}

/* Another entry, or none, stands in the place of one. */
static bool tell_other(struct matching *m, size_t index)
{
    str found = words_at(m, &m->there, index), wanted = words_at(m, &m->here, index);
    return tell_near(m, index,
                     str_format(m->arena,
                                "for screen readers there is %.*s where its source makes %.*s",
                                STR_ARG(found), STR_ARG(wanted)));
}

/* Equal entries within others. */
static bool tell_parent(struct matching *m, size_t index)
{
    str what = words_at(m, &m->there, index);
    str found = words_of(m, &m->there, node_at(&m->there, index)->parent);
    str wanted = words_of(m, &m->here, node_at(&m->here, index)->parent);
    if (str_eq(found, wanted))
        found = STR("another one");
    return tell_near(m, index,
                     str_format(m->arena, "%.*s stands in %.*s, and its source puts it into %.*s",
                                STR_ARG(what), STR_ARG(found), STR_ARG(wanted)));
}

static bool tell_lang(struct matching *m, size_t index)
{
    str found = m->there.list->words->words[node_at(&m->there, index)->lang];
    str wanted = m->here.list->words->words[node_at(&m->here, index)->lang];
    str what = words_at(m, &m->there, index);
    return tell_near(m, index,
                     str_format(m->arena,
                                "the language of %.*s is “%.*s”, and its source makes it “%.*s”",
                                STR_ARG(what), STR_ARG(found), STR_ARG(wanted)));
}

/* NULL: it says nothing of the kind. */
static bool tell_fact(struct matching *m, size_t index, const struct tagfact *found,
                      const struct tagfact *wanted)
{
    bool is_shown;
    str what = words_at(m, &m->there, index);
    str name = tagwords_fact(m->arena, found ? found->key : wanted->key, &is_shown);
    str first = found ? found->value : STR(""), second = wanted ? wanted->value : STR("");
    str says = tagwords_quote(m->arena, first, second);
    str makes = tagwords_quote(m->arena, second, first);
    struct buf out = {.arena = m->arena};
    if (!found)
        buf_format(&out, "%.*s has lost its %.*s", STR_ARG(what), STR_ARG(name));
    else if (!is_shown || str_eq(first, second))
        buf_format(&out, "the %.*s of %.*s is not the one that its source makes", STR_ARG(name),
                   STR_ARG(what));
    else
        buf_format(&out, "the %.*s of %.*s is %.*s", STR_ARG(name), STR_ARG(what), STR_ARG(says));
    if (is_shown && !wanted)
        buf_addz(&out, ", and its source makes none");
    else if (is_shown && !str_eq(first, second))
        buf_format(&out, ", and its source makes it %.*s", STR_ARG(makes));
    return tell_near(m, index, buf_str(&out));
}

/* ---- the item's entries ---------------------------------------------------------------------- */

/* Has it a text to be read in place of what is within it? */
static bool has_text(const struct taglist *l, uint32_t node)
{
    static const char *const keys[] = {"Alt", "ActualText", "E", "Phoneme"};
    size_t count;
    struct arena_mark mark = arena_mark(l->arena);
    const struct tagfact *facts = tagfacts_read(l->arena, l, node, NULL, &count);
    bool has_text = false;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
            has_text |= str_is(facts[i].key, keys[k]);
    arena_rewind(l->arena, mark);
    return has_text;
}

static unsigned char holds(const struct picked *p, const struct tagnode *node)
{
    if (node->kind == NODE_ELEMENT)
        return 0;
    if (!is_content(node))
        return HOLDS_STRANGE;
    bool is_taken = p->is_taken && p->is_taken[node->page];
    return p->pages[node->page] ? HOLDS_OURS : is_taken ? HOLDS_ITEMS : HOLDS_STRANGE;
}

static void note_holds(struct picked *p)
{
    const struct taglist *l = p->list;
    p->holds = ARENA_ARRAY(l->arena, l->count, unsigned char);
    for (size_t i = l->count; i-- > 0;) {
        const struct tagnode *node = &l->nodes[i];
        p->holds[i] |= holds(p, node);
        if (i > 0)
            p->holds[node->parent] |= p->holds[i];
    }
}

/* The innermost Document around the first content of ours; else what stands outermost around it.
 * False: there is no such content. */
static bool find_top(struct picked *p)
{
    const struct tagnode *nodes = p->list->nodes;
    uint32_t at = 0;
    while (at < p->list->count && !(is_content(&nodes[at]) && p->holds[at] == HOLDS_OURS))
        at++;
    if (at == p->list->count)
        return false;
    for (at = nodes[at].parent; at > 0; at = nodes[at].parent) {
        p->top = at;
        if (str_is(taglist_role(p->list, at), DOCUMENT))
            break;
    }
    return p->top > 0;
}

/* Another item's Part; that of an item without tags is empty. */
static bool is_other_item(const struct picked *p, uint32_t node)
{
    return p->is_taken && node != p->top && p->list->nodes[node].kind == NODE_ELEMENT &&
           !(p->holds[node] & (HOLDS_OURS | HOLDS_STRANGE)) &&
           str_is(taglist_role(p->list, node), "Part") && !has_text(p->list, node);
}

static bool pick(struct picked *p, const struct taglist *l, const uint32_t *pages,
                 const bool *is_taken)
{
    *p = (struct picked){.list = l, .pages = pages, .is_taken = is_taken};
    note_holds(p);
    if (!find_top(p))
        return false;
    uint32_t end = l->nodes[p->top].end;
    p->nodes = ARENA_ARRAY(l->arena, end - p->top, uint32_t);
    p->ranks = ARENA_ARRAY(l->arena, l->count, uint32_t);
    for (uint32_t i = p->top, next; i < end; i = next) {
        bool is_other = is_other_item(p, i);
        next = is_other ? l->nodes[i].end : i + 1;
        if (is_other)
            continue;
        p->nodes[p->count++] = i;
        p->ranks[i] = (uint32_t)p->count;
    }
    return true;
}

/* ---- comparing ------------------------------------------------------------------------------- */

static const struct tagfact *fact_at(const struct tagfact *facts, size_t count, size_t index)
{
    return index < count ? &facts[index] : NULL;
}

static bool is_same_fact(const struct tagfact *x, const struct tagfact *y)
{
    return x->kind == y->kind && str_eq(x->key, y->key) && str_eq(x->value, y->value);
}

/* Both are sorted: the first that one of them has alone, or that they have otherwise. */
static bool compare_facts(struct matching *m, size_t index)
{
    size_t found_count, wanted_count;
    const struct tagfact *found =
        tagfacts_read(m->arena, m->there.list, m->there.nodes[index], m->there.ranks, &found_count);
    const struct tagfact *wanted =
        tagfacts_read(m->arena, m->here.list, m->here.nodes[index], m->here.ranks, &wanted_count);
    for (size_t i = 0; i < found_count || i < wanted_count; i++) {
        const struct tagfact *x = fact_at(found, found_count, i);
        const struct tagfact *y = fact_at(wanted, wanted_count, i);
        int order = !x ? 1 : !y ? -1 : str_cmp(x->key, y->key);
        if (order != 0)
            return tell_fact(m, index, order < 0 ? x : NULL, order < 0 ? NULL : y);
        if (!is_same_fact(x, y))
            return tell_fact(m, index, x, y);
    }
    return true;
}

static bool compare_element(struct matching *m, size_t index)
{
    const struct tagnode *found = node_at(&m->there, index), *wanted = node_at(&m->here, index);
    struct arena_mark mark = arena_mark(m->arena);
    if (found->role != wanted->role)
        return tell_other(m, index);
    if (found->lang != wanted->lang)
        return tell_lang(m, index);
    if (found->is_detached)
        return tell_near(m, index,
                         str_format(m->arena, "%.*s stands elsewhere for some screen readers",
                                    STR_ARG(words_at(m, &m->there, index))));
    if (!found->says_more && !wanted->says_more)
        return true;
    if (!compare_facts(m, index))
        return false;
    arena_rewind(m->arena, mark);
    return true;
}

static bool compare_content(struct matching *m, size_t index)
{
    const struct tagnode *found = node_at(&m->there, index), *wanted = node_at(&m->here, index);
    uint32_t page = m->there.pages[found->page];
    bool is_same = page == m->here.pages[wanted->page] && found->number == wanted->number;
    if (is_same && !tagback_is_right(m->back, m->there.nodes[index]))
        return tell_near(m, index, STR("some screen readers find other tags for what is on it"));
    if (is_same)
        return true;
    if (page == 0)
        return tell_near(m, index, STR("something on a page of others is read out in its midst"));
    return tell_near(m, index, STR("it is read out in another order than its source makes"));
}

/* The rank of the entry that it stands in; 0: of the top one. */
static uint32_t parent_rank(const struct picked *p, size_t index)
{
    return index ? p->ranks[node_at(p, index)->parent] : 0;
}

static bool compare_at(struct matching *m, size_t index)
{
    if (index >= m->there.count || index >= m->here.count ||
        node_at(&m->there, index)->kind != node_at(&m->here, index)->kind)
        return tell_other(m, index);
    bool is_element = node_at(&m->here, index)->kind == NODE_ELEMENT;
    if (is_element ? !compare_element(m, index) : !compare_content(m, index))
        return false;
    return parent_rank(&m->there, index) == parent_rank(&m->here, index) || tell_parent(m, index);
}

/* ---- around the item's part --------------------------------------------------------------------
 */

static bool is_division(str role)
{
    static const char *const roles[] = {DOCUMENT, "Part", "Art", "Sect", "Div", "NonStruct"};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (str_is(role, roles[i]))
            return true;
    return false;
}

/* A picture's text, say, is read out in place of all that is within it. */
static bool check_above(struct matching *m)
{
    const struct taglist *l = m->there.list;
    for (uint32_t at = l->nodes[m->there.top].parent; at > 0; at = l->nodes[at].parent) {
        if (!is_division(taglist_role(l, at)) || has_text(l, at))
            return tell_near(m, 0,
                             str_format(m->arena,
                                        "all of it stands in %.*s that is none of a pack's",
                                        STR_ARG(words_of(m, &m->there, at))));
        if (l->nodes[at].is_detached)
            return tell_near(m, 0, STR("all of it stands elsewhere for some screen readers"));
    }
    return true;
}

/* Content, or an element that has some, which stands in two places. */
static bool check_outside(struct matching *m)
{
    const struct taglist *l = m->there.list;
    for (uint32_t i = 0; i < l->count; i++) {
        const struct tagnode *node = &l->nodes[i];
        bool is_ours = is_content(node) ? m->there.holds[i] == HOLDS_OURS
                                        : node->kind == NODE_AGAIN &&
                                              (m->there.holds[node->number] & HOLDS_OURS);
        if (m->there.ranks[i] || !is_ours)
            continue;
        size_t page = is_content(node) ? m->there.pages[node->page] - 1 : 0;
        return tell(m, page, STR("something on it is read out a second time"));
    }
    return true;
}

/* Marks in a page's list that nothing on it has: they would lead from it to tags of others. */
static bool check_back(struct matching *m, const struct tagmatch_item *item)
{
    size_t *counts = ARENA_ARRAY(m->arena, item->page_count, size_t);
    for (size_t i = 0; i < m->here.count; i++)
        if (node_at(&m->here, i)->kind == NODE_MARK)
            counts[node_at(&m->here, i)->page]++;
    for (size_t i = 0; i < item->page_count; i++)
        if (tagback_count(m->back, (uint32_t)item->places[i]) != counts[i])
            return tell(m, i, STR("some screen readers find tags of other pages on it"));
    return true;
}

/* ---- the whole ------------------------------------------------------------------------------- */

bool tagmatch_compare(struct arena *a, const struct taglist *pack, struct tagback *back,
                      const struct tagmatch_item *item, const struct taglist *made,
                      struct tagmatch_fault *out)
{
    struct matching m = {.arena = a, .back = back, .fault = out};
    uint32_t *there = ARENA_ARRAY(a, pack->page_count + 1, uint32_t);
    uint32_t *here = ARENA_ARRAY(a, made->page_count + 1, uint32_t);
    for (uint32_t i = 0; i < item->page_count; i++)
        there[item->places[i]] = here[i] = i + 1;
    if (!pick(&m.here, made, here, NULL))
        return tell(&m, 0, STR("its source renders no tags")); /* no report is without words */
    if (!pick(&m.there, pack, there, item->is_taken))
        return tell(&m, 0, STR("it has lost its tags: screen readers cannot tell what is on it"));
    if (!check_above(&m))
        return false;
    for (size_t i = 0; i < m.there.count || i < m.here.count; i++)
        if (!compare_at(&m, i))
            return false;
    return check_outside(&m) && check_back(&m, item);
}
