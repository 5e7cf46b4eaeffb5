/*
 * pack_stages names the steps in order. A packing holds what they leave for one another; all of it
 * lives in one arena, the documents of libqpdf among it.
 */
#include "pack/pack.h"

#include "base/file.h"
#include "pack/comments.h"
#include "pack/document.h"
#include "pack/intrusion.h"
#include "pack/join.h"
#include "pack/numbering.h"
#include "pack/record_items.h"
#include "pack/stamp.h"
#include "pack/unpack.h"

#define NUMBER_MAX 16

struct packing {
    struct arena *arena;
    struct diag *diag;
    const quoin_kit *kit;
    const struct pack_order *order;
    struct part *parts; /* [0]: the pack as it is; [i + 1]: of item i */
    struct packed_before before;
    struct graft *grafts;
    struct leaves leaves;
    struct joint joint;
    str bytes;
};

/* ---- what was asked for -------------------------------------------------------------------- */

static bool is_number(str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool is_plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!is_plain && c != '.' && c != '-')
            return false;
    }
    return s.n > 0 && s.n <= NUMBER_MAX;
}

static void check_item(struct packing *p, size_t index)
{
    const struct pack_item *items = p->order->items;
    struct pos pos = {.source = items[index].pdf};
    if (!is_number(items[index].number))
        diag_hint(p->diag,
                  diag_add(p->diag, Q720, pos, "an item cannot have the number \"%.*s\"",
                           STR_ARG(items[index].number)),
                  "letters, digits, dots and hyphens: 7, 7a, 12.1");
    for (size_t i = 0; i < index; i++)
        if (str_eq(items[i].number, items[index].number)) {
            diag_hint(p->diag,
                      diag_add(p->diag, Q720, pos, "there are two items %.*s",
                               STR_ARG(items[index].number)),
                      "each item has a number of its own");
            return;
        }
}

static bool check_items(struct packing *p)
{
    for (size_t i = 0; i < p->order->item_count; i++)
        check_item(p, i);
    return !diag_failed(p->diag);
}

/* ---- from many documents to one -------------------------------------------------------------- */

/* All are opened before anything is done, so that one run tells of every bad one. */
static bool open_parts(struct packing *p)
{
    size_t count = p->order->item_count;
    bool is_right = part_open(p->arena, p->diag, p->order->pack, &p->parts[0]);
    for (size_t i = 0; i < count; i++)
        is_right =
            part_open(p->arena, p->diag, p->order->items[i].pdf, &p->parts[i + 1]) && is_right;
    return is_right;
}

static bool tell_comments(struct packing *p)
{
    for (size_t i = 1; i <= p->order->item_count; i++)
        comments_tell(p->diag, &p->parts[i]);
    return true;
}

static bool look_back(struct packing *p)
{
    intrusion_read(p->arena, p->kit, &p->parts[0], &p->before);
    return true;
}

/* As the user says, else as the pack's agenda does, else the PDF, else its file's name. */
static str choose_title(const struct packing *p, size_t index)
{
    const struct pack_item *item = &p->order->items[index];
    const struct part *part = &p->parts[index + 1];
    const struct agenda_line *line = on_agenda_find(&p->before.agenda, item->number);
    if (item->title.n)
        return item->title;
    if (line)
        return line->title;
    return part->title.n ? part->title : file_name(part->source->path);
}

static bool graft_parts(struct packing *p)
{
    graft_own(p->arena, &p->parts[0], &p->grafts[0]);
    for (size_t i = 0; i < p->order->item_count; i++) {
        struct graft *graft = &p->grafts[i + 1];
        if (!graft_part(p->arena, p->diag, p->parts[0].q, &p->parts[i + 1], graft))
            return false;
        graft->number = p->order->items[i].number;
        graft->title = choose_title(p, i);
    }
    return true;
}

/* Each item's beginning gets a name among the pack's own, for a front sheet to lead to: "item-7".
 */
static void name_items(struct packing *p)
{
    qpdf_data q = p->parts[0].q;
    qpdf_oh dests = p->grafts[0].dests;
    if (!qpdf_oh_is_dictionary(q, dests))
        dests = p->grafts[0].dests = qpdf_oh_new_dictionary(q);
    for (size_t i = 1; i <= p->order->item_count; i++) {
        str name = str_format(p->arena, "/item-%.*s", STR_ARG(p->grafts[i].number));
        qpdf_oh dest = qpdf_oh_new_array(q);
        qpdf_oh_append_item(q, dest, p->grafts[i].pages[0]);
        qpdf_oh_append_item(q, dest, qpdf_oh_new_name(q, "/Fit"));
        if (!handle_has(q, dests, name.p))
            handle_set(q, dests, name.p, dest);
    }
}

static bool arrange(struct packing *p)
{
    qpdf_data q = p->parts[0].q;
    p->joint = (struct joint){.arena = p->arena,
                              .diag = p->diag,
                              .q = q,
                              .grafts = p->grafts,
                              .graft_count = p->order->item_count + 1,
                              .leaves = &p->leaves,
                              .order = p->order};
    return order_leaves(p->arena, p->diag, q, p->order, p->grafts, &p->leaves) &&
           order_apply(p->diag, q, &p->leaves);
}

