/*
 * Item by item: the source is taken out, rendered, and its pages compared with those in the pack,
 * and where they are the same its tags. The stamps that lie over them are put aside and compared at
 * the end, all at once.
 */
#include "pack/verify.h"

#include <string.h>

#include "pack/bookmatch.h"
#include "pack/canon.h"
#include "pack/corner.h"
#include "pack/front_places.h"
#include "pack/numbering.h"
#include "pack/page_parts.h"
#include "pack/pageprint.h"
#include "pack/stampcut.h"
#include "pack/stampform.h"
#include "pack/tagmatch.h"
#include "pack/token.h"

#define WORD_MAX 40
#define NO_ITEM  SIZE_MAX

/* A page's stamp, until it is known to be one that quoin makes. */
struct stamped {
    size_t item;  /* index of the item; NO_ITEM: the page is blank */
    size_t place; /* of the page in the pack */
    qpdf_oh form;
    struct matrix at;
    str item_word, page_word; /* what it says that it says */
    bool is_ours;
};

struct verifying {
    struct arena *arena;
    struct diag *diag;
    const quoin_kit *kit;
    const struct source *pack;
    const char *layout;
    qpdf_data q;
    size_t page_count;
    struct packed_item *items;
    struct verified *verified; /* of each item, and of pages that belong to none */
    size_t count, verified_count;
    bool *is_taken; /* one a page: some item has it */
    bool *is_own;   /* one a page: of a foreign pack's */
    struct front_places
        *front;     /* of the item at hand: nothing is told where it is no front sheet */
    bool *is_blank; /* one a page: nothing but a stamp stands on it */
    struct stamped *stamps;
    size_t stamp_count, stamp_capacity;
    bool is_tagged;        /* the document says that it has tags */
    struct tagwords words; /* of all tags */
    struct taglist *tags;  /* the document's; NULL: not read yet */
    struct tagback *back;
    const struct booklist *bookmarks; /* the document's; NULL: not read yet */
};

/* ---- verdicts ------------------------------------------------------------------------------ */

static bool judge(struct verified *v, enum verdict verdict, str reason)
{
    v->verdict = verdict;
    v->reason = reason;
    return false;
}

static bool judge_page(struct verifying *w, struct verified *v, size_t place, const char *what)
{
    v->differs = place + 1;
    return judge(v, VERDICT_ALTERED, str_format(w->arena, "page %zu %s", place + 1, what));
}

/* ---- the pages as they are told ------------------------------------------------------------ */

static void keep_stamp(struct verifying *w, size_t item, size_t place, const struct page_stamp *s);

static bool begins_item(const struct verifying *w, size_t place)
{
    for (size_t i = 0; i < w->count; i++)
        if (w->items[i].page_count && w->items[i].places[0] == place)
            return true;
    return false;
}

static bool is_empty(struct arena *a, str content)
{
    str found, wanted;
    return canon_content(a, content, &found) &&
           canon_content(a, STR("/Artifact <</Type /Layout>> BDC EMC"), &wanted) &&
           str_eq(found, wanted);
}

/*
 * What order.c puts before an item that begins on a right-hand page, with nothing but its stamp on
 * it, which is judged with all others.
 */
static bool is_blank(struct verifying *w, size_t place)
{
    qpdf_oh page = qpdf_get_page_n(w->q, place);
    struct stamp_call call;
    str content;
    if (!begins_item(w, place + 1) || handle_has(w->q, page, "/Annots") ||
        handle_has(w->q, page, "/AA") || !page_parts_content(w->arena, w->q, page, &content))
        return false;
    content = str_trim(content);
    if (stampcut_take(w->arena, &content, &call)) {
        qpdf_oh objects = handle_get(w->q, handle_get(w->q, page, "/Resources"), "/XObject");
        str name = str_format(w->arena, "/%.*s", STR_ARG(call.name));
        struct page_stamp stamp = {handle_get(w->q, objects, name.p), call.place};
        keep_stamp(w, NO_ITEM, place, &stamp);
    }
    return is_empty(w->arena, content);
}

