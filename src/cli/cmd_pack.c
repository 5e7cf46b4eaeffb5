/*
 * What the items attach is made first, so that their pages can be counted. The front sheet needs
 * their page numbers, and they need its length: it is set again with the numbers that its last
 * length gives, until that does not change any more.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "cli/supply.h"

/* One pass for its length, one with numbers; a third where these made it longer. */
#define PASSES_MAX 5

/* What an item attaches. */
struct enclosure {
    quoin_agenda_item item;
    const struct source *pdf; /* NULL: nothing */
    size_t pages;
    unsigned first;   /* as the front sheet says; 0: not yet */
    bool is_left_out; /* exempt, and the pack is for the public */
};

struct packing {
    const struct cli *cli;
    const char *output;
    struct arena *arena;
    struct diag diag;
    struct supply supply;
    quoin_report *agenda;
    struct enclosure *enclosures; /* one for each item of the agenda */
    size_t count;
    struct source front; /* the front sheet */
    size_t page_count;
};

static bool has_failed(const struct packing *p)
{
    return p->supply.worst > QUOIN_WARNINGS || diag_failed(&p->diag);
}

/* ---- what is attached ----------------------------------------------------------------------- */

static quoin_options options_for_item(const struct packing *p, const quoin_agenda_item *item)
{
    quoin_options options = options_for_report(p->cli);
    options.first_page = 0; /* that is the front sheet's */
    options.layout = *item->layout ? item->layout : NULL;
    options.part = *item->part ? item->part : NULL;
    if (*item->variant)
        options.variant = item->variant;
    if (*item->variant || *item->layout || *item->part) {
        options.asked_in = p->cli->operands[0];
        options.asked_line = item->line;
        options.asked_column = item->column;
    }
    return options;
}

/* Q739 where the agenda calls a PDF a report. */
static const struct source *render_report(struct packing *p, const quoin_agenda_item *item,
                                          const quoin_options *options)
{
    if (!options_is_pdf(item->file))
        return supply_render(&p->supply, item->file, options);
    const char *slash = strrchr(item->file, '/');
    str hint = str_format(p->diag.arena, "write pdf=\"%s\" in the agenda in place of report",
                          slash ? slash + 1 : item->file);
    supply_refuse(&p->supply, item->file, Q739, "this is a PDF, not a report", hint.p);
    return NULL;
}

static void enclose(struct packing *p, struct enclosure *e)
{
    quoin_options options = options_for_item(p, &e->item);
    if (!*e->item.file)
        return;
    e->pdf = e->item.is_report ? render_report(p, &e->item, &options)
                               : supply_read(&p->supply, e->item.file);
    if (e->pdf)
        e->pages = supply_count_pages(&p->supply, e->pdf);
}

/* A reader who needs large print is not helped by PDFs that are in none. */
static void tell_variants(struct packing *p)
{
    const char *variant = p->cli->variant;
    struct buf numbers = {.arena = p->arena};
    size_t count = 0;
    for (size_t i = 0; i < p->count && variant; i++) {
        const quoin_agenda_item *item = &p->enclosures[i].item;
        bool is_so = item->is_report && (!*item->variant || str_is(str_z(variant), item->variant));
        if (p->enclosures[i].pdf && !is_so)
            buf_format(&numbers, "%s%s", count++ ? ", " : "", item->number);
    }
    if (count == 0)
        return;
    struct finding *f =
        diag_add(&p->diag, Q741, (struct pos){0}, "not in the variant “%s”: item%s %.*s", variant,
                 count == 1 ? "" : "s", STR_ARG(buf_str(&numbers)));
    diag_hint(&p->diag, f, "PDFs go in as they are: ask for them in that form as well");
}

static bool enclose_all(struct packing *p)
{
    p->count = quoin_agenda_item_count(p->agenda);
    p->enclosures = ARENA_ARRAY(p->arena, p->count, struct enclosure);
    for (size_t i = 0; i < p->count; i++) {
        p->enclosures[i].item = quoin_agenda_item_at(p->agenda, i);
        enclose(p, &p->enclosures[i]);
    }
    tell_variants(p);
    return !has_failed(p);
}

/* ---- page numbers --------------------------------------------------------------------------- */

/* What the page calls itself. */
static unsigned number_of(const struct packing *p, size_t page)
{
    return (unsigned)page + (p->cli->page_first ? p->cli->page_first - 1 : 0);
}

