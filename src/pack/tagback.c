#include "pack/tagback.h"

#include "pack/peek.h"
#include "pack/tree.h"

struct tagback {
    const struct taglist *list;
    struct arena *arena;
    qpdf_data q;
    struct id_map numbers; /* the ParentTree's, and one: 0 is no key; to indices of values */
    qpdf_oh *values;
    size_t count, capacity;
    uint32_t page;     /* the one at hand, and one: 0: none is */
    qpdf_oh elements;  /* of its marks; belongs to values */
    int element_count; /* 0: it is no list */
};

static void add_value(void *state, const struct tree_entry *entry)
{
    struct tagback *b = state;
    bool is_new =
        entry->number >= 0 && id_map_add(&b->numbers, (uint64_t)entry->number + 1, b->count);
    if (is_new)
        *ARENA_PUSH(b->arena, b->values, b->count, b->capacity) = entry->value;
}

struct tagback *tagback_open(const struct taglist *l)
{
    struct tagback *b = ARENA_NEW(l->arena, struct tagback);
    *b = (struct tagback){.list = l, .arena = l->arena, .q = l->q, .numbers.arena = l->arena};
    tree_read(b->arena, b->q, TREE_NUMBERS, handle_get(b->q, l->root, "/ParentTree"), add_value, b);
    return b;
}

/* 0: there is none. */
static qpdf_oh find_value(const struct tagback *b, qpdf_oh holder, const char *key)
{
    long long number;
    size_t index;
    if (!qpdf_oh_is_dictionary(b->q, holder) || !peek_integer(b->q, holder, key, &number) ||
        number < 0 || !id_map_find(&b->numbers, (uint64_t)number + 1, &index))
        return 0;
    return b->values[index];
}

static void turn_to(struct tagback *b, uint32_t page)
{
    if (b->page == page + 1)
        return;
    qpdf_oh holder = qpdf_get_page_n(b->q, page);
    b->page = page + 1;
    b->elements = find_value(b, holder, "/StructParents");
    b->element_count = b->elements ? handle_count(b->q, b->elements) : 0;
    qpdf_oh_release(b->q, holder);
}

static uint64_t owner_of_mark(struct tagback *b, const struct tagnode *mark)
{
    turn_to(b, mark->page);
    if (mark->number >= (uint32_t)b->element_count)
        return 0;
    qpdf_oh element = qpdf_oh_get_array_item(b->q, b->elements, (int)mark->number);
    uint64_t id = handle_id(b->q, element);
    qpdf_oh_release(b->q, element);
    return id;
}

static uint64_t owner_of_note(struct tagback *b, const struct tagnode *node)
{
    qpdf_oh mark = handle_mark(b->q);
    qpdf_oh notes = handle_get(b->q, qpdf_get_page_n(b->q, node->page), "/Annots");
    qpdf_oh value = find_value(b, handle_at(b->q, notes, (int)node->number), "/StructParent");
    uint64_t id = value ? handle_id(b->q, value) : 0;
    handle_rewind(b->q, mark);
    return id;
}

bool tagback_is_right(struct tagback *b, uint32_t node)
{
    const struct tagnode *content = &b->list->nodes[node];
    uint64_t wanted = b->list->nodes[content->parent].id;
    return wanted ==
           (content->kind == NODE_MARK ? owner_of_mark(b, content) : owner_of_note(b, content));
}

size_t tagback_count(struct tagback *b, uint32_t page)
{
    turn_to(b, page);
    return (size_t)b->element_count;
}