static bool tell_intrusions(struct packing *p)
{
    const struct graft *own = &p->grafts[0];
    intrusion_tell(p->arena, p->diag, p->order, &p->before,
                   numbering_read(p->arena, p->parts[0].q, own->labels, own->page_count),
                   &p->leaves);
    return true;
}

static bool join(struct packing *p)
{
    static bool (*const joins[])(struct joint *) = {join_tags,   join_names,   join_outline,
                                                    join_labels, join_catalog, join_meta};
    bool is_done = true;
    name_items(p);
    for (size_t i = 0; i < sizeof joins / sizeof *joins && is_done; i++) {
        qpdf_oh mark = handle_mark(p->joint.q);
        is_done = joins[i](&p->joint);
        handle_rewind(p->joint.q, mark);
    }
    return is_done;
}

static bool stamp(struct packing *p)
{
    qpdf_oh mark = handle_mark(p->joint.q);
    bool is_done = p->order->stamps == PACK_STAMP_NONE || stamp_pages(&p->joint, p->kit, p->order);
    handle_rewind(p->joint.q, mark);
    return is_done;
}

static bool record(struct packing *p)
{
    qpdf_oh mark = handle_mark(p->joint.q);
    bool is_done = record_items_write(&p->joint);
    handle_rewind(p->joint.q, mark);
    return is_done;
}

/* ---- the file ------------------------------------------------------------------------------ */

static bool fail_damaged(struct packing *p, const char *text)
{
    struct pos pos = {.source = p->order->pack};
    diag_hint(p->diag, diag_add(p->diag, Q710, pos, "%s", text),
              "add the items one by one to find out which");
    return false;
}

/*
 * Streams that are compressed in any way are written as they stand; the file's identifier is made
 * of what is in it. The bytes are libqpdf's and live as long as the arena does.
 */
static bool write_pack(struct packing *p)
{
    qpdf_data q = p->parts[0].q;
    qpdf_init_write_memory(q);
    qpdf_set_preserve_encryption(q, QPDF_FALSE);
    qpdf_set_deterministic_ID(q, QPDF_TRUE);
    qpdf_set_object_stream_mode(q, qpdf_o_generate);
    qpdf_set_decode_level(q, qpdf_dl_none);
    qpdf_set_compress_streams(q, QPDF_TRUE);
    qpdf_set_newline_before_endstream(q, QPDF_TRUE);
    qpdf_set_minimum_pdf_version(q, "1.7");
    bool is_written = !(qpdf_write(q) & QPDF_ERRORS);
    for (size_t i = 0; i <= p->order->item_count; i++)
        handle_take_faults(p->arena, p->parts[i].q); /* what got no memory is missing in it */
    if (is_written) {
        p->bytes = (str){(const char *)qpdf_get_buffer(q), qpdf_get_buffer_length(q)};
        return true;
    }
    return fail_damaged(p, "the pack cannot be written: a PDF is damaged");
}

/* Of damaged parts libqpdf may write what it then cannot read. */
static bool read_again(struct packing *p)
{
    struct arena_mark mark = arena_mark(p->arena);
    struct pos pos = {.source = p->order->pack};
    qpdf_data q;
    enum document_state state = document_open(p->arena, p->bytes, false, &q);
    bool is_whole = state == DOCUMENT_OPEN && (size_t)qpdf_get_num_pages(q) == p->leaves.count;
    if (state == DOCUMENT_OPEN)
        handle_take_faults(p->arena, q);
    arena_rewind(p->arena, mark);
    if (state == DOCUMENT_SWOLLEN)
        diag_hint(p->diag, diag_add(p->diag, Q713, pos, "the pack unpacks to more than any pack"),
                  UNPACK_ADVICE);
    else if (!is_whole)
        fail_damaged(p, "the pack cannot be read again: a PDF is damaged");
    return is_whole;
}

static bool (*const pack_stages[])(struct packing *) = {
    check_items,     /* before any file is looked at */
    open_parts,      /* part: every PDF, judged */
    tell_comments,   /* comments: what would go public with them */
    look_back,       /* intrusion: has quoin packed this before? */
    graft_parts,     /* graft: into one document */
    arrange,         /* order: the pages, and what they call themselves */
    tell_intrusions, /* intrusion: what that does to items which were there */
    join,            /* join_*: one structure, one outline, one set of names … */
    stamp,           /* stamp: item and page numbers */
    record,          /* record_items: what was put where */
    write_pack,
    read_again, /* before it takes the place of an old one */
};

bool pack_make(struct arena *a, struct diag *d, const quoin_kit *kit,
               const struct pack_order *order, str *out)
{
    struct packing p = {.arena = a, .diag = d, .kit = kit, .order = order};
    p.parts = ARENA_ARRAY(a, order->item_count + 1, struct part);
    p.grafts = ARENA_ARRAY(a, order->item_count + 1, struct graft);
    for (size_t i = 0; i < sizeof pack_stages / sizeof *pack_stages; i++)
        if (!pack_stages[i](&p) || diag_failed(d))
            return false;
    *out = p.bytes;
    return true;
}
