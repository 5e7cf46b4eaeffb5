/*
 * read: XML to model. One walk in document order fills the model; then the measures that figures
 * in the words name are looked up, for the words may stand before the table.
 *
 * Arrays are counted before they are filled and never move: measures, KPIs and entries are pointed
 * at from all over the model.
 */
#include "report/read.h"

#include "xml/vocab.h"

str read_attr(struct reader *r, const struct xml_node *node, const char *name)
{
    str text = str_collapse(r->arena, xml_value(node, name));
    origins_add_attr(r->origins, text, r->doc, xml_attr(node, name));
    return text;
}

str read_content(struct reader *r, const struct xml_node *node)
{
    str text = node ? xml_content(r->arena, node) : (str){0};
    origins_add_content(r->origins, text, r->doc, node);
    return text;
}

int read_choice(const struct xml_node *node, const char *name, const char *words)
{
    str value = node->decl ? xml_value_or_fallback(node, name) : xml_value(node, name);
    str rest = str_z(words);
    int i = 0;
    for (str word = str_word(&rest); word.n; word = str_word(&rest), i++)
        if (str_eq(word, str_trim(value)))
            return i;
    return -1;
}

bool read_flag(const struct xml_node *node, const char *name)
{
    return read_choice(node, name, "no yes") == 1;
}

size_t read_count(const struct xml_node *node, const char *name)
{
    size_t n = 0;
    for (const struct xml_node *c = xml_child(node, name); c; c = xml_next(c, name))
        n++;
    return n;
}

str read_id(struct reader *r, const struct xml_node *node, struct target t)
{
    t.id = str_trim(xml_value(node, "id"));
    t.pos = xml_pos(r->doc, node);
    if (t.id.n)
        idmap_add(r->ids, t);
    return t.id;
}

/* ---- sections --------------------------------------------------------------------------- */

static struct piece *next_piece(struct section *s, enum part_kind kind)
{
    struct piece *last = s->piece_count ? &s->pieces[s->piece_count - 1] : NULL;
    if (last && last->kind == kind)
        return last;
    s->pieces[s->piece_count].kind = kind;
    return &s->pieces[s->piece_count++];
}

/* The number of KPIs that follow one another from node on, blocks ending the run. */
static size_t count_run(const struct xml_node *node)
{
    size_t n = 0;
    for (; node; node = node->next) {
        if (xml_is(node, "kpi"))
            n++;
        else if (node->decl)
            break;
    }
    return n;
}

static void read_pieces(struct reader *r, const struct xml_node *node, struct section *s)
{
    size_t most = 0;
    for (const struct xml_node *n = node->children; n; n = n->next)
        most += n->name.n > 0;
    s->pieces = ARENA_ARRAY(r->arena, most, struct piece);
    struct block *last = NULL;
    for (const struct xml_node *n = node->children; n; n = n->next) {
        bool is_kpi = xml_is(n, "kpi");
        struct block *b = is_kpi ? NULL : read_block(r, n);
        if (!is_kpi && !b)
            continue;
        struct piece *p = next_piece(s, is_kpi ? SECTION_KPI : SECTION_BLOCKS);
        if (is_kpi && !p->kpi_count)
            p->kpis = ARENA_ARRAY(r->arena, count_run(n), struct kpi);
        if (is_kpi)
            read_kpi(r, n, &p->kpis[p->kpi_count++]);
        else if (p->blocks && last)
            last->next = b;
        else
            p->blocks = b;
        last = b;
    }
}

static void read_section(struct reader *r, const struct xml_node *node, size_t number,
                         struct section *s)
{
    s->number = number;
    s->title = read_attr(r, node, "title");
    s->lang = read_attr(r, node, "xml:lang");
    s->pos = xml_pos(r->doc, node);
    s->id = read_id(r, node, (struct target){.kind = TARGET_SECTION, .name = s->title});
    read_pieces(r, node, s);
}

/* ---- appendices and the glossary -------------------------------------------------------- */

