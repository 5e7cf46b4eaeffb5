/*
 * tag_roles: types and classes of elements, which each part names as it likes (14.7.3, 14.7.5.2).
 *
 * Two parts may use a name for different things: the later one's elements then get another name,
 * "Story-item-8". What counts is what a type stands for in the end, not the way there. Types of the
 * standard stand for themselves: a part that maps one to something else (PDF/UA forbids it) keeps
 * its meaning under another name, so that the other parts keep theirs.
 */
#include <string.h>

#include "pack/tagging.h"

/* A chain of types longer than this leads nowhere. */
#define CHAIN_MAX 64

/* ---- the standard's types (14.8.4) ---------------------------------------------------------- */

static bool is_standard(str type)
{
    static const char *const types[] = {
        "/Document", "/Part",    "/Art",   "/Sect",      "/Div",     "/BlockQuote", "/Caption",
        "/TOC",      "/TOCI",    "/Index", "/NonStruct", "/Private", "/P",          "/H",
        "/H1",       "/H2",      "/H3",    "/H4",        "/H5",      "/H6",         "/L",
        "/LI",       "/Lbl",     "/LBody", "/Table",     "/TR",      "/TH",         "/TD",
        "/THead",    "/TBody",   "/TFoot", "/Span",      "/Quote",   "/Note",       "/Reference",
        "/BibEntry", "/Code",    "/Link",  "/Annot",     "/Ruby",    "/RB",         "/RT",
        "/RP",       "/Warichu", "/WT",    "/WP",        "/Figure",  "/Formula",    "/Form",
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_is(type, types[i]))
            return true;
    return false;
}

/* ---- maps ------------------------------------------------------------------------------------ */

static void add_role(struct role_map *m, str from, str target)
{
    size_t count = m->count;
    if (!name_map_add(&m->names, from, count))
        return;
    *ARENA_PUSH(m->names.arena, m->from, m->count, m->from_capacity) = from;
    *ARENA_PUSH(m->names.arena, m->targets, count, m->target_capacity) = target;
}

/* Empty: there is none. */
static str find_role(const struct role_map *m, str from)
{
    size_t index;
    return name_map_find(&m->names, from, &index) ? m->targets[index] : STR("");
}

/* Where a type's chain ends; empty when it has no end. */
static str resolve(const struct role_map *m, str type)
{
    for (int i = 0; i < CHAIN_MAX; i++) {
        str target = find_role(m, type);
        if (target.n == 0)
            return type;
        type = target;
    }
    return STR("");
}

static struct role_map new_map(struct tagging *t)
{
    return (struct role_map){.names.arena = t->arena};
}

/* What a name of this part is in the pack. */
static str renamed(const struct role_map *renames, str name)
{
    str other = find_role(renames, name);
    return other.n ? other : name;
}

/* A name that neither the pack nor the part has. */
static str invent(struct tagging *t, size_t graft, str name, bool (*is_used)(void *, str),
                  void *state)
{
    str owner = graft ? joint_prefix(t->joint, graft) : STR("pack");
    str other = str_format(t->arena, "%.*s-%.*s", STR_ARG(name), STR_ARG(owner));
    for (int i = 2; is_used(state, other); i++)
        other = str_format(t->arena, "%.*s-%.*s-%d", STR_ARG(name), STR_ARG(owner), i);
    return other;
}

/* ---- types ----------------------------------------------------------------------------------- */

/* One that maps a type to itself says nothing. */
static struct role_map read_roles(struct tagging *t, qpdf_oh dict)
{
    struct role_map m = new_map(t);
    size_t count = 0;
    str *keys = handle_keys(t->arena, t->q, dict, &count);
    for (size_t i = 0; i < count; i++) {
        str target = handle_name(t->arena, t->q, handle_get(t->q, dict, keys[i].p));
        if (target.n && !str_eq(target, keys[i]))
            add_role(&m, keys[i], target);
    }
    return m;
}

struct two_maps {
    const struct role_map *pack, *part;
};

static bool is_role_used(void *state, str name)
{
    const struct two_maps *maps = state;
    return find_role(maps->pack, name).n || find_role(maps->part, name).n;
}

static bool means_otherwise(const struct tagging *t, const struct role_map *part, str name)
{
    str there = find_role(&t->roles, name).n ? resolve(&t->roles, name) : STR("");
    return is_standard(name) || (there.n && !str_eq(there, resolve(part, name)));
}

/* Parts may map to one another's types: such a chain must have an end as well. */
static bool leads_back(const struct tagging *t, str name, str target)
{
    for (int i = 0; i < CHAIN_MAX && target.n; i++) {
        if (str_eq(target, name))
            return true;
        target = find_role(&t->roles, target);
    }
    return target.n > 0;
}

