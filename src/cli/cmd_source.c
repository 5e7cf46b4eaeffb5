#include "pack/record_items.h"

#include <string.h>

#include "base/folder.h"
#include "base/show.h"
#include "cli/cli.h"
#include "pack/pageprint.h"
#include "pack/stampform.h"

struct work {
    const struct cli *cli;
    const char *item; /* NULL: not asked for by its number */
    struct arena *arena;
    struct diag diag;
    const struct source *pdf;
    qpdf_data q;
    struct packed_item *items; /* of a pack */
    size_t count;
};

static str path_within(struct work *w, str folder, str name)
{
    return folder.n ? str_format(w->arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name)) : name;
}

static str xml_name(const struct recovered *found)
{
    return source_is_agenda(found->xml) ? STR("agenda.xml") : STR("report.xml");
}

/* Into a folder within the one that --all names; empty: into that one itself. */
static bool write_all(struct work *w, str within, const struct recovered *found)
{
    str folder = str_z(w->cli->folder);
    str name = path_within(w, within, xml_name(found));
    if (!folder_publish(&w->diag, folder, name, found->xml))
        return false;
    for (size_t i = 0; i < found->pictures.count; i++) {
        const struct kept_file *f = &found->pictures.files[i];
        if (!folder_publish(&w->diag, folder, path_within(w, within, f->name), f->bytes))
            return false;
    }
    return true;
}

/* In quotes where it holds a space; the reader lets nothing else through that a shell would see. */
static void say_argument(const char *before, str value)
{
    const char *quote = str_find(value, ' ') < value.n ? "'" : "";
    fprintf(stderr, "%s%s%.*s%s", before, quote, STR_ARG(value), quote);
}

/* The command that makes the PDF again. */
static void say_command(const struct source_facts *facts)
{
    fputs("  the same PDF again:", stderr);
    if (facts->epoch.n)
        say_argument(" SOURCE_DATE_EPOCH=", facts->epoch);
    fputs(" quoin render", stderr);
    if (facts->layout.n)
        say_argument(" --layout ", facts->layout);
    if (facts->variant.n)
        say_argument(" --variant ", facts->variant);
    if (facts->part.n && !str_is(facts->part, "all"))
        say_argument(" --part ", facts->part);
    if (facts->agenda_item.n)
        say_argument(" --agenda-item ", facts->agenda_item);
    if (facts->first_page.n)
        say_argument(" --first-page ", facts->first_page);
    fputs(" report.xml\n", stderr);
}

static void say_origin(const struct cli *cli, const struct recovered *found)
{
    const struct source_facts *facts = &found->facts;
    say_name(stderr, cli->operands[0]);
    fprintf(stderr, ": made by quoin%s%.*s", facts->version.n ? " " : "", STR_ARG(facts->version));
    if (facts->version.n && !str_is(facts->version, quoin_version()))
        fprintf(stderr, " (this is %s and may set it otherwise)", quoin_version());
    fputs("\n", stderr);
    say_command(facts);
    if (str_ends(facts->layout, STR(".xml")))
        fprintf(stderr, "  that layout file is not in the PDF; its SHA-256 is %.*s\n",
                STR_ARG(facts->layout_hash));
    if (found->picture_count && !cli->folder)
        fprintf(stderr, "  it uses %zu picture%s: --all FOLDER writes %s too\n",
                found->picture_count, found->picture_count == 1 ? "" : "s",
                found->picture_count == 1 ? "it" : "them");
}

/* ---- one report ---------------------------------------------------------------------------- */

static bool write_found(struct work *w, const struct recovered *found)
{
    const struct cli *cli = w->cli;
    handle_take_faults(w->arena, w->q); /* nothing is missing for want of memory */
    if (cli->folder)
        return folder_claim(&w->diag, str_z(cli->folder)) && write_all(w, STR(""), found);
    return file_publish(&w->diag, str_z(cli->output ? cli->output : "-"), found->xml);
}

