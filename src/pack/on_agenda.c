#include "pack/on_agenda.h"

#include <string.h>

static str keep(char **room, const char *text)
{
    str kept = {*room, strlen(text)};
    memcpy(*room, text, kept.n + 1);
    *room += kept.n + 1;
    return kept;
}

/* False without memory: the report is to be closed before that is told. */
static bool copy_lines(struct arena *a, const quoin_report *agenda, struct agenda_lines *out)
{
    size_t count = quoin_agenda_item_count(agenda), size = count * sizeof *out->lines;
    for (size_t i = 0; i < count; i++) {
        quoin_agenda_item item = quoin_agenda_item_at(agenda, i);
        size += strlen(item.number) + strlen(item.title) + 2;
    }
    out->lines = arena_try(a, size);
    if (!out->lines)
        return false;
    char *room = (char *)(out->lines + count);
    for (; out->count < count; out->count++) {
        quoin_agenda_item item = quoin_agenda_item_at(agenda, out->count);
        struct agenda_line *line = &out->lines[out->count];
        line->number = keep(&room, item.number);
        line->title = keep(&room, item.title);
    }
    return true;
}

/* Not every front is an agenda's: reports may have been put into another report's PDF. */
void on_agenda_read(struct arena *a, const quoin_kit *kit, const struct source *pack, qpdf_data q,
                    const struct packed_item *front, struct agenda_lines *out)
{
    struct diag unheard;
    struct recovered found;
    *out = (struct agenda_lines){0};
    diag_init(&unheard, a);
    if (!source_take(a, &unheard, pack, q, &front->files, &front->facts, false, &found) ||
        !source_is_agenda(found.xml))
        return;
    quoin_file file = {"agenda.xml", found.xml.p, found.xml.n};
    quoin_report *agenda = quoin_report_open_files(kit, &file, 1, NULL);
    bool is_kept = agenda && copy_lines(a, agenda, out);
    quoin_report_close(agenda);
    if (!is_kept)
        arena_oom(a);
}

const struct agenda_line *on_agenda_find(const struct agenda_lines *lines, str number)
{
    for (size_t i = 0; i < lines->count; i++)
        if (str_eq(lines->lines[i].number, number))
            return &lines->lines[i];
    return NULL;
}