static void note_taken(struct verifying *w)
{
    w->is_taken = ARENA_ARRAY(w->arena, w->page_count, bool);
    for (size_t i = 0; i < w->count; i++)
        for (size_t k = 0; k < w->items[i].page_count; k++)
            if (w->items[i].places[k] != SIZE_MAX)
                w->is_taken[w->items[i].places[k]] = true;
}

static void note_blanks(struct verifying *w)
{
    w->is_blank = ARENA_ARRAY(w->arena, w->page_count, bool);
    for (size_t i = 0; i < w->page_count; i++)
        w->is_blank[i] = !w->is_taken[i] && !w->is_own[i] && is_blank(w, i);
}

/* Pages between two of an item's: those of other items may stand there, and blank versos. */
static bool check_between(struct verifying *w, const struct packed_item *item, size_t i,
                          struct verified *v)
{
    for (size_t place = item->places[i - 1] + 1; place < item->places[i]; place++)
        if (!w->is_taken[place] && !w->is_blank[place])
            return judge_page(w, v, place, "stands among its pages and is none of them");
    return true;
}

/* All there, in their order, and nothing else between them. */
static bool check_places(struct verifying *w, const struct packed_item *item, struct verified *v)
{
    bool is_front = str_is(item->number, RECORD_ITEMS_FRONT);
    for (size_t i = 0; i < item->page_count; i++) {
        if (item->places[i] == SIZE_MAX)
            return judge(v, VERDICT_ALTERED,
                         str_format(w->arena, "its page %zu is missing", i + 1));
        if (i == 0)
            continue;
        if (item->places[i] <= item->places[i - 1])
            return judge_page(w, v, item->places[i - 1], "stands in another order");
        if (!is_front && !check_between(w, item, i, v))
            return false;
    }
    return true;
}

/* ---- rendering the source ------------------------------------------------------------------ */

static long long read_whole(str s, long long otherwise)
{
    long long value = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || value > 1000000000000)
            return otherwise;
        value = value * 10 + (s.p[i] - '0');
    }
    return s.n ? value : otherwise;
}

static const char *text_or_null(str s)
{
    return s.n ? s.p : NULL;
}

/* Facts hold no slash: a layout that is a file is the caller's, or none. */
static quoin_options options_of(const struct verifying *w, const struct source_facts *facts)
{
    quoin_options options = QUOIN_OPTIONS_DEFAULT;
    bool is_file = str_ends(facts->layout, STR(".xml"));
    options.layout = is_file ? w->layout : text_or_null(facts->layout);
    options.variant = text_or_null(facts->variant);
    options.part = text_or_null(facts->part);
    options.epoch = read_whole(facts->epoch, -1);
    options.agenda_item = text_or_null(facts->agenda_item);
    options.first_page = (unsigned)read_whole(facts->first_page, 0);
    return options;
}

struct files {
    struct arena *arena;
    quoin_file *files;
    size_t count, capacity;
};

static void add_file(struct files *f, str name, str bytes)
{
    *ARENA_PUSH(f->arena, f->files, f->count, f->capacity) =
        (quoin_file){str_copy(f->arena, name).p, bytes.p, bytes.n};
}

static quoin_report *open_files(struct verifying *w, const struct files *f,
                                const struct source_facts *facts)
{
    quoin_options options = options_of(w, facts);
    quoin_report *report = quoin_report_open_files(w->kit, f->files, f->count, &options);
    if (!report)
        arena_oom(w->arena);
    return report;
}

/* The bytes of the PDF, in the arena; empty when it cannot be made. */
static str render(struct verifying *w, const struct packed_item *item,
                  const struct recovered *found)
{
    struct files f = {.arena = w->arena};
    const void *bytes;
    size_t size;
    add_file(&f, STR("report.xml"), found->xml);
    for (size_t i = 0; i < found->pictures.count; i++)
        add_file(&f, found->pictures.files[i].name, found->pictures.files[i].bytes);
    w->front = front_places_open(w->arena, w->items, w->count, item,
                                 (size_t)read_whole(item->facts.first_page, 1));
    quoin_report *report = open_files(w, &f, &item->facts);
    if (quoin_is_agenda(report) && str_ends(item->number, STR(RECORD_ITEMS_FRONT)))
        front_places_tell(w->front, report);
    quoin_status status = quoin_render(report, &bytes, &size);
    char *copy = bytes ? arena_try(w->arena, size + 1) : NULL;
    if (copy)
        memcpy(copy, bytes, size);
    quoin_report_close(report);
    if (status == QUOIN_LIMIT || (bytes && !copy))
        arena_oom(w->arena);
    return (str){copy, copy ? size : 0};
}

