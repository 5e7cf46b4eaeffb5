#include "pack/taglist.h"

#include <string.h>

#include "pack/peek.h"
#include "pack/tree.h"

/* More than packs have: 8,000 pages with 60 elements and 60 pieces of content each. */
#define NODES_MAX 1000000

/* A chain of types longer than this leads nowhere. */
#define CHAIN_MAX 64

/* Entries of lists of kids: many may be null, or lists be shared. */
#define STEPS_MAX (4 * (size_t)NODES_MAX)

/* More annotations than papers have. */
#define NOTES_MAX 1000000

/* An annotation of a page. */
struct note {
    uint32_t page, number;
};

/* An element whose kids are being read. */
struct frame {
    qpdf_oh kids;
    uint64_t page; /* that plain marks are of; 0: it does not say */
    uint32_t node;
    int count, at;
    bool is_array;
};

struct reading {
    struct taglist *list;
    struct arena *arena;
    qpdf_data q;
    struct id_map pages, note_ids, seen; /* to places, indices of notes, indices of nodes */
    struct note *notes;
    size_t note_count, note_capacity, looked_count;
    qpdf_oh role_map;
    struct name_map roles; /* types as they are written, to words */
    struct frame *frames;
    size_t depth, capacity, step_count;
};

/* ---- words --------------------------------------------------------------------------------- */

uint32_t tagwords_add(struct tagwords *w, str word)
{
    size_t index;
    if (name_map_find(&w->map, word, &index))
        return (uint32_t)index;
    str kept = str_copy(w->map.arena, word);
    name_map_add(&w->map, kept, w->count);
    *ARENA_PUSH(w->map.arena, w->words, w->count, w->capacity) = kept;
    return (uint32_t)(w->count - 1);
}

/* ---- pages and what stands on them ----------------------------------------------------------- */

static void index_notes(struct reading *r, qpdf_oh page, uint32_t place)
{
    qpdf_oh notes = handle_get(r->q, page, "/Annots");
    int count = handle_count(r->q, notes);
    for (int i = 0; i < count && r->looked_count < NOTES_MAX; i++, r->looked_count++) {
        qpdf_oh note = qpdf_oh_get_array_item(r->q, notes, i);
        uint64_t id = handle_id(r->q, note);
        if (id && id_map_add(&r->note_ids, id, r->note_count))
            *ARENA_PUSH(r->arena, r->notes, r->note_count, r->note_capacity) =
                (struct note){place, (uint32_t)i};
        qpdf_oh_release(r->q, note);
    }
    qpdf_oh_release(r->q, notes);
}

static void index_pages(struct reading *r)
{
    r->list->page_count = (size_t)qpdf_get_num_pages(r->q);
    for (size_t i = 0; i < r->list->page_count; i++) {
        qpdf_oh page = qpdf_get_page_n(r->q, i);
        id_map_add(&r->pages, handle_id(r->q, page), i);
        index_notes(r, page, (uint32_t)i);
        qpdf_oh_release(r->q, page);
    }
}

/* ---- types --------------------------------------------------------------------------------- */

/* What a type stands for in the end; empty where there is no end. */
static str resolve_role(struct reading *r, str type)
{
    for (int i = 0; i < CHAIN_MAX; i++) {
        str target = qpdf_oh_is_dictionary(r->q, r->role_map)
                         ? peek_name(r->arena, r->q, r->role_map, type.p)
                         : STR("");
        if (target.n == 0 || str_eq(target, type))
            return type;
        type = target;
    }
    return STR("");
}

static uint32_t read_role(struct reading *r, qpdf_oh element)
{
    size_t word;
    struct arena_mark mark = arena_mark(r->arena);
    str type = peek_name(r->arena, r->q, element, "/S");
    if (name_map_find(&r->roles, type, &word)) {
        arena_rewind(r->arena, mark);
        return (uint32_t)word;
    }
    str role = resolve_role(r, type);
    word = tagwords_add(r->list->words, str_sub(role, role.n > 0, role.n));
    name_map_add(&r->roles, type, word);
    return (uint32_t)word;
}

/* ---- elements ------------------------------------------------------------------------------ */

static uint32_t add_node(struct reading *r, struct tagnode node)
{
    struct taglist *l = r->list;
    node.parent = r->depth ? r->frames[r->depth - 1].node : 0;
    node.end = (uint32_t)l->count + 1;
    *ARENA_PUSH(l->arena, l->nodes, l->count, l->capacity) = node;
    return (uint32_t)l->count - 1;
}

