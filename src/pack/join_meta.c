/*
 * The pack's own metadata goes on: title, authors, subject, keywords, dates; no clock is asked.
 * What is said in XMP is said in Info too. Other entries of the pack's Info stay; other XMP
 * properties do not: they are about the file as it was, in schemas that only their writers know.
 *
 * Of PDF/A's parts only 2 and 3 can be kept: 1 forbids how packs are written (object streams), 4
 * forbids Info, which older readers show.
 */
#include "pack/joint.h"

#include <string.h>

#include "pack/intents.h"
#include "pack/moment.h"
#include "pack/xmp.h"

#define PRODUCERS_MAX 40

struct describing {
    struct joint *joint;
    struct arena *arena;
    qpdf_oh info; /* the pack's as it was */
    str xmp;
    str title, description, keywords, tool, producer;
    struct words creators, langs, producers;
    struct moment created, changed;
    struct part_claims claims; /* of the pack that is made */
};

/* ---- words --------------------------------------------------------------------------------- */

static void add_word(struct describing *m, struct words *words, str text)
{
    str word = xmp_clean(m->arena, text);
    for (size_t i = 0; i < words->count; i++)
        if (str_eq(words->list[i], word))
            return;
    if (word.n > 0)
        *ARENA_PUSH(m->arena, words->list, words->count, words->capacity) = word;
}

static str join_words(struct describing *m, struct words words)
{
    struct buf out = {.arena = m->arena};
    for (size_t i = 0; i < words.count; i++) {
        buf_addz(&out, i ? "; " : "");
        buf_add(&out, words.list[i]);
    }
    return str_copy(m->arena, buf_str(&out));
}

static str info_text(struct describing *m, qpdf_data q, qpdf_oh info, const char *key)
{
    return xmp_clean(m->arena, handle_text(m->arena, q, handle_get(q, info, key)));
}

/* As XMP says, else as Info does. */
static str read_own(struct describing *m, const char *property, const char *key)
{
    str value = xmp_value(m->arena, m->xmp, property);
    return value.n ? value : info_text(m, m->joint->q, m->info, key);
}

static void read_words(struct describing *m)
{
    m->title = read_own(m, "dc:title", "/Title");
    if (m->title.n == 0)
        m->title = STR("Agenda pack");
    m->description = read_own(m, "dc:description", "/Subject");
    m->keywords = read_own(m, "pdf:Keywords", "/Keywords");
    m->tool = read_own(m, "xmp:CreatorTool", "/Creator");
    m->creators = xmp_values(m->arena, m->xmp, "dc:creator");
    if (m->creators.count == 0)
        add_word(m, &m->creators, info_text(m, m->joint->q, m->info, "/Author"));
}

/* ---- producers and languages ---------------------------------------------------------------- */

/* A pack of ours that is packed again names several, parted as we do. */
static void add_producers(struct describing *m, str text)
{
    while (text.n > 0 && m->producers.count < PRODUCERS_MAX) {
        size_t end = str_search(text, STR("; "), 0);
        add_word(m, &m->producers, str_sub(text, 0, end));
        text = str_sub(text, end < text.n ? end + 2 : end, text.n);
    }
}

static void read_part(struct describing *m, const struct part *part)
{
    str producer = xmp_value(m->arena, part->xmp, "pdf:Producer");
    if (producer.n == 0 && part->q)
        producer = info_text(m, part->q, handle_get(part->q, qpdf_get_trailer(part->q), "/Info"),
                             "/Producer");
    add_producers(m, producer);
    add_word(m, &m->langs, part->lang);
}

static void read_parts(struct describing *m)
{
    qpdf_data q = m->joint->q;
    add_word(m, &m->producers, str_format(m->arena, "quoin %s", quoin_version()));
    add_word(m, &m->langs, handle_text(m->arena, q, handle_get(q, qpdf_get_root(q), "/Lang")));
    for (size_t i = 0; i < m->joint->graft_count; i++)
        read_part(m, m->joint->grafts[i].part);
    m->producer = join_words(m, m->producers);
}

/* ---- dates --------------------------------------------------------------------------------- */

static struct moment read_date(struct describing *m, const char *key, const char *property)
{
    struct moment date = moment_read(info_text(m, m->joint->q, m->info, key));
    return date.year ? date : moment_read(xmp_value(m->arena, m->xmp, property));
}

/* ---- claims -------------------------------------------------------------------------------- */

/* Levels of PDF/A from the least: B looks the same, U can be read as text too, A is accessible. */
static int level_rank(char level)
{
    return level == 'A' ? 3 : level == 'U' ? 2 : 1;
}

