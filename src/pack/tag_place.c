/*
 * tag_place: the Part of an item, and where it stands. Whoever listens to a pack hears it in the
 * order of its tags, so an item's Part goes where its pages are: behind the last of the pack's own
 * elements that begins before them. Where that one goes on behind the item's pages as well and is a
 * division (Document, Part, Sect …), the place is within it; a paragraph or table is never parted.
 * A single Document at the top takes all Parts in, as PDF 2.0 wants it.
 *
 * An item without tags gets a Part all the same: it is empty, so it harms nothing, says by its name
 * in the tree that there are pages here which cannot be read out, and is the place for whoever
 * adds their tags later.
 */
#include "pack/tagging.h"

/* ---- a new Part ----------------------------------------------------------------------------- */

/* The text of the item is in its own language, that of the pack's catalog holds elsewhere. */
static void set_language(struct tagging *t, qpdf_oh part, size_t graft)
{
    str lang = t->joint->grafts[graft].part->lang;
    if (lang.n && !str_eq(lang, t->joint->grafts[0].part->lang))
        handle_put(t->q, part, "/Lang", handle_new_text(t->arena, t->q, lang));
}

qpdf_oh tag_place_new(struct tagging *t, size_t graft)
{
    struct graft *g = &t->joint->grafts[graft];
    qpdf_oh dict = handle_parse(t->arena, t->q, "<</Type /StructElem /S /Part>>");
    handle_put(t->q, dict, "/T", handle_new_text(t->arena, t->q, joint_title(t->joint, graft)));
    set_language(t, dict, graft);
    handle_put(t->q, dict, "/K", handle_get(t->q, g->tree, "/K"));
    return handle_indirect(t->q, dict);
}

/* ---- its place ------------------------------------------------------------------------------ */

/* What an element's type stands for. */
static str type_of(const struct tagging *t, qpdf_oh element)
{
    return tag_roles_standard(t, handle_name(t->arena, t->q, handle_get(t->q, element, "/S")));
}

static bool is_division(const struct tagging *t, qpdf_oh element)
{
    static const char *const types[] = {"/Document", "/Part", "/Art", "/Sect", "/Div"};
    str type = type_of(t, element);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_is(type, types[i]))
            return true;
    return false;
}

static const struct element *find_element(const struct tagging *t, qpdf_oh kid)
{
    size_t index;
    bool is_known = id_map_find(&t->element_ids, handle_id(t->q, kid), &index);
    return is_known ? &t->elements[index] : NULL;
}

/* The kids of an element as an array, even if there is only one. */
static qpdf_oh open_kids(struct tagging *t, qpdf_oh element)
{
    qpdf_oh kids = handle_get(t->q, element, "/K");
    if (qpdf_oh_is_array(t->q, kids))
        return kids;
    qpdf_oh array = qpdf_oh_new_array(t->q);
    if (!qpdf_oh_is_null(t->q, kids))
        qpdf_oh_append_item(t->q, array, kids);
    handle_set(t->q, element, "/K", array);
    return array;
}

/* How many kids come before a leaf; *last is the last of them (NULL: none). What is on no page
 * stands with what is before it. */
static int count_before(struct tagging *t, qpdf_oh kids, size_t leaf, const struct element **last)
{
    int count = handle_count(t->q, kids), before = 0;
    *last = NULL;
    for (int i = 0; i < count; i++) {
        qpdf_oh kid = handle_at(t->q, kids, i);
        const struct element *element = find_element(t, kid);
        bool is_before = element && element->first != NO_LEAF && element->first < leaf;
        bool is_nowhere = !element || element->first == NO_LEAF;
        qpdf_oh_release(t->q, kid);
        if (is_before)
            *last = element;
        if (is_before || (is_nowhere && before == i))
            before = i + 1;
    }
    return before;
}

/* The division to go down into; 0: there is none. */
static qpdf_oh find_division(struct tagging *t, const struct element *last, size_t leaf)
{
    if (!last || last->last < leaf)
        return 0;
    qpdf_oh element = handle_object(t->q, last->id);
    return is_division(t, element) ? element : 0;
}

/* The only element at the top, if it is a Document; 0: it is not. */
static qpdf_oh find_document(struct tagging *t)
{
    qpdf_oh kids = open_kids(t, t->root), only = handle_at(t->q, kids, 0);
    bool is_single = handle_count(t->q, kids) == 1 && find_element(t, only);
    return is_single && str_is(type_of(t, only), "/Document") ? only : 0;
}

static void note_part(struct tagging *t, size_t graft, size_t leaf, qpdf_oh part)
{
    size_t last = leaf + t->joint->grafts[graft].page_count - 1;
    struct element element = {.id = handle_id(t->q, part), .first = leaf, .last = last};
    id_map_add(&t->element_ids, element.id, t->element_count);
    *ARENA_PUSH(t->arena, t->elements, t->element_count, t->element_capacity) = element;
}

void tag_place_put(struct tagging *t, size_t graft, qpdf_oh part)
{
    size_t leaf = joint_first_leaf(t->joint, graft);
    qpdf_oh mark = handle_mark(t->q), document = find_document(t);
    qpdf_oh parent = document ? document : t->root, division = parent, kids = 0;
    int before = 0;
    while (division) {
        const struct element *last;
        parent = division;
        kids = open_kids(t, parent);
        before = count_before(t, kids, leaf, &last);
        division = find_division(t, last, leaf);
    }
    qpdf_oh_insert_item(t->q, kids, before, part);
    handle_set(t->q, part, "/P", parent);
    handle_rewind(t->q, mark);
    note_part(t, graft, leaf, part);
}
