/*
 * tag: the structure tree's storage, names and invariants.
 *
 * Tags stand in one array and are linked by index, so that the tree of a 1,000-page report is a
 * few contiguous megabytes and ids survive the array's growth.
 */
#include "page/tag.h"

#include <stdio.h>

/* Written name and, for those the standard does not have, the type it is mapped to. */
static const struct {
    const char *name, *standard;
} ROLES[ROLE_COUNT] = {
    [ROLE_NONE] = {"NonStruct", "NonStruct"},
    [ROLE_DOCUMENT] = {"Document", "Document"},
    [ROLE_PART] = {"Part", "Part"},
    [ROLE_SECT] = {"Sect", "Sect"},
    [ROLE_DIV] = {"Div", "Div"},
    [ROLE_H1] = {"H1", "H1"},
    [ROLE_H2] = {"H2", "H2"},
    [ROLE_H3] = {"H3", "H3"},
    [ROLE_H4] = {"H4", "H4"},
    [ROLE_P] = {"P", "P"},
    [ROLE_L] = {"L", "L"},
    [ROLE_LI] = {"LI", "LI"},
    [ROLE_LBL] = {"Lbl", "Lbl"},
    [ROLE_LBODY] = {"LBody", "LBody"},
    [ROLE_TABLE] = {"Table", "Table"},
    [ROLE_THEAD] = {"THead", "THead"},
    [ROLE_TBODY] = {"TBody", "TBody"},
    [ROLE_TR] = {"TR", "TR"},
    [ROLE_TH] = {"TH", "TH"},
    [ROLE_TD] = {"TD", "TD"},
    [ROLE_CAPTION] = {"Caption", "Caption"},
    [ROLE_FIGURE] = {"Figure", "Figure"},
    [ROLE_LINK] = {"Link", "Link"},
    [ROLE_REFERENCE] = {"Reference", "Reference"},
    [ROLE_SPAN] = {"Span", "Span"},
    [ROLE_EM] = {"Em", "Span"},
    [ROLE_STRONG] = {"Strong", "Span"},
    [ROLE_NOTE] = {"Note", "Note"},
    [ROLE_ASIDE] = {"Aside", "Sect"},
    [ROLE_TOC] = {"TOC", "TOC"},
    [ROLE_TOCI] = {"TOCI", "TOCI"},
    [ROLE_CONTENT] = {"content", "content"},
};

const char *tag_role_name(enum tag_role role)
{
    return ROLES[role].name;
}

const char *tag_role_standard(enum tag_role role)
{
    return ROLES[role].standard;
}

static tag_id append(struct tag_tree *t, tag_id parent, enum tag_role role,
                     const struct tag_props *props)
{
    tag_id id = (tag_id)t->count;
    struct tag *tag = ARENA_PUSH(t->arena, t->tags, t->count, t->capacity);
    *tag = (struct tag){.role = role, .parent = parent, .props = props};
    if (id <= TAG_ROOT)
        return id;
    struct tag *above = &t->tags[parent];
    if (above->last)
        t->tags[above->last].next = id;
    else
        above->first = id;
    above->last = id;
    return id;
}

void tag_tree_init(struct tag_tree *t, struct arena *a, const struct tag_props *document)
{
    *t = (struct tag_tree){.arena = a};
    append(t, 0, ROLE_CONTENT, NULL);
    append(t, 0, ROLE_DOCUMENT, document);
}

tag_id tag_add(struct tag_tree *t, tag_id parent, enum tag_role role, const struct tag_props *p)
{
    if (parent == TAG_ARTIFACT)
        return TAG_ARTIFACT;
    return append(t, parent, role, p);
}

tag_id tag_leaf(struct tag_tree *t, tag_id parent)
{
    if (parent == TAG_ARTIFACT)
        return TAG_ARTIFACT;
    tag_id last = t->tags[parent].last;
    if (last && t->tags[last].role == ROLE_CONTENT)
        return last;
    return append(t, parent, ROLE_CONTENT, NULL);
}

/* ---- invariants ---------------------------------------------------------------------------- */

