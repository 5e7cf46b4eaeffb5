/*
 * Optional content (ISO 32000-1, 8.11): every layer shows in the pack as it did in its own
 * document. There one default configuration says what is on at first, in three ways at once
 * (BaseState, ON and OFF, and whether the layer's intent is asked for at all); here it comes down
 * to a list of those that are off. A part's layers stand beneath its title in the list that readers
 * see.
 */
#include "pack/joint.h"

/* More layers than a drawing office has; those beyond show as pages say, without a switch. */
#define LAYERS_MAX 20000

struct layer {
    qpdf_oh group;
    bool is_hidden;
};

struct layering {
    struct joint *joint;
    qpdf_data q;
    qpdf_oh all, off, order; /* arrays of the new configuration */
    qpdf_oh config;
    bool is_listed; /* some part has an order: the list is shown */
    /* of the part at hand */
    size_t graft;
    struct layer *layers;
    size_t count;
    struct id_map ranks; /* of a group among the part's layers */
};

/* ---- one part ------------------------------------------------------------------------------ */

static void read_groups(struct layering *l)
{
    qpdf_oh groups = handle_get(l->q, l->joint->grafts[l->graft].layers, "/OCGs");
    int count = handle_count(l->q, groups);
    count = count < LAYERS_MAX ? count : LAYERS_MAX;
    l->layers = ARENA_ARRAY(l->joint->arena, (size_t)count + 1, struct layer);
    l->ranks = (struct id_map){.arena = l->joint->arena};
    l->count = 0;
    for (int i = 0; i < count; i++) {
        qpdf_oh group = handle_at(l->q, groups, i);
        uint64_t id = handle_id(l->q, group);
        if (id && qpdf_oh_is_dictionary(l->q, group) && id_map_add(&l->ranks, id, l->count))
            l->layers[l->count++].group = group;
    }
}

static void switch_groups(struct layering *l, qpdf_oh groups, bool is_hidden)
{
    int count = handle_count(l->q, groups);
    for (int i = 0; i < count; i++) {
        size_t rank;
        if (id_map_find(&l->ranks, handle_id(l->q, handle_at(l->q, groups, i)), &rank))
            l->layers[rank].is_hidden = is_hidden;
    }
}

/* A name, or an array of names; View where it says nothing. */
static bool has_intent(qpdf_data q, qpdf_oh intents, const char *name)
{
    int count = handle_count(q, intents);
    for (int i = 0; i < count; i++)
        if (handle_is_name(q, handle_at(q, intents, i), name))
            return true;
    if (qpdf_oh_is_null(q, intents))
        return str_is(str_z(name), "/View");
    return handle_is_name(q, intents, name);
}

static const char *const intents[] = {"/View", "/Design"};
enum { INTENT_COUNT = sizeof intents / sizeof *intents };

/* A layer that is there for another purpose than the configuration's hides nothing. */
static bool is_asked_for(qpdf_data q, qpdf_oh config, qpdf_oh group)
{
    qpdf_oh wanted = handle_get(q, config, "/Intent"), given = handle_get(q, group, "/Intent");
    if (has_intent(q, wanted, "/All"))
        return true;
    for (int i = 0; i < INTENT_COUNT; i++)
        if (has_intent(q, wanted, intents[i]) && has_intent(q, given, intents[i]))
            return true;
    return false;
}

static void find_states(struct layering *l, qpdf_oh config)
{
    bool is_off = handle_is_name(l->q, handle_get(l->q, config, "/BaseState"), "/OFF");
    for (size_t i = 0; i < l->count; i++)
        l->layers[i].is_hidden = is_off;
    switch_groups(l, handle_get(l->q, config, "/ON"), false);
    switch_groups(l, handle_get(l->q, config, "/OFF"), true);
    for (size_t i = 0; i < l->count; i++)
        if (!is_asked_for(l->q, config, l->layers[i].group))
            l->layers[i].is_hidden = false;
}

/* ---- the new configuration ------------------------------------------------------------------- */

/*
 * What the list of layers shows of the part. PDF/A wants every layer in it once there is one
 * (ISO 19005-3, 6.9): a part that claims it and has no list shows all.
 */
static void add_order(struct layering *l, qpdf_oh config)
{
    const struct graft *g = &l->joint->grafts[l->graft];
    qpdf_oh list = l->order, own = handle_get(l->q, config, "/Order");
    bool is_told = handle_count(l->q, own) > 0, is_needed = g->part->claims.pdfa != 0;
    if (!is_told && !is_needed)
        return;
    if (l->graft > 0) {
        list = qpdf_oh_new_array(l->q);
        qpdf_oh_append_item(
            l->q, list, handle_new_text(l->joint->arena, l->q, joint_title(l->joint, l->graft)));
    }
    handle_append_all(l->q, list, own);
    for (size_t i = 0; i < l->count && !is_told; i++)
        qpdf_oh_append_item(l->q, list, l->layers[i].group);
    if (l->graft > 0)
        qpdf_oh_append_item(l->q, l->order, list);
    l->is_listed = l->is_listed || is_told;
}