static void check_letter(struct reader *r, const struct xml_node *node, str letter)
{
    if (!letter.n || (letter.n == 1 && letter.p[0] >= 'A' && letter.p[0] <= 'Z'))
        return;
    struct finding *f = diag_add(r->diag, Q308, xml_value_pos(r->doc, xml_attr(node, "id")),
                                 "“%.*s” is not an appendix's letter", STR_ARG(letter));
    diag_hint(r->diag, f, "appendices are lettered A to Z in capitals, in the order they stand");
}

static void read_appendix(struct reader *r, const struct xml_node *node, struct appendix *out)
{
    out->title = read_attr(r, node, "title");
    out->lang = read_attr(r, node, "xml:lang");
    out->has_cover = read_choice(node, "cover", "no yes") != 0;
    out->pos = xml_pos(r->doc, node);
    out->letter = read_id(r, node, (struct target){.kind = TARGET_PART, .name = out->title});
    check_letter(r, node, out->letter);
    out->sections = ARENA_ARRAY(r->arena, read_count(node, "section"), struct section);
    for (const struct xml_node *n = xml_child(node, "section"); n; n = xml_next(n, "section")) {
        read_section(r, n, out->section_count + 1, &out->sections[out->section_count]);
        out->section_count++;
    }
}

static void read_entry(struct reader *r, const struct xml_node *node, struct entry *e)
{
    e->term = read_attr(r, node, "term");
    e->abbreviation = read_attr(r, node, "abbreviation");
    e->expansion = read_attr(r, node, "expansion");
    e->lang = read_attr(r, node, "xml:lang");
    e->pos = xml_pos(r->doc, node);
    e->meaning = read_words(r, node);
    e->id = read_id(r, node, (struct target){.kind = TARGET_ENTRY, .name = e->term, .entry = e});
}

/* "Independent Custody Visitors" -> "term-independent-custody-visitors" */
static str slug_of(struct arena *a, str term)
{
    struct buf b = {.arena = a};
    bool is_gap = true;
    buf_addz(&b, "term");
    for (size_t i = 0; i < term.n; i++) {
        unsigned char c = (unsigned char)term.p[i];
        unsigned char low = c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
        bool is_kept = (low >= 'a' && low <= 'z') || (low >= '0' && low <= '9');
        if (is_kept && is_gap)
            buf_byte(&b, '-');
        if (is_kept)
            buf_byte(&b, low);
        is_gap = !is_kept;
    }
    return buf_str(&b);
}

/* Ids for the entries that have none, once all that are written are known. */
static void name_entries(struct reader *r, struct glossary *g)
{
    for (size_t i = 0; i < g->entry_count; i++) {
        struct entry *e = &g->entries[i];
        if (e->id.n)
            continue;
        struct target t = {.kind = TARGET_ENTRY, .name = e->term, .entry = e, .pos = e->pos};
        str slug = t.id = slug_of(r->arena, e->term);
        for (size_t n = i + 1; idmap_add(r->ids, t); n += g->entry_count)
            t.id = str_format(r->arena, "%.*s-%zu", STR_ARG(slug), n);
        e->id = t.id;
    }
}

static struct glossary *read_glossary(struct reader *r, const struct xml_node *node)
{
    struct glossary *g = ARENA_NEW(r->arena, struct glossary);
    g->title = read_attr(r, node, "title");
    g->pos = xml_pos(r->doc, node);
    g->letter = read_id(r, node, (struct target){.kind = TARGET_PART, .name = g->title});
    check_letter(r, node, g->letter);
    g->entries = ARENA_ARRAY(r->arena, read_count(node, "entry"), struct entry);
    for (const struct xml_node *n = xml_child(node, "entry"); n; n = xml_next(n, "entry"))
        read_entry(r, n, &g->entries[g->entry_count++]);
    name_entries(r, g);
    return g;
}

/* ---- the report ------------------------------------------------------------------------- */

static str child_text(struct reader *r, const struct xml_node *node, const char *name)
{
    return read_content(r, xml_child(node, name));
}