static void recover_one(struct work *w)
{
    struct recovered found;
    bool with_pictures = w->cli->folder != NULL;
    if (w->item) {
        diag_hint(&w->diag,
                  diag_add(&w->diag, Q711, (struct pos){.source = w->pdf}, "this is no pack"),
                  "without --item it gives the report that it carries");
        return;
    }
    if (source_read_open(w->arena, &w->diag, w->pdf, w->q, with_pictures, &found) &&
        write_found(w, &found) && !w->cli->is_quiet)
        say_origin(w->cli, &found);
}

/* ---- a pack's ------------------------------------------------------------------------------ */

static bool take_item(struct work *w, const struct packed_item *item, struct recovered *out)
{
    return source_take(w->arena, &w->diag, w->pdf, w->q, &item->files, &item->facts,
                       w->cli->folder != NULL, out);
}

static str range_of(struct work *w, const struct packed_item *item)
{
    if (item->first == SIZE_MAX)
        return STR("-");
    if (item->first == item->last)
        return str_format(w->arena, "%zu", item->first + 1);
    return str_format(w->arena, "%zu-%zu", item->first + 1, item->last + 1);
}

/* A line each: number, pages, bytes of XML, pictures, title. */
static void list_items(struct work *w)
{
    struct buf out = {.arena = w->arena};
    struct recovered found;
    size_t others = 0;
    buf_format(&out, "%-10s %-11s %9s %8s  %s\n", "item", "pages", "bytes", "pictures", "title");
    for (size_t i = 0; i < w->count; i++) {
        const struct packed_item *item = &w->items[i];
        if (!item->has_source) {
            others++;
            continue;
        }
        if (!take_item(w, item, &found))
            continue;
        buf_format(&out, "%-10.*s %-11s %9zu %8zu  ", STR_ARG(item->number), range_of(w, item).p,
                   found.xml.n, found.picture_count);
        show_add(&out, item->title);
        buf_byte(&out, '\n');
    }
    handle_take_faults(w->arena, w->q);
    fwrite(out.p, 1, out.n, stdout);
    if (others && !w->cli->is_quiet)
        fprintf(stderr, "%zu other item%s no report of quoin's\n", others,
                others == 1 ? " carries" : "s carry");
}

/* "item-7", "item-2/item-7" */
static str folder_of(struct work *w, const struct packed_item *item)
{
    struct buf out = {.arena = w->arena};
    buf_addz(&out, "item-");
    for (size_t i = 0; i < item->number.n; i++)
        if (item->number.p[i] == '/')
            buf_addz(&out, "/item-");
        else
            buf_byte(&out, item->number.p[i]);
    return buf_str(&out);
}

/* All are read before the first is written. */
static void recover_all(struct work *w)
{
    struct recovered *found = ARENA_ARRAY(w->arena, w->count + 1, struct recovered);
    for (size_t i = 0; i < w->count; i++)
        if (w->items[i].has_source)
            take_item(w, &w->items[i], &found[i]);
    if (diag_failed(&w->diag) || !folder_claim(&w->diag, str_z(w->cli->folder)))
        return;
    for (size_t i = 0; i < w->count; i++) {
        str folder = folder_of(w, &w->items[i]);
        if (!w->items[i].has_source)
            continue;
        if (!write_all(w, folder, &found[i]))
            return;
        if (!w->cli->is_quiet)
            fprintf(stderr, "item %.*s: %.*s\n", STR_ARG(w->items[i].number),
                    STR_ARG(path_within(w, folder, xml_name(&found[i]))));
    }
}

/* NULL after saying that there is none. */
static const struct packed_item *find_item(struct work *w)
{
    struct pos pos = {.source = w->pdf};
    for (size_t i = 0; i < w->count; i++) {
        const struct packed_item *item = &w->items[i];
        if (!str_is(item->number, w->item))
            continue;
        if (item->has_source)
            return item;
        diag_add(&w->diag, Q711, pos, "item %s of this pack carries no report", w->item);
        return NULL;
    }
    diag_hint(&w->diag, diag_add(&w->diag, Q711, pos, "this pack has no item %s", w->item),
              "without --item the items are listed");
    return NULL;
}

