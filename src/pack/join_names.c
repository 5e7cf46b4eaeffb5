/*
 * Names of a part get its prefix in all trees, and wherever they are used. Old-style destinations
 * (names as keys of a dictionary) become new-style ones (strings in a tree): one kind is enough,
 * and readers' own links into the file ("pack.pdf#Minutes") find either. Where a part has the same
 * name in both styles for different places the old one gets a "~".
 *
 * Embedded files get the prefix in the tree ("item-7/00000000") and in the file's name as well
 * ("item-7-report.xml"): readers list and save files by that name, and twelve files report.xml
 * in one list would be no use, or overwrite one another. Their descriptions stay.
 */
#include "pack/joint.h"

#include "base/file.h"
#include "pack/dest.h"
#include "pack/jumps.h"
#include "pack/name_tree.h"
#include "pack/scripts.h"

/* The trees of /Names (7.7.4) that are joined. Scripts are not among them. */
static const char *const trees[] = {
    "/Dests",      "/EmbeddedFiles",          "/AP", "/Pages", "/Templates", "/IDS", "/URLS",
    "/Renditions", "/AlternatePresentations",
};
enum { TREE_DESTS, TREE_FILES, TREE_COUNT = sizeof trees / sizeof *trees };

/* One part's names, as they were. */
struct names {
    struct name_list lists[TREE_COUNT];
    struct name_list old; /* destinations by name */
    str prefix;           /* "item-7/" */
};

struct joining {
    struct joint *joint;
    struct arena *arena;
    qpdf_data q;
    struct names *parts; /* one a graft */
    struct id_map replaced;
    struct id_map renamed; /* file specifications that have their new name */
    size_t at;             /* the graft that is being visited */
};

/* ---- reading ------------------------------------------------------------------------------- */

static struct name_list new_list(struct joining *n)
{
    return (struct name_list){.arena = n->arena, .q = n->q};
}

static void read_old(struct joining *n, qpdf_oh dests, struct name_list *out)
{
    size_t count = 0;
    str *keys = handle_keys(n->arena, n->q, dests, &count);
    for (size_t i = 0; i < count; i++)
        name_tree_add(out, str_sub(keys[i], 1, keys[i].n), handle_get(n->q, dests, keys[i].p));
    out->is_damaged = !qpdf_oh_is_null(n->q, dests) && !qpdf_oh_is_dictionary(n->q, dests);
}

/* A destination is an array or a dictionary that holds one; others lead nowhere. */
static void keep_dests(struct joining *n, struct name_list *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        qpdf_oh value = list->names[i].value;
        if (qpdf_oh_is_array(n->q, value) || qpdf_oh_is_dictionary(n->q, value))
            list->names[kept++] = list->names[i];
        else
            list->is_damaged = true;
    }
    list->count = kept;
}

static void read_names(struct joining *n, size_t graft)
{
    const struct graft *g = &n->joint->grafts[graft];
    struct names *names = &n->parts[graft];
    bool is_damaged = !qpdf_oh_is_null(n->q, g->names) && !qpdf_oh_is_dictionary(n->q, g->names);
    names->old = new_list(n);
    read_old(n, g->dests, &names->old);
    for (size_t i = 0; i < TREE_COUNT; i++) {
        names->lists[i] = new_list(n);
        name_tree_read(&names->lists[i], handle_get(n->q, g->names, trees[i]));
    }
    keep_dests(n, &names->old);
    keep_dests(n, &names->lists[TREE_DESTS]);
    name_tree_sort(&names->old);
    for (size_t i = 0; i < TREE_COUNT; i++) {
        name_tree_sort(&names->lists[i]);
        is_damaged = is_damaged || names->lists[i].is_damaged;
    }
    if (is_damaged || names->old.is_damaged)
        joint_tell(n->joint, graft, Q723, "some names of places or files in the PDF are damaged",
                   "links to them lead nowhere; have the PDF made again if they are needed");
}

/* ---- prefixes ------------------------------------------------------------------------------ */

static bool begins_any(const struct joining *n, const struct name_list *list, str prefix)
{
    str wide = name_tree_prefix(n->arena, prefix, STR("\xFE\xFF"));
    for (size_t i = 0; i < list->count; i++)
        if (str_starts(list->names[i].key, prefix) || str_starts(list->names[i].key, wide))
            return true;
    return false;
}