void read_head(struct reader *r, const struct xml_node *root, struct report *out)
{
    const struct xml_attr *layout = xml_attr(root, "layout");
    const struct xml_node *organisation = xml_child(root, "organisation");
    out->lang = read_attr(r, root, "xml:lang");
    if (!out->lang.n)
        out->lang = STR("en-GB");
    out->layout = layout ? str_trim(layout->value) : (str){0};
    out->layout_pos = layout ? xml_value_pos(r->doc, layout) : xml_pos(r->doc, root);
    out->organisation = child_text(r, root, "organisation");
    if (organisation)
        out->organisation_short = read_attr(r, organisation, "short");
    out->area = child_text(r, root, "area");
}

static void read_own_head(struct reader *r, const struct xml_node *root, struct report *out)
{
    if (!quarter_parse_year(str_trim(xml_value(root, "year")), &out->quarter.year))
        out->quarter.year = 2000; /* told by valid.c; any year lets reading go on */
    int number = read_choice(root, "quarter", "1 2 3 4");
    out->quarter.number = number < 0 ? 1 : number + 1;
    out->title = child_text(r, root, "title");
    out->subject = child_text(r, root, "subject");
    out->keywords = child_text(r, root, "keywords");
}

/* The date of the document: the meeting's, or `published`, or the quarter's last day. */
static struct date find_date(const struct report *out, const struct xml_node *root)
{
    struct date d;
    if (out->paper)
        return out->paper->meeting;
    if (date_parse(str_trim(xml_value(root, "published")), &d))
        return d;
    return quarter_last_day(out->quarter);
}

static void read_parts(struct reader *r, const struct xml_node *root, struct report *out)
{
    const struct xml_node *paper = xml_child(root, "paper");
    const struct xml_node *glossary = xml_child(root, "glossary");
    if (paper)
        out->paper = read_paper(r, paper);
    out->appendices = ARENA_ARRAY(r->arena, read_count(root, "appendix"), struct appendix);
    for (const struct xml_node *n = xml_child(root, "appendix"); n; n = xml_next(n, "appendix"))
        read_appendix(r, n, &out->appendices[out->appendix_count++]);
    if (glossary)
        out->glossary = read_glossary(r, glossary);
    out->date = find_date(out, root);
}

/* Every id of the document, so that "not there" and "there, but something else" can be told apart.
 */
static void collect_ids(struct reader *r, const struct xml_node *node)
{
    for (const struct xml_node *n = node; n; n = n->next) {
        str id = str_trim(xml_value(n, "id"));
        if (id.n)
            idmap_add(r->written, (struct target){.id = id});
        collect_ids(r, n->children);
    }
}

/* The measures that figures and changes name. */
static void resolve_figures(struct reader *r)
{
    for (size_t i = 0; i < r->pending_count; i++) {
        struct inl *one = r->pending[i].one;
        const struct target *t = idmap_find(r->ids, one->target);
        if (t && t->measure) {
            one->measure = t->measure;
        } else if (t || idmap_find(r->written, one->target)) {
            struct finding *f =
                diag_add(r->diag, Q305, one->pos, "“%.*s” is not a measure", STR_ARG(one->target));
            diag_hint(r->diag, f,
                      "name the id of a <measure>; to point at other places, use "
                      "<ref to=\"%.*s\"/>",
                      STR_ARG(one->target));
        }
    }
}

struct report *report_read(struct arena *a, struct diag *d, const struct source *source)
{
    struct xml_doc *doc = xml_load(a, d, source);
    if (!doc)
        return NULL;
    bool is_partial = !valid_check(a, d, &report_vocab, doc);
    if (!xml_is(doc->root, "report"))
        return NULL;
    struct report *out = ARENA_NEW(a, struct report);
    struct reader r = {.arena = a, .diag = d, .doc = doc, .report = out};
    out->origins = r.origins = origins_new(a, NULL);
    r.ids = idmap_new(a);
    r.written = idmap_new(a);
    out->doc = doc;
    out->ids = r.ids;
    collect_ids(&r, doc->root);
    read_head(&r, doc->root, out);
    read_own_head(&r, doc->root, out);
    read_parts(&r, doc->root, out);
    resolve_figures(&r);
    check_report(a, d, out, is_partial);
    if (!is_partial)
        narrative_check(d, out);
    return diag_failed(d) ? NULL : out;
}
