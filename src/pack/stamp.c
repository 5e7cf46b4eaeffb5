/*
 * First what each page is to be stamped with, then the stamps, then the pages. A report that was
 * rendered for this place has its stamps already, and a page that was stamped in an earlier pack
 * loses its old one.
 */
#include "pack/stamp.h"

#include "pack/corner.h"
#include "pack/name_map.h"
#include "pack/overlay.h"
#include "pack/source.h"
#include "pack/stampform.h"
#include "pack/unpack.h"

/* What a part was stamped with when it was rendered, where the pack would stamp the same. */
struct native {
    bool has_item, has_page; /* or something else is there, and it is told */
};

/* Pages of a part with something where their stamp goes. */
struct clash {
    size_t first, count; /* index in the part */
};

struct mark {
    const struct leaf *leaf;
    str item, page;
    size_t stamp; /* in the list of all that differ */
};

struct stamping {
    struct joint *j;
    struct arena *arena;
    const struct pack_order *order;
    struct native *natives; /* one a graft, as are the clashes */
    struct clash *clashes;
    struct mark *marks;
    size_t count, capacity;
    quoin_stamp *stamps; /* all that differ */
    size_t stamp_count, stamp_capacity;
    struct name_map known; /* by their words, a line each */
    struct stampforms forms;
    struct band_effort *left; /* one a graft, for looking at its pages */
};

/* ---- what a part has already ---------------------------------------------------------------- */

static long long read_number(str s)
{
    long long value = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || value > 1000000)
            return 0;
        value = value * 10 + (s.p[i] - '0');
    }
    return value;
}

/* Do all its pages call themselves as they are stamped? */
static bool has_labels(struct stamping *s, size_t graft, long long first)
{
    const struct leaves *leaves = s->j->leaves;
    for (size_t i = 0; i < leaves->count; i++) {
        const struct leaf *leaf = &leaves->leaves[i];
        if (leaf->graft != graft || leaf->is_blank)
            continue;
        str label = str_format(s->arena, "%lld", first + (long long)leaf->index);
        if (!str_eq(label, leaf->label))
            return false;
    }
    return true;
}

static str first_label(struct stamping *s, size_t graft)
{
    const struct leaves *leaves = s->j->leaves;
    for (size_t i = 0; i < leaves->count; i++)
        if (leaves->leaves[i].graft == graft && leaves->leaves[i].is_first)
            return leaves->leaves[i].label;
    return STR("");
}

/* " item 7", " page 71", " item 7, page 71" */
static str name_place(struct stamping *s, str item, str page)
{
    struct buf out = {.arena = s->arena};
    if (item.n)
        buf_format(&out, " item %.*s", STR_ARG(item));
    if (page.n)
        buf_format(&out, "%s page %.*s", item.n ? "," : "", STR_ARG(page));
    return str_copy(s->arena, buf_str(&out));
}

/* What differs: empty where it is stamped as the pack would. */
static void tell_native(struct stamping *s, size_t graft, str item, str page)
{
    const struct graft *g = &s->j->grafts[graft];
    struct pos pos = {.source = g->part->source};
    str first = first_label(s, graft);
    str was = name_place(s, item, page);
    str is = name_place(s, item.n ? g->number : item, page.n ? first : page);
    diag_hint(
        s->j->diag,
        diag_add(s->j->diag, Q731, pos, "it was rendered as%.*s, and here it is%.*s", STR_ARG(was),
                 STR_ARG(is)),
        "its own stamps stay: render it with --agenda-item %.*s --first-page %.*s, or without "
        "both, and attach that",
        STR_ARG(g->number), STR_ARG(first));
}

/* A pack's metadata are those of its first part: what they say of stamps holds for that alone. */
static void read_native(struct stamping *s, size_t graft)
{
    const struct graft *g = &s->j->grafts[graft];
    struct source_facts facts = source_facts_in(s->arena, g->part->xmp);
    bool is_report = facts.version.n && qpdf_oh_is_null(s->j->q, g->pieces);
    struct native *native = &s->natives[graft];
    if (!is_report)
        return;
    native->has_item = facts.agenda_item.n > 0;
    native->has_page = facts.first_page.n > 0;
    if (graft == 0)
        return;
    if (str_eq(facts.agenda_item, g->number))
        facts.agenda_item = STR("");
    if (native->has_page && has_labels(s, graft, read_number(facts.first_page)))
        facts.first_page = STR("");
    if (facts.agenda_item.n || facts.first_page.n)
        tell_native(s, graft, facts.agenda_item, facts.first_page);
}

/* ---- what each page is to have --------------------------------------------------------------- */

static size_t find_stamp(struct stamping *s, str item, str page)
{
    str words = str_format(s->arena, "%.*s\n%.*s", STR_ARG(item), STR_ARG(page));
    size_t index;
    if (name_map_find(&s->known, words, &index))
        return index;
    quoin_stamp *stamp = ARENA_PUSH(s->arena, s->stamps, s->stamp_count, s->stamp_capacity);
    *stamp = (quoin_stamp){str_copy(s->arena, item).p, str_copy(s->arena, page).p};
    name_map_add(&s->known, words, s->stamp_count - 1);
    return s->stamp_count - 1;
}

static void add_mark(struct stamping *s, const struct leaf *leaf, str item, str page)
{
    if (page.n && !stampform_can_say(page)) {
        struct pos pos = {.source = s->j->grafts[leaf->graft].part->source};
        diag_add(s->j->diag, Q731, pos, "page %zu has a label that cannot be stamped",
                 leaf->index + 1);
        page = STR("");
    }
    if (item.n == 0 && page.n == 0)
        return;
    struct mark *mark = ARENA_PUSH(s->arena, s->marks, s->count, s->capacity);
    *mark = (struct mark){leaf, item, page, find_stamp(s, item, page)};
}

