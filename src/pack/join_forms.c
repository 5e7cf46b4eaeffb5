/*
 * Form fields (ISO 32000-1, 12.7). Fields keep their names unless an earlier part has one of the
 * same name: two fields of one name are one field to a reader, so the later becomes "item-7-name".
 * Fonts that fields name in their default appearance come from one dictionary for the whole
 * document: where two parts mean different fonts by a name the later is renamed, there and in the
 * appearances.
 *
 * Signatures cannot hold. Their values are taken out, so that no reader calls the pack forged; what
 * is seen of them stays, and the field can no longer be filled in.
 */
#include "pack/joint.h"

#include <string.h>

#include "pack/name_map.h"

#define DEPTH_MAX  64
#define FIELDS_MAX 100000 /* of one part */

/* A font's name in a part and in the pack. */
struct renaming {
    str from, to; /* with their slash */
};

struct forming {
    struct joint *joint;
    struct arena *arena;
    qpdf_data q;
    qpdf_oh form;          /* the pack's */
    qpdf_oh fields, order; /* its Fields and CO */
    struct name_map names; /* of fields of the parts before */
    struct id_map gone;    /* widgets and fields of pages that items have replaced */
    /* of the part at hand */
    size_t graft;
    qpdf_oh own; /* its form */
    struct id_map seen;
    struct renaming *renamings;
    size_t renaming_count, renaming_capacity;
    size_t field_count;
    bool is_signed, is_damaged;
};

/* ---- fonts --------------------------------------------------------------------------------- */

static str free_name(struct forming *f, qpdf_oh category, str key)
{
    str prefix = joint_prefix(f->joint, f->graft);
    str bare = str_sub(key, 1, key.n), name;
    int i = 1;
    do {
        name = i == 1 ? str_format(f->arena, "/%.*s-%.*s", STR_ARG(prefix), STR_ARG(bare))
                      : str_format(f->arena, "/%.*s-%d-%.*s", STR_ARG(prefix), i, STR_ARG(bare));
        i++;
    } while (handle_has(f->q, category, name.p));
    return name;
}

static bool is_same(qpdf_data q, qpdf_oh a, qpdf_oh b)
{
    uint64_t id = handle_id(q, a);
    return id && id == handle_id(q, b);
}

static void join_resource(struct forming *f, qpdf_oh to, const char *category, str key,
                          qpdf_oh value)
{
    qpdf_oh there = handle_get(f->q, to, key.p);
    if (qpdf_oh_is_null(f->q, there)) {
        handle_set(f->q, to, key.p, value);
        return;
    }
    if (!str_is(str_z(category), "/Font") || is_same(f->q, there, value))
        return; /* appearances bring their own; only fonts are looked up here by name */
    struct renaming r = {key, free_name(f, to, key)};
    handle_set(f->q, to, r.to.p, value);
    *ARENA_PUSH(f->arena, f->renamings, f->renaming_count, f->renaming_capacity) = r;
}

static void join_category(struct forming *f, qpdf_oh from, str category)
{
    size_t count = 0;
    qpdf_oh resources = handle_get(f->q, from, category.p);
    str *keys = handle_keys(f->arena, f->q, resources, &count);
    if (count == 0)
        return;
    qpdf_oh to = handle_dict(f->q, handle_dict(f->q, f->form, "/DR"), category.p);
    for (size_t i = 0; i < count; i++)
        join_resource(f, to, category.p, keys[i], handle_get(f->q, resources, keys[i].p));
}

static void join_resources(struct forming *f)
{
    size_t count = 0;
    qpdf_oh from = handle_get(f->q, f->own, "/DR");
    str *keys = handle_keys(f->arena, f->q, from, &count);
    for (size_t i = 0; i < count; i++)
        join_category(f, from, keys[i]);
}

/* ---- default appearances --------------------------------------------------------------------- */

static bool ends_name(char c)
{
    return strchr(" \t\r\n\f/[]()<>{}%", c) != NULL; /* a zero byte too */
}