struct check {
    const struct tag_tree *tree;
    char *message;
    size_t size;
    int heading; /* level of the heading before; 0: none yet */
};

#define FAIL(c, id, ...) (fail((c), (id)), add((c), __VA_ARGS__), false)

static void fail(struct check *c, tag_id id)
{
    snprintf(c->message, c->size, "tag %u (%s): ", (unsigned)id,
             id < c->tree->count ? tag_role_name(c->tree->tags[id].role) : "?");
}

__attribute__((format(printf, 2, 3))) static void add(struct check *c, const char *format, ...)
{
    size_t n = 0;
    while (n < c->size && c->message[n])
        n++;
    va_list args;
    va_start(args, format);
    vsnprintf(c->message + n, c->size - n, format, args);
    va_end(args);
}

static bool check_links(struct check *c, tag_id id)
{
    const struct tag_tree *t = c->tree;
    const struct tag *tag = &t->tags[id];
    if (id > TAG_ROOT && (tag->parent == 0 || tag->parent >= id))
        return FAIL(c, id, "its parent %u does not come before it", (unsigned)tag->parent);
    tag_id last = 0;
    for (tag_id kid = tag->first; kid; last = kid, kid = t->tags[kid].next)
        if (kid >= t->count || kid <= last || t->tags[kid].parent != id)
            return FAIL(c, id, "its child %u is not linked to it in order", (unsigned)kid);
    if (last != tag->last)
        return FAIL(c, id, "its last child is %u, not %u", (unsigned)last, (unsigned)tag->last);
    if (tag->role == ROLE_CONTENT && tag->first)
        return FAIL(c, id, "a leaf has children");
    if (tag->role == ROLE_NONE || tag->role >= ROLE_COUNT)
        return FAIL(c, id, "has no role");
    return true;
}

static bool check_heading(struct check *c, tag_id id)
{
    enum tag_role role = c->tree->tags[id].role;
    if (role < ROLE_H1 || role > ROLE_H4)
        return true;
    int level = (int)(role - ROLE_H1) + 1, before = c->heading;
    c->heading = level;
    if (level > before + 1)
        return FAIL(c, id, "the heading before it has level %d", before);
    return true;
}

static bool is_row_parent(enum tag_role role)
{
    return role == ROLE_TABLE || role == ROLE_THEAD || role == ROLE_TBODY;
}

/* Which parents a role may stand in, and which children its parent may have (14.8.4.3). */
static bool is_allowed(enum tag_role parent, enum tag_role role)
{
    switch (role) {
    case ROLE_LI: return parent == ROLE_L;
    case ROLE_LBL: return parent == ROLE_LI || parent == ROLE_NOTE || parent == ROLE_TOCI;
    case ROLE_LBODY: return parent == ROLE_LI;
    case ROLE_THEAD:
    case ROLE_TBODY: return parent == ROLE_TABLE;
    case ROLE_TR: return is_row_parent(parent);
    case ROLE_TH:
    case ROLE_TD: return parent == ROLE_TR;
    case ROLE_TOCI: return parent == ROLE_TOC;
    case ROLE_CAPTION: return parent == ROLE_TABLE || parent == ROLE_L || parent == ROLE_FIGURE;
    case ROLE_TOC: return parent != ROLE_L && parent != ROLE_TR && !is_row_parent(parent);
    case ROLE_DOCUMENT: return parent == ROLE_NONE;
    default:
        return parent != ROLE_L && parent != ROLE_LI && parent != ROLE_TR && parent != ROLE_TOC &&
               !is_row_parent(parent);
    }
}

static bool check_place(struct check *c, tag_id id)
{
    const struct tag *tag = &c->tree->tags[id];
    enum tag_role parent = id == TAG_ROOT ? ROLE_NONE : c->tree->tags[tag->parent].role;
    if (!is_allowed(parent, tag->role))
        return FAIL(c, id, "may not stand in %s", tag_role_name(parent));
    if (tag->role == ROLE_FIGURE && (!tag->props || tag->props->alt.n + tag->props->actual.n == 0))
        return FAIL(c, id, "has no alternative text");
    for (const tag_id *header = tag->headers; header && *header; header++)
        if (*header >= c->tree->count || c->tree->tags[*header].role != ROLE_TH)
            return FAIL(c, id, "its header %u is not a TH", (unsigned)*header);
    return true;
}