static uint32_t read_lang(struct reading *r, qpdf_oh holder, uint32_t above)
{
    struct arena_mark mark = arena_mark(r->arena);
    qpdf_oh value = handle_get(r->q, holder, "/Lang");
    bool is_said = qpdf_oh_is_string(r->q, value);
    str text = handle_text(r->arena, r->q, value);
    struct name_map *words = &r->list->words->map;
    size_t word = above;
    if (is_said && !name_map_find(words, text, &word))
        word = tagwords_add(r->list->words, text);
    else
        arena_rewind(r->arena, mark);
    qpdf_oh_release(r->q, value);
    return (uint32_t)word;
}

/* Of two elements with one ID the first has it. */
static void note_id(struct reading *r, qpdf_oh element, uint32_t node)
{
    qpdf_oh value = handle_get(r->q, element, "/ID");
    if (qpdf_oh_is_string(r->q, value))
        name_map_add(&r->list->ids, handle_bytes(r->arena, r->q, value), node);
    qpdf_oh_release(r->q, value);
}

/* Keys that are looked at in every element, or are of no meaning. */
static bool is_plain_key(const char *key)
{
    static const char *const keys[] = {"/S", "/K", "/P", "/Pg", "/Lang", "/R"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(key, keys[i]) == 0)
            return true;
    return false;
}

/* One look at its keys, since most elements have four of a dozen. */
static void read_keys(struct reading *r, qpdf_oh element, uint32_t index)
{
    struct tagnode node = r->list->nodes[index];
    bool has_id = false, has_lang = false;
    qpdf_oh_begin_dict_key_iter(r->q, element);
    while (qpdf_oh_dict_more_keys(r->q)) {
        const char *key = qpdf_oh_dict_next_key(r->q);
        has_id |= strcmp(key, "/ID") == 0;
        has_lang |= strcmp(key, "/Lang") == 0;
        node.says_more |= !is_plain_key(key);
    }
    if (has_lang)
        node.lang = read_lang(r, element, node.lang);
    if (has_id)
        note_id(r, element, index);
    r->list->nodes[index] = node;
}

static void push_frame(struct reading *r, qpdf_oh element, uint32_t node)
{
    struct frame f = {.node = node, .page = peek_id(r->q, element, "/Pg")};
    f.kids = qpdf_oh_get_key(r->q, element, "/K");
    enum qpdf_object_type_e type = qpdf_oh_get_type_code(r->q, f.kids);
    f.is_array = type == ot_array;
    f.count = f.is_array ? qpdf_oh_get_array_n_items(r->q, f.kids) : type != ot_null;
    *ARENA_PUSH(r->arena, r->frames, r->depth, r->capacity) = f;
}

/* `element` is a dictionary; one that is written within its parent becomes an object of its own. */
static void open_element(struct reading *r, qpdf_oh element)
{
    size_t first;
    const struct tagnode *parent = &r->list->nodes[r->frames[r->depth - 1].node];
    qpdf_oh own = handle_id(r->q, element) ? 0 : qpdf_make_indirect_object(r->q, element);
    element = own ? own : element;
    uint64_t id = handle_id(r->q, element);
    if (id_map_find(&r->seen, id, &first)) {
        add_node(r, (struct tagnode){.kind = NODE_AGAIN, .number = (uint32_t)first});
    } else {
        struct tagnode node = {.id = id, .kind = NODE_ELEMENT, .lang = parent->lang};
        node.is_detached = peek_id(r->q, element, "/P") != parent->id;
        node.role = read_role(r, element);
        uint32_t index = add_node(r, node);
        id_map_add(&r->seen, id, index);
        read_keys(r, element, index);
        push_frame(r, element, index);
    }
    if (own)
        qpdf_oh_release(r->q, own);
}

/* ---- content ------------------------------------------------------------------------------- */

static void add_mark(struct reading *r, uint64_t page, long long mcid)
{
    size_t place;
    struct tagnode node = {.kind = NODE_STRAY};
    if (mcid >= 0 && mcid <= INT32_MAX && id_map_find(&r->pages, page, &place))
        node =
            (struct tagnode){.kind = NODE_MARK, .page = (uint32_t)place, .number = (uint32_t)mcid};
    add_node(r, node);
}