/* What the best of the parts claim: the first one's PDF/A, in the highest level. */
static struct part_claims find_best(const struct joint *j)
{
    struct part_claims best = {0};
    for (size_t i = 0; i < j->graft_count; i++) {
        const struct part_claims *c = &j->grafts[i].part->claims;
        best.is_ua = best.is_ua || c->is_ua;
        if (best.pdfa == 0)
            best.pdfa = c->pdfa;
        if (c->pdfa && c->pdfa == best.pdfa &&
            (!best.pdfa_level || level_rank(c->pdfa_level) > level_rank(best.pdfa_level)))
            best.pdfa_level = c->pdfa_level ? c->pdfa_level : 'B';
    }
    return best;
}

static void add_lack(struct buf *lacks, const char *text)
{
    buf_addz(lacks, lacks->n ? " or " : "");
    buf_addz(lacks, text);
}

/* "PDF/A-3a" */
static str pdfa_name(struct arena *a, const struct part_claims *c)
{
    return str_format(a, "PDF/A-%d%c", c->pdfa, c->pdfa_level | 0x20);
}

/* What a part does not claim: "PDF/UA (accessible) or PDF/A-3 (archival)". The pack cannot then. */
static str weigh_part(struct describing *m, size_t graft, const struct part_claims *best)
{
    const struct part_claims *c = &m->joint->grafts[graft].part->claims;
    struct buf lacks = {.arena = m->arena};
    if (best->is_ua && !c->is_ua) {
        add_lack(&lacks, "PDF/UA (accessible)");
        m->claims.is_ua = false;
    }
    if (best->pdfa && c->pdfa != best->pdfa) {
        add_lack(&lacks, str_format(m->arena, "PDF/A-%d (archival)", best->pdfa).p);
        m->claims.pdfa = 0;
    } else if (best->pdfa && level_rank(c->pdfa_level) < level_rank(best->pdfa_level)) {
        add_lack(&lacks, pdfa_name(m->arena, best).p);
        if (level_rank(c->pdfa_level) < level_rank(m->claims.pdfa_level))
            m->claims.pdfa_level = c->pdfa_level ? c->pdfa_level : 'B';
    }
    return str_copy(m->arena, buf_str(&lacks));
}

static void name_part(struct describing *m, size_t graft, struct buf *out)
{
    buf_addz(out, out->n ? ", " : "");
    if (graft == 0)
        buf_addz(out, "the pack as it was");
    else
        buf_format(out, "item %.*s", STR_ARG(m->joint->grafts[graft].number));
}

/* One finding for all parts that lack the same as `graft`; none unless that is the first. */
static void tell_lacks(struct describing *m, const str *lacks, size_t graft)
{
    struct buf names = {.arena = m->arena};
    size_t count = 0, all = m->joint->graft_count;
    for (size_t i = 0; i < all; i++) {
        if (!str_eq(lacks[i], lacks[graft]))
            continue;
        if (i < graft)
            return;
        name_part(m, i, &names);
        count++;
    }
    str text = str_format(
        m->arena, "%zu of %zu PDFs %s not claim to be %.*s, so neither does the pack: %.*s", count,
        all, count == 1 ? "does" : "do", STR_ARG(lacks[graft]), STR_ARG(buf_str(&names)));
    joint_tell(m->joint, 0, Q724, text.p,
               "nothing else is lost; have them made again as such if the whole pack must be");
}

static void tell_unfit(struct describing *m)
{
    str text =
        str_format(m->arena, "a pack cannot be PDF/A-%d: the mark is left out", m->claims.pdfa);
    if (m->claims.pdfa == 2 || m->claims.pdfa == 3)
        return;
    joint_tell(m->joint, 0, Q724, text.p, "PDF/A-2 and PDF/A-3 can be kept, if every part is that");
    m->claims.pdfa = 0;
}

static void weigh_colours(struct describing *m)
{
    size_t chosen = intents_choose(m->joint);
    for (size_t i = 0, count = m->joint->graft_count; i < count && m->claims.pdfa; i++) {
        if (intents_agree(m->joint, chosen, i))
            continue;
        joint_tell(m->joint, i, Q724,
                   "the PDF's colours are for another output than the pack's, so the pack is not "
                   "PDF/A",
                   "have both made for sRGB if the whole pack must be PDF/A");
        m->claims.pdfa = 0;
    }
}

static void weigh_claims(struct describing *m)
{
    struct part_claims best = find_best(m->joint);
    str *lacks = ARENA_ARRAY(m->arena, m->joint->graft_count, str);
    m->claims = best;
    for (size_t i = 0; i < m->joint->graft_count; i++)
        lacks[i] = weigh_part(m, i, &best);
    for (size_t i = 0; i < m->joint->graft_count; i++)
        if (lacks[i].n)
            tell_lacks(m, lacks, i);
    if (m->claims.pdfa)
        tell_unfit(m);
    if (m->claims.pdfa)
        weigh_colours(m);
}

