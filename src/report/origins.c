#include "report/origins.h"

struct origin {
    str text;
    const struct xml_doc *doc;   /* NULL: a copy */
    const struct xml_attr *attr; /* or */
    const struct xml_node *node; /* or */
    const char *from;            /* of a copy */
    bool is_made;                /* of the node, not its content */
};

struct origins {
    struct arena *arena;
    const struct origins *outer;
    struct origin *entries;
    size_t count, capacity;
};

struct origins *origins_new(struct arena *a, const struct origins *outer)
{
    struct origins *o = ARENA_NEW(a, struct origins);
    *o = (struct origins){.arena = a, .outer = outer};
    return o;
}

static void add(struct origins *o, struct origin origin)
{
    if (origin.text.n)
        *ARENA_PUSH(o->arena, o->entries, o->count, o->capacity) = origin;
}

void origins_add_attr(struct origins *o, str text, const struct xml_doc *doc,
                      const struct xml_attr *attr)
{
    if (attr)
        add(o, (struct origin){.text = text, .doc = doc, .attr = attr});
}

void origins_add_content(struct origins *o, str text, const struct xml_doc *doc,
                         const struct xml_node *node)
{
    if (node)
        add(o, (struct origin){.text = text, .doc = doc, .node = node});
}

void origins_add_made(struct origins *o, str text, const struct xml_doc *doc,
                      const struct xml_node *node)
{
    if (node)
        add(o, (struct origin){.text = text, .doc = doc, .node = node, .is_made = true});
}

void origins_add_copy(struct origins *o, str text, str from)
{
    add(o, (struct origin){.text = text, .from = from.p});
}

/* ---- finding ---------------------------------------------------------------------------- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The byte of `raw` before which `count` others are not white space; raw.n: there are fewer. */
static size_t after_letters(str raw, size_t count)
{
    for (size_t i = 0; i < raw.n; i++)
        if (!is_space(raw.p[i]) && count-- == 0)
            return i;
    return raw.n;
}

static size_t count_letters(str text, size_t end)
{
    size_t n = 0;
    for (size_t i = 0; i < end && i < text.n; i++)
        n += !is_space(text.p[i]);
    return n;
}

size_t origins_written_at(str raw, str text, size_t at)
{
    return after_letters(raw, count_letters(text, at));
}

/* The text below `node` with *count letters before the wanted one, which are counted down. */
static const struct xml_node *find_text(const struct xml_node *node, size_t *count)
{
    size_t here = count_letters(node->text, node->text.n);
    if (here > *count)
        return node;
    *count -= here;
    const struct xml_node *found = NULL;
    for (const struct xml_node *n = node->children; n && !found; n = n->next)
        found = find_text(n, count);
    return found;
}

static struct pos place(const struct origin *o, size_t at)
{
    if (o->attr)
        return xml_value_pos_at(o->doc, o->attr, origins_written_at(o->attr->value, o->text, at));
    size_t letters = o->is_made ? 0 : count_letters(o->text, at);
    const struct xml_node *text = find_text(o->node, &letters);
    return text ? xml_text_pos(o->doc, text, after_letters(text->text, letters))
                : xml_pos(o->doc, o->node);
}

/* Among the first `count` entries: what was copied was there before its copy. */
static struct pos find_among(const struct origins *o, size_t count, const char *p)
{
    for (size_t i = count; i > 0; i--) {
        const struct origin *e = &o->entries[i - 1];
        /* as numbers: `p` may point into any other text */
        size_t at = (size_t)((uintptr_t)p - (uintptr_t)e->text.p);
        if (at >= e->text.n)
            continue;
        return e->doc ? place(e, at) : find_among(o, i - 1, e->from + at);
    }
    return origins_find(o->outer, p);
}

struct pos origins_find(const struct origins *o, const char *p)
{
    return o ? find_among(o, o->count, p) : (struct pos){0};
}
