/*
 * The way of a box into atoms: galley_add() takes each kind in turn and carries, in a `maker`, what
 * the next atom will need: the space owed to it, how firmly it sticks to the one before, the marks
 * and the label that wait for a first atom to stand beside.
 *
 * Space collapses: between two atoms stands the largest of all spaces owed by boxes that end or
 * begin between them, so nested stacks add nothing.
 */
#include "typeset/galley.h"

#include <assert.h>

#include "typeset/table.h"

struct maker {
    struct setter *s;
    struct galley *galley;
    const struct frame *frame;
    len owed;             /* space before the next atom */
    bool is_frame_top;    /* the next atom follows a frame's upper padding: it is owed nothing */
    enum parting parting; /* of the next atom */
    enum parting inside;  /* at least this, for all atoms but a kept box's first */
    struct mark *marks, **last_mark;
    const struct hanging_label *label;
};

static void galley_add(struct maker *m, const struct box *box, len x, len width, tag_id parent);

static struct atom *add_atom(struct maker *m, enum atom_kind kind, len x, len height)
{
    struct galley *g = m->galley;
    struct atom *atom = ARENA_PUSH(m->s->tools->job, g->atoms, g->count, g->capacity);
    *atom = (struct atom){
        .kind = kind,
        .parting = m->parting > m->inside ? m->parting : m->inside,
        .space_before = m->is_frame_top ? 0 : m->owed,
        .height = height,
        .x = x,
        .frame = m->frame,
        .marks = m->marks,
        .label = m->label,
    };
    m->owed = 0;
    m->is_frame_top = false;
    m->parting = PART_OK;
    m->marks = NULL;
    m->last_mark = &m->marks;
    m->label = NULL;
    return atom;
}

static void note_mark(struct maker *m, const struct box *box, tag_id tag)
{
    if (!box->anchor.n && !box->outline.n)
        return;
    struct mark *mark = ARENA_NEW(m->s->tools->job, struct mark);
    *mark = (struct mark){.box = box, .tag = tag};
    *m->last_mark = mark;
    m->last_mark = &mark->next;
}

/* Page numbers are known only when every page is planned: such a paragraph is set when drawn. */
static bool has_fields(const struct par *par)
{
    for (size_t i = 0; i < par->count; i++) {
        enum run_kind kind = par->runs[i].kind;
        if (kind == RUN_PAGE || kind == RUN_PAGES || kind == RUN_PAGE_OF || kind == RUN_LABEL)
            return true;
    }
    return false;
}

static int least_lines(uint8_t asked)
{
    return asked ? asked : 2;
}

/* How firmly line i of n sticks to the line before it. */
static enum parting line_parting(const struct par_style *style, size_t i, size_t n)
{
    if (i == 0)
        return PART_OK;
    bool is_orphan = i < (size_t)least_lines(style->orphan_lines);
    bool is_widow = n - i < (size_t)least_lines(style->widow_lines);
    return is_orphan || is_widow ? PART_NEVER : PART_OK;
}

static void add_par(struct maker *m, const struct box *box, len x, len width, tag_id tag)
{
    bool is_field = has_fields(&box->u.par) && !m->s->fields;
    struct setter measuring = *m->s;
    measuring.is_measuring = true;
    struct par_lines lines = par_set(is_field ? &measuring : m->s, box, width, tag);
    struct field_par *field = NULL;
    if (is_field) {
        field = ARENA_NEW(m->s->tools->job, struct field_par);
        *field = (struct field_par){.box = box, .width = width, .tag = tag};
    }
    for (size_t i = 0; i < lines.count; i++) {
        enum parting parting = line_parting(box->u.par.style, i, lines.count);
        m->parting = parting > m->parting ? parting : m->parting;
        struct atom *atom =
            add_atom(m, is_field ? ATOM_FIELD : ATOM_LINE, x, lines.lines[i].height);
        if (field) {
            atom->u.field.par = field;
            atom->u.field.line = (uint32_t)i;
        } else {
            atom->u.line = &lines.lines[i];
        }
    }
}

