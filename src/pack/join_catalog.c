#include "pack/joint.h"

#include "pack/intents.h"

static qpdf_oh root_of(const struct joint *j)
{
    return qpdf_get_root(j->q);
}

/* A part's own catalog, in its own document: what is not carried is still read there. */
static qpdf_oh own_value(const struct joint *j, size_t graft, const char *key, qpdf_data *q)
{
    const struct part *part = j->grafts[graft].part;
    *q = part->q ? part->q : j->q;
    return part->q ? handle_get(*q, part->root, key) : qpdf_oh_new_null(*q);
}

static bool is_any_tagged(const struct joint *j)
{
    for (size_t i = 0; i < j->graft_count; i++)
        if (j->grafts[i].part->is_tagged)
            return true;
    return false;
}

/* ---- marks --------------------------------------------------------------------------------- */

static bool has_mark(const struct joint *j, const char *key)
{
    bool is_set = false;
    for (size_t i = 0; i < j->graft_count && !is_set; i++) {
        qpdf_data q;
        qpdf_oh mark = own_value(j, i, "/MarkInfo", &q);
        is_set = handle_is_true(q, handle_get(q, mark, key));
    }
    return is_set;
}

static void join_marks(struct joint *j)
{
    static const char *const keys[] = {"/Suspects", "/UserProperties"};
    qpdf_oh mark = qpdf_oh_new_dictionary(j->q);
    if (!is_any_tagged(j))
        return;
    handle_set(j->q, mark, "/Marked", qpdf_oh_new_bool(j->q, QPDF_TRUE));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (has_mark(j, keys[i]))
            handle_set(j->q, mark, keys[i], qpdf_oh_new_bool(j->q, QPDF_TRUE));
    handle_set(j->q, root_of(j), "/MarkInfo", mark);
}

/* A tagged document is announced by its title (ISO 14289-1, 7.1). */
static void join_preferences(struct joint *j)
{
    if (is_any_tagged(j))
        handle_set(j->q, handle_dict(j->q, root_of(j), "/ViewerPreferences"), "/DisplayDocTitle",
                   qpdf_oh_new_bool(j->q, QPDF_TRUE));
}

/* The pack's language, or that of the first part that says one: its own elements say theirs. */
static void join_lang(struct joint *j)
{
    for (size_t i = 0; i < j->graft_count; i++) {
        str lang = j->grafts[i].part->lang;
        if (lang.n == 0)
            continue;
        handle_set(j->q, root_of(j), "/Lang", handle_new_text(j->arena, j->q, lang));
        return;
    }
}

/* ---- the version --------------------------------------------------------------------------- */

/* "1.7", or as a name "/1.7", as 17; 0 for anything else. */
static int read_version(str s)
{
    if (str_starts(s, STR("/")))
        s = str_sub(s, 1, s.n);
    bool is_version = s.n == 3 && s.p[1] == '.' && (s.p[0] == '1' || s.p[0] == '2') &&
                      s.p[2] >= '0' && s.p[2] <= '9';
    return is_version ? (s.p[0] - '0') * 10 + s.p[2] - '0' : 0;
}

/* What a part is written in: its first line or its catalog, whichever is later (7.2.2). */
static int version_of(struct joint *j, size_t graft)
{
    qpdf_data q;
    qpdf_oh own = own_value(j, graft, "/Version", &q);
    int version = read_version(handle_name(j->arena, q, own));
    int first = read_version(str_z(qpdf_get_pdf_version(q)));
    return first > version ? first : version;
}

/* The pack is written as 1.7 at least: the catalog speaks only where a part is of a later one. */
static void join_version(struct joint *j)
{
    int version = 0;
    for (size_t i = 0; i < j->graft_count; i++) {
        int other = version_of(j, i);
        version = other > version ? other : version;
    }
    str name = str_format(j->arena, "/%d.%d", version / 10, version % 10);
    handle_set(j->q, root_of(j), "/Version",
               version > 17 ? handle_new_name(j->arena, j->q, name) : qpdf_oh_new_null(j->q));
}

