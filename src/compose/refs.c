/*
 * One walk over the model before composing, so that a reference can lead forwards. Things with an
 * id of the report's are anchored by that id; the others by names made here, with a colon, which
 * no id can hold.
 */
#include "compose/refs.h"

static str numbered(struct composer *c, enum word word, str number)
{
    struct field fields[] = {{"number", number}, {NULL, {0}}};
    return composer_word(c, word, &(struct scope){fields, c->scope});
}

str refs_part_name(struct composer *c, str letter)
{
    struct field fields[] = {{"letter", letter}, {NULL, {0}}};
    return composer_word(c, WORD_APPENDIX, &(struct scope){fields, c->scope});
}

str refs_glossary_title(const struct composer *c)
{
    const struct glossary *g = c->report->glossary;
    return g && g->title.n ? g->title : c->layout->words[WORD_GLOSSARY];
}

/* What the walk carries: is the part it is in composed? */
struct walk {
    struct composer *composer;
    bool is_composed;
};

static void add(const struct walk *w, str id, enum target_kind kind, str name,
                const struct inl *words)
{
    struct target target = {.id = id, .kind = kind, .name = name, .words = words};
    if (id.n == 0)
        return;
    idmap_add(w->composer->targets, target);
    if (w->is_composed)
        idmap_add(w->composer->reachable, target);
}

static void add_blocks(const struct walk *w, const struct block *blocks, size_t *number)
{
    for (const struct block *b = blocks; b; b = b->next) {
        str name = {0};
        const struct inl *words = b->kind == BLOCK_HEADING ? b->words : NULL;
        if (b->kind == BLOCK_TABLE && b->table)
            words = b->table->caption;
        if (b->kind == BLOCK_PARA && number)
            name = numbered(w->composer, WORD_PARAGRAPH,
                            str_format(w->composer->arena, "%zu", ++*number));
        if (b->kind == BLOCK_NOTE)
            name = b->title;
        add(w, b->id, TARGET_BLOCK, name, words);
        add_blocks(w, b->blocks, NULL);
        for (const struct block_item *i = b->items; i; i = i->next)
            add_blocks(w, i->blocks, NULL);
    }
}

static void add_paper(const struct walk *w, const struct paper *paper)
{
    size_t number = 0;
    for (size_t i = 0; i < paper->topic_count; i++) {
        const struct topic *t = &paper->topics[i];
        add(w, t->id, TARGET_TOPIC, t->title, NULL);
        add_blocks(w, t->blocks, &number);
    }
}

static void add_kpi(const struct walk *w, const struct kpi *kpi)
{
    add(w, kpi->id, TARGET_KPI, numbered(w->composer, WORD_KPI, kpi->ref), NULL);
    for (size_t i = 0; i < kpi->measure_count; i++)
        add(w, kpi->measures[i].id, TARGET_MEASURE, kpi->measures[i].name_text, NULL);
    for (size_t i = 0; i < kpi->commentary_count; i++)
        add_blocks(w, kpi->commentaries[i].blocks, NULL);
}

static void add_section(const struct walk *w, const struct section *section)
{
    str number = str_format(w->composer->arena, "%zu", section->number);
    add(w, section->id, TARGET_SECTION, numbered(w->composer, WORD_SECTION, number), NULL);
    for (size_t i = 0; i < section->piece_count; i++) {
        const struct piece *p = &section->pieces[i];
        for (size_t k = 0; p->kind == SECTION_KPI && k < p->kpi_count; k++)
            add_kpi(w, &p->kpis[k]);
        if (p->kind == SECTION_BLOCKS)
            add_blocks(w, p->blocks, NULL);
    }
}

void refs_collect(struct composer *c)
{
    const struct report *r = c->report;
    const struct glossary *g = r->glossary;
    struct walk w = {c, r->paper && composer_takes(c, STR("paper"))};
    c->targets = idmap_new(c->arena);
    c->reachable = idmap_new(c->arena);
    if (r->paper)
        add_paper(&w, r->paper);
    for (size_t i = 0; i < r->appendix_count; i++) {
        const struct appendix *a = &r->appendices[i];
        w.is_composed = composer_takes(c, a->letter);
        add(&w, a->letter, TARGET_PART, refs_part_name(c, a->letter), NULL);
        for (size_t k = 0; k < a->section_count; k++)
            add_section(&w, &a->sections[k]);
    }
    w.is_composed = g && composer_takes(c, g->letter);
    if (g)
        add(&w, g->letter, TARGET_PART, refs_part_name(c, g->letter), NULL);
    for (size_t i = 0; g && i < g->entry_count; i++)
        add(&w, g->entries[i].id, TARGET_ENTRY, g->entries[i].term, NULL);
}

const struct target *refs_find(const struct composer *c, str id)
{
    return idmap_find(c->targets, id);
}

bool refs_is_reachable(const struct composer *c, str id)
{
    return idmap_find(c->reachable, id) != NULL;
}

str refs_name(struct composer *c, const struct target *target)
{
    return target->name.n ? target->name : narrative_plain(c->arena, target->words);
}

str refs_anchor(struct composer *c, const struct target *target)
{
    if (target->kind == TARGET_PART)
        return refs_part_anchor(c, target->id);
    if (target->kind == TARGET_ENTRY)
        return str_format(c->arena, "gloss:%.*s", STR_ARG(target->id));
    return target->id;
}

str refs_part_anchor(struct composer *c, str letter)
{
    return str_format(c->arena, "app:%.*s", STR_ARG(letter));
}

str refs_section_anchor(struct composer *c, const struct appendix *appendix,
                        const struct section *section)
{
    if (section->id.n)
        return section->id;
    return str_format(c->arena, "sec:%.*s-%zu", STR_ARG(appendix->letter), section->number);
}

str refs_kpi_anchor(struct composer *c, const struct appendix *appendix, const struct kpi *kpi)
{
    if (kpi->id.n)
        return kpi->id;
    return str_format(c->arena, "kpi:%.*s-%.*s", STR_ARG(appendix->letter), STR_ARG(kpi->ref));
}

str refs_measure_anchor(struct composer *c, const struct appendix *appendix,
                        const struct measure *measure)
{
    if (measure->id.n)
        return measure->id;
    return str_format(c->arena, "measure:%.*s-%.*s-%zu", STR_ARG(appendix->letter),
                      STR_ARG(measure->kpi->ref), measure->index + 1);
}

str refs_entry_anchor(struct composer *c, const struct entry *entry)
{
    return str_format(c->arena, "gloss:%.*s", STR_ARG(entry->id));
}
