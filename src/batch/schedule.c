/*
 * All that is found goes into one list with its place on the disk, in the order the user named and
 * find.h walks. What is there twice is struck out; names are made and compared over the whole list,
 * so that every shard comes to the same judgement; only then is the shard's part cut out.
 *
 * Files are read one at a time into an arena of the plan's own, which is rewound after each.
 */
#include "batch/schedule.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/digest.h"
#include "base/file.h"
#include "batch/find.h"
#include "batch/naming.h"

/* Collisions told one by one; where the pattern is at fault there are as many as reports. */
#define COLLISIONS_MAX 20

struct candidate {
    struct document document;
    str folded; /* the output as a disk sees it that knows no upper case: see fold() */
    dev_t device;
    ino_t inode;
    size_t order; /* in which it was met */
    bool has_place, is_link, is_again;
};

struct planner {
    struct arena *arena, *scratch;
    struct diag *diag;
    const struct batch_options *options;
    str pattern;
    struct candidate *items;
    size_t count, capacity;
    struct passed_over passed_over;
    bool has_own_layouts;
    size_t aliases;
    str alias, alias_of;
    bool is_whole;  /* all that was named could be looked at */
    bool has_files; /* not all of it is folders */
};

/* ---- the output's name ------------------------------------------------------------------------
 */

static str without_xml(str name)
{
    bool is_xml = name.n > 4 && strncasecmp(name.p + name.n - 4, ".xml", 4) == 0;
    return str_sub(name, 0, name.n - (is_xml ? 4 : 0));
}

static void set_asked_for(const struct planner *p, struct naming_facts *facts)
{
    str part = str_z(p->options->report.part);
    facts->variant = str_z(p->options->report.variant);
    facts->part = str_is(part, "all") ? STR("") : part;
}

static struct naming_facts facts_of(const struct planner *p, const struct found *found)
{
    struct naming_facts facts = {.stem = without_xml(file_name(found->name))};
    const quoin_identity *identity = found->identity;
    set_asked_for(p, &facts);
    if (!identity)
        return facts;
    facts.organisation = str_z(identity->organisation);
    facts.short_name = str_z(identity->short_name);
    facts.area = str_z(identity->area);
    facts.title = str_z(identity->title);
    facts.year = str_z(identity->year);
    facts.lang = str_z(identity->lang);
    facts.quarter = identity->quarter;
    return facts;
}

/* "" and in *problem why there is none. */
static str make_output(const struct planner *p, const struct found *found, str *problem)
{
    struct naming_facts facts = facts_of(p, found);
    str made, missing;
    if (!found->identity) {
        *problem = STR("it cannot be read");
    } else if (!naming_fill(p->scratch, p->pattern, &facts, &made, &missing)) {
        *problem = str_format(p->arena, "it says no {%.*s} that a name could be made of",
                              STR_ARG(missing));
    } else if (!naming_is_safe(made)) {
        str shown = str_sub(made, 0, made.n < 60 ? made.n : 60);
        *problem = str_format(p->arena, "no file can be called \"%.*s%s.pdf\"", STR_ARG(shown),
                              shown.n < made.n ? "…" : "");
    } else {
        str folder = str_sub(found->name, 0, found->name.n - file_name(found->name).n);
        return str_format(p->arena, "%.*s%.*s.pdf", STR_ARG(folder), STR_ARG(made));
    }
    return STR("");
}

/* ---- gathering ----------------------------------------------------------------------------------
 */

static struct document describe(const struct planner *p, const struct found *found)
{
    struct document document = {.path = str_copy(p->arena, found->path),
                                .name = str_copy(p->arena, found->name)};
    const quoin_identity *identity = found->identity;
    document.output = make_output(p, found, &document.problem);
    if (!identity)
        return document;
    document.organisation = str_copy(p->arena, str_z(identity->organisation));
    document.area = str_copy(p->arena, str_z(identity->area));
    document.title = str_copy(p->arena, str_z(identity->title));
    document.year = str_copy(p->arena, str_z(identity->year));
    document.lang = str_copy(p->arena, str_z(identity->lang));
    document.quarter = identity->quarter;
    document.line = identity->line;
    document.sha256 = digest_hex(p->arena, found->source->text);
    return document;
}

/* As a disk sees it that knows no upper case; bytes that are no text it has to tell apart. */
static str fold(struct arena *a, str s)
{
    return utf8_check(s) == s.n ? str_upper(a, s) : str_copy(a, s);
}