static void add_children(struct maker *m, const struct box *child, len x, len width, tag_id tag)
{
    for (; child; child = child->next)
        galley_add(m, child, x, width, tag);
}

static void add_gap(struct maker *m, len height, enum parting parting)
{
    m->parting = parting > m->parting ? parting : m->parting;
    add_atom(m, ATOM_GAP, 0, height);
}

static void add_stack(struct maker *m, const struct box *box, len x, len width, tag_id tag)
{
    bool is_framed = box->has_fill || box->bar || box->pad;
    if (!is_framed) {
        add_children(m, box->u.stack.children, x, width, tag);
        return;
    }
    struct frame *frame = ARENA_NEW(m->s->tools->job, struct frame);
    *frame = (struct frame){.box = box, .x = x, .width = width, .outer = m->frame};
    m->frame = frame;
    add_gap(m, box->pad, PART_OK);
    m->is_frame_top = true;
    m->parting = PART_NEVER;
    add_children(m, box->u.stack.children, x + box->bar + box->pad, width - box->bar - 2 * box->pad,
                 tag);
    m->owed = 0;
    add_gap(m, box->pad, PART_NEVER);
    m->frame = frame->outer;
}

static void add_label(struct maker *m, const struct box *box, len x, len width, tag_id tag)
{
    struct setter *s = m->s;
    const struct box *text = box->u.label.label;
    len gutter = box->u.label.width;
    tag_id label_tag = tag, body_tag = tag;
    if (box->u.label.label_role && tag != TAG_ARTIFACT)
        label_tag = tag_add(&s->list->tags, tag, box->u.label.label_role, NULL);
    struct par_lines lines = par_set(s, text, gutter, label_tag);
    if (box->u.label.body_role && tag != TAG_ARTIFACT)
        body_tag = tag_add(&s->list->tags, tag, box->u.label.body_role, NULL);
    if (lines.count) {
        struct hanging_label *label = ARENA_NEW(s->tools->job, struct hanging_label);
        label->line = &lines.lines[0];
        label->x = box->u.label.is_right ? x + gutter - lines.lines[0].width : x;
        m->label = label;
    }
    add_children(m, box->u.label.children, x + gutter, width - gutter, body_tag);
    if (m->label) /* an item without a body still shows its label */
        add_atom(m, ATOM_GAP, x, lines.lines[0].height);
}

/* Pictures shrink to the width there is, never grow beyond what was asked. */
static void add_image(struct maker *m, const struct box *box, len x, len width, tag_id tag)
{
    len w = box->u.image.width, h = box->u.image.height;
    if (w > width) {
        h = len_scale(h, width, w);
        w = width;
    }
    len slack = width - w;
    enum align align = box->u.image.align;
    len shift = align == ALIGN_CENTRE ? slack / 2 : align == ALIGN_RIGHT ? slack : 0;
    struct atom *atom = add_atom(m, ATOM_IMAGE, x + shift, h);
    atom->box = box;
    atom->u.width = w;
    atom->tag = tag == TAG_ARTIFACT ? tag : tag_leaf(&m->s->list->tags, tag);
}

static void add_rule(struct maker *m, const struct box *box, len x, len width)
{
    len w = box->u.rule.width ? len_min(box->u.rule.width, width) : width;
    len slack = width - w;
    enum align align = box->u.rule.align;
    len shift = align == ALIGN_CENTRE ? slack / 2 : align == ALIGN_RIGHT ? slack : 0;
    struct atom *atom = add_atom(m, ATOM_RULE, x + shift, box->u.rule.thickness);
    atom->box = box;
    atom->u.width = w;
    atom->tag = TAG_ARTIFACT;
}