/* Has the pack, or an item before, names that begin so? A pack may hold an item 7 from before. */
static bool is_taken(const struct joining *n, size_t graft, str prefix)
{
    const struct names *own = &n->parts[0];
    for (size_t i = 1; i < graft; i++)
        if (str_eq(n->parts[i].prefix, prefix))
            return true;
    for (size_t i = 0; i < TREE_COUNT; i++)
        if (begins_any(n, &own->lists[i], prefix))
            return true;
    return begins_any(n, &own->old, prefix);
}

static void choose_prefix(struct joining *n, size_t graft)
{
    str base = joint_prefix(n->joint, graft);
    str prefix = str_format(n->arena, "%.*s/", STR_ARG(base));
    for (int i = 2; is_taken(n, graft, prefix); i++)
        prefix = str_format(n->arena, "%.*s.%d/", STR_ARG(base), i);
    n->parts[graft].prefix = prefix;
}

/* ---- destinations -------------------------------------------------------------------------- */

static str new_key(const struct joining *n, size_t graft, str key)
{
    return name_tree_prefix(n->arena, n->parts[graft].prefix, key);
}

/* An old-style name as the string that it becomes. */
static str new_key_of_old(const struct joining *n, size_t graft, str key)
{
    const struct names *names = &n->parts[graft];
    const struct name_list *strings = &names->lists[TREE_DESTS];
    const struct named *old = name_tree_find(&names->old, key);
    const struct named *other = name_tree_find(strings, key);
    uint64_t id = old ? handle_id(n->q, old->value) : 0;
    bool is_same = !old || !other || (id && id == handle_id(n->q, other->value));
    while (!is_same) {
        key = str_format(n->arena, "%.*s~", STR_ARG(key));
        is_same = !name_tree_find(strings, key) && !name_tree_find(&names->old, key);
    }
    return new_key(n, graft, key);
}

static void set_bytes(struct joining *n, qpdf_oh holder, const char *key, str bytes)
{
    handle_put(n->q, holder, key, handle_new_bytes(n->q, bytes));
}

static void follow_dest(struct joining *n, qpdf_oh holder, const char *key)
{
    qpdf_oh dest = handle_get(n->q, holder, key);
    if (qpdf_oh_is_array(n->q, dest) || qpdf_oh_is_dictionary(n->q, dest)) {
        dest_mend(n->joint, &n->replaced, n->at, dest);
        return;
    }
    if (qpdf_oh_is_name(n->q, dest)) {
        str name = handle_name(n->arena, n->q, dest);
        set_bytes(n, holder, key, new_key_of_old(n, n->at, str_sub(name, 1, name.n)));
    } else if (qpdf_oh_is_string(n->q, dest)) {
        set_bytes(n, holder, key, new_key(n, n->at, handle_bytes(n->arena, n->q, dest)));
    }
}

static void follow(void *state, enum jump kind, qpdf_oh holder, const char *key)
{
    struct joining *n = state;
    qpdf_oh name = handle_get(n->q, holder, key);
    if (kind == JUMP_DEST)
        follow_dest(n, holder, key);
    else if (qpdf_oh_is_string(n->q, name))
        set_bytes(n, holder, key, new_key(n, n->at, handle_bytes(n->arena, n->q, name)));
}

static void add_old(struct joining *n, size_t graft, struct name_list *out)
{
    const struct name_list *old = &n->parts[graft].old;
    for (size_t i = 0; i < old->count; i++)
        name_tree_add(out, new_key_of_old(n, graft, old->names[i].key), old->names[i].value);
}

static void mend_dests(struct joining *n, size_t graft, const struct name_list *list)
{
    qpdf_oh mark = handle_mark(n->q);
    for (size_t i = 0; i < list->count; i++)
        dest_mend(n->joint, &n->replaced, graft, list->names[i].value);
    handle_rewind(n->q, mark);
}

/* ---- files --------------------------------------------------------------------------------- */

/* "folder/report.xml" to "folder/item-7-report.xml". */
static str prefixed_path(struct joining *n, size_t graft, str path)
{
    str prefix = n->parts[graft].prefix, name = file_name(path);
    str folder = str_sub(path, 0, path.n - name.n);
    return str_format(n->arena, "%.*s%.*s-%.*s", STR_ARG(folder),
                      STR_ARG(str_sub(prefix, 0, prefix.n - 1)), STR_ARG(name));
}