static void take(void *state, const struct found *found)
{
    struct planner *p = state;
    struct candidate c = {.document = describe(p, found), .order = p->count};
    struct stat st;
    c.has_place = stat(found->path.p, &st) == 0;
    if (c.has_place) {
        c.device = st.st_dev;
        c.inode = st.st_ino;
        c.is_link = lstat(found->path.p, &st) == 0 && S_ISLNK(st.st_mode);
    }
    str layout = found->identity ? str_z(found->identity->layout) : STR("");
    p->has_own_layouts |= str_find(layout, '/') < layout.n || str_ends(layout, STR(".xml"));
    c.folded = fold(p->arena, c.document.output);
    *ARENA_PUSH(p->arena, p->items, p->count, p->capacity) = c;
}

static void fail_missing(struct planner *p, str path, int error)
{
    char text[128];
    struct finding *f = diag_add(p->diag, Q701, file_pos(p->diag, path), "cannot find this: %s",
                                 strerror_r(error, text, sizeof text)); /* the GNU one */
    diag_hint(p->diag, f, "name report files, or folders that hold some");
    p->is_whole = false;
}

static bool is_agenda(const struct found *found)
{
    return found->identity && !found->identity->is_report &&
           str_search(found->source->text, STR("urn:quoin:agenda:"), 0) < found->source->text.n;
}

static void refuse_agenda(struct planner *p, str path)
{
    diag_hint(p->diag,
              diag_add(p->diag, Q750, file_pos(p->diag, path), "this is an agenda, not a report"),
              "quoin pack makes its pack");
    p->is_whole = false;
}

static void take_input(struct planner *p, str path)
{
    struct stat st;
    if (stat(path.p, &st) != 0) {
        fail_missing(p, path, errno);
    } else if (S_ISDIR(st.st_mode)) {
        if (!find_reports(p->scratch, p->diag, path, str_z(p->options->output), take, p,
                          &p->passed_over))
            p->is_whole = false;
    } else {
        struct arena_mark mark = arena_mark(p->scratch);
        struct found found = find_file(p->scratch, path, file_name(path));
        p->has_files = true;
        if (is_agenda(&found))
            refuse_agenda(p, path);
        else
            take(p, &found);
        arena_rewind(p->scratch, mark);
    }
}

static void gather(void *state)
{
    struct planner *p = state;
    for (const char *const *input = p->options->inputs; *input; input++)
        take_input(p, str_z(*input));
}

static void close_arena(void *arena)
{
    arena_close(arena);
}

/* What the scratch arena lacks the plan's lacks too. */
static void gather_all(struct planner *p)
{
    p->scratch = arena_new();
    if (!p->scratch)
        arena_oom(p->arena);
    arena_defer(p->arena, close_arena, p->scratch);
    if (!arena_guard(&p->scratch, 1, gather, p))
        arena_oom(p->arena);
}

/* ---- the same file again
 * ------------------------------------------------------------------------- */

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

static int by_order(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    return ORDER(x->order, y->order);
}

static int by_place(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    int order = ORDER(x->has_place, y->has_place);
    if (order == 0)
        order = ORDER(x->device, y->device);
    if (order == 0)
        order = ORDER(x->inode, y->inode);
    if (order == 0)
        order = ORDER(x->is_link, y->is_link);
    return order ? order : by_order(a, b);
}

static bool is_same_file(const struct candidate *x, const struct candidate *y)
{
    return x->has_place && y->has_place && x->device == y->device && x->inode == y->inode;
}

static void sort(struct planner *p, int (*compare)(const void *, const void *))
{
    if (p->count)
        qsort(p->items, p->count, sizeof *p->items, compare);
}

/* A link to one that is taken where it is itself. */
static void note_alias(struct planner *p, const struct candidate *link, const struct candidate *of)
{
    if (!link->is_link || of->is_link)
        return;
    if (p->aliases++ == 0 || str_cmp(link->document.path, p->alias) < 0) {
        p->alias = link->document.path;
        p->alias_of = of->document.path;
    }
}

static void strike_repeated(struct planner *p)
{
    size_t kept = 0, first = 0;
    sort(p, by_place);
    for (size_t i = 1; i < p->count; i++) {
        p->items[i].is_again = is_same_file(&p->items[first], &p->items[i]);
        if (p->items[i].is_again)
            note_alias(p, &p->items[i], &p->items[first]);
        else
            first = i;
    }
    sort(p, by_order);
    for (size_t i = 0; i < p->count; i++)
        if (!p->items[i].is_again)
            p->items[kept++] = p->items[i];
    p->count = kept;
}

/* ---- collisions
 * ------------------------------------------------------------------------------------ */

static int by_output(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    int order = str_cmp(x->folded, y->folded);
    if (order == 0)
        order = str_cmp(x->document.output, y->document.output);
    if (order == 0)
        order = str_cmp(x->document.name, y->document.name);
    return order ? order : by_order(a, b);
}

/* Byte for byte, and with one output. */
static bool is_copy(const struct document *x, const struct document *y)
{
    return str_eq(x->output, y->output) && str_eq(x->sha256, y->sha256);
}