/* What a page is to say. An old stamp on it goes, but for one that says that already: false. */
static bool take_old(struct stamping *s, const struct leaf *leaf, str *item, str *page)
{
    struct overlay old;
    str old_item, old_page;
    if (!overlay_find(s->arena, s->j->q, leaf->page, &old))
        return true;
    stampform_read(s->arena, s->j->q, old.form, &old_item, &old_page);
    if (leaf->graft == 0)
        *item = old_item; /* its place in the pack is what it was */
    if (str_is(old_item, QUOIN_STAMP_BLANK))
        *item = old_item;
    if (leaf->graft == 0 && old_page.n)
        *page = leaf->label;
    if (str_eq(*item, old_item) && str_eq(*page, old_page))
        return false;
    overlay_remove(s->arena, s->j->q, leaf->page, &old);
    return true;
}

static void mark_leaf(struct stamping *s, const struct leaf *leaf)
{
    const struct native *native = &s->natives[leaf->graft];
    bool is_item = leaf->graft > 0;
    str item = is_item && leaf->is_first ? s->j->grafts[leaf->graft].number : STR("");
    str page = is_item || s->order->stamps == PACK_STAMP_ALL ? leaf->label : STR("");
    if (leaf->is_blank) {
        add_mark(s, leaf, STR(QUOIN_STAMP_BLANK), leaf->label);
        return;
    }
    qpdf_oh handles = handle_mark(s->j->q);
    if (take_old(s, leaf, &item, &page))
        add_mark(s, leaf, native->has_item ? STR("") : item, native->has_page ? STR("") : page);
    handle_rewind(s->j->q, handles);
}

/* ---- on the pages --------------------------------------------------------------------------- */

static void note_clash(struct stamping *s, const struct leaf *leaf)
{
    struct clash *clash = &s->clashes[leaf->graft];
    if (clash->count++ == 0)
        clash->first = leaf->index;
}

/* A report's own stamps are no clash. */
static bool is_free(struct stamping *s, const struct mark *mark, const struct corner *corner)
{
    const struct native *native = &s->natives[mark->leaf->graft];
    struct band band = corner_band(corner, &s->forms.band);
    if (native->has_item || native->has_page)
        return true;
    struct arena_mark before = arena_mark(s->arena);
    bool is_free =
        !band_has_content(s->arena, s->j->q, mark->leaf->page, &band, &s->left[mark->leaf->graft]);
    arena_rewind(s->arena, before);
    return is_free;
}

static bool fail_swollen(struct stamping *s, const struct mark *mark)
{
    struct pos pos = {.source = s->j->grafts[mark->leaf->graft].part->source};
    diag_hint(s->j->diag,
              diag_add(s->j->diag, Q713, pos, "the pages unpack to more than any paper's"),
              UNPACK_ADVICE);
    return false;
}

static bool put_all(struct stamping *s)
{
    struct overlays overlays = {.arena = s->arena, .q = s->j->q};
    for (size_t i = 0; i < s->count; i++) {
        const struct mark *mark = &s->marks[i];
        qpdf_oh handles = handle_mark(s->j->q);
        struct corner corner = corner_find(s->j->q, mark->leaf->page);
        if (!is_free(s, mark, &corner))
            note_clash(s, mark->leaf);
        overlay_put(&overlays, mark->leaf->page, s->forms.forms[mark->stamp],
                    corner_matrix(s->arena, &corner, s->forms.width, s->forms.height));
        handle_rewind(s->j->q, handles);
        if (overlays.read_size > OVERLAY_READ_MAX)
            return fail_swollen(s, mark);
    }
    return true;
}

static void tell_clashes(struct stamping *s)
{
    for (size_t i = 0; i < s->j->graft_count; i++) {
        const struct clash *clash = &s->clashes[i];
        struct pos pos = {.source = s->j->grafts[i].part->source};
        struct finding *f = NULL;
        if (clash->count == 1)
            f = diag_add(s->j->diag, Q725, pos, "page %zu has something where its stamp is put",
                         clash->first + 1);
        else if (clash->count)
            f = diag_add(s->j->diag, Q725, pos,
                         "%zu pages have something where their stamps are put, page %zu the first",
                         clash->count, clash->first + 1);
        diag_hint(s->j->diag, f,
                  "look whether both can be read; --stamps none leaves all stamps away");
    }
}

bool stamp_pages(struct joint *j, const quoin_kit *kit, const struct pack_order *order)
{
    struct stamping s = {.j = j, .arena = j->arena, .order = order, .known = {.arena = j->arena}};
    s.natives = ARENA_ARRAY(j->arena, j->graft_count, struct native);
    s.clashes = ARENA_ARRAY(j->arena, j->graft_count, struct clash);
    s.left = ARENA_ARRAY(j->arena, j->graft_count, struct band_effort);
    for (size_t i = 0; i < j->graft_count; i++) {
        s.left[i] = BAND_EFFORT;
        read_native(&s, i);
    }
    for (size_t i = 0; i < j->leaves->count; i++)
        mark_leaf(&s, &j->leaves->leaves[i]);
    if (s.count == 0)
        return true;
    struct stamp_look look = {order->layout, order->variant};
    if (!stampform_make(j->arena, j->diag, kit, &look, s.stamps, s.stamp_count, j->q, &s.forms))
        return false;
    if (!put_all(&s))
        return false;
    tell_clashes(&s);
    return true;
}