static str new_font(const struct forming *f, str name)
{
    for (size_t i = 0; i < f->renaming_count; i++)
        if (str_eq(f->renamings[i].from, name))
            return f->renamings[i].to;
    return name;
}

/* "/Helv 12 Tf 0 g" with the fonts' new names. */
static str rename_fonts(struct forming *f, str appearance)
{
    struct buf out = {.arena = f->arena};
    for (size_t at = 0; at < appearance.n;) {
        size_t end = at + 1;
        if (appearance.p[at] != '/') {
            buf_byte(&out, appearance.p[at++]);
            continue;
        }
        while (end < appearance.n && !ends_name(appearance.p[end]))
            end++;
        buf_add(&out, new_font(f, str_sub(appearance, at, end)));
        at = end;
    }
    return str_copy(f->arena, buf_str(&out));
}

static void follow_fonts(struct forming *f, qpdf_oh holder)
{
    qpdf_oh appearance = handle_get(f->q, holder, "/DA");
    if (f->renaming_count == 0 || !qpdf_oh_is_string(f->q, appearance))
        return;
    str text = rename_fonts(f, handle_bytes(f->arena, f->q, appearance));
    handle_set(f->q, holder, "/DA", handle_new_bytes(f->q, text));
}

/* What the part's form said for all its fields, the pack's cannot say for them. */
static void keep_defaults(struct forming *f, qpdf_oh field)
{
    static const char *const keys[] = {"/DA", "/Q"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        qpdf_oh value = handle_get(f->q, f->own, keys[i]);
        if (!handle_has(f->q, field, keys[i]))
            handle_set(f->q, field, keys[i], value);
    }
    if (!handle_has(f->q, field, "/Q") && handle_has(f->q, f->form, "/Q"))
        handle_set(f->q, field, "/Q", qpdf_oh_new_integer(f->q, 0));
}

/* ---- fields -------------------------------------------------------------------------------- */

static void drop_signature(struct forming *f, qpdf_oh field, bool is_signature)
{
    long long flags = 0;
    qpdf_oh value = handle_get(f->q, field, "/V");
    if (!qpdf_oh_is_dictionary(f->q, value) ||
        (!is_signature && !handle_has(f->q, value, "/ByteRange")))
        return;
    handle_integer(f->q, handle_get(f->q, field, "/Ff"), &flags);
    handle_set(f->q, field, "/V", qpdf_oh_new_null(f->q));
    handle_set(f->q, field, "/Ff", qpdf_oh_new_integer(f->q, flags | 1)); /* read only */
    f->is_signed = true;
}

/* A field and those beneath it, each once. False: it is none, or has been there already. */
static bool visit_field(struct forming *f, qpdf_oh field, bool is_signature, int depth)
{
    if (depth > DEPTH_MAX || f->field_count >= FIELDS_MAX || !qpdf_oh_is_dictionary(f->q, field) ||
        !handle_is_new(f->q, &f->seen, field)) {
        f->is_damaged = true;
        return false;
    }
    qpdf_oh kids = handle_get(f->q, field, "/Kids"), kind = handle_get(f->q, field, "/FT");
    if (!qpdf_oh_is_null(f->q, kind))
        is_signature = handle_is_name(f->q, kind, "/Sig");
    f->field_count++;
    drop_signature(f, field, is_signature);
    follow_fonts(f, field);
    if (!handle_is_new(f->q, &f->seen, kids)) {
        f->is_damaged = true; /* fields written within an array that they lead back to */
        return true;
    }
    for (int i = 0; i < handle_count(f->q, kids); i++)
        visit_field(f, handle_at(f->q, kids, i), is_signature, depth + 1);
    return true;
}

