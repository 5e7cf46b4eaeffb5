#include "report/walk.h"

#include "report/agenda.h"

static void walk_words(struct inl *words, const struct walk *w)
{
    if (words && w->words)
        w->words(w->context, words);
}

static void walk_table(const struct table *t, const struct walk *w)
{
    walk_words(t->caption, w);
    for (size_t i = 0; i < t->row_count; i++)
        for (size_t k = 0; k < t->rows[i].cell_count; k++)
            walk_words(t->rows[i].cells[k].words, w);
}

void walk_blocks(struct block *blocks, const struct walk *w)
{
    for (struct block *b = blocks; b; b = b->next) {
        if (w->block)
            w->block(w->context, b);
        walk_words(b->words, w);
        for (struct block_item *i = b->items; i; i = i->next)
            walk_blocks(i->blocks, w);
        walk_blocks(b->blocks, w);
        if (b->table)
            walk_table(b->table, w);
    }
}

static void walk_paper(const struct paper *p, const struct walk *w)
{
    for (size_t i = 0; i < p->topic_count; i++)
        walk_blocks(p->topics[i].blocks, w);
    for (size_t i = 0; i < p->implication_count; i++)
        walk_words(p->implications[i].words, w);
    for (size_t i = 0; i < p->background_count; i++)
        walk_words(p->background[i], w);
}

static void walk_kpi(const struct kpi *k, const struct walk *w)
{
    for (size_t i = 0; i < k->measure_count; i++)
        walk_words(k->measures[i].name, w);
    for (size_t i = 0; i < k->commentary_count; i++)
        walk_blocks(k->commentaries[i].blocks, w);
}

static void walk_section(const struct section *s, const struct walk *w)
{
    for (size_t i = 0; i < s->piece_count; i++) {
        walk_blocks(s->pieces[i].blocks, w);
        for (size_t k = 0; k < s->pieces[i].kpi_count; k++)
            walk_kpi(&s->pieces[i].kpis[k], w);
    }
}

void walk_report(struct report *r, const struct walk *w)
{
    if (r->paper)
        walk_paper(r->paper, w);
    for (size_t i = 0; i < r->appendix_count; i++)
        for (size_t k = 0; k < r->appendices[i].section_count; k++)
            walk_section(&r->appendices[i].sections[k], w);
    for (size_t i = 0; r->glossary && i < r->glossary->entry_count; i++)
        walk_words(r->glossary->entries[i].meaning, w);
}

static void walk_notices(const struct notice *notices, size_t count, const struct walk *w)
{
    for (size_t i = 0; i < count; i++)
        walk_blocks(notices[i].blocks, w);
}

void walk_agenda(struct agenda *g, const struct walk *w)
{
    walk_words(g->place, w);
    walk_notices(g->opening, g->opening_count, w);
    for (size_t i = 0; i < g->item_count; i++)
        walk_blocks(g->items[i].blocks, w);
    walk_notices(g->closing, g->closing_count, w);
}