/* Tells the front sheet where the items stand behind so many pages; false when it knew. */
static bool place_items(struct packing *p, size_t front)
{
    bool is_news = false;
    size_t last = front;
    for (size_t i = 0; i < p->count; i++) {
        struct enclosure *e = &p->enclosures[i];
        if (e->pages == 0)
            continue;
        size_t first = last + 1 + (p->cli->is_duplex && last % 2 == 1);
        last = first + e->pages - 1;
        if (e->first == first)
            continue;
        e->first = (unsigned)first;
        quoin_agenda_place(p->agenda, i, number_of(p, first), number_of(p, last));
        is_news = true;
    }
    p->page_count = last;
    return is_news;
}

static bool render_front(struct packing *p)
{
    const void *bytes;
    size_t size;
    if (quoin_render(p->agenda, &bytes, &size) > QUOIN_WARNINGS)
        return false;
    p->front = (struct source){str_z(p->cli->operands[0]), {bytes, size}};
    return true;
}

static bool make_front(struct packing *p)
{
    for (int pass = 0; pass < PASSES_MAX; pass++) {
        if (!render_front(p))
            return false;
        if (!place_items(p, quoin_page_count(p->agenda)))
            return true;
    }
    diag_add(&p->diag, Q901, (struct pos){0}, "the front sheet's page numbers do not stand still");
    return false;
}

/* ---- what is not for publication ------------------------------------------------------------ */

static void tell_exempt(struct packing *p, const struct enclosure *e)
{
    struct source *agenda = ARENA_NEW(p->diag.arena, struct source);
    struct pos pos = {.source = agenda, .line = e->item.line, .column = e->item.column};
    unsigned first = number_of(p, e->first), last = number_of(p, e->first + e->pages - 1);
    agenda->path = str_copy(p->diag.arena, str_z(p->cli->operands[0]));
    if (e->is_left_out)
        diag_add(&p->diag, Q740, pos, "item %s is exempt and left out: pages %u to %u",
                 e->item.number, first, last);
    else
        diag_hint(&p->diag,
                  diag_add(&p->diag, Q740, pos,
                           "item %s is exempt: this pack is not for publication", e->item.number),
                  "`quoin pack --public` makes the one that is");
}

/* What the public gets, for the front sheet as well; false where that is all. */
static bool choose_exempt(struct packing *p)
{
    bool is_any = false;
    for (size_t i = 0; i < p->count; i++) {
        struct enclosure *e = &p->enclosures[i];
        if (!e->item.is_exempt || !e->pdf)
            continue;
        e->is_left_out = p->cli->is_public;
        tell_exempt(p, e);
        if (e->is_left_out)
            quoin_agenda_place(p->agenda, i, 0, 0);
        is_any = is_any || e->is_left_out;
    }
    return is_any;
}

/*
 * The public's front sheet names no pages of those left out; all others keep the numbers that they
 * have in the members' pack. It may be shorter for that, and is never longer.
 */
static bool leave_out(struct packing *p)
{
    size_t front = quoin_page_count(p->agenda);
    if (!choose_exempt(p))
        return true;
    if (!render_front(p))
        return false;
    size_t pages = quoin_page_count(p->agenda);
    if (pages > front)
        diag_add(&p->diag, Q901, (struct pos){0}, "the public's front sheet is longer");
    for (size_t i = 0; i < p->count; i++)
        if (p->enclosures[i].pages && !p->enclosures[i].is_left_out)
            pages += p->enclosures[i].pages + (p->cli->is_duplex && pages % 2 == 1);
    p->page_count = pages;
    return !diag_failed(&p->diag);
}

/* ---- the pack ------------------------------------------------------------------------------- */

static size_t list_items(struct packing *p, struct pack_item *items)
{
    size_t count = 0;
    for (size_t i = 0; i < p->count; i++)
        if (p->enclosures[i].pdf && !p->enclosures[i].is_left_out)
            items[count++] = (struct pack_item){
                .number = str_z(p->enclosures[i].item.number),
                .title = str_z(p->enclosures[i].item.title),
                .pdf = p->enclosures[i].pdf,
                .page_number = p->cli->is_public ? number_of(p, p->enclosures[i].first) : 0};
    return count;
}

static bool make_pack(struct packing *p)
{
    struct pack_item *items = ARENA_ARRAY(p->arena, p->count, struct pack_item);
    struct pack_order order = supply_order(p->cli);
    str pack;
    order.pack = &p->front;
    order.items = items;
    order.item_count = list_items(p, items);
    order.layout = quoin_report_layout(p->agenda);
    if (!pack_make(p->arena, &p->diag, p->supply.kit, &order, &pack))
        return false;
    return p->cli->is_dry || file_publish(&p->diag, str_z(p->output), pack);
}