static void rename_file(struct joining *n, size_t graft, qpdf_oh spec)
{
    static const char *const keys[] = {"/F", "/UF"};
    bool is_embedded = qpdf_oh_is_dictionary(n->q, handle_get(n->q, spec, "/EF"));
    if (graft == 0 || !is_embedded || !handle_is_new(n->q, &n->renamed, spec))
        return;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        qpdf_oh name = handle_get(n->q, spec, keys[i]);
        if (!qpdf_oh_is_string(n->q, name))
            continue;
        str text = prefixed_path(n, graft, handle_text(n->arena, n->q, name));
        handle_set(n->q, spec, keys[i], handle_new_text(n->arena, n->q, text));
    }
}

/* The files associated with a part; an array, or what stands for one. */
static qpdf_oh read_files(struct joining *n, size_t graft)
{
    qpdf_oh files = qpdf_oh_new_array(n->q), given = n->joint->grafts[graft].files;
    int count = handle_count(n->q, given);
    if (qpdf_oh_is_dictionary(n->q, given))
        qpdf_oh_append_item(n->q, files, handle_indirect(n->q, given));
    for (int i = 0; i < count; i++) {
        qpdf_oh spec = handle_at(n->q, given, i);
        if (qpdf_oh_is_dictionary(n->q, spec))
            qpdf_oh_append_item(n->q, files, handle_indirect(n->q, spec));
    }
    return files;
}

static void join_files(struct joining *n, qpdf_oh root)
{
    struct joint *j = n->joint;
    qpdf_oh all = qpdf_oh_new_array(n->q);
    for (size_t g = 0; g < j->graft_count; g++) {
        qpdf_oh files = read_files(n, g);
        uint64_t part = j->grafts[g].part_element;
        int count = handle_count(n->q, files);
        for (int i = 0; i < count; i++) {
            rename_file(n, g, handle_at(n->q, files, i));
            qpdf_oh_append_item(n->q, all, handle_at(n->q, files, i));
        }
        if (count > 0 && part)
            handle_set(n->q, handle_object(n->q, part), "/AF", files);
    }
    if (handle_count(n->q, all) > 0)
        handle_set(n->q, root, "/AF", all);
}

/* ---- the trees ------------------------------------------------------------------------------ */

static void add_part(struct joining *n, size_t graft, size_t tree, struct name_list *out)
{
    const struct name_list *list = &n->parts[graft].lists[tree];
    for (size_t i = 0; i < list->count; i++) {
        name_tree_add(out, new_key(n, graft, list->names[i].key), list->names[i].value);
        if (tree == TREE_FILES)
            rename_file(n, graft, list->names[i].value);
    }
    if (tree == TREE_DESTS)
        add_old(n, graft, out);
}

static qpdf_oh join_tree(struct joining *n, size_t tree)
{
    struct name_list all = new_list(n);
    for (size_t g = 0; g < n->joint->graft_count; g++)
        add_part(n, g, tree, &all);
    name_tree_sort(&all);
    return name_tree_write(&all);
}

static void write_names(struct joining *n, qpdf_oh root)
{
    qpdf_oh names = handle_dict(n->q, root, "/Names");
    size_t left = 0;
    for (size_t i = 0; i < TREE_COUNT; i++)
        handle_set(n->q, names, trees[i], join_tree(n, i));
    handle_keys(n->arena, n->q, names, &left);
    if (left == 0)
        handle_remove(n->q, root, "/Names");
    handle_remove(n->q, root, "/Dests");
}

/* ---- the whole ------------------------------------------------------------------------------ */

bool join_names(struct joint *j)
{
    struct joining n = {.joint = j, .arena = j->arena, .q = j->q};
    n.parts = ARENA_ARRAY(j->arena, j->graft_count, struct names);
    n.renamed = (struct id_map){.arena = j->arena};
    n.replaced = dest_replaced(j);
    for (size_t i = 0; i < j->graft_count; i++)
        read_names(&n, i);
    for (size_t i = 1; i < j->graft_count; i++) {
        choose_prefix(&n, i);
        scripts_leave_out(j, i);
    }
    for (n.at = 0; n.at < j->graft_count; n.at++) {
        jumps_visit(j, n.at, follow, &n);
        mend_dests(&n, n.at, &n.parts[n.at].old);
        mend_dests(&n, n.at, &n.parts[n.at].lists[TREE_DESTS]);
    }
    join_files(&n, qpdf_get_root(j->q));
    write_names(&n, qpdf_get_root(j->q));
    return true;
}
