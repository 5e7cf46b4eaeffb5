#include "xml/vocab.h"

#include <stdio.h>
#include <string.h>

#include "xml/content.h"
#include "xml/value.h"

const struct vocab_element *vocab_find(const struct vocab *v, str name)
{
    for (const struct vocab_element *e = v->elements; e->name; e++)
        if (str_is(name, e->name))
            return e;
    return NULL;
}

const struct vocab_attr *vocab_find_attr(const struct vocab_element *e, str name)
{
    for (const struct vocab_attr *a = e->attrs; a && a->name; a++)
        if (str_is(name, a->name))
            return a;
    return NULL;
}

/* ---- the table's own faults ------------------------------------------------------------- */

struct check {
    const struct vocab *vocab;
    struct arena *arena;
    char *message;
    size_t size;
};

static bool fault(struct check *c, const char *element, const char *what, const char *name)
{
    snprintf(c->message, c->size, "<%s>: %s%s%s", element, what, name ? " " : "", name ? name : "");
    return false;
}

static bool check_help(struct check *c, const char *element, const char *help)
{
    return help && help[0] ? true : fault(c, element, "help is missing", NULL);
}

static bool check_attr(struct check *c, const struct vocab_element *e, const struct vocab_attr *a)
{
    if (vocab_find_attr(e, str_z(a->name)) != a)
        return fault(c, e->name, "declared twice: the attribute", a->name);
    if (!a->help || !a->help[0])
        return fault(c, e->name, "no help for the attribute", a->name);
    if ((a->type == TYPE_CHOICE) != (a->values != NULL))
        return fault(c, e->name, "a choice needs values, and only a choice:", a->name);
    if (a->is_required && a->fallback)
        return fault(c, e->name, "required, so never the fallback:", a->name);
    if (a->fallback && !value_check(a->type, a->values, str_z(a->fallback)))
        return fault(c, e->name, "the fallback is not of the type:", a->name);
    return true;
}

/* Two particles from which the parser could choose for one name, with nothing to tell them apart.
 */
static const char *ambiguous_name(const struct content *content)
{
    for (size_t i = 0; i < content->count; i++) {
        const struct particle *p = &content->particles[i];
        if (!p->is_optional && !p->is_repeated)
            continue;
        for (size_t j = i + 1; j < content->count; j++) {
            const struct particle *q = &content->particles[j];
            for (size_t k = 0; k < q->count; k++)
                if (particle_holds(p, str_z(q->names[k])))
                    return q->names[k];
            if (!q->is_optional)
                break;
        }
    }
    return NULL;
}

static bool check_names(struct check *c, const struct vocab_element *e, const struct particle *p)
{
    for (size_t i = 0; i < p->count; i++) {
        if (!vocab_find(c->vocab, str_z(p->names[i])))
            return fault(c, e->name, "holds an element that does not exist:", p->names[i]);
        for (size_t j = 0; j < i; j++)
            if (strcmp(p->names[i], p->names[j]) == 0)
                return fault(c, e->name, "named twice in one group:", p->names[i]);
    }
    return true;
}

static bool check_content(struct check *c, const struct vocab_element *e)
{
    struct content content;
    if (!e->content || !content_parse(c->arena, e->content, &content))
        return fault(c, e->name, "the content is malformed:", e->content);
    if (content.kind != CONTENT_TEXT && (e->type != TYPE_TEXT || e->values))
        return fault(c, e->name, "only text has a type", NULL);
    if ((e->type == TYPE_CHOICE) != (e->values != NULL))
        return fault(c, e->name, "a choice needs values, and only a choice", NULL);
    for (size_t i = 0; i < content.count; i++)
        if (!check_names(c, e, &content.particles[i]))
            return false;
    const char *name = content.kind == CONTENT_CHILDREN ? ambiguous_name(&content) : NULL;
    return name ? fault(c, e->name, "the content is ambiguous at", name) : true;
}

static bool is_held(struct check *c, const char *name)
{
    for (const struct vocab_element *e = c->vocab->elements; e->name; e++) {
        struct content content;
        if (content_parse(c->arena, e->content, &content) &&
            content_find(&content, str_z(name), 0) < content.count)
            return true;
    }
    return strcmp(name, c->vocab->root) == 0;
}

static bool check_element(struct check *c, const struct vocab_element *e)
{
    if (vocab_find(c->vocab, str_z(e->name)) != e)
        return fault(c, e->name, "declared twice", NULL);
    if (!check_help(c, e->name, e->help) || !check_content(c, e))
        return false;
    for (const struct vocab_attr *a = e->attrs; a && a->name; a++)
        if (!check_attr(c, e, a))
            return false;
    return true;
}

static bool check_all(struct check *c)
{
    const struct vocab *v = c->vocab;
    if (!v->root || !vocab_find(v, str_z(v->root)))
        return fault(c, v->root ? v->root : "", "the root is not declared", NULL);
    for (const struct vocab_element *e = v->elements; e->name; e++)
        if (!check_element(c, e))
            return false;
    for (const struct vocab_element *e = v->elements; e->name; e++)
        if (!is_held(c, e->name))
            return fault(c, e->name, "no element holds it", NULL);
    return true;
}

bool vocab_check(const struct vocab *v, char *message, size_t size)
{
    struct check c = {v, arena_new(), message, size};
    if (!c.arena)
        return fault(&c, v->root, "no memory", NULL);
    bool is_good = check_all(&c);
    arena_close(c.arena);
    return is_good;
}