static bool is_among_inputs(const struct packing *p)
{
    if (supply_is_input(p->cli->operands[0], p->output))
        return true;
    for (size_t i = 0; i < p->count; i++)
        if (*p->enclosures[i].item.file && supply_is_input(p->enclosures[i].item.file, p->output))
            return true;
    return false;
}

static bool open_agenda(struct packing *p)
{
    quoin_options options = options_for_report(p->cli);
    if (options_is_pdf(p->cli->operands[0])) {
        say_wrong("quoin attach puts reports into a PDF",
                  "%s: this is a PDF: quoin pack takes an agenda (XML)", p->cli->operands[0]);
        p->supply.worst = QUOIN_INVALID;
        return false;
    }
    p->agenda = quoin_report_open(p->supply.kit, p->cli->operands[0], &options);
    if (!p->agenda)
        arena_oom(p->arena);
    if (quoin_report_status(p->agenda) > QUOIN_WARNINGS || quoin_is_agenda(p->agenda))
        return quoin_report_status(p->agenda) <= QUOIN_WARNINGS;
    say_wrong("to put reports into a pack that is there: quoin attach PACK.pdf --item 7 REPORT.xml",
              "%s is no agenda", p->cli->operands[0]);
    p->supply.worst = QUOIN_INVALID;
    return false;
}

static void pack(void *state)
{
    struct packing *p = state;
    if (!supply_has_folder(&p->supply, p->output) || !open_agenda(p) || !enclose_all(p))
        return;
    if (is_among_inputs(p))
        p->supply.worst = QUOIN_USAGE;
    else if (make_front(p) && leave_out(p))
        make_pack(p);
}

static quoin_status worst_of(const struct packing *p)
{
    quoin_status worst = p->agenda ? quoin_report_status(p->agenda) : QUOIN_DONE;
    if (p->supply.worst > worst)
        worst = p->supply.worst;
    if ((quoin_status)p->diag.status > worst)
        worst = (quoin_status)p->diag.status;
    return worst == QUOIN_DONE && p->cli->is_werror && p->diag.warnings ? QUOIN_WARNINGS : worst;
}

static size_t count_attached(const struct packing *p)
{
    size_t count = 0;
    for (size_t i = 0; i < p->count; i++)
        count += p->enclosures[i].pdf && !p->enclosures[i].is_left_out;
    return count;
}

static quoin_status finish(struct packing *p)
{
    quoin_status status = worst_of(p);
    if (p->agenda)
        say_findings(p->agenda);
    say_diag(&p->diag);
    if (status <= QUOIN_WARNINGS && !p->cli->is_quiet)
        supply_say_done(p->output, p->page_count, count_attached(p), p->count);
    if (p->cli->is_dry && !p->cli->is_quiet)
        fputs("nothing is written: --dry-run\n", stderr);
    return status;
}

static quoin_status run(struct packing *p, struct arena *talk)
{
    quoin_status status;
    p->supply = (struct supply){
        .cli = p->cli, .kit = say_open_kit(&status), .arena = p->arena, .diag = &p->diag};
    if (!p->supply.kit)
        return status;
    diag_init(&p->diag, talk);
    if (arena_guard((struct arena *[2]){p->arena, talk}, 2, pack, p)) {
        status = finish(p);
    } else {
        memory_tell_short();
        status = QUOIN_LIMIT;
    }
    quoin_report_close(p->agenda);
    quoin_kit_close((quoin_kit *)(uintptr_t)p->supply.kit);
    return status;
}

static bool check_usage(const struct cli *cli)
{
    bool has_name = cli->output || strcmp(cli->operands[0], "-") != 0;
    bool is_unstamped = cli->stamps && strcmp(cli->stamps, "none") == 0;
    if (!has_name)
        say_wrong("add -o FILE",
                  "an agenda from standard input has no name that the PDF could have");
    else if (cli->page_first && is_unstamped)
        say_wrong("leave one of the two away",
                  "--first-page says which numbers are stamped, and --stamps none that none are");
    return has_name && !(cli->page_first && is_unstamped);
}

quoin_status cmd_pack(const struct cli *cli)
{
    char *beside = cli->output ? NULL : options_output_beside(cli->operands[0]);
    struct packing p = {
        .cli = cli, .output = cli->output ? cli->output : beside, .arena = arena_new()};
    struct arena *talk = arena_new();
    quoin_status status = QUOIN_LIMIT;
    if (!check_usage(cli)) {
        status = QUOIN_USAGE;
    } else if (p.output && p.arena && talk) {
        status = run(&p, talk);
    } else {
        memory_tell_short();
    }
    arena_close(p.arena);
    arena_close(talk);
    free(beside);
    return status;
}