static void hint_apart(struct planner *p, struct finding *f, const struct document *x,
                       const struct document *y)
{
    str pattern = p->pattern;
    str stem = naming_plain(p->diag->arena, without_xml(file_name(x->name)));
    str other = naming_plain(p->diag->arena, without_xml(file_name(y->name)));
    if (!str_eq(x->output, y->output))
        diag_hint(p->diag, f,
                  "call one of the folders something else: Windows and macOS take them for one");
    else if (is_copy(x, y))
        diag_hint(p->diag, f,
                  "leave one out: remove it, or call it .%.*s, since names that begin with a dot "
                  "are passed over in folders",
                  STR_ARG(file_name(y->path)));
    else if (str_eq(stem, other))
        diag_hint(p->diag, f,
                  "name the folder that both are in: each folder beneath it becomes one of OUTDIR");
    else
        diag_hint(p->diag, f, "--name '%.*s-{stem}' tells them apart by their file names",
                  STR_ARG(pattern));
}

static void tell_collision(struct planner *p, const struct document *first,
                           const struct document *second)
{
    struct pos pos = file_pos(p->diag, second->path);
    struct finding *f;
    pos.line = (uint32_t)second->line;
    pos.column = pos.line > 0;
    if (is_copy(first, second))
        f = diag_add(
            p->diag, Q751, pos,
            "this is a copy of %.*s:%d, the same to the byte; the PDF of both would be %.*s",
            STR_ARG(first->path), first->line, STR_ARG(second->output));
    else if (str_eq(first->output, second->output))
        f = diag_add(p->diag, Q751, pos, "its PDF would be %.*s, and so would that of %.*s:%d",
                     STR_ARG(second->output), STR_ARG(first->path), first->line);
    else
        f = diag_add(
            p->diag, Q751, pos,
            "its PDF would be %.*s, which some disks cannot tell from %.*s, that of %.*s:%d",
            STR_ARG(second->output), STR_ARG(first->output), STR_ARG(first->path), first->line);
    hint_apart(p, f, first, second);
}

/* Each is told with the first of its name. Sorted by output. */
static size_t tell_collisions(struct planner *p)
{
    size_t told = 0;
    const struct candidate *first = NULL;
    for (size_t i = 0; i < p->count; i++) {
        const struct candidate *c = &p->items[i];
        if (c->folded.n == 0)
            continue;
        if (!first || !str_eq(first->folded, c->folded))
            first = c;
        else if (++told <= COLLISIONS_MAX)
            tell_collision(p, &first->document, &c->document);
    }
    return told;
}

static int by_folded(const void *key, const void *item)
{
    return str_cmp(*(const str *)key, ((const struct candidate *)item)->folded);
}

/* A folder on the way to one PDF that has the name of another. Sorted by output. */
static size_t tell_folders(struct planner *p)
{
    size_t told = 0;
    for (size_t i = 0; i < p->count; i++)
        for (size_t n = 0; n < p->items[i].folded.n; n++) {
            str folder = str_sub(p->items[i].folded, 0, n);
            const struct candidate *other = NULL;
            if (p->items[i].folded.p[n] == '/')
                other = bsearch(&folder, p->items, p->count, sizeof *p->items, by_folded);
            if (other && ++told <= COLLISIONS_MAX)
                diag_add(p->diag, Q751, file_pos(p->diag, p->items[i].document.path),
                         "its PDF would be %.*s, in a folder of the name that the PDF of %.*s has",
                         STR_ARG(p->items[i].document.output), STR_ARG(other->document.path));
        }
    return told;
}

/* Names that the batch keeps to itself in OUTDIR; those with a dot before them cannot be met. */
static void check_reserved(struct planner *p)
{
    static const char *const reserved[] = {"INDEX.HTML", "QUOIN-MANIFEST.JSONL"};
    for (size_t i = 0; i < p->count; i++) {
        str first = str_sub(p->items[i].folded, 0, str_find(p->items[i].folded, '/'));
        const struct document *document = &p->items[i].document;
        for (size_t k = 0; k < sizeof reserved / sizeof *reserved; k++)
            if (str_is(first, reserved[k]))
                diag_hint(p->diag,
                          diag_add(p->diag, Q752, file_pos(p->diag, document->path),
                                   "its PDF would be %.*s, in a folder of the name that a file of "
                                   "the batch itself has",
                                   STR_ARG(document->output)),
                          "call the folder something else");
    }
}

static void check_outputs(struct planner *p)
{
    sort(p, by_output);
    size_t told = tell_collisions(p), again = tell_folders(p);
    size_t more = (told > COLLISIONS_MAX ? told - COLLISIONS_MAX : 0) +
                  (again > COLLISIONS_MAX ? again - COLLISIONS_MAX : 0);
    if (more)
        diag_add(p->diag, Q751, (struct pos){0}, "%zu more reports have a name that is taken",
                 more);
    check_reserved(p);
}

