#include "pack/order.h"

#include "pack/numbering.h"

struct ordering {
    struct arena *arena;
    struct diag *diag;
    qpdf_data q;
    const struct pack_order *order;
    const struct graft *grafts; /* [0]: the pack's own; [i + 1]: of item i */
    struct leaves *leaves;
    size_t capacity;
    const struct page_number *own; /* of the pack's own pages */
};

/* ---- what was asked for -------------------------------------------------------------------- */

/* The sheet, from 1, that calls itself so; 0: none does. */
static size_t find_called(const struct ordering *o, size_t number)
{
    str wanted = str_format(o->arena, "%zu", number);
    for (size_t i = 0; i < o->grafts[0].page_count; i++)
        if (str_eq(numbering_text(o->arena, o->own[i]), wanted))
            return i + 1;
    return 0;
}

static bool fail_place(struct ordering *o, const struct pack_item *item)
{
    struct pos pos = {.source = o->order->pack};
    size_t count = o->grafts[0].page_count, called = find_called(o, item->page);
    struct finding *f = diag_add(o->diag, Q721, pos, "the pack has no sheet %zu for item %.*s",
                                 item->page, STR_ARG(item->number));
    if (called)
        diag_hint(o->diag, f, "sheets are counted from the front: Page %zu is sheet %zu",
                  item->page, called);
    else
        diag_hint(o->diag, f, "sheets are counted from the front: it has 1 to %zu", count);
    return false;
}

static bool check_place(struct ordering *o, size_t index)
{
    const struct pack_item *item = &o->order->items[index];
    size_t last = o->grafts[0].page_count + (item->place == PACK_BEFORE ? 1 : 0);
    struct pos pos = {.source = o->order->pack};
    if (item->place != PACK_AT_END && (item->page < 1 || item->page > last))
        return fail_place(o, item);
    for (size_t i = 0; i < index; i++) {
        const struct pack_item *other = &o->order->items[i];
        if (item->place != PACK_REPLACE || other->place != PACK_REPLACE ||
            item->page != other->page)
            continue;
        diag_add(o->diag, Q722, pos, "items %.*s and %.*s are both to replace sheet %zu",
                 STR_ARG(other->number), STR_ARG(item->number), item->page);
        return false;
    }
    return true;
}

/* ---- leaves -------------------------------------------------------------------------------- */

/* Counts on from the leaf before; the first of all is 1. */
static struct page_number count_on(const struct ordering *o)
{
    if (o->leaves->count == 0)
        return (struct page_number){.style = 'D', .value = 1};
    struct page_number n = o->leaves->leaves[o->leaves->count - 1].number;
    n.value++;
    return n;
}

/*
 * The pack's own page goes on counting where it did before; where it began anew it still does. A
 * first page that is plainly 1 begins nothing: what is put in before it is counted first.
 */
static struct page_number own_number(const struct ordering *o, size_t index)
{
    static const struct page_number nought = {.style = 'D', .prefix = {"", 0}};
    struct page_number before = index > 0 ? o->own[index - 1] : nought;
    return numbering_follows(before, o->own[index]) ? count_on(o) : o->own[index];
}

static struct leaf *add_leaf(struct ordering *o, struct leaf leaf)
{
    struct leaf *added = ARENA_PUSH(o->arena, o->leaves->leaves, o->leaves->count, o->capacity);
    *added = leaf;
    added->label = numbering_text(o->arena, leaf.number);
    return added;
}

/* A page as large as the one before it, with nothing on it. */
static void add_blank(struct ordering *o)
{
    struct leaf before = o->leaves->leaves[o->leaves->count - 1];
    static const char *const same[] = {"/MediaBox", "/CropBox", "/Rotate", "/UserUnit"};
    qpdf_oh page = handle_parse(o->arena, o->q, "<</Type /Page /Resources <<>> /Tabs /S>>");
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        handle_set(o->q, page, same[i], handle_get(o->q, before.page, same[i]));
    handle_set(o->q, page, "/Contents",
               handle_new_stream(o->q, STR("/Artifact <</Type /Layout>> BDC\nEMC\n")));
    before.page = qpdf_make_indirect_object(o->q, page);
    before.is_blank = true;
    before.is_first = false;
    before.number = count_on(o);
    add_leaf(o, before);
}

