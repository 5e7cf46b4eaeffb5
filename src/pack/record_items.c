#include "pack/record_items.h"

#include <stdlib.h>
#include <string.h>

#include "pack/joint.h"

#define VERSION      1
#define NUMBER_MAX   16      /* of an item; one within others has several, parted by slashes */
#define PATH_LONGEST 200     /* of all of them together */
#define PAGES_MAX    1000000 /* of all items together: they may lie in one another */
#define FILES_MAX    100000  /* and their pictures */
#define ITEMS_MAX    10000
#define FIXED_DATE   "D:20000101000000Z" /* of a pack that does not say when it was changed */

/* The facts, under their names in quoin's XMP. */
static const struct {
    const char *key;
    size_t offset;
} fact_keys[] = {
    {"/version", offsetof(struct source_facts, version)},
    {"/layout", offsetof(struct source_facts, layout)},
    {"/layoutHash", offsetof(struct source_facts, layout_hash)},
    {"/variant", offsetof(struct source_facts, variant)},
    {"/part", offsetof(struct source_facts, part)},
    {"/epoch", offsetof(struct source_facts, epoch)},
    {"/agendaItem", offsetof(struct source_facts, agenda_item)},
    {"/firstPage", offsetof(struct source_facts, first_page)},
};
#define FACT_COUNT (sizeof fact_keys / sizeof *fact_keys)

/* The record in a catalog's /PieceInfo, or what is in it; null: there is none. */
static qpdf_oh find_record(qpdf_data q, qpdf_oh pieces, const char *key)
{
    return handle_get(q, handle_get(q, handle_get(q, pieces, "/Quoin"), "/Private"), key);
}

static qpdf_oh find_items(qpdf_data q, qpdf_oh pieces)
{
    return find_record(q, pieces, "/Items");
}

/* Letters, digits, dots and hyphens, not beginning with a dot; parted by slashes. */
static bool is_number(str s)
{
    size_t length = 0;
    for (size_t i = 0; i <= s.n; i++) {
        char c = i < s.n ? s.p[i] : '/';
        bool is_plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (c == '/') {
            if (length == 0 || length > NUMBER_MAX)
                return false;
            length = 0;
        } else if (!is_plain && c != '-' && (c != '.' || length == 0)) {
            return false;
        } else {
            length++;
        }
    }
    return s.n <= PATH_LONGEST;
}

/* ---- writing ------------------------------------------------------------------------------- */

struct recording {
    struct joint *j;
    struct arena *arena;
    qpdf_data q;
    qpdf_oh items;
    qpdf_oh own; /* pages of the pack that are no item's */
};

static qpdf_oh write_facts(struct recording *r, const struct source_facts *facts)
{
    qpdf_oh out = qpdf_oh_new_dictionary(r->q);
    for (size_t i = 0; i < FACT_COUNT; i++) {
        const str *fact = (const str *)((const char *)facts + fact_keys[i].offset);
        if (fact->n)
            handle_set(r->q, out, fact_keys[i].key, handle_new_text(r->arena, r->q, *fact));
    }
    return out;
}

static qpdf_oh write_pages(struct recording *r, size_t graft)
{
    const struct graft *g = &r->j->grafts[graft];
    qpdf_oh out = qpdf_oh_new_array(r->q);
    for (size_t i = 0; i < g->page_count; i++)
        if (joint_is_leaf(r->j, graft, i))
            qpdf_oh_append_item(r->q, out, g->pages[i]);
    return out;
}

/* The report that a part was made from, where it brings it and says how. */
static bool write_source(struct recording *r, const struct graft *g, qpdf_oh item)
{
    struct source_facts facts = source_facts_in(r->arena, g->part->xmp);
    struct source_files files;
    if (facts.version.n == 0 || !source_find(r->arena, r->q, g->files, &files))
        return false;
    qpdf_oh pictures = qpdf_oh_new_array(r->q);
    for (size_t i = 0; i < files.picture_count; i++)
        qpdf_oh_append_item(r->q, pictures, files.pictures[i]);
    handle_set(r->q, item, "/Source", files.report);
    if (files.picture_count)
        handle_set(r->q, item, "/Data", pictures);
    handle_set(r->q, item, "/Facts", write_facts(r, &facts));
    return true;
}

static qpdf_oh new_item(struct recording *r, size_t graft, str number)
{
    qpdf_oh item = qpdf_oh_new_dictionary(r->q);
    handle_set(r->q, item, "/Number", handle_new_text(r->arena, r->q, number));
    handle_set(r->q, item, "/Title", handle_new_text(r->arena, r->q, r->j->grafts[graft].title));
    handle_set(r->q, item, "/Pages", write_pages(r, graft));
    return item;
}

