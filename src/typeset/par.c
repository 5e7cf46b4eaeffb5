#include "typeset/par.h"

#include "typeset/par_place.h"

struct par_lines par_set(struct setter *s, const struct box *box, len width, tag_id parent)
{
    const struct par *par = &box->u.par;
    struct arena_mark mark = arena_mark(s->tools->scratch);
    struct par_text text;
    struct span_of_line *spans;
    enum telling telling = parent == TAG_ARTIFACT ? TELL_NEW : TELL_ALL;
    par_text_make(&text, s, par, s->is_measuring ? TELL_NOTHING : telling);
    struct par_lines lines = {.count = par_break_lines(&text, width, &spans)};
    const struct run_tag *tags = par_place_tags(&text, parent);
    lines.lines = ARENA_ARRAY(s->tools->job, lines.count, struct line);
    for (size_t i = 0; i < lines.count; i++)
        par_place_line(&text, &spans[i], tags, width, &lines.lines[i]);
    arena_rewind(s->tools->scratch, mark);
    return lines;
}

void par_measure(struct setter *s, const struct box *box, len *narrow, len *wide)
{
    struct arena_mark mark = arena_mark(s->tools->scratch);
    struct par_text text;
    par_text_make(&text, s, &box->u.par, TELL_NOTHING);
    par_break_measure(&text, narrow, wide);
    arena_rewind(s->tools->scratch, mark);
}