static void add_intents(struct layering *l, qpdf_oh config)
{
    qpdf_oh given = handle_get(l->q, config, "/Intent"),
            to = handle_get(l->q, l->config, "/Intent");
    static const char *const names[] = {"/View", "/Design", "/All"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (has_intent(l->q, given, names[i]) && !has_intent(l->q, to, names[i]))
            qpdf_oh_append_item(l->q, to, qpdf_oh_new_name(l->q, names[i]));
}

static void add_part(struct layering *l)
{
    static const char *const lists[] = {"/RBGroups", "/Locked", "/AS"};
    qpdf_oh config = handle_get(l->q, l->joint->grafts[l->graft].layers, "/D");
    find_states(l, config);
    for (size_t i = 0; i < l->count; i++) {
        qpdf_oh_append_item(l->q, l->all, l->layers[i].group);
        if (l->layers[i].is_hidden)
            qpdf_oh_append_item(l->q, l->off, l->layers[i].group);
    }
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (handle_count(l->q, handle_get(l->q, config, lists[i])) > 0)
            handle_append_all(l->q, handle_array(l->q, l->config, lists[i]),
                              handle_get(l->q, config, lists[i]));
    add_order(l, config);
    add_intents(l, config);
}

/* ---- other configurations -------------------------------------------------------------------- */

/* One that a reader may choose says what becomes of its own part's layers, and leaves others. */
static void narrow_config(struct layering *l, qpdf_oh config)
{
    qpdf_data q = l->q;
    qpdf_oh base = handle_get(q, config, "/BaseState"), name = handle_get(q, config, "/Name");
    qpdf_oh states[] = {qpdf_oh_new_array(q), qpdf_oh_new_array(q)};
    if (!handle_is_name(q, base, "/Unchanged")) {
        find_states(l, config);
        for (size_t i = 0; i < l->count; i++)
            qpdf_oh_append_item(q, states[l->layers[i].is_hidden], l->layers[i].group);
        handle_set(q, config, "/BaseState", qpdf_oh_new_name(q, "/Unchanged"));
        handle_set(q, config, "/ON", states[0]);
        handle_set(q, config, "/OFF", states[1]);
    }
    if (l->graft == 0)
        return;
    struct arena *a = l->joint->arena;
    str text = handle_text(a, q, name), title = joint_title(l->joint, l->graft);
    text = str_format(a, text.n ? "%.*s: %.*s" : "%.*s", STR_ARG(title), STR_ARG(text));
    handle_set(q, config, "/Name", handle_new_text(a, q, text));
}

static void add_configs(struct layering *l, qpdf_oh root)
{
    qpdf_oh configs = handle_get(l->q, l->joint->grafts[l->graft].layers, "/Configs");
    int count = handle_count(l->q, configs);
    for (int i = 0; i < count; i++) {
        qpdf_oh config = handle_at(l->q, configs, i);
        if (!qpdf_oh_is_dictionary(l->q, config))
            continue;
        narrow_config(l, config);
        qpdf_oh_append_item(l->q, handle_array(l->q, root, "/Configs"), config);
    }
}

/* ---- the whole ------------------------------------------------------------------------------ */

static bool has_layers(const struct joint *j, size_t graft)
{
    return handle_count(j->q, handle_get(j->q, j->grafts[graft].layers, "/OCGs")) > 0;
}

static void begin(struct layering *l)
{
    qpdf_oh own = handle_get(l->q, l->joint->grafts[0].layers, "/D");
    static const char *const kept[] = {"/Name", "/Creator", "/ListMode"};
    l->all = qpdf_oh_new_array(l->q);
    l->off = qpdf_oh_new_array(l->q);
    l->order = qpdf_oh_new_array(l->q);
    l->config = handle_parse(l->joint->arena, l->q, "<</Intent []>>");
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        handle_set(l->q, l->config, kept[i], handle_get(l->q, own, kept[i]));
    if (!qpdf_oh_is_string(l->q, handle_get(l->q, l->config, "/Name")))
        handle_set(l->q, l->config, "/Name", qpdf_oh_new_string(l->q, "Layers"));
}

static void finish(struct layering *l, qpdf_oh root)
{
    qpdf_data q = l->q;
    qpdf_oh asked = handle_get(q, l->config, "/Intent");
    handle_set(q, root, "/OCGs", l->all);
    handle_set(q, root, "/D", l->config);
    if (handle_count(q, l->off) > 0)
        handle_set(q, l->config, "/OFF", l->off);
    if (l->is_listed)
        handle_set(q, l->config, "/Order", l->order);
    if (handle_count(q, asked) == 1 && has_intent(q, asked, "/View"))
        handle_set(q, l->config, "/Intent", qpdf_oh_new_null(q));
}

bool join_layers(struct joint *j)
{
    struct layering l = {.joint = j, .q = j->q};
    qpdf_oh root = qpdf_oh_new_dictionary(j->q);
    bool is_any = false;
    for (size_t i = 1; i < j->graft_count; i++)
        is_any = is_any || has_layers(j, i);
    if (!is_any)
        return true; /* the pack's own are as they were */
    begin(&l);
    for (l.graft = 0; l.graft < j->graft_count; l.graft++) {
        if (!has_layers(j, l.graft))
            continue;
        read_groups(&l);
        add_part(&l);
        add_configs(&l, root);
    }
    finish(&l, root);
    handle_set(j->q, qpdf_get_root(j->q), "/OCProperties", root);
    return true;
}