/* Dots part the names of fields and those above them, so none may be in one. */
static str plain_prefix(struct forming *f)
{
    struct buf out = {.arena = f->arena};
    str prefix = joint_prefix(f->joint, f->graft);
    for (size_t i = 0; i < prefix.n; i++)
        buf_byte(&out, prefix.p[i] == '.' ? '-' : prefix.p[i]);
    buf_byte(&out, '-');
    return str_copy(f->arena, buf_str(&out));
}

/* False: it has no name. */
static bool name_field(struct forming *f, qpdf_oh field, str *name)
{
    qpdf_oh given = handle_get(f->q, field, "/T");
    if (!qpdf_oh_is_string(f->q, given))
        return false;
    str was = *name = handle_text(f->arena, f->q, given);
    while (name_map_has(&f->names, *name))
        *name = str_format(f->arena, "%.*s%.*s", STR_ARG(plain_prefix(f)), STR_ARG(*name));
    if (!str_eq(*name, was))
        handle_put(f->q, field, "/T", handle_new_text(f->arena, f->q, *name));
    return true;
}

/* False: it has no name, or is none. */
static bool join_field(struct forming *f, qpdf_oh field, str *name)
{
    if (f->graft > 0 && qpdf_oh_is_dictionary(f->q, field))
        keep_defaults(f, field);
    if (!visit_field(f, field, false, 0))
        return false;
    qpdf_oh_append_item(f->q, f->fields, handle_indirect(f->q, field));
    return name_field(f, field, name);
}

/* Two fields of a part that have one name keep it: they are one field. */
static void join_fields(struct forming *f)
{
    qpdf_oh fields = handle_get(f->q, f->own, "/Fields");
    int count = handle_count(f->q, fields);
    str *names = ARENA_ARRAY(f->arena, (size_t)count, str);
    size_t named = 0;
    for (int i = 0; i < count; i++) {
        qpdf_oh mark = handle_mark(f->q);
        named += join_field(f, handle_at(f->q, fields, i), &names[named]);
        handle_rewind(f->q, mark);
    }
    for (size_t i = 0; i < named; i++)
        name_map_add(&f->names, names[i], 0);
}

/* Free text looks its font up in the form as well; a widget may be in no field's kids. */
static void visit_annotations(struct forming *f)
{
    const struct graft *g = &f->joint->grafts[f->graft];
    for (size_t i = 0; i < g->page_count && f->renaming_count > 0; i++) {
        qpdf_oh mark = handle_mark(f->q), annotations = handle_get(f->q, g->pages[i], "/Annots");
        for (int k = 0; k < handle_count(f->q, annotations); k++) {
            qpdf_oh annotation = handle_at(f->q, annotations, k);
            if (handle_is_new(f->q, &f->seen, annotation))
                follow_fonts(f, annotation);
        }
        handle_rewind(f->q, mark);
    }
}

/* ---- replaced pages -------------------------------------------------------------------------- */

static void find_gone(struct forming *f)
{
    const struct graft *own = &f->joint->grafts[0];
    for (size_t i = 0; i < own->page_count; i++) {
        qpdf_oh annotations = handle_get(f->q, own->pages[i], "/Annots");
        if (joint_is_leaf(f->joint, 0, i))
            continue;
        for (int k = 0; k < handle_count(f->q, annotations); k++)
            id_map_add(&f->gone, handle_id(f->q, handle_at(f->q, annotations, k)), 0);
    }
}

/* Takes out of `list` what is gone, and what had nothing else beneath it. */
static void prune(struct forming *f, struct id_map *seen, qpdf_oh list, int depth)
{
    if (!handle_is_new(f->q, seen, list))
        return;
    for (int i = handle_count(f->q, list) - 1; i >= 0 && depth < DEPTH_MAX; i--) {
        qpdf_oh field = handle_at(f->q, list, i), kids = handle_get(f->q, field, "/Kids");
        bool had_kids = handle_count(f->q, kids) > 0;
        uint64_t id = handle_id(f->q, field);
        if (had_kids && id_map_add(seen, id, 0))
            prune(f, seen, kids, depth + 1);
        if (id_map_has(&f->gone, id) || (had_kids && handle_count(f->q, kids) == 0)) {
            id_map_add(&f->gone, id, 0);
            qpdf_oh_erase_item(f->q, list, i);
        }
    }
}