/* ---- the pattern and what is named
 * ---------------------------------------------------------------- */

/* Does it need a variant or a part that nobody asks for? All reports alike would lack it. */
static bool check_pattern(struct planner *p)
{
    struct naming_facts facts = {.organisation = STR("x"),
                                 .short_name = STR("x"),
                                 .area = STR("x"),
                                 .year = STR("x"),
                                 .title = STR("x"),
                                 .lang = STR("x"),
                                 .stem = STR("x"),
                                 .quarter = 1};
    str made, missing;
    if (!naming_check(p->diag, p->pattern))
        return false;
    set_asked_for(p, &facts);
    if (naming_fill(p->arena, p->pattern, &facts, &made, &missing))
        return true;
    struct finding *f = diag_add(p->diag, Q752, (struct pos){0},
                                 "in the pattern \"%.*s\": {%.*s} has no value without --%.*s",
                                 STR_ARG(p->pattern), STR_ARG(missing), STR_ARG(missing));
    diag_hint(p->diag, f, "in brackets it is left out where there is none: [-{%.*s}]",
              STR_ARG(missing));
    return false;
}

static bool check_count(struct planner *p)
{
    if (p->count || diag_failed(p->diag))
        return p->count > 0;
    const char *first = p->options->inputs[0] ? p->options->inputs[0] : ".";
    bool is_one = !p->options->inputs[0] || !p->options->inputs[1];
    struct finding *f = diag_add(p->diag, Q750, file_pos(p->diag, str_z(first)), "%s",
                                 is_one ? "there is no report here"
                                        : "there is no report here, nor in what else was named");
    if (p->passed_over.files)
        diag_hint(p->diag, f,
                  "none of the %zu files *.xml holds a report: its outermost element would be "
                  "<report>",
                  p->passed_over.files);
    else if (p->passed_over.links)
        diag_hint(p->diag, f, "folders that are links are not entered: name %.*s itself",
                  STR_ARG(p->passed_over.link));
    else
        diag_hint(p->diag, f,
                  "reports are files *.xml; did you name a folder of PDFs? quoin source takes the "
                  "report out of one");
    return false;
}

/* ---- shards
 * ----------------------------------------------------------------------------------------- */

bool schedule_is_mine(str name, struct shard shard)
{
    uint8_t hash[DIGEST_SIZE];
    uint64_t number = 0;
    struct digest d;
    if (shard.count <= 1)
        return true;
    digest_begin(&d);
    digest_add(&d, name);
    digest_end(&d, hash);
    for (int i = 0; i < 8; i++)
        number = number << 8 | hash[i];
    return number % shard.count == shard.index;
}

bool schedule_read_hash(str hex, uint64_t *number)
{
    *number = 0;
    if (hex.n < DIGEST_HEX || !str_is_made_of(str_sub(hex, 0, DIGEST_HEX), "0123456789abcdef"))
        return false;
    for (int i = 0; i < 16; i++) {
        char c = hex.p[i];
        *number = *number << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return true;
}

/* Sorted by output. */
static void deal(struct planner *p, struct schedule *out)
{
    out->documents = ARENA_ARRAY(p->arena, p->count, struct document);
    for (size_t i = 0; i < p->count; i++)
        if (schedule_is_mine(p->items[i].document.name, p->options->shard))
            out->documents[out->count++] = p->items[i].document;
        else
            out->documents[p->count - ++out->elsewhere] = p->items[i].document;
    out->passed_over = p->passed_over.files;
    out->has_own_layouts = p->has_own_layouts;
    out->linked_folders = p->passed_over.links;
    out->linked_folder = p->passed_over.link;
    out->aliases = p->aliases;
    out->alias = p->alias;
    out->alias_of = p->alias_of;
}

static int by_bytes(const void *a, const void *b)
{
    const struct document *x = a, *y = b;
    int order = str_cmp(x->output, y->output);
    return order ? order : str_cmp(x->name, y->name);
}

bool schedule_make(struct arena *a, struct diag *d, const struct batch_options *options,
                   struct schedule *out)
{
    struct planner p = {
        .arena = a, .diag = d, .options = options, .is_whole = true, .passed_over.arena = a};
    p.pattern = naming_pattern(str_z(options->pattern ? options->pattern : NAMING_DEFAULT));
    *out = (struct schedule){0};
    if (!check_pattern(&p))
        return false;
    size_t before = d->errors;
    gather_all(&p);
    size_t left_out = d->errors; /* folders within the ones named, where all of those are read */
    strike_repeated(&p);
    if (!check_count(&p))
        return false;
    check_outputs(&p);
    deal(&p, out);
    out->is_whole = p.is_whole && !p.has_files && left_out == before;
    if (out->count)
        qsort(out->documents, out->count, sizeof *out->documents, by_bytes);
    return p.is_whole && d->errors == left_out;
}
