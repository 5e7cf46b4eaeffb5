/*
 * read_inline: words. White space is collapsed over the whole paragraph, across inline elements:
 * a run of it is one space, which stays where it was first met; there is none at the paragraph's
 * ends and beside a <br/>. Only XML's white space counts: a no-break space is a character.
 */
#include "report/read.h"

/* One paragraph being read. */
struct words {
    struct reader *reader;
    bool is_at_space;     /* a space would be one too many: at the start, after a space or break */
    struct inl *trailing; /* the text whose last character is that space; NULL: none */
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Removes the space at the end of what has been read. */
static void trim_end(struct words *w)
{
    if (w->trailing)
        w->trailing->text.n--;
    w->trailing = NULL;
    w->is_at_space = true;
}

static struct inl *read_text(struct words *w, const struct xml_node *node)
{
    struct inl *out = ARENA_NEW(w->reader->arena, struct inl);
    char *p = arena_alloc(w->reader->arena, node->text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < node->text.n; i++) {
        char c = node->text.p[i];
        if (!is_space(c)) {
            p[n++] = c;
            w->is_at_space = false;
        } else if (!w->is_at_space) {
            p[n++] = ' ';
            w->is_at_space = true;
            w->trailing = out;
        }
    }
    if (n && !w->is_at_space)
        w->trailing = NULL;
    out->text = (str){p, n};
    out->node = node;
    return out;
}

static struct inl *read_inlines(struct words *w, const struct xml_node *node);

static const struct {
    const char *name;
    enum inline_kind kind;
} inline_names[] = {
    {"em", INLINE_EM},           {"strong", INLINE_STRONG}, {"span", INLINE_SPAN},
    {"acronym", INLINE_ACRONYM}, {"link", INLINE_LINK},     {"ref", INLINE_REF},
    {"br", INLINE_BREAK},        {"figure", INLINE_FIGURE}, {"change", INLINE_CHANGE},
    {"period", INLINE_PERIOD},
};

static bool find_kind(const struct xml_node *node, enum inline_kind *out)
{
    for (size_t i = 0; i < sizeof inline_names / sizeof *inline_names; i++)
        if (xml_is(node, inline_names[i].name)) {
            *out = inline_names[i].kind;
            return true;
        }
    return false;
}

static void read_targets(struct reader *r, const struct xml_node *node, struct inl *out)
{
    switch (out->kind) {
    case INLINE_ACRONYM: out->expansion = read_attr(r, node, "expansion"); break;
    case INLINE_LINK: out->target = read_attr(r, node, "href"); break;
    case INLINE_REF: out->target = read_attr(r, node, "to"); break;
    case INLINE_FIGURE: {
        int form = read_choice(node, "form", "value target previous last-year");
        out->target = read_attr(r, node, "of");
        out->figure_form = form < 0 ? FIGURE_VALUE : (enum figure_form)form;
        break;
    }
    case INLINE_CHANGE:
        out->target = read_attr(r, node, "of");
        out->period = read_choice(node, "from", "previous last-year") == 1 ? PERIOD_LAST_YEAR
                                                                           : PERIOD_PREVIOUS;
        break;
    case INLINE_PERIOD: {
        int of = read_choice(node, "of", "current previous last-year");
        int form = read_choice(node, "form", "name short dates");
        out->period = of < 0 ? PERIOD_CURRENT : (enum period_of)of;
        out->period_form = form < 0 ? PERIOD_NAME : (enum period_form)form;
        break;
    }
    default: break;
    }
}

static bool is_blank(const struct xml_node *node)
{
    for (const struct xml_node *n = node->children; n; n = n->next)
        if (n->name.n || str_trim(n->text).n)
            return false;
    return true;
}

/* Whether it stands for words of its own, which are filled in later, as one unbroken thing. */
static bool is_atom(enum inline_kind kind, const struct xml_node *node)
{
    switch (kind) {
    case INLINE_FIGURE:
    case INLINE_CHANGE:
    case INLINE_PERIOD: return true;
    case INLINE_LINK:
    case INLINE_REF: return is_blank(node);
    default: return false;
    }
}

/* A link without words reads as its own address. */
static struct inl *name_link(struct reader *r, const struct inl *link)
{
    struct inl *text = ARENA_NEW(r->arena, struct inl);
    text->text = link->target;
    text->pos = link->pos;
    return text;
}

static struct inl *read_element(struct words *w, const struct xml_node *node)
{
    struct reader *r = w->reader;
    enum inline_kind kind;
    if (!find_kind(node, &kind))
        return NULL;
    struct inl *out = ARENA_NEW(r->arena, struct inl);
    out->kind = kind;
    out->lang = read_attr(r, node, "xml:lang");
    out->pos = xml_pos(r->doc, node);
    read_targets(r, node, out);
    if (kind == INLINE_BREAK) {
        trim_end(w);
    } else if (is_atom(kind, node)) {
        w->is_at_space = false;
        w->trailing = NULL;
        if (kind == INLINE_LINK)
            out->children = name_link(r, out);
    } else {
        out->children = read_inlines(w, node);
    }
    if (kind == INLINE_FIGURE || kind == INLINE_CHANGE)
        *ARENA_PUSH(r->arena, r->pending, r->pending_count, r->pending_capacity) =
            (struct pending){out};
    return out;
}

static struct inl *read_inlines(struct words *w, const struct xml_node *node)
{
    struct inl *first = NULL, **end = &first;
    for (const struct xml_node *n = node->children; n; n = n->next) {
        struct inl *one = n->name.n ? read_element(w, n) : read_text(w, n);
        if (!one)
            continue;
        if (!n->name.n)
            one->pos = xml_pos(w->reader->doc, n);
        *end = one;
        end = &one->next;
    }
    return first;
}

static bool is_hollow(const struct inl *i)
{
    switch (i->kind) {
    case INLINE_TEXT: return i->text.n == 0;
    case INLINE_EM:
    case INLINE_STRONG:
    case INLINE_SPAN:
    case INLINE_ACRONYM:
    case INLINE_LINK: return !i->children;
    default: return false;
    }
}

/* Takes out texts that were all white space, and the elements that held nothing else. */
static struct inl *prune(struct inl *list)
{
    struct inl *first = NULL, **end = &first;
    for (struct inl *i = list, *next; i; i = next) {
        next = i->next;
        i->next = NULL;
        i->children = prune(i->children);
        if (is_hollow(i))
            continue;
        *end = i;
        end = &i->next;
    }
    return first;
}

struct inl *read_words(struct reader *r, const struct xml_node *node)
{
    struct words w = {.reader = r, .is_at_space = true};
    struct inl *list = read_inlines(&w, node);
    trim_end(&w);
    return prune(list);
}

struct pos inline_pos(const struct xml_doc *doc, const struct inl *text, size_t at)
{
    if (!text->node)
        return text->pos;
    return xml_text_pos(doc, text->node, origins_written_at(text->node->text, text->text, at));
}