/* The rows of one table, walked with the spans that reach into them from above. */
struct grid {
    uint16_t *left; /* rows still covered, for each column */
    uint32_t columns;
};

#define GRID_COLUMNS_MAX 1024

static uint32_t span_or_one(uint16_t span)
{
    return span ? span : 1;
}

/* Puts one cell into the first free column at or after `column`; returns the column after it. */
static uint32_t grid_put(struct grid *g, uint32_t column, const struct tag_props *props)
{
    uint32_t rows = span_or_one(props ? props->row_span : 1);
    uint32_t columns = span_or_one(props ? props->column_span : 1);
    while (column < GRID_COLUMNS_MAX && g->left[column])
        column++;
    for (; columns && column < GRID_COLUMNS_MAX; columns--, column++) {
        if (g->left[column])
            return GRID_COLUMNS_MAX; /* overlaps a span from above */
        g->left[column] = (uint16_t)rows;
    }
    return columns ? GRID_COLUMNS_MAX : column;
}

static bool check_row(struct check *c, struct grid *g, tag_id row)
{
    const struct tag_tree *t = c->tree;
    uint32_t column = 0;
    for (tag_id cell = t->tags[row].first; cell; cell = t->tags[cell].next)
        column = grid_put(g, column, t->tags[cell].props);
    uint32_t width = 0;
    while (width < GRID_COLUMNS_MAX && g->left[width])
        g->left[width++]--;
    if (column > width || (g->columns && g->columns != width))
        return FAIL(c, row, "covers %u columns where the rows before have %u", (unsigned)width,
                    (unsigned)g->columns);
    for (uint32_t i = width; i < GRID_COLUMNS_MAX; i++)
        if (g->left[i])
            return FAIL(c, row, "leaves a hole at column %u", (unsigned)width + 1);
    g->columns = width;
    return true;
}

static bool check_rows(struct check *c, struct grid *g, tag_id parent)
{
    const struct tag_tree *t = c->tree;
    int heads = 0;
    for (tag_id kid = t->tags[parent].first; kid; kid = t->tags[kid].next) {
        enum tag_role role = t->tags[kid].role;
        heads += role == ROLE_THEAD;
        if (role == ROLE_TR ? !check_row(c, g, kid) : is_row_parent(role) && !check_rows(c, g, kid))
            return false;
    }
    return heads <= 1 || FAIL(c, parent, "has %d THead", heads);
}

static bool check_table(struct check *c, tag_id id)
{
    if (c->tree->tags[id].role != ROLE_TABLE)
        return true;
    uint16_t left[GRID_COLUMNS_MAX] = {0};
    struct grid g = {.left = left};
    if (!check_rows(c, &g, id))
        return false;
    for (uint32_t i = 0; i < GRID_COLUMNS_MAX; i++)
        if (left[i])
            return FAIL(c, id, "a row span reaches beyond the last row");
    return true;
}

/* Document order, which is not the order of ids: an element may be added to late. */
static tag_id next_in_order(const struct tag_tree *t, tag_id id)
{
    if (t->tags[id].first)
        return t->tags[id].first;
    while (id && !t->tags[id].next)
        id = t->tags[id].parent;
    return id ? t->tags[id].next : 0;
}

bool tag_check(const struct tag_tree *t, char *message, size_t size)
{
    struct check c = {.tree = t, .message = message, .size = size};
    if (size)
        message[0] = '\0';
    for (tag_id id = TAG_ROOT; id < t->count; id++)
        if (!check_links(&c, id))
            return false;
    size_t seen = 0;
    for (tag_id id = TAG_ROOT; id; id = next_in_order(t, id), seen++)
        if (!check_heading(&c, id) || !check_place(&c, id) || !check_table(&c, id))
            return false;
    return seen + 1 == t->count || FAIL(&c, TAG_ROOT, "some tags are not below it");
}