static void prune_own(struct forming *f)
{
    struct id_map seen = {.arena = f->arena};
    qpdf_oh own = f->joint->grafts[0].forms;
    find_gone(f);
    if (f->gone.count == 0)
        return;
    prune(f, &seen, handle_get(f->q, own, "/Fields"), 0);
    prune(f, &seen, handle_get(f->q, own, "/CO"), 0);
}

/* ---- one part ------------------------------------------------------------------------------ */

static void tell_part(struct forming *f)
{
    struct joint *j = f->joint;
    if (f->is_damaged)
        joint_tell(j, f->graft, Q723, "some form fields of the PDF are damaged and left out",
                   "its pages show the same, but not all of it can be filled in");
    if (f->is_signed)
        joint_tell(j, f->graft, Q729, "the PDF is signed: in a pack its signature does not hold",
                   "keep the signed PDF for whoever needs the proof");
    if (handle_has(f->q, f->own, "/XFA"))
        joint_tell(j, f->graft, Q730, "the PDF has a second form inside (XFA): it is left out",
                   "look at the form's pages in the pack; if they only ask for another reader, "
                   "print the form to a new PDF first");
}

static void join_flags(struct forming *f)
{
    long long flags = 0, all = 0;
    if (handle_is_true(f->q, handle_get(f->q, f->own, "/NeedAppearances")))
        handle_set(f->q, f->form, "/NeedAppearances", qpdf_oh_new_bool(f->q, QPDF_TRUE));
    handle_integer(f->q, handle_get(f->q, f->own, "/SigFlags"), &flags);
    handle_integer(f->q, handle_get(f->q, f->form, "/SigFlags"), &all);
    if ((flags | all) & 1) /* there are fields for signatures; "append only" guarded some */
        handle_set(f->q, f->form, "/SigFlags", qpdf_oh_new_integer(f->q, 1));
    handle_append_all(f->q, f->order, handle_get(f->q, f->own, "/CO"));
}

static void join_part(struct forming *f, size_t graft)
{
    f->graft = graft;
    f->own = f->joint->grafts[graft].forms;
    f->seen = (struct id_map){.arena = f->arena};
    f->renaming_count = f->field_count = 0;
    f->is_signed = false;
    f->is_damaged = !qpdf_oh_is_null(f->q, f->own) && !qpdf_oh_is_dictionary(f->q, f->own);
    if (graft > 0)
        join_resources(f);
    join_fields(f);
    visit_annotations(f);
    join_flags(f);
    tell_part(f);
}

static bool has_forms(const struct joint *j)
{
    for (size_t i = 0; i < j->graft_count; i++)
        if (!qpdf_oh_is_null(j->q, j->grafts[i].forms))
            return true;
    return false;
}

bool join_forms(struct joint *j)
{
    struct forming f = {.joint = j, .arena = j->arena, .q = j->q};
    qpdf_oh root = qpdf_get_root(j->q);
    if (!has_forms(j))
        return true;
    f.names = (struct name_map){.arena = j->arena};
    f.gone = (struct id_map){.arena = j->arena};
    f.fields = qpdf_oh_new_array(j->q);
    f.order = qpdf_oh_new_array(j->q);
    f.form = handle_dict(j->q, root, "/AcroForm");
    prune_own(&f);
    for (size_t i = 0; i < j->graft_count; i++)
        join_part(&f, i);
    handle_set(j->q, f.form, "/XFA", qpdf_oh_new_null(j->q));
    handle_set(j->q, f.form, "/Fields", f.fields);
    if (handle_count(j->q, f.order) > 0)
        handle_set(j->q, f.form, "/CO", f.order);
    return true;
}