static bool take_source(struct verifying *w, const struct packed_item *item, struct verified *v,
                        struct recovered *out)
{
    struct diag ignored;
    diag_init(&ignored, w->arena);
    if (source_take(w->arena, &ignored, w->pack, w->q, &item->files, &item->facts, true, out))
        return true;
    return judge(v, VERDICT_ALTERED, STR("the report that it carries was changed or damaged"));
}

static bool is_same_quoin(const struct packed_item *item)
{
    return str_is(item->facts.version, quoin_version());
}

/* The layout is there, and is the one that was used: what was rendered says so itself. */
static bool check_layout(struct verifying *w, const struct packed_item *item,
                         const struct part *made, struct verified *v)
{
    struct source_facts facts = source_facts_in(w->arena, made->xmp);
    if (str_eq(facts.layout_hash, item->facts.layout_hash))
        return true;
    return judge(v, VERDICT_UNKNOWN,
                 str_format(w->arena, "the layout “%.*s” is not the one that it was made with",
                            STR_ARG(item->facts.layout)));
}

/* Opens what the source renders. */
static bool make_again(struct verifying *w, const struct packed_item *item, struct verified *v,
                       struct part *made)
{
    struct recovered found;
    struct diag ignored;
    if (!take_source(w, item, v, &found))
        return false;
    if (str_ends(item->facts.layout, STR(".xml")) && !w->layout)
        return judge(v, VERDICT_UNKNOWN,
                     str_format(w->arena, "it was made with the layout %.*s: name it with --layout",
                                STR_ARG(item->facts.layout)));
    struct source *pdf = ARENA_NEW(w->arena, struct source);
    *pdf = (struct source){STR("the source"), render(w, item, &found)};
    diag_init(&ignored, w->arena);
    if (pdf->text.n && part_open(w->arena, &ignored, pdf, made))
        return true;
    return judge(v, is_same_quoin(item) ? VERDICT_ALTERED : VERDICT_UNKNOWN,
                 STR("the report that it carries cannot be rendered"));
}

/* ---- comparing pages ----------------------------------------------------------------------- */

static void keep_stamp(struct verifying *w, size_t item, size_t place, const struct page_stamp *s)
{
    struct stamped stamped = {.item = item, .place = place, .form = s->form, .at = s->place};
    stampform_read(w->arena, w->q, s->form, &stamped.item_word, &stamped.page_word);
    *ARENA_PUSH(w->arena, w->stamps, w->stamp_count, w->stamp_capacity) = stamped;
}

static bool compare_page(struct verifying *w, struct printer *there, struct printer *here,
                         size_t item, size_t i, qpdf_oh made)
{
    uint8_t found[DIGEST_SIZE], wanted[DIGEST_SIZE];
    const struct packed_item *packed = &w->items[item];
    struct page_stamps stamps;
    size_t place = packed->places[i];
    if (!pageprint_take(there, packed->pages[i], &stamps, found) ||
        !pageprint_take(here, made, NULL, wanted) || memcmp(found, wanted, DIGEST_SIZE) != 0)
        return judge_page(w, &w->verified[item], place, "shows other content");
    for (size_t k = 0; k < stamps.count; k++)
        keep_stamp(w, item, place, &stamps.stamps[k]);
    return true;
}

static bool compare_pages(struct verifying *w, size_t item, const struct part *made)
{
    const struct packed_item *packed = &w->items[item];
    struct verified *v = &w->verified[item];
    qpdf_oh *pages = ARENA_ARRAY(w->arena, made->page_count, qpdf_oh);
    for (size_t i = 0; i < made->page_count; i++)
        pages[i] = qpdf_get_page_n(made->q, i);
    struct printer *there = pageprint_open(w->arena, w->q, packed->pages, packed->page_count);
    struct printer *here = pageprint_open(w->arena, made->q, pages, made->page_count);
    for (size_t i = 0; i < packed->page_count && i < made->page_count; i++)
        if (!compare_page(w, there, here, item, i, pages[i]))
            return false;
    if (packed->page_count == made->page_count)
        return true;
    return judge(v, VERDICT_ALTERED,
                 str_format(w->arena, "it has %zu pages, and its source renders %zu",
                            packed->page_count, made->page_count));
}