/* The header sticks to the first rows; rows that are kept stick to those before them. */
static void add_table(struct maker *m, const struct box *box, len x, len width, tag_id tag)
{
    struct band_list bands = table_make(m->s, box, width, tag);
    bool is_kept = false;
    for (size_t i = 0; i < bands.count; i++) {
        struct band *band = bands.bands[i];
        if (is_kept)
            m->parting = PART_NEVER;
        struct atom *atom = add_atom(m, ATOM_BAND, x, band->height);
        atom->u.band = band;
        is_kept = band->is_header || band->is_kept;
    }
}

static tag_id box_tag(struct maker *m, const struct box *box, tag_id parent)
{
    if (box->is_artifact || parent == TAG_ARTIFACT || m->s->is_measuring)
        return TAG_ARTIFACT;
    if (box->role == ROLE_NONE)
        return parent;
    return tag_add(&m->s->list->tags, parent, box->role, box->props);
}

static void add_kind(struct maker *m, const struct box *box, len x, len width, tag_id tag)
{
    switch (box->kind) {
    case BOX_PAR: add_par(m, box, x, width, tag); break;
    case BOX_STACK: add_stack(m, box, x, width, tag); break;
    case BOX_LABEL: add_label(m, box, x, width, tag); break;
    case BOX_TABLE: add_table(m, box, x, width, tag); break;
    case BOX_IMAGE: add_image(m, box, x, width, tag); break;
    case BOX_RULE: add_rule(m, box, x, width); break;
    case BOX_PAGE: add_atom(m, ATOM_PAGE, x, 0); break;
    case BOX_FILL: add_atom(m, ATOM_FILL, x, 0); break;
    }
}

static void galley_add(struct maker *m, const struct box *box, len x, len width, tag_id parent)
{
    tag_id tag = box_tag(m, box, parent);
    note_mark(m, box, tag);
    m->owed = len_max(m->owed, box->space_before);

    size_t first = m->galley->count;
    add_kind(m, box, x + box->indent, width - box->indent - box->outdent, tag);
    if (box->is_kept_together)
        for (size_t i = first + 1; i < m->galley->count; i++)
            if (m->galley->atoms[i].parting == PART_OK)
                m->galley->atoms[i].parting = PART_AVOID;

    m->owed = len_max(m->owed, box->space_after);
    if (box->is_kept_with_next)
        m->parting = PART_NEVER;
}

struct galley *galley_make(struct setter *s, const struct box *box, len width, tag_id parent)
{
    struct galley *g = ARENA_NEW(s->tools->job, struct galley);
    g->width = width;
    struct maker m = {.s = s, .galley = g};
    m.last_mark = &m.marks;
    galley_add(&m, box, 0, width, parent);
    return g;
}

void galley_measure(struct setter *s, const struct box *box, len *narrow, len *wide)
{
    len n = 0, w = 0;
    switch (box->kind) {
    case BOX_PAR: par_measure(s, box, &n, &w); break;
    case BOX_STACK:
    case BOX_LABEL:
        for (const struct box *child = box->kind == BOX_STACK ? box->u.stack.children
                                                              : box->u.label.children;
             child; child = child->next) {
            len cn, cw;
            galley_measure(s, child, &cn, &cw);
            n = len_max(n, cn);
            w = len_max(w, cw);
        }
        len extra = box->kind == BOX_LABEL ? box->u.label.width : box->bar + 2 * box->pad;
        n += extra;
        w += extra;
        break;
    case BOX_IMAGE: n = w = box->u.image.width; break;
    case BOX_TABLE: table_measure(s, box, &n, &w); break;
    case BOX_RULE:
    case BOX_PAGE:
    case BOX_FILL: break;
    }
    *narrow = n + box->indent + box->outdent;
    *wide = w + box->indent + box->outdent;
}

len galley_height(const struct galley *g, size_t first, size_t last)
{
    len height = 0;
    for (size_t i = first; i < last; i++)
        height += (i > first ? g->atoms[i].space_before : 0) + g->atoms[i].height;
    return height;
}