/* Of one developer's extension (7.12) the later counts: of a later PDF, else of a higher level. */
static bool is_later(struct joint *j, qpdf_data q, qpdf_oh extension, qpdf_oh own)
{
    long long level = 0, own_level = 0;
    int base = read_version(handle_name(j->arena, q, handle_get(q, extension, "/BaseVersion")));
    int own_base = read_version(handle_name(j->arena, j->q, handle_get(j->q, own, "/BaseVersion")));
    handle_integer(q, handle_get(q, extension, "/ExtensionLevel"), &level);
    handle_integer(j->q, handle_get(j->q, own, "/ExtensionLevel"), &own_level);
    return base > own_base || (base == own_base && level > own_level);
}

static void join_extension(struct joint *j, qpdf_data q, qpdf_oh extensions, str key)
{
    long long level = 0;
    qpdf_oh extension = handle_get(q, extensions, key.p);
    int base = read_version(handle_name(j->arena, q, handle_get(q, extension, "/BaseVersion")));
    if (!handle_integer(q, handle_get(q, extension, "/ExtensionLevel"), &level) || base == 0)
        return;
    qpdf_oh to = handle_dict(j->q, root_of(j), "/Extensions");
    if (!is_later(j, q, extension, handle_get(j->q, to, key.p)))
        return;
    handle_set(j->q, to, key.p,
               handle_parse(j->arena, j->q, "<</BaseVersion /%d.%d /ExtensionLevel %lld>>",
                            base / 10, base % 10, level));
}

static void join_extensions(struct joint *j)
{
    for (size_t i = 1; i < j->graft_count; i++) {
        qpdf_data q;
        size_t count;
        qpdf_oh extensions = own_value(j, i, "/Extensions", &q);
        str *keys = handle_keys(j->arena, q, extensions, &count);
        for (size_t k = 0; k < count; k++)
            join_extension(j, q, extensions, keys[k]);
    }
}

/* ---- what is one list ------------------------------------------------------------------------ */

static void join_intents(struct joint *j)
{
    size_t chosen = intents_choose(j);
    if (chosen != 0)
        handle_set(j->q, root_of(j), "/OutputIntents", j->grafts[chosen].intents);
}

static void join_threads(struct joint *j)
{
    qpdf_oh all = qpdf_oh_new_array(j->q);
    for (size_t i = 0; i < j->graft_count; i++) {
        qpdf_oh threads = j->grafts[i].threads;
        int count = handle_count(j->q, threads);
        for (int k = 0; k < count; k++) {
            qpdf_oh thread = handle_at(j->q, threads, k);
            if (qpdf_oh_is_dictionary(j->q, thread))
                qpdf_oh_append_item(j->q, all, handle_indirect(j->q, thread));
        }
    }
    if (handle_count(j->q, all) > 0)
        handle_set(j->q, root_of(j), "/Threads", all);
}

/* ---- what holds no more ---------------------------------------------------------------------- */

/* What a signature allows, proves and certifies is about the file as it was. */
static void drop_proofs(struct joint *j)
{
    static const char *const keys[] = {"/Perms", "/DSS", "/Legal"};
    bool is_any = false;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        is_any = is_any || handle_has(j->q, root_of(j), keys[i]);
        handle_remove(j->q, root_of(j), keys[i]);
    }
    handle_remove(j->q, root_of(j), "/NeedsRendering"); /* XFA, which is gone too */
    if (is_any)
        joint_tell(j, 0, Q729, "what certifies the PDF as it was is left out of the new pack",
                   "keep the old one for whoever needs the proof");
}

bool join_catalog(struct joint *j)
{
    drop_proofs(j);
    join_marks(j);
    join_preferences(j);
    join_lang(j);
    join_version(j);
    join_extensions(j);
    join_intents(j);
    join_threads(j);
    return join_layers(j) && join_forms(j);
}