static size_t join_roles(struct tagging *t, size_t graft, qpdf_oh dict)
{
    struct role_map part = read_roles(t, dict);
    struct two_maps maps = {&t->roles, &part};
    size_t endless = 0;
    for (size_t i = 0; i < part.count; i++)
        if (resolve(&part, part.from[i]).n && means_otherwise(t, &part, part.from[i]))
            add_role(&t->new_roles, part.from[i],
                     invent(t, graft, part.from[i], is_role_used, &maps));
    for (size_t i = 0; i < part.count; i++) {
        str name = renamed(&t->new_roles, part.from[i]);
        str target = renamed(&t->new_roles, part.targets[i]);
        if (resolve(&part, part.from[i]).n == 0)
            endless++;
        else if (!leads_back(t, name, target))
            add_role(&t->roles, name, target);
    }
    return endless;
}

str tag_roles_standard(const struct tagging *t, str type)
{
    return resolve(&t->roles, type);
}

/* ---- classes --------------------------------------------------------------------------------- */

struct two_dicts {
    qpdf_data q;
    qpdf_oh pack, part;
};

static bool is_class_used(void *state, str name)
{
    const struct two_dicts *dicts = state;
    return handle_has(dicts->q, dicts->pack, name.p) || handle_has(dicts->q, dicts->part, name.p);
}

static bool is_same(struct tagging *t, qpdf_oh a, qpdf_oh b)
{
    str text = str_copy(t->arena, str_z(qpdf_oh_unparse_resolved(t->q, a)));
    return str_is(text, qpdf_oh_unparse_resolved(t->q, b));
}

static void join_class(struct tagging *t, size_t graft, qpdf_oh dict, str name)
{
    struct two_dicts dicts = {t->q, t->classes, dict};
    qpdf_oh value = handle_get(t->q, dict, name.p), there = handle_get(t->q, t->classes, name.p);
    if (qpdf_oh_is_null(t->q, there)) {
        handle_set(t->q, t->classes, name.p, value);
    } else if (!is_same(t, value, there)) {
        str other = invent(t, graft, name, is_class_used, &dicts);
        add_role(&t->new_classes, name, other);
        handle_set(t->q, t->classes, other.p, value);
    }
}

static void join_classes(struct tagging *t, size_t graft, qpdf_oh dict)
{
    size_t count = 0;
    str *keys = handle_keys(t->arena, t->q, dict, &count);
    for (size_t i = 0; i < count; i++)
        join_class(t, graft, dict, keys[i]);
}

size_t tag_roles_join(struct tagging *t, size_t graft)
{
    qpdf_oh tree = t->joint->grafts[graft].tree;
    qpdf_oh mark = handle_mark(t->q);
    t->new_roles = new_map(t);
    t->new_classes = new_map(t);
    size_t endless = join_roles(t, graft, handle_get(t->q, tree, "/RoleMap"));
    join_classes(t, graft, handle_get(t->q, tree, "/ClassMap"));
    handle_rewind(t->q, mark);
    return endless;
}

/* ---- elements -------------------------------------------------------------------------------- */

/* One name, or several with revision numbers between them. */
static void rename_classes(struct tagging *t, qpdf_oh element)
{
    qpdf_oh value = handle_get(t->q, element, "/C");
    int count = handle_count(t->q, value);
    str other = find_role(&t->new_classes, handle_name(t->arena, t->q, value));
    if (other.n)
        handle_put(t->q, element, "/C", handle_new_name(t->arena, t->q, other));
    for (int i = 0; i < count; i++) {
        other = find_role(&t->new_classes, handle_name(t->arena, t->q, handle_at(t->q, value, i)));
        if (other.n)
            qpdf_oh_set_array_item(t->q, value, i, handle_new_name(t->arena, t->q, other));
    }
}

/* A type of a namespace (PDF 2.0) is none of the RoleMap's. */
void tag_roles_rename(struct tagging *t, qpdf_oh element)
{
    if (t->new_roles.count == 0 && t->new_classes.count == 0)
        return;
    qpdf_oh mark = handle_mark(t->q);
    if (t->new_roles.count && !handle_has(t->q, element, "/NS")) {
        str other =
            find_role(&t->new_roles, handle_name(t->arena, t->q, handle_get(t->q, element, "/S")));
        if (other.n)
            handle_put(t->q, element, "/S", handle_new_name(t->arena, t->q, other));
    }
    if (t->new_classes.count)
        rename_classes(t, element);
    handle_rewind(t->q, mark);
}

/* ---- the pack's ------------------------------------------------------------------------------ */

void tag_roles_write(struct tagging *t)
{
    qpdf_oh roles = qpdf_oh_new_dictionary(t->q);
    size_t class_count = 0;
    for (size_t i = 0; i < t->roles.count; i++)
        handle_put(t->q, roles, t->roles.from[i].p,
                   handle_new_name(t->arena, t->q, t->roles.targets[i]));
    handle_put(t->q, t->root, "/RoleMap", t->roles.count ? roles : qpdf_oh_new_null(t->q));
    handle_keys(t->arena, t->q, t->classes, &class_count);
    handle_put(t->q, t->root, "/ClassMap", class_count ? t->classes : qpdf_oh_new_null(t->q));
}