/* ---- comparing tags ------------------------------------------------------------------------ */

/* The pack's, for the first item that needs them. */
static void read_tags(struct verifying *w)
{
    if (w->tags)
        return;
    w->words.map.arena = w->arena;
    w->tags = taglist_read(w->arena, w->q, &w->words);
    w->back = tagback_open(w->tags);
}

static bool compare_tags(struct verifying *w, size_t index, const struct part *made)
{
    const struct packed_item *packed = &w->items[index];
    struct tagmatch_item item = {packed->places, packed->page_count, w->is_taken};
    struct tagmatch_fault fault;
    struct verified *v = &w->verified[index];
    if (!w->is_tagged)
        return judge(v, VERDICT_ALTERED,
                     STR("its tags are gone: screen readers cannot tell what is on its pages"));
    read_tags(w);
    if (w->tags->is_cut)
        return judge(v, VERDICT_UNKNOWN, STR("the PDF has more tags than can be compared"));
    if (tagmatch_compare(w->arena, w->tags, w->back, &item,
                         taglist_read(w->arena, made->q, &w->words), &fault))
        return true;
    v->differs = packed->places[fault.page] + 1;
    return judge(v, VERDICT_ALTERED,
                 str_format(w->arena, "page %zu: %.*s", v->differs, STR_ARG(fault.words)));
}

/* ---- comparing bookmarks ------------------------------------------------------------------- */

static bool compare_bookmarks(struct verifying *w, size_t index, const struct part *made)
{
    const struct packed_item *packed = &w->items[index];
    struct verified *v = &w->verified[index];
    size_t page;
    str title;
    if (!w->bookmarks)
        w->bookmarks = bookmatch_read(w->arena, w->q);
    if (bookmatch_compare(w->bookmarks, packed->places, packed->page_count,
                          bookmatch_read(w->arena, made->q), &page, &title))
        return true;
    v->differs = packed->places[page] + 1;
    return judge(v, VERDICT_ALTERED,
                 str_format(w->arena, "page %zu: no bookmark “%.*s” leads to it any more",
                            v->differs, STR_ARG(title)));
}

/* ---- an item ------------------------------------------------------------------------------- */

/* Where pages differ because another quoin made them, nothing can be told. */
static void excuse_other_quoin(struct verifying *w, size_t item)
{
    struct verified *v = &w->verified[item];
    str version = w->items[item].facts.version;
    if (v->verdict == VERDICT_ALTERED && !is_same_quoin(&w->items[item]))
        judge(v, VERDICT_UNKNOWN,
              str_format(w->arena, "it was made by quoin %.*s, and this is %s", STR_ARG(version),
                         quoin_version()));
}

static bool compare_all(struct verifying *w, size_t index, const struct part *made)
{
    return compare_pages(w, index, made) && compare_tags(w, index, made) &&
           compare_bookmarks(w, index, made);
}

/* Of a front sheet that is as it was made: are the pages that it names still right? */
static bool check_front(struct verifying *w, struct verified *v)
{
    bool by_others;
    str changes = front_places_changes(w->arena, w->front, &by_others);
    if (changes.n == 0)
        return true;
    return judge(v, by_others ? VERDICT_ALTERED : VERDICT_OUTDATED,
                 str_format(w->arena, "as first made, but %.*s", STR_ARG(changes)));
}

static void verify_item(struct verifying *w, size_t index)
{
    const struct packed_item *item = &w->items[index];
    struct verified *v = &w->verified[index];
    struct part made;
    *v = (struct verified){.number = item->number, .title = item->title};
    if (item->first != SIZE_MAX) {
        v->first = item->first + 1;
        v->last = item->last + 1;
    }
    judge(v, VERDICT_SAME, STR("as its source renders"));
    if (!item->has_source && item->facts.version.n) /* facts are written only beside a source */
        judge(v, VERDICT_ALTERED, STR("its source has been taken out"));
    else if (!item->has_source)
        judge(v, VERDICT_OTHER, STR("it carries no report to compare it with"));
    else if (check_places(w, item, v) && make_again(w, item, v, &made) &&
             !(compare_all(w, index, &made) && check_front(w, v))) {
        enum verdict altered = v->verdict;
        if (altered == VERDICT_ALTERED && check_layout(w, item, &made, v))
            excuse_other_quoin(w, index);
    }
}