static str number_of(struct recording *r, qpdf_oh item)
{
    return handle_text(r->arena, r->q, handle_get(r->q, item, "/Number"));
}

/* What a part that is a pack itself has recorded; its items are now those of an item. */
static void add_nested(struct recording *r, qpdf_oh list, str outer)
{
    int count = handle_count(r->q, list);
    for (int i = 0; i < count && i < ITEMS_MAX; i++) {
        qpdf_oh item = handle_at(r->q, list, i);
        str number = number_of(r, item);
        if (!qpdf_oh_is_dictionary(r->q, item))
            continue;
        if (outer.n) {
            number = str_format(r->arena, "%.*s/%.*s", STR_ARG(outer), STR_ARG(number));
            handle_set(r->q, item, "/Number", handle_new_text(r->arena, r->q, number));
        }
        qpdf_oh_append_item(r->q, r->items, item);
    }
}

static bool has_item(struct recording *r, str number)
{
    int count = handle_count(r->q, r->items);
    for (int i = 0; i < count; i++)
        if (str_eq(number_of(r, handle_at(r->q, r->items, i)), number))
            return true;
    return false;
}

/* A report's PDF as a pack is the item that it is stamped as; else it is the front. */
static str own_number(struct recording *r)
{
    struct source_facts facts = source_facts_in(r->arena, r->j->grafts[0].part->xmp);
    return is_number(facts.agenda_item) ? facts.agenda_item : STR(RECORD_ITEMS_FRONT);
}

/* The items that the pack has, or its own pages: they are an item where they are a report. */
static void add_own(struct recording *r)
{
    const struct graft *own = &r->j->grafts[0];
    qpdf_oh had = find_items(r->q, own->pieces), item = new_item(r, 0, own_number(r));
    if (qpdf_oh_is_array(r->q, had)) {
        add_nested(r, had, STR(""));
        handle_append_all(r->q, r->own, find_record(r->q, own->pieces, "/Own"));
        return;
    }
    handle_set(r->q, item, "/Title", handle_new_text(r->arena, r->q, own->part->title));
    if (write_source(r, own, item))
        qpdf_oh_append_item(r->q, r->items, item);
    else
        handle_append_all(r->q, r->own, handle_get(r->q, item, "/Pages"));
}

static bool add_item(struct recording *r, size_t graft)
{
    const struct graft *g = &r->j->grafts[graft];
    qpdf_oh nested = find_items(r->q, g->pieces), item = new_item(r, graft, g->number);
    if (has_item(r, g->number)) {
        struct pos pos = {.source = r->j->grafts[0].part->source};
        diag_hint(r->j->diag,
                  diag_add(r->j->diag, Q720, pos, "the pack has an item %.*s already",
                           STR_ARG(g->number)),
                  "give this one another number, or begin with the pack as it was before");
        return false;
    }
    if (!qpdf_oh_is_array(r->q, nested)) /* a pack's metadata tell of its own pages alone */
        write_source(r, g, item);
    qpdf_oh_append_item(r->q, r->items, item);
    add_nested(r, nested, g->number);
    return true;
}

static bool is_date(str s)
{
    if (!str_starts(s, STR("D:")) || s.n < 6 || s.n > 24)
        return false;
    for (size_t i = 2; i < s.n; i++)
        if (!strchr("0123456789+-Z'", s.p[i]))
            return false;
    return true;
}

/* The standard wants to know when; there is no clock here: when the pack itself was changed. */
static qpdf_oh write_date(struct recording *r)
{
    static const char *const keys[] = {"/ModDate", "/CreationDate"};
    qpdf_oh info = handle_get(r->q, qpdf_get_trailer(r->q), "/Info");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        str date = handle_bytes(r->arena, r->q, handle_get(r->q, info, keys[i]));
        if (is_date(date))
            return handle_new_bytes(r->q, date);
    }
    return handle_new_bytes(r->q, STR(FIXED_DATE));
}

/* ---- where items stand ----------------------------------------------------------------------- */

static void put_reach(struct recording *r, qpdf_oh item, const char *key, long long first,
                      long long last)
{
    qpdf_oh out = qpdf_oh_new_array(r->q);
    handle_push(r->q, out, qpdf_oh_new_integer(r->q, first));
    handle_push(r->q, out, qpdf_oh_new_integer(r->q, last));
    handle_put(r->q, item, key, out);
}