/* ---- writing ------------------------------------------------------------------------------- */

/* What the pack said in XMP and nowhere else. */
static void add_others(struct describing *m, struct buf *out)
{
    static const struct {
        const char *name;
        enum xmp_list kind;
    } others[] = {{"dc:subject", XMP_UNORDERED},
                  {"dc:publisher", XMP_UNORDERED},
                  {"dc:contributor", XMP_UNORDERED},
                  {"dc:rights", XMP_ALTERNATIVES}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        xmp_add_list(out, others[i].name, others[i].kind,
                     xmp_values(m->arena, m->xmp, others[i].name));
}

static void write_xmp(struct describing *m)
{
    qpdf_data q = m->joint->q;
    struct buf out = {.arena = m->arena};
    xmp_begin(&out);
    xmp_add_list(&out, "dc:title", XMP_ALTERNATIVES, (struct words){&m->title, 1, 1});
    xmp_add_list(&out, "dc:creator", XMP_ORDERED, m->creators);
    xmp_add_list(&out, "dc:description", XMP_ALTERNATIVES, (struct words){&m->description, 1, 1});
    xmp_add_list(&out, "dc:language", XMP_UNORDERED, m->langs);
    add_others(m, &out);
    xmp_add(&out, "pdf:Keywords", m->keywords);
    xmp_add(&out, "pdf:Producer", m->producer);
    xmp_add(&out, "xmp:CreatorTool", m->tool);
    xmp_add(&out, "xmp:CreateDate", moment_write(m->arena, &m->created, MOMENT_XMP));
    xmp_add(&out, "xmp:ModifyDate", moment_write(m->arena, &m->changed, MOMENT_XMP));
    xmp_add(&out, "xmp:MetadataDate", moment_write(m->arena, &m->changed, MOMENT_XMP));
    xmp_add_claims(&out, m->claims.is_ua, m->claims.pdfa, m->claims.pdfa_level);
    xmp_end(&out);
    qpdf_oh stream = handle_new_stream(q, buf_str(&out));
    handle_set(q, stream, "/Type", qpdf_oh_new_name(q, "/Metadata"));
    handle_set(q, stream, "/Subtype", qpdf_oh_new_name(q, "/XML"));
    handle_set(q, qpdf_get_root(q), "/Metadata", stream);
}

/* Entries of the pack's own making ("Company") are kept, but for claims about what it is. */
static qpdf_oh keep_info(struct describing *m)
{
    qpdf_data q = m->joint->q;
    qpdf_oh info = qpdf_oh_new_dictionary(q);
    size_t count = 0;
    str *keys = handle_keys(m->arena, q, m->info, &count);
    for (size_t i = 0; i < count; i++) {
        qpdf_oh value = handle_get(q, m->info, keys[i].p);
        if (qpdf_oh_is_string(q, value) && !str_starts(keys[i], STR("/GTS_")))
            handle_set(q, info, keys[i].p, value);
    }
    return info;
}

static void set_info(struct describing *m, qpdf_oh info, const char *key, str text)
{
    qpdf_data q = m->joint->q;
    handle_set(q, info, key, text.n ? handle_new_text(m->arena, q, text) : qpdf_oh_new_null(q));
}

static void write_info(struct describing *m)
{
    qpdf_data q = m->joint->q;
    qpdf_oh info = keep_info(m);
    set_info(m, info, "/Title", m->title);
    set_info(m, info, "/Author", join_words(m, m->creators));
    set_info(m, info, "/Subject", m->description);
    set_info(m, info, "/Keywords", m->keywords);
    set_info(m, info, "/Creator", m->tool);
    set_info(m, info, "/Producer", m->producer);
    set_info(m, info, "/CreationDate", moment_write(m->arena, &m->created, MOMENT_PDF));
    set_info(m, info, "/ModDate", moment_write(m->arena, &m->changed, MOMENT_PDF));
    handle_set(q, qpdf_get_trailer(q), "/Info", qpdf_make_indirect_object(q, info));
}

bool join_meta(struct joint *j)
{
    struct describing m = {.joint = j, .arena = j->arena};
    m.info = handle_get(j->q, qpdf_get_trailer(j->q), "/Info");
    m.xmp = j->grafts[0].part->xmp;
    read_words(&m);
    read_parts(&m);
    m.created = read_date(&m, "/CreationDate", "xmp:CreateDate");
    m.changed = read_date(&m, "/ModDate", "xmp:ModifyDate");
    weigh_claims(&m);
    write_xmp(&m);
    write_info(&m);
    return true;
}