/* An item counts on, but where it stands for a page that began anew so does the item. */
static struct page_number first_number(const struct ordering *o, const struct pack_item *item)
{
    if (item->page_number)
        return (struct page_number){.style = 'D', .value = item->page_number};
    return item->place == PACK_REPLACE ? own_number(o, item->page - 1) : count_on(o);
}

static void add_item(struct ordering *o, size_t index)
{
    const struct graft *graft = &o->grafts[index + 1];
    if (o->order->is_duplex && o->leaves->count % 2 == 1)
        add_blank(o);
    for (size_t i = 0; i < graft->page_count; i++)
        add_leaf(
            o, (struct leaf){.page = graft->pages[i],
                             .graft = index + 1,
                             .index = i,
                             .is_first = i == 0,
                             .number = i ? count_on(o) : first_number(o, &o->order->items[index])});
}

/* The items that stand there; true when one of them takes the page's place. */
static bool add_items_at(struct ordering *o, enum pack_place place, size_t page)
{
    bool is_any = false;
    for (size_t i = 0; i < o->order->item_count; i++) {
        const struct pack_item *item = &o->order->items[i];
        if (item->place != place || (place != PACK_AT_END && item->page != page))
            continue;
        add_item(o, i);
        is_any = true;
    }
    return is_any;
}

bool order_leaves(struct arena *a, struct diag *d, qpdf_data pack, const struct pack_order *order,
                  const struct graft *grafts, struct leaves *out)
{
    struct ordering o = {a, d, pack, order, grafts, out, 0, NULL};
    bool is_right = true;
    *out = (struct leaves){0};
    o.own = numbering_read(a, pack, grafts[0].labels, grafts[0].page_count);
    for (size_t i = 0; i < order->item_count; i++)
        is_right = check_place(&o, i) && is_right;
    if (!is_right)
        return false;
    for (size_t i = 0; i < grafts[0].page_count; i++) {
        add_items_at(&o, PACK_BEFORE, i + 1);
        if (!add_items_at(&o, PACK_REPLACE, i + 1))
            add_leaf(&o, (struct leaf){
                             .page = grafts[0].pages[i], .index = i, .number = own_number(&o, i)});
    }
    add_items_at(&o, PACK_BEFORE, grafts[0].page_count + 1);
    add_items_at(&o, PACK_AT_END, 0);
    return true;
}

/* ---- the page tree -------------------------------------------------------------------------- */

/*
 * A tree is made anew with all leaves in one node: readers and libqpdf take any number of kids
 * (packs have hundreds), and no page is moved about one by one.
 */
bool order_apply(struct diag *d, qpdf_data pack, const struct leaves *leaves)
{
    qpdf_oh root = qpdf_get_root(pack), kids = qpdf_oh_new_array(pack);
    qpdf_oh node = qpdf_oh_new_dictionary(pack);
    qpdf_push_inherited_attributes_to_page(pack);
    handle_set(pack, node, "/Type", qpdf_oh_new_name(pack, "/Pages"));
    node = qpdf_make_indirect_object(pack, node);
    for (size_t i = 0; i < leaves->count; i++) {
        handle_set(pack, leaves->leaves[i].page, "/Parent", node);
        qpdf_oh_append_item(pack, kids, leaves->leaves[i].page);
    }
    handle_set(pack, node, "/Kids", kids);
    handle_set(pack, node, "/Count", qpdf_oh_new_integer(pack, (long long)leaves->count));
    handle_set(pack, root, "/Pages", node);
    qpdf_update_all_pages_cache(pack);
    if (!qpdf_has_error(pack) && qpdf_get_num_pages(pack) == (int)leaves->count)
        return true;
    diag_add(d, Q901, (struct pos){0}, "the pack's pages cannot be put in order");
    return false;
}