/* The first and the last of its pages among the leaves; `places` are those of all pages. */
static struct reach find_reach(struct recording *r, const struct id_map *places, qpdf_oh item)
{
    qpdf_oh pages = handle_get(r->q, item, "/Pages");
    int count = handle_count(r->q, pages);
    struct reach out = {.first = SIZE_MAX};
    size_t place;
    for (int i = 0; i < count; i++) {
        qpdf_oh page = handle_at(r->q, pages, i);
        if (id_map_find(places, handle_id(r->q, page), &place)) {
            out.is_known = true;
            out.first = place < out.first ? place : out.first;
            out.last = place > out.last ? place : out.last;
        }
        qpdf_oh_release(r->q, page);
    }
    return out;
}

static void write_reach(struct recording *r, const struct id_map *places, qpdf_oh item)
{
    struct reach reach = find_reach(r, places, item);
    handle_remove(r->q, item, "/Left");
    if (!reach.is_known)
        return;
    const struct page_number *first = &r->j->leaves->leaves[reach.first].number;
    const struct page_number *last = &r->j->leaves->leaves[reach.last].number;
    put_reach(r, item, "/Left", (long long)reach.first, (long long)reach.last);
    if (handle_has(r->q, item, "/Made"))
        return;
    put_reach(r, item, "/Made", (long long)reach.first, (long long)reach.last);
    if (first->style == 'D' && last->style == 'D')
        put_reach(r, item, "/Named", first->value, last->value);
}

static void write_all_reaches(struct recording *r)
{
    struct id_map places = {.arena = r->arena};
    int count = handle_count(r->q, r->items);
    for (size_t i = 0; i < r->j->leaves->count; i++)
        id_map_add(&places, handle_id(r->q, r->j->leaves->leaves[i].page), i);
    for (int i = 0; i < count; i++) {
        qpdf_oh mark = handle_mark(r->q);
        write_reach(r, &places, handle_at(r->q, r->items, i));
        handle_rewind(r->q, mark);
    }
}

/* ---- the record ------------------------------------------------------------------------------ */

bool record_items_write(struct joint *j)
{
    struct recording r = {j, j->arena, j->q, qpdf_oh_new_array(j->q), qpdf_oh_new_array(j->q)};
    add_own(&r);
    for (size_t i = 1; i < j->graft_count; i++)
        if (!add_item(&r, i))
            return false;
    write_all_reaches(&r);
    qpdf_oh ours = qpdf_oh_new_dictionary(j->q), data = qpdf_oh_new_dictionary(j->q);
    handle_set(j->q, data, "/Version", qpdf_oh_new_integer(j->q, VERSION));
    handle_set(j->q, data, "/Items", r.items);
    handle_set(j->q, data, "/Own", r.own);
    handle_set(j->q, ours, "/LastModified", write_date(&r));
    handle_set(j->q, ours, "/Private", handle_indirect(j->q, data));
    handle_set(j->q, handle_dict(j->q, qpdf_get_root(j->q), "/PieceInfo"), "/Quoin", ours);
    return true;
}

/* ---- reading ------------------------------------------------------------------------------- */

struct rereading {
    struct arena *arena;
    qpdf_data q;
    struct id_map places; /* of the document's pages */
    struct packed_item *items;
    size_t count, capacity;
    size_t page_count, file_count; /* of all so far */
};

static bool is_known(const struct rereading *r, str number)
{
    for (size_t i = 0; i < r->count; i++)
        if (str_eq(r->items[i].number, number))
            return true;
    return false;
}

static void read_pages(struct rereading *r, qpdf_oh list, struct packed_item *out)
{
    int count = handle_count(r->q, list);
    out->page_count = (size_t)count;
    out->pages = ARENA_ARRAY(r->arena, out->page_count + 1, qpdf_oh);
    out->places = ARENA_ARRAY(r->arena, out->page_count + 1, size_t);
    out->first = SIZE_MAX;
    for (int i = 0; i < count; i++) {
        qpdf_oh page = handle_at(r->q, list, i);
        size_t place = SIZE_MAX;
        bool is_there = id_map_find(&r->places, handle_id(r->q, page), &place);
        out->pages[i] = is_there ? page : qpdf_oh_new_null(r->q);
        out->places[i] = place;
        if (is_there && (out->first == SIZE_MAX || place < out->first))
            out->first = place;
        if (is_there && (out->last < place))
            out->last = place;
    }
}

/* A fact is printed and pasted: source.c lets through what can do no harm, and reads XMP. */
static struct source_facts read_facts(struct rereading *r, qpdf_oh facts)
{
    struct buf xmp = {.arena = r->arena};
    for (size_t i = 0; i < FACT_COUNT; i++) {
        const char *name = fact_keys[i].key + 1;
        str fact = handle_text(r->arena, r->q, handle_get(r->q, facts, fact_keys[i].key));
        if (str_find(fact, '<') == fact.n)
            buf_format(&xmp, "<quoin:%s>%.*s</quoin:%s>", name, STR_ARG(fact), name);
    }
    return source_facts_in(r->arena, buf_str(&xmp));
}

