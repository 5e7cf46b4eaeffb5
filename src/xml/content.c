#include "xml/content.h"

#include <string.h>

/* The notation, read from left to right. */
struct reader {
    struct arena *arena;
    const char *p;
};

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

static void skip_spaces(struct reader *r)
{
    while (*r->p == ' ')
        r->p++;
}

static bool take(struct reader *r, char c)
{
    skip_spaces(r);
    if (*r->p != c)
        return false;
    r->p++;
    return true;
}

/* An empty slice when no name stands here. */
static str take_name(struct reader *r)
{
    skip_spaces(r);
    const char *start = r->p;
    while (is_name_char(*r->p))
        r->p++;
    return (str){start, (size_t)(r->p - start)};
}

static bool add_name(struct reader *r, struct particle *p, size_t *room)
{
    str name = take_name(r);
    if (!name.n)
        return false;
    *ARENA_PUSH(r->arena, p->names, p->count, *room) = str_copy(r->arena, name).p;
    return true;
}

static void end_names(struct reader *r, struct particle *p, size_t *room)
{
    *ARENA_PUSH(r->arena, p->names, p->count, *room) = NULL;
    p->count--;
}

static bool read_particle(struct reader *r, struct particle *p)
{
    size_t room = 0;
    *p = (struct particle){0};
    if (take(r, '(')) {
        do {
            if (!add_name(r, p, &room))
                return false;
        } while (take(r, '|'));
        if (!take(r, ')'))
            return false;
    } else if (!add_name(r, p, &room)) {
        return false;
    }
    end_names(r, p, &room);
    p->is_optional = *r->p == '?' || *r->p == '*';
    p->is_repeated = *r->p == '+' || *r->p == '*';
    r->p += p->is_optional || p->is_repeated;
    return true;
}

static bool read_mixed(struct reader *r, struct content *out)
{
    struct particle *p = out->particles = ARENA_NEW(r->arena, struct particle);
    size_t room = 0;
    out->kind = CONTENT_MIXED;
    out->count = 1;
    while (add_name(r, p, &room))
        ;
    end_names(r, p, &room);
    p->is_optional = p->is_repeated = true;
    return *r->p == '\0';
}

bool content_parse(struct arena *a, const char *notation, struct content *out)
{
    struct reader r = {a, notation};
    size_t room = 0;
    *out = (struct content){CONTENT_EMPTY, NULL, 0};
    skip_spaces(&r);
    if (strcmp(r.p, "text") == 0) {
        out->kind = CONTENT_TEXT;
        return true;
    }
    if (strncmp(r.p, "mixed", 5) == 0 && !is_name_char(r.p[5])) {
        r.p += 5;
        return read_mixed(&r, out);
    }
    for (; *r.p; skip_spaces(&r)) {
        out->kind = CONTENT_CHILDREN;
        if (!read_particle(&r, ARENA_PUSH(a, out->particles, out->count, room)))
            return false;
    }
    return true;
}

bool particle_holds(const struct particle *p, str name)
{
    for (size_t i = 0; i < p->count; i++)
        if (str_is(name, p->names[i]))
            return true;
    return false;
}

size_t content_find(const struct content *c, str name, size_t from)
{
    while (from < c->count && !particle_holds(&c->particles[from], name))
        from++;
    return from;
}