static void add_reference(struct reading *r, const struct frame *f, qpdf_oh kid)
{
    long long mcid = -1;
    uint64_t page = peek_id(r->q, kid, "/Pg");
    if (peek_has(r->q, kid, "/Stm") || !peek_integer(r->q, kid, "/MCID", &mcid))
        mcid = -1;
    add_mark(r, page ? page : f->page, mcid);
}

/* The annotation stands on the page that the reference names, if it names one. */
static void add_object(struct reading *r, qpdf_oh kid)
{
    size_t index, place;
    uint64_t page = peek_id(r->q, kid, "/Pg");
    struct tagnode node = {.kind = NODE_STRAY};
    if (id_map_find(&r->note_ids, peek_id(r->q, kid, "/Obj"), &index)) {
        struct note note = r->notes[index];
        if (!page || (id_map_find(&r->pages, page, &place) && place == note.page))
            node = (struct tagnode){.kind = NODE_NOTE, .page = note.page, .number = note.number};
    }
    add_node(r, node);
}

/* ---- the walk ------------------------------------------------------------------------------ */

static void take_dictionary(struct reading *r, const struct frame *f, qpdf_oh kid)
{
    if (peek_is_name(r->q, kid, "/S"))
        open_element(r, kid);
    else if (peek_is(r->q, kid, "/Type", "/OBJR") || peek_has(r->q, kid, "/Obj"))
        add_object(r, kid);
    else if (peek_is(r->q, kid, "/Type", "/MCR") || peek_has(r->q, kid, "/MCID"))
        add_reference(r, f, kid);
    else
        open_element(r, kid); /* it does not say what it is */
}

static void step(struct reading *r)
{
    struct frame *f = &r->frames[r->depth - 1];
    if (f->at == f->count) {
        r->list->nodes[f->node].end = (uint32_t)r->list->count;
        qpdf_oh_release(r->q, f->kids);
        r->depth--;
        return;
    }
    qpdf_oh kid = f->is_array ? qpdf_oh_get_array_item(r->q, f->kids, f->at)
                              : qpdf_oh_new_object(r->q, f->kids);
    f->at++;
    switch (qpdf_oh_get_type_code(r->q, kid)) {
    case ot_integer: add_mark(r, f->page, qpdf_oh_get_int_value(r->q, kid)); break;
    case ot_dictionary: take_dictionary(r, f, kid); break;
    case ot_null: break;
    default: add_node(r, (struct tagnode){.kind = NODE_STRAY}); break;
    }
    qpdf_oh_release(r->q, kid);
}

static void read_tree(struct reading *r)
{
    struct taglist *l = r->list;
    struct tagnode root = {.id = handle_id(r->q, l->root), .kind = NODE_ELEMENT};
    root.lang = read_lang(r, qpdf_get_root(r->q), tagwords_add(l->words, STR("")));
    add_node(r, root);
    id_map_add(&r->seen, root.id, 0);
    push_frame(r, l->root, 0);
    while (r->depth > 0 && l->count < NODES_MAX && r->step_count++ < STEPS_MAX)
        step(r);
    l->is_cut = r->depth > 0;
}

static void add_id(void *state, const struct tree_entry *entry)
{
    struct taglist *l = state;
    name_map_add(&l->id_tree, entry->name, (size_t)handle_id(l->q, entry->value));
    qpdf_oh_release(l->q, entry->value);
}

struct taglist *taglist_read(struct arena *a, qpdf_data q, struct tagwords *words)
{
    struct taglist *l = ARENA_NEW(a, struct taglist);
    struct reading r = {.list = l, .arena = a, .q = q};
    r.pages.arena = r.note_ids.arena = r.seen.arena = r.roles.arena = a;
    *l = (struct taglist){.arena = a, .q = q, .words = words};
    l->ids.arena = l->id_tree.arena = a;
    l->root = handle_get(q, qpdf_get_root(q), "/StructTreeRoot");
    index_pages(&r);
    if (!qpdf_oh_is_dictionary(q, l->root))
        return l;
    l->classes = handle_get(q, l->root, "/ClassMap");
    tree_read(a, q, TREE_NAMES, handle_get(q, l->root, "/IDTree"), add_id, l);
    r.role_map = handle_get(q, l->root, "/RoleMap");
    read_tree(&r);
    return l;
}

/* ---- entries ------------------------------------------------------------------------------- */

qpdf_oh taglist_element(const struct taglist *l, uint32_t node)
{
    return handle_object(l->q, l->nodes[node].id);
}

str taglist_role(const struct taglist *l, uint32_t node)
{
    return l->words->words[l->nodes[node].role];
}