static void read_source(struct rereading *r, qpdf_oh item, struct packed_item *out)
{
    qpdf_oh list = handle_get(r->q, item, "/Data");
    int count = handle_count(r->q, list);
    out->files.report = handle_get(r->q, item, "/Source");
    out->has_source = qpdf_oh_is_dictionary(r->q, out->files.report);
    out->facts = read_facts(r, handle_get(r->q, item, "/Facts"));
    out->files.pictures = ARENA_ARRAY(r->arena, (size_t)count + 1, qpdf_oh);
    for (int i = 0; i < count; i++)
        out->files.pictures[out->files.picture_count++] = handle_at(r->q, list, i);
}

static struct reach read_reach(struct rereading *r, qpdf_oh list)
{
    long long first, last;
    if (!handle_integer(r->q, handle_at(r->q, list, 0), &first) ||
        !handle_integer(r->q, handle_at(r->q, list, 1), &last) || first < 0 || last < first ||
        last > INT32_MAX)
        return (struct reach){0};
    return (struct reach){true, (size_t)first, (size_t)last};
}

static void read_item(struct rereading *r, qpdf_oh item)
{
    struct packed_item out = {
        .number = handle_text(r->arena, r->q, handle_get(r->q, item, "/Number")),
        .title = handle_text(r->arena, r->q, handle_get(r->q, item, "/Title")),
    };
    qpdf_oh pages = handle_get(r->q, item, "/Pages"), data = handle_get(r->q, item, "/Data");
    r->page_count += (size_t)handle_count(r->q, pages);
    r->file_count += (size_t)handle_count(r->q, data);
    if (!is_number(out.number) || is_known(r, out.number) || r->page_count > PAGES_MAX ||
        r->file_count > FILES_MAX)
        return;
    out.rank = r->count;
    read_pages(r, pages, &out);
    read_source(r, item, &out);
    out.made = read_reach(r, handle_get(r->q, item, "/Made"));
    out.named = read_reach(r, handle_get(r->q, item, "/Named"));
    out.left = read_reach(r, handle_get(r->q, item, "/Left"));
    *ARENA_PUSH(r->arena, r->items, r->count, r->capacity) = out;
}

static void find_pages(struct rereading *r)
{
    int count = qpdf_get_num_pages(r->q);
    for (int i = 0; i < count; i++) {
        qpdf_oh page = qpdf_get_page_n(r->q, (size_t)i);
        id_map_add(&r->places, handle_id(r->q, page), (size_t)i);
        qpdf_oh_release(r->q, page);
    }
}

static qpdf_oh own_pieces(qpdf_data q)
{
    return handle_get(q, qpdf_get_root(q), "/PieceInfo");
}

bool record_items_are_there(qpdf_data q)
{
    return qpdf_oh_is_array(q, find_items(q, own_pieces(q)));
}

bool *record_items_own(struct arena *a, qpdf_data q)
{
    struct rereading r = {.arena = a, .q = q, .places = {.arena = a}};
    bool *is_own = ARENA_ARRAY(a, (size_t)qpdf_get_num_pages(q) + 1, bool);
    qpdf_oh list = find_record(q, own_pieces(q), "/Own");
    int count = handle_count(q, list);
    size_t place;
    find_pages(&r);
    for (int i = 0; i < count; i++) {
        qpdf_oh page = handle_at(q, list, i);
        if (id_map_find(&r.places, handle_id(q, page), &place))
            is_own[place] = true;
        qpdf_oh_release(q, page);
    }
    return is_own;
}

/* As they stand in the pack; one that lies in another, behind it. */
static int compare_items(const void *a, const void *b)
{
    const struct packed_item *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return (x->rank > y->rank) - (x->rank < y->rank);
}

bool record_items_read(struct arena *a, struct diag *d, const struct source *pack, qpdf_data q,
                       struct packed_item **items, size_t *count)
{
    struct rereading r = {.arena = a, .q = q, .places = {.arena = a}};
    qpdf_oh list = find_items(q, own_pieces(q));
    int listed = handle_count(q, list);
    find_pages(&r);
    for (int i = 0; i < listed && i < ITEMS_MAX; i++)
        read_item(&r, handle_at(q, list, i));
    if (r.count)
        qsort(r.items, r.count, sizeof *r.items, compare_items);
    *items = r.items;
    *count = r.count;
    if (r.count)
        return true;
    diag_hint(d, diag_add(d, Q711, (struct pos){.source = pack}, "this is no pack that quoin made"),
              "or another program has taken out what quoin noted in it");
    return false;
}
