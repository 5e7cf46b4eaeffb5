/*
 * One walk over the model before composing, so that a reference can lead forwards. Things with an
 * id of the report's are anchored by that id; the others by names made here.
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

static void add(struct composer *c, str id, enum target_kind kind, str name,
                const struct inl *words)
{
    if (id.n)
        idmap_add(c->targets,
                  (struct target){.id = id, .kind = kind, .name = name, .words = words});
}

static void add_blocks(struct composer *c, const struct block *blocks, size_t *number)
{
    for (const struct block *b = blocks; b; b = b->next) {
        str name = {0};
        const struct inl *words = b->kind == BLOCK_HEADING ? b->words : NULL;
        if (b->kind == BLOCK_TABLE && b->table)
            words = b->table->caption;
        if (b->kind == BLOCK_PARA && number)
            name = numbered(c, WORD_PARAGRAPH, str_format(c->arena, "%zu", ++*number));
        if (b->kind == BLOCK_NOTE)
            name = b->title;
        add(c, b->id, TARGET_BLOCK, name, words);
        add_blocks(c, b->blocks, NULL);
        for (const struct block_item *i = b->items; i; i = i->next)
            add_blocks(c, i->blocks, NULL);
    }
}

static void add_paper(struct composer *c, const struct paper *paper)
{
    size_t number = 0;
    for (size_t i = 0; i < paper->topic_count; i++) {
        const struct topic *t = &paper->topics[i];
        add(c, t->id, TARGET_TOPIC, t->title, NULL);
        add_blocks(c, t->blocks, &number);
    }
}

static void add_kpi(struct composer *c, const struct kpi *kpi)
{
    add(c, kpi->id, TARGET_KPI, numbered(c, WORD_KPI, kpi->ref), NULL);
    for (size_t i = 0; i < kpi->measure_count; i++)
        add(c, kpi->measures[i].id, TARGET_MEASURE, kpi->measures[i].name_text, NULL);
    for (size_t i = 0; i < kpi->commentary_count; i++)
        add_blocks(c, kpi->commentaries[i].blocks, NULL);
}

static void add_section(struct composer *c, const struct section *section)
{
    str number = str_format(c->arena, "%zu", section->number);
    add(c, section->id, TARGET_SECTION, numbered(c, WORD_SECTION, number), NULL);
    for (size_t i = 0; i < section->piece_count; i++) {
        const struct piece *p = &section->pieces[i];
        for (size_t k = 0; p->kind == SECTION_KPI && k < p->kpi_count; k++)
            add_kpi(c, &p->kpis[k]);
        if (p->kind == SECTION_BLOCKS)
            add_blocks(c, p->blocks, NULL);
    }
}

void refs_collect(struct composer *c)
{
    const struct report *r = c->report;
    c->targets = idmap_new(c->arena);
    if (r->paper && composer_takes(c, STR("paper")))
        add_paper(c, r->paper);
    for (size_t i = 0; i < r->appendix_count; i++) {
        const struct appendix *a = &r->appendices[i];
        if (!composer_takes(c, a->letter))
            continue;
        add(c, a->letter, TARGET_PART, refs_part_name(c, a->letter), NULL);
        for (size_t k = 0; k < a->section_count; k++)
            add_section(c, &a->sections[k]);
    }
    const struct glossary *g = r->glossary;
    if (!g || !composer_takes(c, g->letter))
        return;
    add(c, g->letter, TARGET_PART, refs_part_name(c, g->letter), NULL);
    for (size_t i = 0; i < g->entry_count; i++)
        add(c, g->entries[i].id, TARGET_ENTRY, g->entries[i].term, NULL);
}

const struct target *refs_find(const struct composer *c, str id)
{
    return idmap_find(c->targets, id);
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
        return str_format(c->arena, "gloss-%.*s", STR_ARG(target->id));
    return target->id;
}

str refs_part_anchor(struct composer *c, str letter)
{
    return str_format(c->arena, "app-%.*s", STR_ARG(letter));
}

str refs_section_anchor(struct composer *c, const struct appendix *appendix,
                        const struct section *section)
{
    if (section->id.n)
        return section->id;
    return str_format(c->arena, "sec-%.*s-%zu", STR_ARG(appendix->letter), section->number);
}

str refs_kpi_anchor(struct composer *c, const struct appendix *appendix, const struct kpi *kpi)
{
    if (kpi->id.n)
        return kpi->id;
    return str_format(c->arena, "kpi-%.*s-%.*s", STR_ARG(appendix->letter), STR_ARG(kpi->ref));
}

str refs_entry_anchor(struct composer *c, const struct entry *entry)
{
    return str_format(c->arena, "gloss-%.*s", STR_ARG(entry->id));
}