/* What --agenda-item takes, or where it is a page what --first-page does. */
static bool is_stamp_word(str word, bool is_page)
{
    static const char others[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.-";
    for (size_t i = 0; i < word.n; i++)
        if ((word.p[i] < '0' || word.p[i] > '9') && (is_page || !strchr(others, word.p[i])))
            return false;
    return word.n > 0 && word.n <= (is_page ? 6 : 16) && word.p[0] != '-' &&
           !(is_page && word.p[0] == '0');
}

/* The pack's stamps on the item's first page become facts of a report that had none of its own. */
static void add_stamped(struct work *w, const struct packed_item *item, struct source_facts *facts)
{
    uint8_t ignored[DIGEST_SIZE];
    struct page_stamps stamps;
    str number, page;
    if (facts->agenda_item.n || facts->first_page.n || item->page_count == 0 ||
        item->places[0] == SIZE_MAX)
        return;
    struct printer *printer = pageprint_open(w->arena, w->q, item->pages, item->page_count);
    if (!pageprint_take(printer, item->pages[0], &stamps, ignored) || stamps.count == 0)
        return;
    stampform_read(w->arena, w->q, stamps.stamps[0].form, &number, &page);
    if (is_stamp_word(number, false))
        facts->agenda_item = number;
    if (is_stamp_word(page, true))
        facts->first_page = page;
}

static void recover_item(struct work *w)
{
    struct recovered found;
    const struct packed_item *item = find_item(w);
    if (!item || !take_item(w, item, &found) || !write_found(w, &found) || w->cli->is_quiet)
        return;
    add_stamped(w, item, &found.facts);
    say_origin(w->cli, &found);
}

static void recover_from_pack(struct work *w)
{
    if (!record_items_read(w->arena, &w->diag, w->pdf, w->q, &w->items, &w->count))
        return;
    if (w->item)
        recover_item(w);
    else if (w->cli->folder)
        recover_all(w);
    else if (!w->cli->output)
        list_items(w);
    else
        diag_hint(&w->diag,
                  diag_add(&w->diag, Q711, (struct pos){.source = w->pdf},
                           "this is a pack of many reports, and -o names one file"),
                  "say which with --item, or take them all with --all FOLDER");
}

static void recover(void *state)
{
    struct work *w = state;
    diag_init(&w->diag, w->arena);
    w->pdf = file_read(w->arena, &w->diag, str_z(w->cli->operands[0]), SOURCE_CAP_PDF);
    if (!w->pdf || !source_open(w->arena, &w->diag, w->pdf, &w->q))
        return;
    if (record_items_are_there(w->q))
        recover_from_pack(w);
    else
        recover_one(w);
}

/* ---- the command --------------------------------------------------------------------------- */

static bool check_usage(const struct cli *cli)
{
    if (cli->output && cli->folder) {
        say_wrong("-o writes the XML alone, --all the pictures too",
                  "-o and --all cannot both be given");
        return false;
    }
    if (cli->listed_count > 1) {
        say_wrong("--all FOLDER takes the reports of all items", "--item can be given once");
        return false;
    }
    if (cli->output && options_is_same_file(cli->operands[0], cli->output)) {
        say_wrong("name another file with -o", "%s is the PDF itself", cli->output);
        return false;
    }
    return true;
}

quoin_status cmd_source(const struct cli *cli)
{
    if (!check_usage(cli))
        return QUOIN_USAGE;
    struct work work = {.cli = cli, .arena = arena_new()};
    work.item = cli->listed_count ? cli->listed[0].value : NULL;
    if (!work.arena || !arena_guard(&work.arena, 1, recover, &work)) {
        arena_close(work.arena);
        memory_tell_short();
        return QUOIN_LIMIT;
    }
    say_diag(&work.diag);
    quoin_status status = (quoin_status)work.diag.status;
    arena_close(work.arena);
    return status;
}