/* ---- stamps -------------------------------------------------------------------------------- */

/* "1 0 0 1 400 780" */
static bool is_place(str numbers, const struct matrix *place)
{
    struct tokens tokens = {.text = numbers};
    const long long wanted[6] = {place->a, place->b, place->c, place->d, place->e, place->f};
    for (int i = 0; i < 6; i++)
        if (token_next(&tokens).value != wanted[i])
            return false;
    return true;
}

/* Is it the stamp that a layout made, where it belongs? */
static bool is_made_so(struct verifying *w, struct printer *printer, const struct stamped *s,
                       const struct stampforms *forms, qpdf_oh form)
{
    uint8_t found[DIGEST_SIZE], wanted[DIGEST_SIZE];
    struct corner corner = corner_find(w->q, qpdf_get_page_n(w->q, s->place));
    str place = corner_matrix(w->arena, &corner, forms->width, forms->height);
    return is_place(place, &s->at) && pageprint_take_form(printer, s->form, found) &&
           pageprint_take_form(printer, form, wanted) && memcmp(found, wanted, DIGEST_SIZE) == 0;
}

/* Words that a pack stamps: none is longer, or of a script from right to left (from Hebrew on). */
static bool is_plain(str word)
{
    if (word.n > WORD_MAX || utf8_check(word) < word.n)
        return false;
    for (size_t at = 0; at < word.n;) {
        uint32_t c = utf8_next(word, &at);
        if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c >= 0x590)
            return false;
    }
    return true;
}

/* Makes the stamps as a layout does, and sees which of them are there. */
static void try_look(struct verifying *w, const struct stamp_look *look)
{
    quoin_stamp *wanted = ARENA_ARRAY(w->arena, w->stamp_count + 1, quoin_stamp);
    struct stamped **open = ARENA_ARRAY(w->arena, w->stamp_count + 1, struct stamped *);
    struct printer *printer = pageprint_open(w->arena, w->q, NULL, 0);
    struct stampforms forms;
    struct diag ignored;
    size_t count = 0;
    for (size_t i = 0; i < w->stamp_count; i++) {
        struct stamped *s = &w->stamps[i];
        bool is_any = s->item_word.n || s->page_word.n;
        if (s->is_ours || !is_any || !is_plain(s->item_word) || !is_plain(s->page_word))
            continue;
        wanted[count] = (quoin_stamp){s->item_word.p, s->page_word.p};
        open[count++] = s;
    }
    diag_init(&ignored, w->arena);
    if (count == 0 ||
        !stampform_make(w->arena, &ignored, w->kit, look, wanted, count, w->q, &forms))
        return;
    for (size_t i = 0; i < count; i++)
        open[i]->is_ours = is_made_so(w, printer, open[i], &forms, forms.forms[i]);
}

/* Is the page called otherwise than its stamp says? It may have moved since. */
static void note_words(struct verifying *w, struct verified *v, const struct stamped *s, str label)
{
    if (v->verdict != VERDICT_SAME || v->differs)
        return;
    if (s->page_word.n && !str_eq(s->page_word, label)) {
        v->differs = s->place + 1;
        v->reason = str_format(w->arena, "as its source renders, but page %zu is stamped “%.*s”",
                               s->place + 1, STR_ARG(s->page_word));
    }
}

/* As it is, then in each of its variants. */
static void try_layout(struct verifying *w, const char *layout, const char *variants)
{
    struct stamp_look look = {.layout = layout};
    str left = str_z(variants);
    try_look(w, &look);
    for (str variant = str_word(&left); variant.n; variant = str_word(&left)) {
        look.variant = str_copy(w->arena, variant).p;
        try_look(w, &look);
    }
}

static void judge_stamp(struct verifying *w, const struct stamped *s,
                        const struct page_number *numbers)
{
    struct verified *v = s->item == NO_ITEM ? NULL : &w->verified[s->item];
    if (!v)
        w->is_blank[s->place] = w->is_blank[s->place] && s->is_ours;
    else if (s->is_ours)
        note_words(w, v, s, numbering_text(w->arena, numbers[s->place]));
    else if (v->verdict == VERDICT_SAME || v->verdict == VERDICT_OUTDATED)
        judge_page(w, v, s->place, "has a stamp that is none of quoin's");
}

static void verify_stamps(struct verifying *w)
{
    qpdf_oh labels = handle_get(w->q, qpdf_get_root(w->q), "/PageLabels");
    struct page_number *numbers = numbering_read(w->arena, w->q, labels, w->page_count);
    const char *shipped;
    if (w->stamp_count == 0)
        return;
    for (size_t i = 0; (shipped = quoin_layout_name(w->kit, i, NULL)); i++)
        try_layout(w, shipped, quoin_layout_variants(w->kit, i));
    if (w->layout)
        try_layout(w, w->layout, "");
    for (size_t i = 0; i < w->stamp_count; i++)
        judge_stamp(w, &w->stamps[i], numbers);
}

/* ---- pages of no item ------------------------------------------------------------------------ */

static bool is_stray(const struct verifying *w, size_t place)
{
    return !w->is_taken[place] && !w->is_own[place] && !w->is_blank[place];
}

/* Those that stand one behind the other are one entry, behind those of the items. */
static void add_strays(struct verifying *w)
{
    for (size_t i = 0; i < w->page_count; i++) {
        if (!is_stray(w, i))
            continue;
        struct verified *v = &w->verified[w->verified_count++];
        *v = (struct verified){.first = i + 1, .differs = i + 1};
        while (i + 1 < w->page_count && is_stray(w, i + 1))
            i++;
        v->last = i + 1;
        judge(v, VERDICT_STRAY,
              v->first == v->last ? STR("it belongs to no item") : STR("they belong to no item"));
    }
}

/* ---- the whole ----------------------------------------------------------------------------- */

/* A report alone: all pages are its own. */
static bool read_plain(struct verifying *w, const struct part *part)
{
    struct packed_item *item = w->items = ARENA_NEW(w->arena, struct packed_item);
    w->count = 1;
    *item = (struct packed_item){.title = part->title, .page_count = w->page_count};
    item->pages = ARENA_ARRAY(w->arena, w->page_count, qpdf_oh);
    item->places = ARENA_ARRAY(w->arena, w->page_count, size_t);
    for (size_t i = 0; i < w->page_count; i++) {
        item->pages[i] = qpdf_get_page_n(w->q, i);
        item->places[i] = i;
    }
    item->last = w->page_count - 1;
    item->facts = source_facts_in(w->arena, part->xmp);
    item->has_source =
        item->facts.version.n &&
        source_find(w->arena, w->q, handle_get(w->q, part->root, "/AF"), &item->files);
    if (!item->has_source)
        diag_hint(w->diag,
                  diag_add(w->diag, Q711, (struct pos){.source = w->pack},
                           "this is no pack, and carries no report"),
                  "quoin did not make it, or another program has taken out what quoin put in");
    return item->has_source;
}

bool verify_pack(struct arena *a, struct diag *d, const quoin_kit *kit, const struct source *pack,
                 const char *layout, struct verified **items, size_t *count)
{
    struct verifying w = {.arena = a, .diag = d, .kit = kit, .pack = pack, .layout = layout};
    struct part part;
    if (!part_open(a, d, pack, &part))
        return false;
    w.q = part.q;
    w.page_count = part.page_count;
    w.is_tagged = part.is_tagged;
    if (!(record_items_are_there(w.q) ? record_items_read(a, d, pack, w.q, &w.items, &w.count)
                                      : read_plain(&w, &part)))
        return false;
    note_taken(&w);
    w.is_own = record_items_own(a, w.q);
    note_blanks(&w);
    w.verified = ARENA_ARRAY(a, w.count + w.page_count, struct verified);
    w.verified_count = w.count;
    for (size_t i = 0; i < w.count; i++)
        verify_item(&w, i);
    verify_stamps(&w);
    add_strays(&w);
    handle_take_faults(a, w.q); /* nothing is altered for want of memory */
    *items = w.verified;
    *count = w.verified_count;
    return true;
}
